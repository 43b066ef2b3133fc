"""The page without a mouse, with other spacing, magnified, and for those whom movement disturbs."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import pytest

from briefing.document.blocks import Document, Typed, all_sentences
from tests.rendering.conftest import Shown

NAMES = ("MTY.board.en", "MTY.site.es", "group.board.en")
each_name = pytest.mark.parametrize("name", NAMES)

FOCUSED = """() => { const it = document.activeElement; const box = it.getBoundingClientRect(); const look = getComputedStyle(it);
    return {id: it.id, tag: it.tagName, href: it.getAttribute('href'), label: it.getAttribute('aria-label'),
            outline: look.outlineStyle == 'none' ? 0 : parseFloat(look.outlineWidth),
            left: box.left, top: box.top, right: box.right, bottom: box.bottom, width: box.width, height: box.height}; }"""
SPACING = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
    p { margin-bottom: 2em !important; }"""
"""WCAG 2.2, 1.4.12."""
# A table may grow wider than its place, which then scrolls; on a phone the rows of most are stacked and may not.
CUT = """() => [...document.querySelectorAll('body *')].filter(it => {
    if (it.closest('svg, thead, .scroll[tabindex]') || !it.textContent.trim()) return false;
    const box = it.getBoundingClientRect(), look = getComputedStyle(it);
    if (it.matches('.skip') || !box.width || (innerWidth > 640 && it.matches('.scroll, .scroll *'))) return false;
    if (look.display == 'inline') return box.right > document.documentElement.clientWidth + 1 || box.left < -1;
    return it.scrollWidth > it.clientWidth + 1 || (look.overflowY != 'visible' && it.scrollHeight > it.clientHeight + 1);
}).map(it => `${it.tagName}.${it.className}: ${it.textContent.trim().slice(0, 60)}`)"""


def focused(page: Any) -> dict[str, Any]:
    """Give what has the keyboard's focus."""
    found: dict[str, Any] = page.evaluate(FOCUSED)
    return found


@each_name
def test_the_first_key_leads_past_the_masthead(name: str, shown: Shown) -> None:
    """The link shows itself when it is reached, and the next key goes on inside the briefing."""
    page = shown(name)
    assert page.evaluate("document.querySelector('.skip').getBoundingClientRect().right") < 0
    page.keyboard.press("Tab")
    link = focused(page)
    assert (link["href"], link["outline"] >= 2, link["left"] >= 0, link["top"] >= 0) == ("#main", True, True, True)
    page.keyboard.press("Enter")
    assert focused(page)["id"] == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


@each_name
def test_an_evidence_note_opens_and_closes_by_keyboard(name: str, shown: Shown) -> None:
    """Enter leads to its row, the next key to the way back, and that to where one was."""
    page = shown(name)
    page.evaluate("document.querySelector('.note a[id]').focus()")
    note = focused(page)
    page.keyboard.press("Enter")
    row = page.evaluate("document.querySelector(':target').id")
    assert "#" + row == note["href"]
    assert page.evaluate("(() => { const box = document.querySelector(':target').getBoundingClientRect(); return 0 <= box.top && box.bottom <= innerHeight; })()")
    page.keyboard.press("Tab")
    back = focused(page)
    assert (back["href"], back["outline"] >= 2) == ("#" + note["id"], True)
    page.keyboard.press("Enter")
    assert focused(page)["id"] == note["id"]
    page.keyboard.press("Tab")
    assert focused(page)["href"] not in {note["href"], back["href"]}


def test_every_link_is_reached_in_order_and_none_holds_the_focus(shown: Shown) -> None:
    """As many keys as there are places, each seen and outlined; then the keyboard leaves the page."""
    page = shown("group.board.en")
    count = page.evaluate("document.querySelectorAll('a[href], [tabindex=\"0\"]').length")
    seen = []
    for _ in range(count):
        page.keyboard.press("Tab")
        place = focused(page)
        assert place["outline"] >= 2
        assert 0 <= place["top"] < place["bottom"] <= 801
        seen.append((place["href"], place["id"], place["left"], page.evaluate("document.activeElement.getBoundingClientRect().top + scrollY")))
    order = page.evaluate("[...document.querySelectorAll('a[href], [tabindex=\"0\"]')].map(it => it.getAttribute('href'))")
    assert [href for href, *_ in seen] == order
    assert all(before != after for before, after in pairwise(seen))
    page.keyboard.press("Tab")
    assert focused(page)["tag"] == "BODY"


@each_name
@pytest.mark.parametrize("width", [360, 1280])
def test_a_target_that_stands_alone_is_24_pixels_or_more(name: str, width: int, shown: Shown) -> None:
    """WCAG 2.2, 2.5.8: the ways back from the evidence and the contents; notes within a sentence are excepted."""
    page = shown(name, width)
    page.keyboard.press("Tab")
    small = page.evaluate("""() => [...document.querySelectorAll('.skip, .contents a, a.back')].map(it => [it, it.getBoundingClientRect()])
        .filter(([it, box]) => box.width < 23.9 || box.height < 23.9).map(([it, box]) => `${it.className} ${it.textContent} ${box.width} x ${box.height}`)""")
    assert page.evaluate("document.querySelectorAll('a.back').length")
    assert small == []


@each_name
@pytest.mark.parametrize("width", [360, 1280])
def test_text_may_be_spaced_wider(name: str, width: int, shown: Shown) -> None:
    """No word is cut and the page does not scroll sideways."""
    page = shown(name, width)
    page.add_style_tag(content=SPACING)

    assert page.evaluate(CUT) == []
    assert width == page.evaluate("document.documentElement.scrollWidth")


def test_a_cut_word_is_found(shown: Shown) -> None:
    """The look for cut words does see one."""
    page = shown("group.board.en", 360)
    page.add_style_tag(content="h1 { white-space: nowrap; overflow: hidden; flex-wrap: nowrap !important } h1 span { flex: none }")
    assert page.evaluate(CUT)


@each_name
def test_nothing_moves(name: str, shown: Shown) -> None:
    """Neither for those who asked for less movement nor for the others."""
    page = shown(name)
    moving = page.evaluate("""() => [...document.querySelectorAll('*')].filter(it => { const look = getComputedStyle(it);
        return look.animationName != 'none' || look.transitionDuration != '0s' || look.scrollBehavior == 'smooth'; }).length""")
    assert moving == 0


def test_words_in_another_language_say_so(documents: Mapping[str, Document], shown: Shown) -> None:
    """What was typed in Spanish and stands in an English page is read in Spanish; so is the other way round."""
    for name in ("MTY.board.en", "MTY.site.es"):
        document = documents[name]
        typed = {" ".join(run.text.split()) for sentence in all_sentences(document) for run in sentence.runs
                 if isinstance(run, Typed) and run.language not in {"", document.language}}
        marked = shown(name).evaluate("[...document.querySelectorAll('body [lang]:not([lang=\"' + document.documentElement.lang + '\"])')].map(it => it.textContent)")
        said = " ".join(" ".join(text.split()) for text in marked)
        assert [text for text in typed if text not in said] == []
        if name == "MTY.board.en":
            assert typed
