"""The command line: the same store as the app, for the desktop and for automation."""

from __future__ import annotations

import re
import sys
from typing import Any

import click

from app import config
from app.care.invalid import Invalid
from app.care.journal import MOST_WORDS
from app.cli_check_in import check_in
from app.cli_clinic import connect, sync
from app.cli_common import Numbers, as_typed, data_option, opened
from app.cli_data import backup, import_, restore
from app.cli_doctor import doctor
from app.cli_export import export
from app.cli_open import open_
from app.cli_passcode import passcode
from app.errors import AppError, NoWebView
from app.services import outline
from app.services.clock import Clock
from app.services.door import Door
from app.services.opening import open_sample
from app.services.trouble import StoreProblem
from app.services.when import parse_when
from app.version import VERSION
from storage.errors import StoreError

_MOST_BYTES = 4 * MOST_WORDS


class _Refusing(click.Group):
    """Tells what is refused in one line on stderr, with exit status 1."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise  # click ends quietly when nobody reads on
        except (Invalid, StoreError, AppError) as refused:
            _refuse(str(refused))
        except OSError as problem:
            where = f" ({problem.filename})" if problem.filename else ""
            _refuse(f"The system refused: {problem.strerror or problem}{where}.")


def _refuse(sentence: str) -> None:
    click.echo(" ".join(sentence.split()), err=True)
    raise click.exceptions.Exit(1)


@click.group(cls=_Refusing, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, prog_name=config.NAME)
def main() -> None:
    """A companion through a course of ketamine infusions. All data stay on this device."""
    for stream in (sys.stdout, sys.stderr):
        # A console that lacks a letter shows a stand-in instead of failing.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


@main.command()
@click.option("--port", metavar="N", help="1 to 65535; else 8550, or the next free one.")
@click.option("--no-browser", is_flag=True, help="Only print the address.")
@click.option("--sample", is_flag=True, help="Look around in sample data.")
@data_option
def run(port: str | None, no_browser: bool, sample: bool, data_dir: str | None) -> None:
    """Start the app and open it in the browser."""
    number = _port(port)
    folder = config.data_dir(data_dir)
    try:
        from app.web import CannotServe, serve  # noqa: PLC0415  (other commands work without it, and sooner)
    except ModuleNotFoundError as missing:
        if (missing.name or "").startswith("app"):
            raise
        raise NoWebView(
            "The app cannot be shown in a browser here, because flet-web is not installed; "
            'install this app with its "web" extra.'
        ) from missing
    from app.main import page_main  # noqa: PLC0415

    door = Door(folder)
    state = door.start()
    if isinstance(state, StoreProblem) and not state.can_set_aside:
        raise AppError(state.sentence)
    try:
        serve(page_main(door, sample=sample), port=number, open_browser=not no_browser)
    except CannotServe as refused:
        raise AppError(str(refused)) from refused
    finally:
        door.close()


def _port(text: str | None) -> int | None:
    if text is None:
        return None
    if not re.fullmatch(r"[0-9]{1,5}", text) or not 1 <= int(text) <= 65535:
        raise Invalid(f"A port is a whole number from 1 to 65535, not {text!r}.")
    return int(text)


@main.command(cls=Numbers)
@click.argument("mood", metavar="0-10", callback=as_typed)
@click.argument("words", required=False, callback=as_typed)
@click.option("--at", metavar="TIME", callback=as_typed, help='Such as "21:30", "yesterday 21:30".')
@data_option
def mood(mood: str, words: str | None, at: str | None, data_dir: str | None) -> None:
    """Write down how you are, from 0 (very low) to 10 (very good).

    A few WORDS in quotes can go with it; "-" reads them from the standard input, where no other program
    of this machine sees them.
    """
    if not re.fullmatch(r"[0-9]{1,2}", mood) or int(mood) > 10:
        raise Invalid(f"A mood is a whole number from 0 to 10, not {mood!r}.")
    clock = Clock()
    when = clock.now() if at is None else parse_when(at, clock)
    if words == "-":
        words = _piped()
    with opened(config.data_dir(data_dir)) as services:
        entry = services.journal.add(int(mood), when, words=words or "").record
    click.echo(f"Saved on this device: mood {entry.mood} of 10, {outline.moment(entry.at)}")


def _piped() -> str:
    """The words on the standard input."""
    given = sys.stdin.buffer.read(_MOST_BYTES + 1)
    if len(given) > _MOST_BYTES:
        raise Invalid(
            f"The words can have up to {MOST_WORDS:,} characters, so nothing was saved; shorten them."
        )
    try:
        return given.decode("utf-8-sig").strip()
    except UnicodeDecodeError:
        raise Invalid("The words are no UTF-8 text, so nothing was saved; give them in UTF-8.") from None


@main.command()
@data_option
def course(data_dir: str | None) -> None:
    """Show the sessions with their dates and how far the course is."""
    folder = config.data_dir(data_dir)
    lines = ["No course yet. Start the app to enter the first date."]
    if (folder / config.STORE).exists():
        with opened(folder) as services:
            lines = outline.course_lines(services) or lines
    click.echo("\n".join(lines))


@main.command()
@click.option(
    "--done", metavar="0-6", default="3", callback=as_typed, help="How many sessions are over; else 3."
)
@data_option
def sample(done: str, data_dir: str | None) -> None:
    """Make sample data to look around in.

    They are apart from your own; those that are there are made anew.
    """
    if not re.fullmatch(r"[0-6]", done):
        raise Invalid(f"The sample has six infusions: from 0 to 6 of them can be over, not {done!r}.")
    folder = config.data_dir(data_dir)
    services = open_sample(folder, stage=int(done), anew=True)
    services.close()
    click.echo(f"Sample data are in {services.data_dir}")
    option = "" if data_dir is None else f' --data-dir "{data_dir}"'
    click.echo(f"To look at them: {config.NAME} run --sample{option}")


main.add_command(check_in)
main.add_command(doctor)
main.add_command(export)
main.add_command(backup)
main.add_command(restore)
main.add_command(import_)
main.add_command(open_)
main.add_command(passcode)
main.add_command(connect)
main.add_command(sync)

if __name__ == "__main__":
    main()
