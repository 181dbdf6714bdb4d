"""Insights: words first, then the picture, then the numbers; the same for every way of reading them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import flet as ft
import flet_charts as fch
import pytest

from app.care.questionnaire import OVERLAP
from app.main import page_main
from app.services import Services
from app.services.sample import fill
from tests.headless import Stage
from tests.ui.conftest import Clock

Open = Callable[..., Stage]


@pytest.fixture
def sample(tmp_path: Path, clock: Clock) -> Iterator[Services]:
    """The sample course: three of six infusions are over, the last one two days ago."""
    opened = Services.open(tmp_path / "sample", now=clock, sample=True)
    fill(opened)
    yield opened
    opened.close()


@pytest.fixture
def look(sample: Services) -> Iterator[Open]:
    """Opens insights over the sample and waits until they are read."""
    stages: list[Stage] = []

    def begin(*, width: int = 412) -> Stage:
        page = Stage(page_main(sample), route="/insights", width=width)
        stages.append(page)
        page.until(lambda: page.shows("Days held"))
        return page

    yield begin
    for one in stages:
        one.close()


def images(page: Stage) -> list[str]:
    """What a screen reader says of each picture."""
    return [str(c.label) for c in page.controls() if isinstance(c, ft.Semantics) and c.image and c.label]


def rows(page: Stage, name: str) -> list[str]:
    """The rows of a table as a screen reader reads them, after it was opened."""
    page.press(f"Show the numbers: {name}")
    found = [
        str(c.label)
        for c in page.controls()
        if isinstance(c, ft.Semantics) and c.exclude_semantics and c.container and not c.image
    ]
    page.press(f"Hide the numbers: {name}")
    return found


def test_without_anything_written_it_says_what_will_be_here_and_offers_the_first_step(stage: Open) -> None:
    page = stage("/insights")
    page.until(lambda: page.shows("Nothing to show yet"))
    assert {"New entry", "Check-ins", "What studies found. About groups of other people"} <= {
        name.split(",")[0] for name in page.buttons()
    }
    assert not [c for c in page.controls() if isinstance(c, fch.LineChart)]


def test_every_picture_says_the_sentences_above_it_and_has_its_numbers(look: Open) -> None:
    page = look()
    said = images(page)
    texts = page.texts()
    names = ["Mood", "PHQ-9", "GAD-7", "Days held", "Around each infusion", "Feelings"]
    for name in [*names, "Sleep beside your mood"]:
        (one,) = [label for label in said if label.startswith(f"Chart: {name}.")]
        words = one.removeprefix(f"Chart: {name}. ")
        first = next(text for text in texts if words.startswith(text))
        assert len(first) > 20
        assert f"Show the numbers: {name}" in page.buttons()
    assert len(said) == len(names) + 1


def test_the_look_back_comes_first_in_mid_course(look: Open) -> None:
    texts = look().texts()
    assert texts.index("Half-way") < texts.index("Mood")
    assert "3 of 6 infusions are over." in texts


def test_the_span_is_chosen_and_weeks_take_the_place_of_days(look: Open) -> None:
    page = look()
    assert page.shows("In the last 30 days your mood went from")
    page.press("Time: 7 days")
    page.until(lambda: page.shows("In the last 7 days your mood"))
    assert page.shows("Last 7 days")
    page.press("Time: 90 days")
    page.until(lambda: page.shows("Each point is the mean of a week"))
    assert page.shows("Each dot is a week.")
    page.press("Time: All")
    page.until(lambda: page.shows("All entries"))


def test_a_table_stays_open_while_another_time_is_chosen(look: Open) -> None:
    page = look()
    page.press("Show the numbers: Mood")
    page.press("Time: 90 days")
    page.until(lambda: page.shows("Each point is the mean of a week"))
    assert "Hide the numbers: Mood" in page.buttons()
    weeks = [str(c.label) for c in page.controls() if isinstance(c, ft.Semantics) and c.label]
    assert [one for one in weeks if one.startswith("16–22 Nov: Mood")]


def test_what_is_written_elsewhere_appears_by_itself(look: Open, sample: Services, clock: Clock) -> None:
    page = look()
    before = sample.insights.feelings().notes
    sample.journal.add(10, clock() - timedelta(minutes=1))
    page.until(lambda: page.shows(f"In {before + 1} notes"))


def test_a_table_reads_row_by_row_with_the_name_of_each_column(look: Open) -> None:
    read = rows(look(), "PHQ-9")
    assert read == [
        "Sun 22 Nov: Total 8, Called mild",
        "Sun 15 Nov: Total 12, Called moderate",
        "Tue 10 Nov, before your first infusion: Total 16, Called moderately severe",
    ]


def test_no_mean_of_fewer_than_three_notes_stands_in_a_table(
    stage: Open, services: Services, clock: Clock
) -> None:
    for hours, mood in ((1, 3), (2, 6), (25, 2), (26, 4), (27, 5)):
        services.journal.add(mood, clock() - timedelta(hours=hours))
    page = stage("/insights")
    page.until(lambda: page.shows("Days held"))
    # Two notes show both ends; of three the mean is (2 + 4 + 5) / 3 = 3.67.
    assert rows(page, "Mood") == ["Sun 22 Nov: Mood 3–6, Notes 2", "Sat 21 Nov: Mood 3.7, Notes 3"]


@pytest.mark.parametrize("width", [320, 412, 1280])
def test_the_table_says_the_same_at_each_width(look: Open, width: int) -> None:
    page = look(width=width)
    read = rows(page, "Around each infusion")
    assert read[0].startswith("The day before: Infusion 1 ")
    assert "Mean" in read[0]
    assert read[1].startswith("The day itself: ")


def test_a_long_table_comes_in_pages_and_can_be_closed_at_its_end(
    stage: Open, services: Services, clock: Clock
) -> None:
    first = clock() - timedelta(weeks=70)
    for week in range(70):
        services.journal.add(5, first + timedelta(weeks=week))
    page = stage("/insights")
    page.until(lambda: page.shows("Days held"))
    page.press("Time: All")
    page.until(lambda: page.shows("All entries"))
    page.press("Show the numbers: Mood")
    seen = [c for c in page.controls() if isinstance(c, ft.Semantics) and "Notes 1" in str(c.label)]
    assert len(seen) == 60
    page.press("Show more rows")
    seen = [c for c in page.controls() if isinstance(c, ft.Semantics) and "Notes 1" in str(c.label)]
    assert len(seen) == 70
    assert page.buttons().count("Hide the numbers: Mood") == 2


def test_totals_stand_over_their_bands_and_say_that_answers_overlap(look: Open) -> None:
    page = look()
    texts = page.texts()
    bands = "0 to 4 minimal, 5 to 9 mild, 10 to 14 moderate, 15 to 19 moderately severe, 20 to 27 severe"
    assert f"In the published table: {bands}." in texts
    assert texts.count(OVERLAP) == 2
    assert "This is not a diagnosis. Your clinic reads it together with you." in texts


def test_an_incomplete_check_in_has_no_total_and_no_point(
    stage: Open, services: Services, clock: Clock
) -> None:
    for item in services.checkins.current("phq9").asked.scored[:8]:
        services.checkins.answer("phq9", item.id, 1)
    services.checkins.finish("phq9")
    page = stage("/insights")
    page.until(lambda: page.shows("Days held"))
    assert page.shows("8 of 9 answered")
    assert not [label for label in images(page) if "PHQ-9" in label]
    assert rows(page, "PHQ-9") == ["Sun 22 Nov: Total none, 8 of 9 answered"]


def test_days_held_is_shown_with_its_definition_even_before_it_can_be_told(
    stage: Open, services: Services
) -> None:
    services.journal.add(5)
    page = stage("/insights")
    page.until(lambda: page.shows("Days held"))
    assert page.shows("After your first infusion this will tell how many days it held.")
    assert page.shows("Days held: so many days after the last infusion the mean of three days stays")


def test_another_scale_is_chosen_and_it_speaks_of_counts_alone(look: Open) -> None:
    page = look()
    page.press("Beside your mood: Pain")
    assert page.shows("notes with pain from 0 to 3")
    assert page.shows("These are counts. They do not say that one comes from the other.")
    read = rows(page, "Pain beside your mood")
    assert [one.split(":")[0] for one in read] == ["Pain 7–10", "Pain 4–6", "Pain 0–3"]


def chart(page: Stage, name: str) -> Any:
    """The chart in the picture with that name."""
    image = next(
        c
        for c in page.controls()
        if isinstance(c, ft.Semantics) and str(c.label).startswith(f"Chart: {name}.")
    )
    return next(c for c in page.controls(image) if isinstance(c, fch.LineChart))


def test_curves_run_from_the_day_before_to_fourteen_days_after_with_a_number_at_each_end(look: Open) -> None:
    page = look()
    shown = chart(page, "Around each infusion")
    places = {point.x for line in shown.data_series for point in line.points}
    assert min(places) == -1
    assert max(places) <= 14
    texts = page.texts(page.find(ft.Semantics, "Chart: Around each infusion."))
    assert {"mean", "infusion"} <= set(texts)


def test_wide_windows_have_two_columns(look: Open) -> None:
    assert look(width=1280).shows("Beside your mood")


def test_journal_today_and_course_lead_here(look: Open) -> None:
    page = look()
    for place in ("/journal", "/", "/course"):
        page.open(place)
        page.press("Open insights")
        assert page.route == "/insights"


def test_days_after_a_month_without_entries_nothing_is_drawn_for_the_span(
    stage: Open, services: Services, clock: Clock
) -> None:
    services.journal.add(5, clock() - timedelta(days=40))
    page = stage("/insights")
    page.until(lambda: page.shows("Days held"))
    assert page.shows("Your moods of the last 30 days will show here.")
    assert not images(page)
    assert date(2026, 11, 22) == clock().date()
