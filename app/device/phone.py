"""Phone: its safe and its browser, for work that goes on in threads; elsewhere there is neither.

Flet's services belong to a page and its event loop, and the sync to no page. So the page that was opened last
lends its loop: what is asked here from a thread is done there, and waited for.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import contextvars
import threading
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, Final

import flet as ft

from app.device.service import FAILED, on_phone
from app.errors import NotKept

_NAME: Final = "org.infusioncompanion.clinic."
_SECONDS: Final = 10.0
_REFUSED: Final = "The safe of this phone did not keep the sign-in; it lasts until the app is closed."
_CLOSED: Final = "The safe of this phone was not opened; unlock the phone, or sign in again."
_FAILED: Final = (*FAILED, concurrent.futures.CancelledError)


class _Lent:
    """The loop of a page, with the page's own context."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._context = contextvars.copy_context()
        self._thread = threading.get_ident()

    def begin(self, work: Callable[[], Awaitable[Any]]) -> concurrent.futures.Future[Any]:
        """Let the page do something; whoever waits for it is in another thread."""

        async def run() -> Any:
            return await work()

        doing = run()
        try:
            return self._context.copy().run(asyncio.run_coroutine_threadsafe, doing, self._loop)
        except RuntimeError:  # its loop has ended
            doing.close()
            raise

    def done(self, work: Callable[[], Awaitable[Any]]) -> Any:
        """Let the page do something, and wait. Raises what it raises, RuntimeError on the loop itself."""
        if threading.get_ident() == self._thread:
            raise RuntimeError("the page cannot wait for itself")
        return self.begin(work).result(timeout=_SECONDS)


_lent: list[_Lent] = []


def remember(page: ft.Page) -> None:
    """Let threads use this page from now on, where it is a phone's. Called on the page's loop.

    Args:
        page: that was just opened.
    """
    _lent.clear()
    if on_phone(page):
        _lent.append(_Lent())


def here() -> bool:
    """Whether this is the app on a phone."""
    return bool(_lent)


class PhoneSafe:
    """One text in the phone's own safe (Keychain, Keystore); see `app.clinic.tokens.TokenStore`."""

    def __init__(self, lent: _Lent, make: Callable[[], Any], account: str) -> None:
        self._lent = lent
        self._make = make
        self._name = _NAME + account
        self._storage: Any = None

    def load(self) -> str | None:
        """The text that was kept, or None.

        Raises:
            NotKept: the safe was not opened.
        """
        try:
            found = self._lent.done(lambda: self._safe().get(self._name))
        except _FAILED:
            raise NotKept(_CLOSED) from None
        return found if isinstance(found, str) and found else None

    def save(self, text: str, /) -> None:
        """Keep a text in place of the one before.

        Raises:
            NotKept: the safe did not take it.
        """
        try:
            self._lent.done(lambda: self._safe().set(self._name, text))
        except _FAILED:
            raise NotKept(_REFUSED) from None

    def forget(self) -> None:
        """Delete the text; not waited for, so that it can be called from anywhere."""
        try:
            self._lent.begin(lambda: self._safe().remove(self._name))
        except _FAILED:
            return

    def _safe(self) -> Any:
        # Made on the page's loop, and held: Flet drops a service that nobody holds.
        if self._storage is None:
            self._storage = self._make()
        return self._storage


def safe(account: str) -> PhoneSafe | None:
    """The phone's safe, or None where there is no phone or no such extension.

    Args:
        account: tells the sign-ins of several stores apart.
    """
    if not _lent:
        return None
    try:
        from flet_secure_storage import SecureStorage  # noqa: PLC0415  (packaged for phones alone)
    except ImportError:
        return None
    return PhoneSafe(_lent[0], SecureStorage, account)


def open_browser(url: str) -> None:
    """Show an address in the system's browser; called in a thread.

    Args:
        url: as it was made by the app itself.
    """
    if not _lent:
        import webbrowser  # noqa: PLC0415  (not needed to start)

        webbrowser.open(url)
        return
    with suppress(*_FAILED):  # whoever waits for the sign-in can stop it
        # Not inside the app: who signs in sees the address, and the app never the password (RFC 8252, 8.12).
        _lent[0].done(lambda: ft.UrlLauncher().launch_url(url, mode=ft.LaunchMode.EXTERNAL_APPLICATION))
