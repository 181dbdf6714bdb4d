"""Takes in the file that a page was given a ticket for (app/device/handing_in.py). Pure ASGI."""

from __future__ import annotations

from app.device.handing_in import Ticket, use
from app.web_guard import App, Receive, Scope, Send


class HandIn:
    """Answers PUT with a ticket's address; everything else goes to the app behind.

    Args:
        app: the app behind it.
    """

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one ASGI request or websocket, or hand it on."""
        if scope["type"] != "http" or scope["method"] != "PUT":
            await self._app(scope, receive, send)
            return
        ticket = use(scope["path"])
        status = 404 if ticket is None else await _take(ticket, receive)
        await send({"type": "http.response.start", "status": status, "headers": [(b"content-length", b"0")]})
        await send({"type": "http.response.body", "body": b""})


async def _take(ticket: Ticket, receive: Receive) -> int:
    """Let the file in, and return the status of the answer."""
    content = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":  # the browser went away
            ticket.fail()
            return 400
        content += message.get("body", b"")
        if len(content) > ticket.most:
            ticket.fail()
            return 413
        if not message.get("more_body", False):
            ticket.give(bytes(content))
            return 204
