"""The course: how far it is, every infusion with its date, and what can be changed."""

from __future__ import annotations

from typing import Any

import flet as ft

from app.care.course import Course as Plan
from app.care.course import Status
from app.services.courses import CourseView
from app.ui.components.base import body, card, field, heading, primary, quiet, row
from app.ui.components.plan_form import plan_form, stepper
from app.ui.drafts import use_draft, use_typed
from app.ui.failing import component
from app.ui.layout import opener, screen
from app.ui.live import Here, use_here, use_live
from app.ui.notice import save
from app.ui.screens.course_parts import action, next_number, notes_card, progress_card, session_card
from app.ui.screens.session_clinic import BookedCourse
from app.ui.text import day, t


@component
def Course() -> ft.View:
    """The plan form while there is no course, else the course."""
    here = use_here()
    courses = here.services.courses
    view = use_live(courses.current, "course", "session", "mark")
    warnings = use_live(courses.warnings, "course", "session")
    # Here, not in the form: a turned phone or a resized window builds the form anew.
    draft: Any = ft.use_ref(None)
    if view is None:
        return screen(here, t("Course"), BookedCourse(), _plan(draft), place="/course")
    today = here.services.now().date()
    coming = next_number(view)
    ended = [_ended(here, view)] if view.ended else []
    held = any(one.was_held for one in view.sessions)
    left = [
        progress_card(here, view, today, coming),
        *([_insights()] if held else []),
        *ended,
        *([BookedCourse(), _dates_to_come(view, draft)] if waiting(view) else []),
        *notes_card([t(one) for one in warnings]),
        CourseActions(view.course, coming is None),
    ]
    right: list[ft.Control] = [
        session_card(here, one, today, is_next=one.number == coming) for one in view.sessions
    ]
    # On a phone the infusions come before what changes the plan.
    parts = [*left[:-1], *right, left[-1]]
    return screen(here, t("Course"), *parts, place="/course", two=(left, right) if here.wide else None)


def waiting(view: CourseView) -> bool:
    """Whether the course runs and none of its infusions has a date yet.

    Args:
        view: the course.
    """
    return not view.ended and all(
        one.status is Status.PLANNED and one.starts_at is None for one in view.sessions
    )


def _plan(draft: Any) -> ft.Control:
    words = (
        "Your clinic suggests six infusions within three weeks. The number and the dates are for you and"
        " your clinic to settle. You can change every one later."
    )
    return card(
        heading(t("Plan your course")), body(t(words), quiet=True), plan_form(draft=draft), spacing=16
    )


def _dates_to_come(view: CourseView, draft: Any) -> ft.Control:
    return card(
        heading(t("When you know the dates")),
        body(t("Enter them one by one on each infusion’s page, or let the app propose them."), quiet=True),
        plan_form(planned=view.course.planned, without=False, draft=draft),
        spacing=16,
    )


def _ended(here: Here, view: CourseView) -> ft.Control:
    ended = view.course.ended_at
    words = t("Ended on {day}.", day=day(ended.date(), here.services.now().date())) if ended else ""
    reason = view.course.end_reason
    return card(
        heading(t("Ended early"), 3),
        body(f"{words} {reason}".strip()),
        row(primary(t("Go on with the course"), lambda _: save(here.services.courses.resume_course))),
    )


def _insights() -> ft.Control:
    return action(
        ft.Icons.INSIGHTS,
        t("Open insights"),
        t("What your moods and check-ins show around the infusions."),
        opener("/insights"),
    )


@component
def CourseActions(course: Plan, over: bool) -> ft.Control:
    """What can be changed in the course; each opens in place and closes again.

    Args:
        course: the course.
        over: whether nothing is left to come, so that another course can be planned.
    """
    here = use_here()
    courses = here.services.courses
    open_part, set_open = use_draft("part", "")
    reason = use_typed("reason")

    def stop(_: Any) -> None:
        if save(lambda: courses.stop_course(reason.now().strip())) is not None:
            set_open("")
            reason.clear()

    if open_part == "new":
        return card(
            heading(t("Plan a new course")),
            body(t("What you noted in this one is kept."), quiet=True),
            plan_form(lambda: set_open("")),
            row(quiet(t("Cancel"), lambda _: set_open(""))),
            spacing=16,
        )
    another = action(
        ft.Icons.RESTART_ALT,
        t("Plan a new course"),
        t("When your clinic begins another one with you."),
        lambda _: set_open("new"),
    )
    if course.ended_at is not None:
        return another
    if open_part == "number":
        return card(
            heading(t("How many infusions are planned?"), 3),
            body(t("Your clinic decides with you. Infusions that are over stay."), quiet=True),
            stepper(
                t("Infusions planned"),
                course.planned,
                lambda n: save(lambda: courses.set_planned(n)),
            ),
            row(primary(t("Close"), lambda _: set_open(""))),
        )
    if open_part == "stop":
        return card(
            heading(t("Stop the course early?"), 3),
            body(t("Nothing is deleted, and you can go on with it later. Tell your clinic, too.")),
            field(t("Reason, if you like"), reason.value, reason.on_change, lines=2),
            row(
                primary(t("Stop the course"), stop),
                quiet(t("Keep it going"), lambda _: set_open("")),
            ),
        )
    return ft.Column(
        [
            *([another] if over else []),
            action(
                ft.Icons.ADD,
                t("Add an infusion"),
                t("One more, or a booster, when your clinic plans it."),
                lambda _: save(lambda: courses.set_planned(course.planned + 1)),
            ),
            action(
                ft.Icons.NUMBERS,
                t("Change how many are planned"),
                t("{n} now.", n=course.planned),
                lambda _: set_open("number"),
            ),
            action(
                ft.Icons.FLAG_OUTLINED,
                t("Stop the course early"),
                t("Keeps everything; you can go on later."),
                lambda _: set_open("stop"),
            ),
        ],
        spacing=12,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
