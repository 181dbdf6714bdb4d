"""Undo puts back exactly what was there, all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest

from app.care.checklist import Choice, Part
from app.care.invalid import Invalid
from app.services import Done, Services
from tests.services.conftest import Now, everything

Step = Callable[[Services], Done[Any]]


def a_course(services: Services) -> None:
    """A course whose first infusion is being held, with what can hang on it."""
    services.courses.start(date(2026, 11, 22), time(11, 0), (), 6)
    services.courses.begin(1)
    services.courses.mark(1, "calm")
    for item in ("psychosis", "heart"):
        services.checklists.answer(Part.SCREENING, None, item, Choice.NO)
    services.checklists.finish(Part.SCREENING)
    services.journal.add(4, words="before")
    services.questions.add("", "May I eat?")
    services.settings.change_preferences(text_scale=1.5)


def first_entry(services: Services) -> Any:
    return services.journal.recent()[0]


STEPS: dict[str, Step] = {
    "add an entry": lambda s: s.journal.add(7),
    "change an entry": lambda s: s.journal.change(replace(first_entry(s), mood=9)),
    "remove an entry": lambda s: s.journal.remove(first_entry(s).id),
    "complete": lambda s: s.courses.complete(1),
    "stop a session": lambda s: s.courses.stop_session(1, "dizzy"),
    "put back": lambda s: s.courses.put_back(1),
    "move": lambda s: s.courses.move(2, s.clock.at(date(2026, 11, 26), time(9))),
    "skip": lambda s: s.courses.skip(3, "holiday"),
    "set a date": lambda s: s.courses.set_date(4, None),
    "more sessions": lambda s: s.courses.set_planned(9),
    "fewer sessions": lambda s: s.courses.set_planned(2),
    "notes": lambda s: s.courses.change_session(replace(s.courses.known(1)[1], notes="x", systolic=120)),
    "mark": lambda s: s.courses.mark(1, "own", "floating"),
    "remove a mark": lambda s: s.courses.remove_mark(s.courses.marks(1)[0].id),
    "correct a list": lambda s: s.checklists.correct(Part.SCREENING),
    "answer": lambda s: s.checklists.answer(Part.DAY_OF, 1, "escort", Choice.YES, "Sam"),
    "what the clinic says": lambda s: s.checklists.set_rule("escort", "Bring an adult."),
    "add a question": lambda s: s.questions.add("how-it-goes", "How long?"),
    "answer a question": lambda s: s.questions.answer(s.questions.all()[0].id, "Yes."),
    "remove a question": lambda s: s.questions.remove(s.questions.all()[0].id),
    "clinic": lambda s: s.settings.change_clinic(phone="555-0100"),
    "person": lambda s: s.settings.change_person(name="Sam"),
    "preferences": lambda s: s.settings.change_preferences(text_scale=2.0),
}


@pytest.mark.parametrize("name", STEPS)
def test_undo_restores_exactly_what_was_before(services: Services, name: str) -> None:
    a_course(services)
    before = everything(services)
    done = STEPS[name](services)
    assert everything(services) != before
    done.undo()
    assert everything(services) == before


@pytest.mark.parametrize("name", STEPS)
def test_a_step_and_its_undo_are_told_once_each_after_their_commit(services: Services, name: str) -> None:
    a_course(services)
    told: list[frozenset[str]] = []
    services.changes.subscribe(told.append)
    STEPS[name](services).undo()
    assert len(told) == 2
    assert told[0] == told[1]


def test_undo_of_the_beginning_of_a_course_leaves_no_trace(services: Services) -> None:
    before = everything(services)
    services.courses.start(date(2026, 11, 24), time(10), (), 6).undo()
    assert everything(services) == before


def test_undo_of_dates_for_a_waiting_course_leaves_it_waiting(services: Services) -> None:
    services.courses.start(planned=8)
    before = everything(services)
    done = services.courses.start(date(2026, 11, 24), time(10), (), 6)
    assert len(everything(services)["session"]) == 6
    done.undo()
    assert everything(services) == before


def test_undo_of_stop_and_resume_goes_back_step_by_step(services: Services) -> None:
    services.courses.start(date(2026, 11, 24))
    running = everything(services)
    stop = services.courses.stop_course("moved away")
    stopped = everything(services)
    services.courses.resume_course().undo()
    assert everything(services) == stopped
    stop.undo()
    assert everything(services) == running


def test_undo_never_overwrites_what_was_written_since(services: Services) -> None:
    done = services.journal.add(4, words="first")
    newer = services.journal.change(replace(done.record, words="second")).record
    with pytest.raises(Invalid, match="changed since"):
        done.undo()
    assert services.journal.recent() == [newer]


def test_undo_of_several_records_is_all_or_nothing(services: Services) -> None:
    start = services.courses.start(date(2026, 11, 24))
    services.courses.skip(6)
    before = everything(services)
    with pytest.raises(Invalid):
        start.undo()
    assert everything(services) == before


def test_undo_twice_is_refused_and_harmless(services: Services) -> None:
    done = services.journal.add(4)
    done.undo()
    with pytest.raises(Invalid):
        done.undo()
    assert services.journal.count() == 0


def test_undo_works_after_another_thread_of_the_app_wrote_elsewhere(services: Services, now: Now) -> None:
    done = services.journal.add(4)
    kept = services.journal.add(8).record
    done.undo()
    assert services.journal.recent() == [kept]


def test_an_undone_entry_still_reaches_the_clinic_as_erased(services: Services) -> None:
    from storage.outbox import Outbox

    before = Outbox(services.db).count()
    services.journal.add(4).undo()
    assert Outbox(services.db).count() == before + 1
