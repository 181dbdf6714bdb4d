"""The report for a visit, and the dates for a calendar: two files for others, with what the patient chose."""

from __future__ import annotations

from typing import Any

import flet as ft

from app.share.report import Period, Wanted
from app.ui.components.base import body, card, heading, primary, row, secondary, small
from app.ui.components.choices import choice
from app.ui.components.saving import Saving
from app.ui.failing import component
from app.ui.live import use_here, use_live, use_value
from app.ui.text import spoken, t, tn

REPORT, CALENDAR = "report", "calendar"


@component
def VisitReport(saving: Saving) -> ft.Control:
    """A PDF for the clinic: of which time, and whether the own words go with it.

    Args:
        saving: hands the file over.
    """
    services = use_here().services
    period, set_period = use_value(Period.DAYS_30)
    words, set_words = use_value(False)
    course = use_live(services.courses.current, "course", "session")
    stamp = services.now().date().isoformat()
    periods = [
        (Period.DAYS_14, t("14 days")),
        (Period.DAYS_30, t("30 days")),
        (Period.DAYS_90, t("90 days")),
        *([(Period.COURSE, t("The whole course"))] if course is not None else []),
    ]

    async def save(_: Any) -> None:
        wanted = Wanted(period=period, words=words)
        await saving.start(
            REPORT,
            f"report-{stamp}.pdf",
            lambda progress: services.reports.pdf_bytes(wanted, spoken(), progress),
        )

    return card(
        heading(t("A report for your next visit")),
        body(
            t(
                "One page to read first, as PDF: your course, how your mood, sleep and pain went, your "
                "check-ins and checklists, and your questions. Your name is not on it."
            )
        ),
        choice(periods, period, set_period, name=t("Of which time")),
        choice(
            [(False, t("Numbers only")), (True, t("With my own words"))],
            words,
            set_words,
            name=t("What is in it"),
        ),
        row(primary(t("Save the report"), save, icon=ft.Icons.SUMMARIZE, disabled=bool(saving.busy))),
        *saving.progress(REPORT),
    )


@component
def CalendarFile(saving: Saving) -> ft.Control:
    """The dates as a file that other calendars read, with alarms.

    Args:
        saving: hands the file over.
    """
    services = use_here().services
    told, set_told = use_value(False)
    dates = use_live(services.calendar.count, "course", "session", "preferences")
    if not dates:
        return card(
            heading(t("Dates for your calendar")),
            body(t("When your course has dates, you can take them into another calendar from here.")),
        )

    async def save(_: Any) -> None:
        await saving.start(
            CALENDAR,
            "infusion-companion.ics",
            lambda _: services.calendar.ics_bytes(told=told, language=spoken()),
        )

    return card(
        heading(t("Dates for your calendar")),
        body(
            t(
                "Each infusion, with an alarm the evening before and two hours before, "
                "and the days of your check-ins. "
                "Take the file in again after a change, and the dates move."
            )
        ),
        small(tn("{n} date is in it.", "{n} dates are in it.", dates)),
        choice(
            [(False, t("Appointment")), (True, t("Infusion 1 of 6"))],
            told,
            set_told,
            name=t("What others see as the title"),
        ),
        row(secondary(t("Save the dates"), save, icon=ft.Icons.EVENT, disabled=bool(saving.busy))),
        *saving.progress(CALENDAR),
    )
