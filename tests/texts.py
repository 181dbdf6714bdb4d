"""Every English text that a person may meet, found in the code: the keys that a catalogue has to translate.

Two ways together: what is given to a function that says something (SAYS), followed through names, choices and
tables; and the constants of the modules that hold texts. `python -m tests.texts es` tells what it lacks.
"""

from __future__ import annotations

import ast
import dataclasses
import importlib
import json
import pkgutil
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any, cast
from weakref import WeakKeyDictionary

import app
import storage
from app.care.course import Status
from app.care.insight import SCALES
from app.care.questionnaires import QUESTIONNAIRES
from app.care.sentence import Sentence
from app.language import FOLDER, LANGUAGES
from app.language.one import Forms

ROOT = Path(__file__).parents[1]
# What says something: the places of its texts. Of two that count things the second, "many", is the key.
SAYS: Mapping[str, Sequence[int]] = {
    "t": (0,), "say": (0,), "said": (0,), "Sentence": (0,), "tn": (1,), "counted": (1,), "n": (1,),
    "Finding": (1,), "aware": (1,), "maybe_aware": (0,), "past": (1,), "whole": (0,), "maybe_whole": (0,),
    "text": (0,), "phone": (0,), "member": (0,), "_need_open": (1,), "_need_running": (1,), "done": (1, 2),
    "_counted": (1, 2, 3), "_route": (1, 3), "heading": (0,), "Done": (),
}  # fmt: skip
NAMED = ("sentence", "what", "problem", "reason", "note")
# The command line speaks English.
_OUTSIDE = re.compile(
    r"app\.(cli(_|$)|config|language|web|launch|__main__|care\.questionnaires\.|services\.(outline|csv|export)|"
    r"clinic\.resources\.(?!collected|summary_read|words))"
)
_NO_WORDS = re.compile(
    r"^(SELECT|sync_\w+ WHERE|INSERT|UPDATE|DELETE FROM|CREATE|PRAGMA|ALTER|DROP|WITH|FROM|UNION|EXISTS)"
    r"|^(https?:|urn:|/|#|\.|_|\$|\^|\(\?)"
    r"|[{}]{2}|\n\s+|\\[dsw]|\bIS NOT NULL\b|\bAND\b.*=|=\s*\?"
)


# Their constants, put together as the module is imported, are the keys.
_OWN_WAY = ("app.care.checklist_items", "storage.sync_invariants")
# Names that stand as they are, and what FHIR calls things.
_NO_TEXTS = frozenset({"Patient", "Procedure", "Observation", "English", "Ctrl+N"})
_DATES = ("_MONTHS", "_DAYS", "MONTHS", "DAYS")  # CLDR has them


def looks_like_words(text: str) -> bool:
    """Whether a constant of a module is something that a person reads."""
    if not re.search(r"[A-Za-z]{2}", text) or _NO_WORDS.search(text):
        return False
    if text in _NO_TEXTS or text.startswith("Atkinson "):
        return False
    return bool(re.match(r"[A-Z“{].*[a-z]", text)) and bool(" " in text or re.fullmatch(r"[A-Z][a-z]+", text))


def modules() -> Iterator[str]:
    """The modules that hold texts."""
    for package in (app, storage):
        for found in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
            if not _OUTSIDE.match(found.name):
                yield found.name


def strings(value: object, seen: set[int]) -> Iterator[str]:
    """Every text in a constant: in tuples, tables and records."""
    if isinstance(value, Sentence):
        yield value.template
    elif isinstance(value, str):
        yield str(value.value) if isinstance(value, Enum) else value
    # What hangs on a page was left there by whatever ran before.
    elif id(value) in seen or isinstance(value, WeakKeyDictionary):
        return
    elif isinstance(value, Mapping):
        seen.add(id(value))
        for one in value.values():
            yield from strings(one, seen)
    elif isinstance(value, list | tuple | frozenset | set):
        seen.add(id(value))
        for one in value:
            yield from strings(one, seen)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        seen.add(id(value))
        for field in dataclasses.fields(value):
            yield from strings(getattr(value, field.name, None), seen)


_RETURNED = frozenset({""})
_READS = ("get", "items", "values", "pop")


@dataclasses.dataclass(frozen=True)
class _Pick:
    """What a loop takes of each row of a table: the column, or all of it."""

    table: ast.expr
    column: int | None


