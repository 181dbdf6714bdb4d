"""A line between a client and the server: it loses, repeats, delays and spoils what goes over it."""

from __future__ import annotations

import gzip
import json
import random
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from email.utils import format_datetime

import httpx

from tests.clinic.simulator.fhir import BASE, Fhir, Headers, Said, no
from tests.clinic.simulator.server import Server, known_by

_HOST = "fhir.example.org"
_OTHER = "https://other.example.org/fhir"
_HTML = b"<html><body>Something between the two of you says no.</body></html>"
# What a server cannot take for something else when it comes late.
_CONDITIONS = ("if-match", "if-none-match", "if-none-exist")
Request = tuple[str, str, str, Headers, bytes]


class Killed(BaseException):
    """The process is gone at this moment: no handler of the app runs on."""


class Line(httpx.BaseTransport):
    """Carries requests to a server. faults: the chance of one at each request, 0 to 1.

    requests: how many there were. met: which faults, and how often. meanwhile: called while one is away.
    known, newest: the token that the client has, and the one that the server takes.
    """

    def __init__(self, server: Server, chance: random.Random, faults: float) -> None:
        self.fhir = Fhir(server)
        self.faults = faults
        self.requests = 0
        self.met: Counter[str] = Counter()
        self.meanwhile: Callable[[], None] = lambda: None
        self.known = self.newest = "token-1"
        self._server = server
        self._chance = chance
        self._late: list[Request] = []
        self.fhir.odd = self._odd

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Answer one request, or lose it."""
        url, headers = request.url, request.headers
        assert url.host == _HOST, "something was sent to another server"
        path = url.path.removeprefix("/fhir").strip("/")
        asked = (request.method, path, url.query.decode(), headers, request.content)
        self.requests += 1
        self.meanwhile()
        if self._late and self._fault(0.3):
            self.arrive()
        said = self._unauthorized(headers["authorization"]) or self._refused(asked) or self._answer(asked)
        self.meanwhile()
        if self._fault():
            self._lose()
        return self._spoilt(said)

    def arrive(self) -> None:
        """What was on its way arrives at the server, in any order."""
        late, self._late = self._late, []
        self._chance.shuffle(late)
        for one in late:
            self.fhir.answer(*one)

    def _fault(self, share: float = 1.0) -> bool:
        return bool(self.faults) and self._chance.random() < self.faults * share

    def _odd(self) -> int:
        """The status of one entry of a batch that the server does not do now, or 0."""
        if not self._fault(0.3):
            return 0
        self.met["entry refused"] += 1
        return self._chance.choice((422, 429, 500))

    def _unauthorized(self, said: str) -> Said | None:
        if self._fault(0.15):
            self.newest = f"token-{int(self.newest[6:]) + 1}"  # the one before has come to its end
        if said == f"Bearer {self.newest}":
            self.known = self.newest
            return None
        self.met["401"] += 1
        return 401, {"WWW-Authenticate": "Bearer"}, self._chance.choice((b"", _HTML))

    def _refused(self, asked: Request) -> Said | None:
        """What happens before the server sees a request."""
        if not self._fault():
            return None
        fault = self._chance.choice(
            ("lost", "lost", "timeout", "killed", "403", "429", "429", "500", "503", "html", "elsewhere",
             "moved", "not accepted", "too large"),
        )  # fmt: skip
        method, path, query, _, body = asked
        match fault:
            case "not accepted" | "too large" if method == "GET" or b'"method":"GET"' in body:
                return None
            case "not accepted" if path:
                # It takes this one neither so nor otherwise until somebody at the clinic has seen to it.
                if stated := known_by(json.loads(body)):
                    self.met[fault] += 1
                    self._server.refuses.add(stated)
                return None
            case "too large" if body.count(b'"request"') < 2:
                return None
        self.met[fault] += 1
        match fault:
            case "lost":
                raise httpx.ConnectError("There is no connection.")
            case "timeout":
                raise httpx.ConnectTimeout("Nobody answers.")
            case "killed":
                raise Killed
            case "403":
                return 403, {}, _HTML
            case "429":
                return 429, {"Retry-After": "30"}, self._chance.choice((b"", _HTML))
            case "500":
                return 500, {}, no(500)[2]
            case "503":
                later = format_datetime(self._server.now + timedelta(minutes=1), usegmt=True)
                return 503, {"Retry-After": later}, _HTML
            case "html":
                return 200, {"Content-Type": "text/html"}, _HTML
            case "elsewhere":
                return 307, {"Location": f"{_OTHER}/{path}"}, b""
            case "moved":
                return 307, {"Location": f"{BASE}/{path}{'?' if query else ''}{query}"}, b""
            case "too large":
                return 413, {}, _HTML
        return no(422)

    def _answer(self, asked: Request) -> Said:
        """Let the server answer; a write may come later than anybody waits, or twice."""
        method, _, _, headers, body = asked
        if method == "GET":
            return self.fhir.answer(*asked)
        if self._fault(0.2) and any(name in headers for name in _CONDITIONS):
            self.met["late"] += 1
            self._late.append(asked)
            raise httpx.ReadTimeout("It is on its way for longer than anybody waits.")
        said = self.fhir.answer(*asked)
        if self._fault(0.2) and b'"method":"GET"' not in body:
            self.met["twice"] += 1
            again = self.fhir.answer(*asked)
            said = self._chance.choice((said, again))
        if said[0] == 412 and self._chance.random() < 0.5:
            return no(409)
        return said

    def _lose(self) -> None:
        """The answer is lost, or the app is killed before it reads it."""
        if self._chance.random() < 0.3:
            self.met["killed"] += 1
            raise Killed
        self.met["answer lost"] += 1
        raise self._chance.choice((httpx.ReadError("It broke off."), httpx.ReadTimeout("It takes too long.")))

    def _spoilt(self, said: Said) -> httpx.Response:
        status, headers, body = said
        headers = {"Date": format_datetime(self._server.now, usegmt=True), **headers}
        if not self._fault(0.5):
            return httpx.Response(status, headers=headers, stream=httpx.ByteStream(body))
        fault = self._chance.choice(("cut", "broken off", "packed", "badly packed", "packed and cut"))
        self.met[fault] += 1
        if fault == "cut":
            return httpx.Response(status, headers=headers, content=body[: len(body) // 2])
        if fault == "broken off":
            return httpx.Response(status, headers=headers, stream=_BrokenOff(body))
        headers["Content-Encoding"] = "gzip"
        packed = gzip.compress(body, 1) if fault != "badly packed" else b"\x1f\x8b" + body
        if fault == "packed and cut":
            packed = packed[: len(packed) // 2]
        return httpx.Response(status, headers=headers, stream=httpx.ByteStream(packed))


class _BrokenOff(httpx.SyncByteStream):
    """Half an answer, after which the line goes."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    def __iter__(self) -> Iterator[bytes]:
        yield self._body[: len(self._body) // 2]
        raise httpx.RemoteProtocolError("peer closed connection without sending complete message body")
