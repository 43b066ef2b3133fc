"""Laws of the sentences: figures rest on the sentence's cells, ids mean one thing, and no figure is anything but a number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefing.analysis import portfolio
from briefing.analysis.assessment import assess
from briefing.document.blocks import Document
from briefing.document.compose import compose
from briefing.document.editions import EDITIONS, Edition
from briefing.evidence import Fact, closure
from briefing.framing import Frame, frame
from briefing.framing.wording.pen import Part, Pen
from briefing.model.charter import AbsoluteLimit, Direction, Driver
from briefing.model.dossier import Dossier
from briefing.model.register import Occurs, RowKind, RowState
from briefing.model.responses import Choice
from briefing.money import Measure
from briefing.pipeline import Briefing
from briefing.sentences import Sentence
from tests.builders import AS_OF, OCTOBER, ask, charter, dossier, example, kpi, month, option, report, response, row, target

SEPTEMBER = OCTOBER + -1


@pytest.fixture(autouse=True, scope="module")
def _few_years() -> Iterator[None]:
    """Five hundred simulated years say as much about evidence as a hundred thousand."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(portfolio, "YEARS", 500)
        yield


def _sentences(value: Any) -> Iterator[Sentence]:
    """Walk a document's tree."""
    if isinstance(value, Sentence):
        yield value
    elif is_dataclass(value):
        for field in fields(value):
            yield from _sentences(getattr(value, field.name))
    elif isinstance(value, tuple | list):
        for each in value:
            yield from _sentences(each)


def _unfounded(sentences: list[Sentence], facts: Mapping[str, Fact]) -> list[str]:
    """Give the sentences of which a figure rests on a cell that the sentence does not name."""
    return [
        f"{sentence.id}: {name}" for sentence in sentences for name in sentence.facts
        if not {cell for cell in facts[name].evidence() if cell.file} <= set(sentence.cells)
    ]


def _all(facts: Iterable[Fact]) -> Iterator[Fact]:
    """Yield the facts and all they rest on, repeats included."""
    for fact in facts:
        yield fact
        yield from _all(fact.inputs)


def _contradictions(printed: list[Fact]) -> set[str]:
    """Give the ids that two facts of different values or cells share."""
    known: dict[str, Fact] = {}
    return {fact.id for fact in _all(printed) if (first := known.setdefault(fact.id, fact)).value != fact.value or first.cells != fact.cells}


def _composed(judged: Frame, edition: Edition) -> tuple[Document, list[Fact]]:
    """Compose an edition and note every fact that its pen prints."""
    printed: list[Fact] = []
    write = Pen.number

    def noted(self: Pen, fact: Fact, *rest: Any, **named: Any) -> Part:
        printed.append(fact)
        return write(self, fact, *rest, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Pen, "number", noted)
        return compose(judged, edition), printed


def _check(known: Dossier, editions: Iterable[Edition] = EDITIONS) -> None:
    judged = frame(assess(known, seed=1))
    for edition in editions:
        document, printed = _composed(judged, edition)
        facts = {fact.id: fact for fact in closure(document.facts)}
        found = list(_sentences(document))
        assert [] == _unfounded(found, facts)
        assert set() == _contradictions(printed)
        assert [] == [each.text for each in found if re.search(r"\b(?:nan|NaN|inf|None)\b|\{\w*\}|\d[eE][+-]\d|\.\.(?!\.)|\N{MINUS SIGN}\$?0(?![.\d])", each.text)]


def test_every_figure_of_the_worked_example_rests_on_its_sentences_cells() -> None:
    """In every edition."""
    _check(example())


@pytest.mark.parametrize("site", ["MTY", "QRO", "TIJ"])
def test_every_figure_of_the_sample_company_rests_on_its_sentences_cells(briefings: Mapping[str, Briefing], site: str) -> None:
    """Three plants, six editions, appendix and all."""
    _check(briefings[site].dossier)


MONEY = st.none() | st.sampled_from([0.0, 1.0, 999.5, 5e5, 1e6, 9.99e6, 1e12])
CHANCES = st.none() | st.sampled_from([0.0, 0.004, 0.05, 0.14, 0.45, 0.6, 0.999, 1.0])
DAYS = st.none() | st.integers(-400, 900).map(lambda days: AS_OF + timedelta(days=days))
KINDS = st.sampled_from([RowKind.SUPPLY, RowKind.SAFETY, RowKind.CUSTOMER])


