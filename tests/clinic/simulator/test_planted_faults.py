"""The simulator sees what it is there for: with a fault planted in the sync or the client, its seeds fail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from typing import Any
from urllib.parse import urljoin

import pytest

from app.care.merge import Merged
from app.clinic import address
from app.clinic.client import FhirClient
from app.clinic.synchronizer import applying
from app.clinic.synchronizer.applying import Did
from app.clinic.synchronizer.books import Books
from storage.outbox import Outbox
from tests.clinic.simulator.seeds import failures

STEPS = 10
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


def what_is_there_is_created_again(patch: pytest.MonkeyPatch) -> None:
    create = FhirClient.create
    patch.setattr(FhirClient, "create", lambda self, resource, identifier="": create(self, resource))


def other_servers_are_followed(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(address, "within", urljoin)


def the_first_page_is_enough(patch: pytest.MonkeyPatch) -> None:
    pages = FhirClient._pages
    patch.setattr(FhirClient, "_pages", lambda self, *asked: islice(pages(self, *asked), 1))


def what_was_changed_there_is_overwritten(patch: pytest.MonkeyPatch) -> None:
    put = FhirClient.put
    patch.setattr(FhirClient, "put", lambda self, one, version=None, *, absent=False: put(self, one))


@pytest.mark.parametrize(
    ("plant", "seed"),
    [
        (other_words_are_lost, 91),
        (theirs_always_counts, 91),
        (more_is_acknowledged_than_was_sent, 26),
        (numbers_are_not_made_room_for, 770),
        (removals_beat_edits, 324),
        (what_is_there_is_created_again, 130),
        (other_servers_are_followed, 4),
        (the_first_page_is_enough, 1),
        (what_was_changed_there_is_overwritten, 456),
    ],
)
def test_a_planted_fault_is_seen(plant: Plant, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not list(failures([seed], STEPS))
    plant(monkeypatch)
    assert list(failures([seed], STEPS))
