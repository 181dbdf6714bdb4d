"""A backup brings everything back, into an empty store and into a used one, and loses nothing of either."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.care.checklist import Choice, Part
from app.care.invalid import Invalid
from app.care.journal import JournalEntry
from app.care.kept import Source
from app.care.profile import Theme
from app.services import Services, StoreError
from app.services.backup import COPIES, Preview, Restored
from storage.bad_backup import DamagedBackup, WrongPassphrase
from storage.doctor import check
from storage.errors import FullStore
from storage.outbox import Outbox
from storage.vault import Cost
from tests.services.conftest import Now, everything

PHRASE = "correct horse battery staple"
MARKER = "zebra-in-the-kitchen"


@pytest.fixture
def services(folder: Path, now: Now) -> Iterator[Services]:
    opened = Services.open(folder, now=now)
    opened.backup.cost = Cost(2**4)
    yield opened
    opened.close()


@pytest.fixture
def other(tmp_path: Path, now: Now) -> Iterator[Services]:
    """Another device."""
    opened = Services.open(tmp_path / "other", now=now)
    opened.backup.cost = Cost(2**4)
    yield opened
    opened.close()


@pytest.fixture
def filled(services: Services, now: Now) -> Services:
    services.courses.start(date(2026, 11, 22), time(11, 0), (), 6)
    services.courses.begin(1)
    services.courses.mark(1, "own", "floating")
    services.courses.complete(1)
    services.checklists.answer(Part.SCREENING, None, "heart", Choice.NO, "checked in May")
    services.checklists.finish(Part.SCREENING)
    services.checklists.correct(Part.SCREENING)
    services.checklists.answer(Part.DAY_OF, 1, "escort", Choice.YES, "Sam")
    services.journal.add(7, feelings=("calm", "tired"), sleep=6, words=MARKER)
    services.journal.add(3, now() - timedelta(days=2), words="Müde.")
    services.questions.add("", "May I eat?")
    services.settings.change_clinic(phone="555-0100")
    services.settings.change_person(name="Sam")
    services.settings.change_preferences(text_scale=1.5)
    return services


def preview(source: Services, target: Services) -> Preview:
    return target.backup.preview(source.backup.seal(PHRASE), PHRASE)


def stands(services: Services) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table as it stands, what was removed too."""
    db = services.db
    return {table: sorted(map(repr, db.rows(f"SELECT * FROM {table}"))) for table in db.tables()}  # type: ignore[misc]


def test_a_preview_says_what_is_in_it_and_changes_nothing(filled: Services, other: Services) -> None:
    content = filled.backup.seal(PHRASE)
    before = stands(other)
    found = other.backup.preview(content, PHRASE)
    assert found.sentence == "2 entries, 1 session, made on Sun 22 Nov 2026, 12:00"
    assert (found.records, found.missing, found.source) == (17, 17, Source.BACKUP)
    assert filled.backup.preview(content, PHRASE).missing == 0
    assert stands(other) == before
    assert filled.backup.file_name() == "infusion-companion-2026-11-22.icbackup"


def test_an_empty_store_gets_everything_with_its_times(filled: Services, other: Services, now: Now) -> None:
    found = preview(filled, other)
    now.move(days=3)
    told: list[frozenset[str]] = []
    other.changes.subscribe(told.append)
    done = other.backup.restore(found)
    assert done.record == Restored(added=17)
    assert done.sentence == "17 records brought back."
    assert everything(other) == everything(filled)
    assert stands(other) == stands(filled)
    assert [e.words for e in other.journal.search("zebra")] == [MARKER]
    assert "journal_entry" in frozenset().union(*told)
    assert Outbox(other.db).count() == Outbox(filled.db).count()
    assert other.backup.copies() == []
    assert check(other.data_dir / "companion.db", thorough=True) == []


