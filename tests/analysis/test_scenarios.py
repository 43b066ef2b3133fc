"""Scenarios: what a declared move of a driver costs by month, jointly, beside the exposure, and whether its trigger comes in time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.analysis import portfolio as together
from briefing.analysis.exposure import Pert, RiskModel, simulate
from briefing.analysis.indicators import indicators_of
from briefing.analysis.losses import losses_of
from briefing.analysis.portfolio import portfolio_of, simulated
from briefing.analysis.scenarios import Scenarios, Story, chance_above, scenarios_of, shares
from briefing.analysis.translation import exchange_of
from briefing.model.charter import Direction, Driver, Scenario, Sensitivity
from briefing.model.dossier import Dossier
from briefing.money import Measure
from briefing.periods import Period
from tests.builders import charter, dossier, kpi, month, report, row, source, target


@pytest.fixture(autouse=True, scope="module")
def _few_years() -> Iterator[None]:
    """Two thousand years are enough here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(together, "YEARS", 2_000)
        yield


def _driver(code: str = "D-01", value: float | None = 1_000.0, **given_: Any) -> Driver:
    return Driver(code, **{"name_en": code, "unit": "days", "value": value, "currency": "USD", "source": source("Drivers", 4, "charter.xlsx"), **given_})


def _scenario(code: str = "S-1", **given_: Any) -> Scenario:
    return Scenario(code, **{"driver": "D-01", "shock": 10.0, "source": source("Scenarios", 4, "charter.xlsx"), **given_})


def _known(*scenarios: Scenario, drivers: tuple[Driver, ...] = (_driver(),), kpis: tuple[Any, ...] = (), **sheets: Any) -> Dossier:
    return dossier(month(**sheets), agreed=charter(*kpis, drivers=drivers, scenarios=scenarios))


def _found(known: Dossier) -> Scenarios:
    exchange = exchange_of(known)
    losses = losses_of(known, exchange)
    runs = simulated(known, losses, 1)
    return scenarios_of(known, indicators_of(known, exchange), losses, exchange, portfolio_of(known, losses, 1, runs), runs)


def _only(known: Dossier) -> Story:
    (story,) = _found(known).stories
    return story


def _by_month(story: Story) -> dict[str, float]:
    return {str(period): fact.number for period, fact in story.sums[0].months}


def test_a_ramp_rises_evenly_to_the_full_shock() -> None:
    """10 units at 1,000 each over three months with a ramp of two: a half, then all of 10,000."""
    story = _only(_known(_scenario(months=3, ramp_months=2)))

    assert _by_month(story) == {"2026-11": 5_000.0, "2026-12": 10_000.0, "2027-01": 10_000.0}
    assert story.sums[0].cost.number == 25_000.0
    assert story.lines[0].full_from == Period(2026, 12)


def test_years_are_split_by_calendar_over_the_whole_course() -> None:
    """Blank start and months are the next month and twelve of them: two in 2026, ten in 2027."""
    story = _only(_known(_scenario()))

    assert [(2026, 20_000.0), (2027, 100_000.0)] == [(year, fact.number) for year, fact in story.sums[0].years]


def test_only_the_next_twelve_months_count_as_the_year() -> None:
    """Six of eighteen months lie beyond them, but in the calendar split."""
    story = _only(_known(_scenario(months=18)))

    assert story.sums[0].cost.number == 120_000.0
    assert sum(fact.number for _, fact in story.sums[0].years) == 180_000.0


def test_months_that_have_passed_do_not_count() -> None:
    """From August for six months with a ramp of four: only the fourth to sixth month lie ahead, all in full."""
    story = _only(_known(_scenario(start=Period(2026, 8), months=6, ramp_months=4)))

    assert _by_month(story) == {"2026-11": 10_000.0, "2026-12": 10_000.0, "2027-01": 10_000.0}


def test_a_scenario_that_is_over_says_so() -> None:
    """No cost, and the reason."""
    story = _only(_known(_scenario(start=Period(2026, 1), months=3)))

    assert not story.translated
    assert "over" == story.lines[0].untranslated


def test_lines_of_one_code_act_jointly() -> None:
    """10 x 1,000 and 2 x 300 in the first month, only the first line in the second."""
    known = _known(_scenario(months=2), _scenario(driver="D-02", shock=2.0, months=1), drivers=(_driver(), _driver("D-02", 300.0)))

    assert _by_month(_only(known)) == {"2026-11": 10_600.0, "2026-12": 10_000.0}


