"""What `flet build` tells each system of the app: its names, its version, what it may do and asks for."""

from __future__ import annotations

import configparser
import json
import plistlib
import xml.etree.ElementTree as ET
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest

from app.clinic import smart
from app.language import LANGUAGES
from app.ui.palette import DARK, LIGHT
from app.version import VERSION
from tests.packaging.building import Built
from tests.packaging.test_mobile import MOBILE
from tests.test_architecture import ROOT

Make = Callable[[str], Built]
LINK = urlsplit(smart.APP_LINK)
ANDROID = "{http://schemas.android.com/apk/res/android}"


@pytest.fixture
def manifest(built: Make) -> ET.Element:
    """Android's manifest."""
    return ET.parse(built("apk").rendered / "AndroidManifest.xml").getroot()


def names(root: ET.Element, tag: str) -> set[str]:
    """The names of all elements of one kind."""
    return {one.attrib[f"{ANDROID}name"] for one in root.iter(tag)}


@pytest.fixture
def info(built: Make) -> dict[str, Any]:
    """The information that iOS reads."""
    return dict(plistlib.loads((built("ipa").rendered / "Info.plist").read_bytes()))


@pytest.mark.parametrize("target", ["linux", "web", "apk", "ipa"])
def test_every_system_is_told_the_same_names_version_and_python(built: Make, target: str) -> None:
    values = built(target).values
    assert values["product_name"] == values["company_name"] == "Infusion Companion"
    assert values["bundle_id"] == "org.infusioncompanion.app" == LINK.scheme
    assert values["artifact_name"] == "infusion-companion"
    assert values["copyright"].startswith("© 2026 the Infusion Companion authors")
    asked = built(target).flutter
    assert asked[asked.index("--build-name") + 1] == VERSION
    assert values["options"]["python_version"] == MOBILE["python"]


@pytest.mark.parametrize("target", ["web", "apk", "ipa"])
def test_nothing_flashes_between_the_splash_and_the_first_screen(built: Make, target: str) -> None:
    splash = built(target).values["splash"]
    assert (splash["color"], splash["dark_color"]) == (LIGHT["surface"], DARK["surface"])
    assert [splash[system] for system in ("android", "ios", "web")] == [True, True, True]


def test_android_may_do_what_is_used_and_nothing_else(manifest: ET.Element) -> None:
    assert names(manifest, "uses-permission") == {
        "android.permission.INTERNET",
        "android.permission.USE_BIOMETRIC",
    }
    required = [one for one in manifest.iter("uses-feature") if one.attrib[f"{ANDROID}required"] != "false"]
    assert required == []


def test_android_copies_no_diary_into_its_own_backup(manifest: ET.Element) -> None:
    (application,) = manifest.iter("application")
    assert application.attrib[f"{ANDROID}allowBackup"] == "false"
    assert application.attrib[f"{ANDROID}fullBackupContent"] == "false"


def test_android_asks_for_version_7_and_64_bits(built: Make, manifest: ET.Element) -> None:
    (sdk,) = manifest.iter("uses-sdk")
    assert sdk.attrib[f"{ANDROID}minSdkVersion"] == "24"
    asked = built("apk").flutter
    assert asked[asked.index("--target-platform") + 1] == "android-arm64"
    packaged = built("apk").said["arguments"]
    assert packaged[packaged.index("--arch") + 1] == "arm64-v8a"


def test_android_opens_the_app_when_the_clinics_sign_in_comes_back(manifest: ET.Element) -> None:
    (link,) = manifest.iter("data")
    assert (link.attrib[f"{ANDROID}scheme"], link.attrib[f"{ANDROID}host"]) == (LINK.scheme, LINK.netloc)


def test_ios_opens_the_app_when_the_clinics_sign_in_comes_back(info: dict[str, Any]) -> None:
    assert info["CFBundleURLSchemes"] == [LINK.scheme]


def test_ios_asks_for_the_face_alone_and_says_what_for(info: dict[str, Any]) -> None:
    asks = {key: text for key, text in info.items() if key.endswith("UsageDescription")}
    assert asks == {
        "NSFaceIDUsageDescription": "Opens your diary in place of the passcode, if you choose so."
    }


def test_the_app_store_is_told_of_encryption_and_the_system_of_the_languages(info: dict[str, Any]) -> None:
    assert info["ITSAppUsesNonExemptEncryption"] is True
    assert info["CFBundleLocalizations"] == list(LANGUAGES)
    assert info["CFBundleDisplayName"] == "Infusion Companion"


def test_apple_is_told_that_nothing_is_collected_and_nobody_is_tracked() -> None:
    said = plistlib.loads((ROOT / "tools/ios/PrivacyInfo.xcprivacy").read_bytes())
    assert said["NSPrivacyTracking"] is False
    assert said["NSPrivacyTrackingDomains"] == said["NSPrivacyCollectedDataTypes"] == []
    assert all(used["NSPrivacyAccessedAPITypeReasons"] for used in said["NSPrivacyAccessedAPITypes"])


def test_macos_lets_the_app_do_what_is_used_and_nothing_else(built: Make) -> None:
    # Flet works them out for every target.
    allowed = {key for key, yes in built("ipa").values["options"]["macos_entitlements"].items() if yes}
    assert {key.removeprefix("com.apple.security.") for key in allowed} == {
        "cs.allow-unsigned-executable-memory",
        "files.user-selected.read-write",
        "network.client",
        "network.server",
    }


def test_linux_lists_the_app_in_its_menu(built: Make) -> None:
    read = configparser.ConfigParser(interpolation=None)
    read.read(built("linux").rendered / "app.desktop", encoding="utf-8")
    entry = read["Desktop Entry"]
    assert entry["name"] == "Infusion Companion"
    assert entry["exec"] == '"infusion-companion" %U'
    assert entry["icon"] == entry["startupwmclass"] == "org.infusioncompanion.app"
    assert entry["categories"] == "Utility;MedicalSoftware;"


def test_a_web_page_asks_nobody_else_for_anything(built: Make) -> None:
    values = built("web").values
    assert values["no_cdn"] is True
    assert values["no_wasm"] is True
    told = json.loads((built("web").rendered / "web/manifest.json").read_text(encoding="utf-8"))
    assert (told["name"], told["short_name"]) == ("Infusion Companion", "Companion")
    assert told["theme_color"] == told["background_color"] == LIGHT["surface"]
