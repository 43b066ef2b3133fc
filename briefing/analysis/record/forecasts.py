"""Own forecasts against what came."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from briefing.analysis.indicators import Indicator
from briefing.analysis.record.values import Accuracy, Case, Tally, places, tally
from briefing.analysis.series import first_statements
from briefing.evidence import CellRef, Fact
from briefing.model.charter import Direction
from briefing.model.dossier import Dossier
from briefing.model.submission import OwnForecast, Point
from briefing.periods import Period

FEWEST_MOVES = 3
"""Changes from month to month that a KPI's usual move rests on."""


def own_ranges(dossier: Dossier) -> Tally:
    """Count own forecasts a month ahead with a range, and those whose first actual fell inside."""
    return tally("record.own_ranges", _range_cases(dossier))


def _range_cases(dossier: Dossier) -> Iterable[Case]:
    codes = sorted({report.code for submission in dossier.submissions for report in submission.kpis})
    for code in codes:
        actuals = first_statements(code, dossier.submissions)
        for submission in dossier.earlier:
            report = submission.kpi(code)
            for own in report.forecasts if report else ():
                actual = actuals.get(own.period)
                if own.period != submission.period + 1 or own.low is None or own.high is None or actual is None:
                    continue
                inside = actual.value is not None and own.low <= actual.value <= own.high
                yield inside, (own.source.at("low"), own.source.at("high"), actual.where)


@dataclass(frozen=True, slots=True)
class _Miss:
    """How far one forecast was off, in usual monthly moves; positive is better than said."""

    moves: float
    cells: tuple[CellRef, ...]


def accuracies(dossier: Dossier, indicators: Iterable[Indicator]) -> tuple[Accuracy | None, Accuracy | None]:
    """Give the accuracy of forecasts as said first against first actuals, and as said last against the latest figures."""
    first: list[_Miss] = []
    last: list[_Miss] = []
    for indicator in indicators:
        said = _said(indicator.code, dossier)
        actuals = first_statements(indicator.code, dossier.submissions)
        series = indicator.series
        latest = {period: Point(value, cell) for period, value, cell in zip(series.periods, series.values, series.cells, strict=True)}
        first += _misses(indicator, {period: owns[0] for period, owns in said.items()}, actuals)
        last += _misses(indicator, {period: owns[-1] for period, owns in said.items()}, latest)
    return _accuracy("record.said_first", first), _accuracy("record.said_last", last)


def _said(code: str, dossier: Dossier) -> dict[Period, list[OwnForecast]]:
    """Give what was forecast for each month before it, oldest statement first."""
    found: dict[Period, list[OwnForecast]] = {}
    for submission in dossier.submissions:
        report = submission.kpi(code)
        for own in report.forecasts if report else ():
            if own.likely is not None and own.period > submission.period:
                found.setdefault(own.period, []).append(own)
    return found


def _misses(indicator: Indicator, said: dict[Period, OwnForecast], outcomes: dict[Period, Point]) -> Iterator[_Miss]:
    usual = _usual_move(indicator)
    better = {Direction.HIGHER: 1.0, Direction.LOWER: -1.0}.get(indicator.kpi.direction or Direction.BAND)
    if not usual or better is None:
        return
    for period, own in said.items():
        actual = outcomes.get(period)
        if actual is not None and actual.value is not None and own.likely is not None:
            yield _Miss(better * (actual.value - own.likely) / usual, (own.source.at("likely"), actual.where))


def _usual_move(indicator: Indicator) -> float:
    moves = [abs(after - before) for before, after in pairwise(indicator.series.values) if before is not None and after is not None]
    return sum(moves) / len(moves) if len(moves) >= FEWEST_MOVES else 0.0


def _accuracy(name: str, misses: list[_Miss]) -> Accuracy | None:
    if not misses:
        return None
    cells = places(each.cells for each in misses)
    bias = sum(each.moves for each in misses) / len(misses)
    error = sum(abs(each.moves) for each in misses) / len(misses)
    return Accuracy(Fact(f"{name}.bias", bias, "moves", "record.bias", cells=cells), Fact(f"{name}.error", error, "moves", "record.error", cells=cells),
                    Fact(f"{name}.total", len(misses), "count", name, cells=cells))
