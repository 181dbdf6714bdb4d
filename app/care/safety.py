"""Help now: who to reach and how, which signs are an emergency, and what this app is not.

No score, no network and no lock stands in front of any of it, and nothing here ever refuses to show:
a number that cannot be dialled is still there to be read.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from app.care.invalid import Invalid
from app.care.sentence import join, said, say


class Confidence(StrEnum):
    """How sure a number of ``assets/crisis.toml`` is."""

    SEEN = "seen"
    UNSURE = "unsure"


class How(StrEnum):
    """What to do with a route: call or text its number, read it and dial by hand, or add one first."""

    CALL = "call"
    TEXT = "text"
    READ = "read"
    ADD = "add"


class Kind(StrEnum):
    """Who a route reaches."""

    CLINIC = "clinic"
    CLINIC_EMERGENCY = "clinic emergency"
    PERSON = "person"
    CRISIS_LINE = "crisis line"
    EMERGENCY = "emergency"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A number of a country. how: CALL, TEXT or both. checked: year and month, "2026-11"."""

    name: str
    number: str
    how: tuple[How, ...]
    note: str
    checked: str
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """What is known of one country; emergency is None where the patient has to know the number."""

    code: str
    name: str
    emergency: Line | None = None
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpRoute:
    """One way to reach someone.

    label: the words of the button. number: as shown, or "" when there is none yet.
    note: one or two short sentences under it, or "".
    """

    kind: Kind
    label: str
    number: str
    how: How
    note: str = ""

    @property
    def address(self) -> str:
        """The "tel:" or "sms:" address the device opens, or "" when there is nothing to open."""
        if self.how is How.CALL:
            return dial(self.number)
        return dial(self.number, "sms") if self.how is How.TEXT else ""


_SHOWN = re.compile(r"\+?[\d *#().\u00a0/-]+")


def dial(number: str, scheme: str = "tel") -> str:
    """The address that makes a device call (or, with "sms", text) a number.

    number: digits, spaces, hyphens, dots, slashes, brackets, * and #, with + only in front.
    Raises Invalid for anything else, and for a number without a digit.
    """
    shown = number.strip()
    if not _SHOWN.fullmatch(shown) or not any(sign in "0123456789" for sign in shown):
        raise Invalid(
            "A phone number can have digits, spaces, hyphens, + in front, * and #; check the number."
        )
    kept = "".join(sign for sign in shown if sign in "0123456789+*#")
    return f"{scheme}:{kept.replace('#', '%23')}"


def can_dial(number: str) -> bool:
    """Whether dial() accepts the number."""
    try:
        return bool(dial(number))
    except Invalid:
        return False


def parse_countries(toml: str) -> dict[str, Country]:
    """Read ``assets/crisis.toml``: code -> country, in the file's order.

    Raises Invalid with the country's code when something is missing, or a number cannot be dialled.
    """
    try:
        tables = tomllib.loads(toml)["country"]
    except (tomllib.TOMLDecodeError, KeyError) as error:
        raise Invalid("The list of crisis lines cannot be read: {error}.", error=str(error)) from None
    countries: dict[str, Country] = {}
    for table in tables:
        code = table.get("code", "?")
        try:
            emergency = table.get("emergency")
            countries[code] = Country(
                code=code,
                name=table["name"],
                emergency=_line({"name": "Emergency", "how": ["call"], **emergency}) if emergency else None,
                lines=tuple(_line(line) for line in table.get("line", [])),
            )
        except (KeyError, ValueError) as error:
            raise Invalid(
                "The crisis lines of {code} cannot be read: {error}.", code=code, error=str(error)
            ) from None
    return countries


def _line(table: dict[str, Any]) -> Line:
    dial(table["number"])
    if not re.fullmatch(r"\d{4}-\d{2}", table["checked"]):
        raise Invalid("checked must be a year and a month")
    return Line(
        name=table["name"],
        number=table["number"],
        how=tuple(How(how) for how in table["how"]),
        note=table.get("note", ""),
        checked=table["checked"],
        confidence=Confidence(table["confidence"]),
    )


# The name of the page in Settings where numbers are added.
FIND_A_LINE: Final = (
    "Find one at findahelpline.com, then add its number in Settings, under My clinic and my people."
)


