"""Serve Flet's web view to this machine alone: `serve` is the one way in."""

from __future__ import annotations

import errno
import os
import signal
import socket
import sys
import threading
import webbrowser
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import flet as ft
import uvicorn
from flet_web.fastapi import app as flet_app
from flet_web.fastapi.flet_app import FletApp

from app.web_drop import Dropped
from app.web_guard import App, Guard, Receive, Scope, Send
from app.web_hand_in import HandIn
from app.web_install import Installable

HOST = "127.0.0.1"
FIRST_PORT = 8550
ASSETS = Path(__file__).resolve().parent.parent / "assets"
NAME = "Infusion Companion"
# Long enough for a slow browser to start, short enough for an address that the process list shows.
BROWSER_SECONDS = 120

# They would take the terminal over, and cannot show the app.
TEXT_BROWSERS = {"elinks", "links", "links2", "lynx", "w3m", "www-browser"}

Main = Callable[[ft.Page], None] | Callable[[ft.Page], Awaitable[None]]


class CannotServe(Exception):
    """The app cannot be served as asked; the message is one sentence for the person who asked."""


def serve(
    main: Main,
    *,
    port: int | None = None,
    open_browser: bool = True,
    assets_dir: Path = ASSETS,
    announce: Callable[[str], object] | None = None,
) -> None:
    """Serve the app on 127.0.0.1 until Ctrl+C or SIGTERM, then return.

    Args:
        main: what Flet calls with each new page.
        port: 0 to 65535; 0 takes any free one, None takes 8550 or the next free one.
        open_browser: open the address where there is a graphical browser.
        assets_dir: the folder whose files the page may ask for.
        announce: told `Open http://…`, once, when the server listens. Prints it by default.

    Raises:
        CannotServe: the port is taken or not allowed, or the server did not start.
    """
    with _listen(port) as listener:
        number: int = listener.getsockname()[1]
        guard = Guard(Dropped(HandIn(Installable(_Screens(_flet(main, assets_dir))))), port=number)

        def ready() -> None:
            (announce or _say)(f"Open http://{HOST}:{number}/?token={guard.token}")
            if open_browser:
                _show(f"http://{HOST}:{number}/?token={guard.visit(BROWSER_SECONDS)}")

        config = uvicorn.Config(
            guard,
            ws="websockets-sansio",
            log_config=None,
            log_level="critical",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=2,
        )
        server = _Server(config, ready)
        with _stopped_by_signals(server):
            server.run(sockets=[listener])
        if not server.started:
            raise CannotServe("The app could not start its page. Nothing was changed.")


def _flet(main: Main, assets_dir: Path) -> App:
    app: App = flet_app(
        main,
        assets_dir=str(assets_dir),
        app_name=NAME,
        app_short_name=NAME,
        app_description=NAME,
        no_cdn=True,
        route_url_strategy=ft.RouteUrlStrategy.PATH,
    )
    return app


_send_message: Any = FletApp.send_message


def _send_while_open(page: Any, message: Any) -> None:
    """Send, unless the page just went: Flet looks for that in its other frames, but not here.

    Its updates of that page would end for good, and a page that was reloaded would stand still.
    """
    try:
        _send_message(page, message)
    except AttributeError:
        if page._FletApp__send_queue is not None:
            raise


FletApp.send_message = _send_while_open


class _Screens:
    """Answers a screen's address (/guide, /course/3) with the page, also where assets/ has such a folder.

    The address itself stays in the browser, where Flet reads it as the route.
    """

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            path: str = scope["path"]
            if "." not in path.rpartition("/")[2] and not path.startswith("/assets/"):
                scope = {**scope, "path": "/", "raw_path": b"/"}
        await self._app(scope, receive, send)


class _Server(uvicorn.Server):
    """uvicorn's server, which says when it listens."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        if self.started:
            self._ready()


@contextmanager
def _listen(port: int | None) -> Iterator[socket.socket]:
    """A listening socket on 127.0.0.1, and nowhere else."""
    candidates = [port] if port is not None else [*range(FIRST_PORT, FIRST_PORT + 100), 0]
    for number in candidates:
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        if sys.platform == "win32":
            # There SO_REUSEADDR would let another program take over a port that is in use.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, number))
            listener.listen()
        except (OSError, OverflowError) as problem:
            listener.close()
            if port is not None:
                raise CannotServe(_why(port, problem)) from problem
            continue
        with listener:
            yield listener
        return
    raise CannotServe("No free port was found on this machine. Name one with --port.")


def _why(port: int, problem: Exception) -> str:
    if isinstance(problem, OSError) and problem.errno == errno.EADDRINUSE:
        return f"Port {port} is in use by another program. Choose another one, or leave --port out."
    if isinstance(problem, PermissionError):
        return f"Port {port} is not open to your user. Choose one from 1024 to 65535, or leave --port out."
    return f"Port {port} cannot be used. Choose one from 1024 to 65535, or leave --port out."


@contextmanager
def _stopped_by_signals(server: uvicorn.Server) -> Iterator[None]:
    """Let Ctrl+C and SIGTERM stop the server, and end the program as a success.

    uvicorn raises the signal that stopped it once more when it is done; our handler takes that one, so that
    no traceback and no signal status follow a wanted stop.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(_signal: int, _frame: Any) -> None:
        server.should_exit = True

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _show(address: str) -> None:
    """Open the address in a graphical browser, in the background; do nothing where there is none."""
    if sys.platform not in {"win32", "darwin"} and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    ):
        return
    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return
    if Path(getattr(browser, "name", "")).name in TEXT_BROWSERS:
        return
    threading.Thread(target=browser.open, args=(address,), daemon=True).start()
