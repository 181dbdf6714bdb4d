"""A mistake of ours takes one part down, not the page, and tells nobody what a patient typed."""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable
from typing import Any

import flet as ft
import pytest

from app.services import Services
from app.ui.screens import today
from tests.headless import Stage

Open = Callable[..., Stage]
SECRET = "words that only the patient knows"


def test_a_part_that_fails_leaves_the_rest_of_the_screen_alive(
    stage: Open, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: Any) -> ft.Control:
        raise RuntimeError(SECRET)

    monkeypatch.setattr(today, "card_for_now", broken)
    shown = stage("/")
    assert shown.shows("This part could not be shown. What you entered is safe.")
    assert SECRET not in caplog.text
    assert "RuntimeError" in caplog.text
    shown.press("Go to Today")
    monkeypatch.undo()
    shown.open("/guide")
    assert shown.shows("Guide")


def test_a_handler_that_fails_shows_one_sentence_and_no_stack_trace(
    stage: Open, services: Services, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError(SECRET)

    monkeypatch.setattr(services.journal, "add", broken)
    shown = stage("/")
    with caplog.at_level(logging.DEBUG):
        shown.press("Mood 5 of 10, so-so")
    assert shown.shows("Something went wrong. What you entered is safe.")
    assert not any("Traceback" in text for text in shown.texts())
    assert SECRET not in caplog.text


def test_a_task_nobody_waits_for_tells_no_words(stage: Open, caplog: pytest.LogCaptureFixture) -> None:
    shown = stage("/")

    async def broken() -> None:
        raise RuntimeError(SECRET)

    shown.loop.create_task(broken())
    shown.settle()
    gc.collect()  # asyncio tells of it when the task is let go of
    logging.getLogger("flet_web.fastapi").error(
        "Receive loop error: %s", SECRET, exc_info=RuntimeError(SECRET)
    )
    assert caplog.text.count("RuntimeError") == 2
    assert SECRET not in caplog.text


def test_a_refusal_is_told_in_its_own_sentence(stage: Open, services: Services) -> None:
    shown = stage("/")
    shown.press("Mood 5 of 10, so-so")
    services.journal.change(services.journal.recent()[0].__class__(**{**_fields(services), "mood": 6}))
    shown.press("Undo")
    assert shown.shows("This has changed since, so it was not undone.")
    assert services.journal.recent()[0].mood == 6


def _fields(services: Services) -> dict[str, Any]:
    entry = services.journal.recent()[0]
    return {"id": entry.id, "at": entry.at, "mood": entry.mood}
