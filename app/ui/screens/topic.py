"""One topic of the guide: what the clinic says, what is good to know, what to ask the clinic."""

from __future__ import annotations

from collections.abc import Sequence

import flet as ft

from app.care.guide import Part
from app.care.guide import Topic as GuideTopic
from app.ui.components.base import body, empty, heading, primary, row, secondary, stack
from app.ui.components.guide_parts import ask_clinic, clinic_says, good_to_know, source_list
from app.ui.failing import component
from app.ui.layout import opener, screen
from app.ui.live import Here, use_here, use_live
from app.ui.notice import save
from app.ui.text import t


def _neighbours(topics: Sequence[GuideTopic], topic: GuideTopic) -> ft.Control:
    at = [one.id for one in topics].index(topic.id)
    buttons: list[ft.Control] = []
    if at > 0:
        before = topics[at - 1]
        buttons.append(
            secondary(
                t("Back to: {title}", title=before.title),
                opener(f"/guide/{before.id}"),
                icon=ft.Icons.ARROW_BACK,
            )
        )
    if at + 1 < len(topics):
        after = topics[at + 1]
        buttons.append(
            primary(
                t("Next: {title}", title=after.title),
                opener(f"/guide/{after.id}"),
                icon=ft.Icons.ARROW_FORWARD,
            )
        )
    return row(*buttons)


def _unknown(here: Here) -> ft.View:
    return screen(
        here,
        t("Guide"),
        empty(
            t("There is no such topic"),
            t("The address may be old or mistyped. All topics are in the guide."),
            primary(t("Open the guide"), opener("/guide"), icon=ft.Icons.MENU_BOOK_OUTLINED),
        ),
        place="/guide",
        back="/guide",
    )


@component
def Topic() -> ft.View:
    """A topic in its three parts, each marked as what it is."""
    here = use_here()
    services = here.services
    name = ft.use_route_params().get("topic", "")
    sources_shown, set_sources_shown = ft.use_state(False)
    topics = use_live(services.guide.topics, "preferences")
    clinic = use_live(services.settings.clinic, "clinic_profile")
    questions = use_live(services.questions.all, "clinic_question")
    topic = next((one for one in topics if one.id == name), None)
    if topic is None:
        return _unknown(here)
    sources = services.guide.sources()
    asked = {question.text: question for question in questions}

    def add(text: str) -> None:
        save(lambda: services.questions.add(topic.id, text))

    parts = [
        body(topic.summary),
        clinic_says(topic.section(Part.CLINIC), clinic.name),
        good_to_know(topic.section(Part.GOOD_TO_KNOW), sources),
        ask_clinic(topic.section(Part.ASK), sources, asked, add, opener("/questions")),
        source_list(topic, sources, sources_shown, lambda _: set_sources_shown(not sources_shown)),
        _neighbours(topics, topic),
    ]
    column = stack(parts)
    column.horizontal_alignment = ft.CrossAxisAlignment.STRETCH
    content = ft.SelectionArea(content=column)
    shown = [heading(topic.title, 1), content]
    return screen(here, topic.title, *shown, place="/guide", back="/guide", untitled=True)
