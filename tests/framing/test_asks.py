"""Where asks stand: days, answers, changed terms; silence is never consent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from briefing.analysis.translation import Exchange
from briefing.evidence import Fact
from briefing.framing.asks import AskState, materially_changed
from briefing.model import asks as model
from briefing.model.asks import Ask, Purpose
from briefing.model.dossier import Dossier
from briefing.model.responses import Choice, Response
from tests.builders import AS_OF, COMPANY, OCTOBER, ask, dossier, framed, month, option, response, row

EXCHANGE = Exchange("USD", "MXN", Fact("rate", 20.0, "rate"))
TERMS = ask("A-007", option("B", cost_once=240e3), sent_on=date(2026, 10, 25))


def _state(known: Dossier) -> AskState:
    (found,) = framed(known).asks
    return found


def _known(*responses: Response, before: Ask | None = None, terms: Ask = TERMS) -> Dossier:
    earlier = (month(OCTOBER + -1, asks=(before,)),) if before else ()
    return dossier(*earlier, month(asks=(terms,)), responses=responses)


@pytest.mark.parametrize(("sent", "day", "overdue"), [
    (AS_OF, 0, False), (AS_OF - timedelta(days=12), 12, False), (AS_OF - timedelta(days=20), 20, False), (AS_OF - timedelta(days=21), 21, True),
])
def test_silence_is_counted_in_days_and_overdue_after_the_last(sent: date, day: int, overdue: bool) -> None:
    """Day 20 of 20 still has time; day 21 has not."""
    actual = _state(_known(terms=replace(TERMS, sent_on=sent)))

    assert (day, 20, True, overdue) == (actual.day.number if actual.day else None, actual.days, actual.is_silent, actual.is_overdue)


@pytest.mark.parametrize("sent", [None, AS_OF + timedelta(days=1)])
def test_what_was_not_sent_yet_waits_for_nobody(sent: date | None) -> None:
    """No day, and nobody overdue."""
    actual = _state(_known(terms=replace(TERMS, sent_on=sent)))

    assert (None, True, False) == (actual.day, actual.is_silent, actual.is_overdue)


def test_an_answer_ends_the_silence() -> None:
    """However many days have passed."""
    actual = _state(_known(response(Choice.QUESTION, TERMS), terms=replace(TERMS, sent_on=date(2026, 1, 1))))

    assert (False, False, 1) == (actual.is_silent, actual.is_overdue, len(actual.answered(Choice.QUESTION)))


def test_of_several_answers_each_readers_last_counts() -> None:
    """The COO asked and then agreed, in whatever order the lines stand; the CFO disagrees."""
    answers = (response(Choice.CONFIRM, TERMS, on=date(2026, 11, 4)), response(Choice.QUESTION, TERMS, on=date(2026, 11, 1)),
               response(Choice.DISAGREE, TERMS, reader="cfo"))

    actual = _state(_known(*answers))

    assert {"coo": Choice.CONFIRM, "cfo": Choice.DISAGREE} == {each.reader: each.choice for each in actual.current}


def test_of_two_answers_on_one_day_the_later_line_counts() -> None:
    """The file is only ever added to."""
    actual = _state(_known(response(Choice.CONFIRM, TERMS), response(Choice.DISAGREE, TERMS)))

    assert [Choice.DISAGREE] == [each.choice for each in actual.current]


def test_answers_after_the_briefings_date_or_of_others_are_not_read() -> None:
    """What came on 7 November, for another site or another ask is not in a briefing of 6 November."""
    answers = (response(Choice.CONFIRM, TERMS, on=AS_OF + timedelta(days=1)), response(Choice.CONFIRM, TERMS, site="QRO"),
               response(Choice.CONFIRM, replace(TERMS, id="A-008")))

    actual = _state(_known(*answers))

    assert ((), (), True) == (actual.current, actual.stale, actual.is_silent)


def test_an_answer_on_the_briefings_day_is_read() -> None:
    """The date is included."""
    assert not _state(_known(response(Choice.CONFIRM, TERMS, on=AS_OF))).is_silent


def test_a_material_change_makes_earlier_answers_stale() -> None:
    """July's confirmation of 190k is none of 240k; both costs are kept for readers."""
    before = replace(TERMS, options=(option("B", cost_once=190e3),))

    actual = _state(_known(response(Choice.CONFIRM, before), before=before))

    assert ((), 1, True) == (actual.current, len(actual.stale), actual.is_silent)
    assert actual.change is not None
    assert actual.change.cost_before is not None
    assert actual.change.cost_now is not None
    assert (OCTOBER + -1, 190e3, 240e3) == (actual.change.period, actual.change.cost_before.number, actual.change.cost_now.number)


def test_an_immaterial_change_keeps_answers() -> None:
    """230k to 240k is 4 % and 10,000: under both."""
    before = replace(TERMS, options=(option("B", cost_once=230e3),))

    actual = _state(_known(response(Choice.CONFIRM, before), before=before))

    assert (1, (), None) == (len(actual.current), actual.stale, actual.change)


