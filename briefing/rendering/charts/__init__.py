"""Figures drawn as SVG: text as text, ids unique within a page, the same bytes for the same figure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from briefing.document.figures import BarsFigure, ExceedanceFigure, Figure, OptionsFigure, OutlookFigure
from briefing.language import Language
from briefing.rendering.charts import bars, exceedance, options, outlook
from briefing.rendering.charts.canvas import Canvas

_UNNAMED = "chart-without-a-name"


@dataclass(frozen=True, slots=True)
class Drawing:
    """One SVG element and its size in points."""

    svg: str
    width: float
    height: float


def draw(figure: Figure, language: Language, width: float, name: str) -> Drawing:
    """Draw a figure so many points wide; `name` begins the ids within the SVG, so it is unique within a page."""
    drawn = _drawn(figure, language, round(width, 3))
    return replace(drawn, svg=drawn.svg.replace(_UNNAMED, _identifier(name)))


@lru_cache(maxsize=256)
def _drawn(figure: Figure, language: Language, width: float) -> Drawing:
    """Draw once what paper and screen show at one width."""
    canvas = _canvas(figure, language, width)
    return Drawing(canvas.svg(_UNNAMED), canvas.width, canvas.height)


def draw_panels(figure: OutlookFigure, language: Language, width: float, name: str) -> tuple[Drawing, ...]:
    """Draw each panel of an outlook as a drawing of its own, so that a narrow screen can stack them."""
    drawings = []
    for index, (panel, limits) in enumerate(zip(figure.panels, outlook.ranges(figure), strict=True)):
        canvas = Canvas(width, outlook.PANEL_HEIGHT)
        place = (0.0, 0.0, canvas.width, canvas.height)
        outlook.draw_panel(canvas, panel, figure, language, place, limits)
        drawings.append(Drawing(canvas.svg(f"{_identifier(name)}-{index}"), canvas.width, canvas.height))
    return tuple(drawings)


def _canvas(figure: Figure, language: Language, width: float) -> Canvas:
    match figure:
        case OutlookFigure():
            return outlook.draw(figure, language, width)
        case ExceedanceFigure():
            return exceedance.draw(_ascending(figure), language, width)
        case OptionsFigure():
            return options.draw(figure, language, width)
        case BarsFigure():
            return bars.draw(figure, language, width)


def _ascending(figure: ExceedanceFigure) -> ExceedanceFigure:
    return replace(figure, tolerance=tuple(sorted(figure.tolerance)))


def _identifier(name: str) -> str:
    return "c-" + re.sub(r"[^A-Za-z0-9_-]", "-", name)
