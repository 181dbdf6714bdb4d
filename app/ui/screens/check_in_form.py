"""A check-in that is being filled in, as its two layouts see it; and the card before it is finished."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import flet as ft

from app.care.checkin import CheckIn
from app.care.questionnaire import Item, Questionnaire
from app.services.worded import stays_english
from app.ui import theme
from app.ui.components.base import body, card, heading, primary, quiet, row, small, with_icon
from app.ui.live import Here
from app.ui.text import moment, t


@dataclass(frozen=True)
class Form:
    """What is filled in, where it stands, and what can be done.

    Attributes:
        here: the screen's surroundings.
        asked: the questionnaire, in the words in which it is shown.
        checkin: as far as it is answered.
        resumed: whether it was in the store already when it was opened.
        start: the place at which it was opened.
        place: the question that is shown, or that keys answer; after the last one comes the end.
        needs: whether help is to be offered before anything else.
        seen: whether someone went on after it was.
        reviewing: whether an answer is changed from the end, and leads back there.
        by_key: grows with every key, so that the page moves along.
        move: goes to another question, or to the end.
        review: goes to a question from the end.
        choose: saves an answer and goes on.
        clear: takes an answer back.
        finish: finishes it.
        discard: throws it away.
        set_seen: says whether someone went on after help was offered.
    """

    here: Here
    asked: Questionnaire
    checkin: CheckIn
    resumed: bool
    start: int
    place: int
    needs: bool
    seen: bool
    reviewing: bool
    by_key: int
    move: Callable[[int], None]
    review: Callable[[int], None]
    choose: Callable[[Item, int], bool]
    clear: Callable[[Item], None]
    finish: Callable[[Any], None]
    discard: Callable[[Any], None]
    set_seen: Callable[[bool], None]

    @property
    def end(self) -> int:
        """The place after the last question."""
        return len(self.asked.items)


def first_place(checkin: CheckIn, saved: bool) -> int:
    """Where to begin: at the first question without an answer; a correction with all answers to look at.

    Args:
        checkin: that is filled in.
        saved: whether it was begun before.
    """
    items = checkin.asked.items
    if not saved:
        return 0
    if checkin.replaces is not None or checkin.next_item is None:
        return len(items)
    return items.index(checkin.next_item)


def begun_words(form: Form) -> list[ft.Control]:
    """What to know before the first question: in which language it is, and what was begun before.

    Args:
        form: that is filled in.
    """
    parts: list[ft.Control] = []
    if stays_english(form.asked, form.here.services.settings.preferences().language):
        parts.append(small(t("This check-in is in English, word for word as it was published.")))
    if not form.resumed:
        return parts
    if form.checkin.replaces is not None:
        words = t("You correct the check-in of {moment}.", moment=moment(form.checkin.taken_at))
        leave = t("Leave it as it was")
    else:
        words = t("You began this on {moment}. It is saved.", moment=moment(form.checkin.begun_at))
        leave = t("Begin anew")
    begun: list[ft.Control] = [small(words), row(quiet(leave, form.discard, icon=ft.Icons.RESTART_ALT))]
    return [*parts, ft.Column(begun, spacing=0, tight=True)]


def end_card(form: Form, **more: Any) -> ft.Control:
    """How much is answered, what is not, and Finish.

    Args:
        form: that is filled in.
        more: other properties of the button.
    """
    asked, checkin = form.asked, form.checkin
    left = [place for place, item in enumerate(asked.items) if checkin.value(item.id) is None]
    counting = [place for place in left if asked.items[place].scored]
    if counting:
        numbers = ", ".join(str(place + 1) for place in counting)
        said = [
            t("Not answered: question {numbers}.", numbers=numbers),
            t("That is all right. Without them there is no total."),
        ]
    elif left:
        said = [t("Question {n} is left out. It has no points.", n=left[0] + 1)]
    else:
        said = [t("You can still change every answer.")]
    if checkin.answered:
        way: ft.Control = row(primary(t("Finish"), form.finish, icon=ft.Icons.CHECK, **more))
    else:
        way = with_icon(
            ft.Icons.INFO_OUTLINE, body(t("Answer at least one question to finish, or leave with Back."))
        )
    return card(
        heading(t("{n} of {of} answered", n=checkin.answered, of=len(asked.scored))),
        # However many lines there are, Finish keeps its place, and so the focus that it was given.
        ft.Column([body(line) for line in said], spacing=theme.CARD_GAP, tight=True),
        way,
    )
