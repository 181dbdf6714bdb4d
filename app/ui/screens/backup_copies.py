"""Settings, backup: the copies that this device keeps of the store."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft

from app.services.backup import COPIES, LocalCopy
from app.ui.components.base import body, card, heading, row, secondary, small, stack, with_icon
from app.ui.components.guide_parts import named_button
from app.ui.components.slow import use_loaded, use_slow
from app.ui.failing import component
from app.ui.live import Here, use_here, use_value
from app.ui.notice import say
from app.ui.screens.backup_restore import Bring, holds
from app.ui.text import moment, t

_NOTHING: Any = None
# Below this width (at normal text size) the button stands under its copy.
_BESIDE_FITS = 300


@component
def Copies() -> ft.Control:
    """The copies, newest first, and making one."""
    here = use_here()
    services = here.services
    backup = services.backup
    copies = use_loaded(backup.copies, COPIES)
    preview, set_preview = use_value(_NOTHING)
    slow = use_slow()

    async def make(_: Any) -> None:
        if await slow.run(backup.make_copy):
            say(t("A copy was made. It stays on this device."))

    def looking(copy: LocalCopy) -> Callable[[Any], Any]:
        async def look(_: Any) -> None:
            found = await slow.run(lambda: backup.preview_copy(copy))
            if found is not None:
                set_preview(found)

        return look

    parts: list[ft.Control] = [
        heading(t("Copies on this device")),
        body(
            t(
                "The app makes a copy each week, and before it brings something back. The last eight stay. "
                "They help if your data are damaged; if the device is lost, only a backup elsewhere does."
            )
        ),
    ]
    if preview is not None:
        return card(*parts, Bring(preview, lambda: set_preview(None)))
    if copies == []:
        parts.append(body(t("There is no copy yet."), quiet=True))
    parts += [_copy(here, copy, looking(copy), slow.busy) for copy in copies or ()]
    parts += slow.progress(t("One moment …"))
    if slow.error:
        parts.append(with_icon(ft.Icons.ERROR_OUTLINE, body(slow.error), ft.Colors.ERROR))
    parts.append(row(secondary(t("Make one now"), make, icon=ft.Icons.CONTENT_COPY, disabled=slow.busy)))
    return card(*parts)


def _copy(here: Here, copy: LocalCopy, look: Callable[[Any], Any], busy: bool) -> ft.Control:
    made = moment(copy.made_at, here.services.now().date())
    if copy.entries is None or copy.sessions is None:
        return ft.Column([body(made), small(t("This one cannot be read."))], spacing=0, tight=True)
    said = stack([body(made), small(holds(copy.entries, copy.sessions))], spacing=0)
    words = ft.Container(said, expand=here.roomy >= _BESIDE_FITS)
    button = named_button(
        t("Bring back"),
        t("Bring back the copy of {moment}", moment=made),
        look,
        ft.Icons.RESTORE,
        ft.TextButton,
        disabled=busy,
    )
    if here.roomy < _BESIDE_FITS:
        return stack([words, ft.Row([button])], spacing=0)
    return ft.Row([words, button], spacing=8)
