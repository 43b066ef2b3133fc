"""The Word file: real styles and tables, languages, alternative texts, links that lead somewhere, typed text never markup."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from briefing.document.blocks import Document, Number, Typed, all_sentences
from briefing.pipeline import Briefing
from briefing.rendering import render, theme
from tests.rendering.example_document import english, spanish
from tests.rendering.hostile import HOSTILE, hostile_document
from tests.rendering.test_brand import PNG, SVG, branded
from tests.rendering.test_html import Page

TAGS = {"en": "en-US", "es": "es-MX"}


def opened(document: Document) -> Any:
    """Render and open a document."""
    return docx.Document(io.BytesIO(render(document, "docx")))


def every(file: Any, tag: str) -> list[Any]:
    """Give every such element of the body."""
    return list(file.element.body.iter(qn(tag)))


def words(element: Any) -> str:
    """Give the text below an element, a space between paragraphs."""
    return " ".join("".join(each.text or "" for each in part.iter(qn("w:t"))) for part in element.iter(qn("w:p")))


def squeezed(text: str) -> str:
    """Give the text with blanks of every kind as one space."""
    return re.sub(r"\s+", " ", text)


@pytest.fixture(scope="module")
def board() -> Any:
    """The board edition of the example, opened."""
    return opened(english())


@pytest.fixture(scope="module")
def sample(briefings: Mapping[str, Briefing]) -> Iterator[tuple[Document, Any]]:
    """The sample's board edition, and its Word file opened."""
    document = next(each for edition, each in briefings["MTY"].documents.items() if str(edition) == "board.en")
    return document, opened(document)


def test_the_file_is_made_of_styles_that_word_knows(board: Any) -> None:
    """A writer changes a style, not a hundred paragraphs; each that is used is declared."""
    used = {each.style.name for each in board.paragraphs}

    assert {"Title", "Subtitle", "Heading 1", "Heading 2", "Normal", "List Bullet", "List Number", "Caption", "Quote"} <= used
    declared = {each.style_id for each in board.styles}
    named = {each.get(qn("w:val")) for tag in ("w:pStyle", "w:rStyle", "w:tblStyle") for each in every(board, tag)}
    assert named <= declared


def test_page_one_comes_first_and_sections_follow_on_new_pages(board: Any) -> None:
    """The title, then the bottom line; the first section after page one begins a page."""
    styles = [each.style.name for each in board.paragraphs]

    assert styles.index("Title") < styles.index("Lead Message") < styles.index("Heading 1")
    first = next(each for each in board.paragraphs if each.style.name == "Heading 1")
    assert first.paragraph_format.page_break_before
    assert "Line 3 stops for want of resin" in next(each.text for each in board.paragraphs if each.style.name == "Lead Message")


def test_headings_never_skip_a_level(sample: tuple[Document, Any]) -> None:
    """As those who move by headings need it; the title is one of the first level."""
    levels = {"Title": 1, "Heading 1": 1, "Heading 2": 2, "Heading 3": 3}
    found = [levels[each.style.name] for file in (sample[1], opened(english())) for each in file.paragraphs if each.style.name in levels]

    assert {1, 2} <= set(found)
    assert all(after <= before + 1 for before, after in pairwise(found))


def test_header_rows_repeat_rows_stay_whole_and_tables_say_what_they_show(sample: tuple[Document, Any]) -> None:
    """Each table of data; frames that only set things side by side have no header."""
    tables = every(sample[1], "w:tbl")
    data = [each for each in tables if each.find(f"{qn('w:tblPr')}/{qn('w:tblStyle')}").get(qn("w:val")) == "BriefingTable"]

    assert len(data) > 6
    for table in data:
        rows = table.findall(qn("w:tr"))
        heads = [row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in rows]
        assert [True, *([False] * (len(rows) - 1))] == heads
        assert all(row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in rows)
        assert table.find(f"{qn('w:tblPr')}/{qn('w:tblDescription')}").get(qn("w:val"))
    assert not [each for each in tables if each not in data and list(each.iter(qn("w:tblHeader")))]


@pytest.mark.parametrize("document", [english(), spanish()])
def test_every_run_is_in_its_language(document: Document) -> None:
    """Leaders' words in theirs, all else in the document's."""
    file = opened(document)
    runs = [(each.find(f"{qn('w:rPr')}/{qn('w:lang')}"), "".join(part.text or "" for part in each.iter(qn("w:t")))) for each in every(file, "w:r")]
    spoken = {(lang.get(qn("w:val")), text) for lang, text in runs if text}

    foreign = {run.text for sentence in all_sentences(document) for run in sentence.runs
               if isinstance(run, Typed) and run.language != document.language}
    assert bool(foreign) is (document.language == "en")  # the example's leaders speak Spanish
    own, other = TAGS[document.language], TAGS["es" if document.language == "en" else "en"]
    assert ({own, other} if foreign else {own}) == {lang for lang, _ in spoken}
    assert all(any(text in said for lang, said in spoken if lang == other) for text in foreign)
    styles = file.styles.element.find(f"{qn('w:docDefaults')}//{qn('w:lang')}")
    assert own == styles.get(qn("w:val"))
    assert own == file.core_properties.language


def test_every_picture_says_what_it_shows(sample: tuple[Document, Any]) -> None:
    """As many as charts, each within the text's width."""
    document, file = sample
    alternatives = [each["alternative"] for each in charts(document)]

    about = every(file, "wp:docPr")
    assert len(alternatives) > 4
    assert alternatives == [each.get("descr") for each in about]
    assert len({each.get("id") for each in about}) == len(about)
    widest = theme.paper(document.paper).text_width * 12700
    assert all(int(each.get("cx")) <= widest + 12700 for each in every(file, "wp:extent"))


