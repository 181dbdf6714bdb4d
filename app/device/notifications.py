"""Reminders that the device tells by itself, by an optional extension; without it there are none.

No official extension of Flet does this. `flet-notifications` (0.1.4, one author, a beta) can, so it is kept
behind these few functions and is no dependency. Who builds the app with it

- adds "flet-notifications==0.1.4" to the dependencies of [tool.flet.android], [tool.flet.ios] and
  [tool.flet.macos];
- for Android adds RECEIVE_BOOT_COMPLETED and POST_NOTIFICATIONS to its permissions, and after
  `flet build apk` runs `flet-notifications-patch --project-root build/flutter` and Gradle again, which adds
  the receivers that tell what was planned. Exact alarms are not asked for: some minutes do not matter here.

Only where what was planned can be taken back: Linux and the web plan nothing, Windows takes nothing back.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from weakref import WeakKeyDictionary

import flet as ft

_CHANNEL: Final = "reminders"
_PLATFORMS: Final = (
    ft.PagePlatform.ANDROID,
    ft.PagePlatform.ANDROID_TV,
    ft.PagePlatform.IOS,
    ft.PagePlatform.MACOS,
)
# Flet drops a service that nobody holds.
_held: WeakKeyDictionary[Any, Any] = WeakKeyDictionary()


class Ability(StrEnum):
    """What this device can do about reminders while the app is closed."""

    NONE = "none"  # no extension, or no such device
    OFF = "off"  # it could, and its owner has not allowed it
    ON = "on"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What the device is to tell. at: aware. title, words: anyone may see them on the lock screen."""

    at: datetime
    title: str
    words: str


def _service() -> Any:
    """The extension on this page, or None."""
    page = ft.context.page
    if page.web or page.platform not in _PLATFORMS:
        return None
    if page not in _held:
        try:
            from flet_notifications import LocalNotifications  # noqa: PLC0415  (seldom built in)

            # It would ask its owner at the start; that is for the one who switches reminders on.
            _held[page] = LocalNotifications(
                request_alert_permission=False,
                request_sound_permission=False,
                request_badge_permission=False,
            )
        except Exception:  # noqa: BLE001  a beta by others: whatever it raises, there are none then
            return None
    return _held[page]


async def _tried(work: Callable[[Any], Awaitable[Any]]) -> Any:
    """What the extension gives, or None where there is none or it failed."""
    try:
        service = _service()
        return None if service is None else await work(service)
    except Exception:  # noqa: BLE001  see above; nothing of a patient's is lost by it
        return None


async def ability() -> Ability:
    """What this device can do now."""
    allowed = await _tried(lambda service: service.are_notifications_enabled())
    return Ability.NONE if allowed is None else Ability.ON if allowed else Ability.OFF


async def ask() -> bool:
    """Ask the owner of the device to allow notifications, in the device's own dialog.

    Returns:
        Whether they are allowed now.
    """
    return bool(await _tried(lambda service: service.request_permissions()))


async def plan(notices: Sequence[Notice]) -> bool:
    """Let the device tell these, and nothing that it was to tell before.

    Args:
        notices: up to 64, which is what a phone takes; none takes back everything, also what is shown.

    Returns:
        Whether the device took all of them.
    """

    async def work(service: Any) -> bool:
        # Off means off: what cannot be taken back is not added to.
        await service.cancel_pending()
        if not notices:
            await service.cancel_all()
            return True
        from flet_notifications import AndroidScheduleMode  # noqa: PLC0415

        for number, notice in enumerate(notices, 1):
            await service.schedule(
                id=number,
                when=notice.at,
                title=notice.title,
                body=notice.words,
                channel_id=_CHANNEL,
                schedule_mode=AndroidScheduleMode.INEXACT_ALLOW_WHILE_IDLE,
            )
        return True

    if await _tried(work):
        return True
    # Half a plan would go on without the app knowing.
    await _tried(lambda service: service.cancel_pending())
    return False
