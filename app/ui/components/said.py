"""Sentences beside a picture: on their own, and as the picture's name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import flet as ft

from app.care.sentence import Sentence
from app.ui.components.base import body
from app.ui.text import t


def paragraphs(sentences: Iterable[Sentence]) -> list[ft.Control]:
    """Each sentence on its own; the first ones say what the picture says."""
    return [body(t(one)) for one in sentences]


def said_of(name: str, sentences: Sequence[Sentence]) -> str:
    """What a screen reader says of a picture.

    Args:
        name: of the picture, already translated.
        sentences: which say the same.
    """
    return " ".join([t("Chart: {name}.", name=name), *[t(one) for one in sentences]])
