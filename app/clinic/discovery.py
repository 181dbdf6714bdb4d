"""Discovery: whose server it is, what it can do, and where one signs in; asked without any token.

SMART App Launch 2.2, "Conformance" (hl7.org/fhir/smart-app-launch/conformance.html).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final

import httpx

from app.care.invalid import Invalid
from app.clinic import address
from app.clinic.answers import Capabilities, Limits
from app.clinic.client import FhirClient
from app.clinic.exchange import Exchange
from app.errors import ClinicError, NotFhir, NotThere

WELL_KNOWN: Final = ".well-known/smart-configuration"
_NO_SIGN_IN: Final = "The clinic's server tells no safe way to sign in for this app; ask the clinic."


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInPlace:
    """Where one signs in.

    issuer: who says so, "" when it is not said. revoke: where a sign-in is ended, or "".
    """

    authorize: str
    token: str
    issuer: str = ""
    revoke: str = ""
    capabilities: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClinicServer:
    """A server before anything of the patient's is sent. sign_in: None when it has none."""

    base_url: str
    host: str
    capabilities: Capabilities
    sign_in: SignInPlace | None


def discover(
    base_url: str,
    *,
    issuer: str = "",
    transport: httpx.BaseTransport | None = None,
    limits: Limits | None = None,
) -> ClinicServer:
    """Ask a server who it is.

    Args:
        base_url: its FHIR base. issuer: who signs in instead of what the server names itself, or "".

    Raises:
        Invalid: an address is none that may be connected to.
        ClinicError: it was not reached, is no FHIR R4 server, or names no safe sign-in.
    """
    with FhirClient(base_url, transport=transport, limits=limits) as client:
        known, base = client.capabilities(), client.base_url
    if issuer:
        found = _document(address.checked(issuer), ".well-known/openid-configuration", transport, limits)
    else:
        try:
            found = _document(base, WELL_KNOWN, transport, limits)
        except NotThere:
            found = None
    place = _place(found) if found is not None else None
    return ClinicServer(base_url=base, host=address.origin(base)[1], capabilities=known, sign_in=place)


def _document(
    base: str, path: str, transport: httpx.BaseTransport | None, limits: Limits | None
) -> dict[str, Any]:
    exchange = Exchange(base, transport=transport, limits=limits or Limits(), accept="application/json")
    try:
        body = exchange.ask("GET", path).body
    finally:
        exchange.close()
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise NotFhir(_NO_SIGN_IN)
    return found


def _place(found: dict[str, Any]) -> SignInPlace:
    """Read a configuration; PKCE with S256 has to be among what it can, where it says what it can."""
    methods = found.get("code_challenge_methods_supported")
    if isinstance(methods, list) and "S256" not in methods:
        raise ClinicError(_NO_SIGN_IN)
    can, revoke = found.get("capabilities"), found.get("revocation_endpoint")
    try:
        return SignInPlace(
            authorize=address.endpoint(str(found["authorization_endpoint"])),
            token=address.endpoint(str(found["token_endpoint"])),
            issuer=str(found.get("issuer") or ""),
            revoke=address.endpoint(str(revoke)) if revoke else "",
            capabilities=frozenset(map(str, can)) if isinstance(can, list) else frozenset(),
        )
    except (KeyError, Invalid):
        raise ClinicError(_NO_SIGN_IN) from None
