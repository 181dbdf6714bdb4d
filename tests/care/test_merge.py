"""Two versions of one record: the newer one is used, and nothing that was typed into either is lost."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Any, get_type_hints
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.care.checkin import CheckIn, Given
from app.care.checklist import Answer, Choice, Filled, Part
from app.care.course import Course, Mark, Session, Status
from app.care.guide import ClinicQuestion
from app.care.invalid import Invalid
from app.care.journal import JournalEntry
from app.care.kept import KeptText, Source, saying, says
from app.care.merge import CODES, Lost, kept, merge, texts
from app.care.profile import ClinicProfile, ClinicRule, Person, Preferences, Role, Theme
from app.care.summary import Followed, Share

OLD = datetime(2026, 11, 22, 12, tzinfo=UTC)
NEW = OLD + timedelta(hours=1)
ID = UUID(int=7)
RECORDS = (
    Course, Session, Mark, Filled, CheckIn, JournalEntry, ClinicProfile, Person, Preferences, ClinicQuestion,
    Share, Followed,
)  # fmt: skip
ESCORTS = ("escort", "escort_phone", "backup_escort", "backup_escort_phone")


def entry(words: str = "", **more: Any) -> JournalEntry:
    return JournalEntry(**{"id": ID, "at": OLD, "mood": 5, "words": words, **more})


def open_list(*answers: Answer, **more: Any) -> Filled:
    return Filled(id=ID, part=Part.SCREENING, course_id=ID, started_at=OLD, answers=answers, **more)


def answer(item: str, note: str = "", value: Choice = Choice.NO, at: datetime = OLD) -> Answer:
    return Answer(item=item, value=value, note=note, at=at)


def test_the_newer_version_is_used_and_the_other_words_are_kept() -> None:
    for pair in ((entry("a", mood=3), NEW, entry("b", mood=4), OLD), (entry("b"), OLD, entry("a"), NEW)):
        merged = merge(*pair)
        assert merged.record.words == "a"
        assert merged.lost == (Lost("words", "b", OLD),)


def test_equal_versions_leave_nothing() -> None:
    merged = merge(entry("same"), OLD, entry("same"), NEW)
    assert (merged.record, merged.lost) == (entry("same"), ())


def test_words_that_the_newer_version_still_holds_are_not_kept_twice() -> None:
    assert merge(entry("Slept well. Walked."), NEW, entry(" Slept well."), OLD).lost == ()


def test_words_that_the_newer_version_leaves_empty_are_filled_in() -> None:
    merged = merge(entry(" ", mood=3), NEW, entry("b", mood=4), OLD)
    assert (merged.record, merged.lost) == (entry("b", mood=3), ())


def test_a_reason_is_kept_beside_and_not_put_to_another_state() -> None:
    session = Session(id=ID, course_id=ID, number=1, status=Status.PLANNED)
    skipped = replace(session, status=Status.SKIPPED, reason="A cold", notes="Called them")
    merged = merge(session, NEW, skipped, OLD)
    assert merged.record == replace(session, notes="Called them")
    assert merged.lost == (Lost("reason", "A cold", OLD),)


def test_an_own_feeling_is_kept_and_a_known_one_is_not() -> None:
    merged = merge(entry(feelings=("calm",)), NEW, entry(feelings=("tired", "like glass")), OLD)
    assert merged.record.feelings == ("calm",)
    assert merged.lost == (Lost("feelings/like glass", "like glass", OLD),)


def test_an_open_list_has_the_answers_of_both_and_the_later_one_to_each_question() -> None:
    one = open_list(answer("heart", "new note", at=NEW), answer("lung"))
    other = open_list(
        answer("heart", "old note"), answer("lung", value=Choice.YES, at=NEW), answer("bp", "x")
    )
    merged = merge(one, OLD, other, NEW)
    assert {a.item: (a.value, a.note) for a in merged.record.answers} == {
        "heart": (Choice.NO, "new note"),
        "lung": (Choice.YES, ""),
        "bp": (Choice.NO, "x"),
    }
    assert merged.lost == (Lost("answers/heart/note", "old note", NEW),)


def test_a_finished_list_stays_as_it_is_whichever_is_newer() -> None:
    done = open_list(answer("heart", "done"), finished_at=OLD)
    merged = merge(open_list(answer("heart", "open", at=NEW), answer("bp", "more")), NEW, done, OLD)
    assert merged.record == done
    assert [lost.field for lost in merged.lost] == ["answers/heart/note", "answers/bp/note"]


def check_in(*answers: tuple[str, int, datetime], **more: Any) -> CheckIn:
    given = tuple(Given(item=item, value=value, at=at) for item, value, at in answers)
    return CheckIn(
        **{"id": ID, "questionnaire": "phq9", "taken_at": OLD, "begun_at": OLD, "answers": given, **more}
    )


def test_an_open_check_in_has_the_answers_of_both_and_the_later_one_to_each_question() -> None:
    one = check_in(("44250-9", 1, NEW), ("44255-8", 2, OLD))
    other = check_in(("44250-9", 3, OLD), ("44255-8", 0, NEW), ("44260-8", 1, OLD))
    for merged in (merge(one, OLD, other, NEW), merge(other, OLD, one, NEW)):
        assert {given.item: given.value for given in merged.record.answers} == {
            "44250-9": 1,
            "44255-8": 0,
            "44260-8": 1,
        }
        assert merged.lost == ()


def test_a_finished_check_in_stays_as_it_is_whichever_is_newer() -> None:
    done = check_in(("44250-9", 1, OLD), finished_at=OLD)
    still_open = check_in(("44250-9", 3, NEW), ("44255-8", 2, NEW))
    assert merge(still_open, NEW, done, OLD).record == done
    assert merge(done, OLD, still_open, NEW).record == done


def test_settings_are_merged_field_by_field() -> None:
    here = Preferences(id=ID, theme=Theme.DARK, welcomed_at=NEW)
    there = Preferences(id=ID, theme=Theme.LIGHT, role=Role.CAREGIVER, text_scale=1.5, crisis_number="555")
    merged = merge(here, NEW, there, OLD).record
    assert (merged.theme, merged.welcomed_at) == (Theme.DARK, NEW)
    assert (merged.role, merged.text_scale, merged.crisis_number) == (Role.CAREGIVER, 1.5, "555")


def test_what_the_clinic_says_is_put_together_and_the_older_wording_kept() -> None:
    here = ClinicProfile(id=ID, name="A", rules=(ClinicRule(item="food", says="4 hours"),))
    rules = (ClinicRule(item="food", says="6 hours"), ClinicRule(item="escort", says="Yes"))
    merged = merge(here, NEW, ClinicProfile(id=ID, name="B", phone="555", rules=rules), OLD)
    assert (merged.record.phone, merged.record.says("food")) == ("555", "4 hours")
    assert merged.record.says("escort") == "Yes"
    assert {lost.field: lost.text for lost in merged.lost} == {"name": "B", "rules/food/says": "6 hours"}


def test_what_does_not_go_with_the_rest_is_kept_beside() -> None:
    asked = ClinicQuestion(id=ID, topic="", text="May I eat?", made_at=OLD)
    told = replace(asked, answer="No", answered_at=OLD)
    merged = merge(asked, NEW, told, OLD)
    assert (merged.record, merged.lost) == (asked, (Lost("answer", "No", OLD),))


def test_records_of_different_kinds_do_not_meet() -> None:
    with pytest.raises(Invalid, match="different kinds"):
        merge(entry(), OLD, Person(id=ID), OLD)  # type: ignore[type-var]


def test_each_text_of_each_record_is_known_as_words_or_as_a_code() -> None:
    """A text of a later version counts as words unless it is named here, so that it cannot get lost."""
    found = {
        (record.__name__, field.name)
        for record in RECORDS
        for field in fields(record)
        if get_type_hints(record)[field.name] is str and (record, field.name) not in CODES
    }
    assert found == {
        *(("Course", name) for name in ("end_reason",)),
        *(("Session", name) for name in ("notes", "reason", *ESCORTS)),
        *(("Share", name) for name in ("recipient", "called")),
        ("Followed", "name"),
        ("Mark", "words"),
        ("JournalEntry", "words"),
        *(("ClinicProfile", name) for name in ("name", "phone", "hours", "emergency_number", "address")),
        *(("Person", name) for name in ("name", "phone")),
        *(("Preferences", name) for name in ("crisis_name", "crisis_number")),
        *(("ClinicQuestion", name) for name in ("text", "answer")),
    }


WORDS = st.text("ab \n", max_size=4)
NOTES = st.lists(st.tuples(st.sampled_from(("x", "y", "z")), WORDS), max_size=3, unique_by=lambda a: a[0])
VERSIONS = st.one_of(
    st.tuples(*[st.builds(entry, WORDS, feelings=st.just(()))] * 2),
    st.tuples(
        *[st.builds(Session, id=st.just(ID), course_id=st.just(ID), number=st.just(1), notes=WORDS,
                    status=st.just(Status.PLANNED), reason=WORDS, escort=WORDS)] * 2
    ),
    st.tuples(*[NOTES.map(lambda notes: open_list(*(answer(*note) for note in notes)))] * 2),
    st.tuples(*[st.builds(Person, id=st.just(ID), name=WORDS)] * 2),
)  # fmt: skip


@given(VERSIONS, st.booleans())
def test_all_that_was_typed_is_in_the_record_or_beside_it(versions: tuple[Any, Any], first: bool) -> None:
    one, other = versions
    merged = merge(one, NEW if first else OLD, other, OLD if first else NEW)
    for version in versions:
        for field, words in texts(version).items():
            shown = words.strip() in says(merged.record, field)
            assert shown or any(lost.field == field and lost.text == words for lost in merged.lost)


@given(VERSIONS)
def test_merging_again_changes_nothing_more(versions: tuple[Any, Any]) -> None:
    one, other = versions
    merged = merge(one, NEW, other, OLD)
    again = merge(merged.record, NEW, other, OLD)
    assert (again.record, again.lost) == (merged.record, merged.lost)


def test_the_same_words_of_the_same_place_are_kept_once() -> None:
    one, two = (kept("journal_entry", ID, Lost("words", "b", at), Source.BACKUP) for at in (OLD, NEW))
    other = kept("journal_entry", uuid4(), Lost("words", "b", OLD), Source.BACKUP)
    assert one.id == two.id != other.id
    assert (one.text, one.source) == ("b", Source.BACKUP)


@pytest.mark.parametrize(
    ("record", "field", "before"),
    [
        (entry("a"), "words", "a"),
        (entry(), "words", ""),
        (open_list(answer("heart", "a")), "answers/heart/note", "a"),
        (ClinicProfile(id=ID, rules=(ClinicRule(item="food", says="a"),)), "rules/food/says", "a"),
        (ClinicProfile(id=ID), "rules/food/says", ""),
        (entry(feelings=("calm",)), "feelings/other words", ""),
    ],
)
def test_kept_words_can_be_put_into_the_record(record: Any, field: str, before: str) -> None:
    assert says(record, field) == before
    changed = saying(record, field, "other words")
    assert "other words" in texts(changed).values()
    assert {f.name for f in fields(record) if getattr(record, f.name) != getattr(changed, f.name)} == {
        field.split("/")[0]
    }


@pytest.mark.parametrize(
    ("record", "field"),
    [
        (open_list(answer("heart"), finished_at=OLD), "answers/heart/note"),
        (open_list(answer("heart")), "answers/lung/note"),
        (entry(), "nothing"),
        (Person(id=ID), "phone"),
    ],
)
def test_words_that_cannot_go_into_the_record_are_refused(record: Any, field: str) -> None:
    with pytest.raises(Invalid):
        saying(record, field, "other words")


@pytest.mark.parametrize(
    "bad",
    [{"text": " "}, {"text": "a" * 20_001}, {"field": ""}, {"kind": "k" * 41}, {"at": datetime(2026, 1, 1)}],
)
def test_a_kept_text_that_makes_no_sense_is_refused(bad: dict[str, Any]) -> None:
    good = {"id": ID, "kind": "person", "record_id": ID, "field": "name", "text": "Sam", "at": OLD}
    KeptText(**good, source=Source.COPY)
    with pytest.raises(Invalid):
        KeptText(**{**good, **bad}, source=Source.COPY)


def test_codes_are_no_enumerations() -> None:
    """Those are recognised by themselves; naming them would only grow the list."""
    for record, name in CODES:
        hint = get_type_hints(record)[name]
        assert not (isinstance(hint, type) and issubclass(hint, Enum))