def test_what_was_deleted_here_comes_back(filled: Services) -> None:
    before, content = everything(filled), filled.backup.seal(PHRASE)
    filled.journal.remove(filled.journal.recent()[0].id)
    filled.courses.remove_mark(filled.courses.marks(1)[0].id)
    done = filled.backup.restore(filled.backup.preview(content, PHRASE))
    assert (done.record.brought_back, done.record.added, done.record.same) == (2, 0, 15)
    assert everything(filled) == before
    assert len(filled.backup.copies()) == 1


def test_everything_deleted_comes_back(filled: Services) -> None:
    before, content = everything(filled), filled.backup.seal(PHRASE)
    fresh = filled.delete_everything("DELETE")
    fresh.backup.restore(fresh.backup.preview(content, PHRASE))
    assert everything(fresh) == before


def test_what_was_deleted_after_a_change_comes_back_as_in_the_backup(services: Services, now: Now) -> None:
    entry = services.journal.add(5, words="first").record
    content = services.backup.seal(PHRASE)
    now.move(hours=1)
    services.journal.change(replace(entry, words="second"))
    services.journal.remove(entry.id)
    services.backup.restore(services.backup.preview(content, PHRASE))
    assert services.journal.get(entry.id) == entry
    assert [(text.field, text.text) for text in services.kept.of(entry.id)] == [("words", "second")]


@pytest.mark.parametrize("later", ["here", "there"])
def test_of_two_versions_the_later_is_used_and_the_words_of_both_are_kept(
    services: Services, other: Services, now: Now, later: str
) -> None:
    entry = services.journal.add(5, words="first").record
    other.backup.restore(preview(services, other))
    first, second = (services, other) if later == "here" else (other, services)
    now.move(hours=1)
    first.journal.change(replace(entry, words="early", mood=1))
    now.move(hours=1)
    second.journal.change(replace(entry, words="late", mood=9))
    done = other.backup.restore(preview(services, other))
    shown = other.journal.get(entry.id)
    assert shown is not None
    assert (shown.words, shown.mood) == ("late", 9)
    (text,) = other.kept.of(entry.id)
    assert (text.text, text.field, text.kind, text.source) == ("early", "words", "journal_entry", "backup")
    assert text.at == now() - timedelta(hours=1)
    assert (done.record.texts, done.record.changed) == (1, int(later == "there"))
    assert "1 text was kept beside another version" in done.sentence


def test_restoring_again_changes_nothing_more(filled: Services, other: Services) -> None:
    entry = filled.journal.recent()[0]
    other.backup.restore(preview(filled, other))
    other.journal.change(replace(entry, words="other words"))
    other.backup.restore(preview(filled, other))
    before = stands(other)
    done = other.backup.restore(preview(filled, other))
    assert done.record == Restored(same=17)
    assert done.sentence == "Everything was here already."
    assert stands(other) == before


def test_an_old_backup_does_not_come_before_what_was_restored_from_a_newer_one(
    services: Services, other: Services, now: Now
) -> None:
    entry = services.journal.add(5, words="old").record
    old = services.backup.seal(PHRASE)
    now.move(hours=1)
    services.journal.change(replace(entry, words="new"))
    new = services.backup.seal(PHRASE)
    now.move(hours=1)
    for content in (old, new, old):
        other.backup.restore(other.backup.preview(content, PHRASE))
    shown = other.journal.get(entry.id)
    assert shown is not None
    assert shown.words == "new"


def test_undo_restores_exactly_what_was_before(filled: Services, other: Services, now: Now) -> None:
    other.journal.add(1, words="mine")
    other.settings.change_preferences(theme=Theme.DARK)
    before = stands(other)
    now.move(hours=1)
    done = other.backup.restore(preview(filled, other))
    assert other.settings.preferences().text_scale == 1.5
    assert stands(other) != before
    done.undo()
    assert stands(other) == before
    assert check(other.data_dir / "companion.db", thorough=True) == []


