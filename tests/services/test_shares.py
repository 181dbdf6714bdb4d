"""Shared summaries: what was not chosen is in no byte of them, and the list of shares is true."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.care.checklist import Choice
from app.care.checklist import Part as ListPart
from app.care.invalid import Invalid
from app.care.summary import USUAL, Part, Share, Summary
from app.services import Services
from app.share.sealed import open_sealed
from tests.services.conftest import Now

PASSPHRASE = "heron feather stone"
ENDS = date(2026, 12, 24)
# Each word stands in one field that a patient types into; the value says what has to be chosen for it.
ESCORT = ("ESCORTNAME", "555 0111", "BACKUPNAME", "555 0112")
NEVER = (
    "SESSIONNOTE", "SKIPREASON", "LISTNOTE", "MARKWORD", "QUESTIONTEXT", "OWNPERSON", "555 0133", "RULETEXT",
    "ENDREASON", "CLINICHOURS", "OLDWORDS",
)  # fmt: skip
FEELING = "OWNFEELING"
WORDS = ("WORDSONE", "WORDSTWO")


@pytest.fixture
def full(services: Services, now: Now) -> Services:
    """A store with a word of its own in each field."""
    now.set(2026, 11, 1)
    services.courses.start(date(2026, 11, 5))
    services.journal.add(3, words="OLDWORDS")
    now.set(2026, 11, 5, 14)
    services.courses.begin(1)
    services.courses.mark(1, "own", "MARKWORD")
    now.move(minutes=45)
    services.courses.complete(1)
    first = services.courses.current().session(1)  # type: ignore[union-attr]
    assert first is not None
    told = {
        "notes": "SESSIONNOTE",
        "systolic": 143,
        "diastolic": 87,
        "escort": ESCORT[0],
        "escort_phone": ESCORT[1],
    }
    services.courses.change_session(
        replace(first, backup_escort=ESCORT[2], backup_escort_phone=ESCORT[3], **told)
    )
    services.courses.skip(2, "SKIPREASON")
    now.set(2026, 11, 22, 12)
    services.checklists.answer(ListPart.DAY_OF, 6, "escort", Choice.YES, note="LISTNOTE")
    services.questions.add("", "QUESTIONTEXT")
    services.settings.change_person(name="OWNPERSON", phone="555 0133")
    services.settings.change_clinic(name="Lake Clinic", phone="555 0100", hours="CLINICHOURS")
    services.checklists.set_rule("food-and-drink", "RULETEXT")
    for words in WORDS:
        services.journal.add(7, words=words, feelings=("calm", FEELING), sleep=4)
    services.shares.cost = 1_000
    return services


def payload(services: Services, share: Share) -> str:
    return open_sealed(services.shares.seal(share, PASSPHRASE), PASSPHRASE).decode()


CHOICES = st.sets(st.sampled_from(list(Part))).filter(
    lambda parts: (
        (Part.SCHEDULE in parts or not parts & {Part.ESCORT, Part.CHECKLIST, Part.MARKS, Part.BLOOD_PRESSURE})
        and (Part.MOODS in parts or Part.FEELINGS not in parts)
    )
)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=CHOICES, chosen=st.sets(st.sampled_from(WORDS)), called=st.sampled_from(["", "CALLEDNAME"]))
def test_no_byte_of_a_summary_says_what_was_not_chosen(
    full: Services, parts: set[Part], chosen: set[str], called: str
) -> None:
    entries = [one for one in full.shares.entries_with_words(30) if one.words in chosen]
    words = {one.words for one in entries} if Part.MOODS in parts else set()
    share = full.shares.new(
        "RECIPIENT",
        called=called,
        parts=tuple(parts),
        entries=[one.id for one in entries] if words else [],
        ends_on=ENDS,
    )
    text = payload(full, share)
    assert "RECIPIENT" not in text  # whom it is for is for the patient's own list
    for word in NEVER:
        assert word not in text
    for word in ESCORT:
        assert (word in text) == (Part.ESCORT in parts)
    for word in WORDS:
        assert (word in text) == (word in words)
    assert (FEELING in text) == ("calm" in text) == (Part.FEELINGS in parts)
    assert ("infusion-mark" in text) == (Part.MARKS in parts)
    assert ('"valueInteger":143' in text) == (Part.BLOOD_PRESSURE in parts)
    assert ("mood-0-10" in text) == (Part.MOODS in parts)
    assert ("QuestionnaireResponse" in text) == (Part.CHECKLIST in parts)
    assert ("Procedure" in text) == (Part.SCHEDULE in parts)
    assert ("CALLEDNAME" in text) == bool(called)
    assert "sleep" not in text
    for table in full.store.tables:
        for record in table.all():
            assert table.name == "share" or str(record.id) not in text, table.name


def summary(services: Services, **more: object) -> Summary:
    return services.shares.summary(services.shares.new("Sam", ends_on=ENDS, **more))  # type: ignore[arg-type]


def test_usually_the_schedule_escort_lists_moods_and_totals_go_and_no_word(full: Services) -> None:
    seen = summary(full)
    assert seen.parts == USUAL
    assert [one.status for one in seen.sessions][:2] == ["completed", "skipped"]
    assert seen.sessions[0].escort is not None
    assert seen.sessions[0].escort.name == ESCORT[0]
    list_ = seen.sessions[5].checklist
    assert list_ is not None
    assert (list_.answered, list_.finished_at) == (1, None)
    assert [(one.mood, one.feelings, one.words) for one in seen.moods] == [
        (3, (), ""),
        (7, (), ""),
        (7, (), ""),
    ]
    assert (seen.clinic, seen.clinic_phone) == ("Lake Clinic", "555 0100")
    assert not any(one.marks or one.systolic for one in seen.sessions)


def test_the_preview_is_what_the_file_holds(full: Services, tmp_path: Path, now: Now) -> None:
    share = full.shares.new("Sam", called="Alex", parts=tuple(Part), ends_on=ENDS)
    other = Services.open(tmp_path / "other", now=now)
    person = other.following.open(full.shares.seal(share, PASSPHRASE), PASSPHRASE)
    assert other.following.summary(person) == full.shares.summary(share)
    other.close()


def test_only_the_days_that_were_chosen_are_told_of(full: Services) -> None:
    assert len(summary(full, days=21).moods) == 2
    assert len(summary(full, days=22).moods) == 3
    course = summary(full, days=None)
    assert course.first == date(2026, 11, 5) - timedelta(days=14)
    assert len(course.moods) == 3
    assert summary(full, days=14, parts=(Part.SCHEDULE, Part.BLOOD_PRESSURE)).sessions[0].systolic is None


def test_a_share_is_listed_when_it_was_sealed_and_can_be_made_again(full: Services, now: Now) -> None:
    share = full.shares.new("Sam", ends_on=ENDS)
    assert full.shares.all() == []
    full.shares.seal(share, PASSPHRASE)
    assert [one.recipient for one in full.shares.all()] == ["Sam"]
    now.move(days=2)
    again = full.shares.new("Sam", ends_on=ENDS + timedelta(days=7), share_id=share.id)
    full.shares.seal(again, PASSPHRASE)
    (listed,) = full.shares.all()
    assert (listed.id, listed.made_at) == (share.id, now())
    assert listed.ends_at > share.ends_at
    done = full.shares.remove(share.id)
    assert full.shares.all() == []
    done.undo()
    assert full.shares.all() == [listed]


def test_nothing_of_a_share_waits_for_the_clinic(full: Services) -> None:
    before = full.db.rows("SELECT count(*) FROM outbox")
    full.shares.seal(full.shares.new("Sam", ends_on=ENDS), PASSPHRASE)
    assert full.db.rows("SELECT count(*) FROM outbox") == before


def test_what_cannot_be_shared_is_refused_in_one_sentence(full: Services, now: Now) -> None:
    for wrong, words in (
        ({"recipient": " "}, "cannot be empty"),
        ({"ends_on": now().date() - timedelta(days=1)}, "later day"),
        ({"parts": (Part.ESCORT,)}, "choose the schedule"),
        ({"parts": (Part.FEELINGS,)}, "choose the mood numbers"),
        ({"days": 0}, "number of days"),
    ):
        with pytest.raises(Invalid, match=words):
            full.shares.new(**{"recipient": "Sam", "ends_on": ENDS, **wrong})  # type: ignore[arg-type]
    with pytest.raises(Invalid, match="at least 8"):
        full.shares.seal(full.shares.new("Sam", ends_on=ENDS), "short")
    assert full.shares.all() == []


def test_a_share_that_is_over_is_not_made_again_as_it_was(full: Services, now: Now) -> None:
    share = full.shares.new("Sam", ends_on=now().date())
    now.move(days=3)
    with pytest.raises(Invalid, match="later day"):
        full.shares.seal(share, PASSPHRASE)


def test_the_file_names_nobody(full: Services) -> None:
    share = full.shares.new("Sam", called="Alex", ends_on=ENDS)
    assert full.shares.file_name(share) == "infusion-companion-summary-2026-11-22.icsummary"


def test_without_a_course_there_is_still_something_to_share(services: Services) -> None:
    services.journal.add(5)
    seen = summary(services, days=None)
    assert (seen.planned, seen.sessions, len(seen.moods)) == (None, (), 1)