@pytest.mark.parametrize(("old", "new", "expected"), [
    (240e3, 240e3, False),
    (240e3, 263_999.0, False),  # 9.99 % and 23,999
    (200e3, 220e3, True),  # 10 % and 20,000
    (1e6, 1_025_000.0, True),  # 2.5 % and 25,000
    (1e6, 1_024_999.0, False),
    (240e3, 210e3, True),  # a fall reopens too
    (None, 1.0, True),  # from nothing, any share is large
    (None, 0.0, False),
    (0.0, None, False),
])
def test_a_cost_is_immaterial_under_both_ten_percent_and_25000_dollars(old: float | None, new: float | None, expected: bool) -> None:
    """Either one alone reopens."""
    before, now = (ask("A-007", option("B", cost_once=cost)) for cost in (old, new))

    assert expected == materially_changed(before, now, COMPANY, EXCHANGE)


def test_the_amount_is_in_the_companys_money() -> None:
    """25,000 dollars are 500,000 pesos at 20: 400,000 of 10 million pesos reopen nothing, 500,000 do."""
    for new, expected in ((10.4e6, False), (10.5e6, True)):
        before, now = (ask("A-007", option("B", cost_once=cost, currency="MXN")) for cost in (10e6, new))
        assert expected == materially_changed(before, now, COMPANY, EXCHANGE)
        assert materially_changed(before, now, COMPANY, Exchange("USD", "MXN"))  # without a rate the stricter reading


@pytest.mark.parametrize(("given", "expected"), [
    ({"recommendation": "C"}, True), ({"needed_by": date(2026, 12, 1)}, True), ({"needed_by": None}, True), ({"decider": "CFO"}, True),
    ({"options": (option("B", cost_once=240e3), option("C"))}, True), ({"options": (option("B", cost_once=240e3, currency="MXN"),)}, True),
    ({"options": (option("B", cost_once=240e3, capital=1e3),)}, True), ({"options": (option("B", cost_once=240e3, title_en="another"),)}, False),
    ({"title_en": "another name"}, False), ({"sent_on": date(2026, 11, 1)}, False), ({"context": "x"}, False),
])
def test_terms_reopen_and_wording_does_not(given: dict[str, Any], expected: bool) -> None:
    """Letters, money, recommendation, decider and date are terms."""
    assert expected == materially_changed(TERMS, replace(TERMS, **given), COMPANY, EXCHANGE)


def test_the_spelling_of_the_decider_is_no_term() -> None:
    """Capitals and white space."""
    assert not materially_changed(replace(TERMS, decider="VP  HR"), replace(TERMS, decider="vp hr"), COMPANY, EXCHANGE)


def test_an_answer_to_terms_nobody_knows_is_stale() -> None:
    """A fingerprint of no workbook in the archive answers nothing of today."""
    unknown = replace(response(Choice.CONFIRM, TERMS), fingerprint="0" * 12)

    assert (0, 1) == (len(_state(_known(unknown)).current), len(_state(_known(unknown)).stale))


def test_terms_that_came_back_revive_no_other_answer_and_keep_their_own() -> None:
    """240k, then 190k, then 240k again: an answer to 240k stands, one to 190k does not."""
    other = replace(TERMS, options=(option("B", cost_once=190e3),))
    answers = (response(Choice.CONFIRM, TERMS), response(Choice.DISAGREE, other, reader="cfo"))

    actual = _state(_known(*answers, before=other))

    assert (["coo"], ["cfo"]) == ([each.reader for each in actual.current], [each.reader for each in actual.stale])


def test_a_recorded_decision_is_no_silence() -> None:
    """The secretary's line decides, and is no reader's view."""
    actual = _state(_known(response(Choice.DECIDED, TERMS, reader="secretary")))

    assert actual.decided is not None
    assert ((), False) == (actual.current, actual.is_silent)


def test_the_plants_reply_is_no_answer() -> None:
    """Nobody confirms by being replied to."""
    actual = _state(_known(response(Choice.REPLY, TERMS, reader="plant")))

    assert (True, 1) == (actual.is_silent, len(actual.replied))


def test_decisions_stand_first_by_cost_of_delay_then_by_date() -> None:
    """Then discussion, then information; equal ones by id."""
    sure = {"chance": 1.0, "good": 1e6, "likely": 1e6, "bad": 1e6}
    rows = (row("R-001", **(sure | {"chance": 0.1})), row("R-002", **sure))
    asks = (
        ask("A-001", purpose=Purpose.INFORMATION, recommendation=""),
        ask("A-002", purpose=Purpose.DISCUSSION, recommendation=""),
        ask("A-003", option("B", "A-003", rows=())),
        ask("A-004", option("B", "A-004", rows=()), needed_by=date(2026, 11, 20)),
        ask("A-005", option("B", "A-005", chance_after=0.0)),
        ask("A-006", option("B", "A-006", chance_after=0.0, rows=("R-002",))),
    )

    found = framed(dossier(month(register=rows, asks=asks))).asks

    assert ["A-006", "A-005", "A-004", "A-003", "A-002", "A-001"] == [state.ask.id for state in found]


def test_a_decided_ask_is_asked_no_more() -> None:
    """Its state in the workbook says so."""
    known = dossier(month(asks=(replace(TERMS, state=model.AskState.DECIDED),)))

    assert () == framed(known).asks


def test_a_fact_of_days_rests_on_the_cell_of_the_date() -> None:
    """Who reads day 12 can find the 25 October."""
    day = _state(_known()).day

    assert day is not None
    assert [("Asks", "SENT_ON7")] == [(cell.sheet, cell.cell) for cell in day.evidence()]
