"""Exposure: the distribution of one year's loss over all rows of a register.

One simulated year is one possible course of the twelve months. The same seed gives the same years,
and every draw belongs to its row and its event, never to the parameters, so that two runs differ
only by what was changed (common random numbers):

* A row ranks the years, from the one in which it is nearest to happening. The ranking depends on
  seed, row and dependence alone. The row strikes at least ``j`` times in the first ``M_j`` years of
  its ranking, ``M_j / years`` being the chance of ``j`` or more events: a stratified inverse-CDF
  draw. A higher chance lengthens the prefix: it adds events and moves none.
* The ``j``-th event in the ``k``-th year of the ranking has its own uniform; its size is the
  severity's quantile there.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, overload

import numpy as np
import numpy.typing as npt

from briefing.analysis import special
from briefing.analysis.distributions import FloatArray, Lognormal90, Pert, Severity
from briefing.analysis.draws import (
    Draws,
    StreamKey,
    row_stream,
    stratum_shift,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "DEFAULT_COMMON_FACTOR",
    "MAX_RATE",
    "Bracket",
    "Exposure",
    "Lognormal90",
    "Pert",
    "RiskModel",
    "Severity",
    "bracket",
    "simulate",
]

DEFAULT_COMMON_FACTOR = 0.3
MAX_RATE = 1_000.0  # more events a year are a running cost; a run's time grows with the rate
_RATE_STRATA = 512
_NEGLIGIBLE_CHANCE = 1e-12


@dataclass(frozen=True, slots=True)
class RiskModel:
    """One row of the register as the simulation sees it.

    Attributes:
        frequency: Events a year (Poisson rate, 0 to `MAX_RATE`), or with ``once`` the chance that
            the one event falls in the year, 0 to 1. A `Pert` says how unsure that figure is: each
            simulated year has its own rate (with ``once`` only the mean chance matters).
        severity: Loss of one event, in the currency shared by all rows.
        once: Whether the event can happen only once.
        key: The row's permanent id (``R-014``). Its draws then follow the id wherever the row
            stands in the list; without one they follow its position.
        factor: Name of the common factor the row moves with; ``None`` is the one shared by all
            rows that declare none.

    Raises:
        ValueError: If the frequency is outside its bounds or not finite.
    """

    frequency: float | Pert
    severity: Severity
    once: bool = False
    key: str | None = field(default=None, kw_only=True)
    factor: str | None = field(default=None, kw_only=True)

    def __post_init__(self) -> None:
        """Refuse a frequency out of bounds."""
        # A Pert's low end needs no check: it is at least 0, or counts as 0.
        highest = self.frequency.high if isinstance(self.frequency, Pert) else self.frequency
        top, name = (1.0, "chance") if self.once else (MAX_RATE, "yearly rate")
        if not 0.0 <= highest <= top:
            message = f"A {name} must be from 0 to {top:g}, not {self.frequency}."
            raise ValueError(message)

    @property
    def mean(self) -> float:
        """Expected loss a year in closed form: mean frequency times mean severity."""
        frequency = self.frequency
        rate = frequency.mean if isinstance(frequency, Pert) else float(frequency)
        return rate * self.severity.mean

    def chances(self) -> FloatArray:
        """Chances of at least 1, 2, ... events in a year, down to those below 1e-12.

        For an uncertain rate, the mean over 512 equal strata of it (a mixed Poisson).
        """
        frequency = self.frequency
        if self.once:
            return np.array([frequency.mean if isinstance(frequency, Pert) else float(frequency)])
        rates = frequency.quantile((np.arange(_RATE_STRATA) + 0.5) / _RATE_STRATA) if isinstance(frequency, Pert) else np.array([float(frequency)])
        top = float(rates[-1])
        events = np.arange(1, math.ceil(top + 10.0 * math.sqrt(top)) + 16)
        chances = special.pdtrc(events[:, np.newaxis] - 1, rates).mean(axis=1)
        return np.asarray(chances[chances > _NEGLIGIBLE_CHANCE], dtype=np.float64)


@dataclass(frozen=True, eq=False)
class Exposure:
    """The simulated losses of one year, all rows together, in the rows' currency.

    Attributes:
        by_risk: Loss by row and simulated year, shape (rows, years); 0.8 MB a row at 100,000 years.
        totals: Loss by simulated year, shape (years,).
        seed: The seed, to be printed.
        common_factor: The dependence between the rows' occurrences, 0 to 1.
        draws: What the rows drew, where it was kept: to ask again with other figures.
    """

    by_risk: FloatArray
    totals: FloatArray
    seed: int
    common_factor: float
    draws: Draws | None = field(default=None, repr=False)

    @cached_property
    def ordered(self) -> FloatArray:
        """``totals`` in ascending order."""
        ordered = np.sort(self.totals)
        ordered.setflags(write=False)
        return ordered

    @property
    def years(self) -> int:
        """Number of simulated years."""
        return self.totals.size

    @property
    def contributions(self) -> FloatArray:
        """Mean yearly loss of each row, shape (rows,); they add up to `mean`."""
        return np.asarray(self.by_risk.mean(axis=1), dtype=np.float64)

    @property
    def mean(self) -> float:
        """Mean simulated yearly loss. `RiskModel.mean` has each row's closed form."""
        return float(self.contributions.sum())

    @overload
    def quantile(self, level: float) -> float: ...
    @overload
    def quantile(self, level: Sequence[float] | FloatArray) -> FloatArray: ...
    def quantile(self, level: float | Sequence[float] | FloatArray) -> float | FloatArray:
        """The smallest simulated loss not exceeded in a share ``level`` of the years.

        Args:
            level: From 0 to 1; a number gives a number, an array an array of its shape.

        Raises:
            ValueError: If a level is outside 0 to 1.
        """
        levels = np.asarray(level, dtype=np.float64)
        if not np.all((levels >= 0) & (levels <= 1)):
            message = f"A quantile's level must be from 0 to 1, not {level}."
            raise ValueError(message)
        # 0.07 * 100 is a little above 7: without the margin the rank would be one too high.
        ranks = np.ceil(levels * self.years - 1e-9).astype(np.intp) - 1
        losses = self.ordered[np.maximum(ranks, 0)]
        return float(losses) if levels.ndim == 0 else np.asarray(losses, dtype=np.float64)

    def probability_above(self, amount: float) -> float:
        """Share of the years with a loss strictly above ``amount``: counted, which takes a hundredth of putting them in order."""
        return float(1.0 - np.count_nonzero(self.totals <= amount) / self.years)

    def curve(self, amounts: npt.ArrayLike) -> FloatArray:
        """The loss exceedance curve: chances of a loss strictly above each of ``amounts``."""
        at_most = np.searchsorted(self.ordered, np.asarray(amounts, np.float64), side="right")
        return np.asarray(1.0 - at_most / self.years, dtype=np.float64)

    def tail_contributions(self, level: float) -> FloatArray:
        """Mean loss of each row in the years whose total is at or above ``quantile(level)``.

        Shape (rows,); they add up to the mean total of those years.

        Raises:
            ValueError: If ``level`` is outside 0 to 1.
        """
        worst = self.totals >= self.quantile(level)
        return np.asarray(self.by_risk[:, worst].mean(axis=1), dtype=np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class Bracket:
    """One exposure under three answers to "how far do the risks move together?"."""

    independent: Exposure
    common: Exposure
    together: Exposure

    @property
    def members(self) -> tuple[Exposure, Exposure, Exposure]:
        """Independent, with the common factor, all moving together."""
        return self.independent, self.common, self.together

    def probability_above(self, amount: float) -> tuple[float, float]:
        """Lowest and highest chance, over the three, of a loss strictly above ``amount``."""
        chances = [member.probability_above(amount) for member in self.members]
        return min(chances), max(chances)

    def quantile(self, level: float) -> tuple[float, float]:
        """Lowest and highest loss, over the three, at ``level``."""
        losses = [member.quantile(level) for member in self.members]
        return min(losses), max(losses)


def simulate(
    risks: Sequence[RiskModel],
    *,
    years: int = 100_000,
    seed: int,
    common_factor: float = 0.0,
    draws: Draws | None = None,
) -> Exposure:
    """The losses of ``years`` possible years.

    The dependence is between occurrences, not between sizes: row ``i`` ranks the years by
    ``sqrt(rho) Z + sqrt(1 - rho) e_i``, ``Z`` the normal factor it shares with the rows of the same
    ``factor`` and ``e_i`` its own. With 0 the rows are independent; with 1 the years in which they
    strike are nested. Severities are independent given that.

    For a fixed seed and number of years, a higher frequency, a higher mode of a
    `Pert(low, mode, high)`, or a severity with all its points multiplied by a factor above 1 lowers
    no year's loss, hence no quantile, whatever the dependence. A row's draws depend on its key, or
    else its position: appending a row leaves the others' as they were.

    Args:
        risks: The rows; an empty list is a loss of 0 in every year.
        years: Number of simulated years, at least 1.
        seed: Any whole number from 0.
        common_factor: ``rho``, 0 to 1.
        draws: Draws of the same years and seed, to share with other exposures of the same rows; the
            losses are the same with and without.

    Raises:
        ValueError: If ``years``, ``seed`` or ``common_factor`` is outside its bounds, two rows
            have the same key, or ``draws`` are of other years or another seed.
    """
    if years < 1 or seed < 0 or not 0.0 <= common_factor <= 1.0:
        message = (
            "simulate needs years >= 1, seed >= 0 and a common factor from 0 to 1, "
            f"not {years}, {seed}, {common_factor}."
        )
        raise ValueError(message)
    drawn = draws or Draws(years, seed)
    if (drawn.years, drawn.seed) != (years, seed):
        message = f"simulate needs draws of {years} years and seed {seed}, not of {drawn.years} and {drawn.seed}."
        raise ValueError(message)
    by_risk = np.zeros((len(risks), years))
    for row, (risk, key) in enumerate(zip(risks, _row_streams(risks), strict=True)):
        losses = _ranked_losses(risk, drawn, key)
        by_risk[row, drawn.order(key, risk.factor, common_factor, losses.size)] = losses
    totals = by_risk.sum(axis=0)
    for array in (by_risk, totals):
        array.setflags(write=False)
    return Exposure(by_risk, totals, seed, common_factor, draws)


def bracket(
    risks: Sequence[RiskModel],
    *,
    years: int = 100_000,
    seed: int,
    common_factor: float = DEFAULT_COMMON_FACTOR,
) -> Bracket:
    """The exposure independent, with ``common_factor``, and all moving together.

    "Together" puts every row on one factor with weight 1, whatever factors the rows declare.
    Arguments and errors are those of `simulate`.
    """
    united = [replace(risk, factor=None) for risk in risks]
    draws = Draws(years, seed)
    return Bracket(
        independent=simulate(risks, years=years, seed=seed, common_factor=0.0, draws=draws),
        common=simulate(risks, years=years, seed=seed, common_factor=common_factor, draws=draws),
        together=simulate(united, years=years, seed=seed, common_factor=1.0, draws=draws),
    )


def _ranked_losses(risk: RiskModel, draws: Draws, key: StreamKey) -> FloatArray:
    """The row's loss in the years of its ranking in which it strikes; shape (those years,)."""
    return draws.once(("losses", key, risk.frequency, risk.once, risk.severity), lambda: _drawn_losses(risk, draws, key))


def _drawn_losses(risk: RiskModel, draws: Draws, key: StreamKey) -> FloatArray:
    shift = stratum_shift(draws.seed, key)
    # Year k = 0, 1, ... of the ranking has j events or more if its stratified uniform
    # (k + shift) / years is under the chance of that.
    struck = np.clip(np.ceil(draws.years * risk.chances() - shift), 0, draws.years).astype(np.intp)
    losses = np.zeros(struck[0] if struck.size else 0)
    size = draws.once(("sampler", risk.severity), risk.severity.sampler)
    for event, count in enumerate(struck[struck > 0]):
        losses[:count] += size(draws.severity_uniforms(key, event, int(count)))
    return losses


def _row_streams(risks: Sequence[RiskModel]) -> list[StreamKey]:
    named = [risk.key for risk in risks if risk.key is not None]
    if len(set(named)) < len(named):
        message = f"Two rows have the same key: {sorted(named)}."
        raise ValueError(message)
    return [row_stream(risk.key, index) for index, risk in enumerate(risks)]
