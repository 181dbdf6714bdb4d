"""The infusions of a course in a line, and the 21 days they are planned within."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import flet as ft

from app.care.course import Session, Status
from app.services.courses import CourseView
from app.ui import theme
from app.ui.components.base import Style, small, tappable, words_of
from app.ui.layout import opener
from app.ui.live import Here, Size
from app.ui.text import day, short_day, t, tn

_ITEM = 56
_CIRCLE = 46
COURSE_DAYS = 21
# More cells than this would be too thin to tell apart on a phone.
_MOST_CELLS = 63

_WORDS = {
    Status.PLANNED: "Planned",
    Status.IN_PROGRESS: "In progress",
    Status.COMPLETED: "Done",
    Status.MOVED: "Moved",
    Status.SKIPPED: "Skipped",
    Status.STOPPED_EARLY: "Stopped early",
}
_ICONS = {
    Status.IN_PROGRESS: ft.Icons.WATER_DROP_OUTLINED,
    Status.COMPLETED: ft.Icons.CHECK,
    Status.SKIPPED: ft.Icons.REMOVE,
    Status.STOPPED_EARLY: ft.Icons.STOP,
}


def status_words(session: Session, *, is_next: bool = False) -> str:
    """The status of an infusion in the patient's words.

    Args:
        session: the infusion.
        is_next: whether it is the next one to come.
    """
    if is_next and session.is_open:
        return t("Next, moved") if session.status is Status.MOVED else t("Next")
    if session.status is Status.PLANNED and session.starts_at is None:
        return t("No date yet")
    return t(_WORDS[session.status])


def status_colours(session: Session, *, is_next: bool = False) -> tuple[str, str]:
    """The ground and the ink of an infusion's mark; the icon in it says the same.

    Args:
        session: the infusion.
        is_next: whether it is the next one to come.
    """
    if session.status is Status.COMPLETED:
        return ft.Colors.PRIMARY, ft.Colors.ON_PRIMARY
    if is_next or session.status is Status.IN_PROGRESS:
        return ft.Colors.TERTIARY_CONTAINER, ft.Colors.ON_TERTIARY_CONTAINER
    return ft.Colors.SURFACE_CONTAINER_HIGHEST, ft.Colors.ON_SURFACE


def status_mark(here: Here, session: Session, *, is_next: bool = False) -> ft.Control:
    """A circle with the infusion's number, or with an icon once something happened.

    Args:
        here: the screen's surroundings.
        session: the infusion.
        is_next: whether it is the next one to come.
    """
    ground, ink = status_colours(session, is_next=is_next)
    icon = _ICONS.get(session.status)
    size = _CIRCLE * max(1.0, here.preferences.text_scale * 0.85)
    inside: ft.Control = (
        ft.Icon(icon, color=ink, size=22)
        if icon is not None
        else ft.Text(str(session.number), theme_style=Style.TITLE_MEDIUM, color=ink)
    )
    return ft.Container(
        inside,
        width=size,
        height=size,
        bgcolor=ground,
        shape=ft.BoxShape.CIRCLE,
        border=ft.Border.all(2, ft.Colors.TERTIARY) if is_next else None,
        alignment=ft.Alignment.CENTER,
    )


def _item(here: Here, session: Session, is_next: bool, width: float, opens: bool) -> ft.Control:
    at = session.starts_at
    below = short_day(at.date()) if at else t("no date")
    label = words_of(
        t("Infusion {n}", n=session.number),
        day(at.date()) if at else "",
        status_words(session, is_next=is_next),
    )
    content = ft.Column(
        [
            status_mark(here, session, is_next=is_next),
            small(below, text_align=ft.TextAlign.CENTER),
        ],
        spacing=6,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.CENTER,
    )
    if not opens:
        inside = ft.Container(content, width=width, padding=2, alignment=ft.Alignment.CENTER)
        return ft.Semantics(label=label, container=True, exclude_semantics=True, content=inside)
    return tappable(
        content,
        label,
        opener(f"/course/{session.number}"),
        radius=12,
        padding=2,
        width=width,
        alignment=ft.Alignment.CENTER,
    )


def _per_row(here: Here, many: int) -> tuple[int, float]:
    # Rows of equal length instead of a last one with a single infusion in it.
    least = _ITEM * max(1.0, here.preferences.text_scale)
    room = here.width - 2 * (theme.EDGE + theme.CARD_PADDING) if here.size is Size.PHONE else 420.0
    fit = max(1, min(many, int(room // least)))
    rows = -(-many // fit)
    each = -(-many // rows)
    return each, max(least, min(room / each, least * 1.5))


def session_line(here: Here, view: CourseView, *, next_number: int | None = None) -> ft.Control:
    """A circle for each infusion with its date, each opening its page.

    Args:
        here: the screen's surroundings.
        view: the course.
        next_number: which infusion comes next, or None.
    """
    return _line(here, view.sessions, next_number, opens=True)


def still_line(here: Here, sessions: Sequence[Session], *, next_number: int | None = None) -> ft.Control:
    """The same line where nothing can be opened, as in a summary.

    Args:
        here: the screen's surroundings.
        sessions: of the course, at least one.
        next_number: which infusion comes next, or None.
    """
    return _line(here, sessions, next_number, opens=False)


def _line(here: Here, sessions: Sequence[Session], next_number: int | None, *, opens: bool) -> ft.Control:
    each, width = _per_row(here, max(1, len(sessions)))
    rows: list[ft.Control] = [
        ft.Row(
            [_item(here, one, one.number == next_number, width, opens) for one in sessions[at : at + each]],
            spacing=0,
        )
        for at in range(0, len(sessions), each)
    ]
    return ft.Column(rows, spacing=theme.GAP, tight=True)


def days_sentence(sessions: Sequence[Session], today: date) -> str:
    """Where today stands in the 21 days, as one sentence; "" while no date is known.

    Args:
        sessions: of the course.
        today: today.
    """
    days = _days(sessions)
    if not days:
        return ""
    first, last = min(days), max(days)
    number = (today - first).days + 1
    if number < 1:
        return tn("Day 1 is tomorrow.", "Day 1 is in {n} days.", 1 - number)
    if today > max(last, first):
        return t("The last planned day was {day}.", day=day(last, today))
    if number > COURSE_DAYS:
        return t("Today is day {n}, after the {all} days.", n=number, all=COURSE_DAYS)
    return t("Today is day {n} of {all}.", n=number, all=COURSE_DAYS)


def _days(sessions: Sequence[Session]) -> dict[date, Session]:
    kept = (s for s in sessions if s.starts_at is not None and s.status is not Status.SKIPPED)
    return {s.starts_at.date(): s for s in kept if s.starts_at is not None}


def days_strip(sessions: Sequence[Session], today: date) -> ft.Control:
    """A thin strip of 21 days with the infusions on it; more days when the course is longer.

    Args:
        sessions: of the course; nothing is drawn while none has a date.
        today: today, which is outlined.
    """
    days = _days(sessions)
    if not days:
        return ft.Container()
    first = min(days)
    numbers = sorted((at - first).days + 1 for at in days)
    many = min(_MOST_CELLS, max(COURSE_DAYS, numbers[-1]))
    now = (today - first).days + 1
    by_number = {(at - first).days + 1: one for at, one in days.items()}
    cells: list[ft.Control] = [_cell(by_number.get(n), n == now, n > COURSE_DAYS) for n in range(1, many + 1)]
    listed = ", ".join(str(n) for n in numbers)
    return ft.Semantics(
        label=t("Infusions on days {listed} of {all}.", listed=listed, all=many),
        image=True,
        container=True,
        exclude_semantics=True,
        content=ft.Column(
            [
                ft.Row(cells, spacing=2 if many <= COURSE_DAYS + 9 else 1),
                ft.Row(
                    [small(t("Day 1")), small(t("Day {n}", n=many))],
                    alignment=ft.MainAxisAlignment.SPACE_BETWEEN,
                ),
            ],
            spacing=4,
            tight=True,
        ),
    )


def _cell(session: Session | None, is_today: bool, beyond: bool) -> ft.Control:
    ground = ft.Colors.SURFACE_CONTAINER if beyond else ft.Colors.SURFACE_CONTAINER_HIGHEST
    if session is not None:
        ground = ft.Colors.PRIMARY if session.status is Status.COMPLETED else ft.Colors.TERTIARY
    return ft.Container(
        expand=True,
        height=20 if session is not None else 12,
        bgcolor=ground,
        border_radius=3,
        border=ft.Border.all(2, ft.Colors.ON_SURFACE) if is_today else None,
    )
