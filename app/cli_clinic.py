"""The commands `connect` and `sync`: a clinic's FHIR server, and what is exchanged with it."""

from __future__ import annotations

import sys
import webbrowser
from typing import TYPE_CHECKING

import click

from app import config
from app.care.invalid import Invalid
from app.cli_common import as_typed, data_option, opened
from app.errors import AppError
from app.services.sync_words import SHARED, ask_words, progress_words

if TYPE_CHECKING:
    from app.clinic.synchronizer import Progress
    from app.services import Services
    from app.services.sync import Offer


@click.command()
@click.argument("url", required=False, callback=as_typed)
@click.option("--patient", metavar="ID", callback=as_typed, help="Whose record it is there, with a token.")
@click.option(
    "--token-env", metavar="NAME", callback=as_typed, help="The variable that holds a bearer token."
)
@click.option("--client-id", metavar="NAME", callback=as_typed, help="The name of this app at the clinic.")
@click.option("--without", multiple=True, type=click.Choice(list(SHARED)), help="What is not sent.")
@click.option("--words", is_flag=True, help="Send the words that you write, too; else they stay here.")
@click.option("--yes", is_flag=True, help="Connect without asking again.")
@click.option("--off", is_flag=True, help="Disconnect; your data stay here.")
@click.option("--take-back", is_flag=True, help="With --off: first mark all that was sent as sent in error.")
@data_option
def connect(
    url: str | None,
    patient: str | None,
    token_env: str | None,
    client_id: str | None,
    without: tuple[str, ...],
    words: bool,
    yes: bool,
    off: bool,
    take_back: bool,
    data_dir: str | None,
) -> None:
    """Connect this device with your clinic's FHIR server at URL, or disconnect it.

    First it shows whose server it is and what would be sent. Then you sign in with your browser.
    For automation --patient and --token-env take its place; the token itself is never an argument.
    """
    if off == (url is not None) or (take_back and not off):
        raise click.UsageError("Give the URL of your clinic's server, or --off (with --take-back).")
    if off and (patient or token_env or client_id or without or words):
        raise click.UsageError("--off goes with --take-back alone.")
    if token_env and not patient:
        raise click.UsageError("--token-env needs --patient.")
    with opened(config.data_dir(data_dir)) as services:
        if url is None:
            _off(services, take_back=take_back)
            return
        offer = services.sync.look(url)
        _show(offer, without, words=words)
        _agree(yes)
        if patient:
            services.sync.connect_with_token(offer, patient, token_env or "", off=without, words=words)
            lasts = True
        else:
            lasts = services.sync.sign_in(
                offer, _browser, off=without, words=words, client_id=client_id or ""
            )
    click.echo(f"Connected with {offer.host}. To send and receive: {config.NAME} sync")
    if not lasts:
        click.echo(
            "This computer has no safe place for the sign-in, so it ended with this command; connect in "
            "the app, or give a token with --token-env.",
            err=True,
        )


@click.command()
@data_option
def sync(data_dir: str | None) -> None:
    """Exchange with the connected clinic, and say how it stands.

    Exit status 1: something waits or was refused, or there is a question for you in the app.
    """
    with opened(config.data_dir(data_dir)) as services:
        found = services.sync.run(_told)
        if not _connected(services):
            click.echo("What was sent is marked as sent in error at the clinic. The clinic is disconnected.")
            return
        click.echo(str(services.sync.words()))
        if found.asks is not None:
            click.echo(f"{ask_words(found.asks)} Answer it in the app.")
    if not found.settled:
        raise click.exceptions.Exit(1)


def _off(services: Services, *, take_back: bool) -> None:
    if not _connected(services):
        raise Invalid("No clinic is connected, so there is nothing to disconnect.")
    if take_back:
        services.sync.take_back()
        found = services.sync.run(_told)
        if _connected(services):
            raise AppError(
                f"Not all could be taken back. {found.problem} Run this again; until then it stays connected."
            )
        click.echo("What was sent is marked as sent in error at the clinic.")
    else:
        services.sync.disconnect()
    click.echo("Disconnected. Your data stay on this device.")


def _connected(services: Services) -> bool:
    return services.sync.connection is not None


def _show(offer: Offer, without: tuple[str, ...], *, words: bool) -> None:
    click.echo(f"Server: {offer.host}" + (f" ({offer.software})" if offer.software else ""))
    for one in offer.sends:
        what = "stays here" if one.id in without else "would be sent"
        click.echo(f"{one.name}: {one.count:,}, {what}")
    click.echo(f"The words that you write: {'would be sent, too' if words else 'stay here'}")


def _agree(yes: bool) -> None:
    """Go on only when the person wants it. Raises AppError when not."""
    if yes:
        return
    if not sys.stdin.isatty():
        raise AppError("Nothing was connected; add --yes to connect without being asked.")
    if not click.confirm("Connect and send this?", err=True):
        raise AppError("Nothing was connected.")


def _browser(address: str) -> None:
    if not webbrowser.open(address):
        click.echo(f"Open this address in your browser to sign in: {address}", err=True)


def _told(progress: Progress) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r{progress_words(progress)}", nl=False, err=True)
