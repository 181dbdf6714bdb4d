"""Catalogues on the disk: ``assets/language/<code>/<part>.json``, English text → translated text.

The English text itself is the key: ``t("{n} of {planned}", n=3, planned=6)``. All parts of a language are
read as one; a text that counts things has, under its English text for many, an object of CLDR's plural forms.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final

from app.language.one import ENGLISH, Forms, Language

LANGUAGES: Final[Mapping[str, str]] = {"en": "English", "es": "Español"}
FOLDER: Final = Path(__file__).parents[2] / "assets" / "language"
# For who translates and for tests: a code, or the folder of a catalogue, in place of what the patient chose.
PREFERRED: Final = "INFUSION_COMPANION_LANGUAGE"
_VARIABLES: Final = ("LC_ALL", "LC_MESSAGES", "LANG")
_device: list[str] = []


def language(code: str, folder: Path = FOLDER) -> Language:
    """The language with a code; English for one that nobody has translated.

    Args:
        code: such as "en", "es".
        folder: where the catalogues are.

    Raises:
        ValueError: two parts of a catalogue hold the same text, so one would win by chance.
    """
    if tried := os.environ.get(PREFERRED, "").strip():
        folder, code = (Path(tried).parent, Path(tried).name) if "/" in tried else (folder, tried)
    return _read(code, folder)


@lru_cache(maxsize=8)
def _read(code: str, folder: Path) -> Language:
    catalogue: dict[str, Forms] = {}
    for part in sorted((folder / code).glob("*.json")):
        texts: dict[str, Forms] = json.loads(part.read_text(encoding="utf-8"))
        if twice := catalogue.keys() & texts.keys():
            raise ValueError(f"The catalogue {code} holds a text twice: {min(twice)!r}, also in {part.name}.")
        catalogue.update(texts)
    if not catalogue:
        return ENGLISH
    from app.language.localized import Localized  # noqa: PLC0415  (only another language pays for it)

    return Localized(code, catalogue)


def remember_device(languages: Iterable[str]) -> None:
    """Keep what the page said of the languages of its device, for `preferred`.

    Args:
        languages: the first one first, such as "es-MX"; none leaves what was known.
    """
    _device[:] = list(languages) or _device


def preferred() -> str:
    """The code of the language that this device speaks, "en" where the app does not speak its languages.

    Where no page has told them yet, the variables of this process are asked, in the order of gettext.
    """
    first = next((said for name in _VARIABLES if (said := os.environ.get(name))), "")
    for one in _device or [first]:
        code = one.replace("_", "-").partition("-")[0].lower()
        if code in LANGUAGES:
            return code
    return "en"
