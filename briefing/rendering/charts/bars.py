"""Horizontal bars around zero: contributions to a total, or a tornado."""

from __future__ import annotations

from briefing.document.figures import BarItem, BarsFigure
from briefing.language import Language
from briefing.rendering import theme
from briefing.rendering.charts.canvas import Canvas
from briefing.rendering.charts.lettering import shortened, text_width
from briefing.rendering.charts.scales import Axis, written

_ROW = 15.0


def draw(figure: BarsFigure, language: Language, width: float) -> Canvas:
    """Draw one bar an item with its label before and its text after it."""
    longest = max([text_width(item.label, theme.CHART_TEXT) for item in figure.items] or [0.0])
    names = min(longest, width * 0.42)
    ends = max([text_width(_text(item, figure, language), theme.CHART_TEXT) for item in figure.items] or [0.0])
    canvas = Canvas(width, _ROW * len(figure.items) + 4)
    lowest = min([0.0, *(item.low for item in figure.items)])
    highest = max([0.0, *(item.high for item in figure.items)])
    across = Axis(lowest, highest if highest > lowest else lowest + 1, names + 8, width - ends - 6)
    for index, item in enumerate(figure.items):
        middle = canvas.height - 2 - (index + 0.5) * _ROW
        _bar(canvas, item, across, middle)
        canvas.text(names, middle, shortened(item.label, theme.CHART_TEXT, names), anchor="right")
        canvas.text(across.at(max(item.high, 0.0)) + 4, middle, _text(item, figure, language), "muted")
    canvas.line([(across.at(0.0), 0), (across.at(0.0), canvas.height)], "ink", 0.7, above=True)
    return canvas


def _text(item: BarItem, figure: BarsFigure, language: Language) -> str:
    if item.text:
        return item.text
    return written(item.high or item.low, figure.scale, language, currency=figure.currency)


def _bar(canvas: Canvas, item: BarItem, across: Axis, middle: float) -> None:
    """Fill what lies above zero; outline what lies below, so that the sides differ without colour."""
    parts = ((max(item.low, 0.0), item.high, "ink"), (item.low, min(item.high, 0.0), "paper"))
    for low, high, face in parts:
        if high > low:
            left, right = across.at(low), across.at(high)
            canvas.area([(left, middle - 4), (right, middle - 4), (right, middle + 4), (left, middle + 4)], face=face,
                        edge="ink", weight=0.7)
