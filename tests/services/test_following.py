"""Following: people are kept apart, nothing can be written, and who is removed leaves nothing behind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.care.invalid import Invalid
from app.care.summary import Followed
from app.errors import BadSummary
from app.services import Services
from app.share import sealed
from tests.services.conftest import Now

PASSPHRASE = "heron feather stone"
MARKER = "Zwiebelkuchen"
Give = Callable[..., bytes]


@pytest.fixture
def patient(tmp_path: Path, now: Now) -> Iterator[Services]:
    opened = Services.open(tmp_path / "patient", now=now)
    opened.shares.cost = 1_000
    yield opened
    opened.close()


@pytest.fixture
def give(patient: Services, now: Now) -> Give:
    """Make a summary of the patient's, for so many days."""

    def make(days: int = 7, share: Any = None, **more: Any) -> bytes:
        ends = now().date() + timedelta(days=days)
        more = {"called": MARKER, "share_id": share.id if share else None, **more}
        return patient.shares.seal(patient.shares.new("Sam", ends_on=ends, **more), PASSPHRASE)

    return make


def on_disk(services: Services) -> bytes:
    return b"".join(path.read_bytes() for path in services.data_dir.rglob("*") if path.is_file())


def test_a_second_summary_of_one_person_takes_the_place_of_the_first(
    services: Services, patient: Services, give: Give, now: Now
) -> None:
    first = services.following.open(give(), PASSPHRASE)
    services.following.rename(first.id, "Brother")
    patient.journal.add(9)
    now.move(hours=1)
    newer = services.following.open(give(share=patient.shares.all()[0]), PASSPHRASE)
    assert services.following.all() == [newer]
    assert (newer.id, newer.name) == (first.id, "Brother")
    seen = services.following.summary(newer)
    assert seen is not None
    assert [one.mood for one in seen.moods] == [9]


def test_an_older_file_does_not_take_the_place_of_a_newer_one(
    services: Services, patient: Services, give: Give, now: Now
) -> None:
    older = give()
    now.move(hours=1)
    newer = services.following.open(give(share=patient.shares.all()[0]), PASSPHRASE)
    with pytest.raises(Invalid, match="newer summary"):
        services.following.open(older, PASSPHRASE)
    assert services.following.all() == [newer]


def test_several_people_are_kept_apart(services: Services, patient: Services, give: Give) -> None:
    one = services.following.open(give(called="Alex"), PASSPHRASE)
    patient.journal.add(2)
    other = services.following.open(give(called="Billie"), PASSPHRASE)
    assert [person.name for person in services.following.all()] == ["Alex", "Billie"]
    seen = [services.following.summary(person) for person in (one, other)]
    assert [len(summary.moods) for summary in seen if summary] == [0, 1]
    services.following.remove(one.id)
    assert services.following.all() == [other]


def test_after_its_end_nothing_of_it_is_shown_or_kept(services: Services, give: Give, now: Now) -> None:
    person = services.following.open(give(days=7), PASSPHRASE)
    now.move(days=7)
    assert services.following.summary(person) is not None
    now.move(days=1)
    assert services.following.summary(person) is None
    services.following.let_go()
    (left,) = services.following.all()
    assert (left.name, left.content) == (MARKER, "")
    assert b"Composition" not in on_disk(services)
    assert services.following.summary(left) is None


def test_a_file_that_has_ended_says_so_and_shows_nothing(services: Services, give: Give, now: Now) -> None:
    content = give(days=1)
    now.move(days=9)
    person = services.following.open(content, PASSPHRASE)
    assert person.content == ""
    assert services.following.summary(person) is None


def test_a_clock_that_is_set_back_does_not_bring_it_back(services: Services, give: Give, now: Now) -> None:
    person = services.following.open(give(days=1), PASSPHRASE)
    now.move(days=9)
    services.following.let_go()
    now.move(days=-9)
    left = services.following.get(person.id)
    assert left is not None
    assert services.following.summary(left) is None


def test_who_is_removed_leaves_nothing_on_the_disk(services: Services, give: Give) -> None:
    person = services.following.open(give(), PASSPHRASE)
    services.backup.make_copy()
    assert MARKER.encode() in on_disk(services)
    services.following.remove(person.id)
    assert services.following.all() == []
    assert MARKER.encode() not in on_disk(services)
    services.following.remove(person.id)  # once more does no harm


def test_no_copy_and_no_backup_takes_along_who_is_followed(
    services: Services, give: Give, tmp_path: Path, now: Now
) -> None:
    services.journal.add(5)
    services.following.open(give(), PASSPHRASE)
    content = services.backup.seal(PASSPHRASE)
    other = Services.open(tmp_path / "other", now=now)
    other.backup.restore(other.backup.preview(content, PASSPHRASE))
    assert (other.journal.count(), other.following.count()) == (1, 0)
    other.close()
    copy = services.backup.make_copy()
    assert MARKER.encode() not in copy.path.read_bytes()


def test_a_wrong_passphrase_and_a_broken_file_change_nothing(services: Services, give: Give) -> None:
    kept: Followed = services.following.open(give(), PASSPHRASE)
    for content, passphrase in ((give(), "another one"), (give()[:-9], PASSPHRASE), (b"", PASSPHRASE)):
        with pytest.raises(BadSummary):
            services.following.open(content, passphrase)
    assert services.following.all() == [kept]


@pytest.mark.parametrize(
    "inside", [b"\xff\xfe", b"[" * 100_000, b"null", b'{"resourceType":"Bundle"}', b"{}"]
)
def test_what_is_sealed_and_no_summary_is_told_so(services: Services, inside: bytes) -> None:
    content = sealed.seal(inside, PASSPHRASE, cost=1_000)
    with pytest.raises(BadSummary, match="no summary") as refused:
        services.following.open(content, PASSPHRASE)
    assert refused.value.__cause__ is None
    assert services.following.all() == []


def test_nobody_is_followed_in_the_sample(services: Services, give: Give) -> None:
    sample = services.open_sample()
    with pytest.raises(Invalid, match="sample"):
        sample.following.open(give(), PASSPHRASE)
    sample.close()


def test_an_end_is_the_end_of_its_day_where_the_patient_lives(
    services: Services, give: Give, now: Now
) -> None:
    person = services.following.open(give(days=0), PASSPHRASE)
    assert person.ends_at is not None
    assert person.ends_at.isoformat() == "2026-11-23T00:00:00-08:00"
    assert person.ends_at.date() == date(2026, 11, 23)
