"""The sentences around the headlines: answers, options, exposure, changes, trust, gaps, and how parts are joined."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from briefing.analysis.portfolio import Bracket
from briefing.evidence import CellRef, Fact, Source
from briefing.framing import Frame
from briefing.framing.wording import ask_words, issue_words, option_words, page_one, record_words, scenario_words
from briefing.framing.wording.lists import WHOLE_LIST
from briefing.framing.wording.pen import MISSING_VALUE, Part, Pen
from briefing.language import LANGUAGES, Language
from briefing.model.charter import Direction, Driver, Priority, Scenario, Sensitivity
from briefing.model.dossier import Publication
from briefing.model.responses import Choice
from briefing.model.submission import Cover, FollowUp, FollowUpKind, FollowUpState
from briefing.sentences import Sentence, Stance, Typed, Words
from tests.builders import (
    AS_OF,
    OCTOBER,
    ask,
    charter,
    dossier,
    example,
    framed,
    kpi,
    month,
    option,
    own_forecast,
    pen,
    report,
    response,
    row,
    source,
    target,
    texts,
)

SEPTEMBER = OCTOBER + -1
HERE = CellRef("month.xlsx", "Register", "A1")


@pytest.fixture(scope="module")
def worked() -> Frame:
    """Give the worked example, assessed once."""
    return framed(example())


def _pen(frame: Frame, language: Language = "en", currency: str = "USD") -> Pen:
    return pen(language, currency, frame.assessment.exchange)


def _both(write: Any, frame: Frame) -> tuple[str, ...]:
    return tuple(write(_pen(frame, language)) for language in LANGUAGES)


# asks

def _answers(*choices: tuple[Choice, str], **given: Any) -> tuple[str, ...]:
    terms = replace(ask("A-007", option("B")), **{"sent_on": date(2026, 10, 25), **given})
    frame = framed(dossier(month(asks=(terms,)), responses=tuple(response(choice, terms, reader=reader) for choice, reader in choices)))
    return _both(lambda each: ask_words.answers(each, "x", frame.asks[0]).text, frame)


@pytest.mark.parametrize(("given", "english", "spanish"), [
    ({}, "none, day 12 of 20", "ninguna, día 12 de 20"),
    ({"sent_on": None}, "not sent yet", "aún no enviada"),
    ({"sent_on": date(2026, 10, 10)}, "none, day 27 of 20: overdue", "ninguna, día 27 de 20: vencida"),
    ({"first_raised": date(2026, 7, 14)}, "none, day 12 of 20 on the terms of 25 Oct (first asked 14 Jul)",
     "ninguna, día 12 de 20 con los términos del 25 oct (se pidió el 14 jul)"),
    ({"first_raised": date(2026, 10, 25)}, "none, day 12 of 20", "ninguna, día 12 de 20"),
    ({"sent_on": date(2026, 10, 10), "first_raised": date(2025, 7, 14)}, "none, day 27 of 20 on the terms of 10 Oct: overdue (first asked 14 Jul 2025)",
     "ninguna, día 27 de 20 con los términos del 10 oct: vencida (se pidió el 14 jul 2025)"),
])
def test_silence_is_printed_as_silence(given: dict[str, Any], english: str, spanish: str) -> None:
    """With its day, never as consent."""
    assert (english, spanish) == _answers(**given)


@pytest.mark.parametrize(("choices", "english", "spanish"), [
    ([(Choice.CONFIRM, "a")], "1 confirms", "1 confirma"),
    ([(Choice.CONFIRM, "a"), (Choice.CONFIRM, "b"), (Choice.DISAGREE, "c")], "1 disagrees and 2 confirm", "1 en desacuerdo y 2 confirman"),
    ([(Choice.QUESTION, "a")], "1 question, open", "1 pregunta, abierta"),
    ([(Choice.QUESTION, "a"), (Choice.REPLY, "plant")], "1 question (replied to)", "1 pregunta (contestada)"),
    ([(Choice.CONFIRM, "a"), (Choice.DECIDED, "secretary")], "decided on 3 Nov", "decidida el 3 nov"),
])
def test_answers_are_counted_and_dissent_comes_first(choices: list[tuple[Choice, str]], english: str, spanish: str) -> None:
    """By readers, with the worst news first."""
    assert (english, spanish) == _answers(*choices)


def test_the_table_of_asks_in_the_worked_example(worked: Frame) -> None:
    """Title, recommendation and what a month's delay costs."""
    state = worked.asks[0]

    assert ("second source for resin PA-66", "segundo proveedor de resina PA-66") == _both(lambda each: ask_words.title(each, "x", state).text, worked)
    assert "B, qualify two suppliers" == ask_words.recommended(_pen(worked), "x", state).text
    assert ("$300k", "300 mil USD") == _both(lambda each: ask_words.delay(each, "x", state).text, worked)


