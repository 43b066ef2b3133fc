"""The part on scenarios, the sentences on foresight and exposure that stand with it, and the pages they take."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import pikepdf
import pytest

from briefing.analysis.assessment import assess
from briefing.document.blocks import Chart, Document, Layout, Section, SideBySide, Table, all_sentences, sentences_of
from briefing.document.compose import compose
from briefing.document.editions import Edition
from briefing.document.figures import BarsFigure, OptionsFigure
from briefing.framing import frame
from briefing.language import LANGUAGES, Language
from briefing.model.charter import Appetite, Direction, Driver, Scenario
from briefing.model.dossier import Dossier
from briefing.periods import Period
from briefing.pipeline import Briefing
from briefing.rendering import render
from tests.builders import charter, dossier, kpi, month, report, row, source, target

SITES = ("MTY", "QRO", "TIJ")
MOST_PAGES = 8
FALLING = [40.0, 39.0, 40.0, 41.0, 39.0, 40.0, 39.0, 38.0, 40.0, 39.0, 38.0, 36.0, 33.0, 30.0]


def _document(known: Dossier, language: Language = "en") -> Document:
    return compose(frame(assess(known, seed=1)), Edition.parse(f"board.{language}"))


def _section(document: Document, anchor: str) -> Section | None:
    return next((each for each in document.sections if each.anchor == anchor), None)


def _said(document: Document, start: str) -> list[str]:
    return [each.text for each in all_sentences(document) if each.id.startswith(start)]


def _known(*scenarios: Scenario, **given: Any) -> Dossier:
    lost_day = Driver("D-01", "a lost day", "un día perdido", unit="days", value=100_000.0, currency="USD", source=source("Drivers", 4, "charter.xlsx"))
    peso = Driver("D-02", "1 % on the peso", "1 % del peso", unit="%", value=9_000.0, currency="USD", source=source("Drivers", 5, "charter.xlsx"))
    agreed = charter(kpi("COVER", name_en="Cover", name_es="Cobertura", unit="days", direction=Direction.HIGHER, seasonal=False, decimals=0),
                     targets=(target("COVER", target=35.0, low_limit=20.0),), drivers=(lost_day, peso), scenarios=scenarios,
                     appetite=(Appetite(1e6, 0.5, source=source("Appetite", 4)), Appetite(3e6, 0.05, source=source("Appetite", 5))), **given)
    stop = row("R-001", chance=0.5, good=5.0, likely=8.0, bad=12.0, driver="D-01", currency="")
    return dossier(month(register=(stop, row("R-002")), kpis=(report("COVER", FALLING),)), agreed=agreed)


STOP = Scenario("S-1", "no resin", "sin resina", "D-01", 18.0, Period(2027, 2), 1, None, "COVER", 25.0, "air freight", "flete aéreo", 95_000.0, 7,
                source("Scenarios", 4, "charter.xlsx"))
PESO = Scenario("S-2", "a strong peso", "peso fuerte", "D-02", 5.0, None, 12, 2, source=source("Scenarios", 5, "charter.xlsx"))


@pytest.mark.parametrize(("language", "moves", "cost", "response"), [
    ("en", "18 days, Feb 2027 (D-01, a lost day)", "$1.8M", "air freight; costs $95k, works after 7 days"),
    ("es", "18 días, feb 2027 (D-01, un día perdido)", "1.8 mdd", "flete aéreo; cuesta 95 mil USD, funciona en 7 días"),
])
def test_a_row_says_what_moves_what_it_costs_and_what_is_prepared(language: Language, moves: str, cost: str, response: str) -> None:
    """18 days at 100,000: 1.8 million."""
    document = _document(_known(STOP), language)

    said = [" ".join(text.split()) for part in ("moves", "ebitda", "response") for text in _said(document, f"scenario.S-1.{part}")]

    assert [moves, cost, response] == said


def test_the_trigger_has_word_and_figure_and_the_last_month_in_time() -> None:
    """A start in February less a week leaves November and December."""
    first, chance = _said(_document(_known(STOP)), "scenario.S-1.trigger")

    assert "Cover at 25\N{NO-BREAK SPACE}days or less;" == first
    assert chance.startswith("by Dec 2026: ")
    assert chance.endswith((" in 10)", " in 100)"))


def test_a_scenario_is_held_against_the_exposure_and_never_added() -> None:
    """The row on its driver is named; the other scenario touches none."""
    document = _document(_known(STOP, PESO))
    (touching,), (bare,) = _said(document, "scenario.S-1.exposure"), _said(document, "scenarios.no_row")

    assert "the same money as R-001" in touching
    assert "only the larger of the two counts" in touching
    assert bare.startswith("S-2 moves no driver")
    assert any("nothing here is added to the exposure" in text for text in _said(document, "scenarios.intro"))


def test_two_drivers_that_move_make_a_tornado() -> None:
    """Largest first, each with the scenario that moves it; one bar alone is none."""
    section, alone = (_section(_document(_known(*scenarios)), "scenarios") for scenarios in ((PESO, STOP), ()))
    assert section is not None
    assert alone is not None
    (chart,) = [block for block in section.blocks if isinstance(block, Chart)]

    assert isinstance(chart.figure, BarsFigure)
    assert ["S-1 · a lost day", "S-2 · 1 % on the peso"] == [item.label for item in chart.figure.items]
    assert "$1.8M" in chart.alternative
    assert not [block for block in alone.blocks if isinstance(block, Chart)]


def test_a_charter_without_scenarios_says_so() -> None:
    """One sentence, in the section's place."""
    assert ["The charter declares no scenario yet."] == _said(_document(_known()), "scenarios.intro")


