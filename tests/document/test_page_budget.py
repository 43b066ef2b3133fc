"""The pages of straining months, as they are printed: page one alone, eight pages before the appendix, nothing lost."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

import pikepdf
import pytest

from briefing.document.blocks import Document, Layout, Reference, Section, Table, Typed, sentences_of
from briefing.document.budget import measured_section, page_height, pages
from briefing.document.editions import EDITIONS, Edition
from briefing.document.page_height import page_one_height
from briefing.document.page_one import FIGURES
from briefing.document.serial import plain
from briefing.model.dossier import Dossier
from briefing.rendering import render
from tests.document.test_facts import running_figures
from tests.months import MONTHS, made

PAGES = 8
NEARLY_EMPTY = 0.18
"""The part of a page under which it looks like a mistake."""
STACKED = 4
"""So many single letters under each other are a word that a column has crushed."""

QUICK = ("board.es",)
"""Editions that each month is printed in at every commit: Spanish is the longer; `make test-all` prints all six."""
CASES = [
    pytest.param(name, edition, id=f"{name}-{edition}", marks=() if str(edition) in QUICK or (name, str(edition)) == ("fullest", "site.es") else pytest.mark.full)
    for name in MONTHS for edition in EDITIONS
]
each_case = pytest.mark.parametrize(("name", "edition"), CASES)

pytestmark = [pytest.mark.xdist_group("straining months"), pytest.mark.skipif(shutil.which("pdftotext") is None, reason="apt.txt: poppler-utils")]


@dataclass(frozen=True)
class Word:
    """A word where it stands on its page, in points from the top left."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    def alone_among(self, others: Iterable[Word]) -> bool:
        """Tell whether no other word stands beside it, within a space or two."""
        return not any(abs(each.top - self.top) < 4 and (0 < each.left - self.left < 14 or 0 < self.left - each.right < 8) for each in others)


@dataclass(frozen=True)
class Paper:
    """An edition as printed: its tree, each section's first page by anchor, and the words of each page."""

    document: Document
    starts: Mapping[str, int]
    words: tuple[tuple[Word, ...], ...]

    def text(self, page: int) -> str:
        """Give a page's words, one space between them."""
        return " ".join(word.text for word in self.words[page - 1])

    @property
    def squeezed(self) -> str:
        """Give all words without space, so that a line's end hides nothing."""
        return "".join(word.text for page in self.words for word in page)

    @property
    def appendix(self) -> int:
        """The page on which the appendix begins."""
        return min(self.starts[each.anchor] for each in self.document.sections if each.layout is Layout.APPENDIX)


@cache
def printed(name: str, edition: Edition) -> Paper:
    """Render an edition and read it back."""
    document = made(name).documents[edition]
    data = render(document, "pdf")
    return Paper(document, starts_of(document, data), words_of(data))


def starts_of(document: Document, data: bytes) -> dict[str, int]:
    """Give each section's first page by its bookmark; page one's own headings are passed over."""
    pdf = pikepdf.open(io.BytesIO(data))
    numbers = {page.objgen: number for number, page in enumerate(pdf.pages, 1)}
    with pdf.open_outline() as outline:
        found = [(str(item.title), numbers[item.destination[0].objgen]) for item in _items(outline.root)]
    inside = iter((title, page) for title, page in found if page > 1)
    return {section.anchor: next(page for title, page in inside if title == section.title)
            for section in document.sections if section.layout is not Layout.PAGE_ONE}


def _items(items: Any) -> Iterator[Any]:
    for item in items:
        yield item
        yield from _items(item.children)


def words_of(data: bytes) -> tuple[tuple[Word, ...], ...]:
    run = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=data, check=True, capture_output=True)
    text = run.stdout.decode()
    pattern = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')
    return tuple(
        tuple(Word(word, *map(float, place)) for *place, word in pattern.findall(page))
        for page in text.split("<page ")[1:]
    )


