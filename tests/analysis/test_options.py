"""Options compared: the worked example's table, the cost of a month's delay, and what cannot be told apart."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.analysis import portfolio
from briefing.analysis.losses import losses_of
from briefing.analysis.options import Choice, Weighed, weigh_asks
from briefing.analysis.portfolio import portfolio_of, simulated
from briefing.analysis.relief import relieved
from briefing.analysis.translation import exchange_of
from briefing.model.asks import Ask, AskState, Option, Purpose
from briefing.model.charter import AbsoluteLimit, Site
from briefing.model.dossier import Dossier
from briefing.model.register import Occurs, RegisterRow
from briefing.model.submission import Cover
from briefing.money import Measure
from tests.builders import AS_OF, OCTOBER, ask, charter, dossier, example, month, option, repeating, row

CERTAIN = {"good": 1e6, "likely": 1e6, "bad": 1e6}
"""An impact of exactly a million, so that expected losses are chances times that."""
TODAY: dict[str, Any] = {"needed_by": AS_OF}


@pytest.fixture(autouse=True, scope="module")
def _few_years() -> Iterator[None]:
    """The bracket needs fewer years here than a briefing does."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(portfolio, "YEARS", 20_000)
        yield


def _weigh(known: Dossier) -> Weighed:
    exchange = exchange_of(known)
    return weigh_asks(known, losses_of(known, exchange), exchange)[0]


def _asked(asked: Ask, *rows: RegisterRow, **given: Any) -> Weighed:
    return _weigh(dossier(month(register=rows or (row(**CERTAIN),), asks=(asked,), **given)))


def _choice(weighed: Weighed, letter: str = "B") -> Choice:
    found = weighed.choice(letter)
    assert found is not None
    return found


def _figures(choice: Choice) -> list[int | None]:
    return [None if fact is None else round(fact.number / 1e3) for fact in (choice.cost, choice.left, choice.avoided, choice.net)]


def test_the_worked_examples_table() -> None:
    """A stop costs 1.5M in the mean, 6 in 10: 0.91M. B leaves 2 in 10 for 240k, C 1 in 10 for 4 x 95k."""
    weighed = _weigh(example())

    # left: 0.6, 0.2, 0.1 x 1,516k; avoided: the rest of 910k; net: avoided less 240k or 380k
    assert [None, 910, None, None] == _figures(_choice(weighed, "A"))
    assert [240, 303, 606, 366] == _figures(_choice(weighed, "B"))
    assert [380, 152, 758, 378] == _figures(_choice(weighed, "C"))
    assert [0.6, 0.2, 0.1] == [pytest.approx(each.chance.number) for each in weighed.choices if each.chance]


def test_the_worked_examples_delay_and_tie() -> None:
    """A month is 30 of the window's 89 days: 0.91M x 30/89 = 0.31M, of which B would have spared 99 %."""
    weighed = _weigh(example())

    assert weighed.delay is not None
    assert pytest.approx(303e3, rel=0.01) == weighed.delay.number
    assert ("C", ("B",)) == (weighed.best, weighed.tied)
    assert date(2027, 1, 30) == _choice(weighed).works_from  # 30 November and 61 days


def test_the_worked_examples_exposure_falls_by_the_recommendation() -> None:
    """From 13 to 25 in 100 to 4 to 20."""
    known = example()
    losses = losses_of(known, exchange_of(known))
    runs = simulated(known, losses, 1)
    held = portfolio_of(known, losses, 1, runs)

    (weighed,) = relieved((_weigh(known),), held, runs)

    assert held is not None
    assert held.above is not None
    assert weighed.above is not None
    assert [pytest.approx(0.13, abs=0.01), pytest.approx(0.19, abs=0.01), pytest.approx(0.25, abs=0.01)] == [
        fact.number for fact in (held.above.independent, held.above.common, held.above.together)]
    assert [pytest.approx(0.045, abs=0.01), pytest.approx(0.10, abs=0.01), pytest.approx(0.20, abs=0.01)] == [
        fact.number for fact in (weighed.above.independent, weighed.above.common, weighed.above.together)]


