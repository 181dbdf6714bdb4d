"""Insight: everything other parts use about what moods and infusions show, to import from one place.

Each result brings its sentences first. Nothing is compared but with the own baseline, no cause is claimed,
and a mean needs at least three values.
"""

from __future__ import annotations

from app.care.insight_beside import (
    ONLY_COUNTS,
    RANGES,
    SCALES,
    Beside,
    BesideRow,
    FeelingCount,
    Feelings,
    beside,
    feelings,
)
from app.care.insight_curves import NO_CAUSE, Curve, Curves, MeanPoint, curves
from app.care.insight_held import DEFINITION, Held, HeldDay, held
from app.care.insight_line import LinePoint, MoodLine, Span, mood_line, weeks
from app.care.insight_look_back import LookBack, look_back

__all__ = [
    "DEFINITION",
    "NO_CAUSE",
    "ONLY_COUNTS",
    "RANGES",
    "SCALES",
    "Beside",
    "BesideRow",
    "Curve",
    "Curves",
    "FeelingCount",
    "Feelings",
    "Held",
    "HeldDay",
    "LinePoint",
    "LookBack",
    "MeanPoint",
    "MoodLine",
    "Span",
    "beside",
    "curves",
    "feelings",
    "held",
    "look_back",
    "mood_line",
    "weeks",
]
