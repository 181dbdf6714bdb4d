"""The languages of the app: texts, plural forms, days and numbers; ``language(code)`` gives one of them."""

from app.language.catalogue import FOLDER, LANGUAGES, PREFERRED, language, preferred, remember_device
from app.language.one import ENGLISH, Language

__all__ = [
    "ENGLISH",
    "FOLDER",
    "LANGUAGES",
    "PREFERRED",
    "Language",
    "language",
    "preferred",
    "remember_device",
]
