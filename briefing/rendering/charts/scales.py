"""Where values lie on a chart, and how its numbers are written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import ceil, floor, log10

from briefing import numbers
from briefing.document.figures import Scale
from briefing.language import LOCALES, Language
from briefing.periods import Period


@dataclass(frozen=True, slots=True)
class Axis:
    """A straight axis from values to points."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Give the place of a value, in points."""
        if self.high == self.low:
            return (self.start + self.end) / 2
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    def held(self, value: float) -> float:
        """Give the place of a value, kept within the axis."""
        return self.at(min(max(value, self.low), self.high))


def bounds(values: Iterable[float], margin: float = 0.08) -> tuple[float, float]:
    """Give the range of the values with a margin on both sides; never empty."""
    kept = [value for value in values if value == value]  # noqa: PLR0124 - not-a-number differs from itself
    if not kept:
        return (0.0, 1.0)
    low, high = min(kept), max(kept)
    pad = (high - low) * margin or abs(high) * 0.05 or 1.0
    return (low - pad, high + pad)


def nice_step(span: float, count: int) -> float:
    """Give the round step (1, 2, 2.5 or 5 times a power of ten) that cuts a span into about `count` parts."""
    raw = span / max(count, 1)
    power = 10.0 ** floor(log10(raw)) if raw > 0 else 1.0
    return next(step * power for step in (1, 2, 2.5, 5, 10) if step * power >= raw * 0.999)


def ticks(low: float, high: float, count: int) -> list[float]:
    """Give round values within the range, both ends counted when round."""
    step = nice_step(high - low, count)
    first, last = ceil(low / step - 1e-9), floor(high / step + 1e-9)
    return [round(number * step, 10) for number in range(first, last + 1)]


@lru_cache(maxsize=512)
def decimal(value: float, decimals: int, language: Language) -> str:
    """Write a number with fixed decimals as the language's country does."""
    return numbers.decimal(round(value, decimals) + 0.0, language, decimals)


def money(value: float, currency: str, language: Language, *, largest: float = 0.0) -> str:
    """Write money as the text does; beside a `largest` amount in its unit, so that the numbers of an axis share it."""
    return numbers.money(value, currency, language, beside=largest)


def percent(share: float, language: Language, decimals: int = 0) -> str:
    """Write a share of one as per cent."""
    return numbers.share(share, language, decimals)


def written(value: float, scale: Scale, language: Language, *, decimals: int = 1, currency: str = "") -> str:
    """Write a value on a scale."""
    if scale is Scale.MONEY:
        return money(value, currency or "USD", language)
    if scale is Scale.PERCENT:
        return percent(value, language, decimals)
    return decimal(value, decimals, language)


@lru_cache(maxsize=256)
def month_name(period: Period, language: Language, *, year: bool = False) -> str:
    """Write a month in short, with its year if asked."""
    from babel.dates import format_date  # noqa: PLC0415 - only charts need it

    name = str(format_date(period.first_day, "MMM", locale=LOCALES[language]))
    return f"{name} {period.year}" if year else name
