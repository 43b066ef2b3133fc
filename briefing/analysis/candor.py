"""What the figures say and the words leave out: the facts of the candor checks (what a reader notices first).

Pure: from an assessment to the KPIs, rows and asks concerned. Nothing here judges style; see `briefing.preflight`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from briefing.analysis.assessment import Assessment
from briefing.analysis.indicators import Indicator
from briefing.analysis.losses import Loss
from briefing.analysis.record import told_before
from briefing.analysis.status import judge
from briefing.evidence import CellRef
from briefing.model.asks import AskState
from briefing.model.dossier import Dossier
from briefing.model.register import Occurs, RegisterRow, RowResponse, RowState
from briefing.model.submission import FollowUpState, KpiReport, Status
from briefing.periods import Period

SAFE_START_DAYS: Final = 60
"""What a site discloses in its first days is not late."""
KEPT: Final = frozenset({Status.ON_TARGET, Status.WITHIN_TOLERANCE})
STANDING: Final = {Status.ON_TARGET: 0, Status.WITHIN_TOLERANCE: 1, Status.OUT_OF_TOLERANCE: 2}
WORDS: Final = ("cause", "meaning", "action")
RELATIVE: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Untold:
    """A limit broken in `period` that no earlier month spoke of; `leapt` where it was on target the month before."""

    indicator: Indicator
    period: Period
    value: float
    where: CellRef
    leapt: bool
    restated_from: float | None = None


@dataclass(frozen=True, slots=True)
class Eased:
    """A register row whose rating improved; `field` is what improved, then and now."""

    row: RegisterRow
    field: str
    before: float
    now: float


def claims(assessment: Assessment) -> tuple[Indicator, ...]:
    """Give KPIs whose typed status is better than the computed one, without reason and without an override."""
    return tuple(each for each in assessment.indicators if _claims_better(each))


def _claims_better(indicator: Indicator) -> bool:
    report = indicator.report
    if report is None or report.claimed not in STANDING or report.reason.strip() or indicator.override:
        return False
    if indicator.status is Status.NOT_MEASURED:
        return report.claimed in KEPT
    return indicator.status in STANDING and STANDING[report.claimed] < STANDING[indicator.status]


def unexplained(assessment: Assessment) -> tuple[tuple[Indicator, tuple[str, ...]], ...]:
    """Give KPIs out of tolerance with the words they lack: of `cause`, `meaning` and `action`."""
    found = ((each, lacking(each.report)) for each in assessment.indicators if each.is_breach)
    return tuple((each, missing) for each, missing in found if missing)


def lacking(report: KpiReport | None) -> tuple[str, ...]:
    """Give the names of the words that a report leaves blank."""
    return tuple(name for name in WORDS if report is None or not getattr(report, name).strip())


def unannounced(assessment: Assessment) -> tuple[Indicator, ...]:
    """Give KPIs that will more likely than not break their limit, of which neither words nor an open row speak."""
    rows = {code for loss in assessment.losses for code in loss.row.kpis}
    return tuple(
        each for each in assessment.indicators
        if each.is_warning and each.code not in rows and len(lacking(each.report)) == len(WORDS)
    )


def untold(assessment: Assessment) -> tuple[Untold, ...]:
    """Give limits broken since the last submission that no earlier month had spoken of, restated months among them.

    A site's first 60 days are its safe start: what it discloses in them is not late.
    """
    dossier = assessment.dossier
    if dossier.submission is None or not dossier.earlier or _in_safe_start(dossier):
        return ()
    return tuple(found for each in assessment.indicators for found in _untold_of(each, dossier))


def _in_safe_start(dossier: Dossier) -> bool:
    first = dossier.site.first_period or dossier.submissions[0].period
    return (dossier.period.last_day - first.first_day).days <= SAFE_START_DAYS


def _untold_of(indicator: Indicator, dossier: Dossier) -> Iterator[Untold]:
    last = dossier.earlier[-1].period
    series, before = indicator.series, None
    said = {change.period: change.before.value for change in series.restated}
    for index, (period, value) in enumerate(zip(series.periods, series.values, strict=True)):
        status = _status(indicator, value, period, dossier)
        fell = status is Status.OUT_OF_TOLERANCE and before is not Status.OUT_OF_TOLERANCE
        new = period > last
        first_said = said.get(period)
        worsened = first_said is not None and _status(indicator, first_said, period, dossier) in KEPT and status is Status.OUT_OF_TOLERANCE
        if ((fell and new and before in KEPT) or worsened) and value is not None and not _foreseen(indicator, period, dossier):
            yield Untold(indicator, period, value, series.cells[index], before is Status.ON_TARGET and not worsened, first_said if worsened else None)
        before = status


def _status(indicator: Indicator, value: float | None, period: Period, dossier: Dossier) -> Status:
    row = dossier.charter.target(indicator.code, dossier.site.code, period)
    return judge(value, indicator.kpi.direction, row).status


def _foreseen(indicator: Indicator, period: Period, dossier: Dossier) -> bool:
    """Tell whether a row, words or the leader's own forecast of an earlier month had named it."""
    if told_before(indicator.code, period, dossier.earlier):
        return True
    forecasts = (own for each in dossier.earlier if each.period < period and (report := each.kpi(indicator.code)) for own in report.forecasts)
    return any(own.period == period and _status(indicator, own.likely, period, dossier) is Status.OUT_OF_TOLERANCE for own in forecasts)


