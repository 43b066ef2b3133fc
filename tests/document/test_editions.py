"""Three audiences and two languages tell one set of facts; what an edition leaves out is said to be left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import Any

import pytest

from briefing.document.blocks import Document, Layout, Section, all_sentences, sentences_of
from briefing.document.editions import EDITIONS, Audience, Edition
from briefing.evidence import closure
from briefing.model.charter import AbsoluteLimit
from briefing.model.dossier import Dossier
from briefing.pipeline import Briefing, build
from briefing.sentences import Sentence
from tests.builders import COMPANY, OCTOBER, ask, charter, dossier, kpi, month, option, report, row, target
from tests.months import MONTHS, made

pytestmark = pytest.mark.xdist_group("straining months")
BOARD, HQ, SITE = (Edition(audience, "en") for audience in (Audience.BOARD, Audience.HQ, Audience.SITE))


def shape(tree: Any) -> Any:
    """Give the kinds of blocks as they nest, and of each sentence its id, facts, stance and pattern."""
    if isinstance(tree, Sentence):
        return tree.id, tree.facts, tree.stance, tree.key
    if isinstance(tree, tuple):
        return tuple(map(shape, tree))
    if is_dataclass(tree):
        return type(tree).__name__, tuple(shape(getattr(tree, each.name)) for each in fields(tree))
    return None


@pytest.mark.parametrize("name", MONTHS)
@pytest.mark.parametrize("audience", Audience)
def test_both_languages_have_the_same_blocks_and_facts(name: str, audience: Audience) -> None:
    """However long the words are in one of them: what is cut for one is listed for both."""
    english, spanish = (made(name).documents[Edition(audience, language)] for language in ("en", "es"))

    assert [each.anchor for each in english.sections] == [each.anchor for each in spanish.sections]
    for one, other in zip(_printed(english), _printed(spanish), strict=True):
        assert shape(one.blocks) == shape(other.blocks), one.anchor


def _printed(document: Document) -> list[Section]:
    """Give the sections but the evidence, whose cells are those of the language's own columns."""
    return [each for each in document.sections if each.anchor != "evidence"]


@pytest.mark.parametrize("name", MONTHS)
def test_one_fact_has_one_value_in_all_six(name: str) -> None:
    """Same id, same value, unit and method; money is converted only when it is printed."""
    seen: dict[str, tuple[Any, ...]] = {}
    for document in made(name).documents.values():
        for fact in closure(document.facts):
            assert seen.setdefault(fact.id, (fact.value, fact.unit, fact.method)) == (fact.value, fact.unit, fact.method)


@pytest.mark.parametrize("name", MONTHS)
def test_without_a_materiality_every_audience_is_told_the_same(name: str) -> None:
    """The same asks, rows and issues stand in the board's, headquarters' and the site's edition."""
    told = {}
    for edition in (BOARD, HQ, SITE):
        sentences = {each.id for each in all_sentences(made(name).documents[edition])}
        told[edition] = {each for each in sentences if each.startswith(("register.R", "rest.R", "issues."))}
    listed = {edition: {each.split(".")[1] for each in found} for edition, found in told.items()}

    assert listed[BOARD] == listed[HQ] == listed[SITE]


def with_minor_matters() -> Dossier:
    """Give a board that wants to hear of 500,000 dollars and more: one row above, three below, of which two are never filtered."""
    agreed = charter(kpi("C"), kpi("S", absolute=AbsoluteLimit.SAFETY), targets=(target("C", low_limit=10.0), target("S", low_limit=10.0)),
                     company=replace(COMPANY, board_materiality=5e5))
    small = {"good": 1e4, "likely": 2e4, "bad": 3e4}
    rows = (
        row("R-001"),  # 0.4 of about 2 million
        row("R-002", event_en="a small matter", event_es="un asunto menor", **small),
        row("R-003", event_en="a small spill", event_es="un derrame menor", absolute=AbsoluteLimit.ENVIRONMENT, **small),
        row("R-004", event_en="a small broken tolerance", event_es="una tolerancia rota", kpis=("C",), **small),
        row("R-005", event_en="nobody knows how much", event_es="nadie sabe cuánto", good=None, likely=None, bad=None),
    )
    asks = (
        ask("A-001", option("A", "A-001", rows=("R-001",)), option("B", "A-001", rows=("R-001",), cost_once=1e5, chance_after=0.1)),
        ask("A-002", option("A", "A-002", rows=("R-002",)), option("B", "A-002", rows=("R-002",), cost_once=1e3, chance_after=0.1)),
        ask("A-003", option("A", "A-003", rows=("R-002",)), option("B", "A-003", rows=("R-002",), cost_once=9e5, chance_after=0.1)),
    )
    return dossier(month(register=rows, asks=asks, kpis=(report("C", (9.0,)), report("S", (9.0,)))), agreed=agreed)


