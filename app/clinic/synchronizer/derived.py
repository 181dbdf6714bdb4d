"""Derived: what stands beside a record at the clinic, such as a score, goes when the record lost it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from app.clinic.synchronizer.needs import Kinds, Resource


def derived(kinds: Kinds, kind: str, record_id: UUID, main: Resource) -> tuple[Resource, ...]:
    """What was sent beside a record's own resource, made again from that; none where it cannot be read.

    main: the resource as both sides agreed on it, or as the clinic has it.
    """
    try:
        record = kinds.record(kind, record_id, kinds.from_fhir(kind, main, None))
        return tuple(kinds.to_fhir(kind, record))[1:]
    except (ValueError, TypeError, KeyError):
        return ()


def withdrawn(
    kinds: Kinds, kind: str, record_id: UUID, main: Resource | None, now: Sequence[Resource] = ()
) -> tuple[Resource, ...]:
    """What was sent beside a record and is not part of it any more, as entered in error.

    main: as for `derived`, or None where nothing was sent. now: all that the record says now.
    """
    if main is None or kinds.is_withdrawn(main):
        return ()
    stays = {(one["resourceType"], one["id"]) for one in now}
    before = derived(kinds, kind, record_id, main)
    return tuple(kinds.withdrawn(one) for one in before if (one["resourceType"], one["id"]) not in stays)
