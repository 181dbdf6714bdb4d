"""Something is wrong with the store: say what and where, and offer the ways on with what each brings back."""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Callable
from threading import Event
from typing import Any

import flet as ft

from app.services import StoreError, StoreProblem
from app.services.card import read
from app.services.recovery import STEPS, Outlook, Rescued
from app.ui.components.base import (
    body,
    card,
    heading,
    primary,
    row,
    secondary,
    small,
    stack,
    with_icon,
    working,
)
from app.ui.components.slow import use_slow
from app.ui.failing import component
from app.ui.layout import bare_screen
from app.ui.live import use_value
from app.ui.screens.help import help_parts
from app.ui.text import t

_NOTHING: Any = None


class _Stopped(StoreError):
    """Who waits has had enough; nothing was changed."""


@component
def Trouble(problem: StoreProblem, reopen: Callable[[], Any], set_aside: Callable[[], Any]) -> Any:
    """What is wrong with the store, and a choice.

    Args:
        problem: what is wrong.
        reopen: tries again to open it, or opens what was repaired.
        set_aside: keeps it aside and starts afresh.
    """
    helping, set_helping = use_value(False)
    rescued, set_rescued = use_value(_NOTHING)
    card_ = read(problem.path)
    roomy = (ft.context.page.width or 412) / max(card_.look.text_scale, 1.0)
    if helping:
        parts = help_parts(card_.help_routes(), card_.sources(), can_add=False)
        return bare_screen(
            heading(t("Help now"), 1),
            *parts.reach,
            *parts.signs,
            roomy=roomy,
            back=lambda _: set_helping(False),
            foot=parts.foot,
        )
    title = t("Not everything is in order") if problem.opens else t("Your data could not be opened")
    return bare_screen(
        heading(t("Your data are back") if rescued else title, 1),
        _done(rescued, lambda _: reopen()) if rescued else Ways(problem, reopen, set_aside, set_rescued),
        roomy=roomy,
        on_help=lambda _: set_helping(True),
    )


@component
def Ways(
    problem: StoreProblem,
    reopen: Callable[[], Any],
    set_aside: Callable[[], Any],
    done: Callable[[Rescued | None], Any],
) -> ft.Control:
    """What is wrong, and the ways on.

    Args:
        problem, reopen, set_aside: as for Trouble.
        done: called with what was brought back.
    """
    outlook, set_outlook = use_value(_NOTHING)
    slow = use_slow()
    step, set_step = use_value("")
    enough: Any = ft.use_ref(Event)

    async def look() -> None:
        if problem.can_repair:
            set_outlook(await asyncio.to_thread(problem.recovery.outlook))

    ft.use_effect(look, [])

    async def repair(_: Any) -> None:
        enough.current.clear()
        loop, context = asyncio.get_running_loop(), contextvars.copy_context()

        def tell(begun: str) -> None:
            if enough.current.is_set():
                raise _Stopped(t("The repair was stopped, so nothing was changed."))
            loop.call_soon_threadsafe(set_step, begun, context=context.copy())

        rescued = await slow.run(lambda: problem.recovery.repair(tell))
        set_step("")
        done(rescued)

    async def take_copy(_: Any) -> None:
        done(await slow.run(problem.recovery.take_copy))

    async def aside(_: Any) -> None:
        await slow.run(set_aside)

    async def again(_: Any) -> None:
        await slow.run(reopen)

    if slow.busy:
        return card(
            *slow.progress(t(STEPS[step]) if step in STEPS else t("One moment …")),
            *([row(secondary(t("Stop"), lambda _: enough.current.set()))] if step else []),
        )
    parts = [_what(problem)]
    if slow.error:
        parts.append(with_icon(ft.Icons.ERROR_OUTLINE, body(slow.error), ft.Colors.ERROR))
    if problem.can_repair:
        parts += _rescues(outlook, repair, take_copy)
    if problem.can_set_aside:
        parts.append(_afresh(aside))
    words = t("Go on without a repair") if problem.opens else t("Try again")
    parts.append(row(secondary(words, again, icon=ft.Icons.REFRESH)))
    return stack(parts)


def _what(problem: StoreProblem) -> ft.Control:
    return card(
        with_icon(ft.Icons.ERROR_OUTLINE, body(t(problem.sentence)), ft.Colors.ERROR),
        ft.SelectionArea(content=small(str(problem.path))),
        body(t("Nothing was changed. The file is still where it was.")),
    )


def _rescues(outlook: Outlook | None, repair: Any, take_copy: Any) -> list[ft.Control]:
    if outlook is None:
        return [card(*working(t("Looking what can be brought back")))]
    found = [
        card(
            heading(t("Repair")),
            *[body(t(line)) for line in outlook.readable],
            body(
                t("What is missing comes from the newest good copy, where that has it. ")
                + t("The damaged file is kept as it is.")
                if outlook.copy is not None
                else t("The damaged file is kept as it is."),
                quiet=True,
            ),
            row(primary(t("Repair"), repair, icon=ft.Icons.BUILD_OUTLINED)),
            now=True,
        )
    ]
    if outlook.copy is not None:
        found.append(
            card(
                heading(t("Go back to the newest good copy")),
                body(t(outlook.copy)),
                body(
                    t("What was written since then is not in it. The damaged file is kept as it is."),
                    quiet=True,
                ),
                row(secondary(t("Use this copy"), take_copy, icon=ft.Icons.HISTORY)),
            )
        )
    return found if outlook.can_repair else found[1:]


def _afresh(aside: Any) -> ft.Control:
    return card(
        heading(t("Start afresh")),
        body(t("The app begins empty. A backup, if you have one, can be brought back then.")),
        body(
            t(
                "Kept aside, the file gets another name in the same folder and is never written to. "
                "Someone who knows SQLite may be able to read it."
            ),
            quiet=True,
        ),
        row(secondary(t("Keep it aside and start afresh"), aside)),
    )


def _done(rescued: Rescued, go_on: Any) -> ft.Control:
    return card(
        *[body(t(line)) for line in rescued.sentences],
        small(t("The damaged file is kept beside it as {name}.", name=rescued.kept)),
        row(primary(t("Go on"), go_on, icon=ft.Icons.CHECK)),
        now=True,
    )
