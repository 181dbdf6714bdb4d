"""A summary's course: how far it is, the next infusion, and what whoever takes them home does."""

from __future__ import annotations

from datetime import datetime

import flet as ft

from app.care.course import MARK_KINDS
from app.care.course_progress import done
from app.care.course_records import Status
from app.care.summary import Escort, Part, SharedSession, Summary
from app.care.summary_words import as_sessions, duties, next_of
from app.ui.components.base import body, card, heading, row, small, stack, with_icon
from app.ui.components.call import call_button
from app.ui.components.session_line import days_strip, still_line
from app.ui.components.session_ring import session_ring
from app.ui.live import Here
from app.ui.text import clock, moment, near_day, t

# Below this width (at normal text size) the words stand under the ring.
_BESIDE_FITS = 380
# Words of their own are never in a summary.
_MARKS = {**dict(MARK_KINDS), "own": "Something in their own words, not shared"}


def course_card(here: Here, summary: Summary, now: datetime) -> list[ft.Control]:
    """The ring, the line and the 21 days; nothing where the schedule was not chosen.

    Args:
        here: the screen's surroundings.
        summary: of one person.
        now: aware.
    """
    if Part.SCHEDULE not in summary.parts:
        return []
    sessions = as_sessions(summary)
    if not sessions or summary.planned is None:
        return [card(heading(t("The course")), body(t("There are no infusions in the app yet.")))]
    coming = next_of(summary, now)
    words = [heading(t("The course")), body(_headline(coming, now))]
    ring = session_ring(here, done(sessions), summary.planned)
    if here.roomy >= _BESIDE_FITS:
        top: ft.Control = ft.Row([ring, ft.Container(stack(words, 6), expand=True)], spacing=20)
    else:
        middle = ft.Row([ring], alignment=ft.MainAxisAlignment.CENTER)
        top = ft.Column([middle, stack(words, 6)], spacing=12, tight=True)
    line = still_line(here, sessions, next_number=coming.number if coming else None)
    return [card(top, line, days_strip(sessions, now.date()), spacing=20)]


def _headline(coming: SharedSession | None, now: datetime) -> str:
    if coming is None:
        return t("No infusion is to come.")
    if coming.status is Status.IN_PROGRESS:
        return t("Infusion {n} is going on.", n=coming.number)
    if coming.starts_at is None:
        return t("Next: infusion {n}, no date yet.", n=coming.number)
    near = near_day(coming.starts_at.date(), now.date())
    return t("Next: {day}, {time}.", day=near, time=clock(coming.starts_at))


def next_card(summary: Summary, now: datetime, who: str) -> list[ft.Control]:
    """The next infusion: when, who takes them home and what they do, how far the checklist is.

    Args:
        summary: of one person.
        now: aware.
        who: how they are called, or "".
    """
    coming = next_of(summary, now)
    if coming is None:
        return []
    at = coming.starts_at
    parts: list[ft.Control] = [
        heading(t("Infusion {n}", n=coming.number)),
        with_icon(ft.Icons.EVENT, body(moment(at, now.date()) if at else t("No date yet"))),
    ]
    if Part.CHECKLIST in summary.parts:
        parts.append(with_icon(ft.Icons.CHECKLIST, body(_checklist(coming, now))))
    if Part.ESCORT in summary.parts:
        parts += _escort(coming.escort or Escort(), now)
        home = t("If you take {who} home", who=who) if who else t("If you take them home")
        parts.append(heading(home, 3))
        parts += [with_icon(ft.Icons.CHEVRON_RIGHT, body(t(one))) for one in duties(coming)]
    return [card(*parts, now=True)]


def _checklist(session: SharedSession, now: datetime) -> str:
    state = session.checklist
    if state is None or not state.answered:
        return t("The checklist for this infusion is not begun yet.")
    if state.finished_at is not None:
        return t("The checklist was finished {moment}.", moment=moment(state.finished_at, now.date()))
    return t("{n} of {of} questions of the checklist are answered.", n=state.answered, of=state.asked)


def _escort(escort: Escort, now: datetime) -> list[ft.Control]:
    if not escort.name and not escort.phone:
        return [
            with_icon(ft.Icons.DIRECTIONS_CAR_OUTLINED, body(t("Nobody is named yet to take them home.")))
        ]
    name = escort.name or t("Someone")
    said = (
        t(
            "{name} takes them home, and said yes {moment}.",
            name=name,
            moment=moment(escort.confirmed_at, now.date()),
        )
        if escort.confirmed_at
        else t("{name} takes them home. It is not confirmed yet.", name=name)
    )
    parts: list[ft.Control] = [with_icon(ft.Icons.DIRECTIONS_CAR_OUTLINED, body(said))]
    calls = [(name, escort.phone)]
    if escort.backup or escort.backup_phone:
        backup = escort.backup or t("Someone else")
        parts.append(body(t("If that does not work: {name}.", name=backup)))
        calls.append((backup, escort.backup_phone))
    buttons = [call_button(t("Call {name}", name=one), phone, main=False) for one, phone in calls if phone]
    return [*parts, *([row(*buttons)] if buttons else [])]


def noted_card(summary: Summary, now: datetime) -> list[ft.Control]:
    """What was noted in the infusions: moments and blood pressure, where they were chosen.

    Args:
        summary: of one person.
        now: aware.
    """
    lines: list[ft.Control] = []
    for one in reversed(summary.sessions):
        said = [
            t("{time} {kind}", time=clock(mark.at), kind=t(_MARKS.get(mark.kind, mark.kind)))
            for mark in one.marks
        ]
        if one.systolic is not None and one.diastolic is not None:
            low, high = one.diastolic, one.systolic
            said.append(t("Blood pressure {high} over {low}", high=high, low=low))
        if said:
            at = one.began_at or one.starts_at
            when = f", {moment(at, now.date())}" if at else ""
            lines += [heading(t("Infusion {n}", n=one.number) + when, 3), *map(body, said)]
    if not lines:
        return []
    foot = small(t("As noted in the app. What it means is for their clinic to say."))
    return [card(heading(t("Noted during the infusions")), *lines, foot, spacing=8)]
