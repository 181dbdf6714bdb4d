"""Opening, transactions, threads, closing and deleting."""

from __future__ import annotations

import asyncio
import sqlite3
import stat
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from storage import database, engine
from storage.connections import connect
from storage.database import Database, open_database
from storage.errors import ClosedStore, FullStore, LostStore, Missing, StoreBusy, StoreError, UnwritableStore
from storage.outbox import Outbox
from storage.table import Table
from tests.storage.records import Entry, Stop, entry


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_only_the_user_can_read_a_new_store(db: Database, entries: Table[Entry]) -> None:
    entries.add(entry())
    assert _mode(db.path.parent) == 0o700
    for suffix in ("", "-wal", "-shm"):
        assert _mode(db.path.with_name(db.path.name + suffix)) == 0o600


def test_a_store_others_could_read_is_closed_to_them_and_a_shared_folder_is_left(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    path = tmp_path / "companion.db"
    open_database(path).close()
    path.chmod(0o644)
    open_database(path).close()
    assert (_mode(path), _mode(tmp_path)) == (0o600, 0o755)


def test_each_connection_keeps_its_promises(db: Database) -> None:
    def pragmas() -> list[object]:
        names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "temp_store")
        return [db.rows(f"PRAGMA {name}")[0][0] for name in names]

    expected = ["wal", 2, 1, 5_000, 2]
    assert pragmas() == expected
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(pragmas).result() == expected


def test_what_was_saved_is_there_after_opening_again(path: Path) -> None:
    with_words = entry("still here")
    db = open_database(path)
    Table(db, Entry, "journal_entry").add(with_words)
    db.close()
    again = open_database(path)
    assert Table(again, Entry, "journal_entry").search("still") == [with_words]
    again.close()


def test_a_path_with_signs_of_its_own(tmp_path: Path) -> None:
    db = open_database(tmp_path / "a b?mode=memory#%41 ü" / "companion.db")
    Table(db, Entry, "journal_entry").add(entry())
    assert db.path.stat().st_size > 0
    db.close()


def test_an_inner_transaction_is_taken_back_alone(db: Database, entries: Table[Entry]) -> None:
    def inner() -> None:
        with db.transaction():
            entries.add(entry("inner"))
            raise Stop

    with db.transaction():
        entries.add(entry("outer"))
        with pytest.raises(Stop):
            inner()
        entries.add(entry("after"))
    assert {one.words for one in entries.all()} == {"outer", "after"}


def test_an_inner_transaction_goes_with_the_outer(db: Database, entries: Table[Entry]) -> None:
    def outer() -> None:
        with db.transaction():
            with db.transaction():
                entries.add(entry())
            raise Stop

    with pytest.raises(Stop):
        outer()
    assert entries.count() == 0


def test_a_refused_verb_leaves_the_rest_of_its_transaction(db: Database, entries: Table[Entry]) -> None:
    with db.transaction():
        one = entries.add(entry())
        with pytest.raises(Missing):
            entries.change(entry())
    assert entries.all() == [one]


def test_a_write_outside_a_transaction_is_a_mistake_of_ours(db: Database) -> None:
    with pytest.raises(RuntimeError):
        db.write("DELETE FROM person", (), changes="person")


def test_a_full_disk_saves_nothing_of_a_transaction(
    db: Database, entries: Table[Entry], outbox: Outbox
) -> None:
    before = entries.add(entry())
    db.connection.execute(f"PRAGMA max_page_count = {db.rows('PRAGMA page_count')[0][0] + 2}")

    def write() -> None:
        with db.transaction():
            entries.add(entry("small"))
            with pytest.raises(FullStore, match="nothing was saved"):
                entries.add(entry("large " * 3_000))
            entries.add(entry("after"))

    with pytest.raises(StoreError, match="nothing was saved"):
        write()
    with pytest.raises(FullStore):
        entries.add(entry("large " * 3_000))
    assert (entries.all(), outbox.count()) == ([before], 1)
    assert not db.connection.in_transaction
    db.connection.execute("PRAGMA max_page_count = 1000000")
    entries.add(entry("large " * 3_000))


def test_a_lock_that_is_never_let_go_is_told(db: Database, entries: Table[Entry]) -> None:
    other = connect(db.path, db.key)
    other.execute("BEGIN IMMEDIATE")
    db.connection.execute("PRAGMA busy_timeout = 0")
    with pytest.raises(StoreBusy, match="try again"):
        entries.add(entry())
    assert entries.all() == []
    other.execute("ROLLBACK")
    other.close()
    entries.add(entry())


def test_threads_have_their_own_connection_and_read_what_was_saved(
    db: Database, entries: Table[Entry]
) -> None:
    one = entries.add(entry())

    async def read() -> tuple[sqlite3.Connection, list[Entry]]:
        return await asyncio.to_thread(lambda: (db.connection, entries.page()))

    connection, page = asyncio.run(read())
    assert connection is not db.connection
    assert page == [one]


def test_a_transaction_of_one_thread_is_unseen_by_others(db: Database, entries: Table[Entry]) -> None:
    with ThreadPoolExecutor(1) as pool, db.transaction():
        entries.add(entry())
        assert pool.submit(entries.count).result() == 0
    assert entries.count() == 1


def test_many_threads_write_side_by_side(db: Database, entries: Table[Entry], outbox: Outbox) -> None:
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: entries.add(entry()), range(40)))
    assert {one.id for one in entries.all()} == {one.id for one in made}
    assert outbox.count() == 40


