"""Links: what the clinic's server has of each record, as far as this device knows."""

# ruff: noqa: S608  the names of columns are ours

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from storage.database import Database

Resource = Mapping[str, Any]
_TABLE = "sync_link"
# Under this name an encrypted store keeps the sign-in; no copy of the store takes it along.
SIGN_IN = "tokens"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One record and its resource on the clinic's server.

    kind, record_id: the record's table and id. server_type, server_id: where it is there.
    version: as the server last gave it; None where it did not say, or never answered.
    agreed: the resource that both sides last held; None where they never agreed.
    sent: what was last sent without an answer, or None.
    here_only: the patient wants to keep it on this device alone.
    whole: the number of the last reading of everything that met it; 0 for none.
    """

    kind: str
    record_id: UUID
    server_type: str
    server_id: str
    version: str | None = None
    agreed: Resource | None = None
    sent: Resource | None = None
    here_only: bool = False
    whole: int = 0


_COLUMNS = tuple(field.name for field in fields(Link))
_READ = f"SELECT {', '.join(_COLUMNS)} FROM {_TABLE} WHERE "
_WRITE = f"INSERT OR REPLACE INTO {_TABLE} ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"


class Links:
    """Reads and writes links; writing needs a transaction around it."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def get(self, kind: str, record_id: UUID) -> Link | None:
        """Return the link of a record, or None."""
        return next(iter(self._links("kind = ? AND record_id = ?", kind, str(record_id))), None)

    def at(self, server_type: str, server_id: str) -> Link | None:
        """Return the link to a resource of the server, or None."""
        return next(iter(self._links("server_type = ? AND server_id = ?", server_type, server_id)), None)

    def put(self, link: Link) -> None:
        """Save a link in place of the one there is."""
        values = (
            link.kind,
            str(link.record_id),
            link.server_type,
            link.server_id,
            link.version,
            _text(link.agreed),
            _text(link.sent),
            int(link.here_only),
            link.whole,
        )
        self._db.write(_WRITE, values, changes=_TABLE)

    def forget(self, kind: str, record_id: UUID) -> None:
        """Delete one link, if there is one."""
        sql = f"DELETE FROM {_TABLE} WHERE kind = ? AND record_id = ?"
        self._db.write(sql, (kind, str(record_id)), changes=_TABLE)

    def forget_all(self) -> None:
        """Delete every link, as another server knows of nothing; what is to stay here alone stays so."""
        self._db.write(f"DELETE FROM {_TABLE} WHERE NOT here_only", (), changes=_TABLE)
        self._db.write(f"UPDATE {_TABLE} SET version = NULL, agreed = NULL, sent = NULL", (), changes=_TABLE)

    def met(self, kind: str, record_id: UUID, whole: int) -> None:
        """Write that a reading of everything met this record."""
        sql = f"UPDATE {_TABLE} SET whole = ? WHERE kind = ? AND record_id = ?"
        self._db.write(sql, (whole, kind, str(record_id)), changes=_TABLE)

    def unmet(self, whole: int, limit: int = -1, *, after: Link | None = None) -> list[Link]:
        """Return the links that both sides agreed on and that a reading of everything did not meet.

        limit: so many at most, all for -1. after: only those that come after it in the one order.
        """
        where = (
            "whole <> ? AND agreed IS NOT NULL AND NOT here_only AND (kind, record_id) > (?, ?) "
            "ORDER BY kind, record_id LIMIT ?"
        )
        key = (after.kind, str(after.record_id)) if after else ("", "")
        return self._links(where, whole, *key, limit)

    def agreed(self, limit: int, *, after: int = 0) -> list[Link]:
        """Return up to limit links that both sides agree on, in one order. after: how many to leave out."""
        where = "agreed IS NOT NULL AND NOT here_only ORDER BY kind, record_id LIMIT ? OFFSET ?"
        return self._links(where, limit, after)

    def count(self) -> int:
        """Return how many records both sides agree on."""
        sql = f"SELECT count(*) FROM {_TABLE} WHERE agreed IS NOT NULL AND NOT here_only"
        return int(self._db.rows(sql)[0][0])

    def without(self, table: str, limit: int = -1, *, after: UUID | None = None) -> list[UUID]:
        """Return the records of a table, the removed ones left out, that have no link at all.

        limit: so many at most, all for -1. after: only those that come after it in the order of ids.
        """
        there = f"SELECT 1 FROM {_TABLE} WHERE kind = ? AND record_id = {table}.id"
        sql = (
            f"SELECT id FROM {table} WHERE removed_at IS NULL AND NOT EXISTS ({there}) "
            "AND id > ? ORDER BY id LIMIT ?"
        )
        return [UUID(key) for (key,) in self._db.rows(sql, (table, str(after or ""), limit))]

    def _links(self, where: str, *values: object) -> list[Link]:
        return [
            Link(
                kind=kind,
                record_id=UUID(key),
                server_type=type_,
                server_id=id_,
                version=version,
                agreed=_resource(agreed),
                sent=_resource(sent),
                here_only=bool(here_only),
                whole=whole,
            )
            for kind, key, type_, id_, version, agreed, sent, here_only, whole in self._db.rows(
                _READ + where, values
            )
        ]


class State:
    """What the synchronizer remembers from one run to the next, by name."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def get(self, name: str, default: Any = None) -> Any:
        """Return what is remembered under a name, else the default."""
        rows = self._db.rows("SELECT value FROM sync_state WHERE name = ?", (name,))
        return json.loads(rows[0][0]) if rows else default

    def knows(self, beginning: str) -> bool:
        """Return whether anything is remembered under names with this beginning."""
        sql = "SELECT 1 FROM sync_state WHERE substr(name, 1, ?) = ? LIMIT 1"
        return bool(self._db.rows(sql, (len(beginning), beginning)))

    def set(self, name: str, value: Any) -> None:
        """Remember something that JSON can hold; inside a transaction it is saved with it."""
        sql = "INSERT OR REPLACE INTO sync_state (name, value) VALUES (?, ?)"
        with self._db.step():
            self._db.write(sql, (name, json.dumps(value)), changes="sync_state")

    def forget(self, beginning: str = "") -> None:
        """Forget every name with this beginning; all of them without one."""
        sql = "DELETE FROM sync_state WHERE substr(name, 1, ?) = ?"
        with self._db.step():
            self._db.write(sql, (len(beginning), beginning), changes="sync_state")


def _text(resource: Resource | None) -> str | None:
    return None if resource is None else json.dumps(resource, ensure_ascii=False, separators=(",", ":"))


def _resource(text: str | None) -> Resource | None:
    found: Resource | None = None if text is None else json.loads(text)
    return found
