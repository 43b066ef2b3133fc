"""What a document prints is among its facts, its facts are in the cells, and every edition tells the same."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from briefing.document.blocks import Block, Callout, Document, Layout, SideBySide, Table, all_sentences, sentences_of
from briefing.document.editions import Audience, Edition
from briefing.evidence import CellRef, closure
from briefing.pipeline import Briefing
from briefing.sentences import Number, Sentence, Typed, Words

SITES = ("MTY", "QRO", "TIJ")
FIGURE = re.compile(r"[$€]\s?\d|\d\s?%|\d[.,]\d")
"""Money, percent and decimals: what no fixed words may hold. Ids, days, months and counts of a list may."""


def said(document: Document) -> Iterator[Sentence]:
    """Yield the sentences of a document before its evidence, which repeats them."""
    yield from (each for each in all_sentences(document) if not each.id.startswith("evidence."))


def documents(briefing: Briefing) -> Iterator[Document]:
    """Yield the documents of the six editions."""
    assert len(briefing.documents) == 6
    yield from briefing.documents.values()


@pytest.mark.parametrize("site", SITES)
def test_every_figure_printed_is_among_the_facts(site: str, briefings: Mapping[str, Briefing], data: Mapping[str, Any]) -> None:
    """The fact that a figure names is in briefing.json, and in the document's own facts."""
    for document in documents(briefings[site]):
        printed = {fact for sentence in said(document) for fact in sentence.facts}
        assert printed - data[site]["facts"].keys() == set()
        assert printed - {fact.id for fact in document.facts} == set()
        assert len(printed) > 50


@pytest.mark.parametrize("site", SITES)
def test_no_figure_hides_in_fixed_words(site: str, briefings: Mapping[str, Briefing]) -> None:
    """Outside the method, which prints its own constants, money and percent stand only in figures or typed words."""
    hidden = [
        (document.edition, sentence.id, run.text)
        for document in documents(briefings[site]) for section in document.sections if section.anchor not in {"method", "evidence"}
        for sentence in sentences_of(section) for run in sentence.runs if isinstance(run, Words) and FIGURE.search(run.text)
    ]
    assert hidden == []


@pytest.mark.parametrize("site", SITES)
def test_every_sentence_with_a_figure_or_typed_words_has_cells(site: str, briefings: Mapping[str, Briefing]) -> None:
    """Whatever is counted, computed or quoted leads to a file; what rests on no cell prints only fixed words."""
    bare = [
        (document.edition, sentence.id, sentence.text)
        for document in documents(briefings[site]) for sentence in said(document)
        if any(isinstance(run, Number | Typed) for run in sentence.runs) and not sentence.cells
    ]
    assert bare == []


@pytest.mark.parametrize("site", SITES)
def test_every_fact_ends_in_cells(site: str, data: Mapping[str, Any]) -> None:
    """A typed fact has its cell; a derived one has cells, or facts that have."""
    facts = data[site]["facts"]

    def grounded(identifier: str) -> bool:
        fact = facts[identifier]
        return bool(fact["cells"]) or (fact["method"] != "typed" and bool(fact["inputs"]) and all(map(grounded, fact["inputs"])))

    assert [identifier for identifier in facts if not grounded(identifier)] == []


@pytest.mark.parametrize("site", SITES)
def test_one_id_is_one_fact(site: str, briefings: Mapping[str, Briefing]) -> None:
    """Facts of one id are equal in all six editions, so that the briefing.json may hold them once."""
    seen: dict[str, tuple[Any, ...]] = {}
    for document in documents(briefings[site]):
        for fact in closure(document.facts):
            known = (fact.value, fact.unit, fact.method, fact.evidence())
            assert seen.setdefault(fact.id, known) == known


@pytest.mark.parametrize("site", SITES)
@pytest.mark.parametrize("audience", Audience)
def test_both_languages_print_the_same_facts_in_the_same_order(site: str, audience: Audience, briefings: Mapping[str, Briefing]) -> None:
    """An edition in Spanish and one in English are one document: same sentences, same figures, same cells."""
    english, spanish = (
        [(sentence.id, sentence.facts, sentence.stance) for sentence in said(briefings[site].documents[Edition(audience, language)])]
        for language in ("en", "es")
    )
    assert english == spanish


@pytest.mark.parametrize("site", SITES)
def test_every_note_leads_to_its_line_of_the_evidence(site: str, briefings: Mapping[str, Briefing]) -> None:
    """Numbers come in reading order without a gap, each with a row in the appendix; one number is one set of cells."""
    for document in documents(briefings[site]):
        marks = list(dict.fromkeys(sentence.note for sentence in said(document) if sentence.note))
        (table,) = document.sections[-1].blocks
        assert marks == list(range(1, len(marks) + 1))
        assert [row.anchor for row in table.rows] == [f"e{mark}" for mark in marks]  # type: ignore[union-attr]
        known: dict[tuple[CellRef, ...], int] = {}
        assert [(number, cells) for number, cells in noted(document) if known.setdefault(cells, number) != number] == []
        assert len(set(known.values())) == len(known)  # and no number stands for two


