"""A sheet in points on which a chart is drawn, and the SVG of it; the only module that knows matplotlib."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache, lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal

from briefing.rendering import theme
from briefing.rendering.characters import printable

if TYPE_CHECKING:
    from matplotlib.artist import Artist

Point = tuple[float, float]
Anchor = Literal["left", "center", "right"]

_LOCK = Lock()
_FACES = Lock()
"""matplotlib's settings are global, so two threads must not draw at once."""


@contextmanager
def _settings() -> Iterator[None]:
    import matplotlib as mpl  # noqa: PLC0415 - 0.2 s to import, only charts need it

    chosen: dict[str, Any] = {
        "svg.fonttype": "none",
        "svg.hashsalt": "briefing",
        "font.family": [theme.SANS],
        "hatch.linewidth": 0.5,
        "path.simplify": False,
    }
    with _LOCK, mpl.rc_context(chosen):  # type: ignore[arg-type]  # its stub wants literal keys
        yield


@lru_cache(maxsize=4096)
def _advance(letter: str, style: str) -> float:
    with _FACES:  # a FreeType face holds one glyph at a time and is not safe between threads
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


class Canvas:
    """A drawing of `width` by `height` points, origin at the lower left; colours by their name in the theme."""

    def __init__(self, width: float, height: float) -> None:
        """Open an empty sheet."""
        self.width = round(max(width, 20.0), 1)
        self.height = round(max(height, 4.0), 1)
        self._lines: list[tuple[Sequence[Point], dict[str, Any]]] = []
        self._areas: list[tuple[Sequence[Point], dict[str, Any]]] = []
        self._texts: list[tuple[float, float, str, dict[str, Any]]] = []

    def line(self, points: Sequence[Point], colour: str = "ink", weight: float = 0.5, *,
             dash: tuple[float, ...] = (), marker: str = "", size: float = 0.0, hollow: bool = False,
             above: bool = False) -> None:
        """Draw a line through points (a not-a-number breaks it), with markers if asked; above areas anyhow."""
        style: dict[str, Any] = {"color": theme.ink(colour), "linewidth": weight, "zorder": 4 if above else 3,
                                 "solid_capstyle": "butt", "solid_joinstyle": "round"}
        if dash:
            style |= {"linestyle": (0, tuple(part / max(weight, 0.1) for part in dash))}
        if marker:
            face = theme.ink("paper") if hollow else theme.ink(colour)
            style |= {"marker": marker, "markersize": size, "markerfacecolor": face,
                      "markeredgecolor": theme.ink(colour), "markeredgewidth": 0.8}
        if weight == 0:
            style |= {"linestyle": "none"}
        if points:
            self._lines.append((points, style))

    def area(self, points: Sequence[Point], face: str = "", edge: str = "", *, weight: float = 0.5,
             hatch: str = "", above: bool = False) -> None:
        """Fill a polygon, outline it, or hatch it in a soft accent; `above` lays it over lines."""
        style = {"facecolor": theme.ink(face) if face else "none", "edgecolor": theme.ink(edge) if edge else "none",
                 "linewidth": weight if edge else 0.0, "zorder": 4.5 if above else 2}
        if hatch:
            style |= {"hatch": hatch, "hatchcolor": theme.ink("accent_soft")}
        if points:
            self._areas.append((points, style))

    def text(self, x: float, y: float, text: str, colour: str = "ink", *, size: float = theme.CHART_TEXT,
             anchor: Anchor = "left", bold: bool = False) -> None:
        """Write one line of text, its middle (of the lower-case letters) at `y`."""
        style = {"color": theme.ink(colour), "fontsize": size, "ha": anchor, "va": "baseline",
                 "fontweight": 600 if bold else 400}
        shown = printable(" ".join(text.split()))
        if shown:
            self._texts.append((x, y - 0.3 * size, shown, style))

    def note(self, x: float, y: float, text: str, colour: str = "ink", *, anchor: Anchor = "left",
             bold: bool = False) -> None:
        """Write a label that lies over lines: on a patch of paper."""
        width = text_width(text, theme.CHART_TEXT, bold=bold)
        left = x - {"left": 0.0, "center": width / 2, "right": width}[anchor]
        low, high, right = y - 3.6, y + 4.2, left + width + 1
        self.area([(left - 1, low), (right, low), (right, high), (left - 1, high)], face="paper", above=True)
        self.text(x, y, text, colour, anchor=anchor, bold=bold)

    def svg(self, prefix: str) -> str:
        """Give the drawing as an SVG element; its ids start with the prefix and a hyphen.

        Artists go straight to the renderer: a `Figure` would lay out every text, which the reader's program does anyhow, and
        import axes of three dimensions.
        """
        with _settings():
            from matplotlib.backends.backend_svg import RendererSVG  # noqa: PLC0415

            buffer = io.StringIO()
            renderer: Any = RendererSVG(self.width, self.height, buffer, metadata={"Date": None, "Creator": None})  # type: ignore[no-untyped-call]
            for artist in self._shapes():
                artist.draw(renderer)
            self._write(renderer)
            renderer.finalize()
        return _cleaned(buffer.getvalue(), prefix)

    def _shapes(self) -> list[Artist]:
        """Give areas and lines from the lowest to the highest."""
        from matplotlib.lines import Line2D  # noqa: PLC0415
        from matplotlib.patches import Polygon  # noqa: PLC0415
        from matplotlib.transforms import Affine2D  # noqa: PLC0415

        points = Affine2D()
        areas = [Polygon(_rounded(corners), transform=points, **style) for corners, style in self._areas]
        lines = [Line2D(*zip(*_rounded(path), strict=True), transform=points, **style) for path, style in self._lines]
        return sorted([*areas, *lines], key=lambda artist: artist.get_zorder())

    def _write(self, renderer: Any) -> None:  # noqa: ANN401 - matplotlib's renderers have no types
        """Write the texts, over everything else."""
        from matplotlib.text import Text  # noqa: PLC0415
        from matplotlib.transforms import Affine2D  # noqa: PLC0415

        points = Affine2D()
        for x, y, text, style in self._texts:
            artist = Text(round(x, 2), round(y, 2), text, transform=points, **style)
            pen = renderer.new_gc()
            pen.set_foreground(artist.get_color())
            renderer.draw_text(pen, round(x, 2), self.height - round(y, 2), text, artist.get_fontproperties(), 0.0, mtext=artist)


