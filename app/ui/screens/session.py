"""The page of one infusion: when, who takes you home, the checklist, the marks, what was told, notes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft

from app.care.checklist import Part, to_repeat
from app.care.course import Session as Infusion
from app.ui.components.base import body, card, empty, heading, primary, row, secondary
from app.ui.components.kept_texts import KeptTexts
from app.ui.failing import component
from app.ui.layout import opener, screen
from app.ui.live import Here, use_here, use_live
from app.ui.screens.checklist_parts import again_words
from app.ui.screens.course_edit import edit, keyed, number_of
from app.ui.screens.course_marks import MarksCard
from app.ui.screens.course_parts import next_number
from app.ui.screens.course_when import WhenCard
from app.ui.screens.session_clinic import FromTheClinic
from app.ui.screens.session_escort import ForThem, WayHome
from app.ui.screens.session_kept import Kept
from app.ui.text import t, tn


@component
def Session() -> ft.View:
    """One infusion, by the number in the address."""
    here = use_here()
    courses = here.services.courses
    typed = ft.use_route_params().get("number", "")
    number = int(typed) if typed.isdecimal() and len(typed) < 4 else 0
    view = use_live(courses.current, "course", "session", "mark")
    marks = use_live(lambda: tuple(courses.marks(number)), "mark", "session", deps=(number,))
    warnings = use_live(courses.warnings, "course", "session")
    session = view.session(number) if view is not None else None
    if view is None or session is None:
        return unknown(here)
    notes = tuple(t(one) for one in warnings if number in dict(one.values).values())
    left: list[ft.Control] = [
        keyed(WhenCard, session, session, number == next_number(view), notes),
        FromTheClinic(session),
        checklist_card(here, session),
        keyed(WayHome, session, session),
        keyed(ForThem, session, session),
    ]
    right: list[ft.Control] = [
        keyed(MarksCard, session, session, marks),
        keyed(Told, session, session),
        KeptTexts(session.id, *(mark.id for mark in marks)),
    ]
    return screen(
        here,
        t("Infusion {n} of {all}", n=number, all=max(view.course.planned, len(view.sessions))),
        two=(left, right),
        place="/course",
        back="/course",
    )


def unknown(here: Here) -> ft.View:
    """Says that there is no such infusion, with the way back.

    Args:
        here: the screen's surroundings.
    """
    return screen(
        here,
        t("Course"),
        empty(
            t("There is no such infusion"),
            t("The address may be old, or fewer infusions are planned now. Nothing you entered is affected."),
            primary(t("Open my course"), opener("/course"), icon=ft.Icons.TIMELINE),
        ),
        place="/course",
        back="/course",
    )


def checklist_card(here: Here, session: Infusion) -> ft.Control:
    """The checklist of an infusion: how far it is answered, and the way to it.

    Args:
        here: the screen's surroundings.
        session: the infusion.
    """
    filled = here.services.checklists.current(Part.DAY_OF, session.number)
    many = len(filled.answers)
    day = session.day if session.is_open else None
    if again := to_repeat(filled, day, here.services.now().date()):
        words = again_words(len(again))
    elif filled.finished_at is not None:
        words = t("Finished.")
    elif many:
        words = tn("{n} question answered so far.", "{n} questions answered so far.", many)
    elif day is None and session.began_at is not None:
        words = t("Not answered.")
    else:
        words = t("Not begun yet. It is for the day of the infusion.")
    return card(
        heading(t("Checklist")),
        body(words),
        row(
            secondary(
                t("Open the checklist"), opener(f"/checklist/{session.number}"), icon=ft.Icons.CHECKLIST
            )
        ),
    )


@component
def Told(session: Infusion) -> ft.Control:
    """Blood pressure if it was told, and notes.

    Args:
        session: the infusion.
    """
    services = use_here().services
    upper, lower = t("Upper number"), t("Lower number")

    def keep(name: str, label: str, low: int, high: int) -> Callable[[str], Any]:
        return lambda words: edit(services, session.number, **{name: number_of(words, label, low, high)})

    return card(
        heading(t("Blood pressure, if they told you")),
        ft.ResponsiveRow(
            [
                ft.Container(
                    Kept(
                        upper,
                        _shown(session.systolic),
                        keep("systolic", upper, 40, 300),
                        keyboard=ft.KeyboardType.NUMBER,
                    ),
                    col={"xs": 12, "sm": 6},
                ),
                ft.Container(
                    Kept(
                        lower,
                        _shown(session.diastolic),
                        keep("diastolic", lower, 20, 200),
                        keyboard=ft.KeyboardType.NUMBER,
                    ),
                    col={"xs": 12, "sm": 6},
                ),
            ],
            spacing=12,
            run_spacing=12,
        ),
        heading(t("Notes")),
        Kept(
            t("Notes on this infusion"),
            session.notes,
            lambda text: edit(services, session.number, notes=text),
            lines=4,
        ),
        spacing=16,
    )


def _shown(number: int | None) -> str:
    return "" if number is None else str(number)
