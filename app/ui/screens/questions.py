"""Ask my clinic: the list of questions to take along, and what the clinic answered."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import shorten
from typing import Any

import flet as ft

from app.care.guide import ClinicQuestion
from app.care.invalid import Invalid
from app.ui.components.base import card, empty, field, heading, primary, row, secondary, small
from app.ui.components.guide_parts import named_button
from app.ui.components.words import words_field
from app.ui.drafts import use_typed
from app.ui.failing import component
from app.ui.layout import opener, screen
from app.ui.live import use_here, use_live, use_services
from app.ui.notice import save, say
from app.ui.text import day, t, tn


def as_text(questions: Sequence[ClinicQuestion]) -> str:
    """All questions as plain text to take along, with the answers there are.

    Args:
        questions: in the order in which they are shown.
    """
    lines = [t("Questions for my clinic"), ""]
    for number, question in enumerate(questions, 1):
        lines.append(f"{number}. {question.text}")
        if question.answer.strip():
            lines.append("   " + t("Answer: {words}", words=question.answer.strip()))
    return "\n".join(lines)


@component
def _Own() -> ft.Control:
    services = use_services()
    words = use_typed("question")
    error, set_error = ft.use_state("")

    def typed(event: Any) -> None:
        words.on_change(event)
        set_error("")

    def add(_: Any) -> None:
        try:
            done = services.questions.add("", words.now())
        except Invalid as refused:
            set_error(t(refused))
            return
        words.clear()
        say(done.sentence, done.undo)

    return card(
        heading(t("Ask something of your own")),
        field(t("Your question"), words.value, typed, error=error or None, max_length=500, on_submit=add),
        row(primary(t("Add to the list"), add, icon=ft.Icons.ADD)),
    )


@component
def _Question(question: ClinicQuestion, topic: str) -> ft.Control:
    services = use_services()
    answering, set_answering = ft.use_state(bool(question.answer.strip()))
    label = t("Answer to “{question}”", question=shorten(question.text, 40, placeholder="…"))
    typed = words_field(
        label,
        question.answer,
        lambda text: services.questions.answer(question.id, text),
        name=f"answer to {question.id}",
        lines=2,
        autofocus=not question.answer,
    )
    parts: list[ft.Control] = [heading(question.text, look=3)]
    asked = t("Added {day}", day=day(question.made_at.date()))
    parts.append(small(f"{t('From the guide: {title}', title=topic)} · {asked}" if topic else asked))
    if answering:
        parts.append(typed)
        if question.answered_at is not None:
            parts.append(small(t("Answer noted {day}", day=day(question.answered_at.date()))))
    buttons: list[ft.Control] = []
    if not answering:
        label = t("Note the answer: {question}", question=question.text)
        buttons.append(
            named_button(t("Note the answer"), label, lambda _: set_answering(True), ft.Icons.EDIT_NOTE)
        )
    buttons.append(
        named_button(
            t("Delete"),
            t("Delete: {question}", question=question.text),
            lambda _: save(lambda: services.questions.remove(question.id)),
            ft.Icons.DELETE_OUTLINE,
            ft.TextButton,
        )
    )
    return card(*parts, row(*buttons))


@component
def Questions() -> ft.View:
    """What the patient wants to ask, and what was answered."""
    here = use_here()
    services = here.services
    questions = use_live(services.questions.all, "clinic_question")
    topics = use_live(lambda: {one.id: one.title for one in services.guide.topics()}, "preferences")
    name = t("My questions")
    own = _Own()
    if not questions:
        nothing = empty(
            t("Your questions will be here"),
            t("Write your own, or add those that the guide offers. Then take the list to your clinic."),
            secondary(t("Open the guide"), opener("/guide"), icon=ft.Icons.MENU_BOOK_OUTLINED),
        )
        return screen(here, name, nothing, own, place="/guide", back="/guide")
    # In the order they were asked: sorted by state, one would jump away while its answer is typed.
    in_order = sorted(questions, key=lambda question: (question.made_at, str(question.id)))
    take = row(
        secondary(
            t("Copy all as text"),
            lambda _: say("Copied. You can paste it into a message or a note."),
            icon=ft.Icons.CONTENT_COPY,
            action=ft.CopyToClipboard(as_text(in_order)),
        )
    )
    waiting = sum(question.answered_at is None for question in questions)
    listed = [
        small(tn("{n} open question", "{n} open questions", waiting)),
        *[
            _Question(question, topics.get(question.topic, ""), key=str(question.id))  # type: ignore[call-arg]
            for question in in_order
        ],
        take,
    ]
    return screen(here, name, two=(listed, [own]), place="/guide", back="/guide")
