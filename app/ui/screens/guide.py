"""The guide: topics as cards, a search across all of them, and the way to the patient's questions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import flet as ft

from app.care.guide import Topic
from app.care.guide_search import Hit
from app.ui.components.base import body, card, field, heading, small, tappable
from app.ui.components.fitting import leads_on
from app.ui.components.guide_parts import topic_icon
from app.ui.failing import component
from app.ui.keyboard import use_focus
from app.ui.layout import opener, screen
from app.ui.live import use_here, use_live
from app.ui.text import t, tn


def _opens(icon: Any, title: str, words: ft.Control, said: str, path: str) -> ft.Control:
    content = ft.Row(
        [
            ft.Icon(icon, color=ft.Colors.PRIMARY, size=28),
            ft.Column([heading(title, 3, beside=56), words], spacing=2, tight=True, expand=True),
            *leads_on(),
        ],
        spacing=16,
    )
    return tappable(content, said, opener(path), ground=ft.Colors.SURFACE_CONTAINER_LOW)


def _topic(topic: Topic) -> ft.Control:
    title, summary = topic.title, topic.summary
    return _opens(
        topic_icon(topic), title, body(summary, quiet=True), f"{title}. {summary}", f"/guide/{topic.id}"
    )


def _hit(hit: Hit) -> ft.Control:
    topic = hit.topic
    part = topic.section(hit.part).heading if hit.part is not None else t("Summary")
    words = ft.Column([small(part), _marked(hit)], spacing=2, tight=True)
    said = f"{topic.title}. {part}: {hit.snippet}"
    return _opens(topic_icon(topic), topic.title, words, said, f"/guide/{topic.id}")


def _marked(hit: Hit) -> ft.Text:
    spans, at = [], 0
    for start, end in hit.marks:
        spans.append(ft.TextSpan(hit.snippet[at:start]))
        # Bold as well as coloured: the place is seen without colours too.
        strong = ft.TextStyle(weight=ft.FontWeight.W_700, color=ft.Colors.PRIMARY)
        spans.append(ft.TextSpan(hit.snippet[start:end], style=strong))
        at = end
    spans.append(ft.TextSpan(hit.snippet[at:]))
    return ft.Text(spans=spans, theme_style=ft.TextThemeStyle.BODY_LARGE)


def _found(hits: Sequence[Hit], words: str) -> list[ft.Control]:
    if not hits:
        return [
            card(
                heading(t("Nothing found")),
                body(t("No topic has “{words}”. Try another word, or ask your clinic.", words=words)),
            )
        ]
    said = tn("{n} topic found", "{n} topics found", len(hits))
    count = ft.Semantics(live_region=True, container=True, content=small(said))
    return [count, *[_hit(hit) for hit in hits]]


@component
def Guide() -> ft.View:
    """What there is to read, in the order in which to read it."""
    here = use_here()
    guide = here.services.guide
    wanted, set_wanted = ft.use_state("")
    topics = use_live(guide.topics, "preferences")
    open_questions = use_live(
        lambda: sum(question.answered_at is None for question in here.services.questions.all()),
        "clinic_question",
    )
    words = wanted.strip()
    hits = guide.search(words) if words else []
    box = use_focus("?search" in (ft.context.page.route or ""))

    search = field(
        t("Search the guide"),
        wanted,
        lambda e: set_wanted(e.control.value),
        prefix_icon=ft.Icons.SEARCH,
        ref=box,
    )
    waiting = tn("{n} open question", "{n} open questions", open_questions)
    mine = _opens(
        ft.Icons.QUESTION_ANSWER_OUTLINED,
        t("My questions"),
        body(waiting if open_questions else t("What you want to ask your clinic"), quiet=True),
        t("My questions") + ". " + waiting,
        "/questions",
    )
    listed = _found(hits, words) if words else [mine, *[_topic(topic) for topic in topics]]
    return screen(here, t("Guide"), search, *listed, place="/guide")