@pytest.mark.parametrize(("given", "expected"), [
    ({"delay_cost": 80e3}, "$90k (the plant says $80k)"),
    ({"delay_cost": 80e3, "options": (option("B", rows=()),)}, "the plant says $80k"),
    ({"options": (option("B", rows=()),)}, "not put into money"),
])
def test_the_plants_own_delay_is_printed_beside_the_computed_one(given: dict[str, Any], expected: str) -> None:
    """30 of 100 days of 300k avoided; where neither is known it is not translated, never zero."""
    million = {"good": 1e6, "likely": 1e6, "bad": 1e6}
    terms = replace(ask("A-007", option("B", chance_after=0.1), needed_by=AS_OF), **given)
    frame = framed(dossier(month(register=(row(**million),), asks=(terms,))))

    assert expected == ask_words.delay(_pen(frame), "x", frame.asks[0]).text


def test_what_is_not_for_decision_says_so() -> None:
    """And has no dash of a recommendation invented."""
    frame = framed(dossier(month(asks=(ask("A-010", recommendation=""),))))

    assert ("for discussion: second source", "para discutir: segundo proveedor") == _both(lambda each: ask_words.title(each, "x", frame.asks[0]).text, frame)
    assert MISSING_VALUE == ask_words.recommended(_pen(frame), "x", frame.asks[0]).text
    assert MISSING_VALUE == ask_words.answers(_pen(frame), "x", frame.asks[0]).text


# issue pages

def _value(frame: Frame, letter: str, line: str, language: Language = "en") -> str:
    weighed = frame.asks[0].weighed
    choice = weighed.choice(letter)
    assert choice is not None
    found = option_words.option_value(_pen(frame, language), weighed, choice, line)
    assert found is not None
    return found.text


def test_the_worked_examples_options(worked: Frame) -> None:
    """Do nothing, two suppliers, air freight."""
    table = {letter: [_value(worked, letter, line) for line in ("cost", "effect", "chance", "left", "net")] for letter in "ABC"}

    assert {
        "A": ["0", MISSING_VALUE, "6 in 10", "$910k", MISSING_VALUE],
        "B": ["$240k once", "after 2 months", "2 in 10", "$300k", "$370k"],
        "C": ["$95k a month, $380k in all", "after 1 week", "1 in 10", "$150k", "$380k"],
    } == table
    assert "en 1 semana" == _value(worked, "C", "effect", "es")


def test_the_worked_examples_tie(worked: Frame) -> None:
    """378k and 366k are 12k apart."""
    assert ("B and C are a tie: $12k apart, less than the uncertainty. The plant recommends B.",
            "B y C empatan: las separan 12 mil USD, menos que la incertidumbre. La planta recomienda B.") == _both(
        lambda each: option_words.trade_off(each, worked.asks[0].weighed)[0].text, worked)


def test_the_worked_examples_give_and_take(worked: Frame) -> None:
    """In one breath: what B saves, and what C has for its price."""
    assert ("B costs $140k less; C works sooner and leaves a smaller chance.",
            "B cuesta 140 mil USD menos; C surte efecto antes y deja una probabilidad menor.") == _both(
        lambda each: option_words.trade_off(each, worked.asks[0].weighed)[1].text, worked)


def test_a_way_back_counts_only_where_the_other_has_none() -> None:
    """Not stated is not the same as no."""
    cheap, dear = option("B", chance_after=0.1, cost_once=10e3), option("C", chance_after=0.1, cost_once=200e3)

    said = _trade_off(replace(cheap, reversible=False), replace(dear, reversible=True))
    assert "B costs $190k less; C can be undone." in said
    assert "Against C, B costs $190k less." in _trade_off(cheap, replace(dear, reversible=True))


