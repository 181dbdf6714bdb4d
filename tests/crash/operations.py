"""What is interrupted: each thing the app does to the disk, and what must be true whenever it was killed."""

from __future__ import annotations

import itertools
import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.services import Services
from app.services.files import write_files
from app.services.recovery import Recovery
from storage import aside, conversion, copies, engine, files, protection
from storage.database import open_database
from storage.doctor import check
from storage.errors import StoreError, WrongPasscode
from storage.vault import Cost

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
CHEAP = Cost(2)
OLD, NEW = "1234", "new words"
PAGE = 4096
MARKER = "xylophone"
FIRST = tuple(f"{MARKER} {number}" for number in range(3))
FIXTURES = Path(__file__).parents[1] / "storage" / "fixtures"

Answer = Callable[[str], None]


@dataclass(frozen=True)
class Operation:
    """Something to interrupt.

    prepare makes the folder, act does it, verify looks at what a kill left; most: how many kills.
    """

    name: str
    prepare: Callable[[Path], None]
    act: Callable[[Path, Answer], None]
    verify: Callable[[Path, list[str]], None]
    most: int


def store(folder: Path) -> Path:
    return folder / "companion.db"


def opened(folder: Path, key: bytes | None = None, *, later: int = 0) -> Services:
    ticks = itertools.count(later)
    services = Services.open(folder, now=lambda: NOW + timedelta(seconds=next(ticks)), key=key)
    services.lock.cost = services.backup.cost = CHEAP
    return services


def key_of(folder: Path, *passcodes: str) -> bytes | None:
    """What opens the store as the next start would, with the first passcode that is right."""
    if not files.has_vault(store(folder)):
        return None
    for passcode in passcodes:
        try:
            return protection.unlock(store(folder), passcode, NOW)
        except WrongPasscode:
            continue
    raise AssertionError("no passcode opens the store")


def words(folder: Path, *passcodes: str) -> list[str]:
    """All that is written, oldest first, of a store that is as it should be."""
    key = key_of(folder, *passcodes)
    services = opened(folder, key)
    try:
        found = [entry.words for entry in services.store.entries.all(order_by="at, id")]
    finally:
        services.close()
    assert check(store(folder), key=key) == []
    return found


def everything(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file())


def plain(folder: Path) -> None:
    services = opened(folder)
    for text in FIRST:
        services.journal.add(5, words=text)
    services.courses.start(planned=6)
    services.backup.make_copy()
    services.close()
    aside = store(folder).with_name("companion.damaged-20260101-000000.db")
    aside.write_bytes(f"not a store, but {MARKER}".encode())


def locked(folder: Path) -> None:
    plain(folder)
    services = opened(folder)
    services.lock.turn_on(OLD)
    services.close()


def _in(folder: Path, key: bytes | None, do: Callable[[Services], None]) -> None:
    services = opened(folder, key)
    do(services)
    services.close()


def _writing(passcode: str = "") -> tuple[Callable[[Path, Answer], None], Callable[[Path, list[str]], None]]:
    """Add, edit, remove, undo: what was answered is there, and nothing else that was not asked for."""

    def act(folder: Path, answer: Answer) -> None:
        services = opened(folder, key_of(folder, passcode), later=3600)
        made = services.journal.add(6, words="added").record
        answer("added")
        services.journal.change(replace(made, words="edited"))
        answer("edited")
        removed = services.journal.remove(made.id)
        answer("removed")
        removed.undo()
        answer("back")

    def verify(folder: Path, answers: list[str]) -> None:
        found = words(folder, passcode)
        assert found[: len(FIRST)] == list(FIRST)
        # The step after the last answer may stand or not; no other state can.
        after: list[list[str]] = [[], ["added"], ["edited"], [], ["edited"], ["edited"]]
        assert found[len(FIRST) :] in after[len(answers) :][:2]

    return act, verify


def _either(before: list[str], after: list[str], *passcodes: str) -> Callable[[Path, list[str]], None]:
    def verify(folder: Path, answers: list[str]) -> None:
        found = words(folder, *passcodes)
        assert found in ([after] if answers else [before, after]), found

    return verify


# Migrating ------------------------------------------------------------------------------------------------


def old_store(folder: Path) -> None:
    folder.mkdir()
    connection = sqlite3.connect(store(folder))
    connection.executescript((FIXTURES / "v1.sql").read_text(encoding="utf-8"))
    connection.close()


def migrate(folder: Path, answer: Answer) -> None:
    open_database(store(folder)).close()
    answer("done")


def migrated(folder: Path, answers: list[str]) -> None:
    fresh = sqlite3.connect(":memory:")
    fresh.executescript((FIXTURES / "v1.sql").read_text(encoding="utf-8"))
    sql = "SELECT id, words FROM journal_entry ORDER BY id"
    db = open_database(store(folder))
    assert db.rows(sql) == fresh.execute(sql).fetchall()
    db.close()
    assert check(store(folder)) == []


# The passcode ---------------------------------------------------------------------------------------------


def turn_on(folder: Path, answer: Answer) -> None:
    services = opened(folder)
    services.lock.turn_on(OLD)
    answer("on")
    services.close()


