"""The escort's card: all that matters on the day on one page, and nothing that nobody has said."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from app.share.escort_card import EscortCard, to_pdf, to_text
from tests.share.conftest import read, text

AT = datetime(2026, 11, 26, 10, tzinfo=UTC)
CARD = EscortCard(
    number=4,
    planned=6,
    made_at=AT - timedelta(days=2),
    starts_at=AT,
    ready_at=AT + timedelta(minutes=60),
    called="Álex",
    clinic="Lake Clinic",
    clinic_phone="555 0100",
    clinic_hours="Mon to Fri, 9 to 17",
    clinic_address="1 Lake Road\nSpringfield",
    clinic_emergency="555 0199",
    emergency_number="911",
    crisis=("988 Suicide & Crisis Lifeline: 988",),
    rules=("Come up to the second floor.\nRing twice.",),
    emergency=("Chest pain", "A seizure"),
    worries=("You keep vomiting",),
)
GOLDEN = """\
Taking someone home after an infusion

When to come
- Álex has an infusion on Thu 26 Nov 2026, 10:00 (infusion 4 of 6).
- The clinic says it takes 45 minutes, and that senses and thinking return within about 15 more. Plan to be there at about 11:00, and ask the clinic when to come.
- Where: 1 Lake Road Springfield
- The clinic says: Come up to the second floor. Ring twice.

What to expect
- They may be dizzy, or see blurred or double, for an hour or two. Walk beside them.
- They may feel light, or a bit apart from things. Quiet helps; there is no need to talk.
- Until the clinic tells you otherwise: no driving until the next day, after a good night’s sleep; no alcohol and no big decisions for 24 hours.
- If you cannot come, find another responsible adult, and tell the clinic.

Call emergency (911) for
- Chest pain
- A seizure

Call the clinic for
- You keep vomiting

Whom to call
- Lake Clinic: 555 0100 (Mon to Fri, 9 to 17)
- Lake Clinic, for emergencies: 555 0199
- Emergency: 911
- 988 Suicide & Crisis Lifeline: 988

Signs from the medicine's label, the American Heart Association and the 988 Lifeline.
Made with Infusion Companion. It is not medical care and does not replace the clinic.
"""  # noqa: E501  as it is sent


def test_the_card_as_text_says_when_what_and_whom_to_call() -> None:
    assert to_text(CARD) == GOLDEN


def test_the_pdf_says_the_same_on_one_page() -> None:
    made = to_pdf(CARD)
    assert len(read(made).pages) == 1
    found = text(made)
    for line in GOLDEN.splitlines():
        assert line.removeprefix("- ") in found


def test_what_nobody_has_said_becomes_a_question_and_no_invention() -> None:
    bare = EscortCard(number=1, planned=6, made_at=AT)
    said = to_text(bare)
    for words in (
        "There is no date yet (infusion 1 of 6).",
        "Ask the clinic where to wait",
        "The clinic’s number is not known here.",
        "Emergency: the number of the country you are in.",
        "Call emergency for",
    ):
        assert words in said
    for missing in ("Where:", "The clinic says: ", "911", "()", "None"):
        assert missing not in said


def test_a_card_without_a_name_names_nobody() -> None:
    assert "The infusion begins on Thu 26 Nov 2026, 10:00" in to_text(replace(CARD, called=" "))


def test_the_longest_texts_still_make_a_card() -> None:
    long = replace(CARD, rules=("word " * 400,) * 3, clinic="C" * 200, clinic_address="A" * 500)
    assert len(read(to_pdf(long)).pages) <= 3
