"""What is another than last month: new, worse, better, closed, gone unsaid, restated, redefined."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from briefing.analysis.assessment import Assessment
from briefing.analysis.indicators import Indicator
from briefing.analysis.series import Restatement
from briefing.framing.asks import materially_changed
from briefing.model.asks import Ask, AskState
from briefing.model.charter import Target
from briefing.model.dossier import Dossier
from briefing.model.register import RegisterRow, RowState
from briefing.model.responses import Choice
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


class AskMovement(StrEnum):
    """What became of an ask."""

    NEW = "new"
    TERMS = "terms"
    """It is asked as before, on terms that differ by more than wording and the charter's materiality."""
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"
    GONE = "gone"
    """It was open, and left the workbook with no decision and no withdrawal."""


@dataclass(frozen=True, slots=True)
class AskChange:
    """An ask that moved, in its latest statement; `before` is the last one before it, `seen` the month of that."""

    movement: AskMovement
    ask: Ask
    before: Ask | None = None
    seen: Period | None = None


@dataclass(frozen=True, slots=True)
class Redefinition:
    """A KPI whose measure or agreement changed at `since`: no movement is read across it.

    `before` is the target row that held until then; None where the definition changed.
    """

    indicator: Indicator
    since: Period
    before: Target | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """All movements since the last submission; `since` is None where there is none to compare with.

    `vanished` are the asks that left unsaid before the last submission and have not come back; it needs no last month.
    """

    since: Period | None = None
    rows: tuple[RowChange, ...] = ()
    kpis: tuple[KpiChange, ...] = ()
    restated: tuple[tuple[Indicator, Restatement], ...] = ()
    asks: tuple[AskChange, ...] = ()
    redefined: tuple[Redefinition, ...] = ()
    vanished: tuple[AskChange, ...] = ()


_STANDING = {Status.ON_TARGET: 0, Status.WITHIN_TOLERANCE: 1, Status.OUT_OF_TOLERANCE: 2}


def changes_of(assessment: Assessment) -> Changes:
    """Compare this month with the last submission; a changed definition or target is no movement."""
    dossier = assessment.dossier
    last = dossier.previous
    gone = tuple(_gone_asks(dossier))
    if last is None or dossier.submission is None:
        return Changes(vanished=gone)
    rows = tuple(
        change for row in dossier.submission.register if not row.privileged
        if (change := _row_change(row, last.row(row.id))) is not None
    )
    kpis = tuple(fallen for each in assessment.indicators if (fallen := _kpi_change(each, assessment)) is not None)
    restated = tuple((each, change) for each in assessment.indicators for change in each.series.restated)
    asks = tuple(asked for ask in dossier.submission.asks if (asked := _ask_change(ask, last, assessment)) is not None)
    return Changes(
        last.period, (*rows, *_gone(last, dossier.submission)), kpis, restated,
        (*asks, *(each for each in gone if each.seen == last.period)),
        tuple(change for each in assessment.indicators for change in redefinitions(each, dossier) if change.since > last.period),
        tuple(each for each in gone if each.seen != last.period),
    )


def _gone(last: Submission, now: Submission) -> tuple[RowChange, ...]:
    """Give rows that were open last month and stand nowhere this month: nothing leaves the register unsaid."""
    return tuple(
        RowChange(Movement.GONE, row, row) for row in last.register
        if row.state is RowState.OPEN and not row.privileged and now.row(row.id) is None
    )


def _gone_asks(dossier: Dossier) -> Iterator[AskChange]:
    """Yield asks that were open when last seen, stand nowhere this month, and that no recorded decision closed."""
    if dossier.submission is None:
        return
    seen: dict[str, tuple[Ask, Period]] = {}
    for submission in dossier.earlier:
        seen.update({ask.id: (ask, submission.period) for ask in submission.asks})
    decided = {response.ask_id for response in dossier.responses
               if response.choice is Choice.DECIDED and response.site == dossier.site.code and response.answered_on <= dossier.as_of}
    for identifier, (ask, period) in sorted(seen.items()):
        if ask.state is AskState.OPEN and identifier not in decided and dossier.submission.ask(identifier) is None:
            yield AskChange(AskMovement.GONE, ask, ask, period)


def _ask_change(ask: Ask, last: Submission, assessment: Assessment) -> AskChange | None:
    before, company = last.ask(ask.id), assessment.dossier.charter.company
    if before is None:
        known = any(submission.ask(ask.id) for submission in assessment.dossier.earlier)
        return AskChange(AskMovement.NEW, ask) if ask.state is AskState.OPEN and not known else None
    if ask.state is not before.state:
        moved = {AskState.DECIDED: AskMovement.DECIDED, AskState.WITHDRAWN: AskMovement.WITHDRAWN, AskState.OPEN: AskMovement.NEW}
        return AskChange(moved[ask.state], ask, before, last.period)
    if ask.state is AskState.OPEN and materially_changed(before, ask, company, assessment.exchange):
        return AskChange(AskMovement.TERMS, ask, before, last.period)
    return None


def redefinitions(indicator: Indicator, dossier: Dossier) -> tuple[Redefinition, ...]:
    """Give the months at which the KPI's definition, and the target row in force, last became another."""
    found = []
    broken, row = indicator.series.broken_at, indicator.target_row
    if broken:
        found.append(Redefinition(indicator, broken))
    if row and row.valid_from and row.valid_from <= dossier.period:
        before = dossier.charter.target(indicator.code, dossier.site.code, row.valid_from + -1)
        if before is not None and _terms(before) != _terms(row):
            found.append(Redefinition(indicator, row.valid_from, before))
    return tuple(found)


def _terms(row: Target) -> tuple[float | None, ...]:
    return (row.target, row.low_limit, row.high_limit)


def _row_change(row: RegisterRow, before: RegisterRow | None) -> RowChange | None:
    if before is None or before.privileged:  # what a row said while it was with counsel is not compared with
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
    row = dossier.charter.target(indicator.code, dossier.site.code, dossier.period + -1)
    same_terms = (row and _terms(row)) == (indicator.target_row and _terms(indicator.target_row))
    meant = dossier.charter.kpi(indicator.code, dossier.period + -1)
    same_side = meant is None or meant.direction is indicator.kpi.direction
    if before not in _STANDING or now not in _STANDING or before is now or not same_terms or not same_side:
        return None
    if indicator.series.broken_at == dossier.period:
        return None
    worse = _STANDING[now] > _STANDING[before]
    return KpiChange(Movement.WORSE if worse else Movement.BETTER, indicator)
