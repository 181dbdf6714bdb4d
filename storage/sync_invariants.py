"""Invariants of the sync: what must hold between links, what is remembered, and the records.

Every query only reads; a sentence names tables and numbers, no content.
"""

# ruff: noqa: S608  the names of tables come from the schema

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from storage.invariants import Finding, record_tables

# A clock of this device that stands in the past must not make a good cursor look wrong.
_FIRST_YEAR, _YEARS = 2026, 10
_YEAR = f"(max(CAST(strftime('%Y', 'now') AS INTEGER), {_FIRST_YEAR}) + {_YEARS})"
_NEWEST = "CAST(substr(coalesce(json_extract(value, '$.newest'), ''), 1, 4) AS INTEGER)"
# A cursor so far ahead would hide what the clinic writes from now on.
FAR = (
    f"substr(name, 1, 7) = 'cursor/' AND CASE WHEN json_valid(value) AND json_type(value) = 'object' "
    f"THEN {_NEWEST} > {_YEAR} ELSE 1 END"
)
# What says of itself that it does not count may well have no record here any more. The status of FHIR's
# resources: https://hl7.org/fhir/R4/valueset-observation-status.html
_LIVE = (
    "agreed IS NOT NULL AND CASE WHEN json_valid(agreed) "
    "THEN json_extract(agreed, '$.status') IS NOT 'entered-in-error' END"
)


def has_sync(connection: sqlite3.Connection) -> bool:
    """Return whether the store is new enough to know of a clinic."""
    sql = "SELECT count(*) FROM sqlite_master WHERE name IN ('sync_link', 'sync_state')"
    return bool(connection.execute(sql).fetchone()[0] == 2)


def unknown_kinds(connection: sqlite3.Connection) -> str:
    """Return the condition for links of something that is no record."""
    names = ", ".join(f"'{name}'" for name in record_tables(connection))
    return f"kind NOT IN ({names})"


def same_resource() -> str:
    """Return the condition for links that share one resource: nobody knows whose it is."""
    return (
        "(server_type, server_id) IN (SELECT server_type, server_id FROM sync_link "
        "WHERE NOT here_only GROUP BY server_type, server_id HAVING count(*) > 1)"
    )


def lost_links(connection: sqlite3.Connection) -> list[str]:
    """Return the conditions for links of records that are neither there nor known to be erased."""
    return [
        f"kind = '{table}' AND {_LIVE} AND NOT EXISTS (SELECT 1 FROM {table} WHERE id = record_id) "
        f"AND NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.kind = sync_link.kind "
        f"AND outbox.record_id = sync_link.record_id)"
        for table in record_tables(connection)
    ]


def sync(connection: sqlite3.Connection, *, thorough: bool = False) -> Iterator[Finding]:
    """Each link belongs to one record and one resource, and what is remembered can be read.

    thorough: also look for the record of each link.
    """
    if not has_sync(connection):
        return
    looks = [
        (f"sync_link WHERE {unknown_kinds(connection)}", "{n} links to the clinic are of a name unknown."),
        (f"sync_link WHERE NOT here_only AND {same_resource()}", "{n} links to the clinic share a resource."),
        (
            "sync_link WHERE json_valid(coalesce(agreed, '{}')) + json_valid(coalesce(sent, '{}')) < 2",
            "{n} links to the clinic cannot be read.",
        ),
        (
            "sync_state WHERE NOT json_valid(value)",
            "{n} things remembered of the clinic cannot be read.",
        ),
        (
            f"sync_state WHERE json_valid(value) AND {FAR}",
            "{n} of the places up to which the clinic was read lie far in the future.",
        ),
    ]
    if thorough:
        looks += [
            (f"sync_link WHERE NOT here_only AND {where}", "{n} links to the clinic have no record.")
            for where in lost_links(connection)
        ]
    for where, sentence in looks:
        if count := int(connection.execute(f"SELECT count(*) FROM {where}").fetchone()[0]):
            yield Finding("sync", sentence, {"n": count})
