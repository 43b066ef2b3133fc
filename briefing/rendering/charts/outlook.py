"""Months of a KPI: actuals solid, target thin, limits as hairlines, the outlook's fan hatched within its outline."""

from __future__ import annotations

from collections.abc import Sequence
from math import nan

from briefing.document.figures import OutlookFigure, Panel
from briefing.language import Language
from briefing.rendering import theme
from briefing.rendering.charts.canvas import Canvas
from briefing.rendering.charts.lettering import spread, text_width, wrapped
from briefing.rendering.charts.scales import Axis, bounds, month_name, written

GAP = 14.0
"""Points between panels."""
PANEL_HEIGHT = 104.0
_LINE = 9.0
_LEFT = 3.0


def values_of(panel: Panel) -> list[float]:
    """Give every value that a panel draws."""
    limits = (panel.target, panel.low_limit, panel.high_limit)
    return [value for value in (*panel.actual, *limits, *panel.own, *panel.p10, *panel.p50, *panel.p90)
            if value is not None]


def ranges(figure: OutlookFigure) -> list[tuple[float, float]]:
    """Give each panel's range of values; one for all panels of a unit if the figure asks for equal scales."""
    if not figure.equal_scales:
        return [bounds(values_of(panel)) for panel in figure.panels]
    pooled: dict[tuple[str, str], list[float]] = {}
    for panel in figure.panels:
        pooled.setdefault((panel.unit, panel.scale.value), []).extend(values_of(panel))
    return [bounds(pooled[panel.unit, panel.scale.value]) for panel in figure.panels]


