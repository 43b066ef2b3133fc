"""What moved since last month, and what is not known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from briefing.framing.changes import AskMovement, Changes, Movement
from briefing.model.asks import Ask, AskState
from briefing.model.charter import AbsoluteLimit, Direction
from briefing.model.register import RegisterRow, RowState
from briefing.model.responses import Choice
from tests.builders import (
    AS_OF,
    COMPANY,
    OCTOBER,
    ask,
    charter,
    dossier,
    framed,
    kpi,
    month,
    option,
    repeating,
    report,
    response,
    row,
    target,
)

SEPTEMBER = OCTOBER + -1


def _moved(before: RegisterRow | None, now: RegisterRow) -> list[Movement]:
    earlier = (before,) if before else ()
    return [each.movement for each in framed(dossier(month(SEPTEMBER, register=earlier), month(register=(now,)))).changes.rows]


@pytest.mark.parametrize(("before", "now", "expected"), [
    ({"chance": 0.3}, {"chance": 0.4}, [Movement.WORSE]),
    ({"chance": 0.4}, {"chance": 0.3}, [Movement.BETTER]),
    ({"chance": 0.4, "likely": 1e6}, {"chance": 0.3, "likely": 3e6}, [Movement.BETTER]),  # the chance speaks first
    ({"likely": 1.5e6}, {}, [Movement.WORSE]),
    ({"bad": 4e6}, {}, [Movement.BETTER]),
    ({"bad": 4e6, "likely": 1.5e6}, {}, [Movement.WORSE]),  # the likely case before the ends
    ({"good": 0.5e6}, {}, [Movement.WORSE]),
    ({"currency": "MXN", "likely": 1.5e6}, {}, []),  # another unit is no movement
    ({"chance": None}, {}, []),
    ({"chance": 0.1 + 0.2}, {"chance": 0.3}, []),
    ({}, {"event_en": "another wording"}, []),
    ({}, {"state": RowState.CLOSED}, [Movement.CLOSED]),
    ({}, {"state": RowState.HAPPENED}, [Movement.HAPPENED]),
    ({"state": RowState.CLOSED}, {}, [Movement.WORSE]),
    ({"state": RowState.CLOSED, "chance": 0.1}, {"state": RowState.CLOSED}, []),
    ({}, {"privileged": True, "chance": 0.9}, []),
])
def test_a_row_moves_by_its_state_then_its_chance_then_its_impact(before: dict[str, Any], now: dict[str, Any], expected: list[Movement]) -> None:
    """Wording, units and rounding are no movement, and a matter with counsel is not described."""
    assert expected == _moved(row(**before), row(**now))


def test_a_row_that_repeats_moves_by_its_count() -> None:
    """Five times in five years, then six."""
    assert [Movement.WORSE] == _moved(repeating(), repeating(times_in_five_years=6.0))


def test_a_new_row_is_new_only_while_it_is_open() -> None:
    """What was closed before anyone heard of it is no news."""
    assert [Movement.NEW] == _moved(None, row())
    assert [] == _moved(None, row(state=RowState.CLOSED))


def _kpis(before: float | None, now: float | None, **agreed: Any) -> Changes:
    given = charter(kpi("C"), targets=agreed.get("targets", (target("C", target=12.0, low_limit=10.0),)))
    known = dossier(month(SEPTEMBER, kpis=(report("C", (before,), last=SEPTEMBER),)), month(kpis=(report("C", (now,)),)),
                    agreed=agreed.get("given", given))
    return framed(known).changes


@pytest.mark.parametrize(("before", "now", "expected"), [
    (13.0, 11.0, [Movement.WORSE]), (11.0, 9.0, [Movement.WORSE]), (9.0, 13.0, [Movement.BETTER]), (11.0, 10.5, []),
    (None, 9.0, []), (9.0, None, []),
])
def test_a_kpi_moves_with_its_status(before: float | None, now: float | None, expected: list[Movement]) -> None:
    """A smaller value within one status is no movement, and not measured is neither better nor worse."""
    assert expected == [each.movement for each in _kpis(before, now).kpis]


def test_a_changed_target_or_definition_is_no_movement() -> None:
    """The same 11 under another agreement."""
    rows = (target("C", low_limit=10.0), target("C", low_limit=12.0, valid_from=OCTOBER))
    versions = charter(kpi("C", formula="a"), kpi("C", formula="b", valid_from=OCTOBER), targets=(target("C", low_limit=10.0),))

    assert () == _kpis(11.0, 11.0, targets=rows).kpis
    assert () == _kpis(11.0, 9.0, given=versions).kpis


def test_a_restated_month_is_kept_with_both_figures() -> None:
    """September said 5, October says 8 for it."""
    known = dossier(month(SEPTEMBER, kpis=(report("C", (5.0,), last=SEPTEMBER),)), month(kpis=(report("C", (8.0, 9.0)),)))

    ((indicator, change),) = framed(known).changes.restated

    assert ("C", SEPTEMBER, 5.0, 8.0) == (indicator.code, change.period, change.before.value, change.now.value)


@pytest.mark.parametrize("months", [(month(),), (month(OCTOBER + -2), month()), (month(SEPTEMBER),)])
def test_without_this_and_last_month_nothing_is_compared(months: tuple[Any, ...]) -> None:
    """A first month, a gap before, and a month not sent."""
    assert None is framed(dossier(*months)).changes.since



def test_a_row_that_leaves_the_register_unsaid_is_named() -> None:
    """R-002 was open in September and stands nowhere in October; R-003 was closed before and may go."""
    before = month(SEPTEMBER, register=(row(), row("R-002"), row("R-003", state=RowState.CLOSED)))

    actual = framed(dossier(before, month(register=(row(),)))).changes

    assert [(Movement.GONE, "R-002")] == [(each.movement, each.row.id) for each in actual.rows]


def test_missing_figures_agreements_and_translations_are_listed() -> None:
    """A KPI without a value, one without a limit, a row without money; an absolute limit lacks none."""
    agreed = charter(kpi("A"), kpi("B"), targets=(target("A", target=1.0), target("B", target=5.0)))
    rows = (row("R-001", chance=None), row("R-002", absolute=AbsoluteLimit.CYBER), row("R-003"), row("R-004", privileged=True))
    known = dossier(month(kpis=(report("A", (None,)), report("B", (4.0,))), register=rows), agreed=agreed)

    actual = framed(known).gaps

    assert ["A"] == [each.code for each in actual.unmeasured]
    assert ["B"] == [each.code for each in actual.not_agreed]
    assert ["R-001"] == [each.row.id for each in actual.untranslated]
    assert (1, False, False) == (actual.privileged, actual.no_charter, actual.no_tolerance)


def test_months_never_sent_are_named() -> None:
    """July and October are there; August and September never came."""
    assert (OCTOBER + -2, SEPTEMBER) == framed(dossier(month(OCTOBER + -3), month())).gaps.missing_months
    assert (OCTOBER,) == framed(dossier(month(SEPTEMBER))).gaps.missing_months
    assert () == framed(dossier()).gaps.missing_months


def test_a_missing_tolerance_and_a_missing_charter_are_said() -> None:
    """An exposure with nothing to hold it against."""
    nothing = charter(company=replace(COMPANY, loss_amount=None))
    known = dossier(month(register=(row(),)), agreed=nothing, has_charter=False)

    assert (True, True) == (framed(known).gaps.no_tolerance, framed(known).gaps.no_charter)


def test_a_short_history_is_said() -> None:
    """Two months make no outlook."""
    known = dossier(month(kpis=(report("A", (1.0, 2.0)),)), agreed=charter(kpi("A"), targets=(target("A", low_limit=0.0),)))

    assert ["A"] == [each.code for each in framed(known).gaps.too_few]


def _asks_moved(before: tuple[Ask, ...], now: tuple[Ask, ...], **given: Any) -> list[tuple[AskMovement, str]]:
    known = dossier(month(SEPTEMBER, asks=before), month(asks=now), **given)
    return [(each.movement, each.ask.id) for each in framed(known).changes.asks]


def test_an_ask_that_vanishes_unclosed_is_named_as_gone() -> None:
    """A-001 was open in September and stands nowhere in October; A-002 was withdrawn before, and may go."""
    before = (ask("A-001", option("B", "A-001")), ask("A-002", state=AskState.WITHDRAWN))

    assert [(AskMovement.GONE, "A-001")] == _asks_moved(before, ())


def test_a_recorded_decision_lets_an_ask_go() -> None:
    """The secretary recorded it; another site's record, and one of a later day, do not count."""
    asked = ask("A-001", option("B", "A-001"))
    decided = response(Choice.DECIDED, asked)
    elsewhere, later = response(Choice.DECIDED, asked, site="QRO"), response(Choice.DECIDED, asked, on=AS_OF + timedelta(days=1))

    assert [] == _asks_moved((asked,), (), responses=(decided,))
    assert [(AskMovement.GONE, "A-001")] == _asks_moved((asked,), (), responses=(elsewhere, later))


