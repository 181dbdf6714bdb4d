"""A language other than English: its texts, plural forms, days and numbers, and which one a device speaks."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from app.care.sentence import join, say
from app.language import ENGLISH, PREFERRED, Language, language, preferred, remember_device

THURSDAY = date(2026, 11, 26)


def catalogue(folder: Path, code: str, **parts: dict[str, object]) -> Language:
    (folder / code).mkdir(parents=True)
    for name, texts in parts.items():
        (folder / code / f"{name}.json").write_text(json.dumps(texts), "utf-8")
    return language(code, folder)


@pytest.fixture
def spanish(tmp_path: Path) -> Language:
    return catalogue(
        tmp_path,
        "es",
        one={
            "{n} entries": {"one": "{n} anotación", "many": "{n} de anotaciones", "other": "{n} anotaciones"}
        },
        two={"Undo": "Deshacer", "Mood {mean}.": "Ánimo {mean}.", "On {at}.": "El {at}."},
    )


def test_all_parts_of_a_catalogue_are_one(spanish: Language) -> None:
    assert spanish.t("Undo") == "Deshacer"
    assert spanish.tn("{n} entry", "{n} entries", 2) == "2 anotaciones"


def test_a_text_in_two_parts_is_refused_where_one_would_win_by_chance(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="twice"):
        catalogue(tmp_path, "es", a={"Undo": "Deshacer"}, b={"Undo": "Atrás"})


def test_things_are_counted_by_the_rule_of_the_language(spanish: Language) -> None:
    said = [spanish.tn("{n} entry", "{n} entries", n) for n in (0, 1, 2, 1_000_000)]
    assert said == ["0 anotaciones", "1 anotación", "2 anotaciones", "1000000 de anotaciones"]


def test_days_are_told_day_first_and_in_the_words_of_the_language(spanish: Language) -> None:
    at = datetime(2026, 11, 26, 10, tzinfo=UTC)
    assert spanish.day(THURSDAY) == "jue 26 nov"
    assert spanish.day(THURSDAY, date(2027, 1, 1)) == "jue 26 nov 2026"
    assert spanish.moment(at) == "jue 26 nov, 10:00"
    assert spanish.long_day(THURSDAY) == "jueves, 26 de noviembre de 2026"
    assert spanish.short_day(THURSDAY) == "26 nov"
    assert spanish.short_month(THURSDAY) == "nov 2026"
    assert spanish.month(2026, 11) == "noviembre de 2026"
    assert [spanish.weekday(2), spanish.weekday(2, full=True), spanish.letter(2)] == ["mié", "miércoles", "X"]


def test_numbers_have_a_comma_where_the_language_has_one(spanish: Language) -> None:
    assert [spanish.number(7.5), spanish.number(7), spanish.whole(18250)] == ["7,5", "7,0", "18.250"]
    assert spanish.percent(0.25) == "25\N{NO-BREAK SPACE}%"


def test_values_in_a_sentence_are_said_in_the_language_too(spanish: Language) -> None:
    assert spanish.t(say("Mood {mean}.", mean=5.25)) == "Ánimo 5,2."
    assert spanish.t(say("On {at}.", at=THURSDAY)) == "El jue 26 nov 2026."
    assert spanish.t(join(say("Undo"), say("Mood {mean}.", mean=5.0))) == "Deshacer Ánimo 5,0."
    assert str(join(say("Undo"), say("Mood {mean}.", mean=5.0))) == "Undo Mood 5.0."


def test_a_day_in_a_sentence_reads_in_english_too() -> None:
    assert str(say("On {at}.", at=datetime(2026, 11, 26, 10, tzinfo=UTC))) == "On Thu 26 Nov 2026, 10:00."


def test_a_language_that_nobody_has_translated_is_english(tmp_path: Path) -> None:
    assert language("xx", tmp_path) is ENGLISH
    assert language("en") is ENGLISH


def test_a_language_from_right_to_left_says_so(tmp_path: Path, spanish: Language) -> None:
    assert catalogue(tmp_path, "ar", one={"Undo": "تراجع"}).rtl
    assert not spanish.rtl
    assert not ENGLISH.rtl


def test_who_translates_can_try_a_catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    catalogue(tmp_path, "es", one={"Undo": "Deshacer esto"})
    monkeypatch.setenv(PREFERRED, str(tmp_path / "es"))
    assert language("en").t("Undo") == "Deshacer esto"


@pytest.mark.parametrize(
    ("told", "code"), [(["es-MX", "en"], "es"), (["fr-FR", "es_ES"], "es"), (["fr"], "en"), (["EN-us"], "en")]
)
def test_the_first_language_of_the_device_that_the_app_speaks_is_taken(
    told: list[str], code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.language.catalogue._device", [])
    remember_device(told)
    assert preferred() == code


def test_on_a_desktop_the_surroundings_tell_the_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LC_ALL")
    monkeypatch.setenv("LANG", "es_MX.UTF-8")
    assert preferred() == "es"
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    assert preferred() == "en"


def test_english_does_not_pay_for_what_other_languages_need() -> None:
    asked = "import sys, app.ui.text; app.ui.text.use_language('en'); sys.exit('babel' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0
