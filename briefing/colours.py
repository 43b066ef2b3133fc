"""Colours as `#rrggbb`: contrast as WCAG 2.2 defines it, and the nearest of one hue that can be read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from colorsys import hls_to_rgb, rgb_to_hls

WHITE = "#ffffff"
"""The paper."""
FAINT = "#f1f4f6"
"""The lightest tint that text stands on: a chosen row or column of a table."""
TEXT_CONTRAST = 4.5
"""WCAG 2.2, 1.4.3: text against its background."""
GRAPHIC_CONTRAST = 3.0
"""WCAG 2.2, 1.4.11: lines and shapes against theirs."""

_COLOUR = re.compile("#[0-9a-fA-F]{6}")
_STEPS = 255


def is_colour(text: str) -> bool:
    """Tell whether a text is a colour written as `#RRGGBB`."""
    return _COLOUR.fullmatch(text) is not None


def contrast(first: str, second: str) -> float:
    """Give the contrast of two colours, from 1 to 21 (WCAG 2.2, "contrast ratio")."""
    darker, lighter = sorted((_luminance(first), _luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def readable(colour: str, backgrounds: Iterable[str], least: float, *, lighter: bool = False) -> str:
    """Give the colour if it has the contrast on every background, else the first of its hue that has it.

    It is darkened step by step, or made lighter for a dark background; black or white always has it.
    """
    behind = tuple(backgrounds)
    for step in range(_STEPS + 1):
        changed = _moved(colour, step / _STEPS, lighter=lighter)
        if all(contrast(changed, each) >= least for each in behind):
            return changed
    return WHITE if lighter else "#000000"


def mixed(colour: str, background: str, share: float) -> str:
    """Give a colour with so much (0..1) of the background in it."""
    parts = zip(_parts(colour), _parts(background), strict=True)
    return _written(own + (other - own) * share for own, other in parts)


def _moved(colour: str, share: float, *, lighter: bool) -> str:
    if share == 0:
        return colour.lower()
    hue, lightness, saturation = rgb_to_hls(*_parts(colour))
    goal = 1.0 if lighter else 0.0
    return _written(hls_to_rgb(hue, lightness + (goal - lightness) * share, saturation))


def _parts(colour: str) -> tuple[float, float, float]:
    red, green, blue = bytes.fromhex(colour[1:])
    return red / 255, green / 255, blue / 255


def _written(parts: Iterable[float]) -> str:
    return "#" + "".join(f"{round(min(max(part, 0.0), 1.0) * 255):02x}" for part in parts)


def _luminance(colour: str) -> float:
    """Give the relative luminance (WCAG 2.2, "relative luminance")."""
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
