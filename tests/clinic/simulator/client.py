"""The app's own client at the end of a line with faults; on the other end is the server in memory."""

from __future__ import annotations

import random
from collections.abc import Callable

from app.clinic.answers import Limits
from app.clinic.client import FhirClient
from app.errors import SignInNeeded
from tests.clinic.simulator.fhir import BASE
from tests.clinic.simulator.line import Line
from tests.clinic.simulator.server import Server


class Client(FhirClient):
    """Speaks to one server. faults: the chance of one at each request, 0 to 1."""

    def __init__(self, server: Server, chance: random.Random, faults: float = 0.0) -> None:
        self.line = Line(server, chance, faults)
        self.server = server
        self._chance = chance
        super().__init__(
            BASE,
            token=self._token,
            transport=self.line,
            clock=lambda: server.now,
            limits=Limits(pages=200),
        )

    @property
    def faults(self) -> float:
        return self.line.faults

    @faults.setter
    def faults(self, share: float) -> None:
        self.line.faults = share

    @property
    def requests(self) -> int:
        return self.line.requests

    @property
    def meanwhile(self) -> Callable[[], None]:
        return self.line.meanwhile

    @meanwhile.setter
    def meanwhile(self, act: Callable[[], None]) -> None:
        self.line.meanwhile = act

    def arrive(self) -> None:
        """See `Line.arrive`."""
        self.line.arrive()

    def begin(self) -> None:
        """Know nothing yet, as the client of a new run does."""
        self._known, self._learned = None, False

    def _token(self, refused: str | None) -> str:
        """A newer token for a refused one; where that goes wrong, none or the same one again."""
        if refused is not None and self.faults and self._chance.random() < 0.3:
            if self._chance.random() < 0.5:
                raise SignInNeeded("The sign-in at the clinic has ended; sign in again in Settings.")
            return refused
        return self.line.newest if refused is not None else self.line.known
