"""A fixed grid of small Gaussian processes for short monthly series, averaged by their evidence.

Every model of the grid says ``y = mean + sigma * g`` with ``g ~ N(0, K)``: a flat mean, a scale
``sigma`` of unknown size, and a covariance ``K`` that is a sum of a few parts (noise, random-walk
level, season, slowly changing slope). With the reference prior ``1 / sigma`` the mean and the scale
integrate out in closed form: the evidence of a model is

    log p(y | K) = -(log|K| + log(1'K^-1 1)) / 2 - (n - 1) / 2 * log(y'Py),
    P = K^-1 - K^-1 1 1' K^-1 / (1' K^-1 1),

and its prediction is a multivariate Student t with ``n - 1`` degrees of freedom.

Sources: Rasmussen and Williams, Gaussian Processes for Machine Learning (2006), sections 2.7 and 5.4;
Harvey, Forecasting, Structural Time Series Models and the Kalman Filter (1989), section 2.3 (the
parts); Hoeting et al., Bayesian Model Averaging, Statistical Science 14 (1999).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
Slopes = Literal["none", "trends", "all"]
"""Which models with a slope a grid holds: none, those whose slope is what they are about, or a slight one in each model too."""

LONGEST_HORIZON: Final = 24
YEAR: Final = 12

# Variances a month, relative to each other; the scale of the series is integrated out.
LEVELS: Final[tuple[Mapping[str, float], ...]] = (
    {"noise": 1.0},
    {"noise": 1.0, "walk": 0.1},
    {"noise": 0.7, "walk": 0.7},
    {"noise": 0.05, "walk": 1.0},
)
SEASONS: Final[tuple[Mapping[str, float], ...]] = (
    {},
    {"profile": 1.0},
    {"profile": 5.0},
    {"profile": 25.0},
    {"wave": 2.0},
    {"wave": 10.0},
    {"wave": 50.0},
)
DRIFT: Final = 0.02
"""Of the slope, in each model of level and season a second time."""
TRENDS: Final[tuple[Mapping[str, float], ...]] = (
    {"noise": 1.0, "slope": 0.3},
    {"noise": 1.0, "slope": 0.3, "profile": 5.0},
    {"noise": 1.0, "slope": 0.3, "wave": 10.0},
    {"noise": 0.05, "slope": 1.0},
)
SLOPE_DAMPING: Final = 0.95


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """The models of the grid for one length of history, ready to meet data.

    Shapes: ``m`` models, ``n`` months of history, 24 months ahead.
    """

    strength: Array
    """(m,) variance of the season relative to that of one month; 0 without a season."""
    slope: Array
    """(m,) variance of the slope's monthly step; 0 without a slope."""
    precision: Array
    """(m, n, n) the matrix ``P``, the unknown mean projected out."""
    log_determinant: Array
    """(m,) ``log|K| + log(1'K^-1 1)``."""
    weights: Array
    """(m, 24, n) what each month of history adds to each predicted mean."""
    covariance: Array
    """(m, 24, 24) of the prediction, in units of the squared scale."""


@dataclass(frozen=True, slots=True)
class Fit:
    """The grid after seeing ``s`` series on the same months (one KPI on ``s`` scales).

    Month ``h`` under model ``m`` is predicted as ``location[s, m, h]`` plus
    ``sqrt(variance[s, m] * covariance[m, h, h])`` times a Student t with ``degrees`` degrees of freedom.
    """

    log_evidence: Array
    """(s, m) up to a constant common to all models."""
    location: Array
    """(s, m, 24)."""
    variance: Array
    """(s, m) the estimated squared scale."""
    covariance: Array
    """(m, 24, 24), in units of the squared scale."""
    degrees: int
    leverage: Array
    """(s, m, n) share of the misfit that would go with one month, 0 to 1; 0 in a gap."""
    pinned: Array
    """(m, n) how sure the other months make each month: the diagonal of the precision of the observed."""

    def without(self) -> tuple[Array, Array]:
        """What leaving out one month at a time gives: log evidence of the rest, and the month's distance.

        Both (s, m, n). The distance is in leave-one-out scales, Student t with ``degrees - 1`` degrees of
        freedom: the externally studentised residual (Cook and Weisberg, Residuals and Influence, 1982).
        """
        left = 1.0 - self.leverage
        rest = np.log(left) + np.log(self.variance * self.degrees)[:, :, None]
        missing = self.log_evidence + 0.5 * self.degrees * np.log(self.variance * self.degrees)
        evidence = missing[:, :, None] - 0.5 * np.log(self.pinned) - 0.5 * (self.degrees - 1) * rest
        return evidence, np.sqrt((self.degrees - 1) * self.leverage / left)


