"""A file that is chosen in the browser arrives whole, stays out of the disk, and is bounded."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from tests.journeys.running import Running
from tests.journeys.tiny import MOST
from tests.journeys.visit import Visit


def test_a_file_larger_than_a_message_arrives_whole_a_larger_one_is_refused_and_the_page_lives_on(
    start_app: Callable[..., Running], visit: Callable[..., Visit], tmp_path: Path
) -> None:
    person = visit(start_app(module="tests.journeys.tiny").url)

    def choose(file: Path) -> None:
        with person.page.expect_file_chooser() as chooser:
            person.tap("button", "Choose")
        chooser.value.set_files(file)

    # A websocket carries 16 MB at most: what is larger must take another way.
    whole = tmp_path / "whole.icbackup"
    whole.write_bytes(bytes(range(256)) * 70_000)
    choose(whole)
    person.sees(f"whole.icbackup: {hashlib.sha256(whole.read_bytes()).hexdigest()}")

    large = tmp_path / "large.icbackup"
    large.write_bytes(b"x" * (MOST + 1))
    choose(large)
    person.sees("This file is too large to be one of this app's.")

    empty = tmp_path / "empty.icbackup"
    empty.write_bytes(b"")
    choose(empty)
    person.sees(f"empty.icbackup: {hashlib.sha256(b'').hexdigest()}")
    person.tap("button", "Tap")
    person.sees("Tapped 1 times")
    assert person.foreign() == []
