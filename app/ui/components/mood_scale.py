"""How are you, 0 to 10: eleven buttons, not a slider, so that one tap is enough and nothing is dragged."""

from __future__ import annotations

from collections.abc import Callable

import flet as ft

from app.care.journal import MOOD_WORDS
from app.ui import palette, theme
from app.ui.components.base import small, tappable
from app.ui.live import Here
from app.ui.text import t

_BUTTON = 50
_IN_A_ROW = 6


def is_dark(here: Here) -> bool:
    """Whether the page is shown in a dark theme now, by choice or by the device."""
    page = ft.context.page
    mode = theme.mode_of(here.preferences.theme)
    if mode is ft.ThemeMode.SYSTEM:
        return page.platform_brightness == ft.Brightness.DARK
    return mode is ft.ThemeMode.DARK


def mood_colours(here: Here, mood: int) -> tuple[str, str]:
    """The ground and the ink of a mood.

    Args:
        here: the screen's surroundings.
        mood: 0 to 10.
    """
    ground = (palette.MOOD_DARK if is_dark(here) else palette.MOOD_LIGHT)[mood]
    return ground, palette.ink_on(ground)


def scale(
    here: Here,
    value: int | None,
    on_choose: Callable[[int], None],
    *,
    name: str | None = None,
    low: str | None = None,
    high: str | None = None,
) -> ft.Control:
    """A row of buttons from 0 to 10 that wraps, its ends labelled in words.

    Args:
        here: the screen's surroundings.
        value: the chosen number, or None.
        on_choose: called with the number tapped.
        name: what is rated, for screen readers; the mood where it is left out.
        low: what 0 means, already translated.
        high: what 10 means, already translated.
    """
    mood = name is None
    size = round(_BUTTON * max(1.0, here.preferences.text_scale * 0.8))

    def button(number: int) -> ft.Control:
        chosen = number == value
        said = (
            t("Mood {n} of 10, {word}", n=number, word=t(MOOD_WORDS[number]))
            if mood
            else t("{name} {n} of 10", name=name, n=number)
        )
        ground = ft.Colors.PRIMARY if chosen else ft.Colors.SURFACE_CONTAINER_HIGHEST
        ink = ft.Colors.ON_PRIMARY if chosen else ft.Colors.ON_SURFACE
        digits = ft.Text(str(number), theme_style=ft.TextThemeStyle.TITLE_MEDIUM, color=ink)
        return tappable(
            digits,
            said,
            lambda _: on_choose(number),
            ground=ground,
            radius=14,
            padding=0,
            selected=chosen,
            alignment=ft.Alignment.CENTER,
            width=size,
            height=size,
        )

    return ft.Column(
        [
            # Six and five where there is room for more: two even rows are found faster than eight and three.
            ft.Row(
                [
                    ft.Container(
                        ft.Row([button(n) for n in range(11)], wrap=True, spacing=8, run_spacing=8),
                        width=_IN_A_ROW * (size + 8),
                        expand=True,
                        expand_loose=True,
                    )
                ]
            ),
            ft.Row(
                [
                    ft.Container(small("0  " + (low or t(MOOD_WORDS[0]))), expand=True),
                    ft.Container(
                        small("10  " + (high or t(MOOD_WORDS[10])), text_align=ft.TextAlign.END), expand=True
                    ),
                ],
                spacing=16,
                vertical_alignment=ft.CrossAxisAlignment.START,
            ),
        ],
        spacing=8,
        tight=True,
    )
