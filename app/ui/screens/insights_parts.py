"""The cards of insights: the sentence first, then the picture, then the numbers one tap away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import flet as ft

from app.care.insight import Beside, Curves, Feelings, Held, LookBack, MoodLine, Span
from app.care.insight_held import BETTER
from app.ui.components.base import card, heading, row, secondary, small
from app.ui.components.chart import mood_picture
from app.ui.components.chart_counts import beside_field, feeling_bars
from app.ui.components.chart_curves import curves_picture
from app.ui.components.chart_totals import held_picture
from app.ui.components.choices import choice
from app.ui.components.mood_table import mood_table
from app.ui.components.said import paragraphs, said_of
from app.ui.components.table import numbers_below
from app.ui.layout import opener
from app.ui.live import Here
from app.ui.screens.insights_tables import (
    around_table,
    beside_table,
    feelings_table,
    held_table,
)
from app.ui.screens.today_words import now_title, now_words
from app.ui.text import t

SPANS = (
    (Span.DAYS_7, "7 days"),
    (Span.DAYS_30, "30 days"),
    (Span.DAYS_90, "90 days"),
    (Span.ALL, "All"),
)
SCALE_NAMES = {"sleep": "Sleep", "anxiety": "Anxiety", "energy": "Energy", "pain": "Pain"}


def span_words(span: Span) -> str:
    """Of which time something is, in words."""
    return t("All entries") if span.days is None else t("Last {n} days", n=span.days)


def look_back_card(found: LookBack | None) -> list[ft.Control]:
    """What can be said in mid-course; nothing at any other time."""
    if found is None:
        return []
    words: list[ft.Control] = [now_words(t(one)) for one in found.sentences]
    ask = row(secondary(t("Write down a question"), opener("/questions")))
    return [card(now_title(t("Half-way")), *words, ask, now=True)]


def mood_card(here: Here, mood: MoodLine, span: Span, choose: Callable[[Span], None]) -> ft.Control:
    """The mood line of a span that can be chosen."""
    name = t("Mood")
    parts: list[ft.Control] = [
        heading(name),
        choice([(one, t(words)) for one, words in SPANS], span, choose, name=t("Time")),
        *paragraphs(mood.sentences),
    ]
    if mood.points:
        parts.append(mood_picture(here, mood, said_of(name, mood.sentences)))
        words = t("Each dot is a week.") if mood.span.weekly else t("Each dot is a day.")
        if mood.infusions:
            words += " " + t("The numbered lines are your infusions.")
        parts += [small(words), numbers_below(mood_table(mood))]
    return card(*parts)


def held_card(here: Here, held: Held) -> ft.Control:
    """Days held with what they are."""
    name = t("Days held")
    parts: list[ft.Control] = [heading(name), *paragraphs(held.sentences)]
    if held.baseline is not None and any(one.mean is not None for one in held.table):
        parts.append(held_picture(here, held, BETTER, said_of(name, held.sentences)))
        parts.append(small(t("Each dot is the mean of three days, by the days since your last infusion.")))
        parts.append(small(t(held.definition)))
        parts.append(numbers_below(held_table(held)))
    else:
        parts.append(small(t(held.definition)))
    return card(*parts)


def around_card(here: Here, curves: Curves) -> ft.Control:
    """The days around each infusion."""
    name = t("Around each infusion")
    parts: list[ft.Control] = [heading(name), *paragraphs(curves.sentences)]
    if any(curve.points for curve in curves.curves):
        parts.append(curves_picture(here, curves, said_of(name, curves.sentences)))
        words = t(
            "Days before and after an infusion. The number at the end of a line says which infusion it is."
        )
        parts.append(small(words))
        if curves.mean:
            parts.append(small(t("The thick line is the mean, where at least three infusions have a mood.")))
        parts.append(numbers_below(around_table(curves)))
    return card(*parts)


def feelings_card(here: Here, feelings: Feelings, span: Span) -> ft.Control:
    """How often each feeling was named."""
    name = t("Feelings")
    parts: list[ft.Control] = [heading(name), small(span_words(span)), *paragraphs(feelings.sentences)]
    if feelings.counts:
        parts.append(feeling_bars(here, feelings, said_of(name, feelings.sentences)))
        parts.append(numbers_below(feelings_table(feelings)))
    return card(*parts)


def beside_card(
    here: Here, found: Sequence[Beside], scale: str, choose: Callable[[Any], None], span: Span
) -> ft.Control:
    """Sleep, anxiety, energy or pain beside the mood."""
    shown = next(one for one in found if one.scale == scale)
    name = t(SCALE_NAMES[scale])
    parts: list[ft.Control] = [
        heading(t("Beside your mood")),
        small(span_words(span)),
        choice(
            [(one.scale, t(SCALE_NAMES[one.scale])) for one in found],
            scale,
            choose,
            name=t("Beside your mood"),
        ),
        *paragraphs(shown.sentences),
    ]
    if shown.notes:
        title = t("{name} beside your mood", name=name)
        parts.append(beside_field(here, shown, name, said_of(title, shown.sentences)))
        parts.append(small(t("Each number says how many notes have both.")))
        parts.append(numbers_below(beside_table(shown, name, title), "beside"))
    return card(*parts)