def test_the_table_says_what_is_avoided_and_what_the_exposure_becomes(worked: Frame) -> None:
    """On average and in eight years of ten; the chance of losing more than $3M before and after."""
    held = worked.assessment.portfolio
    name = "".join(run.text for run in option_words.option_line(_pen(worked), held, "above").runs)

    assert name == "losing over $3M in a year"
    assert _value(worked, "A", "above") == "13 to 25 in 100"
    assert _value(worked, "B", "above") in {"4 to 20 in 100", "5 to 20 in 100"}
    assert _value(worked, "B", "avoided") == "$610k ($0 to $1.8M)"
    assert _value(worked, "B", "delay") == "$300k"


def test_a_limit_that_will_break_says_when() -> None:
    """The months to breach come with the month; a short history has none."""
    agreed = charter(kpi("C", name_en="cover", name_es="cobertura", unit="days"), targets=(target("C", target=30.0, low_limit=25.0),))
    falling = (40.0, 39.0, 38.0, 36.5, 35.0, 34.0, 32.5, 31.0, 30.0, 29.0, 27.5, 26.5)
    frame = framed(dossier(month(kpis=(report("C", falling),)), agreed=agreed))

    said = " ".join(texts(issue_words.situation(_pen(frame), frame.issues[0], "es")))
    assert "at least as likely as not from" in said
    assert frame.issues[0].indicator is not None
    assert frame.issues[0].indicator.months_to_breach is not None


def test_the_worked_examples_implication(worked: Frame) -> None:
    """Units, what one costs, and by whom it was agreed when."""
    said = texts(issue_words.implication(_pen(worked), worked.issues[0], worked.assessment.dossier, "es"))

    assert ["8 to 18\N{NO-BREAK SPACE}days at $118k each (D-03, lost day of line 3, agreed 10 February): $0.94M to $2.1M of EBITDA if it happens.",
            "By March 2027, 5 months after this report, it is at least as likely as not to have happened.",
            "Weighed by its chance, that is $910k over the next twelve months."] == said


def test_large_units_are_written_out() -> None:
    """A million and a half pieces, not 1.5e+06."""
    agreed = charter(drivers=(Driver("D-01", "scrapped piece", unit="pieces", value=1.0, currency="USD"),))
    frame = framed(dossier(month(register=(row(driver="D-01", good=1e6, likely=1.2e6, bad=1.5e6),)), agreed=agreed))

    said = texts(issue_words.implication(_pen(frame), frame.issues[0], frame.assessment.dossier, "en"))[0]
    assert said.startswith("1,000,000 to 1,500,000\N{NO-BREAK SPACE}pieces at $1 each")


@pytest.mark.parametrize(("months", "english"), [
    (0.0, "at once"), (0.05, "after 1 week"), (0.25, "after 1 week"), (0.5, "after 2 weeks"), (1.0, "after 1 month"), (1.5, "after 6 weeks"),
    (2.0, "after 2 months"), (4.5, "after 4.5 months"), (None, MISSING_VALUE),
])
def test_time_to_effect_is_in_weeks_where_it_is_short(months: float | None, english: str) -> None:
    """And never after no week at all."""
    frame = framed(dossier(month(register=(row(),), asks=(ask("A-007", option("B", months_to_effect=months)),))))

    assert english == _value(frame, "B", "effect")


@pytest.mark.parametrize(("given", "cost", "net"), [
    ({"cost_once": None}, "not costed", MISSING_VALUE), ({"cost_once": 0.0}, "$0 once", "$300k"), ({"cost_once": 400e3}, "$400k once", "\N{MINUS SIGN}$100k"),
])
def test_an_option_without_a_cost_is_not_free(given: dict[str, Any], cost: str, net: str) -> None:
    """Nothing typed is not costed, 0 typed is free, and a loss is printed as one."""
    million = {"good": 1e6, "likely": 1e6, "bad": 1e6}
    frame = framed(dossier(month(register=(row(**million),), asks=(ask("A-007", option("B", chance_after=0.1, **given), needed_by=AS_OF),))))

    assert (cost, net) == (_value(frame, "B", "cost"), _value(frame, "B", "net"))


def _trade_off(*options: Any, **given: Any) -> list[str]:
    million = {"good": 1e6, "likely": 1e6, "bad": 1e6}
    frame = framed(dossier(month(register=(row(**million, **given),), asks=(ask("A-007", *options, needed_by=AS_OF),))))
    return texts(option_words.trade_off(_pen(frame), frame.asks[0].weighed))


