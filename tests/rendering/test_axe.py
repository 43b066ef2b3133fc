"""No rule of axe is broken, those of best practice and of target size among them: every audience, language, width and shade."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import pytest

from tests.rendering.conftest import Shown

EDITIONS = [f"{audience}.{language}" for audience in ("board", "hq", "site") for language in ("en", "es")]
NAMES = [*(f"MTY.{edition}" for edition in EDITIONS), "QRO.board.en", "QRO.site.es", "TIJ.board.en", "TIJ.site.es", "group.board.en", "group.hq.es"]
VIEWS = [(1280, "light"), (360, "dark")]
CASES = [(name, *view) for name in NAMES for view in VIEWS] + [("MTY.board.en", 1280, "dark"), ("MTY.board.en", 360, "light")]
COLOURED = {(name, *view) for name in ("MTY.board.en", "TIJ.site.es", "group.board.en") for view in VIEWS} | {case for case in CASES if case[1] == 1280}
"""Where contrast is looked at too: half of the time goes into it, and a phone's page has the colours of a desk's."""
ALIKE = 12
"""So many rows of the evidence stand for its hundreds, which the browser would take minutes to look at."""

TRIM = """alike => {
    document.querySelectorAll(`.evidence tbody tr:nth-child(n+${alike + 1})`).forEach(row => row.remove());
    document.querySelectorAll('.drawing svg > *').forEach(part => part.remove());
}"""
"""Charts are hidden from readers of the tree, who get their alternative text; their colours are tested by value."""
RUN = """coloured => axe.run(document, {rules: {'target-size': {enabled: true}, 'color-contrast': {enabled: coloured}}, resultTypes: ['violations', 'incomplete']}).then(found =>
    [...found.violations, ...found.incomplete.filter(rule => rule.id != 'color-contrast')].flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.html.slice(0, 160)} ${node.failureSummary}`)))"""
"""What the rules could not tell counts as broken too; but for contrast where one thing lies over another, such as a head of a table
kept for listeners alone: every pair of colours is tested by value."""


@cache
def axe() -> str:
    """Give the rules as a script."""
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


def faults(page: Any, *, coloured: bool = True) -> list[str]:
    """Give what is broken on a page as it stands."""
    page.evaluate(TRIM, ALIKE)
    page.evaluate(axe())
    found: list[str] = page.evaluate(RUN, coloured)
    return found


OTHER_SITES = [case for case in CASES if case[0][:3] in {"QRO", "TIJ"} and case[1] == 1280]
"""The same blocks on the same width as Monterrey's: looked at in `make test-all`."""


@pytest.mark.parametrize(("name", "width", "shade"), [pytest.param(*case, marks=pytest.mark.full) if case in OTHER_SITES else case for case in CASES])
def test_no_rule_is_broken(name: str, width: int, shade: str, shown: Shown) -> None:
    """At the width of a desk and of a phone, by day and by night."""
    assert faults(shown(name, width, color_scheme=shade), coloured=(name, width, shade) in COLOURED) == []


def test_a_broken_rule_is_found(shown: Shown) -> None:
    """The rules do run: a pale word, an unnamed picture and a heading out of turn are each told, and two small targets side by side."""
    page = shown("group.board.en")
    page.evaluate("""() => document.querySelector('main').insertAdjacentHTML('afterbegin',
        '<h5>x</h5><img src="data:,"><p style="color: #ccc">pale</p><nav style="display: flex; gap: 2px"><a href="#a" style="font-size: 9px">a</a>' +
        '<a href="#b" style="font-size: 9px">b</a></nav>')""")

    assert {"heading-order", "image-alt", "color-contrast", "target-size"} <= {fault.split(":")[0] for fault in faults(page)}


@pytest.mark.parametrize("name", NAMES)
def test_nothing_scrolls_sideways(name: str, shown: Shown) -> None:
    """A phone, a screen of 1280 pixels magnified to 200 %, a tablet."""
    page = shown(name)
    for width in (360, 640, 768):
        page.set_viewport_size({"width": width, "height": 800})
        assert width == page.evaluate("document.documentElement.scrollWidth")
