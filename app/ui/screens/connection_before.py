"""Clinic connection, before: the address, whose server it is, what would be sent, and the sign-in."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from threading import Event
from typing import Any

import flet as ft

from app.device import phone
from app.device.errand import errand
from app.services.sync_words import Share
from app.ui.components.base import (
    body,
    card,
    field,
    heading,
    primary,
    quiet,
    row,
    secondary,
    small,
    stack,
    with_icon,
)
from app.ui.components.choices import toggles
from app.ui.components.slow import Slow, use_slow
from app.ui.drafts import use_typed
from app.ui.failing import component
from app.ui.live import use_current, use_here, use_value
from app.ui.notice import say
from app.ui.text import t, whole

_NOTHING: Any = None
_WORDS = "words"


def flipped(off: tuple[str, ...], kind: str) -> tuple[str, ...]:
    """The kinds that are not sent, with one more or one fewer.

    Args:
        off: so far. kind: the one that was tapped.
    """
    return tuple(one for one in off if one != kind) if kind in off else (*off, kind)


def kinds(
    shares: tuple[Share, ...],
    off: tuple[str, ...],
    words: bool,
    flip: Callable[[str], Any],
    flip_words: Callable[[], Any],
    level: int = 3,
) -> list[ft.Control]:
    """What is sent, kind by kind, each to switch on or off; the patient's words apart.

    Args:
        shares: of the service. off: the ids that are not sent. words: whether the words are sent.
        flip: switches a kind on or off, by its id. flip_words: the words. level: of the heading.
    """
    chips = toggles(
        [(one.id, f"{t(one.name)} · {whole(one.count)}") for one in shares],
        [one.id for one in shares if one.id not in off],
        flip,
    )
    also = toggles(
        [(_WORDS, t("The words that I write"))],
        [_WORDS] if words else [],
        lambda _: flip_words(),
    )
    return [
        heading(t("What is sent"), level),
        small(t("A kind with a tick is sent. Tap it to keep it on this device.")),
        chips,
        also,
        small(
            t(
                "Words are those of the journal, notes, your own feelings, and who takes you home. "
                "They stay here without the tick."
            )
        ),
    ]


def problem(slow: Slow) -> list[ft.Control]:
    """Why it was refused, where it was."""
    if not slow.error:
        return []
    line = ft.Semantics(live_region=True, container=True, content=body(slow.error))
    return [with_icon(ft.Icons.ERROR_OUTLINE, line, ft.Colors.ERROR)]


@component
def Before() -> ft.Control:
    """The steps to a connection."""
    services = use_here().services
    address = use_typed("address")
    offer, set_offer = use_value(_NOTHING)
    slow = use_slow()

    async def look(_: Any) -> None:
        url = address.now()
        found = await slow.run(lambda: services.sync.look(url))
        if found is not None:
            set_offer(found)

    what = card(
        heading(t("What this is")),
        body(
            t(
                "If your clinic has a server for patients, the app can keep it and this device the same: "
                "what you enter goes there, and the dates of your infusions come from there. You can always "
                "write without a connection; what waits is sent later."
            )
        ),
        body(t("Without it, nothing leaves this device unless you send it."), quiet=True),
    )
    if offer is not None:
        return stack([what, Offered(offer, lambda: set_offer(None))])
    ask = card(
        heading(t("The address")),
        body(t("Your clinic can tell you the address of its FHIR server.")),
        field(
            t("Address"),
            address.value,
            address.on_change,
            hint="https://",
            on_submit=look,
            keyboard_type=ft.KeyboardType.URL,
            autocorrect=False,
        ),
        *slow.progress(t("Looking whose server it is …")),
        *problem(slow),
        row(primary(t("Look whose it is"), look, icon=ft.Icons.SEARCH, disabled=slow.busy)),
        small(t("Nothing of yours is sent by looking.")),
    )
    return stack([what, ask])


@component
def Offered(offer: Any, leave: Any) -> ft.Control:
    """Whose server it is, what would be sent, and the sign-in.

    Args:
        offer: what `look` found. leave: goes back to the address.
    """
    services = use_here().services
    sent, set_sent, sent_now = use_current(((), False))
    off, words = sent
    name = use_typed("client")
    slow = use_slow()
    stop: Any = ft.use_ref(_NOTHING)

    def leaving() -> None:
        # Who goes elsewhere does not want it any more.
        if stop.current is not None:
            stop.current.set()

    ft.use_effect(lambda: None, [], leaving)

    def flip(kind: str) -> None:
        held, share = sent_now()
        set_sent((flipped(held, kind), share))

    def flip_words() -> None:
        held, share = sent_now()
        set_sent((held, not share))

    async def connect(_: Any) -> None:
        stop.current = asked = Event()
        on_phone = phone.here()
        off_now, words_now = sent_now()
        # On a phone the browser hides the app, which must not lock meanwhile.
        with errand() if on_phone else nullcontext():
            lasts = await slow.run(
                lambda: (
                    services.sync.sign_in(
                        offer,
                        phone.open_browser,
                        stop=asked.is_set,
                        off=off_now,
                        words=words_now,
                        client_id=name.now().strip(),
                        by_link=on_phone,
                    ),
                )
            )
        if lasts is None:
            return
        services.sync.start()
        if lasts[0]:
            say(t("Your clinic is connected."))
        else:
            say(
                t(
                    "Your clinic is connected. This device has no safe place for the sign-in: "
                    "it lasts until you close the app."
                )
            )

    parts: list[ft.Control] = [
        heading(t("Whose server it is")),
        body(offer.host),
        *([small(offer.software)] if offer.software else []),
        body(t("Go on only if your clinic gave you this address."), quiet=True),
        *kinds(offer.sends, off, words, flip, flip_words),
    ]
    if offer.server.sign_in is None:
        parts.append(
            body(
                t("This server has no sign-in for this app, so it cannot be connected here. Ask your clinic.")
            )
        )
        return card(*parts, row(quiet(t("Another address"), lambda _: leave())))
    parts += [
        field(
            t("Name of this app at the clinic"),
            name.value,
            name.on_change,
            hint="infusion-companion",
            autocorrect=False,
        ),
        small(t("Leave it empty, unless your clinic gave you a name.")),
        *slow.progress(t("Sign in with your browser. The app waits here until you come back.")),
        *problem(slow),
    ]
    if slow.busy:
        return card(*parts, row(secondary(t("Stop"), lambda _: stop.current.set(), icon=ft.Icons.STOP)))
    return card(
        *parts,
        row(
            primary(t("Sign in and connect"), connect, icon=ft.Icons.LOGIN),
            quiet(t("Another address"), lambda _: leave()),
        ),
    )
