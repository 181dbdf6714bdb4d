"""The FHIR file: what one store writes another reads back exactly, and what is hostile changes nothing."""

from __future__ import annotations

import contextlib
import itertools
import json
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import fhirkit
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.care.course import Mark, Session
from app.care.invalid import Invalid
from app.care.journal import JournalEntry
from app.clinic.resources import collected, names
from app.errors import BadFhirFile
from app.services import Services, open_sample
from app.services.done import Done
from app.services.fhir_reading import MOST_FILE, open_fhir
from app.services.previews import Restored
from app.services.records import RECORDS as KNOWN
from app.share.stopped import Stopped
from storage.doctor import check
from tests.clinic.resources.records import RECORDS
from tests.services.conftest import ZONE, Now, everything
from tests.services.hostile_fhir import HOSTILE, READ

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=ZONE)
MARKER = "zebra-in-the-kitchen"
KINDS = tuple(RECORDS)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """A store with a record of every kind."""
    services = open_sample(tmp_path_factory.mktemp("base"), now=lambda: NOW)
    services.journal.add(4, words=MARKER, feelings=("calm", "floating"))
    yield services
    services.close()


@pytest.fixture(scope="module")
def content(base: Services) -> bytes:
    return base.fhir_file.write()


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """Another store, that somebody uses."""
    services = Services.open(tmp_path_factory.mktemp("used"), now=lambda: NOW + timedelta(days=1))
    services.journal.add(3, words="only here")
    yield services
    services.close()


def records(services: Services) -> dict[str, list[object]]:
    return {kind: found for kind, found in everything(services).items() if kind in KINDS}


def bring(services: Services, content: bytes) -> Done[Restored]:
    with closing(services.fhir_file.preview(content)) as preview:
        return services.fhir_file.bring_in(preview)


def changed(content: bytes, change: Callable[[Any], Any]) -> bytes:
    """The file after somebody else had it."""
    bundle = json.loads(content)
    return json.dumps(change(bundle) or bundle).encode()


def of_type(bundle: Any, type_: str) -> list[Any]:
    found = (one["resource"] for one in bundle["entry"])
    return [
        one for one in found if one["resourceType"] == type_ and (type_ == "Patient" or "identifier" in one)
    ]


def test_another_store_has_the_same_records_afterwards_and_undo_leaves_none(
    base: Services, content: bytes, used: Services
) -> None:
    before = everything(used)
    preview = used.fhir_file.preview(content)
    assert preview.records == preview.missing == sum(map(len, records(base).values()))
    assert (preview.entries, preview.left_out, preview.made_at) == (59, 0, NOW)
    assert everything(used) == before
    done = bring(used, content)
    after = records(used)
    assert {k: [one for one in after[k] if one not in before[k]] for k in KINDS} == records(base)
    assert check(used.store.path, thorough=True, records=KNOWN) == []
    again = bring(used, content)
    assert again.record == Restored(same=preview.records)
    assert records(used) == after
    done.undo()
    assert everything(used) == before


@st.composite
def stores(draw: st.DrawFn) -> list[tuple[str, Any]]:
    """Records that belong together: each to one that is there, as a store wants it."""
    found: dict[str, list[Any]] = {kind: [] for kind in KINDS}
    for kind, count in (("course", 2), ("session", 3), ("mark", 3), ("checklist", 3), ("check_in", 3)):
        for one in draw(st.lists(RECORDS[kind], max_size=count, unique_by=lambda one: one.id)):
            changes: dict[str, Any] = {}
            for name, parent in (("course_id", "course"), ("session_id", "session")):
                if getattr(one, name, None) is not None:
                    if not found[parent]:
                        break
                    changes[name] = draw(st.sampled_from(found[parent])).id
            else:
                if hasattr(one, "replaces"):
                    changes |= {"replaces": None, "version": 1}
                    same = [old for old in found[kind] if draw(st.booleans())]
                    if same:
                        changes |= {"replaces": same[0].id, "version": same[0].version + 1}
                if isinstance(one, Session):
                    changes["number"] = len(found["session"]) + 1
                found[kind].append(replace(one, **changes))
    found["journal_entry"] = draw(st.lists(RECORDS["journal_entry"], max_size=4, unique_by=lambda e: e.id))
    return [(kind, one) for kind, some in found.items() for one in some]


