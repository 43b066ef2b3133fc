"""What is due, late and missing, of every site and of headquarters."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from briefing.analysis.cadence import (
    Arrival,
    Due,
    DueKind,
    DueState,
    arrivals_of,
    cadence_of,
    cadence_of_group,
    due_day,
    due_of,
    meetings,
    months_due,
)
from briefing.model.asks import Ask, AskState, Purpose
from briefing.model.charter import CadenceItem, Charter, Site
from briefing.model.dossier import Dossier, Publication
from briefing.model.responses import Choice, Response
from briefing.model.submission import FollowUp, FollowUpKind, FollowUpState, Side
from briefing.periods import Period
from tests.builders import AS_OF, OCTOBER, SITE, ask, dossier, month, response, source

SEPTEMBER, AUGUST = OCTOBER + -1, OCTOBER + -2
MTY = replace(SITE, due_day=5)
QRO = Site("QRO", "Querétaro", due_day=31)
TIJ = Site("TIJ", "Tijuana")
CHARTER = Charter(sites=(MTY, QRO, TIJ))


def told(found: tuple[Due, ...]) -> list[tuple[str, str, str, int]]:
    """Give site, id, state and days late."""
    return [(each.site, each.id, each.state.value, each.days_late) for each in found]


@pytest.mark.parametrize(("day", "period", "expected"), [
    (5, OCTOBER, date(2026, 11, 5)), (31, OCTOBER, date(2026, 11, 30)), (30, Period(2027, 1), date(2027, 2, 28)), (None, OCTOBER, None),
])
def test_the_due_day_is_in_the_following_month(day: int | None, period: Period, expected: date | None) -> None:
    """Its last day where the month is shorter."""
    assert due_day(replace(SITE, due_day=day), period) == expected


@pytest.mark.parametrize(("as_of", "state", "late"), [
    (date(2026, 11, 4), DueState.DUE, 0), (date(2026, 11, 5), DueState.DUE, 0), (date(2026, 11, 6), DueState.MISSING, 1), (date(2026, 12, 5), DueState.MISSING, 30),
])
def test_a_month_that_is_not_there_is_missing_after_its_day(as_of: date, state: DueState, late: int) -> None:
    """On its day there is still time."""
    (found,) = months_due(Charter(sites=(MTY,)), (), OCTOBER, as_of)
    assert (found.state, found.days_late, found.is_open) == (state, late, True)


@pytest.mark.parametrize(("received", "state", "late"), [
    (date(2026, 11, 5), DueState.DONE, 0), (date(2026, 11, 8), DueState.DONE_LATE, 3), (None, DueState.RECEIVED, 0),
])
def test_a_month_that_is_there_is_late_only_if_the_day_it_came_is_known(received: date | None, state: DueState, late: int) -> None:
    """A workbook does not know when it came."""
    (found,) = months_due(Charter(sites=(MTY,)), (Arrival("MTY", OCTOBER, received),), OCTOBER, date(2026, 12, 1))
    assert (found.state, found.days_late, found.is_open, found.is_overdue) == (state, late, False, False)


def test_every_site_of_the_charter_is_counted() -> None:
    """Also one that never sent anything, one without a due day, and one the charter does not name."""
    found = months_due(CHARTER, (Arrival("MTY", OCTOBER, AS_OF), Arrival("XYZ", OCTOBER)), OCTOBER, AS_OF)
    assert told(found) == [("MTY", "2026-10", "done late", 1), ("QRO", "2026-10", "due", 0), ("TIJ", "2026-10", "undated", 0), ("XYZ", "2026-10", "received", 0)]
    later = months_due(CHARTER, (), OCTOBER, date(2026, 12, 1))
    assert told(later) == [("MTY", "2026-10", "missing", 26), ("QRO", "2026-10", "missing", 1), ("TIJ", "2026-10", "missing", 0)]


def test_months_are_missing_from_the_first_that_is_expected() -> None:
    """The charter's first month, else the first ever sent; none before."""
    sent = (Arrival("MTY", AUGUST), Arrival("MTY", OCTOBER))
    assert [each.id for each in months_due(Charter(sites=(MTY,)), sent, OCTOBER, AS_OF)] == ["2026-09", "2026-10"]
    since = replace(MTY, first_period=AUGUST)
    assert [each.id for each in months_due(Charter(sites=(since,)), (), OCTOBER, AS_OF)] == ["2026-08", "2026-09", "2026-10"]
    assert months_due(Charter(sites=(replace(MTY, first_period=OCTOBER + 1),)), (), OCTOBER, AS_OF) == ()


@pytest.mark.parametrize(("facts", "expected"), [
    ({}, None), ({"published_on": date(2026, 11, 5)}, date(2026, 11, 5)), ({"published_on": date(2026, 11, 6)}, None),
    ({"published_on": date(2026, 11, 9), "received_on": date(2026, 11, 7)}, date(2026, 11, 7)),
])
def test_the_day_a_month_came_is_in_the_publication_facts(facts: dict[str, Any], expected: date | None) -> None:
    """A month published by its due day was there; one published later may have been."""
    of = dossier(month(), agreed=CHARTER, publications=(Publication(OCTOBER, source=source("", 1, "p.toml"), **facts),))
    assert [each.received_on for each in arrivals_of(of)] == [expected]


