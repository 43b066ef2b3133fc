"""SVG as PNG, for files that hold none: drawn by Typst with the bundled faces, the same bytes on every machine."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from briefing.rendering.pdf import LOCK, compiler

RESOLUTION = 220.0
"""Points of colour an inch: sharp in print, at some thirty kilobytes a chart."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing and its size in points."""

    svg: str
    width: float
    height: float


def as_png(pictures: Sequence[Picture]) -> tuple[bytes, ...]:
    """Give each picture as PNG, in order."""
    if not pictures:
        return ()
    data = json.dumps([{"svg": each.svg, "width": each.width, "height": each.height} for each in pictures], ensure_ascii=False)
    with LOCK:
        try:
            found = compiler("pictures.typ").compile(format="png", ppi=RESOLUTION, sys_inputs={"pictures": data})
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as fault:  # a panic of the drawing library is none of Python's exceptions
            message = f"a picture could not be drawn: {fault}"
            raise ValueError(message) from fault
    return (found,) if isinstance(found, bytes) else tuple(found)
