"""The HTML on paper: as the PDF says it, whose page it is on each, nothing dark, nothing cut."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from briefing.document.blocks import Document
from briefing.rendering import render
from tests.rendering.conftest import Shown
from tests.rendering.test_pdf_access import pages_text

NAMES = ("MTY.board.en", "MTY.site.es", "TIJ.board.en", "group.board.en")
each_name = pytest.mark.parametrize("name", NAMES)
MORE = 6
"""So many pages more than the PDF are borne."""
WORDS = re.compile(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>')

pytestmark = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="apt.txt: poppler-utils")


@pytest.fixture(scope="module")
def printed(browser: Any, addresses: Callable[[str], str]) -> Callable[[str], bytes]:
    """Give what prints a document's page by its name, once, from a screen that is dark."""
    @cache
    def paper(name: str) -> bytes:
        page = browser.new_page(color_scheme="dark")
        page.goto(addresses(name))
        data: bytes = page.pdf(prefer_css_page_size=True, tagged=True)
        page.close()
        return data

    return paper


def words(data: bytes) -> list[list[tuple[float, float, float, float, str]]]:
    """Give each page's words with left, top, right and bottom in points."""
    text = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=data, check=True, capture_output=True).stdout.decode()
    return [[(float(left), float(top), float(right), float(bottom), word) for left, top, right, bottom, word in WORDS.findall(page)]
            for page in text.split("<page ")[1:]]


@each_name
def test_every_sheet_says_whose_it_is_and_which_of_how_many(name: str, printed: Callable[[str], bytes], documents: Mapping[str, Document]) -> None:
    """The same lines as in the PDF, above and below; page one has its masthead instead."""
    document, texts = documents[name], pages_text(printed(name))
    masthead, (word, of) = document.masthead, {"en": ("page", "of"), "es": ("página", "de")}[document.language]
    with pikepdf.open(io.BytesIO(render(document, "pdf"))) as pdf:
        most = len(pdf.pages) + MORE

    assert 3 < len(texts) <= most
    for number, text in enumerate(texts, 1):
        assert text.endswith(f"{masthead.company} {word} {number} {of} {len(texts)}")
        if number > 1:
            assert text.startswith(f"{masthead.site} · {masthead.period} · {masthead.edition} {masthead.confidentiality}")


@each_name
def test_page_one_is_one_sheet(name: str, printed: Callable[[str], bytes], documents: Mapping[str, Document]) -> None:
    """Its last line, that of the notices, stands on it; what follows begins on the next."""
    first, second, *_ = pages_text(printed(name))
    last = "".join(documents[name].notices[-1].split())
    following = documents[name].sections[1]
    title = following.headline.text if following.headline else following.title

    assert last in "".join(first.split())
    assert "".join(title.split()) in re.sub(r"\s", "", second)


@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_the_sheet_is_the_documents(paper: str, browser: Any, documents: Mapping[str, Document], tmp_path: Path) -> None:
    """Whatever the printer's default."""
    (tmp_path / "page.html").write_bytes(render(replace(documents["group.board.en"], paper=paper), "html"))
    page = browser.new_page()
    page.goto((tmp_path / "page.html").as_uri())
    with pikepdf.open(io.BytesIO(page.pdf(prefer_css_page_size=True))) as pdf:
        assert {tuple(round(float(side)) for side in sheet.mediabox)[2:] for sheet in pdf.pages} == {{"letter": (612, 792), "a4": (595, 842)}[paper]}
    page.close()


@each_name
def test_nothing_leaves_the_sheet_or_lies_over_the_running_lines(name: str, printed: Callable[[str], bytes]) -> None:
    """All words stand between the margins; of each page, only the running lines stand in them."""
    for number, page in enumerate(words(printed(name)), 1):
        assert all(left >= 50 and right <= 562 for left, _, right, _, _ in page), number
        assert all(top >= 25 and bottom <= 780 for _, top, _, bottom, _ in page), number
        head = [bottom for _, _, _, bottom, _ in page if bottom < 48]
        body = [top for _, top, _, _, _ in page if 48 <= top < 740]
        assert number == 1 or max(head) < min(body)


