"""Every text of every screen goes through the catalogue, whatever its language, length and direction are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import flet as ft
import pytest
from babel import Locale

from app.language import PREFERRED, language
from app.main import page_main
from app.services import Services
from app.services.guide import FOLDER as GUIDE
from app.ui import text
from tests import texts
from tests.headless import Stage
from tests.journeys.test_addresses import ENTRY, SCREENS

# What is no text of ours: names of the app, of questionnaires and medicines, keys, signs, formats.
_NAMES = re.compile(
    r"Infusion Companion|PHQ-9|GAD-7|PEG|PCL-5|English|Español|Ctrl|Esc|Enter|Tab|FHIR|PDF|CSV|JSON|https?://\S+"
)


@cache
def _german() -> re.Pattern[str]:
    """The days and months of the language that the pseudo-language takes its dates from."""
    german = Locale("de")
    words = {
        str(name)
        for names in (german.days, german.months)
        for widths in names.values()
        for width in ("abbreviated", "wide")
        for name in widths[width].values()
    }
    return re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True)))


@cache
def _guide() -> str:
    files = [*GUIDE.glob("en/*.md"), *GUIDE.glob("en/sources.toml")]
    return " ".join(re.sub(r"[-*\s]+", " ", file.read_text("utf-8")) for file in files)


@pytest.fixture
def pseudo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The app in a language whose texts are all marked and 40 % longer."""
    monkeypatch.setenv(PREFERRED, str(texts.pseudo(tmp_path / "language")))
    yield
    monkeypatch.delenv(PREFERRED)
    text.use_language("en")


@pytest.fixture
def sample(services: Services) -> Iterator[Callable[[str], Stage]]:
    """Opens the sample at an address."""
    stages: list[Stage] = []

    def begin(route: str) -> Stage:
        stages.append(Stage(page_main(services, sample=True), route=route))
        return stages[-1]

    yield begin
    for one in stages:
        one.close()


def shown(stage: Stage) -> Iterator[str]:
    """Everything on the screen that is read or heard."""
    for control in stage.controls():
        for name in ("value", "label", "text", "content", "tooltip", "hint_text", "helper", "error", "title"):
            said: Any = getattr(control, name, None)
            if isinstance(said, str) and not (isinstance(control, ft.TextField) and name == "value"):
                yield said
        for span in getattr(control, "spans", None) or ():
            if isinstance(span.text, str):
                yield span.text


def plain(said: str, own: str) -> str:
    """What of a text is neither translated nor the patient's own, nor a name, a day or a number."""
    while (shorter := re.sub(r"⟦[^⟦⟧]*⟧", " ", said)) != said:
        said = shorter
    left = _german().sub(" ", _NAMES.sub(" ", said))
    if not re.search(r"[^\W\d_]{2}", left):
        return ""
    words = " ".join(re.sub(r"[-*\s]+", " ", left).split())
    return "" if words in own or words.strip(" .,:;·()“”") in own else words


def own_words(services: Services) -> str:
    """What the patient of the sample wrote."""
    rows = []
    with_words = services.db.connection
    for table in services.db.tables():
        rows += [str(value) for row in with_words.execute(f"SELECT * FROM {table}") for value in row]  # noqa: S608
    return " ".join(" ".join(rows).split())


@pytest.mark.parametrize("path", [path for path in SCREENS if path != ENTRY])
def test_no_text_of_a_screen_passes_the_catalogue_by(
    path: str, pseudo: None, sample: Callable[[str], Stage], services: Services
) -> None:
    del pseudo
    stage = sample(path)
    own = own_words(services.open_sample()) + _guide()
    assert [left for said in shown(stage) if (left := plain(said, own))] == []
