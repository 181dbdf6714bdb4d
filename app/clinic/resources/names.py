"""Names: what our resources, codes and extensions are called in a clinic's system.

They are names and no addresses: ".example" is kept free of hosts for good (RFC 2606), so nothing is ever
asked there.
"""

from __future__ import annotations

from typing import Final

BASE: Final = "https://infusion-companion.example/fhir"
LOINC: Final = "http://loinc.org"
UCUM: Final = "http://unitsofmeasure.org"
CATEGORY: Final = "http://terminology.hl7.org/CodeSystem/observation-category"
ABSENT: Final = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
ORDINAL: Final = "http://hl7.org/fhir/StructureDefinition/ordinalValue"


def tag(patient_id: str) -> dict[str, str]:
    """The tag of all that is sent for a patient, to be found by where a server cannot search by patient."""
    return {"system": f"{BASE}/CodeSystem/patient", "code": patient_id}


def identifier(kind: str) -> str:
    """The system of the identifiers of one kind of record. kind: the table's name."""
    return f"{BASE}/id/{kind.replace('_', '-')}"


def extension(name: str) -> str:
    """The url of one of our extensions."""
    return f"{BASE}/StructureDefinition/{name}"


def codes(name: str) -> str:
    """The url of one of our code systems."""
    return f"{BASE}/CodeSystem/{name}"


def form(name: str) -> str:
    """The canonical name of a questionnaire of ours."""
    return f"{BASE}/Questionnaire/{name}"