def counted(paper: Paper) -> list[Section]:
    """Give the sections before the appendix that follow page one."""
    return [each for each in paper.document.sections if each.layout not in {Layout.PAGE_ONE, Layout.APPENDIX}]


@each_case
def test_page_one_is_one_page_and_the_counted_pages_are_eight(name: str, edition: Edition) -> None:
    """The next part begins on page two, and the appendix by page nine."""
    paper = printed(name, edition)

    assert min(paper.starts.values()) == 2
    assert paper.appendix <= PAGES + 1


@each_case
def test_an_issue_takes_a_page_or_less(name: str, edition: Edition) -> None:
    """What follows it begins on its page or on the next, and nothing of it runs over: its last words stand on its own page."""
    paper = printed(name, edition)
    sections = [each for each in paper.document.sections if each.layout is not Layout.PAGE_ONE]
    for section, following in pairwise(sections):
        if section.layout is Layout.ISSUE:
            assert paper.starts[following.anchor] - paper.starts[section.anchor] <= 1, section.anchor


@each_case
def test_page_one_prints_at_most_fifteen_figures(name: str, edition: Edition) -> None:
    """Counted on the tree as JSON: distinct facts in running text, dates and the table of asks apart."""
    document = made(name).documents[edition]
    units = {fact.id: fact.unit for fact in document.facts}
    figures = {fact for fact in running_figures(plain(document.sections[0])["blocks"]) if units[fact] != "date"}

    assert len(figures) <= FIGURES


@each_case
def test_the_estimate_is_never_less_than_what_is_printed(name: str, edition: Edition) -> None:
    """And not so much more that room is given away: at most a page over all, a quarter of page one."""
    paper = printed(name, edition)
    document = paper.document
    estimated = pages((measured_section(each, document.paper) for each in document.sections if each.layout is not Layout.APPENDIX), document.paper)
    height = page_one_height(document.sections[0].blocks, document.masthead, document.notices, document.paper)
    foot = max(word.bottom for word in paper.words[0] if word.bottom < 740) - 62.0

    assert paper.appendix - 1 <= max(estimated, PAGES)
    assert estimated - (paper.appendix - 1) <= 2
    assert height <= page_height(document.paper)
    assert 0.8 * foot <= height


def references(document: Document) -> list[Reference]:
    """Give every place of the text that leads elsewhere."""
    return [run for section in document.sections for sentence in sentences_of(section) for run in sentence.runs if isinstance(run, Reference)]


@each_case
def test_whatever_is_cut_leads_to_the_page_where_it_stands(name: str, edition: Edition) -> None:
    """`and 14 more asks on page 9`: that part begins on page 9; `in full on page 23`: the words begin there."""
    paper = printed(name, edition)
    on_page = paper.document.labels["on_page"]
    text = " ".join(" ".join(word.text for word in page) for page in paper.words)
    found = references(paper.document)
    rows = {row.anchor: row for section in paper.document.sections if section.anchor == "in-full"
            for block in section.blocks if isinstance(block, Table) for row in block.rows}

    said = {(words, int(page)) for words, page in re.findall(rf"(\d+ [\w ]+?) {on_page} (\d+)", text)}
    for reference in found:
        if reference.target in paper.starts and reference.text[0].isdigit() and re.sub(r"\s", "", reference.text) in re.sub(r"\s", "", text):
            printed_pages = {page for words, page in said if words == reference.text or words.endswith(reference.text)}
            assert paper.starts[reference.target] in printed_pages, (reference, printed_pages)
    full = {reference.target for reference in found if reference.target.startswith("full-")}
    assert full <= rows.keys()
    note = next((reference.text for reference in found if reference.target in full), "")
    pages_said = {int(page) for page in re.findall(rf"{note} {on_page} (\d+)", text)} if note else set()
    squeezed = ["".join(word.text for word in page) for page in paper.words]
    pages_true = {_page_of(rows[anchor].cells[1].sentences[0].text, squeezed, paper.starts["in-full"]) for anchor in full}
    assert pages_said == pages_true


