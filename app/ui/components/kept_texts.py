"""Another version of some words: beside what is shown, to use, to put together with it, or to remove."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

import flet as ft

from app.care.kept import KeptText, Source
from app.services import Services
from app.services.kept import KeptService
from app.ui.components.base import body, card, heading, row, small
from app.ui.components.guide_parts import named_button
from app.ui.failing import component
from app.ui.kept_places import Place, place
from app.ui.live import use_here, use_live
from app.ui.notice import save
from app.ui.sides import begins, edge
from app.ui.text import moment, t

_FROM = {
    Source.BACKUP: "From a backup or a file, last changed {moment}",
    Source.COPY: "From a copy of this device, last changed {moment}",
    Source.REPAIR: "From a repair, last changed {moment}",
    # The clinic keeps for the patient what they wrote elsewhere; the words are their own.
    Source.CLINIC: "From another device, last changed {moment}",
}


@component
def KeptTexts(*record_ids: UUID, before: Callable[[], Any] | None = None) -> ft.Control:
    """The other versions that are kept beside some records; nothing where there are none.

    Args:
        record_ids: of the records that the screen shows.
        before: called before anything is changed, to keep what is being typed.
    """
    here = use_here()
    services = here.services
    texts = use_live(
        lambda: [text for one in record_ids for text in services.kept.of(one)],
        "kept_text",
        deps=(record_ids,),
    )
    if not texts:
        return ft.Container(visible=False)
    parts = [heading(t("Another version of these words was kept"))]
    for text in texts:
        parts += kept_text(services, text, place(services, text), before)
    return card(*parts, tone=ft.Colors.SURFACE_CONTAINER_HIGH)


def kept_text(
    services: Services,
    text: KeptText,
    where: Place,
    before: Callable[[], Any] | None = None,
    more: Sequence[ft.Control] = (),
) -> list[ft.Control]:
    """One kept text, and what can be done with it.

    Args:
        services: the store that is shown.
        text: the text.
        where: it stood.
        before: called before anything is changed.
        more: further buttons.
    """
    words = ft.Container(
        ft.SelectionArea(content=body(text.text)),
        border=edge(ft.BorderSide(3, ft.Colors.TERTIARY)),
        padding=begins(12),
    )
    at = moment(text.at.astimezone(services.clock.zone), services.now().date())
    return [
        small(f"{where.field} · {t(_FROM[text.source], moment=at)}"),
        words,
        row(*_buttons(services.kept, text, where, before), *more),
    ]


def _buttons(
    kept: KeptService, text: KeptText, where: Place, before: Callable[[], Any] | None
) -> list[ft.Control]:
    def button(name: str, icon: Any, act: Callable[[UUID], Any], make: Any) -> ft.Control:
        def press(_: Any) -> None:
            if before is not None:
                before()
            save(lambda: act(text.id))

        return named_button(
            t(name), t("{name}: {words}", name=t(name), words=_short(text)), press, icon, make
        )

    found: list[ft.Control] = []
    if where.path:
        found.append(button("Use it", ft.Icons.SWAP_HORIZ, kept.use, ft.OutlinedButton))
        if where.joins:
            found.append(button("Use both", ft.Icons.ADD, kept.join, ft.OutlinedButton))
    found.append(button("Remove", ft.Icons.DELETE_OUTLINE, kept.drop, ft.TextButton))
    return found


def _short(text: KeptText) -> str:
    line = " ".join(text.text.split())
    return line if len(line) <= 40 else f"{line[:40].rsplit(' ', 1)[0]} …"
