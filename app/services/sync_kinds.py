"""How the records are written for the connected clinic: the resources, with what they need of the store."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from app.errors import ClinicError

if TYPE_CHECKING:
    from app.clinic.synchronizer import Connection
    from app.clinic.synchronizer.needs import Kinds
    from app.services.store import Store


def kinds_for(made: Connection, store: Store) -> Kinds:
    """How records become resources for this patient, with or without the patient's words.

    Args:
        made: whose record it is there. store: for what a resource says of another record.

    Raises:
        ClinicError: this build has no resources.
    """
    try:
        resources: Any = import_module("app.clinic.resources")
        found: Kinds = resources.kinds(
            made.patient_id,
            share_words=made.share_words,
            course=store.courses.get,
            session=store.sessions.get,
        )
    except (ImportError, AttributeError):
        raise ClinicError("This version of the app cannot exchange records with a clinic yet.") from None
    return found
