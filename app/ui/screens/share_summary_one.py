"""One summary: who it is for and what goes in, then exactly what they will see, then the sealed file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from textwrap import shorten
from typing import Any, Final
from uuid import UUID

import flet as ft

from app.care.invalid import Invalid
from app.care.journal import JournalEntry
from app.care.summary import Part, Share
from app.ui.components.again import Again
from app.ui.components.base import body, card, empty, field, heading, primary, quiet, row, small, stack
from app.ui.components.choices import choice, pick_day, toggles
from app.ui.components.share_seal import Seal
from app.ui.components.slow import use_loaded
from app.ui.components.summary_view import SummaryView
from app.ui.failing import component
from app.ui.layout import opener, screen
from app.ui.live import use_current, use_here, use_live, use_value
from app.ui.screens.share_summary import PARTS
from app.ui.screens.share_summary_wanted import WEEK, Change, Wanted, again, with_part
from app.ui.text import moment, t

_BACK: Final = "/share/summary"
_SHOWN: Final = 10  # entries that are listed before somebody asks for all


@component
def ShareSummaryOne() -> Any:
    """A new summary, or one that is made again."""
    here = use_here()
    services = here.services
    name = ft.use_route_params().get("share", "new")
    before = use_live(lambda: _found(services.shares, name), "share", deps=(name,))
    if before is None and name != "new":
        gone = empty(
            t("This summary is not on your list"),
            t("It may have been taken off. Nothing else is affected."),
            primary(t("Go to the list"), opener(_BACK)),
        )
        return screen(here, t("A summary"), gone, place="/share", back=_BACK)
    return screen(
        here,
        t("A summary"),
        Again(lambda: Steps(before, key=name)),  # type: ignore[call-arg]
        place="/share",
        back=_BACK,
    )


@component
def Steps(before: Share | None) -> ft.Control:
    """The form, or the preview with the file.

    Args:
        before: the share that is made again, or None.
    """
    services = use_here().services
    today = services.now().date()
    start = Wanted(ends_on=today + timedelta(days=WEEK)) if before is None else again(before, today)
    wanted, set_wanted, wanted_now = use_current(start)
    made, set_made = use_value(lambda: _NOTHING)
    error, set_error = use_value("")

    def change(step: Callable[[Wanted], Wanted]) -> None:
        set_wanted(step(wanted_now()))

    def preview(_: Any) -> None:
        chosen = wanted_now()
        try:
            share = services.shares.new(
                chosen.recipient,
                called=chosen.called,
                parts=chosen.parts,
                entries=chosen.entries,
                days=chosen.days,
                ends_on=chosen.ends_on,
                share_id=before.id if before else None,
            )
        except Invalid as refused:
            set_error(t(refused))
            return
        set_error("")
        set_made(share)

    if made is not None:
        return Preview(made, lambda: set_made(_NOTHING))
    return stack(
        [
            Form(wanted, change),
            *([card(ft.Semantics(live_region=True, container=True, content=body(error)))] if error else []),
            row(primary(t("Show what they will see"), preview, icon=ft.Icons.VISIBILITY)),
        ]
    )


@component
def Form(wanted: Wanted, change: Change) -> ft.Control:
    """What a person chooses.

    Args:
        wanted: so far. change: called with what makes of it what it is then.
    """
    services = use_here().services
    today = services.now().date()
    course = use_live(services.courses.current, "course", "session")
    periods = [(14, t("14 days")), (30, t("30 days")), (90, t("90 days"))]
    ends = [(WEEK, t("In a week")), (30, t("In 30 days")), (90, t("In 90 days"))]
    left = (wanted.ends_on - today).days if wanted.ends_on else None
    return stack(
        [
            card(
                heading(t("Who it is for")),
                field(
                    t("Their name"),
                    wanted.recipient,
                    lambda e: change(lambda now: replace(now, recipient=e.control.value)),
                ),
                field(
                    t("Your name in it"),
                    wanted.called,
                    lambda e: change(lambda now: replace(now, called=e.control.value)),
                ),
                small(t("Theirs is for your own list. Yours is shown in the summary; it can stay empty.")),
            ),
            card(
                heading(t("What goes in")),
                small(t("What has a tick goes in. Tap to change it.")),
                toggles(
                    [(part, t(words)) for part, words in PARTS],
                    wanted.parts,
                    lambda part: change(lambda now: with_part(now, part)),
                ),
                small(t("Never in it: notes, answers, and words that you do not choose.")),
            ),
            card(
                heading(t("Of which time")),
                choice(
                    [*periods, *([(None, t("The whole course"))] if course is not None else [])],
                    wanted.days,
                    lambda days: change(lambda now: replace(now, days=days, entries=())),
                    name=t("Of which time"),
                ),
            ),
            *([Words(wanted, change)] if Part.MOODS in wanted.parts else []),
            card(
                heading(t("When it ends")),
                body(t("After that day nothing of it is shown in their app any more.")),
                choice(
                    ends,
                    left,
                    lambda days: change(lambda now: replace(now, ends_on=today + timedelta(days=days))),
                    name=t("When it ends"),
                ),
                row(
                    pick_day(
                        t("Last day"),
                        wanted.ends_on,
                        lambda picked: change(lambda now: replace(now, ends_on=picked)),
                        first=today,
                        last=today + timedelta(days=366),
                        today=today,
                    )
                ),
            ),
        ]
    )


@component
def Words(wanted: Wanted, change: Change) -> ft.Control:
    """Entries whose words go along, chosen one by one.

    Args:
        wanted: so far. change: called with what makes of it what it is then.
    """
    services = use_here().services
    whole, set_whole = use_value(False)
    found: list[JournalEntry] | None = use_loaded(
        lambda: services.shares.entries_with_words(wanted.days), "journal_entry", deps=(wanted.days,)
    )
    if not found:
        return ft.Container(visible=False)
    shown = found if whole else found[:_SHOWN]
    now = services.now()

    def toggle(entry: UUID) -> None:
        def step(now: Wanted) -> Wanted:
            rest = tuple(one for one in now.entries if one != entry)
            return replace(now, entries=rest if entry in now.entries else (*now.entries, entry))

        change(step)

    return card(
        heading(t("Words of your journal")),
        body(t("None goes in unless you choose it here, entry by entry.")),
        toggles(
            [
                (one.id, f"{moment(one.at, now.date())} · {shorten(one.words, 70, placeholder=' …')}")
                for one in shown
            ],
            wanted.entries,
            toggle,
        ),
        *(
            [row(quiet(t("Show all {n}", n=len(found)), lambda _: set_whole(True)))]
            if len(shown) < len(found)
            else []
        ),
    )


@component
def Preview(share: Share, leave: Callable[[], None]) -> ft.Control:
    """Exactly what the other person will see, and the sealed file.

    Args:
        share: what was chosen. leave: goes back to the form.
    """
    services = use_here().services
    # Read once: what is looked at here goes into the file, and nothing that is written meanwhile.
    payload = use_loaded(lambda: services.shares.payload(share), deps=(share,))
    if payload is None:
        return card(body(t("Putting it together …")))
    return stack(
        [
            card(
                heading(t("This is what they will see")),
                body(t("Nothing else is in the file. Look it over, then seal it.")),
                row(quiet(t("Change what goes in"), lambda _: leave(), icon=ft.Icons.EDIT_OUTLINED)),
            ),
            SummaryView(services.shares.seen(payload), services.now()),
            Seal(share, payload),
        ]
    )


_NOTHING: Any = None


def _found(shares: Any, name: str) -> Share | None:
    try:
        found: Share | None = shares.get(UUID(name))
    except ValueError:
        return None
    return found
