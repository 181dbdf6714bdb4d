"""The command `doctor`: look whether the data are in order, and repair them."""

from __future__ import annotations

import click

from app import config
from app.cli_common import data_option, key_of
from app.errors import AppError
from app.services.deleting import finish_deleting
from app.services.recovery import Recovery


@click.command()
@click.option("--repair", is_flag=True, help="Repair what can be repaired; the damaged file is kept.")
@data_option
def doctor(repair: bool, data_dir: str | None) -> None:
    """Check that the data can be read and fit together.

    Nothing is changed without --repair. With it, everything that can be read goes into a new store, what is
    missing comes from the newest good copy, and the present file is kept beside it under another name.
    """
    folder = config.data_dir(data_dir)
    path = folder / config.STORE
    finish_deleting(path)
    if not path.exists():
        click.echo(f"No data yet in {path.parent}; nothing to check.")
        return
    recovery = Recovery(path, key_of(folder))
    findings = recovery.findings()
    for finding in findings:
        click.echo(finding.sentence)
    if not findings:
        click.echo(f"No problem found in {path}")
        return
    if not repair or all(finding.kind == "refused" for finding in findings):
        way = "see above what can be done" if findings[0].kind == "refused" else "doctor --repair mends it"
        raise AppError(f"Not all is in order in {path}. Nothing was changed; {way}.")
    rescued = recovery.repair()
    for sentence in rescued.sentences:
        click.echo(str(sentence))
    click.echo(f"Repaired: {path}")
    click.echo(f"The damaged file is kept as {path.with_name(rescued.kept)}")
