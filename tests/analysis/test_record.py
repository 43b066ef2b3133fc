"""The record of both sides: counts, each with its cases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from briefing.analysis.indicators import indicators_of
from briefing.analysis.record import Record, Tally, latest_follow_ups, record_of
from briefing.analysis.translation import exchange_of
from briefing.model.asks import AskState, Purpose
from briefing.model.dossier import Dossier
from briefing.model.register import RowState
from briefing.model.responses import Choice
from briefing.model.submission import FollowUp, FollowUpKind, FollowUpState, Side
from briefing.periods import Period
from tests.builders import AS_OF, OCTOBER, SITE, ask, charter, dossier, kpi, month, own_forecast, report, response, row, source, target

SEPTEMBER = OCTOBER + -1
LIMITED = charter(kpi("C"), targets=(target("C", low_limit=10.0),))


def _record(known: Dossier) -> Record:
    return record_of(known, indicators_of(known, exchange_of(known)))


def _counts(tally: Tally) -> tuple[float, float]:
    return tally.hits.number, tally.total.number


def _said(period: Period, value: float | None, **given: object) -> object:
    return month(period, kpis=(report("C", (value,), last=period, **given),))


def test_an_own_forecast_is_held_against_the_first_actual() -> None:
    """September gave 4 to 6 for October; 5 came first, a later 9 changes nothing; the edge belongs to the range."""
    for first, inside in ((5.0, 1), (4.0, 1), (6.0, 1), (6.1, 0)):
        september = month(SEPTEMBER, kpis=(report("C", (5.0,), last=SEPTEMBER, forecasts=(own_forecast(OCTOBER, 5.0, 4.0, 6.0),)),))
        october = month(kpis=(report("C", (first,)),))
        november = month(OCTOBER + 1, kpis=(report("C", (9.0, 9.0), last=OCTOBER + 1),))

        assert (inside, 1) == _counts(_record(dossier(september, october, november, period=OCTOBER + 1)).own_ranges)


def test_only_the_next_month_with_a_whole_range_and_an_actual_counts() -> None:
    """Two months ahead, half a range, and a month not measured are no cases."""
    forecasts = (own_forecast(OCTOBER + 1, 5.0, 4.0, 6.0), own_forecast(OCTOBER, 5.0, 4.0))
    september = month(SEPTEMBER, kpis=(report("C", (5.0,), last=SEPTEMBER, forecasts=forecasts),))
    october = month(kpis=(report("C", (5.0,), forecasts=(own_forecast(OCTOBER + 1, 5.0, 4.0, 6.0),)),))

    assert _record(dossier(september, october)).own_ranges.empty
    november = month(OCTOBER + 1, kpis=(report("C", (5.0,), last=OCTOBER + 1),))
    assert (1, 1) == _counts(_record(dossier(september, october, november, period=OCTOBER + 1)).own_ranges)  # October's, not September's
    unmeasured = dossier(month(SEPTEMBER, kpis=(report("C", (5.0,), last=SEPTEMBER, forecasts=(own_forecast(OCTOBER, 5, 4, 6),)),)), month())
    assert _record(unmeasured).own_ranges.empty


@pytest.mark.parametrize(("told", "expected"), [
    ({}, 0),
    ({"register": (row(kpis=("C",)),)}, 1),
    ({"register": (row(kpis=("C",), state=RowState.CLOSED),)}, 0),
    ({"register": (row(kpis=("C",), privileged=True),)}, 0),
    ({"register": (row(kpis=("D",)),)}, 0),
    ({"kpis": (report("C", (12.0,), last=SEPTEMBER, cause="the mould wears out"),)}, 1),
    ({"kpis": (report("C", (12.0,), last=SEPTEMBER, forecasts=(own_forecast(OCTOBER, 9.0),)),)}, 1),
    ({"kpis": (report("C", (12.0,), last=SEPTEMBER, forecasts=(own_forecast(OCTOBER, 11.0),)),)}, 0),
])
def test_a_breach_is_told_by_an_open_row_by_words_or_by_an_own_forecast(told: dict[str, object], expected: int) -> None:
    """In an earlier month; a closed row, a matter with counsel or another KPI's row tells nothing."""
    given = {"kpis": (report("C", (12.0,), last=SEPTEMBER),), **told}
    known = dossier(month(SEPTEMBER, **given), month(kpis=(report("C", (12.0, 9.0)),)), agreed=LIMITED)

    assert (expected, 1) == _counts(_record(known).told)


def test_what_the_breachs_own_month_says_was_not_told_before() -> None:
    """A row of October is no warning of October."""
    known = dossier(month(SEPTEMBER, kpis=(report("C", (12.0,), last=SEPTEMBER),)), month(kpis=(report("C", (12.0, 9.0)),), register=(row(kpis=("C",)),)),
                    agreed=LIMITED)

    assert (0, 1) == _counts(_record(known).told)


def test_only_a_limit_that_was_kept_before_can_break() -> None:
    """9, 8, 12, 9 with the limit at 10: broken anew once, in the last month; months before the first workbook are history."""
    first = month(OCTOBER + -3, kpis=(report("C", (12.0, 9.0, 9.0), last=OCTOBER + -3),))
    known = dossier(first, month(kpis=(report("C", (9.0, 8.0, 12.0, 9.0)),)), agreed=LIMITED)

    assert 1.0 == _record(known).told.total.number


