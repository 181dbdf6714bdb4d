"""Takes the pictures: all of them, or those whose name (group/size-scheme/screen) holds every word given."""

from __future__ import annotations

import html
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from playwright.sync_api import Browser, Error, sync_playwright

from app.language import LANGUAGES
from tests.journeys.chromium import FLAGS, find
from tests.journeys.running import ROOT, Running
from tests.pseudo import pseudo
from tests.shots.camera import Camera
from tests.shots.groups import GROUPS, Group, Shot
from tests.shots.stores import NOW, Made, make

SHOTS = ROOT / "shots"
Wanted = tuple[Shot, tuple[int, int], str, Path]


def _wanted(group: Group, words: Sequence[str], language: str) -> list[Wanted]:
    name = f"{language}-{group.name}" if language else group.name
    found = [
        (shot, size, scheme, SHOTS / name / f"{size[0]}x{size[1]}-{scheme}" / f"{shot.called}.png")
        for scheme in group.schemes
        for size in group.sizes
        for shot in group.shots
        # A step presses what has an English name.
        if not language or shot.step is None
    ]
    return [one for one in found if all(word in str(one[3].relative_to(SHOTS)) for word in words)]


def _take(browser: Browser, group: Group, wanted: list[Wanted], folder: Path, language: str) -> None:
    # The guide and the questionnaires read what was chosen.
    chosen = {"language": language} if language in LANGUAGES else {}
    made = make(folder, group.store, **{**group.look, **chosen})
    app = Running("app", folder, NOW.isoformat(), group.args, language=language)
    try:
        for (size, scheme), shots in groupby(wanted, key=lambda one: (one[1], one[2])):
            camera = Camera(browser, app.url, size, scheme)
            for shot, _, _, file in shots:
                try:
                    _show(camera, shot, made)
                    camera.take(file)
                except Error as error:
                    # A browser that stands still on a busy machine: say so and go on in a new window.
                    print(f"    {file.name}: {str(error).splitlines()[0]}", flush=True)
                    camera.close()
                    camera = Camera(browser, app.url, size, scheme)
                if shot.step is not None:
                    camera.forget()
            camera.close()
    finally:
        app.stop()


def _show(camera: Camera, shot: Shot, made: Made) -> None:
    camera.go(shot.path.format(number=made.number, entry=made.entry))
    if shot.step is not None:
        try:
            shot.step(camera.page)
        except Error as error:
            print(f"    {shot.called}: {str(error).splitlines()[0]}", flush=True)


def _page(title: str, pictures: list[Path]) -> Iterator[str]:
    yield f"<!DOCTYPE html><html lang='en'><meta charset='utf-8'><title>{html.escape(title)}</title>"
    yield "<style>body{font:16px system-ui;margin:16px;background:#888}"
    yield "figure{display:inline-block;margin:8px;"
    yield "vertical-align:top}img{max-width:480px;max-height:640px;background:#fff}</style>"
    for folder, files in groupby(pictures, key=lambda file: file.parent):
        yield f"<h2>{html.escape(str(folder.relative_to(SHOTS)))}</h2>"
        for file in files:
            at = html.escape(str(file.relative_to(SHOTS)))
            yield f"<figure><a href='{at}'><img loading='lazy' src='{at}' alt=''></a>"
            yield f"<figcaption>{html.escape(file.stem)}</figcaption></figure>"


def main(words: Sequence[str]) -> int:
    """Take the pictures and write shots/index.html; returns the exit status.

    Args:
        words: only pictures whose name holds all of them; all pictures where there are none. Before them may
            stand `--language es`, or pseudo for one whose texts are all marked and 40 % longer (pseudo-ar:
            from right to left).
    """
    language = ""
    if list(words[:1]) == ["--language"]:
        language, words = words[1], words[2:]
    path = find()
    if path is None:
        print("Chromium was not found: set CHROMIUM to its path.", file=sys.stderr)
        return 1
    if not words and not language:
        shutil.rmtree(SHOTS, ignore_errors=True)
    begun = time.monotonic()
    groups = [(group, wanted) for group in GROUPS if (wanted := _wanted(group, words, language))]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        kind, _, code = language.partition("-")
        spoken = str(pseudo(Path(folder) / "language", code or "pl")) if kind == "pseudo" else language
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        for number, (group, wanted) in enumerate(groups, 1):
            at = round(time.monotonic() - begun)
            print(f"{at:4} s  {number}/{len(groups)} {group.name}: {len(wanted)} pictures", flush=True)
            _take(browser, group, wanted, Path(folder) / group.name, spoken)
        browser.close()
    pictures = sorted(SHOTS.rglob("*.png"))
    (SHOTS / "index.html").write_text("\n".join(_page("Screens", pictures)), encoding="utf-8")
    print(f"{len(pictures)} pictures: {os.path.relpath(SHOTS / 'index.html')}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
