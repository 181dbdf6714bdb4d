"""Trouble: a store that cannot be opened, or in which not everything is in order."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from app.care.sentence import said
from storage.errors import DamagedStore, DamagedVault, StoreError

if TYPE_CHECKING:
    from app.services.recovery import Recovery


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreProblem:
    """A store that could not be opened; its files have not been touched.

    Attributes:
        path: the store's file.
        sentence: what is wrong, in English.
        can_set_aside: whether it is damaged, so that it can be kept aside to start afresh.
        can_repair: whether a repair, or a copy, may bring it back.
        opens: whether it can be gone on with as it is.
        key: of an encrypted store that the passcode was given for.
    """

    path: Path
    sentence: str
    can_set_aside: bool
    can_repair: bool = False
    opens: bool = False
    key: bytes | None = field(default=None, repr=False)

    @property
    def recovery(self) -> Recovery:
        """The ways on."""
        from app.services.recovery import Recovery  # noqa: PLC0415  (only when something is wrong)

        return Recovery(self.path, self.key)

    def set_aside(self) -> Path:
        """Rename the damaged store so that a fresh one can be made; returns where it is kept.

        Where the key to it is lost, what is left of the key file goes with it.

        Raises:
            StoreError: it could not be renamed.
        """
        from storage.aside import set_aside  # noqa: PLC0415  (only when something is wrong)

        return set_aside(self.path, with_key=not self.can_repair)


def problem_of(path: Path, problem: StoreError, key: bytes | None = None) -> StoreProblem:
    """What is wrong with a store, for the screen that tells it.

    Args:
        path: the store's file.
        problem: what was raised when it was to be opened.
        key: of an encrypted store, for what can be rescued of it.
    """
    damaged = isinstance(problem, DamagedStore)
    aside = damaged or isinstance(problem, DamagedVault)
    return StoreProblem(path=path, sentence=said(problem), can_set_aside=aside, can_repair=damaged, key=key)