def test_asks_count_when_their_day_has_come() -> None:
    """On time, a day late, never answered; not yet due, withdrawn, for discussion and undated are no cases."""
    due = date(2026, 10, 15)
    asks = (
        ask("A-001", needed_by=due, state=AskState.DECIDED, decided_on=due),
        ask("A-002", needed_by=due, state=AskState.DECIDED, decided_on=date(2026, 10, 16)),
        ask("A-003", needed_by=due),
        ask("A-004", needed_by=AS_OF),
        ask("A-005", needed_by=due, state=AskState.WITHDRAWN),
        ask("A-006", needed_by=due, purpose=Purpose.DISCUSSION),
        ask("A-008", needed_by=None),
    )

    assert (1, 3) == _counts(_record(dossier(month(asks=asks))).answered)


def test_a_recorded_decision_answers_and_a_confirmation_does_not() -> None:
    """The secretary's line counts by its day; a reader's view decides nothing."""
    terms = ask("A-001", needed_by=date(2026, 10, 15))
    for choice, expected in ((Choice.DECIDED, 1), (Choice.CONFIRM, 0)):
        known = dossier(month(asks=(terms,)), responses=(response(choice, terms, on=date(2026, 10, 14)),))
        assert (expected, 1) == _counts(_record(known).answered)


def test_an_ask_is_judged_by_its_latest_terms_and_once() -> None:
    """September needed it by October, October by December: it is not due."""
    known = dossier(month(SEPTEMBER, asks=(ask("A-001", needed_by=date(2026, 10, 1)),)), month(asks=(ask("A-001", needed_by=date(2026, 12, 1)),)))

    assert _record(known).answered.empty


def _promise(identifier: str, state: FollowUpState, due: date | None, side: Side = Side.SITE) -> FollowUp:
    return FollowUp(identifier, FollowUpKind.COMMITMENT, side, text_en="x", due=due, state=state, source=source("Follow-up", 4))


def test_commitments_count_when_settled_or_past_their_day() -> None:
    """Kept counts for it; late, broken and overdue against it; open with time left, undated and dropped ones not at all."""
    past, coming = date(2026, 10, 1), date(2026, 12, 1)
    lines = (
        _promise("C-1", FollowUpState.KEPT, coming), _promise("C-2", FollowUpState.KEPT_LATE, past), _promise("C-3", FollowUpState.BROKEN, past),
        _promise("C-4", FollowUpState.OPEN, past), _promise("C-5", FollowUpState.OPEN, AS_OF), _promise("C-6", FollowUpState.OPEN, None),
        _promise("C-7", FollowUpState.CLOSED, past), _promise("C-8", FollowUpState.OPEN, past, Side.HQ),
    )

    actual = _record(dossier(month(follow_ups=lines)))

    assert ((1, 4), (0, 1)) == (_counts(actual.kept_site), _counts(actual.kept_hq))


def test_the_latest_statement_of_a_commitment_counts() -> None:
    """Open in September, kept in October; one that October no longer mentions is not lost."""
    september = month(SEPTEMBER, follow_ups=(_promise("C-1", FollowUpState.OPEN, date(2026, 9, 1)), _promise("C-2", FollowUpState.OPEN, date(2026, 9, 1))))
    known = dossier(september, month(follow_ups=(_promise("C-1", FollowUpState.KEPT, date(2026, 9, 1)),)))

    assert ["C-1", "C-2"] == [each.id for each in latest_follow_ups(known, FollowUpKind.COMMITMENT)]
    assert (1, 2) == _counts(_record(known).kept_site)


@pytest.mark.parametrize(("first", "alone"), [(OCTOBER, True), (OCTOBER + -2, True), (OCTOBER + -3, False)])
def test_a_sites_first_three_months_are_for_the_site_alone(first: Period, alone: bool) -> None:
    """Counted from the charter's first period, else from the first workbook."""
    declared = replace(charter(), sites=(replace(SITE, first_period=first),))

    assert alone == _record(dossier(month(), agreed=declared)).for_site_only
    assert alone == _record(dossier(*{first: month(first), OCTOBER: month()}.values())).for_site_only


def test_nothing_to_count_is_empty_and_not_none_of_none() -> None:
    """No archive, no cases, no blame."""
    actual = _record(dossier(month()))

    assert all(tally.empty for tally in (actual.own_ranges, actual.told, actual.answered, actual.kept_site, actual.kept_hq))


def test_every_case_counted_shows_its_cells() -> None:
    """Both limits of the forecast and the actual it met."""
    september = month(SEPTEMBER, kpis=(report("C", (5.0,), last=SEPTEMBER, forecasts=(own_forecast(OCTOBER, 5.0, 4.0, 6.0),)),))

    actual = _record(dossier(september, month(kpis=(report("C", (5.0,)),)))).own_ranges

    assert ["HIGH9", "LOW9", "C.2026-10"] == sorted((cell.cell for cell in actual.total.evidence()), key=lambda cell: cell.startswith("C."))
