"""The outlook: what the table of scores can't see."""

import math
import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.analysis.gaussian import fit, grid
from briefing.analysis.outlook import forecast

LEVELS = (0.01, 0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975, 0.99)
WAVE = [50.0 + 20.0 * math.sin(2.0 * math.pi * month / 12.0) for month in range(120)]


def steady(months: int, noise: float = 0.02, level: float = 100.0, seed: int = 1) -> list[float]:
    """A level with independent relative noise."""
    draws = np.random.default_rng(seed).standard_normal(months)
    return [level * (1.0 + noise * float(draw)) for draw in draws]


histories = st.lists(
    st.one_of(st.none(), st.floats(-1e6, 1e6).map(lambda x: round(x, 3)), st.integers(0, 3).map(float)), min_size=1, max_size=70
).filter(lambda values: any(value is not None for value in values))


@given(history=histories, horizon=st.integers(1, 24), seasonal=st.sampled_from([None, True, False]))
@settings(max_examples=60, deadline=None)
def test_any_history_gives_finite_ordered_quantiles(history: list[float | None], horizon: int, seasonal: bool | None) -> None:
    """Quantiles never cross, whatever the history, and stay within three ranges of it."""
    outlook = forecast(history, horizon=horizon, seasonal=seasonal)
    quantiles = np.array([outlook.quantile(level) for level in LEVELS])
    seen = [value for value in history if value is not None]
    reach = 3.0 * (max(seen) - min(seen)) + 1e-9 * max(abs(value) for value in seen)
    assert quantiles.shape == (len(LEVELS), horizon)
    assert np.isfinite(quantiles).all()
    assert (np.diff(quantiles, axis=0) >= 0.0).all()
    assert (quantiles >= min(seen) - reach).all()
    assert (quantiles <= max(seen) + reach).all()


@given(history=histories, horizon=st.integers(2, 12), low=st.floats(-100, 100), width=st.floats(0, 100))
@settings(max_examples=60, deadline=None)
def test_chance_of_any_breach_lies_between_the_worst_month_and_the_sum(
    history: list[float | None], horizon: int, low: float, width: float
) -> None:
    """The chance of any breach is at least the worst month's, at most the sum, and grows with the horizon."""
    outlook = forecast(history, horizon=horizon)
    monthly = outlook.probability_beyond(low, side="below") + outlook.probability_beyond(low + width, side="above")
    chance = outlook.probability_any_beyond(low=low, high=low + width)
    assert min(monthly.max(), 1.0) - 1e-12 <= chance <= min(monthly.sum(), 1.0) + 1e-12
    shorter = forecast(history, horizon=horizon - 1).probability_any_beyond(low=low, high=low + width)
    assert shorter <= chance + 1e-12


@given(history=histories, level=st.floats(0.02, 0.98))
@settings(max_examples=60, deadline=None)
def test_quantiles_and_probabilities_are_of_one_distribution(history: list[float | None], level: float) -> None:
    """No more than 1 - level lies strictly above a quantile, no more than level strictly below it, to twelve digits of the largest value."""
    outlook = forecast(history, horizon=3)
    digit = 1e-12 * max(abs(value) for value in history if value is not None)
    for month, value in enumerate(outlook.quantile(level)):
        assert outlook.probability_beyond(value + digit, side="above")[month] <= 1.0 - level + 1e-5
        assert outlook.probability_beyond(value - digit, side="below")[month] <= level + 1e-5


@pytest.mark.parametrize("months", [1, 3, 6, 12, 36, 120])
@pytest.mark.parametrize("value", [0.0, 5.0, -7.5, 100.0, 1e12])
def test_a_constant_stays_and_never_breaches_at_itself(months: int, value: float) -> None:
    """A series that never moved gives its value at every level, and exactly no chance strictly beyond it."""
    outlook = forecast([value] * months, horizon=6)
    assert all((outlook.quantile(level) == value).all() for level in LEVELS)
    assert (outlook.probability_beyond(value, side="above") == 0.0).all()
    assert (outlook.probability_beyond(value, side="below") == 0.0).all()
    assert (outlook.probability_beyond(value - 1.0, side="above") == 1.0).all()
    assert outlook.probability_any_beyond(low=value, high=value) == 0.0
    assert outlook.months_to_breach(low=value, high=value) is None
    assert outlook.months_to_breach(low=value + 1.0) == 1