def test_measures_are_never_added() -> None:
    """EBITDA and cash stay apart."""
    known = _known(_scenario(months=1), _scenario(driver="D-02", months=1), drivers=(_driver(), _driver("D-02", measure=Measure.CASH)))

    assert [(Measure.EBITDA, 10_000.0), (Measure.CASH, 10_000.0)] == [(each.measure, each.cost.number) for each in _only(known).sums]


def test_a_cost_in_pesos_is_reported_in_dollars() -> None:
    """10 x 1,000 pesos at 20 for a dollar."""
    assert _only(_known(_scenario(months=1), drivers=(_driver(currency="MXN"),))).sums[0].cost.number == 500.0


@pytest.mark.parametrize(("drivers", "shock", "reason"), [
    ((), 1.0, "no_driver"),
    ((_driver(value=None),), 1.0, "no_driver"),
    ((_driver(),), None, "no_shock"),
    ((_driver(currency="EUR"),), 1.0, "no_rate"),
])
def test_what_cannot_be_priced_is_listed_with_its_reason(drivers: tuple[Driver, ...], shock: float | None, reason: str) -> None:
    """Never zero."""
    story = _only(_known(_scenario(shock=shock), drivers=drivers))

    assert reason == story.lines[0].untranslated
    assert () == story.sums


def test_a_scenario_of_another_site_is_left_out() -> None:
    """Its driver is agreed for Tijuana alone."""
    found = _found(_known(_scenario(), drivers=(_driver(site="TIJ"),)))

    assert () == found.stories
    assert found.declared


def test_a_joint_scenario_keeps_the_line_that_is_elsewhere() -> None:
    """It costs nothing here, and says so."""
    known = _known(_scenario(months=1), _scenario(driver="D-02"), drivers=(_driver(), _driver("D-02", site="TIJ")))

    assert ["", "elsewhere"] == [line.untranslated for line in _only(known).lines]
    assert 10_000.0 == _only(known).sums[0].cost.number


@given(shock=st.floats(-50, 50), months=st.integers(1, 30), ramp=st.integers(0, 12))
@settings(max_examples=40, deadline=None)
def test_costs_are_linear_in_the_shock(shock: float, months: int, ramp: int) -> None:
    """Twice the shock costs twice as much in every month, and its opposite saves as much."""
    def costs(amount: float) -> list[float]:
        story = _only(_known(_scenario(shock=amount, months=months, ramp_months=ramp)))
        return [fact.number for _, fact in story.sums[0].months]

    assert costs(2 * shock) == pytest.approx([2 * each for each in costs(shock)], rel=1e-8, abs=1e-6)
    assert costs(-shock) == pytest.approx([-each for each in costs(shock)], rel=1e-8, abs=1e-6)


@given(months=st.integers(1, 60), ramp=st.integers(0, 60))
def test_shares_never_fall_and_end_within_the_shock(months: int, ramp: int) -> None:
    """One a month, above 0, at most 1, full from the ramp's end on."""
    found = shares(months, ramp)

    assert months == len(found)
    assert sorted(found) == list(found)
    assert all(0 < each <= 1 for each in found)
    assert all(each == 1 for each in found[max(ramp - 1, 0):])


# ---------------------------------------------------------------- beside the exposure

@given(rate=st.floats(0, 3), low=st.floats(0, 100), high=st.floats(0, 100), floor=st.floats(0, 300), amount=st.floats(0, 300))
@settings(max_examples=60, deadline=None)
def test_a_zero_scenario_is_the_baseline_and_a_larger_one_never_safer(rate: float, low: float, high: float, floor: float, amount: float) -> None:
    """The chance rises with the floor, and stays at most that of adding it on top: one dollar once."""
    first, last = sorted((low, high))
    rows = [RiskModel(rate, Pert(first, (first + last) / 2, last), key="R-001"), RiskModel(0.3, Pert(10, 20, 30), once=True, key="R-002")]
    run = simulate(rows, years=500, seed=1, common_factor=0.3)
    chance = chance_above(run, [((0,), floor)], amount)

    assert chance_above(run, [((0,), 0.0)], amount) == pytest.approx(run.probability_above(amount))
    assert chance_above(run, [], amount) == pytest.approx(run.probability_above(amount))
    assert chance >= chance_above(run, [((0,), floor / 2)], amount)
    assert chance <= float((run.totals + floor > amount).mean())


def test_rows_on_the_moved_driver_cost_at_least_the_scenario() -> None:
    """A certain row of 2 to 2 million and a scenario of 4: losing more than 3 million becomes certain; of 1, it stays as it is."""
    sure = row("R-001", chance=1.0, good=2_000.0, likely=2_000.0, bad=2_000.0, driver="D-01", currency="")
    worse, milder = (_only(_known(_scenario(shock=shock, months=1), register=(sure,))) for shock in (4_000.0, 1_000.0))

    assert ("R-001",) == worse.rows
    assert worse.above is not None
    assert milder.above is not None
    assert (1.0, 1.0) == (worse.above.low.number, worse.above.high.number)
    assert (0.0, 0.0) == (milder.above.low.number, milder.above.high.number)


