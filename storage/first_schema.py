"""The tables of migration 1. Released schemas are never edited: a change is a migration of its own.

`place` is the order of time: the full-text index gives its matches by rowid, so the newest come first
without sorting, however many match; as an INTEGER PRIMARY KEY it also survives VACUUM.
`local_day` is the day in the entry's own offset. It is cut to whole seconds first: some versions of SQLite
round 23:59:59.9996 up to a new day.
AUTOINCREMENT in the outbox: a sequence is never used twice, so confirming "up to 7" cannot confirm a
later write.
"""

from __future__ import annotations

_ID = "TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36)"
_OFFSET = "BETWEEN -1439 AND 1439"


def _kept(*columns: str) -> str:
    """Return the columns of one table, with those that the store keeps itself."""
    return ", ".join((*columns, "changed_at TEXT NOT NULL", "removed_at TEXT"))


def _at(name: str) -> str:
    """Return the two columns of a moment: UTC text of a fixed width, and minutes ahead of UTC."""
    return (
        f"{name} TEXT NOT NULL CHECK (length({name}) = 32 AND {name} GLOB '????-??-??T*+00:00'), "
        f"{name}_offset INTEGER NOT NULL CHECK ({name}_offset {_OFFSET})"
    )


def _maybe_at(name: str) -> str:
    """Return the two columns of a moment that may be unknown."""
    return (
        f"{name} TEXT CHECK (length({name}) = 32 AND {name} GLOB '????-??-??T*+00:00'), "
        f"{name}_offset INTEGER CHECK ({name}_offset {_OFFSET}) "
        f"CHECK (({name} IS NULL) = ({name}_offset IS NULL))"
    )


def _text(name: str, most: int, least: int = 0) -> str:
    """Return a column of text, in characters."""
    default = "" if least else " DEFAULT ''"
    return f"{name} TEXT NOT NULL{default} CHECK (length({name}) BETWEEN {least} AND {most})"


def _scale(name: str) -> str:
    return f"{name} INTEGER CHECK ({name} BETWEEN 0 AND 10)"


def _list(name: str, most: int) -> str:
    return (
        f"{name} TEXT NOT NULL DEFAULT '[]' "
        f"CHECK (CASE WHEN json_valid({name}) THEN json_type({name}) = 'array' "
        f"AND json_array_length({name}) <= {most} ELSE 0 END)"
    )


def _one_of(name: str, *values: str) -> str:
    return f"{name} TEXT NOT NULL CHECK ({name} IN ({', '.join(repr(value) for value in values)}))"


_JOURNAL_ENTRY = _kept(
    "place INTEGER PRIMARY KEY",
    "id TEXT NOT NULL UNIQUE CHECK (length(id) = 36)",
    _at("at"),
    "mood INTEGER NOT NULL CHECK (mood BETWEEN 0 AND 10)",
    _list("feelings", 30),
    *(_scale(name) for name in ("sleep", "anxiety", "energy", "pain")),
    _text("words", 20_000),
    "local_day TEXT NOT NULL GENERATED ALWAYS AS (date(substr(at, 1, 19), at_offset || ' minutes')) STORED",
)

_COURSE = _kept(
    f"id {_ID}",
    "planned INTEGER NOT NULL CHECK (planned BETWEEN 1 AND 24)",
    "first_day TEXT CHECK (first_day GLOB '????-??-??')",
    "usual_time TEXT CHECK (usual_time GLOB '??:??:??*')",
    _list("weekdays", 7),
    _at("made_at"),
    _maybe_at("ended_at"),
    _text("end_reason", 2_000),
)