def turned_on(folder: Path, answers: list[str]) -> None:
    assert words(folder, OLD) == list(FIRST)
    if answers:
        assert files.has_vault(store(folder))
    if files.has_vault(store(folder)):
        # The next start finished what was begun: nothing readable is left.
        assert MARKER.encode() not in everything(folder)
        assert engine.is_plain(store(folder)) is False
    assert [copy.path for copy in copies.listed(store(folder))]


def turn_off(folder: Path, answer: Answer) -> None:
    services = opened(folder, key_of(folder, OLD))
    services.lock.turn_off(OLD)
    answer("off")
    services.close()


def turned_off(folder: Path, answers: list[str]) -> None:
    if answers:
        assert not files.has_vault(store(folder))
    assert words(folder, OLD) == list(FIRST)
    if not files.has_vault(store(folder)):
        assert engine.is_plain(store(folder))
        assert all(engine.is_plain(copy.path) for copy in copies.listed(store(folder)))


def change(folder: Path, answer: Answer) -> None:
    services = opened(folder, key_of(folder, OLD))
    services.lock.change(OLD, NEW)
    answer("changed")
    services.close()


def changed(folder: Path, answers: list[str]) -> None:
    assert words(folder, *([NEW] if answers else [NEW, OLD])) == list(FIRST)


def recover_prepare(folder: Path) -> None:
    plain(folder)
    services = opened(folder)
    code = services.lock.turn_on(OLD)
    services.close()
    (folder / "code.txt").write_text(code, encoding="ascii")


def recover(folder: Path, answer: Answer) -> None:
    code = (folder / "code.txt").read_text(encoding="ascii")
    answer(protection.recover(store(folder), code, NEW, NOW, cost=CHEAP)[1])


def recovered(folder: Path, answers: list[str]) -> None:
    assert words(folder, *([NEW] if answers else [NEW, OLD])) == list(FIRST)
    if answers:
        assert protection.unlock_with_code(store(folder), answers[0], NOW) is not None


# Copies, backups, bringing back ---------------------------------------------------------------------------


def copy(folder: Path, answer: Answer) -> None:
    _in(folder, key_of(folder, OLD), lambda services: answer(services.backup.make_copy().path.name))


def copied(folder: Path, answers: list[str]) -> None:
    assert words(folder, OLD) == list(FIRST)
    found = copies.listed(store(folder))
    assert {*answers} <= {one.path.name for one in found}
    for one in found:
        assert check(one.path, key=key_of(folder, OLD)) == []


def back_up(folder: Path, answer: Answer) -> None:
    def do(services: Services) -> None:
        write_files({folder / "out.icbackup": services.backup.seal("a long phrase")})
        answer("written")

    _in(folder, None, do)


def backed_up(folder: Path, answers: list[str]) -> None:
    assert words(folder) == list(FIRST)
    target = folder / "out.icbackup"
    if answers or (target.exists() and target.stat().st_size):
        services = opened(folder)
        assert services.backup.preview(target.read_bytes(), "a long phrase").entries == len(FIRST)
        services.close()


def restore_prepare(folder: Path) -> None:
    """A store that has lost one entry, changed another and gained one since its backup."""
    plain(folder)
    services = opened(folder)
    (folder / "in.icbackup").write_bytes(services.backup.seal("a long phrase"))
    (folder / "in.fhir.json").write_bytes(services.fhir_file.write())
    services.close()
    services = opened(folder, later=3600)
    first, second, _ = services.store.entries.all(order_by="at, id")
    services.journal.remove(first.id)
    services.journal.change(replace(second, words="other words"))
    services.close()


def restore(folder: Path, answer: Answer) -> None:
    def do(services: Services) -> None:
        found = services.backup.preview((folder / "in.icbackup").read_bytes(), "a long phrase")
        services.backup.restore(found)
        answer("restored")

    _in(folder, None, do)


def restore_copy(folder: Path, answer: Answer) -> None:
    def do(services: Services) -> None:
        services.backup.restore(services.backup.preview_copy(services.backup.copies()[-1]))
        answer("restored")

    _in(folder, None, do)


def bring_in(folder: Path, answer: Answer) -> None:
    def do(services: Services) -> None:
        services.fhir_file.bring_in(services.fhir_file.preview((folder / "in.fhir.json").read_bytes()))
        answer("brought in")

    _in(folder, None, do)


def take_out(folder: Path, answer: Answer) -> None:
    def do(services: Services) -> None:
        write_files({folder / "out.json": services.export.json_bytes()})
        answer("written")

    _in(folder, None, do)


def taken_out(folder: Path, answers: list[str]) -> None:
    assert words(folder) == list(FIRST)
    target = folder / "out.json"
    content = target.read_text(encoding="utf-8") if target.exists() else ""
    assert content or not answers
    assert not content or {entry["words"] for entry in json.loads(content)["journal"]} == {*FIRST}


# Repairing ------------------------------------------------------------------------------------------------


def damaged(folder: Path) -> None:
    plain(folder)
    _spoil(folder)