def test_an_option_at_once_leaves_its_stated_chance() -> None:
    """Decided today and working today: 1 in 10 of 4 in 10 is left, 300k of 400k avoided."""
    actual = _choice(_asked(ask("A-007", option("B", chance_after=0.1, cost_once=50e3), **TODAY)))

    assert [50, 100, 300, 250] == _figures(actual)
    assert actual.chance is not None
    assert pytest.approx(0.1) == actual.chance.number
    assert not actual.too_late


def test_a_months_delay_costs_the_share_of_the_window_that_passes() -> None:
    """30 of 100 days: 0.3 of the 300k that it would have avoided."""
    actual = _choice(_asked(ask("A-007", option("B", chance_after=0.1), **TODAY)))

    assert actual.delay is not None
    assert pytest.approx(90e3) == actual.delay.number


def test_a_decision_that_comes_late_leaves_more_than_was_stated() -> None:
    """Needed 50 of the window's days ago: half the residual time is gone only from today on, as the terms were for then."""
    needed = AS_OF - timedelta(days=50)
    stated = {"earliest": AS_OF - timedelta(days=50), "by_date": AS_OF + timedelta(days=50)}

    actual = _choice(_asked(ask("A-007", option("B", chance_after=0.0), needed_by=needed), row(**CERTAIN, **stated)))

    # the window of what is left starts today, and so does the option: all of it is avoided
    assert [None, 0, 400, None] == _figures(actual)
    assert AS_OF == actual.works_from


def test_an_option_past_its_window_avoids_nothing() -> None:
    """Five months to effect on a hundred days: late for any chance stated, and a delay costs nothing more."""
    actual = _choice(_asked(ask("A-007", option("B", chance_after=0.1, months_to_effect=5, cost_once=50e3), **TODAY)))

    assert [50, 400, 0, -50] == _figures(actual)
    assert actual.too_late
    assert actual.delay is not None
    assert 0.0 == actual.delay.number


def test_a_chance_left_below_what_has_passed_by_then_is_too_late() -> None:
    """Working after 61 of 100 days leaves at least 0.4 x 0.61 = 0.244; 0.1 was stated."""
    late = _choice(_asked(ask("A-007", option("B", chance_after=0.1, months_to_effect=2), **TODAY)))
    fair = _choice(_asked(ask("A-007", option("B", chance_after=0.25, months_to_effect=2), **TODAY)))

    assert late.chance is not None
    assert fair.chance is not None
    assert (True, pytest.approx(0.244)) == (late.too_late, late.chance.number)
    assert (False, pytest.approx(0.25)) == (fair.too_late, fair.chance.number)


def test_do_nothing_is_added_and_comes_first() -> None:
    """It keeps the whole loss and avoids none; typed last, it is still the first."""
    added = _asked(ask("A-007", option("B", chance_after=0.1), **TODAY))
    typed = _asked(ask("A-007", option("B", chance_after=0.1), option("A", rows=()), **TODAY))

    for weighed in (added, typed):
        assert ["A", "B"] == [choice.letter for choice in weighed.choices]
        assert [None, 400, None, None] == _figures(weighed.choices[0])


def test_a_question_has_no_options_to_weigh() -> None:
    """Nothing is added to an ask for discussion."""
    weighed = _asked(ask("A-010", purpose=Purpose.DISCUSSION, recommendation=""))

    assert ((), Purpose.DISCUSSION, None) == (weighed.choices, weighed.purpose, weighed.delay)


@pytest.mark.parametrize(("given", "expected"), [
    ({"cost_month": 10e3, "months": 4.0}, 40e3),
    ({"cost_month": 10e3, "months": 4.0, "cost_once": 5e3}, 45e3),
    ({"cost_month": 10e3}, 10e3 * 100 / 30.4375),  # to the end of the row's hundred days
    ({"cost_month": 10e3, "months": 0.0}, 0.0),
    ({"cost_once": 0.0}, 0.0),
])
def test_costs_by_the_month_run_for_their_months_or_to_the_windows_end(given: dict[str, float], expected: float) -> None:
    """Missing months end with the window."""
    actual = _choice(_asked(ask("A-007", option("B", chance_after=0.1, **given), **TODAY)))

    assert actual.cost is not None
    assert pytest.approx(expected, rel=1e-4) == actual.cost.number