def help_routes(
    country: Country,
    clinic_phone: str = "",
    clinic_emergency: str = "",
    person_name: str = "",
    person_phone: str = "",
    own_crisis_name: str = "",
    own_crisis_number: str = "",
) -> tuple[HelpRoute, ...]:
    """All ways to reach someone, always in this order: clinic, person, crisis line, emergency.

    country: one of parse_countries(). The rest is what the patient entered, "" where nothing is.
    Never raises: what is missing yields a route that says where to add it, and a number that cannot
    be dialled is shown to be read. The clinic's emergency number has a route only when there is one.
    """
    clinic = _route(
        Kind.CLINIC, "Call my clinic", clinic_phone, "Add its number in Settings, under My clinic."
    )
    routes = [clinic]
    if clinic_emergency.strip():
        label = "Call my clinic's emergency number"
        routes.append(_route(Kind.CLINIC_EMERGENCY, label, clinic_emergency, ""))
    who = person_name.strip()
    label = said("Call {name}", name=who) if who else "Call my person"
    add = "Add someone you trust in Settings, under My clinic and my people."
    routes.append(_route(Kind.PERSON, label, person_phone, add))
    if own_crisis_number.strip():
        line = own_crisis_name.strip()
        label = said("Call {name}", name=line) if line else "Call my crisis line"
        routes.append(_route(Kind.CRISIS_LINE, label, own_crisis_number, ""))
    elif not country.lines:
        routes.append(_route(Kind.CRISIS_LINE, "Call a crisis line", "", FIND_A_LINE))
    routes += [_known(Kind.CRISIS_LINE, line, how) for line in country.lines for how in line.how]
    if country.emergency:
        routes.append(_known(Kind.EMERGENCY, country.emergency, How.CALL))
    else:
        note = (
            "Dial the emergency number of the country you are in. Choose your country in Settings, under My "
            "clinic and my people."
        )
        routes.append(_route(Kind.EMERGENCY, "Call emergency", "", note))
    return tuple(routes)


def _route(kind: Kind, label: str, number: str, add: str) -> HelpRoute:
    shown = number.strip()
    if not shown:
        return HelpRoute(kind=kind, label=label, number="", how=How.ADD, note=add)
    if not can_dial(shown):
        note = "Dial it by hand: this number has signs that the phone cannot dial."
        return HelpRoute(kind=kind, label=label, number=shown, how=How.READ, note=note)
    return HelpRoute(kind=kind, label=label, number=shown, how=How.CALL)


def _known(kind: Kind, line: Line, how: How) -> HelpRoute:
    known = say(line.name)
    label = said("Text {name}", name=known) if how is How.TEXT else said("Call {name}", name=known)
    if kind is Kind.EMERGENCY:
        label = said("Call emergency")
    sure = "" if line.confidence is Confidence.SEEN else "Check it for your country."
    note = said(join(*(say(told) for told in (line.note, sure) if told))) if line.note or sure else ""
    return HelpRoute(kind=kind, label=label, number=line.number, how=how, note=note)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """Something to act on. sources: ids of ``assets/guide/<language>/sources.toml``."""

    text: str
    sources: tuple[str, ...]


EMERGENCY_SIGNS: Final = (
    Sign(text="Chest pain", sources=("label",)),
    Sign(text="Trouble breathing", sources=("label",)),
    Sign(text="A sudden, severe headache", sources=("label",)),
    Sign(text="A sudden change in your sight", sources=("label",)),
    Sign(text="A seizure", sources=("label",)),
    Sign(text="Someone is very hard to wake", sources=("label",)),
    Sign(
        text="Blood pressure of 180 over 120 or more, with any of these signs", sources=("heart-association",)
    ),
    Sign(text="You or someone else is in danger right now", sources=("lifeline-988",)),
)

CLINIC_SIGNS: Final = (
    Sign(text="Pain in your bladder, or trouble or pain when you pass urine", sources=("fda-2023",)),
    Sign(text="Things go on feeling unreal, or you see or hear what others do not", sources=("label",)),
    Sign(text="Your mood gets worse", sources=("mcinnes-2022",)),
    Sign(text="You keep vomiting", sources=("label",)),
    Sign(
        text="Blood pressure of 180 over 120 or more without other signs: wait a minute, measure again, call",
        sources=("heart-association",),
    ),
    Sign(text="Anything else that worries you", sources=()),
)

WHAT_THIS_APP_IS_NOT: Final = (
    "This app is not medical care and does not replace your clinic.",
    "It tells no one. Nobody reads what you write here unless you share it, and then perhaps not soon.",
    "It does not watch over you, and it cannot tell how safe you are.",
    "It does not find out what illness you have. Your clinic and your doctor do that.",
)
