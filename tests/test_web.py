"""Serving the page: which port it gets, and when a browser is opened."""

from __future__ import annotations

import asyncio
import errno
import socket
import sys
import threading
import webbrowser
from collections.abc import Iterator
from typing import Any

import pytest
from flet.messaging.protocol import Message, MessageAction, SessionCrashedBody
from flet_web.fastapi.flet_app import FletApp

from app import web


class FakeBrowser:
    """Remembers what it was asked to open."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.opened = threading.Event()

    def open(self, address: str) -> bool:
        self.opened.set()
        return True


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Linux machine with a screen."""
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("DISPLAY", ":0")


def shown(monkeypatch: pytest.MonkeyPatch, name: str) -> bool:
    """Whether a browser of this name is opened: its thread has begun once show() is back, or never does."""
    browser = FakeBrowser(name)
    monkeypatch.setattr(webbrowser, "get", lambda: browser)
    before = set(threading.enumerate())
    web._show("http://127.0.0.1:8550/?token=x")
    for thread in set(threading.enumerate()) - before:
        thread.join()
    return browser.opened.is_set()


@pytest.mark.usefixtures("screen")
@pytest.mark.parametrize("name", ["xdg-open", "firefox", "/usr/bin/chromium"])
def test_a_graphical_browser_is_opened(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    assert shown(monkeypatch, name)


@pytest.mark.usefixtures("screen")
@pytest.mark.parametrize("name", ["lynx", "w3m", "/usr/bin/www-browser"])
def test_a_browser_for_terminals_never_is(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    assert not shown(monkeypatch, name)


@pytest.mark.usefixtures("screen")
def test_no_browser_is_opened_without_a_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert not shown(monkeypatch, "firefox")


@pytest.mark.usefixtures("screen")
def test_a_machine_without_any_browser_is_no_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> FakeBrowser:
        raise webbrowser.Error("could not locate runnable browser")

    monkeypatch.setattr(webbrowser, "get", none)
    web._show("http://127.0.0.1:8550/?token=x")


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that another program listens on."""
    with socket.create_server((web.HOST, 0)) as other:
        yield int(other.getsockname()[1])


def test_the_next_free_port_is_taken_when_the_usual_one_is_in_use(
    monkeypatch: pytest.MonkeyPatch, taken: int
) -> None:
    monkeypatch.setattr(web, "FIRST_PORT", taken)
    with web._listen(None) as listener:
        address, port = listener.getsockname()
        assert address == "127.0.0.1"
        assert port > 0
        assert port != taken


def test_a_named_port_that_is_in_use_is_refused(taken: int) -> None:
    with (
        pytest.raises(web.CannotServe, match=f"^Port {taken} is in use by another program"),
        web._listen(taken),
    ):
        raise AssertionError("It listened.")


@pytest.mark.parametrize(
    ("problem", "sentence"),
    [
        (PermissionError(errno.EACCES, "denied"), "Port 80 is not open to your user."),
        (OverflowError("port must be 0-65535"), "Port 80 cannot be used."),
    ],
)
def test_any_other_problem_with_a_port_is_one_clear_sentence(problem: Exception, sentence: str) -> None:
    assert web._why(80, problem).startswith(sentence)


def test_what_is_sent_to_a_page_that_just_went_is_no_mistake_and_ends_no_updates() -> None:
    page: Any = object.__new__(FletApp)
    page._FletApp__send_queue = None
    message = Message(MessageAction.SESSION_CRASHED, SessionCrashedBody("words"))
    page.send_message(message)
    page._FletApp__send_queue = asyncio.Queue()
    page.send_message(message)
    assert page._FletApp__send_queue.qsize() == 1
