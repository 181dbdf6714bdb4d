"""Coming back to the app by its own link: to whoever waits now, as it came, and to nobody else."""

from __future__ import annotations

import threading
import tomllib
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from app.clinic import smart
from app.clinic.app_link import PATH, AppLink, came_back
from app.errors import Cancelled, SignInNeeded
from app.ui.routes import ROUTES


def test_who_waits_gets_the_whole_address_that_the_browser_came_back_with() -> None:
    with AppLink() as link:
        assert came_back("code=a%20b&state=c")
        assert link.wait() == f"{smart.APP_LINK}?code=a%20b&state=c"
    assert not came_back("code=late")


def test_a_second_sign_in_takes_the_place_of_one_that_was_given_up() -> None:
    with AppLink() as first, AppLink() as second:
        assert came_back("state=2")
        assert second.wait().endswith("state=2")
        with pytest.raises(SignInNeeded):
            first.wait(seconds=0)


def test_waiting_can_be_stopped() -> None:
    stop = threading.Event()
    stop.set()
    with AppLink() as link, pytest.raises(Cancelled):
        link.wait(stop=stop.is_set)


def test_a_page_that_makes_the_app_open_a_long_link_fills_no_memory() -> None:
    with AppLink() as link:
        came_back("x" * 10_000_000)
        assert len(link.wait()) < 10_000


@pytest.mark.parametrize("system", ["android", "ios"])
def test_the_packages_open_the_app_at_the_screen_that_hands_it_over(system: str) -> None:
    said = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())
    # Flet reads the link of each system alone: one for all of them would open nothing on a phone.
    packaged = said["tool"]["flet"][system]["deep_linking"]
    link = urlsplit(smart.APP_LINK)
    assert (link.scheme, link.netloc) == (packaged["scheme"], packaged["host"])
    assert PATH in {screen.path for screen in ROUTES}
