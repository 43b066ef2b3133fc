"""How far the shapes of a logo reach: what lies far beyond the picture is left out, since drawing it can end a renderer."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from typing import Final

FAR: Final = 100.0
"""A shape may reach so many times the picture's longer side."""
_STEEPEST: Final = 80.0
"""Degrees of a skew; beyond, it stretches without end."""
_FINEST: Final = 1 / 500
"""The shortest pattern of dashes, as a share of the picture's longer side."""
_MOST: Final = 1e4
_NUMBER: Final = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?", re.ASCII)
_CALL: Final = re.compile(r"(\w+)\s*\(([^()]*)\)")
_PLACED: Final = ("d", "points", "x", "y", "width", "height", "rx", "ry", "cx", "cy", "r", "x1", "y1", "x2", "y2", "fx", "fy", "stroke-width")
_TRANSFORMS: Final = ("transform", "gradientTransform")


def numbers(text: str) -> Iterator[float]:
    """Yield every number of an attribute."""
    return map(float, _NUMBER.findall(text))


def stretch(attributes: Mapping[str, str]) -> float:
    """Give how many times an element's own transform enlarges what is in it, at least once."""
    factor = 1.0
    for name, given in _CALL.findall(attributes.get("transform", "")):
        parts = [abs(part) for part in numbers(given)]
        if name == "matrix":
            factor *= max(1.0, sum(parts[:4]))
        elif name == "scale":
            factor *= max(1.0, *parts)
        elif name.startswith("skew"):
            factor *= math.inf if max(parts, default=0.0) > _STEEPEST else 1 / math.cos(math.radians(_STEEPEST))
    return factor


def is_far(attributes: Mapping[str, str], factor: float, side: float) -> bool:
    """Tell whether a shape, enlarged by all transforms around it, reaches far beyond a picture of that side."""
    reach = max((abs(number) for name in _PLACED for number in numbers(attributes.get(name, ""))), default=0.0)
    moved = max((abs(number) for name in _TRANSFORMS for number in numbers(attributes.get(name, ""))), default=0.0)
    return not (factor <= _MOST and reach * factor <= FAR * side and moved <= FAR * max(side, FAR))


def without_dust(attributes: dict[str, str], side: float) -> dict[str, str]:
    """Give the attributes without a pattern of dashes so fine that a line would have millions of them."""
    dashes = list(numbers(attributes.get("stroke-dasharray", "")))
    if not dashes or sum(map(abs, dashes)) >= side * _FINEST:
        return attributes
    return {name: value for name, value in attributes.items() if name != "stroke-dasharray"}
