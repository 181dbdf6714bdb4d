"""Rest mode: the hours after an infusion. Dim, one short sentence at a time, nothing to type, three calls."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final, cast

import flet as ft

from app.care.course import Session, Status, rest_end
from app.services.courses import CourseView
from app.ui import palette, theme
from app.ui.components.base import Style, body, stack
from app.ui.dressing import wished
from app.ui.failing import component
from app.ui.layout import go, opener, screen
from app.ui.live import Here, use_here, use_live
from app.ui.notice import attempt
from app.ui.screens.course_calls import calls, number_page, ride, second_ride, wide, wide_height
from app.ui.text import t

# Body text of 16 becomes 22.4: sore or double sight needs it (facts: dizziness and blurred sight for 1–2 h).
LARGER: Final = 1.4
# How often to look whether it is morning, in seconds.
LOOK = 30.0
SENTENCES: Final = (
    "Rest now. There is nothing you have to do.",
    "Sit up slowly. Stand up when you feel steady.",
    "Do not drive today. Ask your clinic when you can again.",
    "Let someone take you home and stay near you.",
    "Food and drink: ask your clinic what is right for you now.",
    "You may feel dizzy or see double for a while. If it worries you, call your clinic.",
    "Leave alcohol and big decisions for another day. Ask your clinic how long.",
    "Chest pain, trouble breathing or a sudden bad headache: call emergency.",
)


@component
def Rest() -> ft.View:
    """One sentence a screen, and who can be called."""
    here = use_here()
    services = here.services
    view = use_live(services.courses.current, "course", "session")
    routes = use_live(services.settings.help_routes, "clinic_profile", "person", "preferences")
    person = use_live(services.settings.person, "person")
    at, set_at = ft.use_state(0)
    leaving, set_leaving = ft.use_state(False)
    called, set_called = ft.use_state(cast("tuple[str, str] | None", None))

    def leave(_: Any = None) -> None:
        now = services.now()
        if attempt(lambda: services.settings.change_preferences(rest_until=now)) is not None:
            go("/")

    session = resting_session(view)
    _use_morning(session, services.now, lambda: go("/"))
    turn: ft.Control | None = None
    if called is not None:
        inside = number_page(*called, lambda _: set_called(None))
    elif leaving:
        inside = _ask(leave, lambda _: set_leaving(False))
    else:
        turn = _turn(here, at, set_at)
        inside = [
            *_clock(session),
            _sentence(here, at),
            *calls(
                ride(session, person),
                routes,
                session,
                lambda name, number: set_called((name, number)),
                second_ride(session),
            ),
            _leave_button(leave, lambda _: set_leaving(True)),
        ]
    shown = screen(here, t("Rest mode"), *inside, foot=turn, bare=True, untitled=True)
    return _dim(here, shown)


def foot_height(text_scale: float) -> float:
    """How high what stays at the bottom is at first, about, in logical pixels.

    Args:
        text_scale: the patient's text size.
    """
    return 2 * theme.EDGE + wide_height(max(1.0, text_scale) * LARGER)


def resting_session(view: CourseView | None) -> Session | None:
    """The infusion that rest follows: the last one that took place, or None.

    Args:
        view: the course, or None.
    """
    held = [(one.began_at, one) for one in (view.sessions if view else ()) if one.began_at is not None]
    return max(held, key=lambda found: found[0])[1] if held else None


def _use_morning(session: Session | None, now: Callable[[], datetime], leave: Callable[[], Any]) -> None:
    # Rest ends by itself at five in the morning, also on a screen that was left open all night.
    task: Any = ft.use_ref(None)
    ends = rest_end(session.began_at) if session is not None and session.began_at is not None else None

    async def wait() -> None:
        while ends is not None and now() < ends:  # noqa: ASYNC110  (a clock that someone else moves)
            await asyncio.sleep(LOOK)
        leave()

    def start() -> None:
        if ends is not None and now() < ends:
            task.current = asyncio.get_running_loop().create_task(wait())

    def stop() -> None:
        if task.current is not None:
            task.current.cancel()
            task.current = None

    ft.use_effect(start, [ends], stop)


def _clock(session: Session | None) -> list[ft.Control]:
    # Whoever ended an infusion by mistake, and undid it, finds the way back.
    if session is None or session.status is not Status.IN_PROGRESS:
        return []
    return [wide(t("Back to the clock"), opener(f"/course/{session.number}/now"))]


def _dim(here: Here, view: ft.View) -> ft.View:
    scale = max(1.0, here.preferences.text_scale) * LARGER
    dim = theme.rest_theme(scale, bold=wished(ft.context.page).bold)
    view.controls = [
        ft.Container(
            content=cast("ft.Control", one),
            theme=dim,
            dark_theme=dim,
            theme_mode=ft.ThemeMode.DARK,
            bgcolor=palette.REST["surface"],
            expand=True,
        )
        for one in view.controls
    ]
    view.bgcolor = palette.REST["surface"]
    return view


def _sentence(here: Here, at: int) -> ft.Control:
    # A long word must fit a narrow screen at large text.
    style = Style.HEADLINE_MEDIUM if here.roomy >= 300 else Style.TITLE_MEDIUM
    words = t(SENTENCES[at])
    said = ft.Semantics(
        live_region=True,
        container=True,
        heading_level=1,
        label=words,
        exclude_semantics=True,
        content=ft.Text(words, theme_style=style, color=ft.Colors.ON_SURFACE),
    )
    count = body(t("{n} of {all}", n=at + 1, all=len(SENTENCES)), quiet=True)
    return ft.Container(stack([said, count]), padding=ft.Padding.only(top=8, bottom=16))


def _turn(here: Here, at: int, set_at: Callable[[int], Any]) -> ft.Control:
    # At the bottom, where a thumb finds both at the same place whatever the sentence above.
    many = len(SENTENCES)
    more = t("Next") if at + 1 < many else t("From the start")
    onward = wide(more, lambda _: set_at((at + 1) % many))
    before = wide(t("Back"), lambda _: set_at(at - 1), filled=False) if at else None
    if here.roomy < 300:
        both = [onward, *([before] if before else [])]
        return ft.Column(both, spacing=12, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
    return ft.Row(
        [ft.Container(before, expand=2), ft.Container(onward, expand=3)],
        spacing=12,
    )


def _ask(leave: Callable[[Any], Any], stay: Callable[[Any], Any]) -> list[ft.Control]:
    return [
        ft.Text(t("Leave rest mode?"), theme_style=Style.TITLE_LARGE, color=ft.Colors.ON_SURFACE),
        body(t("You can come back to it today from the page of the infusion.")),
        wide(t("Stay here"), stay),
        wide(t("Leave"), leave, filled=False),
    ]


def _leave_button(leave: Callable[[Any], Any], ask: Callable[[Any], Any]) -> ft.Control:
    return ft.TextButton(
        content=t("Hold to leave rest mode"),
        on_click=ask,
        on_long_press=leave,
        style=ft.ButtonStyle(padding=ft.Padding.all(20), color=ft.Colors.ON_SURFACE_VARIANT),
    )
