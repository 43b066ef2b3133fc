"""Tolerance: how often a year may cost more than an amount, and where the exposure exceeds it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from briefing.analysis.distributions import FloatArray
    from briefing.analysis.exposure import Exposure


@dataclass(frozen=True, slots=True)
class ToleranceCurve:
    """The accepted yearly chances of losing more than given amounts.

    Between two points the logarithm of the chance is linear in the amount. Below the first amount
    nothing was agreed, so any chance is accepted (1); above the last amount its chance holds on.

    Attributes:
        points: Pairs (amount, yearly chance), at least one; amounts from 0 and rising, chances
            above 0, at most 1 and not rising. "At most once in 20 years more than 3 million" is
            ``((3e6, 0.05),)``. A loss that may never happen is an absolute limit, not a point.

    Raises:
        ValueError: If there is no point, or the points break these bounds.
    """

    points: tuple[tuple[float, float], ...]

    def __post_init__(self) -> None:
        """Refuse points out of bounds."""
        amounts = [amount for amount, _ in self.points]
        chances = [chance for _, chance in self.points]
        if not self.points or not all(0 <= amount < math.inf for amount in amounts):
            message = f"A tolerance curve needs points with amounts from 0, not {self.points}."
            raise ValueError(message)
        if any(after <= before for before, after in pairwise(amounts)):
            message = f"The amounts of a tolerance curve must rise: {self.points}."
            raise ValueError(message)
        falling = all(after <= before for before, after in pairwise(chances))
        if not falling or not all(0 < chance <= 1 for chance in chances):
            message = f"Accepted chances are above 0, at most 1, and do not rise: {self.points}."
            raise ValueError(message)

    def chance(self, amounts: npt.ArrayLike) -> FloatArray:
        """The accepted yearly chances of losing more than each of ``amounts``, in their shape."""
        at = np.asarray(amounts, dtype=np.float64)
        known, chances = np.array(self.points, dtype=np.float64).T
        accepted = np.exp(np.interp(at, known, np.log(chances)))
        return np.where(at < known[0], 1.0, accepted)


@dataclass(frozen=True, slots=True)
class ToleranceComparison:
    """Where a loss exceedance curve stands against a tolerance curve.

    Attributes:
        first_crossing: Smallest amount at or just above which the chance of losing more is larger
            than accepted; ``None`` if there is none.
        largest_excess: Largest difference, chance less accepted chance, -1 to 1. Not above 0 it is
            the least headroom. One simulated curve knows it within about
            ``2 sqrt(p (1 - p) / years)``.
        largest_excess_amount: Amount at or just below which that difference is found.
    """

    first_crossing: float | None
    largest_excess: float
    largest_excess_amount: float

    @property
    def within(self) -> bool:
        """Whether the exposure is nowhere beyond the tolerance."""
        return self.first_crossing is None


@dataclass(frozen=True, slots=True)
class Stretch:
    """A range of amounts over which the chance of losing more is larger than accepted.

    Attributes:
        start: Smallest such amount; the chance meets the accepted one at or just below it.
        end: Largest loss up to which it stays larger.
        excess: Largest difference within, chance less accepted chance, above 0.
    """

    start: float
    end: float
    excess: float


def stretches(exposure: Exposure, tolerance: ToleranceCurve) -> tuple[Stretch, ...]:
    """All stretches in which ``exposure`` exceeds ``tolerance``, by amount; none where it is within.

    The first starts at `compare`'s first crossing, and the largest excess is that of `compare` where that is above 0.
    """
    amounts, reached, accepted = _differences(exposure, tolerance)
    beyond = np.flatnonzero(reached > accepted)
    if beyond.size == 0:
        return ()
    runs = np.split(beyond, np.flatnonzero(np.diff(beyond) > 1) + 1)
    return tuple(
        Stretch(_meeting(int(run[0]), amounts, reached, accepted), float(amounts[run[-1]]), float((reached - accepted)[run].max()))
        for run in runs
    )


def compare(exposure: Exposure, tolerance: ToleranceCurve) -> ToleranceComparison:
    """Where ``exposure`` exceeds ``tolerance``, exactly over all amounts.

    The simulated curve is a staircase that falls at each loss while the tolerance falls between its
    points, so the difference is largest at the first point or just below a loss or a later point.
    """
    amounts, reached, accepted = _differences(exposure, tolerance)
    excess = reached - accepted
    worst = int(np.argmax(excess))
    beyond = np.flatnonzero(reached > accepted)
    return ToleranceComparison(
        first_crossing=_meeting(int(beyond[0]), amounts, reached, accepted) if beyond.size else None,
        largest_excess=float(excess[worst]),
        largest_excess_amount=float(amounts[worst]),
    )


def _differences(exposure: Exposure, tolerance: ToleranceCurve) -> tuple[FloatArray, FloatArray, FloatArray]:
    """The amounts at which the difference can be largest, the chance just below each, and the accepted one there."""
    first = tolerance.points[0][0]
    later = [amount for amount, _ in tolerance.points[1:]]
    losses = exposure.ordered[exposure.ordered > first]
    amounts = np.unique(np.concatenate([[first], later, losses]))
    accepted = tolerance.chance(amounts)
    # Just below an amount: the share of years at or above it. At the first point: strictly above.
    reached = 1.0 - np.searchsorted(exposure.ordered, amounts, side="left") / exposure.years
    reached[0] = exposure.probability_above(first)
    return amounts, np.asarray(reached, dtype=np.float64), accepted


def _meeting(found: int, amounts: FloatArray, reached: FloatArray, accepted: FloatArray) -> float:
    """The amount at which a stretch that begins at index ``found`` meets the accepted chance."""
    if found == 0:
        return float(amounts[0])
    # The step's chance is still accepted at the amount before: the two meet between them.
    before, after = np.log(accepted[found - 1 : found + 1])
    share = (before - math.log(reached[found])) / (before - after)
    return float(amounts[found - 1] + share * (amounts[found] - amounts[found - 1]))
