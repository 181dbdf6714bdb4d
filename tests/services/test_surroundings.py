"""Whatever becomes of the clock, the zone, the folder and other processes: a clear sentence or no effect."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from app import config
from app.care.checklist import Choice, Part
from app.care.course import Status
from app.care.invalid import Invalid
from app.care.today import Phase
from app.services import DELETE, Services, StoreError, open_or_problem
from app.services.opening import StoreProblem
from storage import copies
from storage.doctor import check
from storage.errors import FullStore, LostStore, UnwritableStore
from tests.services.conftest import ZONE, Now, everything

LISBON = ZoneInfo("Europe/Lisbon")
NOBODY = 65534


def healthy(services: Services) -> None:
    """Everything is there again after a restart, and the doctor finds nothing."""
    before, path, now = everything(services), services.store.path, services.now
    services.close()
    again = Services.open(path.parent, now=now)
    assert everything(again) == before
    assert again.check_up(thorough=True) is None
    again.close()
    assert check(path, thorough=True) == []


@pytest.fixture
def course(services: Services) -> Services:
    """Six infusions, the first today at 11."""
    services.settings.change_preferences(welcomed_at=services.now())
    services.courses.start(date(2026, 11, 22), time(11), (), 6)
    return services


def use_everything(services: Services) -> int:
    """Write a record of each kind; return how many outbox rows wait then."""
    entry = services.journal.add(5, words="as the clock says").record
    services.journal.change(replace(entry, words="and changed"))
    services.checklists.answer(Part.SCREENING, None, "heart", Choice.NO)
    services.questions.add("", "What time is it?")
    services.settings.change_clinic(name="Clinic")
    services.courses.mark(1, "calm")
    removed = services.journal.remove(entry.id)
    removed.undo()
    return int(services.db.rows("SELECT max(sequence) FROM outbox")[0][0])


def test_with_the_clock_set_back_a_year_everything_is_saved_and_queued_behind_what_was(
    course: Services, now: Now
) -> None:
    course.courses.begin(1)
    first = use_everything(course)
    now.move(days=-365)
    assert use_everything(course) > first
    assert course.journal.count() == 2
    assert len(course.courses.marks(1)) == 2
    healthy(course)


def test_with_the_clock_set_back_an_infusion_in_progress_waits_for_a_clock_that_is_right(
    course: Services, now: Now
) -> None:
    course.courses.begin(1)
    now.move(days=-365)
    for end in (course.courses.complete, course.courses.stop_session):
        with pytest.raises(Invalid, match=r"cannot end before it begins.*\."):
            end(1)
    assert course.today().kind is Phase.IN_SESSION
    now.move(days=365, minutes=45)
    assert course.courses.complete(1).record.status is Status.COMPLETED
    healthy(course)


def test_with_the_clock_a_year_ahead_nothing_is_lost_when_it_is_right_again(
    course: Services, now: Now
) -> None:
    now.move(days=365)
    early = course.journal.add(6, words="from next year").record
    now.move(days=-365)
    today = course.journal.add(4, words="from today").record
    assert [one.id for one in course.journal.recent()] == [early.id, today.id]
    course.journal.change(replace(early, at=course.now()))
    assert {one.at.year for one in course.journal.recent()} == {2026}
    healthy(course)


def test_in_another_zone_what_was_written_keeps_its_day_and_dates_keep_their_hour(
    course: Services, now: Now, folder: Path
) -> None:
    now.set(2026, 11, 22, 20)
    evening = course.journal.add(4, words="in California").record
    now.at = now.at.astimezone(LISBON)
    assert now.at.date() == date(2026, 11, 23)
    morning = course.journal.add(6, words="in Lisbon").record
    again = Services.open(folder, now=now)
    by_day = {one.words: (one.at.date(), one.at.utcoffset()) for one in again.journal.recent()}
    assert by_day == {
        "in California": (date(2026, 11, 22), timedelta(hours=-8)),
        "in Lisbon": (date(2026, 11, 23), timedelta()),
    }
    view = again.courses.current()
    assert view is not None
    assert {session.starts_at.time() for session in view.sessions if session.starts_at} == {time(11)}
    again.journal.change(replace(evening, mood=5))
    assert again.journal.get(evening.id).at == evening.at  # type: ignore[union-attr]
    assert again.journal.get(morning.id) == morning
    again.close()
    healthy(course)


@pytest.mark.parametrize(("began", "elapsed"), [("0140", 30), ("0110", 60)])
def test_in_the_night_that_has_an_hour_twice_an_infusion_runs_on_by_the_true_minutes(
    services: Services, now: Now, began: str, elapsed: int
) -> None:
    services.settings.change_preferences(welcomed_at=services.now())
    services.courses.start(date(2026, 11, 1), time(1), (), 6)
    now.at = datetime(2026, 11, 1, int(began[:2]), int(began[2:]), tzinfo=ZONE)
    services.courses.begin(1)
    first = services.journal.add(4).record
    now.move(minutes=elapsed)
    assert (now.at.hour, now.at.minute, now.at.fold) == (1, 10, 1)
    clock = services.today().clock
    assert clock is not None
    assert clock.elapsed == timedelta(minutes=elapsed)
    second = services.journal.add(6).record
    assert [one.id for one in services.journal.recent()] == [second.id, first.id]
    assert {one.at.date() for one in services.journal.recent()} == {date(2026, 11, 1)}
    ended = services.courses.complete(1).record
    assert ended.ended_at == now.at.astimezone(UTC)
    healthy(services)


def test_in_the_night_that_lacks_an_hour_an_infusion_runs_on_by_the_true_minutes(
    services: Services, now: Now
) -> None:
    now.at = datetime(2026, 3, 8, 1, 50, tzinfo=ZONE)
    services.settings.change_preferences(welcomed_at=services.now())
    services.courses.start(date(2026, 3, 8), time(1, 30), (), 6)
    services.courses.begin(1)
    now.move(minutes=20)
    assert (now.at.hour, now.at.minute) == (3, 10)
    clock = services.today().clock
    assert clock is not None
    assert clock.elapsed == timedelta(minutes=20)
    healthy(services)


@pytest.fixture
def borrowed() -> Iterator[Path]:
    """A folder that somebody without any rights can reach, wherever the tests run."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        folder.chmod(0o755)
        yield folder