def test_connections_of_ended_threads_are_closed(db: Database) -> None:
    for _ in range(5):
        thread = threading.Thread(target=lambda: db.rows("SELECT 1"))
        thread.start()
        thread.join()
    assert len(db._connections) <= 2


def test_close_ends_the_connections_of_all_threads(db: Database) -> None:
    go, asked = threading.Event(), threading.Event()
    held: list[sqlite3.Connection] = []
    errors: list[BaseException] = []

    def work() -> None:
        held.append(db.connection)
        asked.set()
        go.wait()
        try:
            db.rows("SELECT 1")
        except ClosedStore as error:
            errors.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    asked.wait()
    mine = db.connection
    db.close()
    db.close()
    go.set()
    thread.join()
    for connection in (mine, held[0]):
        with pytest.raises(engine.errors()):
            connection.execute("SELECT 1")
    assert len(errors) == 1
    assert not db.path.with_name("companion.db-wal").exists()


def test_close_interrupts_a_long_read_of_another_thread(db: Database) -> None:
    started = threading.Event()

    def long() -> None:
        db.connection.create_function("begun", 0, started.set)
        db.rows(
            "WITH RECURSIVE n (i) AS (SELECT begun() UNION ALL SELECT 1 FROM n LIMIT 1000000000) "
            "SELECT count(*) FROM n"
        )

    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(long)
        started.wait()
        db.close()
        with pytest.raises(ClosedStore):
            reading.result()


def test_close_waits_for_a_transaction_of_another_thread(path: Path) -> None:
    db = open_database(path)
    entries = Table(db, Entry, "journal_entry")
    inside = threading.Event()

    def write() -> None:
        with db.transaction():
            entries.add(entry())
            inside.set()

    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(write)
        inside.wait()
        db.close()
        writing.result()
    again = open_database(path)
    assert Table(again, Entry, "journal_entry").count() == 1
    again.close()


def test_a_closed_store_says_so(db: Database, entries: Table[Entry]) -> None:
    db.close()
    for verb in (entries.count, db.poll_other_processes, lambda: entries.add(entry())):
        with pytest.raises(ClosedStore, match="closed"):
            verb()


def test_delete_everything_leaves_no_file(db: Database, entries: Table[Entry]) -> None:
    entries.add(entry())
    neighbour = db.path.with_name("notes.txt")
    neighbour.write_text("mine")
    db.delete_everything()
    assert list(db.path.parent.iterdir()) == [neighbour]
    with pytest.raises(ClosedStore):
        entries.all()
    again = open_database(db.path)
    assert Table(again, Entry, "journal_entry").all() == []
    again.close()


def _delete(path: Path) -> None:
    path.unlink()


def _move(path: Path) -> None:
    path.parent.rename(path.parent.with_name("elsewhere"))


def _replace(path: Path) -> None:
    path.with_name("copy").write_bytes(path.read_bytes())
    path.with_name("copy").replace(path)


@pytest.mark.parametrize("lose", [_delete, _move, _replace])
def test_nothing_is_answered_as_saved_in_a_file_that_is_gone(
    db: Database, entries: Table[Entry], lose: Callable[[Path], None]
) -> None:
    entries.add(entry())
    lose(db.path)
    told: list[frozenset[str]] = []
    db.changes.subscribe(told.append)
    for verb in (lambda: entries.add(entry()), db.poll_other_processes):
        with pytest.raises(LostStore, match="nothing was saved"):
            verb()
    assert told == []
    assert entries.count() == 1  # what is there can still be read, and taken out


def test_a_store_that_is_put_back_goes_on(db: Database, entries: Table[Entry]) -> None:
    away = db.path.with_name("away")
    db.path.rename(away)
    with pytest.raises(LostStore):
        entries.add(entry())
    away.rename(db.path)
    entries.add(entry())
    assert entries.count() == 1


def test_a_snapshot_stands_still_and_keeps_nobody_from_writing(db: Database, entries: Table[Entry]) -> None:
    entries.add(entry())
    with ThreadPoolExecutor(1) as other:
        with db.snapshot():
            assert entries.count() == 1
            other.submit(entries.add, entry()).result()
            assert entries.count() == 1
        assert entries.count() == 2


@pytest.mark.parametrize("name", ["file/companion.db", "file/deep/companion.db", "folder"])
def test_where_nothing_can_be_written_it_says_so(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("not a folder")
    (tmp_path / "folder").mkdir()
    with pytest.raises(UnwritableStore, match="nothing was changed"):
        open_database(tmp_path / name)
    assert {file.name for file in tmp_path.iterdir()} == {"file", "folder"}


def test_a_store_that_may_not_be_written_says_so(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_database(path).close()
    before = path.read_bytes()
    # Asked of the system through os.access: the tests may run as root, whom no permission stops.
    monkeypatch.setattr("os.access", lambda target, mode: target != path)
    with pytest.raises(UnwritableStore):
        open_database(path)
    assert path.read_bytes() == before


def test_an_old_sqlite_is_named(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database.sqlite3, "sqlite_version_info", (3, 34, 1))
    with pytest.raises(StoreError, match=r"3\.37"):
        open_database(path)
    assert not path.exists()


def test_sqlite_utils_sees_the_same_store(db: Database, entries: Table[Entry]) -> None:
    entries.add(entry())
    with db.transaction():
        entries.add(entry())
        assert db.utils.table("journal_entry").count == 2
