"""A summary's moods and check-ins: a sentence first, then the picture, then the numbers."""

from __future__ import annotations

from datetime import date

import flet as ft

from app.care.journal import FEELINGS
from app.care.summary import Part, SharedMood, Summary
from app.care.summary_words import infusion_days, mood_line, totals_of
from app.care.totals import Totals
from app.ui.components.base import body, card, heading, quiet, row, small
from app.ui.components.chart import mood_picture
from app.ui.components.chart_totals import totals_picture
from app.ui.components.mood_table import mood_table
from app.ui.components.said import paragraphs, said_of
from app.ui.components.table import Table, numbers_below
from app.ui.failing import component
from app.ui.live import Here, use_value
from app.ui.text import day as day_words
from app.ui.text import moment, said, t

_LABELS = dict(FEELINGS)
# So many at first, and so many more with each tap.
_FEW, _MORE = 5, 40


def mood_cards(here: Here, summary: Summary, who: str) -> list[ft.Control]:
    """The mood numbers as a sentence, a picture and a table.

    Args:
        here: the screen's surroundings.
        summary: of one person.
        who: how they are called, or "".
    """
    if Part.MOODS not in summary.parts:
        return []
    mood = mood_line(summary, who)
    name = t("Mood")
    parts: list[ft.Control] = [heading(name), *paragraphs(mood.sentences)]
    if mood.points:
        parts.append(mood_picture(here, mood, said_of(name, mood.sentences)))
        words = t("Each dot is a week.") if mood.span.weekly else t("Each dot is a day.")
        if mood.infusions:
            words += " " + t("The numbered lines are the infusions.")
        low_high = t("0 is very low, 10 is very good.")
        parts += [small(f"{words} {low_high}"), numbers_below(mood_table(mood))]
    return [card(*parts)]


def notes_cards(summary: Summary) -> list[ft.Control]:
    """Feelings and words, newest first; nothing where none were chosen.

    Args:
        summary: of one person.
    """
    told = [one for one in reversed(summary.moods) if one.feelings or one.words]
    return [Notes(told, summary.last)] if told else []


@component
def Notes(told: list[SharedMood], last: date) -> ft.Control:
    """The newest ones, and a button for the others.

    Args:
        told: newest first, at least one.
        last: the last day of the summary.
    """
    shown, set_shown = use_value(_FEW)
    lines = [part for one in told[:shown] for part in _note(one, last)]
    more = quiet(t("Show more"), lambda _: set_shown(shown + _MORE), icon=ft.Icons.EXPAND_MORE)
    rest = [row(more)] if len(told) > shown else []
    return card(heading(t("Feelings and words that they chose to share")), *lines, *rest, spacing=8)


def _note(one: SharedMood, today: date) -> list[ft.Control]:
    feelings = ", ".join(t(_LABELS.get(name, name)) for name in one.feelings)
    when = t("{moment}, mood {mood} of 10", moment=moment(one.at, today), mood=one.mood)
    return [
        heading(when, 3),
        *([body(feelings)] if feelings else []),
        *([ft.SelectionArea(content=body(one.words))] if one.words else []),
    ]


def total_cards(here: Here, summary: Summary, who: str) -> list[ft.Control]:
    """A card for each questionnaire: its newest total, the picture over the bands, the numbers.

    Args:
        here: the screen's surroundings.
        summary: of one person.
        who: how they are called, or "".
    """
    if Part.CHECK_INS not in summary.parts:
        return []
    found = totals_of(summary, who)
    if not found:
        return [card(heading(t("Check-ins")), body(t("There is no finished check-in in this time.")))]
    marks = infusion_days(summary)
    return [_total(here, one, marks, summary.last) for one in found]


def _total(here: Here, totals: Totals, marks: tuple[tuple[date, int], ...], last: date) -> ft.Control:
    asked = totals.questionnaire
    end = max(last, totals.points[-1].day)
    rows = tuple(
        (
            day_words(point.day, end),
            said(point.score.shown),
            t(point.score.band.name) if point.score.band else "",
        )
        for point in reversed(totals.points)
        if point.score is not None
    )
    most = 3 if asked.bands else 2
    table = Table(asked.name, (t("Day"), t("Total"), t("Called"))[:most], tuple(one[:most] for one in rows))
    return card(
        heading(asked.name),
        small(t(asked.title)),
        *paragraphs(totals.sentences),
        totals_picture(here, totals, marks, end, said_of(asked.name, totals.sentences)),
        numbers_below(table),
    )