class _Reader(ast.NodeVisitor):
    def __init__(self, module: Any, tree: ast.Module) -> None:
        self.module = module
        self.found: dict[str, int] = {}
        self.unsaid: list[tuple[int, str]] = []
        self._locals: list[dict[str, list[ast.expr | _Pick]]] = [{}]
        self.visit(tree)

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        known: dict[str, list[ast.expr | _Pick]] = {}
        for one in ast.walk(node):
            if isinstance(one, ast.Assign | ast.AugAssign | ast.AnnAssign | ast.NamedExpr) and one.value:
                for target in one.targets if isinstance(one, ast.Assign) else [one.target]:
                    for name in ast.walk(target):
                        if isinstance(name, ast.Name):
                            known.setdefault(name.id, []).append(one.value)
            if isinstance(one, ast.For | ast.comprehension):
                targets = one.target.elts if isinstance(one.target, ast.Tuple) else [one.target]
                for place, target in enumerate(targets):
                    for name in ast.walk(target):
                        if isinstance(name, ast.Name):
                            picked = _Pick(one.iter, place if len(targets) > 1 else None)
                            known.setdefault(name.id, []).append(picked)
        self._locals.append({**self._locals[-1], **known})
        self.generic_visit(node)
        self._locals.pop()

    visit_AsyncFunctionDef = visit_FunctionDef  # noqa: N815  (its name is ast's)

    def visit_Call(self, node: ast.Call) -> None:
        function = node.func
        name = getattr(function, "id", getattr(function, "attr", ""))
        if name in _errors() or (name == "__init__" and "super" in ast.unparse(function)):
            self._take(node.args[:1], node)
        for place in SAYS.get(name, ()):
            self._take(node.args[place : place + 1], node)
        for keyword in node.keywords:
            if keyword.arg in NAMED:
                self._take([keyword.value], node)
        self.generic_visit(node)

    def visit_Return(self, node: ast.Return) -> None:
        """Words that a function gives back, for whoever says them."""
        for text in self._texts(node.value, _RETURNED) if node.value is not None else ():
            if looks_like_words(text) and " " in text:
                self.found.setdefault(text, node.lineno)
        self.generic_visit(node)

    def _take(self, arguments: Sequence[ast.expr], node: ast.Call) -> None:
        for argument in arguments:
            for text in self._texts(argument, frozenset()):
                self.found.setdefault(text, node.lineno)

    def _texts(self, node: ast.expr, followed: frozenset[str]) -> Iterator[str]:
        if isinstance(node, ast.Constant):
            if isinstance(node.value, str):
                yield node.value
        elif isinstance(node, ast.JoinedStr) and not followed >= _RETURNED:
            # What is put together of texts that were said already is no key.
            if (
                not any(isinstance(one, ast.Call) for one in ast.walk(node))
                and self.module.__name__ not in _OWN_WAY
            ):
                self.unsaid.append((node.lineno, ast.unparse(node)))
        elif isinstance(node, ast.IfExp):
            yield from self._texts(node.body, followed)
            yield from self._texts(node.orelse, followed)
        elif isinstance(node, ast.BoolOp | ast.Tuple | ast.List):
            for one in node.values if isinstance(node, ast.BoolOp) else node.elts:
                yield from self._texts(one, followed)
        elif isinstance(node, ast.Dict):
            for one in node.values:
                yield from self._texts(one, followed)
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            left, right = (list(self._texts(one, followed)) for one in (node.left, node.right))
            yield from (a + b for a in left for b in right) if left and right else [*left, *right]
        elif isinstance(node, ast.Name):
            yield from self._named(node.id, followed)
        elif isinstance(node, ast.Subscript | ast.Starred | ast.Attribute):
            yield from self._texts(node.value, followed)
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") in _READS:
            yield from self._texts(cast("ast.Attribute", node.func).value, followed)
            for one in node.args[1:]:
                yield from self._texts(one, followed)

    def _named(self, name: str, followed: frozenset[str]) -> Iterator[str]:
        if name in followed:
            return
        if name in self._locals[-1]:
            for value in self._locals[-1][name]:
                if isinstance(value, _Pick):
                    yield from self._picked(value, followed | {name})
                else:
                    yield from self._texts(value, followed | {name})
        elif not callable(constant := getattr(self.module, name, None)):
            yield from strings(constant, set())

    def _picked(self, pick: _Pick, followed: frozenset[str]) -> Iterator[str]:
        table, kind = pick.table, ""
        if isinstance(table, ast.Call) and isinstance(table.func, ast.Attribute):
            table, kind = table.func.value, table.func.attr
        constant = getattr(self.module, table.id, None) if isinstance(table, ast.Name) else None
        if pick.column is None or not isinstance(constant, list | tuple | Mapping):
            yield from self._texts(pick.table, followed)
        elif isinstance(constant, Mapping):
            if pick.column and kind == "items":
                yield from strings(tuple(constant.values()), set())
        else:
            for row in constant:
                if isinstance(row, tuple) and len(row) > pick.column:
                    yield from strings(row[pick.column], set())


@cache
def _errors() -> frozenset[str]:
    from app.care.invalid import Invalid
    from app.errors import AppError
    from storage.errors import StoreError

    def below(kind: type[BaseException]) -> Iterator[str]:
        yield kind.__name__
        for one in kind.__subclasses__():
            yield from below(one)

    return frozenset(name for kind in (Invalid, AppError, StoreError) for name in below(kind))


