"""The sync in the background: when it is due, that it ends, and that its own writing does not wake it."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event

from app.services.sync_background import AFTER_CHANGE, EVERY, Background, Due


def test_it_is_due_at_the_start() -> None:
    assert Due().at() == 0


def test_after_a_run_it_is_due_by_the_timer() -> None:
    assert Due(ran=100).at() == 100 + EVERY


def test_a_change_is_sent_a_moment_after_the_last_one() -> None:
    assert Due(ran=100, changed=200).at() == 200 + AFTER_CHANGE


def test_nothing_is_due_before_the_back_off_is_over_and_then_at_once() -> None:
    assert Due(ran=100, changed=101, held_until=160).at() == 160
    assert Due(ran=100, held_until=160).at() == 160
    assert Due(held_until=160).at() == 160


class Hands:
    """A clock that stands still, and a run that says when it was called."""

    def __init__(self) -> None:
        self.at = 0.0
        self.ran = Event()
        self.go_on = Event()
        self.stopped = False
        self.background = Background(self.run, clock=lambda: self.at)

    def run(self, stop: Callable[[], bool]) -> float:
        self.background.changed()  # its own writing
        self.ran.set()
        self.go_on.wait(30)
        self.stopped = stop()
        return 0.0

    def next(self) -> None:
        assert self.ran.wait(30)
        self.ran.clear()
        self.go_on.set()


def test_a_change_wakes_it_and_its_own_writing_does_not() -> None:
    hands = Hands()
    hands.background.start()
    hands.next()
    # Its own writing would make it due by now.
    while hands.background._due.ran is None:
        hands.background.poke()
    hands.at = AFTER_CHANGE + 1
    assert hands.background._due.changed is None
    hands.background.changed()
    hands.at += AFTER_CHANGE
    hands.background.poke()
    hands.next()
    hands.background.stop()


def test_it_stops_while_a_run_is_under_way() -> None:
    hands = Hands()
    hands.background.start()
    assert hands.ran.wait(30)
    with hands.background._wake:
        hands.background._ended = True
    hands.go_on.set()
    hands.background.stop()
    assert hands.stopped
    assert hands.background._thread is not None
    assert not hands.background._thread.is_alive()


def test_a_run_that_fails_does_not_end_it() -> None:
    tries: list[int] = []
    twice = Event()

    def run(_stop: Callable[[], bool]) -> float:
        tries.append(1)
        if len(tries) == 1:
            raise RuntimeError
        twice.set()
        return 0.0

    now = [0.0]
    background = Background(run, clock=lambda: now[0])
    background.start()
    while background._due.ran is None:
        background.poke()
    now[0] = EVERY
    background.poke()
    assert twice.wait(30)
    background.stop()
