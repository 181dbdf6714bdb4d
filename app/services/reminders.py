"""Reminders of this store: what is due in the app, and what a device is to tell while the app is closed."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from app.care import cadence
from app.care.profile import Preferences, Role
from app.care.reminder_choice import Kind, ReminderChoice
from app.care.reminders import Known, Reminder, due, next_ones, put_off, snoozes
from app.language import ENGLISH, Language
from app.services.checkins import CheckInService
from app.services.clock import Clock
from app.services.courses import CourseService
from app.services.done import Done
from app.services.journal import JournalService
from app.services.settings import SettingsService

if TYPE_CHECKING:
    from app.device.notifications import Notice

# What reminders follow from: when one of these tables changes, they may be others.
TABLES: Final = ("course", "session", "check_in", "preferences", "journal_entry")
# So far ahead a device is told. Whoever does not open the app for longer is left in peace.
AHEAD_DAYS: Final = 14
# A phone keeps no more; MOST_A_DAY for AHEAD_DAYS is less.
_MOST: Final = 64
_ONE: Final = timedelta(days=1)
NEUTRAL: Final = "Reminder"
NEUTRAL_WORDS: Final = "Open the app when it suits you."


class ReminderService:
    """Reads what reminders follow from; keeps what was chosen and put off."""

    def __init__(
        self,
        clock: Clock,
        courses: CourseService,
        checkins: CheckInService,
        journal: JournalService,
        settings: SettingsService,
    ) -> None:
        self._clock = clock
        self._courses = courses
        self._checkins = checkins
        self._journal = journal
        self._settings = settings

    def chosen(self) -> ReminderChoice:
        """What the patient chose."""
        return self._settings.preferences().reminders

    def change(self, **fields: Any) -> Done[Preferences]:
        """Choose something else.

        Args:
            fields: of ReminderChoice.

        Raises:
            Invalid: a value cannot be accepted.
        """
        return self._settings.change_reminders(**fields)

    def due(self) -> tuple[Reminder, ...]:
        """What the app shows now."""
        if not self.chosen().on:
            return ()
        return due(self._clock.now(), self._known(), self.chosen(), self._clock.zone)

    def coming(self, days: int = AHEAD_DAYS) -> tuple[Reminder, ...]:
        """What is to be told in the next days.

        Args:
            days: how far ahead.
        """
        preferences = self._settings.preferences()
        # Who cares for somebody has no course of their own to be told about.
        if not preferences.reminders.on or preferences.role is Role.CAREGIVER:
            return ()
        return next_ones(self._clock.now(), days, self._known(), preferences.reminders, self._clock.zone)

    def ways(self, reminder: Reminder) -> dict[str, datetime]:
        """The times to which a reminder can be put off: of "hour", "evening", "tomorrow" those of use.

        Args:
            reminder: that is due.
        """
        return snoozes(reminder, self._clock.now(), self.chosen(), self._clock.zone)

    def put_off(self, reminder: Reminder, until: datetime | None = None) -> Done[Preferences]:
        """Tell a reminder later, or not at all.

        Args:
            reminder: that is due.
            until: when; None is not at all.
        """
        kept = put_off(self.chosen(), reminder, until)
        return self._settings.change_reminders(put_off=kept.put_off)

    def notices(self, language: Language = ENGLISH) -> tuple[Notice, ...]:
        """What this device is to tell by itself; nothing unless its owner switched that on.

        Args:
            language: the patient's.
        """
        from app.device.notifications import Notice  # noqa: PLC0415  (a command line needs no Flet)

        chosen = self.chosen()
        if not chosen.device:
            return ()
        return tuple(
            Notice(
                at=one.at,
                title=language.t(NEUTRAL),
                words=words(one, one.at, language) if chosen.said else language.t(NEUTRAL_WORDS),
            )
            for one in self.coming()[:_MOST]
        )

    def _known(self) -> Known:
        view, today = self._courses.current(), self._clock.today()
        return Known(
            course=view.course if view else None,
            sessions=tuple(view.sessions) if view else (),
            check_ins=self._check_in_days(),
            noted=frozenset(day.day for day in self._journal.days(today - _ONE, today)),
        )

    def _check_in_days(self) -> tuple[date, ...]:
        """The planned days, also yesterday's, of check-ins that are not done yet."""
        view, now = self._courses.current(), self._clock.now()
        if view is None:
            return ()
        weekday = self._settings.preferences().check_in_weekday
        found: set[date] = set()
        for one in self._checkins.upcoming():
            planned = cadence.planned(
                view.course, view.sessions, weekday, now - _ONE, asked=one.questionnaire
            )
            # What is overdue moves on from day to day; a reminder stays on the day that was planned.
            found |= {day for day in planned if day > one.last}
            found |= {max((day for day in planned if day <= one.last), default=one.last)} & set(planned)
        return tuple(sorted(found))


def words(reminder: Reminder, on: datetime, language: Language = ENGLISH) -> str:
    """What a reminder says, in one short sentence.

    Args:
        reminder: the reminder.
        on: the moment at which it is read.
        language: the patient's.
    """
    session = reminder.session
    if reminder.kind in {Kind.EVENING_BEFORE, Kind.SOON} and session is not None and session.starts_at:
        # By the clinic's own clock, as it was booked.
        at = session.starts_at
        days = (at.date() - on.astimezone(at.tzinfo).date()).days
        template = {0: "Your infusion is today at {time}.", 1: "Your infusion is tomorrow at {time}."}
        said = language.t(template.get(days, "Your next infusion begins at {time}."), time=language.clock(at))
        if at.utcoffset() == on.utcoffset():
            return said
        return said + " " + language.t("That is the clinic’s time.")
    return language.t(_WORDS[reminder.kind])


_WORDS: Final = {
    Kind.SOON: "Your infusion is soon.",
    Kind.EVENING_BEFORE: "Your infusion is soon.",
    Kind.AFTER: "How are you this evening?",
    Kind.CHECK_IN: "A check-in is planned for today.",
    Kind.MOOD: "How are you today?",
}