def test_the_trade_off_says_what_the_figures_favour() -> None:
    """The recommended one, another one, none, or too late for its own word."""
    cheap, dear = option("B", chance_after=0.1, cost_once=10e3), option("C", chance_after=0.1, cost_once=200e3)

    assert ["By expected loss avoided less cost, the figures favour B, which the plant recommends.",
            "Against C, B costs $190k less."] == _trade_off(cheap, dear)
    assert ["By expected loss avoided less cost, the figures favour C; the plant recommends B.",
            "Against B, C costs $190k less."] == _trade_off(replace(dear, letter="B"), replace(cheap, letter="C"))
    assert ["The figures do not compare the options: costs, chances or impacts are missing."] == _trade_off(option("B"))
    assert ["Options that touch an absolute limit are not weighed by money; they differ in cost and in the time until they work."] == _trade_off(
        cheap, kind="safety")
    assert "B works too late for the chance stated: the table shows what its time to effect allows." in _trade_off(replace(cheap, months_to_effect=3), dear)


def test_the_line_under_a_headline_names_kind_limit_and_priority() -> None:
    """`R-001 · supply · beyond tolerance · priority "…" by 2028`."""
    agreed = charter(kpi("C"), targets=(target("C", low_limit=10.0),), priorities=(Priority("P-1", "dual sourcing", "doble fuente", by_year=2028),))
    frame = framed(dossier(month(register=(row(kpis=("C",), priority="P-1"),), kpis=(report("C", (9.0,)),)), agreed=agreed))

    assert ("R-001 · supply · beyond tolerance · priority “dual sourcing” by 2028",
            "R-001 · suministro · fuera de tolerancia · prioridad «doble fuente» para 2028") == _both(
        lambda each: issue_words.meta(each, frame.issues[0], frame.assessment.dossier).text, frame)


def test_the_situation_quotes_a_cause_or_says_that_none_is_stated() -> None:
    """A leader's words keep their language and are labelled."""
    agreed = charter(kpi("C", name_en="cover", name_es="cobertura", unit="days"), targets=(target("C", target=30.0, low_limit=25.0),))
    frame = framed(dossier(month(register=(row(kpis=("C",), cause="el proveedor muda su línea"), row("R-002", chance=0.1)),
                                 kpis=(report("C", (28.0, 27.0, 26.0, 25.0, 24.0, 19.0)),)), agreed=agreed))

    first, second = (texts(issue_words.situation(_pen(frame), issue, "es")) for issue in frame.issues)
    assert ["Cover: 19\N{NO-BREAK SPACE}days; limit 25\N{NO-BREAK SPACE}days, target 30\N{NO-BREAK SPACE}days: out of tolerance.",
            "In May it was 28\N{NO-BREAK SPACE}days.",
            "It has been out of tolerance for 2 months in a row, since September.",
            "Back within its limits in April 2027: unlikely (3 in 10).",
            "Cause, as the plant states it: “el proveedor muda su línea” (in Spanish)."] == first
    assert ["Cause not stated."] == second


def test_who_decides_is_named_or_said_to_be_nobody() -> None:
    """Owner, decider, consulted on both sides."""
    frame = framed(dossier(month(register=(row(),), asks=(ask("A-007", option("B"), decider="COO and plant director", consulted_site="quality, 12 October"),))))

    assert ["Owner: not named.", "Decides: COO and plant director.", "Consulted at the plant: quality, 12 October; at headquarters: not yet."] == texts(
        issue_words.who(_pen(frame), frame.issues[0], frame.assessment.dossier))
    assert "Decide: COO y director de planta." == issue_words.who(_pen(frame, "es"), frame.issues[0], frame.assessment.dossier)[1].text


# page one

def test_the_worked_examples_exposure(worked: Frame) -> None:
    """A bracket against what the charter accepts, and what the decision makes of it."""
    held = worked.assessment.portfolio

    assert ("The chance of losing more than $3M of EBITDA in twelve months is 13 to 25 in 100, depending on how far the risks move together; the charter accepts 5 in 100.",
            "La probabilidad de perder más de 3 mdd de EBITDA en doce meses es de 13 a 25 de 100, según cuántos riesgos coincidan; la tolerancia acordada es de 5 de 100.",
            ) == _both(lambda each: page_one.exposure(each, "x", held).text, worked)
    after = page_one.exposure_after(_pen(worked), "x", worked.asks)
    assert after is not None
    assert after.text in {f"Deciding A-007 as the plant recommends brings it to {low} to 20 in 100." for low in (4, 5)}  # 4.5 in 100