def rows_and_asks(document: Document) -> tuple[set[str], set[str]]:
    """Give the ids in the register, and those in the tables of asks."""
    ids = [each.id.split(".") for each in all_sentences(document)]
    rows = {parts[1] for parts in ids if parts[0] in {"register", "rest"} and parts[1].startswith("R-")}
    return rows, {parts[2] for parts in ids if parts[:2] in (["one", "ask"], ["all", "ask"]) and parts[2].startswith("A-")}


def test_the_board_hears_only_of_what_reaches_its_materiality() -> None:
    """Small and known goes; absolute limits, broken tolerances and what nobody has translated stay; a costly answer stays."""
    briefing = build(with_minor_matters(), editions=EDITIONS)

    assert ({"R-001", "R-003", "R-004", "R-005"}, {"A-001", "A-003"}) == rows_and_asks(briefing.documents[BOARD])
    for edition in (HQ, SITE):
        assert ({"R-001", "R-002", "R-003", "R-004", "R-005"}, {"A-001", "A-002", "A-003"}) == rows_and_asks(briefing.documents[edition])


def test_what_the_board_does_not_hear_is_counted_and_said_where_it_stands() -> None:
    """On page one and under the register, with the amount and its cell; in the other editions there is nothing to say."""
    briefing = build(with_minor_matters(), editions=EDITIONS)
    board = [each for each in all_sentences(briefing.documents[BOARD]) if each.key == "left_out"]

    assert ["one.left_out", "register.left_out"] == [each.id for each in board]
    assert ("Below the board's materiality of $500k and not in this edition: 1 row of the register and 1 ask. "
            "They stand in the HQ edition.") == board[0].text
    assert {"company.board_materiality"} == set(board[0].facts)
    assert [] == [each.id for edition in (HQ, SITE) for each in all_sentences(briefing.documents[edition]) if each.key == "left_out"]


def test_the_exposure_is_the_same_whatever_the_board_hears() -> None:
    """Its sum counts every row in every edition."""
    briefing = build(with_minor_matters(), editions=EDITIONS)
    means = {fact.value for document in briefing.documents.values() for fact in document.facts if fact.id == "exposure.mean"}

    assert 1 == len(means)


def anchors(document: Document) -> Iterator[str]:
    """Yield the sections before the appendix."""
    return (each.anchor for each in document.sections if each.layout is not Layout.APPENDIX)


def test_each_audience_is_told_in_its_order() -> None:
    """The board its conclusion, headquarters its decisions, the site its context before the figures: it stands on page one too."""
    documents = made("fullest").documents
    site, headquarters = list(anchors(documents[SITE])), list(anchors(documents[HQ]))

    assert site.index("context") < site.index("outlook")
    assert headquarters.index("decisions") < headquarters.index("outlook")
    assert "context" == list(anchors(documents[BOARD]))[-1]
    assert "decisions" not in anchors(documents[BOARD])


def test_decisions_lead_the_issues_where_they_share_a_page() -> None:
    """A few lines never have a page to themselves: where the first issue needs its own, they follow the issues."""
    short, long = (list(anchors(made(name).documents[HQ])) for name in ("no_money", "fullest"))

    assert short[1:3] == ["decisions", "issue-ONE"]
    assert long[1:4] == ["issue-KPI-06", "decisions", "outlook"]


def test_headquarters_is_told_what_it_decides_before_the_next_briefing() -> None:
    """In order of the day it is needed, with the days left; what has no date, or a later one, is not of this month."""
    days = {"A-001": date(2026, 12, 24), "A-002": date(2026, 11, 7), "A-003": date(2026, 10, 5), "A-004": date(2027, 2, 1)}
    asks = tuple(ask(name, option("A", name), option("B", name), needed_by=day) for name, day in days.items())
    briefing = build(dossier(month(OCTOBER, asks=asks, register=(row(),))), editions=EDITIONS)
    (section,) = (each for each in briefing.documents[HQ].sections if each.anchor == "decisions")

    said = [each.text for each in sentences_of(section)]

    assert ["A-003", "A-002", "A-001"] == [each[:5] for each in said]
    assert "32 days ago, and is not decided" in said[0]  # 5 October to 6 November
    assert "by 7 November, 1 day from now" in said[1]
    assert "48 days from now" in said[2]  # 6 November to 24 December


def test_formulas_are_said_in_the_readers_language(briefings: Mapping[str, Briefing]) -> None:
    """Where the charter has them in both; one that it has in a single language stands as typed."""
    def formulas(language: str) -> list[str]:
        document = briefings["MTY"].documents[Edition.parse(f"site.{language}")]
        (section,) = (each for each in document.sections if each.anchor == "definitions")
        return [each.text for each in sentences_of(section) if each.id.endswith(".formula")]

    assert "lines shipped on time / lines due" in formulas("en")
    assert "partidas a tiempo / partidas que vencían" in formulas("es")
    assert "EBITDA - plan" in formulas("es")
