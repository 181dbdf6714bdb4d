"""How the records are written for the connected clinic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.clinic import resources

if TYPE_CHECKING:
    from app.clinic.synchronizer import Connection
    from app.clinic.synchronizer.needs import Kinds


def kinds_for(made: Connection) -> Kinds:
    """How records become resources for this patient, with or without the patient's words.

    Args:
        made: whose record it is there.
    """
    return resources.kinds(made.patient_id, share_words=made.share_words)