def test_an_exposure_without_a_tolerance_or_without_rows_says_so(worked: Frame) -> None:
    """Neither is a zero."""
    held = worked.assessment.portfolio
    assert held is not None

    alone = page_one.exposure(_pen(worked), "x", replace(held, above=None, amount=None, accepted=None)).text
    assert alone == "In nine years of ten the loss of twelve months stays under $3.6M of EBITDA; no tolerance is agreed to hold it against."
    assert page_one.exposure(_pen(worked), "x", None).text.startswith("No open row has both a chance and an impact in money")


def test_a_bracket_that_rounds_to_one_figure_is_one() -> None:
    """13 to 13 is 13; under 1 is not 0."""
    def bracket(low: float, high: float) -> str:
        ends = [Fact(name, value, "chance") for name, value in (("low", low), ("high", high))]
        return "".join(run.text for run in pen().bracket("x", Bracket(ends[0], ends[0], ends[1]).low, ends[1]).runs)

    assert ["13", "under 1 to 13", "0"] == [bracket(0.131, 0.133), bracket(0.001, 0.13), bracket(0.0, 0.0)]


def test_what_moved_is_listed_worst_first() -> None:
    """Broken limits, then worse, new, better and closed."""
    before = month(SEPTEMBER, register=(row("R-001", chance=0.1, event_en="one"), row("R-002", chance=0.9, event_en="two"), row("R-003", event_en="three")),
                   kpis=(report("C", (12.0,), last=SEPTEMBER),))
    after = month(register=(row("R-001", event_en="one"), row("R-002", event_en="two"), row("R-003", event_en="three", state="closed"),
                            row("R-004", event_en="four")), kpis=(report("C", (9.0,)),))
    frame = framed(dossier(before, after, agreed=charter(kpi("C", name_en="cover"), targets=(target("C", low_limit=10.0),))))

    said = ["Out of tolerance: cover.", "Risk up: one.", "Worse: cover.", "New risk: four.", "Risk down: two.", "Risk closed: three."]
    assert said == texts(page_one.since(_pen(frame), frame, WHOLE_LIST))
    assert [each for each in said if each != "Worse: cover."] == texts(page_one.since(_pen(frame), frame))  # named once already


@pytest.mark.parametrize(("months", "expected"), [
    ((month(),), "This is the first month: there is nothing to compare with."),
    ((month(SEPTEMBER), month()), "No row and no status moved."),
    ((month(OCTOBER + -2), month()), "The workbook of last month or of this one is missing, so nothing can be compared."),
    ((month(SEPTEMBER),), "The workbook of last month or of this one is missing, so nothing can be compared."),
])
def test_what_cannot_be_compared_is_not_called_the_first_month(months: tuple[Any, ...], expected: str) -> None:
    """A gap before the month, or the month itself missing."""
    frame = framed(dossier(*months))

    assert [expected] == texts(page_one.since(_pen(frame), frame))


def test_changed_terms_are_said_where_somebody_had_answered() -> None:
    """The terms of September no longer stand."""
    old, new = (ask("A-007", option("B", cost_once=cost)) for cost in (190e3, 240e3))
    frame = framed(dossier(month(SEPTEMBER, asks=(old,)), month(asks=(new,)), responses=(response(Choice.CONFIRM, old),)))

    assert "The terms of A-007 have changed since September, so answers given before no longer stand." in texts(page_one.since(_pen(frame), frame))


def _trust(frame: Frame, *, for_site: bool = False) -> list[str]:
    return texts(page_one.trust(_pen(frame), frame.assessment.record, for_site=for_site))


def _forecast_history(months: int, inside: int) -> Frame:
    """Give months that each forecast the next, of which the last so many fell into their range."""
    found = []
    for step in range(months + 1):
        period = OCTOBER + (step - months)
        ranges = (4.0, 6.0) if step >= months - inside else (8.0, 9.0)
        found.append(month(period, kpis=(report("C", (5.0,), last=period, forecasts=(own_forecast(period + 1, 5.0, *ranges),)),)))
    return framed(dossier(*found))


def test_the_record_is_in_counts_and_judged_from_twelve_on() -> None:
    """7 of 9 are too few to judge; 12 are not."""
    assert ["7 of 9 own forecasts of the plant fell in their own range.", "Too few cases to judge."] == _trust(_forecast_history(9, 7))
    assert ["7 of 12 own forecasts of the plant fell in their own range."] == _trust(_forecast_history(12, 7))


