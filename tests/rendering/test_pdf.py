"""The PDF: tagged, in its language, page one on one page, typed text never markup, and equal bytes."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pikepdf
import pytest

from briefing.document.blocks import Cell, Column, Document, Layout, Paragraph, Row, Section, Table
from briefing.rendering import render
from briefing.rendering.manuscript import manuscript
from briefing.sentences import Sentence, Words
from tests.rendering.example_document import english, page_one, plain, spanish
from tests.rendering.hostile import HOSTILE, hostile_document


def opened(document: Document) -> pikepdf.Pdf:
    """Render and open a document."""
    return pikepdf.open(io.BytesIO(render(document, "pdf")))


def elements(node: Any) -> Iterator[Any]:
    """Walk the structure tree."""
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from elements(child)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from elements(node["/K"])


@pytest.fixture(scope="module")
def board() -> pikepdf.Pdf:
    """The board edition of the example, opened."""
    return opened(english())


@pytest.mark.parametrize(("document", "language"), [(english(), "en"), (spanish(), "es")])
def test_language_of_the_document_is_declared(document: Document, language: str) -> None:
    """A screen reader reads each edition in its own language."""
    assert language == str(opened(document).Root.Lang)


def test_tables_have_header_cells_and_figures_have_alternative_text(board: pikepdf.Pdf) -> None:
    """Structure carries what the page shows: header cells, one described figure a chart."""
    tree = list(elements(board.Root.StructTreeRoot))
    kinds = Counter(str(each["/S"]) for each in tree)
    figures = [each for each in tree if str(each["/S"]) == "/Figure" and "/Alt" in each]

    # Header cells: asks 7, options 4, KPIs 6, register 6, definitions 2; the evidence is a list of entries, not a table.
    assert 7 + 4 + 6 + 6 + 2 == kinds["/TH"]
    # Charts: page one 1, issue 2, outlook 1, exposure 2.
    assert 1 + 2 + 1 + 2 == len(figures)
    assert kinds["/H1"] == 1


def test_quotation_in_another_language_is_marked(board: pikepdf.Pdf) -> None:
    """A Spanish sentence in an English paper is read in Spanish."""
    languages = {str(each["/Lang"]) for each in elements(board.Root.StructTreeRoot) if "/Lang" in each}

    assert "es" in languages


def test_every_section_has_its_bookmark(board: pikepdf.Pdf) -> None:
    """Bookmarks name the title, then the sections but page one, in order."""
    with board.open_outline() as outline:
        titles = [item.title for item in outline.root[0].children]

    expected = [section.title for section in english().sections if section.layout is not Layout.PAGE_ONE]
    assert expected == [title for title in titles if title in expected]


def test_page_one_is_one_page() -> None:
    """The example's page one, of the density a board gets, fits one Letter page."""
    assert len(opened(replace(english(), sections=(page_one(),))).pages) == 1


def test_paper_is_letter_or_a4(board: pikepdf.Pdf) -> None:
    """Letter by default, A4 when the document says so."""
    assert [0, 0, 612, 792] == [round(float(side)) for side in board.pages[0].mediabox]
    with opened(spanish()) as site:
        assert [0, 0, 595, 842] == [round(float(side)) for side in site.pages[0].mediabox]


def test_a_long_page_one_runs_over_and_loses_nothing() -> None:
    """Too much for a page goes on to the next: nothing is cut."""
    first = page_one()
    doubled = replace(first, blocks=first.blocks + first.blocks)

    assert len(opened(replace(english(), sections=(doubled,))).pages) == 2


def test_same_document_gives_same_bytes() -> None:
    """Rendering twice gives the same file."""
    assert render(english(), "pdf") == render(english(), "pdf")


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler-utils is not installed")
def test_text_is_data() -> None:
    """Markup of any kind that a leader typed is printed as it stands; what the fonts lack, as its code point."""
    result = subprocess.run(["pdftotext", "-raw", "-", "-"], input=render(hostile_document(), "pdf"),
                            capture_output=True, check=True)
    text = " ".join(result.stdout.decode().split())

    for part in HOSTILE:
        assert part in text
    assert "\u202e" not in text
    assert "[U+1F600]" in text


def test_empty_parts_are_drawn_as_nothing() -> None:
    """A document without sections, or a section without blocks, is still a paper."""
    assert len(opened(replace(english(), sections=())).pages) == 1
    assert len(opened(replace(english(), sections=(Section("", "", ()),))).pages) == 1


def test_notes_and_their_evidence_lead_to_each_other(board: pikepdf.Pdf) -> None:
    """A number in the text goes to its entry, the entry back to the number's first place, each named for who listens."""
    pages = {page.obj.objgen: number for number, page in enumerate(board.pages, start=1)}
    links = [(number, each) for number, page in enumerate(board.pages, start=1) for each in page.obj.get("/Annots", ())]
    places = {(number, str(each.Rect[0]), str(each.Rect[3])): str(each.Contents) for number, each in reversed(links)}
    notes = [each for _, each in links if str(each.Contents).startswith("Evidence ")]

    assert notes
    assert not [each for _, each in links if "/A" in each]
    for note in notes:
        page, _, left, top, _ = note.Dest
        assert str(note.Contents).endswith(f"page {pages[page.objgen]}")
        assert places[pages[page.objgen], str(left), str(top)].startswith("Back to the text, page ")
    for _, back in (each for each in links if str(each[1].Contents).startswith("Back")):
        page, _, left, top, _ = back.Dest
        assert places[pages[page.objgen], str(left), str(top)].startswith("Evidence ")


def test_only_a_table_is_evidence() -> None:
    """A role is any word; a paragraph that bears this one is a paragraph."""
    paragraph = Paragraph((Sentence("said", (Words("As said."),)),), role="evidence")
    assert len(opened(replace(english(), sections=(Section("a", "A", (paragraph,)),))).pages) == 1


@pytest.mark.parametrize(("rows", "inside", "appendix"), [(8, True, True), (12, True, False), (13, False, False)])
def test_a_table_is_kept_whole_up_to_half_a_page_and_in_the_appendix_up_to_a_third(rows: int, inside: bool, appendix: bool) -> None:
    """A row of one line takes 19 points, so twelve of them are more than a third of a page and less than half."""
    table = Table((Column("KPI", width=1.0),), (Row((Cell((plain("a row"),)),)),) * rows)
    document = replace(english(), sections=tuple(Section(layout.value, "Rows", (table,), layout) for layout in (Layout.FLOW, Layout.APPENDIX)))

    assert [inside, appendix] == [section["blocks"][0]["together"] for section in json.loads(manuscript(document).text)["sections"]]
