"""Headlines: a full sentence for every part that may be missing, in both languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from briefing.evidence import Fact
from briefing.framing import Frame
from briefing.framing.wording.headlines import bottom_line, headline
from briefing.framing.wording.page_one import could_go_wrong
from briefing.language import LANGUAGES, Language
from briefing.model.asks import Purpose
from briefing.model.charter import AbsoluteLimit, Direction
from briefing.model.register import RowKind
from briefing.model.responses import Choice
from briefing.money import Basis, Measure
from tests.builders import OCTOBER, ask, charter, dossier, example, framed, kpi, month, option, pen, repeating, report, response, row, target, texts

ON_TARGET = (Fact("hits", 3, "count"), Fact("total", 4, "count"))
SAFE_ROW: dict[str, Any] = {"event_en": "a worker is hurt", "event_es": "se lastima una persona", "kind": RowKind.SAFETY}


def _bottom(frame: Frame, language: Language = "en") -> list[str]:
    return texts(bottom_line(pen(language, exchange=frame.assessment.exchange), frame.issues, frame.asks, ON_TARGET))


def _first(frame: Frame, language: Language = "en", **given: Any) -> str:
    return headline(pen(language, exchange=frame.assessment.exchange), "x", frame.issues[0], **given).text


def test_the_worked_example_in_english() -> None:
    """What, how likely, by when, unless what; at what cost; what would change it."""
    assert [
        "Line 3 stops for want of resin: likely (6 in 10) by 31 March, unless A-007 (second source for resin PA-66) is decided by 30 November.",
        "If it happens it costs $0.94M to $2.1M of EBITDA.",
        "The plant recommends B, qualify two suppliers: it costs $240k and avoids about $610k of expected loss.",
    ] == _bottom(framed(example()))


def test_the_worked_example_in_spanish() -> None:
    """The same facts; a date as Mexico writes it."""
    assert [
        ("La línea 3 para por falta de resina: probable (6 de 10) de aquí al 31 de marzo, "
        "si A-007 (segundo proveedor de resina PA-66) no se decide a más tardar el 30 de noviembre."),
        "Si ocurre, cuesta 0.94 mdd a 2.1 mdd de EBITDA.",
        "La planta recomienda B, calificar dos proveedores: cuesta 240 mil USD y evita cerca de 610 mil USD de pérdida esperada.",
    ] == _bottom(framed(example()), "es")


def test_the_worked_examples_other_risks() -> None:
    """A typed chance in hundredths where tenths would say too little."""
    frame = framed(example())
    second, third = (could_go_wrong(pen(), issue, frame.changes)[0].text for issue in frame.issues[1:3])

    assert "Yield falls below 96.5 % as technicians leave: about even (5 in 10) by 31 December, $300k to $700k." == second
    assert "Customs delays after the January rule: very unlikely (14 in 100) by 30 June, $0.2M to $1.4M." == third


@pytest.mark.parametrize(("given", "english", "spanish"), [
    ({}, "The line stops: unlikely (4 in 10) by 14 February.", "La línea para: poco probable (4 de 10) de aquí al 14 de febrero."),
    ({"by_date": None}, "The line stops: unlikely (4 in 10), by a date not stated.", "La línea para: poco probable (4 de 10), sin fecha indicada."),
    ({"chance": None}, "The line stops: chance not stated, by 14 February.", "La línea para: probabilidad sin indicar, de aquí al 14 de febrero."),
    ({"chance": None, "by_date": None}, "The line stops: neither chance nor date stated.", "La línea para: sin probabilidad ni fecha indicadas."),
    ({"event_en": ""}, "La línea para (in Spanish): unlikely (4 in 10) by 14 February.", "La línea para: poco probable (4 de 10) de aquí al 14 de febrero."),
    ({"event_es": ""}, "The line stops: unlikely (4 in 10) by 14 February.", "The line stops (en inglés): poco probable (4 de 10) de aquí al 14 de febrero."),
    ({"event_en": "", "event_es": ""}, "Not named: unlikely (4 in 10) by 14 February.", "Sin nombrar: poco probable (4 de 10) de aquí al 14 de febrero."),
    ({"event_en": "the line stops. "}, "The line stops: unlikely (4 in 10) by 14 February.", "La línea para: poco probable (4 de 10) de aquí al 14 de febrero."),
    ({"chance": 0.0}, "The line stops: almost no chance (0 in 100) by 14 February.", "La línea para: casi imposible (0 de 100) de aquí al 14 de febrero."),
    ({"chance": 1.0}, "The line stops: almost certain (100 in 100) by 14 February.", "La línea para: casi seguro (100 de 100) de aquí al 14 de febrero."),
])
def test_each_missing_part_has_its_sentence(given: dict[str, Any], english: str, spanish: str) -> None:
    """Event, chance, date, and the other language's clause, labelled."""
    frame = framed(dossier(month(register=(row(**given),))))

    assert (english, spanish) == tuple(_first(frame, language) for language in LANGUAGES)


