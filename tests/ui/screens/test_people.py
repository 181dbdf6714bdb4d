"""A caregiver sees what was shared and no more, is told when it has ended, and removes it for good."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import flet as ft
import pytest

from app.care.profile import Role
from app.care.summary import Followed, Part
from app.device import files, handing_in
from app.device.handing_in import target
from app.services import Services, open_sample
from tests.headless import Stage
from tests.ui.conftest import Clock

Open = Callable[..., Stage]
PHRASE = "grey heron by the lake"
ALL = tuple(Part)


@pytest.fixture
def patient(tmp_path: Path, clock: Clock) -> Iterator[Services]:
    """Somebody in the middle of a course, who shares."""
    opened = open_sample(tmp_path / "patient", now=clock)
    opened.settings.change_clinic(name="Lakeside Clinic", phone="555-0100")
    opened.shares.cost = 1_000
    yield opened
    opened.close()


def sealed(patient: Services, parts: tuple[Part, ...] = ALL, days: int = 7) -> bytes:
    """A file that ends after so many days."""
    ends = patient.now().date() + timedelta(days=days)
    share = patient.shares.new("Sam", called="Alex", parts=parts, ends_on=ends)
    return patient.shares.seal(share, PHRASE)


@pytest.fixture
def alex(services: Services, patient: Services) -> Followed:
    """Followed, with every part."""
    services.settings.change_preferences(role=Role.CAREGIVER)
    return services.following.open(sealed(patient), PHRASE)


@pytest.fixture
def choosing(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], None]:
    """What the person chooses in the system's dialog."""

    def choose(content: bytes) -> None:
        async def chosen(*_: object, **__: object) -> tuple[str, bytes]:
            return "alex.icsummary", content

        monkeypatch.setattr(files, "open_file", chosen)
        monkeypatch.setattr("app.ui.screens.people_open.open_file", chosen)

    return choose


def opened(shown: Stage, phrase: str) -> None:
    """Choose the file, and give a passphrase."""
    shown.press("Choose")
    shown.type("Its passphrase", phrase)
    shown.press("Open")
    shown.until(lambda: not shown.shows("Opening the summary"))


def test_with_nobody_yet_it_says_how_a_patient_shares(stage: Open, services: Services) -> None:
    services.settings.change_preferences(role=Role.CAREGIVER)
    shown = stage("/")
    assert shown.shows("Nobody yet")
    assert shown.shows("In their app they open Share")
    assert "Follow at a clinic. With an account of your own that the clinic gave you" in shown.buttons()


def test_a_caregiver_has_people_and_guide_for_places_and_nothing_to_share(
    stage: Open, services: Services
) -> None:
    services.settings.change_preferences(role=Role.CAREGIVER)
    for width in (412, 1280):
        shown = stage("/people", width=width)
        bars = [c for c in shown.controls() if isinstance(c, ft.NavigationBar)]
        names = [one.label for bar in bars for one in bar.destinations] or shown.buttons()
        assert {"People", "Guide"} <= set(names)
        assert not {"Today", "Journal", "Checklist", "Course"} & set(names)
        assert "Share" not in shown.buttons()
        assert "Settings" in shown.buttons()


def test_who_uses_the_app_can_be_changed_in_settings(stage: Open, services: Services) -> None:
    shown = stage("/settings")
    shown.press("Who uses this app: I care for someone")
    assert services.settings.preferences().role is Role.CAREGIVER
    shown.open("/")
    assert shown.shows("Nobody yet")
    shown.open("/settings")
    shown.press("Who uses this app: For me")
    shown.open("/")
    assert shown.shows("Before it begins")


def test_several_files_that_are_dropped_are_opened_one_after_the_other(
    stage: Open, services: Services, patient: Services
) -> None:
    shown = stage("/people")
    waits = target()
    assert waits is not None
    for number in (1, 2):
        waits.give(f"{number}.icsummary", sealed(patient))
    shown.until(lambda: shown.shows("2 files are left."))
    for number in (1, 2):
        assert shown.shows(f"{number}.icsummary")
        shown.type("Its passphrase", PHRASE)
        shown.press("Open")
        shown.until(lambda: not shown.shows("Opening the summary"))
    assert services.following.count() == 2
    assert shown.route.startswith("/people/")
    # On a person's own page the one below it still waits, and comes up for what is dropped.
    waits = target()
    assert waits is not None
    waits.give("3.icsummary", sealed(patient))
    shown.until(lambda: shown.shows("3.icsummary"), 9)
    assert shown.route == "/people"
    shown.open("/settings")
    assert waits not in handing_in._targets


def test_a_dropped_file_that_is_too_large_is_told_in_one_sentence(stage: Open, services: Services) -> None:
    shown = stage("/people")
    waits = target()
    assert waits is not None
    waits.give("film.mp4", None)
    shown.until(lambda: shown.shows("larger than any summary"))
    assert services.following.count() == 0


def test_a_file_opens_with_its_passphrase_and_shows_the_person(
    stage: Open, services: Services, patient: Services, choosing: Callable[[bytes], None]
) -> None:
    choosing(sealed(patient))
    shown = stage("/people")
    opened(shown, "another one")
    assert shown.shows("This passphrase does not open the file")
    assert services.following.count() == 0
    shown.type("Its passphrase", PHRASE)
    shown.press("Open")
    shown.until(lambda: services.following.count() and shown.shows("Made Sun 22 Nov, 12:00, by Alex"))


@pytest.mark.parametrize("content", [b"", b"no summary", b"{}" * 20])
def test_a_file_that_is_none_is_refused_in_one_sentence(
    stage: Open, services: Services, choosing: Callable[[bytes], None], content: bytes
) -> None:
    choosing(content)
    shown = stage("/people")
    opened(shown, PHRASE)
    assert shown.shows("so nothing was opened")
    assert services.following.count() == 0


