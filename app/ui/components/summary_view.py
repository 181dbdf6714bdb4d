"""What a caregiver sees of one person: read only, the same in the preview, in their app and handed over."""

from __future__ import annotations

from datetime import datetime, timedelta

import flet as ft

from app.care.summary import Summary
from app.ui import theme
from app.ui.components.base import body, card, heading_with, small
from app.ui.components.summary_course import course_card, next_card, noted_card
from app.ui.components.summary_mood import mood_cards, notes_cards, total_cards
from app.ui.failing import component
from app.ui.live import Here, use_here
from app.ui.text import day, moment, t


def made_words(summary: Summary, now: datetime) -> str:
    """When it was made and by whom, "Made Thu 26 Nov, 10:00, by Alex".

    Args:
        summary: of one person.
        now: aware.
    """
    at = moment(summary.made_at.astimezone(now.tzinfo), now.date())
    who = summary.called.strip()
    return t("Made {moment}, by {who}", moment=at, who=who) if who else t("Made {moment}", moment=at)


def ended_card(who: str, ends_at: datetime | None, now: datetime) -> ft.Control:
    """All that is shown of a summary that has ended.

    Args:
        who: how the person is called, or "".
        ends_at: when it ended, or None.
        now: aware.
    """
    name = who or t("the person")
    parts: list[ft.Control] = [heading_with(ft.Icons.EVENT_BUSY, t("This summary has ended"))]
    if ends_at is not None:
        parts.append(body(t("It could be seen until {day}.", day=_last_day(ends_at, now))))
    parts.append(
        body(t("Nothing of it is shown any more. Ask {who} for a new one if you need it.", who=name))
    )
    return card(*parts)


@component
def SummaryView(summary: Summary, now: datetime, name: str = "") -> ft.Control:
    """One person, as far as they chose; nothing in it can be changed.

    Args:
        summary: what they chose.
        now: aware; of an ended one only that is shown.
        name: how the caregiver calls them; as in the summary where it is left out.
    """
    left, right = summary_sides(use_here(), summary, now, name)
    return _column([*left, *right])


def summary_sides(
    here: Here, summary: Summary, now: datetime, name: str = ""
) -> tuple[list[ft.Control], list[ft.Control]]:
    """The same in two parts, for a screen with two columns: what is to come, and how it went.

    Args:
        here: the screen's surroundings.
        summary: what they chose.
        now: aware; of an ended one only that is shown.
        name: how the caregiver calls them; as in the summary where it is left out.
    """
    who = name or summary.called.strip()
    if summary.ended(now):
        return [ended_card(who, summary.ends_at, now)], []
    left = [_about(summary, now), *next_card(summary, now, who), *course_card(here, summary, now)]
    right = [
        *mood_cards(here, summary, who),
        *total_cards(here, summary, who),
        *notes_cards(summary),
        *noted_card(summary, now),
    ]
    if not summary.parts:
        left.append(card(body(t("Nothing was chosen for this summary."))))
    return left, right


def _about(summary: Summary, now: datetime) -> ft.Control:
    today = now.date()
    days = t("It tells of {first} to {last}.", first=day(summary.first, today), last=day(summary.last, today))
    lines = [body(made_words(summary, now)), body(days, quiet=True)]
    if summary.ends_at is not None:
        lines.append(body(t("It can be seen until {day}.", day=_last_day(summary.ends_at, now)), quiet=True))
    lines.append(small(t("Only what they chose to share. It is not a diagnosis.")))
    return card(*lines, spacing=4)


def _last_day(ends_at: datetime, now: datetime) -> str:
    # An end is mostly a midnight: said as the last day before it.
    return day((ends_at - timedelta(seconds=1)).astimezone(now.tzinfo).date(), now.date())


def _column(parts: list[ft.Control]) -> ft.Column:
    return ft.Column(
        parts,
        spacing=theme.CARD_GAP,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
