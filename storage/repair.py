"""Repair: what can be read of a damaged store goes into a fresh one, which takes its place once it is whole.

Rows that are lost come from the newest good copy that has them. Nothing is changed before the end, and the
damaged store is kept byte for byte.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from storage import copies, files
from storage.anew import compare_anew, settle_links
from storage.connections import connect
from storage.copies import Copy
from storage.doctor import check
from storage.engine import errors
from storage.errors import BeyondRepair, RepairFailed, StoreError
from storage.image import Image
from storage.invariants import record_tables
from storage.mending import Mended, mend, write_texts
from storage.pouring import OUTBOX, Poured, fill, fresh, pour
from storage.replace import replacing
from storage.requeue import requeue
from storage.salvage import TableSalvage
from storage.times import utc_text

Tell = Callable[[str], None]
"""Is told each step as it begins ("reading", "filling", "checking"); what it raises ends the repair."""


@dataclass(frozen=True, slots=True)
class TableReport:
    """What became of one table.

    Attributes:
        table: its name.
        read: rows that could be read, and were not removed.
        lost: rows that are known to have been there and could not be read.
        exact: whether there were no others.
        from_copy: rows that came from the copy.
        spoilt: rows in which letters could not be read and have a stand-in now.
        texts: rows that do not fit any more, of which what they said is kept as text.
    """

    table: str
    read: int
    lost: int = 0
    exact: bool = True
    from_copy: int = 0
    spoilt: int = 0
    texts: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """What a repair brought back.

    Attributes:
        tables: in the order of their names.
        kept: where the damaged store is.
        copy_at: when the copy was made that lost rows came from; None when none was needed, or none is good.
        mended: rows that were changed so that they fit together.
        compares: whether a clinic is connected, with which the next sync compares everything.
    """

    tables: tuple[TableReport, ...]
    kept: Path
    copy_at: datetime | None = None
    mended: int = 0
    compares: bool = False


def newest_good(path: Path, key: bytes | None = None) -> tuple[Copy, Image] | None:
    """Return the newest copy of the store at path that is whole, with what is in it; None when none is.

    key: the store's. The image is to be closed.
    """
    for copy in copies.listed(path):
        with suppress(StoreError, OSError):
            return copy, copies.read(copy, key)
    return None


def survey(path: Path, *, key: bytes | None = None) -> tuple[TableReport, ...]:
    """Return how much of each table of the store at path can be read; changes nothing.

    Raises nothing for damage: where nothing at all can be read there are no tables.
    """
    found: list[TableReport] = []
    log = files.size(files.beside(path)[0])
    with suppress(*errors(), OSError, ImportError), closing(connect(path, key, read_only=log > 0)) as source:
        for table in record_tables(source):
            salvage = TableSalvage(source, table, ("removed_at",))
            live = sum(row.values == (None,) for row in salvage.rows())
            found.append(_reported(table, Poured(salvage, live)))
    return tuple(found)


def repair(
    path: Path,
    *,
    key: bytes | None = None,
    records: Mapping[str, type[Any]] | None = None,
    now: datetime,
    tell: Tell = lambda _: None,
) -> Report:
    """Repair the store at path. Nobody may have it open.

    key: of an encrypted store. records: the dataclass of each table. now: aware.
    Raises BeyondRepair, RepairFailed, StoreBusy, FullStore, UnwritableStore; then nothing was changed.
    """
    stamp = utc_text(now)
    good = newest_good(path, key)
    image = good[1] if good else None
    try:
        with replacing(path, key) as work:
            tell("reading")
            mended = Mended()
            with closing(fresh(work.new, key)) as made:
                poured = pour(work.damaged, key, made, mended)
                tell("filling")
                made.execute("BEGIN")
                filled = fill(made, image, poured, mended) if image is not None else {}
                if not any(one.salvage.read for one in poured.values()) and not any(filled.values()):
                    raise BeyondRepair(path)
                mend(made, stamp, mended, records)
                requeue(made, image, mended.changed, stamp, broken=poured[OUTBOX].salvage.broken)
                settle_links(made, mended.changed)
                compares = compare_anew(made)
                write_texts(made, stamp, mended)
                made.execute("COMMIT")
            tell("checking")
            if check(work.new, key=key, thorough=True, records=records):
                raise RepairFailed(path)
            kept = work.finish(at=now)
    finally:
        if image is not None:
            image.close()
    tables = tuple(
        _reported(table, one, filled.get(table, 0), mended.texts[table])
        for table, one in poured.items()
        if table != OUTBOX
    )
    used = good[0].made_at if good and any(filled.values()) else None
    return Report(tables, kept, used, len(mended.changed) - sum(filled.values()), compares)


def _reported(table: str, poured: Poured, from_copy: int = 0, texts: int = 0) -> TableReport:
    salvage = poured.salvage
    lost, spoilt = len(salvage.lost), len(poured.spoilt)
    return TableReport(table, poured.live, lost, salvage.exact, from_copy, spoilt, texts)
