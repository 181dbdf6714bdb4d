"""Help now for someone who cares for a patient: whom to reach for the other person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from app.care.safety import Country, HelpRoute, How, Kind, help_routes
from app.care.sentence import said, say


@dataclass(frozen=True, slots=True, kw_only=True)
class CaredFor:
    """Somebody who is followed, as far as Help now needs it; "" for what is not known.

    name: as the caregiver calls them. clinic, phone, emergency: their clinic's name and numbers.
    """

    name: str
    clinic: str = ""
    phone: str = ""
    emergency: str = ""


def routes_for(country: Country, people: Iterable[CaredFor]) -> tuple[HelpRoute, ...]:
    """Each person's clinic, then the crisis lines and the emergency number of a country.

    country: one of parse_countries(). A clinic without a number has no route: nobody can add it here.
    """
    found: list[HelpRoute] = []
    for one in people:
        for route in help_routes(country, clinic_phone=one.phone, clinic_emergency=one.emergency):
            if route.how is How.ADD or route.kind not in {Kind.CLINIC, Kind.CLINIC_EMERGENCY}:
                continue
            label = said("Call {name}’s clinic", name=one.name)
            if route.kind is Kind.CLINIC_EMERGENCY:
                label = said("Call {name}’s clinic, its emergency number", name=one.name)
            note = one.clinic
            if route.note:
                note = (
                    said("{clinic} {note}", clinic=one.clinic, note=say(route.note)) if note else route.note
                )
            found.append(replace(route, label=label, note=note))
    others = (Kind.CLINIC, Kind.CLINIC_EMERGENCY, Kind.PERSON)
    return (*found, *(route for route in help_routes(country) if route.kind not in others))