def test_paper_is_white_also_from_a_dark_screen(printed: Callable[[str], bytes]) -> None:
    """No darkness is painted behind the text: ink by day's colours, and no page-wide fill but white."""
    with pikepdf.open(io.BytesIO(printed("group.board.en"))) as pdf:
        colours = {tuple(round(float(part), 2) for part in operands) for page in pdf.pages[:3]
                   for operands, operator in pikepdf.parse_content_stream(page) if str(operator) == "rg"}

    assert (0.11, 0.12, 0.14) in colours  # the ink, #1b1f24
    assert (0.08, 0.09, 0.11) not in colours  # the dark screen's paper, #14181c
    assert (0.91, 0.91, 0.93) not in colours  # the dark screen's ink, #e7e9ec


@each_name
def test_rows_charts_and_headings_are_kept_together(name: str, shown: Shown) -> None:
    """What must not be cut asks the printer not to; heads of tables come again on the next sheet."""
    page = shown(name)
    page.emulate_media(media="print")
    styles = page.evaluate("""() => { const each = (what, property) => [...new Set([...document.querySelectorAll(what)].map(it => getComputedStyle(it)[property]))];
        return {rows: each('tbody tr', 'breakInside'), charts: each('figure', 'breakInside'), heads: each('h1, h2, h3, h4, caption, figcaption', 'breakAfter'),
                repeated: each('table:not(.evidence) thead', 'display'), screen: each('.skip, .contents, .foot', 'display')}; }""")
    assert styles == {"rows": ["avoid"], "charts": ["avoid"], "heads": ["avoid"], "repeated": ["table-header-group"], "screen": ["none"]}


@each_name
def test_no_heading_stands_at_the_foot_of_a_sheet_alone(name: str, printed: Callable[[str], bytes], documents: Mapping[str, Document]) -> None:
    """Under each section's title there are further words on the same sheet."""
    sheets = ["".join(text.split()) for text in pages_text(printed(name))]
    company = "".join(documents[name].masthead.company.split())
    for section in documents[name].sections[1:]:
        title = "".join((section.headline.text if section.headline else section.title).split())
        assert not [sheet for sheet in sheets if re.search(re.escape(title) + r"\d*" + re.escape(company), sheet)], title


@each_name
def test_every_mark_in_the_text_has_its_endnote(name: str, printed: Callable[[str], bytes], documents: Mapping[str, Document]) -> None:
    """The evidence is printed after the rest, by number, with its cells."""
    (evidence,) = [section for section in documents[name].sections if section.anchor == "evidence"]
    text = "".join("".join(pages_text(printed(name))).split())
    (table,) = [block for block in evidence.blocks if getattr(block, "role", "") == "evidence"]
    places = {"".join(row.cells[-1].sentences[0].text.split()) for row in table.rows if row.cells[-1].sentences}

    assert len(table.rows) > 20
    # A note may go on in the next column, of which a reader's program takes the lines in another order: most, not all.
    assert sum(place[:24] in text for place in places) >= 0.9 * len(places)


def test_a_long_line_above_the_sheet_does_not_collide(browser: Any, documents: Mapping[str, Document], tmp_path: Path) -> None:
    """It is broken into lines beside the other, which grow upwards."""
    document = documents["group.board.en"]
    said = "Confidential: for the members of the board and their deputies only; not to be copied or forwarded without written leave"
    (tmp_path / "page.html").write_bytes(render(replace(document, masthead=replace(document.masthead, confidentiality=said)), "html"))
    page = browser.new_page()
    page.goto((tmp_path / "page.html").as_uri())
    found = words(page.pdf(prefer_css_page_size=True))[1]
    page.close()
    overlaps = [(one[4], other[4]) for index, one in enumerate(found) for other in found[index + 1:]
                if min(one[2], other[2]) - max(one[0], other[0]) > 1 and min(one[3], other[3]) - max(one[1], other[1]) > 4]

    assert set(said.split()) <= {word[4] for word in found}
    assert overlaps == []