@given(stores())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_in_a_store_comes_back_as_it_was(
    pair: tuple[Services, Services], made: list[tuple[str, Any]]
) -> None:
    one, other = pair
    tables = {table.name: table for table in one.store.tables}
    with one.db.transaction():
        for kind, record in made:
            tables[kind].add(record)
    try:
        if not made:
            with pytest.raises(Invalid, match="nothing to write"):
                one.fhir_file.write()
            return
        content = one.fhir_file.write()
        assert [str(issue) for issue in fhirkit.validate(content.decode())] == []
        done = bring(other, content)
        assert records(other) == records(one)
        done.undo()
    finally:
        with one.db.transaction():
            for kind, record in reversed(made):
                tables[kind].erase(record.id)


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Services, Services]]:
    """Two stores that are empty between two examples."""
    folder = tmp_path_factory.mktemp("pair")
    with closing(opened(folder / "one")) as one, closing(opened(folder / "other")) as other:
        yield one, other


def opened(folder: Path) -> Services:
    return Services.open(folder, now=lambda: NOW)


def test_the_bundle_is_valid_whole_and_points_only_at_itself(content: bytes) -> None:
    assert [str(issue) for issue in fhirkit.validate(content.decode())] == []
    bundle = json.loads(content)
    model = import_module("fhir.resources.R4B.bundle").Bundle
    back = json.loads(model.model_validate_json(content).model_dump_json())
    assert len(back["entry"]) == len(bundle["entry"])
    assert bundle["type"] == "collection"
    addresses = [one["fullUrl"] for one in bundle["entry"]]
    assert len(set(addresses)) == len(addresses)
    assert all(address == f"urn:uuid:{UUID(address[9:])}" for address in addresses)
    pointed = set(references(bundle))
    assert pointed
    assert pointed <= set(addresses)


def references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if "reference" in part:
            yield part["reference"]
        part = list(part.values())
    for one in part if isinstance(part, list) else ():
        yield from references(one)


def test_it_is_about_a_number_of_this_file_alone_and_has_the_words(base: Services, content: bytes) -> None:
    (patient,) = of_type(json.loads(content), "Patient")
    assert set(patient) == {"resourceType", "id"}
    assert MARKER.encode() in content
    (other,) = of_type(json.loads(base.fhir_file.write()), "Patient")
    assert other["id"] != patient["id"]


def test_what_belongs_to_something_removed_comes_back_with_it(tmp_path: Path) -> None:
    with closing(opened(tmp_path / "one")) as one, closing(opened(tmp_path / "other")) as other:
        one.courses.start(planned=6)
        last = one.store.sessions.where("number = 6")[0]
        one.store.marks.add(Mark(id=uuid4(), session_id=last.id, at=NOW, kind="calm"))
        one.courses.set_planned(5)
        content = one.fhir_file.write()
        (gone,) = (r for r in of_type(json.loads(content), "Procedure") if r["id"] == str(last.id))
        assert gone["status"] == "entered-in-error"
        assert fhirkit.validate(content.decode()) == []
        assert bring(other, content).record.left_out == 0
        assert records(other) == records(one)
        assert other.store.sessions.get(last.id, removed=True) == last


def test_a_time_of_a_zone_that_fhir_has_not_keeps_its_moment(tmp_path: Path) -> None:
    far = datetime(2026, 11, 20, 8, tzinfo=timezone(timedelta(hours=20)))
    with closing(opened(tmp_path / "one")) as one, closing(opened(tmp_path / "other")) as other:
        entry = one.store.entries.add(JournalEntry(id=uuid4(), at=far, mood=4))
        content = one.fhir_file.write()
        assert fhirkit.validate(content.decode()) == []
        bring(other, content)
        assert other.store.entries.all() == [replace(entry, at=far.astimezone(UTC))]


