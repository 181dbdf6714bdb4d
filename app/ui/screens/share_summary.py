"""Summaries for someone who cares for the patient: those that were made, and the way to another."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

import flet as ft

from app.care.summary import Part, Share
from app.ui.components.base import body, card, empty, heading, primary, quiet, row, secondary, small
from app.ui.failing import component
from app.ui.layout import opener, screen
from app.ui.live import use_here, use_live
from app.ui.notice import save
from app.ui.text import day, moment, t, tn

NEW: Final = "/share/summary/new"
# As they are offered and listed; the ids of app.care.summary.Part.
PARTS: Final[tuple[tuple[Part, str], ...]] = (
    (Part.SCHEDULE, "Dates of the infusions"),
    (Part.ESCORT, "Who takes me home, with phone numbers"),
    (Part.CHECKLIST, "How far the checklist is, without answers"),
    (Part.MOODS, "Mood numbers"),
    (Part.CHECK_INS, "Totals of check-ins, without answers"),
    (Part.FEELINGS, "Feelings"),
    (Part.MARKS, "Moments noted during infusions"),
    (Part.BLOOD_PRESSURE, "Blood pressure"),
)


def part_words(part: Part) -> str:
    """What a part is called on the screen."""
    return t(dict(PARTS)[part])


@component
def ShareSummary() -> ft.View:
    """Each summary that was made, and what this is."""
    here = use_here()
    shares = use_live(here.services.shares.all, "share")
    what = card(
        heading(t("What this is")),
        body(
            t(
                "A partner, a parent or a friend can see how your course goes, without reading your diary. "
                "You choose what is in it, see it as they will, and give them one sealed file. They open it "
                "in this app on their own device."
            )
        ),
        body(t("Nothing is sent by the app itself."), quiet=True),
        row(primary(t("Make a summary"), opener(NEW), icon=ft.Icons.ADD)),
    )
    listed: list[ft.Control] = [_Listed(one, key=str(one.id)) for one in shares]  # type: ignore[call-arg]
    if not shares:
        listed = [empty(t("No summary yet"), t("Each one that you make is listed here, with its end."))]
    return screen(here, t("For someone who cares"), what, *listed, place="/share", back="/share")


@component
def _Listed(share: Share) -> ft.Control:
    services = use_here().services
    now = services.now()
    over = now >= share.ends_at
    until = t("It can be opened until the end of {day}.", day=day(_last_day(share), now.date()))
    parts: list[ft.Control] = [
        heading(t("For {name}", name=share.recipient), look=3),
        small(t("Made {moment}", moment=moment(share.made_at, now.date()))),
        body(t("It has ended: nothing of it is shown any more.") if over else until),
        small(" · ".join(part_words(part) for part in share.parts)),
    ]
    if share.entries:
        words = tn("With the words of {n} entry", "With the words of {n} entries", len(share.entries))
        parts.append(small(words))
    return card(
        *parts,
        row(
            secondary(t("Make it again"), opener(f"/share/summary/{share.id}"), icon=ft.Icons.REFRESH),
            quiet(
                t("Take it off the list"),
                lambda _: save(lambda: services.shares.remove(share.id)),
                icon=ft.Icons.DELETE_OUTLINE,
            ),
        ),
        small(t("The file you gave stays readable until it ends. To show something newer, make it again.")),
    )


def _last_day(share: Share) -> date:
    return (share.ends_at - timedelta(seconds=1)).date()
