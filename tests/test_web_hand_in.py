"""Handing a file in: once, by its ticket, whole and not too large; everything else goes its way."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from app.device.handing_in import Ticket, ticket, use
from app.web_hand_in import HandIn


async def put(address: str, *messages: dict[str, Any], method: str = "PUT") -> int:
    """Send one request; returns the status of the answer."""
    waiting = list(messages)
    sent: list[Any] = []

    async def receive() -> Any:
        return waiting.pop(0)

    async def send(message: Any) -> None:
        sent.append(message)

    async def behind(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200})

    await HandIn(behind)({"type": "http", "method": method, "path": address}, receive, send)
    status: int = sent[0]["status"]
    return status


def part(content: bytes, more: bool = False) -> dict[str, Any]:
    return {"type": "http.request", "body": content, "more_body": more}


def test_a_file_comes_in_whole_and_only_once() -> None:
    async def run() -> None:
        with ticket(6) as issued:
            assert await put(issued.address, part(b"sea", more=True), part(b"led")) == 204
            assert await issued.content == b"sealed"
            assert await put(issued.address, part(b"again")) == 404

    asyncio.run(run())


@pytest.mark.parametrize(
    ("messages", "status"),
    [([part(b"sealed!")], 413), ([part(b"sea", more=True), {"type": "http.disconnect"}], 400)],
    ids=["too large", "broken off"],
)
def test_a_file_that_does_not_come_in_is_no_file(messages: list[dict[str, Any]], status: int) -> None:
    async def run() -> None:
        with ticket(6) as issued:
            assert await put(issued.address, *messages) == status
            with pytest.raises(OSError, match="nothing was handed in"):
                await issued.content

    asyncio.run(run())


def test_without_a_ticket_or_after_it_nothing_is_taken() -> None:
    async def run() -> Ticket:
        with ticket(6) as issued:
            assert await put("/hand-in/guessed", part(b"x")) == 404
            assert await put("/journal", method="GET") == 200
        assert use(issued.address) is None
        return issued

    issued = asyncio.run(run())
    assert issued.content.cancelled()
    issued.give(b"too late")
