"""The phone's safe and browser, used from threads by the page's own loop; elsewhere nothing breaks."""

from __future__ import annotations

import asyncio
import sys
import webbrowser
from collections.abc import Callable, Iterator
from types import ModuleType, SimpleNamespace
from typing import Any

import flet as ft
import pytest

from app.clinic.tokens import TokenStore
from app.device import phone
from app.errors import NotKept
from app.services import sync_connecting

SECRET = "refresh-Zwiebel"


class Safe:
    """The phone's safe, as the extension offers it."""

    kept: dict[str, str]
    broken = False

    async def set(self, name: str, value: str) -> None:
        if self.broken:
            raise RuntimeError(f"no such method: {value}")
        self.kept[name] = value

    async def get(self, name: str) -> str | None:
        if self.broken:
            raise TimeoutError(self.kept)
        return self.kept.get(name)

    async def remove(self, name: str) -> None:
        self.kept.pop(name, None)


@pytest.fixture(autouse=True)
def nothing_lent() -> Iterator[None]:
    yield
    phone._lent.clear()


@pytest.fixture
def extension(monkeypatch: pytest.MonkeyPatch) -> None:
    storage = ModuleType("flet_secure_storage")
    storage.SecureStorage = Safe  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "flet_secure_storage", storage)
    monkeypatch.setattr(Safe, "kept", {}, raising=False)


def page(platform: ft.PagePlatform | None, *, web: bool = False) -> Any:
    return SimpleNamespace(platform=platform, web=web)


def on_page(work: Callable[[], Any], platform: ft.PagePlatform = ft.PagePlatform.ANDROID) -> Any:
    """Open a page, and do something in a thread while its loop runs."""

    async def run() -> Any:
        phone.remember(page(platform))
        return await asyncio.to_thread(work)

    return asyncio.run(run())


def place(account: str = "a") -> TokenStore:
    found = phone.safe(account)
    assert found is not None
    return found


@pytest.mark.parametrize("platform", [ft.PagePlatform.ANDROID, ft.PagePlatform.IOS])
def test_a_sign_in_is_kept_in_the_phones_own_safe_and_forgotten(
    extension: None, platform: ft.PagePlatform
) -> None:
    def work() -> list[str | None]:
        place().save("one")
        place().save(SECRET)
        place("b").save("of another store")
        found = [place().load(), place("c").load()]
        place().forget()
        return [*found, place().load(), place("b").load()]

    assert on_page(work, platform) == [SECRET, None, None, "of another store"]
    assert list(Safe.kept) == ["org.infusioncompanion.clinic.b"]


def test_the_sign_in_of_a_store_belongs_into_it_on_a_phone(extension: None, tmp_path: Any) -> None:
    kept_in = on_page(lambda: sync_connecting.safe_place(tmp_path / "companion.db"))
    assert isinstance(kept_in, phone.PhoneSafe)
    assert sync_connecting.lasts(kept_in)


def test_a_safe_that_fails_is_told_without_the_secret_and_breaks_nothing(
    extension: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Safe, "broken", True)

    def work() -> list[str]:
        said = []
        for ask in (lambda: place().save(SECRET), lambda: place().load()):
            with pytest.raises(NotKept) as refused:
                ask()
            assert refused.value.__cause__ is None
            said.append(str(refused.value))
        place().forget()
        return said

    for sentence in on_page(work):
        assert SECRET not in sentence
        assert sentence.count(".") == 1


def test_the_page_never_waits_for_itself(extension: None) -> None:
    async def run() -> None:
        phone.remember(page(ft.PagePlatform.IOS))
        with pytest.raises(NotKept):
            place().load()
        place().forget()  # that one is not waited for
        await asyncio.sleep(0)

    asyncio.run(run())


def test_a_page_that_is_gone_is_told_and_not_waited_for(extension: None) -> None:
    kept_in = on_page(place)
    with pytest.raises(NotKept):
        kept_in.load()
    kept_in.forget()


@pytest.mark.parametrize(
    "shown",
    [page(ft.PagePlatform.LINUX), page(ft.PagePlatform.ANDROID, web=True), page(None)],
    ids=["desktop", "browser", "unknown"],
)
def test_elsewhere_there_is_no_safe_and_the_systems_browser_opens(
    extension: None, shown: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", opened.append)
    phone.remember(shown)
    assert not phone.here()
    assert phone.safe("a") is None
    phone.open_browser("https://clinic.example/sign-in")
    assert opened == ["https://clinic.example/sign-in"]


def test_a_phone_without_the_extension_keeps_the_sign_in_in_memory(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    monkeypatch.setitem(sys.modules, "flet_secure_storage", None)
    monkeypatch.setitem(sys.modules, "keyring", None)
    kept_in = on_page(lambda: sync_connecting.safe_place(tmp_path / "companion.db"))
    assert not sync_connecting.lasts(kept_in)


def test_a_phone_shows_the_sign_in_outside_the_app(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[tuple[str, Any]] = []

    class Launcher:
        async def launch_url(self, url: str, *, mode: Any) -> None:
            opened.append((url, mode))

    monkeypatch.setattr(phone.ft, "UrlLauncher", Launcher)
    on_page(lambda: phone.open_browser("https://clinic.example/sign-in"))
    assert opened == [("https://clinic.example/sign-in", ft.LaunchMode.EXTERNAL_APPLICATION)]
