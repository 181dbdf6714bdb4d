"""Other versions of words: shown beside what is used; used, put together, removed, each with a way back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta
from uuid import UUID, uuid4

import pytest

from app.care.checklist import Choice, Part
from app.care.kept import KeptText, Source
from app.services import Services
from app.ui.kept_places import place
from tests.headless import Stage

OTHER = "We went to the lake."
MINE = "A quiet day."
Open = Callable[..., Stage]


def keep(
    services: Services,
    kind: str,
    record_id: UUID,
    field: str,
    text: str = OTHER,
    source: Source = Source.BACKUP,
) -> KeptText:
    """Keep another version of some words, changed yesterday."""
    kept = KeptText(
        id=uuid4(),
        kind=kind,
        record_id=record_id,
        field=field,
        text=text,
        at=services.now() - timedelta(days=1),
        source=source,
    )
    services.store.kept.add(kept)
    return kept


@pytest.fixture
def entry(services: Services) -> UUID:
    """An entry of whose words another version was kept."""
    found = services.journal.add(6, words=MINE).record.id
    keep(services, "journal_entry", found, "words")
    return found


def words(services: Services, entry_id: UUID) -> str:
    found = services.journal.get(entry_id)
    assert found is not None
    return found.words


def test_an_entry_shows_the_other_version_and_uses_it(stage: Open, services: Services, entry: UUID) -> None:
    shown = stage(f"/journal/{entry}")
    assert shown.shows("Another version of these words was kept")
    assert shown.shows("Words · From a backup or a file, last changed Sat 21 Nov, 12:00")
    shown.press(f"Use it: {OTHER}")
    assert words(services, entry) == OTHER
    assert OTHER in shown.texts()
    # What it said until now is kept in its place.
    assert shown.buttons().count(f"Use it: {MINE}") == 1
    shown.press_undo()
    assert words(services, entry) == MINE


@pytest.mark.parametrize("address", ["/journal/{id}", "/settings/kept"])
def test_words_that_differed_at_the_clinic_are_said_to_come_from_another_device(
    stage: Open, services: Services, address: str
) -> None:
    entry = services.journal.add(6, words=MINE).record.id
    keep(services, "journal_entry", entry, "words", source=Source.CLINIC)
    shown = stage(address.format(id=entry))
    assert shown.shows("Words · From another device, last changed Sat 21 Nov, 12:00")
    assert not shown.shows("From a backup")


def test_without_other_versions_both_ways_in_which_they_come_are_told(stage: Open) -> None:
    shown = stage("/settings/kept")
    assert shown.shows("after a backup is brought back, or when you wrote on another device")


def test_both_are_put_together_and_the_card_goes(stage: Open, services: Services, entry: UUID) -> None:
    shown = stage(f"/journal/{entry}")
    shown.press(f"Use both: {OTHER}")
    assert words(services, entry) == f"{MINE}\n\n{OTHER}"
    assert not shown.shows("Another version of these words was kept")


def test_a_removed_version_comes_back_with_undo(stage: Open, services: Services, entry: UUID) -> None:
    shown = stage(f"/journal/{entry}")
    shown.press(f"Remove: {OTHER}")
    assert services.kept.count() == 0
    shown.press_undo()
    assert shown.shows(OTHER)
    assert words(services, entry) == MINE


def test_what_is_being_typed_is_kept_before_another_version_is_used(
    stage: Open, services: Services, entry: UUID
) -> None:
    shown = stage(f"/journal/{entry}")
    shown.type("Your words", "Typed just now.")
    shown.press(f"Use it: {OTHER}")
    assert words(services, entry) == OTHER
    assert {text.text for text in services.kept.of(entry)} == {"Typed just now."}


def test_an_infusion_and_the_clinic_show_theirs(stage: Open, services: Services) -> None:
    services.courses.start(date(2026, 11, 23), time(10), (), 6)
    view = services.courses.current()
    assert view is not None
    services.settings.change_clinic(phone="555 0100")
    keep(services, "session", view.sessions[0].id, "notes", "It was calm.")
    keep(services, "clinic_profile", services.settings.clinic().id, "phone", "555 0199")
    shown = stage("/course/1")
    assert shown.shows("It was calm.")
    shown.open("/settings/clinic")
    shown.press("Use it: 555 0199")
    assert services.settings.clinic().phone == "555 0199"
    assert not shown.shows("Use both")


def test_all_are_listed_with_what_is_shown_now_and_a_gone_record_leaves_its_words(
    stage: Open, services: Services, entry: UUID
) -> None:
    keep(services, "journal_entry", uuid4(), "words", "Of an entry that is gone.")
    shown = stage("/settings/kept")
    assert shown.shows("2 texts are kept beside what you see.")
    assert shown.shows("Journal, Sun 22 Nov, 12:00")
    assert MINE in shown.texts()
    assert shown.shows("Journal, an entry that was deleted")
    assert shown.shows("Of an entry that is gone.")
    assert "Use it: Of an entry that is gone." not in shown.buttons()
    shown.press("Remove: Of an entry that is gone.")
    assert shown.shows("1 text is kept beside what you see.")
    shown.press("Open it")
    assert shown.route == f"/journal/{entry}"


def test_many_are_shown_some_at_a_time(stage: Open, services: Services, entry: UUID) -> None:
    for number in range(24):
        keep(services, "journal_entry", entry, "words", f"Version {number}.")
    shown = stage("/settings/kept")
    assert sum(name.startswith("Remove") for name in shown.buttons()) == 20
    shown.press("Show more")
    assert sum(name.startswith("Remove") for name in shown.buttons()) == 25
    assert "Show more" not in shown.buttons()


def test_without_any_the_list_says_what_will_be_there(stage: Open) -> None:
    shown = stage("/settings/kept")
    assert shown.shows("No other versions")
    shown.press("Open Backup")
    assert shown.route == "/settings/backup"


def test_backup_leads_to_them_while_there_are_some(stage: Open, services: Services, entry: UUID) -> None:
    shown = stage("/settings/backup")
    shown.press("Other versions of your words. 1 text is kept beside what you see")
    assert shown.route == "/settings/kept"


def test_each_kind_of_record_has_a_name_and_a_screen(services: Services, entry: UUID) -> None:
    services.courses.start(date(2026, 11, 22), time(11), (), 6)
    services.courses.begin(1)
    mark = services.courses.mark(1, "own", "floating").record
    filled = services.checklists.answer(Part.SCREENING, None, "heart", Choice.NO, "checked").record
    question = services.questions.add("", "May I eat?").record
    course = services.courses.current()
    assert course is not None
    places = [
        place(services, keep(services, kind, record_id, field))
        for kind, record_id, field in (
            ("mark", mark.id, "words"),
            ("mark", uuid4(), "words"),
            ("session", uuid4(), "notes"),
            ("checklist", filled.id, "answers/heart/note"),
            ("clinic_question", question.id, "answer"),
            ("course", course.course.id, "end_reason"),
            ("person", services.settings.person().id, "name"),
            ("preferences", services.settings.preferences().id, "crisis_number"),
        )
    ]
    assert [(one.beside, one.field, one.path) for one in places] == [
        ("Infusion 1", "Words", "/course/1"),
        ("Infusion, a mark that was deleted", "Words", ""),
        ("Infusion of an earlier course", "Notes", ""),
        ("Checklist", "Note beside an answer", "/checklist"),
        ("My questions", "Answer", "/questions"),
        ("Course", "Reason for the early end", "/course"),
        ("My person", "Name", "/settings/clinic"),
        ("Crisis line", "Number of my crisis line", "/settings/clinic"),
    ]
