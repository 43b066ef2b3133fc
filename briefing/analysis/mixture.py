"""Laws of one number a month: a mixture of Student t laws on two scales, and a law drawn by knots."""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from briefing.analysis.special import stdtr

Array = NDArray[np.float64]

HALVINGS: Final = 44


class Law(Protocol):
    """The distribution of each month ahead, however it was found."""

    @property
    def horizon(self) -> int:
        """Months ahead."""

    def correlation(self) -> Array:
        """(horizon, horizon) of the months with each other."""

    def below(self, value: Array) -> Array:
        """Probability of less than ``value``, a month each."""

    def up_to(self, value: Array) -> Array:
        """Probability of ``value`` or less, a month each."""

    def quantiles(self, levels: Array, low: Array, high: Array) -> Array:
        """(levels, horizon) values with these probabilities of being at or under them, within [low, high]."""


@dataclass(frozen=True, slots=True)
class StudentMixture:
    """A weighted mixture of Student t laws, the first ``raw`` of them on the value, the others on its log.

    With ``x = (value - centre) / unit`` the raw scale is ``x``, the log scale ``log(1 + x * unit / centre)``.
    """

    weight: Array
    """(k,), adding up to 1."""
    location: Array
    """(k, months)."""
    covariance: Array
    """(k, months, months) of the t laws, before their degrees of freedom."""
    degrees: int
    raw: int
    centre: float
    unit: float
    scale: Array = field(init=False, repr=False)
    """(k, months), the root of the diagonal of the covariance."""

    def __post_init__(self) -> None:
        """Keeps the scales, which every answer needs."""
        object.__setattr__(self, "scale", np.sqrt(np.diagonal(self.covariance, axis1=1, axis2=2)))

    @property
    def horizon(self) -> int:
        """Months ahead."""
        return int(self.location.shape[1])

    def correlation(self) -> Array:
        """(months, months) under the whole mixture, the log scale made linear about its predicted values."""
        location, covariance = self.location, self.covariance
        if self.raw < len(self.weight):
            curvature = self.unit / self.centre
            growth = np.exp(np.clip(location[self.raw :], -5.0, 5.0))
            location, covariance = location.copy(), covariance.copy()
            location[self.raw :] = (growth - 1.0) / curvature
            covariance[self.raw :] *= growth[:, :, None] * growth[:, None, :] / curvature**2
        off = location - self.weight @ location
        joint = np.tensordot(self.weight, covariance, 1) + (self.weight[:, None] * off).T @ off
        deviation = np.sqrt(np.diagonal(joint))
        return np.asarray(joint / (deviation[:, None] * deviation[None, :]))

    def below(self, value: Array) -> Array:
        """Probability of less than ``value``, a month each; the law has no atoms, so the same as `up_to`."""
        return self._cumulative((value - self.centre) / self.unit)

    def _cumulative(self, x: Array) -> Array:
        coordinate = np.empty((*x.shape[:-1], *self.location.shape))
        coordinate[..., : self.raw, :] = x[..., None, :]
        if self.raw < len(self.weight):
            coordinate[..., self.raw :, :] = np.log(np.maximum(1.0 + x * (self.unit / self.centre), 1e-300))[..., None, :]
        return np.asarray(self.weight @ _student_cdf((coordinate - self.location) / self.scale, self.degrees))

    def up_to(self, value: Array) -> Array:
        """Probability of ``value`` or less, a month each."""
        return self.below(value)

    def quantiles(self, levels: Array, low: Array, high: Array) -> Array:
        """(levels, horizon) values with these probabilities of being at or under them, cut to [low, high].

        Halves the same bracket for every level, so that quantiles can't cross.
        """
        wanted, shape = levels[:, None], (len(levels), self.horizon)
        under, over = (np.broadcast_to((end - self.centre) / self.unit, shape) for end in (low, high))
        for _ in range(HALVINGS):
            middle = 0.5 * (under + over)
            short = self._cumulative(middle) < wanted
            under, over = np.where(short, middle, under), np.where(short, over, middle)
        found = np.clip(self.centre + self.unit * 0.5 * (under + over), low, high)
        found = np.where(self.below(high) < wanted, high, found)
        return np.where(self.below(low) >= wanted, low, found)


@dataclass(frozen=True, slots=True)
class Knots:
    """The same law every month, its quantile function a line through (level, value) knots.

    A flat stretch is an atom. Levels run from 0 to 1; both tuples never fall.
    """

    levels: tuple[float, ...]
    values: tuple[float, ...]
    horizon: int

    def correlation(self) -> Array:
        """(horizon, horizon), the months independent: the fewest joint breaches would be a guess too."""
        return np.eye(self.horizon)

    def below(self, value: Array) -> Array:
        """Probability of less than ``value``, a month each."""
        return np.array([self._probability(float(v), strict=True) for v in value])

    def up_to(self, value: Array) -> Array:
        """Probability of ``value`` or less, a month each."""
        return np.array([self._probability(float(v), strict=False) for v in value])

    def quantiles(self, levels: Array, low: Array, high: Array) -> Array:
        """(levels, horizon) values with these probabilities of being at or under them, cut to [low, high]."""
        values = np.interp(levels, self.levels, self.values)
        return np.asarray(np.clip(np.repeat(values[:, None], self.horizon, axis=1), low, high))

    def _probability(self, value: float, *, strict: bool) -> float:
        place = int(np.searchsorted(self.values, value, side="left" if strict else "right"))
        if place == 0:
            return 0.0
        if place == len(self.values):
            return 1.0
        left, right = self.values[place - 1], self.values[place]
        share = (value - left) / (right - left)
        return self.levels[place - 1] + share * (self.levels[place] - self.levels[place - 1])


@lru_cache(maxsize=128)
def _student_table(degrees: int) -> tuple[Array, Array]:
    points = np.sinh(np.linspace(-12.0, 12.0, 2401))
    return points, stdtr(degrees, points)


def _student_cdf(value: Array, degrees: int) -> Array:
    """Student t distribution function from a table, within 1e-5; never falls as ``value`` rises."""
    points, probabilities = _student_table(degrees)
    return np.asarray(np.interp(value, points, probabilities, left=0.0, right=1.0))
