"""Everything that was entered comes out again, whole, and harmless in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import date, datetime, time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.care.checklist import Choice, Part
from app.services import Services
from app.services.export import CSV_KINDS
from tests.services.conftest import Now, everything

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\uff1d1", "\uff0bcmd", '="x"&A1')


def rows(services: Services, kind: str) -> list[dict[str, str]]:
    text = services.export.csv_bytes(kind).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.fixture
def filled(services: Services, now: Now) -> Services:
    services.courses.start(date(2026, 11, 22), time(11, 0), (), 6)
    services.courses.begin(1)
    services.courses.mark(1, "own", "floating")
    services.checklists.answer(Part.SCREENING, None, "heart", Choice.NO, "checked in May")
    services.checklists.answer(Part.DAY_OF, 1, "escort", Choice.YES, "Sam")
    services.checklists.finish(Part.DAY_OF, 1)
    services.journal.add(7, feelings=("calm", "tired"), sleep=6, words='She said: "fine",\nand left.')
    services.questions.add("", "May I eat?")
    services.settings.change_clinic(phone="555-0100")
    services.settings.change_person(name="Sam")
    services.settings.change_preferences(text_scale=1.5)
    return services


def test_the_json_holds_every_record_of_every_table(filled: Services, now: Now) -> None:
    whole = json.loads(filled.export.json_bytes())
    assert (whole["format"], whole["version"]) == ("infusion-companion", 1)
    assert datetime.fromisoformat(whole["exported_at"]) == now()
    kinds = "courses sessions marks checklists check_ins journal clinic_profile person preferences questions"
    tables = everything(filled)
    assert tables.pop("followed") == []  # of other people, who gave it to be seen here alone
    names = dict(zip(tables, [*kinds.split(), "kept_texts", "shares"], strict=True))
    for table, records in tables.items():
        assert {r["id"] for r in whole[names[table]]} == {str(r.id) for r in records}  # type: ignore[attr-defined]
    entry = whole["journal"][0]
    assert entry["at"] == "2026-11-22T12:00:00-08:00"
    assert entry["feelings"] == ["calm", "tired"]
    assert entry["words"] == 'She said: "fine",\nand left.'
    escort = next(c for c in whole["checklists"] if c["part"] == "day-of")["answers"][0]
    assert (escort["item"], escort["value"], escort["note"]) == ("escort", "yes", "Sam")


def test_what_was_deleted_is_not_taken_out(services: Services) -> None:
    entry = services.journal.add(5, words="gone").record
    services.journal.remove(entry.id)
    assert b"gone" not in services.export.json_bytes()
    assert rows(services, "journal") == []


def test_an_empty_store_gives_headings_and_an_object(services: Services) -> None:
    assert json.loads(services.export.json_bytes())["journal"] == []
    for kind, (heading, _) in CSV_KINDS.items():
        lines = services.export.csv_bytes(kind).decode("utf-8-sig").splitlines()
        assert lines == [",".join(heading)]


def test_each_table_names_the_session_it_belongs_to(filled: Services) -> None:
    assert rows(filled, "marks")[0]["session_number"] == "1"
    assert {r["session_number"] for r in rows(filled, "checklists")} == {"", "1"}
    assert [r["number"] for r in rows(filled, "course")] == list("123456")
    assert rows(filled, "course")[0]["status"] == "in progress"


def test_a_row_has_what_was_entered_with_its_own_day(filled: Services) -> None:
    (row,) = rows(filled, "journal")
    assert (row["at"], row["day"], row["mood"]) == ("2026-11-22T12:00:00-08:00", "2026-11-22", "7")
    assert (row["feelings"], row["sleep"], row["pain"]) == ("calm; tired", "6", "")
    assert row["words"] == 'She said: "fine",\nand left.'


def test_a_spreadsheet_is_told_that_it_is_utf_8(services: Services) -> None:
    services.journal.add(5, words="Größe, 気分, 🌱")
    content = services.export.csv_bytes("journal")
    assert content.startswith(b"\xef\xbb\xbf")
    assert rows(services, "journal")[0]["words"] == "Größe, 気分, 🌱"


@pytest.mark.parametrize("words", FORMULAS)
def test_no_cell_is_a_formula(services: Services, words: str) -> None:
    services.journal.add(5, words=words, feelings=("=own",))
    services.questions.add("", words)
    cells = [c for kind in ("journal", "questions") for row in rows(services, kind) for c in row.values()]
    assert not [c for c in cells if c.strip().startswith(("=", "+", "-", "@", "\uff1d", "\uff0b"))]
    assert "'" + words in cells


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=80))
def test_any_text_survives_the_way_through_a_table(services: Services, words: str) -> None:
    entry = services.journal.add(5, words=words)
    (row,) = rows(services, "journal")
    entry.undo()
    assert row["words"] in (words, "'" + words)


def test_the_zip_has_one_table_of_each_kind(filled: Services) -> None:
    with zipfile.ZipFile(io.BytesIO(filled.export.csv_zip_bytes())) as archive:
        assert archive.namelist() == [f"{kind}.csv" for kind in CSV_KINDS]
        assert archive.read("journal.csv") == filled.export.csv_bytes("journal")
        assert archive.testzip() is None


def test_taking_out_from_another_thread_works(filled: Services) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(filled.export.json_bytes).result() == filled.export.json_bytes()


def test_taking_out_and_writing_do_not_wait_for_each_other(filled: Services) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as pool, filled.db.transaction():
        filled.journal.add(3)
        taken = json.loads(pool.submit(filled.export.json_bytes).result())
    assert len(taken["journal"]) == 1


def test_a_check_in_comes_as_a_row_an_answer_letter_for_letter(services: Services) -> None:
    services.checkins.answer("phq9", "44250-9", 2)
    services.checkins.answer("phq9", "44260-8", 1)
    (checkin,) = services.store.checkins.all()
    assert services.export.csv_bytes("check-ins").decode("utf-8-sig") == (
        "questionnaire,version,taken_at,finished_at,item,question,answer,answered_at,check_in_id\r\n"
        "phq9,1,2026-11-22T12:00:00-08:00,,44250-9,Little interest or pleasure in doing things,2,"
        f"2026-11-22T12:00:00-08:00,{checkin.id}\r\n"
        'phq9,1,2026-11-22T12:00:00-08:00,,44260-8,"Thoughts that you would be better off dead, or of '
        f'hurting yourself in some way",1,2026-11-22T12:00:00-08:00,{checkin.id}\r\n'
    )