def surprises(dossier: Dossier) -> tuple[RegisterRow, ...]:
    """Give rows that have happened and stood in no earlier month's register as open."""
    if dossier.submission is None or not dossier.earlier or _in_safe_start(dossier):
        return ()
    open_before = {row.id for each in dossier.earlier for row in each.register if row.state is RowState.OPEN}
    told = {row.id for each in dossier.earlier for row in each.register if row.state is RowState.HAPPENED}
    return tuple(
        row for row in dossier.submission.register
        if row.state is RowState.HAPPENED and not row.privileged and row.id not in open_before | told
    )


def eased(dossier: Dossier) -> tuple[Eased, ...]:
    """Give open rows whose chance or impact improved with no action done: no new note, nothing kept, decided or closed."""
    now, before = dossier.submission, dossier.earlier[-1] if dossier.earlier else None
    if now is None or before is None:
        return ()
    found = []
    for row in now.register:
        then = before.row(row.id)
        if then is None or row.state is not RowState.OPEN or then.state is not RowState.OPEN or row.privileged or _acted(row, dossier):
            continue
        improved = _improved(row, then)
        found += [Eased(row, *improved)] if improved else []
    return tuple(found)


def _improved(row: RegisterRow, then: RegisterRow) -> tuple[str, float, float] | None:
    same_window = row.by_date == then.by_date
    names = ["times_in_five_years", *(["chance"] if same_window else [])]
    if (row.driver, row.currency) == (then.driver, then.currency):
        names += ["likely", "bad"]
    for name in names:
        new, old = getattr(row, name), getattr(then, name)
        if new is not None and old is not None and new < old - RELATIVE * max(1.0, abs(old)):
            return name, old, new
    return None


def _acted(row: RegisterRow, dossier: Dossier) -> bool:
    """Tell whether anything says what was done: a note no earlier month had, a promise kept, an ask decided for it."""
    notes = {_plain(old.note) for each in dossier.earlier if (old := each.row(row.id))}
    if row.note.strip() and _plain(row.note) not in notes:
        return True
    now, last = dossier.submission, dossier.earlier[-1]
    settled = {FollowUpState.KEPT, FollowUpState.KEPT_LATE, FollowUpState.CLOSED}
    was_settled = {line.id for line in last.follow_ups if line.state in settled}
    lines = now.follow_ups if now else ()
    if any(line.state in settled and line.id not in was_settled and line.kpi and line.kpi in row.kpis for line in lines):
        return True
    was_decided = {ask.id for ask in last.asks if ask.state is AskState.DECIDED}
    decided = (ask for ask in (now.asks if now else ()) if ask.state is AskState.DECIDED and ask.id not in was_decided)
    return any(row.id in option.rows for ask in decided for option in ask.options)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(".")


def issue_gaps(loss: Loss) -> tuple[str, ...]:
    """Give what a register row lacks as an issue: `chance`, `impact`, `owner` or `by_date`."""
    row, missing = loss.row, []
    if row.chance is None and row.times_in_five_years is None:
        missing.append("chance")
    if not row.limit and row.bad is None and row.likely is None and row.good is None:
        missing.append("impact")
    if not row.owner.strip():
        missing.append("owner")
    if row.by_date is None and row.occurs is Occurs.ONCE:
        missing.append("by_date")
    return tuple(missing)


def has_way_out(loss: Loss, assessment: Assessment) -> bool:
    """Tell whether a row has an option: an open or decided ask acts on it, or it is accepted until a day."""
    row = loss.row
    if row.response is RowResponse.ACCEPT_UNTIL and row.accept_until is not None:
        return True
    months = assessment.dossier.submissions
    return any(row.id in option.rows for each in months for ask in each.asks for option in ask.options)


def one_sided(assessment: Assessment) -> tuple[tuple[Indicator, str], ...]:
    """Give KPIs whose target row one side alone has agreed, with the field of the side that is missing."""
    found = []
    for each in assessment.indicators:
        row = each.target_row
        if row is not None and bool(row.agreed_hq_by) != bool(row.agreed_site_by):
            found.append((each, "agreed_site_by" if row.agreed_hq_by else "agreed_hq_by"))
    return tuple(found)

