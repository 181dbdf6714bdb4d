"""What studies found: only for who asks, each with its source, apart from the patient's own line."""

from __future__ import annotations

from collections.abc import Callable

import flet_charts as fch

from app.care.studies import STUDIES
from app.services import Services
from tests.headless import Stage

Open = Callable[..., Stage]


def test_nothing_is_told_before_somebody_asks_and_it_can_be_hidden_again(
    stage: Open, services: Services
) -> None:
    page = stage("/insights/studies")
    figures = [str(one) for study in STUDIES for one in study.sentences]
    assert not set(figures) & set(page.texts())
    page.press("Show what studies found")
    assert services.settings.preferences().studies_shown
    assert set(figures) <= set(page.texts())
    page.press("Hide this again")
    assert not services.settings.preferences().studies_shown
    assert not set(figures) & set(page.texts())


def test_each_study_names_its_source_in_full(stage: Open, services: Services) -> None:
    services.settings.change_preferences(studies_shown=True)
    texts = stage("/insights/studies").texts()
    sources = services.guide.sources()
    for study in STUDIES:
        assert sources[study.source].title in texts
        assert f"Source: {sources[study.source].citation}" in texts


def test_it_draws_no_curve_and_says_that_it_is_about_others(stage: Open, services: Services) -> None:
    services.settings.change_preferences(studies_shown=True)
    page = stage("/insights/studies")
    assert not [c for c in page.controls() if isinstance(c, fch.LineChart)]
    assert page.shows("They cannot say how it will go for you")
    assert page.shows("None of this is a target")


def test_it_leads_back_to_insights(stage: Open) -> None:
    page = stage("/insights/studies")
    page.press("Back to insights")
    assert page.route == "/insights"