def test_a_row_that_repeats_without_a_chance_speaks_of_twelve_months() -> None:
    """Once a year is 1 - 1/e, 6 in 10, to happen at all."""
    frame = framed(dossier(month(register=(repeating(),))))

    assert ("The line stops: likely (6 in 10) within twelve months.", "La línea para: probable (6 de 10) en los próximos doce meses.") == tuple(
        _first(frame, language) for language in LANGUAGES)


def test_a_date_that_has_passed_is_not_printed_as_one_to_come() -> None:
    """`likely by 30 September` in November is no forecast; a row that repeats is read by its count."""
    passed = {"chance": 0.6, "by_date": date(2026, 9, 30)}
    once, repeats = (framed(dossier(month(register=(each,)))) for each in (row(**passed), repeating(**passed)))

    assert ("The line stops: likely (6 in 10) was stated by 30 September, a date that has passed.",
            "La línea para: se indicó probable (6 de 10) para el 30 de septiembre, fecha que ya pasó.") == tuple(
        _first(once, language) for language in LANGUAGES)
    assert "The line stops: likely (6 in 10) within twelve months." == _first(repeats)


@pytest.mark.parametrize(("given", "reason"), [
    ({"good": None}, "the impact lacks its bad, likely or good case"),
    ({"good": None, "likely": None, "bad": None}, "no impact is stated"),
    ({"good": 9e9}, "the bad case is smaller than the good one"),
    ({"driver": "D-9"}, "no driver is agreed"),
    ({"currency": "EUR"}, "no exchange rate is stated"),
])
def test_missing_money_is_said_with_its_reason(given: dict[str, Any], reason: str) -> None:
    """On the bottom line and beside the row."""
    frame = framed(dossier(month(register=(row(**given),))))

    assert f"Its cost is not put into money: {reason}." == _bottom(frame)[1]
    assert "The line stops: unlikely (4 in 10) by 14 February, not put into money." == could_go_wrong(pen(), frame.issues[0], frame.changes)[0].text


def test_the_measure_of_the_money_is_named() -> None:
    """Cash is not EBITDA."""
    assert "If it happens it costs $1M to $3M of cash." == _bottom(framed(dossier(month(register=(row(measure=Measure.CASH),)))))[1]


def _asked(**given: Any) -> Frame:
    terms = ask("A-007", *given.pop("options", (option("B", cost_once=50e3, chance_after=0.1),)), **given)
    return framed(dossier(month(register=(row(),), asks=(terms,))))


def test_an_ask_past_its_day_is_overdue_and_no_condition() -> None:
    """`unless it is decided by 30 October` would be false on 6 November."""
    frame = _asked(needed_by=date(2026, 10, 30))

    assert "The line stops: unlikely (4 in 10) by 14 February; A-007 (second source) was needed by 30 October and is not decided." == _bottom(frame)[0]
    assert _bottom(frame, "es")[0].endswith("; A-007 (segundo proveedor) se necesitaba a más tardar el 30 de octubre y no está decidida.")


def test_a_decision_needed_today_can_still_be_taken() -> None:
    """The day is included."""
    assert _bottom(_asked(needed_by=date(2026, 11, 6)))[0].endswith(", unless A-007 (second source) is decided by 6 November.")


@pytest.mark.parametrize("given", [
    {"purpose": Purpose.DISCUSSION}, {"purpose": Purpose.INFORMATION}, {"recommendation": ""}, {"needed_by": None},
])
def test_what_cannot_be_decided_is_no_condition(given: dict[str, Any]) -> None:
    """Nothing is unless a discussion is decided."""
    assert "The line stops: unlikely (4 in 10) by 14 February." == _bottom(_asked(**given))[0]


