"""The share sheet of a phone: a file goes straight into a mail or a message. Elsewhere there is none."""

from __future__ import annotations

from mimetypes import guess_type

import flet as ft

from app.device.errand import errand
from app.device.service import on_phone, tried

_GONE = (ft.ShareResultStatus.SUCCESS, ft.ShareResultStatus.UNAVAILABLE)


def there() -> bool:
    """Whether this device has a share sheet that takes files; a browser may refuse, a desktop fails."""
    return on_phone()


async def send(name: str, content: bytes) -> bool | None:
    """Let the person choose an app that gets the file.

    Args:
        name: of the file, without a folder.
        content: what goes into it. The phone keeps it in the app's own cache until the next one is sent.

    Returns:
        Whether an app was chosen, as far as the phone tells; None where no sheet could be shown.
    """
    if not there():
        return None
    file = ft.ShareFile.from_bytes(content, name=name, mime_type=guess_type(name)[0])
    page = ft.context.page
    # A tablet hangs its sheet on a place, and shows none without.
    place = ft.Offset((page.width or 2) / 2, (page.height or 2) / 2)
    with errand():
        result = await tried(
            ft.Share, lambda sheet: sheet.share_files([file], share_position_origin=place), None
        )
    return None if result is None else result.status in _GONE
