"""The look in one place: Flet themes from the palettes, type sizes, spaces and shapes."""

from __future__ import annotations

from typing import Final

import flet as ft

from app.care.profile import Theme
from app.device.wishes import NO_WISHES, Wishes
from app.ui.palette import (
    DARK,
    HIGH_CONTRAST_DARK,
    HIGH_CONTRAST_LIGHT,
    LIGHT,
    REST,
    Palette,
)

FONT: Final = "Atkinson Hyperlegible Next"
# Flet knows one file a family: the heavier cut is a family of its own, or Flutter would smear the light one.
FONT_STRONG: Final = "Atkinson Hyperlegible Next SemiBold"
FONTS: Final = {
    FONT: "fonts/AtkinsonHyperlegibleNext-Regular.ttf",
    FONT_STRONG: "fonts/AtkinsonHyperlegibleNext-SemiBold.ttf",
}

# Space is a multiple of 4.
GAP: Final = 8
EDGE: Final = 16
CARD_GAP: Final = 12
CARD_PADDING: Final = 16
CARD_RADIUS: Final = 20
TARGET: Final = 48
COLUMN: Final = 720
# What is left of 320 pixels at 160 % text: with less, a long word needs the whole width.
CRAMPED: Final = 205
ICONS_GROW: Final = 1.5

# name in Material's type scale -> (size, line height, weight)
_TYPE: Final[dict[str, tuple[float, float, ft.FontWeight]]] = {
    "display_large": (56, 1.1, ft.FontWeight.W_600),
    "headline_large": (32, 1.2, ft.FontWeight.W_600),
    "headline_medium": (26, 1.2, ft.FontWeight.W_600),
    "headline_small": (24, 28 / 24, ft.FontWeight.W_600),
    "title_large": (22, 1.25, ft.FontWeight.W_600),
    "title_medium": (18, 1.3, ft.FontWeight.W_600),
    "title_small": (16, 1.3, ft.FontWeight.W_600),
    "body_large": (16, 1.45, ft.FontWeight.W_400),
    "body_medium": (16, 1.45, ft.FontWeight.W_400),
    "body_small": (14, 1.4, ft.FontWeight.W_400),
    "label_large": (16, 1.25, ft.FontWeight.W_600),
    "label_medium": (13, 1.2, ft.FontWeight.W_600),
    "label_small": (13, 1.2, ft.FontWeight.W_600),
}
_NO_MOTION: Final = ft.PageTransitionsTheme(
    android=ft.PageTransitionTheme.NONE,
    ios=ft.PageTransitionTheme.NONE,
    linux=ft.PageTransitionTheme.NONE,
    macos=ft.PageTransitionTheme.NONE,
    windows=ft.PageTransitionTheme.NONE,
)


def type_sizes(scale: float) -> dict[str, float]:
    """The size of each style of the type scale.

    Args:
        scale: the patient's text size, 0.8 to 2.0; the device's own text size comes on top.
    """
    return {name: round(size * scale, 1) for name, (size, _, _) in _TYPE.items()}


def _text_theme(scale: float, ink: str, bold: bool) -> ft.TextTheme:
    styles = {
        name: ft.TextStyle(
            size=round(size * scale, 1),
            height=height,
            weight=weight,
            font_family=FONT if weight is ft.FontWeight.W_400 and not bold else FONT_STRONG,
            letter_spacing=0,
            # Left out, Flet writes black in the dark theme too.
            color=ink,
        )
        for name, (size, height, weight) in _TYPE.items()
    }
    return ft.TextTheme(**styles)


def _pickers(scale: float, bold: bool) -> tuple[ft.DatePickerTheme, ft.TimePickerTheme]:
    """Both in letters that grow as far as Flutter's dialogs have room for two digits and for both buttons."""

    def style(size: float, most: float, *, strong: bool = False) -> ft.TextStyle:
        font = FONT_STRONG if strong or bold else FONT
        return ft.TextStyle(size=round(min(size * scale, most), 1), font_family=font)

    button = ft.ButtonStyle(
        text_style=style(16, 18, strong=True), padding=ft.Padding.symmetric(horizontal=8, vertical=16)
    )
    days = ft.DatePickerTheme(
        day_text_style=style(16, 20),
        weekday_text_style=style(16, 20),
        year_text_style=style(16, 20),
        header_headline_text_style=style(28, 32, strong=True),
        header_help_text_style=style(16, 20, strong=True),
        cancel_button_style=button,
        confirm_button_style=button,
    )
    clock = ft.TimePickerTheme(
        help_text_style=style(16, 24, strong=True),
        dial_text_style=style(16, 16),  # two rings of 12 hours
        hour_minute_text_style=style(40, 44),
        time_selector_separator_text_style=style(40, 44),
        cancel_button_style=button,
        confirm_button_style=button,
    )
    return days, clock


