"""What the record holds: counts with their cases, never a rank of people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from briefing.evidence import CellRef, Fact
from briefing.periods import Period

SAFE_START_MONTHS = 3
SAFE_START_DAYS = 60
"""What a site discloses in its first days is not late."""
JUDGED_FROM = 12
"""Judging words need at least this many cases; below it only counts are printed."""
CALIBRATED_FROM = 20
"""Cases from which stated chances are scored."""

Case = tuple[bool, tuple[CellRef, ...]]


@dataclass(frozen=True, slots=True)
class Tally:
    """So many of so many: `hits` of `total`, with the cells counted."""

    hits: Fact
    total: Fact

    @property
    def empty(self) -> bool:
        """Tell whether there was nothing to count."""
        return not self.total.number


def tally(name: str, cases: Iterable[Case]) -> Tally:
    """Count cases; the cells of all of them are the evidence of both figures."""
    found = list(cases)
    cells = places(cells for _, cells in found)
    hits = Fact(f"{name}.hits", sum(hit for hit, _ in found), "count", name, cells=cells)
    return Tally(hits, Fact(f"{name}.total", len(found), "count", name, cells=cells))


def places(groups: Iterable[Iterable[CellRef]]) -> tuple[CellRef, ...]:
    """Give the cells of several groups, each once, in order; places without a file are none."""
    return tuple(sorted({cell for cells in groups for cell in cells if cell.file}))


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Own forecasts against what came, in usual monthly moves of the KPI (its mean absolute change from month to month).

    `bias` is the mean, positive where it came out better than said; `error` the mean without sign: below 1 it beat "as last month".
    """

    bias: Fact
    error: Fact
    total: Fact


@dataclass(frozen=True, slots=True)
class Events:
    """Register rows that happen once and whose day has come: what their stated chances add up to, and how many happened.

    `score` is the mean squared difference of chance and outcome (Brier 1950) and `climate` that of always saying the share that
    happened, each only from twenty cases on. `alarms` counts the rows stated as at least even, its hits those that
    did not happen.
    """

    expected: Fact
    happened: Tally
    alarms: Tally
    score: Fact | None = None
    climate: Fact | None = None


@dataclass(frozen=True, slots=True)
class Warned:
    """Something that happened, and how many days before that the archive first spoke of it.

    `row` is a register row's id, or `kpi` the code of one that broke its limit. `said` is the month whose workbook said it first
    and `where` its cell; None and no `days` where nothing did, which makes it a surprise.
    """

    row: str = ""
    kpi: str = ""
    on: date = date.min
    event: CellRef | None = None
    said: Period | None = None
    where: CellRef | None = None
    days: Fact | None = None


@dataclass(frozen=True, slots=True)
class Promises:
    """Commitments of one side whose day has come: kept on time of all, kept late, broken, and still open past their day."""

    kept: Tally
    late: Fact
    broken: Fact
    overdue: Fact


@dataclass(frozen=True, slots=True)
class Decisions:
    """Asks for decision whose day has come: decided by the day first and last asked for, and the median days it took.

    `days` runs from the day an ask was first raised to its decision; None where none is decided. `waiting` are those
    without a decision, past their day.
    """

    first: Tally
    last: Tally
    days: Fact | None
    waiting: Fact


@dataclass(frozen=True, slots=True)
class Record:
    """The record of a site and of headquarters.

    `own_ranges`: own forecasts with a range whose first actual fell inside. `said_first` and `said_last`: own forecasts as said first and
    last for a month, against its first and its latest figure. `told`: breaches of tolerance that a register row, an own forecast
    or words had announced in an earlier month. `surprises`: events that happened and that no earlier workbook had named.
    `on_time`: workbooks received by their due day. `for_site_only` tells that the site is in its safe start.
    """

    own_ranges: Tally
    told: Tally
    surprises: Tally
    events_first: Events
    events_last: Events
    warned: tuple[Warned, ...]
    site: Promises
    hq: Promises
    decisions: Decisions
    on_time: Tally
    months: int
    for_site_only: bool
    said_first: Accuracy | None = None
    said_last: Accuracy | None = None

    @property
    def answered(self) -> Tally:
        """Asks decided by the day they were last needed by."""
        return self.decisions.last

    @property
    def kept_site(self) -> Tally:
        """The site's commitments kept on time."""
        return self.site.kept

    @property
    def kept_hq(self) -> Tally:
        """Headquarters' commitments kept on time."""
        return self.hq.kept