def test_costs_by_the_month_without_a_window_run_for_a_year() -> None:
    """A row that repeats has no end of its own."""
    weighed = _asked(ask("A-007", option("B", cost_month=1e3, chance_after=0.1), **TODAY), repeating(**CERTAIN))

    cost = _choice(weighed).cost
    assert cost is not None
    assert 12e3 == cost.number


def test_a_cost_in_pesos_is_translated_and_one_in_no_known_money_is_not() -> None:
    """The option's money, else the ask's, else the Cover's."""
    for given, expected in (({"currency": "MXN"}, 5e3), ({"currency": "", "cost_once": 100e3}, 100e3), ({"currency": "EUR"}, None)):
        cost = _choice(_asked(ask("A-007", option("B", **{"cost_once": 100e3, "chance_after": 0.1, **given}), **TODAY))).cost
        assert expected == (cost.number if cost else None)
    cost = _choice(_asked(ask("A-007", option("B", cost_once=100e3, currency=""), currency="", **TODAY))).cost
    assert 5e3 == (cost.number if cost else None)


def test_without_a_cost_there_is_no_net_and_no_comparison() -> None:
    """What avoids for an unknown cost is not better than anything."""
    weighed = _asked(ask("A-007", option("B", chance_after=0.1), **TODAY))

    assert (None, "", ()) == (_choice(weighed).net, weighed.best, weighed.tied)


def test_an_impact_left_works_without_a_chance_left() -> None:
    """The same 4 in 10 at a quarter of the impact: 100k left."""
    actual = _choice(_asked(ask("A-007", option("B", impact_after=0.25), **TODAY)))

    assert [None, 100, 300, None] == _figures(actual)
    assert actual.chance is not None
    assert 0.4 == actual.chance.number


def test_chance_left_and_impact_left_multiply() -> None:
    """1 in 10 at half the impact: 50k left."""
    assert [None, 50, 350, None] == _figures(_choice(_asked(ask("A-007", option("B", chance_after=0.1, impact_after=0.5), **TODAY))))


def test_an_option_that_states_no_effect_avoids_nothing() -> None:
    """Neither a chance left nor an impact left: nothing is assumed for it."""
    assert [None, 400, 0, None] == _figures(_choice(_asked(ask("A-007", option("B"), **TODAY))))


def test_an_option_on_a_row_that_repeats_works_by_rates() -> None:
    """Once a year; 1 - e^-0.5 left in twelve months is a rate of a half: 500k of a million left."""
    actual = _choice(_asked(ask("A-007", option("B", chance_after=0.39346934), **TODAY), repeating(**CERTAIN)))

    assert [None, 500, 500, None] == _figures(actual)
    assert None is actual.chance


def test_time_to_effect_and_delay_count_on_a_row_that_repeats() -> None:
    """Three months of 91 days leave 274 of 365 days to spare, a month's delay 30 fewer, at a million a year."""
    weighed = _asked(ask("A-007", option("B", impact_after=0.0, months_to_effect=3), **TODAY), repeating(**CERTAIN))

    actual = _choice(weighed)
    assert actual.avoided is not None
    assert actual.delay is not None
    assert pytest.approx(1e6 * 274 / 365) == actual.avoided.number
    assert pytest.approx(1e6 * 30 / 365) == actual.delay.number


def test_a_repeating_chance_goes_on_after_its_window() -> None:
    """-ln(0.6) in 100 days, 3.65 times a year: working after 61 days spares the last 304 of 365."""
    repeats = row(occurs=Occurs.CAN_REPEAT, **CERTAIN)

    actual = _choice(_asked(ask("A-007", option("B", impact_after=0.0, months_to_effect=2), **TODAY), repeats))

    assert actual.avoided is not None
    assert pytest.approx(0.5108256 * 3.65 * 1e6 * 304 / 365) == actual.avoided.number