_SESSION = (
    _kept(
        f"id {_ID}",
        "course_id TEXT NOT NULL REFERENCES course (id)",
        "number INTEGER NOT NULL CHECK (number BETWEEN 1 AND 24)",
        _one_of("status", "planned", "moved", "in progress", "completed", "skipped", "stopped early"),
        *(_maybe_at(name) for name in ("starts_at", "moved_from", "began_at", "ended_at")),
        "systolic INTEGER CHECK (systolic BETWEEN 40 AND 300)",
        "diastolic INTEGER CHECK (diastolic BETWEEN 20 AND 200)",
        _text("notes", 20_000),
        _text("reason", 2_000),
        _text("escort", 200),
        _text("escort_phone", 60),
    )
    + """,
    CHECK (systolic > diastolic),
    CHECK (ended_at >= began_at),
    CHECK (status NOT IN ('planned', 'moved', 'skipped') OR began_at IS NULL AND ended_at IS NULL),
    CHECK (status <> 'moved' OR starts_at IS NOT NULL AND moved_from IS NOT NULL),
    CHECK (status <> 'in progress' OR began_at IS NOT NULL AND ended_at IS NULL),
    CHECK (status NOT IN ('completed', 'stopped early') OR began_at IS NOT NULL AND ended_at IS NOT NULL)"""
)

_MARK = (
    _kept(
        f"id {_ID}",
        "session_id TEXT NOT NULL REFERENCES session (id)",
        _at("at"),
        _one_of("kind", "lightness", "calm", "nausea", "anxious", "own"),
        _text("words", 500),
    )
    + ", CHECK (kind <> 'own' OR words <> '')"
)

_CHECKLIST = (
    _kept(
        f"id {_ID}",
        _one_of("part", "screening", "day-of"),
        "course_id TEXT NOT NULL REFERENCES course (id)",
        "session_id TEXT REFERENCES session (id)",
        "version INTEGER NOT NULL CHECK (version BETWEEN 1 AND 1000000)",
        "replaces TEXT REFERENCES checklist (id)",
        _at("started_at"),
        _maybe_at("finished_at"),
        _list("answers", 1_000),
    )
    + ", CHECK ((session_id IS NULL) = (part = 'screening')), CHECK ((replaces IS NULL) = (version = 1))"
)

_CLINIC_PROFILE = _kept(
    f"id {_ID}",
    _text("name", 200),
    _text("phone", 60),
    _text("hours", 200),
    _text("emergency_number", 60),
    _text("address", 500),
    _list("rules", 1_000),
)

_PERSON = _kept(f"id {_ID}", _text("name", 200), _text("phone", 60))

_PREFERENCES = _kept(
    f"id {_ID}",
    _one_of("role", "patient", "caregiver"),
    _maybe_at("welcomed_at"),
    _one_of("theme", "system", "light", "dark", "high contrast light", "high contrast dark"),
    "text_scale REAL NOT NULL CHECK (text_scale BETWEEN 0.8 AND 2.0)",
    "country TEXT NOT NULL CHECK (country GLOB '[A-Z][A-Z]')",
    _text("crisis_name", 200),
    _text("crisis_number", 60),
    _text("language", 20, least=2),
    _maybe_at("rest_until"),
)

_CLINIC_QUESTION = _kept(
    f"id {_ID}",
    _text("topic", 80),
    _text("text", 500, least=1),
    _at("made_at"),
    _text("answer", 5_000),
    _maybe_at("answered_at"),
)

_OUTBOX = """
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    record_id TEXT NOT NULL,
    erased INTEGER NOT NULL DEFAULT 0 CHECK (erased IN (0, 1)),
    changed_at TEXT NOT NULL,
    UNIQUE (kind, record_id)"""

TABLES = {
    "journal_entry": _JOURNAL_ENTRY,
    "course": _COURSE,
    "session": _SESSION,
    "mark": _MARK,
    "checklist": _CHECKLIST,
    "clinic_profile": _CLINIC_PROFILE,
    "person": _PERSON,
    "preferences": _PREFERENCES,
    "clinic_question": _CLINIC_QUESTION,
    "outbox": _OUTBOX,
}

INDEXES = (
    "CREATE INDEX journal_entry_newest ON journal_entry (at DESC, id DESC) WHERE removed_at IS NULL",
    "CREATE INDEX journal_entry_day ON journal_entry (local_day) WHERE removed_at IS NULL",
    "CREATE UNIQUE INDEX session_number ON session (course_id, number) WHERE removed_at IS NULL",
    "CREATE INDEX mark_time ON mark (session_id, at)",
    "CREATE INDEX checklist_course ON checklist (course_id, part)",
    "CREATE INDEX checklist_session ON checklist (session_id)",
    "CREATE INDEX checklist_replaces ON checklist (replaces)",
)
