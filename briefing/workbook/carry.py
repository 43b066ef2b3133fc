"""What a new month takes over from the months before: history, open matters and the ids that come next."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from briefing.evidence import Source
from briefing.model.asks import AskState
from briefing.model.charter import Charter, KpiKind
from briefing.model.register import RowState
from briefing.model.submission import Cover, FollowUpKind, FollowUpState, KpiReport, Point, Submission
from briefing.periods import Period
from briefing.workbook.contract import FORECAST_MONTHS, HISTORY_MONTHS

FORECASTS_ASKED = 12
"""At most so many KPIs are asked for an own forecast, so that the month stays within its budget of typed cells."""
_NUMBERED = re.compile(r"(.*?)(\d+)")


def carried_forward(charter: Charter, site: str, period: Period, *, previous: Submission | None = None,
                    earlier: Iterable[Submission] = (), received_on: date | None = None) -> Submission:
    """Give a month with everything known before it and nothing of its own.

    Kept: the months' values as last stated, own forecasts of months still ahead, open register rows, open asks with
    their options, open follow-ups but wins. Left blank: words, notes, claimed statuses, the exchange rate.
    """
    before = months_before(period, previous, earlier)
    cover = _cover(charter, site, period, before, received_on)
    reports = _reports(charter, period, before)
    if not before:
        return Submission(site, period, cover, reports)
    last = before[-1]
    return Submission(
        site, period, cover, reports,
        tuple(replace(row, note="", source=Source()) for row in last.register if row.state is RowState.OPEN),
        tuple(ask for ask in last.asks if ask.state is AskState.OPEN),
        tuple(each for each in last.follow_ups
              if each.state is FollowUpState.OPEN and each.kind is not FollowUpKind.WIN),
    )


def months_before(period: Period, previous: Submission | None, earlier: Iterable[Submission]) -> tuple[Submission, ...]:
    """Give the submissions before a month, oldest first, one a month; `previous` wins over its twin in `earlier`."""
    known = {each.period: each for each in earlier}
    if previous:
        known[previous.period] = previous
    return tuple(known[month] for month in sorted(known) if month < period)


def asked_for_forecast(charter: Charter, submission: Submission) -> frozenset[str]:
    """Give the codes of the KPIs whose own forecast is asked for: outcomes in the charter's order, a dozen at most."""
    outcomes = [report.code for report in submission.kpis
                if (kpi := charter.kpi(report.code, submission.period)) is None or kpi.kind is KpiKind.KPI]
    return frozenset(outcomes[:FORECASTS_ASKED])


def next_ids(used: Iterable[str], first: str, count: int) -> tuple[str, ...]:
    """Give the ids that follow the highest used one; `first` is given where none is used, such as `R-001`."""
    found = [match for each in used if (match := _NUMBERED.fullmatch(each))]
    if not found:
        start = _NUMBERED.fullmatch(first)
        assert start is not None  # noqa: S101 - written in this package
        return tuple(f"{start[1]}{int(start[2]) + step:0{len(start[2])}d}" for step in range(count))
    highest = max(found, key=lambda match: int(match[2]))
    return tuple(f"{highest[1]}{int(highest[2]) + 1 + step:0{len(highest[2])}d}" for step in range(count))


def _cover(charter: Charter, site: str, period: Period, before: tuple[Submission, ...], received_on: date | None) -> Cover:
    agreed = charter.site(site)
    last = before[-1].cover if before else Cover()
    return Cover(site, period, last.prepared_by, last.currency or (agreed.currency if agreed else ""),
                 rate_source=last.rate_source, decimal_sign=last.decimal_sign, received_on=received_on)


def _reports(charter: Charter, period: Period, before: tuple[Submission, ...]) -> tuple[KpiReport, ...]:
    agreed = [kpi.code for kpi in charter.kpis_in_force(period)]
    kept = [report.code for report in before[-1].kpis] if before else []
    return tuple(_report(code, period, before) for code in dict.fromkeys((*agreed, *kept)))


def _report(code: str, period: Period, before: tuple[Submission, ...]) -> KpiReport:
    points: dict[Period, Point] = {}
    for submission in before:
        report = submission.kpi(code)
        points.update({month: point for month, point in report.points.items() if point.value is not None} if report else {})
    recent = {month: points[month] for month in sorted(points) if period + -HISTORY_MONTHS < month < period}
    last = before[-1].kpi(code) if before else None
    ahead = [forecast for forecast in (last.forecasts if last else ()) if 0 < forecast.period - period <= FORECAST_MONTHS]
    return KpiReport(code, recent, tuple(replace(forecast, source=Source()) for forecast in ahead))
