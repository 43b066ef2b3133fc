"""Shares of one, told from numbers that people typed with or without a percent sign."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from statistics import median
from typing import Final

USUAL_CEILING: Final = 1.5
"""A share above 150 % is taken for a whole percentage unless the KPI is known to reach higher."""
SHOWN_CEILING: Final = 10.0
"""A cell that shows more than 1,000 % is taken for one filled without regard to its format."""
CLEARLY_WHOLE: Final = 2.0


@dataclass(frozen=True, slots=True)
class Scale:
    """What a column of values is counted in.

    `percent` is None where the unit is unknown. `upper` is the natural maximum; `typical` the largest value the charter
    speaks of (target or limit), which lifts the ceiling for what usually is above 100 %.
    """

    unit: str = ""
    percent: bool | None = None
    lower: float | None = None
    upper: float | None = None
    typical: float | None = None

    @property
    def ceiling(self) -> float:
        """The highest share that is believed without a percent sign."""
        if self.upper is not None and self.upper > 1:
            return max(self.upper, USUAL_CEILING)
        return max(USUAL_CEILING, 2 * self.typical) if self.typical else USUAL_CEILING


def as_share(value: float, *, shown: bool, scale: Scale, beside: Sequence[float] = ()) -> tuple[float, bool]:
    """Give a value as a share of one, and whether it had to be divided by 100 to make sense.

    `shown` says that the cell shows a percent sign; `beside` are the shares of the same row that are beyond doubt.
    """
    size = abs(value)
    if shown:
        ceiling = scale.upper if scale.upper is not None and scale.upper >= 1 else max(SHOWN_CEILING, scale.ceiling)
        divide = size > ceiling and size >= CLEARLY_WHOLE
    elif size > scale.ceiling:
        divide = True
    else:
        divide = bool(beside) and size > 0 and _nearer_divided(size, beside)
    return (float(f"{value / 100:.15g}"), True) if divide else (value, False)


def _nearer_divided(size: float, beside: Sequence[float]) -> bool:
    middle = median(abs(share) for share in beside)
    if middle <= 0 or size / 100 / middle <= 0:  # so small that it cannot be told from nothing
        return False
    return abs(log(size / 100 / middle)) < abs(log(size / middle))
