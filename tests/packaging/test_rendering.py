"""What `flet build` tells each system of the app: its names, its version, what it may do and asks for."""

from __future__ import annotations

import configparser
import json
import plistlib
import re
import shutil
import xml.etree.ElementTree as ET
from base64 import b64decode
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import flet.version
import pytest

from app.clinic import smart
from app.language import LANGUAGES
from app.ui.palette import DARK, LIGHT
from app.version import VERSION
from tests.packaging.building import HERE, TEMPLATE, Built
from tests.packaging.test_mobile import MOBILE

Make = Callable[[str], Built]
LINK = urlsplit(smart.APP_LINK)
RES = "android/app/src/main/res"
ANDROID = "{http://schemas.android.com/apk/res/android}"


@pytest.fixture
def manifest(built: Make) -> ET.Element:
    """Android's manifest."""
    return ET.parse(built("apk").rendered / "android/app/src/main/AndroidManifest.xml").getroot()


def names(root: ET.Element, tag: str) -> set[str]:
    """The names of all elements of one kind."""
    return {one.attrib[f"{ANDROID}name"] for one in root.iter(tag)}


@pytest.fixture
def info(built: Make) -> dict[str, Any]:
    """The information that iOS reads."""
    return dict(plistlib.loads((built("ipa").rendered / "ios/Runner/Info.plist").read_bytes()))


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
    start = json.loads(b64decode(built(target).values["boot_screen"]["options_b64"]))
    assert (start["bgcolor_light"], start["bgcolor_dark"]) == (LIGHT["surface"], DARK["surface"])
    assert (start["spinner_color_light"], start["spinner_color_dark"]) == (LIGHT["primary"], DARK["primary"])


def test_android_may_do_what_is_used_and_nothing_else(manifest: ET.Element) -> None:
    assert names(manifest, "uses-permission") == {
        "android.permission.INTERNET",
        "android.permission.USE_BIOMETRIC",
    }
    required = [one for one in manifest.iter("uses-feature") if one.attrib[f"{ANDROID}required"] != "false"]
    assert required == []


def test_android_copies_no_diary_into_its_own_backup(built: Make, manifest: ET.Element) -> None:
    (application,) = manifest.iter("application")
    assert application.attrib[f"{ANDROID}allowBackup"] == "false"
    assert application.attrib[f"{ANDROID}fullBackupContent"] == "false"
    # Nor into a new phone that is set up from this one.
    assert application.attrib[f"{ANDROID}dataExtractionRules"] == "@xml/data_extraction_rules"
    rules = ET.parse(built("apk").rendered / RES / "xml/data_extraction_rules.xml").getroot()
    for way in ("cloud-backup", "device-transfer"):
        kept = {one.attrib["domain"] for one in rules.findall(f"{way}/exclude")}
        assert {"root", "file", "database"} <= kept


def test_android_can_show_the_icon_in_one_colour(built: Make) -> None:
    icon = ET.parse(built("apk").rendered / RES / "mipmap-anydpi-v26/ic_launcher.xml").getroot()
    layers = {one.tag: one.attrib[f"{ANDROID}drawable"] for one in icon}
    assert layers["monochrome"] == layers["foreground"] == "@drawable/ic_launcher_foreground"


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


def test_the_iphone_app_holds_the_privacy_manifest_and_the_texts_in_spanish(built: Make) -> None:
    project = built("ipa").rendered / "ios/Runner.xcodeproj/project.pbxproj"
    text = project.read_text(encoding="utf-8")
    for name in ("PrivacyInfo.xcprivacy", "es.lproj"):
        assert (built("ipa").rendered / "ios/Runner" / name).exists()
        (known,) = re.findall(rf"(\w{{24}}) /\* {name} \*/ = \{{isa = PBXFileReference;", text)
        (made,) = re.findall(rf"(\w{{24}}) /\* {name} in Resources \*/ = .*fileRef = {known} ", text)
        assert (
            text.count(f"{known} /* {name} */,\n") == text.count(f"{made} /* {name} in Resources */,\n") == 1
        )
    spanish = (built("ipa").rendered / "ios/Runner/es.lproj/InfoPlist.strings").read_text(encoding="utf-8")
    assert re.findall(r'^"(\w+)" = ".+";$', spanish, flags=re.MULTILINE) == ["NSFaceIDUsageDescription"]


def test_a_template_that_flet_changed_is_refused_in_one_sentence(tmp_path: Path) -> None:
    shutil.copytree(HERE / "template", tmp_path / "template")
    manifest = tmp_path / "template/{{cookiecutter.out_dir}}/android/app/src/main/AndroidManifest.xml"
    manifest.write_text("<manifest/>", encoding="utf-8")
    with pytest.raises(SystemExit, match=r"Flet's template has changed: AndroidManifest\.xml has"):
        TEMPLATE["complete"](tmp_path / "template")


def test_flets_own_template_is_completed_once_it_was_fetched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Where Flet keeps what it fetched: nothing is asked for again.
    kept = tmp_path / f"build-template/v{flet.version.flet_version}"
    kept.mkdir(parents=True)
    shutil.make_archive(str(kept / "flet-build-template"), "zip", HERE, "template")
    monkeypatch.setenv("FLET_CACHE_DIR", str(tmp_path))
    for _ in range(2):
        TEMPLATE["main"](tmp_path / "mine")
    assert (tmp_path / "mine/cookiecutter.json").is_file()
    assert (tmp_path / "mine/{{cookiecutter.out_dir}}/ios/Runner/PrivacyInfo.xcprivacy").is_file()


def test_apple_is_told_that_nothing_is_collected_and_nobody_is_tracked(built: Make) -> None:
    said = plistlib.loads((built("ipa").rendered / "ios/Runner/PrivacyInfo.xcprivacy").read_bytes())
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
