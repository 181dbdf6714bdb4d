"""What was answered is there: a process is killed again and again while it writes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from storage.database import open_database
from storage.doctor import check
from storage.outbox import Outbox
from storage.table import Table
from tests.storage.records import Entry

ROOT = Path(__file__).parents[2]
ROUNDS = 10


def _killed_while_writing(path: Path, answers: int) -> set[str]:
    """Kill a writer once it has answered that often, and return all that it ever answered."""
    command = [sys.executable, "-m", "tests.storage.writer", str(path), "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as writer:
        assert writer.stdout is not None
        seen = [writer.stdout.readline() for _ in range(answers)]
        writer.kill()
        rest = writer.stdout.read()
    assert writer.returncode == -9
    lines = "".join([*seen, rest]).splitlines(keepends=True)
    return {line.strip() for line in lines if line.endswith("\n")}


def test_every_write_that_was_answered_survives_a_kill(path: Path) -> None:
    answered: set[str] = set()
    for turn in range(ROUNDS):
        new = _killed_while_writing(path, answers=1 + 7 * turn)
        assert len(new) >= 1 + 7 * turn
        answered |= new
        assert check(path) == []
        db = open_database(path)
        saved = {str(one.id) for one in Table(db, Entry, "journal_entry").all()}
        waiting = {str(row.record_id) for row in Outbox(db).pending(limit=-1)}
        db.close()
        assert answered <= saved
        assert waiting == saved  # a record and its note are one: one unanswered write may stand, but whole
        assert len(saved) <= len(answered) + turn + 1
    assert check(path, thorough=True) == []
