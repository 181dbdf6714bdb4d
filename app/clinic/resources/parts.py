"""Parts: what all resources are written of, and how it is read back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar
from uuid import UUID

from app.care.moment import aware
from app.clinic.resources import names

Resource = Mapping[str, Any]
T = TypeVar("T")
# What stands on another device for a word that its patient keeps to the first one.
WITHHELD: Final = "…"
_FARTHEST: Final = timedelta(hours=14)


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """For whom resources are written. patient_id: of the Patient. share_words: whether words go along."""

    patient_id: str
    share_words: bool = False

    @property
    def patient(self) -> dict[str, str]:
        """The reference to the patient."""
        return {"reference": f"Patient/{self.patient_id}"}


def own(context: Context, type_: str, kind: str, id_: UUID, status: str) -> dict[str, Any]:
    """The beginning of a record's own resource; a response has one identifier, all others a list."""
    identifier = {"system": names.identifier(kind), "value": str(id_)}
    return {
        "resourceType": type_,
        "id": str(id_),
        "meta": {"tag": [names.tag(context.patient_id)]},
        "identifier": identifier if type_ == "QuestionnaireResponse" else [identifier],
        "status": status,
    }


def said(resource: Mapping[str, Any]) -> dict[str, Any]:
    """A resource or a part of it without what is empty: FHIR has no empty values."""
    return {
        key: value for key, value in resource.items() if value is not None and value not in ("", [], {}, ())
    }


def moment(at: datetime | None) -> str | None:
    """A moment as FHIR writes it. Raises ValueError for an offset of more than 14 hours (R4, dateTime)."""
    if at is None:
        return None
    if abs(at.utcoffset() or timedelta()) > _FARTHEST:
        raise ValueError("FHIR has no such time zone")
    return at.isoformat()


def read_moment(text: str | None) -> datetime | None:
    """A moment out of FHIR. Raises ValueError when it has no time zone."""
    return None if text is None else aware(datetime.fromisoformat(text))


def must(at: datetime | None) -> datetime:
    """A moment that cannot be missing. Raises ValueError when it is."""
    if at is None:
        raise ValueError("a time is missing")
    return at


def words(text: str) -> list[dict[str, str]] | None:
    """Words as a note; spaces alone are none."""
    return [{"text": text}] if text.strip() else None


def read_words(resource: Resource) -> str:
    """The words of all notes."""
    return "\n".join(note["text"] for note in resource.get("note", ()))


def extensions(**values: Any) -> list[dict[str, Any]]:
    """Our extensions; none for None.

    values: `name__valueType=value`, where a name's underscores become hyphens; a list is one extension each.
    """
    found: list[dict[str, Any]] = []
    for key, value in values.items():
        name, _, type_ = key.partition("__")
        url = names.extension(name.replace("_", "-"))
        some = value if isinstance(value, list) else [value]
        found += [{"url": url, type_: one} for one in some if one is not None]
    return found


def each(part: Resource, name: str, type_: str) -> list[Any]:
    """The values of one of our extensions, in order."""
    url = names.extension(name)
    return [one[type_] for one in part.get("extension", ()) if one.get("url") == url and type_ in one]


def first(part: Resource, name: str, type_: str) -> Any:
    """The value of one of our extensions, or None."""
    return next(iter(each(part, name, type_)), None)


def withheld(context: Context) -> bool | None:
    """For the extension that says that words stay on the device; the same whether there are any."""
    return None if context.share_words else True


def is_withheld(resource: Resource) -> bool:
    """Whether words were left out, so that nothing is said of them."""
    return first(resource, "words-withheld", "valueBoolean") is True


def reference(type_: str, id_: UUID | None) -> dict[str, str] | None:
    """A reference to another record's resource."""
    return None if id_ is None else {"reference": f"{type_}/{id_}"}


def read_reference(of: Mapping[str, Any] | Iterable[Mapping[str, Any]] | None, type_: str) -> UUID | None:
    """The record that a reference, or the first one of a type in a list, means; None without one."""
    for one in (of,) if isinstance(of, Mapping) else of or ():
        parts = str(one.get("reference", "")).split("/_history/")[0].split("/")
        if parts[-2:-1] == [type_]:
            return UUID(parts[-1])
    return None


def coding(system: str, code: str, display: str = "", **more: Any) -> dict[str, Any]:
    """A code with its words."""
    return {**said({"system": system, "code": code, "display": display}), **more}


def code_in(concept: Mapping[str, Any], system: str) -> str | None:
    """The code that a concept has in a system, or None."""
    found = (one.get("code") for one in concept.get("coding", ()) if one.get("system") == system)
    return next(found, None)


def known(found: Iterable[T]) -> T:
    """The first of what was found. Raises ValueError when nothing was."""
    for one in found:
        return one
    raise ValueError("not known to this version")


def score_quantity(value: float) -> dict[str, Any]:
    """A number of points, as UCUM writes it."""
    return {"value": value, "unit": "{score}", "system": names.UCUM, "code": "{score}"}
