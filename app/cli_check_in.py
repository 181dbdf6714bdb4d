"""The command `check-in`: a questionnaire on the command line, question by question or all at once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from app import config
from app.care.checkin import HELP_WORDS, SENT_HELP_WORDS, CheckIn, needs_help
from app.care.invalid import Invalid
from app.care.questionnaire import Item, Questionnaire
from app.care.questionnaires import QUESTIONNAIRES, questionnaire
from app.care.score import score
from app.care.totals import words
from app.cli_common import Numbers, as_typed, data_option, opened
from app.errors import AppError

if TYPE_CHECKING:
    from app.services import Services

_OUT = "-"
_BACK = "b"


def _typed(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(as_typed(ctx, param, value) or "" for value in values)


@click.command(cls=Numbers)
@click.argument("which", metavar="|".join(QUESTIONNAIRES), callback=as_typed)
@click.argument("answers", nargs=-1, metavar="[ANSWER]...", callback=_typed)
@click.option("--correct", is_flag=True, help="Correct the newest one instead of beginning another.")
@data_option
def check_in(which: str, answers: tuple[str, ...], correct: bool, data_dir: str | None) -> None:
    """Answer a questionnaire: each ANSWER is a number, "-" leaves a question out.

    Without answers each question is asked, and every answer is saved at once: whoever stops goes on later.
    The total comes last, and only when all questions are answered.
    """
    asked = questionnaire(which)
    # Whoever typed something wrong begins nothing and corrects nothing.
    values = _values(asked, answers)
    with opened(config.data_dir(data_dir)) as services:
        if correct:
            newest = services.checkins.newest(asked.id)
            if newest is None:
                raise Invalid(f"There is no finished {asked.name} to correct yet.")
            services.checkins.correct(newest.id)
        shown = False
        if answers:
            _answer(services, asked, values)
        else:
            shown = _ask(services, asked)
        finished = services.checkins.finish(asked.id).record
        # Before any total, whoever sent it in and however.
        if needs_help(finished) and not shown:
            _help(services)
        _tell(services, finished)


def _values(asked: Questionnaire, answers: Sequence[str]) -> list[int | None]:
    """The answers as numbers, None for one left out; all of them are looked at before any is saved."""
    if len(answers) > len(asked.items):
        raise Invalid(f"{asked.name} has {len(asked.items)} questions, and these are {len(answers)} answers.")
    values = [_value(asked, item, typed) for item, typed in zip(asked.items, answers, strict=False)]
    if answers and all(value is None for value in values):
        raise Invalid(f"No question of the {asked.name} is answered, so nothing was saved.")
    return values


def _value(asked: Questionnaire, item: Item, typed: str) -> int | None:
    if typed == _OUT:
        return None
    return asked.value(item.id, int(typed) if re.fullmatch(r"[0-9]{1,3}", typed) else typed)


def _answer(services: Services, asked: Questionnaire, values: Sequence[int | None]) -> None:
    """Save all answers or none; those that are not given are left out."""
    with services.db.transaction():
        for item, value in zip(asked.items, values, strict=False):
            if value is not None:
                services.checkins.answer(asked.id, item.id, value)
        given = {item.id for item, value in zip(asked.items, values, strict=False) if value is not None}
        for item in asked.items:
            if item.id not in given:
                services.checkins.unanswer(asked.id, item.id)


def _ask(services: Services, asked: Questionnaire) -> bool:
    """Ask question by question; return whether the ways to reach someone were shown already."""
    current = services.checkins.current(asked.id)
    shown = needs_help(current, past=current.replaces is not None)
    if shown:
        _help(services)
    # Whoever corrects looks at each answer; whoever goes on does so where the first one is missing.
    start = current.next_item if current.replaces is None else None
    place = asked.items.index(start) if start else 0
    if asked.intro:
        click.echo(asked.intro, err=True)
    try:
        while place < len(asked.items):
            item = asked.items[place]
            typed = _prompt(services.checkins.current(asked.id), item, place + 1)
            if typed == _BACK:
                place = max(0, place - 1)
                continue
            if not _save(services, asked, item, typed):
                continue
            place += 1
            if item.help and not shown and needs_help(services.checkins.current(asked.id), past=True):
                _help(services)
                shown = True
            if place == len(asked.items) and not click.confirm("Finish it?", default=True, err=True):
                place = len(asked.items) - 1
    except click.Abort:
        click.echo(err=True)
        raise AppError("Your answers so far are saved. To go on, call the same again.") from None
    return shown


def _prompt(current: CheckIn, item: Item, number: int) -> str:
    asked, value = current.asked, current.value(item.id)
    click.echo(err=True)
    if asked.stem and item.scored:
        click.echo(asked.stem, err=True)
    click.echo(f"{number} of {len(asked.items)}: {item.text}", err=True)
    if item.options:
        click.echo("   ".join(f"{option.value} {option.text}" for option in item.options), err=True)
    else:
        click.echo(f"0 {item.low} to {item.most} {item.high}", err=True)
    how = f'0 to {item.values[-1]}, "{_OUT}" to leave it out, "{_BACK}" to go back'
    typed: str = click.prompt(
        how, default=_OUT if value is None else str(value), show_default=value is not None, err=True
    )
    return typed.strip()


def _save(services: Services, asked: Questionnaire, item: Item, typed: str) -> bool:
    """Save one answer, or tell what is wrong with it."""
    try:
        value = _value(asked, item, typed)
    except Invalid as refused:
        click.echo(str(refused), err=True)
        return False
    if value is not None:
        services.checkins.answer(asked.id, item.id, value)
    elif services.checkins.open(asked.id) is not None:
        services.checkins.unanswer(asked.id, item.id)
    return True


def _help(services: Services) -> None:
    """Every way to reach someone, as on the screens."""
    click.echo()
    for sentence in SENT_HELP_WORDS if services.sends("check_in") else HELP_WORDS:
        click.echo(str(sentence))
    for route in services.settings.help_routes():
        number = f": {route.number}" if route.number else ""
        click.echo(f"  {route.label}{number}" + (f" ({route.note})" if route.note else ""))
    click.echo()


def _tell(services: Services, finished: CheckIn) -> None:
    found = services.checkins.totals(finished.questionnaire)
    newest = found.newest
    change = found.change if newest is not None and newest.checkin.id == finished.id else None
    for sentence in words(finished, change):
        click.echo(str(sentence))
    if score(finished) is not None and finished.asked.overlaps:
        click.echo(f"It asks about {finished.asked.recall}, so answers overlap the week before.")
    click.echo("Saved on this device.")
