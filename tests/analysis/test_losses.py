"""Register rows as losses: chance within twelve months, impact in money, and why there is none."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.analysis.exposure import MAX_RATE
from briefing.analysis.losses import Loss, Window, losses_of
from briefing.analysis.translation import exchange_of
from briefing.evidence import CellRef
from briefing.model.charter import AbsoluteLimit, Driver
from briefing.model.register import Occurs, RegisterRow, RowKind, RowState
from briefing.model.submission import Cover
from briefing.money import Measure
from tests.builders import AS_OF, OCTOBER, charter, dossier, month, repeating, row

DRIVER = Driver("D-03", unit="days", value=100_000.0, currency="USD")


def _loss(*rows: RegisterRow, cover: Cover | None = None) -> Loss:
    given = {"cover": cover} if cover else {}
    known = dossier(month(register=rows, **given), agreed=charter(drivers=(DRIVER,)))
    return losses_of(known, exchange_of(known))[0]


def _yearly(loss: Loss) -> float:
    assert loss.yearly is not None
    return loss.yearly.number


def test_a_chance_within_the_year_counts_in_full() -> None:
    """4 in 10 by February: the expected loss is 0.4 of the mean."""
    actual = _loss(row())

    assert actual.mean is not None
    assert actual.expected is not None
    assert (0.4, None) == (_yearly(actual), actual.in_year)
    assert pytest.approx(0.4 * actual.mean.number) == actual.expected.number


def test_a_chance_beyond_twelve_months_is_spread_evenly_over_its_window() -> None:
    """730 days of window, 365 of them within the year: half of 4 in 10."""
    actual = _loss(row(by_date=AS_OF + timedelta(days=730)))

    assert 0.2 == _yearly(actual)


def test_a_window_that_opens_after_the_year_leaves_nothing_in_it() -> None:
    """Once or repeating, what cannot begin within twelve months has no expected loss in them."""
    start = AS_OF + timedelta(days=400)
    dates = {"earliest": start, "by_date": start + timedelta(days=100)}

    assert 0.0 == _yearly(_loss(row(**dates)))
    assert 0.0 == _yearly(_loss(row(occurs=Occurs.CAN_REPEAT, **dates)))


def test_a_repeating_chance_is_a_poisson_rate() -> None:
    """-ln(1 - 0.4) in 100 days is 3.65 times that in a year."""
    actual = _loss(row(occurs=Occurs.CAN_REPEAT))

    rate = -math.log(0.6) * 3.65
    assert pytest.approx(rate) == _yearly(actual)
    assert actual.in_year is not None
    assert pytest.approx(1 - math.exp(-rate)) == actual.in_year.number


def test_a_repeating_row_does_not_begin_before_its_earliest_date() -> None:
    """It opens after 265 days for 100: only those 100 fall into the year, at -ln(0.6) in all."""
    start = AS_OF + timedelta(days=265)

    actual = _loss(row(occurs=Occurs.CAN_REPEAT, earliest=start, by_date=start + timedelta(days=100)))

    assert pytest.approx(-math.log(0.6)) == _yearly(actual)


def test_times_in_five_years_go_before_a_chance() -> None:
    """Five times in five years is once a year, whatever chance is typed beside."""
    assert 1.0 == _yearly(_loss(repeating(chance=0.9)))


@pytest.mark.parametrize(("chance", "expected"), [(0.0, 0.0), (1.0, 1.0)])
def test_never_and_certainly_are_chances_too(chance: float, expected: float) -> None:
    """0 and 1 stay what they are."""
    assert expected == _yearly(_loss(row(chance=chance)))


@pytest.mark.parametrize("given", [
    {"chance": 1.0, "occurs": Occurs.CAN_REPEAT, "by_date": AS_OF},
    {"chance": 0.99, "occurs": Occurs.CAN_REPEAT, "by_date": AS_OF + timedelta(days=1)},
    {"occurs": Occurs.CAN_REPEAT, "times_in_five_years": 1e6},
])
def test_a_rate_stays_within_what_the_exposure_takes(given: dict[str, object]) -> None:
    """Next to certain by tomorrow, again and again, is a running cost; it stops no briefing."""
    assert MAX_RATE == _yearly(_loss(row(**given)))


def test_a_chance_by_the_briefings_own_day_still_counts() -> None:
    """Equal dates are a window of one day, and the row's date has not passed."""
    actual = _loss(row(by_date=AS_OF))

    assert (0.4, "") == (_yearly(actual), actual.untranslated)


