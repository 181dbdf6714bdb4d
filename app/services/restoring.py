"""Bringing records back: what is in an image meets what is in the store, record by record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from app.care.course import Course, Session
from app.care.invalid import Invalid
from app.care.kept import KeptText, Source
from app.care.merge import Lost, kept, merge, texts
from app.services.store import Store
from storage.errors import Refused
from storage.versions import Version, Versions, note_erased

if TYPE_CHECKING:
    from storage.image import Image
    from storage.table import Table


_AT_ONCE = 500
_CHANGED = "Something has changed since, so nothing was taken back. You can change it by hand."


@dataclass(slots=True)
class Counts:
    """What bringing something back has done; see Restored."""

    added: int = 0
    brought_back: int = 0
    changed: int = 0
    same: int = 0
    texts: int = 0
    unreadable: int = 0
    gave_way: int = 0


@dataclass(frozen=True, slots=True)
class _Step:
    """One record that was written. before: None where there was none. after: None for one that was added."""

    versions: Versions[Any]
    record_id: UUID
    changed_at: datetime
    before: Version[Any] | None
    after: Version[Any] | None


class Restoring:
    """Brings one image into the store, in one transaction."""

    def __init__(self, store: Store, source: Source, now: datetime) -> None:
        self._store = store
        self._source = source
        self._now = now
        self._steps: dict[tuple[str, UUID], _Step] = {}
        self._instead: dict[UUID, UUID] = {}  # a session of the image, and the one that has its place here
        self._kept: Versions[Any] = Versions(store.db, store.kept)
        self.counts = Counts()

    def run(self, image: Image) -> Callable[[], None]:
        """Do it, all or nothing; return what undoes it, which does not need the image any more.

        Args:
            image: what is brought back.

        Raises:
            StoreError: something could not be written; nothing was changed then.
        """
        db = self._store.db
        with db.transaction():
            before = self._store.courses.all()
            # A new version of a checklist may come before the one it replaces.
            db.connection.execute("PRAGMA defer_foreign_keys = ON")
            for table in self._store.tables:
                versions: Versions[Any] = Versions(db, table)
                for some in versions.inside(image):
                    self._bring(versions, table.name, [one for one in some if one is not None])
                    self.counts.unreadable += some.count(None)
            self._give_way(before, image)
            note_erased(db, image)
        return self._undo

    def _bring(self, versions: Versions[Any], kind: str, some: list[Version[Any]]) -> None:
        theirs = [one.of(self._placed(one.record)) for one in some]
        if kind == "session":
            theirs = [self._in_its_place(one) for one in theirs]
        mine = versions.here([one.record.id for one in theirs])
        for one in theirs:
            there = mine.get(one.record.id)
            if there is None:
                self._write(versions, one, None)
                self.counts.added += one.removed_at is None
            elif one.removed_at is not None or (there.removed_at is None and there.record == one.record):
                self.counts.same += 1
            else:
                self._meet(versions, kind, one, there)

    def _meet(self, versions: Versions[Any], kind: str, one: Version[Any], there: Version[Any]) -> None:
        if there.removed_at is not None:
            # Whoever brings back what was deleted wants what is in the backup, whichever is newer.
            merged = merge(one.record, max(one.changed_at, there.changed_at), there.record, there.changed_at)
            self.counts.brought_back += 1
        else:
            merged = merge(there.record, there.changed_at, one.record, one.changed_at)
        record = self._placed(merged.record)
        if there.removed_at is None:
            self.counts.changed += record != there.record
            self.counts.same += record == there.record
        if there.removed_at is not None or record != there.record:
            at = one.changed_at if record == one.record else self._now
            self._write(versions, Version(record, at), there)
        for lost in merged.lost:
            self._keep(kind, one.record.id, lost)

    def _keep(self, kind: str, record_id: UUID, lost: Lost) -> None:
        text: KeptText = kept(kind, record_id, lost, self._source)
        there = self._kept.here([text.id]).get(text.id)
        if there is None or there.removed_at is not None:
            self._write(self._kept, Version(text, self._now), there)
            self.counts.texts += 1

    def _write(self, versions: Versions[Any], version: Version[Any], before: Version[Any] | None) -> None:
        versions.bring(version, new=before is None)
        key = versions.name, version.record.id
        if key in self._steps:
            before = self._steps[key].before
        after = None if before is None else version
        self._steps[key] = _Step(versions, version.record.id, version.changed_at, before, after)

    def _give_way(self, before: list[Course], image: Image) -> None:
        """Remove a course that was only planned here when a running one comes: there is one at a time.

        Otherwise the dates entered at the welcome of a new device would hide all that is brought back.
        """
        came = [course for course in self._store.courses.all() if course not in before]
        if not any(self._is_running(course) for course in came):
            return
        theirs = {key for (key,) in image.rows("SELECT id FROM course")}
        for course in before:
            if str(course.id) not in theirs and self._is_untouched(course):
                for table, where in (
                    (self._store.sessions, "course_id = ?"),
                    (self._store.courses, "id = ?"),
                ):
                    self._remove(table, table.where(where, (course.id,)))
                self.counts.gave_way += 1

    def _is_running(self, course: Course) -> bool:
        sessions = self._sessions(course)
        return (
            course.ended_at is None and any(s.was_held for s in sessions) and any(s.is_open for s in sessions)
        )

    def _is_untouched(self, course: Course) -> bool:
        """Whether nothing but dates was entered for a course."""
        sessions = self._sessions(course)
        ids = [session.id for session in sessions]
        marks = f"session_id IN ({', '.join('?' * len(ids))})"
        return (
            all(session.is_open and not texts(session) for session in sessions)
            and not self._store.checklists.count("course_id = ?", (course.id,))
            and not self._store.marks.count(marks, ids)
        )

    def _sessions(self, course: Course) -> list[Session]:
        return self._store.sessions.where("course_id = ?", (course.id,))

    def _remove(self, table: Table[Any], records: Sequence[Any]) -> None:
        versions: Versions[Any] = Versions(self._store.db, table)
        for there in versions.here([record.id for record in records]).values():
            self._write(versions, Version(there.record, self._now, self._now), there)

    def _placed(self, record: Any) -> Any:
        """A record that belongs to the session which has the place of its own here."""
        for name in ("session_id", "record_id") if self._instead else ():
            instead = self._instead.get(getattr(record, name, None))  # type: ignore[arg-type]
            if instead is not None:
                record = replace(record, **{name: instead})
        return record

    def _in_its_place(self, one: Version[Any]) -> Version[Any]:
        """A session under the id of the one that has its number here: a course has each number once."""
        session: Session = one.record
        where = "course_id = ? AND number = ? AND id <> ?"
        taken = self._store.sessions.where(where, (session.course_id, session.number, session.id))
        if one.removed_at is not None or not taken:
            return one
        self._instead[session.id] = taken[0].id
        return one.of(replace(session, id=taken[0].id))

    def _undo(self) -> None:
        db = self._store.db
        try:
            with db.transaction():
                db.connection.execute("PRAGMA defer_foreign_keys = ON")
                steps = list(reversed(self._steps.values()))
                for first in range(0, len(steps), _AT_ONCE):
                    self._refuse_changed(steps[first : first + _AT_ONCE])
                for step in steps:
                    if step.before is None:
                        step.versions.erase(step.record_id)
                    else:
                        step.versions.bring(step.before)
        except Refused:
            raise Invalid(_CHANGED) from None

    def _refuse_changed(self, steps: list[_Step]) -> None:
        for versions in {step.versions for step in steps}:
            mine = [step for step in steps if step.versions is versions]
            there = versions.here([step.record_id for step in mine])
            for step in mine:
                now = there.get(step.record_id)
                if now is None or now.changed_at != step.changed_at or step.after not in (None, now):
                    raise Invalid(_CHANGED)
