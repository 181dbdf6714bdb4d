"""A damaged store is repaired on a copy: what can be read stays, the rest comes from a copy."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage import aside, copies, files
from storage.database import open_database
from storage.doctor import check
from storage.errors import BeyondRepair, FullStore, RepairFailed, StoreBusy, StoreError
from storage.outbox import Outbox
from storage.repair import Report, TableReport, repair, survey
from storage.replace import take_copy
from storage.table import Table
from tests.storage.records import NOW, Course, Entry, Mark, Session, entry

RECORDS: dict[str, type[Any]] = {"journal_entry": Entry, "course": Course, "session": Session, "mark": Mark}
LATER = NOW + timedelta(days=3)
COUNT = 300
WORD_7 = [("journal_entry", "words", "word0007")]


def fill(path: Path, key: bytes | None = None, count: int = COUNT) -> list[Entry]:
    """A store with many entries and a course, and a copy of it from before the last ten entries."""
    db = open_database(path, clock=lambda: NOW, key=key)
    entries = Table(db, Entry, "journal_entry")
    made = []
    with db.transaction():
        course = Table(db, Course, "course").add(Course(id=uuid4()))
        session = Table(db, Session, "session").add(Session(id=uuid4(), course_id=course.id, number=1))
        Table(db, Mark, "mark").add(Mark(id=uuid4(), session_id=session.id))
        for number in range(count):
            if number == count - 10:
                break
            made.append(entries.add(_entry(number)))
    copies.make(db, now=NOW)
    made += [entries.add(_entry(number)) for number in range(count - 10, count)]
    db.close()
    return made


def _entry(number: int) -> Entry:
    return entry(f"word{number:04} " + "lorem ipsum " * (40 if number % 50 else 600), minutes=number)


def saved(path: Path, key: bytes | None = None) -> dict[UUID, Entry]:
    db = open_database(path, key=key)
    found = {one.id: one for one in Table(db, Entry, "journal_entry").all()}
    db.close()
    return found


def texts(path: Path, key: bytes | None = None) -> list[tuple[str, str, str]]:
    db = open_database(path, key=key)
    found = db.rows("SELECT kind, field, text FROM kept_text WHERE source = 'repair' ORDER BY field")
    db.close()
    return found  # type: ignore[return-value]


def of(report: Report, table: str) -> TableReport:
    return next(one for one in report.tables if one.table == table)


def mended(path: Path, key: bytes | None = None, records: dict[str, type[Any]] | None = None) -> Report:
    report = repair(path, key=key, records=records or RECORDS, now=LATER)
    assert check(path, key=key, thorough=True, records=RECORDS) == []
    return report


def page_of(path: Path, words: str) -> int:
    """The number of the page with some words."""
    return path.read_bytes().index(words.encode()) // 4096


def spoil(path: Path, *pages: int) -> None:
    with path.open("r+b") as file:
        for page in pages:
            file.seek(page * 4096)
            file.write(b"\xa5" * 4096)


def alter(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("PRAGMA ignore_check_constraints = ON")
        for statement in statements:
            connection.execute(statement)


@pytest.fixture
def plain(path: Path) -> Path:
    fill(path)
    return path


def test_a_broken_page_costs_only_its_rows_and_those_come_from_the_copy(path: Path) -> None:
    made = {one.id: one for one in fill(path)}
    spoil(path, page_of(path, "word0020 "), page_of(path, "word0150 "), page_of(path, "word0298 "))
    damaged = path.read_bytes()
    assert {one.kind for one in check(path)} == {"damaged"}
    found = {one.table: one for one in survey(path)}["journal_entry"]
    assert 0 < found.lost < 30
    assert found.exact
    assert found.read + found.lost == COUNT
    report = mended(path)
    entries = of(report, "journal_entry")
    assert (entries.read, entries.lost) == (found.read, found.lost)
    after = saved(path)
    assert len(after) == entries.read + entries.from_copy
    assert all(made[one] == record for one, record in after.items())
    # Only what was written since the copy and stood on a broken page is gone.
    assert {made[one].words[:8] for one in made.keys() - after.keys()} <= {
        f"word{n:04}" for n in range(290, 300)
    }
    assert report.copy_at == NOW.replace(microsecond=0)
    assert report.kept.read_bytes() == damaged
    assert aside.kept(path) == [report.kept]


def test_without_a_copy_what_can_be_read_is_kept_and_the_rest_counted(path: Path) -> None:
    made = {one.id: one for one in fill(path)}
    for copy in files.copies(path).iterdir():
        copy.unlink()
    spoil(path, page_of(path, "word0150 "))
    report = mended(path)
    entries = of(report, "journal_entry")
    assert entries.from_copy == 0
    assert report.copy_at is None
    assert entries.read == COUNT - entries.lost > 0
    after = saved(path)
    assert all(made[one] == record for one, record in after.items())
    assert len(after) == entries.read


def test_an_encrypted_store_is_repaired_and_stays_encrypted(path: Path, key: bytes | None) -> None:
    made = {one.id: one for one in fill(path, key)}
    pages = path.stat().st_size // 4096
    spoil(path, *range(pages // 2, pages, 9))
    assert check(path, key=key) != []
    report = mended(path, key)
    after = saved(path, key)
    assert len(after) > COUNT / 2
    # A plain page that is wrong can still look like words; what is encrypted proves itself.
    other = [one for one, record in after.items() if made[one] != record]
    assert len(other) <= of(report, "journal_entry").spoilt * (key is None)
    for file in (path, report.kept):
        assert file.read_bytes().startswith(b"SQLite format 3\0") is (key is None)


@pytest.mark.parametrize("start", range(9))
def test_no_text_ends_in_zeros_because_its_last_page_is_broken(path: Path, start: int) -> None:
    key = bytes(range(32))  # SQLCipher gives such a page as zeros
    made = {one.id: one for one in fill(path, key)}
    pages = path.stat().st_size // 4096
    spoil(path, *range(pages // 2 + start, pages, 9))
    report = mended(path, key)
    after = saved(path, key)
    assert all(made[one] == record for one, record in after.items())
    assert of(report, "journal_entry").spoilt == 0
    for _, _, text in texts(path, key):
        assert "\0" not in text


def test_rows_behind_breaks_are_found_when_the_indexes_are_broken_too(path: Path) -> None:
    made = {one.id: one for one in fill(path)}
    for copy in files.copies(path).iterdir():
        copy.unlink()
    ids = [page for page in range(1, path.stat().st_size // 4096) if _is_index_of_ids(path, page, made)]
    spoil(path, page_of(path, "word0010 "), page_of(path, "word0150 "), page_of(path, "word0290 "), *ids)
    report = mended(path)
    entries = of(report, "journal_entry")
    assert not entries.exact
    assert entries.read > COUNT - 40


def _is_index_of_ids(path: Path, page: int, made: dict[UUID, Entry]) -> bool:
    """Whether a page is an inner or outer one of an index and holds ids of entries."""
    content = path.read_bytes()[page * 4096 :][:4096]
    return content[0] in (2, 10) and any(str(one).encode() in content for one in made)


def test_a_store_that_is_no_database_comes_back_from_the_copy(path: Path) -> None:
    fill(path)
    path.write_bytes(b"this was a diary once" * 4096)
    report = mended(path)
    assert of(report, "journal_entry").from_copy == len(saved(path)) == COUNT - 10
    assert of(report, "journal_entry").read == 0
    assert report.kept.read_bytes().startswith(b"this was a diary once")


def test_where_nothing_can_be_read_and_no_copy_is_good_nothing_is_changed(plain: Path) -> None:
    (copy,) = files.copies(plain).iterdir()
    copy.write_bytes(b"SQLite format 3\0 and no more")
    plain.write_bytes(b"this was a diary once" * 4096)
    before = {file.name: file.read_bytes() for file in plain.parent.rglob("*.db*")}
    with pytest.raises(BeyondRepair, match="nothing was changed"):
        repair(plain, now=LATER)
    assert {file.name: file.read_bytes() for file in plain.parent.rglob("*.db*")} == before


def test_what_waits_in_the_log_is_rescued_too(path: Path) -> None:
    fill(path)
    db = open_database(path, clock=lambda: NOW)
    last = Table(db, Entry, "journal_entry").add(entry("in the log", minutes=9_000))
    left = {file: file.read_bytes() for file in (path, files.beside(path)[0])}
    db.close()
    for file, content in left.items():  # as a kill leaves it
        file.write_bytes(content)
    spoil(path, page_of(path, "word0150 "))
    report = mended(path)
    assert saved(path)[last.id] == last
    assert b"in the log" in files.beside(report.kept)[0].read_bytes()


def test_a_deleted_entry_does_not_come_back_from_the_copy(path: Path) -> None:
    made = fill(path)
    db = open_database(path, clock=lambda: NOW)
    entries = Table(db, Entry, "journal_entry")
    entries.erase(made[5].id)
    entries.remove(made[6].id)
    db.close()
    spoil(path, page_of(path, "word0150 "))
    mended(path)
    assert not {made[5].id, made[6].id} & saved(path).keys()
    path.write_bytes(b"no store " * 4096)


def test_what_waits_for_the_clinic_goes_on_waiting_and_no_sequence_comes_twice(path: Path) -> None:
    made = fill(path)
    db = open_database(path, clock=lambda: NOW)
    outbox = Outbox(db)
    pending = outbox.pending(limit=1_000)
    outbox.acknowledge(pending[50].sequence)
    waiting = {row.record_id for row in outbox.pending(limit=1_000)}
    Table(db, Entry, "journal_entry").erase(made[0].id)
    outbox.acknowledge(10**6, record_id=made[0].id)
    highest = db.rows("SELECT seq FROM sqlite_sequence WHERE name = 'outbox'")[0][0]
    db.close()
    alter(path, "INSERT INTO outbox (kind, record_id, changed_at) VALUES ('journal_entry', 'gone', 'now')")
    alter(path, "DELETE FROM outbox WHERE record_id = 'gone'")
    alter(path, "DELETE FROM journal_entry_fts_docsize")
    mended(path)
    db = open_database(path, clock=lambda: NOW)
    assert {row.record_id for row in Outbox(db).pending(limit=1_000)} == waiting
    one = Table(db, Entry, "journal_entry").add(entry())
    assert next(row.sequence for row in Outbox(db).pending(1_000) if row.record_id == one.id) > highest
    db.close()


@pytest.mark.parametrize(
    ("statements", "said"),
    [
        (["DELETE FROM session", "DELETE FROM outbox WHERE kind = 'session'"], [("mark", "row", "calm")]),
        (["UPDATE journal_entry SET mood = 77 WHERE words LIKE 'word0007%'"], WORD_7),
        (["UPDATE course SET first_day = '2026-99-99'"], [("course", "row", "first day: 2026-99-99")]),
        (["DELETE FROM journal_entry_fts_docsize"], []),
        (["INSERT INTO outbox (kind, record_id, changed_at) VALUES ('journal_entry', 'gone', 'now')"], []),
        (["INSERT INTO outbox (kind, record_id, changed_at) VALUES ('no_table', 'gone', 'now')"], []),
        (["UPDATE outbox SET erased = 1 WHERE kind = 'mark'"], []),
        (["UPDATE sqlite_sequence SET seq = 3 WHERE name = 'outbox'"], []),
        (["UPDATE journal_entry SET place = place + 1000000000 WHERE words LIKE 'word0007%'"], []),
        (["UPDATE journal_entry SET changed_at = 'once' WHERE words LIKE 'word0007%'"], []),
        (["UPDATE journal_entry SET removed_at = 'once' WHERE words LIKE 'word0007%'"], []),
    ],
    ids=[
        "marks without their session", "a mood outside its limits", "a day that is none", "search",
        "waits and is not there", "unknown kind", "erased and there", "counter", "place", "stamp", "removed",
    ],
)  # fmt: skip
def test_what_does_not_fit_is_found_and_mended_and_no_word_is_lost(
    plain: Path, statements: list[str], said: list[tuple[str, str, str]]
) -> None:
    for copy in files.copies(plain).iterdir():
        copy.unlink()
    alter(plain, *statements)
    findings = check(plain, thorough=True, records=RECORDS)
    assert len(findings) == 1
    assert "word" not in findings[0].sentence.replace("words", "")
    mended(plain)
    found = texts(plain)
    for kind, field, words in said:
        assert any(one[:2] == (kind, field) and words in one[2] for one in found), found
    assert bool(found) is bool(said)
    assert len(saved(plain)) >= COUNT - 1


def test_the_sessions_of_a_lost_course_get_one_again(plain: Path) -> None:
    for copy in files.copies(plain).iterdir():
        copy.unlink()
    alter(plain, "DELETE FROM course", "DELETE FROM outbox WHERE kind = 'course'")
    assert [one.kind for one in check(plain)] == ["link"]
    mended(plain)
    db = open_database(plain)
    ((course, planned),) = db.rows("SELECT id, planned FROM course")
    assert db.rows("SELECT course_id, number FROM session") == [(course, planned)]
    assert db.rows("SELECT count(*) FROM mark") == [(1,)]
    db.close()


def test_a_list_that_replaces_a_lost_one_stands_by_itself(plain: Path) -> None:
    answers = '[{"item": "heart", "value": "no", "note": "never had any", "at": "2026-03-14T15:09:26+00:00"}]'
    add = (
        "INSERT INTO checklist (id, part, course_id, version, replaces, started_at, started_at_offset, "
        f"answers, changed_at) SELECT '{uuid4()}', 'screening', id, 2, '{uuid4()}', made_at, 0, '{answers}', "
        "made_at FROM course"
    )
    alter(plain, add)
    assert [one.kind for one in check(plain)] == ["link"]
    mended(plain)
    db = open_database(plain)
    assert db.rows("SELECT version, replaces, answers FROM checklist") == [(1, None, answers)]
    db.close()


def test_a_check_in_keeps_its_answers_when_its_course_and_the_one_it_replaces_are_lost(plain: Path) -> None:
    answers = '[{"item": "44250-9", "value": 3, "at": "2026-03-14T15:09:26+00:00"}]'
    at = "'2026-03-14T15:09:26.535897+00:00'"
    course = uuid4()
    add = (
        "INSERT INTO check_in (id, questionnaire, course_id, version, replaces, taken_at, taken_at_offset, "
        f"begun_at, begun_at_offset, answers, changed_at) VALUES ('{uuid4()}', 'phq9', '{course}', 2, "
        f"'{uuid4()}', {at}, 0, {at}, 0, '{answers}', {at})"
    )
    alter(plain, add)
    assert [one.kind for one in check(plain)] == ["link", "link"]
    mended(plain)
    db = open_database(plain)
    assert db.rows("SELECT version, replaces, course_id, answers FROM check_in") == [
        (1, None, str(course), answers)
    ]
    assert db.rows("SELECT count(*) FROM course WHERE id = ?", (str(course),)) == [(1,)]
    db.close()


def test_a_correction_of_another_questionnaire_is_found_and_stands_by_itself(plain: Path) -> None:
    at, first = "'2026-03-14T15:09:26.535897+00:00'", uuid4()
    moments = "taken_at, taken_at_offset, begun_at, begun_at_offset"
    columns = f"id, questionnaire, version, replaces, {moments}, changed_at"
    for row in (f"'{first}', 'phq9', 1, NULL", f"'{uuid4()}', 'gad7', 2, '{first}'"):
        alter(plain, f"INSERT INTO check_in ({columns}) VALUES ({row}, {at}, 0, {at}, 0, {at})")
    assert [one.kind for one in check(plain)] == ["state"]
    mended(plain)
    db = open_database(plain)
    assert db.rows("SELECT version, replaces FROM check_in") == [(1, None), (1, None)]
    db.close()


def test_of_two_sessions_in_progress_the_later_goes_on_and_the_other_says_what_is_not_known(
    plain: Path,
) -> None:
    begun = "status = 'in progress', began_at = '2026-03-1{}T15:09:26.000000+00:00', began_at_offset = 0"
    alter(
        plain,
        f"UPDATE session SET {begun.format(1)}",
        f"INSERT INTO session (id, course_id, number, status, changed_at) SELECT '{uuid4()}', course_id, 2, "
        "'planned', changed_at FROM session",
        f"UPDATE session SET {begun.format(2)} WHERE number = 2",
    )
    assert [one.kind for one in check(plain)] == ["state"]
    report = repair(plain, now=LATER)
    assert check(plain, thorough=True) == []
    assert report.mended == 1
    db = open_database(plain)
    first, second = db.rows("SELECT status, ended_at = began_at, reason FROM session ORDER BY number")
    db.close()
    assert first[:2] == ("stopped early", 1)
    assert "not known" in first[2]
    assert second[0] == "in progress"


def test_a_store_of_the_first_version_is_repaired_and_brought_up_to_date(path: Path) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as old:
        old.executescript((Path(__file__).parent / "fixtures" / "v1.sql").read_text(encoding="utf-8"))
    count = survey(path)
    alter(path, "DELETE FROM journal_entry_fts_docsize")
    report = repair(path, now=LATER)
    assert check(path, thorough=True) == []
    read = {one.table: one.read for one in report.tables}
    assert read == {one.table: one.read for one in count}
    assert sum(read.values()) > 0


def test_a_store_that_is_open_is_not_touched(plain: Path) -> None:
    db = open_database(plain)
    before = plain.read_bytes()
    with pytest.raises(StoreBusy):
        repair(plain, now=LATER)
    with pytest.raises(StoreBusy):
        take_copy(plain, copies.listed(plain)[0].path)
    assert plain.read_bytes() == before
    db.close()


def test_a_repair_that_is_given_up_changes_nothing(plain: Path) -> None:
    spoil(plain, page_of(plain, "word0150 "))
    before = {file: file.read_bytes() for file in plain.parent.rglob("*.db*")}

    class Enough(Exception):
        pass

    for step in ("reading", "filling", "checking"):

        def tell(told: str, step: str = step) -> None:
            if told == step:
                raise Enough

        with pytest.raises(Enough):
            repair(plain, now=LATER, tell=tell)
        assert {file: file.read_bytes() for file in plain.parent.rglob("*.db*")} == before


def test_no_room_for_a_repair_changes_nothing(plain: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    before = {file: file.read_bytes() for file in plain.parent.rglob("*.db*")}
    monkeypatch.setattr("storage.replace.shutil.copyfileobj", full)
    with pytest.raises(FullStore, match="no room"):
        repair(plain, now=LATER)
    assert {file: file.read_bytes() for file in plain.parent.rglob("*.db*")} == before


def test_the_newest_copy_can_take_the_place(path: Path, key: bytes | None) -> None:
    made = fill(path, key, 30)
    path.write_bytes(b"no store any more" * 300)
    (copy,) = copies.listed(path)
    kept = take_copy(path, copy.path, key=key, at=LATER)
    assert saved(path, key).keys() == {one.id for one in made[:-10]}
    assert kept.read_bytes().startswith(b"no store any more")
    assert copy.path.exists()


def test_a_copy_that_is_broken_or_of_another_kind_never_takes_the_place(
    path: Path, key: bytes | None, other: Callable[[], bytes | None]
) -> None:
    fill(path, key, 30)
    before = path.read_bytes()
    (copy,) = copies.listed(path)
    with pytest.raises(StoreError):
        take_copy(path, copy.path, key=other())
    assert path.read_bytes() == before
    copy.path.write_bytes(copy.path.read_bytes()[:20_000])
    with pytest.raises(StoreError):
        take_copy(path, copy.path, key=key)
    assert path.read_bytes() == before
    assert aside.kept(path) == []


@pytest.fixture
def other(key: bytes | None) -> Callable[[], bytes | None]:
    """The other kind of key."""
    return lambda: None if key else bytes(32)


@settings(max_examples=25)
@given(
    where=st.lists(
        st.tuples(st.floats(0, 0.999), st.binary(min_size=1, max_size=300)), min_size=1, max_size=6
    )
)
def test_whatever_bytes_are_wrong_the_store_is_whole_afterwards_or_untouched(
    tmp_path_factory: pytest.TempPathFactory, where: list[tuple[float, bytes]]
) -> None:
    path = tmp_path_factory.mktemp("fuzz") / "companion.db"
    path.write_bytes(_small(tmp_path_factory))
    content = bytearray(path.read_bytes())
    for share, wrong in where:
        at = int(share * len(content))
        content[at : at + len(wrong)] = wrong[: len(content) - at]
    path.write_bytes(content)
    try:
        report = repair(path, now=LATER, records=RECORDS)
    except (BeyondRepair, RepairFailed):
        assert path.read_bytes() == content
    else:
        assert report.kept.read_bytes() == content
        assert check(path, thorough=True, records=RECORDS) == []
    assert {file.suffix for file in path.parent.iterdir()} <= {".db", ".lock"}


_made: list[bytes] = []


def _small(folders: pytest.TempPathFactory) -> bytes:
    if not _made:
        path = folders.mktemp("small") / "companion.db"
        fill(path, None, 40)
        _made.append(path.read_bytes())
    return _made[0]
