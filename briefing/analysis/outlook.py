"""The outlook: a probabilistic forecast of one KPI from 3 to 120 months of history, with gaps.

A Bayesian average over a fixed grid of small Gaussian processes (`briefing.analysis.averaging`); this
module checks what comes in, answers what is asked, and keeps every answer within bounds.

On 617 monthly series of the M1 competition, on which its few round constants were chosen, 12 / 24 / 36 months of history:
mean absolute scaled error of months 1 to 3 of 0.81 / 0.63 / 0.63; the 80 % interval held 81 / 84 / 82 %.
On the same series cut one and two years earlier it held 72 to 80 %.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from briefing.analysis.averaging import average
from briefing.analysis.gaussian import LONGEST_HORIZON, Mask
from briefing.analysis.mixture import Knots, Law
from briefing.analysis.special import ndtri
from briefing.analysis.strays import is_constant, middle

Array = NDArray[np.float64]

LONGEST_HISTORY: Final = 120
FEWEST_OBSERVED: Final = 6
MEMORY: Final = 60
REACH: Final = 3.0
DRAWS: Final = 4096
USUAL_LEVELS: Final = (0.1, 0.25, 0.5, 0.75, 0.9)
"""The quantiles that a drawing shows; who asks for one will ask for all."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """The distribution of a KPI in each of the next months; every answer comes from the one distribution."""

    horizon: int
    """Months ahead, the length of every array."""
    too_few: bool
    """Fewer than 6 observed months: the range seen so far, not a forecast."""
    set_aside: tuple[int, ...]
    """Positions in the history (as given) of single months too far off the others to be used."""
    low: Array
    """(horizon,) no value under it: the natural lower bound, or three observed ranges under the lowest value."""
    high: Array
    """(horizon,) no value over it."""
    law: Law
    _asked: dict[float, Array] = field(default_factory=dict, init=False, repr=False, compare=False)
    """Quantiles that were asked for: every drawing and table asks for the same few."""

    @property
    def median(self) -> Array:
        """(horizon,) the value as likely exceeded as not."""
        return self.quantile(0.5)

    def quantile(self, level: float) -> Array:
        """(horizon,) the values with probability ``level`` of being at or under them.

        Raises:
            ValueError: ``level`` is not strictly between 0 and 1.
        """
        if not 0.0 < level < 1.0:
            message = f"a quantile level lies strictly between 0 and 1, got {level}"
            raise ValueError(message)
        if level not in self._asked:
            levels = USUAL_LEVELS if level in USUAL_LEVELS else (level,)
            self._asked.update(zip(levels, self.law.quantiles(np.array(levels), self.low, self.high), strict=True))
        return self._asked[level].copy()

    def probability_beyond(self, limit: float, side: Literal["above", "below"] = "above") -> Array:
        """(horizon,) the probability of a value strictly above (or below) ``limit``, a month each.

        Raises:
            ValueError: ``limit`` is NaN, or ``side`` is neither "above" nor "below".
        """
        if np.isnan(limit):
            message = "a limit must be a number, got NaN"
            raise ValueError(message)
        value = np.full(self.horizon, float(limit))
        if side == "above":
            inside = 1.0 - self.law.up_to(value)
            return np.where(value >= self.high, 0.0, np.where(value < self.low, 1.0, inside))
        if side == "below":
            inside = self.law.below(value)
            return np.where(value <= self.low, 0.0, np.where(value > self.high, 1.0, inside))
        message = f'side is "above" or "below", got {side!r}'
        raise ValueError(message)

    def probability_any_beyond(self, low: float | None = None, high: float | None = None) -> float:
        """The probability of at least one month strictly under ``low`` or over ``high`` within the horizon.

        At least that of the worst month, at most the sum over the months, and never lower with a longer
        horizon. The months hang together by a Gaussian copula with the correlation of the mixture, on a
        fixed set of draws (standard error below 0.008). Without a limit it is 0.
        """
        under = self._beyond(low, "below")
        over = self._beyond(high, "above")
        monthly = np.minimum(under + over, 1.0)
        draws = _draws()[:, : self.horizon] @ np.linalg.cholesky(self.law.correlation() + 1e-9 * np.eye(self.horizon)).T
        breach = (draws < ndtri(under)) | (draws > -ndtri(over))
        drawn = float(breach.any(axis=1).mean())
        return float(min(max(drawn, monthly.max()), monthly.sum(), 1.0))

    def months_to_breach(self, low: float | None = None, high: float | None = None) -> int | None:
        """The first month ahead (1 is the next) with an even chance or more of a breach; None without one."""
        likely = np.flatnonzero(self._beyond(low, "below") + self._beyond(high, "above") >= 0.5)
        return int(likely[0]) + 1 if likely.size else None

    def _beyond(self, limit: float | None, side: Literal["above", "below"]) -> Array:
        return np.zeros(self.horizon) if limit is None else self.probability_beyond(limit, side)


def forecast(
    history: Sequence[float | None],
    *,
    horizon: int,
    seasonal: bool | None = None,
    lower: float | None = None,
    upper: float | None = None,
) -> Outlook:
    """The outlook for the ``horizon`` months after ``history``.

    Args:
        history: one value a month, oldest first, None or NaN where nothing was measured; the last entry
            is the month before the first predicted one. Only the last 120 months are used.
        horizon: months ahead, 1 to 24.
        seasonal: whether the KPI repeats by calendar month; None lets the data tell.
        lower: natural lower bound, itself possible; a value beyond it counts as the bound.
        upper: natural upper bound, itself possible.

    Raises:
        ValueError: no observed value, an infinite one, a horizon or bounds that make no sense.
    """
    values, observed, skipped = _checked(history, horizon, lower, upper)
    seen = values[observed]
    if seen.size < FEWEST_OBSERVED or is_constant(seen):
        return _outlook(_range_knots(seen, horizon), seen, lower, upper, too_few=seen.size < FEWEST_OBSERVED)
    law, kept = average(values, observed, horizon=horizon, seasonal=seasonal)
    aside = tuple(int(i) + skipped for i in np.flatnonzero(observed & ~kept))
    if law is None:
        return _outlook(_stuck_knots(seen, middle(values[kept]), horizon), seen, lower, upper, set_aside=aside)
    return _outlook(law, values[kept], lower, upper, set_aside=aside)


def _checked(
    history: Sequence[float | None], horizon: int, lower: float | None, upper: float | None
) -> tuple[Array, Mask, int]:
    """Values, which of them are observed, and how many entries at the start were dropped."""
    if not 1 <= horizon <= LONGEST_HORIZON:
        message = f"the horizon is 1 to {LONGEST_HORIZON} months, got {horizon}"
        raise ValueError(message)
    low, high = _bounds(lower, upper)
    values = np.array([np.nan if v is None else float(v) for v in history])
    if np.isinf(values).any():
        message = "the history holds an infinite value"
        raise ValueError(message)
    recent = np.flatnonzero(~np.isnan(values[-LONGEST_HISTORY:])) + max(0, len(values) - LONGEST_HISTORY)
    if not recent.size:
        message = f"the last {LONGEST_HISTORY} months of the history hold no observed value"
        raise ValueError(message)
    skipped = int(recent[max(0, recent.size - MEMORY)])
    values = np.clip(values[skipped:], low, high)
    return values, ~np.isnan(values), skipped


def _bounds(lower: float | None, upper: float | None) -> tuple[float, float]:
    low = -np.inf if lower is None else float(lower)
    high = np.inf if upper is None else float(upper)
    if not low < high:
        message = f"the lower bound lies under the upper one, got {lower} and {upper}"
        raise ValueError(message)
    return low, high


def _outlook(
    law: Law,
    used: Array,
    lower: float | None,
    upper: float | None,
    *,
    too_few: bool = False,
    set_aside: tuple[int, ...] = (),
) -> Outlook:
    """The outlook within the natural bounds and within `REACH` observed ranges of what was used."""
    low, high = _bounds(lower, upper)
    reach = REACH * (used.max() - used.min())
    return Outlook(
        horizon=law.horizon,
        too_few=too_few,
        set_aside=set_aside,
        low=np.full(law.horizon, max(low, used.min() - reach)),
        high=np.full(law.horizon, min(high, used.max() + reach)),
        law=law,
    )


def _range_knots(seen: Array, horizon: int) -> Knots:
    """The range seen so far: the least at level 0, the median at one half, the most at level 1."""
    return Knots((0.0, 0.5, 1.0), (float(seen.min()), middle(seen), float(seen.max())), horizon)


def _stuck_knots(seen: Array, usual: float, horizon: int) -> Knots:
    """One usual value but for stray months: these as likely a side as Jeffreys' rule has it, (strays + 1/2) / (n + 1).

    Half a stray month of n + 1 may go further than any so far, by as much again.
    """
    least, most, unseen = float(seen.min()), float(seen.max()), 0.5 / (seen.size + 1)
    under = int((seen < usual).sum()) / (seen.size + 1) + unseen
    over = int((seen > usual).sum()) / (seen.size + 1) + unseen
    return Knots(
        (0.0, unseen, under, 1.0 - over, 1.0 - unseen, 1.0),
        (2.0 * least - usual, least, usual, usual, most, 2.0 * most - usual),
        horizon,
    )


@lru_cache(maxsize=1)
def _draws() -> Array:
    """Standard normal draws, the same for every series, (draws, 24)."""
    return np.random.default_rng(20_261_031).standard_normal((DRAWS, LONGEST_HORIZON))
