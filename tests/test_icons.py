"""The icons are the ones that tools/icons.py draws, and no platform cuts them off or refuses them."""

from __future__ import annotations

import importlib.util
import math
import tomllib
from functools import cache
from typing import Any

import pytest
from PIL import Image, ImageChops

from tests.test_architecture import ROOT

ASSETS = ROOT / "assets"
GROUND = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["flet"][
    "icon_background"
]


@cache
def drawn() -> dict[str, Image.Image]:
    spec = importlib.util.spec_from_file_location("icons", ROOT / "tools/icons.py")
    assert spec is not None
    assert spec.loader is not None
    module: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    made: dict[str, Image.Image] = module.pictures()
    return made


def opened(name: str) -> Image.Image:
    with Image.open(ASSETS / name) as picture:
        picture.load()
        return picture


def test_each_picture_is_the_one_that_the_script_draws() -> None:
    for name, made in drawn().items():
        kept = opened(name)
        assert (kept.mode, kept.size) == (made.mode, made.size), name
        # Two versions of the same library may round an edge differently.
        assert max(high for _, high in ImageChops.difference(kept, made).getextrema()) <= 8, name


def test_no_other_picture_lies_there() -> None:
    there = {path.relative_to(ASSETS).as_posix() for path in ASSETS.rglob("*.png")}
    assert there == set(drawn())


@pytest.mark.parametrize("platform", ["", "_android", "_ios", "_macos", "_windows", "_linux", "_web"])
def test_each_platform_has_its_icon_large_and_square(platform: str) -> None:
    assert opened(f"icon{platform}.png").size == (1024, 1024)


def test_the_icon_of_ios_has_no_clear_pixel_which_the_store_refuses() -> None:
    assert opened("icon_ios.png").mode == "RGB"
    assert opened("web/icons/apple-touch-icon-192.png").mode == "RGB"


@pytest.mark.parametrize("name", ["icon_android.png", "splash.png", "splash_dark.png"])
def test_androids_mask_cuts_nothing_off(name: str) -> None:
    """A circle of two thirds of the side stays (Android's adaptive icons; splash screens since 12)."""
    picture = opened(name).getchannel("A")
    radius = 1024 / 3
    box = picture.getbbox()
    assert box is not None
    far = max(math.dist((x, y), (512, 512)) for x in (box[0], box[2]) for y in (box[1], box[3]))
    assert far < radius * 1.06  # the corners of the box are clear


def test_a_maskable_icon_keeps_its_drawing_within_the_safe_circle() -> None:
    """Four fifths of the side stay (W3C Web Application Manifest, maskable icons)."""
    picture = opened("web/icons/icon-maskable-512.png")
    ground = Image.new("RGB", picture.size, GROUND)
    box = ImageChops.difference(picture, ground).convert("L").point([0] * 12 + [255] * 244).getbbox()
    assert box is not None
    far = max(math.dist((x, y), (256, 256)) for x in (box[0], box[2]) for y in (box[1], box[3]))
    assert far < 0.4 * 512 * 1.06


def test_one_colour_is_enough_to_know_it_by() -> None:
    """Android draws the shape alone when asked: the two drops must not run into one another."""
    shape = opened("icon_android.png").getchannel("A").point([0] * 128 + [255] * 128)
    row = [shape.getpixel((n, 600)) for n in range(1024)]
    edges = [n for n in range(1, 1024) if row[n] != row[n - 1]]
    assert len(edges) == 4


def test_the_pictures_are_small_files() -> None:
    heavy = {path.name: path.stat().st_size for path in ASSETS.rglob("*.png") if path.stat().st_size > 60_000}
    assert heavy == {}
