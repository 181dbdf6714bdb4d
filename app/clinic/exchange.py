"""Exchange: one request and its answer, bounded, to one origin; what is no success becomes its error.

The only module that sends a request with the token. Nothing of a request or an answer gets into an error's
words, a log or a repr, but the reason that a server gives (`NotAccepted.reason`).
"""

from __future__ import annotations

import json
import time
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final

import httpx

from app.clinic import address, reading
from app.clinic.answers import Limits, Resource
from app.clinic.refusals import refusal
from app.errors import Cancelled, Forbidden, NotFhir, Offline, SignInNeeded
from app.version import VERSION

_FHIR: Final = "application/fhir+json"
_OFFLINE: Final = "The clinic's server was not reached; check the connection, or try again later."
_TOO_MUCH: Final = "The clinic's server sent more than this app takes at once; ask the clinic to look at it."
_ONLY_READS: Final = "Who follows somebody only reads at their clinic; nothing was sent."
_BROKEN: Final = (httpx.HTTPError, httpx.StreamError, OSError)


@dataclass(frozen=True, slots=True, repr=False)
class Reply:
    """An answer that is a success. etag, location: as they came. at: the server's clock."""

    status: int
    body: bytes
    etag: str | None
    location: str | None
    last_modified: datetime | None
    at: datetime | None

    def resource_or_none(self) -> Resource | None:
        """The resource of the answer, or None where it has nothing more to say than that it was done.

        Raises:
            NotFhir: somebody else answered, such as the sign-in page of a guest network: nothing is known.
        """
        if not self.body.strip():
            return None
        found = self.resource()
        return found if found["resourceType"] != "OperationOutcome" else None

    def resource(self) -> Resource:
        """The resource of the answer.

        Raises:
            NotFhir: there is none.
        """
        found = parsed(self.body)
        if found is None:
            raise NotFhir(reading.NO_FHIR)
        return found


def parsed(body: bytes) -> dict[str, Any] | None:
    """A resource out of JSON, or None for anything else."""
    try:
        found = json.loads(body, parse_constant=_no_number)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) and isinstance(found.get("resourceType"), str) else None


def _no_number(name: str) -> None:
    raise ValueError(name)


class Exchange:
    """Sends requests to one server; see `FhirClient` for the arguments."""

    def __init__(
        self,
        base_url: str,
        *,
        limits: Limits,
        token: Callable[[str | None], str] | None = None,
        transport: httpx.BaseTransport | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        stop: Callable[[], bool] = lambda: False,
        accept: str = _FHIR,
        read_only: bool = False,
    ) -> None:
        self._base = base_url
        self._read_only = read_only
        self._token = token
        self._clock = clock
        self._stop = stop
        self._limits = limits
        # trust_env: a proxy or .netrc of this machine's surroundings would get the token too.
        self._http = httpx.Client(
            transport=transport,
            trust_env=False,
            follow_redirects=False,
            timeout=httpx.Timeout(limits.read, connect=limits.connect),
            limits=httpx.Limits(max_connections=1, max_keepalive_connections=1),
            headers={
                "Accept": accept,
                "Accept-Encoding": "gzip",
                "User-Agent": f"infusion-companion/{VERSION}",
            },
        )

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def ask(
        self,
        method: str,
        path: str,
        *,
        body: Resource | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """Send one request, with a newer token once when the first one is refused.

        Args:
            path: behind the base, or a whole address of the same origin.

        Raises:
            ClinicError: the one that says it.
        """
        if self._read_only and method != "GET":
            raise Forbidden(_ONLY_READS)
        sent = {"Prefer": "return=minimal", **(headers or {})} if body is not None else dict(headers or {})
        content = None
        if body is not None:
            sent["Content-Type"] = _FHIR
            content = json.dumps(body, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
        url = address.within(self._base + "/", f"{self._base}/{path}" if "://" not in path else path)
        url = url.rstrip("/") if not path else url
        if self._token is None:
            return self._followed(method, url, content, sent)
        token = self._token(None)
        try:
            return self._followed(method, url, content, {**sent, "Authorization": f"Bearer {token}"})
        except SignInNeeded:
            newer = self._token(token)
            if newer == token:
                raise
        return self._followed(method, url, content, {**sent, "Authorization": f"Bearer {newer}"})

    def _followed(self, method: str, url: str, content: bytes | None, headers: Mapping[str, str]) -> Reply:
        for _ in range(self._limits.redirects + 1):
            status, answered, body = self._once(method, url, content, headers)
            followed = status in (307, 308) or (status in (301, 302) and method == "GET")
            if followed and "location" in answered:
                url = address.within(url, answered["location"])
                continue
            if 200 <= status < 300:
                return Reply(
                    status=status,
                    body=body,
                    etag=answered.get("etag"),
                    location=answered.get("location"),
                    last_modified=http_date(answered.get("last-modified")),
                    at=http_date(answered.get("date")),
                )
            raise refusal(status, answered, parsed(body), self._clock())
        raise NotFhir("The clinic's server sends from one address to the next without end; ask the clinic.")

    def _once(
        self, method: str, url: str, content: bytes | None, headers: Mapping[str, str]
    ) -> tuple[int, httpx.Headers, bytes]:
        self._go_on()
        try:
            with self._http.stream(method, url, content=content, headers=headers) as response:
                return response.status_code, response.headers, self._body(response)
        except _BROKEN:
            # Without its cause: that one holds the request, and with it the token and what was sent.
            raise Offline(_OFFLINE) from None
        except (httpx.InvalidURL, UnicodeError):
            raise NotFhir(reading.NO_FHIR) from None

    def _body(self, response: httpx.Response) -> bytes:
        """The bytes of an answer, unpacked here because httpx unpacks without bound."""
        encoding = response.headers.get("content-encoding", "identity").strip().lower()
        if encoding not in ("identity", "gzip", ""):
            raise NotFhir(reading.NO_FHIR)
        unpack = zlib.decompressobj(wbits=31) if encoding == "gzip" else None
        most, until, body = self._limits.answer, time.monotonic() + self._limits.whole, bytearray()
        for chunk in response.stream:  # type: ignore[union-attr]  # the client is not an asynchronous one
            self._go_on()
            try:
                body += unpack.decompress(chunk, most + 1 - len(body)) if unpack else chunk
            except zlib.error:
                raise NotFhir(reading.NO_FHIR) from None
            if len(body) > most:
                raise NotFhir(_TOO_MUCH)
            if time.monotonic() > until:
                raise Offline(_OFFLINE)
        return bytes(body)

    def _go_on(self) -> None:
        if self._stop():
            raise Cancelled("The exchange with the clinic was stopped; it goes on from here the next time.")


def http_date(said: str | None) -> datetime | None:
    """A date of an HTTP header (RFC 9110, 5.6.7), or None."""
    try:
        at = parsedate_to_datetime(said) if said else None
    except ValueError:
        return None
    return at if at is None or at.tzinfo else at.replace(tzinfo=UTC)
