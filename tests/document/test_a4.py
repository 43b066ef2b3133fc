"""The same papers on A4: page one alone, eight pages before the appendix, text of ten points; by the command line's option."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import pikepdf
import pytest

from briefing.document.blocks import Bullets, Document, Layout, Paragraph, Quote, sentences_of
from briefing.document.editions import Edition
from briefing.model.dossier import Dossier
from briefing.pipeline import Briefing, build
from briefing.rendering import render
from tests.conftest import OCTOBER, SITES, Run
from tests.document.test_page_budget import PAGES, Paper, starts_of, words_of
from tests.months import MONTHS

BODY = 10.0
A4, LETTER = (595, 842), (612, 792)
EDITIONS = (Edition.parse("board.en"), Edition.parse("site.es"))
CASES = [pytest.param(site, edition, id=f"{site}-{edition}", marks=pytest.mark.full if site == "fullest" else ()) for site in (*SITES, "fullest") for edition in EDITIONS]
each_case = pytest.mark.parametrize(("name", "edition"), CASES)
needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="apt.txt: poppler-utils")


def on_a4(dossier: Dossier) -> Dossier:
    """Give a dossier whose charter asks for A4."""
    charter = dossier.charter
    return replace(dossier, charter=replace(charter, company=replace(charter.company, paper="a4")))


@pytest.fixture(scope="module")
def made(briefings: Mapping[str, Briefing]) -> Callable[[str], Briefing]:
    """Give a month's two main editions on A4, by the site's code or the straining month's name."""
    return cache(lambda name: build(on_a4(briefings[name].dossier if name in briefings else MONTHS[name]()), editions=EDITIONS))


@pytest.fixture(scope="module")
def printed(made: Callable[[str], Briefing]) -> Callable[[str, Edition], tuple[Document, bytes]]:
    """Give an edition's tree and its PDF."""
    @cache
    def paper(name: str, edition: Edition) -> tuple[Document, bytes]:
        document = made(name).documents[edition]
        return document, render(document, "pdf")

    return paper


def sheet(pdf: pikepdf.Pdf) -> set[tuple[int, ...]]:
    """Give the sizes of a paper's pages in points."""
    return {tuple(round(float(side)) for side in page.mediabox)[2:] for page in pdf.pages}


@needs_poppler
@each_case
def test_page_one_is_one_page_and_the_counted_pages_are_eight(name: str, edition: Edition, printed: Callable[[str, Edition], tuple[Document, bytes]]) -> None:
    """As on Letter, which is wider and shorter."""
    document, data = printed(name, edition)
    paper = Paper(document, starts_of(document, data), words_of(data))

    assert sheet(pikepdf.open(io.BytesIO(data))) == {A4}
    assert min(paper.starts.values()) == 2
    assert paper.appendix <= PAGES + 1


def glyphs(page: pikepdf.Page, least: float) -> int:
    """Give how many glyphs of so many points or more a page shows."""
    size, scale, count = 0.0, 1.0, 0
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "Tf":
                size = float(operands[1])
            case "Tm":
                scale = abs(float(operands[3]))
            case "Tj" | "TJ" if size * scale >= least:
                parts = operands[0] if isinstance(operands[0], pikepdf.Array) else [operands[0]]
                count += sum(len(bytes(part)) // 2 for part in parts if isinstance(part, pikepdf.String))
    return count


@each_case
def test_body_text_has_ten_points(name: str, edition: Edition, printed: Callable[[str, Edition], tuple[Document, bytes]]) -> None:
    """As many glyphs of ten points or more as running text has letters, before the appendix."""
    document, data = printed(name, edition)
    counted = [section for section in document.sections if section.layout is not Layout.APPENDIX]
    letters = sum(len("".join(sentence.text.split())) for section in counted for block in section.blocks
                  if isinstance(block, Bullets | Quote) or (isinstance(block, Paragraph) and block.role == "body")
                  for sentence in sentences_of(block))

    assert letters > 1000
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert sum(glyphs(page, BODY) for page in pdf.pages[:PAGES]) >= 0.97 * letters


@pytest.mark.parametrize(("paper", "expected"), [("a4", A4), ("A4", A4), ("letter", LETTER)])
def test_build_prints_on_the_sheet_asked_for(paper: str, expected: tuple[int, int], company: Path, brief: Callable[..., Run], tmp_path: Path) -> None:
    """In whatever case it is written; the tree says it too."""
    run = brief("build", company, "--site", "QRO", "--edition", "site", "--format", "pdf,json", "--paper", paper, "-o", tmp_path)
    folder = tmp_path / str(OCTOBER) / "QRO"

    assert run.code == 0, run.err
    with pikepdf.open(folder / "site.es.pdf") as pdf:
        assert sheet(pdf) == {expected}
    assert json.loads((folder / "briefing.json").read_bytes())["editions"]["site.es"]["paper"] == paper.lower()


def test_a_group_prints_on_the_sheet_asked_for_and_again_on_another(company: Path, brief: Callable[..., Run], tmp_path: Path) -> None:
    """A site built for one sheet is not taken for built on the other."""
    for paper, expected in (("a4", A4), ("letter", LETTER)):
        run = brief("group", company, "--format", "pdf", "--paper", paper, "-o", tmp_path)

        assert run.code == 0, run.err
        for name in ("group.board.en.pdf", "MTY/board.en.pdf"):
            with pikepdf.open(tmp_path / str(OCTOBER) / name) as pdf:
                assert sheet(pdf) == {expected}


def test_another_sheet_is_refused(company: Path, brief: Callable[..., Run], tmp_path: Path) -> None:
    """With the sheets that there are."""
    run = brief("build", company, "--paper", "a3", "-o", tmp_path)

    assert run.code == 2
    assert "letter" in run.err
    assert "a4" in run.err
