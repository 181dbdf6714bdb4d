"""Follow at a clinic: a caregiver signs in with an account of their own, which only reads."""

from __future__ import annotations

from contextlib import nullcontext
from threading import Event
from typing import Any

import flet as ft

from app.device import phone
from app.device.errand import errand
from app.ui.components.base import body, card, field, heading, primary, quiet, row, secondary, small
from app.ui.components.slow import use_slow
from app.ui.drafts import use_typed
from app.ui.failing import component
from app.ui.layout import go, screen
from app.ui.live import use_here, use_value
from app.ui.notice import say
from app.ui.screens.connection_before import problem
from app.ui.text import t

_NOTHING: Any = None


@component
def PeopleClinic() -> ft.View:
    """The steps: who, at which address, the sign-in."""
    here = use_here()
    services = here.services
    name, address = use_typed("name"), use_typed("address")
    server, set_server = use_value(_NOTHING)
    slow = use_slow()
    stop: Any = ft.use_ref(_NOTHING)

    def leaving() -> None:
        if stop.current is not None:
            stop.current.set()

    ft.use_effect(lambda: None, [], leaving)

    async def look(_: Any) -> None:
        url = address.now()
        found = await slow.run(lambda: services.following_clinic.look(url))
        if found is not None:
            set_server(found)

    async def sign_in(_: Any) -> None:
        stop.current = asked = Event()
        on_phone, called = phone.here(), name.now()
        # On a phone the browser hides the app, which must not lock meanwhile.
        with errand() if on_phone else nullcontext():
            found = await slow.run(
                lambda: services.following_clinic.sign_in(
                    server, called, phone.open_browser, stop=asked.is_set, by_link=on_phone
                )
            )
        if found is None:
            return
        person, lasts = found
        if lasts:
            say(t("You follow {name} now.", name=person.name))
        else:
            say(
                t(
                    "You follow {name} now. This device has no safe place for the sign-in: "
                    "it lasts until you close the app.",
                    name=person.name,
                )
            )
        go(f"/people/{person.id}")

    what = card(
        heading(t("What this is")),
        body(
            t(
                "Some clinics give someone who cares for a patient an account of their own. With it you see "
                "here what that clinic shows you: the infusions, mood numbers and check-ins."
            )
        ),
        body(t("This app only reads there. It changes nothing and sends nothing."), quiet=True),
    )
    if server is None:
        ask = card(
            heading(t("Who, and where")),
            field(t("How you call them"), name.value, name.on_change),
            body(t("The clinic can tell you the address of its FHIR server.")),
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
        )
        return screen(here, t("Follow at a clinic"), what, ask, place="/people", back="/people")
    parts: list[ft.Control] = [
        heading(t("Whose server it is")),
        body(server.host),
        *([small(server.capabilities.software)] if server.capabilities.software else []),
        body(t("Go on only if the clinic gave you this address."), quiet=True),
    ]
    another = quiet(t("Another address"), lambda _: set_server(_NOTHING))
    if server.sign_in is None:
        none = t("This server has no sign-in for this app, so nobody can be followed here. Ask the clinic.")
        shown = card(*parts, body(none), row(another))
    elif slow.busy:
        wait = slow.progress(t("Sign in with your browser. The app waits here until you come back."))
        end = secondary(t("Stop"), lambda _: stop.current.set(), icon=ft.Icons.STOP)
        shown = card(*parts, *wait, row(end))
    else:
        begin = primary(t("Sign in with your own account"), sign_in, icon=ft.Icons.LOGIN)
        shown = card(*parts, *problem(slow), row(begin, another))
    return screen(here, t("Follow at a clinic"), what, shown, place="/people", back="/people")
