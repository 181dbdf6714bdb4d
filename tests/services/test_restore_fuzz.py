"""Whatever is in a backup that opens, bringing it back leaves a store that is whole, or changes nothing."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.care.invalid import Invalid
from app.services import Services, open_sample
from app.services.backup import open_backup
from app.services.records import RECORDS
from storage import backup, image
from storage.doctor import check
from storage.errors import StoreError
from storage.vault import Cost
from tests.services.conftest import ZONE, everything

PHRASE = "correct horse battery staple"
CHEAP = Cost(2)
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=ZONE)
HOSTILE = Path(__file__).parents[1] / "storage" / "hostile"
# By the first word of a file's name: what is said of it; of what is read something may be left out.
SAID = {
    "damaged": "damaged or not whole",
    "foreign": "not a backup of this app",
    "newer": "made by a newer version",
}

DEEP = "[" * 990 + "]" * 990
VALUES = st.one_of(
    st.none(),
    st.integers(-(2**63), 2**63 - 1),
    st.sampled_from([0, 1, 10, 11, 1440, 10**9]),
    st.floats(allow_nan=False),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
    st.binary(max_size=12),
    st.sampled_from(
        [
            "", "\0", "[]", "{}", "null", DEEP, '["own", "own"]', '[{"item": "heart"}]', '{"a": 1e999}',
            "9999-12-31", "0001-01-01", "10000-01-01", "2026-11-22T10:00:00.000000+00:00", "NaN",
            "0001-01-01T00:00:00.000000+00:00", "9999-12-31T23:59:59.999999+00:00", "25:61",
            "00000000-0000-4000-8000-000000000001", "in progress", "completed", "planned", "screening",
            "23:59:59.999999", "day_of", "x" * 20_001,
        ]
    ),
)  # fmt: skip


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the image of a store with a record of almost every kind."""
    folder = tmp_path_factory.mktemp("base")
    services = open_sample(folder, now=lambda: NOW)
    services.questions.add("", "May I eat?")
    services.settings.change_clinic(phone="555-0100")
    services.settings.change_person(name="Sam")
    (folder / "image").write_bytes(image.write(services.db.connection))
    services.close()
    return folder / "image"


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """A store that somebody uses: some of the same records, some others."""
    folder = tmp_path_factory.mktemp("used")
    services = Services.open(folder, now=lambda: NOW + timedelta(days=1))
    services.backup.cost = CHEAP
    services.journal.add(3, words="only here")
    yield services
    services.close()


def bring_back(used: Services, content: bytes) -> str:
    """Bring a backup back and take it back again; return what was said."""
    before = everything(used)
    said = ""
    try:
        preview = used.backup.preview_of(open_backup(content, PHRASE))
        with closing(preview):
            done = used.backup.restore(preview)
        said = done.sentence
    except (StoreError, Invalid) as error:
        assert everything(used) == before
        said = str(error)
    else:
        assert check(used.store.path, thorough=True, records=RECORDS) == []
        assert {one.id for one in before["journal_entry"]} <= {  # type: ignore[attr-defined]
            one.id for one in used.store.entries.all()
        }
        done.undo()
        assert everything(used) == before
    assert said.endswith(".")
    assert "\n" not in said
    return said


def sealed(content: bytes) -> bytes:
    about = b'{"made_at": "2026-11-22T12:00:00-08:00"}'
    return backup._sealed(zlib.compress(len(about).to_bytes(4, "big") + about + content, 1), PHRASE, CHEAP)


@given(st.data())
@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_value_in_any_row_is_brought_back_whole_or_refused(
    base: Path, used: Services, data: st.DataObject
) -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as made:
        made.deserialize(base.read_bytes())
        for pragma in ("ignore_check_constraints = ON", "foreign_keys = OFF"):
            made.execute(f"PRAGMA {pragma}")
        tables = [name for (name,) in made.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        tables = sorted(name for name in tables if not name.startswith("sqlite_"))
        for _ in range(data.draw(st.integers(1, 4), label="changes")):
            table = data.draw(st.sampled_from(tables), label="table")
            about = list(made.execute(f"PRAGMA table_info({table})"))
            columns = [row[1] for row in about]
            # Not every table has a rowid; one without a key has.
            keys = ", ".join(row[1] for row in about if row[5]) or "rowid"
            column = data.draw(st.sampled_from(columns), label="column")
            value = data.draw(VALUES, label="value")
            rows = list(made.execute(f"SELECT {keys} FROM {table} ORDER BY {keys} LIMIT 9"))
            if rows:
                row = data.draw(st.sampled_from(rows), label="row")
                marks = ", ".join("?" * len(row))
                sql = f"UPDATE OR IGNORE {table} SET {column} = ? WHERE ({keys}) = ({marks})"
                try:
                    made.execute(sql, (value, *row))
                except (sqlite3.IntegrityError, sqlite3.DataError):
                    continue
        content = made.serialize()
    bring_back(used, sealed(content))


def test_what_the_fuzz_begins_with_is_brought_back(base: Path, used: Services) -> None:
    assert "brought back" in bring_back(used, sealed(base.read_bytes()))
    assert str(uuid4()) not in bring_back(used, sealed(base.read_bytes()))


@pytest.mark.parametrize("file", sorted(HOSTILE.glob("*.icbackup")), ids=lambda file: file.stem)
def test_a_file_made_to_do_harm_does_none(file: Path, used: Services) -> None:
    said = bring_back(used, file.read_bytes())
    wanted = SAID.get(file.stem.partition("-")[0])
    if wanted is None:
        assert "nothing was changed" not in said
    else:
        assert wanted in said


def test_there_are_hostile_files_of_each_kind() -> None:
    kinds = {file.stem.partition("-")[0] for file in HOSTILE.glob("*.icbackup")}
    assert kinds == {*SAID, "read"}