def test_ties_with_one_stray_month_keep_their_value() -> None:
    """Eleven fives and a six: five is expected, six is possible but rare."""
    outlook = forecast([5.0] * 6 + [6.0] + [5.0] * 5, horizon=3)
    assert (outlook.median == 5.0).all()
    assert (6,) == outlook.set_aside
    # Jeffreys: (1 stray + 1/2) / (12 + 1) above, half a stray of 13 below but nothing lower was seen
    assert outlook.probability_beyond(5.0, side="above") == pytest.approx([1.5 / 13.0] * 3)
    assert (outlook.probability_beyond(5.0, side="below") == 0.0).all()
    assert outlook.probability_beyond(6.0, side="above") == pytest.approx([0.5 / 13.0] * 3)


def test_ties_with_several_values_stay_among_them() -> None:
    """Fives and sixes give quantiles near five and six."""
    outlook = forecast([5, 5, 6, 5, 5, 6, 6, 5, 5, 6, 5, 5, 6, 5, 6, 5], horizon=3)
    assert ((outlook.quantile(0.1) > 4.0) & (outlook.quantile(0.9) < 7.0)).all()


def test_bounds_cut_quantiles_and_probabilities() -> None:
    """Nothing lies beyond a natural bound; the probability strictly beyond one is exactly 0."""
    outlook = forecast([92, 95, 99, 100, 97, 99, 100, 98, 99, 100, 99.5, 100], horizon=6, lower=0, upper=100)
    assert (outlook.quantile(0.99) == 100.0).all()
    assert (outlook.quantile(0.01) > 70.0).all()
    assert (outlook.probability_beyond(100, side="above") == 0.0).all()
    assert (outlook.probability_beyond(0, side="below") == 0.0).all()
    assert (outlook.probability_beyond(99.99, side="above") > 0.1).all()


def test_stuck_at_its_cap_is_expected_there() -> None:
    """A KPI that is nearly always at 100 % stays at or just under it."""
    outlook = forecast([100.0] * 10 + [99.5, 100.0], horizon=6, lower=0, upper=100)
    assert (outlook.median > 99.9).all()
    assert (outlook.probability_beyond(99.0, side="below") < 0.05).all()


def test_counts_at_zero_stay_at_or_above_it() -> None:
    """Rare events: no negative counts, and three or more a month is unlikely."""
    outlook = forecast([0, 0, 1, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 1], horizon=6, lower=0)
    assert (outlook.median == 0.0).all()
    assert (outlook.probability_beyond(0, side="below") == 0.0).all()
    # Jeffreys: 4 of 14 months above 0
    assert outlook.probability_beyond(0, side="above") == pytest.approx([4.5 / 15.0] * 6)
    assert (outlook.probability_beyond(3, side="above") < 0.1).all()


def test_a_season_that_rests_at_zero_is_a_season() -> None:
    """Nothing for nine months, then three months of work, three years running."""
    outlook = forecast([*([0.0] * 9), 20.0, 30.0, 20.0] * 3, horizon=12, lower=0)
    assert outlook.median[:9] == pytest.approx([0.0] * 9, abs=2.0)
    assert outlook.median[9:] == pytest.approx([20.0, 30.0, 20.0], abs=4.0)


