"""How far what was said in advance came true: early warnings as they would have been given, and the leader's own forecasts.

An alarm list names its hit rate. Every earlier month is taken as if it were today: with the months measured by then, was the
limit kept and a breach within six months at least as likely as not? A warning came true if one of the six months after it was
out of that limit. A warning whose six months are not over counts when the breach has come; until then it is open and
counted apart, so that nobody takes the hits of unfinished months for a rate.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from briefing.analysis.indicators import HORIZON_MONTHS, LIKELY_BREACH, Indicator
from briefing.analysis.outlook import forecast
from briefing.analysis.record import Tally
from briefing.analysis.series import first_statements
from briefing.analysis.status import judge
from briefing.evidence import CellRef, Fact
from briefing.model.charter import Direction, Target
from briefing.model.dossier import Dossier
from briefing.model.submission import Status

FEWEST_MONTHS = 12
"""Measured months that a warning of the past must rest on."""
MONTHS_BACK = 12
"""How many earlier months are taken up again; the time it takes grows with them (half a millisecond a month and KPI)."""
KEPT = {Status.ON_TARGET, Status.WITHIN_TOLERANCE}


@dataclass(frozen=True, slots=True)
class Foresight:
    """What came true: `warned` early warnings of which a breach followed, `open` ones whose six months are not over.

    `worse` counts, of the own forecasts a month ahead that have an actual, those that came out on the bad side of the likely value.
    """

    warned: Tally
    open: Fact
    worse: Tally


def foresight_of(dossier: Dossier, indicators: Iterable[Indicator]) -> Foresight:
    """Count over all KPIs with an agreed limit, and over all own forecasts of the archive."""
    known = tuple(indicators)
    settled: list[tuple[bool, tuple[CellRef, ...]]] = []
    pending: list[tuple[CellRef, ...]] = []
    for indicator in known:
        for came, cells in _warnings(indicator, dossier):
            if came is None:
                pending.append(cells)
            else:
                settled.append((came, cells))
    waiting = Fact("warnings.open", len(pending), "count", "warnings.open", cells=_places(pending))
    return Foresight(_tally("warnings.came_true", settled), waiting, _tally("forecasts.worse", _own(known, dossier)))


def _tally(name: str, cases: Iterable[tuple[bool, tuple[CellRef, ...]]]) -> Tally:
    found = list(cases)
    cells = _places(places for _, places in found)
    hits = Fact(f"{name}.hits", sum(hit for hit, _ in found), "count", name, cells=cells)
    return Tally(hits, Fact(f"{name}.total", len(found), "count", name, cells=cells))


def _places(groups: Iterable[tuple[CellRef, ...]]) -> tuple[CellRef, ...]:
    return tuple(sorted({cell for cells in groups for cell in cells if cell.file}))


def _warnings(indicator: Indicator, dossier: Dossier) -> Iterable[tuple[bool | None, tuple[CellRef, ...]]]:
    """Yield each warning of an earlier month: whether it came true, None while that is open."""
    series, kpi = indicator.series, indicator.kpi
    measured = 0
    for end, (period, value) in enumerate(zip(series.periods[:-1], series.values[:-1], strict=True)):
        measured += value is not None
        row = dossier.charter.target(kpi.code, dossier.site.code, period)
        if value is None or row is None or measured < FEWEST_MONTHS or dossier.period - period > MONTHS_BACK:
            continue
        if judge(value, kpi.direction, row).status not in KEPT or not _warned(indicator, end, row):
            continue
        ahead = series.values[end + 1 : end + 1 + HORIZON_MONTHS]
        broken = [judge(each, kpi.direction, row).status is Status.OUT_OF_TOLERANCE for each in ahead]
        over = dossier.period - period >= HORIZON_MONTHS
        seen = broken.index(True) + 1 if any(broken) else len(ahead)
        yield True if any(broken) else (False if over else None), series.cells[end : end + 1 + seen]


def _warned(indicator: Indicator, end: int, row: Target) -> bool:
    """Tell whether the months up to `end` gave at least an even chance of a breach."""
    low, high = row.low_limit, row.high_limit
    history = indicator.series.values[: end + 1]
    if not _within_reach(history, low, high):
        return False
    kpi = indicator.kpi
    lower, upper = kpi.lower_bound, kpi.upper_bound
    if lower is not None and upper is not None and lower >= upper:
        lower = upper = None
    outlook = forecast(history, horizon=HORIZON_MONTHS, seasonal=kpi.seasonal, lower=lower, upper=upper)
    monthly = [0.0] * HORIZON_MONTHS
    for limit, side in ((low, "below"), (high, "above")):
        if limit is not None:
            chances = outlook.probability_beyond(limit, "below" if side == "below" else "above")
            monthly = [before + float(each) for before, each in zip(monthly, chances, strict=True)]
    # The chance of any breach lies between that of the worst month and their sum; only between is it drawn.
    if sum(monthly) < LIKELY_BREACH or max(monthly) >= LIKELY_BREACH:
        return max(monthly) >= LIKELY_BREACH
    return outlook.probability_any_beyond(low, high) >= LIKELY_BREACH


def _within_reach(history: tuple[float | None, ...], low: float | None, high: float | None) -> bool:
    """Tell whether a limit is nearer than the largest move within six months so far.

    Spares the forecast of KPIs that keep far from their limits: there the chance is below one half.
    """
    value = history[-1]
    if value is None or (low is None and high is None):
        return False
    room = min(value - low if low is not None else float("inf"), high - value if high is not None else float("inf"))
    return any(
        abs(later - earlier) >= room
        for step in range(1, HORIZON_MONTHS + 1) for earlier, later in zip(history, history[step:], strict=False)
        if earlier is not None and later is not None
    )


def _own(indicators: Iterable[Indicator], dossier: Dossier) -> Iterable[tuple[bool, tuple[CellRef, ...]]]:
    """Yield each own forecast a month ahead, and whether the month came out on its bad side."""
    for indicator in indicators:
        direction = indicator.kpi.direction
        if direction not in {Direction.HIGHER, Direction.LOWER}:
            continue
        actuals = first_statements(indicator.code, dossier.submissions)
        for submission in dossier.earlier:
            report = submission.kpi(indicator.code)
            for own in report.forecasts if report else ():
                actual = actuals.get(own.period)
                if own.period != submission.period + 1 or own.likely is None or actual is None or actual.value is None:
                    continue
                gap = own.likely - actual.value if direction is Direction.HIGHER else actual.value - own.likely
                yield gap > 1e-9 * max(1.0, abs(own.likely)), (own.source.at("likely"), actual.where)
