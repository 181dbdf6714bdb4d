"""Cards, headings, texts and buttons: the small vocabulary that every screen speaks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import flet as ft

from app.ui import theme
from app.ui.components.fitting import beside_of, label_size, size_that_fits
from app.ui.components.typed_field import TypedField
from app.ui.keyboard import began_typing, ended_typing
from app.ui.sides import beginning
from app.ui.text import t

Press = Callable[[Any], Any]
Style = ft.TextThemeStyle


def heading(
    text: str, level: int = 2, *, color: str | None = None, look: int | None = None, beside: float = 0
) -> ft.Control:
    """A heading that screen readers can jump to.

    Args:
        text: the words, already translated.
        level: 1 for the screen's title, 2 for a card, 3 inside a card; never 3 right below 1.
        color: a colour role, or the surface's own.
        look: the level that it looks like, where that is another one.
        beside: the width in logical pixels of what stands in the same line, such as an icon.
    """
    style = {1: Style.HEADLINE_SMALL, 2: Style.TITLE_LARGE, 3: Style.TITLE_MEDIUM}[look or level]
    return ft.Semantics(
        heading_level=level,
        container=True,
        content=ft.Text(
            text,
            theme_style=style,
            color=color,
            size=size_that_fits(text, style, beside_of(level) + beside),
        ),
    )


def body(text: str, *, color: str | None = None, quiet: bool = False, **more: Any) -> ft.Text:
    """A paragraph.

    Args:
        text: the words, already translated.
        color: a colour role, or the surface's own.
        quiet: for what matters less.
        more: other properties of a Flet Text.
    """
    ink = color or (ft.Colors.ON_SURFACE_VARIANT if quiet else None)
    return ft.Text(text, theme_style=Style.BODY_LARGE, color=ink, **more)


def small(text: str, *, color: str | None = None, **more: Any) -> ft.Text:
    """A line below something, such as a date or a source."""
    return ft.Text(text, theme_style=Style.BODY_SMALL, color=color or ft.Colors.ON_SURFACE_VARIANT, **more)


def card(
    *content: ft.Control,
    now: bool = False,
    on_click: Press | None = None,
    label: str | None = None,
    tone: str | None = None,
    spacing: int = theme.CARD_GAP,
    padding: int = theme.CARD_PADDING,
) -> ft.Control:
    """A card; the one for now in sand, everything else quiet.

    Args:
        content: what stands in it, from the top.
        now: whether it is the card for now.
        on_click: makes the whole card a button; then give it a label.
        label: its name for screen readers when it is a button.
        tone: a colour role for the ground, or the usual one.
        spacing: between the parts, in logical pixels.
        padding: around all of it, 12 to 16 logical pixels.
    """
    ground = tone or (ft.Colors.TERTIARY_CONTAINER if now else ft.Colors.SURFACE_CONTAINER_LOW)
    column = ft.Column(
        list(content),
        spacing=spacing,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
    if on_click is None:
        return ft.Container(column, bgcolor=ground, border_radius=theme.CARD_RADIUS, padding=padding)
    return tappable(column, label or "", on_click, ground=ground, padding=padding)


def tappable(
    content: ft.Control,
    label: str,
    on_click: Press,
    *,
    ground: str | None = None,
    radius: int = theme.CARD_RADIUS,
    padding: int = theme.CARD_PADDING,
    selected: bool | None = None,
    alignment: ft.Alignment | None = None,
    side: ft.BorderSide | None = None,
    **more: Any,
) -> ft.Control:
    """Anything shown as one button: reachable by keyboard, named by its label alone.

    Args:
        content: what is seen.
        label: what is said, already translated.
        on_click: what it does.
        ground: a colour role.
        radius: of the corners.
        padding: inside.
        selected: whether it is the chosen one of several; None where nothing is chosen.
        alignment: of the content; where a line begins, if not said.
        side: the line around it, or none.
        more: other properties of the button.
    """
    button = ft.TextButton(
        content=ft.Semantics(label=label, exclude_semantics=True, selected=selected, content=content),
        on_click=on_click,
        style=ft.ButtonStyle(
            bgcolor=ground,
            color=ft.Colors.ON_SURFACE,
            padding=ft.Padding.all(padding),
            shape=ft.RoundedRectangleBorder(radius=radius),
            alignment=alignment or beginning(),
            side=side,
        ),
        **more,
    )
    # Flutter keeps a button and a Semantics inside it apart (both say "enabled"): merged, it is one button.
    return ft.MergeSemantics(button)


def primary(text: str, on_click: Press, icon: Any = None, **more: Any) -> ft.Control:
    """The one main action of a screen or card.

    Args:
        text: the words, already translated.
        on_click: what it does.
        icon: of ft.Icons.
        more: other properties of a Flet FilledButton.
    """
    return ft.FilledButton(content=text, icon=icon, on_click=on_click, **more)


def secondary(text: str, on_click: Press, icon: Any = None, **more: Any) -> ft.Control:
    """An action beside the main one. Arguments as for primary."""
    return ft.OutlinedButton(content=text, icon=icon, on_click=on_click, **more)


def quiet(text: str, on_click: Press, icon: Any = None, **more: Any) -> ft.Control:
    """An action that stays in the background. Arguments as for primary."""
    return ft.TextButton(content=text, icon=icon, on_click=on_click, **more)


def icon_button(name: str, icon: Any, on_click: Press, **more: Any) -> ft.Control:
    """A button that shows only an icon, with a name of its own.

    Args:
        name: what is said, already translated.
        icon: of ft.Icons.
        on_click: what it does.
        more: other properties of a Flet IconButton.
    """
    return ft.IconButton(
        icon=ft.Icon(icon, semantics_label=name),
        on_click=on_click,
        width=theme.TARGET,
        height=theme.TARGET,
        **more,
    )


def row(*controls: ft.Control, spacing: int = theme.GAP, **more: Any) -> ft.Row:
    """Things beside each other that wrap where there is no room."""
    return ft.Row(list(controls), spacing=spacing, run_spacing=spacing, wrap=True, **more)


def stack(controls: Sequence[ft.Control], spacing: int = theme.CARD_GAP) -> ft.Column:
    """Things below each other."""
    return ft.Column(list(controls), spacing=spacing, tight=True)


def with_icon(icon: Any, text: ft.Control, color: str | None = None) -> ft.Row:
    """A line of text with an icon before it that says nothing by itself."""
    return ft.Row(
        [
            ft.Icon(icon, color=color or ft.Colors.PRIMARY),
            ft.Container(text, expand=True),
        ],
        spacing=theme.GAP + 4,
        vertical_alignment=ft.CrossAxisAlignment.START,
    )


def heading_with(
    icon: Any,
    text: str,
    level: int = 2,
    *,
    color: str | None = None,
    ink: str | None = None,
    look: int | None = None,
) -> ft.Row:
    """A heading with an icon before it that says nothing by itself.

    Args:
        icon: of ft.Icons.
        text, level, look: as for heading.
        color: of the icon; the primary one where it is left out.
        ink: of the words, or the surface's own.
    """
    said = heading(text, level, color=ink, look=look, beside=24 * theme.ICONS_GROW + theme.GAP + 4)
    return with_icon(icon, said, color)


def empty(title: str, words: str, *actions: ft.Control) -> ft.Control:
    """What an empty screen says: what will be here, and the first step."""
    return card(heading(title), body(words, quiet=True), row(*actions))


def field(
    label: str,
    value: str,
    on_change: Press,
    *,
    hint: str | None = None,
    error: str | None = None,
    lines: int = 1,
    **more: Any,
) -> ft.TextField:
    """A text field with its label always in view.

    Args:
        label: its name, already translated.
        value: always given, or a render would empty it; what `on_change` heard, or what replaces it.
        on_change: called with what is typed, after each letter or several; keeps it before it returns.
        hint: an example.
        error: one sentence when the value cannot be used.
        lines: 1, or how many at least.
        more: other properties of a Flet TextField.
    """
    return TypedField(
        # On one line: a second one would lie over what is typed.
        label=ft.Text(label, size=label_size(label, value), max_lines=1, overflow=ft.TextOverflow.ELLIPSIS),
        value=value,
        on_change=on_change,
        hint_text=hint,
        error=error,
        multiline=lines > 1,
        min_lines=lines,
        max_lines=None if lines > 1 else 1,
        # Without a side, so that the theme draws it: in the outline's colour, and thicker with the focus.
        border=ft.OutlineInputBorder(border_radius=12),
        on_focus=began_typing,
        on_blur=more.pop("on_blur", None) or ended_typing,
        **more,
    )


def working(words: str, done: float | None = None) -> list[ft.Control]:
    """A bar for what is under way, with the words for it.

    Args:
        words: what is being done, already translated.
        done: how much of it, 0 to 1; None where nobody can say.
    """
    bar: ft.Control = ft.ProgressBar(value=done, semantics_label=words if done is not None else None)
    if done is None:
        # Without a value a bar may have no name, and the words beside it are all there is to say.
        bar = ft.Semantics(exclude_semantics=True, content=bar)
    return [bar, body(words, quiet=True)]


def words_of(*parts: str) -> str:
    """Several short texts as one name for a screen reader."""
    return ", ".join(part for part in parts if part)


def sample_mark() -> ft.Control:
    """The line on every screen while the sample is shown."""
    words = ft.Text(
        t("Sample data. Nothing here is about you."),
        theme_style=Style.LABEL_MEDIUM,
        color=ft.Colors.ON_INVERSE_SURFACE,
    )
    band = ft.Container(
        words,
        bgcolor=ft.Colors.INVERSE_SURFACE,
        padding=ft.Padding.symmetric(horizontal=theme.EDGE, vertical=6),
        expand=True,
    )
    return ft.Container(ft.Row([band]), padding=ft.Padding.only(bottom=8))
