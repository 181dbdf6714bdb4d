"""Signing in at the clinic: authorization code with PKCE in the system browser (SMART App Launch 2.2).

RFC 8252 (native apps), RFC 7636 (PKCE, S256), RFC 9207 (`iss`). Authlib makes the requests.
"""

from __future__ import annotations

import secrets
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final, cast
from urllib.parse import parse_qs, urlsplit

import httpx

from app.clinic import address
from app.clinic.discovery import SignInPlace
from app.clinic.tokens import SignIn
from app.errors import Busy, ClinicError, NotFhir, Offline, SignInNeeded

# Of one patient, also while the app is closed: what is written, and what is only read. Nothing is deleted.
_WRITES: Final = ("CarePlan", "Procedure", "QuestionnaireResponse", "Observation")
_READS: Final = ("Patient", "Appointment", "MedicationAdministration")
# The scheme is ours by its reversed name (RFC 8252, 7.1); the packager wants a host, too.
APP_LINK: Final = "org.infusioncompanion.app://clinic/signed-in"
_NOT_DONE: Final = "The sign-in at the clinic was not finished; try again."
_UNUSABLE: Final = "The clinic's sign-in gave no token that this app can use; ask the clinic."
_OFFLINE: Final = "The clinic's sign-in was not reached; check the connection, or try again later."
_MOST: Final = 100_000
_LONGEST_LIFE: Final = 10 * 365 * 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One sign-in under way. url: for the browser. redirect: where the browser comes back to."""

    url: str
    redirect: str
    state: str = field(repr=False)
    verifier: str = field(repr=False)
    client_id: str
    place: SignInPlace


def scopes(capabilities: frozenset[str], *, reading: bool = False) -> str:
    """The scopes to ask for: as SMART App Launch 2 writes them, or as 1 does where a server knows only that.

    Args:
        capabilities: of its smart-configuration ("permission-v1", "permission-v2").
        reading: for a caregiver, who reads alone.
    """
    old = "permission-v1" in capabilities and "permission-v2" not in capabilities
    if reading:
        writes = [f"patient/{one}.{'read' if old else 'rs'}" for one in _WRITES]
    elif old:
        writes = [f"patient/{one}.{verb}" for one in _WRITES for verb in ("read", "write")]
    else:
        writes = [f"patient/{one}.crus" for one in _WRITES]
    reads = [f"patient/{one}.{'read' if old else 'rs'}" for one in _READS]
    return " ".join(["launch/patient", "offline_access", *writes, *reads])


def begin(
    place: SignInPlace, base_url: str, client_id: str, redirect: str, *, reading: bool = False
) -> Request:
    """Make a sign-in.

    Args:
        base_url: the FHIR base that the token is for (aud). client_id: under which the clinic knows this app.
        redirect: a loopback address or APP_LINK. reading: for a caregiver, who reads alone.
    """
    verifier = secrets.token_urlsafe(64)
    asked = scopes(place.capabilities, reading=reading)
    with _oauth(place.token, client_id, redirect, asked, None) as client:
        url, state = client.create_authorization_url(
            place.authorize, state=secrets.token_urlsafe(32), code_verifier=verifier, aud=base_url
        )
    return Request(
        url=url, redirect=redirect, state=state, verifier=verifier, client_id=client_id, place=place
    )


def finish(
    request: Request,
    came_back: str,
    *,
    transport: httpx.BaseTransport | None = None,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> SignIn:
    """Exchange the code that the browser came back with for a sign-in.

    Args:
        came_back: the whole address that the browser asked for.

    Raises:
        SignInNeeded: it was cancelled, refused, or is not the answer to this request.
        Offline, Busy, NotFhir: the token could not be had.
    """
    said = {name: values[0] for name, values in parse_qs(urlsplit(came_back).query).items()}
    if not secrets.compare_digest(said.get("state", "").encode(), request.state.encode()):
        raise SignInNeeded(_NOT_DONE)
    issuer = said.get("iss", "")
    if "error" in said or not said.get("code") or (issuer and not _same(issuer, request.place.issuer)):
        raise SignInNeeded(_NOT_DONE)
    with _oauth(request.place.token, request.client_id, request.redirect, "", transport) as client:
        given = _asked(
            lambda: client.fetch_token(request.place.token, code=said["code"], code_verifier=request.verifier)
        )
    empty = SignIn(access="", client_id=request.client_id, token_url=request.place.token)
    return _sign_in(given, empty, clock())


def renew(
    kept: SignIn,
    *,
    transport: httpx.BaseTransport | None = None,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> SignIn:
    """Return a newer sign-in; its refresh token replaces the one before where the provider rotates them.

    Raises:
        SignInNeeded: the provider takes the refresh token no more.
        Offline, Busy, NotFhir: it could not be asked.
    """
    with _oauth(kept.token_url, kept.client_id, None, "", transport) as client:
        given = _asked(lambda: client.refresh_token(kept.token_url, refresh_token=kept.refresh))
    return _sign_in(given, kept, clock())


def _oauth(
    token_url: str, client_id: str, redirect: str | None, scope: str, transport: httpx.BaseTransport | None
) -> Any:
    address.endpoint(token_url)
    return _authlib()(
        client_id=client_id,
        redirect_uri=redirect,
        scope=scope or None,
        # A public client: there is no secret that an app could keep (RFC 8252, 8.5).
        token_endpoint_auth_method="none",  # noqa: S106  no password
        code_challenge_method="S256",
        transport=_Bounded(transport or httpx.HTTPTransport(trust_env=False)),
        trust_env=False,
        follow_redirects=False,
        timeout=httpx.Timeout(30, connect=10),
    )


def _authlib() -> Any:
    """Authlib's client, loaded at the first sign-in: it takes 130 ms that no start has to wait for."""
    from authlib.deprecate import AuthlibDeprecationWarning  # noqa: PLC0415

    # It tells whoever starts the app that httpx2 will be preferred one day; its version is locked here.
    warnings.filterwarnings(
        "ignore", message="The httpx module is deprecated", category=AuthlibDeprecationWarning
    )
    from authlib.integrations.httpx_client import OAuth2Client  # noqa: PLC0415

    return OAuth2Client


