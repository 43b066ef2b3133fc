"""KPIs and their money: basis, valid range, currencies, and one dollar once."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date

import pytest

from briefing.analysis.indicators import Indicator, indicators_of
from briefing.analysis.translation import Exchange, driver_value, exchange_of
from briefing.evidence import Fact
from briefing.model.charter import AbsoluteLimit, Adjustment, Direction, Driver, Site
from briefing.model.dossier import Dossier, Override, Publication
from briefing.model.submission import Cover, Status
from briefing.money import Basis, ExchangeRate, Measure, Money
from tests.builders import COMPANY, OCTOBER, charter, dossier, kpi, month, report, source, target

SEPTEMBER = OCTOBER + -1
PRICED = {"target": 0.95, "low_limit": 0.90, "value_per_unit": 10_000.0, "currency": "USD", "basis": Basis.MONTH, "measure": Measure.EBITDA}


def _known(value: float | None = 0.93, **given: object) -> Dossier:
    row = target(**(PRICED | given))
    return dossier(month(kpis=(report("OTD", (value,)),)), agreed=charter(kpi(unit="%"), targets=(row,)))


def _only(known: Dossier) -> Indicator:
    (found,) = indicators_of(known, exchange_of(known))
    return found


def test_a_percent_kpi_is_priced_in_percentage_points() -> None:
    """Two points short of 95 % at 10,000 dollars a point: 20,000 dollars a month."""
    actual = _only(_known())

    assert actual.money is not None
    assert (pytest.approx(20_000.0), "USD", "translation.month") == (actual.money.number, actual.money.unit, actual.money.method)


@pytest.mark.parametrize("basis", list(Basis))
def test_the_basis_is_named_and_not_turned_into_another(basis: Basis) -> None:
    """A value a year stays one a year."""
    actual = _only(_known(basis=basis))

    assert actual.money is not None
    assert (pytest.approx(20_000.0), f"translation.{basis}") == (actual.money.number, actual.money.method)


def test_a_plain_kpi_is_priced_by_its_unit() -> None:
    """Nine complaints where two are the target, 3,000 dollars each: 7 x 3,000."""
    row = target("C", target=2.0, high_limit=4.0, value_per_unit=3_000.0, currency="USD")
    agreed = charter(kpi("C", direction=Direction.LOWER, unit="complaints"), targets=(row,))

    actual = _only(dossier(month(kpis=(report("C", (9.0,)),)), agreed=agreed))

    assert actual.money is not None
    assert 21_000.0 == actual.money.number


@pytest.mark.parametrize(("value", "priced"), [(0.92, True), (0.90, True), (0.899, False)])
def test_beyond_its_valid_range_a_value_per_unit_says_nothing(value: float, priced: bool) -> None:
    """The cliff at 90 % has a row of its own; its edge still counts."""
    actual = _only(_known(value, valid_low=0.90))

    assert priced == (actual.money is not None)
    assert ("" if priced else "outside") == actual.unpriced


def test_a_met_target_costs_nothing_and_says_so() -> None:
    """No shortfall, no money; the reason is not that no value was agreed."""
    assert (None, "met") == (_only(_known(0.97)).money, _only(_known(0.97)).unpriced)
    assert "none" == _only(_known(value_per_unit=None)).unpriced


def test_an_absolute_kpi_is_never_priced() -> None:
    """Even where somebody agreed a value."""
    known = _known()
    known = replace(known, charter=charter(kpi(unit="%", absolute=AbsoluteLimit.SAFETY), targets=known.charter.targets))

    assert None is _only(known).money


def test_pesos_become_dollars_by_the_covers_rate() -> None:
    """2 points x 10,000 pesos at 20 for a dollar: 1,000 dollars, resting on the rate's cell."""
    actual = _only(_known(currency="MXN"))

    assert actual.money is not None
    assert (pytest.approx(1_000.0), "USD") == (actual.money.number, actual.money.unit)
    assert ("2026-10.xlsx", "Cover", "RATE3") in {(cell.file, cell.sheet, cell.cell) for cell in actual.money.evidence()}


@pytest.mark.parametrize("currency", ["MXN", "EUR"])
def test_without_a_rate_that_joins_the_moneys_nothing_is_translated(currency: str) -> None:
    """Unknown is not translated, never zero."""
    known = _known(currency=currency)
    cover = Cover("MTY", OCTOBER, currency="MXN", rate=None if currency == "MXN" else 20.0)
    known = replace(known, submission=replace(known.submission, cover=cover)) if known.submission else known

    assert (None, "no_rate") == (_only(known).money, _only(known).unpriced)


