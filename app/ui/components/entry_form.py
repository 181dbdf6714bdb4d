"""An entry that exists: each change is saved as it is made, and says so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

import flet as ft

from app.care.invalid import Invalid
from app.care.journal import FEELING_LABELS, FEELINGS, MOST_WORDS, JournalEntry
from app.ui.components.base import body, card, field, heading, primary, quiet, row, small
from app.ui.components.choices import pick_day, pick_time, toggles
from app.ui.components.entry_numbers import numbers
from app.ui.components.kept_texts import KeptTexts
from app.ui.components.mood_scale import scale
from app.ui.components.words import Words, use_words
from app.ui.failing import component
from app.ui.keyboard import ended_typing
from app.ui.layout import opener, screen
from app.ui.live import Here, use_here, use_live
from app.ui.notice import attempt, save
from app.ui.text import moment, t

# Below this width (at normal text size) the line that says "saved" scrolls with the rest.
_FOOT_FITS = 340
_UNDONE = "undone"
_NOTHING: Any = None
_FOLDED: frozenset[str] = frozenset()


@component
def EntryForm(entry_id: UUID) -> ft.View:
    """The whole screen of one entry.

    Args:
        entry_id: of an entry that is there.
    """
    here = use_here()
    journal = here.services.journal
    last, set_last = ft.use_state(_NOTHING)
    unfolded, set_unfolded = ft.use_state(_FOLDED)
    kept: Any = ft.use_ref(None)
    use_live(lambda: None, "journal_entry")
    # Read at each render: an answer kept from before a write would put old words back into the field.
    entry = journal.get(entry_id) or kept.current
    kept.current = entry

    def write(**fields: Any) -> Any:
        now = journal.get(entry_id)
        if now is None:
            raise Invalid("This entry was deleted, so nothing was changed.")
        return journal.change(replace(now, **fields))

    def keep_words(text: str) -> None:
        if (now := journal.get(entry_id)) is not None and now.words != text:
            write(words=text)
            set_last(None)

    words = use_words("words", entry.words if entry else "", keep_words)

    def change(**fields: Any) -> None:
        words.flush()
        done = attempt(lambda: write(**fields))
        if done is not None:
            set_last(done)

    def undo(_: Any) -> None:
        if attempt(last.undo) is not None:
            set_last(_UNDONE)

    async def delete(_: Any) -> None:
        words.flush()
        # First away from here, or "this entry is not here" would flash up.
        await ft.context.page.push_route("/journal")
        save(lambda: journal.remove(entry_id))

    def unfold(name: str) -> None:
        set_unfolded(unfolded ^ {name})

    if entry is None:
        return screen(here, t("Entry"), place="/journal", back="/journal")
    foot = _foot(words, last, undo)
    fits = here.roomy >= _FOOT_FITS
    return screen(
        here,
        t("Entry"),
        card(heading(moment(entry.at, here.services.now().date()), 1), _mood(here, entry, change)),
        _feelings(entry, change, lambda: journal.get(entry_id)),
        _words(words),
        KeptTexts(entry_id, before=words.flush),
        numbers(here, entry, unfolded, unfold, change),
        _when(here, entry, change),
        row(quiet(t("Delete this entry"), delete, icon=ft.Icons.DELETE_OUTLINE, style=_DANGER)),
        *([] if fits else [foot]),
        place="/journal",
        back="/journal",
        foot=foot if fits else None,
        untitled=True,
    )


_DANGER = ft.ButtonStyle(color=ft.Colors.ERROR, icon_color=ft.Colors.ERROR)


def _foot(words: Words, last: Any, undo: Callable[[Any], None]) -> ft.Control:
    if words.error is not None:
        icon, said, ink = ft.Icons.ERROR_OUTLINE, words.error, ft.Colors.ERROR
    elif words.waiting:
        icon, said, ink = ft.Icons.MORE_HORIZ, t("Saving …"), ft.Colors.ON_SURFACE_VARIANT
    elif last == _UNDONE:
        icon, said, ink = ft.Icons.UNDO, t("Undone"), ft.Colors.PRIMARY
    else:
        icon, said, ink = ft.Icons.CHECK_CIRCLE, t("Saved on this device"), ft.Colors.PRIMARY
    state = ft.Semantics(
        live_region=True,
        container=True,
        content=ft.Row([ft.Icon(icon, color=ink, size=24), body(said)], spacing=8, tight=True, wrap=True),
    )
    buttons: list[ft.Control] = []
    if last is not None and last != _UNDONE:
        buttons.append(quiet(t("Undo"), undo))
    buttons.append(primary(t("Done"), opener("/journal")))
    return row(
        state,
        row(*buttons),
        alignment=ft.MainAxisAlignment.SPACE_BETWEEN,
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
    )


def _mood(here: Here, entry: JournalEntry, change: Callable[..., None]) -> ft.Control:
    return scale(here, entry.mood, lambda mood: change(mood=mood))


def _words(words: Words) -> ft.Control:
    def left(event: Any) -> None:
        ended_typing(event)
        words.flush()

    return card(
        heading(t("Words")),
        ft.Row(
            [
                field(
                    # Short: a label of two lines would lie over the text at a large text size.
                    t("Your words"),
                    words.value,
                    words.on_change,
                    hint=t("What do you want to remember?"),
                    error=words.error,
                    lines=4,
                    on_blur=left,
                    max_length=MOST_WORDS,
                    counter="",
                    capitalization=ft.TextCapitalization.SENTENCES,
                    expand=True,
                )
            ]
        ),
    )


def _feelings(
    entry: JournalEntry, change: Callable[..., None], now: Callable[[], JournalEntry | None]
) -> ft.Control:
    def toggle(feeling: str) -> None:
        # Of two quick taps the second knows of the first.
        there = (now() or entry).feelings
        change(
            feelings=tuple(one for one in there if one != feeling) if feeling in there else (*there, feeling)
        )

    # Words of the patient's own, written from the command line, stay and can be taken away too.
    own = [(one, one) for one in entry.feelings if one not in FEELING_LABELS]
    options = [*((one, t(label)) for one, label in FEELINGS), *own]
    return card(heading(t("Feelings")), toggles(options, entry.feelings, toggle))


def _when(here: Here, entry: JournalEntry, change: Callable[..., None]) -> ft.Control:
    today = here.services.now().date()

    def move(day: date, clock: time) -> None:
        change(at=moved(here, entry.at, day, clock))

    return card(
        heading(t("When")),
        row(
            pick_day(t("Day"), entry.day, lambda day: move(day, entry.at.time()), last=today),
            pick_time(t("Time"), entry.at.time(), lambda clock: move(entry.day, clock)),
        ),
        small(t("You can write about an earlier day.")),
    )


def moved(here: Here, at: datetime, day: date, clock: time) -> datetime:
    """The moment of another day or time, in the zone in which the entry was written.

    Args:
        here: the screen's surroundings.
        at: the entry's time so far.
        day: the day it is moved to.
        clock: the time of day it is moved to.
    """
    same_zone = here.services.clock.at(at.date(), at.time()).utcoffset() == at.utcoffset()
    if same_zone:
        # Here: with summer time where the other day has it.
        return here.services.clock.at(day, clock)
    return datetime.combine(day, clock.replace(tzinfo=None), tzinfo=at.tzinfo)
