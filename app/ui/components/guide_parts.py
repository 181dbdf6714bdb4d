"""The three parts of a guide topic, each clearly a different kind of statement, and its sources."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import flet as ft

from app.care.guide import ClinicQuestion, Line, Part, Section, Source, Topic
from app.ui.components.base import body, card, heading, quiet, row, secondary, small, with_icon
from app.ui.text import t

_LOOK: dict[Part, tuple[Any, str]] = {
    Part.CLINIC: (ft.Icons.LOCAL_HOSPITAL_OUTLINED, ft.Colors.PRIMARY_CONTAINER),
    Part.GOOD_TO_KNOW: (ft.Icons.LIGHTBULB_OUTLINED, ft.Colors.SURFACE_CONTAINER_LOW),
    Part.ASK: (ft.Icons.QUESTION_ANSWER_OUTLINED, ft.Colors.TERTIARY_CONTAINER),
}
_INK: dict[Part, str] = {
    Part.CLINIC: ft.Colors.ON_PRIMARY_CONTAINER,
    Part.GOOD_TO_KNOW: ft.Colors.ON_SURFACE,
    Part.ASK: ft.Colors.ON_TERTIARY_CONTAINER,
}


def topic_icon(topic: Topic) -> Any:
    """The icon that a topic names, or a book where Flet has none of that name.

    Args:
        topic: of the guide.
    """
    return getattr(ft.Icons, topic.icon.upper(), ft.Icons.MENU_BOOK_OUTLINED)


def titles(ids: Sequence[str], sources: Mapping[str, Source]) -> str:
    """The titles of sources in one line.

    Args:
        ids: of the sources.
        sources: all of them by id.
    """
    return "; ".join(sources[one].title for one in ids if one in sources)


def _part(section: Section, *content: ft.Control) -> ft.Control:
    icon, ground = _LOOK[section.part]
    ink = _INK[section.part]
    title = heading(section.heading, color=ink)
    return card(with_icon(icon, title, color=ink), *content, tone=ground)


def _said(line: Line, ink: str) -> ft.Control:
    words = body(line.text, color=ink)
    if not line.bullet:
        return words
    dot = ft.Container(ft.Icon(ft.Icons.CIRCLE, size=8, color=ink), padding=ft.Padding(4, 8, 4, 0))
    return ft.Row(
        [dot, ft.Container(words, expand=True)],
        spacing=8,
        vertical_alignment=ft.CrossAxisAlignment.START,
    )


def _together(*parts: ft.Control) -> ft.Control:
    # A node of its own, or a screen reader hears all questions first and then all their buttons.
    return ft.Semantics(container=True, content=ft.Column(list(parts), spacing=4, tight=True))


def clinic_says(section: Section, clinic: str) -> ft.Control:
    """What the clinic says, attributed to it.

    Args:
        section: of the clinic's part.
        clinic: its name, or "" while nobody has entered it.
    """
    ink = _INK[Part.CLINIC]
    whose = (
        t("From {clinic}", clinic=clinic) if clinic.strip() else t("From your clinic's own information sheet")
    )
    return _part(section, small(whose, color=ink), *[_said(line, ink) for line in section.lines])


def good_to_know(section: Section, sources: Mapping[str, Source]) -> ft.Control:
    """What comes from elsewhere, each line with its source.

    Args:
        section: of the second part.
        sources: all of the guide's by id.
    """
    ink = _INK[Part.GOOD_TO_KNOW]
    lines = [
        _together(_said(line, ink), small(t("Source: {source}", source=titles(line.sources, sources))))
        for line in section.lines
    ]
    return _part(section, small(t("Not from your clinic")), *lines)


def ask_clinic(
    section: Section,
    sources: Mapping[str, Source],
    asked: Mapping[str, ClinicQuestion],
    on_add: Callable[[str], Any],
    open_list: Any,
) -> ft.Control:
    """Questions for the clinic, each with a button that puts it on the patient's list.

    Args:
        section: of the last part.
        sources: all of the guide's by id.
        asked: the questions on the patient's list by their text.
        on_add: puts a question on the list.
        open_list: opens the list.
    """
    ink = _INK[Part.ASK]

    def question(line: Line) -> ft.Control:
        parts: list[ft.Control] = [body(line.text, color=ink, weight=ft.FontWeight.W_600)]
        if line.careful:
            parts.append(body(t("Until they answer: {words}", words=line.careful), color=ink))
            parts.append(small(t("Source: {source}", source=titles(line.sources, sources)), color=ink))
        parts.append(_state(line.text, asked.get(line.text), on_add, ink))
        return _together(*parts)

    return _part(
        section,
        small(t("Nobody has answered this here yet. Your clinic can."), color=ink),
        *[question(line) for line in section.lines],
        row(
            quiet(
                t("Open my questions"),
                open_list,
                icon=ft.Icons.FORMAT_LIST_BULLETED,
                style=ft.ButtonStyle(color=ink, icon_color=ink),
            )
        ),
    )


def _state(text: str, question: ClinicQuestion | None, on_add: Callable[[str], Any], ink: str) -> ft.Control:
    if question is None:
        return row(add_question(text, on_add))
    if question.answer.strip():
        said = t("Your clinic said: {answer}", answer=question.answer)
        return with_icon(ft.Icons.CHECK_CIRCLE_OUTLINE, body(said, color=ink), color=ink)
    return with_icon(ft.Icons.CHECK, body(t("On your list"), color=ink), color=ink)


def add_question(text: str, on_add: Callable[[str], Any]) -> ft.Control:
    """The button that puts a question on the list, named with the question itself.

    Args:
        text: the question.
        on_add: puts it on the list.
    """
    label = t("Add to my questions: {question}", question=text)
    return named_button(t("Add to my questions"), label, lambda _: on_add(text), ft.Icons.ADD)


def named_button(
    text: str, label: str, on_click: Any, icon: Any, make: Any = ft.OutlinedButton, **more: Any
) -> ft.Control:
    """A button whose words make sense only beside what it belongs to, with a whole name to hear.

    Args:
        text: what is seen.
        label: what is said, which begins with the text (so that speaking the text presses it).
        on_click: what it does.
        icon: of ft.Icons.
        make: Flet's kind of button.
        more: other properties of the button.
    """
    content = ft.Semantics(label=label, exclude_semantics=True, content=ft.Text(text))
    # Merged: Flutter would keep the button and the Semantics inside it apart.
    return ft.MergeSemantics(make(content=content, icon=icon, on_click=on_click, **more))


def source_list(topic: Topic, sources: Mapping[str, Source], shown: bool, on_toggle: Any) -> ft.Control:
    """Where the statements of a topic come from, in full.

    Args:
        topic: of the guide.
        sources: all of the guide's by id.
        shown: whether they are unfolded.
        on_toggle: folds and unfolds them.
    """
    used = [sources[one] for one in topic.source_ids() if one in sources]
    words = t("Hide the sources") if shown else t("Show the sources ({n})", n=len(used))
    parts: list[ft.Control] = [
        row(secondary(words, on_toggle, icon=ft.Icons.EXPAND_LESS if shown else ft.Icons.EXPAND_MORE))
    ]
    if shown:
        parts += [_source(source) for source in used]
    return card(heading(t("Sources")), *parts)


def _source(source: Source) -> ft.Control:
    return _together(
        heading(source.title, 3),
        small(source.detail),
        small(source.citation),
        small(t("Compared with the source in {month}", month=source.checked)),
    )
