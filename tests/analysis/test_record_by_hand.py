"""The record of a small archive of four months, recomputed by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from briefing.analysis import assess
from briefing.analysis.indicators import indicators_of
from briefing.analysis.record import Record, record_of
from briefing.analysis.translation import exchange_of
from briefing.framing.asks import ask_states
from briefing.model.asks import AskState
from briefing.model.charter import Direction, Site
from briefing.model.dossier import Dossier, Publication
from briefing.model.register import RegisterRow, RowState
from briefing.model.responses import Choice
from briefing.model.submission import FollowUp, FollowUpKind, FollowUpState, Side, Submission
from briefing.periods import Period
from tests.builders import OCTOBER, SITE, ask, charter, dossier, kpi, month, option, own_forecast, report, response, row, source, target

JULY, AUGUST, SEPTEMBER = OCTOBER + -3, OCTOBER + -2, OCTOBER + -1
RECEIVED = {JULY: date(2026, 8, 4), AUGUST: date(2026, 9, 5), SEPTEMBER: date(2026, 10, 9), OCTOBER: date(2026, 11, 5)}
"""Due on the 5th of the following month: September's came four days late."""
LATE = ask("A-001", option("B"), first_raised=date(2026, 7, 1), needed_by=date(2026, 9, 15))
MEETING = ask("A-002", option("B"), first_raised=date(2026, 8, 10), needed_by=date(2026, 10, 20))
STALE = ask("A-003", option("B", cost_once=100e3), first_raised=date(2026, 8, 20), sent_on=date(2026, 10, 25), needed_by=date(2026, 12, 1))


def _month(period: Period, values: tuple[float, ...], said: float | None, register: tuple[RegisterRow, ...], *asks: object, **given: object) -> Submission:
    forecasts = (own_forecast(period + 1, said, said - 1.0, said + 1.0),) if said is not None else ()
    return month(period, kpis=(report("C", values, last=period, forecasts=forecasts),), register=register, asks=asks, **given)


def _archive() -> Dossier:
    """The KPI runs 14, 13, 12, 9 with a low limit of 10; R-001 happens on 20 October, R-002 is a false alarm, R-003 a surprise."""
    stops = row("R-001", chance=0.3, by_date=date(2026, 12, 31), kpis=("C",))
    alarm = row("R-002", chance=0.6, by_date=date(2026, 10, 31))
    happened = replace(stops, state=RowState.HAPPENED, happened_on=date(2026, 10, 20))
    surprise = row("R-003", state=RowState.HAPPENED, happened_on=date(2026, 10, 12))
    promise = FollowUp("C-001", FollowUpKind.COMMITMENT, Side.HQ, "COO", "answer", due=date(2026, 9, 30), state=FollowUpState.KEPT_LATE)
    open_promise = FollowUp("C-002", FollowUpKind.COMMITMENT, Side.SITE, "planner", "count", due=date(2026, 10, 15))
    kept = FollowUp("C-003", FollowUpKind.COMMITMENT, Side.SITE, "planner", "plan", due=date(2026, 10, 1), state=FollowUpState.KEPT)
    dear = replace(STALE, options=(option("B", "A-003", cost_once=200e3),))
    return dossier(
        _month(JULY, (14.0,), 14.0, (alarm,), LATE),
        _month(AUGUST, (14.0, 13.0), 13.5, (stops, alarm), LATE, MEETING, STALE),
        _month(SEPTEMBER, (14.0, 13.0, 12.0), 12.0, (replace(stops, chance=0.5), replace(alarm, chance=0.7)),
               replace(LATE, state=AskState.DECIDED, decided_on=date(2026, 9, 29)), MEETING, STALE),
        _month(OCTOBER, (14.0, 13.0, 12.0, 9.0), None, (happened, replace(alarm, chance=0.7), surprise),
               replace(LATE, state=AskState.DECIDED, decided_on=date(2026, 9, 29)), MEETING, dear, follow_ups=(promise, open_promise, kept)),
        agreed=replace(charter(kpi("C", direction=Direction.HIGHER), targets=(target("C", low_limit=10.0),)),
                       sites=(replace(SITE, due_day=5, first_period=Period(2026, 1)),)),
        publications=tuple(Publication(period, received_on=day, source=source("publication", 1, f"{period}.toml")) for period, day in RECEIVED.items()),
        responses=(response(Choice.DECIDED, MEETING, on=date(2026, 10, 19), reader="secretary"), response(Choice.CONFIRM, STALE, on=date(2026, 9, 10))),
    )


