"""Options on one axis of money: the planned cost outlined, the avoided loss as a point with its range."""

from __future__ import annotations

from briefing.document.figures import OptionPoint, OptionsFigure
from briefing.language import Language
from briefing.rendering import theme
from briefing.rendering.charts.canvas import Canvas
from briefing.rendering.charts.lettering import text_width, wrapped
from briefing.rendering.charts.scales import Axis, money, ticks

_ROW = 34.0
_FOOT = 16.0


def draw(figure: OptionsFigure, language: Language, width: float) -> Canvas:
    """Draw one row an option: its letter and label, its cost, and what it avoids from P10 to P90."""
    names = width * (0.3 if width >= theme.CHART_SMALL else 0.34)
    head = 12.0
    canvas = Canvas(width, head + _FOOT + _ROW * len(figure.points))
    highest = max([max(point.cost, point.high, point.avoided) for point in figure.points] or [1.0])
    lowest = min([0.0, *(min(point.low, point.avoided) for point in figure.points)])
    across = Axis(lowest, highest or 1.0, names + 6, width - _room(figure, language))
    for amount in ticks(lowest, highest or 1.0, 4 if width >= theme.CHART_SMALL else 2):
        x = across.at(amount)
        canvas.line([(x, _FOOT - 2), (x, canvas.height - head)], "ink" if amount == 0 else "hairline", 0.5)
        canvas.text(x, 5, money(amount, figure.currency, language, largest=highest), "muted", anchor="center")
    for index, point in enumerate(figure.points):
        _row(canvas, figure, point, language, across, canvas.height - head - (index + 0.5) * _ROW)
    return canvas


def _room(figure: OptionsFigure, language: Language) -> float:
    """Give the width to keep free after the longest range."""
    word = dict(figure.labels).get("avoided", "")
    texts = [f"{word} {money(point.avoided, figure.currency, language)}" for point in figure.points]
    return max([text_width(text, theme.CHART_TEXT, bold=True) for text in texts] or [0.0]) + 8


def _row(canvas: Canvas, figure: OptionsFigure, point: OptionPoint, language: Language, across: Axis,
         middle: float) -> None:
    words = dict(figure.labels)
    colour = "accent" if point.recommended else "ink"
    _name(canvas, point, middle, across.start - 8)
    zero, cost = across.at(0.0), across.at(point.cost)
    upper, lower = middle + 6, middle - 7
    if point.cost:
        canvas.area([(zero, upper - 3.5), (cost, upper - 3.5), (cost, upper + 3.5), (zero, upper + 3.5)], face="paper",
                    edge=colour, weight=0.9)
    amount = money(point.cost, figure.currency, language)
    canvas.note(cost + 4, upper, f"{words.get('cost', '')} {amount}".strip(), "muted")
    if point.high != point.low:
        low, high = across.at(point.low), across.at(point.high)
        canvas.line([(low, lower), (high, lower)], colour, 1.0)
        for end in (low, high):
            canvas.line([(end, lower - 2.5), (end, lower + 2.5)], colour, 1.0)
    else:
        high = across.at(point.avoided)
    canvas.line([(across.at(point.avoided), lower)], colour, 0, marker="o", size=5, above=True)
    amount = money(point.avoided, figure.currency, language)
    canvas.note(high + 5, lower, f"{words.get('avoided', '')} {amount}".strip(), colour, bold=point.recommended)


def _name(canvas: Canvas, point: OptionPoint, middle: float, right: float) -> None:
    """Write the letter and the label in at most two lines; the recommended one with a pointer before it."""
    colour = "accent" if point.recommended else "ink"
    canvas.text(6, middle + 5, point.letter, colour, size=theme.CHART_TITLE, bold=True)
    if point.recommended:
        canvas.area([(0, middle + 8), (0, middle + 2), (4, middle + 5)], face="accent")
    lines = wrapped(point.label, theme.CHART_TEXT, right - 18, lines=2, bold=point.recommended)
    for step, line in enumerate(lines):
        canvas.text(16, middle + 5 - step * 9, line, colour, bold=point.recommended)
