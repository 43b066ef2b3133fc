"""Scenarios: what declared shocks to drivers would cost, when they would be seen coming, and what is prepared.

A scenario is a story, not a forecast: it has no chance and is never added to the exposure. A line moves one driver by
so many of its units a month; lines of one code act jointly, and their costs add up because each driver's value is linear
in its units. With the full shock `s` (units a month), the driver's value `v` (money a unit) and a ramp of `r` months, the
`k`-th month costs

    s v min(k / r, 1)        (s v from the first month where there is no ramp).

The charter declares no KPI's sensitivity to a driver, so no KPI is moved. Where a row of the register stands on the same
driver, both speak of one money: in every simulated year these rows together cost at least what the scenario does, the
larger of the two. A scenario of zero is the exposure as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from math import inf, nextafter
from typing import Literal

import numpy as np

from briefing.analysis.exposure import Exposure
from briefing.analysis.indicators import HORIZON_MONTHS, Indicator, history_fact
from briefing.analysis.losses import Loss
from briefing.analysis.outlook import forecast
from briefing.analysis.portfolio import Bracket, Portfolio, linked_groups
from briefing.analysis.translation import Exchange, driver_value
from briefing.evidence import Fact, derived, typed
from briefing.model.charter import Direction, Driver, Kpi, Scenario
from briefing.model.dossier import Dossier
from briefing.money import Measure
from briefing.periods import Period

YEAR_MONTHS = 12
COMMON_SHARE = 0.1
"""By how much a driver's agreed value is moved where no scenario moves the driver."""
LONGEST_LOOK = 24
"""Months ahead that the outlook reaches."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a scenario: a driver moved over its months, in the reporting currency.

    `months` are the costs of the months still ahead, over the scenario's whole course; `cost` is that of the next twelve.
    `untranslated` says why there is none: `no_driver`, `no_shock`, `no_rate`, `elsewhere` (the driver is agreed for
    another site) or `over` (its months have passed).
    """

    row: Scenario
    driver: Driver | None = None
    shock: Fact | None = None
    months: tuple[tuple[Period, Fact], ...] = ()
    full_from: Period | None = None
    """The first month of the full shock, where a ramp leads to it."""
    cost: Fact | None = None
    untranslated: str = ""

    @property
    def measure(self) -> Measure:
        """What the driver's money is an amount of."""
        return self.driver.measure if self.driver else Measure.EBITDA


@dataclass(frozen=True, slots=True)
class Sum:
    """What the lines of one measure cost jointly: by month, in the next twelve months, by calendar year."""

    measure: Measure
    months: tuple[tuple[Period, Fact], ...]
    cost: Fact
    years: tuple[tuple[int, Fact], ...]


@dataclass(frozen=True, slots=True)
class Trigger:
    """The KPI that announces a scenario, and the chance that it does so in time for the prepared response.

    `months` is how many of the coming months count; `side` is where the limit is reached from. `untold` says why there is
    no chance: `not_reported`, `too_few` months, `reached` already, `too_late` for the response, or no `side` known.
    """

    kpi: str
    limit: Fact
    indicator: Indicator | None = None
    definition: Kpi | None = None
    """The KPI as the charter defines it, reported by the plant or not."""
    side: Literal["above", "below", ""] = ""
    months: int = 0
    chance: Fact | None = None
    untold: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """A scenario as far as it concerns the site: its lines, their joint cost, trigger, response, and the exposure if it came.

    `rows` are the register's rows on a driver that it moves; `above` the chance of losing more than the tolerated amount if it
    came, None where no such row or no tolerance is there.
    """

    code: str
    lines: tuple[Line, ...]
    sums: tuple[Sum, ...] = ()
    trigger: Trigger | None = None
    response_cost: Fact | None = None
    lead_days: Fact | None = None
    rows: tuple[str, ...] = ()
    above: Bracket | None = None

    @property
    def row(self) -> Scenario:
        """The first line, which carries name, trigger and response unless a later one does."""
        return self.lines[0].row

    @property
    def translated(self) -> bool:
        """Tell whether anything of it is in money."""
        return bool(self.sums)


@dataclass(frozen=True, slots=True)
class Swing:
    """One bar of the tornado: what a driver's move costs over twelve months.

    By the scenario `code` that costs most; without one, `low` to `high` is a tenth off and on its agreed value, by what that
    changes in the expected loss of the rows that stand on it.
    """

    driver: Driver
    high: Fact
    low: Fact | None = None
    code: str = ""


@dataclass(frozen=True, slots=True)
class Scenarios:
    """All scenarios that concern the site, the tornado of its drivers (largest first), and drivers that nothing moves."""

    stories: tuple[Story, ...] = ()
    swings: tuple[Swing, ...] = ()
    unmoved: tuple[Driver, ...] = ()
    declared: bool = field(default=False)
    """Whether the charter declares any scenario at all."""


