"""Other versions: every text that is kept beside what is shown, with what stands there now."""

from __future__ import annotations

from itertools import groupby

import flet as ft

from app.care.kept import KeptText
from app.services import Services
from app.ui.components.base import body, card, empty, heading, quiet, row, secondary, small, stack
from app.ui.components.kept_texts import kept_text
from app.ui.failing import component
from app.ui.kept_places import Place, place
from app.ui.layout import opener, screen
from app.ui.live import use_here, use_live, use_value
from app.ui.text import t, tn

# So many are shown at first, and more with each tap.
_SOME = 20


@component
def Kept() -> ft.View:
    """What was kept beside the records of this store when two versions met."""
    here = use_here()
    services = here.services
    many, set_many = use_value(_SOME)
    # What a text stands beside may change, too.
    found = use_live(lambda: _placed(services, many), deps=(many,))
    count = use_live(services.kept.count, "kept_text")
    title = t("Other versions")
    if not count:
        nothing = empty(
            t("No other versions"),
            t(
                "Two versions of your words can differ: after a backup is brought back, or when you wrote on "
                "another device, too. One is shown. The other one is kept here, so that nothing is lost."
            ),
            secondary(t("Open Backup"), opener("/settings/backup"), icon=ft.Icons.ARCHIVE_OUTLINED),
        )
        return screen(here, title, nothing, place="/settings", back="/settings/backup")
    cards = [
        _card(services, where, [text for _, text in texts])
        for where, texts in groupby(found, key=lambda one: one[0])
    ]
    more = [row(quiet(t("Show more"), lambda _: set_many(many + _SOME)))] if count > many else []
    words = tn("{n} text is kept beside what you see.", "{n} texts are kept beside what you see.", count)
    return screen(
        here, title, body(words, quiet=True), *cards, *more, place="/settings", back="/settings/backup"
    )


def _placed(services: Services, many: int) -> list[tuple[Place, KeptText]]:
    texts = services.kept.all()[:many]
    found = [(place(services, text), text) for text in texts]
    return sorted(found, key=lambda one: (one[0].beside, one[0].field))


def _card(services: Services, where: Place, texts: list[KeptText]) -> ft.Control:
    parts: list[ft.Control] = [heading(where.beside)]
    now = services.kept.shown(texts[0].id)
    if now:
        parts.append(stack([small(f"{where.field} · {t('Shown now')}"), body(now)], spacing=2))
    there = [quiet(t("Open it"), opener(where.path), icon=ft.Icons.ARROW_FORWARD)] if where.path else []
    for text in texts:
        parts += kept_text(services, text, where, more=there if text is texts[-1] else ())
    if not where.path:
        parts.append(
            body(
                t("What these words stood beside is not shown any more. Copy them if you want them."),
                quiet=True,
            )
        )
    return card(*parts)
