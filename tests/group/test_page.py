"""The group's page: whose plant needs what by when, every figure from the cells, and one page whatever is on it."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pikepdf
import pytest

from briefing.document.blocks import Document, Layout, Table, all_sentences, sentences_of
from briefing.document.editions import Audience, Edition
from briefing.evidence import CellRef, Fact, closure
from briefing.framing.issues import Rank
from briefing.group.arrivals import Arrival, absent, attended, due_day
from briefing.group.digest import Digest
from briefing.group.document import ASKS_LISTED, PLANTS_LISTED, compose_group
from briefing.group.keeping import kept, restored
from briefing.group.pen import CELLS_NAMED, group_pen
from briefing.group.setting import links_to
from briefing.language import LANGUAGES, Language
from briefing.pipeline import Briefing
from briefing.rendering import render
from briefing.sentences import Reference, Words
from tests.document.test_facts import FIGURE
from tests.group.views import AS_OF, OCTOBER, digests, many, view_of

AUDIENCES = (Audience.BOARD, Audience.HQ)
BOARD, HEADQUARTERS = (Edition(audience, "en") for audience in AUDIENCES)


def page(briefings: Mapping[str, Briefing], language: Language = "en", audience: Audience = Audience.BOARD, **view: object) -> Document:
    """Compose the group's page of the sample company."""
    return compose_group(view_of(briefings, **view), Edition(audience, language), links_to(f"board.{language}", "html"))  # type: ignore[arg-type]


def page_one(document: Document) -> str:
    """Give page one as text."""
    return " ".join(each.text for each in sentences_of(document.sections[0]))


def table(document: Document, role: str, section: str) -> Table:
    """Give a table of a section by its role."""
    (found,) = [each for each in document.sections if each.anchor == section]
    return next(block for block in found.blocks if isinstance(block, Table) and block.role == role)


def test_the_absolute_limit_of_any_plant_leads_the_page(briefings: Mapping[str, Briefing]) -> None:
    """Tijuana's aisle stands before Monterrey's millions, with the ask that serves it and its day."""
    lead = page(briefings).sections[0].blocks[0]
    first = next(iter(sentences_of(lead)))

    assert first.text.startswith("Tijuana: a forklift strikes a person in the shared aisle of building 2")
    assert first.text.endswith("unless A-201 is decided by 20 November.")


def test_asks_of_all_plants_stand_by_what_a_months_delay_costs(briefings: Mapping[str, Briefing]) -> None:
    """After those that serve an absolute limit; each with plant, recommendation, day, decider and answers."""
    view = view_of(briefings)
    asks = view.asks
    priced = [ask.delay for _, ask in asks if not ask.serves_limit and ask.purpose == "decision"]

    assert [ask.id for _, ask in asks if ask.serves_limit] == [asks[0][1].id] == ["A-201"]
    assert priced == sorted(priced, reverse=True)
    assert max(priced) > 0
    assert len(asks) == sum(len(briefing.frame.asks) for briefing in briefings.values())
    row = next(row for row in table(page(briefings), "asks", "all-asks").rows if "A-007" in row.cells[1].sentences[0].text)
    assert [" ".join(each.text for each in cell.sentences) for cell in row.cells] == [
        "Monterrey", "A-007 · second source for resin PA-66", "B, qualify two suppliers", "30 Nov", "COO", "$300k", "none, day 12 of 20"]


