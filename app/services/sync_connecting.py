"""Connecting: whose server it is, the sign-in in the system's browser, and where the sign-in is kept."""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from app.clinic import smart
from app.clinic.app_link import AppLink
from app.clinic.client import FhirClient
from app.clinic.discovery import ClinicServer
from app.clinic.loopback import Loopback
from app.clinic.tokens import InMemory, SignIn, Tokens, TokenStore, fixed
from app.errors import ClinicError, NotGiven, NotKept, SignInNeeded

if TYPE_CHECKING:
    from app.clinic.client import Token

# Under which a clinic knows this app, unless it gave it another name.
CLIENT_ID: Final = "infusion-companion"
# Sign-ins of stores without a keystore, by the store's file: they last as long as this process.
_in_memory: dict[Path, InMemory] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class How:
    """How one signs in at the connected server.

    way: "browser", "token" (from the environment) or "none". token_env: the variable's name, never its value.
    """

    way: str
    token_env: str = ""


def safe_place(path: Path, name: str = "") -> TokenStore:
    """Where the sign-in of a store is kept: the system's keystore, else the memory of this process.

    Args:
        path: the store's file, which tells the sign-ins of several stores apart.
        name: of one of several sign-ins of a store; "" for that of its patient.
    """
    from app.device import phone, secrets  # noqa: PLC0415  (only once a clinic is connected)

    mine = path.resolve() / name if name else path.resolve()
    account = hashlib.sha256(str(mine).encode()).hexdigest()[:16]
    found = phone.safe(account) or secrets.keystore(account)
    return found or _in_memory.setdefault(mine, InMemory())


def lasts(place: TokenStore) -> bool:
    """Whether a sign-in that is kept there is there after the next start, too."""
    return not isinstance(place, InMemory)


def keep(path: Path, place: TokenStore, found: SignIn) -> TokenStore:
    """Keep a sign-in, in the memory of this process where the keystore does not take it.

    Args:
        path: the store's file. place: where it belongs.
    """
    try:
        place.save(found.to_text())
    except NotKept:
        place = _in_memory.setdefault(path.resolve(), InMemory())
        place.save(found.to_text())
    return place


def sign_in(
    server: ClinicServer,
    open_browser: Callable[[str], Any],
    stop: Callable[[], bool],
    *,
    client_id: str = CLIENT_ID,
    by_link: bool = False,
    reading: bool = False,
    transport: Any = None,
) -> SignIn:
    """Let the patient sign in with the system's browser, and wait for it to come back.

    Args:
        server: as it was found. open_browser: opens an address. stop: asked several times a second.
        client_id: under which the clinic knows this app. by_link: the browser comes back by the app's own
            link, as on a phone, where an app out of sight cannot listen.
        reading: a caregiver signs in, who reads alone.

    Raises:
        SignInNeeded: it was refused, nobody came back, or the clinic did not say whose record it is.
        ClinicError: the sign-in could not be reached, or was stopped.
    """
    if server.sign_in is None:
        raise ClinicError("The clinic's server has no sign-in for this app; ask the clinic.")
    with AppLink() if by_link else Loopback() as back:
        request = smart.begin(
            server.sign_in, server.base_url, client_id or CLIENT_ID, back.redirect, reading=reading
        )
        # By itself: a browser of the terminal comes back only when it is closed, and waits for us meanwhile.
        threading.Thread(target=open_browser, args=(request.url,), daemon=True).start()
        found = smart.finish(request, back.wait(stop=stop), transport=transport)
    if not found.patient:
        raise SignInNeeded(
            "The clinic did not say which record is theirs, so nothing was connected; ask it to allow "
            "launch/patient for this app."
            if reading
            else "The clinic did not say which record is yours, so nothing was connected; ask it to allow "
            "launch/patient for this app."
        )
    return found


def from_environment(name: str) -> str:
    """The bearer token in a variable of the environment.

    Raises:
        NotGiven: there is none.
    """
    token = os.environ.get(name, "").strip()
    if not token:
        raise NotGiven("The variable {name} holds no token; set it, then try again.", name=name)
    return token


def token_for(how: How, place: TokenStore, transport: Any) -> Token | None:
    """What gives the bearer token for requests; None for a server without a sign-in.

    Raises:
        NotGiven: the variable with the token is not set.
    """
    if how.way == "none":
        return None
    if how.way == "token":
        return fixed(from_environment(how.token_env))
    return Tokens(place, lambda kept: smart.renew(kept, transport=transport))


def forget(path: Path, place: TokenStore) -> None:
    """Keep no sign-in of this store any more, wherever it is."""
    _in_memory.pop(path.resolve(), None)
    with suppress(NotKept):
        place.forget()


def look_at_patient(client: FhirClient, patient_id: str) -> None:
    """See that the server knows this patient and lets us read it. Raises ClinicError."""
    client.read("Patient", patient_id)
