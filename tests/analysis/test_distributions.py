"""Three points or a range become a distribution that keeps exactly what people said."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import integrate, stats

from briefing.analysis.distributions import Lognormal90, Pert

LEVELS = np.linspace(0.0, 1.0, 201)
amounts = st.floats(0, 1e6, allow_subnormal=False)
shares = st.floats(0, 1)
widths = st.floats(1e-3, 1e6)


@st.composite
def three_points(draw: st.DrawFn) -> tuple[float, float, float]:
    """Low <= mode <= high, with the range at least 0.001."""
    low, width, share = draw(amounts), draw(widths), draw(shares)
    high = low + width
    return low, min(low + share * width, high), high


def test_pert_is_scipys_beta_with_lambda_four() -> None:
    """Shape 1 + 4 r and 5 - 4 r, moved to low and stretched to high."""
    # r = (4 - 2) / (10 - 2) = 0.25: alpha = 2, beta = 4
    expected = stats.beta(2, 4, loc=2, scale=8)

    actual = Pert(2, 4, 10)

    assert expected.mean() == pytest.approx(actual.mean)
    assert expected.ppf(LEVELS) == pytest.approx(actual.quantile(LEVELS))


def test_pert_mean_weighs_the_mode_four_times() -> None:
    """(1 + 4 * 2 + 9) / 6 = 3."""
    assert pytest.approx(3.0) == Pert(1, 2, 9).mean


def test_quantile_keeps_the_shape_of_its_argument() -> None:
    """A number gives an array without dimensions, a table gives a table."""
    assert () == Pert(1, 2, 3).quantile(0.5).shape
    assert (2, 2) == Lognormal90(1, 2).quantile([[0.1, 0.2], [0.3, 0.4]]).shape


@pytest.mark.parametrize(
    "distribution", [Pert(5, 5, 5), Pert.from_p10_p90(5, 5, 5), Lognormal90(5, 5)]
)
def test_equal_points_are_a_certain_amount(distribution: Pert | Lognormal90) -> None:
    """Nothing varies, in quantiles, draws and mean."""
    assert [5.0, 5.0, 5.0] == distribution.quantile([0.0, 0.5, 1.0]).tolist()
    assert [5.0, 5.0] == pytest.approx(distribution.sampler()(np.array([0.1, 0.9])))
    assert pytest.approx(5.0) == distribution.mean


@pytest.mark.parametrize(
    "points", [(2, 1, 3), (1, 4, 3), (-1, 0, 1), (0, float("nan"), 1), (0, 1, float("inf"))]
)
def test_pert_refuses_points_out_of_order_or_bounds(points: tuple[float, float, float]) -> None:
    """A loss is at least 0, and low <= mode <= high."""
    with pytest.raises(ValueError, match=r"needs|finite"):
        Pert(*points)


@pytest.mark.parametrize("points", [(2, 1.5, 1), (-1, 0, 1), (0, -1, 1), (0, float("nan"), 1)])
def test_from_p10_p90_refuses_points_out_of_order_or_bounds(
    points: tuple[float, float, float],
) -> None:
    """P10 and mode are at least 0, and P10 is at most P90."""
    with pytest.raises(ValueError, match=r"need|finite"):
        Pert.from_p10_p90(*points)


@pytest.mark.parametrize("points", [(0, 1), (2, 1), (-1, 1), (1, float("inf"))])
def test_lognormal_refuses_points_out_of_order_or_bounds(points: tuple[float, float]) -> None:
    """P5 is above 0 and at most P95."""
    with pytest.raises(ValueError, match=r"needs|finite"):
        Lognormal90(*points)


@pytest.mark.parametrize("level", [-0.1, 1.1, float("nan")])
def test_quantile_refuses_levels_that_are_no_chances(level: float) -> None:
    """From 0 to 1."""
    with pytest.raises(ValueError, match="level"):
        Pert(1, 2, 3).quantile(level)


def test_lognormal_keeps_its_ends_and_its_mean() -> None:
    """P5 = 1, P95 = 10: s = ln 10 / (2 * 1.644854) = 0.699938, mean = sqrt(10) e^(s^2 / 2)."""
    actual = Lognormal90(1, 10)

    assert [1.0, 10.0] == pytest.approx(actual.quantile([0.05, 0.95]))
    assert pytest.approx(4.0400127, abs=5e-7) == actual.mean


@given(three_points())
def test_fitted_pert_keeps_p10_mode_and_p90(points: tuple[float, float, float]) -> None:
    """For every mode from P10 to P90 the three stated points are exact."""
    low, mode, high = points
    tolerance = 1e-9 * high

    fitted = Pert.from_p10_p90(low, mode, high)

    assert [low, high] == pytest.approx(fitted.quantile([0.1, 0.9]), abs=tolerance)
    assert mode == pytest.approx(fitted.mode, abs=tolerance)


@pytest.mark.parametrize(("mode", "peak"), [(0.5, "low"), (9.0, "high")])
def test_fitted_pert_with_a_mode_out_of_reach_peaks_at_its_end(mode: float, peak: str) -> None:
    """P10 = 2 and P90 = 4 stay exact; the peak is at the nearest possible place."""
    fitted = Pert.from_p10_p90(2, mode, 4)

    assert getattr(fitted, peak) == fitted.mode
    assert [2.0, 4.0] == pytest.approx(fitted.quantile([0.1, 0.9]))


def test_fitted_pert_reaches_a_little_beyond_its_points() -> None:
    """A mode 5 % of the range under P10 still has an exact fit."""
    fitted = Pert.from_p10_p90(2, 1.9, 4)

    assert 1.9 == fitted.mode
    assert fitted.low < fitted.mode


def test_fitted_pert_counts_amounts_under_zero_as_zero() -> None:
    """0.2 / 0.6 / 1.4 fits with a low end of -0.13; the mean is that of the floored one."""
    fitted = Pert.from_p10_p90(0.2, 0.6, 1.4)
    # independent: the integral of the quantile function
    expected, _ = integrate.quad(lambda p: float(fitted.quantile(p)), 0, 1, limit=200)

    assert fitted.floored
    assert fitted.low < 0
    assert 0.0 == fitted.quantile(0.0)
    assert expected == pytest.approx(fitted.mean, rel=1e-6)


@given(three_points(), shares)
def test_a_higher_mode_never_lowers_a_quantile(
    points: tuple[float, float, float], share: float
) -> None:
    """With the ends fixed, in exact quantiles and in draws."""
    low, mode, high = points
    higher = min(mode + share * (high - mode), high)
    slack = 1e-9 * high
    before, after = Pert(low, mode, high), Pert(low, higher, high)

    assert np.all(after.quantile(LEVELS) >= before.quantile(LEVELS) - slack)
    assert np.all(after.sampler()(LEVELS[:-1]) >= before.sampler()(LEVELS[:-1]) - slack)


@given(three_points(), st.floats(1, 100))
def test_scaling_the_points_scales_the_quantiles(
    points: tuple[float, float, float], factor: float
) -> None:
    """Of the plain and of the fitted PERT."""
    low, mode, high = points
    assume(factor * high < 1e9)
    scaled = (factor * low, factor * mode, factor * high)
    slack = 1e-8 * scaled[2]

    for make in (Pert, Pert.from_p10_p90):
        expected = factor * make(*points).quantile(LEVELS)
        assert expected == pytest.approx(make(*scaled).quantile(LEVELS), abs=slack)


def test_a_higher_mode_can_lower_a_quantile_of_a_fitted_pert() -> None:
    """Why no law is claimed: P10 and P90 are pinned, so what is beyond them turns the other way."""
    before, after = Pert.from_p10_p90(8, 12, 18), Pert.from_p10_p90(8, 13, 18)

    assert after.quantile(0.5) > before.quantile(0.5)
    assert after.quantile(0.99) < before.quantile(0.99)


@given(three_points())
def test_draws_follow_the_exact_quantiles(points: tuple[float, float, float]) -> None:
    """Between the table's points the error is far under a thousandth of the range."""
    pert = Pert(*points)
    middle = LEVELS[1:-1]

    assert pert.quantile(middle) == pytest.approx(
        pert.sampler()(middle), abs=1e-4 * (pert.high - pert.low)
    )


@given(three_points())
def test_draws_have_the_mean_of_the_closed_form(points: tuple[float, float, float]) -> None:
    """Within 0.0001 of the range, floored or not."""
    evenly = (np.arange(40_000) + 0.5) / 40_000

    for pert in (Pert(*points), Pert.from_p10_p90(*points)):
        assert pert.mean == pytest.approx(
            float(pert.sampler()(evenly).mean()), abs=1e-4 * (pert.high - pert.low)
        )
