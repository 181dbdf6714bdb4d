"""The language, colours and text size that the patient chose, put on a page."""

from __future__ import annotations

from typing import Any, Final
from weakref import WeakKeyDictionary

import flet as ft

from app.care.profile import Preferences
from app.device.wishes import NO_WISHES, Wishes
from app.ui import theme
from app.ui.text import use_language

_wished: Final[WeakKeyDictionary[Any, Wishes]] = WeakKeyDictionary()


def wish(page: ft.Page, wishes: Wishes) -> bool:
    """Remember what the device's owner has set for every app; the next dressing follows it.

    Args:
        page: the page.
        wishes: what is set now.

    Returns:
        Whether that is something else than before.
    """
    before = wished(page)
    _wished[page] = wishes
    return wishes != before


def wished(page: ft.Page) -> Wishes:
    """What the device's owner has set for every app, as far as the device told."""
    return _wished.get(page, NO_WISHES)


def dress(page: ft.Page, preferences: Preferences, width: float | None) -> None:
    """Give the page the language, colours and text size that the patient chose.

    Args:
        page: the page; the next update shows it.
        preferences: what the patient chose.
        width: of the window, in logical pixels.
    """
    spoken = use_language(preferences.language)
    page.rtl = spoken.rtl
    # Of what Flutter says itself, such as in its calendar; the first one is what it falls back to.
    here = ft.Locale("en", "US") if spoken.code == "en" else ft.Locale(spoken.code.partition("-")[0])
    page.locale_configuration = ft.LocaleConfiguration(supported_locales=[here], current_locale=here)
    page.theme_mode, page.theme, page.dark_theme = theme.themes(
        preferences.theme, preferences.text_scale, width or 412, wished(page)
    )
