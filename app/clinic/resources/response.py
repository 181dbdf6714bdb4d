"""What a checklist and a check-in have in common as a QuestionnaireResponse."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from app.clinic.resources.parts import (
    Context,
    Resource,
    first,
    moment,
    must,
    own,
    read_moment,
    read_reference,
    reference,
    said,
)

TYPE: Final = "QuestionnaireResponse"
_DONE: Final = ("completed", "amended")


def response(
    kind: str,
    id_: UUID,
    context: Context,
    *,
    form: str,
    version: int,
    begun: datetime,
    finished: datetime | None,
    parts: dict[str, Any],
) -> Resource:
    """A response, finished or not. parts: its extensions, items and what it belongs to."""
    status = "in-progress" if finished is None else "completed" if version == 1 else "amended"
    return said(
        {
            **own(context, TYPE, kind, id_, status),
            **parts,
            "questionnaire": form,
            "subject": context.patient,
            "authored": moment(finished or begun),
            "author": context.patient,
            "source": context.patient,
        }
    )


def replaced(id_: UUID | None) -> dict[str, str] | None:
    """The extension's value that names the version before."""
    return reference(TYPE, id_)


def read_response(resource: Resource) -> dict[str, Any]:
    """The fields that both kinds have. Raises ValueError, TypeError or KeyError when it cannot be read."""
    done = resource["status"] in _DONE
    return {
        "course_id": read_reference(resource.get("basedOn"), "CarePlan"),
        "version": first(resource, "version", "valuePositiveInt"),
        "replaces": read_reference(first(resource, "replaces", "valueReference"), TYPE),
        "finished_at": must(read_moment(resource.get("authored"))) if done else None,
    }
