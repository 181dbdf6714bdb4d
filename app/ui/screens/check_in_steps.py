"""A check-in with one question a screen: the answer tapped is saved and the next question comes."""

from __future__ import annotations

from typing import Any

import flet as ft

from app.ui.components.base import Style, body, card, heading, primary, quiet, row, secondary, small, tappable
from app.ui.components.question import answer_words, answers, clear_button, name_of
from app.ui.layout import go, screen
from app.ui.screens.check_in_form import Form, begun_words, end_card
from app.ui.screens.check_in_help import Reach, reminder
from app.ui.text import t


def steps(form: Form) -> ft.View:
    """One question, the ways to reach someone, or all answers at the end.

    Args:
        form: that is filled in.
    """
    foot: ft.Control | None = None
    content: list[ft.Control]
    if form.needs and not form.seen:
        # The way on stays in view: nobody has to read or call anything.
        part, content, foot = "help", [Reach(level=1)], _go_on(form)
    elif form.place >= form.end:
        part, content = "end", _end(form)
    else:
        part, content = f"question {form.place}", _question(form)

    def back(_: Any) -> None:
        if form.reviewing:
            form.move(form.end)
        elif form.place == 0:
            go("/check-in")
        else:
            form.move(form.place - 1)

    # Never its name in the window's title: others may see that.
    return screen(
        form.here,
        t("Check-in"),
        *content,
        place="/check-in",
        back=back,
        bare=True,
        untitled=True,
        part=part,
        foot=foot,
    )


def _go_on(form: Form) -> ft.Control:
    on = t("Go on with the questions") if form.place < form.end else t("Go on to my answers")
    return row(secondary(on, lambda _: form.set_seen(True), icon=ft.Icons.ARROW_FORWARD))


def _reminder(form: Form) -> list[ft.Control]:
    return [reminder(lambda _: form.set_seen(False))] if form.needs else []


def _question(form: Form) -> list[ft.Control]:
    asked, place = form.asked, form.place
    item = asked.items[place]
    value = form.checkin.value(item.id)
    where = t("{name}, question {n} of {of}", name=asked.name, n=place + 1, of=form.end)
    parts: list[ft.Control] = [
        # Said when it changes: the button that had the focus is gone.
        ft.Semantics(live_region=True, container=True, content=heading(where, 1, look=3)),
        ft.ProgressBar(value=place / form.end, bar_height=8, border_radius=4, semantics_label=where),
    ]
    if place == form.start:
        parts += begun_words(form)
    if place == 0 and asked.intro:
        parts.append(body(t(asked.intro)))
    parts += _reminder(form)
    stem = [body(t(asked.stem), quiet=True)] if asked.stem and item.scored else []
    # Where there is little room, the answers come first once the stem has been read.
    later = form.here.cramped and place > 0
    parts += [] if later else stem
    parts.append(heading(t(item.text), 2, look=3 if form.here.cramped else None))
    if not item.scored:
        parts.append(small(t("This one has no points.")))
    parts.append(answers(form.here, item, value, lambda number: form.choose(item, number)))
    parts += stem if later else []
    to = form.end if form.reviewing else place + 1
    if value is None:
        parts.append(row(quiet(t("Leave it out"), lambda _: form.move(to), icon=ft.Icons.SKIP_NEXT_OUTLINED)))
    else:
        parts.append(
            row(
                primary(t("Next"), lambda _: form.move(to), icon=ft.Icons.ARROW_FORWARD),
                clear_button(place, lambda: form.clear(item)),
            )
        )
    return parts


def _end(form: Form) -> list[ft.Control]:
    asked = form.asked

    def line(place: int) -> ft.Control:
        item = asked.items[place]
        given = answer_words(item, form.checkin.value(item.id))
        content = ft.Row(
            [
                ft.Column(
                    [
                        small(f"{place + 1}.  {t(item.text)}"),
                        ft.Text(given, theme_style=Style.TITLE_MEDIUM),
                    ],
                    spacing=2,
                    tight=True,
                    expand=True,
                ),
                ft.Icon(ft.Icons.EDIT_OUTLINED, color=ft.Colors.PRIMARY),
            ],
            spacing=12,
        )
        said = t("Change question {n}, {words}: {given}", n=place + 1, words=t(item.text), given=given)
        return tappable(
            content, said, lambda _: form.review(place), ground=ft.Colors.SURFACE_CONTAINER_LOW, padding=14
        )

    return [
        heading(name_of(asked), 1),
        *_reminder(form),
        end_card(form),
        *begun_words(form),
        heading(t("Your answers")),
        *[line(place) for place in range(form.end)],
        card(small(t("Source: {source}", source=asked.source))),
    ]
