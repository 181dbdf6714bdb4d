"""Words of another version can be used, joined or dropped, and nothing of it is final."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from app.care.checklist import Choice, Part
from app.care.invalid import Invalid
from app.care.kept import KeptText, Source
from app.services import Services, StoreError
from tests.services.conftest import Now, everything


def keep(services: Services, kind: str, record_id: UUID, field: str, text: str) -> KeptText:
    kept = KeptText(
        id=uuid4(),
        kind=kind,
        record_id=record_id,
        field=field,
        text=text,
        at=services.now() - timedelta(days=1),
        source=Source.BACKUP,
    )
    return services.store.kept.add(kept)


def test_the_kept_texts_of_a_record_are_found(services: Services) -> None:
    entry = services.journal.add(5, words="shown").record
    kept = keep(services, "journal_entry", entry.id, "words", "other")
    keep(services, "journal_entry", uuid4(), "words", "of another record")
    assert services.kept.of(entry.id) == [kept]
    assert services.kept.shown(kept.id) == "shown"
    assert services.kept.count() == len(services.kept.all()) == 2


def test_using_a_kept_text_keeps_what_was_there(services: Services, now: Now) -> None:
    entry = services.journal.add(5, words="shown").record
    kept = keep(services, "journal_entry", entry.id, "words", "other")
    before = everything(services)
    done = services.kept.use(kept.id)
    assert done.record == replace(entry, words="other") == services.journal.get(entry.id)
    (swapped,) = services.kept.of(entry.id)
    assert (swapped.text, swapped.field, swapped.at) == ("shown", "words", now())
    services.kept.use(swapped.id)
    assert services.journal.get(entry.id) == entry
    assert [text.text for text in services.kept.of(entry.id)] == ["other"]
    services.kept.drop(services.kept.of(entry.id)[0].id)
    assert everything(services) == {**before, "kept_text": []}


def test_using_it_can_be_undone(services: Services) -> None:
    entry = services.journal.add(5, words="shown").record
    kept = keep(services, "journal_entry", entry.id, "words", "other")
    before = everything(services)
    for done in (services.kept.use, services.kept.join, services.kept.drop):
        done(kept.id).undo()
        assert everything(services) == before


def test_an_empty_place_takes_the_words_and_nothing_is_kept(services: Services) -> None:
    entry = services.journal.add(5).record
    kept = keep(services, "journal_entry", entry.id, "words", "other")
    assert services.kept.shown(kept.id) == ""
    services.kept.use(kept.id)
    assert services.kept.all() == []


def test_both_can_be_put_together(services: Services) -> None:
    entry = services.journal.add(5, words="shown").record
    kept = keep(services, "journal_entry", entry.id, "words", "other")
    assert services.kept.join(kept.id).record.words == "shown\n\nother"
    assert services.kept.all() == []


def test_both_together_may_be_too_long(services: Services) -> None:
    entry = services.journal.add(5, words="a" * 15_000).record
    kept = keep(services, "journal_entry", entry.id, "words", "b" * 15_000)
    before = everything(services)
    with pytest.raises(Invalid, match="shorten"):
        services.kept.join(kept.id)
    assert everything(services) == before


def test_words_beside_an_answer_and_of_the_clinic_can_be_used(services: Services) -> None:
    services.courses.start(date(2026, 11, 24))
    filled = services.checklists.answer(Part.SCREENING, None, "heart", Choice.NO, "shown").record
    services.checklists.set_rule("food-and-drink", "Four hours")
    clinic = services.settings.clinic()
    note = keep(services, "checklist", filled.id, "answers/heart/note", "other")
    rule = keep(services, "clinic_profile", clinic.id, "rules/food-and-drink/says", "Six hours")
    assert (services.kept.shown(note.id), services.kept.shown(rule.id)) == ("shown", "Four hours")
    services.kept.use(note.id)
    services.kept.use(rule.id)
    saved = services.checklists.saved(Part.SCREENING)
    assert saved is not None
    assert [answer.note for answer in saved.answers] == ["other"]
    assert services.settings.clinic().says("food-and-drink") == "Six hours"
    assert sorted(text.text for text in services.kept.all()) == ["Four hours", "shown"]


@pytest.mark.parametrize("gone", ["record", "text", "table", "finished"])
def test_what_cannot_be_used_is_refused_and_stays(services: Services, gone: str) -> None:
    entry = services.journal.add(5, words="shown").record
    kept = keep(services, "journal_entry", entry.id, "words", "other")
    if gone == "record":
        services.journal.remove(entry.id)
        assert services.kept.shown(kept.id) == ""
    elif gone == "text":
        services.kept.drop(kept.id)
        with pytest.raises(StoreError):
            services.kept.drop(kept.id)
    elif gone == "table":
        kept = keep(services, "diary", entry.id, "words", "other")
    else:
        services.courses.start(date(2026, 11, 24))
        services.checklists.answer(Part.SCREENING, None, "heart", Choice.NO, "shown")
        filled = services.checklists.finish(Part.SCREENING).record
        kept = keep(services, "checklist", filled.id, "answers/heart/note", "other")
    before = everything(services)
    for refused in (services.kept.use, services.kept.join):
        with pytest.raises(Invalid):
            refused(kept.id)
    assert everything(services) == before
