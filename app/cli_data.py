"""The commands `backup`, `restore` and `import`: everything in one sealed file and back; a FHIR file in."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path
from typing import Final

import click

from app import config
from app.cli_common import as_typed, data_option, opened, secret
from app.errors import AppError, NotRead, NotWritten
from app.services.backup import checked_passphrase, open_backup
from app.services.files import refuse_files, write_files

PASSPHRASE: Final = "INFUSION_COMPANION_PASSPHRASE"  # noqa: S105  (its name in the environment)


@click.command()
@click.argument("file", metavar="FILE", callback=as_typed)
@click.option("--force", is_flag=True, help="Replace a file that is there.")
@data_option
def backup(file: str, force: bool, data_dir: str | None) -> None:
    """Write everything into one sealed FILE, which only its passphrase opens.

    The passphrase is asked for unseen, or read from INFUSION_COMPANION_PASSPHRASE; it is never an argument.
    Without it nobody can open the file, and nobody can tell it to you.
    """
    folder, target = config.data_dir(data_dir), path_of(file)
    if not (folder / config.STORE).exists():
        raise NotWritten(f"There is nothing to back up yet: no data in {folder}.")
    refuse_files([target], force=force, never=_ours(folder))
    passphrase = checked_passphrase(secret(PASSPHRASE, "Passphrase for this backup", twice=True))
    with opened(folder) as services:
        content = services.backup.seal(passphrase)
        if weak := services.backup.weakness(passphrase):
            click.echo(weak, err=True)
    write_files({target: content}, force=force, never=_ours(folder))
    click.echo(f"Written: {target}")


@click.command()
@click.argument("file", metavar="FILE", callback=as_typed)
@click.option("--yes", is_flag=True, help="Bring it back without asking again.")
@data_option
def restore(file: str, yes: bool, data_dir: str | None) -> None:
    """Bring back what is in a backup FILE, beside what is here.

    What it holds is shown first. Of what is in both, the version that was changed last is used, and other
    words of the older one are kept beside it. What is only here stays; what was deleted here comes back.
    """
    from storage.backup import MOST_FILE  # noqa: PLC0415  (other commands start sooner without it)

    folder = config.data_dir(data_dir)
    content = content_of(path_of(file), MOST_FILE, "a backup")
    # Before there is a store: a wrong passphrase makes none.
    found = open_backup(content, secret(PASSPHRASE, "Passphrase of the backup"))
    with closing(found.image), opened(folder) as services:
        preview = services.backup.preview_of(found)
        click.echo(f"In the backup: {preview.sentence}")
        click.echo(f"Not here now: {preview.missing:,} of {preview.records:,} records")
        _agree(yes)
        done = services.backup.restore(preview)
    click.echo(done.sentence)


@click.command("import")
@click.argument("file", metavar="FILE", callback=as_typed)
@click.option("--yes", is_flag=True, help="Bring it in without asking again.")
@data_option
def import_(file: str, yes: bool, data_dir: str | None) -> None:
    """Bring in what is in a FHIR FILE of this app's records, beside what is here.

    The file may have been in another health app since. What it holds is shown first, and it is brought in
    as a backup is.
    """
    from app.services.fhir_reading import MOST_FILE, open_fhir  # noqa: PLC0415  (others start sooner without)

    folder = config.data_dir(data_dir)
    # Before there is a store: a file that cannot be used makes none.
    found = open_fhir(content_of(path_of(file), MOST_FILE, "a FHIR file"))
    with opened(folder) as services, closing(services.fhir_file.preview_of(found)) as preview:
        click.echo(f"In the file: {preview.sentence}")
        click.echo(f"Not here now: {preview.missing:,} of {preview.records:,} records")
        if preview.left_out:
            click.echo(f"Cannot be read, and stays out: {preview.left_out:,}")
        _agree(yes, "in")
        done = services.fhir_file.bring_in(preview)
    click.echo(done.sentence)


def _agree(yes: bool, where: str = "back") -> None:
    """Go on only when the person wants it. Raises AppError when not."""
    if yes:
        return
    if not _is_terminal():
        raise AppError(f"Nothing was changed; add --yes to bring it {where} without being asked.")
    if not click.confirm(f"Bring it {where}?", err=True):
        raise AppError("Nothing was changed.")


def _is_terminal() -> bool:
    return sys.stdin.isatty()


def path_of(file: str) -> Path:
    """The path that an argument names. Raises NotRead where it is empty."""
    if not file.strip():
        raise NotRead("The file has no name; give the name of a file.")
    return Path(file).expanduser()


def content_of(path: Path, most: int, what: str) -> bytes:
    """What is in a file. Raises NotRead.

    Args:
        path: of the file. most: how many bytes it may have. what: it should be, "a backup".
    """
    try:
        with path.open("rb") as file:
            content = file.read(most + 1)
    except OSError as problem:
        raise NotRead(f"{path} cannot be read: {problem.strerror or problem}.") from None
    if len(content) > most:
        raise NotRead(f"{path} is too large to be {what} of this app; nothing was changed.")
    return content


def _ours(folder: Path) -> list[Path]:
    """What belongs to the store, and is never written over: its files, its key, its copies."""
    stem = Path(config.STORE).stem
    return [*config.store_files(folder), *folder.glob(f"{stem}*"), *folder.glob("copies/*")]