@pytest.fixture(scope="module")
def record() -> Record:
    """Recompute once."""
    known = _archive()
    return record_of(known, indicators_of(known, exchange_of(known)))


def _of(tally: object) -> tuple[float, float]:
    return tally.hits.number, tally.total.number  # type: ignore[attr-defined]


def test_own_forecasts(record: Record) -> None:
    """14 said and 13 came, 13.5 and 12, 12 and 9: misses of 1, 1.5 and 3 on moves of 1, 1 and 3, on average 5/3."""
    assert (1, 3) == _of(record.own_ranges)  # 13 is the edge of 13 to 15; 12 is under 12.5; 9 under 11
    assert record.said_last is not None
    assert pytest.approx(-5.5 / 3 / (5 / 3)) == record.said_last.bias.number
    assert pytest.approx(5.5 / 3 / (5 / 3)) == record.said_last.error.number


def test_events_expected_and_happened(record: Record) -> None:
    """R-001 was given 0.3 and then 0.5, R-002 0.6 and then 0.7 until 31 October: 0.9 and 1.2 expected, one of two happened."""
    assert pytest.approx(0.9) == record.events_first.expected.number
    assert pytest.approx(1.2) == record.events_last.expected.number
    assert (1, 2) == _of(record.events_last.happened)
    assert (1, 1) == _of(record.events_first.alarms)
    assert (1, 2) == _of(record.events_last.alarms)  # R-001 at 0.5 happened, R-002 did not
    assert record.events_last.score is None  # two cases are too few


def test_days_of_warning_name_the_document_that_said_it_first(record: Record) -> None:
    """R-001 stood in August's workbook, received on 5 September: 45 days to 20 October, 56 to the end of the month that broke C."""
    by_name = {each.row or each.kpi: each for each in record.warned}

    assert [("C", 56), ("R-001", 45)] == [(name, each.days.number) for name, each in by_name.items() if each.days]
    assert AUGUST == by_name["R-001"].said
    assert by_name["R-003"].days is None
    assert (1, 2) == _of(record.surprises)
    assert (1, 1) == _of(record.told)


def test_asks_answered_late_by_a_meeting_and_by_nobody(record: Record) -> None:
    """A-001 was needed on 15 September and decided on the 29th, 90 days after it was raised; A-002 by a meeting in time, after 70."""
    assert (1, 2) == _of(record.answered)
    assert record.decisions.days is not None
    assert 80.0 == record.decisions.days.number


def test_a_confirmation_of_terms_that_changed_does_not_stand() -> None:
    """A-003 doubled: September's confirmation is stale, and nothing is confirmed."""
    state = next(each for each in ask_states(assess(_archive(), seed=1)) if each.ask.id == "A-003")

    assert ["coo"] == [each.reader for each in state.stale]
    assert state.is_silent


def test_promises_of_both_sides_and_workbooks(record: Record) -> None:
    """HQ kept one late; the plant kept one of two and the other is past its day; three of four workbooks came in time."""
    assert ((0, 1), 1.0) == (_of(record.hq.kept), record.hq.late.number)
    assert ((1, 2), 1.0) == (_of(record.site.kept), record.site.overdue.number)
    assert (3, 4) == _of(record.on_time)


def test_in_its_first_sixty_days_nothing_a_site_discloses_is_late() -> None:
    """With its first report in September, what happened in October without a word is no surprise yet; after the 60 days it is."""
    known = _archive()
    young = replace(known, site=Site("MTY", "Monterrey", first_period=SEPTEMBER, source=SITE.source))

    assert (0, 1) == _of(record_of(young, indicators_of(young, exchange_of(young))).surprises)