@contextmanager
def without_rights(*paths: Path) -> Iterator[None]:
    """Be somebody whom permissions stop, and own nothing but these paths."""
    if os.geteuid() != 0:
        yield
        return
    for path in paths:
        os.chown(path, NOBODY, NOBODY)
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def read_only(borrowed: Path, now: Now) -> Iterator[Path]:
    """A data folder with a diary that can be read and not written."""
    folder = borrowed / "data"
    services = Services.open(folder, now=now)
    services.journal.add(7, words="before")
    services.check_up(thorough=True)  # whatever is imported late is imported now, with the right to read it
    copies.make(services.db, now=now())
    services.close()
    with without_rights(folder, *folder.rglob("*")):
        folder.chmod(0o555)
        (folder / config.STORE).chmod(0o444)
        yield folder
        folder.chmod(0o755)


def test_a_folder_that_cannot_be_written_is_told_and_not_one_byte_changes(read_only: Path, now: Now) -> None:
    before = {file.name: file.read_bytes() for file in read_only.rglob("*") if file.is_file()}
    problem = open_or_problem(read_only, now=now)
    assert isinstance(problem, StoreProblem)
    assert "cannot be written, so nothing was changed" in problem.sentence
    assert not problem.can_set_aside
    assert [one.sentence for one in check(read_only / config.STORE)] in ([], [problem.sentence])
    assert {file.name: file.read_bytes() for file in read_only.rglob("*") if file.is_file()} == before


