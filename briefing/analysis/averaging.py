"""The Bayesian average over the grid of Gaussian processes, on the values and on their logarithms.

The weights are the prior times the evidence to the power 0.8, as the models are never quite right:
Gruenwald and van Ommen, Bayesian Analysis 12 (2017), on the SafeBayesian power posterior.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from briefing.analysis.gaussian import YEAR, Fit, Grid, Mask, Slopes, fit, grid
from briefing.analysis.mixture import StudentMixture
from briefing.analysis.special import stdtr
from briefing.analysis.strays import find_strays, has_step, is_confirmed, is_constant, keeps_returning, middle

Array = NDArray[np.float64]

FEWEST_FOR_SLOPE: Final = 18
"""From here on a slope is as likely as none; in less it mostly misleads."""
FEWEST_FOR_TREND: Final = 9
SHORT_TREND: Final = 0.05
"""Prior weight of a trend in 9 to 17 months, beside 1: only months that all go one way bring it out."""
TRUST: Final = 0.8
LEAST_SPREAD: Final = 0.03
USUAL_SPREAD: Final = 0.125
MOST_SPREAD: Final = 0.5
NOT_SEASONAL: Final = 0.02
"""Prior weight of a model without a season, beside 1, for a KPI said to be seasonal."""
LOG_FROM: Final = 0.05
"""Least range, as a share of the level, for which logarithms differ from the values."""
SURPRISE: Final = 1e-6
LEAST_LEVERAGE: Final = 0.3
"""No month of less is as improbable as `SURPRISE` among 24 or more."""
KEPT_WEIGHT: Final = 0.99


def average(
    values: Array, observed: Mask, *, horizon: int, seasonal: bool | None
) -> tuple[StudentMixture | None, Mask]:
    """The mixture predicted for the ``horizon`` months after ``values``, and the months it rests on.

    Needs six ``observed`` values that are not all equal. There is no mixture when most of the others,
    without the months set aside, are one and the same value.
    """
    kept = observed & ~find_strays(values)
    if is_constant(values[kept]) or (not seasonal and keeps_returning(np.where(kept, values, np.nan))):
        return None, kept
    count = int(kept.sum())
    models = grid(len(values), slopes=_slopes(count))
    if seasonal is None and (count < YEAR - 1 or (count < 2 * YEAR and has_step(values[kept]))):
        seasonal = False
    prior = _log_prior(models, _framed(values[kept]).spread, count, seasonal=seasonal)
    posterior, kept = _trusted(models, prior, values, kept)
    return (None if posterior is None else _mixture(posterior, horizon)), kept


def _slopes(count: int) -> Slopes:
    if count >= FEWEST_FOR_SLOPE:
        return "all"
    return "trends" if count >= FEWEST_FOR_TREND else "none"


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where the numbers are small: ``x = (value - centre) / unit``, so that 1e12 with steps of 1 keeps its steps."""

    centre: float
    unit: float
    ratio: bool
    """All positive, and different enough for the log scale to matter."""

    spread: float
    """Standard deviation over level, from 0.03 (also where there is no ratio scale) to 0.5."""

    @property
    def curvature(self) -> float:
        """The log scale is ``log(1 + x * curvature)``, that is log(value / centre); 0 where it is not used."""
        return self.unit / self.centre if self.ratio else 0.0


@dataclass(frozen=True, slots=True)
class _Posterior:
    """The grid fitted on each scale, raw and, where there is a ratio scale, log."""

    frame: _Frame
    fit: Fit
    prior: Array
    """(m,) log prior weight."""
    stretch: Array
    """(s, n) log of the derivative of each scale by the raw one at each month, 0 in a gap."""

    def log_weight(self) -> Array:
        """(s, m) of the models, not normalised.

        By the change of variables; the flat mean takes one month's worth out of the product of derivatives.
        """
        share = self.fit.degrees / (self.fit.degrees + 1.0)
        return np.asarray(self.prior + TRUST * (self.fit.log_evidence + share * self.stretch.sum(axis=1)[:, None]))

    def most_surprising(self) -> tuple[int, float]:
        """The month furthest off the others, and its two-sided leave-one-out predictive probability."""
        evidence, distance = self.fit.without()
        share = (self.fit.degrees - 1.0) / self.fit.degrees
        rest = self.stretch.sum(axis=1)[:, None] - self.stretch
        months = rest.shape[1]
        log_weight = self.prior[:, None] + TRUST * (evidence + share * rest[:, None, :])
        weight = _normalised(log_weight.reshape(-1, months))
        distance = distance.reshape(-1, months)
        worst = int(np.argmax((weight * distance).sum(axis=0)))
        return worst, float(weight[:, worst] @ (2.0 * stdtr(self.fit.degrees - 1, -distance[:, worst])))


