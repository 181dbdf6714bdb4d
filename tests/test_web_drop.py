"""Dropping files: only where a screen waits for them, whole, in memory; the page stays the page."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from app.device import handing_in
from app.device.handing_in import expect
from app.web_drop import Dropped
from app.web_hand_in import HandIn


@pytest.fixture(autouse=True)
def nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Screens of other tests may not have been left."""
    monkeypatch.setattr(handing_in, "_targets", [])


Headers = list[tuple[bytes, bytes]]


async def ask(
    method: str,
    path: str,
    *messages: dict[str, Any],
    headers: Headers | None = None,
    page: bytes = b"",
    kind: bytes = b"",
) -> tuple[int, Headers, bytes]:
    """Send one request; returns status, headers and body of the answer."""
    waiting, sent = list(messages), []

    async def receive() -> Any:
        return waiting.pop(0)

    async def send(message: Any) -> None:
        sent.append(message)

    async def behind(scope: Any, receive: Any, send: Any) -> None:
        assert b"accept-encoding" not in dict(scope["headers"]) or not kind.startswith(b"text/html")
        told = [(b"content-type", kind), (b"content-length", str(len(page)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": told})
        middle = len(page) // 2
        await send({"type": "http.response.body", "body": page[:middle], "more_body": True})
        await send({"type": "http.response.body", "body": page[middle:]})

    scope = {"type": "http", "method": method, "path": path, "headers": headers or []}
    await Dropped(behind)(scope, receive, send)
    body = b"".join(one.get("body", b"") for one in sent[1:])
    return sent[0]["status"], sent[0]["headers"], body


def part(content: bytes, more: bool = False) -> dict[str, Any]:
    return {"type": "http.request", "body": content, "more_body": more}


def drops(
    *messages: dict[str, Any], most: int = 6, name: bytes = b"a%20b.icsummary"
) -> tuple[int, list[Any]]:
    """Drop one file where a screen waits for it."""

    async def run() -> tuple[int, list[Any]]:
        came: list[Any] = []
        end = expect(most, lambda name, content: came.append((name, content)))
        status, _, _ = await ask("PUT", "/drop", *messages, headers=[(b"X-File-Name", name)])
        await asyncio.sleep(0)
        end()
        end()
        assert not handing_in._targets
        return status, came

    return asyncio.run(run())


def test_a_dropped_file_comes_to_the_screen_that_waits() -> None:
    assert drops(part(b"sea", more=True), part(b"led")) == (204, [("a b.icsummary", b"sealed")])


def test_the_newest_of_several_screens_gets_it() -> None:
    async def run() -> list[str]:
        came: list[str] = []
        ends = [expect(9, lambda *_, who=who: came.append(who)) for who in ("older", "newer")]
        await ask("PUT", "/drop", part(b"x"))
        ends[1]()
        await ask("PUT", "/drop", part(b"x"))
        await asyncio.sleep(0)
        ends[0]()
        return came

    assert asyncio.run(run()) == ["newer", "older"]


def test_a_tab_that_was_closed_gets_nothing() -> None:
    async def run() -> tuple[list[str], int]:
        came: list[str] = []
        ends = [
            expect(9, lambda *_, who=who: came.append(who), lambda there=there: there)  # type: ignore[misc]
            for who, there in (("open", True), ("closed", False))
        ]
        await ask("PUT", "/drop", part(b"x"))
        await asyncio.sleep(0)
        ends[0]()
        status, _, _ = await ask("PUT", "/drop", part(b"x"))
        ends[1]()
        return came, status

    assert asyncio.run(run()) == (["open"], 404)


def test_a_file_that_is_too_large_is_told_and_not_kept() -> None:
    assert drops(part(b"seal", more=True), part(b"ed!", more=True), part(b"more")) == (
        204,
        [("a b.icsummary", None)],
    )


def test_where_no_screen_waits_nothing_is_taken() -> None:
    status, _, _ = asyncio.run(ask("PUT", "/drop", part(b"x" * 1_000_000)))
    assert status == 404


def test_a_file_that_broke_off_is_no_file() -> None:
    assert drops(part(b"sea", more=True), {"type": "http.disconnect"}) == (400, [])


def test_a_hostile_name_is_only_a_name() -> None:
    _, came = drops(part(b"x"), name=b"%00../../" + b"a" * 9_000)
    assert len(came[0][0]) == 255


PAGE = b"<html><head></head><body><p>App</body></html>"


@pytest.mark.parametrize("path", ["/", "/people", "/course/3"])
def test_each_screens_page_can_take_drops_and_says_its_length(path: str) -> None:
    asked = [(b"accept-encoding", b"gzip")]
    status, headers, body = asyncio.run(
        ask("GET", path, headers=asked, page=PAGE, kind=b"text/html; charset=utf-8")
    )
    assert status == 200
    assert body.endswith(b"</script></body></html>")
    assert body.replace(body[body.index(b"<script>") : body.index(b"</body>")], b"") == PAGE
    assert dict(headers)[b"content-length"] == str(len(body)).encode()


def test_what_is_no_page_goes_through_as_it_is() -> None:
    for path, kind in (
        ("/main.dart.js", b"text/javascript"),
        ("/thing", b"application/json"),
        ("/x", b"text/html"),
    ):
        page = b"no end here" if kind == b"text/html" else PAGE
        _, headers, body = asyncio.run(ask("GET", path, page=page, kind=kind))
        assert (body, dict(headers)[b"content-length"]) == (page, str(len(page)).encode())


def test_a_drop_is_not_taken_for_a_ticket() -> None:
    """Both are handed in by PUT, one behind the other."""

    async def run() -> list[Any]:
        came: list[Any] = []
        end = expect(9, lambda name, content: came.append(content))
        waiting = [part(b"x")]

        async def receive() -> Any:
            return waiting.pop(0)

        async def send(message: Any) -> None:
            return None

        scope = {"type": "http", "method": "PUT", "path": "/drop", "headers": []}
        await Dropped(HandIn(Dropped))(scope, receive, send)  # type: ignore[arg-type]
        await asyncio.sleep(0)
        end()
        return came

    assert asyncio.run(run()) == [b"x"]
