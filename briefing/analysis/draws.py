"""Random draws that belong to a row and an event, never to a parameter.

Every stream is keyed by seed, row and purpose, so that changing one figure, or appending a row,
leaves every other draw as it was (common random numbers).

Sources: stratification by ranks, Stein (1987), *Technometrics* 29; independent permutations of
well-spread points, one a row, Owen (1998), *Latin supercube sampling*, ACM TOMACS 8; the one-factor
Gaussian copula, McNeil, Frey, Embrechts, *Quantitative Risk Management*, 2nd ed., section 11.1.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from briefing.analysis.distributions import FloatArray

StreamKey: TypeAlias = tuple[int, ...]
Order: TypeAlias = npt.NDArray[np.intp]

_BLOCK = 256
_FACTOR, _INDEX, _NAME = 0, 1, 2
_ORDER, _SHIFT, _STRATA, _JITTER = 0, 1, 2, 3


@dataclass(frozen=True, slots=True)
class Rankings:
    """Ranks the simulated years for each row, and keeps what rows of one factor share.

    Attributes:
        years: Number of simulated years, at least 1.
        seed: From 0.
        common_factor: Weight ``rho`` of the shared factor, 0 to 1.
    """

    years: int
    seed: int
    common_factor: float
    _factors: dict[StreamKey, FloatArray] = field(default_factory=dict, repr=False)
    _orders: dict[str | None, Order] = field(default_factory=dict, repr=False)

    def of(self, row: StreamKey, factor: str | None, count: int) -> Order:
        """The ``count`` years in which the row is nearest to happening, nearest first.

        By ``sqrt(rho) Z + sqrt(1 - rho) e``: ``Z`` normal, one for all rows of ``factor``; ``e``
        normal, the row's own. A longer list starts with the same years.
        """
        rho = self.common_factor
        own = _stream(self.seed, row, _ORDER)
        if rho == 0.0:
            return own.permutation(self.years)[:count]
        shared = self._shared((_FACTOR, 0 if factor is None else 1 + _digest(factor)))
        if rho == 1.0:
            return self._sorted(factor, shared)[:count]
        score = math.sqrt(rho) * shared
        score += math.sqrt(1.0 - rho) * own.standard_normal(self.years)
        return _smallest(score, count)

    def _sorted(self, factor: str | None, shared: FloatArray) -> Order:
        """All years in the order of one factor, sorted once for all its rows."""
        if factor not in self._orders:
            self._orders[factor] = np.argsort(shared)
        return self._orders[factor]

    def _shared(self, key: StreamKey) -> FloatArray:
        if key not in self._factors:
            self._factors[key] = _stream(self.seed, key, _ORDER).standard_normal(self.years)
        return self._factors[key]


def row_stream(name: str | None, index: int) -> StreamKey:
    """The key of a row's streams: by its permanent name, or without one by its position."""
    return (_INDEX, index) if name is None else (_NAME, _digest(name))


def stratum_shift(seed: int, row: StreamKey) -> float:
    """Where in its stratum each of the row's occurrence uniforms lies, in [0, 1)."""
    return float(_stream(seed, row, _SHIFT).random())


def severity_uniforms(seed: int, row: StreamKey, event: int, count: int) -> FloatArray:
    """One uniform in [0, 1) for the row's ``event``-th event (from 0) in each of ``count`` years.

    A longer run starts with the same numbers. Those of a year's first event are stratified along
    the row's ranking, one in each 256th of the range in every block of 256 years: the quantiles of
    a rare row hang on few events, and this keeps them within a percent at 100,000 years. Later
    events gain less than the sorting costs.
    """
    jitter = _stream(seed, row, _JITTER, event).random(count)
    if event > 0:
        return jitter
    blocks = -(-count // _BLOCK)
    ladder = np.broadcast_to(np.arange(_BLOCK), (blocks, _BLOCK))
    strata = _stream(seed, row, _STRATA).permuted(ladder, axis=1).ravel()[:count]
    # The factor keeps 255 + 0.999... from rounding up to a uniform of 1.
    return np.asarray((strata + jitter) * ((1.0 - 2.0**-53) / _BLOCK), dtype=np.float64)


def _smallest(scores: FloatArray, count: int) -> Order:
    """Where the ``count`` smallest scores are, smallest first; half the time of a full sort."""
    if count == 0:
        return np.empty(0, dtype=np.intp)
    found = np.argpartition(scores, count - 1)[:count]
    return found[np.argsort(scores[found])]


def _stream(seed: int, key: StreamKey, *purpose: int) -> np.random.Generator:
    """An independent stream of its own for a seed, a row (or factor) and a purpose."""
    sequence = np.random.SeedSequence(seed, spawn_key=(*key, *purpose))
    return np.random.Generator(np.random.PCG64(sequence))


def _digest(name: str) -> int:
    """A number for a name that is the same on every machine and hash seed."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8])
