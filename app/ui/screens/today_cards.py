"""The card for now, one for each phase of a course."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import flet as ft

from app.care.checklist import Filled
from app.care.course import Session
from app.care.session_clock import RECOVERY_MINUTES, SESSION_MINUTES, ClockPart
from app.care.today import Phase
from app.care.today import Today as Now
from app.ui.components.base import card, heading, primary, quiet, row, secondary, small
from app.ui.components.call import call_button
from app.ui.layout import opener
from app.ui.live import Here
from app.ui.screens.today_past import after_card, stopped_card, unrecorded_card
from app.ui.screens.today_ready import Said, early_answers, ready_lines
from app.ui.screens.today_words import INK, now_title, now_words, when
from app.ui.text import clock, t, tn

_VISIT = timedelta(minutes=SESSION_MINUTES + RECOVERY_MINUTES)


def card_for_now(here: Here, now: Now, said: Said | None) -> ft.Control:
    """The one card that stands out.

    Args:
        here: the screen's surroundings.
        now: the phase with what it needs.
        said: what the answers so far amount to, where that is to be said.
    """
    if now.kind is Phase.THE_DAY:
        return _the_day(here, now, said)
    if now.kind in {Phase.BEFORE, Phase.DAYS_BEFORE}:
        return _before(here, now, said)
    return _CARDS.get(now.kind, _no_course)(here, now)


def _no_course(_: Here, __: Now) -> ft.Control:
    from app.ui.components.plan_form import plan_form  # noqa: PLC0415  (not needed in a course)

    return ft.Column(
        [
            card(
                now_title(t("Before it begins")),
                now_words(
                    t("Read what to expect, answer the screening, and enter your dates when you know them.")
                ),
                row(
                    primary(t("Read the guide"), opener("/guide"), icon=ft.Icons.MENU_BOOK_OUTLINED),
                    secondary(t("Answer the screening"), opener("/checklist/screening")),
                ),
                now=True,
            ),
            card(heading(t("Plan your course")), plan_form()),
        ],
        spacing=12,
        tight=True,
    )


def _no_dates(_: Here, now: Now) -> ft.Control:
    return card(
        now_title(t("No date yet")),
        now_words(t("Enter the dates when your clinic has given them to you.")),
        row(
            primary(t("Enter dates"), opener("/course"), icon=ft.Icons.EVENT),
            secondary(t("Read the guide"), opener("/guide")),
            _screening_button(now.screening),
        ),
        now=True,
    )


def _screening_button(screening: Filled | None) -> ft.Control:
    if screening is not None and screening.finished_at is not None:
        return secondary(t("See the screening"), opener("/checklist/screening"))
    return secondary(t("Answer the screening"), opener("/checklist/screening"), icon=ft.Icons.CHECKLIST)


def _number(now: Now, session: Session) -> str:
    return t("Infusion {n} of {planned}", n=session.number, planned=now.planned)


def _way_home(session: Session) -> str:
    if not session.escort:
        return t("Who takes you home is not set yet. Ask your clinic if you need someone.")
    if session.starts_at is None:
        who = t("{name} takes you home.", name=session.escort)
    else:
        at = clock(session.starts_at + _VISIT)
        who = t("{name} takes you home at about {time}.", name=session.escort, time=at)
    if session.escort_confirmed_at is not None:
        return f"{who} {t('They said yes.')}"
    if session.backup_escort.strip():
        return f"{who} {t('If not, {name} could.', name=session.backup_escort.strip())}"
    return who


def _answered(day_of: Filled | None) -> str:
    if day_of is None:
        return t("Checklist not begun")
    if day_of.finished_at is not None:
        return t("Checklist finished")
    return tn("{n} question answered", "{n} questions answered", len(day_of.answers))


def _ahead(now: Now) -> str:
    """That the checklist is for the day, and that answers given before it are asked again on it."""
    many = early_answers(now)
    if not many:
        return t("The checklist is for the day itself.")
    return tn(
        "{n} question answered ahead. It is asked again on the day.",
        "{n} questions answered ahead. They are asked again on the day.",
        many,
    )


def _before(here: Here, now: Now, said: Said | None) -> ft.Control:
    session = now.session or now.next
    if session is None:
        return _no_dates(here, now)
    days = now.days or 0
    page, actions = f"/course/{session.number}", []
    if now.screening is None or now.screening.finished_at is None:
        first = primary(t("Answer the screening"), opener("/checklist/screening"), icon=ft.Icons.CHECKLIST)
        actions.append(secondary(t("Open this infusion"), opener(page)))
    else:
        # Its questions are about the day itself: here the list is only to look at.
        first = primary(t("Open this infusion"), opener(page), icon=ft.Icons.EVENT)
        actions.append(secondary(t("Look at the checklist"), opener(f"/checklist/{session.number}")))
    actions.append(quiet(t("Read how it goes"), opener("/guide/how-an-infusion-goes")))
    return card(
        small(when(here, session), color=INK),
        now_title(_number(now, session)),
        now_words(
            tn("Tomorrow.", "In {n} days.", days)
            + " "
            + t("{a} minutes, then about {b} to come round.", a=SESSION_MINUTES, b=RECOVERY_MINUTES)
        ),
        now_words(_way_home(session)),
        *ready_lines(here, said),
        small(_ahead(now), color=INK),
        row(first, *actions),
        now=True,
    )


def _the_day(here: Here, now: Now, said: Said | None) -> ft.Control:
    session = now.session
    if session is None:
        return _no_dates(here, now)
    too_early = early_answers(now)
    finished = now.day_of is not None and now.day_of.is_finished and not too_early
    checklist = (f"/checklist/{session.number}", ft.Icons.CHECKLIST)
    start = f"/course/{session.number}/now"
    if finished:
        actions = [
            primary(t("Start session mode"), opener(start), icon=ft.Icons.PLAY_ARROW),
            secondary(t("Open checklist"), opener(checklist[0]), icon=checklist[1]),
        ]
    else:
        actions = [
            primary(t("Open checklist"), opener(checklist[0]), icon=checklist[1]),
            secondary(t("Start session mode"), opener(start), icon=ft.Icons.PLAY_ARROW),
        ]
    parts = [
        small(when(here, session), color=INK),
        now_title(_number(now, session)),
        now_words(t("It is time.") if now.due else t("Today is the day. One step at a time.")),
        now_words(_way_home(session)),
        *ready_lines(here, said),
        small(
            tn(
                "{n} answer is from before today. Answer it again.",
                "{n} answers are from before today. Answer them again.",
                too_early,
            )
            if too_early
            else _answered(now.day_of),
            color=INK,
        ),
        row(*actions),
    ]
    if session.escort_phone:
        name = t("Call {name}", name=session.escort) if session.escort else t("Call my ride")
        parts.append(row(call_button(name, session.escort_phone, main=False)))
    if session.backup_escort_phone.strip():
        other = session.backup_escort.strip()
        name = t("Call {name} instead", name=other) if other else t("Call who else could come")
        parts.append(row(call_button(name, session.backup_escort_phone, main=False)))
    return card(*parts, now=True)


_RUNNING: dict[ClockPart, Callable[[], str]] = {
    ClockPart.INFUSION: lambda: t("Your infusion is running"),
    ClockPart.COMING_ROUND: lambda: t("Coming round"),
    ClockPart.OVER: lambda: t("The usual time is over"),
}


def _in_session(_: Here, now: Now) -> ft.Control:
    number = now.session.number if now.session else 1
    part = now.clock.part if now.clock else ClockPart.INFUSION
    return card(
        now_title(_RUNNING[part]()),
        now_words(t(now.clock.sentence) if now.clock else ""),
        row(
            primary(t("Open session mode"), opener(f"/course/{number}/now"), icon=ft.Icons.PLAY_ARROW),
        ),
        now=True,
    )


def _between(here: Here, now: Now) -> ft.Control:
    session = now.next or now.session
    if session is None or session.starts_at is None:
        return card(
            now_title(t("{done} of {planned} infusions done", done=now.done, planned=now.planned)),
            now_words(t("The next one has no date yet.")),
            row(primary(t("Enter dates"), opener("/course"), icon=ft.Icons.EVENT)),
            now=True,
        )
    days = (session.starts_at.date() - here.services.now().date()).days
    return card(
        small(when(here, session), color=INK),
        now_title(tn("Next infusion tomorrow", "Next infusion in {n} days", days)),
        now_words(_number(now, session) + ". " + _way_home(session)),
        row(
            primary(t("Open this infusion"), opener(f"/course/{session.number}"), icon=ft.Icons.EVENT),
            secondary(t("Look at the checklist"), opener(f"/checklist/{session.number}")),
        ),
        now=True,
    )


_CARDS: dict[Phase, Callable[[Here, Now], ft.Control]] = {
    Phase.NO_COURSE: _no_course,
    Phase.WELCOME: _no_course,
    Phase.NO_DATES: _no_dates,
    Phase.IN_SESSION: _in_session,
    Phase.BETWEEN: _between,
    Phase.UNRECORDED: unrecorded_card,
    Phase.AFTER: after_card,
    Phase.STOPPED: stopped_card,
}
