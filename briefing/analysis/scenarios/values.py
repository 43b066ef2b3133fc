"""What a scenario comes to: its lines, sums, trigger, effects on KPIs, and the tornado of drivers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from briefing.analysis.indicators import Indicator
from briefing.analysis.portfolio import Bracket
from briefing.evidence import Fact
from briefing.model.charter import Driver, Kpi, Scenario
from briefing.money import Measure
from briefing.periods import Period

YEAR_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a scenario: a driver moved over its months, in the reporting currency.

    `months` are the costs of the months still ahead, over the scenario's whole course; `cost` is that of the next twelve.
    `untranslated` says why there is none: `no_driver`, `no_shock`, `no_rate`, `elsewhere` (the driver is agreed for
    another site) or `over` (its months have passed).
    """

    row: Scenario
    driver: Driver | None = None
    shock: Fact | None = None
    months: tuple[tuple[Period, Fact], ...] = ()
    full_from: Period | None = None
    """The first month of the full shock, where a ramp leads to it."""
    cost: Fact | None = None
    untranslated: str = ""

    @property
    def measure(self) -> Measure:
        """What the driver's money is an amount of."""
        return self.driver.measure if self.driver else Measure.EBITDA


@dataclass(frozen=True, slots=True)
class Sum:
    """What the lines of one measure cost jointly: by month, in the next twelve months, by calendar year."""

    measure: Measure
    months: tuple[tuple[Period, Fact], ...]
    cost: Fact
    years: tuple[tuple[int, Fact], ...]


@dataclass(frozen=True, slots=True)
class Trigger:
    """The KPI that announces a scenario, and the chance that it does so in time for the prepared response.

    `months` is how many of the coming months count; `side` is where the limit is reached from. `untold` says why there is
    no chance: `not_reported`, `too_few` months, `reached` already, `too_late` for the response, or no `side` known.
    """

    kpi: str
    limit: Fact
    indicator: Indicator | None = None
    definition: Kpi | None = None
    """The KPI as the charter defines it, reported by the plant or not."""
    side: Literal["above", "below", ""] = ""
    months: int = 0
    chance: Fact | None = None
    untold: str = ""


@dataclass(frozen=True, slots=True)
class Effect:
    """What a scenario does to one KPI, by the agreed sensitivities: in the KPI's unit.

    `months` are the moves of the months ahead, `peak` the month of the largest; `usual` is the outlook's median there, `level`
    that plus the move, within the KPI's natural bounds. Both are None for a month that the outlook does not reach or
    a KPI with too few months. `broken` tells whether the level is out of tolerance while `usual` is not.
    """

    indicator: Indicator
    months: tuple[tuple[Period, Fact], ...]
    peak: Period
    move: Fact
    usual: Fact | None = None
    level: Fact | None = None
    limit: Fact | None = None
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Story:
    """A scenario as far as it concerns the site: its lines, their joint cost, KPIs moved, trigger, response, exposure if it came.

    `rows` are the register's rows on a driver that it moves; `above` the chance of losing more than the tolerated amount if it
    came, None where no such row or no tolerance is there.
    """

    code: str
    lines: tuple[Line, ...]
    sums: tuple[Sum, ...] = ()
    trigger: Trigger | None = None
    response_cost: Fact | None = None
    lead_days: Fact | None = None
    rows: tuple[str, ...] = ()
    above: Bracket | None = None
    effects: tuple[Effect, ...] = ()

    @property
    def row(self) -> Scenario:
        """The first line, which carries name, trigger and response unless a later one does."""
        return self.lines[0].row

    @property
    def translated(self) -> bool:
        """Tell whether anything of it is in money."""
        return bool(self.sums)


@dataclass(frozen=True, slots=True)
class Swing:
    """One bar of the tornado: what a driver's move costs over twelve months.

    By the scenario `code` that costs most; without one, `low` to `high` is a tenth off and on its agreed value, by what that
    changes in the expected loss of the rows that stand on it.
    """

    driver: Driver
    high: Fact
    low: Fact | None = None
    code: str = ""


@dataclass(frozen=True, slots=True)
class Scenarios:
    """All scenarios that concern the site, the tornado of its drivers (largest first), and drivers that nothing moves."""

    stories: tuple[Story, ...] = ()
    swings: tuple[Swing, ...] = ()
    unmoved: tuple[Driver, ...] = ()
    declared: bool = field(default=False)
    """Whether the charter declares any scenario at all."""
