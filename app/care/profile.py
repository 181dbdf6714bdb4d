"""Who the patient deals with, and how the app should look: clinic, person, preferences."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from app.care.checks import identity, maybe_aware, member, phone
from app.care.invalid import Invalid, text, whole
from app.care.reminder_choice import USUAL_REMINDERS, ReminderChoice

MOST_LOCK_AFTER: Final = 60


class Role(StrEnum):
    """Who uses the app."""

    PATIENT = "patient"
    CAREGIVER = "caregiver"


class Theme(StrEnum):
    """How the screens are coloured."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST_LIGHT = "high contrast light"
    HIGH_CONTRAST_DARK = "high contrast dark"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClinicRule:
    """What the clinic has said about one thing.

    item: id of a rule topic (checklist_items.RULE_TOPICS). says: 1 to 2,000 characters.
    Raises Invalid for anything else.
    """

    item: str
    says: str

    def __post_init__(self) -> None:
        text("What the rule is about", self.item, 80, least=1)
        text("What your clinic says", self.says, 2_000, least=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClinicProfile:
    """What is known about the clinic; everything may be empty, which means nobody has said.

    name, hours: up to 200 characters. address: up to 500. phone, emergency_number: up to 60, with a digit.
    rules: one rule an item. Raises Invalid for anything else.
    """

    id: UUID
    name: str = ""
    phone: str = ""
    hours: str = ""
    emergency_number: str = ""
    address: str = ""
    rules: tuple[ClinicRule, ...] = ()

    def __post_init__(self) -> None:
        identity(self.id)
        text("The name of the clinic", self.name, 200)
        phone("The phone of the clinic", self.phone)
        text("The opening hours", self.hours, 200)
        phone("The emergency number", self.emergency_number)
        text("The address of the clinic", self.address, 500)
        items = [rule.item for rule in self.rules]
        if len(items) != len(set(items)):
            raise Invalid("The clinic profile has two rules for one thing; keep one of them.")

    def says(self, item: str) -> str:
        """What the clinic has said about an item, or "" while nobody has said."""
        return next((rule.says for rule in self.rules if rule.item == item), "")


def with_rule(profile: ClinicProfile, item: str, says: str) -> ClinicProfile:
    """The profile with what the clinic says about an item; only spaces take the rule away.

    item: id of a rule topic. says: up to 2,000 characters.
    Raises Invalid when says is too long.
    """
    kept = [rule for rule in profile.rules if rule.item != item]
    if not says.strip():
        return replace(profile, rules=tuple(kept))
    rule = ClinicRule(item=item, says=says)
    if len(kept) == len(profile.rules):
        return replace(profile, rules=(*kept, rule))
    return replace(profile, rules=tuple(rule if old.item == item else old for old in profile.rules))


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """The patient's person, called from Help now and from rest mode.

    name: up to 200 characters. phone: up to 60, with a digit. Raises Invalid for anything else.
    """

    id: UUID
    name: str = ""
    phone: str = ""

    def __post_init__(self) -> None:
        identity(self.id)
        text("The name of your person", self.name, 200)
        phone("The phone of your person", self.phone)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """How the app is used on this device.

    welcomed_at: when the welcome was ended or left, or None while it is still to be shown.
    text_scale: 0.8 to 2.0 times the device's own text size. country: two capital letters.
    crisis_name, crisis_number: the patient's own crisis line, shown first when there is one.
    language: a short code such as "en".
    rest_until: when rest ends or was left; None, or a time before the last infusion, is automatic.
    lock_after: minutes after leaving the app until it asks for the passcode, 0 (at once) to 60.
    check_ins: ids of the questionnaires to be reminded of, each once.
    check_in_weekday: 0 (Monday) to 6, the day on which they are due.
    studies_shown: whether the page with what studies found is wanted.
    reminders: what to be reminded of, and when.
    Raises Invalid for anything else.
    """

    id: UUID
    role: Role = Role.PATIENT
    welcomed_at: datetime | None = None
    theme: Theme = Theme.SYSTEM
    text_scale: float = 1.0
    country: str = "US"
    crisis_name: str = ""
    crisis_number: str = ""
    language: str = "en"
    rest_until: datetime | None = None
    lock_after: int = 5
    check_ins: tuple[str, ...] = ("phq9", "gad7")
    check_in_weekday: int = 6
    studies_shown: bool = False
    reminders: ReminderChoice = USUAL_REMINDERS

    def __post_init__(self) -> None:
        identity(self.id)
        member("The role", self.role, Role)
        member("The theme", self.theme, Theme)
        maybe_aware("time of the welcome", self.welcomed_at)
        maybe_aware("end of rest", self.rest_until)
        scale = self.text_scale
        if isinstance(scale, bool) or not isinstance(scale, int | float) or not 0.8 <= scale <= 2.0:
            raise Invalid(
                "The text size must be from 0.8 to 2.0, and {scale} is outside that.", scale=repr(scale)
            )
        country = text("The country", self.country, 2)
        if len(country) != 2 or not country.isascii() or not country.isalpha() or not country.isupper():
            raise Invalid("The country must be two capital letters, such as US.")
        text("The name of your crisis line", self.crisis_name, 200)
        phone("The number of your crisis line", self.crisis_number)
        text("The language", self.language, 20, least=2)
        whole("The minutes until the passcode is asked again", self.lock_after, 0, MOST_LOCK_AFTER)
        for asked in self.check_ins:
            text("A check-in", asked, 40, least=1)
        if len(set(self.check_ins)) != len(self.check_ins):
            raise Invalid("Each check-in can be chosen once; take the second one away.")
        whole("The weekday of check-ins", self.check_in_weekday, 0, 6)
        if not isinstance(self.studies_shown, bool):
            raise Invalid("Whether to show what studies found must be yes or no.")
        if not isinstance(self.reminders, ReminderChoice):
            raise Invalid("The choices about reminders must be those of a ReminderChoice.")
