"""The places that the bar shows: five for a patient, two for a caregiver."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import flet as ft

from app.care.profile import Role
from app.ui.live import Here


@dataclass(frozen=True)
class Place:
    """One of the places.

    Attributes:
        name: what the bar shows and a screen reader says, in English.
        path: its address.
        icon: when another place is shown.
        chosen: when it is shown itself.
    """

    name: str
    path: str
    icon: Any
    chosen: Any


PLACES: Final = (
    Place("Today", "/", ft.Icons.WB_SUNNY_OUTLINED, ft.Icons.WB_SUNNY),
    Place("Checklist", "/checklist", ft.Icons.CHECKLIST, ft.Icons.CHECKLIST),
    Place("Course", "/course", ft.Icons.TIMELINE, ft.Icons.TIMELINE),
    Place("Journal", "/journal", ft.Icons.EDIT_NOTE_OUTLINED, ft.Icons.EDIT_NOTE),
    Place("Guide", "/guide", ft.Icons.MENU_BOOK_OUTLINED, ft.Icons.MENU_BOOK),
)
# Of a caregiver, who writes nothing about anybody.
CARE_PLACES: Final = (
    Place("People", "/people", ft.Icons.PEOPLE_OUTLINED, ft.Icons.PEOPLE),
    Place("Guide", "/guide", ft.Icons.MENU_BOOK_OUTLINED, ft.Icons.MENU_BOOK),
)


def places_of(here: Here) -> tuple[Place, ...]:
    """The places that the bar shows: five for a patient, two for a caregiver.

    Args:
        here: the surroundings of a screen.
    """
    return CARE_PLACES if here.preferences.role is Role.CAREGIVER else PLACES
