"""The door of the web view: who may come in, and what the page may do once it is open.

The app listens on this machine alone, but every program and every web page on the machine can knock there.
So each request must name this machine as its host (which stops DNS rebinding), a websocket must come from our
own page, and both must carry the key that was made at this start; only the page's name and icons need none.
Pure ASGI, standard library only.
"""

from __future__ import annotations

import hmac
import html
import secrets
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from app.device.handing_in import DROP, PATH
from app.web_headers import Header, with_policy

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

_MANIFEST = "/manifest.json"

_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Infusion Companion is locked here</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ font: 1.125rem/1.6 system-ui, sans-serif; max-width: 34rem; margin: 3rem auto; padding: 0 1.25rem; }}
h1 {{ font-size: 1.5rem; line-height: 1.3; }}
code {{ overflow-wrap: anywhere; }}
</style>
</head>
<body>
<main>
<h1>Infusion Companion is locked here</h1>
<p>Your data is shown only to the browser that opened the app with its key.</p>
<p>To open the app, use the address that the start command printed. It begins with
<code>http://127.0.0.1:{port}/?token=</code>.</p>
<p>If you no longer have that address, stop the app and start it again: it prints a new one.</p>
<p>If you installed the app from your browser: open that address there once, and this window works again.</p>
</main>
</body>
</html>
"""

_STEP = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="refresh" content="0; url={address}">
<title>Infusion Companion</title>
</head>
<body><main><h1>Infusion Companion</h1><p><a href="{address}">Open the app</a></p></main></body>
</html>
"""


class Guard:
    """Lets only the browser that was given this start's key reach an ASGI app, and only from this machine.

    Args:
        app: the app behind the door.
        port: the port it is served on, 1 to 65535.
    """

    def __init__(self, app: App, *, port: int) -> None:
        self.token = secrets.token_urlsafe(32)
        self.cookie = (
            f"infusion_companion_{port}"  # cookies know no ports: two apps must not overwrite each other's
        )
        self._app = app
        self._port = port
        self._hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}
        self._visits: dict[str, float] = {}
        self._used: set[str] = set()

    def visit(self, seconds: float) -> str:
        """Make a second token that opens the door once, and for a short while only.

        It is for an address that others can see, such as one on a browser's command line.

        Args:
            seconds: how long it is good for, more than 0.
        """
        token = secrets.token_urlsafe(32)
        self._visits[token] = time.monotonic() + seconds
        return token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one ASGI request or websocket, or hand it on to the app behind."""
        if scope["type"] == "websocket":
            if not self._may_talk(scope):
                await receive()
                await send({"type": "websocket.close", "code": 1008})
                return
        elif scope["type"] == "http":
            send = self._dressed(send, self._host(scope) or f"127.0.0.1:{self._port}")
            answer = self._answer(scope)
            if answer is not None:
                status, headers, body = answer
                await _respond(send, status, headers, body, head=scope["method"] == "HEAD")
                return
        await self._app(scope, receive, send)

    def _answer(self, scope: Scope) -> tuple[int, list[Header], str] | None:
        """Our own answer, or None when the request may go on."""
        host = self._host(scope)
        if host is None:
            return self._locked()
        if scope["method"] == "PUT" and (scope["path"] == DROP or scope["path"].startswith(PATH)):
            # A file that our own page hands in; its ticket is looked at behind the door.
            return None if self._may_talk(scope) else self._locked()
        if scope["method"] not in {"GET", "HEAD"}:
            return 405, [(b"allow", b"GET, HEAD")], ""
        query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        tokens = [value for name, value in query if name == "token"]
        if tokens:
            inside = self._has_cookie(scope)
            if not any(self._opens(token, inside=inside) for token in tokens):
                return self._locked()
            rest = [(name, value) for name, value in query if name != "token"]
            return self._welcome(scope, host, rest)
        if not self._has_cookie(scope) and not _asks_for_manifest(scope):
            return self._locked()
        return None

    def _welcome(
        self, scope: Scope, host: str, query: list[tuple[str, str]]
    ) -> tuple[int, list[Header], str]:
        """Hand out the cookie and lead to the same address without the token."""
        # An absolute address: with a path alone, "//elsewhere" would lead to another host.
        address = f"http://{host}{quote(scope['path'], safe='/:@!$&()*+,;=~')}"
        if query:
            address += "?" + urlencode(query)
        cookie = f"{self.cookie}={self.token}; HttpOnly; SameSite=Strict; Path=/"
        headers = [(b"set-cookie", cookie.encode())]
        if _values(scope, b"sec-fetch-site") == ["cross-site"]:
            # The address was followed from another site's page, a terminal in a browser for example. A
            # redirect would count as that site's and go without the strict cookie; a step from our own page
            # carries it.
            return 200, headers, _STEP.format(address=html.escape(address))
        return 303, [*headers, (b"location", address.encode())], ""

    def _locked(self) -> tuple[int, list[Header], str]:
        return 403, [], _PAGE.format(port=self._port)

    def _may_talk(self, scope: Scope) -> bool:
        host = self._host(scope)
        origin = _values(scope, b"origin")
        return host is not None and origin == [f"http://{host}"] and self._has_cookie(scope)

    def _host(self, scope: Scope) -> str | None:
        """The one host that the request names, when it is this machine."""
        hosts = _values(scope, b"host")
        return hosts[0] if len(hosts) == 1 and hosts[0] in self._hosts else None

    def _has_cookie(self, scope: Scope) -> bool:
        # By hand: http.cookies stops at the first cookie it dislikes, and other local apps' arrive too.
        pairs = (
            pair.strip().partition("=") for line in _values(scope, b"cookie") for pair in line.split(";")
        )
        return any(name == self.cookie and _same(value, self.token) for name, _, value in pairs)

    def _opens(self, token: str, *, inside: bool) -> bool:
        """Whether a token opens the door, or is the visit by which this browser came in."""
        if _same(token, self.token):
            return True
        for visit, end in self._visits.items():
            if _same(token, visit) and end > time.monotonic():
                first = visit not in self._used
                self._used.add(visit)
                return first or inside
        return False

    def _dressed(self, send: Send, host: str) -> Send:
        """Send, with the headers that every answer carries."""

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = with_policy(message.get("headers", ()), host)
            await send(message)

        return dressed


def _values(scope: Scope, name: bytes) -> list[str]:
    return [value.decode("latin-1") for key, value in scope["headers"] if key == name]


def _asks_for_manifest(scope: Scope) -> bool:
    # The app's name and icons, and nothing of anybody's: browsers fetch them for our page without its cookies
    # (W3C Web Application Manifest, "crossorigin" of the link), and would complain on its console.
    ours = _values(scope, b"sec-fetch-site") == ["same-origin"]
    return ours and scope["path"] == _MANIFEST and _values(scope, b"sec-fetch-dest") == ["manifest"]


def _same(left: str, right: str) -> bool:
    return hmac.compare_digest(left.encode(), right.encode())


async def _respond(send: Send, status: int, headers: list[Header], body: str, *, head: bool) -> None:
    content = body.encode()
    headers = [
        (b"content-type", b"text/html; charset=utf-8"),
        (b"content-length", str(len(content)).encode()),
        *headers,
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if head else content})
