"""One checklist: answered one tap at a time, kept once finished, corrected by a new version."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import flet as ft

from app.care.checklist import Filled, Item, asked
from app.ui.components.base import (
    body,
    card,
    empty,
    heading,
    heading_with,
    primary,
    row,
    secondary,
    small,
    with_icon,
)
from app.ui.components.question_row import answered_row, question_for_clinic, question_row
from app.ui.components.readiness_card import readiness_card
from app.ui.failing import component
from app.ui.layout import opener, screen
from app.ui.live import Here, use_here, use_live
from app.ui.notice import attempt, save, say
from app.ui.screens.checklist_parts import SCREENING, Listed, again_words, listed
from app.ui.text import moment, t, tn

_TABLES = ("checklist", "course", "session", "clinic_profile")


def _find(here: Here, name: str) -> Listed | None:
    if name == SCREENING:
        return listed(here.services, None)
    view = here.services.courses.current()
    session = view.session(int(name)) if view and name.isdecimal() and len(name) < 4 else None
    return listed(here.services, session) if session else None


def _unknown(here: Here) -> ft.View:
    return screen(
        here,
        t("Checklist"),
        empty(
            t("There is no such checklist"),
            t("Your course has no infusion of this number. Nothing you entered is affected."),
            primary(t("All checklists"), opener("/checklist"), icon=ft.Icons.CHECKLIST),
        ),
        place="/checklist",
        back="/checklist",
    )


def _progress(one: Listed, today: date) -> ft.Control:
    share = one.answered / len(one.asked) if one.asked else 1.0
    bar = ft.ProgressBar(value=share, bar_height=8, border_radius=4, semantics_label=one.progress)
    lines: list[ft.Control] = [small(one.when), body(one.progress), bar]
    day = one.session.day if one.session is not None and one.session.is_open else None
    if day is not None and day > today:
        words = t("The questions are about that day. Look at them now, and answer them then.")
        lines.append(with_icon(ft.Icons.INFO_OUTLINE, body(words)))
    elif one.over:
        words = t("This infusion is over. Nothing here needs an answer any more.")
        lines.append(with_icon(ft.Icons.INFO_OUTLINE, body(words)))
    elif one.again:
        lines.append(with_icon(ft.Icons.UPDATE, body(again_words(len(one.again)))))
    return ft.Column(lines, spacing=6, tight=True)


def _end(one: Listed, finish: Any) -> ft.Control:
    button = row(primary(t("Finish"), finish, icon=ft.Icons.CHECK))
    parts: list[ft.Control] = []
    if one.open:
        parts.append(heading(tn("{n} question is open", "{n} questions are open", len(one.open))))
        parts += [with_icon(ft.Icons.RADIO_BUTTON_UNCHECKED, body(t(item.label))) for item in one.open]
        parts.append(body(t("If you do not know, “Not sure” is an answer too."), quiet=True))
    else:
        parts.append(heading(t("This list is ready to finish")))
    if one.silent:
        parts.append(heading(t("Ask your clinic about"), 3))
        parts += [with_icon(ft.Icons.HELP_OUTLINE, body(t(item.label))) for item in one.silent]
    return card(*parts, button)


def _versions(versions: Sequence[Filled], shown: Filled, on_show: Any) -> list[ft.Control]:
    def button(one: Filled) -> ft.Control:
        words = t("Version {n}, {moment}", n=one.version, moment=moment(one.finished_at or one.started_at))
        return secondary(words, lambda _: on_show(one.id), icon=ft.Icons.HISTORY)

    others = [one for one in reversed(versions) if one.finished_at is not None and one.id != shown.id]
    return [card(heading(t("Other versions")), row(*[button(one) for one in others]))] if others else []


@component
def Checklist() -> ft.View:
    """The screening, or the list for the day of one infusion."""
    here = use_here()
    services = here.services
    checklists = services.checklists
    name = ft.use_route_params().get("number", "")
    older, set_older = ft.use_state(None)
    one = use_live(lambda: _find(here, name), *_TABLES, deps=(name,))
    clinic = use_live(services.settings.clinic, "clinic_profile")
    questions = use_live(services.questions.all, "clinic_question")
    if one is None:
        return _unknown(here)
    part, number = one.part, one.number
    versions = checklists.versions(part, number)
    shown = next((v for v in versions if v.id == older), one.filled)
    asked_already = {question.text for question in questions}

    answers = {given.item: given for given in shown.answers}
    old = {given.item for given in one.again} if shown.id == one.filled.id else set()

    def to_answer(item: Item) -> ft.Control:
        def keep_note(words: str) -> None:
            given = one.filled.given(item.id)
            if given is not None:
                checklists.note(part, number, item.id, words)

        return question_row(
            item,
            answers.get(item.id),
            clinic.says(item.id),
            question_for_clinic(item) in asked_already,
            again=item.id in old,
            cramped=here.cramped,
            on_answer=lambda value: attempt(lambda: checklists.answer(part, number, item.id, value)),
            on_note=keep_note,
            on_rule=lambda words: checklists.set_rule(item.id, words),
            on_ask=lambda text: save(lambda: services.questions.add("", text)),
        )

    def finish(_: Any) -> None:
        save(lambda: checklists.finish(part, number))

    def correct(_: Any) -> None:
        if attempt(lambda: checklists.correct(part, number)) is not None:
            set_older(None)
            say("A new version. The finished one is kept as it was.")

    if shown.finished_at is None:
        main = [_progress(one, services.now().date()), *[to_answer(item) for item in one.asked]]
        side = [_end(one, finish)]
    else:
        kept = _kept(one, shown, correct, lambda _: set_older(None))
        rows = [
            answered_row(item, answers.get(item.id), clinic.says(item.id), cramped=here.cramped)
            for item in asked(part, shown)
        ]
        main, side = [kept, *rows], []
    if one.begun:
        side.insert(0, readiness_card(checklists.readiness(number), clinic.phone))
    side += _versions(versions, shown, set_older)
    return screen(here, one.title, two=(main, side), place="/checklist", back="/checklist")


def _kept(one: Listed, shown: Filled, correct: Any, to_newest: Any) -> ft.Control:
    newest = shown.id == one.filled.id
    at = moment(shown.finished_at) if shown.finished_at else ""
    parts: list[ft.Control] = [
        heading_with(ft.Icons.LOCK_OUTLINED, t("Finished on {moment}", moment=at)),
        small(t("Version {n}", n=shown.version)),
        body(t("A finished list cannot change. A correction is a new version beside it."), quiet=True),
    ]
    if not newest:
        action = primary(t("Back to the newest version"), to_newest, icon=ft.Icons.UPDATE)
    elif one.again:
        parts.insert(0, heading_with(ft.Icons.UPDATE, again_words(len(one.again))))
        action = primary(t("Answer for today"), correct, icon=ft.Icons.CHECKLIST)
    else:
        action = secondary(t("Correct it"), correct, icon=ft.Icons.EDIT_OUTLINED)
    return card(*parts, row(action))