def test_a_new_sites_record_is_its_own() -> None:
    """In its first three months headquarters reads that it is withheld; the site reads its counts."""
    frame = _forecast_history(2, 1)

    assert ["The plant is in its first three months: its own record is shown to the plant alone.", "Too few cases to judge."] == _trust(frame)
    assert "1 of 2 own forecasts of the plant fell in their own range." in _trust(frame, for_site=True)
    assert ["There is no record yet."] == _trust(framed(dossier(month(SEPTEMBER), month(OCTOBER + -3), month())))


def test_what_is_not_known_is_listed() -> None:
    """Not reported, not translated, not agreed, never received, with counsel."""
    agreed = charter(kpi("A", name_en="energy cost"), kpi("B", name_en="scrap"), targets=(target("A", target=1.0), target("B", target=5.0)))
    now = month(kpis=(report("A", (None,)), report("B", (4.0,))), register=(row(chance=None), row("R-002", privileged=True)))
    frame = framed(dossier(month(OCTOBER + -2), now, agreed=agreed))

    assert ["energy cost was not reported.", "not yet put into money: the line stops.", "no target or limit is agreed for scrap.",
            "the plant's workbook of september was never received.", "one matter is with counsel."] == [
        text.casefold() for text in texts(page_one.unknown(_pen(frame), frame))]


def test_a_restated_figure_names_the_cells_of_both() -> None:
    """September said it, October says another."""
    frame = framed(dossier(month(SEPTEMBER, kpis=(report("C", (5.0,), last=SEPTEMBER),)), month(kpis=(report("C", (8.0, 9.0)),)), agreed=charter(kpi("C"))))

    (said,) = (each for each in page_one.unknown(_pen(frame), frame) if each.key == "unknown.restated")
    assert "Restated: C (September)." == said.text
    assert {"2026-09.xlsx", "2026-10.xlsx"} <= {cell.file for cell in said.cells}


def test_nothing_missing_is_said_too() -> None:
    """An empty list would look like a forgotten one."""
    frame = framed(dossier(month()))

    assert ["Nothing that the charter asks for is missing."] == texts(page_one.unknown(_pen(frame), frame))


def test_the_masthead_names_the_rate_and_the_workbook_it_is_from() -> None:
    """October states no rate: September's is printed, with September's cells."""
    covers = {SEPTEMBER: Cover("MTY", SEPTEMBER, currency="MXN", rate=18.42, rate_on=date(2026, 9, 30), source=source("Cover", 3, "september.xlsx")),
              OCTOBER: Cover("MTY", OCTOBER, currency="MXN", source=source("Cover", 3, "october.xlsx"))}
    published = Publication(OCTOBER, published_by="plant director", published_on=AS_OF, source=source("toml", 1, "MTY.toml"))
    frame = framed(dossier(*(month(period, cover=cover) for period, cover in covers.items()), publications=(published,)))

    said = page_one.masthead(_pen(frame), frame.assessment.dossier)

    assert "USD (18.42 MXN per USD, 30 September) · published by the plant director, 6 November" == said.text
    assert {"september.xlsx", "MTY.toml"} == {cell.file for cell in said.cells}


def test_without_a_rate_the_masthead_names_the_money_alone() -> None:
    """And says when it speaks from while it is not published."""
    frame = framed(dossier(month(cover=Cover("MTY", OCTOBER, currency="MXN"))))

    assert "USD · not yet published, speaks from 6 November" == page_one.masthead(_pen(frame), frame.assessment.dossier).text


# the site's money

def test_the_site_edition_speaks_pesos_by_the_same_rate(worked: Frame) -> None:
    """0.944M and 2.124M dollars at 18.42 are 17 and 39 million pesos; the rate's cell is named."""
    loss = worked.issues[0].loss
    assert loss is not None
    assert loss.low is not None
    assert loss.high is not None

    part = _pen(worked, "es", "MXN").money_range("x", loss.low, loss.high)

    assert "$17 mdp a $39 mdp" == "".join(run.text for run in part.runs)
    assert "RATE3" in {cell.cell for cell in part.cells}


def test_money_nobody_can_convert_keeps_its_name() -> None:
    """Euros stay euros in an edition of pesos, and dollars without a rate stay dollars."""
    assert "EUR 1k" == "".join(run.text for run in pen("en", "MXN").money(Fact("x", 1e3, "EUR")).runs)
    assert "1 mil USD" == "".join(run.text for run in pen("es", "MXN").money(Fact("x", 1e3, "USD")).runs)


# the record's sentences

