"""What the device's owner has set for every app: bold text, more contrast. Motion the app has none of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import flet as ft

from app.device.service import tried


@dataclass(frozen=True, slots=True)
class Wishes:
    """What was set, as far as the device tells.

    Attributes:
        bold: text is to be bold (iOS, Android 12 and later).
        contrast: colours are to differ more (iOS, and Windows' contrast themes).
    """

    bold: bool = False
    contrast: bool = False


NO_WISHES: Final = Wishes()


async def ask() -> Wishes:
    """What is set now; nothing where the device does not tell."""
    told = await tried(ft.SemanticsService, lambda service: service.get_accessibility_features())
    return NO_WISHES if told is None else Wishes(bold=told.bold_text, contrast=told.high_contrast)
