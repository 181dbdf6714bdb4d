"""The services that an ordinary start does not need: each is read when somebody first asks for it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.services.backup import BackupService
    from app.services.calendar import CalendarService
    from app.services.checkins import CheckInService
    from app.services.checklists import ChecklistService
    from app.services.clinic_side import ClinicSide
    from app.services.clock import Clock
    from app.services.courses import CourseService
    from app.services.escort import EscortService
    from app.services.export import ExportService
    from app.services.fhir_file import FhirFileService
    from app.services.following import FollowingService
    from app.services.following_clinic import ClinicFollowing
    from app.services.guide import GuideService, QuestionsService
    from app.services.insights import InsightService
    from app.services.journal import JournalService
    from app.services.kept import KeptService
    from app.services.reminders import ReminderService
    from app.services.reports import ReportService
    from app.services.settings import SettingsService
    from app.services.shares import ShareService
    from app.services.store import Store
    from app.services.sync import SyncService


class OnDemand:
    """What can be done beside the everyday.

    Attributes:
        guide, questions, checkins, insights, export, reports, calendar, reminders, backup, fhir_file,
            kept, sync, clinic_side: by subject.
    """

    is_sample: bool
    journal: JournalService
    courses: CourseService
    checklists: ChecklistService
    settings: SettingsService
    _store: Store
    _clock: Clock

    @cached_property
    def guide(self) -> GuideService:
        """The guide's topics."""
        from app.services.guide import GuideService  # noqa: PLC0415

        return GuideService(self.settings)

    @cached_property
    def questions(self) -> QuestionsService:
        """The questions for the clinic."""
        from app.services.guide import QuestionsService  # noqa: PLC0415

        return QuestionsService(self._store, self._clock)

    @cached_property
    def checkins(self) -> CheckInService:
        """Questionnaires: answers, results, what is due."""
        from app.services.checkins import CheckInService  # noqa: PLC0415

        return CheckInService(self._store, self._clock, self.courses, self.settings)

    @cached_property
    def insights(self) -> InsightService:
        """What moods and infusions show, in sentences and numbers."""
        from app.services.insights import InsightService  # noqa: PLC0415

        return InsightService(self._store, self._clock, self.journal, self.courses, self.checkins)

    @cached_property
    def export(self) -> ExportService:
        """Everything as files that other programs read."""
        from app.services.export import ExportService  # noqa: PLC0415

        return ExportService(self._store, self._clock)

    @cached_property
    def reports(self) -> ReportService:
        """The report for a visit."""
        from app.services.reports import ReportService  # noqa: PLC0415

        return ReportService(
            self._store,
            self._clock,
            self.journal,
            self.courses,
            self.checklists,
            self.checkins,
            self.settings,
        )

    @cached_property
    def calendar(self) -> CalendarService:
        """The dates for a calendar."""
        from app.services.calendar import CalendarService  # noqa: PLC0415

        return CalendarService(self._store, self._clock, self.courses, self.checkins, self.settings)

    @cached_property
    def reminders(self) -> ReminderService:
        """What is told when, in the app and by the device."""
        from app.services.reminders import ReminderService  # noqa: PLC0415

        return ReminderService(self._clock, self.courses, self.checkins, self.journal, self.settings)

    @cached_property
    def backup(self) -> BackupService:
        """Backups and copies, and the way back."""
        from app.services.backup import BackupService  # noqa: PLC0415

        return BackupService(self._store, self._clock, is_sample=self.is_sample)

    @cached_property
    def fhir_file(self) -> FhirFileService:
        """Every record as a FHIR file, and bringing one in."""
        from app.services.fhir_file import FhirFileService  # noqa: PLC0415

        return FhirFileService(self._store, self._clock, self.backup)

    @cached_property
    def kept(self) -> KeptService:
        """The words of records' other versions."""
        from app.services.kept import KeptService  # noqa: PLC0415

        return KeptService(self._store, self._clock)

    @cached_property
    def sync(self) -> SyncService:
        """The clinic that is connected, and what is exchanged with it."""
        from app.services.sync import SyncService  # noqa: PLC0415

        return SyncService(self._store, self._clock, is_sample=self.is_sample)

    @property
    def has_clinic(self) -> bool:
        """Whether a clinic is connected; without reading what only that needs."""
        from storage.links import State  # noqa: PLC0415

        return not self.is_sample and State(self._store.db).get("connection") is not None

    def sends(self, kind: str) -> bool:
        """Whether records of a kind (the table's name) are sent to a clinic; it costs as little."""
        from storage.links import State  # noqa: PLC0415

        made = None if self.is_sample else State(self._store.db).get("connection")
        return made is not None and kind not in made.get("held", ())

    @cached_property
    def clinic_side(self) -> ClinicSide:
        """What the clinic booked and gave, as the last sync has read it."""
        from app.services.clinic_side import ClinicSide  # noqa: PLC0415

        return ClinicSide(self._store, self._clock, is_sample=self.is_sample)

    @cached_property
    def escort(self) -> EscortService:
        """The card for who takes the patient home."""
        from app.services.escort import EscortService  # noqa: PLC0415

        return EscortService(self._clock, self.courses, self.settings)

    @cached_property
    def shares(self) -> ShareService:
        """The summaries for people who care for the patient."""
        from app.services.shares import ShareService  # noqa: PLC0415

        return ShareService(
            self._store, self._clock, self.courses, self.checklists, self.checkins, self.settings
        )

    @cached_property
    def following(self) -> FollowingService:
        """The people whom a caregiver follows."""
        from app.services.following import FollowingService  # noqa: PLC0415

        return FollowingService(self._store, self._clock, self.following_clinic, is_sample=self.is_sample)

    @cached_property
    def following_clinic(self) -> ClinicFollowing:
        """The people that a caregiver follows at their clinics."""
        from app.services.following_clinic import ClinicFollowing  # noqa: PLC0415

        return ClinicFollowing(self._store, self._clock, is_sample=self.is_sample)

    def start_sync(self) -> None:
        """Sync in the background from now on, where a clinic is connected."""
        if self.has_clinic:
            self.sync.start()

    def end_sync(self) -> None:
        """End the sync in the background, where there is one."""
        if "sync" in self.__dict__:
            self.sync.close()
