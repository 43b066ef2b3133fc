"""A sheet in points on which a chart is drawn, and the SVG of it: the module that knows how matplotlib draws."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from threading import Lock
from typing import Any, Literal

from briefing.rendering import theme
from briefing.rendering.characters import printable
from briefing.rendering.charts.lettering import text_width

Point = tuple[float, float]
Anchor = Literal["left", "center", "right"]

_LOCK = Lock()
"""matplotlib's settings are global, so two threads must not draw at once."""


_SETTINGS: dict[str, Any] = {"svg.fonttype": "none", "svg.hashsalt": "briefing", "hatch.linewidth": 0.5}
"""What matplotlib's SVG writer asks its settings for while it draws."""


@contextmanager
def _settings() -> Iterator[None]:
    """Give the thread matplotlib's settings; setting these three takes a twentieth of what `rc_context` takes to copy all."""
    import matplotlib as mpl  # noqa: PLC0415 - 0.2 s to import, only charts need it

    settings: Any = mpl.rcParams  # its stub wants literal keys
    with _LOCK:
        before = {name: settings[name] for name in _SETTINGS}
        try:
            settings.update(_SETTINGS)
            yield
        finally:
            settings.update(before)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line through points, with markers where asked; what has a larger `height` lies over what has a smaller one."""

    points: Sequence[Point]
    colour: str
    weight: float
    dash: tuple[float, ...]
    marker: str
    size: float
    hollow: bool
    height: float

    def draw(self, renderer: Any) -> None:  # noqa: ANN401 - matplotlib's renderers have no types
        """Draw the line, then its markers."""
        path, colour = _path(_rounded(self.points)), theme.ink(self.colour)
        if self.weight > 0:
            pen = _pen(renderer, colour, self.weight)
            pen.set_dashes(0, self.dash or None)
            renderer.draw_path(pen, path, _as_it_is())
        if self.marker:
            shape, place, join = _marker(self.marker, self.size)
            pen = _pen(renderer, colour, 0.8)
            pen.set_joinstyle(join)
            renderer.draw_markers(pen, shape, place, path, _as_it_is(), _rgba(theme.ink("paper") if self.hollow else colour))


@dataclass(frozen=True, slots=True)
class _Area:
    """A polygon, filled, outlined or hatched, lying at its `height`."""

    points: Sequence[Point]
    face: str
    edge: str
    weight: float
    hatch: str
    height: float

    def draw(self, renderer: Any) -> None:  # noqa: ANN401 - matplotlib's renderers have no types
        """Draw the face and its outline."""
        pen = _pen(renderer, theme.ink(self.edge or "ink"), self.weight if self.edge else 0.0)
        pen.set_joinstyle("miter")
        if self.hatch:
            pen.set_hatch(self.hatch)
            pen.set_hatch_color(_rgba(theme.ink("accent_soft")))
        renderer.draw_path(pen, _path(_rounded(self.points), closed=True), _as_it_is(), _rgba(theme.ink(self.face)) if self.face else None)


@dataclass(frozen=True, slots=True)
class _Writing:
    """A line of text at its anchor."""

    x: float
    y: float
    text: str
    colour: str
    size: float
    anchor: Anchor
    bold: bool

    def draw(self, renderer: Any) -> None:  # noqa: ANN401 - matplotlib's renderers have no types
        """Write the text, anchored, so that a reader's program may have its own widths."""
        text = _lettering(self.size, self.anchor, self.bold)
        text.set_position((self.x, self.y))
        renderer.draw_text(_pen(renderer, theme.ink(self.colour), 1.0), self.x, renderer.height - self.y, self.text,
                           text.get_fontproperties(), 0.0, mtext=text)