def _in_assets() -> Iterator[str]:
    """What the tables in assets/ say to people; names of lines and of packages stay as they are."""
    for country in tomllib.loads((ROOT / "assets/crisis.toml").read_text("utf-8"))["country"]:
        yield country["name"]
        for line in (country.get("emergency", {}), *country.get("line", ())):
            if line.get("note"):
                yield line["note"]
    for part in tomllib.loads((ROOT / "assets/licences/licences.toml").read_text("utf-8"))["part"]:
        yield part["what"]


def _in_ui(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """What a screen's functions hand on in tables and lists of their own, down to where it is said."""
    notes = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Module)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Tuple | ast.List):
            for one in node.elts:
                if isinstance(one, ast.Constant) and isinstance(one.value, str) and id(one) not in notes:
                    yield one.lineno, one.value


def _told_to_writers(module: str, text: str) -> bool:
    """What only who writes the guide or the store's tables ever reads."""
    if (
        text in _NO_TEXTS
        or _NO_WORDS.search(text)
        or re.fullmatch(r"[a-z]+[_/-][a-z_/-]+|[a-z]+-\w+-?\d*", text)
    ):
        return text not in ("check-in", "so-so")
    return module == "app.care.guide" and bool(re.match(r"[a-z]|Guide topic|The sources? ", text))


@cache
def _read() -> tuple[dict[str, str], list[str]]:
    found: dict[str, str] = {}
    unsaid: list[str] = []
    for name in modules():
        importlib.import_module(name)
    for name in modules():
        module = importlib.import_module(name)
        path = Path(str(module.__file__))
        reader = _Reader(module, ast.parse(path.read_text(encoding="utf-8")))
        for text, line in reader.found.items():
            if re.search(r"[A-Za-z]{2}", re.sub(r"\{\w*\}", "", text)) and not _told_to_writers(name, text):
                found.setdefault(text, f"{path.relative_to(ROOT)}:{line}")
        if name.startswith("app.ui."):
            for line, text in _in_ui(ast.parse(path.read_text(encoding="utf-8"))):
                if looks_like_words(text):
                    found.setdefault(text, f"{path.relative_to(ROOT)}:{line}")
        unsaid += [f"{path.relative_to(ROOT)}:{line}: {text}" for line, text in reader.unsaid]
        if name.startswith("app."):
            for constant, value in vars(module).items():
                if not constant.startswith("__"):
                    for text in (
                        filter(looks_like_words, strings(value, set())) if constant not in _DATES else ()
                    ):
                        found.setdefault(text, f"{path.relative_to(ROOT)} {constant}")
    for text in set().union(*published().values()):
        found.pop(text, None)
    for text in _in_assets():
        found.setdefault(text, "assets")
    bands = (band.name for asked in QUESTIONNAIRES.values() for band in asked.bands)
    for one in (*(status.value for status in Status), *SCALES, *bands):
        found.setdefault(one, "a value that is said as it is")
    return found, unsaid


def keys() -> dict[str, str]:
    """Every text that a catalogue has to translate, with the place where it is."""
    return dict(_read()[0])


def constants() -> set[str]:
    """Every text at all in the code and in the tables of assets: what a translation may be of."""
    found = set(keys()) | set(_in_assets()) | set(strings(tuple(QUESTIONNAIRES.values()), set()))
    licences = tomllib.loads((ROOT / "assets/licences/licences.toml").read_text("utf-8"))
    found |= {part["name"] for part in licences["part"]}
    for name in modules():
        path = Path(str(importlib.import_module(name).__file__))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    return found


def published() -> dict[str, set[str]]:
    """The wording of each questionnaire, which no catalogue holds: see app.services.worded."""
    return {
        asked.id: {
            text
            for item in asked.items
            for text in (item.text, item.low, item.high, *(option.text for option in item.options))
            if text
        }
        | {text for text in (asked.intro, asked.stem) if text}
        for asked in QUESTIONNAIRES.values()
    }


def glued() -> list[str]:
    """Places where a text is put together before it is said, so that no catalogue can know it."""
    return list(_read()[1])


def catalogue(language: str) -> dict[str, Forms]:
    """All parts of a catalogue as one."""
    parts = sorted((FOLDER / language).glob("*.json"))
    return {key: said for part in parts for key, said in json.loads(part.read_text("utf-8")).items()}


if __name__ == "__main__":
    for wanted in sys.argv[1:] or [code for code in LANGUAGES if code != "en"]:
        known = catalogue(wanted)
        for key, place in keys().items():
            if key not in known:
                sys.stdout.write(f"{wanted} lacks  {place}: {key}\n")
        for key in known.keys() - constants():
            sys.stdout.write(f"{wanted} has for nothing: {key}\n")
