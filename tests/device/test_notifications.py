"""What a device tells by itself: only with the extension, only what can be taken back, all of it or none."""

from __future__ import annotations

import asyncio
import sys
from datetime import datetime, timedelta, timezone
from types import ModuleType, SimpleNamespace
from typing import Any

import flet as ft
import pytest

from app.device import notifications
from app.device.notifications import Ability, Notice

AT = datetime(2026, 11, 25, 19, tzinfo=timezone(timedelta(hours=1)))
TWO = tuple(
    Notice(at=AT + timedelta(hours=n), title="Reminder", words="Open the app when it suits you.")
    for n in range(2)
)


class Shown:
    """A page, as far as the adapter asks for it."""

    def __init__(self, platform: ft.PagePlatform | None, *, web: bool = False) -> None:
        self.platform, self.web = platform, web


class Extension:
    """flet_notifications.LocalNotifications 0.1.4, as far as it is used: written by hand after its source."""

    made: list[Extension]
    allows = True
    fails_at = ""

    def __init__(
        self,
        *,
        request_alert_permission: bool = True,
        request_sound_permission: bool = True,
        request_badge_permission: bool = True,
    ) -> None:
        self.asks_at_once = request_alert_permission or request_sound_permission or request_badge_permission
        self.asked = False
        self.pending: dict[int, dict[str, Any]] = {}
        self.shown = ["an older one"]
        Extension.made.append(self)

    async def are_notifications_enabled(self) -> bool:
        return self.asked and self.allows

    async def request_permissions(self) -> bool:
        self.asked = True
        return self.allows

    async def cancel_pending(self) -> None:
        self._may("cancel_pending")
        self.pending.clear()

    async def cancel_all(self) -> None:
        self.shown.clear()

    async def schedule(
        self,
        id: int,  # noqa: A002  (the extension's own name)
        when: datetime,
        title: str | None = None,
        body: str | None = None,
        payload: str = "",
        schedule_mode: str = "exactAllowWhileIdle",
        channel_id: str | None = None,
    ) -> None:
        self._may(f"schedule {id}")
        self.pending[id] = {
            "when": when, "title": title, "body": body, "payload": payload, "mode": schedule_mode,
        }  # fmt: skip

    def _may(self, what: str) -> None:
        if what == self.fails_at:
            raise NotificationError("schedule_failed")


class NotificationError(Exception):
    """The extension's own, which is no error of Flet's."""


@pytest.fixture
def phone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A phone with the extension built in."""
    module = ModuleType("flet_notifications")
    module.LocalNotifications = Extension  # type: ignore[attr-defined]
    module.AndroidScheduleMode = SimpleNamespace(  # type: ignore[attr-defined]
        INEXACT_ALLOW_WHILE_IDLE="inexactAllowWhileIdle"
    )
    monkeypatch.setitem(sys.modules, "flet_notifications", module)
    monkeypatch.setattr(Extension, "made", [], raising=False)
    show(monkeypatch, Shown(ft.PagePlatform.ANDROID))


def show(monkeypatch: pytest.MonkeyPatch, page: Shown) -> None:
    monkeypatch.setattr(notifications.ft, "context", SimpleNamespace(page=page))


def test_its_owner_is_asked_only_when_reminders_are_switched_on(phone: None) -> None:
    assert asyncio.run(notifications.ability()) is Ability.OFF
    (service,) = Extension.made
    assert not service.asks_at_once
    assert not service.asked
    assert asyncio.run(notifications.ask())
    assert asyncio.run(notifications.ability()) is Ability.ON
    assert Extension.made == [service]


def test_a_new_plan_takes_the_place_of_the_old_one(phone: None) -> None:
    assert asyncio.run(notifications.plan(TWO))
    assert asyncio.run(notifications.plan(TWO[1:]))
    (service,) = Extension.made
    assert service.pending == {
        1: {
            "when": TWO[1].at,
            "title": "Reminder",
            "body": "Open the app when it suits you.",
            "payload": "",
            "mode": "inexactAllowWhileIdle",
        }
    }


def test_an_empty_plan_leaves_nothing_that_is_planned_or_shown(phone: None) -> None:
    asyncio.run(notifications.plan(TWO))
    assert asyncio.run(notifications.plan(()))
    (service,) = Extension.made
    assert (service.pending, service.shown) == ({}, [])


def test_a_plan_that_fails_half_way_is_taken_back_whole(phone: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Extension, "fails_at", "schedule 2")
    assert not asyncio.run(notifications.plan(TWO))
    assert Extension.made[0].pending == {}


def test_where_nothing_can_be_taken_back_nothing_is_added(
    phone: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Extension, "fails_at", "cancel_pending")
    assert not asyncio.run(notifications.plan(TWO))
    assert Extension.made[0].pending == {}


@pytest.mark.parametrize(
    "page",
    [
        Shown(ft.PagePlatform.ANDROID, web=True),
        Shown(ft.PagePlatform.LINUX),
        Shown(ft.PagePlatform.WINDOWS),
        Shown(None),
    ],
)
def test_in_a_browser_and_where_nothing_can_be_taken_back_there_are_none(
    phone: None, monkeypatch: pytest.MonkeyPatch, page: Shown
) -> None:
    show(monkeypatch, page)
    assert_none()
    assert Extension.made == []


def test_without_the_extension_there_are_none(phone: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "flet_notifications", None)
    assert_none()


def test_where_the_extension_raises_as_it_is_made_there_are_none(
    phone: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unsupported(*_: Any, **__: Any) -> None:
        raise ft.FletUnsupportedPlatformException("not supported")

    monkeypatch.setattr(Extension, "__init__", unsupported)
    assert_none()


def assert_none() -> None:
    assert asyncio.run(notifications.ability()) is Ability.NONE
    assert not asyncio.run(notifications.ask())
    assert not asyncio.run(notifications.plan(TWO))