def test_what_falls_after_twelve_months_is_not_avoided_in_them() -> None:
    """Two years of window, 2 in 10 within the first: an option after twelve months spares none of it, after six half."""
    long = row(by_date=AS_OF + timedelta(days=730), **CERTAIN)

    half, none = (_choice(_asked(ask("A-007", option("B", impact_after=0.0, months_to_effect=months), **TODAY), long)) for months in (6, 12))

    assert half.avoided is not None
    assert none.avoided is not None
    assert pytest.approx(200e3 * (365 - 183) / 365) == half.avoided.number
    assert pytest.approx(0.0, abs=1) == none.avoided.number


def test_two_options_apart_by_less_than_a_tenth_of_what_they_avoid_tie() -> None:
    """250k and 260k of 300k avoided: 10k is no difference; 50k is."""
    near = _asked(ask("A-007", *(option(letter, cost_once=cost, chance_after=0.1) for letter, cost in (("B", 50e3), ("C", 40e3))), **TODAY))
    far = _asked(ask("A-007", *(option(letter, cost_once=cost, chance_after=0.1) for letter, cost in (("B", 50e3), ("C", 0.0))), **TODAY))

    assert ("C", ("B",)) == (near.best, near.tied)
    assert ("C", ()) == (far.best, far.tied)


def test_an_order_that_turns_with_the_impact_is_a_tie() -> None:
    """C avoids more of a bad case and costs more: best in the mean, not in the good case."""
    wide = {"good": 0.1e6, "likely": 1e6, "bad": 3e6}
    weighed = _asked(ask("A-007", option("B", cost_once=0.0, chance_after=0.3), option("C", cost_once=100e3, chance_after=0.0), **TODAY), row(**wide))

    assert ("C", ("B",)) == (weighed.best, tuple(letter for letter in weighed.tied if letter == "B"))


def test_doing_nothing_is_best_where_nothing_pays() -> None:
    """A million for 300k."""
    assert "A" == _asked(ask("A-007", option("B", cost_once=1e6, chance_after=0.1), **TODAY)).best


@pytest.mark.parametrize("given", [
    {"recommendation": ""}, {"needed_by": None}, {"options": ()},
])
def test_a_decision_with_a_part_missing_is_for_discussion(given: dict[str, Any]) -> None:
    """Options, recommendation, decider and date, or it is no decision."""
    weighed = _asked(replace(ask("A-007", option("B", chance_after=0.1)), **given))

    assert (False, Purpose.DISCUSSION) == (weighed.complete, weighed.purpose)


def test_the_charters_decider_stands_in_for_a_missing_one() -> None:
    """COO by the charter; where nobody is named there, it is for discussion."""
    asked = ask("A-007", option("B", chance_after=0.1))
    nobody = replace(charter(), sites=(Site("MTY", "Monterrey"),))

    assert ("COO", Purpose.DECISION) == (_asked(asked).decider, _asked(asked).purpose)
    assert Purpose.DISCUSSION is _weigh(dossier(month(register=(row(),), asks=(asked,)), agreed=nobody)).purpose


def test_information_stays_information() -> None:
    """However much is missing."""
    assert Purpose.INFORMATION is _asked(ask("A-007", purpose=Purpose.INFORMATION, recommendation="")).purpose


def test_the_sites_own_delay_stands_beside_the_computed_one() -> None:
    """100,000 pesos of its own beside 90,000 dollars; in a money nobody can convert it is not shown."""
    terms = ask("A-007", option("B", chance_after=0.1), delay_cost=100e3, currency="MXN", **TODAY)

    weighed = _asked(terms)

    assert weighed.own_delay is not None
    assert weighed.delay is not None
    assert (5e3, pytest.approx(90e3)) == (weighed.own_delay.number, weighed.delay.number)
    assert None is _asked(replace(terms, currency="EUR")).own_delay


@pytest.mark.parametrize("given", [{"absolute": AbsoluteLimit.SAFETY}, {"measure": Measure.CASH}, {"chance": None}])
def test_rows_outside_the_sum_are_not_weighed_by_money(given: dict[str, Any]) -> None:
    """Costs are shown; what the option avoids is not priced."""
    weighed = _asked(ask("A-007", option("B", cost_once=50e3, chance_after=0.1), **TODAY), row(**CERTAIN, **given))

    assert [50, None, None, None] == _figures(_choice(weighed))
    assert (None, "") == (weighed.delay, weighed.best)


