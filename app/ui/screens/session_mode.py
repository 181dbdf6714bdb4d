"""Session mode: the clock, one-tap marks, and the end; nothing else while the infusion runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft

from app.care.course import MARK_KINDS, Mark, Status
from app.care.course import Session as Infusion
from app.care.session_clock import ClockPart
from app.care.session_clock import clock as clock_of
from app.device.service import on_phone
from app.device.touch import confirm
from app.ui.awake import StayOn
from app.ui.components.base import Style, body, card, field, heading, primary, quiet, row, secondary, tappable
from app.ui.drafts import use_draft, use_typed
from app.ui.failing import component
from app.ui.layout import go, opener, screen
from app.ui.live import Here, use_here, use_live
from app.ui.notice import attempt, save
from app.ui.screens.course_clock import Clock
from app.ui.screens.course_edit import keyed
from app.ui.screens.course_marks import OWN, mark_list
from app.ui.screens.rest import foot_height
from app.ui.screens.session import unknown
from app.ui.text import moment, t

_ICONS = {
    "lightness": ft.Icons.AIR,
    "calm": ft.Icons.SPA_OUTLINED,
    "nausea": ft.Icons.SICK_OUTLINED,
    "anxious": ft.Icons.MOOD_BAD,
}


@component
def SessionMode() -> ft.View:
    """The infusion that is going on, by the number in the address."""
    here = use_here()
    courses = here.services.courses
    typed = ft.use_route_params().get("number", "")
    number = int(typed) if typed.isdecimal() and len(typed) < 4 else 0
    view = use_live(courses.current, "course", "session")
    marks = use_live(lambda: tuple(courses.marks(number)), "mark", "session", deps=(number,))
    session = view.session(number) if view is not None else None
    if session is None:
        return unknown(here)
    title = t("Infusion {n}", n=number)
    back = f"/course/{number}"
    running = session.status is Status.IN_PROGRESS
    if not running and not _coming_round(here, session):
        return screen(here, title, _not_running(here, session), bare=True, back=back)
    clock: list[ft.Control] = [keyed(Clock, session, session), *([StayOn()] if on_phone() else [])]
    end = EndCard(number) if running else row(primary(t("Rest mode"), opener("/rest")))
    rest = [MarkPad(number, marks), end]
    return screen(here, title, two=(clock, rest), bare=True, back=back)


def _coming_round(here: Here, session: Infusion) -> bool:
    if session.began_at is None:
        return False
    return clock_of(session, here.services.now()).part is not ClockPart.OVER


def _not_running(here: Here, session: Infusion) -> ft.Control:
    number = session.number
    courses = here.services.courses
    if session.is_open:
        at, today = session.starts_at, here.services.now().date()
        other_day = [body(t("It is planned for {when}.", when=moment(at, today)))] if at else []
        return card(
            heading(t("Not started yet")),
            *(other_day if session.day != today else []),
            body(t("The clock begins when the infusion begins. You can mark moments while it runs.")),
            row(
                primary(
                    t("Start now"), lambda _: save(lambda: courses.begin(number)), icon=ft.Icons.PLAY_ARROW
                )
            ),
            now=True,
        )
    if session.status is Status.SKIPPED:
        words = t("You skipped this infusion. You can put it back on its page.")
        return card(
            heading(t("Skipped")), body(words), row(primary(t("Open its page"), opener(f"/course/{number}")))
        )
    return card(
        heading(t("This infusion is over")),
        body(t("Rest now. What you marked is on its page.")),
        row(
            primary(t("Rest mode"), opener("/rest"), icon=ft.Icons.BEDTIME_OUTLINED),
            secondary(t("Open its page"), opener(f"/course/{number}")),
        ),
    )


@component
def MarkPad(number: int, marks: tuple[Mark, ...]) -> ft.Control:
    """One tap notes what is felt with the time; what is noted is listed with a way to take it back.

    Args:
        number: of the infusion.
        marks: of the infusion, oldest first.
    """
    here = use_here()
    courses = here.services.courses
    writing, set_writing = use_draft("writing", False)
    own = use_typed("own word")

    # The list below shows at once what was saved: a notice would cover the buttons for a while.
    def note(kind: str) -> None:
        if attempt(lambda: courses.mark(number, kind)) is not None:
            confirm()

    def note_own(_: Any) -> None:
        if attempt(lambda: courses.mark(number, OWN, own.now().strip())) is not None:
            confirm()
            own.clear()
            set_writing(False)

    pads: list[ft.Control] = [_pad(here, kind, t(label), note) for kind, label in MARK_KINDS if kind != OWN]
    parts: list[ft.Control] = [
        heading(t("What do you notice?")),
        ft.Row(pads, wrap=True, spacing=8, run_spacing=8),
    ]
    if writing:
        parts += [
            field(
                t("Your own word"),
                own.value,
                own.on_change,
                on_submit=note_own,
                autofocus=True,
            ),
            row(primary(t("Mark it"), note_own), quiet(t("Cancel"), lambda _: set_writing(False))),
        ]
    else:
        parts.append(row(quiet(t("My own word"), lambda _: set_writing(True), icon=ft.Icons.EDIT_OUTLINED)))
    if marks:
        latest = tuple(reversed(marks))
        parts.append(heading(t("Saved on this device"), 3))
        parts.append(mark_list(here, latest, lambda one: save(lambda: courses.remove_mark(one))))
    return card(*parts)


def _pad(here: Here, kind: str, label: str, note: Callable[[str], None]) -> ft.Control:
    content = ft.Row(
        [
            ft.Icon(_ICONS[kind], color=ft.Colors.ON_SECONDARY_CONTAINER, size=24),
            ft.Text(label, theme_style=Style.TITLE_MEDIUM, color=ft.Colors.ON_SECONDARY_CONTAINER),
        ],
        spacing=10,
        tight=True,
    )
    # Two beside each other on a phone, one below the other at large text.
    room = min(here.width, 420) - 64
    half = (room - 8) / 2
    fits = half >= 136 * max(1.0, here.preferences.text_scale)
    return tappable(
        content,
        t("Mark {what} now", what=label),
        lambda _: note(kind),
        ground=ft.Colors.SECONDARY_CONTAINER,
        radius=16,
        width=half if fits else room,
    )


@component
def EndCard(number: int) -> ft.Control:
    """Ends the infusion, as planned or early, and leads to rest mode.

    Args:
        number: of the infusion.
    """
    here = use_here()
    courses = here.services.courses
    asking, set_asking = ft.use_state(False)

    def end(action: Callable[[], Any]) -> None:
        # Undo must not lie where "Next" of rest mode is: a dizzy thumb would take the end back.
        if save(action, above=foot_height(here.preferences.text_scale)) is not None:
            go("/rest")

    if asking:
        return card(
            heading(t("Did it stop early?"), 3),
            body(t("You can note why later, on its page.")),
            row(
                primary(t("Yes, it stopped early"), lambda _: end(lambda: courses.stop_session(number))),
                quiet(t("No, it goes on"), lambda _: set_asking(False)),
            ),
        )
    return row(
        primary(t("End"), lambda _: end(lambda: courses.complete(number)), icon=ft.Icons.CHECK),
        quiet(t("Stopped early"), lambda _: set_asking(True)),
    )
