"""The course of a scenario: what each line costs by month, and the lines of one measure together."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.analysis.scenarios.values import YEAR_MONTHS, Line, Sum
from briefing.analysis.translation import Exchange, driver_value
from briefing.evidence import Fact, derived, typed
from briefing.model.charter import Scenario
from briefing.model.dossier import Dossier
from briefing.periods import Period


def shares(months: int, ramp_months: int) -> tuple[float, ...]:
    """Give the share of the full shock in each month of a scenario: k / ramp up to 1."""
    return tuple(min(month / ramp_months, 1.0) if ramp_months > 0 else 1.0 for month in range(1, months + 1))


def line_of(row: Scenario, index: int, dossier: Dossier, exchange: Exchange) -> Line:
    """Give a line with its cost by month, or why there is none; `index` from 0 names its facts."""
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


def sums_of(code: str, lines: Sequence[Line], dossier: Dossier) -> tuple[Sum, ...]:
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
