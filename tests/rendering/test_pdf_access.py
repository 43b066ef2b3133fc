"""The PDF for those who listen to it: tagged, in its language, told as PDF/UA; and what each page says of itself."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from itertools import pairwise

import pikepdf
import pytest

from briefing.document.blocks import Chart, Document, Typed, all_sentences
from briefing.rendering import render
from tests.rendering.test_contrast import found
from tests.rendering.test_pdf import elements

NAMES = ("MTY.board.en", "MTY.site.es", "group.board.en")
each_name = pytest.mark.parametrize("name", NAMES)
needs_poppler = pytest.mark.skipif(not shutil.which("pdftotext"), reason="apt.txt: poppler-utils")


@pytest.fixture(scope="module")
def papers(documents: Mapping[str, Document]) -> Callable[[str], bytes]:
    """Give what renders a document by name, once."""
    return cache(lambda name: render(documents[name], "pdf"))


@pytest.fixture
def paper(name: str, papers: Callable[[str], bytes]) -> pikepdf.Pdf:
    """The paper of a name, opened."""
    return pikepdf.open(io.BytesIO(papers(name)))


@each_name
def test_the_paper_says_that_it_is_tagged_and_by_which_standard(name: str, paper: pikepdf.Pdf, documents: Mapping[str, Document]) -> None:
    """Structure, language, title in the window's head, bookmarks, PDF/UA-1."""
    root, document = paper.Root, documents[name]

    assert len(list(elements(root.StructTreeRoot))) > 100
    assert dict(root.MarkInfo) == {"/Marked": True}
    assert str(root.Lang) == document.language
    assert bool(root.ViewerPreferences.DisplayDocTitle)
    assert str(paper.docinfo["/Title"]) == document.title
    with paper.open_outline() as outline:
        assert outline.root[0].children
    with paper.open_metadata() as facts:
        assert (facts["pdfuaid:part"], facts["dc:title"]) == ("1", document.title)


@each_name
def test_headings_begin_with_one_and_skip_no_level(name: str, paper: pikepdf.Pdf) -> None:
    """One title, first of all."""
    levels = [int(kind[2:]) for each in elements(paper.Root.StructTreeRoot) if re.fullmatch("/H[1-6]", kind := str(each["/S"]))]

    assert (levels[0], levels.count(1)) == (1, 1)
    assert len(levels) > 5
    assert all(after <= before + 1 for before, after in pairwise(levels))


@each_name
def test_each_chart_is_described_and_each_table_has_headers_that_know_their_column(name: str, paper: pikepdf.Pdf, documents: Mapping[str, Document]) -> None:
    """A figure a chart, with the chart's own alternative text; a scope a header."""
    tree = list(elements(paper.Root.StructTreeRoot))
    figures = [str(each.get("/Alt", "")) for each in tree if str(each["/S"]) == "/Figure"]
    tables = [each for each in tree if str(each["/S"]) == "/Table"]
    headers = [[cell for cell in elements(each["/K"]) if str(cell["/S"]) == "/TH"] for each in tables]

    assert len([block for block in found(documents[name]) if isinstance(block, Chart)]) <= len(figures)
    assert "" not in figures
    assert tables
    assert all(headers)
    for cell in (cell for table in headers for cell in table):
        attributes = cell["/A"] if isinstance(cell["/A"], pikepdf.Array) else [cell["/A"]]
        assert [str(each.get("/Scope")) for each in attributes if str(each.get("/O")) == "/Table"] == ["/Column"]


def _contents(page: pikepdf.Page) -> list[pikepdf.Stream]:
    found = page.obj["/Contents"]
    return list(found) if isinstance(found, pikepdf.Array) else [found]


@each_name
def test_words_in_another_language_are_tagged_with_it(name: str, paper: pikepdf.Pdf, documents: Mapping[str, Document]) -> None:
    """No less and no more languages than were typed: on an element, or on the marked words of a line."""
    document = documents[name]
    typed = {run.language for sentence in all_sentences(document) for run in sentence.runs if isinstance(run, Typed)} - {"", document.language}
    tagged = {str(each["/Lang"]) for each in elements(paper.Root.StructTreeRoot) if "/Lang" in each} - {document.language}
    marked = re.findall(rb"/Lang ?\((\w\w)", b" ".join(part.read_bytes() for page in paper.pages for part in _contents(page)))
    tagged |= {each.decode() for each in marked} - {document.language}

    assert tagged == typed
    if name == "MTY.board.en":
        assert typed == {"es"}


@needs_poppler
@each_name
def test_no_reader_complains(name: str, papers: Callable[[str], bytes]) -> None:
    """Poppler has nothing to say of the file."""
    run = subprocess.run(["pdfinfo", "-"], input=papers(name), capture_output=True, check=True)

    assert run.stderr == b""
    assert re.search(rb"Tagged:\s+yes", run.stdout)


def pages_text(data: bytes) -> list[str]:
    """Give each page's words."""
    text = subprocess.run(["pdftotext", "-layout", "-", "-"], input=data, capture_output=True, check=True).stdout.decode()
    return [" ".join(page.split()) for page in text.split("\f")[:-1]]


@needs_poppler
@each_name
def test_every_page_says_whose_it_is_and_which_of_how_many(name: str, papers: Callable[[str], bytes], documents: Mapping[str, Document]) -> None:
    """Site, month, edition and confidentiality above, company and page below; page one has its masthead instead."""
    masthead, labels = documents[name].masthead, {"en": ("page", "of"), "es": ("página", "de")}[documents[name].language]
    texts = pages_text(papers(name))

    assert len(texts) > 3
    for number, text in enumerate(texts, 1):
        assert masthead.company in text
        assert text.endswith(f"{labels[0]} {number} {labels[1]} {len(texts)}")
        if number > 1:
            assert text.startswith(f"{masthead.site} · {masthead.period} · {masthead.edition} {masthead.confidentiality}")


@needs_poppler
@pytest.mark.parametrize("times", [1, 3])
@pytest.mark.parametrize("long", ["Confidencial: solo para los miembros del consejo y sus suplentes; no se copia sin permiso de la secretaría y se destruye al año.",
                                  "Confidencialísima" * 5])
def test_long_lines_above_the_page_do_not_collide(long: str, times: int, documents: Mapping[str, Document]) -> None:
    """Neither with each other nor with the text below them; they stay on the sheet and nothing of them is lost."""
    document = documents["group.board.en"]
    said = " ".join([long] * times)
    masthead = replace(document.masthead, confidentiality=said, site="Planta de fundición y maquinado de Ciénega de Flores", company="Alderquill " * 12)
    data = render(replace(document, masthead=masthead), "pdf")
    run = subprocess.run(["pdftotext", "-f", "2", "-l", "2", "-bbox", "-", "-"], input=data, capture_output=True, check=True)
    words = [(*map(float, place), text) for *place, text in re.findall(
        r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>', run.stdout.decode())]

    assert said in pages_text(data)[1]
    assert all(left >= 50 and top >= 0 and right <= 562 and bottom <= 792 for left, top, right, bottom, _ in words)
    overlaps = [(one[4], other[4]) for index, one in enumerate(words) for other in words[index + 1:]
                if min(one[2], other[2]) - max(one[0], other[0]) > 1 and min(one[3], other[3]) - max(one[1], other[1]) > 4]
    assert overlaps == []
