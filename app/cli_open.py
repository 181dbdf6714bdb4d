"""The command `open`: follow somebody by the summary that they shared."""

from __future__ import annotations

from datetime import timedelta

import click

from app import config
from app.care.summary import Followed
from app.cli_common import as_typed, data_option, opened, secret
from app.cli_data import PASSPHRASE, content_of, path_of
from app.services import outline

# More than the largest summary.
_MOST_FILE = 10 * 1024 * 1024


@click.command("open")
@click.argument("file", metavar="FILE", callback=as_typed)
@data_option
def open_(file: str, data_dir: str | None) -> None:
    """Open the summary in FILE that somebody shared with you, and follow them from now on.

    The passphrase is asked for unseen, or read from INFUSION_COMPANION_PASSPHRASE; it is never an argument.
    A newer file of somebody who is followed already takes the place of the older one.
    """
    folder = config.data_dir(data_dir)
    content = content_of(path_of(file), _MOST_FILE, "a summary")
    passphrase = secret(PASSPHRASE, "Passphrase of the summary")
    _unsealed(content, passphrase)
    with opened(folder) as services:
        person = services.following.open(content, passphrase)
        summary = services.following.summary(person)
    click.echo(f"Followed: {person.name}")
    click.echo(f"Made: {outline.moment(person.made_at)}")
    click.echo(_end(person))
    if summary is None:
        click.echo("It has ended, so nothing of it can be seen; ask for a new one.")


def _unsealed(content: bytes, passphrase: str) -> None:
    """Before there is a store: a file that cannot be used makes none. Raises BadSummary."""
    from app.services.following import unsealed  # noqa: PLC0415  (other commands start sooner without it)

    unsealed(content, passphrase)


def _end(person: Followed) -> str:
    if person.ends_at is None:
        return "Ends: not set"
    # The end is a midnight: said as the last day on which it can be seen.
    last = person.ends_at - timedelta(seconds=1)
    return f"Can be seen until: {outline.moment(last)}"
