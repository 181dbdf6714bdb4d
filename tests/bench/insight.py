"""Insights over five years of entries beside the same sums in bare SQL on the same file."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from app.care.insight import Span
from app.services import Services
from app.services.sample import fill, five_years
from tests.bench.measure import Figure, in_turn, timed

RUNS = 15
_WEEKS = """
    SELECT date(local_day, 'weekday 0'), avg(mood), min(mood), max(mood), count(*) FROM journal_entry
    WHERE removed_at IS NULL AND local_day BETWEEN '0001' AND '9999' GROUP BY 1 ORDER BY 1
"""
_FEELINGS = """
    SELECT value, count(*), sum(mood <= 3), sum(mood >= 7) FROM journal_entry, json_each(feelings)
    WHERE removed_at IS NULL AND local_day BETWEEN '0001' AND '9999' GROUP BY value
"""
_SLEEP = """
    SELECT sleep, mood, count(*) FROM journal_entry
    WHERE removed_at IS NULL AND sleep IS NOT NULL AND local_day BETWEEN '0001' AND '9999'
    GROUP BY sleep, mood
"""
# A mean over the days before and after any day on which an infusion began, as the curves have it.
_CURVES = """
    SELECT round(julianday(e.local_day) - julianday(date(s.began_at))), avg(e.mood)
    FROM session s JOIN journal_entry e ON e.removed_at IS NULL
        AND e.local_day BETWEEN date(s.began_at, '-1 day') AND date(s.began_at, '+14 days')
    WHERE s.removed_at IS NULL AND s.began_at IS NOT NULL GROUP BY 1
"""


def insights(folder: Path) -> Iterator[Figure]:
    """Each picture of the insights, from the store to its sentences and points.

    Args:
        folder: an empty one.
    """
    services = Services.open(folder, now=lambda: datetime.now(UTC).astimezone(), sample=True)
    fill(services, 6)
    five_years(services)
    plain = sqlite3.connect(services.store.path)
    try:
        told = services.insights
        asked: tuple[tuple[str, Callable[[], object], str], ...] = (
            ("mood of all time, by week", lambda: told.mood(Span.ALL), _WEEKS),
            ("feelings of all time", lambda: told.feelings(Span.ALL), _FEELINGS),
            ("sleep beside mood, all time", lambda: told.beside("sleep", Span.ALL), _SLEEP),
            ("days around each infusion", told.curves, _CURVES),
        )
        for name, ours, sql in asked:
            mine, bare = in_turn(
                lambda ours=ours: timed(ours),  # type: ignore[misc]
                lambda sql=sql: timed(lambda: plain.execute(sql).fetchall()),  # type: ignore[misc]
                RUNS,
            )
            yield Figure(name, mine, bare, "ms", None, "the same sums in bare SQL, 5 years")
    finally:
        plain.close()
        services.close()
