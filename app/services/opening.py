"""Services: the one thing that screens and the command line hold, and how it is opened."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from app import config
from app.care import today as phases
from app.care.checklist import Part
from app.care.invalid import Invalid
from app.language import preferred
from app.services.checklists import ChecklistService
from app.services.clock import Clock
from app.services.courses import CourseService
from app.services.deleting import delete_all, finish_deleting
from app.services.journal import JournalService
from app.services.lock import LockService
from app.services.on_demand import OnDemand
from app.services.settings import SettingsService
from app.services.store import Store
from app.services.trouble import StoreProblem, problem_of
from storage.changes import ChangeFeed
from storage.database import Database
from storage.errors import DamagedStore, NewerStore, StoreError

DELETE = "DELETE"
_LOOK = ("theme", "text_scale", "language", "country")


class Services(OnDemand):
    """One open store and everything that can be done with it.

    Attributes:
        data_dir: the folder of the store.
        is_sample: whether this is the store for looking around.
        checked: whether the data were looked over since the start.
        changes: tells after each commit which tables changed; it goes on after delete_everything().
        journal, courses, checklists, settings, lock: what can be done, by subject; and what OnDemand adds.
    """

    def __init__(self, store: Store, clock: Clock, *, is_sample: bool = False) -> None:
        self._store = store
        self._clock = clock
        self._sample: Services | None = None
        self.checked = False
        self.data_dir = store.path.parent
        self.is_sample = is_sample
        self.changes: ChangeFeed = store.changes
        self.settings = SettingsService(store)
        self.journal = JournalService(store, clock)
        self.courses = CourseService(store, clock)
        self.checklists = ChecklistService(store, clock, self.courses, self.settings)
        self.lock = LockService(store, clock, self.settings, is_sample=is_sample)

    @classmethod
    def open(
        cls,
        data_dir: Path,
        *,
        now: config.Clock | None = None,
        sample: bool = False,
        key: bytes | None = None,
    ) -> Services:
        """Open the store in a folder, which is made where there is none.

        Args:
            data_dir: the folder.
            now: tells the time; the system's clock where it is left out.
            sample: whether it is a store for looking around.
            key: of an encrypted store; app.services.door gives it for the passcode.

        Raises:
            StoreError: it cannot be opened (newer, damaged, encrypted, not writable, busy).
        """
        clock, path = Clock(now), data_dir / config.STORE
        finish_deleting(path)
        _tidy(path)
        return cls(Store(path, clock.now, key), clock, is_sample=sample)

    @property
    def db(self) -> Database:
        """The open database."""
        return self._store.db

    @property
    def store(self) -> Store:
        """The open store with its tables, for what takes everything out."""
        return self._store

    @property
    def clock(self) -> Clock:
        """The time, and the zone of this device."""
        return self._clock

    def now(self) -> datetime:
        """This moment, in the offset of here and now."""
        return self._clock.now()

    def today(self) -> phases.Today:
        """What matters now, with everything that is shown beside it."""
        view = self.courses.current()
        found = phases.phase(
            view.course if view else None,
            view.sessions if view else (),
            self.checklists.saved(Part.SCREENING),
            None,
            self.settings.preferences(),
            self.now(),
        )
        if found.session is None:
            return found
        return replace(found, day_of=self.checklists.saved(Part.DAY_OF, found.session.number))

    def watch_once(self) -> bool:
        """Look whether another process has written, and tell the change feed if so."""
        return self.db.poll_other_processes()

    def open_sample(self) -> Services:
        """The store for looking around, filled when it is empty, of another day or in another language."""
        from app.services.sample import fill_if_stale  # noqa: PLC0415  (not needed to start)

        if self.is_sample:
            return self
        if self._sample is None:
            store = _sample_store(self.data_dir, self._clock)
            self._sample = Services(store, self._clock, is_sample=True)
        chosen = self.settings.preferences()
        fill_if_stale(self._sample, spoken=chosen.language)
        # Whoever needs large text or a high contrast needs it here too.
        shown = self._sample.settings.preferences()
        look = {name: getattr(chosen, name) for name in _LOOK}
        if any(getattr(shown, name) != value for name, value in look.items()):
            self._sample.settings.change_preferences(**look)
        return self._sample

    def delete_everything(self, typed: str, word: str = DELETE) -> Services:
        """Delete the store, the sample and every copy that was set aside; then begin empty.

        Args:
            typed: what was typed to confirm.
            word: what was to be typed, in the language of the page.

        Returns:
            New services on the empty store; these, too, go on working on it.

        Raises:
            Invalid: the confirming word was not typed; nothing is deleted then.
            StoreError: a file could not be deleted.
        """
        if typed != word:
            raise Invalid("Nothing was deleted. To delete everything, type {delete}.", delete=word)
        if self.is_sample:
            raise Invalid("This is the sample. Leave it first, then delete everything.")
        if self._sample is not None:
            self._sample.close()
            self._sample = None
        self.sync.erase()
        self.following_clinic.forget_all()
        self.lock.is_busy = True  # who looks at the closed store meanwhile is not told that it is lost
        try:
            delete_all(self._store)
        finally:
            self.lock.is_busy = False
        return Services(self._store, self._clock)

    def check_up(self, *, thorough: bool = False) -> StoreProblem | None:
        """Look the data over while the app goes on; takes a moment up to some seconds: call it in a thread.

        Args:
            thorough: also compare every index with its table, and read each record.

        Returns:
            What is not in order, or None.
        """
        from app.services.recovery import problem_found  # noqa: PLC0415  (not needed to start)

        return problem_found(self._store, thorough=thorough)

    def check_up_once(self) -> StoreProblem | None:
        """Look the data over at the first call, as `check_up`; None at every other."""
        if self.checked:
            return None
        self.checked = True
        return self.check_up()

    def close(self) -> None:
        """Close the store, and the sample where it is open; safe to call again."""
        if self._sample is not None:
            self._sample.close()
        self.end_sync()
        self._store.close()


def open_sample(
    data_dir: Path, *, now: config.Clock | None = None, stage: int | None = None, anew: bool = False
) -> Services:
    """Open only the store for looking around; the patient's own is not touched.

    Args:
        data_dir: the folder of the patient's own store.
        now: tells the time; the system's clock where it is left out.
        stage: how many of six sessions are over when it is filled; 3 where it is left out.
        anew: fill it again even if it was filled today.

    Raises:
        StoreError: it cannot be opened.
    """
    from app.services import sample  # noqa: PLC0415  (not needed to start)

    clock = Clock(now)
    services = Services(_sample_store(data_dir, clock), clock, is_sample=True)
    stage = sample.STAGE if stage is None else stage
    if anew:
        sample.fill(services, stage, preferred())
    else:
        sample.fill_if_stale(services, stage, preferred())
    return services


def _sample_store(data_dir: Path, clock: Clock) -> Store:
    """The store for looking around; one that is damaged or newer holds nothing to keep, and is made anew."""
    path = data_dir / config.SAMPLE / config.STORE
    try:
        return Store(path, clock.now)
    except (DamagedStore, NewerStore):
        for file in config.store_files(path.parent):
            file.unlink(missing_ok=True)
        return Store(path, clock.now)


def _tidy(path: Path) -> None:
    """Wipe what an interrupted repair or conversion left beside a store."""
    if any(path.parent.glob(f"{path.name}.*")):
        from storage import conversion  # noqa: PLC0415  (hardly ever needed)

        with conversion.exchanging(path):
            conversion.tidy(path)


def open_or_problem(data_dir: Path, *, now: config.Clock | None = None) -> Services | StoreProblem:
    """Open the store in a folder, or say why it cannot be opened.

    Args:
        data_dir: the folder.
        now: tells the time; the system's clock where it is left out.
    """
    try:
        return Services.open(data_dir, now=now)
    except StoreError as problem:
        return problem_of(data_dir / config.STORE, problem)