def _page_of(text: str, squeezed: list[str], first: int) -> int:
    """Give the page, from the first of the words in full on, on which words begin."""
    beginning = re.sub(r"\s", "", text)[:40]
    return next(number for number, page in enumerate(squeezed, 1) if number >= first and beginning in page)


@each_case
def test_every_reference_leads_somewhere(name: str, edition: Edition) -> None:
    """No anchor is pointed to that the document does not have."""
    document = made(name).documents[edition]
    tables = [block for section in document.sections for block in section.blocks if isinstance(block, Table)]
    headings = {getattr(block, "anchor", "") for section in document.sections for block in section.blocks}
    anchors = {section.anchor for section in document.sections} | {row.anchor for table in tables for row in table.rows} | headings

    assert [each for each in references(document) if each.target not in anchors] == []


def names(dossier: Dossier, language: str) -> Iterator[str]:
    """Yield what must not be lost: KPIs, rows, asks, options, follow-ups, scenarios, by what tells them apart."""
    month = dossier.submission
    assert month is not None
    yield from (f"{code}" for code in dict.fromkeys(report.code for report in month.kpis))
    yield from (row.id for row in month.register)
    for ask in month.asks:
        yield ask.id
        yield from (f"{ask.id} {option.letter} op" for option in ask.options if ask.id in option.title_en)
    for each in month.follow_ups:
        yield (each.text_es if language == "es" else each.text_en)[:12]
    yield from (story.code for story in dossier.charter.scenarios)


@each_case
def test_nothing_is_lost(name: str, edition: Edition) -> None:
    """Each KPI, row, ask, option, commitment, win, piece of context and scenario is printed somewhere."""
    squeezed = printed(name, edition).squeezed
    wanted = list(names(MONTHS[name](), edition.language))

    assert wanted
    assert [each for each in wanted if re.sub(r"\s", "", each) not in squeezed] == []


@each_case
def test_no_page_is_nearly_empty_but_the_last_of_a_part(name: str, edition: Edition) -> None:
    """A page with little on it ends a part: another begins on the next."""
    paper = printed(name, edition)
    begun = set(paper.starts.values()) | {len(paper.words) + 1}
    empty = []
    for number, words in enumerate(paper.words, 1):
        body = [word.bottom for word in words if 60 < word.top < 740]
        filled = (max(body, default=62.0) - 62.0) / 676.0
        if filled < NEARLY_EMPTY and number + 1 not in begun:
            empty.append((number, filled))

    assert empty == []


@each_case
def test_no_column_is_crushed_to_letters(name: str, edition: Edition) -> None:
    """Single letters under each other, close and at one left edge."""
    crushed = []
    for number, words in enumerate(printed(name, edition).words, 1):
        columns: dict[float, list[float]] = {}
        for word in words:
            if len(word.text) == 1 and word.text.isalpha() and word.alone_among(words):
                columns.setdefault(round(word.left), []).append(word.top)
        for left, tops in columns.items():
            steps = [0 < below - above < 14 for above, below in pairwise(sorted(tops))]
            if any(all(steps[start:start + STACKED]) for start in range(len(steps) - STACKED + 1)):
                crushed.append((number, left))

    assert crushed == []


@each_case
def test_long_words_are_cut_between_words_and_stand_whole_in_the_appendix(name: str, edition: Edition) -> None:
    """What is printed of somebody's words is how they begin; the whole of them is in the appendix, once."""
    document = made(name).documents[edition]
    full = [section for section in document.sections if section.anchor == "in-full"]
    whole = [run.text for section in full for sentence in sentences_of(section) for run in sentence.runs if isinstance(run, Typed)]
    cut = [run.text for section in document.sections if section.anchor != "in-full" for sentence in sentences_of(section)
           for run in sentence.runs if isinstance(run, Typed) and run.text.endswith("\N{HORIZONTAL ELLIPSIS}")]

    assert len(whole) == len(set(whole))
    for text in cut:
        beginning = text[:-1].casefold()
        assert any(each.casefold().startswith(beginning) for each in whole), text