def test_a_month_without_a_rate_takes_the_latest_earlier_one() -> None:
    """September's 19 stands in; its own cover is the source."""
    covers = {period: Cover("MTY", period, currency="MXN", rate=rate, source=source("Cover", 3, f"{period}.xlsx"))
              for period, rate in ((OCTOBER + -2, 18.0), (SEPTEMBER, 19.0), (OCTOBER, None))}

    actual = exchange_of(dossier(*(month(period, cover=cover) for period, cover in covers.items())))

    assert actual.rate is not None
    assert (19.0, "2026-09.xlsx") == (actual.rate.number, actual.source.file)


def test_a_rate_to_the_dollar_joins_no_other_reporting_currency() -> None:
    """A Cover states pesos for one dollar: a company that reports in euros has no rate."""
    agreed = charter(company=replace(COMPANY, currency="EUR"))
    exchange = exchange_of(dossier(month(), agreed=agreed))

    assert None is exchange.rate
    assert None is exchange.reported(Fact("x", 100.0, "MXN"))


def test_a_site_in_the_companys_money_needs_no_rate() -> None:
    """Dollars are dollars; pesos at such a site have no rate."""
    agreed = replace(charter(), sites=(Site("MTY", "Monterrey", currency="USD"),))
    exchange = exchange_of(dossier(month(), agreed=agreed))

    assert (100.0, None) == (getattr(exchange.reported(Fact("x", 100.0, "USD")), "number", None), exchange.reported(Fact("x", 1.0, "MXN")))


def test_a_quoted_rate_converts_both_ways_and_no_further() -> None:
    """20 pesos for a dollar: there and back, and no euros."""
    rate = ExchangeRate("USD", "MXN", 20.0, date(2026, 10, 30))

    assert Money(100.0, "MXN") == rate.convert(Money(5.0, "USD"), "MXN")
    assert Money(5.0, "USD") == rate.convert(Money(100.0, "MXN"), "USD")
    assert Money(5.0, "EUR") == rate.convert(Money(5.0, "EUR"), "EUR")
    assert None is rate.convert(Money(5.0, "EUR"), "USD")


def test_one_kpi_carries_the_money_of_its_value_group() -> None:
    """Scrap of 1,000 dollars a month is 12,000 a year: more than 5,000 a year for rework, so scrap carries the group."""
    rows = (target("S", target=0.0, value_per_unit=100.0, currency="USD", basis=Basis.MONTH),
            target("W", target=0.0, value_per_unit=500.0, currency="USD", basis=Basis.YEAR),
            target("E", target=0.0, value_per_unit=1.0, currency="USD"))
    kpis = [kpi(code, direction=Direction.LOWER, value_group="" if code == "E" else "waste") for code in ("S", "W", "E")]
    known = dossier(month(kpis=tuple(report(code, (10.0,)) for code in "SWE")), agreed=charter(*kpis, targets=rows))

    actual = indicators_of(known, Exchange("USD", "MXN"))

    assert {"S": "S", "W": "S", "E": "E"} == {each.code: each.money_carrier for each in actual}


def test_an_override_is_kept_beside_the_computed_status() -> None:
    """Both are printed: the computed status stays what the figures say."""
    override = Override("OTD", Status.ON_TARGET, "plant director", "weather")
    known = replace(_known(0.80), publications=(Publication(OCTOBER, overrides=(override,)),))

    actual = _only(known)

    assert (Status.OUT_OF_TOLERANCE, override) == (actual.status, actual.override)


def test_without_last_months_workbook_there_is_no_previous_status() -> None:
    """A history column is not last month's report."""
    known = dossier(month(kpis=(report("OTD", (0.80, 0.93)),)), month(OCTOBER + -2, kpis=(report("OTD", (0.9,), last=OCTOBER + -2),)),
                    agreed=charter(kpi(unit="%"), targets=(target(**PRICED),)))

    assert None is _only(known).previous


def test_the_previous_status_is_judged_by_the_row_then_in_force() -> None:
    """85 % was tolerated in September and would not be in October."""
    rows = (target(low_limit=0.80), target(low_limit=0.90, valid_from=OCTOBER))
    known = dossier(month(SEPTEMBER, kpis=(report("OTD", (0.85,), last=SEPTEMBER),)), month(kpis=(report("OTD", (0.85, 0.85)),)),
                    agreed=charter(kpi(), targets=rows))

    assert (Status.WITHIN_TOLERANCE, Status.OUT_OF_TOLERANCE) == (_only(known).previous, _only(known).status)