def columns_for(count: int, width: float) -> int:
    """Tell how many panels stand side by side."""
    return max(1, min(count, 3, int((width + GAP) // (130 + GAP))))


def draw(figure: OutlookFigure, language: Language, width: float) -> Canvas:
    """Draw all panels on one sheet, row by row."""
    count = len(figure.panels)
    columns = columns_for(count, width)
    rows = -(-count // columns)
    panel_width = (width - GAP * (columns - 1)) / columns
    height = PANEL_HEIGHT if columns > 1 else min(max(PANEL_HEIGHT, width * 0.5), 130.0)
    canvas = Canvas(width, rows * height + (rows - 1) * GAP)
    for index, (panel, limits) in enumerate(zip(figure.panels, ranges(figure), strict=True)):
        left = index % columns * (panel_width + GAP)
        top = canvas.height - index // columns * (height + GAP)
        draw_panel(canvas, panel, figure, language, (left, top - height, panel_width, height), limits)
    return canvas


def draw_panel(canvas: Canvas, panel: Panel, figure: OutlookFigure, language: Language,
               place: tuple[float, float, float, float], limits: tuple[float, float]) -> None:
    """Draw one panel in the place (left, bottom, width, height)."""
    left, bottom, width, height = place
    words = dict(figure.labels)
    notes = _notes(panel, words, language)
    right = max([text_width(text, theme.CHART_TEXT, bold=bold) for _, text, _, bold in notes] or [0.0]) + 6
    head = _title(canvas, panel, (left, bottom + height, width), named=len(figure.panels) > 1)
    across = Axis(0, max(len(panel.periods) - 1, 1), left + _LEFT, left + width - right)
    up = Axis(*limits, bottom + _LINE + 6, bottom + height - head - 3)
    _limits(canvas, panel, across, up)
    _break(canvas, panel, words.get("redefined", ""), across, up)
    _fan(canvas, panel, across, up)
    _actual(canvas, panel, across, up)
    _months(canvas, panel, language, across, bottom)
    _last_value(canvas, panel, language, across, up)
    places = spread([up.held(value) for value, *_ in notes], _LINE, up.start - 2, up.end + 2)
    for (_, text, colour, bold), height_at in zip(notes, places, strict=True):
        canvas.text(across.end + 5, height_at, text, colour, bold=bold)


def _title(canvas: Canvas, panel: Panel, place: tuple[float, float, float], *, named: bool) -> float:
    """Write the panel's name and unit at the top (left, top, width) and give the height they take."""
    left, top, width = place
    text = panel.title if named else ""
    if not text:
        if panel.unit:
            canvas.text(left, top - 5, panel.unit, "muted")
        return _LINE + 2 if panel.unit else 2.0
    size = theme.CHART_TITLE
    lines = wrapped(text, size, width, lines=1, bold=True)
    canvas.text(left, top - 5, lines[0], size=size, bold=True)
    if panel.unit:
        canvas.text(left, top - 5 - _LINE, panel.unit, "muted")
    return 2 * _LINE + 3


def _notes(panel: Panel, words: dict[str, str], language: Language) -> list[tuple[float, str, str, bool]]:
    """Give what is written at the right edge: value, text, colour, bold."""
    def label(word: str, value: float) -> str:
        number = written(value, panel.scale, language, decimals=panel.decimals)
        return f"{words[word]} {number}" if words.get(word) else number

    notes: list[tuple[float, str, str, bool]] = []
    if panel.p50:
        notes.append((panel.p50[-1], label("outlook", panel.p50[-1]), "accent", False))
    else:
        last = _last(panel.actual)
        if last is not None:
            notes.append((last[1], label("actual", last[1]), "ink", True))
    if panel.target is not None:
        notes.append((panel.target, label("target", panel.target), "muted", False))
    notes += [(limit, label("limit", limit), "alarm", False)
              for limit in (panel.low_limit, panel.high_limit) if limit is not None]
    own = _last(panel.own)
    if own is not None:
        notes.append((own[1], label("own", own[1]), "ink", False))
    return notes


def _last(values: Sequence[float | None]) -> tuple[int, float] | None:
    return next(((index, value) for index, value in reversed(list(enumerate(values))) if value is not None), None)


def _limits(canvas: Canvas, panel: Panel, across: Axis, up: Axis) -> None:
    for limit in (panel.low_limit, panel.high_limit):
        if limit is not None:
            canvas.line([(across.start, up.at(limit)), (across.end, up.at(limit))], "alarm", 0.6)
    if panel.target is not None:
        place = up.at(panel.target)
        canvas.line([(across.start, place), (across.end, place)], "muted", 0.6, dash=(1.5, 2.0))


def _break(canvas: Canvas, panel: Panel, words: str, across: Axis, up: Axis) -> None:
    """Draw where the definition became another: a dotted upright between two months, named where there is room."""
    if panel.redefined not in panel.periods:
        return
    x = across.at(panel.periods.index(panel.redefined) - 0.5)
    canvas.line([(x, up.start), (x, up.end + 2)], "muted", 0.7, dash=(0.8, 1.6))
    width = text_width(words, theme.CHART_TEXT)
    if x + 3 + width <= across.end:
        canvas.note(x + 3, up.end, words, "muted")
    elif x - 3 - width >= across.start:
        canvas.note(x - 3, up.end, words, "muted", anchor="right")


def _fan(canvas: Canvas, panel: Panel, across: Axis, up: Axis) -> None:
    """Outline of P10 to P90 hatched, P25 to P75 tinted, the median dotted; all start at the last actual."""
    horizon = len(panel.p50)
    if not horizon:
        return
    first = len(panel.periods) - horizon
    start: list[tuple[float, float]] = []
    if first > 0 and panel.actual[first - 1] is not None:
        start = [(across.at(first - 1), up.at(panel.actual[first - 1] or 0.0))]

    def path(values: Sequence[float]) -> list[tuple[float, float]]:
        return start + [(across.at(first + step), up.at(value)) for step, value in enumerate(values)]

    if panel.p10 and panel.p90:
        canvas.area(path(panel.p10) + path(panel.p90)[::-1], edge="accent", weight=0.5, hatch="////")
    if panel.p25 and panel.p75:
        canvas.area(path(panel.p25) + path(panel.p75)[::-1], face="accent_tint", edge="accent", weight=0.3)
    canvas.line(path(panel.p50), "accent", 1.1, dash=(1.2, 1.8), above=True)


def _actual(canvas: Canvas, panel: Panel, across: Axis, up: Axis) -> None:
    points = [(across.at(index), nan if value is None else up.at(value)) for index, value in enumerate(panel.actual)]
    if panel.redefined in panel.periods:  # no line leads across
        points.insert(panel.periods.index(panel.redefined), (nan, nan))
    canvas.line(points, "ink", 1.3, marker="o", size=1.6, above=True)
    last = _last(panel.actual)
    if last is not None:
        canvas.line([(across.at(last[0]), up.at(last[1]))], "ink", 0, marker="o", size=4.0, above=True)
    own = [(across.at(len(panel.periods) - len(panel.own) + index), up.at(value))
           for index, value in enumerate(panel.own) if value is not None]
    if own:
        canvas.line(own, "ink", 0, marker="D", size=3.2, hollow=True, above=True)


def _last_value(canvas: Canvas, panel: Panel, language: Language, across: Axis, up: Axis) -> None:
    """Write the last actual beside its dot, on the side that the line doesn't come from."""
    last = _last(panel.actual)
    if last is None or not panel.p50:
        return
    before = _last(panel.actual[: last[0]])
    falling = before is not None and before[1] >= last[1]
    y = up.at(last[1]) + (-8.0 if falling else 8.0)
    if not up.start - 2 <= y <= up.end + 4:
        y = up.at(last[1]) + (8.0 if falling else -8.0)
    text = written(last[1], panel.scale, language, decimals=panel.decimals)
    canvas.note(across.at(last[0]), y, text, anchor="right", bold=True)


def _months(canvas: Canvas, panel: Panel, language: Language, across: Axis, bottom: float) -> None:
    """Name the first month, the last with an actual, and the last of the outlook."""
    if not panel.periods:
        return
    final = len(panel.periods) - 1
    last = _last(panel.actual)
    shown = {0, final} | ({last[0]} if last is not None else set())
    taken = -100.0
    for index in sorted(shown, key=lambda each: (each not in {0, final}, each)):
        name = month_name(panel.periods[index], language)
        half = text_width(name, theme.CHART_TEXT) / 2
        x = min(max(across.at(index), across.start + half - _LEFT), across.end - half + 5)
        near = index not in {0, final} and (x - half < taken or x + half > across.end - half - 8)
        if not near:
            canvas.text(x, bottom + 4, name, "muted", anchor="center")
        if index == 0:
            taken = x + half + 4
    canvas.line([(across.start, bottom + _LINE + 2), (across.end, bottom + _LINE + 2)], "hairline", 0.5)
