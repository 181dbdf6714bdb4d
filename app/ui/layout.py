"""The frame of every screen: top bar with Help now in its place, the five places, the column of content."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

import flet as ft

from app.care.profile import Role
from app.ui import theme
from app.ui.components.base import heading, icon_button, sample_mark, tappable
from app.ui.live import Here, Size
from app.ui.places import Place, places_of
from app.ui.text import t

APP_NAME: Final = "Infusion Companion"
# Below this width (at normal text size) the bar gives up the words beside Help's icon.
_HELP_WORDS_FIT: Final = 230
# A letter of its words at normal text size, in logical pixels.
_HELP_LETTER: Final = 9.4
# A letter of the title at normal text size, in logical pixels, as wide as they come on average.
_LETTER: Final = 13.5


def go(path: str) -> None:
    """Show the screen at an address.

    Args:
        path: an address of app.ui.routes.
    """
    ft.context.page.navigate(path)


def opener(path: str) -> Any:
    """A handler that shows the screen at an address."""
    return lambda _: go(path)


def screen(
    here: Here,
    title: str,
    *content: ft.Control,
    place: str | None = None,
    back: str | Callable[[Any], Any] | None = None,
    foot: ft.Control | None = None,
    bare: bool = False,
    two: Sequence[Sequence[ft.Control]] | None = None,
    fill: ft.Control | None = None,
    untitled: bool = False,
    part: str = "",
) -> ft.View:
    """A whole screen.

    Args:
        here: its surroundings.
        title: its name, already translated; also the window's (so never anything of the diary).
        content: what stands in the column, from the top.
        place: the address of the place it belongs to, which the bar shows as chosen.
        back: where the back button leads, or what it does; None on the five places themselves.
        foot: stays at the bottom, such as the one main action of a long form.
        bare: no places around it (welcome, session mode).
        two: two columns instead of content where there is room; one below the other where there is none.
        fill: instead of content, one control that scrolls by itself (a long list).
        untitled: the content brings its own first heading.
        part: which part of the screen it is, where another one should begin at its top.
    """
    _name_window(title)
    in_bar = untitled or _fits(here, title, back is not None, bare)
    # A turned phone or a resized window fills the same slots anew, so that half-typed forms keep their state.
    parts: list[ft.Control] = [_slot(None if in_bar or fill is not None else heading(title, 1))]
    if two is not None and here.wide:
        inside: ft.Control = ft.Row(
            [ft.Container(_column(side), expand=True) for side in two],
            spacing=theme.EDGE,
            vertical_alignment=ft.CrossAxisAlignment.START,
        )
        parts.append(inside)
    else:
        parts += [part for side in two for part in side] if two is not None else list(content)
    width = 2 * theme.COLUMN - 240 if two is not None and here.wide else theme.COLUMN
    scrolled = fill if fill is not None else _scroll(_column(parts), width, key=part or None)
    middle: list[ft.Control] = [_top_bar(here, title if in_bar and not untitled else None, back, bare)]
    middle.append(_slot(sample_mark() if here.services.is_sample else None))
    if fill is not None:
        above = (
            None
            if in_bar
            else ft.Container(heading(title, 1), padding=ft.Padding(theme.EDGE, 0, theme.EDGE, 8))
        )
        middle.append(_slot(above))
    middle.append(ft.Container(scrolled, expand=True))
    if foot is not None:
        middle.append(_centred(ft.Container(foot, padding=theme.EDGE), theme.COLUMN))
    page_body = ft.Column(middle, spacing=0, expand=True)
    rail = not bare and here.size is not Size.PHONE
    return ft.View(
        route=ft.use_view_path() or place or "/",
        controls=[
            ft.SafeArea(
                ft.Row([_slot(_rail(here, place) if rail else None), page_body], spacing=0, expand=True),
                expand=True,
            )
        ],
        padding=0,
        spacing=0,
        # Flutter's bar always shows one place as chosen: where none is, Back is the way.
        navigation_bar=None if bare or rail or _chosen(here, place) is None else _bar(here, place),
    )


def bare_screen(
    *content: ft.Control,
    roomy: float,
    back: Callable[[Any], Any] | None = None,
    on_help: Callable[[Any], Any] | None = None,
    foot: ft.Control | None = None,
) -> ft.View:
    """A whole screen while no store is open; the window is called as the app is.

    Args:
        content: what stands in the column, from the top, beginning with its heading.
        roomy: the width in logical pixels at normal text size.
        back: what the back button does; None for no such button.
        on_help: opens Help now; None where it is open.
        foot: stays at the bottom.
    """
    _name_window(APP_NAME)
    start = [] if back is None else [icon_button(t("Back"), ft.Icons.ARROW_BACK, back)]
    end = [] if on_help is None else [_help(roomy, on_help)]
    bar = ft.Container(
        ft.Row([*start, ft.Container(expand=True), *end], spacing=4),
        padding=ft.Padding(theme.EDGE, 8, 8, 8),
    )
    parts: list[ft.Control] = [bar, ft.Container(_scroll(_column(content), theme.COLUMN), expand=True)]
    if foot is not None:
        parts.append(_centred(ft.Container(foot, padding=theme.EDGE), theme.COLUMN))
    return ft.View(
        route=ft.context.page.route or "/",
        controls=[ft.SafeArea(ft.Column(parts, spacing=0, expand=True), expand=True)],
        padding=0,
        spacing=0,
        can_pop=False,
    )


def _fits(here: Here, title: str, back: bool, bare: bool) -> bool:
    """Whether the title has room in the top bar, on one line, beside the buttons."""
    scale = max(here.preferences.text_scale, 1.0)
    help_width = _help_width(here) if here.roomy >= _HELP_WORDS_FIT else theme.TARGET
    buttons = help_width + theme.EDGE * 2 + (52 if back else 0) + (0 if bare else 104)
    return len(title) * _LETTER * scale + buttons <= here.column_width


def _help_width(here: Here) -> float:
    """How wide the button with the words "Help now" is, about, in the language that is spoken."""
    return 60 + _HELP_LETTER * len(t("Help now")) * max(here.preferences.text_scale, 1.0)


def _slot(control: ft.Control | None) -> ft.Control:
    return ft.Container(control, visible=control is not None)


def _name_window(title: str) -> None:
    page = ft.context.page
    name = f"{title} – {APP_NAME}" if title != APP_NAME else title
    if page.title != name:
        page.title = name
        page.schedule_update()  # type: ignore[no-untyped-call]


def _column(parts: Sequence[ft.Control]) -> ft.Column:
    return ft.Column(
        list(parts),
        spacing=theme.CARD_GAP,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _centred(control: ft.Control, width: int) -> ft.Control:
    return ft.Row(
        [ft.Container(control, width=width, expand=True, expand_loose=True)],
        alignment=ft.MainAxisAlignment.CENTER,
    )


def _scroll(column: ft.Column, width: int, key: str | None = None) -> ft.Control:
    inside = ft.Container(column, padding=ft.Padding(theme.EDGE, 4, theme.EDGE, theme.EDGE * 2))
    return ft.Column(
        [_centred(inside, width)],
        key=key,
        scroll=ft.ScrollMode.AUTO,
        expand=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def help_button(here: Here, *, words: bool = True) -> ft.Control:
    """Help now: the same button in the same place on every screen.

    Args:
        here: the screen's surroundings.
        words: whether there is room for them beside its icon.
    """
    return _help(here.roomy if words else 0, opener("/help"))


def _help(roomy: float, on_click: Callable[[Any], Any]) -> ft.Control:
    if roomy < _HELP_WORDS_FIT:
        return icon_button(t("Help now"), ft.Icons.SUPPORT, on_click)
    return ft.OutlinedButton(content=t("Help now"), icon=ft.Icons.SUPPORT, on_click=on_click)


def _top_bar(
    here: Here, title: str | None, back: str | Callable[[Any], Any] | None, bare: bool
) -> ft.Control:
    start: list[ft.Control] = []
    if back is not None:
        start.append(
            icon_button(t("Back"), ft.Icons.ARROW_BACK, opener(back) if isinstance(back, str) else back)
        )
    start.append(ft.Container(heading(title, 1) if title else None, expand=True))
    left = here.column_width - theme.EDGE - 8 - (52 if back is not None else 0) - (0 if bare else 52)
    words = _help_width(here)
    # Of another language the words may be longer than the bar has room for.
    end: list[ft.Control] = [help_button(here, words=words <= left)]
    if not bare:
        room = (words if words <= left else theme.TARGET) + 52 <= left
        if room and here.roomy >= _HELP_WORDS_FIT and here.preferences.role is Role.PATIENT:
            end.append(icon_button(t("Share"), ft.Icons.IOS_SHARE, opener("/share")))
        end.append(icon_button(t("Settings"), ft.Icons.SETTINGS_OUTLINED, opener("/settings")))
    return ft.Container(
        ft.Row(start + end, spacing=4, vertical_alignment=ft.CrossAxisAlignment.CENTER),
        padding=ft.Padding(theme.EDGE, 8, 8, 8),
    )


def _chosen(here: Here, place: str | None) -> int | None:
    return next((n for n, p in enumerate(places_of(here)) if p.path == place), None)


def _bar(here: Here, place: str | None) -> ft.NavigationBar:
    places = places_of(here)
    return ft.NavigationBar(
        selected_index=_chosen(here, place) or 0,
        on_change=lambda e: go(places[int(e.control.selected_index)].path),
        destinations=[
            ft.NavigationBarDestination(icon=p.icon, selected_icon=p.chosen, label=t(p.name)) for p in places
        ],
        bgcolor=ft.Colors.SURFACE_CONTAINER,
        animation_duration=0,
    )


def _rail(here: Here, place: str | None) -> ft.Control:
    # Our own rail: Flutter's says "Today Tab 1 of 5", and cuts its labels at large text.
    beside = here.wide and here.roomy >= 700
    return ft.Container(
        ft.Column(
            [_rail_button(p, p.path == place, beside) for p in places_of(here)],
            spacing=theme.GAP,
            scroll=ft.ScrollMode.AUTO,
            horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        ),
        width=(184 if beside else 96) * max(1.0, here.preferences.text_scale * 0.85),
        bgcolor=ft.Colors.SURFACE_CONTAINER,
        padding=ft.Padding.symmetric(horizontal=8, vertical=16),
    )


def _rail_button(place: Place, chosen: bool, beside: bool) -> ft.Control:
    ink = ft.Colors.ON_SECONDARY_CONTAINER if chosen else ft.Colors.ON_SURFACE_VARIANT
    icon = ft.Icon(place.chosen if chosen else place.icon, color=ink, size=24)
    style = ft.TextThemeStyle.LABEL_LARGE if beside else ft.TextThemeStyle.LABEL_MEDIUM
    name = ft.Text(t(place.name), theme_style=style, color=ink)
    return tappable(
        ft.Row([icon, name], spacing=12)
        if beside
        else ft.Column(
            [icon, name], spacing=4, tight=True, horizontal_alignment=ft.CrossAxisAlignment.CENTER
        ),
        t(place.name),
        opener(place.path),
        ground=ft.Colors.SECONDARY_CONTAINER if chosen else None,
        radius=24 if beside else 16,
        padding=14 if beside else 8,
        selected=chosen,
        alignment=ft.Alignment.CENTER_LEFT if beside else ft.Alignment.CENTER,
    )