def scenarios_of(dossier: Dossier, indicators: Sequence[Indicator], losses: Sequence[Loss], exchange: Exchange,
                 portfolio: Portfolio | None = None, runs: Sequence[Exposure] = ()) -> Scenarios:
    """Give the charter's scenarios for the site, in the charter's order.

    Args:
        dossier: The site and its charter.
        indicators: Its KPIs, for the triggers.
        losses: Its register, for the tornado.
        exchange: To the reporting currency.
        portfolio: The exposure that a scenario is held against; None without one.
        runs: The portfolio's three simulations; without them no chance is computed anew.
    """
    codes = dict.fromkeys(row.code for row in dossier.charter.scenarios)
    stories = tuple(
        story for code in codes
        if (story := _story(code, dossier, indicators, exchange)) is not None
    )
    if portfolio is not None:
        stories = tuple(_with_exposure(story, dossier, portfolio, runs) for story in stories)
    swings, unmoved = _tornado(dossier, stories, losses, exchange)
    return Scenarios(stories, swings, unmoved, bool(dossier.charter.scenarios))


def shares(months: int, ramp_months: int) -> tuple[float, ...]:
    """Give the share of the full shock in each month of a scenario: k / ramp up to 1."""
    return tuple(min(month / ramp_months, 1.0) if ramp_months > 0 else 1.0 for month in range(1, months + 1))


def _story(code: str, dossier: Dossier, indicators: Sequence[Indicator], exchange: Exchange) -> Story | None:
    """Give a scenario; None where each of its drivers is agreed for other sites only."""
    rows = [row for row in dossier.charter.scenarios if row.code == code]
    lines = tuple(_line(row, index, dossier, exchange) for index, row in enumerate(rows))
    if all(line.untranslated == "elsewhere" for line in lines):
        return None
    answer = next((row for row in rows if row.response_en or row.response_es or row.response_cost is not None), rows[0])
    cost = lead = None
    if answer.response_cost is not None:
        cost = typed(f"{code}.response_cost", answer.response_cost, exchange.currency, answer.source, "response_cost")
    if answer.lead_days is not None:
        lead = typed(f"{code}.lead_days", answer.lead_days, "days", answer.source, "lead_days")
    return Story(code, lines, _sums(code, lines, dossier), _trigger(code, rows, lead, dossier, indicators), cost, lead)


def _line(row: Scenario, index: int, dossier: Dossier, exchange: Exchange) -> Line:
    driver = dossier.charter.driver(row.driver, dossier.site.code, dossier.period)
    if driver is None:
        known = any(each.code == row.driver for each in dossier.charter.drivers)
        return Line(row, untranslated="elsewhere" if known else "no_driver")
    typed_value = driver_value(dossier.charter, row.driver, dossier)
    if typed_value is None:
        return Line(row, driver, untranslated="no_driver")
    if row.shock is None:
        return Line(row, driver, untranslated="no_shock")
    value = exchange.reported(typed_value)
    key = f"{row.code}.{index + 1}"
    shock = typed(f"{key}.shock", float(row.shock), driver.unit or "units", row.source, "shock")
    if value is None:
        return Line(row, driver, shock, untranslated="no_rate")
    first = row.start or dossier.period + 1
    found = [
        (period, derived(f"{key}.{period}", shock.number * share * value.number, exchange.currency, "scenario.month",
                         (shock, value, *_course(row, key))))
        for step, share in enumerate(shares(row.months or YEAR_MONTHS, row.ramp_months or 0))
        if (period := first + step) > dossier.period
    ]
    if not found:
        return Line(row, driver, shock, untranslated="over")
    cost = _added(f"{key}.cost", [fact for period, fact in found if period - dossier.period <= YEAR_MONTHS], exchange.currency)
    ramp = first + ((row.ramp_months or 1) - 1)
    return Line(row, driver, shock, tuple(found), ramp if first < ramp <= found[-1][0] and ramp > dossier.period else None, cost)


def _course(row: Scenario, key: str) -> tuple[Fact, ...]:
    """Give the typed months that shape the course, as evidence."""
    return tuple(
        typed(f"{key}.{name}", str(value) if isinstance(value, Period) else value, "months", row.source, name)
        for name, value in (("start", row.start), ("months", row.months), ("ramp_months", row.ramp_months)) if value is not None
    )


def _added(identifier: str, facts: Sequence[Fact], currency: str) -> Fact:
    return derived(identifier, float(sum(fact.number for fact in facts)), currency, "scenario.sum", facts)


def _sums(code: str, lines: Sequence[Line], dossier: Dossier) -> tuple[Sum, ...]:
    """Add the lines of each measure by month; measures are never mixed."""
    found = []
    currency = dossier.charter.company.currency
    moved = [line for line in lines if line.cost is not None]
    for measure in dict.fromkeys(line.measure for line in moved):
        by_month: dict[Period, list[Fact]] = {}
        for line in moved:
            for period, fact in line.months if line.measure is measure else ():
                by_month.setdefault(period, []).append(fact)
        key = f"{code}.{measure}"
        months = tuple((period, _added(f"{key}.{period}", by_month[period], currency)) for period in sorted(by_month))
        coming = [fact for period, fact in months if period - dossier.period <= YEAR_MONTHS]
        years = dict.fromkeys(period.year for period, _ in months)
        split = tuple((year, _added(f"{key}.{year}", [fact for period, fact in months if period.year == year], currency)) for year in years)
        found.append(Sum(measure, months, _added(f"{key}.cost", coming, currency), split))
    return tuple(found)


