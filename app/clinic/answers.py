"""What a clinic's FHIR server says, as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Literal, Self

Resource = Mapping[str, Any]
MOST_ENTRIES: Final = 50


@dataclass(frozen=True, slots=True)
class Limits:
    """What one server may cost.

    connect, read: seconds until a connection or the next bytes have to come. whole: seconds for one answer.
    answer: bytes of one answer, unpacked. pages: of one search. redirects: within the same server.
    """

    connect: float = 10
    read: float = 30
    whole: float = 120
    answer: int = 16 * 1024 * 1024
    pages: int = 2_000
    redirects: int = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """What a server says it can do, from its CapabilityStatement.

    software, publisher: its own names, "" when it says none. fhir: the version, such as "4.0.1".
    update_create: types for which a PUT to an id of ours creates. gives_ids: those for which it never does.
    search: names that may be searched for, by type.
    transaction, batch, history: what it offers as a whole.
    """

    software: str = ""
    publisher: str = ""
    fhir: str = ""
    types: frozenset[str] = frozenset()
    update_create: frozenset[str] = frozenset()
    gives_ids: frozenset[str] = frozenset()
    search: Mapping[str, frozenset[str]] = field(default_factory=dict)
    transaction: bool = False
    batch: bool = False
    history: bool = False

    def plain(self) -> dict[str, Any]:
        """What a sync needs of it the next time, as JSON can hold it."""
        return {
            "types": sorted(self.types),
            "update_create": sorted(self.update_create),
            "gives_ids": sorted(self.gives_ids),
            "transaction": self.transaction,
            "batch": self.batch,
        }

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Self:
        """What `plain` gave."""
        return cls(
            types=frozenset(plain["types"]),
            update_create=frozenset(plain["update_create"]),
            gives_ids=frozenset(plain["gives_ids"]),
            transaction=plain["transaction"],
            batch=plain["batch"],
        )


@dataclass(frozen=True, slots=True, repr=False)
class Found:
    """A resource that was read. version: for If-Match, such as ``W/"3"``; None when the server has none."""

    resource: Resource
    version: str | None
    last_updated: datetime | None


@dataclass(frozen=True, slots=True, repr=False)
class Answer:
    """What a write came to. id: where the resource is now; resource: only when the server sent it back."""

    id: str
    version: str | None
    last_updated: datetime | None
    resource: Resource | None
    created: bool


@dataclass(frozen=True, slots=True, repr=False)
class Entry:
    """One write of a bundle. version: for If-Match, which some servers ignore inside bundles.

    identifier: "system|value" of a POST, which then creates only what is not there yet.
    """

    resource: Resource
    version: str | None = None
    method: Literal["PUT", "POST"] = "PUT"
    identifier: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class EntryAnswer:
    """What one entry of a bundle came to.

    status: as of a request of its own, such as 201 or 412.
    outcome: why not, plain text; it may repeat what was sent.
    """

    status: int
    id: str
    version: str | None
    last_updated: datetime | None
    outcome: str = ""
    resource: Resource | None = None

    @property
    def done(self) -> bool:
        """Whether the server has it now."""
        return 200 <= self.status < 300


@dataclass(frozen=True, slots=True, repr=False)
class Page:
    """One page of a search or a history.

    resources: without outcomes. removed: (type, id) of what a history says was deleted.
    at: the server's clock when it answered, or None. total: how many it found on all pages, or None.
    """

    resources: tuple[Resource, ...]
    at: datetime | None
    removed: tuple[tuple[str, str], ...] = ()
    total: int | None = None
