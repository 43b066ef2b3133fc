"""One simulation of all rows: exact where a formula exists, and lawful where a figure changes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from briefing.analysis.exposure import (
    Exposure,
    Lognormal90,
    Pert,
    RiskModel,
    bracket,
    simulate,
)

YEARS = 2_000
THREE_MILLION = 3e6
RANKS = np.linspace(0.0, 1.0, 101)

chances = st.floats(0, 1)
rates = st.floats(0, 6)
dependences = st.sampled_from([0.0, 0.3, 1.0])
seeds = st.integers(0, 10_000)


@st.composite
def perts(draw: st.DrawFn, top: float = 100.0) -> Pert:
    """Standard PERTs from 0 to ``top``."""
    low, mode, high = sorted(draw(st.tuples(*3 * [st.floats(0, top)])))
    return Pert(low, mode, high)


@st.composite
def lognormals(draw: st.DrawFn) -> Lognormal90:
    """From narrow to wide."""
    low = draw(st.floats(0.01, 100))
    return Lognormal90(low, low * draw(st.floats(1, 50)))


@st.composite
def risks(draw: st.DrawFn) -> RiskModel:
    """Of either kind, with certain and uncertain frequencies."""
    severity = draw(st.one_of(perts(), lognormals()))
    if draw(st.booleans()):
        return RiskModel(draw(st.one_of(chances, perts(1.0))), severity, once=True)
    return RiskModel(draw(st.one_of(rates, perts(6.0))), severity)


registers = st.lists(risks(), min_size=1, max_size=5)


def never_lower(before: Exposure, after: Exposure) -> bool:
    """Whether no year, and so no quantile, is lower but for rounding."""
    slack = 1e-9 * (1.0 + before.ordered[-1])
    years = bool(np.all(after.totals >= before.totals - slack))
    quantiles = bool(np.all(after.quantile(RANKS) >= before.quantile(RANKS) - slack))
    return years and quantiles


def correlation(one: npt.NDArray[np.float64], other: npt.NDArray[np.float64]) -> float:
    """Pearson's."""
    return float(stats.pearsonr(one, other).statistic)


def example_register(chance_of_stop: float) -> list[RiskModel]:
    """The inputs behind EXAMPLE.md: bad and good cases are P90 and P10."""
    fit = Pert.from_p10_p90
    day = 118e3
    smaller = RiskModel(0.3, fit(50e3, 120e3, 400e3))
    return [
        RiskModel(chance_of_stop, fit(8 * day, 12 * day, 18 * day), once=True),
        RiskModel(0.5, fit(0.3e6, 0.45e6, 0.7e6), once=True),
        RiskModel(0.14, fit(0.2e6, 0.6e6, 1.4e6), once=True),
        *9 * [smaller],
    ]


def compound_quantile(rate: float, severity: Lognormal90, level: float) -> float:
    """The compound Poisson quantile by FFT of the severity in steps of 0.01, up to 1,311."""
    step, size = 0.01, 2**17
    spread = (np.log(severity.high) - np.log(severity.low)) / (2 * stats.norm.ppf(0.95))
    law = stats.lognorm(spread, scale=np.sqrt(severity.low * severity.high))
    masses = np.diff(law.cdf((np.arange(size + 1) - 0.5) * step))
    compound = np.fft.irfft(np.exp(rate * (np.fft.rfft(masses) - 1.0)), size)
    return float(np.searchsorted(np.cumsum(compound), level) * step)


# -- exactness --------------------------------------------------------------------------------


@pytest.mark.parametrize(("rate", "expected"), [(0.1, 0.404001), (3.0, 12.120038)])
def test_closed_form_mean_is_rate_times_severity(rate: float, expected: float) -> None:
    """Rate * sqrt(1 * 10) * e^(0.699938^2 / 2)."""
    assert expected == pytest.approx(RiskModel(rate, Lognormal90(1, 10)).mean, abs=5e-7)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("rate", [0.1, 3.0])
def test_simulated_mean_is_within_three_standard_errors(rate: float, seed: int) -> None:
    """Of the closed form, at 100,000 years."""
    risk = RiskModel(rate, Lognormal90(1, 10))

    actual = simulate([risk], seed=seed)

    standard_error = actual.totals.std() / np.sqrt(actual.years)
    assert risk.mean == pytest.approx(actual.mean, abs=3 * standard_error)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("rate", [0.1, 3.0])
def test_p95_is_within_one_percent_of_the_compound_distribution(rate: float, seed: int) -> None:
    """As an FFT of the compound distribution gives it."""
    severity = Lognormal90(1, 10)

    actual = simulate([RiskModel(rate, severity)], seed=seed)

    assert compound_quantile(rate, severity, 0.95) == pytest.approx(actual.quantile(0.95), rel=0.01)