def test_an_option_on_several_rows_avoids_on_each() -> None:
    """4 in 10 and 2 in 10, both cut to nothing: 600k; doing nothing keeps both."""
    rows = (row("R-001", **CERTAIN), row("R-002", chance=0.2, **CERTAIN))
    weighed = _asked(ask("A-007", option("B", rows=("R-001", "R-002"), chance_after=0.0), **TODAY), *rows)

    assert [None, 600, None, None] == _figures(_choice(weighed, "A"))
    assert [None, 0, 600, None] == _figures(_choice(weighed))


def test_only_open_asks_are_weighed() -> None:
    """What was decided or withdrawn asks nothing more."""
    asks = (ask("A-001", state=AskState.DECIDED), ask("A-002", state=AskState.WITHDRAWN), ask("A-003"))
    known = dossier(month(asks=asks))

    assert ["A-003"] == [weighed.ask.id for weighed in weigh_asks(known, (), exchange_of(known))]


@pytest.mark.parametrize("needed", [AS_OF - timedelta(days=200), None])
def test_the_exposure_after_an_overdue_or_undated_decision_speaks_from_today(needed: date | None) -> None:
    """Four million once a year, gone after two months: a rate of 61/365 is left, not less and not more."""
    sure = repeating(good=4e6, likely=4e6, bad=4e6)
    asked = ask("A-007", option("B", impact_after=0.0, months_to_effect=2), needed_by=needed)
    known = dossier(month(register=(sure,), asks=(asked,)))
    losses = losses_of(known, exchange_of(known))
    runs = simulated(known, losses, 1)
    held = portfolio_of(known, losses, 1, runs)

    (weighed,) = relieved((_weigh(known),), held, runs)

    assert weighed.above is not None
    assert pytest.approx(1 - math.exp(-61 / 365), abs=0.005) == weighed.above.independent.number


def test_without_a_cover_rate_pesos_stay_untranslated() -> None:
    """No rate, no cost in dollars."""
    weighed = _asked(ask("A-007", option("B", cost_once=1e6, currency="MXN"), **TODAY), cover=Cover("MTY", OCTOBER, currency="MXN"))

    assert None is _choice(weighed).cost


@st.composite
def terms(draw: st.DrawFn) -> tuple[RegisterRow, Option, date]:
    """Any row with money, and any option on it."""
    given: dict[str, Any] = {"chance": draw(st.floats(0, 1)), "by_date": AS_OF + timedelta(days=draw(st.integers(0, 900))), **CERTAIN}
    if draw(st.booleans()):
        given["earliest"] = min(AS_OF + timedelta(days=draw(st.integers(-100, 900))), given["by_date"])
    if draw(st.booleans()):
        given["occurs"] = Occurs.CAN_REPEAT
        given["times_in_five_years"] = draw(st.none() | st.floats(0, 50))
    way = option("B", chance_after=draw(st.none() | st.floats(0, 1)), impact_after=draw(st.none() | st.floats(0, 1)),
                 months_to_effect=draw(st.none() | st.floats(0, 30)), cost_once=draw(st.none() | st.floats(0, 1e6)))
    return row(**given), way, AS_OF + timedelta(days=draw(st.integers(-300, 300)))


@settings(deadline=None)
@given(terms())
def test_no_option_avoids_more_than_there_is_or_makes_it_worse(drawn: tuple[RegisterRow, Option, date]) -> None:
    """For any row, option and day: 0 <= avoided <= expected, and a delay costs between nothing and what is avoided."""
    risk, way, needed = drawn

    weighed = _asked(ask("A-007", way, needed_by=needed), risk)

    before, choice = _choice(weighed, "A").left, _choice(weighed)
    assert before is not None
    assert choice.left is not None
    assert choice.avoided is not None
    assert choice.delay is not None
    slack = 1e-6 * max(1.0, before.number)
    assert -slack <= choice.left.number <= before.number + slack
    assert -slack <= choice.avoided.number <= before.number + slack
    assert 0 <= choice.delay.number <= choice.avoided.number + slack
    assert choice.chance is None or -1e-9 <= choice.chance.number <= (risk.chance or 0) + 1e-9
