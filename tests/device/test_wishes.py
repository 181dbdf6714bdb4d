"""Bold text and more contrast are followed where the device tells of them; silence wishes for nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields

import pytest
from flet.controls.services.semantics_service import AccessibilityFeatures

from app.device import wishes
from app.device.wishes import NO_WISHES, Wishes
from tests.headless import Stage

NONE_SET = {field.name: False for field in fields(AccessibilityFeatures)}


@pytest.mark.parametrize(
    ("told", "wished"),
    [
        ({}, NO_WISHES),
        ({"bold_text": True}, Wishes(bold=True)),
        ({"high_contrast": True}, Wishes(contrast=True)),
        ({"bold_text": True, "high_contrast": True}, Wishes(bold=True, contrast=True)),
        ({"reduce_motion": True, "disable_animations": True}, NO_WISHES),
    ],
)
def test_what_is_set_is_told(device: Callable[..., Stage], told: dict[str, bool], wished: Wishes) -> None:
    shown = device(answers={"get_accessibility_features": {**NONE_SET, **told}})
    assert shown.do(wishes.ask) == wished


@pytest.mark.parametrize("answer", [None, RuntimeError("no such service"), {"bold_text": True}])
def test_a_device_that_does_not_tell_wishes_for_nothing(device: Callable[..., Stage], answer: object) -> None:
    shown = device(answers={"get_accessibility_features": answer})
    assert shown.do(wishes.ask) == NO_WISHES
