"""Resources: the records as HL7 FHIR R4, one module a resource, and back; plain data, no request, no store.

What a resource cannot say in FHIR's own elements stands in extensions of ours, so that a second device of the
patient gets back exactly what the first one wrote. Words that the patient typed go along only if wanted.
"""

from __future__ import annotations

from app.clinic.resources.kinds import PatientKinds
from app.clinic.resources.parts import Context

__all__ = ["kinds"]


def kinds(patient_id: str, *, share_words: bool) -> PatientKinds:
    """How the records of one patient are written.

    Args:
        patient_id: the id of the Patient at the clinic's server.
        share_words: whether the words of the journal, notes and own feelings go along.
    """
    return PatientKinds(Context(patient_id=patient_id, share_words=share_words))
