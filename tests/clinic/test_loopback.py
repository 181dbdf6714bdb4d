"""The loopback: one address of this machine, for one browser that comes back, and nothing said of it."""

from __future__ import annotations

import socket
from threading import Thread
from urllib.parse import urlsplit

import httpx
import pytest

from app.clinic.loopback import Loopback
from app.errors import Cancelled, SignInNeeded


def ask(url: str, into: list[httpx.Response], method: str = "GET") -> Thread:
    thread = Thread(target=lambda: into.append(httpx.request(method, url, trust_env=False)))
    thread.start()
    return thread


def test_it_listens_on_this_machine_alone_and_each_time_on_another_port() -> None:
    with Loopback() as one, Loopback() as other:
        assert urlsplit(one.redirect).hostname == urlsplit(other.redirect).hostname == "127.0.0.1"
        assert one.redirect != other.redirect


def test_the_browser_gets_a_page_without_the_code_and_the_app_the_address() -> None:
    got: list[httpx.Response] = []
    with Loopback() as back:
        thread = ask(f"{back.redirect}?code=secret&state=s", got)
        assert back.wait(30) == f"{back.redirect}?code=secret&state=s"
        thread.join()
    (page,) = got
    assert page.status_code == 200
    assert "secret" not in page.text
    assert "close this page" in page.text
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["content-security-policy"] == "default-src 'none'"


def test_nothing_else_ends_the_wait(capfd: pytest.CaptureFixture[str]) -> None:
    got: list[httpx.Response] = []
    with Loopback() as back:

        def others() -> None:
            root = back.redirect.removesuffix("/signed-in")
            for url, method in (
                (f"{root}/favicon.ico", "GET"),
                (f"{root}/?code=x", "GET"),
                (back.redirect, "POST"),
            ):
                ask(url, got, method).join()
            ask(f"{back.redirect}?code=right", got).join()

        thread = Thread(target=others)
        thread.start()
        assert back.wait(30).endswith("?code=right")
        thread.join()
    assert [one.status_code for one in got] == [404, 404, 501, 200]
    said = capfd.readouterr()
    assert said.out + said.err == ""


def test_who_only_connects_or_sends_no_request_holds_nobody_up() -> None:
    got: list[httpx.Response] = []
    with Loopback() as back:
        port = urlsplit(back.redirect).port
        with (
            socket.create_connection(("127.0.0.1", port)),
            socket.create_connection(("127.0.0.1", port)) as other,
        ):
            other.sendall(b"\x16\x03\x01 no request\r\n\r\n")
            thread = ask(f"{back.redirect}?code=right", got)
            assert back.wait(30).endswith("?code=right")
            thread.join()


def test_it_ends_when_it_is_stopped_or_when_nobody_comes() -> None:
    with Loopback() as back:
        with pytest.raises(Cancelled, match="nothing was connected"):
            back.wait(30, stop=lambda: True)
        with pytest.raises(SignInNeeded, match="try again"):
            back.wait(0)


def test_the_port_is_free_again_afterwards() -> None:
    with Loopback() as back:
        port = urlsplit(back.redirect).port
    with pytest.raises(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port)):
        pass
