"""One person who is followed: what they share, the guide, whom to call, another name, and removing them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import flet as ft

from app.care.summary import Followed, Origin
from app.ui.components.base import (
    body,
    card,
    empty,
    field,
    heading,
    primary,
    quiet,
    row,
    secondary,
    with_icon,
)
from app.ui.components.choices import ask
from app.ui.components.slow import use_slow
from app.ui.components.summary_view import ended_card, summary_sides
from app.ui.drafts import use_typed
from app.ui.failing import component
from app.ui.layout import go, opener, screen
from app.ui.live import use_here, use_live, use_value
from app.ui.notice import attempt, save, say
from app.ui.screens.people_parts import CARE_TOPIC, ended, made, summary_of, use_people
from app.ui.screens.settings import leads_to
from app.ui.text import t


def asked_person(people: list[Followed]) -> Followed | None:
    """Whom the address names, or None.

    Args:
        people: who is followed.
    """
    name = ft.use_route_params().get("person", "")
    try:
        wanted = UUID(name)
    except ValueError:
        return None
    return next((one for one in people if one.id == wanted), None)


@component
def Person() -> ft.View:
    """What one person shares, newest first seen when it was made; nothing in it can be changed."""
    here = use_here()
    person = asked_person(use_people())
    if person is None:
        back = primary(t("Go to People"), opener("/people"))
        nobody = empty(t("Nobody is followed here"), t("They may have been removed from this device."), back)
        return screen(here, t("People"), nobody, place="/people", back="/people")
    now = here.services.now()
    summary, problem = _use_summary(person)
    parts, more = list[ft.Control](), list[ft.Control]()
    if problem:
        parts = [card(with_icon(ft.Icons.ERROR_OUTLINE, body(problem), ft.Colors.ERROR))]
    elif summary is None or ended(person, now):
        parts = [ended_card(person.name, person.ends_at, now)]
    else:
        parts, more = summary_sides(here, summary, now, person.name)
    help_way = leads_to(
        ft.Icons.SUPPORT,
        t("Help for {name}", name=person.name),
        t("Their clinic, the crisis line, emergency"),
        f"/people/{person.id}/help",
    )
    guide = leads_to(
        ft.Icons.VOLUNTEER_ACTIVISM_OUTLINED,
        t("For someone who cares"),
        t("What to expect, what to watch for, whom to call"),
        CARE_TOPIC,
    )
    read = [ReadAgain(person, key=str(person.id))] if person.origin is Origin.CLINIC else []  # type: ignore[call-arg]
    last = Change(person, key=str(person.id))  # type: ignore[call-arg]
    # Named in the screen alone: a window's title is told to others.
    left = [heading(person.name, 1), *read, *parts]
    ways = [help_way, guide]
    # On a phone they come after what is shared; beside each other they stand under the shorter column.
    sides = ([*left, *ways], [*more, last]) if here.wide else (left, [*more, *ways, last])
    return screen(here, t("People"), two=sides, untitled=True, place="/people", back="/people")


def _use_summary(person: Followed) -> Any:
    here = use_here()
    services = here.services
    return use_live(lambda: summary_of(services, person), "followed", deps=(person,))


@component
def ReadAgain(person: Followed) -> ft.Control:
    """Ask the clinic what is new.

    Args:
        person: who is followed there.
    """
    here = use_here()
    services = here.services
    slow = use_slow()

    async def read(_: Any) -> None:
        await slow.run(lambda: services.following_clinic.refresh(person.id))

    return card(
        body(made(person, services.now())),
        *([with_icon(ft.Icons.ERROR_OUTLINE, body(slow.error), ft.Colors.ERROR)] if slow.error else []),
        *slow.progress(t("Reading at the clinic …")),
        row(secondary(t("Read what is new"), read, icon=ft.Icons.REFRESH, disabled=slow.busy)),
    )


@component
def Change(person: Followed) -> ft.Control:
    """Another name, a newer file, or nobody any more.

    Args:
        person: who is followed.
    """
    here = use_here()
    following = here.services.following
    naming, set_naming = use_value(False)
    name = use_typed("name")

    def rename(_: Any) -> None:
        if save(lambda: following.rename(person.id, name.now())) is not None:
            set_naming(False)
            name.clear()

    def remove() -> None:
        called = person.name

        def delete() -> bool:
            following.remove(person.id)
            return True

        if attempt(delete):
            go("/people")
            say(t("Nothing of {name} is on this device any more.", name=called))

    def sure(_: Any) -> None:
        ask(
            t("Remove {name}?", name=person.name),
            t("What they shared is deleted from this device for good. To see it again you need their file."),
            t("Remove"),
            remove,
            danger=True,
        )

    if naming:
        return card(
            heading(t("Another name")),
            field(t("How you call them"), name.value, name.on_change, on_submit=rename, hint=person.name),
            row(primary(t("Save"), rename), quiet(t("Cancel"), lambda _: set_naming(False))),
        )
    return card(
        heading(t("On this device")),
        body(t("A newer file of theirs updates what is here. Open it under People."), quiet=True),
        row(
            quiet(t("Another name"), lambda _: set_naming(True), icon=ft.Icons.EDIT_OUTLINED),
            quiet(
                t("Remove"),
                sure,
                icon=ft.Icons.DELETE_OUTLINE,
                style=ft.ButtonStyle(color=ft.Colors.ERROR, icon_color=ft.Colors.ERROR),
            ),
        ),
    )
