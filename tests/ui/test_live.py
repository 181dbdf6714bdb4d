"""What another window or thread writes reaches each page on its own event loop, and nothing listens on."""

from __future__ import annotations

import threading
from collections.abc import Callable

from app.services import Services
from app.ui.live import LiveFeed
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
