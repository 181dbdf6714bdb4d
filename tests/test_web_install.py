"""The web view has our name, icons and colours in place of Flet's, and a worker that keeps no answer."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from flet_web import get_package_web_dir
from PIL import Image

from app.ui.palette import DARK, LIGHT
from app.web_install import (
    CHANGES,
    FOLDER,
    LOADER,
    OTHER_WORKER,
    Installable,
    dressed,
    without_other_worker,
)
from tests.test_architecture import ROOT

Scope = dict[str, Any]


def flets_page() -> str:
    return (ROOT / get_package_web_dir() / "index.html").read_text(encoding="utf-8")


async def _never() -> dict[str, Any]:
    raise AssertionError("nothing is read from the request")


def ask(
    path: str, answer: list[dict[str, Any]] | None = None, **more: Any
) -> tuple[dict[str, Any], bytes, list[Scope]]:
    """What is answered, and what was handed on to Flet, which answers as it is told."""
    handed: list[Scope] = []
    sent: list[Any] = []

    async def flet(scope: Any, _receive: Any, send: Any) -> None:
        handed.append(scope)
        for message in answer or []:
            await send(message)

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": path, "headers": [], **more}
    asyncio.run(Installable(flet)(scope, _never, send))
    return (sent[0] if sent else {}), b"".join(one.get("body", b"") for one in sent[1:]), handed


def page(
    *bodies: bytes, status: int = 200, kind: bytes = b"text/html; charset=utf-8"
) -> list[dict[str, Any]]:
    headers = [(b"content-type", kind), (b"content-length", b"1"), (b"etag", b"x"), (b"last-modified", b"y")]
    start = {"type": "http.response.start", "status": status, "headers": headers}
    last = len(bodies) - 1
    return [
        start,
        *({"type": "http.response.body", "body": one, "more_body": n < last} for n, one in enumerate(bodies)),
    ]


@pytest.mark.parametrize("theirs", [one for one, _ in CHANGES])
def test_flets_page_still_has_what_is_changed_in_it(theirs: str) -> None:
    assert flets_page().count(theirs) == 1


def test_nothing_flashes_before_the_first_screen() -> None:
    made = dressed(flets_page())
    for colours in (LIGHT, DARK):
        assert (
            made.count(f"background: {colours['surface']};") == 2
        )  # the page, and what stands before Flutter
    assert "#ffffff" not in made
    assert "loading-animation" not in made
    for address in re.findall(r'(?:src|srcset)="(/icons/[^"]+)"', made):
        assert (FOLDER / address[1:]).is_file(), address


def test_a_page_is_dressed_whole_however_it_arrives_and_its_old_length_and_mark_go() -> None:
    whole = flets_page().encode()
    start, body, _ = ask("/", page(whole[:700], whole[700:]))
    assert body.decode() == dressed(flets_page())
    headers = dict(start["headers"])
    assert headers[b"content-length"] == str(len(body)).encode()
    assert b"etag" not in headers
    assert b"last-modified" not in headers


def test_flutters_own_worker_does_not_take_the_place_of_ours() -> None:
    loader = (ROOT / get_package_web_dir() / "flutter_bootstrap.js").read_text(encoding="utf-8")
    assert len(OTHER_WORKER.findall(loader)) == 1
    body = ask(LOADER, page(loader.encode(), kind=b"text/javascript; charset=utf-8"))[1].decode()
    assert body == without_other_worker(loader)
    assert "serviceWorkerVersion:" not in body.partition("_flutter.loader.load(")[2]
    assert "onEntrypointLoaded" in body.partition("_flutter.loader.load(")[2]


def test_what_is_no_page_passes_unchanged() -> None:
    for answer in (page(b"<html>", kind=b"text/javascript"), page(b"<html>", status=404)):
        start, body, _ = ask("/main.dart.js", answer)
        assert (start, body) == (answer[0], b"<html>")


def test_a_page_is_never_answered_with_what_the_browser_has_from_before() -> None:
    marks = [
        (b"if-none-match", b"x"),
        (b"if-modified-since", b"y"),
        (b"range", b"bytes=0-1"),
        (b"host", b"h"),
    ]
    handed = ask("/journal", page(b""), headers=marks)[2]
    assert handed[0]["headers"] == [(b"host", b"h")]
    assert ask("/main.dart.js", page(b""), headers=marks)[2][0]["headers"] == marks


def test_a_question_for_the_headers_alone_gets_no_body() -> None:
    assert ask("/", page(b""), method="HEAD")[1] == b""
    start, body, _ = ask("/worker.js", method="HEAD")
    assert body == b""
    assert int(dict(start["headers"])[b"content-length"]) > 100


def test_a_websocket_is_handed_on() -> None:
    assert ask("/ws", type="websocket")[2][0]["path"] == "/ws"


def test_the_manifest_names_our_icons_in_their_true_sizes_and_colours() -> None:
    start, body, handed = ask("/manifest.json")
    assert not handed
    assert dict(start["headers"])[b"content-type"] == b"application/manifest+json"
    manifest = json.loads(body)
    assert manifest["name"] == "Infusion Companion"
    assert manifest["background_color"] == manifest["theme_color"] == LIGHT["surface"]
    assert {one.get("purpose", "any") for one in manifest["icons"]} == {"any", "maskable"}
    for icon in manifest["icons"]:
        with Image.open(FOLDER / icon["src"][1:]) as picture:
            assert f"{picture.width}x{picture.height}" == icon["sizes"]


def test_the_worker_keeps_its_page_and_icon_and_nothing_of_the_app() -> None:
    worker = ask("/worker.js")[1].decode()
    assert re.search(r'PAGE = "/not-running.html";\nconst KEPT = \[PAGE, "/icons/icon-192.png"\];', worker)
    assert worker.count("addAll") == 1
    assert ".put(" not in worker
    assert ".add(" not in worker


@pytest.mark.parametrize("path", ["/not-running.html", "/icons/icon-192.png", "/favicon.png"])
def test_our_files_come_from_our_folder(path: str) -> None:
    start, body, handed = ask(path)
    assert start["status"] == 200
    assert body == (FOLDER / path[1:]).read_bytes()
    assert not handed


def test_an_address_leads_out_of_the_folder_by_no_way(tmp_path: Any) -> None:
    get: Callable[[str], list[Scope]] = lambda path: ask(path, page(b""))[2]  # noqa: E731
    for path in ("/../web.py", "/icons/../../web.py", "/icons", "/..%2fweb.py"):
        assert get(path), path  # Flet answers, as for any other address
