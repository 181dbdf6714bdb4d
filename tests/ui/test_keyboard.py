"""The keys lead where they say, and never take a letter away from someone who types."""

from __future__ import annotations

import pytest

from app.ui.keyboard import target_of


@pytest.mark.parametrize(
    ("key", "ctrl", "route", "typing", "target"),
    [
        ("N", True, "/", False, "/journal/new"),
        ("N", True, "/guide", True, "/journal/new"),
        ("N", False, "/", False, None),
        ("/", False, "/", False, "/journal?search"),
        ("/", False, "/guide/afterwards", False, "/guide?search"),
        ("/", False, "/journal", True, None),
        ("Escape", False, "/course/3", False, "/course"),
        ("Escape", False, "/course/3/now", False, "/course/3"),
        ("Escape", False, "/settings", False, "/"),
        ("Escape", False, "/journal?search", True, "/journal"),
        ("Escape", False, "/", False, None),
        ("Escape", False, "/welcome", False, None),
    ],
)
def test_a_key_leads_where_the_list_of_keys_says(
    key: str, ctrl: bool, route: str, typing: bool, target: str | None
) -> None:
    assert target_of(key, ctrl, route, typing) == target


def test_a_caregiver_writes_no_entry_and_searches_the_guide() -> None:
    assert target_of("N", True, "/people", False, caring=True) is None
    assert target_of("/", False, "/people", False, caring=True) == "/guide?search"
    assert target_of("Escape", False, "/people/1", False, caring=True) == "/people"
