"""Words that keep themselves: what the store refuses is neither lost nor silently taken for saved."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import flet as ft
import pytest

from app.services import Services
from storage.errors import FullStore
from tests.headless import Stage

Open = Callable[..., Stage]
WORDS = "Your words"


@pytest.fixture
def entry(services: Services) -> UUID:
    """An entry with words."""
    return services.journal.add(5, words="At first").record.id


@contextmanager
def full(services: Services, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The device has no room left."""

    def refuse(*_: Any, **__: Any) -> None:
        raise FullStore(Path("companion.db"))

    with monkeypatch.context() as now:
        now.setattr(services.journal, "change", refuse)
        now.setattr(services.settings, "change_clinic", refuse)
        yield


def there(services: Services, entry: UUID) -> str:
    """The words of an entry in the store."""
    found = services.journal.get(entry)
    assert found is not None
    return found.words


def told(shown: Stage) -> list[str]:
    """The notices that are open."""
    return [text for notice in shown.dialogs for text in shown.texts(notice)]


def test_words_refused_as_the_screen_is_left_wait_in_their_field(
    stage: Open, services: Services, entry: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = stage(f"/journal/{entry}")
    with full(services, monkeypatch):
        shown.type(WORDS, "At first and then")
        shown.open("/guide")
        assert any("no room left" in text and "waits in its field" in text for text in told(shown))
        shown.open(f"/journal/{entry}")
        field = shown.find(ft.TextField, WORDS)
        assert field.value == "At first and then"
        assert "no room left" in field.error
        shown.open("/guide")
    assert there(services, entry) == "At first"
    shown.open(f"/journal/{entry}")
    assert there(services, entry) == "At first and then"
    assert not shown.find(ft.TextField, WORDS).error


def test_refused_words_come_back_in_their_own_field_alone(
    stage: Open, services: Services, entry: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = services.journal.add(3, words="Another").record.id
    shown = stage(f"/journal/{entry}")
    with full(services, monkeypatch):
        shown.type(WORDS, "Changed")
        shown.open(f"/journal/{other}")
        assert shown.find(ft.TextField, WORDS).value == "Another"
        shown.open("/settings/clinic")
        assert "Changed" not in shown.texts()


def test_words_of_an_entry_that_is_deleted_raise_no_notice(
    stage: Open, services: Services, entry: UUID
) -> None:
    shown = stage(f"/journal/{entry}")
    shown.type(WORDS, "Never mind")
    shown.press("Delete")
    assert told(shown)[0] == "Entry deleted"
    shown.press_undo()
    assert there(services, entry) == "Never mind"


def test_what_was_refused_in_the_real_store_does_not_turn_up_in_the_sample(
    stage: Open, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "Name of the clinic"
    shown = stage("/settings/clinic")
    with full(services, monkeypatch):
        shown.type(name, "River Clinic")
        shown.open("/settings")
    shown.press("Look around with sample data")
    shown.open("/settings/clinic")
    assert shown.find(ft.TextField, name).value == "Sample Clinic"
