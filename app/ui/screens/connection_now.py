"""Clinic connection, made: how it stands in words, sync now, what is sent, and the ways out."""

from __future__ import annotations

from typing import Any

import flet as ft

from app.services.sync_words import ask_words, progress_words
from app.ui.components.base import body, card, heading, primary, quiet, row, secondary, small, stack, working
from app.ui.components.choices import ask
from app.ui.components.slow import Slow, use_slow
from app.ui.failing import component
from app.ui.layout import opener
from app.ui.live import use_here, use_live, use_repeat, use_value
from app.ui.notice import attempt, say
from app.ui.screens.connection_before import flipped, kinds, problem
from app.ui.screens.connection_words import TABLES
from app.ui.text import t

_NOTHING: Any = None


@component
def Now() -> ft.Control:
    """The connected clinic."""
    here = use_here()
    sync = here.services.sync
    made = use_live(lambda: sync.connection, *TABLES)
    now = use_live(sync.status, *TABLES)
    words = use_live(sync.words, *TABLES)
    shares = use_live(sync.shares)
    slow = use_slow()
    progress, set_progress = use_value(_NOTHING)

    def tick() -> None:
        if sync.progress != progress:
            set_progress(sync.progress)

    use_repeat(here.feed, 1, tick)

    async def run(_: Any) -> None:
        await slow.run(sync.run)

    if made is None:
        return stack([])
    busy = slow.busy or progress is not None
    status: list[ft.Control] = [
        heading(t("How it stands")),
        ft.Semantics(live_region=True, container=True, content=body(t(words))),
        small(made.server),
    ]
    if busy:
        done = progress.done / progress.total if progress is not None and progress.total else None
        said = t(progress_words(progress)) if progress is not None else t("One moment …")
        status += working(said, done)
        status.append(row(secondary(t("Stop"), lambda _: sync.cancel(), icon=ft.Icons.STOP)))
    else:
        status += problem(slow)
        main = (
            [primary(t("Sync now"), run, icon=ft.Icons.SYNC)]
            if now.asks is None and not now.needs_sign_in
            else []
        )
        status.append(row(*main, quiet(t("What waits or was refused"), opener("/sync"), icon=ft.Icons.LIST)))
    asked = [Asked(now.asks, run)] if now.asks is not None else []
    again = [SignInAgain(made)] if now.needs_sign_in else []

    # By what the store says then: two taps can come before the next render.
    def flip(kind: str) -> None:
        held = tuple(one.id for one in sync.shares() if not one.on)
        attempt(lambda: sync.change(off=flipped(held, kind)))

    def flip_words() -> None:
        found = sync.connection
        attempt(lambda: sync.change(words=found is None or not found.share_words))

    sent = card(
        *kinds(
            shares,
            tuple(one.id for one in shares if not one.on),
            made.share_words,
            flip,
            flip_words,
            2,
        ),
        small(t("What the clinic has already stays there when you take a tick away.")),
    )
    return stack([*asked, *again, card(*status), sent, _ways_out(sync, slow, busy)])


def _ways_out(sync: Any, slow: Slow, busy: bool) -> ft.Control:
    def disconnect() -> None:
        if attempt(sync.disconnect) is not None:
            say(t("Disconnected. Your data stay on this device."))

    async def take_back() -> None:
        attempt(sync.take_back)
        await slow.run(sync.run)

    page = ft.context.page
    return card(
        heading(t("Disconnect")),
        body(
            t(
                "Your data stay on this device, and what your clinic has stays there. "
                "The sign-in is forgotten."
            ),
            quiet=True,
        ),
        row(
            secondary(
                t("Disconnect"),
                lambda _: ask(
                    t("Disconnect the clinic?"),
                    t("Nothing more is sent or received. You can connect again."),
                    t("Disconnect"),
                    disconnect,
                ),
                icon=ft.Icons.LINK_OFF,
                disabled=busy,
            ),
            quiet(
                t("Take back what I sent"),
                lambda _: ask(
                    t("Take back what you sent?"),
                    t(
                        "All that this app sent is marked at the clinic as sent in error, and then the "
                        "clinic is disconnected. The clinic may have to keep what it has read. "
                        "Here everything stays."
                    ),
                    t("Take it back"),
                    lambda: page.run_task(take_back),
                    danger=True,
                ),
                icon=ft.Icons.UNDO,
                disabled=busy,
            ),
        ),
    )


@component
def Asked(question: Any, run: Any) -> ft.Control:
    """The one question that only the patient can answer; nothing is exchanged before.

    Args:
        question: of the status. run: syncs after the answer.
    """
    sync = use_here().services.sync
    removals = question.kind == "removals"

    async def answer(yes: bool) -> None:
        if attempt(lambda: sync.answer(yes=yes)) is not None and (yes or removals):
            await run(None)

    page = ft.context.page
    return card(
        heading(t("A question before anything more is exchanged")),
        body(t(ask_words(question))),
        # First what loses nothing.
        row(
            primary(
                t("Keep them, and send them again") if removals else t("Send them again"),
                lambda _: page.run_task(answer, not removals),
            ),
            secondary(
                t("Remove them here") if removals else t("Not now"),
                lambda _: page.run_task(answer, removals),
            ),
        ),
        now=True,
    )


@component
def SignInAgain(made: Any) -> ft.Control:
    """The sign-in has ended: the same steps again, for the same server.

    Args:
        made: the connection.
    """
    from app.ui.screens.connection_before import Offered  # noqa: PLC0415  (the same module, seldom needed)

    sync = use_here().services.sync
    offer, set_offer = use_value(_NOTHING)
    slow = use_slow()

    async def look(_: Any) -> None:
        found = await slow.run(lambda: sync.look(made.server))
        if found is not None:
            set_offer(found)

    if offer is not None:
        return Offered(offer, lambda: set_offer(None))
    return card(
        heading(t("Sign in again")),
        body(t("The sign-in at your clinic has ended. What you enter waits here until then.")),
        *slow.progress(t("One moment …")),
        *problem(slow),
        row(primary(t("Sign in again"), look, icon=ft.Icons.LOGIN, disabled=slow.busy)),
        now=True,
    )
