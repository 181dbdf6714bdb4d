"""The command `passcode`: turn it on and off, change it, make a new recovery code, get in with that code."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

import click

from app import config
from app.care.invalid import Invalid
from app.care.passcode import checked, weakness
from app.cli_common import PASSCODE, data_option, opened, secret
from app.errors import AppError, NotWritten
from app.services import Door, Locked
from storage import files
from storage.engine import can_encrypt

NEW: Final = "INFUSION_COMPANION_NEW_PASSCODE"
CODE: Final = "INFUSION_COMPANION_RECOVERY_CODE"


@click.command()
@click.argument("action", type=click.Choice(["set", "change", "off", "code", "recover"]))
@data_option
def passcode(action: str, data_dir: str | None) -> None:
    """Set, change or turn off the passcode that opens your data.

    "code" makes a new recovery code; "recover" opens with that code and sets a new passcode. What is secret
    is asked for unseen, or read from INFUSION_COMPANION_PASSCODE, INFUSION_COMPANION_NEW_PASSCODE and
    INFUSION_COMPANION_RECOVERY_CODE; it is never an argument, which others on this machine could see.
    """
    folder = config.data_dir(data_dir)
    if not (folder / config.STORE).exists():
        raise NotWritten(f"There is nothing to protect yet: no data in {folder}.")
    has_one = files.has_vault(folder / config.STORE)
    if action == "set" and has_one:
        raise Invalid("There is a passcode already, so nothing was changed; use change.")
    if action != "set" and not has_one:
        raise Invalid("There is no passcode, so nothing was changed; use set.")
    _ACTIONS[action](folder)


def _set(folder: Path) -> None:
    new = checked(secret(PASSCODE, "New passcode", twice=True))
    with opened(folder) as services:
        code = services.lock.turn_on(new)
    _warn(new)
    click.echo(
        "The passcode is set, and your data are encrypted."
        if can_encrypt()
        else "The passcode is set. It guards the app; your data are not encrypted by it here."
    )
    _show(code)


def _change(folder: Path) -> None:
    old = secret(PASSCODE, "Passcode")
    new = checked(secret(NEW, "New passcode", twice=True))
    with opened(folder, old) as services:
        services.lock.change(old, new)
    _warn(new)
    click.echo("The passcode is changed. The recovery code is the same.")


def _off(folder: Path) -> None:
    old = secret(PASSCODE, "Passcode")
    with opened(folder, old) as services:
        said = services.lock.turn_off(old)
    click.echo("The passcode is off. Your data are not encrypted now.")
    if said:
        click.echo(said)


def _code(folder: Path) -> None:
    old = secret(PASSCODE, "Passcode")
    with opened(folder, old) as services:
        code = services.lock.new_code(old)
    _show(code)


def _recover(folder: Path) -> None:
    code = secret(CODE, "Recovery code")
    new = checked(secret(NEW, "New passcode", twice=True))
    door = Door(folder)
    state = door.look(door)
    if isinstance(state, Locked):
        _, made = state.recover(code, new)
        door.close()
        click.echo("The passcode is set anew.")
        _show(made)
        return
    raise AppError(getattr(state, "sentence", "There is no passcode, so nothing was changed."))


def _warn(new: str) -> None:
    if found := weakness(new):
        click.echo(found, err=True)


def _show(code: str) -> None:
    click.echo(f"Recovery code: {code}")
    click.echo("Write it down and keep it away from this device: it is shown only now.", err=True)


_ACTIONS: Final[dict[str, Callable[[Path], None]]] = {
    "set": _set,
    "change": _change,
    "off": _off,
    "code": _code,
    "recover": _recover,
}