def test_the_months_stand_in_the_appendix_with_both_years() -> None:
    """Twelve months, their sum, and each calendar year of the whole course."""
    section = _section(_document(_known(PESO)), "scenario-months")
    assert section is not None
    assert section.layout is Layout.APPENDIX
    (table,) = [block for block in section.blocks if isinstance(block, Table)]
    first, *_ = [[cell.sentences[0].text for cell in each.cells] for each in table.rows]

    # 5 x 9,000 x 1/2 in the first month of a ramp of two.
    assert 12 + 1 + 2 == len(table.rows)
    assert ["Nov 2026", "$23k"] == first


def test_a_driver_without_a_value_is_listed_as_not_translated() -> None:
    """In the table and in a sentence."""
    unknown = Scenario("S-9", "a tariff", "un arancel", "D-77", 3.0, source=source("Scenarios", 9, "charter.xlsx"))
    document = _document(_known(unknown))

    assert ["not put into money"] == _said(document, "scenario.S-9.cost")
    assert ["Not put into money: S-9 (no value is agreed for its driver)."] == _said(document, "scenarios.untranslated")


def test_the_crossing_and_the_parts_stand_in_the_exposure() -> None:
    """From which amount to which, by how much at most; by kind and by priority only where there are some."""
    document = _document(_known())

    (crossing,) = _said(document, "exposure.crossing")
    assert crossing.startswith("With the common factor the curve lies ")
    assert [] == _said(document, "exposure.by_priority")


def test_warnings_name_their_record_or_that_there_is_none() -> None:
    """A limit of 29 that a fall from 40 nears: warned of, without a record yet."""
    agreed = charter(kpi("COVER", direction=Direction.HIGHER, seasonal=False), targets=(target("COVER", target=35.0, low_limit=29.0),))
    document = _document(dossier(month(kpis=(report("COVER", FALLING),)), agreed=agreed))

    assert _said(document, "outlook.warning.COVER")
    assert ["There is no record yet of such warnings coming true."] == _said(document, "outlook.warnings.rate")


# ---------------------------------------------------------------- the sample company

@pytest.mark.parametrize("site", SITES)
@pytest.mark.parametrize("edition", ["board.en", "board.es", "site.es"])
def test_at_most_eight_pages_come_before_the_appendix(site: str, edition: str, briefings: Mapping[str, Briefing]) -> None:
    """The first section of the appendix begins after the eighth page, by the document's bookmarks."""
    document = briefings[site].documents[Edition.parse(edition)]
    first = next(section for section in document.sections if section.layout is Layout.APPENDIX)
    with pikepdf.open(io.BytesIO(render(document, "pdf"))) as pdf:
        places = {page.objgen: number for number, page in enumerate((page.obj for page in pdf.pages), 1)}
        with pdf.open_outline() as outline:
            found = [_page(item, places) for item in _all(outline.root) if item.title == first.title]

    assert found
    assert found[0] <= MOST_PAGES + 1


def _all(items: Any) -> list[Any]:
    return [each for item in items for each in (item, *_all(item.children))]


def _page(item: Any, places: Mapping[Any, int]) -> int:
    return places[item.destination[0].objgen]


@pytest.mark.parametrize("site", SITES)
def test_scenarios_print_the_same_facts_in_both_languages(site: str, briefings: Mapping[str, Briefing]) -> None:
    """One set of facts, told in two languages."""
    english, spanish = (_section(briefings[site].documents[Edition.parse(f"board.{language}")], "scenarios") for language in LANGUAGES)
    assert english is not None
    assert spanish is not None

    assert [each.facts for each in sentences_of(english)] == [each.facts for each in sentences_of(spanish)]


def test_an_option_chart_stands_on_the_supplier_issue(briefings: Mapping[str, Briefing]) -> None:
    """B and C of the second source, each with its cost and what it avoids."""
    section = _section(briefings["MTY"].documents[Edition.parse("board.en")], "issue-R-014")
    assert section is not None
    beside = [block for part in section.blocks if isinstance(part, SideBySide) for block in part.right]
    (figure,) = [block.figure for block in (*section.blocks, *beside) if isinstance(block, Chart) and isinstance(block.figure, OptionsFigure)]

    assert ["B", "C"] == [point.letter for point in figure.points]
    assert all(point.low <= point.avoided <= point.high for point in figure.points)
