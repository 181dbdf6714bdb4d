"""One check-in: answered question by question on a phone, on one page on a desktop; each answer is saved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import flet as ft

from app.care.checkin import CheckIn as Record
from app.care.checkin import needs_help
from app.care.invalid import Invalid
from app.care.questionnaire import Item, Questionnaire
from app.care.questionnaires import QUESTIONNAIRES
from app.services import Services
from app.services.worded import worded
from app.ui.components.base import empty, primary
from app.ui.failing import component
from app.ui.keyboard import use_keys
from app.ui.layout import go, opener, screen
from app.ui.live import use_here, use_live, use_value
from app.ui.notice import attempt, say
from app.ui.screens.check_in_form import Form, first_place
from app.ui.screens.check_in_result import Result
from app.ui.screens.check_in_sheet import Sheet
from app.ui.screens.check_in_steps import steps
from app.ui.text import t

TABLES = ("check_in", "session", "course")
# From this width on (at normal text size) all questions stand on one page.
_SHEET_FITS = 800
_TEN = 10
_SIDEWAYS = {"Arrow Left": -1, "Arrow Right": 1}
_STEPS = {**_SIDEWAYS, "Arrow Up": -1, "Arrow Down": 1}


@dataclass
class _Pen:
    """Where someone is while filling in. keys: how many were pressed. typed_one: the last of them was a 1."""

    place: int
    seen: bool = False
    reviewing: bool = False
    typed_one: bool = False
    keys: int = 0


def _standing(services: Services, asked: str) -> tuple[Record | None, bool]:
    """What there is to fill in, and whether it is in the store; None when nothing can be begun now."""
    try:
        open_one = services.checkins.open(asked)
        return open_one or services.checkins.current(asked), open_one is not None
    except Invalid:
        return None, False


@component
def CheckIn() -> Any:
    """The questionnaire of the address: to fill in, or its result when it is done for now."""
    here = use_here()
    name = ft.use_route_params().get("questionnaire", "")
    published = QUESTIONNAIRES.get(name)
    language = use_live(lambda: here.services.settings.preferences().language, "preferences")
    asked = worded(published, language) if published else None
    finished, set_finished = use_value(None)
    current, saved = use_live(
        lambda: _standing(here.services, asked.id) if asked else (None, False), *TABLES, deps=(name,)
    )
    if asked is None:
        return _keyed(_Unknown, "unknown")
    done: UUID | None = finished if finished and here.services.checkins.get(finished) else None
    if done is not None or current is None:
        return _keyed(Result, f"{name} result", asked, done)
    # A correction begins at its own place; a new one stays the same while its first answer is saved.
    version = str(current.id) if current.replaces else "new"
    return _keyed(_Filling, f"{name} {version}", asked, current, saved, set_finished)


def _keyed(one: Any, key: str, *given: Any) -> Any:
    return one(*given, key=key)


@component
def _Unknown() -> ft.View:
    here = use_here()
    return screen(
        here,
        t("Check-ins"),
        empty(
            t("There is no such check-in"),
            t("The address is mistyped. Nothing you entered is affected."),
            primary(t("All check-ins"), opener("/check-in"), icon=ft.Icons.FACT_CHECK_OUTLINED),
        ),
        place="/check-in",
        back="/check-in",
    )


@component
def _Filling(asked: Questionnaire, current: Record, saved: bool, on_finished: Any) -> ft.View:
    here = use_here()
    checkins = here.services.checkins
    (start, resumed), set_start = use_value(lambda: (first_place(current, saved), saved))
    place, set_place = use_value(start)
    # Whether someone went on after the ways to reach a person were shown; not kept, so that they come again.
    seen, set_seen = use_value(False)
    # Keys come faster than the page is drawn: what holds now stands here, and what is drawn follows it.
    pen: Any = ft.use_ref(None)
    if pen.current is None:
        pen.current = _Pen(place)
    now: _Pen = pen.current
    sheet = here.wide and here.roomy >= _SHEET_FITS
    end = len(asked.items)
    helps = next((at for at, item in enumerate(asked.items) if item.help), end)

    def needs_it() -> bool:
        return needs_help(checkins.open(asked.id) or current, past=now.place > helps)

    def see(yes: bool) -> None:
        now.seen = yes
        set_seen(yes)

    def move(to: int) -> None:
        now.typed_one = False
        now.reviewing = now.reviewing and to < end
        now.place = min(max(to, 0), end)
        set_place(now.place)

    def review(at: int) -> None:
        move(at)
        now.reviewing = True

    def choose(item: Item, value: int, *, stay: bool = False) -> bool:
        if attempt(lambda: checkins.answer(asked.id, item.id, value)) is None:
            return False
        if item.help:
            see(False)
        if not stay:
            move(end if now.reviewing else asked.items.index(item) + 1)
        return True

    def clear(item: Item) -> None:
        now.typed_one = False
        if checkins.open(asked.id) is not None:
            attempt(lambda: checkins.unanswer(asked.id, item.id))

    def finish(_: Any = None) -> None:
        done = attempt(lambda: checkins.finish(asked.id))
        if done is not None:
            on_finished(done.record.id)

    def discard(_: Any = None) -> None:
        done: Any = attempt(lambda: checkins.discard(asked.id))
        if done is not None:
            see(False)
            move(0)
            set_start((0, False))
            say(done.sentence, done.undo)
            if current.replaces is not None:
                go("/check-in")

    def digit(item: Item, number: int) -> bool:
        ten = item.values[-1] >= _TEN
        if ten and number == 0 and now.typed_one:
            number = _TEN
        if number not in item.values:
            return False
        # On a scale to 10 a 1 may be the first half of 10, so no digit goes on by itself there.
        given = choose(item, number, stay=ten)
        now.typed_one = given and ten and number == 1
        return given

    def take(key: str) -> bool:
        if not sheet and not now.seen and needs_it():
            return False  # nothing is answered under the ways to reach someone
        now.keys += 1
        name = key.removeprefix("Numpad ")
        step = (_STEPS if sheet else _SIDEWAYS).get(name)
        if step is not None:
            move(now.place + step)
            return True
        if now.place >= end:
            return False
        item = asked.items[now.place]
        if name == "Backspace":
            clear(item)
            return True
        return len(name) == 1 and name.isdecimal() and digit(item, int(name))

    use_keys(f"/check-in/{asked.id}", take)
    form = Form(
        here=here,
        asked=asked,
        checkin=current,
        resumed=resumed,
        start=start,
        place=place,
        needs=needs_help(current, past=place > helps),
        seen=seen,
        reviewing=now.reviewing,
        by_key=now.keys,
        move=move,
        review=review,
        choose=choose,
        clear=clear,
        finish=finish,
        discard=discard,
        set_seen=see,
    )
    return Sheet(form) if sheet else steps(form)