def test_it_can_be_stopped_and_tells_how_far_it_is(base: Services) -> None:
    told: list[float] = []
    base.fhir_file.write(lambda share: bool(told.append(share)) or True)
    assert told == sorted(told)
    assert told[-1] == 1
    with pytest.raises(Stopped):
        base.fhir_file.write(lambda _: False)


def test_of_two_versions_the_later_is_used_and_both_texts_stay(services: Services, now: Now) -> None:
    entry = services.journal.add(5, words="first words").record
    content = services.fhir_file.write()
    now.move(hours=1)
    services.journal.change(replace(entry, mood=6, words="later words"))
    before = everything(services)
    done = bring(services, content)
    (kept,) = services.store.kept.all()
    assert kept.text == "first words"
    assert services.journal.get(entry.id) == replace(entry, mood=6, words="later words")
    assert len(services.backup.copies()) == 1
    done.undo()
    assert everything(services) == before

    def later(bundle: Any) -> None:
        for one in of_type(bundle, "Observation"):
            one["meta"]["lastUpdated"] = "2026-11-22T22:00:00Z"  # 14:00 by the clock on the wall

    now.move(hours=2)
    bring(services, changed(content, later))
    assert services.journal.get(entry.id) == entry
    assert [one.text for one in services.store.kept.all()] == ["later words"]


def test_a_time_to_come_counts_as_now_and_none_as_older_than_what_is_here(
    services: Services, now: Now
) -> None:
    entry = services.journal.add(5, words="mine").record

    def said(at: str | None, made: str | None) -> bytes:
        def change(bundle: Any) -> None:
            (one,) = of_type(bundle, "Observation")
            one["note"], one["meta"] = [{"text": "theirs"}], {"lastUpdated": at}
            bundle["timestamp"] = made

        return changed(services.fhir_file.write(), change)

    for at in (None, "soon", "2026-11-22", 7, []):
        bring(services, said(at, None)).undo()  # type: ignore[arg-type]
        assert services.journal.get(entry.id) == entry
    now.move(hours=1)
    bring(services, said("9999-12-31T23:59:59-12:00", None))
    assert services.journal.get(entry.id) == replace(entry, words="theirs")
    now.move(minutes=1)
    services.journal.change(entry)
    bring(services, said("9999-12-31T23:59:59-12:00", None)).undo()
    now.move(minutes=1)
    services.journal.change(replace(entry, words="newest"))
    assert services.store.entries.all() == [replace(entry, words="newest")]


def test_another_systems_ids_addresses_and_order_do_no_harm(
    base: Services, content: bytes, tmp_path: Path
) -> None:
    def taken_over(bundle: Any) -> None:
        numbers = {one["fullUrl"]: str(n) for n, one in enumerate(bundle["entry"], 1)}
        text = json.dumps(bundle)
        for one in bundle["entry"]:
            type_ = one["resource"]["resourceType"]
            text = text.replace(
                one["fullUrl"], f"https://there.example/fhir/{type_}/{numbers[one['fullUrl']]}"
            )
        bundle |= json.loads(text)
        for one in bundle["entry"]:
            resource = one["resource"]
            resource |= {"id": one["fullUrl"].rpartition("/")[2], "text": {"status": "generated"}}
            resource["meta"] = {"versionId": "3", "lastUpdated": "2026-11-22T19:00:00.000+00:00"}
            one["search"] = {"mode": "match"}
        bundle["entry"].reverse()
        bundle |= {"type": "searchset", "total": len(bundle["entry"]), "meta": {}}

    with closing(opened(tmp_path / "new")) as new:
        assert bring(new, changed(content, taken_over)).record.left_out == 0
        assert records(new) == records(base)