@pytest.mark.parametrize("what", ["added", "changed", "built upon"])
def test_undo_is_refused_once_something_has_changed(
    filled: Services, other: Services, now: Now, what: str
) -> None:
    other.settings.change_preferences(theme=Theme.DARK)
    done = other.backup.restore(preview(filled, other))
    now.move(minutes=1)
    if what == "added":
        other.journal.change(replace(other.journal.recent()[0], words="new"))
    elif what == "changed":
        other.settings.change_preferences(text_scale=2.0)
    else:
        other.courses.mark(2, "calm")
    after = stands(other)
    with pytest.raises(Invalid, match="changed since"):
        done.undo()
    assert stands(other) == after


def test_a_failure_on_the_way_changes_nothing(
    filled: Services, other: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    from storage.versions import Versions

    found, bring = preview(filled, other), Versions.bring

    def full(self: Versions[JournalEntry], version: object, **more: bool) -> None:
        if isinstance(version.record, JournalEntry):  # type: ignore[attr-defined]
            raise FullStore(other.data_dir)
        bring(self, version, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(Versions, "bring", full)
    before = stands(other)
    with pytest.raises(FullStore):
        other.backup.restore(found)
    assert stands(other) == before


def test_a_record_that_cannot_be_read_is_left_out_and_counted(filled: Services, other: Services) -> None:
    filled.db.connection.execute('UPDATE journal_entry SET feelings = \'["a", "a"]\' WHERE mood = 3')
    done = other.backup.restore(preview(filled, other))
    assert (done.record.added, done.record.left_out) == (16, 1)
    assert done.sentence == "16 records brought back. 1 record could not be read."


def test_a_session_whose_place_is_taken_joins_the_one_that_has_it(services: Services) -> None:
    services.courses.start(date(2026, 11, 22), time(11), (), 6)
    services.courses.begin(1)
    services.courses.change_session(replace(services.courses.known(6)[1], notes="Ask for a blanket"))
    services.checklists.answer(Part.DAY_OF, 6, "escort", Choice.YES, "Sam")
    content = services.backup.seal(PHRASE)
    services.courses.set_planned(5)
    services.courses.set_planned(6)
    sixth = services.courses.known(6)[1]
    done = services.backup.restore(services.backup.preview(content, PHRASE))
    again = services.courses.known(6)[1]
    assert (again.id, again.notes) == (sixth.id, "Ask for a blanket")
    filled = services.checklists.saved(Part.DAY_OF, 6)
    assert filled is not None
    assert filled.answers[0].note == "Sam"
    done.undo()
    assert services.courses.known(6)[1] == sixth


def test_dates_from_the_welcome_of_a_new_device_make_room_for_the_running_course(
    filled: Services, other: Services, now: Now
) -> None:
    now.move(days=1)
    other.courses.start(date(2026, 11, 25))
    entered = other.courses.known_course()
    done = other.backup.restore(preview(filled, other))
    assert done.record.gave_way == 1
    assert other.courses.known_course() == filled.courses.known_course()
    done.undo()
    assert other.courses.known_course() == entered
    assert len(other.courses.sessions(entered)) == 6


def test_a_course_that_says_more_than_dates_stays(filled: Services, other: Services, now: Now) -> None:
    now.move(days=1)
    other.courses.start(date(2026, 11, 25))
    other.checklists.answer(Part.SCREENING, None, "heart", Choice.NO)
    entered = other.courses.known_course()
    assert other.backup.restore(preview(filled, other)).record.gave_way == 0
    assert other.courses.known_course() == entered


def test_a_wrong_passphrase_or_a_damaged_file_changes_nothing(filled: Services, other: Services) -> None:
    content, before = filled.backup.seal(PHRASE), stands(other)
    with pytest.raises(WrongPassphrase):
        other.backup.preview(content, "another one")
    with pytest.raises(DamagedBackup):
        other.backup.preview(content[:-1], PHRASE)
    assert stands(other) == before


@pytest.mark.parametrize("passphrase", ["", "short", " 1234567 ", "x" * 201])
def test_a_passphrase_that_is_too_short_or_too_long_is_refused(services: Services, passphrase: str) -> None:
    with pytest.raises(Invalid, match="passphrase"):
        services.backup.seal(passphrase)


def test_copies_are_listed_with_what_is_in_them_and_brought_back(filled: Services, now: Now) -> None:
    told: list[frozenset[str]] = []
    filled.changes.subscribe(told.append)
    made = filled.backup.make_copy()
    assert told == [frozenset({COPIES})]
    assert filled.backup.copies() == [made]
    assert (made.entries, made.sessions, made.made_at) == (2, 1, now())
    assert made.made_at.utcoffset() == timedelta(hours=-8)
    before = everything(filled)
    filled.journal.remove(filled.journal.recent()[0].id)
    now.move(hours=1)
    assert filled.backup.preview_copy(made).missing == 1
    done = filled.backup.restore_copy(made)
    assert done.record.brought_back == 1
    assert everything(filled) == before
    assert [copy.entries for copy in filled.backup.copies()] == [1, 2]


def test_a_copy_that_cannot_be_read_says_so(filled: Services) -> None:
    made = filled.backup.make_copy()
    made.path.write_bytes(b"nothing")
    (listed,) = filled.backup.copies()
    assert (listed.entries, listed.sessions) == (None, None)
    with pytest.raises(StoreError):
        filled.backup.restore_copy(listed)


def test_once_a_week_a_copy_is_made_and_what_was_deleted_long_ago_goes(services: Services, now: Now) -> None:
    assert services.backup.tend() is False
    services.journal.add(5)
    gone = services.journal.add(3, words=MARKER).record
    services.journal.remove(gone.id)
    assert services.backup.tend() is True
    assert services.backup.tend() is False
    now.move(days=6)
    assert services.backup.tend() is False
    now.move(days=25)
    assert services.backup.tend() is True
    assert services.store.entries.get(gone.id, removed=True) is None
    assert len(services.backup.copies()) == 2


def test_a_copy_that_cannot_be_made_disturbs_nobody(
    filled: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise FullStore(filled.data_dir)

    monkeypatch.setattr("storage.copies.make", full)
    assert filled.backup.tend() is False
    found = preview(filled, filled)
    before = stands(filled)
    with pytest.raises(FullStore):
        filled.backup.restore(found)
    assert stands(filled) == before


def test_the_sample_keeps_no_copies_and_takes_nothing_in(filled: Services) -> None:
    sample = filled.open_sample()
    assert (sample.backup.tend(), sample.backup.copies()) == (False, [])
    found = preview(filled, filled)
    for refused in (lambda: sample.backup.restore(found), sample.backup.make_copy):
        with pytest.raises(Invalid, match="sample"):
            refused()


ENTRIES = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 10), st.text("ab ", max_size=4), st.booleans()), max_size=5
)


@given(ENTRIES, ENTRIES)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=8, deadline=None)
def test_no_word_of_two_devices_is_lost(
    services: Services,
    other: Services,
    now: Now,
    one: list[tuple[object, ...]],
    two: list[tuple[object, ...]],
) -> None:
    from uuid import UUID

    words: set[str] = set()
    for device, wanted in ((services, one), (other, two)):
        for number, mood, text, removed in wanted:
            now.move(minutes=1)
            entry = JournalEntry(id=UUID(int=int(str(number)) + 10), at=now(), mood=mood, words=text)  # type: ignore[arg-type]
            device.store.entries.put(entry)
            if removed:
                device.journal.remove(entry.id)
        words |= {entry.words.strip() for entry in device.store.entries.all()}
    now.move(minutes=1)
    other.backup.restore(preview(services, other))
    services.backup.restore(preview(other, services))
    for device in (services, other):
        shown = [entry.words for entry in device.store.entries.all()] + [t.text for t in device.kept.all()]
        assert all(any(word in text for text in shown) for word in words)
