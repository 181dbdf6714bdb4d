"""Typing that loses no letter: whatever is drawn meanwhile, a field keeps what its person typed last."""

from __future__ import annotations

from collections.abc import Callable

import flet as ft
import pytest

from app.services import Services
from tests.headless import Stage

Open = Callable[..., Stage]
TEXT = "The ceiling was low"


def type_quickly(shown: Stage, label: str, text: str) -> None:
    """Type letter by letter, each before the program has drawn the one before, as on a busy machine.

    The client sends a field's new value first and tells of the change in the next message; what the program
    sends back stands in the field, and the next letter is typed after that.
    """
    field = shown.find(ft.TextField, label)._i

    def strike(letter: str) -> None:
        shown.session.apply_patch(field, {"value": shown.session.index[field].value + letter})

    async def heard(following: str) -> None:
        await shown.session.dispatch_event(field, "change", shown.session.index[field].value)
        strike(following)

    strike(text[0])
    for following in [*text[1:], ""]:
        shown.loop.run_until_complete(heard(following))
        shown.settle()


@pytest.mark.parametrize(
    ("address", "label"),
    [
        ("/questions", "Your question"),
        ("/settings/clinic", "Name of my person"),
        ("/settings/delete", "Type DELETE to go on"),
        ("/settings/passcode", "New passcode"),
        ("/journal?search", "Search your journal"),
        ("/guide?search", "Search the guide"),
    ],
)
def test_letters_typed_before_the_last_one_was_drawn_all_stay(
    stage: Open, services: Services, address: str, label: str
) -> None:
    services.journal.add(5, words=TEXT)
    shown = stage(address)
    type_quickly(shown, label, TEXT)
    assert shown.find(ft.TextField, label).value == TEXT


def test_all_letters_of_quickly_typed_words_are_kept(stage: Open, services: Services) -> None:
    entry = services.journal.add(5, words="At first. ").record
    shown = stage(f"/journal/{entry.id}")
    type_quickly(shown, "Your words", TEXT)
    assert shown.find(ft.TextField, "Your words").value == f"At first. {TEXT}"
    shown.until(lambda: services.journal.get(entry.id).words == f"At first. {TEXT}")  # type: ignore[union-attr]
    assert shown.find(ft.TextField, "Your words").value == f"At first. {TEXT}"


def test_letters_typed_while_a_field_is_being_saved_stay(stage: Open, services: Services) -> None:
    name = "Name of my person"
    shown = stage("/settings/clinic")
    shown.type(name, "River")
    field = shown.find(ft.TextField, name)
    # The value arrives; the message that it changed is still on its way while the field saves itself.
    shown.session.apply_patch(field._i, {"value": "River C"})
    shown.until(lambda: services.settings.person().name == "River")
    field = shown.find(ft.TextField, name)
    assert field.value == "River C"
    shown.fire(field, "change", "River C")
    shown.until(lambda: services.settings.person().name == "River C")


def test_what_the_program_sets_is_shown_also_when_nothing_was_drawn_since_the_last_letter(
    stage: Open, services: Services
) -> None:
    label = "Your question"
    shown = stage("/questions")
    field = shown.find(ft.TextField, label)

    async def type_and_add() -> None:
        shown.session.apply_patch(field._i, {"value": TEXT})
        await shown.session.dispatch_event(field._i, "change", TEXT)
        await shown.session.dispatch_event(field._i, "submit", TEXT)

    shown.loop.run_until_complete(type_and_add())
    shown.settle()
    assert [one.text for one in services.questions.all()] == [TEXT]
    assert shown.find(ft.TextField, label).value == ""


def test_a_word_from_another_window_is_shown(stage: Open, services: Services) -> None:
    name = "Name of my person"
    shown = stage("/settings/clinic")
    type_quickly(shown, name, "River")
    shown.until(lambda: services.settings.person().name == "River")
    services.settings.change_person(name="Lake")
    shown.settle()
    assert shown.find(ft.TextField, name).value == "Lake"
