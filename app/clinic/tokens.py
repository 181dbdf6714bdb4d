"""Tokens: a sign-in at the clinic, where it is kept, and how it is renewed."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Final, Protocol

from app.errors import SignInNeeded

_ENDED: Final = "The sign-in at the clinic has ended; sign in again in Settings."
# A token is renewed this long before it ends, so that it does not end on its way.
_EARLY: Final = timedelta(seconds=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """What a sign-in gave.

    ends_at: aware, or None when it is not said. patient: the patient's id there, or "".
    """

    access: str = field(repr=False)
    refresh: str = field(default="", repr=False)
    ends_at: datetime | None = None
    scope: str = ""
    patient: str = field(default="", repr=False)
    client_id: str = ""
    token_url: str = ""

    def to_text(self) -> str:
        """This sign-in as JSON, for a TokenStore."""
        values = asdict(self)
        values["ends_at"] = self.ends_at.isoformat() if self.ends_at else None
        return json.dumps(values)

    @classmethod
    def from_text(cls, text: str) -> SignIn | None:
        """The sign-in that was kept, or None when it cannot be read."""
        try:
            values = json.loads(text)
            at = values.pop("ends_at")
            return cls(**values, ends_at=datetime.fromisoformat(at) if at else None)
        except (ValueError, TypeError, KeyError, AttributeError):
            return None


class TokenStore(Protocol):
    """A safe place for one text; never a file in clear. Each may raise NotKept."""

    def load(self) -> str | None: ...
    def save(self, text: str, /) -> None: ...
    def forget(self) -> None: ...


class InMemory:
    """Keeps a sign-in until the app is closed, where there is no safe place."""

    def __init__(self) -> None:
        self._text: str | None = None

    def load(self) -> str | None:
        """The text, or None."""
        return self._text

    def save(self, text: str, /) -> None:
        """Keep a text in place of the one before."""
        self._text = text

    def forget(self) -> None:
        """Keep none."""
        self._text = None


class Tokens:
    """Gives the bearer token for `FhirClient`, and renews it; for several threads."""

    def __init__(
        self,
        store: TokenStore,
        renew: Callable[[SignIn], SignIn],
        clock: Callable[[], datetime] | None = None,
    ) -> None:
        """Reads nothing yet.

        Args:
            renew: asks for a newer sign-in (`smart.renew`); raises SignInNeeded when there is none.
        """
        self._store = store
        self._renew = renew
        self._clock = clock or (lambda: datetime.now(UTC))
        self._one_at_a_time = Lock()

    def __call__(self, refused: str | None = None) -> str:
        """Return a token.

        Args:
            refused: the one that the server did not take, or None.

        Raises:
            SignInNeeded: there is none that could be renewed.
            Offline, Busy: the sign-in was not reached.
        """
        # A provider takes each refresh token once: two threads must not use the same one.
        with self._one_at_a_time:
            text = self._store.load()
            kept = SignIn.from_text(text) if text else None
            if kept is None:
                raise SignInNeeded(_ENDED)
            ended = kept.ends_at is not None and kept.ends_at - _EARLY <= self._clock()
            if kept.access != refused and not ended:
                return kept.access
            if not kept.refresh:
                raise SignInNeeded(_ENDED)
            newer = self._renew(kept)
            self._store.save(newer.to_text())
            return newer.access


def fixed(token: str) -> Callable[[str | None], str]:
    """A token that cannot be renewed, as automation gives it.

    Raises, when called:
        SignInNeeded: the server did not take it.
    """

    def give(refused: str | None = None) -> str:
        if refused == token:
            raise SignInNeeded(
                "The clinic's server does not take the token that was given; give a newer one."
            )
        return token

    return give
