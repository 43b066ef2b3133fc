"""What is another than last month: new, worse, better, closed, restated."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from briefing.analysis.assessment import Assessment
from briefing.analysis.indicators import Indicator
from briefing.analysis.series import Restatement
from briefing.model.register import RegisterRow, RowState
from briefing.model.submission import Status, Submission
from briefing.periods import Period


class Movement(StrEnum):
    """Which way something moved."""

    WORSE = "worse"
    NEW = "new"
    BETTER = "better"
    HAPPENED = "happened"
    CLOSED = "closed"
    GONE = "gone"
    """It was open last month and stands nowhere in this month's register."""


@dataclass(frozen=True, slots=True)
class RowChange:
    """A register row that moved; `before` is last month's statement, None where it is new."""

    movement: Movement
    row: RegisterRow
    before: RegisterRow | None = None


@dataclass(frozen=True, slots=True)
class KpiChange:
    """A KPI whose status moved."""

    movement: Movement
    indicator: Indicator


@dataclass(frozen=True, slots=True)
class Changes:
    """All movements since the last submission; `since` is None where there is none to compare with."""

    since: Period | None = None
    rows: tuple[RowChange, ...] = ()
    kpis: tuple[KpiChange, ...] = ()
    restated: tuple[tuple[Indicator, Restatement], ...] = ()


_STANDING = {Status.ON_TARGET: 0, Status.WITHIN_TOLERANCE: 1, Status.OUT_OF_TOLERANCE: 2}


def changes_of(assessment: Assessment) -> Changes:
    """Compare this month with the last submission; a changed definition or target is no movement."""
    dossier = assessment.dossier
    last = dossier.previous
    if last is None or dossier.submission is None:
        return Changes()
    rows = tuple(
        change for row in dossier.submission.register if not row.privileged
        if (change := _row_change(row, last.row(row.id))) is not None
    )
    kpis = tuple(moved for each in assessment.indicators if (moved := _kpi_change(each, assessment)) is not None)
    restated = tuple((each, change) for each in assessment.indicators for change in each.series.restated)
    return Changes(last.period, (*rows, *_gone(last, dossier.submission)), kpis, restated)


def _gone(last: Submission, now: Submission) -> tuple[RowChange, ...]:
    """Give rows that were open last month and stand nowhere this month: nothing leaves the register unsaid."""
    return tuple(
        RowChange(Movement.GONE, row, row) for row in last.register
        if row.state is RowState.OPEN and not row.privileged and now.row(row.id) is None
    )


def _row_change(row: RegisterRow, before: RegisterRow | None) -> RowChange | None:
    if before is None:
        return RowChange(Movement.NEW, row) if row.state is RowState.OPEN else None
    if row.state is not before.state:
        moved = {RowState.CLOSED: Movement.CLOSED, RowState.HAPPENED: Movement.HAPPENED, RowState.OPEN: Movement.WORSE}
        return RowChange(moved[row.state], row, before)
    if row.state is not RowState.OPEN:
        return None
    weight = _weight(row, before)
    if weight == 0:
        return None
    return RowChange(Movement.WORSE if weight > 0 else Movement.BETTER, row, before)


def _weight(row: RegisterRow, before: RegisterRow) -> float:
    """Compare chance first, then the likely case, then the ends; 0 where nothing moved or units changed."""
    for name in ("chance", "times_in_five_years"):
        now, then = getattr(row, name), getattr(before, name)
        if now is not None and then is not None and abs(now - then) > 1e-9:
            return float(now - then)
    if (row.driver, row.currency) != (before.driver, before.currency):
        return 0.0
    for name in ("likely", "bad", "good"):
        now, then = getattr(row, name), getattr(before, name)
        if now is not None and then is not None and abs(now - then) > 1e-9 * max(1.0, abs(then)):
            return float(now - then)
    return 0.0


def _kpi_change(indicator: Indicator, assessment: Assessment) -> KpiChange | None:
    before, now = indicator.previous, indicator.status
    dossier = assessment.dossier
    same_row = dossier.charter.target(indicator.code, dossier.site.code, dossier.period + -1) == indicator.target_row
    if before not in _STANDING or now not in _STANDING or before is now or not same_row:
        return None
    if indicator.series.broken_at == dossier.period:
        return None
    worse = _STANDING[now] > _STANDING[before]
    return KpiChange(Movement.WORSE if worse else Movement.BETTER, indicator)
