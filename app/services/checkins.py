"""Check-ins: begun, resumed, answered one by one, finished, corrected; what is due, and what came of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from app.care import cadence
from app.care import checkin as rules
from app.care.cadence import Due
from app.care.checkin import CheckIn
from app.care.invalid import Invalid
from app.care.questionnaire import Questionnaire
from app.care.questionnaires import QUESTIONNAIRES, questionnaire
from app.care.sentence import said
from app.care.totals import Totals, totals
from app.services.clock import Clock
from app.services.courses import CourseService, CourseView
from app.services.done import Done, changing
from app.services.settings import SettingsService
from app.services.store import Store

# Older ones count for nothing that is still due: the longest time that one counts for is four weeks.
_RECENT: Final = timedelta(days=60)


class CheckInService:
    """Everything that is done with questionnaires. Each answer is saved at once."""

    def __init__(self, store: Store, clock: Clock, courses: CourseService, settings: SettingsService) -> None:
        self._store = store
        self._clock = clock
        self._courses = courses
        self._settings = settings

    def chosen(self) -> tuple[Questionnaire, ...]:
        """The questionnaires that the patient wants to be reminded of, in the order of the registry."""
        wanted = self._settings.preferences().check_ins
        return tuple(one for one in QUESTIONNAIRES.values() if one.id in wanted)

    def current(self, asked: str) -> CheckIn:
        """The open check-in to go on with; where there is none a new one, which is not saved.

        Args:
            asked: the id of a questionnaire.

        Raises:
            Invalid: there is no such questionnaire, or no new one can be begun now (see `refused`).
        """
        if (going_on := self.open(asked)) is not None:
            return going_on
        if sentence := self.refused(asked):
            raise Invalid(sentence)
        view = self._courses.current()
        running = view is not None and not view.ended
        return rules.new(
            questionnaire(asked), view.course.id if view and running else None, self._clock.now()
        )

    def refused(self, asked: str) -> str:
        """Why no new check-in can be begun now, in a sentence, or "".

        There is one a day, and one from before the first infusion: two baselines would say two things.

        Args:
            asked: the id of a questionnaire.
        """
        newest = self.newest(asked)
        if newest is None:
            return ""
        name, now = questionnaire(asked).name, self._clock.now()
        if newest.day == now.date():
            return said(
                "You have answered the {name} today; correct that one instead of a second.", name=name
            )
        view = self._courses.current()
        waits = view is not None and not view.ended and _first_infusion(view) is None
        recent = (now.date() - newest.day).days < cadence.BASELINE_DAYS
        if waits and recent and newest.answered == len(newest.asked.scored):
            return said(
                "There is a {name} from before your first infusion already, and a course has one baseline; "
                "correct that one, or delete it and begin anew.",
                name=name,
            )
        return ""

    def open(self, asked: str) -> CheckIn | None:
        """The open check-in that can be gone on with, or None.

        One begun more than three days ago is left, and one from before an infusion, too: half of its answers
        would tell of the time before and half of the time after. A correction asks about the same time again.

        Args:
            asked: the id of a questionnaire.
        """
        now = self._clock.now()
        going_on = self._store.checkins.where(
            "questionnaire = ? AND finished_at IS NULL AND begun_at > ?",
            (questionnaire(asked).id, now - rules.RESUME_WITHIN),
            order_by="begun_at DESC, id",
        )
        view = self._courses.current() if going_on else None
        held = [s.began_at for s in view.sessions if s.began_at] if view else []
        for one in going_on:
            if rules.resumable(one, now) and (
                one.replaces is not None or not any(one.begun_at < at <= now for at in held)
            ):
                return one
        return None

    def newest(self, asked: str) -> CheckIn | None:
        """The newest finished check-in, complete or not, or None.

        Args:
            asked: the id of a questionnaire.
        """
        finished = self._store.checkins.where(
            "questionnaire = ? AND finished_at IS NOT NULL",
            (questionnaire(asked).id,),
            order_by="taken_at DESC, finished_at DESC, version DESC, id",
            limit=1,
        )
        return finished[0] if finished else None

    def get(self, checkin_id: UUID) -> CheckIn | None:
        """One check-in, or None where there is none (any more)."""
        return self._store.checkins.get(checkin_id)

    def answer(self, asked: str, item: str, value: int) -> Done[CheckIn]:
        """Save one answer; the first one begins the check-in.

        Args:
            asked: the id of a questionnaire.
            item: the question's id.
            value: from 0.

        Raises:
            Invalid: there is no such question or answer, or no check-in can be begun now.
        """
        with changing(self._store.db) as change:
            answered = rules.answer(self.current(asked), item, value, self._clock.now())
            return change.done(change.put(self._store.checkins, answered))

    def unanswer(self, asked: str, item: str) -> Done[CheckIn]:
        """Take an answer back.

        Args:
            asked: the id of a questionnaire.
            item: the question's id.

        Raises:
            Invalid: no check-in is open.
        """
        with changing(self._store.db) as change:
            left = rules.unanswer(self._known_open(asked), item)
            return change.done(change.put(self._store.checkins, left))

    def finish(self, asked: str) -> Done[CheckIn]:
        """Finish the open check-in; from then on it does not change, and a correction is a new version.

        Args:
            asked: the id of a questionnaire.

        Raises:
            Invalid: no check-in is open, or it has no answer.
        """
        with changing(self._store.db) as change:
            finished = rules.finish(self._known_open(asked), self._clock.now())
            return change.done(change.put(self._store.checkins, finished))

    def discard(self, asked: str) -> Done[None]:
        """Throw away the open check-in, or the correction that is open.

        Args:
            asked: the id of a questionnaire.

        Raises:
            Invalid: no check-in is open.
        """
        with changing(self._store.db) as change:
            change.remove(self._store.checkins, self._known_open(asked).id)
            return change.done(None, "Your answers are thrown away")

    def correct(self, checkin_id: UUID) -> Done[CheckIn]:
        """Begin a new version of a finished check-in, with its answers, or go on with the one that is open.

        Raises:
            Invalid: it is not there or not finished, or a newer version of it is.
        """
        with changing(self._store.db) as change:
            known = self._known(checkin_id)
            later = self._store.checkins.where("replaces = ?", (checkin_id,), order_by="begun_at DESC, id")
            if any(one.is_finished for one in later):
                raise Invalid("This check-in was corrected already; correct the newer version of it.")
            now = self._clock.now()
            if going_on := next((one for one in later if rules.resumable(one, now)), None):
                return change.done(going_on, "Your correction goes on")
            newer = rules.correct(known, now)
            return change.done(change.add(self._store.checkins, newer), "A new version is open")

    def remove(self, checkin_id: UUID) -> Done[None]:
        """Delete a check-in with all its versions.

        Raises:
            Invalid: it is not there.
        """
        with changing(self._store.db) as change:
            known = self._known(checkin_id)
            versions = self._store.checkins.where(
                "questionnaire = ? AND taken_at = ?", (known.questionnaire, known.taken_at)
            )
            for one in versions:
                change.remove(self._store.checkins, one.id)
            return change.done(None, "Check-in deleted")

    def history(self, asked: str) -> tuple[CheckIn, ...]:
        """The finished check-ins of a questionnaire, each in its newest version, oldest first.

        Args:
            asked: the id of a questionnaire.
        """
        return self._finished(questionnaire(asked))

    def totals(self, asked: str) -> Totals:
        """Every result of a questionnaire with its change since the baseline, and the sentences for it.

        Args:
            asked: the id of a questionnaire.
        """
        view = self._courses.current()
        first = _first_infusion(view) if view else None
        return totals(questionnaire(asked), self.history(asked), first)

    def due(self) -> tuple[Due, ...]:
        """The chosen check-ins that are due today."""
        today = self._clock.today()
        return tuple(one for one in self.upcoming() if one.is_due(today))

    def upcoming(self) -> tuple[Due, ...]:
        """The next check-in of each chosen questionnaire, today or later."""
        view, now = self._courses.current(), self._clock.now()
        if view is None:
            return ()
        weekday = self._settings.preferences().check_in_weekday
        found = (
            cadence.due(
                view.course, view.sessions, self._finished(one, now - _RECENT), weekday, now, asked=one
            )
            for one in self.chosen()
        )
        return tuple(one for one in found if one is not None)

    def planned_days(self) -> tuple[date, ...]:
        """The days from today on with a check-in of any chosen questionnaire, for a calendar."""
        view, now = self._courses.current(), self._clock.now()
        if view is None:
            return ()
        weekday = self._settings.preferences().check_in_weekday
        days: Iterable[date] = {
            day
            for one in self.chosen()
            for day in cadence.planned(view.course, view.sessions, weekday, now, asked=one)
        }
        return tuple(sorted(days))

    def _finished(self, asked: Questionnaire, since: datetime | None = None) -> tuple[CheckIn, ...]:
        where, values = "questionnaire = ? AND finished_at IS NOT NULL", [asked.id]
        if since is None:
            return rules.latest(self._store.checkins.where(where, values))
        return rules.latest(self._store.checkins.where(f"{where} AND taken_at >= ?", [*values, since]))

    def _known_open(self, asked: str) -> CheckIn:
        going_on = self.open(asked)
        if going_on is None:
            raise Invalid("No {name} is open; answer a question first.", name=questionnaire(asked).name)
        return going_on

    def _known(self, checkin_id: UUID) -> CheckIn:
        known = self.get(checkin_id)
        if known is None:
            raise Invalid("This check-in is not there any more.")
        return known


def _first_infusion(view: CourseView) -> datetime | None:
    """When the first infusion of a course began, or None while there was none."""
    return min((s.began_at for s in view.sessions if s.was_held and s.began_at), default=None)
