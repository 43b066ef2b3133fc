"""What the group needs of one plant's month, written in both languages: small, frozen, and kept as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from briefing.analysis.distributions import Pert
from briefing.evidence import CellRef, Fact
from briefing.framing.changes import Movement
from briefing.framing.issues import Rank
from briefing.group.pen import Said
from briefing.model.asks import Purpose
from briefing.model.submission import Status
from briefing.periods import Period


@dataclass(frozen=True, slots=True)
class AskLine:
    """An open ask. `delay` is the cost of a month's delay in the reporting currency, 0 where it is not translated.

    `waited` are the days since it was first raised, None where nobody says when; `is_minor` tells that the board is spared it.
    """

    id: str
    purpose: Purpose
    serves_limit: bool
    """One of the rows it acts on touches an absolute limit, or the KPI it names does."""
    delay: float
    needed_by: date | None
    is_settled: bool
    is_minor: bool
    waited: Fact | None
    title: Said
    recommended: Said
    needed: Said
    decider: Said
    cost: Said
    answers: Said


@dataclass(frozen=True, slots=True)
class Tie:
    """What an issue may share with another plant's: `factor`, `driver` or `row`, its key, and its words."""

    kind: str
    key: str
    said: Said


@dataclass(frozen=True, slots=True)
class IssueLine:
    """An issue of the plant: what, how likely, by when, at what cost; what may tie it to another plant's; the ask that changes it.

    `loss` is the expected loss in twelve months where it takes part in the exposure; `is_minor` tells that the board is spared it.
    """

    id: str
    rank: Rank
    is_broken: bool
    is_minor: bool
    chance: float
    expected: float
    limit: Said
    """The absolute limit it touches; empty where it touches none."""
    event: Said
    what: Said
    ties: tuple[Tie, ...]
    loss: Fact | None
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

    `frequency` is the yearly rate, or with `once` the chance; `kind` the row's, empty where nobody can read it; `factor` the common factor it declares, empty for none, and
    `factor_said` its words; `linked` the rows that speak of the same money.
    """

    id: str
    frequency: float
    once: bool
    severity: Pert
    kind: str
    factor: str
    factor_said: Said
    linked: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KpiLine:
    """A KPI of the plant beside which others may stand.

    `adjusted` is the value with the charter's declared adjustment, None where none is declared; `gap` how far the one that
    counts (adjusted, else as it is) lies on the bad side of its target, as a share of it; `months` how many were measured.
    """

    code: str
    name: Said
    status: Status
    gap: float
    value: Said
    adjusted: Said
    reason: Said
    months: Fact


@dataclass(frozen=True, slots=True)
class TallyLine:
    """So many of so many in the record; `of_site` where it is the plant's own, else headquarters'."""

    name: str
    of_site: bool
    hits: Fact
    total: Fact


@dataclass(frozen=True, slots=True)
class MinorRow:
    """A register row below the charter's board materiality, with the cell of its id."""

    id: str
    cell: CellRef


@dataclass(frozen=True, slots=True)
class OwedLine:
    """What headquarters owes the plant: a promise that is open, or what waits on it (`is_promise` tells which).

    `day` is when it is due, or since when it waits; `days` how many it is late or has waited, None where it is neither.
    """

    id: str
    is_promise: bool
    what: Said
    who: Said
    day: Said
    days: Fact | None


@dataclass(frozen=True, slots=True)
class Digest:
    """One plant's month as the group sees it.

    `measured` are the KPIs with a value; in its safe start (`is_safe_start`) a plant's own record is shown to itself alone.
    `mean` is the expected loss of twelve months, `on_target` and `kpis` count KPIs, `unmeasured` those without a
    value; `published` is the day the plant published. `minor` are the register's rows that the board is spared, issues or not.
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
    measured: tuple[KpiLine, ...]
    record: tuple[TallyLine, ...]
    is_safe_start: bool
    minor: tuple[MinorRow, ...]
    owed: tuple[OwedLine, ...]
    facts: tuple[Fact, ...]

    @property
    def lead(self) -> IssueLine | None:
        """The issue that leads the plant's own page one."""
        weighty = (each for each in self.issues if each.rank is Rank.ABSOLUTE or each.expected or each.ask)
        return next(weighty, self.issues[0] if self.issues else None)
