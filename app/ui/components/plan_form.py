"""Planning a course: the first day, the usual time, which weekdays, how many; then every date as proposed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import flet as ft

from app.care.course import MOST_INFUSIONS, USUAL_INFUSIONS, Course, new_sessions, problems
from app.ui.components.base import (
    Style,
    body,
    heading,
    icon_button,
    primary,
    quiet,
    row,
    secondary,
    small,
    stack,
    with_icon,
)
from app.ui.components.choices import pick_day, pick_time, toggles
from app.ui.failing import component
from app.ui.live import use_current, use_here
from app.ui.notice import attempt, save
from app.ui.text import t, tn, weekday

USUAL_TIME = time(10)


def stepper(
    label: str, value: int, on_change: Callable[[int], Any], *, low: int = 1, high: int = MOST_INFUSIONS
) -> ft.Control:
    """A whole number with a button for one fewer and one for one more.

    Args:
        label: what is counted, already translated.
        value: the number now.
        on_change: called with the new number.
        low: the smallest number.
        high: the largest number.
    """
    less = icon_button(t("One fewer"), ft.Icons.REMOVE, lambda _: on_change(value - 1), disabled=value <= low)
    more = icon_button(t("One more"), ft.Icons.ADD, lambda _: on_change(value + 1), disabled=value >= high)
    number = ft.Semantics(
        label=f"{label}: {value}",
        live_region=True,
        container=True,
        exclude_semantics=True,
        content=ft.Container(
            ft.Text(str(value), theme_style=Style.TITLE_LARGE), padding=ft.Padding.symmetric(horizontal=8)
        ),
    )
    return row(
        body(label), ft.Row([less, number, more], spacing=4, tight=True), spacing=12,
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
    )  # fmt: skip


def date_notes(dates: Sequence[datetime], now: datetime) -> list[str]:
    """What to look at again in some dates, by the same rules as for a course that is kept.

    Args:
        dates: of the infusions in their order.
        now: this moment, for dates that have gone by.
    """
    # Records that are never kept: the rules hold infusions, not bare dates, against each other.
    course = Course(id=uuid4(), planned=len(dates), made_at=now)
    found = problems(new_sessions(course, dates), now)
    return [t(one) for one in (*found.refusals, *found.warnings)]


def dates_editor(
    dates: Sequence[datetime], on_change: Callable[[int, datetime], Any], today: date
) -> ft.Control:
    """Each date as two buttons, to change the day or the time.

    Args:
        dates: of the infusions in their order.
        on_change: called with the place (from 0) and its new moment.
        today: by the app's clock.
    """

    def line(at: int, moment: datetime) -> ft.Control:
        return ft.Column(
            [
                small(t("Infusion {n}", n=at + 1)),
                row(
                    pick_day(
                        t("Day"),
                        moment.date(),
                        lambda d: on_change(at, datetime.combine(d, moment.timetz())),
                        today=today,
                    ),
                    pick_time(t("Time"), moment.time(), lambda c: on_change(at, _at_time(moment, c))),
                ),
            ],
            spacing=4,
            tight=True,
        )

    return stack([line(n, one) for n, one in enumerate(dates)])


def _at_time(moment: datetime, clock: time) -> datetime:
    return moment.replace(hour=clock.hour, minute=clock.minute, second=0, microsecond=0)


@dataclass(frozen=True, slots=True)
class Plan:
    """What has been chosen in the form so far."""

    first: date | None = None
    at: time = USUAL_TIME
    weekdays: tuple[int, ...] = ()
    planned: int = USUAL_INFUSIONS
    dates: tuple[datetime, ...] = ()


@component
def PlanForm(
    on_saved: Callable[[], Any] | None, planned_so_far: int, without: bool, draft: Any
) -> ft.Control:
    """The whole form; it saves the course itself.

    Args:
        on_saved: called once the course is saved.
        planned_so_far: how many infusions are planned to begin with.
        without: whether a course without dates can be begun here.
        draft: a ft.use_ref of the screen that keeps what was chosen while the window changes its layout.
    """
    here = use_here()
    services = here.services
    kept: Plan | None = draft.current if draft is not None else None
    plan, set_plan, plan_now = use_current(kept or Plan(planned=planned_so_far))
    first, at, planned, dates = plan.first, plan.at, plan.planned, plan.dates

    def choose(**values: Any) -> None:
        new = replace(plan_now(), **values)
        if draft is not None:
            draft.current = new
        set_plan(new)

    def toggle(number: int) -> None:
        choose(weekdays=tuple(sorted(set(plan_now().weekdays) ^ {number})))

    def propose(_: Any) -> None:
        now = plan_now()
        if now.first is not None:
            attempt(
                lambda: choose(dates=services.courses.propose(now.first, now.at, now.weekdays, now.planned))
            )

    def change(place: int, moment: datetime) -> None:
        # The offset may differ on the new day: the wall clock is what the patient meant.
        meant = services.clock.at(moment.date(), moment.time())
        choose(dates=tuple(meant if n == place else one for n, one in enumerate(plan_now().dates)))

    def keep(chosen: tuple[datetime, ...]) -> None:
        now = plan_now()
        day = chosen[0].date() if chosen else now.first
        done = save(lambda: services.courses.start(day, now.at, now.weekdays, now.planned, dates=chosen))
        if done is None:
            return
        if draft is not None:
            draft.current = None
        if on_saved is not None:
            on_saved()

    if dates:
        return _proposal(
            dates, services.now(), change, lambda: keep(plan_now().dates), lambda: choose(dates=())
        )
    today = services.now().date()
    earliest = today - timedelta(days=90)
    hint = (
        t("“Not booked yet” starts your course without dates. Enter them one by one when you know them.")
        if first
        else t("Pick the day of the first infusion, or go on without dates and enter them later.")
    )
    parts: list[ft.Control] = [
        row(
            pick_day(t("First infusion"), first, lambda day: choose(first=day), first=earliest, today=today),
            pick_time(t("Usual time"), at, lambda clock: choose(at=clock)),
        ),
        stack(
            [
                body(t("Which days suit you? Leave it open if any day does.")),
                toggles([(n, weekday(n)) for n in range(7)], plan.weekdays, toggle),
            ],
            8,
        ),
        stepper(t("Infusions planned"), planned, lambda n: choose(planned=n)),
        row(
            primary(t("Propose dates"), propose, icon=ft.Icons.EVENT_AVAILABLE, disabled=first is None),
            *([secondary(t("Not booked yet"), lambda _: keep(()))] if without else []),
        ),
        small(hint) if without else ft.Container(),
    ]
    return stack(parts, 16)


def _proposal(
    dates: Sequence[datetime],
    now: datetime,
    on_change: Callable[[int, datetime], Any],
    on_keep: Callable[[], Any],
    on_back: Callable[[], Any],
) -> ft.Control:
    notes: list[ft.Control] = [with_icon(ft.Icons.INFO_OUTLINE, body(one)) for one in date_notes(dates, now)]
    return stack(
        [
            heading(tn("{n} date, as proposed", "{n} dates, as proposed", len(dates)), 3),
            small(t("Evenly, about twice a week. Your clinic’s dates count: change any that differ.")),
            dates_editor(dates, on_change, now.date()),
            *notes,
            row(
                primary(t("Save these dates"), lambda _: on_keep(), icon=ft.Icons.CHECK),
                quiet(t("Change the plan"), lambda _: on_back()),
            ),
        ],
        16,
    )


def plan_form(
    on_saved: Callable[[], Any] | None = None,
    *,
    planned: int = USUAL_INFUSIONS,
    without: bool = True,
    draft: Any = None,
) -> ft.Control:
    """The form for planning a course, for a card on any screen; it saves the course itself.

    Args:
        on_saved: called once the course is saved.
        planned: how many infusions are planned to begin with, 1 to 24.
        without: whether "Not booked yet" is offered, which begins a course without dates.
        draft: a ft.use_ref of the screen, so that nothing chosen is lost when a phone is turned; or None.
    """
    return PlanForm(on_saved, planned, without, draft)
