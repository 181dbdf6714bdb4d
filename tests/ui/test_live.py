"""What another window or thread writes reaches each page on its own event loop, and nothing listens on."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from app.services import Services
from app.ui import app
from app.ui.live import LiveFeed
from app.ui.screens import course_clock
from tests.headless import Stage

Open = Callable[..., Stage]


def test_two_windows_of_one_store_show_the_same(stage: Open, services: Services) -> None:
    one, other = stage("/"), stage("/journal")
    one.press("Mood 7 of 10, good")
    other.settle()
    assert other.shows("One mood in the last 30 days: 7.")


def test_a_write_on_another_thread_wakes_the_page_on_its_own_loop(stage: Open, services: Services) -> None:
    shown = stage("/")
    heard: list[int] = []
    feed = LiveFeed(shown.page, services)
    feed.listen(lambda _: heard.append(threading.get_ident()))
    writer = threading.Thread(target=services.journal.add, args=(3,))
    writer.start()
    writer.join()
    shown.until(lambda: heard)
    assert heard == [threading.get_ident()]
    assert shown.shows("One mood in the last 7 days: 3.")
    feed.close()


def test_a_closed_feed_hears_nothing_more(stage: Open, services: Services) -> None:
    shown = stage("/")
    heard: list[frozenset[str]] = []
    feed = LiveFeed(shown.page, services)
    end = feed.listen(heard.append)
    services.journal.add(3)
    shown.settle()
    assert heard == [frozenset({"journal_entry"})]
    end()
    services.journal.add(4)
    shown.settle()
    feed.close()
    services.journal.add(5)
    shown.settle()
    assert len(heard) == 1


def test_a_query_is_asked_again_only_when_one_of_its_tables_changed(stage: Open, services: Services) -> None:
    shown = stage("/questions")
    asked: list[int] = []
    before = services.questions.all

    def counted() -> list[object]:
        asked.append(1)
        return list(before())

    services.questions.all = counted  # type: ignore[method-assign, assignment]
    services.journal.add(5)
    shown.settle()
    assert asked == []
    services.questions.add("", "May I bring my own music?")
    shown.settle()
    assert asked
    assert shown.shows("May I bring my own music?")


def test_a_listener_that_fails_does_not_keep_the_news_from_the_others(
    stage: Open, services: Services, caplog: pytest.LogCaptureFixture
) -> None:
    shown = stage("/")
    feed = LiveFeed(shown.page, services)
    heard: list[frozenset[str]] = []

    def broken(_: Any) -> None:
        raise RuntimeError("words that only the patient knows")

    feed.listen(broken)
    feed.listen(heard.append)
    services.journal.add(3)
    shown.settle()
    feed.close()
    assert heard == [frozenset({"journal_entry"})]
    assert "only the patient knows" not in caplog.text


def test_a_window_that_was_cut_off_catches_up(stage: Open, services: Services) -> None:
    shown = stage("/journal")
    shown.cut_off()
    services.journal.add(7)
    shown.come_back()
    assert shown.shows("One mood in the last 30 days: 7.")


def test_nothing_of_a_page_that_is_gone_runs_or_listens_on(
    stage: Open, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module, pause in ((app, "_OTHER_PROCESSES"), (course_clock, "TICK")):
        monkeypatch.setattr(module, pause, 0)
    services.courses.start(date(2026, 11, 22), time(11, 0))
    services.courses.begin(1)
    shown = stage("/course/1/now")
    assert shown.repeating() > 1
    shown.expire()
    shown.until(lambda: shown.repeating() == 0)
    assert not any("LiveFeed" in repr(one) for one in services.changes._listeners.values())


def test_a_store_that_is_gone_is_told_once(
    stage: Open, services: Services, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(app, "_OTHER_PROCESSES", 0)
    said: list[str] = []
    monkeypatch.setattr(app, "say", said.append)
    shown = stage("/")
    # In one step: a thread that looks the data over may just be opening a file there.
    (tmp_path / "data").rename(tmp_path / "moved")
    shown.settle()
    assert len(said) == 1
    assert "was moved, deleted or replaced" in str(said[0])
    shown.press("Mood 7 of 10, good")
    assert shown.shows("so nothing was saved")


def test_a_window_that_is_open_makes_the_weeks_copy_beside_its_own_work(
    stage: Open, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "_OTHER_PROCESSES", 0)
    monkeypatch.setattr(app, "_TENDING", 3)
    services.journal.add(7)
    shown = stage("/")
    shown.until(services.backup.copies)
    shown.press("Mood 7 of 10, good")
    assert [copy.entries for copy in services.backup.copies()] == [1]


def test_a_window_with_the_sample_goes_home_when_another_one_deletes_everything(
    services: Services, monkeypatch: pytest.MonkeyPatch, stage: Open
) -> None:
    monkeypatch.setattr(app, "_OTHER_PROCESSES", 0)
    shown = stage("/settings")
    shown.press("Look around with sample data")
    mark = "Sample data. Nothing here is about you."
    assert shown.shows(mark)
    services.delete_everything("DELETE")
    shown.settle()
    assert not shown.shows(mark)
    assert shown.route == "/"
