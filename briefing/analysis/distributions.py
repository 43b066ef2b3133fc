"""Distributions in which people state what they know: three points or a range.

Both kinds describe an amount that cannot be negative: a loss (in the caller's one currency), a
number of lost days, a yearly rate or a chance. Both can be scaled: multiplying every point by a
factor multiplies every quantile by it.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from briefing.analysis import special

FloatArray: TypeAlias = npt.NDArray[np.float64]
Sampler: TypeAlias = Callable[[FloatArray], FloatArray]

_PERT_WEIGHT = 4.0  # the standard PERT's lambda; alpha + beta is then always 6
_TABLE_CELLS = 2048
_LEVELS = np.linspace(0.0, 1.0, _TABLE_CELLS + 1)
# Finer towards both ends, where a PERT's cumulative chance is steepest or flattest.
_UNIT_GRID = np.sin(0.5 * np.pi * _LEVELS) ** 2
_TAIL = 0.1  # the good case is the P10, the bad case the P90
_LAST_BIT = 1e-15
_Z95 = float(special.ndtri(0.95))


@dataclass(frozen=True, slots=True)
class Pert:
    """A PERT distribution (Beta with lambda 4) over ``low`` to ``high`` with its peak at ``mode``.

    ``X = low + (high - low) B`` with ``B ~ Beta(1 + 4 r, 5 - 4 r)`` and
    ``r = (mode - low) / (high - low)``. Raising ``mode`` with the ends fixed never lowers a
    quantile (the two densities' ratio is monotone); the same does not hold for the ends alone.

    Source: Malcolm, Roseboom, Clark, Fazar (1959), *Application of a Technique for Research and
    Development Program Evaluation*; Vose, *Risk Analysis*, 3rd ed., section on the PERT.

    Attributes:
        low: Smallest possible amount, at least 0 (below 0 only where ``floored``).
        mode: Most likely amount, ``low <= mode <= high``.
        high: Largest possible amount. ``low == high`` is a certain amount.
        floored: Amounts under 0 count as 0; `from_p10_p90` sets it when the fitted low end is
            negative, so that the three stated points stay exact.

    Raises:
        ValueError: If a point is not finite, the points are out of order, or ``low`` is negative.
    """

    low: float
    mode: float
    high: float
    floored: bool = field(default=False, kw_only=True)

    def __post_init__(self) -> None:
        """Refuse points out of bounds."""
        _require_finite(low=self.low, mode=self.mode, high=self.high)
        if not self.low <= self.mode <= self.high:
            message = f"A PERT needs low <= mode <= high, not {self.low}, {self.mode}, {self.high}."
            raise ValueError(message)
        if self.low < 0 and not self.floored:
            message = f"A PERT of losses needs low >= 0, not {self.low}."
            raise ValueError(message)

    @classmethod
    def from_p10_p90(cls, low: float, mode: float, high: float) -> Pert:
        """The PERT whose P10 is ``low``, whose P90 is ``high`` and whose peak is at ``mode``.

        The fit is unique and exact for every ``low <= mode <= high``: with lambda 4 the shape has
        one parameter ``r``, ``(r - q10(r)) / (q90(r) - q10(r))`` rises with it from -0.06 to 1.06
        (``q`` the quantiles on 0 to 1), and P10 and P90 then fix place and width. Bisection on
        ``r``, to rounding.

        Where no exact fit exists: a mode beyond ``low`` or ``high`` by more than 0.06 of
        ``high - low`` gives the nearest shape (peak at an end), P10 and P90 still exact.
        A fitted low end under 0 is kept and amounts under 0 count as 0 (``floored``): the three
        points stay exact and the mean is that of the floored distribution. ``low == high`` gives
        a certain amount.

        No monotone law holds for ``mode`` here: the distributions for two modes share P10 and
        P90, so a higher mode moves the quantiles between them up and those above P90 down.
        Multiplying all three points by a factor multiplies every quantile by it.

        Args:
            low: Good case, P10, at least 0.
            mode: Likely case, at least 0, same unit.
            high: Bad case, P90, at least ``low``, same unit.

        Raises:
            ValueError: If a point is not finite or negative, or ``low > high``.
        """
        _require_finite(low=low, mode=mode, high=high)
        if min(low, mode) < 0 or low > high:
            message = (
                f"P10, mode, P90 need 0 <= low <= high and mode >= 0, not {low}, {mode}, {high}."
            )
            raise ValueError(message)
        if low == high:
            return cls(low, low, low)
        peak = _unit_peak((mode - low) / (high - low))
        unit_low, unit_high = _unit_p10_p90(peak)
        width = (high - low) / (unit_high - unit_low)
        start = low - width * unit_low
        end = start + width
        return cls(start, min(max(mode, start), end), end, floored=start < 0)

    @property
    def mean(self) -> float:
        """The expected amount: ``(low + 4 mode + high) / 6``, or that of ``max(0, X)``."""
        plain = (self.low + _PERT_WEIGHT * self.mode + self.high) / (_PERT_WEIGHT + 2)
        if self.low >= 0:
            return plain
        if self.high <= 0:
            return 0.0
        # E max(0, X) = low P(B > c) + width E[B; B > c], with c where X is 0.
        alpha, beta = self._shape()
        width = self.high - self.low
        zero = -self.low / width
        kept = float(special.betaincc(alpha, beta, zero))
        kept_mean = alpha / (alpha + beta) * float(special.betaincc(alpha + 1, beta, zero))
        return self.low * kept + width * kept_mean

    def quantile(self, p: npt.ArrayLike) -> FloatArray:
        """The amounts not exceeded with chances ``p``, exact, in the shape of ``p``.

        Raises:
            ValueError: If a chance is outside 0 to 1.
        """
        levels = _as_levels(p)
        if self.low == self.high:
            return np.full(levels.shape, self.low)
        alpha, beta = self._shape()
        unit = np.asarray(special.betaincinv(alpha, beta, levels), dtype=np.float64)
        return self._placed(unit)

    def sampler(self) -> Sampler:
        """A fast quantile function for drawing, from an array of chances in [0, 1).

        Linear between 2,049 tabled quantiles, so it is monotone in the chance and, with the ends
        fixed, in the mode. Its mean is within 0.0001 of ``high - low`` of `mean`.
        """
        if self.low == self.high:
            return lambda chances: np.full(chances.shape, self.low)
        alpha, beta = self._shape()
        # Inverting the cumulative chance on a grid costs a fifth of calling betaincinv 2,049 times.
        cumulative = special.betainc(alpha, beta, _UNIT_GRID)
        unit = np.interp(_LEVELS, cumulative, _UNIT_GRID)
        unit[0], unit[-1] = 0.0, 1.0
        table = self._placed(unit)
        return lambda chances: _looked_up(table, chances)

    def _shape(self) -> tuple[float, float]:
        peak = (self.mode - self.low) / (self.high - self.low)
        return 1.0 + _PERT_WEIGHT * peak, 1.0 + _PERT_WEIGHT * (1.0 - peak)

    def _placed(self, unit: FloatArray) -> FloatArray:
        amounts = self.low + (self.high - self.low) * unit
        return np.maximum(amounts, 0.0) if self.floored else amounts


@dataclass(frozen=True, slots=True)
class Lognormal90:
    """A lognormal distribution whose P5 is ``low`` and whose P95 is ``high``.

    ``log X ~ Normal(m, s)`` with ``m = (ln low + ln high) / 2`` and
    ``s = (ln high - ln low) / (2 z)``, ``z = 1.6449`` the standard normal P95.

    Source: Hubbard and Seiersen, *How to Measure Anything in Cybersecurity Risk*, chapter 3 (there
    for a 90 % interval, as here).

    Attributes:
        low: P5, above 0.
        high: P95, at least ``low``; equal to it, the amount is certain.

    Raises:
        ValueError: If a point is not finite, ``low`` is not above 0, or ``high < low``.
    """

    low: float
    high: float

    def __post_init__(self) -> None:
        """Refuse points out of bounds."""
        _require_finite(low=self.low, high=self.high)
        if not 0 < self.low <= self.high:
            message = f"A lognormal needs 0 < low <= high, not {self.low}, {self.high}."
            raise ValueError(message)

    @property
    def mean(self) -> float:
        """The expected amount, ``exp(m + s^2 / 2)``."""
        centre, spread = self._log_scale()
        return math.exp(centre + 0.5 * spread**2)

    def quantile(self, p: npt.ArrayLike) -> FloatArray:
        """The amounts not exceeded with chances ``p``, in the shape of ``p`` (1 gives infinity).

        Raises:
            ValueError: If a chance is outside 0 to 1.
        """
        levels = _as_levels(p)
        if self.low == self.high:
            return np.full(levels.shape, self.low)
        return self.sampler()(levels)

    def sampler(self) -> Sampler:
        """The quantile function without checks, for an array of chances in [0, 1)."""
        centre, spread = self._log_scale()
        return lambda chances: np.asarray(
            np.exp(centre + spread * special.ndtri(chances)), dtype=np.float64
        )

    def _log_scale(self) -> tuple[float, float]:
        low, high = math.log(self.low), math.log(self.high)
        return 0.5 * (low + high), (high - low) / (2.0 * _Z95)


Severity: TypeAlias = Pert | Lognormal90


def _require_finite(**points: float) -> None:
    for name, value in points.items():
        if not math.isfinite(value):
            message = f"{name} must be a finite number, not {value}."
            raise ValueError(message)


def _as_levels(p: npt.ArrayLike) -> FloatArray:
    levels = np.asarray(p, dtype=np.float64)
    if not np.all((levels >= 0) & (levels <= 1)):
        message = "A quantile's level must be from 0 to 1."
        raise ValueError(message)
    return levels


def _looked_up(table: FloatArray, chances: FloatArray) -> FloatArray:
    """Linear interpolation in a table over equal steps of chance; ten times np.interp's speed."""
    position = chances * _TABLE_CELLS
    cell = position.astype(np.intp)
    position -= cell
    below = table[cell]
    return below + position * (table[cell + 1] - below)


def _unit_p10_p90(peak: float) -> tuple[float, float]:
    """P10 and P90 of the PERT on 0 to 1 with its peak at ``peak``."""
    alpha, beta = 1.0 + _PERT_WEIGHT * peak, 1.0 + _PERT_WEIGHT * (1.0 - peak)
    low, high = special.betaincinv(alpha, beta, np.array([_TAIL, 1.0 - _TAIL]))
    return float(low), float(high)


def _unit_peak(place: float) -> float:
    """The peak on 0 to 1 that lies at ``place`` when P10 is called 0 and P90 is called 1."""
    below, above = 0.0, 1.0
    for _ in range(55):  # to the last bit of a double
        peak = 0.5 * (below + above)
        low, high = _unit_p10_p90(peak)
        if (peak - low) / (high - low) < place:
            below = peak
        else:
            above = peak
    # An end is only approached by halving; a place beyond the reachable ones means the end itself.
    if above < _LAST_BIT:
        return 0.0
    return 1.0 if below > 1.0 - _LAST_BIT else 0.5 * (below + above)
