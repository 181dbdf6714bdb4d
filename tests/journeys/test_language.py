"""Spanish from the first choice on; and texts longer than English on small phones, in either direction."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys.running import Running
from tests.journeys.visit import PHONE, Visit, until
from tests.pseudo import pseudo, stretched

NOW = "2026-11-24T10:00+01:00"
SMALL = (320, 640)
SCREENS = {
    "/": "Today",
    "/course": "Course",
    "/journal/new": "How are you now?",
    "/insights": "Insights",
    "/settings": "Settings",
    "/settings/backup": "Backup",
    "/help": "Help now",
}
# What reaches over the side of the window, as far as it has words.
_OVER_THE_SIDE = """() => [...document.querySelectorAll("flt-semantics-host *")].filter(node => {
    const said = node.ariaLabel || (node.children.length ? "" : node.textContent);
    const at = node.getBoundingClientRect();
    return said.trim() && at.width && (at.left < -1 || at.right > innerWidth + 1);
}).map(node => node.ariaLabel || node.textContent)"""


def test_a_patient_chooses_spanish_and_everything_goes_on_in_it(
    start_app: Callable[..., Running], visit: Callable[..., Visit]
) -> None:
    person = visit(start_app(now=NOW).url)
    person.tap("button", "Skip all of this")
    person.titled("Today")
    person.move("/settings", "Settings")
    person.tap("button", "Language: Español")
    person.titled("Ajustes")
    # What a screen reader chooses its voice by.
    until(person.page, "() => document.documentElement.lang === 'es'")
    assert person.page.title() == "Ajustes – Infusion Companion"

    person.move("/", "Hoy")
    person.tap("button", "Ánimo 7 de 10, bueno")
    person.sees("7, bueno. Guardado en este dispositivo")
    person.place("Diario").click()
    person.titled("Diario")
    person.sees("martes, 24 de noviembre")
    person.sees("10:00: ánimo 7 de 10, bueno")
    person.move("/guide/what-ketamine-is", "Qué es la ketamina")
    person.sees("Tu clínica dice que la ketamina es un anestésico")
    person.move("/check-in/phq9", "PHQ-9, pregunta 1 de 10")
    person.sees("Poco interés o placer en hacer cosas")
    person.tap("button", "Ayuda ahora")
    person.titled("Ayuda ahora")
    assert person.violations() == []
    person.reload()
    person.titled("Ayuda ahora")


@pytest.fixture
def stretched_app(tmp_path: Path) -> Callable[[str], Running]:
    """Start the sample in the pseudo-language, with the days and the direction of a real one."""

    def start(code: str) -> Running:
        folder = pseudo(tmp_path / "language", code)
        return Running("app", tmp_path / "data", NOW, ("--sample",), language=str(folder))

    return start


@pytest.mark.parametrize(("code", "sizes"), [("pl", (SMALL, PHONE)), ("ar", (SMALL,))])
def test_no_text_that_is_40_percent_longer_runs_off_the_side(
    stretched_app: Callable[[str], Running],
    visit: Callable[..., Visit],
    code: str,
    sizes: tuple[tuple[int, int], ...],
) -> None:
    app = stretched_app(code)
    try:
        person = visit(app.url, sizes[0])
        wrong = {}
        for path, title in SCREENS.items():
            person.move(path, stretched(title))
            for width, height in sizes:
                person.page.set_viewport_size({"width": width, "height": height})
                person.still()
                if over := person.page.evaluate(_OVER_THE_SIDE):
                    wrong[path, width] = over
        assert wrong == {}
    finally:
        app.stop()
