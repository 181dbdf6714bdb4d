"""The door: nobody but this start's own browser gets through, and each answer carries the page's rules."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from app.web_guard import Guard

HOST = "127.0.0.1:8550"
REACHED = {"type": "http.response.start", "status": 200, "headers": []}


class Behind:
    """An app that remembers what got through the door to it, and answers as Flet does."""

    def __init__(self) -> None:
        self.reached: list[str] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.reached.append(scope["type"])
        if scope["type"] == "http":
            headers = [
                (b"Content-Type", b"text/html"),
                (b"access-control-allow-origin", b"*"),
                (b"server", b"x"),
            ]
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            await send({"type": "http.response.body", "body": b"behind"})
        else:
            await send({"type": "websocket.accept"})


class Door:
    """A guard with an app behind it, to knock at."""

    def __init__(self) -> None:
        self.behind = Behind()
        self.guard = Guard(self.behind, port=8550)
        self.cookie = f"{self.guard.cookie}={self.guard.token}"

    def knock(
        self,
        path: str = "/",
        *,
        kind: str = "http",
        method: str = "GET",
        query: str = "",
        host: str | None = HOST,
        more: tuple[tuple[str, str], ...] = (),
    ) -> tuple[list[dict[str, Any]], dict[str, str]]:
        """Send one request; returns the messages of the answer and its headers."""
        named = (("host", host),) if host is not None else ()
        headers = [(name.encode(), value.encode("latin-1")) for name, value in (*named, *more)]
        scope = {
            "type": kind,
            "method": method,
            "path": path,
            "query_string": query.encode(),
            "headers": headers,
        }
        messages: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            return {"type": "websocket.connect" if kind == "websocket" else "http.request"}

        async def send(message: Any) -> None:
            messages.append(dict(message))

        asyncio.run(self.guard(scope, receive, send))
        sent = messages[0].get("headers", ())
        return messages, {name.decode().lower(): value.decode() for name, value in sent}

    def status(self, *args: Any, **options: Any) -> int:
        """Send one request; returns the status of the answer."""
        return int(self.knock(*args, **options)[0][0]["status"])

    def inside(self, **options: Any) -> bool:
        """Whether a websocket gets through."""
        return bool(self.knock("/ws", kind="websocket", **options)[0][0]["type"] == "websocket.accept")


@pytest.fixture
def door() -> Door:
    return Door()


def test_the_cookie_opens(door: Door) -> None:
    assert door.status(more=(("cookie", door.cookie),)) == 200
    assert door.status(more=(("cookie", f"theme=dark; {door.cookie}"),)) == 200
    assert door.behind.reached == ["http", "http"]


def test_our_pages_manifest_alone_needs_no_cookie_as_browsers_send_none_for_it(door: Door) -> None:
    asks = (("sec-fetch-site", "same-origin"), ("sec-fetch-dest", "manifest"))
    assert door.status("/manifest.json", more=asks) == 200
    assert door.status("/manifest.json") == 403
    assert door.status("/manifest.json", more=(("sec-fetch-site", "cross-site"), asks[1])) == 403
    assert door.status("/manifest.json", host="evil.example", more=asks) == 403
    assert door.status("/main.dart.wasm", more=asks) == 403
    assert door.status("/manifest.json", method="POST", more=asks) == 405
    assert door.behind.reached == ["http"]


@pytest.mark.parametrize(
    "cookie",
    [
        "",
        "infusion_companion_8550=",
        "infusion_companion_8550=x",
        "infusion_companion_8551={token}",
        "={token}",
    ],
)
def test_any_other_cookie_does_not(door: Door, cookie: str) -> None:
    assert door.status(more=(("cookie", cookie.format(token=door.guard.token)),)) == 403
    assert door.behind.reached == []


def test_a_strange_cookie_of_another_local_app_does_not_hide_ours(door: Door) -> None:
    assert door.status(more=(("cookie", f'a={{"b" c}}; []=@; {door.cookie}'),)) == 200


def test_the_token_becomes_a_cookie_and_leaves_the_address(door: Door) -> None:
    messages, headers = door.knock("/course/3", query=f"day=2&token={door.guard.token}")
    assert messages[0]["status"] == 303
    assert headers["location"] == "http://127.0.0.1:8550/course/3?day=2"
    assert headers["set-cookie"] == f"{door.cookie}; HttpOnly; SameSite=Strict; Path=/"
    assert headers["referrer-policy"] == "no-referrer"


def test_a_token_followed_from_another_site_takes_one_step_of_our_own(door: Door) -> None:
    messages, headers = door.knock(
        "/journal", query=f"token={door.guard.token}", more=(("sec-fetch-site", "cross-site"),)
    )
    assert messages[0]["status"] == 200
    assert door.cookie in headers["set-cookie"]
    assert b'content="0; url=http://127.0.0.1:8550/journal"' in messages[1]["body"]
    assert door.guard.token.encode() not in messages[1]["body"]


@pytest.mark.parametrize(
    "path", ["//evil.example/", "/\\evil.example", "/%0d%0aset-cookie:x=1", '/"><script>']
)
def test_the_step_never_leads_to_another_host(door: Door, path: str) -> None:
    for more in ((), (("sec-fetch-site", "cross-site"),)):
        messages, headers = door.knock(path, query=f"token={door.guard.token}", more=more)
        address = headers.get("location") or messages[1]["body"].decode().split("url=")[1].split('">')[0]
        assert address.startswith("http://127.0.0.1:8550/")
        assert not set(address) & set('\r\n"<> \\')


def test_a_wrong_token_is_refused_even_with_the_cookie(door: Door) -> None:
    assert door.status(query="token=x", more=(("cookie", door.cookie),)) == 403
    assert door.status(query="token=") == 403
    assert door.status(query="token=%C3%A9%00") == 403


def test_a_visit_opens_only_for_its_time(door: Door) -> None:
    assert door.status(query=f"token={door.guard.visit(60)}") == 303
    assert door.status(query=f"token={door.guard.visit(-1)}") == 403
    messages, headers = door.knock(query=f"token={door.guard.visit(60)}")
    assert messages[0]["status"] == 303
    assert door.cookie in headers["set-cookie"]


def test_a_visit_that_others_could_read_opens_once(door: Door) -> None:
    query = f"token={door.guard.visit(60)}"
    assert door.status(query=query) == 303
    assert door.status(query=query) == 403
    # The browser that came in by it may load its first address again.
    assert door.status(query=query, more=(("cookie", door.cookie),)) == 303


def test_each_start_has_a_token_of_its_own() -> None:
    first, second = Door(), Door()
    assert first.guard.token != second.guard.token
    assert len(first.guard.token) >= 43
    assert second.status(more=(("cookie", first.cookie),)) == 403


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8550",
        "127.0.0.1",
        "127.0.0.1:8551",
        "127.0.0.1.evil.example:8550",
        "",
        None,
    ],
)
def test_another_host_name_is_refused_with_the_right_cookie_too(door: Door, host: str | None) -> None:
    cookie = (("cookie", door.cookie),)
    assert door.status(host=host, more=cookie) == 403
    assert door.status(host=host, query=f"token={door.guard.token}") == 403
    assert not door.inside(host=host, more=(*cookie, ("origin", f"http://{host}")))
    assert door.behind.reached == []


def test_two_host_headers_are_refused(door: Door) -> None:
    assert door.status(more=(("host", "evil.example"), ("cookie", door.cookie))) == 403


def test_localhost_is_this_machine_too(door: Door) -> None:
    _, headers = door.knock(host="localhost:8550", query=f"token={door.guard.token}")
    assert headers["location"] == "http://localhost:8550/"
    assert "ws://localhost:8550 " in headers["content-security-policy"]


def test_a_websocket_needs_our_own_origin_and_the_cookie(door: Door) -> None:
    cookie, origin = ("cookie", door.cookie), ("origin", f"http://{HOST}")
    assert door.inside(more=(cookie, origin))
    assert not door.inside(more=(origin,))
    assert not door.inside(more=(cookie,))
    for other in (
        "null",
        "http://evil.example",
        "https://127.0.0.1:8550",
        "http://localhost:8550",
        "http://127.0.0.1:80",
    ):
        assert not door.inside(more=(cookie, ("origin", other)))
    assert not door.inside(more=(cookie, origin, ("origin", "http://evil.example")))
    assert door.behind.reached == ["websocket"]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT"])
def test_nothing_but_reading_is_answered(door: Door, method: str) -> None:
    messages, headers = door.knock(method=method, more=(("cookie", door.cookie),))
    assert messages[0]["status"] == 405
    assert headers["allow"] == "GET, HEAD"
    assert door.behind.reached == []


@pytest.mark.parametrize("path", ["/hand-in/ticket", "/drop"])
def test_a_file_is_handed_in_only_by_our_own_page(door: Door, path: str) -> None:
    cookie, origin = ("cookie", door.cookie), ("origin", f"http://{HOST}")
    for more in ((), (cookie,), (origin,), (cookie, ("origin", "http://evil.example"))):
        messages, _ = door.knock(path, method="PUT", more=more)
        assert messages[0]["status"] == 403
    assert door.behind.reached == []
    messages, _ = door.knock(path, method="PUT", more=(cookie, origin))
    assert messages[0]["status"] == 200
    assert (
        door.knock(f"{path}s" if path == "/drop" else "/elsewhere", method="PUT", more=(cookie, origin))[0][
            0
        ]["status"]
        == 405
    )


def test_the_refusal_says_how_to_open_the_app(door: Door) -> None:
    messages, headers = door.knock()
    body = messages[1]["body"].decode()
    assert "use the address that the start command printed" in body
    assert "http://127.0.0.1:8550/?token=" in body
    assert door.guard.token not in body
    assert '<html lang="en">' in body
    assert headers["cache-control"] == "no-store"
    assert int(headers["content-length"]) == len(messages[1]["body"])


def test_a_head_request_gets_the_headers_alone(door: Door) -> None:
    messages, headers = door.knock(method="HEAD")
    assert messages[1]["body"] == b""
    assert int(headers["content-length"]) > 0


@pytest.mark.parametrize("more", [(), (("cookie", "{cookie}"),)])
def test_every_answer_carries_the_rules_of_the_page(door: Door, more: tuple[tuple[str, str], ...]) -> None:
    _, headers = door.knock(more=tuple((name, value.format(cookie=door.cookie)) for name, value in more))
    assert "access-control-allow-origin" not in headers
    assert "server" not in headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'self'; ")
    assert "connect-src 'self' ws://127.0.0.1:8550 data: blob:;" in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]
    assert headers["cache-control"] == "no-store"
