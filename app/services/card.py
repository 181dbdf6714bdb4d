"""The card: the little that the lock screen may know without the passcode. Never a word of the diary."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.care.invalid import Invalid
from app.care.profile import Preferences, Theme
from app.care.safety import HelpRoute, How, Kind, help_routes
from app.services import bundled
from storage import files
from storage.errors import StoreError

if TYPE_CHECKING:
    from app.care.guide import Source
    from app.services.settings import SettingsService

_VERSION = 1
_MINE = (Kind.CLINIC, Kind.CLINIC_EMERGENCY, Kind.PERSON)


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What the lock screen shows.

    theme, text_scale, language, country: as in Preferences.
    numbers: whether the patient lets the phone numbers below be shown; they are empty where not.
    device: tells the key that this device's own lock gives from another one; "" where it gives none.
    """

    theme: str = Theme.SYSTEM.value
    text_scale: float = 1.0
    language: str = "en"
    country: str = "US"
    numbers: bool = True
    clinic_phone: str = ""
    clinic_emergency: str = ""
    person_phone: str = ""
    crisis_number: str = ""
    device: str = ""

    @property
    def look(self) -> Preferences:
        """The choices that decide how a screen looks; the usual ones where the card makes no sense."""
        from app.services.settings import PREFERENCES  # noqa: PLC0415  (settings needs the open store)

        try:
            return Preferences(
                id=PREFERENCES,
                theme=Theme(self.theme),
                text_scale=self.text_scale,
                language=self.language,
                country=self.country,
            )
        except (Invalid, ValueError):
            return Preferences(id=PREFERENCES)

    def sources(self) -> Mapping[str, Source]:
        """Where the statements of Help now come from, by id."""
        from app.services.guide import sources  # noqa: PLC0415  (only when Help is opened)

        return sources(self.look.language)

    def help_routes(self) -> tuple[HelpRoute, ...]:
        """Every way to reach someone that is known here, in the order of Help now."""
        known = bundled.countries()
        routes = help_routes(
            known.get(self.look.country, known[bundled.ELSEWHERE]),
            clinic_phone=self.clinic_phone,
            clinic_emergency=self.clinic_emergency,
            person_phone=self.person_phone,
            own_crisis_number=self.crisis_number,
        )
        # A number cannot be added here, so nobody is asked to.
        return tuple(route for route in routes if route.how is not How.ADD or route.kind not in _MINE)


def read(path: Path) -> Card:
    """The card beside the store at a path; an empty one where there is none, or none that can be read.

    Args:
        path: the store's file.
    """
    try:
        given = json.loads(files.card(path).read_bytes())
        known = {field.name: type(field.default) for field in fields(Card)}
        kept: dict[str, Any] = {
            name: value for name, value in given.items() if isinstance(value, known.get(name, ()))
        }
    except (OSError, ValueError, AttributeError, RecursionError):
        return Card()
    return replace(Card(), **kept)


def write(path: Path, settings: SettingsService, **changed: Any) -> None:
    """Write the card anew, where it would be another one.

    Args:
        path: the store's file.
        settings: of the open store.
        changed: fields that only the card has: numbers, device.

    Raises:
        StoreError: it cannot be written.
    """
    before = read(path)
    card = _made(settings, replace(before, **changed))
    if card != before or not files.card(path).exists():
        files.write(files.card(path), json.dumps({"version": _VERSION, **asdict(card)}, indent=1).encode())


def refresh(path: Path, settings: SettingsService) -> None:
    """Write the card anew after something that it shows may have changed; Help now works with an old one too.

    Args:
        path: the store's file.
        settings: of the open store.
    """
    with suppress(StoreError):
        write(path, settings)


def _made(settings: SettingsService, before: Card) -> Card:
    chosen, clinic, person = settings.preferences(), settings.clinic(), settings.person()
    shown = before.numbers
    return Card(
        theme=chosen.theme.value,
        text_scale=float(chosen.text_scale),
        language=chosen.language,
        country=chosen.country,
        numbers=shown,
        clinic_phone=clinic.phone if shown else "",
        clinic_emergency=clinic.emergency_number if shown else "",
        person_phone=person.phone if shown else "",
        crisis_number=chosen.crisis_number if shown else "",
        device=before.device,
    )
