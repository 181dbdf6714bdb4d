"""What ships with the app beside the guide: numbers for a crisis, and what the clinic has said so far."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from uuid import UUID

from app.care.profile import ClinicProfile, ClinicRule
from app.care.safety import Country, parse_countries

ASSETS = Path(__file__).resolve().parents[2] / "assets"
# ISO 3166 keeps ZZ for "unknown": the entry of assets/crisis.toml that is for any other country.
ELSEWHERE = "ZZ"


@cache
def countries() -> Mapping[str, Country]:
    """Emergency numbers and crisis lines by country code, in the order in which to offer them."""
    known = parse_countries((ASSETS / "crisis.toml").read_text(encoding="utf-8"))
    return {code if len(code) == 2 else ELSEWHERE: country for code, country in known.items()}


@dataclass(frozen=True, slots=True)
class Part:
    """Something the app is made of. name: one or several; licence: of them; what: what it is for."""

    name: str
    licence: str
    what: str


@cache
def parts() -> tuple[Part, ...]:
    """What the app is made of and under which licence, in the order in which to show it."""
    listed = tomllib.loads((ASSETS / "licences" / "licences.toml").read_text(encoding="utf-8"))["part"]
    return tuple(Part(one["name"], one["licence"], one["what"]) for one in listed)


@cache
def clinic(profile_id: UUID) -> ClinicProfile:
    """The clinic profile before the patient has changed it.

    Args:
        profile_id: the id to give it.
    """
    said = tomllib.loads((ASSETS / "clinic.toml").read_text(encoding="utf-8"))
    return ClinicProfile(
        id=profile_id,
        name=said["name"],
        phone=said["phone"],
        hours=said["hours"],
        emergency_number=said["emergency_number"],
        rules=tuple(ClinicRule(item=item, says=says) for item, says in said["rules"].items()),
    )