def charts(document: Document) -> list[dict[str, Any]]:
    """Give every chart of the tree as data, in reading order."""
    from briefing.document.serial import plain  # noqa: PLC0415

    def below(value: Any) -> Iterator[dict[str, Any]]:
        if isinstance(value, dict):
            if value.get("type") == "chart":
                yield value
            for each in value.values():
                yield from below(each)
        elif isinstance(value, list):
            for each in value:
                yield from below(each)

    return list(below(plain(document)["sections"]))


def test_every_figure_of_the_document_is_printed_in_word_as_in_html(sample: tuple[Document, Any]) -> None:
    """One set of facts, whatever the file."""
    document, file = sample
    figures = {squeezed(run.text) for sentence in all_sentences(document) for run in sentence.runs if isinstance(run, Number)}
    page, paper = squeezed(Page(render(document, "html")).text), squeezed(words(file.element.body))

    assert len(figures) > 100
    assert [] == sorted(text for text in figures if text not in paper or text not in page)
    for sentence in all_sentences(document):
        assert all(squeezed(run.text).strip() in paper for run in sentence.runs)


def test_every_link_leads_to_a_place_and_no_place_stands_twice(sample: tuple[Document, Any]) -> None:
    """Evidence numbers there and back, and references between sections."""
    places = [each.get(qn("w:name")) for each in every(sample[1], "w:bookmarkStart")]
    links = [each.get(qn("w:anchor")) for each in every(sample[1], "w:hyperlink")]

    assert len(links) > 100
    assert set(links) <= set(places)
    assert len(places) == len(set(places))
    assert all(re.fullmatch(r"[A-Za-z]\w{0,39}", each, re.ASCII) for each in places)
    numbers = [each.get(qn("w:id")) for each in every(sample[1], "w:bookmarkStart")]
    assert len(numbers) == len(set(numbers))
    assert numbers == [each.get(qn("w:id")) for each in every(sample[1], "w:bookmarkEnd")]


def test_every_page_says_whose_it_is_and_which(board: Any) -> None:
    """Site, month, edition and confidentiality above, company and page below, on the first page too."""
    section = board.sections[0]
    masthead = english().masthead

    header = words(section.header._element)
    assert all(each in header for each in (masthead.site, masthead.period, masthead.edition, masthead.confidentiality))
    for footer in (section.footer, section.first_page_footer):
        fields = [each.text for each in footer._element.iter(qn("w:instrText"))]
        assert ["PAGE", "NUMPAGES"] == fields
        assert masthead.company in words(footer._element)


@pytest.mark.parametrize(("paper", "width"), [("letter", 612), ("A4", 595.3)])
def test_the_sheet_is_that_of_the_document(paper: str, width: float) -> None:
    """Letter, or A4 where the charter says so."""
    section = opened(replace(english(), paper=paper)).sections[0]

    assert width == pytest.approx(section.page_width.pt, abs=0.1)


def test_nothing_tells_the_clock_or_the_machine(board: Any) -> None:
    """Dates are fixed; the library's picture of a page and other idle parts are gone."""
    about = board.core_properties
    archive = zipfile.ZipFile(io.BytesIO(render(english(), "docx")))

    stamp = datetime(2020, 1, 1, tzinfo=UTC)
    assert (stamp, stamp, english().title) == (about.created, about.modified, about.title)
    assert {(2020, 1, 1, 0, 0, 0)} == {each.date_time for each in archive.infolist()}
    assert not [name for name in archive.namelist() if "thumbnail" in name or "customXml" in name or "Effects" in name]


def test_typed_text_is_never_markup() -> None:
    """Whatever people type comes out as they typed it, and no field, link or picture is made of it."""
    file = opened(hostile_document())
    text = words(file.element.body)

    assert all(each in text for each in HOSTILE)
    assert [] == every(file, "w:instrText")
    assert [] == [each for each in file.part.rels.values() if each.is_external]


@pytest.mark.parametrize("logo", [SVG, PNG])
def test_a_brand_reaches_the_file(logo: Any) -> None:
    """Its logo says the company's name; its colours are in the styles, in no paragraph."""
    file = opened(branded(logo, "#2e7d32", "#c2185b"))

    assert branded().masthead.company == every(file, "wp:docPr")[0].get("descr")
    colours = {each.get(qn("w:val")) for each in file.styles.element.iter(qn("w:color"))}
    assert "2E7D32" in colours
    assert "0A5275" not in colours
    assert [] == [each for each in every(file, "w:color") if each.get(qn("w:val")) not in {"auto", None}]


def test_no_other_format_pays_for_word() -> None:
    """The library is imported where a Word file is asked for, and nowhere else."""
    program = """
import sys, briefing.pipeline
from briefing.rendering import render
from tests.rendering.example_document import english
render(english(), "html")
print("docx" in sys.modules)
"""
    result = subprocess.run([sys.executable, "-c", program], cwd=Path(__file__).parents[2], check=True, capture_output=True, text=True)

    assert "False" == result.stdout.strip()


def test_the_command_line_writes_it_where_asked(company: Path, tmp_path: Path, brief: Callable[..., Any]) -> None:
    """And only there: the usual formats stay html, pdf and json."""
    brief("build", company, "--period", "2026-10", "--site", "MTY", "--edition", "board", "--format", "docx", "-o", tmp_path / "out")

    assert ["board.en.docx"] == [each.name for each in (tmp_path / "out" / "2026-10" / "MTY").iterdir()]
