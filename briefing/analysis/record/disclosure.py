"""Whether what happened had been told before, how many days before, and where it was said first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from briefing.analysis.indicators import Indicator
from briefing.analysis.record.values import SAFE_START_DAYS, Case, Tally, Warned, tally
from briefing.analysis.status import judge
from briefing.evidence import CellRef, Fact
from briefing.model.dossier import Dossier
from briefing.model.register import RegisterRow, RowState
from briefing.model.submission import Status, Submission
from briefing.periods import Period

LOOK_BACK_MONTHS = 12
"""A row or words older than this have announced nothing."""


def said_on(submission: Submission, dossier: Dossier) -> date:
    """Give the day a workbook spoke: the day it came, else that of its publication, else its month's last day."""
    publication = next((each for each in dossier.publications if each.period == submission.period), None)
    known = (publication.received_on or publication.published_on) if publication else None
    return known or submission.period.last_day


def told(dossier: Dossier, indicators: tuple[Indicator, ...]) -> Tally:
    """Count breaches of tolerance, and those that an earlier month had announced."""
    return tally("record.told", _told_cases(dossier, indicators))


def _told_cases(dossier: Dossier, indicators: tuple[Indicator, ...]) -> Iterator[Case]:
    for indicator, index, period in _all_breaches(dossier, indicators):
        was_told = told_before(indicator.code, period, dossier.earlier) or _forecast_it(indicator, period, dossier)
        if was_told or period.last_day > safe_until(dossier):
            yield was_told, (indicator.series.cells[index],)


def safe_until(dossier: Dossier) -> date:
    """Give the last day on which a site's disclosure counts as in time whatever it says."""
    first = dossier.site.first_period or min((each.period for each in dossier.submissions), default=dossier.period)
    return first.first_day + timedelta(days=SAFE_START_DAYS - 1)


def _forecast_it(indicator: Indicator, period: Period, dossier: Dossier) -> bool:
    """Tell whether an earlier month's own forecast, its likely value, was out of tolerance for that month."""
    row = dossier.charter.target(indicator.code, dossier.site.code, period)
    reports = (each.kpi(indicator.code) for each in dossier.earlier if each.period < period)
    return any(
        judge(own.likely, indicator.kpi.direction, row).status is Status.OUT_OF_TOLERANCE
        for report in reports if report for own in report.forecasts if own.period == period
    )


def _all_breaches(dossier: Dossier, indicators: Iterable[Indicator]) -> Iterator[tuple[Indicator, int, Period]]:
    for indicator in indicators:
        for index, period in _breaches(indicator, dossier):
            yield indicator, index, period


def _breaches(indicator: Indicator, dossier: Dossier) -> Iterator[tuple[int, Period]]:
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
        if submission.period >= period or period - submission.period > LOOK_BACK_MONTHS:
            continue
        if _row_about(code, submission) is not None:
            return True
        report = submission.kpi(code)
        if report and submission.period == period + -1 and (report.cause or report.action):
            return True
    return False


def _row_about(code: str, submission: Submission) -> RegisterRow | None:
    rows = (row for row in submission.register if code in row.kpis and row.state is RowState.OPEN and not row.privileged)
    return next(rows, None)


def days_of_warning(dossier: Dossier, indicators: tuple[Indicator, ...]) -> tuple[Warned, ...]:
    """Give everything that happened, latest first: events of the register by their day, breaches by their month's last day."""
    found = [*_warned_events(dossier), *_warned_breaches(dossier, indicators)]
    return tuple(sorted(found, key=lambda each: (-each.on.toordinal(), each.row or each.kpi)))


def _warned_events(dossier: Dossier) -> Iterator[Warned]:
    seen: set[str] = set()
    for submission in dossier.submissions:
        for row in submission.register:
            if row.state is not RowState.HAPPENED or row.id in seen or row.privileged:
                continue
            seen.add(row.id)
            on = row.happened_on or submission.period.last_day
            first = next(
                ((each, told) for each in dossier.submissions
                 if (told := each.row(row.id)) is not None and told.state is RowState.OPEN and said_on(each, dossier) < on), None,
            )
            yield _warned(dossier, on, row.source.at("happened_on"), first, row=row.id)


def _warned_breaches(dossier: Dossier, indicators: Iterable[Indicator]) -> Iterator[Warned]:
    for indicator, index, period in _all_breaches(dossier, indicators):
        first = next(
            ((each, told) for each in dossier.submissions
             if each.period < period and period - each.period <= LOOK_BACK_MONTHS and (told := _row_about(indicator.code, each)) is not None), None,
        )
        yield _warned(dossier, period.last_day, indicator.series.cells[index], first, kpi=indicator.code)


def _warned(dossier: Dossier, on: date, event: CellRef, first: tuple[Submission, RegisterRow] | None, *, row: str = "", kpi: str = "") -> Warned:
    if first is None:
        return Warned(row, kpi, on, event)
    submission, told_row = first
    where = told_row.source.at("event_en" if told_row.event_en else "event_es")
    cells = tuple(cell for cell in (event, where) if cell.file)
    days = Fact(f"record.warning.{row or kpi}.{Period.of(on)}", (on - said_on(submission, dossier)).days, "days", "record.warning", cells=cells)
    return Warned(row, kpi, on, event, submission.period, where, days)


def surprises(dossier: Dossier, warned: Iterable[Warned]) -> Tally:
    """Count events of the register that happened, and those that no earlier workbook had named; the first days of a site don't count."""
    cases = (
        (each.days is None, tuple(cell for cell in (each.event, each.where) if cell is not None))
        for each in warned if each.row and (each.days is not None or each.on > safe_until(dossier))
    )
    return tally("record.surprises", cases)