@pytest.mark.parametrize("months", [7, 9, 12, 13, 18, 24, 36, 60])
@pytest.mark.parametrize("noise", [0.001, 0.02, 0.1])
@pytest.mark.parametrize("place", ["middle", "end"])
def test_one_outlier_does_not_move_the_median(months: int, noise: float, place: str) -> None:
    """One value ten times the level, in the middle or at the end, is set aside and named."""
    history = steady(months, noise)
    position = months - 1 if place == "end" else months // 2
    history[position] = 1000.0
    outlook = forecast(history, horizon=12)
    assert (position,) == outlook.set_aside
    assert np.abs(outlook.median - 100.0).max() < 400.0 * noise + 1.0
    assert outlook.quantile(0.975).max() < 320.0
    assert outlook.quantile(0.025).min() > -100.0


@pytest.mark.parametrize("months", [12, 18, 24, 36, 60])
@pytest.mark.parametrize("confirmed", [2, 3, 6])
@pytest.mark.parametrize("factor", [2.0, 10.0])
def test_a_new_level_seen_twice_is_followed(months: int, confirmed: int, factor: float) -> None:
    """Two or more months at a new level are a shift, not outliers."""
    history = steady(months)
    history[-confirmed:] = [factor * value for value in history[-confirmed:]]
    outlook = forecast(history, horizon=3)
    assert outlook.set_aside == ()
    assert outlook.median[0] > 50.0 * (1.0 + factor)  # nearer to the new level than to the old


def test_a_yearly_spike_is_a_season_not_an_outlier() -> None:
    """A peak every December is kept and expected again."""
    history = steady(36)
    history[11], history[23], history[35] = 300.0, 310.0, 305.0
    outlook = forecast(history, horizon=12)
    assert outlook.set_aside == ()
    assert outlook.median[11] == pytest.approx(305.0, rel=0.1)
    assert outlook.median[:10] == pytest.approx([100.0] * 10, rel=0.1)


def test_a_large_level_keeps_its_small_steps() -> None:
    """1e12 with steps of 1 is forecast like 0 with steps of 1."""
    steps = [0, 1, 0, 2, 1, 3, 2, 1, 2, 3, 4, 3]
    near, far = forecast(steps, horizon=6), forecast([1e12 + step for step in steps], horizon=6)
    for level in LEVELS:
        assert far.quantile(level) - 1e12 == pytest.approx(near.quantile(level), abs=2e-3)


@pytest.mark.parametrize("scale", [1e-9, 3.0, 1e9])
def test_units_do_not_matter(scale: float) -> None:
    """Another unit gives the same outlook in that unit, on the log scale too."""
    history = [12.0, 15, 11, 18, 14, 13, 17, 19, 12, 16, 15, 21, 14, 18]
    plain, scaled = forecast(history, horizon=6), forecast([scale * value for value in history], horizon=6)
    assert scaled.median == pytest.approx(scale * plain.median, rel=1e-6)
    assert scaled.probability_beyond(20.0 * scale) == pytest.approx(plain.probability_beyond(20.0), abs=1e-6)


def test_origin_does_not_matter_where_there_is_no_log_scale() -> None:
    """A series with negative values may be shifted and turned over."""
    history = [-5.0, 3, -2, 4, -6, 2, 1, -3, 0, 2, -4, 5, 1, -1]
    plain = forecast(history, horizon=6)
    assert forecast([value - 50.0 for value in history], horizon=6).median == pytest.approx(plain.median - 50.0, abs=1e-6)
    mirrored = forecast([-value for value in history], horizon=6)
    assert mirrored.quantile(0.1) == pytest.approx(-plain.quantile(0.9), abs=1e-6)


def test_a_gap_costs_precision_not_level() -> None:
    """Gaps in the middle and at the end widen the interval and keep the level."""
    history: list[float | None] = list(steady(24))
    whole = forecast(history, horizon=3)
    gappy = forecast([*history[:10], None, None, *history[12:22], math.nan, None], horizon=3)
    assert gappy.median == pytest.approx(whole.median, rel=0.03)
    assert (gappy.quantile(0.9) - gappy.quantile(0.1) > 0.95 * (whole.quantile(0.9) - whole.quantile(0.1))).all()


