"""What to draw: figures as data, without colours, sizes or file formats."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from briefing.periods import Period


class Scale(StrEnum):
    """How an axis' numbers are written."""

    NUMBER = "number"
    PERCENT = "percent"
    MONEY = "money"


@dataclass(frozen=True, slots=True)
class Panel:
    """One KPI's months: actuals, target and limits, and the fan of the outlook.

    `periods` runs over history and horizon; `actual` has a value or None for each of them; the fan's tuples
    have one value a month of the horizon (the last months of `periods`). `own` is the leader's own forecast.
    """

    title: str
    unit: str
    scale: Scale
    periods: tuple[Period, ...]
    actual: tuple[float | None, ...]
    target: float | None = None
    low_limit: float | None = None
    high_limit: float | None = None
    p10: tuple[float, ...] = ()
    p25: tuple[float, ...] = ()
    p50: tuple[float, ...] = ()
    p75: tuple[float, ...] = ()
    p90: tuple[float, ...] = ()
    own: tuple[float | None, ...] = ()
    decimals: int = 1
    redefined: Period | None = None
    """The first of `periods` under another definition: what lies before it is not compared with what follows."""


@dataclass(frozen=True, slots=True)
class OutlookFigure:
    """Small multiples of KPIs; panels of one unit share their scale if `equal_scales`."""

    panels: tuple[Panel, ...]
    labels: tuple[tuple[str, str], ...] = ()
    """Words to write beside lines: `actual`, `target`, `limit`, `outlook`, `own`, `redefined`."""
    equal_scales: bool = False


@dataclass(frozen=True, slots=True)
class ExceedanceFigure:
    """Chance of losing more than an amount in twelve months, as a bracket, against the tolerance.

    All chances are 0..1, one for each of `amounts` (ascending, in `currency`).
    """

    amounts: tuple[float, ...]
    independent: tuple[float, ...]
    common: tuple[float, ...]
    together: tuple[float, ...]
    tolerance: tuple[tuple[float, float], ...]
    """Points of amount and accepted chance; between them the logarithm of the chance is straight."""
    currency: str
    labels: tuple[tuple[str, str], ...] = ()
    """Words: `bracket`, `common`, `tolerance`, `x`, `y`, and `mark` beside the marked amount."""
    marked: float | None = None


@dataclass(frozen=True, slots=True)
class OptionPoint:
    """One option: what it costs, and the expected loss it avoids with its range (P10, P90)."""

    letter: str
    label: str
    cost: float
    avoided: float
    low: float
    high: float
    recommended: bool = False


@dataclass(frozen=True, slots=True)
class OptionsFigure:
    """Options on one axis of money: cost against expected loss avoided."""

    points: tuple[OptionPoint, ...]
    currency: str
    labels: tuple[tuple[str, str], ...] = ()
    """Words: `cost`, `avoided`."""


@dataclass(frozen=True, slots=True)
class BarItem:
    """One bar: from `low` to `high` around zero or a base, with the text to write beside it."""

    label: str
    low: float
    high: float
    text: str = ""


@dataclass(frozen=True, slots=True)
class BarsFigure:
    """Horizontal bars: contributions to a total, or a tornado where low is below and high above zero."""

    items: tuple[BarItem, ...]
    scale: Scale
    currency: str = ""
    labels: tuple[tuple[str, str], ...] = ()


Figure = OutlookFigure | ExceedanceFigure | OptionsFigure | BarsFigure
