"""Purge: what was removed long ago leaves the store for good, its pages and its search index too."""

# ruff: noqa: S608  the names of tables come from our own schema

from __future__ import annotations

from datetime import datetime, timedelta

from storage.database import Database
from storage.engine import errors
from storage.times import utc_text
from storage.told import told

AFTER = timedelta(days=30)


def purge(db: Database, now: datetime) -> int:
    """Delete for good what was removed more than AFTER ago, and return how many records that were.

    What something else still belongs to stays. Kept texts go with the record they stood beside. A record
    that waits for the clinic goes on waiting there, as one that is erased.

    now: aware. Raises what a transaction raises.
    """
    before = utc_text(now - AFTER)
    try:
        usual = db.rows("PRAGMA secure_delete")[0][0]
        db.connection.execute("PRAGMA secure_delete = ON")
        try:
            with db.transaction():
                count = _purged(db, before)
            if count:
                settle(db)
        finally:
            db.connection.execute(f"PRAGMA secure_delete = {int(usual)}")
    except errors() as error:
        raise told(error, db.path) from error
    return count


def settle(db: Database) -> None:
    """Bring the write-ahead log into the file, so that no old page with what was deleted stays in it."""
    db.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _purged(db: Database, before: str) -> int:
    tables = db.tables()
    needed = {
        table: [
            f"id NOT IN (SELECT {column} FROM {child} WHERE {column} IS NOT NULL)"
            for child in tables
            for _, _, parent, column, *_ in db.rows(f"PRAGMA foreign_key_list({child})")
            if parent == table
        ]
        for table in tables
    }
    count = gone = 0
    while True:
        for table in tables:
            where = " AND ".join(["removed_at < ?", *needed[table]])
            waiting = f"kind = ? AND record_id IN (SELECT id FROM {table} WHERE {where})"
            db.write(f"UPDATE outbox SET erased = 1 WHERE {waiting}", (table, before), changes="outbox")
            db.write(f"DELETE FROM kept_text WHERE {waiting}", (table, before), changes="kept_text")
            # Its words leave this copy of the clinic's resource too; that it is there has to be known.
            emptied = f"UPDATE sync_link SET agreed = NULL, sent = NULL WHERE {waiting}"
            db.write(emptied, (table, before), changes="sync_link")
            gone += db.write(f"DELETE FROM {table} WHERE {where}", (before,), changes=table)
        if not gone:
            break
        count, gone = count + gone, 0
    if count:
        for (index,) in db.rows("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL%'"):
            # Words that are in no record any more stay in the index until it is put in order.
            db.write(f"INSERT INTO {index} ({index}) VALUES ('optimize')", (), changes="outbox")
    return count
