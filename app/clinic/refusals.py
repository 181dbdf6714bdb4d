"""What a status that is no success means (RFC 9110; hl7.org/fhir/R4/http.html), as the error that says it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, Final

from app.clinic import reading
from app.errors import (
    Busy,
    ClinicError,
    Conflict,
    Forbidden,
    Gone,
    NotAccepted,
    NotFhir,
    NotThere,
    SignInNeeded,
    TooLarge,
)

_DAY: Final = timedelta(days=1)
REFUSED: Final = (
    "The clinic's server did not accept this; it stays on this device, and the clinic can say what it needs."
)


def refusal(
    status: int, headers: Mapping[str, str], body: Mapping[str, Any] | None, now: datetime
) -> ClinicError:
    """The error for an answer.

    Args:
        status: of the answer, none of 200 to 299.
        body: the resource of the answer, or None when it is none, such as a page of a proxy.
        now: aware; for a date in Retry-After when the answer itself has none.
    """
    match status:
        case 401:
            return SignInNeeded("The sign-in at the clinic has ended; sign in again in Settings.")
        case 403:
            return Forbidden("The clinic's server does not allow this for your sign-in; ask the clinic.")
        case 404:
            return NotThere("The clinic's server does not have this.")
        case 410:
            return Gone("The clinic's server does not have this any more.")
        case 409 | 412:
            return Conflict("The clinic's server has another version of this by now; it is read first.")
        case 413:
            return TooLarge("The clinic's server does not take this much at once; less is sent next.")
        case 408 | 425 | 429:
            return Busy(
                "The clinic's server has too much to do; the app tries again later.", wait(headers, now)
            )
        case _ if 400 <= status < 500 or status == 501:
            return NotAccepted(REFUSED, reading.reason(body))
        case _ if status >= 500:
            return Busy(
                "The clinic's server has trouble of its own; the app tries again later.", wait(headers, now)
            )
    return NotFhir(reading.NO_FHIR)


def wait(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """The wait of Retry-After (RFC 9110, 10.2.3), up to one day; None when it says none.

    A date is held against the server's own clock where it tells it.
    """
    said = headers.get("retry-after", "").strip()
    if said.isascii() and said.isdigit():
        return min(timedelta(seconds=int(said[:9])), _DAY)
    until = _date(said)
    if until is None:
        return None
    return min(max(until - (_date(headers.get("date", "")) or now), timedelta(0)), _DAY)


def _date(said: str) -> datetime | None:
    try:
        at = parsedate_to_datetime(said)
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)
