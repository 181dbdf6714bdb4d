"""What is known of clinic, person and device is kept as told, and silence stays silence."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from app.care.invalid import Invalid
from app.care.profile import (
    ClinicProfile,
    ClinicRule,
    Person,
    Preferences,
    Role,
    Theme,
    with_rule,
)

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
CLINIC = ClinicProfile(id=UUID(int=1))
PREFERENCES = Preferences(id=UUID(int=2))


def test_a_silent_clinic_says_nothing() -> None:
    assert CLINIC.says("escort") == ""


def test_a_rule_is_added_changed_in_place_and_taken_away_with_empty_words() -> None:
    told = with_rule(with_rule(CLINIC, "escort", "Yes"), "driving", "Next day")
    told = with_rule(told, "escort", "An adult")
    assert [(rule.item, rule.says) for rule in told.rules] == [
        ("escort", "An adult"),
        ("driving", "Next day"),
    ]
    assert with_rule(told, "escort", "  ").says("escort") == ""
    assert with_rule(CLINIC, "escort", "") == CLINIC


@pytest.mark.parametrize(
    "bad",
    [
        {"phone": "call us"},
        {"emergency_number": "x"},
        {"name": "n" * 201},
        {"rules": (ClinicRule(item="escort", says="a"), ClinicRule(item="escort", says="b"))},
        {"id": "1"},
    ],
)
def test_a_clinic_that_could_not_be_called_or_is_unclear_is_refused(bad: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        replace(CLINIC, **bad)


def test_a_number_may_be_written_as_people_write_it() -> None:
    assert replace(CLINIC, phone="+1 (555) 0100 ext. 4").phone


def test_a_person_needs_a_number_that_can_be_called_or_none() -> None:
    assert Person(id=UUID(int=3), name="Ana", phone="555 0100").phone
    assert Person(id=UUID(int=3)).phone == ""
    with pytest.raises(Invalid, match="phone of your person"):
        Person(id=UUID(int=3), phone="later")


@pytest.mark.parametrize(
    "bad",
    [
        {"role": "doctor"},
        {"theme": "pink"},
        {"text_scale": 0.5},
        {"text_scale": 2.1},
        {"text_scale": float("nan")},
        {"text_scale": True},
        {"country": "us"},
        {"country": "USA"},
        {"country": ""},
        {"country": "ÄÖ"},
        {"language": ""},
        {"crisis_number": "line"},
        {"welcomed_at": datetime(2026, 11, 22)},
        {"rest_until": datetime(2026, 11, 22)},
        {"lock_after": -1},
        {"lock_after": 61},
        {"lock_after": True},
    ],
)
def test_preferences_out_of_range_are_refused(bad: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        replace(PREFERENCES, **bad)


def test_the_usual_preferences_are_accepted() -> None:
    assert (PREFERENCES.role, PREFERENCES.theme) == (Role.PATIENT, Theme.SYSTEM)
    assert replace(PREFERENCES, text_scale=2.0, country="DE", theme=Theme.HIGH_CONTRAST_DARK)