def _line(kind: FollowUpKind, **given: Any) -> FollowUp:
    return FollowUp("C-1", kind, text_en="frozen posts", text_es="plazas congeladas", source=source("Follow-up", 4), **given)


def test_waiting_is_counted_in_days() -> None:
    """118 days since 11 July; without a day that is said, and one to come is none."""
    waiting = _line(FollowUpKind.WAITING, since=AS_OF - timedelta(days=118))

    assert "Waiting on headquarters for 118 days: frozen posts." == record_words.waiting(pen(), "x", waiting).text
    assert "Waiting on headquarters for 118 days: frozen posts (A-004)." == record_words.waiting(pen(), "x", replace(waiting, ask="A-004")).text
    for since in (None, AS_OF + timedelta(days=1)):
        assert "Waiting on headquarters, since when is not stated: frozen posts." == record_words.waiting(pen(), "x", replace(waiting, since=since)).text


@pytest.mark.parametrize(("given", "english"), [
    ({"due": date(2026, 10, 1)}, "late since 1 Oct"), ({"due": AS_OF}, "open"), ({}, "open"), ({"state": FollowUpState.KEPT_LATE}, "kept late"),
    ({"state": FollowUpState.BROKEN, "due": date(2026, 10, 1)}, "not kept"),
])
def test_an_open_commitment_past_its_day_is_late(given: dict[str, Any], english: str) -> None:
    """The day itself still counts as in time."""
    assert english == record_words.state(pen(), "x", _line(FollowUpKind.COMMITMENT, **given)).text


def test_a_win_names_who_shares_it_and_what_shows_it() -> None:
    """Credit where it is due."""
    shared = _line(FollowUpKind.WIN, shared_with="director de planta")
    assert "Frozen posts; credit shared with plant director." == record_words.win(pen(), "x", shared, "es").text
    assert "Frozen posts (shown by OTD)." == record_words.win(pen(), "x", _line(FollowUpKind.WIN, kpi="OTD"), "en").text


def test_whom_a_win_is_shared_with_is_labelled_where_it_is_in_the_other_language() -> None:
    """A team has no entry among the roles; its name stands as its author typed it."""
    team = _line(FollowUpKind.WIN, shared_with="el equipo de Monterrey")
    said = record_words.win(pen(), "x", team, "es")

    assert said.text == "Frozen posts; credit shared with el equipo de Monterrey (in Spanish)."
    assert ["es"] == [run.language for run in said.runs if isinstance(run, Typed) and "equipo" in run.text]
    assert record_words.win(pen(), "x", team, "en").text == "Frozen posts; credit shared with el equipo de Monterrey."


# how parts are joined

@pytest.mark.parametrize(("last", "spanish"), [
    ("inventario", "costo e inventario"), ("ícono", "costo e ícono"), ("higiene", "costo e higiene"), ("Índice", "costo e Índice"),
    ("hielo", "costo y hielo"), ("iones", "costo y iones"), ("yodo", "costo y yodo"), ("agua", "costo y agua"),
])
def test_spanish_says_e_before_the_sound_of_i(last: str, spanish: str) -> None:
    """`e inventario`, `y hielo`."""
    parts = [Part((Words("costo"),)), Part((Typed(last, "es"),))]

    assert spanish == "".join(run.text for run in pen("es").listed(parts).runs)
    assert f"costo and {last}" == "".join(run.text for run in pen("en").listed(parts).runs)


def test_a_list_has_commas_and_one_and() -> None:
    """Empty parts are left out; one part stands alone."""
    def listed(*words: str) -> str:
        return "".join(run.text for run in pen().listed(Part((Words(word),)) if word else Part() for word in words).runs)

    assert ["a", "a and b", "a, b and c", "a and b", ""] == [listed("a"), listed("a", "b"), listed("a", "b", "c"), listed("a", "", "b"), listed()]


@pytest.mark.parametrize(("text", "english", "spanish", "foreign"), [
    ("falta resina", "“falta resina.”", "«falta resina».", "“falta resina” (in Spanish)."),
    ("falta resina. ", "“falta resina.”", "«falta resina».", "“falta resina” (in Spanish)."),
    ("¿cuándo llega?", "“¿cuándo llega?”", "«¿cuándo llega?».", "“¿cuándo llega?” (in Spanish)."),
    ("ya veremos…", "“ya veremos…”", "«ya veremos…».", "“ya veremos…” (in Spanish)."),
    ("ya veremos...", "“ya veremos...”", "«ya veremos...».", "“ya veremos...” (in Spanish)."),
])
def test_quotes_close_with_one_full_stop(text: str, english: str, spanish: str, foreign: str) -> None:
    """Inside in English, outside in Spanish, after the label where the words are in another language."""
    def quoted(language: Language, spoken: Language) -> str:
        return "".join(run.text for run in pen(language).quoted(text, source("Register", 1), "cause", spoken).runs)

    assert (english, spanish, foreign) == (quoted("en", "en"), quoted("es", "es"), quoted("en", "es"))