@lru_cache(maxsize=32)
def grid(months: int, *, slopes: Slopes) -> Grid:
    """The grid for a history of ``months`` months (3 to 120), kept for the next series of that length."""
    parts = _covariance_parts(months + LONGEST_HORIZON)
    models = _models(slopes)
    names = list(parts)
    amounts = np.array([[model.get(name, 0.0) for name in names] for model in models])
    whole = np.tensordot(amounts, np.stack([parts[name] for name in names]), 1)
    history, cross, ahead = whole[:, :months, :months], whole[:, months:, :months], whole[:, months:, months:]
    inverse = np.linalg.inv(history)
    ones = inverse.sum(axis=2)
    total = ones.sum(axis=1)[:, None, None]
    lift = 1.0 - cross @ ones[:, :, None]  # what the unknown mean adds to a predicted month
    response = cross @ inverse
    root = np.diagonal(np.linalg.cholesky(history), axis1=1, axis2=2)
    return Grid(
        strength=amounts[:, names.index("profile")] + amounts[:, names.index("wave")],
        slope=amounts[:, names.index("slope")],
        precision=inverse - ones[:, :, None] * ones[:, None, :] / total,
        log_determinant=2.0 * np.log(root).sum(axis=1) + np.log(total[:, 0, 0]),
        weights=response + lift * ones[:, None, :] / total,
        covariance=ahead - response @ cross.transpose(0, 2, 1) + lift @ lift.transpose(0, 2, 1) / total,
    )


def _models(slopes: Slopes) -> list[Mapping[str, float]]:
    """Amount of each part, a model each; the trends stand last."""
    level = [{**level, **season} for level, season in product(LEVELS, SEASONS)]
    match slopes:
        case "none":
            return list(level)
        case "trends":
            return [*level, *TRENDS]
        case "all":
            return [*level, *({**model, "slope": DRIFT} for model in level), *TRENDS]


def _covariance_parts(months: int) -> dict[str, Array]:
    """Covariances over ``months`` months in a row, each of unit variance a month or a step."""
    month = np.arange(months)
    lag = np.abs(month[:, None] - month[None, :])
    steps = np.tril(np.ones((months, months)))
    same_month = (lag % YEAR == 0) - 1.0 / YEAR
    centring = np.eye(YEAR) - 1.0 / YEAR
    # MacKay's periodic kernel with unit length scale: neighbouring months resemble each other.
    circle = centring @ np.exp(-2.0 * np.sin(np.pi * lag[:YEAR, :YEAR] / YEAR) ** 2) @ centring
    return {
        "noise": np.eye(months),
        "walk": np.minimum(month[:, None], month[None, :]) + 1.0,
        "profile": same_month / same_month[0, 0],
        "wave": (circle / circle[0, 0])[np.ix_(month % YEAR, month % YEAR)],
        "slope": steps @ SLOPE_DAMPING**lag @ steps.T,
    }


def fit(models: Grid, series: Array, observed: Mask) -> Fit:
    """What the grid learns from ``series`` (s, n) on the ``observed`` months (n,).

    Needs four observed months that are not all equal, and numbers near 0 for the sake of precision.
    """
    whole = np.where(observed, series, 0.0)
    months = whole.shape[1]
    # One matrix product for all models, then (s, m, .)
    pull = (models.precision.reshape(-1, months) @ whole.T).T.reshape(len(whole), -1, months)
    location = (models.weights.reshape(-1, months) @ whole.T).T.reshape(len(whole), -1, LONGEST_HORIZON)
    pinned = np.diagonal(models.precision, axis1=1, axis2=2)
    log_determinant, covariance = models.log_determinant, models.covariance
    gaps = np.flatnonzero(~observed)
    if gaps.size:
        filled = _fill(models, tuple(gaps.tolist()))
        at_gaps = pull[:, :, gaps].transpose(1, 2, 0)
        location = location - (filled.lift @ at_gaps).transpose(2, 0, 1)
        pull = np.where(observed, pull - (filled.spread @ at_gaps).transpose(2, 0, 1), 0.0)
        pinned, log_determinant, covariance = filled.pinned, filled.log_determinant, filled.covariance
    degrees = int(observed.sum()) - 1
    misfit = np.einsum("smn,sn->sm", pull, whole)
    return Fit(
        log_evidence=-0.5 * log_determinant - 0.5 * degrees * np.log(misfit),
        location=location,
        variance=misfit / degrees,
        covariance=covariance,
        degrees=degrees,
        leverage=np.minimum(pull**2 / (pinned * misfit[:, :, None]), 1.0 - 1e-12),
        pinned=pinned,
    )


@dataclass(frozen=True, slots=True)
class _Filled:
    """What gaps change, with ``S`` the block of ``P`` at the gaps."""

    spread: Array
    """(m, n, gaps) ``P_ng S^-1``."""
    lift: Array
    """(m, 24, gaps) ``weights_g S^-1``."""
    pinned: Array
    """(m, n) as in `Fit`."""
    covariance: Array
    """(m, 24, 24) as in `Fit`."""
    log_determinant: Array
    """(m,) as in `Grid`, of the observed months."""


@lru_cache(maxsize=16)
def _fill(models: Grid, missing: tuple[int, ...]) -> _Filled:
    """Leaves months out exactly, without a new inverse (Rasmussen and Williams, appendix A.3).

    The precision of the other months is ``P - P_ng S^-1 P_gn``, and its determinant gains that of ``S``.
    """
    gaps = np.array(missing)
    block = models.precision[:, gaps[:, None], gaps]
    inverse = np.linalg.inv(block)
    columns = models.precision[:, :, gaps]
    ahead = models.weights[:, :, gaps]
    spread, lift = columns @ inverse, ahead @ inverse
    pinned = np.diagonal(models.precision, axis1=1, axis2=2) - (spread * columns).sum(axis=2)
    pinned[:, gaps] = 1.0
    return _Filled(
        spread=spread,
        lift=lift,
        pinned=pinned,
        covariance=models.covariance + lift @ ahead.transpose(0, 2, 1),
        log_determinant=models.log_determinant + np.linalg.slogdet(block)[1],
    )
