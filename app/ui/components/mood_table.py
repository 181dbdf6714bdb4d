"""The numbers of a mood line as a table; no mean of fewer than three values."""

from __future__ import annotations

from app.care.insight import LinePoint, MoodLine
from app.ui.components.table import Table
from app.ui.text import day as day_words
from app.ui.text import number, short_day, t

_LEAST = 3


def mood_table(mood: MoodLine) -> Table:
    """The days or weeks of a mood line, the newest first."""
    marks = dict(mood.infusions)
    rows = []
    for point in reversed(mood.points):
        held = [number for day, number in marks.items() if point.first <= day <= point.last]
        infusion = ", ".join(str(number) for number in held)
        rows.append((_time(point, mood), _mood(point), str(point.count), infusion))
    columns = (t("Week") if mood.span.weekly else t("Day"), t("Mood"), t("Notes"), t("Infusion"))
    note = t("With three notes or more the mood is their mean, else the lowest and the highest.")
    if not mood.infusions:
        return Table(t("Mood"), columns[:3], tuple(row[:3] for row in rows), note)
    return Table(t("Mood"), columns, tuple(rows), note)


def _time(point: LinePoint, mood: MoodLine) -> str:
    if not mood.span.weekly:
        return day_words(point.first, mood.last)
    year = "" if point.first.year == mood.last.year else f" {point.last.year}"
    if point.first == point.last:
        return short_day(point.first) + year
    if point.first.month == point.last.month:
        return f"{point.first.day}–{short_day(point.last)}{year}"
    return f"{short_day(point.first)} – {short_day(point.last)}{year}"


def _mood(point: LinePoint) -> str:
    if point.low == point.high:
        return str(point.low)
    if point.mean is None or point.count < _LEAST:
        return f"{point.low}–{point.high}"
    return number(point.mean)
