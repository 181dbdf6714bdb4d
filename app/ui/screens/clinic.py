"""The clinic profile, the patient's person and the crisis line: what Help now and the checklist use."""

from __future__ import annotations

from typing import Any

import flet as ft

from app.ui.components.base import body, card, heading, small
from app.ui.components.choices import choice
from app.ui.components.kept_texts import KeptTexts
from app.ui.components.words import words_field
from app.ui.failing import component
from app.ui.layout import screen
from app.ui.live import use_here, use_live
from app.ui.notice import attempt
from app.ui.text import t


@component
def _Field(name: str, label: str, value: str, hint: str, save: Any) -> ft.Control:
    return words_field(label, value, lambda text: save(**{name: text}), hint=hint)


# A component takes a key, which its signature does not show.
_KEYED: Any = _Field


@component
def Clinic() -> ft.View:
    """Who is called, and what the clinic has said."""
    here = use_here()
    settings = here.services.settings
    clinic = use_live(settings.clinic, "clinic_profile")
    person = use_live(settings.person, "person")
    chosen = here.preferences
    countries = use_live(here.services.settings.countries, "preferences")

    def fields(values: Any, rows: Any, save: Any) -> list[ft.Control]:
        return [
            _KEYED(name, t(label), getattr(values, name), t(hint), save, key=name)
            for name, label, hint in rows
        ]

    def change_country(code: str) -> None:
        attempt(lambda: settings.change_preferences(country=code))

    of_clinic = card(
        heading(t("My clinic")),
        *fields(
            clinic,
            (
                ("name", "Name of the clinic", ""),
                ("phone", "Phone of the clinic", "For example 555 0100"),
                ("hours", "When they answer", "For example Mon to Fri, 9 to 17"),
                ("emergency_number", "Number for emergencies", "Leave empty if they gave none"),
                ("address", "Address", "Where you go for the infusion"),
            ),
            settings.change_clinic,
        ),
    )
    rules = card(
        heading(t("What your clinic has said")),
        body(
            t("Clinics differ on food, medicines and the way home. Write here what yours told you."),
            quiet=True,
        ),
        *[
            _KEYED(
                item,
                t(label),
                next((rule.says for rule in clinic.rules if rule.item == item), ""),
                t("Not asked yet"),
                lambda item=item, **said: here.services.checklists.set_rule(item, said[item]),
                key=f"rule-{item}",
            )
            for item, label in settings.rule_items()
        ],
    )
    mine = card(
        heading(t("My person")),
        body(t("Someone you trust, to call from Help now."), quiet=True),
        *fields(
            person,
            (("name", "Name of my person", ""), ("phone", "Phone of my person", "")),
            settings.change_person,
        ),
    )
    crisis = card(
        heading(t("Crisis line")),
        choice(
            [(code, t(name)) for code, name in countries],
            chosen.country,
            change_country,
            name=t("Country"),
        ),
        small(t("Another number can be set here; it is then shown first.")),
        *fields(
            chosen,
            (
                ("crisis_name", "Name of my crisis line", ""),
                ("crisis_number", "Number of my crisis line", ""),
            ),
            settings.change_preferences,
        ),
    )
    return screen(
        here,
        t("My clinic and my people"),
        two=((KeptTexts(clinic.id, person.id, chosen.id), of_clinic, mine), (rules, crisis)),
        place="/settings",
        back="/settings",
    )