def damaged_locked(folder: Path) -> None:
    locked(folder)
    _spoil(folder)


def _spoil(folder: Path) -> None:
    """Break every third page but the first ones, and remember what is left."""
    content = bytearray(store(folder).read_bytes())
    for page in range(4, len(content) // PAGE, 3):
        content[page * PAGE : (page + 1) * PAGE] = bytes(PAGE)
    store(folder).write_bytes(content)
    (folder / "as-it-was").write_bytes(content)


def repair(folder: Path, answer: Answer) -> None:
    Recovery(store(folder), key_of(folder, OLD)).repair()
    answer("repaired")


def take_copy(folder: Path, answer: Answer) -> None:
    Recovery(store(folder), key_of(folder, OLD)).take_copy()
    answer("taken")


def repaired(folder: Path, answers: list[str]) -> None:
    as_it_was, key = (folder / "as-it-was").read_bytes(), key_of(folder, OLD)
    if not answers:
        kept = [store(folder), *aside.kept(store(folder))]
        assert any(file.read_bytes() == as_it_was for file in kept), "the damaged store is gone"
        if check(store(folder), key=key):
            Recovery(store(folder), key).repair()  # as whoever comes back would
    assert words(folder, OLD) == list(FIRST)
    assert any(file.read_bytes() == as_it_was for file in aside.kept(store(folder)))
    assert not conversion.unfinished(store(folder))


def damaged_with_log(folder: Path) -> None:
    damaged(folder)
    files.beside(store(folder))[0].write_bytes(f"no log, but {MARKER}".encode())


def set_aside(folder: Path, answer: Answer) -> None:
    answer(aside.set_aside(store(folder)).name)


def kept_aside(folder: Path, answers: list[str]) -> None:
    if not answers and store(folder).exists():
        answers = [aside.set_aside(store(folder)).name]
    as_it_was = (folder / "as-it-was").read_bytes()
    kept = [file.read_bytes() for file in aside.kept(store(folder))]
    assert as_it_was in kept
    assert f"no log, but {MARKER}".encode() in kept
    assert words(folder) == []


# Deleting -------------------------------------------------------------------------------------------------


def delete(folder: Path, answer: Answer) -> None:
    services = opened(folder, key_of(folder, OLD))
    services.delete_everything("DELETE")
    answer("deleted")


def deleted(folder: Path, answers: list[str]) -> None:
    if answers:
        assert MARKER.encode() not in everything(folder)
        assert words(folder) == []
        return
    with suppress(StoreError):  # the key may be gone before the store is, and then it says so
        assert words(folder, OLD) in ([], list(FIRST))


def purge_prepare(folder: Path) -> None:
    plain(folder)
    services = opened(folder)
    services.journal.remove(services.journal.add(5, words=f"{MARKER} gone").record.id)
    services.close()


def purge(folder: Path, answer: Answer) -> None:
    from storage.purge import purge as let_go

    db = open_database(store(folder))
    assert let_go(db, NOW + timedelta(days=31)) == 1
    db.close()
    answer("purged")


def purged(folder: Path, answers: list[str]) -> None:
    assert words(folder) == list(FIRST)
    if answers:
        assert f"{MARKER} gone".encode() not in store(folder).read_bytes()


def _operations() -> tuple[Operation, ...]:
    write_plain, look_plain = _writing()
    write_locked, look_locked = _writing(OLD)
    brought_back = _either(["other words", FIRST[2]], [FIRST[0], "other words", FIRST[2]])
    return (
        Operation("write", plain, write_plain, look_plain, most=60),
        Operation("write-encrypted", locked, write_locked, look_locked, most=30),
        Operation("migrate", old_store, migrate, migrated, most=30),
        Operation("passcode-on", plain, turn_on, turned_on, most=34),
        Operation("passcode-off", locked, turn_off, turned_off, most=28),
        Operation("passcode-change", locked, change, changed, most=30),
        Operation("recover", recover_prepare, recover, recovered, most=15),
        Operation("copy", plain, copy, copied, most=30),
        Operation("copy-encrypted", locked, copy, copied, most=20),
        Operation("backup", plain, back_up, backed_up, most=25),
        Operation("restore", restore_prepare, restore, brought_back, most=30),
        Operation("restore-copy", restore_prepare, restore_copy, brought_back, most=27),
        Operation("import", restore_prepare, bring_in, brought_back, most=20),
        Operation("export", plain, take_out, taken_out, most=8),
        Operation("repair", damaged, repair, repaired, most=14),
        Operation("repair-encrypted", damaged_locked, repair, repaired, most=10),
        Operation("take-copy", damaged, take_copy, repaired, most=12),
        Operation("set-aside", damaged_with_log, set_aside, kept_aside, most=3),
        Operation("delete", plain, delete, deleted, most=35),
        Operation("delete-encrypted", locked, delete, deleted, most=20),
        Operation("purge", purge_prepare, purge, purged, most=45),
    )


OPERATIONS = {one.name: one for one in _operations()}


def fresh(template: Path, folder: Path) -> None:
    """The folder as it was before the operation."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(template, folder)
