"""Chance of losing more than an amount, as a bracket between two beliefs, against what is accepted."""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise

from briefing.document.figures import ExceedanceFigure
from briefing.language import Language
from briefing.rendering import theme
from briefing.rendering.charts.canvas import Canvas
from briefing.rendering.charts.lettering import shortened, text_width, wrapped
from briefing.rendering.charts.scales import Axis, money, percent, ticks

_BOTTOM = 24.0
_LEFT = 26.0
_TALL = 160.0
"""Points of height from which on there is room for more ticks."""
_PIECES = 8
"""Straight pieces that a curve between two agreed points is drawn with."""
_CAPS = (0.1, 0.2, 0.3, 0.5, 1.0)


LABEL_ROOM = 62.0
"""Points that the tolerance's label takes to the left of the mark."""


def draw(figure: ExceedanceFigure, language: Language, width: float) -> Canvas:
    """Draw the bracket, the common line and the tolerance.

    The chance axis is straight, for board members read it without help; it ends at a round value
    somewhat above what matters (the marked amount and the tolerance), so the curve may leave at the top.
    """
    small = width < theme.CHART_SMALL
    canvas = Canvas(width, min(max(width * (0.62 if small else 0.4), 118.0), 200.0))
    top = canvas.height - 16
    cap = _cap(figure)
    across = Axis(0.0, _reach(figure), _LEFT, width - 4)
    up = Axis(0.0, cap, _BOTTOM, top)
    _axes(canvas, figure, language, across, up)
    _bracket(canvas, figure, across, up)
    _tolerance(canvas, figure, across, up)
    _names(canvas, figure, across, up)
    if figure.marked is not None:
        _mark(canvas, figure, language, across, up)
    return canvas


def chance_at(amounts: tuple[float, ...], chances: tuple[float, ...], amount: float) -> float:
    """Give the chance at an amount, straight between the points, held beyond the ends."""
    if not amounts:
        return 0.0
    index = bisect_left(amounts, amount)
    if index == 0:
        return chances[0]
    if index == len(amounts):
        return chances[-1]
    share = (amount - amounts[index - 1]) / (amounts[index] - amounts[index - 1])
    return chances[index - 1] + share * (chances[index] - chances[index - 1])


def _accepted(figure: ExceedanceFigure, amount: float) -> float | None:
    """Give the accepted chance at an amount: that of the largest agreed amount not above it."""
    kept = [chance for start, chance in figure.tolerance if start <= amount * 1.000001]
    return kept[-1] if kept else None


def _cap(figure: ExceedanceFigure) -> float:
    wanted = max((chance for _, chance in figure.tolerance), default=0.0)
    if figure.marked is not None:
        wanted = max(wanted, chance_at(figure.amounts, figure.together, figure.marked))
    elif figure.together:
        wanted = max(wanted, figure.together[0] / 2)
    return next((cap for cap in _CAPS if cap >= wanted * 1.7), 1.0)


def _reach(figure: ExceedanceFigure) -> float:
    """Give the largest amount drawn: where even the cautious curve has nearly reached zero, marks included."""
    floor = _cap(figure) / 60
    last = next((amount for amount, chance in zip(figure.amounts, figure.together, strict=True) if chance < floor),
                figure.amounts[-1] if figure.amounts else 1.0)
    marks = [amount for amount, _ in figure.tolerance] + ([figure.marked] if figure.marked else [])
    return max([last, *(amount * 1.3 for amount in marks)])


def _axes(canvas: Canvas, figure: ExceedanceFigure, language: Language, across: Axis, up: Axis) -> None:
    words = dict(figure.labels)
    for chance in ticks(up.low, up.high, 4 if up.end - up.start > _TALL else 2):
        y = up.at(chance)
        canvas.line([(across.start, y), (across.end, y)], "hairline", 0.5 if chance else 0.8)
        canvas.text(across.start - 4, y, percent(chance, language), "muted", anchor="right")
    amounts = ticks(across.low, across.high, 3 if canvas.width < theme.CHART_SMALL else 6)
    for amount in amounts:
        text = money(amount, figure.currency, language, largest=amounts[-1])
        half = text_width(text, theme.CHART_TEXT) / 2
        x = min(across.at(amount), canvas.width - half)
        canvas.line([(across.at(amount), up.start), (across.at(amount), up.start - 2.5)], "muted", 0.5)
        canvas.text(x, up.start - 8.5, text, "muted", anchor="center")
    canvas.text(across.end, 4.5, shortened(words.get("x", ""), theme.CHART_TEXT, canvas.width - 4), "muted",
                anchor="right")
    canvas.text(0, canvas.height - 5, shortened(words.get("y", ""), theme.CHART_TEXT, canvas.width), "muted")


