"""Help is always there, in one order, with numbers that can be dialled, and nothing can make it fail."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.care.invalid import Invalid
from app.care.safety import (
    CLINIC_SIGNS,
    EMERGENCY_SIGNS,
    WHAT_THIS_APP_IS_NOT,
    Confidence,
    How,
    Kind,
    can_dial,
    dial,
    help_routes,
    parse_countries,
)
from tests.care.guide_files import ASSETS, SOURCES

TOML = (ASSETS / "crisis.toml").read_text("utf-8")
COUNTRIES = parse_countries(TOML)
US, OTHER = COUNTRIES["US"], COUNTRIES["other"]
ORDER = list(Kind)


def test_the_us_has_988_by_call_and_text_the_veterans_line_and_911() -> None:
    routes = help_routes(US)
    always = (
        "Day and night, also in Spanish: press 2, or text AYUDA. "
        "You can also chat on its website, 988lifeline.org."
    )
    assert [(route.address, route.note) for route in routes if route.kind is Kind.CRISIS_LINE] == [
        ("tel:988", always),
        ("sms:988", always),
        ("tel:988", "Call 988, then press 1."),
        ("sms:838255", "For veterans, by text message."),
    ]
    assert routes[-1].address == "tel:911"
    assert routes[-1].note == ""


def test_a_number_nobody_compared_says_check_it() -> None:
    for code in ("GB", "EU", "AU"):
        emergency = COUNTRIES[code].emergency
        assert emergency is not None
        assert emergency.confidence is Confidence.UNSURE
        assert help_routes(COUNTRIES[code])[-1].note == "Check it for your country."


def test_every_number_has_the_month_it_was_checked() -> None:
    for country in COUNTRIES.values():
        for line in (*country.lines, *([country.emergency] if country.emergency else [])):
            assert line.checked >= "2026-11"


def test_what_is_missing_says_where_to_add_it() -> None:
    routes = help_routes(OTHER)
    assert [route.kind for route in routes] == [Kind.CLINIC, Kind.PERSON, Kind.CRISIS_LINE, Kind.EMERGENCY]
    assert all(route.how is How.ADD and "Settings" in route.note and not route.address for route in routes)
    assert "findahelpline.com" in routes[2].note
    assert "http" not in TOML


def test_what_the_patient_entered_is_called_by_its_name() -> None:
    routes = help_routes(
        OTHER, "+1 (555) 010-0100", "555 010 0199", "Ana", "555-010-0111", "My line", "116 123"
    )
    assert [(route.label, route.address) for route in routes[:4]] == [
        ("Call my clinic", "tel:+15550100100"),
        ("Call my clinic's emergency number", "tel:5550100199"),
        ("Call Ana", "tel:5550100111"),
        ("Call My line", "tel:116123"),
    ]


def test_an_own_crisis_line_comes_before_those_of_the_country() -> None:
    lines = [r.number for r in help_routes(US, own_crisis_number="116 123") if r.kind is Kind.CRISIS_LINE]
    assert lines == ["116 123", "988", "988", "988", "838255"]


def test_a_number_that_cannot_be_dialled_is_shown_to_be_read() -> None:
    route = help_routes(US, "ask for extension two: 555")[0]
    assert (route.how, route.number, route.address) == (How.READ, "ask for extension two: 555", "")


@given(st.sampled_from(list(COUNTRIES.values())), st.lists(st.text(max_size=30), min_size=6, max_size=6))
def test_whatever_was_entered_all_four_are_there_in_their_order(country: object, entered: list[str]) -> None:
    routes = help_routes(country, *entered)  # type: ignore[arg-type]
    kinds = [route.kind for route in routes]
    assert kinds == sorted(kinds, key=ORDER.index)
    assert {Kind.CLINIC, Kind.PERSON, Kind.CRISIS_LINE, Kind.EMERGENCY} <= set(kinds)
    for route in routes:
        assert route.label.strip()
        assert bool(route.address) == (route.how in (How.CALL, How.TEXT))


@pytest.mark.parametrize(
    ("number", "address"),
    [
        ("988", "tel:988"),
        (" +1 555-010 0100 ", "tel:+15550100100"),
        ("*31#5550100", "tel:*31%235550100"),
        ("(555) 010.0100", "tel:5550100100"),
    ],
)
def test_a_number_becomes_an_address_a_phone_dials(number: str, address: str) -> None:
    assert dial(number) == address


@pytest.mark.parametrize(
    "number", ["", "  ", "call me", "55+5", "tel:911", "911;ext=1", "9" + "\n" + "1", "٩١١", "+", "#"]
)
def test_a_number_that_no_phone_dials_is_refused(number: str) -> None:
    with pytest.raises(Invalid, match="check the number"):
        dial(number)
    assert not can_dial(number)


ONE = "[[country]]\ncode = 'X'\nname = 'X'\n[country.emergency]\n"
ONE += "number = '911'\nchecked = '2026-11'\nconfidence = 'seen'\n"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (ONE, ""),
        ("name = 'X'", ""),
        ("911", "nine"),
        ("2026-11", "lately"),
        ("seen", "perhaps"),
        ("[country.emergency]", "[[country.line]]"),
    ],
)
def test_a_list_of_numbers_with_a_mistake_is_refused(old: str, new: str) -> None:
    assert parse_countries(ONE)["X"].emergency is not None
    with pytest.raises(Invalid, match="cannot be read"):
        parse_countries(ONE.replace(old, new))


def test_every_emergency_sign_has_a_source_and_every_source_is_known() -> None:
    assert all(sign.sources for sign in EMERGENCY_SIGNS)
    for sign in (*EMERGENCY_SIGNS, *CLINIC_SIGNS):
        assert set(sign.sources) <= set(SOURCES)


def test_the_emergency_signs_are_those_of_the_label() -> None:
    signs = " ".join(sign.text.lower() for sign in EMERGENCY_SIGNS)
    for sign in ("chest pain", "breathing", "headache", "sight", "seizure", "hard to wake"):
        assert sign in signs


def test_the_app_says_that_it_tells_no_one_and_replaces_no_clinic() -> None:
    text = " ".join(WHAT_THIS_APP_IS_NOT)
    assert "tells no one" in text
    assert "does not replace your clinic" in text
    assert "!" not in text
