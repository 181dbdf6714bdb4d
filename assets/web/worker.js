// Shows one page of ours when the app on this computer is not running, in place of the browser's own error.
// It keeps that page and its icon, and nothing else: no answer of the app ever comes into this cache.
const CACHE = "infusion-companion-not-running-1";
const PAGE = "/not-running.html";
const KEPT = [PAGE, "/icons/icon-192.png"];

addEventListener("install", event => {
    event.waitUntil(caches.open(CACHE).then(cache => cache.addAll(KEPT)).then(() => skipWaiting()));
});

addEventListener("activate", event => {
    event.waitUntil((async () => {
        for (const name of await caches.keys()) if (name !== CACHE) await caches.delete(name);
        await clients.claim();
    })());
});

addEventListener("fetch", event => {
    const path = new URL(event.request.url).pathname;
    if (event.request.mode === "navigate") {
        event.respondWith(fetch(event.request).catch(() => caches.match(PAGE)));
    } else if (path === KEPT[1]) {
        event.respondWith(fetch(event.request).catch(() => caches.match(path)));
    }
});
