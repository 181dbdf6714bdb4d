"""The app on one page: theme, room, keyboard, and the router over all screens."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import flet as ft

from app.care.profile import Preferences, Role
from app.services import Services, StoreError, StoreProblem
from app.ui.dressing import dress
from app.ui.failing import component
from app.ui.keyboard import set_caring
from app.ui.live import Here, LiveFeed, Size, provide, use_repeat, use_value
from app.ui.notice import say
from app.ui.reminding import use_reminding
from app.ui.routes import routes
from app.ui.screens.lost import Lost
from app.ui.text import t, use_language

if TYPE_CHECKING:
    from app.ui.entrance import Entrance

_STEP = 20
# How often to look whether the command line has written to the same store, in seconds.
_OTHER_PROCESSES = 2.0
# After how many of those looks to see whether the week's copy of the store is due.
_TENDING = 30


def size_of(width: float) -> Size:
    """How much room a width gives.

    Args:
        width: in logical pixels.
    """
    return Size.PHONE if width < 600 else Size.TABLET if width < 1000 else Size.DESKTOP


@component
def Shown(
    services: Services, feed: LiveFeed, show_sample: Callable[[bool], None], restart: Any, entrance: Entrance
) -> Any:
    """One store on the page: everything below reads it through Here."""
    page = ft.context.page
    width, set_width = use_value(_stepped(page.width))

    def watch_page() -> None:
        page.on_resize = lambda e: set_width(_stepped(e.width))

    ft.use_effect(watch_page, [])
    preferences = _use_preferences(services, feed, width)
    # Before anything below is drawn: the page is dressed only after that.
    use_language(preferences.language)
    set_caring(page, preferences.role is Role.CAREGIVER)
    here = Here(services, feed, size_of(width), width, preferences, show_sample, restart, entrance)
    return provide(here, lambda: ft.Router(routes(), not_found=Lost, manage_views=True))


def _stepped(width: float | None) -> int:
    return int((width or 412) // _STEP * _STEP)


def _use_preferences(services: Services, feed: LiveFeed, width: int) -> Preferences:
    page = ft.context.page
    preferences, set_preferences = use_value(services.settings.preferences)

    def changed(tables: frozenset[str]) -> None:
        if "preferences" in tables:
            set_preferences(services.settings.preferences())

    def dress_anew() -> None:
        dress(page, preferences, width)
        page.update()

    end: Any = ft.use_ref(None)

    def stop() -> None:
        if end.current is not None:
            end.current()
            end.current = None

    def listen() -> None:
        stop()
        end.current = feed.listen(changed)
        set_preferences(services.settings.preferences())

    ft.use_effect(listen, [feed], stop)
    ft.use_effect(dress_anew, [preferences.theme, preferences.text_scale, preferences.language, width])
    chosen: Preferences = preferences
    return chosen


@component
def Problem(entrance: Entrance, trouble: StoreProblem) -> Any:
    """Why the store cannot be shown, and the ways on.

    Args:
        entrance: of this page.
        trouble: what is wrong.
    """
    from app.ui.screens.trouble import Trouble  # noqa: PLC0415  (an ordinary start has none)

    page = ft.context.page

    async def on_page(action: Any) -> None:
        action()

    # Both come from the thread of what is slow; a page is changed on its own loop alone.
    def reopen() -> None:
        page.run_task(on_page, entrance.retry)

    def set_aside() -> None:
        trouble.set_aside()
        reopen()

    return [Trouble(trouble, reopen, set_aside)]


async def _check_up(page: ft.Page, own: Services) -> None:
    """Look the data over once after the start, and say so where something is not in order."""
    problem = await asyncio.to_thread(own.check_up_once)
    with suppress(StoreError):  # it was locked or closed meanwhile; whoever opens it again starts it again
        await asyncio.to_thread(own.start_sync)
    if problem is not None:
        say(
            t("Not everything in your data is in order. What you entered is kept."),
            way=(t("Look"), lambda: page.navigate("/settings/check")),
        )


def _day_and_zone(services: Services) -> tuple[date, timedelta | None]:
    now = services.now()
    return now.date(), now.utcoffset()


@component
def App(entrance: Entrance, own: Services) -> Any:
    """The patient's own store, or the sample while someone looks around.

    Args:
        entrance: of this page.
        own: the patient's own store, open.
    """
    page = ft.context.page
    mine, set_mine = use_value(own)
    shown, set_shown = use_value(lambda: own.open_sample() if entrance.sample else own)
    feed = ft.use_memo(lambda: LiveFeed(page, shown), [shown])
    entrance.feed = feed

    def show(store: Services) -> None:
        feed.close()
        entrance.sample = store.is_sample
        set_shown(store)
        page.navigate("/")

    def restart(store: Services) -> None:
        set_mine(store)
        entrance.restart(store)
        show(store)

    remind = use_reminding(shown, feed)
    told: Any = ft.use_ref("")
    day: Any = ft.use_ref(_day_and_zone(shown))
    looks: Any = ft.use_ref(0)

    def watch() -> None:
        if day.current != (day_now := _day_and_zone(shown)):
            # What was for tomorrow is for today now, on a window that was left open overnight too; and in
            # another time zone the evening is another one.
            day.current = day_now
            feed.refresh()
        # Flet's updates end for good when a patch fails: this starts them again, and is nothing else.
        page.session.start_updates_scheduler()  # type: ignore[no-untyped-call]
        entrance.tick()
        if not feed.open:
            return  # it was locked just now
        looks.current += 1
        connection: Any = page.session.connection
        if not (mine.checked or shown.is_sample or connection is None):
            page.run_task(_check_up, page, mine)
        if looks.current % _TENDING == 0:
            page.run_thread(mine.backup.tend)
            remind()  # a device that failed is asked again
        try:
            shown.watch_once()
            told.current = ""
        except StoreError as problem:
            if shown.is_sample:
                show(mine)  # the sample went when another window deleted everything
            elif told.current != str(problem) and not mine.lock.is_busy:
                told.current = str(problem)
                say(problem)

    use_repeat(feed, _OTHER_PROCESSES, watch)
    return Shown(
        shown, feed, lambda to_sample: show(mine.open_sample() if to_sample else mine), restart, entrance
    )
