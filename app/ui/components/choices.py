"""One of several, as buttons that say which is chosen; and a dialog that asks before something is lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time
from typing import Any, TypeVar

import flet as ft

from app.ui import theme
from app.ui.components.base import body, heading, secondary, tappable
from app.ui.notice import close
from app.ui.text import clock, day, t

V = TypeVar("V")


def choice(
    options: Sequence[tuple[V, str]],
    value: V | None,
    on_choose: Callable[[V], None],
    *,
    name: str = "",
) -> ft.Control:
    """Buttons beside each other, of which one is chosen.

    Args:
        options: each value with its words, already translated.
        value: the chosen one, or None.
        on_choose: called with the value tapped.
        name: the question, put before each button's name for screen readers.
    """

    def button(option: V, words: str) -> ft.Control:
        chosen = option == value
        ink = ft.Colors.ON_PRIMARY if chosen else ft.Colors.ON_SURFACE
        parts: list[ft.Control] = [ft.Icon(ft.Icons.CHECK, size=20, color=ink)] if chosen else []
        parts.append(_label(words, ft.TextThemeStyle.LABEL_LARGE, ink))
        return tappable(
            ft.Row(parts, spacing=6, tight=True, alignment=ft.MainAxisAlignment.CENTER),
            f"{name}: {words}" if name else words,
            lambda _: on_choose(option),
            ground=ft.Colors.PRIMARY if chosen else None,
            side=ft.BorderSide(1, ft.Colors.OUTLINE),
            radius=24,
            padding=14,
            selected=chosen,
            alignment=ft.Alignment.CENTER,
        )

    return ft.Row([button(o, w) for o, w in options], wrap=True, spacing=8, run_spacing=8)


def _label(words: str, style: ft.TextThemeStyle, ink: str) -> ft.Text:
    # As wide as its words, and on two lines where the window is too narrow for them.
    return ft.Text(words, theme_style=style, color=ink, expand=True, expand_loose=True)


def toggles(
    options: Sequence[tuple[V, str]],
    chosen: Sequence[V],
    on_toggle: Callable[[V], None],
) -> ft.Control:
    """Chips of which any number is chosen.

    Args:
        options: each value with its words, already translated.
        chosen: the chosen ones.
        on_toggle: called with the value tapped.
    """

    def chip(option: V, words: str) -> ft.Control:
        on = option in chosen
        ink = ft.Colors.ON_SECONDARY_CONTAINER if on else ft.Colors.ON_SURFACE
        parts: list[ft.Control] = [ft.Icon(ft.Icons.CHECK, size=18, color=ink)] if on else []
        parts.append(_label(words, ft.TextThemeStyle.BODY_LARGE, ink))
        return tappable(
            ft.Row(parts, spacing=4, tight=True),
            words,
            lambda _: on_toggle(option),
            ground=ft.Colors.SECONDARY_CONTAINER if on else None,
            side=ft.BorderSide(1, ft.Colors.OUTLINE),
            radius=12,
            padding=12,
            selected=on,
            alignment=ft.Alignment.CENTER,
        )

    return ft.Row([chip(o, w) for o, w in options], wrap=True, spacing=8, run_spacing=8)


def pick_day(
    label: str,
    value: date | None,
    on_pick: Callable[[date], None],
    *,
    first: date | None = None,
    last: date | None = None,
    today: date | None = None,
) -> ft.Control:
    """A button that shows a day and opens a calendar to pick another.

    Args:
        label: what the day is, already translated.
        value: the day now, or None.
        on_pick: called with the day picked.
        first: the earliest that can be picked.
        last: the latest that can be picked.
        today: by the app's clock, which may have been moved: where the calendar opens while no day is picked.
    """

    def picked(event: Any) -> None:
        at = event.control.value
        # Flet tells the day as a moment in UTC: east of Greenwich that is the day before.
        on_pick(at.astimezone().date() if isinstance(at, datetime) and at.tzinfo else _as_day(at))

    def show(_: Any) -> None:
        start = first or date(2000, 1, 1)
        end = last or date(2100, 12, 31)
        current = today or datetime.now(UTC).astimezone().date()
        shown = min(max(value or current, start), end)
        ft.context.page.show_dialog(
            ft.DatePicker(
                value=datetime.combine(shown, time()),
                current_date=datetime.combine(current, time()),
                first_date=datetime.combine(start, time()),
                last_date=datetime.combine(end, time()),
                help_text=label,
                **_buttons(),
                on_change=picked,
            )
        )

    words = day(value) if value else t("Pick a day")
    return secondary(f"{label}: {words}", show, icon=ft.Icons.CALENDAR_TODAY)


def _buttons() -> dict[str, Any]:
    # Flutter's own Spanish for "OK" is a long word in capitals, which leaves the dialog at large text.
    return {"cancel_text": t("Cancel"), "confirm_text": t("OK")}


def _as_day(at: Any) -> date:
    found: date = at.date() if isinstance(at, datetime) else at
    return found


def pick_time(label: str, value: time | None, on_pick: Callable[[time], None]) -> ft.Control:
    """A button that shows a time of day and opens a clock to pick another. Arguments as for pick_day."""

    def show(_: Any) -> None:
        ft.context.page.show_dialog(
            ft.TimePicker(
                value=value or time(10),
                help_text=label,
                entry_mode=ft.TimePickerEntryMode.INPUT,
                hour_format=ft.TimePickerHourFormat.H24,
                **_buttons(),
                on_change=lambda e: on_pick(e.control.value),
            )
        )

    words = clock(value) if value else t("Pick a time")
    return secondary(f"{label}: {words}", show, icon=ft.Icons.SCHEDULE)


def ask(title: str, words: str, yes: str, on_yes: Callable[[], Any], *, danger: bool = False) -> None:
    """Ask before something that cannot be taken back with Undo.

    Args:
        title: the question, already translated.
        words: what will happen.
        yes: the words of the button that does it.
        on_yes: does it.
        danger: shows the button in the colour of danger.
    """

    def agreed(_: Any) -> None:
        close(dialog)
        on_yes()

    style = ft.ButtonStyle(bgcolor=ft.Colors.ERROR, color=ft.Colors.ON_ERROR) if danger else None
    dialog: ft.AlertDialog = ft.AlertDialog(
        title=heading(title),
        content=body(words),
        actions=[
            ft.TextButton(content=t("Keep as it is"), on_click=lambda _: close(dialog)),
            ft.FilledButton(content=yes, on_click=agreed, style=style),
        ],
        shape=ft.RoundedRectangleBorder(radius=theme.CARD_RADIUS),
    )
    ft.context.page.show_dialog(dialog)