class Canvas:
    """A drawing of `width` by `height` points, origin at the lower left; colours by their name in the theme."""

    def __init__(self, width: float, height: float) -> None:
        """Open an empty sheet."""
        self.width = round(max(width, 20.0), 1)
        self.height = round(max(height, 4.0), 1)
        self._shapes: list[_Line | _Area] = []
        self._texts: list[_Writing] = []

    def line(self, points: Sequence[Point], colour: str = "ink", weight: float = 0.5, *,
             dash: tuple[float, ...] = (), marker: str = "", size: float = 0.0, hollow: bool = False,
             above: bool = False) -> None:
        """Draw a line through points (a not-a-number breaks it), with markers if asked; above areas anyhow."""
        if points:
            self._shapes.append(_Line(points, colour, weight, dash, marker, size, hollow, 4 if above else 3))

    def area(self, points: Sequence[Point], face: str = "", edge: str = "", *, weight: float = 0.5,
             hatch: str = "", above: bool = False) -> None:
        """Fill a polygon, outline it, or hatch it in a soft accent; `above` lays it over lines."""
        if points:
            self._shapes.append(_Area(points, face, edge, weight, hatch, 4.5 if above else 2))

    def text(self, x: float, y: float, text: str, colour: str = "ink", *, size: float = theme.CHART_TEXT,
             anchor: Anchor = "left", bold: bool = False) -> None:
        """Write one line of text, its middle (of the lower-case letters) at `y`."""
        shown = printable(" ".join(text.split()))
        if shown:
            self._texts.append(_Writing(round(x, 2), round(y - 0.3 * size, 2), shown, colour, size, anchor, bold))

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

        Everything is told to matplotlib's renderer itself: a `Figure` would lay out every text, which the reader's program does
        anyhow, and an `Artist` for each line and word doubles the time of a drawing.
        """
        with _settings():
            from matplotlib.backends.backend_svg import RendererSVG  # noqa: PLC0415

            buffer = io.StringIO()
            renderer: Any = RendererSVG(self.width, self.height, buffer, metadata={"Date": None, "Creator": None})  # type: ignore[no-untyped-call]
            for drawn in (*sorted(self._shapes, key=lambda shape: (shape.height, isinstance(shape, _Line))), *self._texts):
                drawn.draw(renderer)
            renderer.finalize()
        return _cleaned(buffer.getvalue(), prefix)


@cache
def _as_it_is() -> Any:  # noqa: ANN401 - matplotlib's transforms have no types
    from matplotlib.transforms import IdentityTransform  # noqa: PLC0415

    return IdentityTransform()


@cache
def _rgba(colour: str) -> tuple[float, float, float, float]:
    from matplotlib.colors import to_rgba  # noqa: PLC0415

    return to_rgba(colour)


def _pen(renderer: Any, colour: str, weight: float) -> Any:  # noqa: ANN401 - matplotlib's renderers have no types
    """Give a context that strokes in a colour, with round corners and flat ends."""
    pen = renderer.new_gc()
    pen.set_foreground(_rgba(colour), isRGBA=True)
    pen.set_linewidth(weight)
    return pen


def _path(points: Sequence[Point], *, closed: bool = False) -> Any:  # noqa: ANN401 - matplotlib's paths have no types
    from matplotlib.path import Path  # noqa: PLC0415

    path = Path([*points, points[0]] if closed and points[0] != points[-1] else points, closed=closed)
    path.should_simplify = False
    return path


@cache
def _marker(name: str, size: float) -> tuple[Any, Any, Any]:
    """Give a marker's outline, its place about the point, and how its corners join."""
    from matplotlib.markers import MarkerStyle  # noqa: PLC0415

    style = MarkerStyle(name)
    place: Any = style.get_transform()
    return style.get_path(), place.scale(size), style.get_joinstyle()


@cache
def _lettering(size: float, anchor: Anchor, bold: bool) -> Any:  # noqa: ANN401, FBT001 - matplotlib's text has no types; a cache's key
    """Give a text of a kind, of which the renderer asks the font and the anchor; it is moved from place to place under the lock."""
    from matplotlib.text import Text  # noqa: PLC0415

    return Text(fontfamily=[theme.SANS], fontsize=size, fontweight="semibold" if bold else "normal", ha=anchor, va="baseline")


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