def test_a_decision_that_was_taken_is_no_condition() -> None:
    """The secretary recorded it on 3 November."""
    terms = ask("A-007", option("B", chance_after=0.1))
    frame = framed(dossier(month(register=(row(),), asks=(terms,)), responses=(response(Choice.DECIDED, terms),)))

    assert "The line stops: unlikely (4 in 10) by 14 February." == _bottom(frame)[0]


def test_an_asks_title_in_the_other_language_is_labelled() -> None:
    """Never translated by machine."""
    assert _bottom(_asked(title_en=""))[0].endswith("unless A-007 (segundo proveedor (in Spanish)) is decided by 30 November.")


def test_a_recommendation_without_its_figures_says_which_is_missing() -> None:
    """A cost and nothing avoided in money; without a cost nothing is said."""
    assert "The plant recommends B, way B: it costs $50k; what it avoids is not put into money." == _bottom(
        framed(dossier(month(register=(row(good=None),), asks=(ask("A-007", option("B", cost_once=50e3)),)))))[2]
    assert 2 == len(_bottom(_asked(options=(option("B", chance_after=0.1),))))


def test_an_absolute_limit_leads_and_the_first_matter_of_money_follows() -> None:
    """The limit is named and not priced."""
    frame = framed(dossier(month(register=(row(), row("R-002", **SAFE_ROW, chance=0.1)))))

    assert ["A worker is hurt: very unlikely (1 in 10) by 14 February.",
            "It touches an absolute limit (safety), so it is neither priced nor ranked by money.",
            "The line stops: unlikely (4 in 10) by 14 February, $1M to $3M."] == _bottom(frame)


def test_an_absolute_limit_alone_has_no_third_sentence() -> None:
    """Nothing is added for symmetry."""
    assert ["Se lastima una persona: poco probable (4 de 10) de aquí al 14 de febrero.",
            "Toca un límite absoluto (seguridad de las personas): no se le pone precio ni se ordena por dinero."] == _bottom(
        framed(dossier(month(register=(row(**SAFE_ROW),)))), "es")


def test_nothing_to_say_is_said_in_counts() -> None:
    """A quiet month."""
    assert ["Nothing in this month's workbook points to a loss, a broken tolerance or a decision; 3 of 4 KPIs are on target."] == _bottom(framed(dossier(month())))


def _kpi(value: float | tuple[float, ...], **given: Any) -> Frame:
    shape = {"unit": "%", "direction": Direction.HIGHER, "name_en": "on-time delivery", "name_es": "entregas a tiempo"}
    agreed = {"target": 0.95, "low_limit": 0.90, "value_per_unit": 10e3, "currency": "USD", "basis": Basis.MONTH, "measure": Measure.EBITDA, **given}
    values = value if isinstance(value, tuple) else (value,)
    return framed(dossier(month(kpis=(report("OTD", values),)), agreed=charter(kpi(**shape), targets=(target(**agreed),))))


def test_a_broken_kpi_says_value_limit_and_cost() -> None:
    """14 points under 95 % at 10,000 a point."""
    frame = _kpi(0.81)

    assert ["On-time delivery: 81%, beyond its limit of 90%.", "At 14\N{NO-BREAK SPACE}percentage points short of target it costs $140k of EBITDA a month."] == _bottom(frame)
    assert ["Entregas a tiempo: 81%, fuera de su límite de 90%.", "A 14\N{NO-BREAK SPACE}puntos porcentuales de la meta cuesta 140 mil USD de EBITDA al mes."] == _bottom(frame, "es")


@pytest.mark.parametrize(("basis", "words"), [(Basis.YEAR, "a year"), (Basis.ONCE, "once"), (None, "a month")])
def test_the_basis_is_said_with_the_money(basis: Basis | None, words: str) -> None:
    """A month where nobody said."""
    assert _bottom(_kpi(0.81, basis=basis))[1].endswith(f"of EBITDA {words}.")


@pytest.mark.parametrize(("given", "expected"), [
    ({"value_per_unit": None}, "No money has been agreed for a unit of it, so its cost is not put into money."),
    ({"valid_low": 0.85}, "Its value lies outside the range that the agreed money holds for, so its cost is not put into money."),
    ({"currency": "EUR"}, "No exchange rate is stated, so its cost is not put into money."),
    ({"target": 0.80}, "It meets its target today, so there is no shortfall to price."),
])
def test_why_a_kpi_has_no_money_is_said_as_it_is(given: dict[str, Any], expected: str) -> None:
    """Never that nothing was agreed where something was."""
    assert expected == _bottom(_kpi(0.81, **given))[1]


