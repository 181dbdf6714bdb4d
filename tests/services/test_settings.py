"""What is kept once stays one record, and Help now always has somewhere to go."""

from __future__ import annotations

import pytest

from app.care.invalid import Invalid
from app.care.profile import Role
from app.care.safety import How, Kind
from app.services import Services, bundled
from tests.services.conftest import everything


def test_before_anything_is_chosen_nothing_is_written(services: Services) -> None:
    assert services.settings.preferences().role is Role.PATIENT
    assert services.settings.person().name == ""
    assert services.settings.clinic().phone == ""
    assert not any(everything(services).values())


def test_the_clinic_begins_with_what_ships_with_the_app(services: Services) -> None:
    assert services.settings.clinic().name == bundled.clinic(services.settings.clinic().id).name != ""


def test_each_is_one_record_however_often_it_changes(services: Services) -> None:
    for scale in (1.2, 1.4):
        services.settings.change_preferences(text_scale=scale)
        services.settings.change_clinic(hours=str(scale))
        services.settings.change_person(name=str(scale))
    kept = everything(services)
    assert [len(kept[t]) for t in ("preferences", "clinic_profile", "person")] == [1, 1, 1]
    assert services.settings.preferences().text_scale == 1.4


def test_fields_that_are_not_named_stay(services: Services) -> None:
    services.settings.change_person(name="Sam", phone="555-0123")
    services.settings.change_person(phone="555-0124")
    assert services.settings.person().name == "Sam"


def test_a_value_that_cannot_be_is_refused_and_nothing_changes(services: Services) -> None:
    with pytest.raises(Invalid, match="text size"):
        services.settings.change_preferences(text_scale=9.0)
    with pytest.raises(Invalid, match="digit"):
        services.settings.change_person(phone="none")
    assert not any(everything(services).values())


def test_every_country_offered_can_be_chosen_and_has_help(services: Services) -> None:
    for code, _ in services.settings.countries():
        services.settings.change_preferences(country=code)
        kinds = {route.kind for route in services.settings.help_routes()}
        assert {Kind.CLINIC, Kind.PERSON, Kind.CRISIS_LINE, Kind.EMERGENCY} <= kinds


def test_a_country_nobody_knows_still_has_help(services: Services) -> None:
    services.settings.change_preferences(country="QQ")
    assert services.settings.help_routes()[-1].kind is Kind.EMERGENCY


def test_what_is_entered_is_what_help_calls(services: Services) -> None:
    services.settings.change_clinic(phone="555-0100", emergency_number="555-0199")
    services.settings.change_person(name="Sam", phone="555-0123")
    services.settings.change_preferences(crisis_name="Night line", crisis_number="555-0188")
    routes = {route.number: route for route in services.settings.help_routes()}
    assert routes["555-0100"].how is How.CALL
    assert {"555-0199", "555-0188", "911"} <= routes.keys()
    assert "Sam" in routes["555-0123"].label


def test_what_only_this_device_needs_never_waits_for_a_clinic(services: Services) -> None:
    from storage.outbox import Outbox

    services.settings.change_person(name="Sam")
    services.settings.change_preferences(text_scale=1.2)
    services.questions.add("", "May I eat?")
    assert Outbox(services.db).count() == 0


def test_the_clinics_rules_can_be_entered_for_each_topic(services: Services) -> None:
    for item, label in services.settings.rule_items():
        assert label
        services.checklists.set_rule(item, f"Rule on {label}")
    assert len(services.settings.clinic().rules) == len(services.settings.rule_items())
