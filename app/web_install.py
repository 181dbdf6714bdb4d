"""What makes the web view an app to install: its name, icons and colours, and a page for when it is off.

Flet's page and manifest carry Flet's own; these take their place. The service worker (`assets/web/worker.js`)
keeps one page of ours and nothing of anybody's.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Final

from app.web_guard import App, Message, Receive, Scope, Send

FOLDER: Final = Path(__file__).resolve().parent.parent / "assets" / "web"
# The grounds of app/ui/palette.py: what is seen before Flutter draws has the colour of what comes after.
LIGHT: Final = "#F6FBFB"
DARK: Final = "#0E1415"

# What Flet's page has, and what stands there in ours. A test tells when a new Flet has another page.
_HEAD: Final = f"""<meta name="theme-color" content="{LIGHT}" media="(prefers-color-scheme: light)">
<meta name="theme-color" content="{DARK}" media="(prefers-color-scheme: dark)">
<style>html {{ background: {LIGHT}; }}
@media (prefers-color-scheme: dark) {{ html {{ background: {DARK}; }} }}</style>
<script>navigator.serviceWorker?.register("/worker.js").catch(() => {{}});</script>
</head>"""
_PICTURE: Final = """<picture>
<source srcset="/icons/splash-dark.png" media="(prefers-color-scheme: dark)">
<img src="/icons/splash.png" alt=""></picture>"""
CHANGES: Final = (
    ("</head>", _HEAD),
    ("background: #ffffff;", f"background: {LIGHT};"),
    ("background: #222222;", f"background: {DARK};"),
    ('content="black"', 'content="default"'),
    ('<img src="icons/loading-animation.png" alt="" />', _PICTURE),
    ("<html>", '<html lang="en">'),
)
# Flutter would put its own worker in the place of ours: one that only goes again, and reloads the page.
LOADER: Final = "/flutter_bootstrap.js"
OTHER_WORKER: Final = re.compile(r"serviceWorkerSettings: \{.*?\},\s*", re.DOTALL)


# Windows may name other kinds for some of these.
_KINDS: Final = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/manifest+json",
    ".png": "image/png",
}


@cache
def _files() -> dict[str, tuple[str, bytes]]:
    """The kind and the content of every file of the folder, by its address."""
    found = (path for path in FOLDER.rglob("*") if path.is_file())
    return {
        f"/{path.relative_to(FOLDER).as_posix()}": (_KINDS[path.suffix], path.read_bytes()) for path in found
    }


def dressed(page: str) -> str:
    """Flet's page with our colours, our picture and the service worker.

    Args:
        page: HTML, as Flet serves it.
    """
    for theirs, ours in CHANGES:
        page = page.replace(theirs, ours, 1)
    return page


def without_other_worker(loader: str) -> str:
    """What loads Flutter, without the worker of its own.

    Args:
        loader: JavaScript, as Flet serves it.
    """
    return OTHER_WORKER.sub("", loader, count=1)


class Installable:
    """Serves our own manifest, icons and worker, and dresses Flet's page.

    Args:
        app: what serves everything else.
    """

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one ASGI request, or hand it on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif file := _files().get(scope["path"]):
            await _send_file(*file, send, head=scope["method"] == "HEAD")
        else:
            change = without_other_worker if scope["path"] == LOADER else dressed
            await self._app(_asked_whole(scope), receive, _Changing(send, change))


def _asked_whole(scope: Scope) -> Scope:
    """The request without what asks for a part, or for news alone: what is changed is not as on the disk."""
    if "." in scope["path"].rpartition("/")[2] and scope["path"] != LOADER:
        return scope
    left = {b"if-none-match", b"if-modified-since", b"range"}
    return {**scope, "headers": [one for one in scope["headers"] if one[0] not in left]}


class _Changing:
    """Sends what it is given, with our changes where it is a page or the loader."""

    def __init__(self, send: Send, change: Callable[[str], str]) -> None:
        self._send = send
        self._change = change
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and self._is_meant(message):
            self._start = message
        elif self._start is None:
            await self._send(message)
        else:
            self._body += message.get("body", b"")
            if not message.get("more_body", False):
                await self._finish(self._start)

    def _is_meant(self, message: Message) -> bool:
        meant = b"text/html" if self._change is dressed else b"text/javascript"
        return message["status"] == 200 and any(
            name.lower() == b"content-type" and value.startswith(meant) for name, value in message["headers"]
        )

    async def _finish(self, start: Message) -> None:
        body = self._change(self._body.decode()).encode()
        kept = [
            one
            for one in start["headers"]
            if one[0].lower() not in {b"content-length", b"etag", b"last-modified"}
        ]
        # An answer to HEAD has no body whose length could be told.
        length = [(b"content-length", str(len(body)).encode())] if body else []
        await self._send({**start, "headers": [*kept, *length]})
        await self._send({"type": "http.response.body", "body": body})


async def _send_file(kind: str, content: bytes, send: Send, *, head: bool) -> None:
    headers = [(b"content-type", kind.encode()), (b"content-length", str(len(content)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if head else content})
