"""How wide a chart's words are, and how they are cut, broken and moved apart to find room."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from threading import Lock
from typing import Any

from briefing.rendering import theme

_LOCK = Lock()


@lru_cache(maxsize=4096)
def _advance(letter: str, style: str) -> float:
    with _LOCK:  # a FreeType face holds one glyph at a time and is not safe between threads
        face = _face(style)
        if not face.get_char_index(ord(letter)):
            return 0.5
        return float(face.load_char(ord(letter), flags=_unscaled()).linearHoriAdvance) / 65536 / 100


@cache
def _unscaled() -> Any:  # noqa: ANN401 - an enum of matplotlib's extension module
    from matplotlib.ft2font import LoadFlags  # noqa: PLC0415

    return LoadFlags.NO_HINTING


@cache
def _face(style: str) -> Any:  # noqa: ANN401 - a face of matplotlib's extension module
    from matplotlib.ft2font import FT2Font  # noqa: PLC0415

    face = FT2Font(str(theme.font_file(theme.SANS, style)))
    face.set_size(100, 72)
    return face


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Give the width of a text in points."""
    style = "Semibold" if bold else "Regular"
    return size * sum(_advance(letter, style) for letter in text)


def shortened(text: str, size: float, width: float, *, bold: bool = False) -> str:
    """Give the text, cut at a word with an ellipsis if it is wider than `width` points."""
    if text_width(text, size, bold=bold) <= width:
        return text
    kept = text
    while kept and text_width(f"{kept}…", size, bold=bold) > width:
        kept = kept[:-1]
    return f"{kept.rstrip(' ,;.')}…"


def wrapped(text: str, size: float, width: float, *, lines: int = 2, bold: bool = False) -> list[str]:
    """Break a text into at most so many lines of `width` points; the last is cut if it must be."""
    found: list[str] = []
    rest = text.split()
    while rest and len(found) < lines - 1:
        count = 1
        while count < len(rest) and text_width(" ".join(rest[: count + 1]), size, bold=bold) <= width:
            count += 1
        found.append(shortened(" ".join(rest[:count]), size, width, bold=bold))
        rest = rest[count:]
    return [*found, shortened(" ".join(rest), size, width, bold=bold)] if rest else found


def spread(places: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Move places apart until neighbours are at least `gap` from each other, within bounds, in the same order."""
    order = sorted(range(len(places)), key=lambda index: places[index])
    moved = [min(max(places[index], low), high) for index in order]
    for step in range(1, len(moved)):
        moved[step] = max(moved[step], moved[step - 1] + gap)
    if moved and moved[-1] > high:
        moved[-1] = high
        for step in range(len(moved) - 2, -1, -1):
            moved[step] = min(moved[step], moved[step + 1] - gap)
    result = [0.0] * len(places)
    for position, index in zip(moved, order, strict=True):
        result[index] = position
    return result