def asked(*lines: Response, as_of: date = AS_OF, **given: Any) -> list[tuple[str, str, int]]:
    """Give kind, state and days late of one ask's dates; it was sent on 12 October, 20 days, and is needed by 30 November."""
    made: Ask = ask("A-007", **{"sent_on": date(2026, 10, 12), **given})
    return [(each.kind.value, each.state.value, each.days_late) for each in due_of(dossier(month(asks=(made,)), responses=lines, as_of=as_of))]


def test_headquarters_owes_answers_and_decisions() -> None:
    """The answer was due on 1 November, the decision is due on the 30th."""
    assert asked() == [("answer", "late", 5), ("decision", "due", 0)]
    assert asked(as_of=date(2026, 11, 1)) == [("answer", "due", 0), ("decision", "due", 0)]
    assert asked(as_of=date(2026, 12, 2)) == [("answer", "late", 31), ("decision", "late", 2)]
    assert asked(sent_on=None, needed_by=None) == [("decision", "undated", 0)]


def test_an_answer_or_a_decision_ends_what_is_owed() -> None:
    """Of whichever reader; a decision in a meeting counts from its day."""
    terms = ask("A-007", sent_on=date(2026, 10, 12))
    assert asked(response(Choice.QUESTION, terms)) == [("decision", "due", 0)]
    assert asked(response(Choice.DECIDED, terms)) == [("decision", "done", 0)]
    assert asked(state=AskState.DECIDED, decided_on=date(2026, 12, 4), as_of=date(2026, 12, 5)) == [("decision", "done late", 4)]
    assert asked(state=AskState.WITHDRAWN) == []
    assert asked(purpose=Purpose.INFORMATION) == []
    assert asked(purpose=Purpose.DISCUSSION) == [("answer", "late", 5)]


def test_both_sides_owe_their_commitments() -> None:
    """Open ones only; the latest statement of each counts."""
    def promise(identifier: str, side: Side, due: date | None, state: FollowUpState = FollowUpState.OPEN) -> FollowUp:
        return FollowUp(identifier, FollowUpKind.COMMITMENT, side, "COO", "x", "x", due=due, state=state, source=source("Follow-up", int(identifier[-1])))

    before = month(SEPTEMBER, follow_ups=(promise("C-1", Side.HQ, date(2026, 10, 1)), promise("C-4", Side.HQ, date(2026, 10, 1))))
    now = month(follow_ups=(promise("C-1", Side.HQ, date(2026, 10, 31)), promise("C-2", Side.SITE, date(2026, 11, 6)), promise("C-3", Side.SITE, None),
                            promise("C-4", Side.HQ, date(2026, 10, 1), FollowUpState.KEPT)))
    found = due_of(dossier(before, now))
    assert [(each.id, each.side, each.state, each.days_late) for each in found] == [
        ("C-1", Side.HQ, DueState.LATE, 6), ("C-2", Side.SITE, DueState.DUE, 0), ("C-3", Side.SITE, DueState.UNDATED, 0)]


def test_meetings_are_never_late() -> None:
    """Past ones are done, those with no day are left out, and one name twice stays two."""
    rhythm = tuple(CadenceItem(name, day=day, source=source("Cadence", row)) for row, (name, day) in enumerate([("Monthly review", 6), ("Call", 5), ("Call", 31), ("Visit", None)], 4))
    found = meetings(Charter(cadence=rhythm), OCTOBER, AS_OF)
    assert [(each.id, each.day, each.state, each.is_open) for each in found] == [
        ("monthly-review", date(2026, 11, 6), DueState.DUE, False), ("call", date(2026, 11, 5), DueState.DONE, False), ("call-6", date(2026, 11, 30), DueState.DUE, False)]


def test_the_group_is_its_sites_and_those_without_a_dossier() -> None:
    """Monterrey's dates as in its own briefing, Querétaro and Tijuana missing; the longest overdue first."""
    own: Dossier = dossier(month(asks=(ask("A-007", sent_on=date(2026, 10, 12)),)), agreed=CHARTER, as_of=date(2026, 12, 1))
    group = cadence_of_group(CHARTER, (own,), OCTOBER, date(2026, 12, 1))
    assert told(group)[:4] == [("MTY", "A-007", "late", 30), ("MTY", "A-007", "late", 1), ("QRO", "2026-10", "missing", 1), ("TIJ", "2026-10", "missing", 0)]
    assert [each for each in told(cadence_of(own)) if each not in told(group)] == []
    assert {each.kind for each in group} == {DueKind.ANSWER, DueKind.DECISION, DueKind.MONTH}