def test_an_earliest_date_after_the_last_one_is_a_window_of_a_day() -> None:
    """Whatever a cell says, a window does not run backwards."""
    actual = _loss(row(earliest=date(2027, 6, 1)))

    assert actual.window is not None
    assert (1, 0.4) == (actual.window.days, _yearly(actual))


@pytest.mark.parametrize(("given", "reason"), [
    ({"chance": None}, "no_chance"),
    ({"by_date": None}, "no_date"),
    ({"by_date": AS_OF - timedelta(days=1)}, "date_passed"),
    ({"good": None, "likely": None, "bad": None}, "no_impact"),
    ({"likely": None}, "half_impact"),
    ({"bad": 1.0}, "impact_order"),
    ({"driver": "D-99"}, "no_driver"),
    ({"currency": "EUR"}, "no_rate"),
    ({"measure": Measure.CASH}, "other_measure"),
    ({"absolute": AbsoluteLimit.COMPLIANCE}, "absolute"),
    ({"kind": RowKind.SAFETY}, "absolute"),
])
def test_what_is_missing_is_named_and_kept_out_of_the_sum(given: dict[str, object], reason: str) -> None:
    """Each missing part has its own reason; none of them counts as zero."""
    actual = _loss(row(**given))

    assert (reason, False) == (actual.untranslated, actual.in_sum)


def test_another_measure_is_shown_and_not_summed() -> None:
    """Cash has its own expected loss beside an EBITDA tolerance."""
    actual = _loss(row(measure=Measure.CASH))

    assert actual.expected is not None
    assert actual.model is None


def test_an_absolute_limit_is_never_priced() -> None:
    """Even with a full impact there is no money of it anywhere."""
    actual = _loss(row(kind=RowKind.SECURITY))

    assert [None] * 6 == [actual.low, actual.likely, actual.high, actual.mean, actual.expected, actual.model]


def test_a_drivers_units_become_money() -> None:
    """8, 12 and 18 days at 100,000 dollars, whatever currency the row names."""
    actual = _loss(row(driver="D-03", good=8, likely=12, bad=18, currency="MXN"))

    assert [0.8e6, 1.2e6, 1.8e6] == [fact.number for fact in (actual.low, actual.likely, actual.high) if fact]


def test_an_impact_in_pesos_is_divided_by_the_rate() -> None:
    """The row's currency, else the Cover's: 20 million pesos at 20 are a million dollars."""
    amounts = {"good": 10e6, "likely": 20e6, "bad": 30e6}

    for currency in ("MXN", ""):
        actual = _loss(row(currency=currency, **amounts))
        assert [0.5e6, 1e6, 1.5e6] == [fact.number for fact in (actual.low, actual.likely, actual.high) if fact]


def test_an_impact_in_pesos_without_a_rate_is_not_translated() -> None:
    """Not even as pesos."""
    actual = _loss(row(currency="MXN"), cover=Cover("MTY", OCTOBER, currency="MXN"))

    assert (None, "no_rate") == (actual.low, actual.untranslated)


def test_an_impact_of_nothing_is_money_and_counts() -> None:
    """Zero was typed: it is translated, and zero."""
    actual = _loss(row(good=0.0, likely=0.0, bad=0.0))

    assert (True, 0.0) == (actual.in_sum, actual.expected.number if actual.expected else None)


