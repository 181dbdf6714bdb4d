"""Texts longer than English on small phones: nothing runs off the side, in either direction."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys.running import Running
from tests.journeys.visit import PHONE, Visit
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