@settings(deadline=None, max_examples=50)
@given(registers, dependences, seeds)
def test_simulated_mean_follows_the_closed_form(
    rows: list[RiskModel], common_factor: float, seed: int
) -> None:
    """Within five plain standard errors plus the table's error, whatever the dependence."""
    actual = simulate(rows, years=20_000, seed=seed, common_factor=common_factor)

    spread = float(actual.by_risk.std(axis=1).sum())
    slack = 5 * spread / np.sqrt(actual.years) + 1e-3 * sum(row.mean for row in rows) + 0.02
    assert sum(row.mean for row in rows) == pytest.approx(actual.mean, abs=slack)


def test_counts_are_poisson() -> None:
    """A certain loss of 1 an event turns the yearly loss into the count."""
    actual = simulate([RiskModel(2.5, Pert(1, 1, 1))], seed=1)

    expected = stats.poisson.sf(np.arange(8), 2.5)
    assert expected == pytest.approx(actual.curve(np.arange(8)), abs=1.1e-5)


def test_an_uncertain_rate_spreads_the_counts() -> None:
    """Mean count that of the rate's mean; variance that plus the variance of the rate."""
    rate = Pert(0, 2, 10)
    # alpha = 1.8, beta = 4.2: variance = 100 * 1.8 * 4.2 / (36 * 7) = 3
    actual = simulate([RiskModel(rate, Pert(1, 1, 1))], seed=1)

    assert pytest.approx(rate.mean, rel=1e-4) == actual.mean
    assert pytest.approx(rate.mean + 3.0, rel=0.01) == actual.totals.var()


def test_an_uncertain_chance_counts_by_its_mean() -> None:
    """One event happens or not: (0.1 + 4 * 0.2 + 0.9) / 6 = 0.3."""
    actual = simulate([RiskModel(Pert(0.1, 0.2, 0.9), Pert(7, 7, 7), once=True)], seed=1)

    assert pytest.approx(0.3, abs=1e-5) == actual.probability_above(0)


# -- the bracket ------------------------------------------------------------------------------


@pytest.mark.parametrize(("chance_of_stop", "expected"), [(0.6, [13, 19, 25]), (0.2, [4, 10, 20])])
def test_bracket_gives_the_figures_of_the_example(
    chance_of_stop: float, expected: list[int]
) -> None:
    """Chance in 100 of more than $3M, within a point."""
    actual = bracket(example_register(chance_of_stop), seed=20261106)

    figures = [100 * member.probability_above(THREE_MILLION) for member in actual.members]
    assert expected == pytest.approx(figures, abs=1.0)


def test_bracket_spans_its_members() -> None:
    """Lowest and highest of the three, for a chance and for a quantile."""
    actual = bracket(example_register(0.6), years=YEARS, seed=3)

    figures = [member.probability_above(THREE_MILLION) for member in actual.members]
    assert (min(figures), max(figures)) == actual.probability_above(THREE_MILLION)
    losses = [member.quantile(0.9) for member in actual.members]
    assert (min(losses), max(losses)) == actual.quantile(0.9)


def test_bracket_members_agree_on_each_row() -> None:
    """Dependence moves years around; it leaves every row's own distribution as it is."""
    actual = bracket(example_register(0.6), years=YEARS, seed=3)

    expected = np.sort(actual.independent.by_risk, axis=1)
    assert np.array_equal(expected, np.sort(actual.common.by_risk, axis=1))
    assert np.array_equal(expected, np.sort(actual.together.by_risk, axis=1))


def test_rows_that_move_together_strike_in_nested_years() -> None:
    """Whenever the rarer one strikes, the commoner one does."""
    certain = Pert(1, 1, 1)
    rows = [RiskModel(0.2, certain, once=True), RiskModel(0.5, certain, once=True)]

    actual = bracket(rows, years=YEARS, seed=3).together

    assert np.all(actual.by_risk[1] >= actual.by_risk[0])
    # sizes stay independent
    sized = [replace(row, severity=Pert(0, 5, 10)) for row in rows]
    sizes = simulate(sized, years=100_000, seed=3, common_factor=1.0).by_risk
    both = sizes[:, sizes[0] > 0]
    assert pytest.approx(0.0, abs=0.03) == correlation(both[0], both[1])


def test_common_factor_is_a_gaussian_copula_of_occurrences() -> None:
    """Both of two halves strike with chance 1/4 + arcsin(rho) / (2 pi) (Sheppard 1899)."""
    row = RiskModel(0.5, Pert(1, 1, 1), once=True)

    actual = simulate([row, row], seed=5, common_factor=0.3)

    expected = 0.25 + np.arcsin(0.3) / (2 * np.pi)
    assert pytest.approx(expected, abs=0.005) == actual.probability_above(1)


