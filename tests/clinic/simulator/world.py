"""The world of one seed: devices of one patient, one server, a mix of what happens, and what must hold."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from app.care.checkin import CheckIn, answer, finish
from app.care.course import Course, Mark, Session, Status
from app.care.journal import JournalEntry
from app.clinic.synchronizer import Connection, Synchronizer, connect, status, try_again
from app.clinic.synchronizer import answer as answer_ask
from app.services.store import Store
from tests.clinic.simulator.client import Client
from tests.clinic.simulator.kinds import Kinds
from tests.clinic.simulator.line import Killed
from tests.clinic.simulator.server import START, Server

KINDS = Kinds()
MADE = Connection(server="https://fhir.example.org/fhir", patient_id="p1", share_words=True)
ROUNDS = 14
_ITEMS = ("44250-9", "44255-8", "44259-0")


class Device:
    """One device: a store on the disk, a clock that may be wrong, a client."""

    def __init__(
        self, path: Path, template: Path, server: Server, chance: random.Random, faults: float
    ) -> None:
        self.path = path
        self.chance = chance
        self.skew = timedelta(minutes=chance.choice((0, 0, -90, 45, 3000)))
        self.server = server
        self.client = Client(server, chance, faults)
        self.stop: Callable[[], bool] = lambda: False
        path.mkdir()
        self.file = path / "companion.db"
        shutil.copyfile(template, self.file)
        self.open()

    def now(self) -> datetime:
        return self.server.now.astimezone(UTC) + self.skew

    def open(self) -> None:
        self.store = Store(self.file, self.now)

    def restart(self) -> None:
        """End the process, however it stood, and start anew."""
        self.store.db.close()
        self.open()

    def sync(self) -> Any:
        store = self.store
        self.client.begin()
        tables = {table.name: table for table in store.tables if table.name in KINDS.names}
        run = Synchronizer(
            store.db,
            tables,
            store.kept,
            self.client,
            KINDS,
            self.now,
            stop=lambda: self.stop(),
            chance=self.chance,
        )
        try:
            return run.run()
        except Killed:
            self.restart()
            return None

    def copy(self) -> None:
        """Take a copy of the whole store."""
        self.store.db.close()
        shutil.copyfile(self.file, self.path / "copy.db")
        self.open()

    def bring_back(self) -> None:
        """Put the copy into the store's place."""
        if (self.path / "copy.db").exists():
            self.store.db.close()
            shutil.copyfile(self.path / "copy.db", self.file)
            self.open()

    def live(self) -> dict[str, dict[UUID, Any]]:
        return {
            table.name: {one.id: one for one in table.all()}
            for table in self.store.tables
            if table.name in KINDS.names
        }

    def says(self) -> str:
        """All words that are anywhere on this device, beside records too."""
        rows = self.store.db.rows("SELECT words FROM journal_entry WHERE removed_at IS NULL")
        kept = self.store.db.rows("SELECT text FROM kept_text")
        return " ".join(text for (text,) in (*rows, *kept)) + " "