def test_a_row_linked_with_one_on_the_driver_speaks_of_the_same_money() -> None:
    """R-002 of 2.5 million names R-001; a scenario of 2 million adds nothing to it."""
    on_driver = row("R-001", chance=1.0, good=1.0, likely=1.0, bad=1.0, driver="D-01", currency="")
    linked = row("R-002", chance=1.0, good=2.5e6, likely=2.5e6, bad=2.5e6, rows=("R-001",))
    story = _only(_known(_scenario(shock=2_000.0, months=1), register=(on_driver, linked)))

    assert story.above is not None
    assert 0.0 == story.above.high.number


def test_no_row_on_the_driver_leaves_the_exposure_alone() -> None:
    """None is said, not zero."""
    story = _only(_known(_scenario(months=1), register=(row(),)))

    assert ((), None) == (story.rows, story.above)


# ---------------------------------------------------------------- the trigger

FALLING = [40.0, 39.0, 40.0, 41.0, 39.0, 40.0, 39.0, 38.0, 40.0, 39.0, 38.0, 36.0, 33.0, 30.0]


def _known_kpis(line: Scenario, values: list[float], direction: Direction | None = Direction.HIGHER) -> Story:
    agreed = charter(kpi("COVER", direction=direction, seasonal=False), drivers=(_driver(),), scenarios=(line,))
    return _only(dossier(month(kpis=(report("COVER", values),)), agreed=agreed))


def _line(limit: float = 25.0, **given_: Any) -> Scenario:
    return _scenario(trigger_kpi="COVER", trigger_limit=limit, **given_)


def test_the_trigger_is_reached_from_the_bad_side() -> None:
    """A KPI that is better higher falls to it; one better lower rises to it; a band's side is away from today."""
    sides = [
        story.trigger.side if (story := _known_kpis(_line(limit), FALLING, direction)).trigger else None
        for limit, direction in ((25.0, Direction.HIGHER), (45.0, Direction.LOWER), (25.0, Direction.BAND), (45.0, Direction.BAND), (45.0, None))
    ]

    assert ["below", "above", "below", "above", "above"] == sides


def test_without_a_start_the_whole_outlook_counts() -> None:
    """Six months, and the chance is that of the outlook."""
    trigger = _known_kpis(_line(), FALLING).trigger

    assert trigger is not None
    assert trigger.chance is not None
    assert trigger.indicator is not None
    assert trigger.indicator.outlook is not None
    assert 6 == trigger.months
    assert trigger.indicator.outlook.probability_any_beyond(low=np.nextafter(25.0, 99.0)) == pytest.approx(trigger.chance.number)


def test_only_months_that_leave_the_lead_time_count() -> None:
    """For 1 February and a week, November to 31 December; with 40 days, 30 November alone; with 70, none."""
    start = Period(2027, 2)
    months = [(found.trigger.months, found.trigger.untold) for lead in (0, 7, 40, 70)
              if (found := _known_kpis(_line(start=start, lead_days=lead), FALLING)).trigger]

    assert [(3, ""), (2, ""), (1, ""), (0, "too_late")] == months


def test_a_longer_lead_time_never_raises_the_chance() -> None:
    """Fewer months are in time."""
    chances = [
        found.trigger.chance.number for lead in (0, 7, 40)
        if (found := _known_kpis(_line(start=Period(2027, 2), lead_days=lead), FALLING)).trigger and found.trigger.chance
    ]

    assert 3 == len(chances)
    assert sorted(chances, reverse=True) == chances


def test_a_trigger_reached_today_has_no_chance() -> None:
    """At the limit counts as reached."""
    trigger = _known_kpis(_line(30.0), FALLING).trigger

    assert trigger is not None
    assert ("reached", None) == (trigger.untold, trigger.chance)


def test_too_few_months_are_said() -> None:
    """Five values give no chance."""
    trigger = _known_kpis(_line(), FALLING[-5:]).trigger

    assert trigger is not None
    assert "too_few" == trigger.untold


def test_a_kpi_the_plant_does_not_report_is_said() -> None:
    """The charter's definition still names it."""
    line = _line()
    agreed = charter(kpi("OTD"), drivers=(_driver(),), scenarios=(line,))
    trigger = _only(dossier(month(), agreed=agreed)).trigger

    assert trigger is not None
    assert "not_reported" == trigger.untold


