"""What the commands share: the data folder, numbers below zero, and how a secret is asked for."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from app import config
from app.errors import AppError, NotGiven
from app.services import Door, Locked, Services
from storage import files

F = TypeVar("F", bound=Callable[..., Any])
PASSCODE: Final = "INFUSION_COMPANION_PASSCODE"
# Stands for the hyphen of a negative number while click reads the line: click would take it for an option.
_HYPHEN = "\ue000"


class Numbers(click.Command):
    """Takes a negative number for a value, so that it can be refused with a sentence."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        return super().parse_args(ctx, [re.sub(r"^-(?=\d)", _HYPHEN, arg) for arg in args])


def as_typed(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    """Give a value back as it was typed, for click's callback."""
    return None if value is None else re.sub(f"^{_HYPHEN}", "-", value)


def data_option(command: F) -> F:
    """Add --data-dir to a command."""
    return click.option(
        "--data-dir",
        metavar="DIR",
        callback=as_typed,
        help=f"The folder with the data; else {config.DATA_VARIABLE}, else the usual one of this system.",
    )(command)


def secret(variable: str, what: str, *, twice: bool = False) -> str:
    """A secret from the environment, or typed unseen at a terminal; never from an argument, which others see.

    Args:
        variable: the name in the environment.
        what: it is, in the words of the prompt ("Passcode").
        twice: ask again, so that no slip of the finger locks anybody out.

    Raises:
        NotGiven: there is none, and nobody to ask.
    """
    given = os.environ.get(variable)
    if given is not None:
        return given
    if not sys.stdin.isatty():
        raise NotGiven(f"{what} is needed: set {variable}, or run this in a terminal, where it is asked for.")
    typed: str = click.prompt(what, hide_input=True, confirmation_prompt=twice, err=True)
    return typed


@contextmanager
def opened(folder: Path, passcode: str | None = None) -> Iterator[Services]:
    """The store in a folder, open for one command; the passcode is asked for where it has one.

    Args:
        folder: the data folder.
        passcode: where it was asked for already.

    Raises:
        NotGiven: the passcode was not given, and there is nobody to ask.
        StoreError: it is another passcode, or the store cannot be opened.
    """
    if not files.has_vault(folder / config.STORE):
        services = Services.open(folder)
    else:
        services = _unlocked(folder, passcode)
    try:
        yield services
    finally:
        services.close()


def key_of(folder: Path) -> bytes | None:
    """The key of the store in a folder, for what looks at its file; None where it is not encrypted.

    Args:
        folder: the data folder.

    Raises:
        NotGiven: the passcode was not given, and there is nobody to ask.
        StoreError: it is another passcode.
    """
    from app.services.clock import Clock  # noqa: PLC0415  (only where there is a passcode)
    from storage import protection  # noqa: PLC0415
    from storage.engine import is_plain  # noqa: PLC0415

    path = folder / config.STORE
    if not files.has_vault(path) or is_plain(path) is not False:
        return None
    return protection.check(path, secret(PASSCODE, "Passcode"), Clock().now())


def _unlocked(folder: Path, passcode: str | None) -> Services:
    door = Door(folder)
    state = door.look(door)
    if isinstance(state, Locked):
        state = state.unlock(passcode if passcode is not None else secret(PASSCODE, "Passcode"))
    if not isinstance(state, Services):
        raise AppError(getattr(state, "sentence", "Your data are locked."))
    return state
