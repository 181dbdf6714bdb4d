"""What a card shows of long words: whole words, and the part that was searched for."""

from __future__ import annotations

from app.ui.components.entry_card import excerpt

LONG = "the quick brown fox jumps over the lazy dog " * 10


def test_short_words_stand_as_they_are_on_one_line() -> None:
    assert excerpt("A walk.\n\nThen  tea.") == "A walk. Then tea."


def test_long_words_end_after_a_whole_word() -> None:
    assert excerpt(LONG, most=22) == "the quick brown fox …"


def test_the_part_that_was_searched_for_is_shown() -> None:
    shown = excerpt(LONG + "then the Heron came", "heron")
    assert shown.startswith("… ")
    assert shown.endswith("Heron came")


def test_a_word_without_an_end_is_cut() -> None:
    assert excerpt("a" * 500, most=20) == "a" * 20 + " …"
