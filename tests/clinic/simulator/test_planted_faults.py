"""The simulator sees what it is there for: with a fault planted in the sync, its seeds fail.

Updates without If-Match are planted in tests/clinic/test_faults.py, where two devices write at once
more often.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from app.care.merge import Merged
from app.clinic.synchronizer import applying
from app.clinic.synchronizer.applying import Did
from app.clinic.synchronizer.books import Books
from storage.outbox import Outbox
from tests.clinic.simulator.seeds import failures

Plant = Callable[[pytest.MonkeyPatch], None]


def other_words_are_lost(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Books, "keep", lambda *_: None)


def more_is_acknowledged_than_was_sent(patch: pytest.MonkeyPatch) -> None:
    def all_of_it(self: Outbox, sequence: int, *, kind: str, record_id: Any) -> None:
        self.take_out(kind, record_id)

    patch.setattr(Outbox, "acknowledge", all_of_it)


def numbers_are_not_made_room_for(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(applying, "make_room", lambda _, session: session)


def theirs_always_counts(patch: pytest.MonkeyPatch) -> None:
    def theirs(base: Any, mine: Any, mine_at: Any, fields: Any, at: Any) -> Merged[Any]:
        return Merged(replace(mine, **fields))

    patch.setattr(applying, "meet", theirs)


def removals_beat_edits(patch: pytest.MonkeyPatch) -> None:
    def gone(self: Any, waits: Any) -> Did:
        self.books.outbox.take_out(self.kind, self.id)
        return Did.REMOVED if self.books.record(self.kind, self.id)[1] else Did.NOTHING

    patch.setattr(applying._Applying, "_withdrawn", gone)


@pytest.mark.parametrize(
    ("plant", "seed"),
    [
        (other_words_are_lost, 48),
        (theirs_always_counts, 48),
        (more_is_acknowledged_than_was_sent, 25),
        (numbers_are_not_made_room_for, 150),
        (removals_beat_edits, 127),
    ],
)
def test_a_planted_fault_is_seen(plant: Plant, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not list(failures([seed]))
    plant(monkeypatch)
    assert list(failures([seed]))
