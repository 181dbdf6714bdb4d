"""The address of a clinic's server: what may be connected to, and what belongs to it."""

from __future__ import annotations

import ipaddress
from typing import Final
from urllib.parse import SplitResult, urljoin, urlsplit

from app.care.invalid import Invalid
from app.errors import ForeignRedirect

_PORTS: Final = {"https": 443, "http": 80}
_LONGEST: Final = 2_000


def checked(url: str) -> str:
    """Return the address of a server without a slash at its end.

    Args:
        url: https, or http on this machine alone (RFC 8252, 8.3, speaks of loopback in the same way).

    Raises:
        Invalid: it is no such address.
    """
    url = url.strip().rstrip("/")
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host or len(url) > _LONGEST or parts.scheme not in _PORTS or any(c <= " " for c in url):
        raise Invalid("This is no address of a server; write it like https://fhir.clinic.example/r4.")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise Invalid("Leave names, passwords, ? and # out of the address of the clinic's server.")
    if parts.scheme == "http" and not is_loopback(host):
        raise Invalid("The clinic's server has to be reached by https, so that nobody can read along.")
    return url


def endpoint(url: str) -> str:
    """Return an address that a sign-in names, as it is: it may end in a slash and have a question mark.

    Raises:
        Invalid: it may not be connected to; see `checked`.
    """
    checked(url.split("?")[0])
    if any(one <= " " for one in url):
        raise Invalid("This is no address of a sign-in; ask the clinic.")
    return url


def is_loopback(host: str) -> bool:
    """Whether a host is this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def within(base: str, link: str) -> str:
    """Return a link of a server in full.

    Args:
        base: an address of the server. link: what it gave, whole or relative to base.

    Raises:
        ForeignRedirect: the link is of another origin.
    """
    try:
        whole = urljoin(base, link)
        same = len(whole) <= 4 * _LONGEST and origin(whole) == origin(base)
    except ValueError:
        same = False
    if not same:
        raise ForeignRedirect(
            "The clinic's server sends to another address, and nothing was sent there; ask the clinic."
        )
    return whole


def origin(url: str) -> tuple[str, str, int | None]:
    """Scheme, host and port of an address (RFC 6454)."""
    parts: SplitResult = urlsplit(url)
    return (
        parts.scheme.lower(),
        (parts.hostname or "").lower(),
        parts.port or _PORTS.get(parts.scheme.lower()),
    )