def build_theme(palette: Palette, scale: float = 1.0, width: float = 412, *, bold: bool = False) -> ft.Theme:
    """A Flet theme of a palette at a text size.

    Args:
        palette: one of app.ui.palette.
        scale: the patient's text size, 0.8 to 2.0.
        width: of the window, in logical pixels.
        bold: all text in the strong cut. Where the device asks for bold text Flutter asks each font for it,
            and would smear the light cut.
    """
    # A fifth of the width has to hold the longest name, so the bar's labels grow only as far as that allows.
    label = round(min(13 * scale, 13 * max(1.0, width / 5 / 66)), 1)
    # Icons keep up with the words beside them, as far as a narrow screen has room.
    icon = min(scale, ICONS_GROW)
    button = ft.ButtonStyle(
        icon_size=18 * icon,
        padding=ft.Padding.symmetric(horizontal=20, vertical=16),
        shape=ft.RoundedRectangleBorder(radius=28),
    )
    days, clock = _pickers(scale, bold)
    return ft.Theme(
        color_scheme=ft.ColorScheme(**palette),
        font_family=FONT_STRONG if bold else FONT,
        text_theme=_text_theme(scale, palette["on_surface"], bold),
        visual_density=ft.VisualDensity.STANDARD,
        page_transitions=_NO_MOTION,
        scaffold_bgcolor=palette["surface"],
        filled_button_theme=ft.FilledButtonTheme(style=button),
        outlined_button_theme=ft.OutlinedButtonTheme(
            style=ft.ButtonStyle(
                icon_size=18 * icon,
                padding=ft.Padding.symmetric(horizontal=20, vertical=16),
                shape=ft.RoundedRectangleBorder(radius=28),
                side=ft.BorderSide(1, palette["outline"]),
            )
        ),
        text_button_theme=ft.TextButtonTheme(
            style=ft.ButtonStyle(
                icon_size=18 * icon, padding=ft.Padding.symmetric(horizontal=12, vertical=16)
            )
        ),
        icon_theme=ft.IconTheme(size=24 * icon),
        icon_button_theme=ft.IconButtonTheme(style=ft.ButtonStyle(padding=ft.Padding.all(12))),
        navigation_bar_theme=ft.NavigationBarTheme(
            label_text_style=ft.TextStyle(size=label, font_family=FONT_STRONG, weight=ft.FontWeight.W_600)
        ),
        date_picker_theme=days,
        time_picker_theme=clock,
        divider_color=palette["outline_variant"],
        focus_color=ft.Colors.with_opacity(0.24, palette["primary"]),
    )


_MODES: Final = {
    Theme.SYSTEM: ft.ThemeMode.SYSTEM,
    Theme.LIGHT: ft.ThemeMode.LIGHT,
    Theme.HIGH_CONTRAST_LIGHT: ft.ThemeMode.LIGHT,
    Theme.DARK: ft.ThemeMode.DARK,
    Theme.HIGH_CONTRAST_DARK: ft.ThemeMode.DARK,
}


def mode_of(theme: Theme) -> ft.ThemeMode:
    """Whether the patient's choice is light, dark or the device's.

    Args:
        theme: the patient's choice.
    """
    return _MODES[theme]


def themes(
    theme: Theme, scale: float, width: float = 412, wishes: Wishes = NO_WISHES
) -> tuple[ft.ThemeMode, ft.Theme, ft.Theme]:
    """The mode, the light and the dark theme for what the patient chose.

    Args:
        theme: the patient's choice.
        scale: the patient's text size, 0.8 to 2.0.
        width: of the window, in logical pixels.
        wishes: of the device's owner; the contrast counts where the patient leaves the theme to the device.
    """
    high = theme in (Theme.HIGH_CONTRAST_LIGHT, Theme.HIGH_CONTRAST_DARK)
    high = high or (theme is Theme.SYSTEM and wishes.contrast)
    light = HIGH_CONTRAST_LIGHT if high else LIGHT
    dark = HIGH_CONTRAST_DARK if high else DARK
    light_theme, dark_theme = (
        build_theme(palette, scale, width, bold=wishes.bold) for palette in (light, dark)
    )
    return mode_of(theme), light_theme, dark_theme


def rest_theme(scale: float, *, bold: bool = False) -> ft.Theme:
    """The dim warm theme of rest mode.

    Args:
        scale: the patient's text size, 0.8 to 2.0.
        bold: whether the device asks for bold text.
    """
    return build_theme(REST, scale, bold=bold)
