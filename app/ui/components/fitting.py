"""Fitting: a heading becomes smaller before its longest word is torn in two, a label before it is cut off."""

from __future__ import annotations

import flet as ft

from app.ui import theme

# The width of a letter of the strong cut in parts of its height, as in words with wide letters: measured 0.46
# to 0.56 in common ones.
_LETTER = 0.56
# The same of the regular cut: 0.41 to 0.49 in the labels of both languages.
_LABEL_LETTER = 0.5
_FIELD_PADDING = 16
# Flutter draws a label above what is typed so much smaller.
_FLOATING = 0.75


def size_that_fits(text: str, style: ft.TextThemeStyle, beside: float) -> float | None:
    """The size at which the longest word still fits beside the margins, or None for that of the style.

    Never smaller than running text: a word that is longer than that goes on in the next line.

    Args:
        text: the words, already translated.
        style: of the type scale.
        beside: the width that is not the text's, in logical pixels.
    """
    page = ft.context.page
    longest = max(map(len, text.split()), default=0)
    room = (page.width or 412) - beside
    styles = page.theme.text_theme if page.theme is not None else None
    if not longest or styles is None or styles.body_large is None:
        return None
    usual = getattr(styles, style.name.lower()).size
    fits = room / (longest * _LETTER)
    return None if fits >= usual else max(fits, float(styles.body_large.size or 0))


def label_size(label: str, value: str) -> float | None:
    """The size at which the label of a field stays whole on its one line, or None for the usual one.

    Never smaller than running text whose size nobody changed.

    Args:
        label: its words, already translated.
        value: what is typed; above it the label stands smaller.
    """
    page = ft.context.page
    styles = page.theme.text_theme if page.theme is not None else None
    usual = styles.body_large.size if styles is not None and styles.body_large is not None else None
    if not label or not usual:
        return None
    room = (page.width or 412) - beside_of(2) - 2 * _FIELD_PADDING
    fits = room / (len(label) * _LABEL_LETTER * (_FLOATING if value else 1))
    wanted = max(fits, theme.type_sizes(1)["body_large"])
    return None if wanted >= usual else wanted


def beside_of(level: int) -> float:
    """What usually stands beside a heading of a level: the screen's edges, below the first also its card's.

    Args:
        level: 1 to 3.
    """
    return 2 * theme.EDGE + (0 if level == 1 else 2 * theme.CARD_PADDING)


def is_cramped() -> bool:
    """Whether a long word needs all the width there is; as `Here.cramped`, and also before a lock is open."""
    page = ft.context.page
    styles = page.theme.text_theme if page.theme is not None else None
    running = styles.body_large.size if styles is not None and styles.body_large is not None else None
    return (page.width or 412) / max(1.0, (running or 16) / 16) < theme.CRAMPED


def leads_on() -> list[ft.Control]:
    """The sign at the end of a card that leads somewhere, where there is room for it."""
    if is_cramped():
        return []
    return [ft.Icon(ft.Icons.CHEVRON_RIGHT, color=ft.Colors.ON_SURFACE_VARIANT)]
