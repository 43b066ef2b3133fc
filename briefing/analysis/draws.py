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
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar, cast

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from briefing.analysis.distributions import FloatArray

StreamKey: TypeAlias = tuple[int, ...]
Order: TypeAlias = npt.NDArray[np.intp]
Drawn = TypeVar("Drawn", bound=npt.NDArray[Any])

_BLOCK = 256
_FACTOR, _INDEX, _NAME = 0, 1, 2
_ORDER, _SHIFT, _STRATA, _JITTER = 0, 1, 2, 3


Kept = TypeVar("Kept")
_MOST_KEPT = 96_000_000
"""Bytes of streams that a process keeps for its next site."""


@dataclass(slots=True)
class Streams:
    """Draws by what they belong to: years, seed, row and event, and no site; rows of two sites that have one name share them."""

    _kept: dict[Hashable, npt.NDArray[Any]] = field(default_factory=dict, repr=False)
    _bytes: int = 0

    def longest(self, key: Hashable, count: int, make: Callable[[], Drawn]) -> Drawn:
        """Give the first ``count`` of what begins alike however long it is; made now if what is kept is shorter."""
        found = self._kept.get(key)
        if found is None or found.size < count:
            found = make()
            found.setflags(write=False)
            if self._bytes + found.nbytes > _MOST_KEPT:
                self._kept, self._bytes = {}, 0
            self._kept[key] = found
            self._bytes += found.nbytes
        return cast("Drawn", found[:count])


@dataclass(frozen=True, slots=True)
class Draws:
    """The draws of one seed; each is made once, however many exposures ask for it.

    Attributes:
        years: Number of simulated years, at least 1.
        seed: From 0.
        streams: Where draws are kept; a process that makes many sites gives one to all of them.
    """

    years: int
    seed: int
    streams: Streams = field(default_factory=Streams, repr=False)
    _kept: dict[Hashable, Any] = field(default_factory=dict, repr=False)

    def order(self, row: StreamKey, factor: str | None, strength: float, count: int) -> Order:
        """The ``count`` years in which the row is nearest to happening, nearest first.

        By ``sqrt(rho) Z + sqrt(1 - rho) e``: ``rho`` the ``strength`` of the common factor, 0 to 1; ``Z``
        normal, one for all rows of ``factor``; ``e`` normal, the row's own. A longer list starts with the
        same years.
        """
        if strength == 1.0:
            return self._longest(("sorted", factor), self.years, lambda: np.argsort(self._shared(factor)))[:count]
        whose = None if strength == 0.0 else factor
        return self._longest(("order", row, whose, strength), count, lambda: self._own_order(row, factor, strength, count))

    def severity_uniforms(self, row: StreamKey, event: int, count: int) -> FloatArray:
        """As the function of this name, made once for the most years that were asked for."""
        return self._longest(("uniforms", row, event), count, lambda: severity_uniforms(self.seed, row, event, count))

    def once(self, key: Hashable, make: Callable[[], Kept]) -> Kept:
        """Give what was made for a key, made now if it never was; it goes with these draws."""
        if key not in self._kept:
            self._kept[key] = make()
        found: Kept = self._kept[key]
        return found

    def _own_order(self, row: StreamKey, factor: str | None, strength: float, count: int) -> Order:
        own = _stream(self.seed, row, _ORDER)
        if strength == 0.0:
            return own.permutation(self.years)[:count].copy()
        score = math.sqrt(strength) * self._shared(factor)
        score += math.sqrt(1.0 - strength) * own.standard_normal(self.years)
        return _smallest(score, count)

    def _shared(self, factor: str | None) -> FloatArray:
        key = (_FACTOR, 0 if factor is None else 1 + _digest(factor))
        return self._longest(("factor", key), self.years, lambda: _stream(self.seed, key, _ORDER).standard_normal(self.years))

    def _longest(self, key: tuple[Hashable, ...], count: int, make: Callable[[], Drawn]) -> Drawn:
        return self.streams.longest((self.years, self.seed, *key), count, make)


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
