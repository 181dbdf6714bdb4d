"""A line to a server that counts what goes over it, and on which the server's clock may be ahead."""

from __future__ import annotations

from datetime import timedelta
from email.utils import format_datetime

import httpx

from app.clinic.exchange import http_date


class Counting(httpx.BaseTransport):
    """Counts requests and bytes of their bodies.

    later: how far the server's clock is ahead. bodies: takes what is sent, where that is wanted.
    """

    def __init__(self) -> None:
        self._line = httpx.HTTPTransport()
        self.later = timedelta()
        self.bodies: list[bytes] | None = None
        self.clear()

    def clear(self) -> None:
        """Count from now on."""
        self.requests = self.sent = self.received = 0

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        response = self._line.handle_request(request)
        body = b"".join(response.stream)  # type: ignore[arg-type]  # the line is not an asynchronous one
        response.stream.close()  # type: ignore[union-attr]
        self.requests += 1
        self.sent += len(request.content)
        self.received += len(body)
        if self.bodies is not None:
            self.bodies.append(request.content)
        if at := http_date(response.headers.get("date")):
            response.headers["date"] = format_datetime(at + self.later, usegmt=True)
        return httpx.Response(
            response.status_code,
            headers=response.headers,
            stream=httpx.ByteStream(body),
            extensions=response.extensions,
        )

    def close(self) -> None:
        self._line.close()
