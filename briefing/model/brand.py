"""What a company's papers look like: its logo, cleaned, and its two colours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture that may be drawn as it stands: nothing in it runs, fetches or tells who made it.

    `data` is the whole SVG, or the PNG in base 64; `width` and `height` are in its own units.
    """

    format: Literal["svg", "png"]
    data: str
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Brand:
    """Two colours as `#rrggbb`, blank for the briefing's own: of what stands out, and of the rules above titles."""

    main: str = ""
    second: str = ""
