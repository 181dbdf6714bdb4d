"""The numbers behind the pictures of insights, as tables; no mean of fewer than three values."""

from __future__ import annotations

from app.care.insight import Beside, Curves, Feelings, Held
from app.ui.components.chart_counts import feeling_name, range_words
from app.ui.components.table import Table
from app.ui.text import number, short_day, t


def held_table(held: Held) -> Table:
    """The means of three days since the last infusion, the newest first."""
    rows = [
        (
            t("Day {n}, {day}", n=n, day=short_day(one.day)),
            t("too few notes") if one.mean is None else number(one.mean),
            str(one.notes),
        )
        for n, one in enumerate(held.table, 1)
    ]
    return Table(t("Days held"), (t("Day"), t("Mean"), t("Notes")), tuple(reversed(rows)))


def around_table(curves: Curves) -> Table:
    """The moods of each day around the infusions, and their mean from three infusions on."""
    means = {point.offset: number(point.mean) for point in curves.mean}
    told = [curve for curve in curves.curves if curve.points]
    values = [{offset: mood.words for offset, mood in curve.points} for curve in told]
    offsets = sorted({offset for one in values for offset in one})
    rows = tuple(
        (
            _offset(offset),
            *(one.get(offset, "") for one in values),
            *([means.get(offset, "")] if means else []),
        )
        for offset in offsets
    )
    names = [t("Infusion {n}", n=curve.number) for curve in told]
    columns = (t("Day"), *names, *([t("Mean")] if means else []))
    return Table(t("Around each infusion"), columns, rows)


def _offset(days: int) -> str:
    if days < 0:
        return t("The day before")
    return t("The day itself") if days == 0 else t("Day {n}", n=days)


def feelings_table(feelings: Feelings) -> Table:
    """Every feeling with its counts by the mood of the notes."""
    rows = tuple(
        (feeling_name(one), str(one.count), *(str(many) for many in one.by_mood)) for one in feelings.counts
    )
    columns = (t("Feeling"), t("Notes"), *(_with_mood(place) for place in range(3)))
    return Table(t("Feelings"), columns, rows)


def beside_table(beside: Beside, name: str, title: str) -> Table:
    """The notes with a scale in thirds, by the mood of the notes.

    Args:
        beside: the counts.
        name: of the scale, already translated.
        title: of the table, already translated.
    """
    rows = tuple(
        (f"{name} {range_words(place)}", str(row.notes), *(str(many) for many in row.by_mood))
        for place, row in enumerate(beside.rows)
    )
    columns = (name, t("Notes"), *(_with_mood(place) for place in range(3)))
    return Table(title, columns, rows[::-1])


def _with_mood(place: int) -> str:
    return t("with mood {range}", range=range_words(place))
