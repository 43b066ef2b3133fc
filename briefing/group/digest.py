"""What the group needs of one plant's month, written in both languages: small, frozen, and kept as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from briefing.analysis.distributions import Pert
from briefing.evidence import Fact
from briefing.framing.changes import Movement
from briefing.framing.issues import Rank
from briefing.group.pen import Said
from briefing.model.asks import Purpose
from briefing.periods import Period


@dataclass(frozen=True, slots=True)
class AskLine:
    """An open ask. `delay` is the cost of a month's delay in the reporting currency, 0 where it is not translated."""

    id: str
    purpose: Purpose
    serves_limit: bool
    """One of the rows it acts on touches an absolute limit, or the KPI it names does."""
    delay: float
    needed_by: date | None
    is_settled: bool
    title: Said
    recommended: Said
    needed: Said
    decider: Said
    cost: Said
    answers: Said


@dataclass(frozen=True, slots=True)
class IssueLine:
    """An issue of the plant: what, how likely, by when, at what cost; and the ask that changes it."""

    id: str
    rank: Rank
    is_broken: bool
    chance: float
    expected: float
    limit: Said
    """The absolute limit it touches; empty where it touches none."""
    what: Said
    ask: Said
    ask_id: Said
    needed: Said
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A register row or KPI that moved since the month before."""

    movement: Movement
    what: Said


@dataclass(frozen=True, slots=True)
class RiskLine:
    """A register row that carries money, as the simulation sees it.

    `frequency` is the yearly rate, or with `once` the chance; `factor` the common factor it declares, empty for none, and
    `factor_said` its words; `linked` the rows that speak of the same money.
    """

    id: str
    frequency: float
    once: bool
    severity: Pert
    factor: str
    factor_said: Said
    linked: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Digest:
    """One plant's month as the group sees it.

    `mean` is the expected loss of twelve months, `on_target` and `kpis` count KPIs, `unmeasured` those without a
    value; `published` is the day the plant published.
    """

    site: str
    name: Said
    period: Period
    as_of: date
    published: date | None
    since: Period | None
    asks: tuple[AskLine, ...]
    issues: tuple[IssueLine, ...]
    changes: tuple[ChangeLine, ...]
    on_target: Fact
    kpis: Fact
    unmeasured: Fact
    untranslated: Fact
    mean: Fact | None
    risks: tuple[RiskLine, ...]
    facts: tuple[Fact, ...]

    @property
    def lead(self) -> IssueLine | None:
        """The issue that leads the plant's own page one."""
        weighty = (each for each in self.issues if each.rank is Rank.ABSOLUTE or each.expected or each.ask)
        return next(weighty, self.issues[0] if self.issues else None)