def test_what_was_chosen_is_told_in_words(stage: Open, alex: Followed) -> None:
    shown = stage(f"/people/{alex.id}")
    for words in (
        "Made Sun 22 Nov, 12:00, by Alex",
        "It tells of Sat 24 Oct to Sun 22 Nov.",
        "It can be seen until Sun 29 Nov.",
        "Alex’s mood was between",
        "Alex’s newest total is",
        "3 of 6 infusions done",
        "If you take Alex home",
        "Noted during the infusions",
        "Feelings and words that they chose to share",
        "Only what they chose to share. It is not a diagnosis.",
    ):
        assert shown.shows(words), words


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (Part.SCHEDULE, "The course"),
        (Part.MOODS, "Alex’s mood was"),
        (Part.CHECK_INS, "Alex’s newest total"),
        (Part.CHECKLIST, "hecklist"),
        (Part.ESCORT, "If you take Alex home"),
        (Part.MARKS, "Noted during the infusions"),
        (Part.FEELINGS, "Feelings and words"),
    ],
)
def test_what_was_not_chosen_is_not_mentioned(
    stage: Open, services: Services, patient: Services, part: Part, words: str
) -> None:
    needs = {
        Part.SCHEDULE: {Part.ESCORT, Part.CHECKLIST, Part.MARKS, Part.BLOOD_PRESSURE},
        Part.MOODS: {Part.FEELINGS},
        Part.MARKS: {Part.BLOOD_PRESSURE},
    }.get(part, set())
    parts = tuple(one for one in Part if one is not part and one not in needs)
    person = services.following.open(sealed(patient, parts), PHRASE)
    assert not stage(f"/people/{person.id}").shows(words)


def test_an_ended_one_shows_only_that_it_has_ended(
    stage: Open, services: Services, clock: Clock, alex: Followed
) -> None:
    clock.move(days=9)
    shown = stage(f"/people/{alex.id}")
    assert shown.shows("This summary has ended")
    assert shown.shows("It could be seen until Sun 29 Nov.")
    assert not any(shown.shows(words) for words in ("mood", "total", "infusions done", "555-0100"))
    assert not stage("/people").shows("Made")
    kept = services.following.get(alex.id)
    assert kept is not None
    assert kept.content == ""


def test_a_newer_file_updates_the_person_and_an_older_one_is_refused(
    stage: Open,
    services: Services,
    patient: Services,
    clock: Clock,
    choosing: Callable[[bytes], None],
) -> None:
    share = patient.shares.new("Sam", called="Alex", ends_on=clock().date() + timedelta(days=30))
    first = patient.shares.seal(share, PHRASE)
    clock.move(hours=2)
    second = patient.shares.seal(share, PHRASE)
    services.following.open(second, PHRASE)
    choosing(first)
    shown = stage("/people")
    opened(shown, PHRASE)
    assert shown.shows("You have a newer summary of this person already")
    assert shown.shows("Made Sun 22 Nov, 14:00")


def test_several_people_are_kept_apart(stage: Open, services: Services, patient: Services) -> None:
    one, two = (services.following.open(sealed(patient, parts), PHRASE) for parts in (ALL, (Part.MOODS,)))
    services.following.rename(two.id, "Robin")
    shown = stage(f"/people/{two.id}")
    assert shown.shows("Robin’s mood was between")
    assert not shown.shows("infusions done")
    services.following.remove(one.id)
    assert [person.name for person in services.following.all()] == ["Robin"]


def test_somebody_can_be_called_otherwise(stage: Open, services: Services, alex: Followed) -> None:
    shown = stage(f"/people/{alex.id}")
    shown.press("Another name")
    shown.type("How you call them", "Mum")
    shown.press("Save")
    assert shown.shows("Mum’s mood was between")
    assert [one.name for one in services.following.all()] == ["Mum"]


def test_removing_asks_first_and_leaves_nothing(stage: Open, services: Services, alex: Followed) -> None:
    shown = stage(f"/people/{alex.id}")
    shown.press("Remove")
    assert services.following.count() == 1
    (question,) = shown.dialogs
    yes = next(c for c in shown.controls(question) if isinstance(c, ft.FilledButton))
    shown.fire(yes, "click")
    assert services.following.count() == 0
    assert shown.route == "/people"
    assert shown.shows("Nobody yet")


def test_help_names_the_clinic_of_the_summary_and_the_lines_of_the_country(
    stage: Open, services: Services, patient: Services, alex: Followed
) -> None:
    shown = stage(f"/people/{alex.id}/help")
    for address in (f"/people/{alex.id}/help", "/help"):
        shown.open(address)
        for words in ("Call Alex’s clinic", "555-0100", "988", "911"):
            assert shown.shows(words), (address, words)
        assert not shown.shows("Add a number")


def test_the_window_names_nobody(stage: Open, alex: Followed) -> None:
    for address in (f"/people/{alex.id}", f"/people/{alex.id}/help"):
        shown = stage(address)
        assert shown.shows("Alex")
        assert "Alex" not in shown.page.title


def test_an_unknown_person_has_a_way_back(stage: Open) -> None:
    shown = stage("/people/nobody")
    shown.press("Go to People")
    assert shown.route == "/people"


def test_a_patient_finds_people_from_settings_with_a_way_back(stage: Open) -> None:
    shown = stage("/settings")
    shown.press("People I care for")
    assert shown.route == "/people"
    shown.press("Back")
    assert shown.route == "/settings"