# ---------------------------------------------------------------- the trigger

def _trigger(code: str, rows: Sequence[Scenario], lead: Fact | None, dossier: Dossier, indicators: Sequence[Indicator]) -> Trigger | None:
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


# ---------------------------------------------------------------- the exposure, if it came

def _with_exposure(story: Story, dossier: Dossier, portfolio: Portfolio, runs: Sequence[Exposure]) -> Story:
    measure = dossier.charter.company.loss_measure
    costs: dict[str, list[Fact]] = {}
    for line in story.lines:
        if line.cost is not None and line.measure is measure and line.driver is not None:
            costs.setdefault(line.driver.code, []).append(line.cost)
    on_driver = {
        code: [index for index, loss in enumerate(portfolio.losses) if loss.row.driver == code] for code in costs
    }
    touched = {code: places for code, places in on_driver.items() if places}
    if not touched:
        return story
    rows = tuple(portfolio.losses[index].row.id for places in touched.values() for index in places)
    story = replace(story, rows=rows)
    if portfolio.amount is None or not runs:
        return story
    floors = [(_with_linked(places, portfolio.losses), sum(fact.number for fact in costs[code])) for code, places in touched.items()]
    inputs = (portfolio.amount, *(fact for code in touched for fact in costs[code]),
              *(fact for loss in portfolio.losses for fact in (loss.yearly, loss.mean)))
    chances = [
        derived(f"{story.code}.above.{strength}", chance_above(run, floors, portfolio.amount.number), "chance", "exposure.scenario", inputs)
        for strength, run in zip(("independent", "common", "together"), runs, strict=True)
    ]
    return replace(story, above=Bracket(*chances))


def _with_linked(places: Sequence[int], losses: Sequence[Loss]) -> tuple[int, ...]:
    """Give the rows and those linked with them, which speak of the same money."""
    found = set(places)
    for group in linked_groups(losses):
        if found & set(group):
            found |= set(group)
    return tuple(sorted(found))


def chance_above(run: Exposure, floors: Iterable[tuple[Sequence[int], float]], amount: float) -> float:
    """Give the chance of losing more than an amount if rows together cost at least their floor in every year.

    Never lower than without floors; with floors of zero it is the run's own.
    """
    totals = run.totals
    for places, floor in floors:
        part = run.by_risk[list(places)].sum(axis=0)
        totals = totals + np.maximum(floor - part, 0.0)
    return float((totals > amount).mean())


# ---------------------------------------------------------------- the tornado

def _tornado(dossier: Dossier, stories: Sequence[Story], losses: Sequence[Loss],
             exchange: Exchange) -> tuple[tuple[Swing, ...], tuple[Driver, ...]]:
    """Move each of the site's drivers of the agreed loss's measure by its scenario, else its value by a tenth."""
    measure = dossier.charter.company.loss_measure
    swings: list[Swing] = []
    unmoved: list[Driver] = []
    for code in dict.fromkeys(each.code for each in dossier.charter.drivers):
        driver = dossier.charter.driver(code, dossier.site.code, dossier.period)
        if driver is None or driver.measure is not measure:
            continue
        swing = _by_scenario(driver, stories) or _by_tenth(driver, losses, dossier, exchange)
        if swing is None:
            unmoved.append(driver)
        else:
            swings.append(swing)
    return tuple(sorted(swings, key=lambda swing: (-abs(swing.high.number), swing.driver.code))), tuple(unmoved)


def _by_scenario(driver: Driver, stories: Sequence[Story]) -> Swing | None:
    found = [
        (line.cost, story.code) for story in stories for line in story.lines
        if line.cost is not None and line.cost.number and line.row.driver == driver.code
    ]
    if not found:
        return None
    cost, code = max(found, key=lambda item: abs(item[0].number))
    return Swing(driver, cost, code=code)


def _by_tenth(driver: Driver, losses: Sequence[Loss], dossier: Dossier, exchange: Exchange) -> Swing | None:
    expected = [loss.expected for loss in losses if loss.in_sum and loss.expected is not None and loss.row.driver == driver.code]
    value = driver_value(dossier.charter, driver.code, dossier)
    if not expected or value is None:
        return None
    tenth = COMMON_SHARE * sum(fact.number for fact in expected)
    high = derived(f"{driver.code}.tenth_more", tenth, exchange.currency, "scenario.tenth", (value, *expected))
    low = derived(f"{driver.code}.tenth_less", -tenth, exchange.currency, "scenario.tenth", (value, *expected))
    return Swing(driver, high, low)
