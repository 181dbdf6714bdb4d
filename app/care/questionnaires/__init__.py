"""The registry of questionnaires: one line each, in the order in which to show them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from app.care.invalid import Invalid
from app.care.questionnaire import Questionnaire
from app.care.questionnaires.gad7 import GAD7
from app.care.questionnaires.pcl5 import PCL5
from app.care.questionnaires.peg import PEG
from app.care.questionnaires.phq9 import PHQ9

_ALL: Final = (
    PHQ9,
    GAD7,
    PEG,
    PCL5,
)
QUESTIONNAIRES: Final[Mapping[str, Questionnaire]] = MappingProxyType({one.id: one for one in _ALL})


def questionnaire(questionnaire_id: str) -> Questionnaire:
    """The questionnaire of an id. Raises Invalid when there is none."""
    found = QUESTIONNAIRES.get(questionnaire_id)
    if found is None:
        raise Invalid(
            "There is no check-in {asked}; choose {known}.",
            asked=repr(questionnaire_id),
            known=", ".join(QUESTIONNAIRES),
        )
    return found