def test_rows_of_different_factors_are_independent() -> None:
    """Two named factors: both strike in a quarter of the years; in "together" in a half."""
    row = RiskModel(0.5, Pert(1, 1, 1), once=True)
    rows = [replace(row, factor="peso"), replace(row, factor="resin")]

    apart = simulate(rows, seed=5, common_factor=1.0)
    together = bracket(rows, seed=5).together

    assert pytest.approx(0.25, abs=0.005) == apart.probability_above(1)
    assert pytest.approx(0.5, abs=1e-4) == together.probability_above(1)


# -- laws -------------------------------------------------------------------------------------


@settings(deadline=None)
@given(registers, risks(), chances, chances, dependences, seeds)
def test_a_higher_chance_never_lowers_a_quantile(
    rows: list[RiskModel], row: RiskModel, one: float, other: float, rho: float, seed: int
) -> None:
    """Of an event that happens once, or of the rate of one that can repeat."""
    top = 1.0 if row.once else 6.0
    low, high = (replace(row, frequency=top * share) for share in sorted((one, other)))

    before = simulate([low, *rows], years=YEARS, seed=seed, common_factor=rho)
    after = simulate([high, *rows], years=YEARS, seed=seed, common_factor=rho)

    assert never_lower(before, after)


@settings(deadline=None)
@given(registers, risks(), perts(), chances, dependences, seeds)
def test_a_higher_likely_case_never_lowers_a_quantile(
    rows: list[RiskModel], row: RiskModel, pert: Pert, share: float, rho: float, seed: int
) -> None:
    """Of a PERT with its ends fixed."""
    mode = min(pert.mode + share * (pert.high - pert.mode), pert.high)
    low, high = replace(row, severity=pert), replace(row, severity=replace(pert, mode=mode))

    before = simulate([*rows, low], years=YEARS, seed=seed, common_factor=rho)
    after = simulate([*rows, high], years=YEARS, seed=seed, common_factor=rho)

    assert never_lower(before, after)


@settings(deadline=None)
@given(registers, risks(), st.tuples(*3 * [chances]), st.floats(1, 5), dependences, seeds)
def test_larger_impact_points_never_lower_a_quantile(
    rows: list[RiskModel],
    row: RiskModel,
    points: tuple[float, float, float],
    factor: float,
    rho: float,
    seed: int,
) -> None:
    """All three multiplied by one factor, for a fitted PERT, floored or not."""
    low, mode, high = sorted(points)
    small = Pert.from_p10_p90(low, mode, high)
    large = Pert.from_p10_p90(factor * low, factor * mode, factor * high)

    def run(severity: Pert) -> Exposure:
        varied = [replace(row, severity=severity), *rows]
        return simulate(varied, years=YEARS, seed=seed, common_factor=rho)

    assert never_lower(run(small), run(large))


@settings(deadline=None)
@given(registers, risks(), dependences, seeds)
def test_a_row_more_never_lowers_a_quantile_nor_moves_the_others(
    rows: list[RiskModel], row: RiskModel, rho: float, seed: int
) -> None:
    """Appended, it leaves the other rows' losses year by year as they were."""
    before = simulate(rows, years=YEARS, seed=seed, common_factor=rho)
    after = simulate([*rows, row], years=YEARS, seed=seed, common_factor=rho)

    assert np.array_equal(before.by_risk, after.by_risk[:-1])
    assert never_lower(before, after)


@settings(deadline=None)
@given(registers, dependences, seeds)
def test_keyed_rows_keep_their_draws_in_any_order(
    rows: list[RiskModel], rho: float, seed: int
) -> None:
    """A permanent id carries its losses with it."""
    keyed = [replace(row, key=f"R-{number:03}") for number, row in enumerate(rows)]

    forward = simulate(keyed, years=YEARS, seed=seed, common_factor=rho)
    backward = simulate(keyed[::-1], years=YEARS, seed=seed, common_factor=rho)

    assert np.array_equal(forward.by_risk, backward.by_risk[::-1])


@settings(deadline=None)
@given(registers, dependences, seeds, chances)
def test_contributions_add_up(rows: list[RiskModel], rho: float, seed: int, level: float) -> None:
    """To the mean, and in the tail to the mean of the years at or above the quantile."""
    actual = simulate(rows, years=YEARS, seed=seed, common_factor=rho)

    tail = actual.totals[actual.totals >= actual.quantile(level)]
    assert (len(rows),) == actual.contributions.shape
    assert actual.mean == pytest.approx(actual.contributions.sum())
    assert actual.totals.mean() == pytest.approx(actual.mean)
    assert tail.mean() == pytest.approx(actual.tail_contributions(level).sum())


@settings(deadline=None)
@given(registers, seeds, chances)
def test_quantile_and_chance_above_agree(rows: list[RiskModel], seed: int, level: float) -> None:
    """At most 1 - level of the years are above the quantile; at least that many reach it."""
    actual = simulate(rows, years=YEARS, seed=seed)

    loss = actual.quantile(level)

    assert actual.probability_above(loss) <= 1 - level + 1e-12
    assert np.mean(actual.totals >= loss) >= 1 - level - 1e-12