@st.composite
def months(draw: st.DrawFn) -> Dossier:
    """Give a month in which anything may be missing, zero, late or in another money."""
    def a_row(identifier: str) -> Any:
        given = {name: draw(MONEY) for name in ("good", "likely", "bad")}
        return row(identifier, kind=draw(KINDS), chance=draw(CHANCES), by_date=draw(DAYS), earliest=draw(DAYS), occurs=draw(st.sampled_from(Occurs)),
                   times_in_five_years=draw(st.none() | st.sampled_from([0.0, 3.0, 1e5])), currency=draw(st.sampled_from(["USD", "MXN", "EUR", ""])),
                   driver=draw(st.sampled_from(["", "", "D-01", "D-99"])), measure=draw(st.sampled_from(Measure)), kpis=draw(st.sampled_from([(), ("C",), ("S",)])),
                   rows=draw(st.sampled_from([(), ("R-001",), ("R-002",)])), event_en=draw(st.sampled_from(["", "the line stops"])),
                   state=draw(st.sampled_from([RowState.OPEN, RowState.OPEN, RowState.CLOSED])), privileged=draw(st.integers(0, 9)) == 0,
                   absolute=draw(st.sampled_from([None, None, AbsoluteLimit.CYBER])), cause=draw(st.sampled_from(["", "¿quién sabe?"])), **given)

    def an_ask(identifier: str) -> Any:
        ways = [option(letter, identifier, cost_once=draw(MONEY), cost_month=draw(MONEY), months=draw(st.none() | st.just(4.0)), chance_after=draw(CHANCES),
                       months_to_effect=draw(st.none() | st.sampled_from([0.0, 0.02, 0.5, 2.0, 30.0])), impact_after=draw(st.none() | st.sampled_from([0.0, 0.5])),
                       capital=draw(MONEY), currency=draw(st.sampled_from(["", "MXN", "EUR"])), rows=draw(st.sampled_from([(), ("R-001",), ("R-001", "R-002")])))
                for letter in draw(st.sampled_from([(), ("B",), ("A", "B", "C")]))]
        return replace(ask(identifier, *ways), needed_by=draw(DAYS), sent_on=draw(DAYS), first_raised=draw(DAYS), delay_cost=draw(MONEY),
                       title_en=draw(st.sampled_from(["", "second source"])), recommendation=draw(st.sampled_from(["", "A", "B"])))

    values = st.lists(st.none() | st.sampled_from([0.0, 1.0, 9.0, 9.5, 12.0, 1e9]), min_size=1, max_size=9)
    kpis = tuple(report(code, draw(values)) for code in "CSX")
    asked = an_ask("A-001")
    agreed = charter(
        kpi("C", unit=draw(st.sampled_from(["%", "days", ""])), seasonal=False), kpi("S", direction=Direction.LOWER, absolute=AbsoluteLimit.SAFETY),
        targets=(target("C", target=draw(MONEY), low_limit=draw(st.none() | st.just(10.0)), value_per_unit=draw(MONEY), currency=draw(st.sampled_from(["MXN", "EUR"]))),
                 target("S", high_limit=0.0)),
        drivers=(Driver("D-01", "a day", unit="days", value=1e5, currency="MXN", source=row().source),))
    before = month(SEPTEMBER, register=(a_row("R-001"),), asks=(an_ask("A-001"),), kpis=tuple(report(code, (9.0,), last=SEPTEMBER) for code in "CS"))
    now = month(register=(a_row("R-001"), a_row("R-002")), asks=(asked, an_ask("A-002")), kpis=kpis)
    answers = (response(draw(st.sampled_from(Choice)), asked),) if draw(st.booleans()) else ()
    shown = draw(st.sampled_from([(before, now), (now,), (before,), ()]))
    return dossier(*shown, agreed=agreed, responses=answers)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(months())
def test_whatever_is_missing_a_briefing_is_written_and_founded(known: Dossier) -> None:
    """No failure, no place left unfilled, no figure without its cells, in every edition."""
    _check(known)
