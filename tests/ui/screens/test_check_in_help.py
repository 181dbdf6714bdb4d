"""Help after an answer never lets anyone believe that somebody listens, nor where a clinic gets it."""

from __future__ import annotations

from collections.abc import Callable

from app.care.checkin import HELP_WORDS, SENT_HELP_WORDS
from app.clinic import synchronizer
from app.clinic.synchronizer import Connection
from app.services import Services
from tests.headless import Stage

Open = Callable[..., Stage]


def connect(services: Services, *held: str) -> None:
    made = Connection(server="https://clinic.example/fhir", patient_id="p1", held=held)
    synchronizer.connect(services.store.db, made)


def after_the_ninth(stage: Open) -> list[str]:
    shown = stage("/check-in/phq9")
    for value in (*[0] * 8, 1):
        shown.press(f"{value}, ")
    return shown.texts()


def test_where_nothing_is_sent_it_says_that_nobody_is_told(stage: Open) -> None:
    assert str(HELP_WORDS[1]) in after_the_ninth(stage)


def test_where_answers_go_to_a_clinic_it_says_that_nobody_may_read_them_soon(
    stage: Open, services: Services
) -> None:
    connect(services)
    texts = after_the_ninth(stage)
    assert str(SENT_HELP_WORDS[1]) in texts
    assert str(HELP_WORDS[1]) not in texts


def test_check_ins_that_stay_here_are_told_to_nobody(stage: Open, services: Services) -> None:
    connect(services, "check_in")
    assert str(HELP_WORDS[1]) in after_the_ninth(stage)
