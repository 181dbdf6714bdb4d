"""Draws the icons and splash pictures of the app into assets/: `make icons`.

Two drops, one beside the other: the infusion, and what goes along with it. The drawing is this file; every
platform's picture is made of it, so that a change of shape or colour is made once.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Final

from PIL import Image, ImageChops, ImageDraw

ASSETS: Final = Path(__file__).resolve().parent.parent / "assets"
SIDE: Final = 1024
_FINER: Final = 4  # drawn so many times larger, and then made smaller: smooth edges

# Colours of app/ui/palette.py: primary, its container, the sand of the cards; a deeper sand on white.
TEAL: Final = "#00646C"
PALE: Final = "#C4EDF1"
SAND: Final = "#F7E5C8"
DEEP_SAND: Final = "#C99A4B"
LIGHT_TEAL: Final = "#83D3DC"

# In parts of the picture's side, around its middle: the large drop, and the small one before it.
_LARGE: Final = (-0.075, 0.075, 0.235)
_SMALL: Final = (0.185, 0.195, 0.125)
_GAP: Final = 0.034  # between the two, so that they are two in one colour, too
_HIGH: Final = 1.85  # how far the round tip of a drop is above its middle, in radii
_TIP: Final = 0.14  # how large that tip is, in radii


def drop(x: float, y: float, radius: float) -> list[tuple[float, float]]:
    """The outline of a drop: a circle, a small one above it for its tip, and what touches both.

    Args:
        x, y: the middle of the circle.
        radius: of the circle, in the same unit.
    """
    # Seen from either middle the touching lines leave at this angle beside the way up.
    aside = math.acos((1 - _TIP) / _HIGH)
    low, high = aside - math.pi / 2, 1.5 * math.pi - aside
    return [
        *_arc(x, y, radius, low, high),
        *_arc(x, y - _HIGH * radius, _TIP * radius, high - 2 * math.pi, low),
    ]


def _arc(x: float, y: float, radius: float, start: float, end: float) -> list[tuple[float, float]]:
    angles = (start + (end - start) * n / 240 for n in range(241))
    return [(x + radius * math.cos(angle), y + radius * math.sin(angle)) for angle in angles]


def drawing(large: str, small: str, *, fill: float) -> Image.Image:
    """The two drops on nothing.

    Args:
        large, small: the colours of the two.
        fill: how much of the picture's height they take, up to 1.
    """
    top = _LARGE[1] - (_HIGH + _TIP) * _LARGE[2]
    bottom = _SMALL[1] + _SMALL[2]
    across = (_LARGE[0] - _LARGE[2] + _SMALL[0] + _SMALL[2]) / 2
    size = SIDE * _FINER
    scale = size * fill / (bottom - top)

    def shape(one: tuple[float, float, float], wider: float = 0) -> list[tuple[float, float]]:
        x, y, radius = one
        middle = (size / 2 + (x - across) * scale, size / 2 + (y - (top + bottom) / 2) * scale)
        return drop(*middle, (radius + wider) * scale)

    behind, before = (Image.new("L", (size, size), 0) for _ in range(2))
    ImageDraw.Draw(behind).polygon(shape(_LARGE), fill=255)
    ImageDraw.Draw(behind).polygon(shape(_SMALL, _GAP), fill=0)
    ImageDraw.Draw(before).polygon(shape(_SMALL), fill=255)
    behind, before = (one.resize((SIDE, SIDE), Image.Resampling.LANCZOS) for one in (behind, before))
    # Pure colours, and the edges in the alpha alone: mixed with the clear ground they would be dark.
    made = Image.new("RGB", (SIDE, SIDE), large)
    made.paste(small, (0, 0, SIDE, SIDE), before.point([0] + [255] * 255))
    made.putalpha(ImageChops.lighter(behind, before))
    return made


def on_ground(front: Image.Image, ground: str, *, margin: float = 0, corner: float = 0) -> Image.Image:
    """A drawing on a ground of one colour; with rounded corners it is clear around them.

    Args:
        front: the drawing.
        ground: the colour.
        margin: left free around the ground, in parts of the side.
        corner: the radius of its corners, in parts of the side; 0 fills the picture without any clear pixel.
    """
    side = front.width
    if not corner:
        filled = Image.new("RGB", (side, side), ground)
        filled.paste(front, (0, 0), front)
        return filled
    size = side * _FINER
    mask = Image.new("L", (size, size), 0)
    edge = size * margin
    ImageDraw.Draw(mask).rounded_rectangle(
        (edge, edge, size - edge - 1, size - edge - 1), size * corner, fill=255
    )
    made = Image.new("RGB", (side, side), ground)
    made.paste(front, (0, 0), front)
    made.putalpha(mask.resize((side, side), Image.Resampling.LANCZOS))
    return made


def small(made: Image.Image, side: int) -> Image.Image:
    """A picture made smaller.

    Args:
        made: the picture.
        side: how wide and high it becomes, in pixels.
    """
    return made.resize((side, side), Image.Resampling.LANCZOS)


def pictures() -> dict[str, Image.Image]:
    """Every picture by its name in assets/, as Flet's packager looks for them."""
    light = drawing(PALE, SAND, fill=0.62)
    tile, whole = on_ground(light, TEAL, corner=0.22), on_ground(light, TEAL)
    splash, dark_splash = drawing(TEAL, DEEP_SAND, fill=0.48), drawing(LIGHT_TEAL, SAND, fill=0.48)
    return {
        # Clear around it: Flet sets it on icon_background, Android shows its shape in one colour.
        "icon.png": light,
        # The outer third of an adaptive icon may be cut off.
        "icon_android.png": drawing(PALE, SAND, fill=0.48),
        "icon_ios.png": whole,
        "icon_macos.png": on_ground(drawing(PALE, SAND, fill=0.52), TEAL, margin=0.098, corner=0.18),
        "icon_windows.png": tile,
        "icon_linux.png": tile,
        "icon_web.png": tile,
        # Installed from a browser, which may cut the outer tenth off a maskable one.
        "web/icons/icon-192.png": small(tile, 192),
        "web/icons/icon-512.png": small(tile, 512),
        "web/icons/icon-maskable-192.png": small(whole, 192),
        "web/icons/icon-maskable-512.png": small(whole, 512),
        "web/icons/apple-touch-icon-192.png": small(whole, 192),
        "web/icons/splash.png": small(splash, 400),
        "web/icons/splash-dark.png": small(dark_splash, 400),
        "web/favicon.png": small(on_ground(drawing(PALE, SAND, fill=0.74), TEAL, corner=0.2), 48),
        "splash.png": splash,
        "splash_dark.png": dark_splash,
    }


def save(folder: Path) -> None:
    """Write all pictures as PNG, as small as they get without a loss.

    Args:
        folder: where to.
    """
    for name, made in pictures().items():
        made.save(folder / name, optimize=True)


if __name__ == "__main__":
    save(ASSETS)
