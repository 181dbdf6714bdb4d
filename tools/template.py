"""Completes Flet's build template with what it has no key for; `flet build TARGET --template FOLDER` uses it.

    python tools/template.py .template

Added are Apple's privacy manifest, the usage text of Face ID in Spanish, the rule that keeps the diary out of
a move from one Android phone to another, and the icon in one colour that Android shows on demand.
"""

from __future__ import annotations

import re
import shutil
import sys
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

HERE: Final = Path(__file__).resolve().parent
PROJECT: Final = "{{cookiecutter.out_dir}}"
RES: Final = "android/app/src/main/res"
# What goes into the root of the app on an iPhone: its kind for Xcode, and what makes its two ids its own.
APPLE: Final = {"PrivacyInfo.xcprivacy": ("text.xml", "A1"), "es.lproj": ("folder", "A2")}


def complete(template: Path) -> None:
    """Add to a template what it lacks.

    Args:
        template: the folder with cookiecutter.json.

    Raises:
        SystemExit: Flet's template is not the one that this was written for.
    """
    project = template / PROJECT
    (project / RES / "xml").mkdir(parents=True, exist_ok=True)
    shutil.copy(HERE / "android/data_extraction_rules.xml", project / RES / "xml")
    _put(
        project / "android/app/src/main/AndroidManifest.xml",
        r"(<application\b)",
        r'\1\n        android:dataExtractionRules="@xml/data_extraction_rules"',
    )
    # One colour is its shape alone, and that is in the icon's front layer, which has nothing behind it.
    _put(
        project / RES / "mipmap-anydpi-v26/ic_launcher.xml",
        r"( *)(<foreground android:drawable=)(\S+)( */>)",
        r"\1\2\3\4\n\1<monochrome android:drawable=\3\4",
    )
    for name, (kind, own) in APPLE.items():
        source, target = HERE / "ios" / name, project / "ios/Runner" / name
        if source.is_dir():
            shutil.copytree(source, target)
        else:
            shutil.copy(source, target)
        _list(project / "ios/Runner.xcodeproj/project.pbxproj", name, kind, own)


def _put(path: Path, pattern: str, text: str) -> None:
    """Replace what is in a file once."""
    changed, count = re.subn(pattern, text, path.read_text(encoding="utf-8"))
    if count != 1:
        told = f"{path.name} has {pattern} {count} times"
        sys.exit(f"Flet's template has changed: {told}. Adapt tools/template.py to it.")
    path.write_text(changed, encoding="utf-8")


def _list(path: Path, name: str, kind: str, own: str) -> None:
    """Name a file in Xcode's project in the four places that name Assets.xcassets."""
    known = f"0CA0C0{own}0000000000000001 /* {name} */"
    copied = f"0CA0C0{own}0000000000000002 /* {name} in Resources */"
    reference = f'lastKnownFileType = {kind}; path = {name}; sourceTree = "<group>"'
    for pattern, line in (
        (r" in Resources \*/ = \{.*\n", f"{copied} = {{isa = PBXBuildFile; fileRef = {known}; }};"),
        (r" \*/ = \{.*\n", f"{known} = {{isa = PBXFileReference; {reference}; }};"),
        (r" \*/,\n", f"{known},"),
        (r" in Resources \*/,\n", f"{copied},"),
    ):
        beside = rf"(?P<line>(?P<edge>\t+)\w{{24}} /\* Assets\.xcassets{pattern})"
        _put(path, beside, rf"\g<line>\g<edge>{line}\n")


def main(folder: Path) -> None:
    """Fetch the template of the Flet that is installed, unless it was before, and complete it.

    Args:
        folder: one that is not there yet, or was made by this.
    """
    import flet.version  # noqa: PLC0415  (slow, and the tests need none of it)
    from flet_cli.commands.build_base import DEFAULT_TEMPLATE_URL  # noqa: PLC0415
    from flet_cli.utils.template_cache import get_cached_template_zip  # noqa: PLC0415

    version = flet.version.flet_version
    packed = get_cached_template_zip(DEFAULT_TEMPLATE_URL.format(version=version), version)
    with TemporaryDirectory() as unpacked:
        zipfile.ZipFile(packed).extractall(unpacked)
        complete(next(Path(unpacked).rglob("cookiecutter.json")).parent)
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(next(Path(unpacked).rglob("cookiecutter.json")).parent, folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