def test_typed_words_keep_their_language_for_readers_and_screen_readers() -> None:
    """A Spanish quote in an English edition is marked as Spanish."""
    part = pen().quoted("falta resina", source("Register", 1), "cause", "es")

    assert [Typed("falta resina", "es")] == [run for run in part.runs if isinstance(run, Typed)]
    assert ("CAUSE1",) == tuple(cell.cell for cell in part.cells)


@pytest.mark.parametrize("most", [1, 2, 3])
@pytest.mark.parametrize("names", range(1, 9))
def test_a_long_list_counts_the_rest(names: int, most: int) -> None:
    """Shown and counted always add up."""
    part = page_one.shortened(pen(), [Part((Words("name"),)) for _ in range(names)], most)

    text = "".join(run.text for run in part.runs)
    counted = re.search(r"(\d+) more$", text)
    assert names == text.count("name") + (int(counted[1]) if counted else 0)
    assert text.count("name") <= max(most, 1)


def test_a_sentence_begins_with_a_capital_and_a_phrase_as_it_is() -> None:
    """Of words, names, accents; a figure has none."""
    part = Part((Typed("índice de fallas", "es"),))

    assert "Índice de fallas." == pen("es").say("x", "headline.plain", headline=part).text
    assert "índice de fallas" == pen("es").phrase("x", part).text
    assert "Índice de fallas" == pen("es").phrase("x", part, capital=True).text
    assert Sentence("x", (), Stance.FACT, "phrase") == pen().phrase("x", Part())


def test_a_name_missing_in_one_language_is_given_in_the_other_and_marked() -> None:
    """Then the code."""
    frame = framed(dossier(month(kpis=(report("C", (1.0,)), report("D", (1.0,)))), agreed=charter(kpi("C", name_en=""), kpi("D", name_en="", name_es=""))))
    first, second = (_pen(frame).name(each) for each in frame.assessment.indicators)

    assert ((Typed("C", "es"),), (Words("D"),)) == (first.runs, second.runs)


def test_a_missing_day_is_said_and_a_cell_without_a_file_is_no_evidence() -> None:
    """Nothing points to nowhere."""
    assert "a date not stated" == "".join(run.text for run in pen().day(None).runs)
    assert () == pen().phrase("x", pen().typed("words", Source(), "note")).cells
    assert (HERE,) == pen().phrase("x", Part((Words("words"),), (HERE, HERE))).cells


def test_a_scenario_says_what_it_makes_of_a_kpi() -> None:
    """The move, the month, and the limit it breaks; singular and plural, in both languages."""
    agreed = charter(kpi("OTD", name_en="on-time delivery", name_es="entrega a tiempo", unit="%", direction=Direction.HIGHER),
                     drivers=(Driver("D-01", "lost day", unit="days", value=1e3, currency="USD", source=source("Drivers", 4, "charter.xlsx")),),
                     scenarios=(Scenario("S-1", driver="D-01", shock=10.0, months=1, source=source("Scenarios", 4, "charter.xlsx")),),
                     sensitivities=(Sensitivity("D-01", "OTD", -0.01), Sensitivity("D-01", "NONE", -0.01)),
                     targets=(target("OTD", target=0.95, low_limit=0.9),))
    frame = framed(dossier(month(kpis=(report("OTD", (0.95,) * 12),)), agreed=agreed))

    (english,), (spanish,) = (texts(scenario_words.effects(_pen(frame, each), frame.assessment.scenarios)) for each in ("en", "es"))
    assert english == ("S-1 would lower on-time delivery by 10 percentage points at most, in November 2026: 85% instead of the outlook's 95%, "
                       "which breaks the limit of 90%.")
    assert spanish == ("S-1 bajaría entrega a tiempo en 10 puntos porcentuales como máximo, en noviembre de 2026: 85% en lugar de 95% según la "
                       "perspectiva, lo que rompe el límite de 90%.")