# -- edges ------------------------------------------------------------------------------------


def test_same_seed_same_years_other_seed_other_years() -> None:
    """The seed is the only source of chance."""
    rows = example_register(0.6)

    assert np.array_equal(simulate(rows, seed=1).totals, simulate(rows, seed=1).totals)
    assert not np.array_equal(simulate(rows, seed=1).totals, simulate(rows, seed=2).totals)


def test_equal_rows_do_not_repeat_each_other() -> None:
    """Two like rows: in their common years the sizes don't follow each other."""
    row = RiskModel(1.0, Pert(0, 5, 10), once=True)

    actual = simulate([row, row], seed=1)

    assert pytest.approx(0.0, abs=0.02) == correlation(*actual.by_risk)


def test_no_rows_lose_nothing() -> None:
    """An empty register is a loss of 0 in every year."""
    actual = simulate([], seed=1)

    assert 0.0 == actual.mean
    assert 0.0 == actual.quantile(0.99)
    assert 0.0 == actual.probability_above(0)
    assert (0,) == actual.contributions.shape
    assert 100_000 == actual.years


@pytest.mark.parametrize("once", [True, False])
def test_a_frequency_of_zero_never_happens(once: bool) -> None:
    """Neither as a chance nor as a rate."""
    assert 0.0 == simulate([RiskModel(0, Pert(1, 2, 3), once)], seed=1).probability_above(0)


def test_a_chance_of_one_happens_every_year() -> None:
    """In all simulated years, however few."""
    actual = simulate([RiskModel(1, Pert(1, 2, 3), once=True)], years=7, seed=1)

    assert 1.0 == actual.probability_above(0.99)


def test_probability_above_is_strict_and_the_curve_repeats_it() -> None:
    """A loss of exactly the amount isn't above it."""
    actual = simulate([RiskModel(0.25, Pert(4, 4, 4), once=True)], years=1_000, seed=1)

    assert 0.0 == actual.probability_above(4.0)
    assert pytest.approx(0.25, abs=0.001) == actual.probability_above(3.999)
    assert [1.0, actual.probability_above(0), 0.0] == actual.curve([-1, 0, 4]).tolist()


def test_quantile_takes_a_number_or_an_array() -> None:
    """Losses 0 in three of four years, 4 in one: P75 is 0, anything beyond is 4."""
    actual = simulate([RiskModel(0.25, Pert(4, 4, 4), once=True)], years=4, seed=1)
    struck = actual.probability_above(0)

    assert 0.25 == struck
    assert 0.0 == actual.quantile(0.75)
    assert [0.0, 0.0, 4.0, 4.0] == actual.quantile([0.0, 0.75, 0.76, 1.0]).tolist()


@pytest.mark.parametrize(
    ("frequency", "once"),
    [
        (-0.1, False),
        (-0.1, True),
        (1.1, True),
        (Pert(0.2, 0.5, 1.1), True),
        (1e4, False),
        (Pert(1, 2, 1e4), False),
        (float("nan"), False),
        (float("inf"), False),
    ],
)
def test_a_frequency_out_of_bounds_is_refused(
    frequency: float | Pert,
    once: bool,
) -> None:
    """A chance is 0 to 1, a yearly rate 0 to 1,000."""
    with pytest.raises(ValueError, match="must be from 0 to"):
        RiskModel(frequency, Pert(1, 2, 3), once)


@pytest.mark.parametrize(
    "arguments",
    [
        {"years": 0, "seed": 1},
        {"seed": -1},
        {"seed": 1, "common_factor": 1.1},
        {"seed": 1, "common_factor": -0.1},
    ],
)
def test_a_run_out_of_bounds_is_refused(arguments: dict[str, float]) -> None:
    """Years from 1, seed from 0, common factor from 0 to 1."""
    with pytest.raises(ValueError, match="simulate needs"):
        simulate([], **arguments)  # type: ignore[arg-type]


def test_two_rows_of_one_key_are_refused() -> None:
    """They would repeat each other's draws."""
    row = RiskModel(0.5, Pert(1, 2, 3), key="R-014")

    with pytest.raises(ValueError, match="R-014"):
        simulate([row, row], seed=1)


@pytest.mark.parametrize("level", [-0.1, 1.1, float("nan")])
def test_a_level_that_is_no_chance_is_refused(level: float) -> None:
    """For quantiles and for the tail."""
    actual = simulate([], years=1, seed=1)

    with pytest.raises(ValueError, match="level"):
        actual.quantile(level)
    with pytest.raises(ValueError, match="level"):
        actual.tail_contributions(level)