def _rounded(points: Sequence[Point]) -> list[Point]:
    """Hundredths of a point, so that two machines write the same bytes."""
    return [(round(x, 2), round(y, 2)) for x, y in points]


def _cleaned(svg: str, prefix: str) -> str:
    """Drop prolog, metadata, the global style and idle ids, and make the other ids unique within a page."""
    body = svg[svg.index("<svg") :].strip()
    body = re.sub(r"\s*<metadata>.*?</metadata>", "", body, flags=re.DOTALL)
    body = re.sub(r"<defs>\s*<style[^>]*>.*?</style>\s*</defs>", "", body, flags=re.DOTALL)
    used = set(re.findall(r'(?:url\(#|href="#)([A-Za-z0-9_]+)', body))

    def rename(tag: re.Match[str]) -> str:
        kept = re.sub(r' id="([^"]*)"', lambda found: f' id="{prefix}-{found[1]}"' if found[1] in used else "", tag[0])
        kept = re.sub(r' transform="rotate\(-?0 [^"]*"', "", kept)
        kept = re.sub(r"(url\(#|href=\"#)", rf"\1{prefix}-", kept)
        return kept.replace(f"'{theme.SANS}'", "'Source Sans Pro', sans-serif") if kept.startswith("<text") else kept

    body = re.sub(r"<[^>]*>", rename, body)
    return re.sub(r">\s+<", "><", body)