def _clipped(figure: ExceedanceFigure, chances: tuple[float, ...], across: Axis, up: Axis) -> list[tuple[float, float]]:
    """Give the curve within the frame, entering and leaving it on its border."""
    points = [(amount, chance) for amount, chance in zip(figure.amounts, chances, strict=True)
              if amount < across.high]
    points.append((across.high, chance_at(figure.amounts, chances, across.high)))
    kept: list[tuple[float, float]] = []
    for index, (amount, chance) in enumerate(points):
        if chance <= up.high:
            if index and points[index - 1][1] > up.high:
                before = points[index - 1]
                share = (before[1] - up.high) / (before[1] - chance)
                kept.append((before[0] + share * (amount - before[0]), up.high))
            kept.append((amount, chance))
    return [(across.at(amount), up.at(chance)) for amount, chance in kept]


def _bracket(canvas: Canvas, figure: ExceedanceFigure, across: Axis, up: Axis) -> None:
    low = _clipped(figure, figure.independent, across, up)
    high = _clipped(figure, figure.together, across, up)
    canvas.area(low + high[::-1], face="accent_tint", edge="accent")
    canvas.line(_clipped(figure, figure.common, across, up), "accent", 1.4, above=True)


def _tolerance(canvas: Canvas, figure: ExceedanceFigure, across: Axis, up: Axis) -> None:
    """Draw what is accepted: between two agreed points a chance whose logarithm is straight, the last one held.

    The twin of `analysis.tolerance.ToleranceCurve`, by which the text says where the exposure exceeds it.
    """
    if not figure.tolerance:
        return
    line = [(across.held(amount), up.held(chance)) for amount, chance in _interpolated(figure.tolerance)]
    canvas.line([*line, (across.end, line[-1][1])], "alarm", 1.2, above=True)
    canvas.line([(across.held(amount), up.held(chance)) for amount, chance in figure.tolerance], "alarm", 0,
                marker="s", size=3.2, above=True)


def _interpolated(points: tuple[tuple[float, float], ...]) -> list[tuple[float, float]]:
    found = list(points[:1])
    for (start, before), (end, after) in pairwise(points):
        parts = _PIECES if before > 0 and after > 0 else 1
        found += [
            (start + (end - start) * step / parts, before * (after / before) ** (step / parts) if before > 0 else after)
            for step in range(1, parts + 1)
        ]
    return found


def _names(canvas: Canvas, figure: ExceedanceFigure, across: Axis, up: Axis) -> None:
    """Write beside the curves what they are: the bracket and its middle in the free upper right."""
    words = dict(figure.labels)
    left = max(across.held(figure.marked or 0.0) + 30, across.start + (across.end - across.start) * 0.52)
    room = canvas.width - left
    y = up.end - 6
    for key, weight in (("bracket", 0.0), ("common", 1.4)):
        lines = wrapped(words.get(key, ""), theme.CHART_TEXT, room - 15, lines=2)
        if not lines:
            continue
        if weight:
            canvas.line([(left, y), (left + 11, y)], "accent", weight)
        else:
            canvas.area([(left, y - 3), (left + 11, y - 3), (left + 11, y + 3), (left, y + 3)], face="accent_tint",
                        edge="accent")
        for line in lines:
            canvas.text(left + 15, y, line, "accent")
            y -= 9
        y -= 2


def _mark(canvas: Canvas, figure: ExceedanceFigure, language: Language, across: Axis, up: Axis) -> None:
    """Bracket the chances at the marked amount and write them beside it."""
    amount = figure.marked or 0.0
    x = across.at(amount)
    low = chance_at(figure.amounts, figure.independent, amount)
    high = chance_at(figure.amounts, figure.together, amount)
    canvas.line([(x, up.start), (x, up.held(high))], "hairline", 0.6)
    canvas.line([(x, up.held(low)), (x, up.held(high))], "ink", 2.2, above=True)
    ends = [percent(chance, language) for chance in sorted((low, high))]
    text = ends[0] if ends[0] == ends[1] else f"{ends[0].removesuffix('%')}\u2013{ends[1]}"
    canvas.text(x + 5, up.held(high) + 3, text, "ink", bold=True)
    accepted = _accepted(figure, amount)
    words = dict(figure.labels)
    if accepted is not None:
        label = f"{words.get('tolerance', '')} {percent(accepted, language)}".strip()
        # The corner under the curves, left of the mark, is free, unless the mark stands at the axis.
        if x - across.start > LABEL_ROOM:
            canvas.note(x - 6, max(up.held(accepted), up.start + 6), label, "alarm", anchor="right")
        else:
            canvas.note(x + 6, max(up.held(accepted) - 9, up.start + 6), label, "alarm")
