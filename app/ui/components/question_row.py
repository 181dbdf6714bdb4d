"""One question of a checklist: what is asked and why, three buttons, a note, and what the clinic has said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import flet as ft

from app.care.checklist import Answer, AskedOf, Choice, Item
from app.ui import theme
from app.ui.components.base import body, card, heading, row, small, with_icon
from app.ui.components.choices import choice
from app.ui.components.guide_parts import named_button
from app.ui.components.words import words_field
from app.ui.failing import component
from app.ui.text import day, t

_WORDS = {Choice.YES: "Yes", Choice.NO: "No", Choice.NOT_SURE: "Not sure"}


def choice_words(value: Choice) -> str:
    """An answer in the patient's language.

    Args:
        value: of app.care.checklist.
    """
    return t(_WORDS[value])


@component
def ClinicRule(item: Item, says: str, on_rule: Callable[[str], Any], ask: Sequence[ft.Control]) -> ft.Control:
    """What the clinic has said about an item, or "ask your clinic", and a field for its answer.

    Args:
        item: one that the clinic sets.
        says: what it said, or "".
        on_rule: writes it down; raises Invalid when it refuses.
        ask: shown beside the way to the field while the clinic is silent.
    """
    opened, set_opened = ft.use_state(False)
    topic = t(item.label)
    label = t("What my clinic says: {topic}", topic=topic)
    typed = words_field(label, says, on_rule, autofocus=True)
    line = (
        with_icon(ft.Icons.LOCAL_HOSPITAL_OUTLINED, body(t("Your clinic says: {words}", words=says)))
        if says
        else with_icon(ft.Icons.HELP_OUTLINE, body(t("Ask your clinic. It has not said yet.")))
    )
    if opened:
        return typed
    text = t("Change") if says else t("Note its answer")
    note = named_button(
        text, f"{text}: {topic}", lambda _: set_opened(True), ft.Icons.EDIT_OUTLINED, ft.TextButton
    )
    return ft.Column([line, row(note, *([] if says else ask), spacing=0)], spacing=0, tight=True)


@component
def _Note(question: str, note: str, on_note: Callable[[str], Any]) -> ft.Control:
    opened, set_opened = ft.use_state(bool(note))
    typed = words_field(t("Note"), note, on_note, name=question, autofocus=not note)
    if not opened:
        label = t("Add a note: {question}", question=question)
        return row(
            named_button(
                t("Add a note"), label, lambda _: set_opened(True), ft.Icons.EDIT_NOTE, ft.TextButton
            )
        )
    return typed


def question_row(
    item: Item,
    answer: Answer | None,
    says: str,
    on_list: bool,
    *,
    again: bool = False,
    cramped: bool = False,
    on_answer: Callable[[Choice], Any],
    on_note: Callable[[str], Any],
    on_rule: Callable[[str], Any],
    on_ask: Callable[[str], Any],
) -> ft.Control:
    """A question that can be answered.

    Args:
        item: of the checklist.
        answer: the answer so far, or None.
        says: what the clinic has said about it, or "".
        on_list: whether the question is on the patient's list for the clinic.
        again: whether the answer is from before the day it is about, so that it is asked again.
        cramped: whether a long word needs all the width there is.
        on_answer: writes the choice; the note there is stays.
        on_note: writes the note beside the choice; raises Invalid when it refuses.
        on_rule: writes what the clinic said; raises Invalid when it refuses.
        on_ask: puts the question on the patient's list.
    """
    question = t(item.question)
    note = answer.note if answer else ""
    parts: list[ft.Control] = [heading(question, look=3)]
    if item.examples:
        parts.append(body(t(item.examples)))
    parts.append(small(t(item.why)))
    if item.asked_of is AskedOf.CLINIC:
        ask = [_ask(item, on_list, on_ask)]
        parts.append(ClinicRule(item, says, on_rule, ask, key=f"rule-{item.id}"))  # type: ignore[call-arg]
    if again and answer is not None:
        words = t(
            "On {day} you answered: {words}", day=day(answer.at.date()), words=choice_words(answer.value)
        )
        parts.append(with_icon(ft.Icons.UPDATE, body(words)))
    parts.append(
        choice(
            [(value, t(words)) for value, words in _WORDS.items()],
            answer.value if answer and not again else None,
            on_answer,
            name=question,
        )
    )
    if answer is not None:
        parts.append(_Note(question, note, on_note, key=f"note-{item.id}"))  # type: ignore[call-arg]
    return card(*parts, padding=_padding(cramped))


def _padding(cramped: bool) -> int:
    # At 320 pixels and twice the text "benzodiazepine" is as wide as a card with this padding is inside.
    return theme.CARD_PADDING - 4 if cramped else theme.CARD_PADDING


def question_for_clinic(item: Item) -> str:
    """What to ask the clinic about an item that it has not settled yet.

    Args:
        item: one that the clinic sets.
    """
    return t("What is your rule for this: {topic}?", topic=t(item.label))


def _ask(item: Item, on_list: bool, on_ask: Callable[[str], Any]) -> ft.Control:
    if on_list:
        words = small(t("On your list of questions"))
        return ft.Container(words, padding=ft.Padding.symmetric(horizontal=12, vertical=14))
    label = t("Add to my questions: {topic}", topic=t(item.label))
    ask = question_for_clinic(item)
    return named_button(t("Add to my questions"), label, lambda _: on_ask(ask), ft.Icons.ADD, ft.TextButton)


def answered_row(item: Item, answer: Answer | None, says: str, *, cramped: bool = False) -> ft.Control:
    """A question of a finished list, to read.

    Args:
        item: of the checklist.
        answer: what was answered, or None.
        says: what the clinic has said about it, or "".
        cramped: whether a long word needs all the width there is.
    """
    # No tick and no cross: "no" is the good answer to some of the questions.
    given = (
        body(t("Your answer: {words}", words=choice_words(answer.value)), weight=ft.FontWeight.W_600)
        if answer
        else with_icon(ft.Icons.HELP_OUTLINE, body(t("Not answered: ask your clinic")))
    )
    parts: list[ft.Control] = [heading(t(item.question), look=3), given]
    if answer is not None and answer.note.strip():
        parts.append(body(t("Note: {words}", words=answer.note)))
    if says:
        parts.append(small(t("Your clinic says: {words}", words=says)))
    return card(*parts, spacing=8, padding=_padding(cramped))