# ---------------------------------------------------------------- the tornado

def test_bars_stand_by_size_and_say_what_moves_them() -> None:
    """The costliest scenario of a driver; where none moves it, a tenth of its rows' expected loss; else it is named as unmoved."""
    drivers = (_driver(), _driver("D-02"), _driver("D-03"))
    on_second = row("R-001", chance=1.0, good=100.0, likely=100.0, bad=100.0, driver="D-02", currency="")
    found = _found(_known(_scenario(months=1), _scenario("S-2", months=2), drivers=drivers, register=(on_second,)))

    # S-2: 2 x 10,000. D-02: a tenth of 100 x 1,000.
    assert [("D-01", 20_000.0, "S-2"), ("D-02", 10_000.0, "")] == [(each.driver.code, each.high.number, each.code) for each in found.swings]
    assert found.swings[1].low is not None
    assert -10_000.0 == found.swings[1].low.number
    assert ["D-03"] == [each.code for each in found.unmoved]


def test_every_figure_rests_on_cells() -> None:
    """Shock, value and course of the charter."""
    story = _only(_known(_scenario(start=Period(2027, 1), months=2, ramp_months=2)))
    cells = {place.cell for place in story.sums[0].cost.evidence()}

    assert {"SHOCK4", "VALUE4", "START4", "MONTHS4", "RAMP_MONTHS4"} == cells


# KPIs moved by declared sensitivities

LEVEL = (0.95,) * 12


def _sensitive(*rows: Sensitivity, values: tuple[float, ...] = LEVEL, scenarios: tuple[Scenario, ...] = (), **kpi_given: Any) -> Story:
    agreed = charter(kpi("OTD", name_en="on-time", unit="%", direction=Direction.HIGHER, **kpi_given), drivers=(_driver(),),
                     scenarios=scenarios or (_scenario(months=3, ramp_months=2),), sensitivities=rows,
                     targets=(target("OTD", target=0.95, low_limit=0.9),))
    return _only(dossier(month(kpis=(report("OTD", values),)), agreed=agreed))


def test_a_declared_sensitivity_moves_the_kpi_with_the_ramp() -> None:
    """10 days a month at -0.4 points: half of 4 points in the first month, 4 from the second on; 95 less 4 is 91, inside the limit."""
    (effect,) = _sensitive(Sensitivity("D-01", "OTD", -0.004)).effects

    assert {"2026-11": -0.02, "2026-12": -0.04, "2027-01": -0.04} == {str(each): pytest.approx(fact.number) for each, fact in effect.months}
    assert Period(2026, 12) == effect.peak
    assert effect.level is not None
    assert pytest.approx(0.91) == effect.level.number
    assert not effect.broken


def test_a_move_through_the_limit_is_said() -> None:
    """10 days at -1 point: 95 less 10 is 85, under the limit of 90; a KPI capped at 80 stays there."""
    (effect,) = _sensitive(Sensitivity("D-01", "OTD", -0.01)).effects
    (held,) = _sensitive(Sensitivity("D-01", "OTD", 0.01), upper_bound=1.0).effects

    assert effect.broken
    assert effect.limit is not None
    assert held.level is not None
    assert 1.0 == held.level.number


def test_a_lag_moves_the_kpi_later_and_lines_add() -> None:
    """Two months later; two lines on one driver move it twice as far."""
    (late,) = _sensitive(Sensitivity("D-01", "OTD", -0.004, lag_months=2)).effects
    (twice,) = _sensitive(Sensitivity("D-01", "OTD", -0.004), scenarios=(_scenario(months=1), _scenario(months=1))).effects

    assert ["2027-01", "2027-02", "2027-03"] == [str(period) for period, _ in late.months]
    assert pytest.approx(-0.08) == twice.move.number


def test_the_sites_own_sensitivity_comes_before_that_for_all() -> None:
    """And another site's does not count."""
    (effect,) = _sensitive(Sensitivity("D-01", "OTD", -0.01), Sensitivity("D-01", "OTD", -0.002, site="MTY"),
                           Sensitivity("D-01", "OTD", -0.05, site="QRO")).effects

    assert pytest.approx(-0.02) == effect.move.number


def test_no_sensitivity_no_move_and_too_few_months_no_level() -> None:
    """A zero shock moves nothing; five months have no outlook to stand on."""
    (few,) = _sensitive(Sensitivity("D-01", "OTD", -0.004), values=(0.95,) * 5).effects

    assert _sensitive().effects == ()
    assert _sensitive(Sensitivity("D-01", "OTD", -0.004), scenarios=(_scenario(shock=0.0),)).effects == ()
    assert few.level is None
