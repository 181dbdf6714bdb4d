"""Loopback: waits on this machine for the browser to come back from a sign-in (RFC 8252, 7.3)."""

from __future__ import annotations

import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final, Self
from urllib.parse import urlsplit

from app.errors import Cancelled, SignInNeeded

_PATH: Final = "/signed-in"
_PAGE: Final = (
    "<!doctype html><html lang=en><meta charset=utf-8><title>Infusion Companion</title>"
    "<p>You can close this page and go back to Infusion Companion."
)
_TURN: Final = 0.2


class _Handler(BaseHTTPRequestHandler):
    timeout = 5
    came: str | None = None

    def do_GET(self) -> None:
        """Take the one address that counts; a browser asks for others too, such as an icon."""
        if urlsplit(self.path).path != _PATH:
            self.send_error(404)
            return
        body = _PAGE.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", "default-src 'none'")
        # The address holds the code: it goes to no other page.
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)
        # Last: whoever waits may end the app at once, and the browser has its page by now.
        type(self).came = self.path[:8_000]

    def log_message(self, *_: object) -> None:
        """Write nothing: the address holds the code."""


class Loopback:
    """Listens on a free port of 127.0.0.1 until closed. redirect: the address for the sign-in."""

    def __init__(self) -> None:

        class Handler(_Handler):
            """Its own class, because what came is kept on it."""

        self._handler = Handler
        # Threads: a browser opens connections in advance, and sends nothing on them.
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler)
        self._server.timeout = _TURN
        self.redirect = f"http://127.0.0.1:{self._server.server_port}{_PATH}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._server.server_close()

    def wait(self, seconds: float = 600, stop: Callable[[], bool] = lambda: False) -> str:
        """Return the whole address that the browser came back with.

        Args:
            seconds: how long a person may take. stop: asked several times a second; True ends in Cancelled.

        Raises:
            SignInNeeded: nobody came back in time.
        """
        until = time.monotonic() + seconds
        while self._handler.came is None:
            if stop():
                raise Cancelled("The sign-in at the clinic was stopped; nothing was connected.")
            if time.monotonic() > until:
                raise SignInNeeded("Nobody came back from the sign-in at the clinic; try again.")
            self._server.handle_request()
        return self.redirect.removesuffix(_PATH) + self._handler.came
