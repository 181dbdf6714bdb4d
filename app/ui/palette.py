"""The colours: one scheme a theme as plain data, so that a test can check every pair's contrast."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

Palette = Mapping[str, str]

SEED: Final = "#1F6F78"

LIGHT: Final[Palette] = MappingProxyType(
    {
        "primary": "#00646C",
        "on_primary": "#FFFFFF",
        "primary_container": "#C4EDF1",
        "on_primary_container": "#00363B",
        "secondary": "#45605F",
        "on_secondary": "#FFFFFF",
        "secondary_container": "#CFE7E9",
        "on_secondary_container": "#0A2A2D",
        "tertiary": "#6B4F12",
        "on_tertiary": "#FFFFFF",
        "tertiary_container": "#F7E5C8",
        "on_tertiary_container": "#43310F",
        "error": "#B3261E",
        "on_error": "#FFFFFF",
        "error_container": "#F9DEDC",
        "on_error_container": "#5C1410",
        "surface": "#F6FBFB",
        "on_surface": "#161D1E",
        "on_surface_variant": "#3C4648",
        "surface_container_lowest": "#FFFFFF",
        "surface_container_low": "#EDF4F4",
        "surface_container": "#E7EFEF",
        "surface_container_high": "#DFE8E8",
        "surface_container_highest": "#D8E1E2",
        "outline": "#667174",
        "outline_variant": "#BAC6C8",
        "inverse_surface": "#2B3233",
        "on_inverse_surface": "#ECF2F2",
        "inverse_primary": "#83D3DC",
        "shadow": "#000000",
        "scrim": "#000000",
        "surface_tint": "#00646C",
    }
)

DARK: Final[Palette] = MappingProxyType(
    {
        "primary": "#83D3DC",
        "on_primary": "#00363B",
        "primary_container": "#004F56",
        "on_primary_container": "#C4EDF1",
        "secondary": "#B2CCCE",
        "on_secondary": "#1D3537",
        "secondary_container": "#334B4E",
        "on_secondary_container": "#CFE7E9",
        "tertiary": "#E9C48A",
        "on_tertiary": "#412D05",
        "tertiary_container": "#4A3A1E",
        "on_tertiary_container": "#FBE7C6",
        "error": "#F2B8B5",
        "on_error": "#601410",
        "error_container": "#6B1F1A",
        "on_error_container": "#F9DEDC",
        "surface": "#0E1415",
        "on_surface": "#DEE4E4",
        "on_surface_variant": "#BEC9CA",
        "surface_container_lowest": "#090F10",
        "surface_container_low": "#171D1E",
        "surface_container": "#1B2223",
        "surface_container_high": "#252C2D",
        "surface_container_highest": "#303738",
        "outline": "#899395",
        "outline_variant": "#3F494A",
        "inverse_surface": "#DEE4E4",
        "on_inverse_surface": "#2B3233",
        "inverse_primary": "#00646C",
        "shadow": "#000000",
        "scrim": "#000000",
        "surface_tint": "#83D3DC",
    }
)

HIGH_CONTRAST_LIGHT: Final[Palette] = MappingProxyType(
    {
        **LIGHT,
        "primary": "#003A40",
        "primary_container": "#003A40",
        "on_primary_container": "#FFFFFF",
        "secondary_container": "#1D3537",
        "on_secondary_container": "#FFFFFF",
        "tertiary_container": "#FFF3DC",
        "on_tertiary_container": "#241800",
        "error": "#7A0F0A",
        "surface": "#FFFFFF",
        "on_surface": "#000000",
        "on_surface_variant": "#101819",
        "surface_container_low": "#FFFFFF",
        "surface_container": "#F2F5F5",
        "surface_container_high": "#E9EEEE",
        "surface_container_highest": "#E2E8E8",
        "outline": "#202A2B",
        "outline_variant": "#3C4648",
    }
)

HIGH_CONTRAST_DARK: Final[Palette] = MappingProxyType(
    {
        **DARK,
        "primary": "#B5F2F8",
        "on_primary": "#001416",
        "primary_container": "#B5F2F8",
        "on_primary_container": "#001416",
        "secondary_container": "#CFE7E9",
        "on_secondary_container": "#001416",
        "tertiary_container": "#2A1E06",
        "on_tertiary_container": "#FFF3DC",
        "error": "#FFDAD6",
        "surface": "#000000",
        "on_surface": "#FFFFFF",
        "on_surface_variant": "#F2F7F7",
        "surface_container_low": "#000000",
        "surface_container": "#0B1011",
        "surface_container_high": "#171D1E",
        "surface_container_highest": "#22292A",
        "outline": "#D5DFE0",
        "outline_variant": "#BEC9CA",
    }
)

# Rest mode: a dim warm dark of its own, for sore eyes after an infusion.
REST: Final[Palette] = MappingProxyType(
    {
        **DARK,
        "primary": "#E9C48A",
        "on_primary": "#2A1E06",
        "surface": "#14100A",
        "on_surface": "#EADBC4",
        "on_surface_variant": "#CDBDA4",
        "surface_container_low": "#1E1810",
        "surface_container": "#261F15",
        "surface_container_high": "#31281B",
        "surface_container_highest": "#3B3122",
        "outline": "#A08E72",
        "error": "#F2B8B5",
    }
)

# What is set on what: the pairs that carry text (4.5:1) …
TEXT_PAIRS: Final = (
    ("on_primary", "primary"),
    ("on_primary_container", "primary_container"),
    ("on_secondary_container", "secondary_container"),
    ("on_tertiary_container", "tertiary_container"),
    ("on_error", "error"),
    ("on_error_container", "error_container"),
    ("on_inverse_surface", "inverse_surface"),
    *(
        (ink, ground)
        for ink in ("on_surface", "on_surface_variant", "primary", "error")
        for ground in ("surface", "surface_container_low", "surface_container")
    ),
    ("on_surface", "surface_container_high"),
    ("on_surface", "surface_container_highest"),
    ("on_surface_variant", "surface_container_high"),
)
# … and those that only carry a shape (3:1).
SHAPE_PAIRS: Final = (("outline", "surface"), ("outline", "surface_container_low"), ("tertiary", "surface"))

# Eleven steps of one hue, from pale (0) to deep (10): lightness, never red to green.
MOOD_LIGHT: Final = (
    "#EDF7F8", "#DDF0F2", "#CBE7EA", "#B5DCE0", "#9CCFD5", "#82C0C7",
    "#68AFB7", "#2A7C85", "#1F6F78", "#135C64", "#07464D",
)  # fmt: skip
MOOD_DARK: Final = (
    "#142224", "#172C2F", "#1A373B", "#1D4348", "#205057", "#226069",
    "#25717B", "#5DA9B3", "#79BFC8", "#96D3DB", "#B8E8EE",
)  # fmt: skip


def luminance(colour: str) -> float:
    """The relative luminance of a colour, 0 (black) to 1 (white), as WCAG 2.2 defines it.

    Args:
        colour: "#RRGGBB".
    """
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21, as WCAG 2.2 defines it.

    Args:
        one: "#RRGGBB".
        other: "#RRGGBB".
    """
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def ink_on(ground: str) -> str:
    """Black or white, whichever reads better on the given ground.

    Args:
        ground: "#RRGGBB".
    """
    return max(("#101819", "#FFFFFF"), key=lambda ink: contrast(ink, ground))
