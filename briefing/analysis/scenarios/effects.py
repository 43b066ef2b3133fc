"""What a scenario does to KPIs, by the sensitivities that the charter declares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from briefing.analysis.indicators import HORIZON_MONTHS, Indicator, history_fact
from briefing.analysis.outlook import Outlook, forecast
from briefing.analysis.scenarios.course import shares
from briefing.analysis.scenarios.triggers import LONGEST_LOOK
from briefing.analysis.scenarios.values import YEAR_MONTHS, Effect, Line
from briefing.analysis.status import judge
from briefing.evidence import Fact, derived, typed
from briefing.model.charter import Sensitivity
from briefing.model.dossier import Dossier
from briefing.model.submission import Status
from briefing.periods import Period


@dataclass(slots=True)
class _Moves:
    """The moves of one KPI so far, by month, and the figures they rest on."""

    indicator: Indicator
    by_month: dict[Period, float] = field(default_factory=dict)
    inputs: list[Fact] = field(default_factory=list)


def effects_of(code: str, lines: Sequence[Line], dossier: Dossier, indicators: Sequence[Indicator]) -> tuple[Effect, ...]:
    """Give the KPIs that a scenario moves, all lines together, in the charter's order; nothing where no sensitivity is declared."""
    found: dict[str, _Moves] = {}
    for line in lines:
        if line.driver is None or line.shock is None:
            continue
        for row in dossier.charter.sensitivities_of(line.driver.code, dossier.site.code, dossier.period):
            indicator = next((each for each in indicators if each.code == row.kpi), None)
            if indicator is not None:
                _add(found.setdefault(row.kpi, _Moves(indicator)), line, row, dossier)
    ordered = (found[each.code] for each in indicators if each.code in found)
    return tuple(effect for moves in ordered if (effect := _effect(code, moves, dossier)) is not None)


def _add(moves: _Moves, line: Line, row: Sensitivity, dossier: Dossier) -> None:
    assert line.shock is not None  # noqa: S101 - the caller has looked
    sensitivity = typed(f"{row.driver}.{row.kpi}.effect", row.effect, moves.indicator.kpi.unit, row.source, "effect")
    moves.inputs += [line.shock, sensitivity]
    first = (line.row.start or dossier.period + 1) + (row.lag_months or 0)
    for step, share in enumerate(shares(line.row.months or YEAR_MONTHS, line.row.ramp_months or 0)):
        period = first + step
        if period > dossier.period:
            moves.by_month[period] = moves.by_month.get(period, 0.0) + line.shock.number * share * row.effect


def _effect(code: str, moves: _Moves, dossier: Dossier) -> Effect | None:
    """Give the moves as facts, and the level in the month of the largest one."""
    indicator = moves.indicator
    kpi = indicator.kpi
    if not any(moves.by_month.values()):
        return None
    months = tuple(
        (period, derived(f"{code}.{kpi.code}.{period}", moves.by_month[period], kpi.unit, "scenario.kpi", moves.inputs))
        for period in sorted(moves.by_month)
    )
    peak, move = max(months, key=lambda each: abs(each[1].number))  # the first of equals
    bare = Effect(indicator, months, peak, move)
    outlook = _outlook(indicator, peak, dossier)
    if outlook is None:
        return bare
    key, step = f"{code}.{kpi.code}", peak - dossier.period - 1
    usual = derived(f"{key}.usual", float(outlook.median[step]), kpi.unit, "outlook.median", (history_fact(indicator),))
    moved = max(min(usual.number + move.number, _or(kpi.upper_bound, float("inf"))), _or(kpi.lower_bound, float("-inf")))
    level = derived(f"{key}.level", moved, kpi.unit, "scenario.level", (usual, move))
    row = indicator.target_row
    before, after = (judge(each.number, kpi.direction, row) for each in (usual, level))
    broken = after.status is Status.OUT_OF_TOLERANCE and before.status is not Status.OUT_OF_TOLERANCE
    limit = indicator.low_limit if after.side == "below" else indicator.high_limit
    return Effect(indicator, months, peak, move, usual, level, limit if after.status is Status.OUT_OF_TOLERANCE else None, broken)


def _or(bound: float | None, otherwise: float) -> float:
    return otherwise if bound is None else bound


def _outlook(indicator: Indicator, peak: Period, dossier: Dossier) -> Outlook | None:
    """Give an outlook that reaches the month; None where it cannot, or the history is too short."""
    steps, known = peak - dossier.period, indicator.outlook
    reported = indicator.series.periods and indicator.series.periods[-1] == dossier.period
    if known is None or known.too_few or not reported or steps > LONGEST_LOOK:
        return None
    if steps <= HORIZON_MONTHS:
        return known
    kpi = indicator.kpi
    lower, upper = kpi.lower_bound, kpi.upper_bound
    if lower is not None and upper is not None and lower >= upper:
        lower = upper = None
    return forecast(indicator.series.values, horizon=steps, seasonal=kpi.seasonal, lower=lower, upper=upper)