@pytest.mark.parametrize(("before", "now", "expected"), [
    (None, {}, [AskMovement.NEW]),
    ({}, {"recommendation": "C"}, [AskMovement.TERMS]),
    ({}, {"needed_by": date(2026, 12, 24)}, [AskMovement.TERMS]),
    ({}, {"title_en": "another wording"}, []),
    ({}, {"state": AskState.DECIDED}, [AskMovement.DECIDED]),
    ({}, {"state": AskState.WITHDRAWN}, [AskMovement.WITHDRAWN]),
    ({"state": AskState.WITHDRAWN}, {}, [AskMovement.NEW]),
    ({"state": AskState.DECIDED}, {"state": AskState.DECIDED, "recommendation": "C"}, []),
    (None, {"state": AskState.DECIDED}, []),
])
def test_an_ask_moves_by_its_state_and_its_terms(before: dict[str, Any] | None, now: dict[str, Any], expected: list[AskMovement]) -> None:
    """Wording is no movement, and what was closed before anyone heard of it is no news."""
    earlier = () if before is None else (ask("A-001", option("B", "A-001"), **before),)

    assert expected == [movement for movement, _ in _asks_moved(earlier, (ask("A-001", option("B", "A-001"), **now),))]


def test_an_ask_gone_since_an_earlier_month_stays_unexplained_until_it_comes_back() -> None:
    """It left in September; October's page says so among what is not known, with the month it was last seen."""
    asked = ask("A-001", option("B", "A-001"))
    gone = framed(dossier(month(OCTOBER + -2, asks=(asked,)), month(SEPTEMBER), month())).changes
    back = framed(dossier(month(OCTOBER + -2, asks=(asked,)), month(SEPTEMBER), month(asks=(asked,)))).changes
    alone = framed(dossier(month(OCTOBER + -2, asks=(asked,)), month())).changes  # September never came

    assert [("A-001", OCTOBER + -2)] == [(each.ask.id, each.seen) for each in gone.vanished]
    assert () == gone.asks == back.vanished == back.asks
    assert ["A-001"] == [each.ask.id for each in alone.vanished]


