"""Every text of every screen goes through the catalogue, whatever its language, length and direction are."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import flet as ft
import pytest
from babel import Locale

from app.language import PREFERRED
from app.main import page_main
from app.services import Services
from app.services.bundled import ASSETS
from app.ui import text
from tests import pseudo as stretching
from tests import texts
from tests.headless import Stage
from tests.journeys.test_addresses import ENTRY, SCREENS

# What is no text of ours: names of the app, of questionnaires and medicines, keys, signs, formats.
_NAMES = re.compile(
    r"Infusion Companion|PHQ|GAD|PEG|PCL.5|English|Español|Ctrl|Esc|Enter|Tab|FHIR|PDF|CSV|JSON|https?://"
)


_DASHES = str.maketrans("-*", "  ")


@cache
def _polish() -> re.Pattern[str]:
    """The days and months of the language that the pseudo-language takes its dates from."""
    polish = Locale("pl")
    words = {
        str(name)
        for names in (polish.days, polish.months)
        for widths in names.values()
        for width in ("abbreviated", "wide")
        for name in widths[width].values()
    }
    known = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    return re.compile(rf"\b(?:{known})(?!\w)")


@cache
def _guide() -> str:
    files = [*ASSETS.glob("guide/en/*.md"), *ASSETS.glob("guide/en/sources.toml")]
    return " ".join(" ".join(file.read_text("utf-8").translate(_DASHES).split()) for file in files)


@pytest.mark.parametrize("path", ["/settings", "/"])
def test_another_language_is_spoken_at_once_and_everywhere(
    stage: Callable[..., Stage], services: Services, path: str
) -> None:
    spanish = {english for english, said in texts.catalogue("es").items() if said != english}
    first, second = stage("/settings"), stage(path)
    before = {words for shown in (first, second) for words in shown.texts()}
    first.press("Language: Español")
    second.settle()
    # Names of languages stay, and so does what an English screen never says otherwise.
    assert before & spanish
    for shown in (first, second):
        assert set(shown.texts()) & spanish == set()
        assert "Ayuda ahora" in shown.texts()
    assert first.page.title == "Ajustes – Infusion Companion"
    first.press("Idioma: English")
    second.settle()
    assert {words for shown in (first, second) for words in shown.texts()} == before


@pytest.fixture
def pseudo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The app in a language whose texts are all marked and 40 % longer."""
    monkeypatch.setenv(PREFERRED, str(stretching.pseudo(tmp_path / "language")))
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
    while (shorter := re.sub(r"‹[^‹›]*›", " ", said)) != said:
        said = shorter
    left = _polish().sub(" ", " ".join(said.translate(_DASHES).split()))
    parts = [part.strip(" ,;·…()“”0123456789") for part in re.split(r"[.:] | · |[.:]$", left)]
    strange = [part for part in parts if part not in own and re.search(r"[^\W\d_]{2}", _NAMES.sub("", part))]
    return ". ".join(strange)


def own_words(services: Services) -> str:
    """What the patient of the sample wrote."""
    rows = []
    for table in services.db.tables():
        found = services.db.connection.execute(f"SELECT * FROM {table}")
        rows += [str(value) for row in found for value in row]
    rows += [part["name"] + " " + part["licence"] for part in _table("licences/licences.toml")["part"]]
    rows += [" ".join(wording) for wording in texts.published().values()]
    rows += [line["name"] for one in _table("crisis.toml")["country"] for line in one.get("line", ())]
    return " ".join(" ".join([*rows, str(services.data_dir)]).translate(_DASHES).split())


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads((ASSETS / name).read_text("utf-8"))


@pytest.mark.parametrize("path", [path for path in SCREENS if path != ENTRY])
def test_no_text_of_a_screen_passes_the_catalogue_by(
    path: str, pseudo: None, sample: Callable[[str], Stage], services: Services
) -> None:
    del pseudo
    stage = sample(path)
    own = own_words(services.open_sample()) + _guide()
    left = [left for said in shown(stage) if (left := plain(said, own))]
    assert not left, "\n".join(left)


def test_no_text_is_put_together_before_it_is_said() -> None:
    assert texts.glued() == []


def test_a_screen_runs_from_right_to_left_where_the_language_does(
    sample: Callable[[str], Stage], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PREFERRED, str(stretching.pseudo(tmp_path / "language", "ar")))
    for path in ("/", "/journal", "/course/4", "/insights", "/settings", "/check-in/phq9", "/journal?month"):
        stage = sample(path)
        assert stage.page.rtl
        assert any("‹" in said for said in shown(stage))
        assert not [
            control
            for control in stage.controls()
            if isinstance(control, ft.Container) and control.alignment == ft.Alignment.CENTER_LEFT
        ]
    monkeypatch.delenv(PREFERRED)
    text.use_language("en")


@pytest.mark.parametrize("path", [path for path in SCREENS if path != ENTRY])
def test_no_text_of_a_screen_is_cut_off_when_it_is_longer(
    path: str, pseudo: None, sample: Callable[[str], Stage]
) -> None:
    del pseudo
    stage = sample(path)
    # The label of a field stays on one line, or it would lie over what is typed; its end shows as "…".
    labels = [id(control.label) for control in stage.controls() if isinstance(control, ft.TextField)]
    # Words in a picture have a place of their own, and the sentence before it says the same.
    for picture in (c for c in stage.controls() if isinstance(c, ft.Semantics) and c.image):
        labels += [id(control) for control in stage.controls(picture)]
    cut = [
        control.value
        for control in stage.controls()
        if isinstance(control, ft.Text)
        and "‹" in str(control.value)
        and id(control) not in labels
        and (control.no_wrap or control.max_lines or control.height)
    ]
    assert not cut, "\n".join(map(str, cut))