def test_the_sites_own_target_row_goes_before_the_one_for_all() -> None:
    """Monterrey agreed 85 %."""
    rows = (target(low_limit=0.90, valid_from=OCTOBER), target(low_limit=0.85, site="MTY"))
    known = dossier(month(kpis=(report("OTD", (0.87,)),)), agreed=charter(kpi(), targets=rows))

    assert Status.WITHIN_TOLERANCE is _only(known).status


def test_a_kpi_expected_of_the_site_and_not_reported_is_not_measured() -> None:
    """By a row for all sites, or by none; another site's KPI is not expected here."""
    agreed = charter(kpi("ALL"), kpi("FREE"), kpi("OTHER"), targets=(target("ALL", target=1.0), target("OTHER", target=1.0, site="QRO")))

    actual = indicators_of(dossier(month(), agreed=agreed), Exchange("USD", "MXN"))

    assert {"ALL": Status.NOT_MEASURED, "FREE": Status.NOT_MEASURED} == {each.code: each.status for each in actual}


def test_a_kpi_that_no_charter_knows_is_shown_and_not_agreed() -> None:
    """What the workbook reports is never lost."""
    actual = _only(dossier(month(kpis=(report("NEW", (3.0,)),))))

    assert ("NEW", Status.NOT_AGREED, 3.0) == (actual.code, actual.status, actual.actual.number if actual.actual else None)


def test_a_likely_breach_is_a_warning_only_while_the_limit_is_kept() -> None:
    """Falling a point a month from 99 % to 91 %, with the limit at 90 %."""
    falling = tuple(0.99 - 0.01 * step for step in range(9))
    agreed = charter(kpi(unit="%"), targets=(target(target=0.95, low_limit=0.90),))

    actual = _only(dossier(month(kpis=(report("OTD", falling),)), agreed=agreed))
    broken = _only(dossier(month(kpis=(report("OTD", (*falling, 0.85)),)), agreed=agreed))

    assert actual.breach is not None
    assert 0.5 <= actual.breach.number <= 1
    assert (True, False) == (actual.is_warning, broken.is_warning)


@pytest.mark.parametrize("bounds", [(1.0, 1.0), (2.0, 1.0)])
def test_natural_bounds_that_leave_no_room_stop_no_briefing(bounds: tuple[float, float]) -> None:
    """A charter's slip in two cells is no reason to fail."""
    agreed = charter(kpi(lower_bound=bounds[0], upper_bound=bounds[1]), targets=(target(low_limit=0.9),))

    actual = _only(dossier(month(kpis=(report("OTD", (0.9, 0.95, 0.97, 0.99)),)), agreed=agreed))

    assert actual.outlook is not None


def test_a_kpi_last_measured_more_than_ten_years_ago_has_no_outlook() -> None:
    """Its history is kept; no forecast is made of it."""
    actual = _only(dossier(month(kpis=(report("OTD", {OCTOBER + -130: 0.9}),))))

    assert (None, Status.NOT_MEASURED) == (actual.outlook, actual.status)


@pytest.mark.parametrize("value", [0.0, 1e-12, -1e15, 1e15])
def test_extreme_values_give_finite_figures(value: float) -> None:
    """Zero, next to nothing, and far too much."""
    actual = _only(_known(value))

    facts = [fact for fact in (actual.actual, actual.shortfall, actual.money) if fact]
    assert all(math.isfinite(fact.number) for fact in facts)


def test_a_driver_is_the_sites_own_before_the_one_for_all() -> None:
    """And one without a value costs nobody knows what."""
    drivers = (Driver("D", value=1.0, currency="USD"), Driver("D", value=2.0, currency="USD", site="MTY"), Driver("E"))
    known = dossier(month(), agreed=charter(drivers=drivers))

    values = [getattr(driver_value(known.charter, code, known), "number", None) for code in ("D", "E", "F")]
    assert [2.0, None, None] == values


def test_a_declared_difference_stands_beside_the_value_from_its_month_on() -> None:
    """The latest row in force for this site is added; status, money and history go by the value as it is."""
    def adjusted(*rows: Adjustment) -> float | None:
        found = _only(replace(_known(), charter=replace(_known().charter, adjustments=rows)))
        assert found.actual is not None
        assert (0.93, Status.WITHIN_TOLERANCE) == (found.actual.number, found.status)
        return round(found.adjusted.number, 6) if found.adjusted else None

    first, second, later = (Adjustment("OTD", "MTY", amount, valid_from=period) for amount, period in (
        (0.01, SEPTEMBER), (0.02, OCTOBER), (0.03, OCTOBER + 1)))
    assert [None, None, 0.94, 0.95] == [adjusted(), adjusted(later), adjusted(first), adjusted(second, first, later)]
    assert adjusted(Adjustment("OTD", "QRO", 0.01)) is None
