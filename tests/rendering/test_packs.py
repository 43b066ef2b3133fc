"""Several papers as one: pages, bookmarks, links and tags are all there and lead to the right place."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from pathlib import Path

import pikepdf
import pytest

from briefing.document.blocks import Document
from briefing.rendering import render
from briefing.rendering.packs import Paper, packed
from tests.conftest import Run
from tests.rendering.test_pdf import elements

NAMES = ("group.board.en", "MTY.board.en", "MTY.board.en")


@pytest.fixture(scope="module")
def papers(documents: Mapping[str, Document]) -> list[bytes]:
    """Give the group's page and a plant's paper twice, whose numbers and ids are all the same."""
    made = {name: render(documents[name], "pdf") for name in dict.fromkeys(NAMES)}
    return [made[name] for name in NAMES]


@pytest.fixture(scope="module")
def pack(papers: list[bytes]) -> bytes:
    """Give the three in one."""
    return packed([Paper(f"Paper {number}", data) for number, data in enumerate(papers, 1)], "Board pack", "en")


def opened(data: bytes) -> pikepdf.Pdf:
    """Open a paper."""
    return pikepdf.open(io.BytesIO(data))


def test_all_pages_in_order_and_the_same_bytes(papers: list[bytes], pack: bytes) -> None:
    """No page is lost; a second time gives the very same file."""
    pages = [page.Contents.read_bytes() for paper in papers for page in opened(paper).pages]
    assert [page.Contents.read_bytes() for page in opened(pack).pages] == pages
    assert packed([Paper(f"Paper {number}", data) for number, data in enumerate(papers, 1)], "Board pack", "en") == pack


def test_each_paper_has_its_bookmark_with_its_own_below(papers: list[bytes], pack: bytes) -> None:
    """They lead to the pages of their own paper."""
    book = opened(pack)
    starts = [sum(len(opened(paper).pages) for paper in papers[:index]) for index in range(len(papers) + 1)]
    places = {page.obj.objgen: index for index, page in enumerate(book.pages)}
    with book.open_outline() as outline:
        assert [each.title for each in outline.root] == ["Paper 1", "Paper 2", "Paper 3"]
        for index, item in enumerate(outline.root):
            assert places[item.destination[0].objgen] == starts[index]
            with opened(papers[index]).open_outline() as own:
                assert [each.title for each in item.children] == [each.title for each in own.root[0].children]
            assert item.children
            assert all(starts[index] <= places[each.destination[0].objgen] < starts[index + 1] for each in item.children)


def test_links_inside_a_paper_lead_to_its_own_pages(papers: list[bytes], pack: bytes) -> None:
    """As far into the paper as before."""
    book, number = opened(pack), 0
    places = {page.obj.objgen: index for index, page in enumerate(book.pages)}
    seen = 0
    for paper in papers:
        source = opened(paper)
        own = {page.obj.objgen: index for index, page in enumerate(source.pages)}
        for index, page in enumerate(source.pages):
            for mine, copied in zip(page.obj.get("/Annots", ()), book.pages[number + index].obj.get("/Annots", ()), strict=True):
                if isinstance(mine.get("/Dest"), pikepdf.Array):
                    assert places[copied.Dest[0].objgen] == number + own[mine.Dest[0].objgen]
                    seen += 1
        number += len(source.pages)
    assert seen > 10


def test_every_tag_is_kept_and_joined_to_its_own_page(papers: list[bytes], pack: bytes) -> None:
    """As many elements as the papers have, and one document around them; each page's marks find elements that name that page."""
    book, sources = opened(pack), list(map(opened, papers))
    tree = book.Root.StructTreeRoot
    assert len(list(elements(tree))) == sum(len(list(elements(source.Root.StructTreeRoot))) for source in sources) + 1
    assert [(str(each.S), [str(kid.S) for kid in each.K]) for each in tree.K] == [("/Document", ["/Part", "/Part", "/Part"])]
    numbers = list(tree.ParentTree.Nums)
    keys = [int(key) for key in numbers[::2]]
    assert keys == sorted(set(keys))
    assert int(tree.ParentTreeNextKey) > keys[-1]
    assert _joined(book) == [[place + start for place in places] for source, start in _starts(sources) for places in _joined(source)]
    found = dict(zip(keys, numbers[1::2], strict=True))
    assert {str(found[int(link.StructParent)].S) for page in book.pages for link in page.obj.get("/Annots", ())} == {"/Link"}


def _starts(sources: list[pikepdf.Pdf]) -> list[tuple[pikepdf.Pdf, int]]:
    """Give each paper with the number of pages before it."""
    return [(source, sum(len(each.pages) for each in sources[:index])) for index, source in enumerate(sources)]


def _joined(paper: pikepdf.Pdf) -> list[list[int]]:
    """Give, for each page, the pages on which the elements of its marks begin: its own, or one before where a text runs on."""
    numbers = list(paper.Root.StructTreeRoot.ParentTree.Nums)
    found = dict(zip([int(key) for key in numbers[::2]], numbers[1::2], strict=True))
    places = {page.obj.objgen: index for index, page in enumerate(paper.pages)}
    return [[places[each.Pg.objgen] for each in found[int(page.obj.StructParents)] if isinstance(each, pikepdf.Dictionary) and "/Pg" in each]
            for page in paper.pages]


def test_table_headers_are_found_in_their_own_paper(pack: bytes) -> None:
    """Two papers that number their headers alike have no id in common; each cell's headers are in the list of ids."""
    book = opened(pack)
    tree = book.Root.StructTreeRoot
    ids = [bytes(each) for each in list(tree.IDTree.Names)[::2]]
    assert ids == sorted(set(ids))
    assert {each[:3] for each in ids} == {b"P1-", b"P2-", b"P3-"}
    named = [bytes(header) for each in elements(tree) if "/A" in each for one in (each.A if isinstance(each.A, pikepdf.Array) else [each.A])
             if "/Headers" in one for header in one.Headers]
    assert named
    assert set(named) <= set(ids)


def test_it_says_what_it_is(pack: bytes) -> None:
    """Title, language, tagged, PDF/UA-1, bookmarks open."""
    book = opened(pack)
    assert (str(book.docinfo["/Title"]), str(book.Root.Lang), bool(book.Root.MarkInfo.Marked), book.pdf_version) == ("Board pack", "en", True, "1.7")
    with book.open_metadata() as facts:
        assert (facts["pdfuaid:part"], facts["dc:title"]) == ("1", "Board pack")


def test_the_command_writes_one_file(company: Path, brief: Callable[..., Run], tmp_path: Path) -> None:
    """The group's page and the sites named; a site whose month is missing leaves nothing behind."""
    out = tmp_path / "board.pdf"
    run = brief("pack", company, "--period", "2026-10", "--site", "TIJ", "--site", "MTY", "-o", out)
    assert (run.code, run.out.strip()) == (0, str(out))
    with opened(out.read_bytes()).open_outline() as outline:
        assert [each.title for each in outline.root] == ["All plants, October 2026", "Tijuana", "Monterrey"]
    (company / "submissions" / "2026-10" / "TIJ.xlsx").unlink()
    run = brief("pack", company, "--period", "2026-10", "--site", "TIJ", "-o", tmp_path / "other.pdf")
    assert run.code == 2
    assert not (tmp_path / "other.pdf").exists()
