"""Opening a FHIR file: bounded before it is read, and what it is instead is said in one sentence."""

from __future__ import annotations

import json
from typing import Any, Final, NoReturn

from app.clinic.resources import collected
from app.clinic.resources.collected import LARGE, Collected
from app.errors import BadFhirFile

# Five years of ten entries a day fit in a third of it.
MOST_FILE: Final = 96 * 1024 * 1024
# Each of them takes a hundred bytes of memory and more, however small it is in the file.
_MOST_PARTS: Final = 3_000_000
_BACKUP: Final = b"\x89ICB"


def open_fhir(content: bytes) -> Collected:
    """What is in a FHIR file, before there is a store that it could be compared with.

    Args:
        content: of the file.

    Raises:
        BadFhirFile: it is too large, damaged, newer or something else; each a sentence of its own.
    """
    if len(content) > MOST_FILE or content.count(b"{") + content.count(b"[") > _MOST_PARTS:
        raise BadFhirFile(LARGE)
    try:
        return collected.read(_parsed(content))
    except RecursionError:
        raise BadFhirFile(_DEEP) from None


def _parsed(content: bytes) -> Any:
    if not content.strip():
        raise BadFhirFile(_EMPTY)
    if content.startswith(_BACKUP):
        raise BadFhirFile(_A_BACKUP)
    try:
        text = content.decode("utf-8-sig").strip()
    except UnicodeDecodeError:
        raise BadFhirFile(_NO_JSON) from None
    try:
        found = json.loads(text, parse_constant=_no_number)
    except ValueError:
        raise BadFhirFile(_instead(text)) from None  # None: the cause quotes the content
    if isinstance(found, dict) and found.get("format") == "infusion-companion":
        raise BadFhirFile(_OWN_JSON)
    return found


def _instead(text: str) -> str:
    """What a text is that is no JSON, as far as it shows."""
    if text.startswith("<"):
        return _XML if "http://hl7.org/fhir" in text[:4_000] else _WEB_PAGE
    lines = text.split("\n", 2)
    try:
        first = json.loads(lines[0]) if len(lines) > 1 else None
    except ValueError:
        first = None
    return _LINES if isinstance(first, dict) and "resourceType" in first else _NO_JSON


def _no_number(_: str) -> NoReturn:
    """JSON has no NaN and no Infinity, though Python would read them."""
    raise ValueError


_UNCHANGED: Final = "so nothing was changed"
_EMPTY: Final = f"This file is empty, {_UNCHANGED}; save it again where it came from."
_DEEP: Final = (
    f"This file is nested deeper than any record is, {_UNCHANGED}; choose one that a health app wrote."
)
_A_BACKUP: Final = (
    f"This file is a sealed backup of this app, {_UNCHANGED}; bring it back as a backup, with its passphrase."
)
_NO_JSON: Final = (
    f"This file is no FHIR file in JSON, or not whole, {_UNCHANGED}; save it again where it came from."
)
_OWN_JSON: Final = (
    f"This file is the JSON for other programs, {_UNCHANGED}; choose one that was saved as FHIR, or a backup."
)
_XML: Final = f"This FHIR file is written in XML, {_UNCHANGED}; save it as JSON where it came from."
_WEB_PAGE: Final = (
    f"This file is a web page and no FHIR file, {_UNCHANGED}; download it again where it came from."
)
_LINES: Final = (
    f"This file has one resource in each line, {_UNCHANGED}; save the records as one FHIR Bundle instead."
)
