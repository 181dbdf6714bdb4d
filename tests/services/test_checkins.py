"""Check-ins are saved answer by answer, resumed, refused where they would say two things, and come back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from app.care.cadence import Occasion
from app.care.checkin import CheckIn, needs_help
from app.care.invalid import Invalid
from app.care.questionnaires import QUESTIONNAIRES, questionnaire
from app.services import Services
from tests.services.conftest import Now, everything

NINTH = "44260-8"
FIRST = "44250-9"


def fill(services: Services, asked: str = "phq9", value: int = 1, *, leave: tuple[str, ...] = ()) -> CheckIn:
    """Answer every question alike but some, and finish."""
    for item in questionnaire(asked).items:
        if item.id not in leave:
            services.checkins.answer(asked, item.id, value)
    return services.checkins.finish(asked).record


def test_each_answer_is_on_the_disk_at_once_and_gone_on_with_after_a_restart(
    services: Services, folder: Path, now: Now
) -> None:
    services.checkins.answer("phq9", FIRST, 2)
    services.checkins.answer("phq9", "44255-8", 3)
    services.close()
    opened = Services.open(folder, now=now)
    found = opened.checkins.current("phq9")
    assert [(given.item, given.value) for given in found.answers] == [(FIRST, 2), ("44255-8", 3)]
    assert found.next_item is questionnaire("phq9").items[2]
    opened.close()


def test_looking_at_a_new_one_saves_nothing(services: Services) -> None:
    services.checkins.current("phq9")
    assert services.checkins.open("phq9") is None
    assert services.store.checkins.all() == []


def test_an_answer_is_changed_taken_back_and_undone(services: Services) -> None:
    services.checkins.answer("phq9", FIRST, 2)
    changed = services.checkins.answer("phq9", FIRST, 0)
    changed.undo()
    assert services.checkins.current("phq9").value(FIRST) == 2
    services.checkins.unanswer("phq9", FIRST)
    assert services.checkins.current("phq9").value(FIRST) is None
    assert len(services.store.checkins.all()) == 1


def test_an_open_one_is_left_after_three_days_and_a_new_one_begins(services: Services, now: Now) -> None:
    begun = services.checkins.answer("phq9", FIRST, 2).record
    now.move(days=2, hours=23)
    assert services.checkins.current("phq9").id == begun.id
    now.move(hours=1)
    assert services.checkins.open("phq9") is None
    assert services.checkins.answer("phq9", FIRST, 1).record.id != begun.id


def test_one_begun_before_an_infusion_is_not_gone_on_with_after_it(services: Services, now: Now) -> None:
    services.courses.start(date(2026, 11, 23), time(10), (), 6)
    services.checkins.answer("phq9", FIRST, 2)
    now.set(2026, 11, 23, 10)
    services.courses.begin(1)
    now.move(minutes=50)
    assert services.checkins.open("phq9") is None


@pytest.mark.parametrize("asked", QUESTIONNAIRES)
def test_a_second_one_on_a_day_is_refused_and_the_next_day_is_free(
    services: Services, now: Now, asked: str
) -> None:
    fill(services, asked)
    item = questionnaire(asked).items[0].id
    with pytest.raises(Invalid, match=r"today; correct that one instead of a second\.$"):
        services.checkins.answer(asked, item, 1)
    now.move(days=1)
    assert services.checkins.refused(asked) == ""
    services.checkins.answer(asked, item, 1)


def test_two_baselines_are_refused_until_the_first_infusion_or_two_weeks(
    services: Services, now: Now
) -> None:
    services.courses.start(date(2026, 12, 20), time(10), (), 6)
    fill(services)
    now.move(days=13)
    with pytest.raises(Invalid, match="a course has one baseline"):
        services.checkins.answer("phq9", FIRST, 1)
    # An older one tells of another time than that before the course; the newer one is the baseline then.
    now.move(days=1)
    newer = fill(services, value=2)
    base = services.checkins.totals("phq9").baseline
    assert base is not None
    assert base.checkin.id == newer.id


def test_one_that_is_not_whole_is_no_baseline_and_hinders_none(services: Services, now: Now) -> None:
    services.courses.start(date(2026, 12, 1), time(10), (), 6)
    fill(services, leave=(FIRST,))
    now.move(days=1)
    whole = fill(services)
    base = services.checkins.totals("phq9").baseline
    assert base is not None
    assert base.checkin.id == whole.id


def test_after_the_first_infusion_one_a_day_is_free_again(services: Services, now: Now) -> None:
    services.courses.start(date(2026, 11, 23), time(10), (), 6)
    fill(services)
    now.set(2026, 11, 23, 10)
    services.courses.begin(1)
    services.courses.complete(1)
    now.move(days=1)
    assert services.checkins.refused("phq9") == ""


def test_a_clock_that_was_set_back_is_refused_in_a_sentence(services: Services, now: Now) -> None:
    fill(services)
    now.move(hours=-1)
    newest = services.checkins.newest("phq9")
    assert newest is not None
    with pytest.raises(Invalid, match="still to come; check the clock"):
        services.checkins.correct(newest.id)


@pytest.mark.parametrize(
    ("asked", "item", "value"), [("phq9", FIRST, 4), ("phq9", "no", 1), ("phq8", "x", 1)]
)
def test_what_is_no_answer_leaves_nothing_behind(
    services: Services, asked: str, item: str, value: int
) -> None:
    with pytest.raises(Invalid):
        services.checkins.answer(asked, item, value)
    assert services.store.checkins.all() == []


def test_without_an_open_one_there_is_nothing_to_finish(services: Services) -> None:
    for act in (services.checkins.finish, services.checkins.discard):
        with pytest.raises(Invalid, match="No PHQ-9 is open"):
            act("phq9")


def test_a_correction_is_a_new_version_that_counts_in_place_of_the_first(
    services: Services, now: Now
) -> None:
    first = fill(services, value=2)
    now.move(days=3)
    services.checkins.correct(first.id)
    services.checkins.answer("phq9", FIRST, 0)
    # Until it is finished the first one counts.
    assert services.checkins.history("phq9") == (first,)
    newer = services.checkins.finish("phq9").record
    assert (newer.version, newer.replaces, newer.day) == (2, first.id, first.day)
    assert services.checkins.history("phq9") == (newer,)
    # 9 * 2 = 18, and 18 - 2 = 16
    assert [one.score and one.score.points for one in services.checkins.totals("phq9").points] == [16]
    assert services.checkins.get(first.id) == first
    with pytest.raises(Invalid, match="corrected already"):
        services.checkins.correct(first.id)


def test_a_correction_that_is_left_changes_nothing(services: Services) -> None:
    first = fill(services)
    services.checkins.correct(first.id)
    services.checkins.answer("phq9", FIRST, 3)
    services.checkins.discard("phq9")
    assert services.checkins.history("phq9") == (first,)


def test_a_deleted_one_goes_with_all_its_versions_and_undo_brings_them_back(
    services: Services, now: Now
) -> None:
    first = fill(services)
    now.move(minutes=5)
    services.checkins.correct(first.id)
    newer = services.checkins.finish("phq9").record
    before = everything(services)["check_in"]
    removed = services.checkins.remove(newer.id)
    assert services.checkins.history("phq9") == ()
    assert services.checkins.refused("phq9") == ""
    removed.undo()
    assert everything(services)["check_in"] == before
    services.checkins.remove(newer.id)
    with pytest.raises(Invalid, match="not there any more"):
        services.checkins.remove(newer.id)


def test_the_ninth_answer_asks_for_help_in_each_state_that_is_read_back(services: Services, now: Now) -> None:
    services.checkins.answer("phq9", NINTH, 1)
    resumed = services.checkins.open("phq9")
    finished = services.checkins.finish("phq9").record
    corrected = services.checkins.correct(finished.id).record
    for one in (resumed, services.checkins.get(finished.id), services.checkins.newest("phq9"), corrected):
        assert one is not None
        assert needs_help(one)
    services.checkins.unanswer("phq9", NINTH)
    services.checkins.answer("phq9", FIRST, 1)
    left_out = services.checkins.finish("phq9").record
    assert needs_help(left_out)


def test_what_is_due_follows_the_questionnaires_and_the_day_that_were_chosen(
    services: Services, now: Now
) -> None:
    assert services.checkins.due() == ()
    services.courses.start(date(2026, 11, 24), time(10), (), 6)
    assert [one.questionnaire.id for one in services.checkins.due()] == ["phq9", "gad7"]
    assert {one.occasion for one in services.checkins.due()} == {Occasion.BASELINE}
    fill(services)
    assert [one.questionnaire.id for one in services.checkins.due()] == ["gad7"]
    services.settings.change_preferences(check_ins=("peg",), check_in_weekday=2)
    assert [one.questionnaire.id for one in services.checkins.due()] == ["peg"]
    now.set(2026, 11, 24)
    assert services.checkins.due() == ()
    now.set(2026, 11, 25)
    (due,) = services.checkins.due()
    assert (due.occasion, due.last) == (Occasion.WEEKLY, date(2026, 11, 28))
    services.settings.change_preferences(check_ins=())
    assert services.checkins.upcoming() == services.checkins.planned_days() == ()


def test_the_change_is_told_since_the_baseline(services: Services, now: Now) -> None:
    services.courses.start(date(2026, 11, 24), time(10), (), 6)
    fill(services, value=2)
    now.set(2026, 11, 24, 10)
    services.courses.begin(1)
    services.courses.complete(1)
    now.set(2026, 11, 29)
    fill(services)
    found = services.checkins.totals("phq9")
    assert found.change is not None
    # 9 * 1 - 9 * 2 = -9, which is half of 18.
    assert (found.change.value, found.change.matters, found.change.response) == (-9, True, True)


def test_two_corrections_from_two_devices_are_one_result(services: Services) -> None:
    first = fill(services)
    here = services.checkins.correct(first.id).record
    services.checkins.finish("phq9")
    there = replace(here, id=uuid4(), finished_at=here.begun_at + timedelta(hours=1))
    services.store.checkins.add(there)
    assert services.checkins.history("phq9") == (there,)