def test_months_left_out_are_left_out_exactly() -> None:
    """Five gaps at the start give what a history shorter by five months gives, without a new inverse."""
    series = np.random.default_rng(2).standard_normal((2, 30))
    gappy = fit(grid(30, slopes="all"), series, np.arange(30) >= 5)
    short = fit(grid(25, slopes="all"), series[:, 5:], np.ones(25, dtype=np.bool_))
    assert gappy.location == pytest.approx(short.location, abs=1e-6)
    assert gappy.variance == pytest.approx(short.variance, rel=1e-6)
    assert gappy.covariance == pytest.approx(short.covariance, rel=1e-5, abs=1e-6)
    assert gappy.log_evidence == pytest.approx(short.log_evidence, abs=1e-6)
    assert gappy.leverage[:, :, 5:] == pytest.approx(short.leverage, abs=1e-6)


def test_a_walk_is_less_sure_after_a_gap_at_the_end() -> None:
    """Months not yet measured count as months ahead."""
    walk = np.cumsum(np.random.default_rng(5).standard_normal(30)).tolist()
    soon, late = forecast(walk, horizon=1), forecast([*walk, None, None, None], horizon=1)
    assert late.quantile(0.9) - late.quantile(0.1) > 1.3 * (soon.quantile(0.9) - soon.quantile(0.1))


@pytest.mark.parametrize("months", [3, 4, 5])
def test_too_few_show_the_range_so_far(months: int) -> None:
    """Under six observed months the outlook is the range seen, its median the median value."""
    history = [3.0, None, 5.0, 4.0, 7.0, 6.0][: months + 1]
    seen = [value for value in history if value is not None]
    outlook = forecast(history, horizon=4)
    assert outlook.too_few
    assert (outlook.median == np.median(seen)).all()
    assert (outlook.probability_beyond(max(seen), side="above") == 0.0).all()
    assert (outlook.quantile(0.05) >= min(seen)).all()


@pytest.mark.parametrize("months", [6, 7, 8, 9, 10, 11, 12, 13, 60, 120, 150])
def test_every_length_from_six_gives_a_forecast(months: int) -> None:
    """The level is kept and the interval has the size of the noise (2 % of 100)."""
    outlook = forecast(steady(months), horizon=24)
    assert not outlook.too_few
    assert np.abs(outlook.median - 100.0).max() < 6.0
    assert (outlook.quantile(0.9) - outlook.quantile(0.1) < 30.0).all()


def test_a_clear_season_is_repeated() -> None:
    """Three years of a wave: the fourth year follows it, and the interval is narrow."""
    outlook = forecast(WAVE[:36], horizon=12)
    assert np.abs(outlook.median - np.array(WAVE[36:48])).max() < 3.0


def test_the_charter_says_whether_a_kpi_is_seasonal() -> None:
    """With one year the charter decides: repeated when seasonal, carried on when not."""
    history = WAVE[6:18]  # falls to 30, ends at 50 rising to 60
    seasonal, plain = (forecast(history, horizon=6, seasonal=flag).median for flag in (True, False))
    assert abs(seasonal[5] - WAVE[23]) < abs(plain[5] - WAVE[23])
    assert np.ptp(plain) < 5.0 < np.ptp(seasonal)


def test_a_steady_trend_goes_on() -> None:
    """Thirty months up by one each: the next is one higher."""
    assert forecast([float(month) for month in range(1, 31)], horizon=1).median == pytest.approx([31.0], abs=0.3)


def test_months_to_breach_is_the_first_month_as_likely_as_not() -> None:
    """A KPI rising by one a month passes a limit three months ahead."""
    outlook = forecast([float(month) for month in range(1, 31)], horizon=12)
    assert 1 == outlook.months_to_breach(high=30.5)
    month = outlook.months_to_breach(high=32.3)
    assert month is not None
    assert (outlook.probability_beyond(32.3)[: month - 1] < 0.5).all()
    assert outlook.probability_beyond(32.3)[month - 1] >= 0.5
    assert outlook.months_to_breach(high=1000.0) is None