def test_a_folder_that_becomes_read_only_under_the_open_app_loses_no_answered_write(
    borrowed: Path, now: Now
) -> None:
    folder = borrowed / "data"
    services = Services.open(folder, now=now)
    services.journal.add(5, words="before")
    services.store.db.connection.execute("PRAGMA wal_checkpoint")
    copies.make(services.db, now=now())
    answered = ["before"]
    with without_rights(folder, *folder.rglob("*")):
        folder.chmod(0o555)
        try:
            services.journal.add(6, words="meanwhile")
            answered.append("meanwhile")
        except (UnwritableStore, StoreError) as refused:
            assert "nothing was" in str(refused)  # noqa: PT017  (either is right: a sentence, or it is saved)
        with pytest.raises(UnwritableStore):
            services.lock.show_numbers(False)
        folder.chmod(0o755)
    services.journal.add(7, words="after")
    assert {one.words for one in services.journal.recent()} == {*answered, "after"}
    healthy(services)


def _unlink(path: Path) -> None:
    path.unlink()


def _move_folder(path: Path) -> None:
    path.parent.rename(path.parent.with_name("elsewhere"))


def _delete_elsewhere(path: Path) -> None:
    other = Services.open(path.parent)
    other.delete_everything(DELETE).close()


@pytest.mark.parametrize("lose", [_unlink, _move_folder, _delete_elsewhere])
def test_a_store_that_goes_under_the_running_app_answers_no_write_and_says_why(
    course: Services, lose: Callable[[Path], None]
) -> None:
    course.journal.add(5, words="before")
    lose(course.store.path)
    writes: tuple[Callable[[], object], ...] = (
        lambda: course.journal.add(6),
        lambda: course.courses.begin(1),
        lambda: course.questions.add("", "Where is it?"),
        lambda: course.settings.change_clinic(name="Clinic"),
        course.watch_once,
        course.backup.make_copy,
    )
    for write in writes:
        with pytest.raises(LostStore, match="nothing was saved"):
            write()


def test_two_processes_write_at_once_and_each_sees_what_the_other_wrote(
    services: Services, folder: Path
) -> None:
    command = [sys.executable, "-m", "app", "mood", "8", "--data-dir", str(folder), "theirs"]
    others = [
        subprocess.Popen([*command, "--at", f"2026-11-0{n} 10:00"], stdout=subprocess.PIPE)
        for n in range(1, 3)
    ]
    mine = {services.journal.add(4, words="mine").record.id for _ in range(20)}
    assert [other.wait() for other in others] == [0, 0]
    for other in others:
        other.stdout.close()  # type: ignore[union-attr]
    assert services.watch_once()
    found = services.journal.recent(100)
    assert {one.id for one in found if one.words == "mine"} == mine
    assert sum(one.words == "theirs" for one in found) == 2
    healthy(services)


def test_what_two_windows_change_at_once_is_never_undone_unseen(
    services: Services, folder: Path, now: Now
) -> None:
    entry = services.journal.add(4, words="first").record
    other = Services.open(folder, now=now)
    changed = services.journal.change(replace(entry, words="from one window"))
    other.journal.change(replace(entry, words="from the other"))
    with pytest.raises(Invalid, match="changed since"):
        changed.undo()
    assert services.journal.get(entry.id) == other.journal.get(entry.id)
    assert other.journal.get(entry.id).words == "from the other"  # type: ignore[union-attr]
    other.close()
    healthy(services)


def test_no_room_on_the_disk_is_told_and_what_was_saved_stays(services: Services) -> None:
    services.journal.add(5, words="before")
    pages = services.db.rows("PRAGMA page_count")[0][0]
    services.db.connection.execute(f"PRAGMA max_page_count = {pages + 1}")
    with pytest.raises(FullStore, match="nothing was saved"):
        services.journal.add(6, words="too long " * 2_000)
    services.db.connection.execute("PRAGMA max_page_count = 1000000")
    services.journal.add(6, words="with room again")
    assert [one.words for one in services.journal.recent()].count("before") == 1
    healthy(services)
