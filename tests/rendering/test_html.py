"""The HTML: one file, no script, no request, sound structure, narrow screens, typed text never markup."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from briefing.rendering import render
from tests.rendering.example_document import english, spanish
from tests.rendering.hostile import HOSTILE, hostile_document


class Page(HTMLParser):
    """Every start tag with its attributes, and all text."""

    def __init__(self, source: bytes) -> None:
        """Read a page."""
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(source.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a start tag."""
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Keep text."""
        self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """Give the attributes of every such tag."""
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture(scope="module")
def source() -> bytes:
    """The board edition's HTML."""
    return render(english(), "html")


@pytest.fixture(scope="module")
def page(source: bytes) -> Page:
    """The board edition's HTML, read."""
    return Page(source)


def test_nothing_is_run_and_nothing_is_fetched(source: bytes, page: Page) -> None:
    """No script, no event handler, no address outside the file."""
    assert page.all("script") == []
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]
    links = [value for _, attributes in page.tags for name, value in attributes.items() if name in {"href", "src"}]
    assert not [link for link in links if not (link or "").startswith(("#", "data:"))]
    # Namespaces are names, not addresses that are fetched.
    assert {b"http://www.w3.org/2000/svg", b"http://www.w3.org/1999/xlink"} >= set(re.findall(rb"https?://[^\s\"'<)]*", source))
    assert not re.search(rb"url\((?!data:|#)|@import", source)


def test_file_is_small_enough_to_mail(source: bytes) -> None:
    """Fonts, charts and all stay under 700 kB."""
    assert len(source) < 700_000


def test_ids_are_unique_and_every_link_arrives(page: Page) -> None:
    """Each id is given once and each link within the page has its target."""
    ids = Counter(attributes["id"] for _, attributes in page.tags if "id" in attributes)
    targets = {(attributes.get("href") or "")[1:] for attributes in page.all("a")}
    uses = {(attributes.get("xlink:href") or "")[1:] for attributes in page.all("use")}

    assert [name for name, times in ids.items() if times > 1] == []
    assert targets | uses <= set(ids)


def test_structure_is_said_to_those_who_cannot_see_it(page: Page) -> None:
    """One h1, landmarks, levels without a gap, header cells with scope, described charts."""
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]

    assert [1, 1, 1, 1] == [len(page.all(tag)) for tag in ("h1", "header", "main", "footer")]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert all(attributes.get("scope") in {"row", "col"} for attributes in page.all("th"))
    assert all(attributes.get("role") == "img" or attributes.get("aria-hidden") for attributes in page.all("svg"))
    assert "es" in {attributes.get("lang") for attributes in page.all("q")}
    assert Page(render(spanish(), "html")).all("html") == [{"lang": "es"}]


def test_text_is_data() -> None:
    """Markup of any kind that a leader typed is shown as it stands and makes no element."""
    page = Page(render(hostile_document(), "html"))

    for part in HOSTILE:
        assert part in page.text
    assert page.all("script") == []
    assert "\u202e" not in page.text
    assert len(page.all("style")) == 1


def test_same_document_gives_same_bytes(source: bytes) -> None:
    """Rendering again gives the same file."""
    assert source == render(english(), "html")


def test_unknown_format_is_refused() -> None:
    """Only the formats of the contract."""
    with pytest.raises(ValueError, match="odt"):
        render(english(), "odt")  # type: ignore[arg-type]


@pytest.mark.parametrize("width", [360, 768, 1100])
def test_no_sideways_scroll(browser: Any, source: bytes, tmp_path: Path, width: int) -> None:
    """A phone shows the whole width of the page."""
    (tmp_path / "page.html").write_bytes(source)
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto((tmp_path / "page.html").as_uri())

    assert width == page.evaluate("document.documentElement.scrollWidth")
    page.close()


def test_chart_text_stays_inside_its_drawing(browser: Any, source: bytes, tmp_path: Path) -> None:
    """No label is cut at the edge of a chart, by the font the reader sees."""
    (tmp_path / "page.html").write_bytes(source)
    page = browser.new_page(viewport={"width": 1100, "height": 800})
    page.goto((tmp_path / "page.html").as_uri())
    page.wait_for_function("document.fonts.ready.then(() => true)")
    outside = page.evaluate("""() => [...document.querySelectorAll('.drawing svg text')].filter(text => {
        const box = text.getBoundingClientRect(), frame = text.closest('svg').getBoundingClientRect();
        return frame.width && (box.left < frame.left - 1 || box.right > frame.right + 1);
    }).map(text => text.textContent)""")

    assert outside == []
    page.close()
