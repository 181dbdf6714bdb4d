"""The examples of docs/clinic-api.md; `python -m tests.clinic.resources.examples` makes them anew."""

from __future__ import annotations

import json
import re
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from app.care.checkin import CheckIn, Given
from app.care.checklist import Answer, Choice, Filled, Part
from app.care.course import Course, Mark, Session, Status
from app.care.journal import JournalEntry
from app.care.questionnaires import QUESTIONNAIRES
from app.clinic import resources

PAGE: Final = Path(__file__).parents[3] / "docs" / "clinic-api.md"
_AT: Final = datetime(2026, 11, 23, 10, 0, tzinfo=timezone(timedelta(hours=-8)))
_COURSE, _SESSION, _MARK, _LIST, _CHECK_IN, _ENTRY = (UUID(int=0xC0FFEE << 100 | one) for one in range(1, 7))
_BLOCK: Final = re.compile(r"<!-- (example|sizes)(?:: ([a-z-]+))? -->\n.*?<!-- end -->", re.DOTALL)
# Three weeks: two entries a day, two check-ins before and each week, four marks an infusion.
_IN_A_COURSE: Final = {
    "course": 1,
    "session": 6,
    "mark": 24,
    "checklist": 7,
    "check-in": 8,
    "journal-entry": 42,
}
# The words in an example are never a person's.
_WORDS: Final = "Slept well. The walk helped."


def records() -> dict[str, tuple[str, Any]]:
    """One of each kind: (the table's name, the record), by the name of its example."""
    phq9 = QUESTIONNAIRES["phq9"]
    given = tuple(Given(item=item.id, value=at % 3, at=_AT) for at, item in enumerate(phq9.items))
    return {
        "course": (
            "course",
            Course(
                id=_COURSE, made_at=_AT, first_day=date(2026, 11, 23), usual_time=time(10), weekdays=(0, 3)
            ),
        ),
        "session": (
            "session",
            Session(
                id=_SESSION,
                course_id=_COURSE,
                number=1,
                status=Status.COMPLETED,
                starts_at=_AT,
                began_at=_AT,
                ended_at=_AT + timedelta(minutes=45),
                systolic=128,
                diastolic=82,
            ),
        ),
        "mark": (
            "mark",
            Mark(id=_MARK, session_id=_SESSION, at=_AT + timedelta(minutes=12), kind="lightness"),
        ),
        "checklist": (
            "checklist",
            Filled(
                id=_LIST,
                part=Part.DAY_OF,
                course_id=_COURSE,
                session_id=_SESSION,
                started_at=_AT,
                finished_at=_AT,
                answers=(
                    Answer(item="benzodiazepine-today", value=Choice.NO, at=_AT),
                    Answer(item="narcotic-today", value=Choice.NOT_SURE, at=_AT),
                ),
            ),
        ),
        "check-in": (
            "check_in",
            CheckIn(
                id=_CHECK_IN,
                questionnaire="phq9",
                course_id=_COURSE,
                taken_at=_AT,
                begun_at=_AT,
                finished_at=_AT + timedelta(minutes=2),
                answers=given,
            ),
        ),
        "journal-entry": (
            "journal_entry",
            JournalEntry(
                id=_ENTRY, at=_AT, mood=6, feelings=("calm", "hopeful"), sleep=7, pain=2, words=_WORDS
            ),
        ),
    }


def made(name: str, *, words: bool = False) -> list[Any]:
    """The resources of an example."""
    return list(resources.kinds("123", share_words=words).to_fhir(*records()[name]))


def size(resource: Any) -> int:
    """The bytes of a resource as it is sent."""
    return len(json.dumps(resource, ensure_ascii=False, separators=(",", ":")).encode())


def renewed(page: str) -> str:
    """The page with its examples and sizes made anew."""
    return _BLOCK.sub(
        lambda found: f"{found[0].splitlines()[0]}\n{_content(found[1], found[2])}\n<!-- end -->", page
    )


def _content(what: str, name: str) -> str:
    if what == "sizes":
        return _sizes()
    blocks = made(name, words=name == "journal-entry")
    return "\n\n".join(f"```json\n{json.dumps(_short(one), indent=2)}\n```" for one in blocks)


def _short(resource: Any) -> Any:
    """A long list of answers shows its first two."""
    if len(resource.get("item", ())) <= 2:
        return resource
    return {**resource, "item": resource["item"][:2]}


def _sizes() -> str:
    rows = ["| record | resources | bytes | in a course | bytes in a course |", "|---|---|---|---|---|"]
    all_records = all_resources = all_bytes = 0
    for name, many in _IN_A_COURSE.items():
        sizes = [size(one) for one in made(name)]
        rows.append(
            f"| {name.replace('-', ' ')} | {len(sizes)} | {sum(sizes):,} | {many} | {many * sum(sizes):,} |"
        )
        all_records += many
        all_resources += many * len(sizes)
        all_bytes += many * sum(sizes)
    rows.append(f"| all | | | {all_records} ({all_resources} resources) | {all_bytes:,} |")
    return "\n".join(rows)


def main() -> None:
    """Write the page anew."""
    PAGE.write_text(renewed(PAGE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