class _Bounded(httpx.BaseTransport):
    """Reads at most what a sign-in may say, and follows nowhere."""

    def __init__(self, inner: httpx.BaseTransport) -> None:
        self._inner = inner

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Carry one request."""
        request.headers["Accept-Encoding"] = "identity"
        answer, body = self._inner.handle_request(request), bytearray()
        try:
            for chunk in cast("httpx.SyncByteStream", answer.stream):
                body += chunk
                if len(body) > _MOST:
                    raise NotFhir(_UNUSABLE)
        finally:
            answer.close()
        if answer.status_code == 429 or answer.status_code >= 500:
            raise Busy("The clinic's sign-in has trouble of its own; the app tries again later.")
        if 300 <= answer.status_code < 400 or "content-encoding" in answer.headers:
            raise NotFhir(_UNUSABLE)
        kind = {"Content-Type": answer.headers.get("content-type", "")}
        return httpx.Response(answer.status_code, headers=kind, content=bytes(body), request=request)

    def close(self) -> None:
        """Close the connections."""
        self._inner.close()


def _asked(ask: Callable[[], Mapping[str, Any]]) -> Mapping[str, Any]:
    from authlib.common.errors import AuthlibBaseError  # noqa: PLC0415  (see _authlib)

    # Without their causes: those hold the request, and with it the code or the token.
    try:
        return ask()
    except ClinicError:
        raise
    except AuthlibBaseError:
        raise SignInNeeded("The clinic's sign-in was not accepted or has ended; sign in again.") from None
    except (httpx.HTTPError, OSError):
        raise Offline(_OFFLINE) from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise NotFhir(_UNUSABLE) from None


def _sign_in(given: Mapping[str, Any], before: SignIn, now: datetime) -> SignIn:
    access, kind = given.get("access_token"), str(given.get("token_type", "bearer"))
    if not isinstance(access, str) or not access.isascii() or not access.isprintable() or not access:
        raise NotFhir(_UNUSABLE)
    if kind.lower() != "bearer":
        raise NotFhir(_UNUSABLE)
    try:
        seconds = min(max(float(given["expires_in"]), 0.0), _LONGEST_LIFE)
        ends_at = now + timedelta(seconds=seconds)
    except (KeyError, ValueError, TypeError):
        ends_at = None
    return replace(
        before,
        access=access,
        refresh=str(given.get("refresh_token") or before.refresh),
        ends_at=ends_at,
        scope=str(given.get("scope") or before.scope),
        patient=str(given.get("patient") or before.patient),
    )


def _same(one: str, other: str) -> bool:
    return not other or one.rstrip("/") == other.rstrip("/")