def noted(document: Document) -> Iterator[tuple[int, tuple[CellRef, ...]]]:
    """Yield each number with the cells it stands for: a sentence's own, of a table those of the whole row."""
    for section in document.sections:
        rows = [row for block in blocks_of(section.blocks) if isinstance(block, Table) for row in block.rows]
        for row in rows:
            sentences = [sentence for cell in row.cells for sentence in cell.sentences]
            number = next((sentence.note for sentence in sentences if sentence.note), 0)
            if number:
                yield number, tuple(sorted({place for sentence in sentences for place in sentence.cells}))
        inside = {id(sentence) for row in rows for cell in row.cells for sentence in cell.sentences}
        yield from ((sentence.note, sentence.cells) for sentence in sentences_of(section) if sentence.note and id(sentence) not in inside)


def blocks_of(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield blocks and those within them."""
    for block in blocks:
        yield block
        if isinstance(block, SideBySide):
            yield from blocks_of((*block.left, *block.right))
        elif isinstance(block, Callout):
            yield from blocks_of(block.blocks)


def in_workbook(sample: Path, place: Mapping[str, str], books: dict[str, Any]) -> object:
    """Open a workbook of the sample, or its lines of answers, and give the value of a cell."""
    if place["file"].endswith(".csv"):
        with (sample / place["file"]).open(encoding="utf-8", newline="") as file:
            return list(csv.reader(file))[int(place["cell"][1:]) - 1][ord(place["cell"][0]) - ord("A")]
    if place["file"] not in books:
        books[place["file"]] = load_workbook(sample / place["file"], data_only=True)
    return books[place["file"]][place["sheet"]][place["cell"]].value


@pytest.mark.parametrize("site", SITES)
def test_typed_facts_are_what_the_cells_hold(site: str, sample: Path, data: Mapping[str, Any]) -> None:
    """Another reader, openpyxl, finds at each typed fact's cell the value that the briefing prints."""
    typed = [fact for fact in data[site]["facts"].values() if fact["method"] == "typed"]
    books: dict[str, Any] = {}
    differ = []
    for fact in typed:
        (place,) = fact["cells"]
        found = in_workbook(sample, place, books)
        plain = found.date().isoformat() if isinstance(found, datetime) else found.isoformat() if isinstance(found, date) else found
        if plain != fact["value"]:
            differ.append((fact["id"], place, plain, fact["value"]))
    assert differ == []
    assert len(typed) > 100


def test_an_expected_loss_of_page_one_can_be_recomputed_from_its_cells(sample: Path, data: Mapping[str, Any]) -> None:
    """Line 3's stop: days lost by what a lost day costs, from the Register and the charter's Drivers, good to bad case."""
    facts = data["MTY"]["facts"]
    books: dict[str, Any] = {}

    def cells(identifier: str) -> list[float]:
        fact = facts[identifier]
        own = [float(in_workbook(sample, place, books)) for place in fact["cells"]]  # type: ignore[arg-type]
        return own + [value for part in fact["inputs"] for value in cells(part)]

    low, high = (facts[identifier] for identifier in facts["R-014.range"]["inputs"])
    assert sorted(cells(low["id"])) == [8, 118000]  # 8 days at 118,000 USD
    assert sorted(cells(high["id"])) == [18, 118000]
    assert (low["value"], high["value"]) == (944000, 2124000)
    assert facts["R-014.range"]["value"] == "944000 .. 2124000"


@pytest.mark.parametrize("site", SITES)
@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("language", ["en", "es"])
def test_page_one_prints_at_most_fifteen_figures(site: str, audience: Audience, language: Any, briefings: Mapping[str, Briefing],
                                                 data: Mapping[str, Any]) -> None:
    """Distinct facts in running text, dates and the table of asks apart; and there is a figure at all."""
    tree = data[site]["editions"][str(Edition(audience, language))]["sections"][0]
    assert tree["layout"] == Layout.PAGE_ONE
    figures = {fact for fact in running_figures(tree["blocks"]) if data[site]["facts"][fact]["unit"] != "date"}
    assert 5 < len(figures) <= 15, sorted(figures)


def running_figures(tree: Any) -> Iterator[str]:
    """Yield the facts printed under a part of the tree, tables apart; on the JSON, so as not to test the page with itself."""
    if isinstance(tree, list):
        for each in tree:
            yield from running_figures(each)
    elif isinstance(tree, dict) and tree.get("type") == "number":
        yield tree["fact"]
    elif isinstance(tree, dict) and tree.get("type") != "table":
        yield from running_figures([value for value in tree.values() if isinstance(value, dict | list)])


@pytest.mark.parametrize("site", SITES)
def test_what_page_one_has_no_room_for_stands_inside(site: str, briefings: Mapping[str, Briefing]) -> None:
    """The record's tallies and the exposure after the leading ask are printed further inside, whatever page one holds."""
    for document in documents(briefings[site]):
        inside = {fact for section in document.sections[1:] for sentence in sentences_of(section) for fact in sentence.facts}
        page_one = {fact for sentence in sentences_of(document.sections[0]) for fact in sentence.facts}
        assert {"record.own_ranges", "record.told", "record.answered"} <= inside
        assert {fact for fact in page_one if fact.endswith(".above")} <= inside
