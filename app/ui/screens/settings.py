"""Settings: how it looks, who to call, what is stored, and everything about the app."""

from __future__ import annotations

from typing import Any

import flet as ft

from app.care.profile import Role, Theme
from app.services.lock import PASSCODE
from app.ui.components.base import body, card, heading, quiet, row, secondary, small, tappable
from app.ui.components.choices import choice
from app.ui.components.fitting import leads_on
from app.ui.failing import component
from app.ui.keyboard import SHORTCUTS
from app.ui.layout import opener, screen
from app.ui.live import Here, use_here, use_live
from app.ui.notice import attempt
from app.ui.screens.connection_words import TABLES, connection_words
from app.ui.text import LANGUAGES, t

_SCALES = ((1.0, "Normal"), (1.25, "Large"), (1.5, "Larger"), (2.0, "Largest"))
_THEMES = (
    (Theme.SYSTEM, "As on this device"),
    (Theme.LIGHT, "Light"),
    (Theme.DARK, "Dark"),
    (Theme.HIGH_CONTRAST_LIGHT, "High contrast, light"),
    (Theme.HIGH_CONTRAST_DARK, "High contrast, dark"),
)


def leads_to(icon: Any, title: str, words: str, path: str) -> ft.Control:
    """A card that opens another screen.

    Args:
        icon: of ft.Icons.
        title: its name, already translated.
        words: what is there.
        path: its address.
    """
    content = ft.Row(
        [
            ft.Icon(icon, color=ft.Colors.PRIMARY),
            ft.Column([heading(title, 3, beside=52), small(words)], spacing=2, tight=True, expand=True),
            *leads_on(),
        ],
        spacing=16,
    )
    return tappable(content, f"{title}. {words}", opener(path), ground=ft.Colors.SURFACE_CONTAINER_LOW)


def _look(here: Here, change: Any) -> list[ft.Control]:
    chosen = here.preferences
    return [
        card(
            heading(t("Text size")),
            choice(
                [(scale, t(name)) for scale, name in _SCALES],
                chosen.text_scale,
                lambda scale: change(text_scale=scale),
                name=t("Text size"),
            ),
            body(t("This is how large the text is now."), quiet=True),
        ),
        card(
            heading(t("Colours")),
            choice(
                [(theme, t(name)) for theme, name in _THEMES],
                chosen.theme,
                lambda theme: change(theme=theme),
                name=t("Colours"),
            ),
        ),
        card(
            heading(t("Language")),
            choice(
                list(LANGUAGES.items()),
                chosen.language,
                lambda language: change(language=language),
                name=t("Language"),
            ),
        ),
    ]


def _role(here: Here, change: Any) -> ft.Control:
    return card(
        heading(t("Who uses this app")),
        choice(
            [(Role.PATIENT, t("For me")), (Role.CAREGIVER, t("I care for someone"))],
            here.preferences.role,
            lambda role: change(role=role),
            name=t("Who uses this app"),
        ),
        body(t("What was entered or opened stays here, whatever you choose."), quiet=True),
    )


def _data(here: Here, location: str, clinic: str) -> list[ft.Control]:
    sample = here.services.is_sample
    return [
        leads_to(
            ft.Icons.PEOPLE_OUTLINED,
            t("People I care for"),
            t("Open what someone shares with you"),
            "/people",
        ),
        leads_to(
            ft.Icons.CALL_OUTLINED,
            t("My clinic and my people"),
            t("Phone numbers, what your clinic has said, the crisis line of your country"),
            "/settings/clinic",
        ),
        leads_to(
            ft.Icons.FACT_CHECK_OUTLINED,
            t("Check-ins"),
            t("Which ones you want to be reminded of, and on which day"),
            "/check-in",
        ),
        leads_to(
            ft.Icons.NOTIFICATIONS_OUTLINED,
            t("Reminders"),
            t("Which ones, when, and when it is quiet")
            if here.preferences.reminders.on
            else t("They are off"),
            "/settings/reminders",
        ),
        leads_to(ft.Icons.LOCK_OUTLINED, t("Passcode"), _passcode(here), "/settings/passcode"),
        leads_to(
            ft.Icons.ARCHIVE_OUTLINED,
            t("Backup"),
            t("One sealed file to keep elsewhere, and copies on this device"),
            "/settings/backup",
        ),
        leads_to(ft.Icons.SYNC, t("Clinic connection"), clinic, "/settings/connection"),
        leads_to(ft.Icons.IOS_SHARE, t("Take my data with me"), t("Save everything as a file"), "/share"),
        leads_to(
            ft.Icons.FACT_CHECK_OUTLINED,
            t("Check my data"),
            t("Whether everything is in order, and a repair where it is not"),
            "/settings/check",
        ),
        leads_to(ft.Icons.INFO_OUTLINE, t("About"), t("Sources, licences, version"), "/settings/about"),
        card(
            heading(t("Where it is kept")),
            body(_kept(here)),
            ft.SelectionArea(content=small(location)),
        ),
        card(
            heading(t("Sample data")),
            body(t("An invented course to look around in. It never mixes with yours."), quiet=True),
            row(
                secondary(
                    t("Back to my own data") if sample else t("Look around with sample data"),
                    lambda _: here.show_sample(not sample),
                    icon=ft.Icons.LOGOUT if sample else ft.Icons.TRAVEL_EXPLORE,
                )
            ),
        ),
        card(
            heading(t("Keys on a keyboard")),
            *[
                ft.Row([ft.Container(body(t(key)), width=120), ft.Container(body(t(what)), expand=True)])
                for key, what in SHORTCUTS
            ],
            spacing=4,
        ),
        row(
            quiet(
                t("Delete everything"),
                opener("/settings/delete"),
                icon=ft.Icons.DELETE_FOREVER_OUTLINED,
                style=ft.ButtonStyle(color=ft.Colors.ERROR, icon_color=ft.Colors.ERROR),
            )
        ),
    ]


def _passcode(here: Here) -> str:
    if here.services.lock.is_on:
        return t("It is on. Change it, a new recovery code, when to ask")
    return t("It is off. Set one, so that nobody else reads your diary")


def _kept(here: Here) -> str:
    lock = here.services.lock
    if lock.encrypts:
        return t(
            "Everything is in one file on this device, encrypted with your passcode. "
            "Files that you save elsewhere are not."
        )
    if lock.is_on and not lock.can_encrypt:
        return t(
            "Everything is in one file on this device. The app asks for your passcode; "
            "the file is encrypted by your phone alone."
        )
    return t(
        "Everything is in one file on this device, not encrypted by the app: "
        "whoever can use this account can read it."
    )


@component
def Settings() -> ft.View:
    """How the app looks, and the ways to what else can be set."""
    here = use_here()
    clinic = use_live(lambda: connection_words(here.services), *TABLES)
    location = use_live(lambda: str(here.services.data_dir), "preferences", PASSCODE)

    def change(**fields: Any) -> None:
        attempt(lambda: here.services.settings.change_preferences(**fields))

    return screen(
        here,
        t("Settings"),
        two=([*_look(here, change), _role(here, change)], _data(here, location, clinic)),
        place="/settings",
        back="/",
    )
