"""A text cut into lines loses no letter, and no line is wider than the sheet."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.share.lines import cut


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", [""]),
        ("uno dos tres", ["uno dos", "tres"]),
        ("uno\n\ndos", ["uno", "", "dos"]),
        ("12345678", ["12345678"]),
        ("123456789", ["12345678", "9"]),
        ("a 123456789abcdefghi z", ["a", "12345678", "9abcdefg", "hi z"]),
        ("  uno   dos ", ["uno", "dos"]),
        ("uno  dos", ["uno  dos"]),
    ],
)
def test_lines_of_eight_letters(text: str, lines: list[str]) -> None:
    assert cut(text, 8, len) == lines


@given(st.text(max_size=300), st.integers(1, 40))
def test_every_letter_is_in_a_line_that_fits(text: str, width: int) -> None:
    lines = cut(text, width, len)
    assert all(len(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_a_sheet_narrower_than_a_letter_still_has_one_in_each_line() -> None:
    assert cut("abc", 0.5, len) == ["a", "b", "c"]