def test_each_plants_headline_leads_to_its_briefing(briefings: Mapping[str, Briefing]) -> None:
    """A path beside the page, in HTML and PDF."""
    document = page(briefings)
    targets = [run.target for sentence in all_sentences(document) for run in sentence.runs if isinstance(run, Reference) and "/" in run.target]

    assert sorted(set(targets)) == ["MTY/board.en.html", "QRO/board.en.html", "TIJ/board.en.html"]
    assert b'<a href="MTY/board.en.html">Briefing</a>' in render(document, "html")
    pdf = pikepdf.open(io.BytesIO(render(compose_group(view_of(briefings), BOARD, links_to("board.en", "pdf")), "pdf")))
    uris = {str(note.A.URI) for leaf in pdf.pages for note in leaf.get("/Annots", []) if "/A" in note and "/URI" in note.A}
    assert {"MTY/board.en.pdf", "QRO/board.en.pdf", "TIJ/board.en.pdf"} <= uris


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_is_a_fact_that_leads_to_cells(language: Language, briefings: Mapping[str, Briefing]) -> None:
    """And stands in no fixed words; ids of two plants never meet."""
    document = page(briefings, language, without="QRO")
    known = {fact.id: fact for fact in closure(document.facts)}
    printed = {name for sentence in all_sentences(document) for name in sentence.facts}
    hidden = [run.text for section in document.sections if section.anchor not in {"evidence", "method"} for sentence in sentences_of(section)
              for run in sentence.runs if isinstance(run, Words) and FIGURE.search(run.text)]

    assert printed <= known.keys()
    assert len(printed) > 30
    assert [name for name in printed if not known[name].evidence()] == []
    assert hidden == []
    assert [fact.id for fact in closure(document.facts) if not re.match(r"(MTY|QRO|TIJ)/|group\.", fact.id)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_figures_cells_are_among_its_sentences(language: Language, briefings: Mapping[str, Briefing]) -> None:
    """Whoever follows the number of a sentence finds the cells of each of its figures."""
    document = page(briefings, language)
    facts = {fact.id: fact for fact in document.facts}
    bare = [
        (sentence.id, name) for section in document.sections for sentence in sentences_of(section) for name in sentence.facts
        if not set(facts[name].evidence()) <= set(sentence.cells)
    ]
    assert bare == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("count", [1, 3, 40, 200])
def test_page_one_is_one_page_and_says_what_it_leaves_out(count: int, audience: Audience, language: Language, briefings: Mapping[str, Briefing]) -> None:
    """However many plants there are; the whole lists stand in the appendix."""
    view = many(view_of(briefings), count)
    document = compose_group(view, Edition(audience, language), links_to("board.en", "pdf"))
    first = replace(document, sections=document.sections[:1])

    assert document.sections[0].layout is Layout.PAGE_ONE
    assert len(pikepdf.open(io.BytesIO(render(first, "pdf"))).pages) == 1
    assert len(table(document, "kpis", "all-plants").rows) == count
    if count > 3:
        shown = len(table(document, "kpis", "page-one").rows)
        assert 0 < shown < count
        assert str(count - shown) in page_one(document)


def test_a_missing_plant_is_named_with_what_its_silence_leaves_out(briefings: Mapping[str, Briefing]) -> None:
    """Since when, what it last asked for and expected to lose; its asks and figures are in no list."""
    document = page(briefings, without="QRO", on=date(2026, 11, 9))
    said = page_one(document)

    assert "Querétaro is not in this page: its October is missing." in said
    assert "Querétaro has not sent October; it was due 5 Nov, 4 days ago." in said
    assert re.search(r"Its October held \d open asks and an expected loss of \$630k in twelve months; no sum here holds them\.", said)
    assert "A-103" not in said


@pytest.mark.parametrize(("on", "arrival", "days"), [
    (date(2026, 11, 5), Arrival.NOT_DUE, None), (date(2026, 11, 6), Arrival.MISSING, 1), (date(2026, 12, 1), Arrival.MISSING, 26)])
def test_a_month_is_missing_from_the_day_after_its_due_day(on: date, arrival: Arrival, days: int | None, briefings: Mapping[str, Briefing]) -> None:
    """The charter says the fifth."""
    plant = next(each for each in view_of(briefings, without="QRO", on=on).plants if each.site.code == "QRO")

    assert plant.arrival is arrival
    assert (plant.days.value if plant.days else None) == days


@pytest.mark.parametrize(("published", "arrival"), [(date(2026, 11, 6), Arrival.HERE), (date(2026, 11, 7), Arrival.LATE), (None, Arrival.HERE)])
def test_a_published_month_is_late_after_the_review_day(published: date | None, arrival: Arrival, briefings: Mapping[str, Briefing]) -> None:
    """The charter's review is on the sixth; a month without a publication may have come on any day."""
    charter = briefings["QRO"].dossier.charter
    digest = replace(digests(briefings)["QRO"], published=published)
    plant = attended(charter, charter.sites[1], digest)

    assert plant.arrival is arrival
    assert plant.arrival is not Arrival.LATE or (plant.days is not None and plant.days.value == 1)


def test_without_a_day_in_the_charter_nobody_is_late(briefings: Mapping[str, Briefing]) -> None:
    """What is not agreed cannot be broken."""
    charter = replace(briefings["QRO"].dossier.charter, cadence=())
    assert due_day(charter, replace(charter.sites[1], due_day=None), OCTOBER, published=True) is None


def test_decisions_past_their_day_are_named_with_who_decides(briefings: Mapping[str, Briefing]) -> None:
    """Headquarters' overdue decisions print from month one."""
    assert "A-004 · release six frozen technician posts (Monterrey; VP HR, by 11 Jul)" in page_one(page(briefings))


def test_nothing_to_say_is_said(briefings: Mapping[str, Briefing]) -> None:
    """A quiet group has a page too, and so has one of which nothing came."""
    view = view_of(briefings)
    quiet = tuple(replace(each, digest=replace(each.digest, asks=(), issues=(), changes=())) for each in view.plants if each.digest)
    nobody = replace(view, plants=tuple(absent(view.charter, each.site, OCTOBER, AS_OF) for each in view.plants))

    assert "No plant's workbook of October 2026 points to a loss" in page_one(compose_group(replace(view, plants=quiet), BOARD, links_to("", "")))
    assert "nothing is known of October 2026" in page_one(compose_group(nobody, BOARD, links_to("", "")))


def test_a_digest_is_given_back_as_it_was_kept(briefings: Mapping[str, Briefing]) -> None:
    """Facts, cells, words of both languages, days and months."""
    for digest in digests(briefings).values():
        assert restored(Digest, kept(digest)) == digest


def test_what_is_not_a_digest_is_refused(briefings: Mapping[str, Briefing]) -> None:
    """A file that somebody changed is no reason to crash otherwise than by these."""
    data = kept(digests(briefings)["MTY"])
    for spoiled in ({"facts": {}, "record": data["record"]}, {"facts": data["facts"], "record": {}}, {}):
        with pytest.raises((ValueError, KeyError, TypeError)):
            restored(Digest, spoiled)


def test_absolute_limits_are_never_priced(briefings: Mapping[str, Briefing]) -> None:
    """No money stands beside one on the page."""
    absolute = [issue for _, issue in view_of(briefings).absolute]
    assert absolute
    assert all(issue.rank is Rank.ABSOLUTE and "$" not in "".join(run.text for run in issue.what.en.runs) for issue in absolute)


def test_both_languages_print_the_same_facts(briefings: Mapping[str, Briefing]) -> None:
    """A chief of staff in Monterrey and one in Chicago decide on the same."""
    printed = [{name for sentence in all_sentences(page(briefings, language)) for name in sentence.facts} for language in LANGUAGES]
    assert printed[0] == printed[1]


def test_a_very_large_group_counts_what_its_appendix_leaves_out(briefings: Mapping[str, Briefing]) -> None:
    """Lists end and say how many more there are; a note of the evidence names a few files and counts the others."""
    view = many(view_of(briefings), 300)
    document = compose_group(view, BOARD, links_to("", ""))
    sections = {section.anchor: section for section in document.sections}
    plants = next(block for block in sections["all-plants"].blocks if isinstance(block, Table))
    said = " ".join(each.text for each in sentences_of(sections["all-plants"]))
    asks = " ".join(each.text for each in sentences_of(sections["all-asks"]))

    assert len(plants.rows) == PLANTS_LISTED
    assert f"And {300 - PLANTS_LISTED} more, in the plants' own briefings." in said
    assert f"And {len(view.asks) - ASKS_LISTED} more, in the plants' own briefings." in asks
    small = compose_group(view_of(briefings), BOARD, links_to("", ""))
    assert "more, in the plants' own briefings" not in " ".join(each.text for section in small.sections if section.anchor.startswith("all-") for each in sentences_of(section))


def test_a_figure_of_very_many_cells_names_their_files() -> None:
    """And a note of the evidence the first few of them."""
    cells = tuple(CellRef(f"submissions/2026-10/P{number // 10:03d}.xlsx", "KPIs", f"D{number % 10}") for number in range(2 * CELLS_NAMED))
    pen = group_pen("en", AS_OF, "USD")
    few, most = (pen.count(Fact(name, 1, "count", cells=some)) for name, some in (("few", cells[:CELLS_NAMED]), ("most", cells)))

    assert few.cells == cells[:CELLS_NAMED]
    assert most.cells == tuple(CellRef(file) for file in dict.fromkeys(cell.file for cell in cells))
