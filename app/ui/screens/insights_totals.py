"""The check-ins in insights: a card for each questionnaire, in words that are no verdict."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import flet as ft

from app.care.questionnaire import OVERLAP, Questionnaire
from app.care.totals import Point, Totals
from app.ui.components.base import body, card, heading, row, secondary, small
from app.ui.components.chart_totals import totals_picture
from app.ui.components.said import paragraphs, said_of
from app.ui.components.table import Table, numbers_below
from app.ui.layout import opener
from app.ui.live import Here
from app.ui.text import day as day_words
from app.ui.text import said, t


def totals_cards(
    here: Here, totals: Sequence[Totals], infusions: Sequence[tuple[date, int]], today: date
) -> list[ft.Control]:
    """A card for each questionnaire that has a result, or one that says what will be here.

    Args:
        here: the screen's surroundings.
        totals: of the questionnaires that are in use.
        infusions: the day and number of each.
        today: today.
    """
    told = [one for one in totals if one.points]
    if not told:
        way = row(secondary(t("Check-ins"), opener("/check-in")))
        words = t(
            "The results of your check-ins will show here, next to what they were before the first infusion."
        )
        return [card(heading(t("Check-ins")), body(words, quiet=True), way)]
    return [_card(here, one, infusions, today) for one in told]


def _card(here: Here, totals: Totals, infusions: Sequence[tuple[date, int]], today: date) -> ft.Control:
    asked = totals.questionnaire
    parts: list[ft.Control] = [
        heading(asked.name),
        small(t(asked.title)),
        *paragraphs(totals.sentences),
    ]
    if totals.newest is not None:
        parts.append(totals_picture(here, totals, infusions, today, said_of(asked.name, totals.sentences)))
        notes = [_bands(asked)] if asked.bands else []
        notes += [t(OVERLAP)] if asked.overlaps else []
        if any(totals.points[0].day <= day for day, _ in infusions):
            notes.append(t("The numbered lines are your infusions."))
        parts += [small(one) for one in notes]
    parts.append(numbers_below(_table(totals, today)))
    return card(*parts)


def _bands(asked: Questionnaire) -> str:
    ranges = ", ".join(
        t("{low} to {high} {name}", low=band.low, high=band.high, name=t(band.name)) for band in asked.bands
    )
    return t("In the published table: {ranges}.", ranges=ranges)


def _table(totals: Totals, today: date) -> Table:
    asked = totals.questionnaire
    rows = [_row(point, point is totals.baseline, today) for point in reversed(totals.points)]
    # Where no band is published, no column stands empty.
    most = 3 if asked.bands else 2
    columns = (t("Day"), t("Total"), t("Called"))[:most]
    return Table(asked.name, columns, tuple(one[:most] for one in rows))


def _row(point: Point, baseline: bool, today: date) -> tuple[str, ...]:
    day = day_words(point.day, today)
    if point.score is None:
        return (day, t("none, {n} of {of} answered", n=point.answered, of=point.of), "")
    if baseline:
        day = t("{day}, before your first infusion", day=day)
    band = point.score.band
    return (day, said(point.score.shown), t(band.name) if band else "")
