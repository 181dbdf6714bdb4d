"""The sample is the same each time, fits the day, and never touches the patient's own store."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from app import config
from app.care.checklist import Choice, Part
from app.care.profile import Theme
from app.care.today import Phase
from app.services import Services, open_sample
from app.services.sample import fill, five_years
from app.services.sample_journal import SEED
from tests.services.conftest import Now, everything


def test_it_is_the_same_each_time(tmp_path: Path, now: Now) -> None:
    made = []
    for name in ("one", "two"):
        sample = open_sample(tmp_path / name, now=now)
        made.append(everything(sample))
        sample.close()
    assert made[0] == made[1]
    assert SEED


@pytest.mark.parametrize("stage", range(7))
@pytest.mark.parametrize("day", range(7))
def test_it_fits_each_day_of_the_week_and_each_stage(tmp_path: Path, now: Now, stage: int, day: int) -> None:
    now.move(days=day)
    sample = open_sample(tmp_path, now=now, stage=stage)
    view = sample.courses.current()
    assert view is not None
    assert (view.done, len(view.sessions)) == (stage, 6)
    days = [s.day for s in view.sessions if s.day]
    assert all(d.weekday() < 5 for d in days)
    assert max(days) - min(days) < timedelta(days=21)
    assert sample.courses.warnings() == ()
    assert sample.today().kind is not Phase.REST
    assert sample.today().unrecorded is None
    newest = sample.journal.recent(1)[0]
    assert newest.at <= now()
    sample.close()


def test_it_has_something_for_every_place(services: Services, now: Now) -> None:
    sample = services.open_sample()
    assert sample.is_sample
    # A kept text is left over when two versions meet: the sample has met none. Nor was it shared with anyone.
    empty = [name for name, records in everything(sample).items() if not records]
    assert empty == ["kept_text", "share", "followed"]
    first = now().date() - timedelta(days=42)
    assert len(sample.journal.days(first, now().date())) > 30
    assert sample.journal.search("sam")
    assert sample.journal.page(feeling="calm")
    assert sample.courses.marks(1)
    assert sample.checklists.saved(Part.SCREENING) is not None
    assert sample.settings.clinic().name == "Sample Clinic"


def test_it_stays_apart_from_the_patients_own_store(services: Services) -> None:
    own = services.journal.add(3, words="mine").record
    before = everything(services)
    sample = services.open_sample()
    sample.journal.add(9, words="only looking")
    assert everything(services) == before
    assert sample.data_dir != services.data_dir
    assert sample.journal.get(own.id) is None
    assert sample.open_sample() is sample
    assert services.open_sample() is sample


def test_it_never_goes_into_a_patients_own_store(services: Services) -> None:
    with pytest.raises(ValueError, match="own store"):
        fill(services)


def test_what_someone_tried_out_stays_that_day_and_goes_the_next(services: Services, now: Now) -> None:
    sample = services.open_sample()
    sample.journal.remove(sample.journal.recent()[0].id)
    sample.courses.remove_mark(sample.courses.marks(1)[0].id)
    sample.checklists.correct(Part.SCREENING)
    sample.checklists.answer(Part.SCREENING, None, "heart", Choice.YES)
    mine = sample.journal.add(9, words="only looking").record
    assert services.open_sample().journal.get(mine.id) == mine
    now.move(days=1)
    fresh = services.open_sample()
    assert fresh.journal.get(mine.id) is None
    assert len(fresh.courses.marks(1)) == 3
    assert fresh.checklists.current(Part.SCREENING).version == 1


def test_whoever_needs_large_text_has_it_in_the_sample_too(services: Services) -> None:
    services.settings.change_preferences(text_scale=2.0, theme=Theme.HIGH_CONTRAST_DARK)
    chosen = services.open_sample().settings.preferences()
    assert (chosen.text_scale, chosen.theme) == (2.0, Theme.HIGH_CONTRAST_DARK)


def _notes(sample: Services) -> str:
    view = sample.courses.current()
    assert view is not None
    return view.sessions[0].notes


def test_its_words_are_in_the_language_of_whoever_looks_around(services: Services) -> None:
    assert _notes(services.open_sample()) == "Warm blanket, quiet music."
    english = {entry.words for entry in services.open_sample().journal.recent(100) if entry.words}
    services.settings.change_preferences(language="es")
    sample = services.open_sample()
    mine = sample.journal.add(9, words="solo miro").record
    assert sample.settings.clinic().name == "Clínica de muestra"
    assert _notes(sample) == "Manta calentita, música tranquila."
    spanish = {entry.words for entry in sample.journal.recent(100) if entry.words}
    assert len(spanish) > 5
    assert not spanish & english
    assert services.open_sample().journal.get(mine.id) == mine


def test_a_damaged_sample_is_simply_made_anew(services: Services, folder: Path) -> None:
    path = folder / config.SAMPLE / config.STORE
    path.parent.mkdir()
    path.write_bytes(b"no database at all" * 100)
    assert services.open_sample().journal.count() > 30


def test_five_years_end_now_and_have_so_many_a_day(services: Services, now: Now) -> None:
    five_years(services, per_day=2, days=100)
    assert services.journal.count() == 200
    assert services.journal.recent(1)[0].at == now()
    days = services.journal.days(date(2020, 1, 1), now().date())
    assert len(days) in (100, 101)


def test_five_years_can_stand_beside_the_sample(tmp_path: Path, now: Now) -> None:
    sample = open_sample(tmp_path, now=now)
    before = sample.journal.count()
    five_years(sample)
    assert sample.journal.count() == before + 2 * 5 * 365
    sample.close()
