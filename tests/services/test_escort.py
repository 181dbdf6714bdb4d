"""The escort's card is made of what the patient and the clinic have entered, and of nothing of the diary."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from app.care.invalid import Invalid
from app.care.safety import CLINIC_SIGNS, EMERGENCY_SIGNS
from app.services import Services
from app.services.escort import _EMERGENCY as EMERGENCY
from app.services.escort import _WORRIES as WORRIES


def test_the_card_takes_the_clinics_words_numbers_and_the_time(services: Services) -> None:
    services.courses.start(date(2026, 11, 26))
    services.settings.change_clinic(name="Lake Clinic", phone="555 0100", hours="9 to 17")
    services.checklists.set_rule("escort", "Come up to the second floor.")
    services.checklists.set_rule("food-and-drink", "NOTFORTHEM")
    services.journal.add(3, words="DIARYWORD")
    view = services.courses.current()
    assert view is not None
    session = view.session(1)
    assert session is not None
    services.courses.change_session(replace(session, notes="SESSIONNOTE", escort="Sam"))
    said = services.escort.text(1, "Alex")
    for words in (
        "Alex has an infusion on Thu 26 Nov 2026, 10:00 (infusion 1 of 6).",
        "at about 11:00",
        "Come up to the second floor.",
        "Lake Clinic: 555 0100 (9 to 17)",
        "Emergency: 911",
        "988",
        *EMERGENCY,
        *WORRIES,
    ):
        assert words in said
    for words in ("DIARYWORD", "SESSIONNOTE", "NOTFORTHEM"):
        assert words not in said
    assert services.escort.pdf_bytes(1).startswith(b"%PDF")


def test_there_is_no_card_for_an_infusion_that_is_not_there(services: Services) -> None:
    with pytest.raises(Invalid, match="no infusion 9"):
        services.escort.text(9)


def test_the_signs_are_those_of_help_now_said_of_somebody_else(services: Services) -> None:
    def plain(text: str) -> set[str]:
        said = {"you", "your", "they", "their", "them", "are", "is", "someone", "to"}
        return {word for word in re.findall(r"[a-z0-9]+", text.lower()) if word not in said}

    for here, theirs in ((EMERGENCY, EMERGENCY_SIGNS), (WORRIES, CLINIC_SIGNS)):
        assert [plain(one) for one in here] == [plain(sign.text) for sign in theirs]
