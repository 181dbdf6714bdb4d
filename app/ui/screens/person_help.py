"""Help for one person who is followed: their clinic, the crisis line and emergency of their country."""

from __future__ import annotations

import flet as ft

from app.ui.components.base import heading
from app.ui.failing import component
from app.ui.layout import screen
from app.ui.live import use_here
from app.ui.screens.help import help_parts
from app.ui.screens.people_parts import care_routes, use_people
from app.ui.screens.person import asked_person
from app.ui.text import t


@component
def PersonHelp() -> ft.View:
    """Every way to reach someone for them; without a person the lines of the country alone."""
    here = use_here()
    services = here.services
    person = asked_person(use_people())
    routes = care_routes(services, [person] if person else [])
    parts = help_parts(routes, services.guide.sources(), can_add=False)
    title = t("Help for {name}", name=person.name) if person else t("Help now")
    back = f"/people/{person.id}" if person else "/people"
    # Named in the screen alone: a window's title is told to others.
    sides = ([heading(title, 1), *parts.reach], parts.signs)
    return screen(here, t("Help now"), two=sides, untitled=True, back=back, bare=True, foot=parts.foot)