def test_a_month_that_never_came_makes_no_ask_vanish() -> None:
    """There is no workbook that it could be missing from."""
    assert () == framed(dossier(month(SEPTEMBER, asks=(ask("A-001"),)))).changes.vanished


@pytest.mark.parametrize("changed", [{"formula": "b"}, {"unit": "hours"}, {"definition_en": "another"}, {"direction": Direction.LOWER}])
def test_another_measure_is_no_movement(changed: dict[str, Any]) -> None:
    """A formula, a unit, a definition or the good side, valid from this month."""
    first = {"formula": "a", "unit": "days", "definition_en": "one", "direction": Direction.HIGHER}
    versions = charter(kpi("C", **first), kpi("C", valid_from=OCTOBER, **(first | changed)), targets=(target("C", target=12.0, low_limit=10.0),))

    assert () == _kpis(13.0, 9.0, given=versions).kpis


def test_a_redefined_and_a_retargeted_kpi_are_named() -> None:
    """With the month, and the target row that held before."""
    rows = (target("C", target=12.0, low_limit=10.0), target("C", target=15.0, low_limit=12.0, valid_from=OCTOBER))
    versions = charter(kpi("C", formula="a"), kpi("C", formula="b", valid_from=OCTOBER), targets=(target("C", low_limit=10.0),))

    (retargeted,), (redefined,) = _kpis(11.0, 11.0, targets=rows).redefined, _kpis(11.0, 9.0, given=versions).redefined

    assert (OCTOBER, rows[0]) == (retargeted.since, retargeted.before)
    assert (OCTOBER, None) == (redefined.since, redefined.before)


def test_an_agreement_renewed_on_the_same_terms_is_no_new_one() -> None:
    """A row of this month with equal target and limits: the KPI moves as ever, and nothing is redefined."""
    rows = (target("C", target=12.0, low_limit=10.0), target("C", target=12.0, low_limit=10.0, valid_from=OCTOBER, agreed_hq_by="COO"))

    changes = _kpis(13.0, 9.0, targets=rows)

    assert () == changes.redefined
    assert [Movement.WORSE] == [each.movement for each in changes.kpis]
@pytest.mark.parametrize(("counted", "states", "expected"), [
    (True, (RowState.OPEN, RowState.OPEN), 2), (True, (RowState.HAPPENED, RowState.CLOSED), 1), (False, (RowState.OPEN, RowState.OPEN), 0),
])
def test_matters_with_counsel_are_counted_unless_the_charter_hides_them(counted: bool, states: tuple[RowState, ...], expected: int) -> None:
    """Closed ones are no longer with counsel; what a row said while it was is no movement to compare with."""
    rows = tuple(row(f"R-00{index}", privileged=True, state=state) for index, state in enumerate(states, 1))
    agreed = charter(company=replace(COMPANY, privileged_counted=counted))
    assert framed(dossier(month(register=rows), agreed=agreed)).gaps.privileged == expected


def test_a_row_that_leaves_counsel_is_new() -> None:
    """Its chance of last month was said to counsel alone."""
    before, now = row("R-001", privileged=True, chance=0.9), row("R-001", chance=0.2)
    (change,) = framed(dossier(month(OCTOBER + -1, register=(before,)), month(register=(now,)))).changes.rows
    assert (change.movement, change.before) == (Movement.NEW, None)