def _framed(seen: Array) -> _Frame:
    centre = middle(seen)
    unit = float(np.abs(seen - centre).max())
    ratio = bool(seen.min() > 0.0 and np.ptp(seen) > LOG_FROM * centre)
    # Standard deviation over mean level, where there is such a thing; in the frame, as squares overflow
    spread = unit * float(np.std((seen - centre) / unit)) / centre if ratio else 0.0
    return _Frame(centre, unit, ratio, min(max(spread, LEAST_SPREAD), MOST_SPREAD))


def _log_prior(models: Grid, spread: float, count: int, *, seasonal: bool | None) -> Array:
    """Log prior weight of each model of the grid, not normalised.

    In less than two years nothing tells a season from a drift but experience: KPIs that vary by more
    than an eighth of their level within a year are mostly seasonal, steadier ones mostly not.
    """
    trend = np.where(models.slope > 0.0, np.log(SHORT_TREND), 0.0) if count < FEWEST_FOR_SLOPE else np.zeros(len(models.slope))
    none = models.strength == 0.0
    if seasonal is False:
        return np.where(none, trend, -np.inf)
    experience = 0.5 * np.log(spread / USUAL_SPREAD) * np.log1p(models.strength)
    prior = experience if count < 2 * YEAR else np.zeros(len(none))
    return trend + (np.where(none, np.log(NOT_SEASONAL), prior) if seasonal else prior)


def _trusted(models: Grid, prior: Array, values: Array, kept: Mask) -> tuple[_Posterior | None, Mask]:
    """The posterior without the months that the others make next to impossible, and the months kept.

    A month is judged by its leave-one-out predictive probability, so a spike that comes every December
    stays, and so does a new level seen twice. With less than two years a single spike may be the
    season's, and only `find_strays` judges it.
    """
    posterior = _posterior(models, prior, values, kept)
    if int(kept.sum()) < 2 * YEAR:
        return posterior, kept
    for _ in range(int(kept.sum()) // YEAR):
        if posterior.fit.leverage.max() < LEAST_LEVERAGE:
            break
        worst, probability = posterior.most_surprising()
        if probability > SURPRISE or is_confirmed(worst, values):
            break
        kept = kept & (np.arange(len(kept)) != worst)
        if is_constant(values[kept]):
            return None, kept
        posterior = _posterior(models, prior, values, kept)
    return posterior, kept


def _posterior(models: Grid, prior: Array, values: Array, kept: Mask) -> _Posterior:
    frame = _framed(values[kept])
    raw = np.where(kept, (values - frame.centre) / frame.unit, 0.0)
    if not frame.ratio:
        return _Posterior(frame, fit(models, raw[None], kept), prior, np.zeros((1, len(raw))))
    relative = np.log(1.0 + raw * frame.curvature)
    stretch = np.where(kept, np.log(frame.curvature) - relative, 0.0)
    return _Posterior(frame, fit(models, np.stack([raw, relative]), kept), prior, np.stack([np.zeros(len(raw)), stretch]))


def _normalised(log_weight: Array) -> Array:
    weight = np.exp(log_weight - log_weight.max(axis=0))
    return np.asarray(weight / weight.sum(axis=0))


def _mixture(posterior: _Posterior, horizon: int) -> StudentMixture:
    """The mixture of the models that matter."""
    log_weight = posterior.log_weight()
    weight = _normalised(log_weight.ravel())
    heaviest = np.argsort(-weight, kind="stable")
    enough = 1 + int(np.searchsorted(np.cumsum(weight[heaviest]), KEPT_WEIGHT))
    kept = np.sort(heaviest[:enough])
    models = log_weight.shape[1]
    covariance = posterior.fit.covariance[kept % models, :horizon, :horizon]
    widening = _widening(posterior.fit.degrees + 1) ** 2
    return StudentMixture(
        weight=weight[kept] / weight[kept].sum(),
        location=posterior.fit.location[:, :, :horizon].reshape(-1, horizon)[kept],
        covariance=covariance * (widening * posterior.fit.variance.ravel()[kept, None, None]),
        degrees=posterior.fit.degrees,
        raw=int((kept < models).sum()),
        centre=posterior.frame.centre,
        unit=posterior.frame.unit,
    )


def _widening(count: int) -> float:
    """Factor on the scale for what a fixed grid can't know: 1.2 up to 10 months, 1.13 at 12, 1.01 at 24."""
    return min(1.2, 1.0 + 0.13 * (YEAR / count) ** 4)
