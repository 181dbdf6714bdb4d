"""One page's way in and out: the app, the lock before it, or what is wrong; and when it locks again."""

from __future__ import annotations

import asyncio
import contextvars
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import flet as ft

from app.device import wishes
from app.services import Door, Locked, Services, StoreError
from app.ui.app import App, Problem
from app.ui.dressing import dress, wish
from app.ui.keyboard import connected, handle_key
from app.ui.layout import APP_NAME
from app.ui.leaving import Leaving

if TYPE_CHECKING:
    from datetime import datetime

    from app.care.summary import Summary
    from app.services.door import State
    from app.services.trouble import StoreProblem
    from app.ui.live import LiveFeed

_GONE = (ft.AppLifecycleState.HIDE, ft.AppLifecycleState.PAUSE, ft.AppLifecycleState.DETACH)
_HERE = (ft.AppLifecycleState.SHOW, ft.AppLifecycleState.RESUME)


class Entrance:
    """Shows on one page what its visitor may see now.

    Attributes:
        page: the page.
        sample: whether the sample is shown, so that it is again after unlocking.
        feed: of the store that is shown; None while it is locked.
        drafts: what was typed and not added, or not kept, yet, by address and name.
        waits: whether the lock screen has something to show before the store, such as a new recovery code.
        stands: whether the lock screen has begun: Flet drops its beginning where the connection breaks first.
        handed: what is shown before the lock while the device is in somebody else's hands; None otherwise.
        given_until: until when, by time.monotonic, the passcode that was asked for again need not be given.
    """

    def __init__(self, page: ft.Page, door: Door, *, sample: bool = False) -> None:
        """Watch over a page.

        Args:
            page: the page.
            door: to the store of this device.
            sample: begin with the sample store.
        """
        self.page = page
        self.sample = sample
        self.feed: LiveFeed | None = None
        self.drafts: dict[tuple[str, str], Any] = {}
        self.waits = False
        self.stands = False
        self.handed: Summary | None = None
        self.given_until = 0.0
        self._door = door
        self._state: State | None = None
        self._leaving = Leaving(page, door.now)
        self._blank = False
        self._loop = asyncio.get_running_loop()
        self._context = contextvars.copy_context()
        self._unlisten = door.listen(self._told)
        page.on_app_lifecycle_state_change = self._changed
        page.on_disconnect = lambda _: self._left()
        page.on_connect = self._connected
        page.on_close = lambda _: self._closed()

    @property
    def is_open(self) -> bool:
        """Whether the store is shown."""
        return isinstance(self._state, Services)

    def now(self) -> datetime:
        """This moment, by the clock of the store, also while it is locked."""
        return self._door.now()

    def show(self) -> None:
        """Look what there is now, and show it where it is something else than before."""
        state, before = self._door.look(self), self._state
        if isinstance(state, Locked) and isinstance(before, Locked):
            return
        if isinstance(state, Services) and isinstance(before, Services) and state.store is before.store:
            self._state = state
            return
        if state is before:
            return
        if not isinstance(state, Services) and self.feed is not None:
            self._let_go()
        self._put(state)

    def retry(self) -> None:
        """Try again to open a store that was in trouble."""
        self._state = None
        self._door.settle()
        self.show()

    def report(self, problem: StoreProblem) -> None:
        """Close the store on every page, and show what is wrong with it and the ways on.

        Args:
            problem: what is wrong.
        """
        self._let_go()
        self._door.report(problem)
        self.show()

    def go_on_with(self, state: State) -> None:
        """Show what an unlocking led to: the store, or what is wrong with it behind its lock.

        Args:
            state: what the lock gave.
        """
        self.waits = False
        if isinstance(state, Services):
            self.show()
        else:
            self._put(state)

    def restart(self, services: Services) -> None:
        """Go on with another store, after everything was deleted.

        Args:
            services: the new one.
        """
        self.drafts.clear()
        self._state = services
        self._door.adopt(services)

    def only_me(self) -> None:
        """The passcode was turned on here: every other page gives it."""
        self._door.only(self)

    async def ask_wishes(self) -> None:
        """Ask the device whether its owner wants bold text or more contrast, and follow that."""
        if wish(self.page, await wishes.ask()):
            with suppress(StoreError):  # it is being encrypted just now
                self._dress()
                self.page.update()

    def lock_now(self) -> None:
        """Lock every page of this device; each saves what is being typed there."""
        self._door.only()

    def hand_over(self, summary: Summary) -> None:
        """Lock every page of this device, and show on this one only a summary until the passcode is given.

        Nothing happens where no passcode is set.

        Args:
            summary: made just before; all that the other person can see.
        """
        services = self._state
        if not isinstance(services, Services) or not services.lock.is_on:
            return
        self.handed = summary
        self.lock_now()

    def lock(self) -> None:
        """Save what is being typed, take the store off the page, and ask for the passcode."""
        services = self._state
        if not isinstance(services, Services) or not services.lock.is_on:
            return
        self.given_until = 0.0
        self._let_go()
        self._door.leave(self)
        connection: Any = self.page.session.connection
        if connection is None:
            # Nothing can be shown, and Flet sends what stands there as soon as somebody connects again.
            self._state, self._blank = None, True
            self._clear()
            return
        self._put(self._door.look(self))

    def tick(self) -> None:
        """Lock the page where it was left for too long; called every other second."""
        self._leaving.look()
        services = self._state
        if not isinstance(services, Services) or not services.lock.is_on:
            return
        try:
            minutes = services.settings.preferences().lock_after
        except StoreError:
            return  # it is being encrypted just now
        if self._leaving.too_long(minutes):
            self.lock()

    def _put(self, state: State) -> None:
        self._state, self._blank, self.stands = state, False, False
        self._leaving.back()
        page = self.page
        page.title = APP_NAME
        page.on_route_change = page.on_view_pop = None
        page.on_keyboard_event = None
        if isinstance(state, Services):
            self.handed = None
            self._dress()
            page.on_keyboard_event = handle_key
            page.render_views(App, self, state)
        elif isinstance(state, Locked):
            from app.ui.screens.locked import LockScreen  # noqa: PLC0415  (not needed without a passcode)

            self._dress()
            page.render_views(LockScreen, self, state)
        else:
            if page.theme is None:
                self._dress()
            page.render_views(Problem, self, state)

    def _dress(self) -> None:
        state = self._state
        if isinstance(state, Services):
            look = state.settings.preferences()
        elif isinstance(state, Locked):
            look = state.card.look
        elif state is not None:
            from app.services.card import read  # noqa: PLC0415  (only when something is wrong)

            look = read(state.path).look
        else:
            return
        dress(self.page, look, self.page.width)

    def _clear(self) -> None:
        self.page.views = [ft.View(route=self.page.route or "/", controls=[])]
        self.page.update()

    def _let_go(self) -> None:
        """Save what is being typed while the store is open, and end what hangs on it."""
        if self.feed is not None:
            self.feed.save_typing()
            self.feed.close()
            self.feed = None
        dialogs: Any = self.page._dialogs
        dialogs.controls.clear()
        dialogs.update()

    def _changed(self, event: ft.AppLifecycleStateChangeEvent) -> None:
        if event.state in _GONE:
            # A phone may end an app that is out of sight, and asks nobody.
            if self.feed is not None:
                self.feed.save_typing()
            self._left()
        elif event.state in _HERE:
            self._back()

    def _left(self) -> None:
        self._leaving.left()
        self.tick()

    def _back(self) -> None:
        self.tick()
        self._leaving.back()
        if self.page.session.connection is not None:
            self.page.run_task(self.ask_wishes)

    def _connected(self, _: Any) -> None:
        # Flet's updates end for good when one meets a breaking connection: the screen would stand there dead.
        self.page.session.start_updates_scheduler()  # type: ignore[no-untyped-call]
        self._back()
        handed, self.handed = self.handed, None
        # Loaded again, or cut off, what was handed over is gone: the lock is all that is left.
        if isinstance(self._state, Locked) and (handed is not None or not self.stands):
            self._clear()
            self._blank = True
        if self._blank:
            self._put(self._door.look(self))
            return
        connected(self.page)
        if self.feed is not None:
            self.feed.refresh()

    def _closed(self) -> None:
        self._unlisten()
        if self.feed is not None:
            self.feed.save_typing()
            self.feed.close()
        self._door.leave(self)

    def _told(self) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._look_again, context=self._context.copy())

    def _look_again(self) -> None:
        if self.waits or self._blank:
            return
        if isinstance(self._state, Services) and isinstance(self._door.look(self), Locked):
            self.lock()
        else:
            self.show()
