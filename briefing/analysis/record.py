"""How predictable both sides have been, from the archive: counts, never a rank of people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from briefing.analysis.indicators import Indicator
from briefing.analysis.series import first_statements
from briefing.analysis.status import judge
from briefing.evidence import CellRef, Fact
from briefing.model.asks import Ask, AskState, Purpose
from briefing.model.dossier import Dossier
from briefing.model.register import RowState
from briefing.model.responses import Choice
from briefing.model.submission import FollowUp, FollowUpKind, FollowUpState, Side, Status, Submission
from briefing.periods import Period

SAFE_START_MONTHS = 3
JUDGED_FROM = 12
"""Judging words need at least this many cases; below it only counts are printed."""


@dataclass(frozen=True, slots=True)
class Tally:
    """So many of so many: `hits` of `total`, with the cells counted."""

    hits: Fact
    total: Fact

    @property
    def empty(self) -> bool:
        """Tell whether there was nothing to count."""
        return not self.total.number


@dataclass(frozen=True, slots=True)
class Record:
    """The record of a site and of headquarters.

    `own_ranges`: own forecasts with a range whose first actual fell inside. `told`: breaches of tolerance that
    a register row, an own forecast or words had announced in an earlier month. `answered`: asks for decision decided by
    the day they were needed, of those whose day has come and that were not withdrawn. `kept_site` and `kept_hq`: commitments due and kept on time.
    `for_site_only` tells that the site is in its safe start.
    """

    own_ranges: Tally
    told: Tally
    answered: Tally
    kept_site: Tally
    kept_hq: Tally
    months: int
    for_site_only: bool


def record_of(dossier: Dossier, indicators: tuple[Indicator, ...]) -> Record:
    """Count the record from the archive up to the dossier's date."""
    commitments = latest_follow_ups(dossier, FollowUpKind.COMMITMENT)
    first = dossier.site.first_period or min((each.period for each in dossier.submissions), default=dossier.period)
    return Record(
        _own_ranges(dossier), _told(dossier, indicators), _answered(dossier),
        _kept("record.kept_site", (each for each in commitments if each.side is Side.SITE), dossier),
        _kept("record.kept_hq", (each for each in commitments if each.side is Side.HQ), dossier),
        len(dossier.submissions), dossier.period - first < SAFE_START_MONTHS,
    )


def _tally(name: str, cases: Iterable[tuple[bool, tuple[CellRef, ...]]]) -> Tally:
    found = list(cases)
    cells = tuple(sorted({cell for _, places in found for cell in places}))
    hits = Fact(f"{name}.hits", sum(hit for hit, _ in found), "count", name, cells=cells)
    return Tally(hits, Fact(f"{name}.total", len(found), "count", name, cells=cells))


def _own_ranges(dossier: Dossier) -> Tally:
    return _tally("record.own_ranges", _range_cases(dossier))


def _range_cases(dossier: Dossier) -> Iterable[tuple[bool, tuple[CellRef, ...]]]:
    codes = sorted({report.code for submission in dossier.submissions for report in submission.kpis})
    for code in codes:
        actuals = first_statements(code, dossier.submissions)
        for submission in dossier.earlier:
            report = submission.kpi(code)
            for own in report.forecasts if report else ():
                actual = actuals.get(own.period)
                if own.period != submission.period + 1 or own.low is None or own.high is None or actual is None:
                    continue
                inside = actual.value is not None and own.low <= actual.value <= own.high
                yield inside, (own.source.at("low"), own.source.at("high"), actual.where)


def _told(dossier: Dossier, indicators: tuple[Indicator, ...]) -> Tally:
    return _tally("record.told", (
        (told_before(each.code, period, dossier.earlier) or _forecast_it(each, period, dossier), (each.series.cells[index],))
        for each in indicators for index, period in _breaches(each, dossier)
    ))


def _forecast_it(indicator: Indicator, period: Period, dossier: Dossier) -> bool:
    """Tell whether an earlier month's own forecast, its likely value, was out of tolerance for that month."""
    row = dossier.charter.target(indicator.code, dossier.site.code, period)
    reports = (each.kpi(indicator.code) for each in dossier.earlier if each.period < period)
    return any(
        judge(own.likely, indicator.kpi.direction, row).status is Status.OUT_OF_TOLERANCE
        for report in reports if report for own in report.forecasts if own.period == period
    )


def _breaches(indicator: Indicator, dossier: Dossier) -> Iterable[tuple[int, Period]]:
    """Yield each month in which a KPI went out of tolerance that was within it the month before."""
    previous: Status | None = None
    reported_from = min((each.period for each in dossier.submissions), default=dossier.period)
    for index, (period, value) in enumerate(zip(indicator.series.periods, indicator.series.values, strict=True)):
        row = dossier.charter.target(indicator.code, dossier.site.code, period)
        status = judge(value, indicator.kpi.direction, row).status
        fell = status is Status.OUT_OF_TOLERANCE and previous in {Status.ON_TARGET, Status.WITHIN_TOLERANCE}
        if fell and period > reported_from:
            yield index, period
        previous = status


def told_before(code: str, period: Period, submissions: tuple[Submission, ...]) -> bool:
    """Tell whether an earlier month had an open register row or words that named the KPI before it broke its limit."""
    for submission in submissions:
        if submission.period >= period or period - submission.period > SAFE_START_MONTHS * 4:
            continue
        if any(code in row.kpis and row.state is RowState.OPEN and not row.privileged for row in submission.register):
            return True
        report = submission.kpi(code)
        if report and submission.period == period + -1 and (report.cause or report.action):
            return True
    return False


def _answered(dossier: Dossier) -> Tally:
    latest: dict[str, Ask] = {}
    for submission in dossier.submissions:
        latest.update({ask.id: ask for ask in submission.asks})
    due = [
        ask for ask in latest.values()
        if ask.purpose is Purpose.DECISION and ask.state is not AskState.WITHDRAWN
        and ask.needed_by and ask.needed_by < dossier.as_of
    ]
    return _tally("record.answered", ((_on_time(ask, dossier), (ask.source.at("needed_by"), ask.source.at("decided_on"))) for ask in due))


def _on_time(ask: Ask, dossier: Dossier) -> bool:
    days = [ask.decided_on] if ask.decided_on else []
    days += [
        response.answered_on for response in dossier.responses
        if response.ask_id == ask.id and response.choice is Choice.DECIDED
    ]
    return bool(days and ask.needed_by and min(days) <= ask.needed_by)


def latest_follow_ups(dossier: Dossier, *kinds: FollowUpKind) -> tuple[FollowUp, ...]:
    """Give the latest statement of each line of the Follow-up sheets, in order of id."""
    latest: dict[str, FollowUp] = {}
    for submission in dossier.submissions:
        latest.update({each.id: each for each in submission.follow_ups if each.kind in kinds})
    return tuple(latest[key] for key in sorted(latest))


def _kept(name: str, commitments: Iterable[FollowUp], dossier: Dossier) -> Tally:
    return _tally(name, (
        (each.state is FollowUpState.KEPT, (each.source.at("state"), each.source.at("due")))
        for each in commitments if is_due(each, dossier)
    ))


def is_due(commitment: FollowUp, dossier: Dossier) -> bool:
    """Tell whether a commitment counts: it is settled, or its day has passed."""
    if commitment.state in {FollowUpState.KEPT, FollowUpState.KEPT_LATE, FollowUpState.BROKEN}:
        return True
    return commitment.state is FollowUpState.OPEN and commitment.due is not None and commitment.due < dossier.as_of
