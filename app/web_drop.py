"""Takes in files that are dropped on the page where a screen waits for them. Pure ASGI."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import unquote

from app.device.handing_in import DROP, target
from app.web_guard import App, Receive, Scope, Send

_NAME: Final = b"x-file-name"
# The browser would show a dropped file in place of the app. Its name is no part of an address, which is kept.
_SCRIPT: Final = b"""<script>(() => {
    const files = event => [...(event.dataTransfer?.types ?? [])].includes("Files");
    addEventListener("dragover", event => {
        if (files(event)) { event.preventDefault(); event.dataTransfer.dropEffect = "copy"; }
    }, true);
    addEventListener("drop", async event => {
        if (!files(event)) return;
        event.preventDefault();
        for (const file of [...event.dataTransfer.files]) {
            const headers = {"X-File-Name": encodeURIComponent(file.name)};
            await fetch("/drop", {method: "PUT", body: file, headers});
        }
    }, true);
})();</script>"""
_END: Final = b"</body>"


class Dropped:
    """Lets the page send what is dropped on it, and takes that in.

    Args:
        app: the app behind it.
    """

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one ASGI request or websocket, or hand it on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif scope["path"] == DROP and scope["method"] == "PUT":
            await _answer(send, await _take(scope, receive))
        elif scope["method"] == "GET" and "." not in scope["path"].rpartition("/")[2]:
            plain = [one for one in scope["headers"] if one[0].lower() != b"accept-encoding"]
            await self._app({**scope, "headers": plain}, receive, _Page(send))
        else:
            await self._app(scope, receive, send)


class _Page:
    """Sends an answer on, with the script at the end of a page."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: Any = None
        self._body = bytearray()

    async def __call__(self, message: Any) -> None:
        """Send one ASGI message, a page's when it is whole."""
        if message["type"] == "http.response.start":
            kinds = [value for name, value in message["headers"] if name.lower() == b"content-type"]
            if kinds and kinds[0].startswith(b"text/html"):
                self._start = message
                return
        elif message["type"] == "http.response.body" and self._start is not None:
            self._body += message.get("body", b"")
            if message.get("more_body", False):
                return
            await self._whole()
            return
        await self._send(message)

    async def _whole(self) -> None:
        before, end, after = bytes(self._body).rpartition(_END)
        body = before + _SCRIPT + end + after if end else bytes(self._body)
        headers = [one for one in self._start["headers"] if one[0].lower() != b"content-length"]
        headers.append((b"content-length", str(len(body)).encode()))
        await self._send({**self._start, "headers": headers})
        await self._send({"type": "http.response.body", "body": body})


async def _take(scope: Scope, receive: Receive) -> int:
    """Let a file in where a screen waits for one; return the status of the answer."""
    waits = target()
    content = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":  # the browser went away
            return 400
        if waits is not None and len(content) <= waits.most:
            content += message.get("body", b"")
        if not message.get("more_body", False):
            break
    if waits is None:
        return 404
    name = next((value for key, value in scope["headers"] if key.lower() == _NAME), b"")
    waits.give(unquote(name.decode("latin-1"))[-255:], bytes(content) if len(content) <= waits.most else None)
    return 204


async def _answer(send: Send, status: int) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-length", b"0")]})
    await send({"type": "http.response.body", "body": b""})
