"""The command `export`: everything as JSON or FHIR, tables, a report for a visit, dates for a calendar."""

from __future__ import annotations

import codecs
import sys
from pathlib import Path

import click

from app import config
from app.care.invalid import Invalid
from app.cli_common import data_option, opened
from app.errors import NotWritten
from app.services.export import CSV_KINDS
from app.services.files import write_files
from app.services.opening import Services
from app.share.report import Period, Wanted

FORMATS = ("csv", "json", "fhir", "pdf", "ics")
_BINARY = ("pdf",)
# Which formats an option is for.
_FOR = {
    "--kind": ("csv",),
    "--period": ("pdf", "csv"),
    "--words": ("pdf", "csv"),
    "--name": ("pdf",),
    "--titles": ("ics",),
}


@click.command()
@click.option("--format", "wanted", required=True, metavar="|".join(FORMATS), help="json holds everything.")
@click.option("--kind", metavar="KIND", help=f"For csv: {', '.join(CSV_KINDS)}. Else the journal.")
@click.option(
    "--period",
    metavar="|".join(Period),
    help="For pdf: of how many days, or the course; else 30. For csv: the tables of that report.",
)
@click.option("--words", is_flag=True, help="For a report: with your own words.")
@click.option("--name", metavar="NAME", help="For pdf: your name, to stand on the report.")
@click.option("--titles", is_flag=True, help='For ics: titles that say what it is, not "Appointment".')
@click.option("-o", "--output", metavar="FILE", help="A file, or a folder for one file of each kind.")
@click.option("--force", is_flag=True, help="Replace a file that is there.")
@data_option
def export(
    wanted: str,
    kind: str | None,
    period: str | None,
    words: bool,
    name: str | None,
    titles: bool,
    output: str | None,
    force: bool,
    data_dir: str | None,
) -> None:
    """Take data out: all as json, records as fhir, tables as csv, a report as pdf, or the dates as ics."""
    if wanted not in FORMATS:
        raise Invalid(f"There is no format {wanted!r}; use {', '.join(FORMATS[:-1])} or {FORMATS[-1]}.")
    given = {"--kind": kind, "--period": period, "--words": words, "--name": name, "--titles": titles}
    for option, value in given.items():
        if value not in (None, False) and wanted not in _FOR[option]:
            raise Invalid(f"{option} is for {' and '.join(_FOR[option])}; leave it out.")
    if wanted == "csv" and words and period is None:
        raise Invalid("These tables hold your own words anyway; leave --words out, or add --period.")
    if kind is not None and kind not in CSV_KINDS:
        raise Invalid(f"There is no kind {kind!r}; use {', '.join(CSV_KINDS)}.")
    if kind is not None and period is not None:
        raise Invalid("A report has a table of each kind; leave --kind or --period out.")
    report = Wanted(period=_period(period), words=words, name=name or "")
    if output is not None and not output.strip():
        raise Invalid("The file to write has no name; give -o the name of a file or a folder.")
    folder = config.data_dir(data_dir)
    if not (folder / config.STORE).exists():
        raise NotWritten(f"There is nothing to take out yet: no data in {folder}.")
    target = None if output is None else Path(output)
    many = target is not None and target.is_dir()
    if wanted == "csv" and period is not None and not many:
        raise Invalid("A report has a table of each kind; give -o a folder that is there.")
    if wanted in _BINARY and target is None and sys.stdout.isatty():
        raise Invalid(f"A {wanted} file is nothing for a screen; add -o and the name of a file.")
    with opened(folder) as services:
        if wanted == "csv" and period is None:
            contents = _tables(services, kind, many=many)
        else:
            contents = _files(services, wanted, report, titles=titles)
    if target is None:
        # Without the mark that only spreadsheets want: what reads a pipe would take it for a letter.
        click.echo(b"".join(contents.values()).removeprefix(codecs.BOM_UTF8), nl=False)
        return
    files = {target / name if many else target: content for name, content in contents.items()}
    write_files(files, force=force, never=config.store_files(folder))
    for file in files:
        click.echo(f"Written: {file}")


def _period(text: str | None) -> Period:
    if text is None:
        return Period.DAYS_30
    if text not in list(Period):
        raise Invalid(f"There is no period {text!r}; use {', '.join(Period)}.")
    return Period(text)


def _tables(services: Services, kind: str | None, *, many: bool) -> dict[str, bytes]:
    """One kind of record, or a file of each where there is a folder for them."""
    kinds = [kind] if kind else list(CSV_KINDS) if many else ["journal"]
    return {f"{config.NAME}-{name}.csv": services.export.csv_bytes(name) for name in kinds}


def _files(services: Services, wanted: str, report: Wanted, *, titles: bool) -> dict[str, bytes]:
    """The files of the other formats, by their names in a folder; what others may see has a neutral one."""
    if wanted == "json":
        return {f"{config.NAME}.json": services.export.json_bytes()}
    if wanted == "fhir":
        return {f"{config.NAME}.fhir.json": services.fhir_file.write()}
    if wanted == "ics":
        return {"appointments.ics": services.calendar.ics_bytes(told=titles)}
    if wanted == "csv":
        return services.reports.tables(report)
    return {f"report-{services.now().date().isoformat()}.pdf": services.reports.pdf_bytes(report)}
