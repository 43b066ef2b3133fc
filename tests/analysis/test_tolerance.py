"""Where the loss curve goes beyond what the charter accepts."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.analysis.exposure import Pert, RiskModel, simulate
from briefing.analysis.tolerance import ToleranceCurve, compare, stretches

CERTAIN_TEN = RiskModel(0.2, Pert(10, 10, 10), once=True)  # 2 in 10 to lose exactly 10


@st.composite
def curves(draw: st.DrawFn) -> ToleranceCurve:
    """One to five points."""
    amounts = sorted(draw(st.sets(st.integers(0, 300), min_size=1, max_size=5)))
    size = len(amounts)
    chances = draw(st.lists(st.floats(1e-3, 1), min_size=size, max_size=size))
    pairs = zip(amounts, sorted(chances, reverse=True), strict=True)
    return ToleranceCurve(tuple((float(amount), chance) for amount, chance in pairs))


def test_chance_is_log_linear_between_points() -> None:
    """Halfway from 0.1 to 0.001 lies sqrt(0.1 * 0.001) = 0.01."""
    curve = ToleranceCurve(((10.0, 0.1), (20.0, 0.001)))

    assert [1.0, 0.1, 0.01, 0.001, 0.001] == pytest.approx(curve.chance([9, 10, 15, 20, 99]))


@pytest.mark.parametrize(
    "points",
    [
        (),
        ((-1.0, 0.1),),
        ((math.nan, 0.1),),
        ((1.0, 0.0),),
        ((1.0, 1.1),),
        ((1.0, math.nan),),
        ((1.0, 0.1), (1.0, 0.05)),
        ((2.0, 0.1), (1.0, 0.05)),
        ((1.0, 0.1), (2.0, 0.2)),
    ],
)
def test_points_out_of_bounds_are_refused(points: tuple[tuple[float, float], ...]) -> None:
    """Amounts rise from 0; chances are above 0, at most 1, and don't rise."""
    with pytest.raises(ValueError, match=r"tolerance curve|Accepted chances"):
        ToleranceCurve(points)


def test_one_figure_is_exceeded_at_its_amount() -> None:
    """More than 3 at most once in 20 years, against 2 in 10: 0.15 too much up to 10."""
    actual = compare(simulate([CERTAIN_TEN], seed=1), ToleranceCurve(((3.0, 0.05),)))

    assert not actual.within
    assert 3.0 == actual.first_crossing
    assert pytest.approx(0.15, abs=1e-4) == actual.largest_excess


def test_the_first_crossing_lies_between_points_where_the_curves_meet() -> None:
    """Accepted 0.4 at 0 falls to 0.1 at 16: at 8 it meets the chance of 0.2 and goes under it."""
    curve = ToleranceCurve(((0.0, 0.4), (16.0, 0.1)))

    actual = compare(simulate([CERTAIN_TEN], seed=1), curve)

    # log-linear: 0.2 is halfway from 0.4 to 0.1; the largest excess is just below the loss of 10
    assert pytest.approx(8.0, abs=1e-2) == actual.first_crossing
    assert 10.0 == actual.largest_excess_amount
    assert pytest.approx(0.2 - 0.4 * 0.25 ** (10 / 16), abs=1e-4) == actual.largest_excess


def test_within_tolerance_the_excess_is_the_least_headroom() -> None:
    """2 in 10 against 3 in 10 leaves 1 in 10."""
    actual = compare(simulate([CERTAIN_TEN], seed=1), ToleranceCurve(((3.0, 0.3),)))

    assert actual.within
    assert pytest.approx(-0.1, abs=1e-4) == actual.largest_excess


def test_losses_below_the_first_amount_are_not_judged() -> None:
    """Nothing was agreed there."""
    actual = compare(simulate([CERTAIN_TEN], seed=1), ToleranceCurve(((11.0, 0.01),)))

    assert actual.within


@settings(deadline=None)
@given(curves(), st.integers(0, 1_000))
def test_comparison_agrees_with_a_fine_grid(curve: ToleranceCurve, seed: int) -> None:
    """No point of a dense grid is worse than the largest excess, or beyond before the crossing."""
    rows = [RiskModel(0.7, Pert(5, 20, 80)), RiskModel(0.3, Pert(50, 50, 50), once=True)]
    exposure = simulate(rows, years=500, seed=seed)
    amounts = np.linspace(0, 400, 8_001)
    excess = exposure.curve(amounts) - curve.chance(amounts)

    actual = compare(exposure, curve)

    assert np.max(excess[amounts >= curve.points[0][0]]) <= actual.largest_excess + 1e-12
    assert actual.within == (actual.largest_excess <= 0)
    crossing = np.inf if actual.first_crossing is None else actual.first_crossing
    assert np.all(excess[amounts < crossing - 1e-6] <= 1e-9)


def test_a_stretch_runs_from_the_crossing_to_the_last_loss_beyond() -> None:
    """More than 3 at most once in 20 years, against 2 in 10 to lose 10: from 3 to 10, by 15 in 100."""
    (stretch,) = stretches(simulate([CERTAIN_TEN], seed=1), ToleranceCurve(((3.0, 0.05),)))

    assert (3.0, 10.0) == (stretch.start, stretch.end)
    assert 0.15 == pytest.approx(stretch.excess, abs=1e-4)


def test_two_stretches_are_told_apart() -> None:
    """1 in 10 each to lose 10 and 100: 19 in 100 up to 10 where 10 are accepted, then 10 in 100 against ever less up to 100."""
    rows = [RiskModel(0.1, Pert(10, 10, 10), once=True), RiskModel(0.1, Pert(100, 100, 100), once=True)]
    found = stretches(simulate(rows, seed=1), ToleranceCurve(((5.0, 0.1), (20.0, 0.1), (20.001, 0.099), (50.0, 0.05))))

    assert 2 == len(found)
    assert [10.0, 100.0] == [pytest.approx(each.end) for each in found]


@given(curve=curves(), rate=st.floats(0, 3))
@settings(max_examples=40, deadline=None)
def test_stretches_agree_with_the_comparison(curve: ToleranceCurve, rate: float) -> None:
    """The first starts at the first crossing, the largest excess is the same, and none is there where all is within."""
    exposure = simulate([RiskModel(rate, Pert(10, 50, 120))], years=500, seed=1)
    found, whole = stretches(exposure, curve), compare(exposure, curve)

    assert whole.within == (not found)
    if found:
        assert whole.first_crossing == found[0].start
        assert whole.largest_excess == max(each.excess for each in found)
        assert all(each.start <= each.end for each in found)
        assert sorted(each.end for each in found) == [each.end for each in found]