def test_a_kpi_whose_group_another_carries_names_it() -> None:
    """One dollar once: B shows 30 units, A shows 10 and refers to it."""
    kpis = [kpi(code, direction=Direction.LOWER, value_group="waste") for code in "AB"]
    rows = [target(code, target=0.0, high_limit=5.0, value_per_unit=1e3, currency="USD") for code in "AB"]
    frame = framed(dossier(month(kpis=(report("A", (10.0,)), report("B", (30.0,)))), agreed=charter(*kpis, targets=tuple(rows))))

    assert "Its money is counted with B: one loss, counted once." == _bottom(frame)[1]


def test_a_likely_breach_has_its_chance_and_horizon() -> None:
    """Falling a point a month towards the limit."""
    falling = tuple(0.99 - 0.01 * step for step in range(9))

    actual = _first(_kpi(falling))

    assert actual.startswith("On-time delivery breaks its limit of 90% within 6 months: ")
    assert actual.endswith((" in 10).", " in 100)."))


def test_an_absolute_kpi_without_a_row_leads() -> None:
    """Broken today, never priced."""
    safe = kpi("SAFE", direction=Direction.LOWER, absolute=AbsoluteLimit.SAFETY, name_en="lost-time injuries", unit="injuries")
    frame = framed(dossier(month(kpis=(report("SAFE", (1.0,)),)), agreed=charter(safe, targets=(target("SAFE", high_limit=0.0),))))

    assert ["Lost-time injuries: 1\N{NO-BREAK SPACE}injury, beyond its limit of 0\N{NO-BREAK SPACE}injuries.",
            "It touches an absolute limit (safety), so it is neither priced nor ranked by money."] == _bottom(frame)


def test_when_it_was_first_told_is_said() -> None:
    """New this month, or the month of its first workbook, with its year where it is another."""
    months = [month(OCTOBER + -12, register=(row("R-001"),)), month(OCTOBER + -4, register=(row("R-001"), row("R-002"))), month(OCTOBER + -1)]
    frame = framed(dossier(*months, month(register=tuple(row(f"R-00{index}", chance=0.4 - index / 10) for index in (1, 2, 3)))))

    told = [could_go_wrong(pen(), issue, frame.changes)[1].text for issue in frame.issues]

    assert ["First reported in October 2025.", "First reported in June.", "New this month."] == told


def test_in_a_sites_first_month_nothing_is_new() -> None:
    """There is nothing to be newer than."""
    frame = framed(dossier(month(register=(row(),))))

    assert 1 == len(could_go_wrong(pen(), frame.issues[0], frame.changes))


def test_a_headline_with_everything_names_the_cells_of_everything() -> None:
    """Event, chance and date of the row; title and date of the ask."""
    frame = framed(example())

    actual = headline(pen(), "x", frame.issues[0], ask=frame.asks[0], cost=True)

    assert {"EVENT_EN4", "CHANCE4", "BY_DATE4", "TITLE_EN4", "NEEDED_BY4", "GOOD4", "BAD4", "VALUE4"} <= {cell.cell for cell in actual.cells}


def test_a_clause_is_capitalised_and_otherwise_untouched() -> None:
    """Its first letter, also with an accent; codes and names in it stay."""
    frame = framed(dossier(month(register=(row(event_es="ácido PA-66 se derrama en la línea B"),))))

    assert _first(frame, "es").startswith("Ácido PA-66 se derrama en la línea B: ")


def test_no_figure_of_a_headline_is_ever_not_a_number() -> None:
    """Impacts of nothing and chances of nothing."""
    frame = framed(dossier(month(register=(row(good=0.0, likely=0.0, bad=0.0, chance=0.0),), asks=(ask("A-007", option("B", cost_once=0.0, chance_after=0.0)),))))

    assert ["The line stops: almost no chance (0 in 100) by 14 February, unless A-007 (second source) is decided by 30 November.",
            "If it happens it costs $0 of EBITDA.",
            "The plant recommends B, way B: it costs $0 and avoids about $0 of expected loss."] == _bottom(frame)
    assert replace(frame.issues[0], loss=None, indicator=None).expected == 0