def test_only_a_part_of_the_file_finds_what_it_belongs_to_in_the_store(
    base: Services, content: bytes, tmp_path: Path
) -> None:
    def less(bundle: Any) -> None:
        bundle["entry"] = [
            one for one in bundle["entry"] if one["resource"]["resourceType"] not in ("CarePlan", "Procedure")
        ]

    part = changed(content, less)
    with closing(opened(tmp_path / "new")) as new:
        done = bring(new, part)
        # Of a course that is not here: what belongs to it, and what was worked out of its infusions.
        there = records(base)
        belong = sum(len(there[kind]) for kind in ("mark", "checklist", "check_in"))
        assert done.record.left_out == belong + 3
        done.undo()
        bring(new, content)
        assert bring(new, part).record == Restored(same=belong + len(there["journal_entry"]), left_out=3)


def test_words_that_were_withheld_stay_as_they_are_here(services: Services) -> None:
    entry = services.journal.add(5, words=MARKER).record

    def withheld(bundle: Any) -> None:
        (one,) = of_type(bundle, "Observation")
        del one["note"]
        one["valueInteger"] = 8
        one["extension"] = [{"url": names.extension("words-withheld"), "valueBoolean": True}]
        one["meta"]["lastUpdated"] = "2030-01-01T00:00:00Z"

    content = changed(services.fhir_file.write(), withheld)
    services.journal.change(replace(entry, mood=6))
    bring(services, content)
    assert services.journal.get(entry.id) == replace(entry, mood=6)
    assert services.store.kept.count() == 0


def test_the_sample_takes_nothing_in(base: Services, content: bytes) -> None:
    with pytest.raises(Invalid, match="This is the sample"):
        bring(base, content)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_cannot_be_used_is_refused_in_one_sentence(
    name: str, content: bytes, used: Services
) -> None:
    make, words = HOSTILE[name]
    before = everything(used)
    with pytest.raises(BadFhirFile) as refused:
        used.fhir_file.preview(make(content))
    sentence = str(refused.value)
    assert words in sentence
    assert "so nothing was changed;" in sentence
    assert sentence.count(".") == 1
    assert MARKER not in sentence
    assert everything(used) == before


@pytest.mark.parametrize("name", READ)
def test_what_cannot_be_read_is_counted_and_the_rest_is_brought_in(
    name: str, content: bytes, used: Services
) -> None:
    make, left_out = READ[name]
    before = everything(used)
    done = bring(used, make(content))
    assert done.record.left_out == left_out
    assert done.record.added > 70
    assert check(used.store.path, thorough=True, records=KNOWN) == []
    done.undo()
    assert everything(used) == before


def test_a_file_is_bounded_before_it_is_read(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    for large in (b"{" + b" " * MOST_FILE, b"[" * 3_000_001):
        with pytest.raises(BadFhirFile, match="too large"):
            open_fhir(large)
    monkeypatch.setattr(collected, "MOST_ENTRIES", 50)
    with pytest.raises(BadFhirFile, match="too large"):
        open_fhir(content)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from(
        ["urn:uuid:00000000-0000-4000-8000-000000000001", "entered-in-error", "Patient", "\0", "\ud800"]
    )
    | st.text(max_size=5)
    | st.floats(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)


@given(st.data())
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_changed_in_a_file_the_store_stays_whole(
    content: bytes, used: Services, data: st.DataObject
) -> None:
    bundle = json.loads(content)
    bundle["entry"] = bundle["entry"][:40]
    for _ in range(data.draw(st.integers(1, 4), label="changes")):
        where: Any = bundle
        key: Any = data.draw(st.sampled_from(sorted(where)), label="key")
        for depth in itertools.count():
            inner = where[key]
            if not isinstance(inner, dict | list) or not inner or (depth and data.draw(st.booleans())):
                break
            where = inner
            key = data.draw(st.sampled_from(range(len(where)) if isinstance(where, list) else sorted(where)))
        where[key] = data.draw(JSON, label="value")
    before = everything(used)
    with contextlib.suppress(BadFhirFile):
        done = bring(used, json.dumps(bundle).encode())
        assert check(used.store.path, records=KNOWN) == []
        done.undo()
    assert everything(used) == before
