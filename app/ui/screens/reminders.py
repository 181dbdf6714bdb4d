"""Settings, reminders: whether, what, when, when it is quiet, and what this device tells by itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft

from app.care.reminder_choice import Kind, ReminderChoice
from app.care.reminders import MOST_A_DAY
from app.device import notifications
from app.device.notifications import Ability
from app.ui.components.base import body, card, heading, row, secondary, small
from app.ui.components.choices import choice, pick_time, toggles
from app.ui.components.saving import use_saving
from app.ui.failing import component
from app.ui.layout import screen
from app.ui.live import use_here, use_value
from app.ui.notice import attempt, say
from app.ui.screens.share_visit import CalendarFile
from app.ui.text import t

_KINDS = (
    (Kind.EVENING_BEFORE, "An infusion, the evening before"),
    (Kind.SOON, "An infusion, two hours before"),
    (Kind.CHECK_IN, "A check-in, on its day"),
    (Kind.AFTER, "How I am, the evening after an infusion"),
    (Kind.MOOD, "How I am, once a day"),
)
_EVENINGS = (Kind.EVENING_BEFORE, Kind.AFTER)


def _on_off(name: str, value: bool, change: Any) -> ft.Control:
    return choice([(True, t("On")), (False, t("Off"))], value, change, name=name)


def _what(chosen: ReminderChoice, now: Callable[[], ReminderChoice], change: Any) -> ft.Control:
    def toggle(kind: Kind) -> None:
        # By what the store says then: two taps can come before the next render.
        wanted = set(now().kinds) ^ {kind}
        change(kinds=tuple(one for one in Kind if one in wanted))

    return card(
        heading(t("Remind me of")),
        toggles([(kind, t(words)) for kind, words in _KINDS], chosen.kinds, toggle),
    )


def _when(chosen: ReminderChoice, change: Any) -> ft.Control:
    times = []
    if any(kind in chosen.kinds for kind in _EVENINGS):
        times.append(pick_time(t("In the evening at"), chosen.evening, lambda at: change(evening=at)))
    if Kind.CHECK_IN in chosen.kinds:
        times.append(pick_time(t("A check-in at"), chosen.check_in_at, lambda at: change(check_in_at=at)))
    if Kind.MOOD in chosen.kinds:
        times.append(pick_time(t("Once a day at"), chosen.mood_at, lambda at: change(mood_at=at)))
    quiet: list[ft.Control] = []
    if chosen.quiet:
        quiet = [
            row(
                pick_time(t("Quiet from"), chosen.quiet_from, lambda at: change(quiet_from=at)),
                pick_time(t("Quiet until"), chosen.quiet_until, lambda at: change(quiet_until=at)),
            ),
            body(
                t("What would come in these hours comes in the morning, or not at all if that is too late."),
                quiet=True,
            ),
        ]
    return card(
        heading(t("When")),
        *([row(*times)] if times else []),
        small(t("By the clock of this device, also when you travel.")),
        heading(t("Quiet at night"), 3),
        _on_off(t("Quiet at night"), chosen.quiet, lambda on: change(quiet=on)),
        *quiet,
    )


@component
def _Device(chosen: ReminderChoice, change: Any) -> ft.Control:
    """What this device tells while the app is closed; in plain words where it tells nothing."""
    able, set_able = use_value(Ability.NONE)

    async def look() -> None:
        set_able(await notifications.ability())

    ft.use_effect(look, [])

    async def switch(on: bool) -> None:
        if on and able is Ability.OFF:
            allowed = await notifications.ask()
            set_able(Ability.ON if allowed else Ability.OFF)
            if not allowed:
                say(t("This device did not allow it. You can allow it in the settings of your device."))
                return
        change(device=on)

    page = ft.context.page
    title = t("While the app is closed")
    if able is Ability.NONE:
        off = [secondary(t("Switch it off"), lambda _: change(device=False))] if chosen.device else []
        return card(
            heading(title),
            body(
                t(
                    "This device shows reminders only in the app, on Today. "
                    "To hear of a date while the app is closed, take the dates into your calendar."
                )
            ),
            *off,
        )
    parts: list[ft.Control] = [
        heading(title),
        body(t("This device can remind you while the app is closed.")),
        _on_off(title, chosen.device and able is Ability.ON, lambda on: page.run_task(switch, on)),
    ]
    if chosen.device:
        parts += [
            heading(t("Say what it is about"), 3),
            _on_off(t("Say what it is about"), chosen.said, lambda on: change(said=on)),
            body(
                t("Anyone who sees your lock screen can read it then.")
                if chosen.said
                else t("It only says “Reminder”, so nobody learns from your lock screen what it is."),
                quiet=True,
            ),
        ]
    return card(*parts)


@component
def Reminders() -> ft.View:
    """The choices, each saved at once."""
    here = use_here()
    chosen = here.preferences.reminders
    saving = use_saving()

    def change(**fields: Any) -> None:
        attempt(lambda: here.services.reminders.change(**fields))

    first = [
        card(
            heading(t("All reminders")),
            _on_off(t("All reminders"), chosen.on, lambda on: change(on=on)),
            body(
                t("Each thing is told once, and at most {n} a day.", n=MOST_A_DAY)
                if chosen.on
                else t("No reminder comes, in the app or from this device."),
                quiet=True,
            ),
        )
    ]
    second: list[ft.Control] = [CalendarFile(saving)]
    if chosen.on:
        first += [
            _what(chosen, lambda: here.services.settings.preferences().reminders, change),
            _when(chosen, change),
        ]
        second.insert(0, _Device(chosen, change))
    return screen(here, t("Reminders"), two=(first, second), place="/settings", back="/settings")