class World:
    """One seed. answered: what a patient wrote and neither replaced nor removed having seen it."""

    def __init__(self, seed: int, folder: Path, template: Path) -> None:
        self.chance = random.Random(seed)
        self.server = Server(
            ids=self.chance.choice(("ours", "ours", "ours", "says", "silently")),
            counts=self.chance.random() < 0.8,
            page=self.chance.choice((2, 7, 7)),
            again=self.chance.random() < 0.3,
        )
        says = self.chance.choice(("", "outcome", "all"))
        offers = [self.chance.random() < share for share in (0.8, 0.8, 0.8)]
        faults = self.chance.choice((0.0, 0.03, 0.1, 0.25))
        self.devices = [
            Device(folder / f"{number}", template, self.server, self.chance, faults)
            for number in range(self.chance.choice((2, 2, 2, 2, 3, 4)))
        ]
        self.answered: set[str] = set()
        self._words = 0
        self._calm = False
        for device in self.devices:
            device.client.meanwhile = partial(self.meanwhile, device)
            fhir = device.client.line.fhir
            fhir.with_versions, fhir.can_whole, fhir.knows_patient = offers
            fhir.says = says
        self.log: list[str] = []

    def run(self, steps: int) -> None:
        """Let things happen, then let them settle, and look."""
        for _ in range(steps):
            self.step()
        self.settle()
        self.look()

    def step(self) -> None:
        device = self.chance.choice(self.devices)
        acts = (
            (self.add, 4), (self.edit, 10), (self.remove, 3), (self.restore, 1), (self.course, 2),
            (self.session, 4), (self.mark, 1), (self.check_in, 3), (self.sync, 14), (self.restart, 1),
            (self.copy, 1), (self.bring_back, 1), (self.disaster, 1), (self.time, 3),
        )  # fmt: skip
        act = self.chance.choices([one for one, _ in acts], [weight for _, weight in acts])[0]
        self.log.append(f"{act.__name__} on {self.devices.index(device)}")
        act(device)

    def meanwhile(self, device: Device) -> None:
        """Between two moments of a device's sync the patient writes on, here and there, and others sync."""
        if self._calm or self.chance.random() >= 0.25:
            return
        self._calm = True
        other = self.chance.choice(self.devices)
        acts = (self.add, self.edit, self.edit, self.remove, self.session, self.check_in)
        act = self.sync if other is not device and self.chance.random() < 0.4 else self.chance.choice(acts)
        self.log.append(f"meanwhile {act.__name__} on {self.devices.index(other)}")
        try:
            act(other)
        finally:
            self._calm = False

    def add(self, device: Device) -> None:
        words = self._new_words()
        feelings = tuple(self.chance.sample(("calm", "tired", "sad"), 2))
        entry = JournalEntry(id=self._id(), at=START, mood=self._mood(), words=words, feelings=feelings)
        device.store.entries.add(entry)
        self.answered.add(words)

    def edit(self, device: Device) -> None:
        if not (entries := device.store.entries.all()):
            return
        entry = self.chance.choice(entries[:2])  # where two devices meet
        if self.chance.random() < 0.4:
            device.store.entries.change(replace(entry, mood=self._mood(), sleep=self._mood()))
            return
        words = self._new_words()
        self.answered -= set(entry.words.split())
        self.answered.add(words)
        device.store.entries.change(replace(entry, words=words))

    def remove(self, device: Device) -> None:
        if entries := device.store.entries.all():
            entry = self.chance.choice(entries)
            self.answered -= set(entry.words.split())
            device.store.entries.remove(entry.id)

    def restore(self, device: Device) -> None:
        gone = device.store.db.rows("SELECT id, words FROM journal_entry WHERE removed_at IS NOT NULL")
        if gone:
            key, words = self.chance.choice(gone)
            device.store.entries.restore(UUID(key))
            there = [one.store.entries.get(UUID(key)) for one in self.devices if one is not device]
            if (
                None not in there
            ):  # else somebody else removed it too, which counts as long as nothing changes
                self.answered |= set(words.split())

    def course(self, device: Device) -> None:
        course = Course(id=self._id(), made_at=START)
        with device.store.db.transaction():
            device.store.courses.add(course)
            for number in (1, 2):
                device.store.sessions.add(Session(id=self._id(), course_id=course.id, number=number))

    def session(self, device: Device) -> None:
        store = device.store
        if courses := store.courses.all():
            course = self.chance.choice(courses)
            sessions = store.sessions.where("course_id = ?", (course.id,), order_by="number")
            if self.chance.random() < 0.5 and len(sessions) < 8:
                number = max((one.number for one in sessions), default=0) + 1
                store.sessions.add(Session(id=self._id(), course_id=course.id, number=number))
            elif sessions:
                one = self.chance.choice(sessions)
                done = replace(one, status=Status.COMPLETED, began_at=START, ended_at=START, systolic=120)
                store.sessions.change(done if self.chance.random() < 0.5 else replace(one, escort="Sam"))

    def mark(self, device: Device) -> None:
        if sessions := device.store.sessions.all():
            session = self.chance.choice(sessions)
            device.store.marks.add(Mark(id=self._id(), session_id=session.id, at=START, kind="calm"))

    def check_in(self, device: Device) -> None:
        table = device.store.checkins
        open_ = [one for one in table.all() if not one.is_finished]
        now = START + timedelta(days=len(self.log))
        if not open_ or self.chance.random() < 0.4:
            table.add(CheckIn(id=self._id(), questionnaire="phq9", taken_at=START, begun_at=START))
            return
        one = self.chance.choice(open_)
        if one.answered and self.chance.random() < 0.3:
            table.change(finish(one, now))
        else:
            table.change(answer(one, self.chance.choice(_ITEMS), self.chance.randrange(4), now))

    def sync(self, device: Device) -> None:
        device.sync()
        self._answer(device)

    def restart(self, device: Device) -> None:
        device.restart()

    def copy(self, device: Device) -> None:
        device.copy()
        self.server.keep()

    def bring_back(self, device: Device) -> None:
        device.bring_back()
        self._forget_lost()

    def disaster(self, device: Device) -> None:
        """The clinic's server is set up anew, or from its backup."""
        self.chance.choice((self.server.empty, self.server.bring_back))()
        self._forget_lost()

    def time(self, device: Device) -> None:
        self.server.wait(self.chance.choice((1, 100, 4000)))
        self.server.refuses.clear()

    def settle(self) -> None:
        """No more faults; each device syncs until nothing moves any more."""
        self._calm = True
        self.server.refuses.clear()
        for device in self.devices:
            device.client.arrive()
            device.client.faults = 0.0
        for _ in range(ROUNDS):
            writes = self.server.writes
            answered = False
            for device in self.devices:
                device.sync()
                answered |= self._answer(device)
            stand = [status(device.store.db) for device in self.devices]
            if not answered and writes == self.server.writes and all(one.settled for one in stand):
                return
        raise AssertionError(f"It does not settle: {stand}")

    def look(self) -> None:
        """What must hold once all has settled."""
        first, *others = [device.live() for device in self.devices]
        for other in others:
            for kind in KINDS.names:
                assert first[kind] == other[kind], f"{kind} differs between two devices"
        said = "".join(device.says() for device in self.devices)
        lost = {words for words in self.answered if f"{words} " not in said}
        assert not lost, f"lost: {lost}"
        there = sorted(
            str(KINDS.identify(one)[1])
            for one in self.server.resources.values()
            if "kind" in one and one["status"] != "entered-in-error"
        )
        here = sorted(str(id_) for records in first.values() for id_ in records)
        assert here == there, "the clinic has other records than the devices"
        for device in self.devices:
            assert not device.store.db.rows("SELECT 1 FROM outbox")

    def close(self) -> None:
        for device in self.devices:
            device.store.close()

    def _answer(self, device: Device) -> bool:
        """The patient answers what is asked, and tries again what was refused."""
        stand = status(device.store.db)
        if stand.asks:
            answer_ask(device.store.db, yes=True)
        return bool(try_again(device.store.db)) or bool(stand.asks)

    def _forget_lost(self) -> None:
        """What was on nothing but what is gone now nobody can bring back."""
        said = "".join(device.says() for device in self.devices)
        said += " ".join(str(one.get("row")) for one in self.server.resources.values())
        self.answered = {words for words in self.answered if words in said}

    def _new_words(self) -> str:
        self._words += 1
        return f"w{self._words}w"

    def _mood(self) -> int:
        return self.chance.randrange(11)

    def _id(self) -> UUID:
        return UUID(int=self.chance.getrandbits(128), version=4)


def template(path: Path) -> Path:
    """An empty store with a connection, to copy from."""
    store = Store(path, lambda: START)
    connect(store.db, MADE)
    store.db.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    store.close()
    return path
