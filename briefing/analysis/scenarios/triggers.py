"""What announces a scenario, and the chance that it does so in time for the prepared response."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from math import inf, nextafter
from typing import Literal

from briefing.analysis.indicators import HORIZON_MONTHS, Indicator, history_fact
from briefing.analysis.outlook import forecast
from briefing.analysis.scenarios.values import Trigger
from briefing.evidence import Fact, derived, typed
from briefing.model.charter import Direction, Scenario
from briefing.model.dossier import Dossier
from briefing.periods import Period

LONGEST_LOOK = 24
"""Months ahead that the outlook reaches."""


def trigger_of(code: str, rows: Sequence[Scenario], lead: Fact | None, dossier: Dossier, indicators: Sequence[Indicator]) -> Trigger | None:
    """Give the trigger with its chance in time.

    In time is a month whose last day lies at least the response's lead time before the scenario's declared start; without a
    declared start, any of the outlook's six months.
    """
    row = next((each for each in rows if each.trigger_kpi and each.trigger_limit is not None), None)
    if row is None or row.trigger_limit is None:
        return None
    indicator = next((each for each in indicators if each.code == row.trigger_kpi), None)
    definition = indicator.kpi if indicator else dossier.charter.kpi(row.trigger_kpi, dossier.period)
    limit = typed(f"{code}.trigger_limit", float(row.trigger_limit), definition.unit if definition else "", row.source, "trigger_limit")
    bare = Trigger(row.trigger_kpi, limit, indicator, definition)
    last = next((value for value in reversed(indicator.series.values) if value is not None), None) if indicator else None
    if indicator is None or last is None:
        return replace(bare, untold="not_reported")
    side = _side(indicator, limit.number, last)
    bare = replace(bare, side=side)
    if last <= limit.number if side == "below" else last >= limit.number:
        return replace(bare, untold="reached")
    starting = [(each.start, each) for each in rows if each.start is not None]
    if not starting:
        return _with_chance(replace(bare, months=HORIZON_MONTHS), code, lead, None)
    first, declared = min(starting, key=lambda pair: pair[0])
    months = _months_in_time(first, lead, dossier)
    if months < 1:
        return replace(bare, untold="too_late")
    start = typed(f"{code}.start", str(first), "date", declared.source, "start")
    return _with_chance(replace(bare, months=months), code, lead, start)


def _side(indicator: Indicator, limit: float, last: float) -> Literal["above", "below"]:
    """Give the bad side; for a band or an unknown direction the side away from the last value."""
    match indicator.kpi.direction:
        case Direction.HIGHER:
            return "below"
        case Direction.LOWER:
            return "above"
        case _:
            return "below" if limit < last else "above"


def _months_in_time(start: Period, lead: Fact | None, dossier: Dossier) -> int:
    deadline = start.first_day - timedelta(days=int(lead.number) if lead else 0)
    counted = [step for step in range(1, LONGEST_LOOK + 1) if (dossier.period + step).last_day <= deadline]
    return len(counted)


def _with_chance(trigger: Trigger, code: str, lead: Fact | None, start: Fact | None) -> Trigger:
    indicator, limit = trigger.indicator, trigger.limit.number
    if indicator is None or indicator.outlook is None:
        return replace(trigger, untold="not_reported")
    if indicator.outlook.too_few:
        return replace(trigger, untold="too_few")
    kpi, outlook = indicator.kpi, indicator.outlook
    if trigger.months != outlook.horizon:
        lower, upper = kpi.lower_bound, kpi.upper_bound
        if lower is not None and upper is not None and lower >= upper:
            lower = upper = None
        outlook = forecast(indicator.series.values, horizon=trigger.months, seasonal=kpi.seasonal, lower=lower, upper=upper)
    # Reaching the limit starts the response, so the limit itself counts.
    beyond = {"low": nextafter(limit, inf)} if trigger.side == "below" else {"high": nextafter(limit, -inf)}
    chance = derived(f"{code}.trigger_chance", float(outlook.probability_any_beyond(**beyond)), "chance", "scenario.trigger",
                     (history_fact(indicator), trigger.limit, lead, start))
    return replace(trigger, chance=chance)