def test_shares_of_one_stay_within_bounds() -> None:
    """A percentage stored as 0 to 1."""
    outlook = forecast([0.95, 0.96, 0.94, 0.95, 0.97, 0.96, 0.95, 0.93, 0.96, 0.95, 0.96, 0.97], horizon=6, lower=0, upper=1)
    assert ((outlook.quantile(0.1) > 0.9) & (outlook.quantile(0.9) <= 1.0)).all()
    assert outlook.median == pytest.approx([0.955] * 6, abs=0.015)


def test_fast_growth_stays_within_reach() -> None:
    """Half more every month for two years: no interval beyond three ranges, none empty at month one."""
    history = [1.5**month for month in range(24)]
    outlook = forecast(history, horizon=24)
    assert outlook.quantile(0.99).max() <= 4.0 * max(history)
    assert outlook.quantile(0.9)[0] > outlook.quantile(0.1)[0]


@pytest.mark.parametrize(
    ("history", "arguments"),
    [
        ([], {}),
        ([None, math.nan], {}),
        ([1.0, math.inf], {}),
        ([1.0], {"horizon": 0}),
        ([1.0], {"horizon": 25}),
        ([1.0], {"lower": 2.0, "upper": 1.0}),
    ],
)
def test_senseless_calls_raise(history: list[float | None], arguments: dict[str, float]) -> None:
    """Nothing observed, infinity, a horizon out of range, bounds the wrong way round."""
    with pytest.raises(ValueError, match=r"\w"):
        forecast(history, **{"horizon": 3, **arguments})  # type: ignore[arg-type]


def test_senseless_questions_raise() -> None:
    """Levels strictly between 0 and 1, two sides, a limit that is a number."""
    outlook = forecast([1.0, 2.0, 3.0], horizon=3)
    for level in (0.0, 1.0, math.nan):
        with pytest.raises(ValueError, match="level"):
            outlook.quantile(level)
    with pytest.raises(ValueError, match="side"):
        outlook.probability_beyond(1.0, side="beside")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="NaN"):
        outlook.probability_beyond(math.nan)


def test_positions_set_aside_are_those_of_the_history_as_given() -> None:
    """Leading gaps and months too old to use don't move the positions."""
    history: list[float | None] = [None, None, *steady(130)]
    history[100] = 1000.0
    assert (100,) == forecast(history, horizon=3).set_aside


def test_same_answer_on_any_hash_seed() -> None:
    """Two processes with different hash seeds print the same digits."""
    code = (
        "from briefing.analysis.outlook import forecast\n"
        "o = forecast([12, 15, 11, 18, 14, 13, 17, 19, 12, 16, 15, 21, None, 18], horizon=6)\n"
        "print(o.quantile(0.9).tolist(), o.probability_any_beyond(high=20))"
    )
    root = str(Path(__file__).parents[2])
    printed = [
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": root},
            check=True, capture_output=True, text=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert all(left == right for left, right in pairwise(printed))


def test_a_year_that_goes_one_way_goes_on() -> None:
    """Twelve months each about 1.2 lower than the last: the next are lower still, and 25 is as good as broken."""
    falling = (40.0, 39.0, 38.0, 36.5, 35.0, 34.0, 32.5, 31.0, 30.0, 29.0, 27.5, 26.5)
    outlook = forecast(falling, horizon=6)

    assert outlook.median[0] < 26.0
    assert outlook.probability_any_beyond(25.0) > 0.9
    assert 1 <= (outlook.months_to_breach(25.0) or 0) <= 3


def test_a_year_that_wavers_has_no_trend() -> None:
    """Up and down about one level: the last half year's drift is not carried on."""
    wavering = (30.0, 31.0, 29.5, 30.5, 29.0, 30.0, 31.0, 30.5, 30.0, 29.5, 29.2, 29.0)

    assert abs(float(forecast(wavering, horizon=6).median[-1]) - 30.0) < 1.0