def test_the_common_factor_a_row_names_reaches_the_exposure() -> None:
    """Spelled alike, whatever the capitals; a row that names none shares the one of all."""
    factors = [loss.model.factor for loss in (_loss(row(common_factor=name)) for name in ("FX ", "fx", "")) if loss.model]

    assert ["fx", "fx", None] == factors


def test_closed_happened_and_privileged_rows_are_no_losses_to_come() -> None:
    """Only what is open and may be described."""
    rows = (row("R-001", state=RowState.CLOSED), row("R-002", state=RowState.HAPPENED), row("R-003", privileged=True), row("R-004"))
    known = dossier(month(register=rows))

    assert ["R-004"] == [loss.row.id for loss in losses_of(known, exchange_of(known))]


def test_a_row_was_first_told_in_the_oldest_workbook_that_has_it() -> None:
    """August had it, July did not; the cell is August's."""
    months = [month(OCTOBER + -3), month(OCTOBER + -2, register=(row(),)), month(register=(row(),))]
    known = dossier(*months)

    (actual,) = losses_of(known, exchange_of(known))

    assert (OCTOBER + -2, CellRef("month.xlsx", "Register", "ID1")) == (actual.first_told, actual.first_told_at)


def test_a_missing_month_has_no_losses() -> None:
    """Nothing is carried over from the month before."""
    known = dossier(month(OCTOBER + -1, register=(row(),)))

    assert () == losses_of(known, exchange_of(known))


def test_a_windows_share_runs_from_nothing_to_all() -> None:
    """Before it 0, after it 1, in its middle a half; a day's window is past on the next day."""
    window = Window(date(2027, 1, 1), date(2027, 1, 11))
    day = Window(AS_OF, AS_OF)

    assert [0.0, 0.0, 0.5, 1.0, 1.0] == [window.elapsed(date(2027, 1, 1) + timedelta(days=days)) for days in (-9, 0, 5, 10, 99)]
    assert [0.0, 1.0] == [day.elapsed(AS_OF), day.elapsed(AS_OF + timedelta(days=1))]


@given(chance=st.floats(0, 1), earliest=st.none() | st.integers(-500, 900), last=st.integers(0, 900), occurs=st.sampled_from(Occurs))
def test_a_row_with_chance_date_and_impact_always_counts(chance: float, earliest: int | None, last: int, occurs: Occurs) -> None:
    """For any dates in their order: a finite rate, never below nothing, for one event never above its chance."""
    dates = {"earliest": None if earliest is None else AS_OF + timedelta(days=min(earliest, last)), "by_date": AS_OF + timedelta(days=last)}

    actual = _loss(row(chance=chance, occurs=occurs, **dates))

    assert actual.in_sum
    assert 0 <= _yearly(actual) <= (chance + 1e-9 if occurs is Occurs.ONCE else MAX_RATE)
    assert actual.expected is not None
    assert math.isfinite(actual.expected.number)


@given(st.lists(st.floats(0, 1e300), min_size=3, max_size=3).map(sorted))
def test_any_impact_in_order_is_fitted(points: list[float]) -> None:
    """From nothing to absurd, the mean is finite and not above all cases by far."""
    good, likely, bad = points

    actual = _loss(row(good=good, likely=likely, bad=bad))

    assert actual.mean is not None
    assert math.isfinite(actual.mean.number)
    assert actual.mean.number >= 0


def test_a_loss_keeps_the_cells_it_was_made_from() -> None:
    """Chance, dates, the three cases, the driver and the rate."""
    known = dossier(month(register=(row(driver="D-03", good=1, likely=2, bad=3, earliest=date(2026, 12, 1)),)),
                    agreed=charter(drivers=(replace(DRIVER, currency="MXN", source=row().source),)))
    (actual,) = losses_of(known, exchange_of(known))

    assert actual.expected is not None
    assert {"CHANCE1", "EARLIEST1", "BY_DATE1", "GOOD1", "LIKELY1", "BAD1", "VALUE1", "RATE3"} == {cell.cell for cell in actual.expected.evidence()}
