"""Fingerprint or face only where a phone has it; everywhere else, and when anything fails, there is none."""

from __future__ import annotations

import asyncio
import sys
import tomllib
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import flet as ft
import pytest

from app.device import biometric
from app.device.errand import on_errand

KEY = bytes(range(32))


class Shown:
    """A page, as far as the adapter asks for it."""

    def __init__(self, platform: ft.PagePlatform | None, *, web: bool = False) -> None:
        self.platform, self.web = platform, web


class Prompt:
    """The phone's prompt: somebody set it up, and is recognised or not."""

    there = True
    recognised: bool | Exception = True
    out: bool = False

    async def can_check_biometrics(self) -> bool:
        return True

    async def get_available_biometrics(self) -> list[str]:
        return ["face"] if self.there else []

    async def authenticate(self, reason: str, *, biometric_only: bool) -> bool:
        assert biometric_only
        Prompt.out = on_errand(ft.context.page)
        if isinstance(self.recognised, Exception):
            raise self.recognised
        return self.recognised


class Safe:
    """The phone's safe."""

    kept: dict[str, str]
    broken = False

    async def set(self, name: str, value: str) -> None:
        if self.broken:
            raise RuntimeError("no such method")
        self.kept[name] = value

    async def get(self, name: str) -> str | None:
        return self.kept.get(name)

    async def remove(self, name: str) -> None:
        self.kept.pop(name, None)


@pytest.fixture
def phone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A phone that has the extensions and knows its owner."""
    auth, storage = ModuleType("flet_local_auth"), ModuleType("flet_secure_storage")
    auth.LocalAuthentication = Prompt  # type: ignore[attr-defined]
    storage.SecureStorage = Safe  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "flet_local_auth", auth)
    monkeypatch.setitem(sys.modules, "flet_secure_storage", storage)
    monkeypatch.setattr(Safe, "kept", {}, raising=False)
    show(monkeypatch, Shown(ft.PagePlatform.ANDROID))


def show(monkeypatch: pytest.MonkeyPatch, page: Shown) -> None:
    monkeypatch.setattr(ft, "context", SimpleNamespace(page=page))


def test_a_phone_keeps_the_key_and_gives_it_to_its_owner(phone: None) -> None:
    assert asyncio.run(biometric.available())
    assert asyncio.run(biometric.give("Open")) is None
    assert asyncio.run(biometric.keep(KEY))
    assert asyncio.run(biometric.give("Open")) == KEY
    assert Prompt.out
    asyncio.run(biometric.forget())
    assert asyncio.run(biometric.give("Open")) is None


@pytest.mark.parametrize(
    "recognised", [False, ft.FletException("cancelled"), RuntimeError("no answer"), OSError()]
)
def test_who_is_not_recognised_gets_nothing(
    phone: None, monkeypatch: pytest.MonkeyPatch, recognised: bool | Exception
) -> None:
    asyncio.run(biometric.keep(KEY))
    monkeypatch.setattr(Prompt, "recognised", recognised)
    assert asyncio.run(biometric.give("Open")) is None
    assert not on_errand(ft.context.page)


def test_what_is_no_key_is_not_given(phone: None) -> None:
    Safe.kept["org.infusioncompanion.key"] = "no base64 at all"
    assert asyncio.run(biometric.give("Open")) is None


def test_where_nobody_set_it_up_or_the_safe_fails_there_is_none(
    phone: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Prompt, "there", False)
    assert not asyncio.run(biometric.available())
    monkeypatch.setattr(Safe, "broken", True)
    assert not asyncio.run(biometric.keep(KEY))


@pytest.mark.parametrize(
    "page",
    [
        Shown(ft.PagePlatform.ANDROID, web=True),
        Shown(ft.PagePlatform.LINUX),
        Shown(ft.PagePlatform.WINDOWS),
        Shown(ft.PagePlatform.MACOS),
        Shown(None),
    ],
)
def test_in_a_browser_and_on_a_desktop_there_is_none(
    phone: None, monkeypatch: pytest.MonkeyPatch, page: Shown
) -> None:
    show(monkeypatch, page)
    assert_none()


def test_without_the_extensions_there_is_none(phone: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "flet_local_auth", None)
    assert_none()


def test_where_the_extension_raises_as_it_is_made_there_is_none(
    phone: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unsupported(*_: Any) -> None:
        raise ft.FletUnsupportedPlatformException("not supported")

    monkeypatch.setattr(Prompt, "__init__", unsupported)
    assert_none()


def assert_none() -> None:
    assert not asyncio.run(biometric.available())
    assert not asyncio.run(biometric.keep(KEY))
    assert asyncio.run(biometric.give("Open")) is None
    asyncio.run(biometric.forget())


def test_phones_get_the_extensions_of_the_same_flet() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))
    flet = next(one for one in project["project"]["dependencies"] if one.startswith("flet=="))
    version = flet.removeprefix("flet==")
    for phone in ("android", "ios"):
        wanted = project["tool"]["flet"][phone]["dependencies"]
        assert sorted(wanted) == [f"flet-local-auth=={version}", f"flet-secure-storage=={version}"]
