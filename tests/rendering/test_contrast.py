"""Every pair of colours that meets, on paper and on a dark screen, in the briefing's own colours and in any brand's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.colours import GRAPHIC_CONTRAST, TEXT_CONTRAST, contrast
from briefing.document.blocks import Chart, Document
from briefing.document.figures import OutlookFigure
from briefing.model.brand import Brand
from briefing.rendering import theme
from briefing.rendering.charts import draw, draw_panels
from tests.rendering.example_document import english, spanish

SIDES = ("light", "dark")
COLOURS = st.integers(0, 0xFFFFFF).map("#{:06x}".format)
SILENT = {theme.ink("hairline"), theme.ink("paper")}
"""The grid, and the patch of paper under a label: nothing is lost with them."""


def least(colours: theme.Palette, fore: str, behind: tuple[str, ...]) -> float:
    """Give the least contrast of a colour on any of some others, by day and by night."""
    return min(contrast(getattr(colours[fore], side), getattr(colours[each], side)) for each in behind for side in SIDES)


def assert_readable(colours: theme.Palette) -> None:
    """Text on the page, on a chosen row, and on the row that a note has led to; rules and marks on the page."""
    for fore in ("ink", "muted", "accent", "alarm"):
        assert least(colours, fore, ("paper", "faint", "accent_tint")) >= TEXT_CONTRAST, fore
    for fore in ("rule", "accent", "alarm", "muted"):
        assert least(colours, fore, ("paper",)) >= GRAPHIC_CONTRAST, fore


def test_the_briefings_own_colours_can_be_read() -> None:
    """4.5 to 1 for text, 3 to 1 for what is drawn."""
    assert_readable(theme.palette(Brand()))


@given(COLOURS, COLOURS)
def test_any_brands_colours_can_be_read(main: str, second: str) -> None:
    """Whatever the charter asks for."""
    assert_readable(theme.palette(Brand(main, second)))


def charts(*documents: Document) -> Iterator[str]:
    """Give every chart as it is drawn for paper, and an outlook's panels as they are drawn for a screen."""
    for document in documents:
        for figure in (block.figure for block in found(document) if isinstance(block, Chart)):
            yield draw(figure, document.language, 480.0, "chart").svg
            if isinstance(figure, OutlookFigure):
                yield from (each.svg for each in draw_panels(figure, document.language, 150.0, "chart"))


def found(document: Document) -> Iterator[object]:
    """Give the blocks of a document, those within others too."""
    waiting: list[object] = [block for section in document.sections for block in section.blocks]
    while waiting:
        block = waiting.pop()
        yield block
        for name in ("left", "right", "blocks"):
            waiting.extend(getattr(block, name, ()))


@pytest.fixture(scope="module")
def drawn(documents: Mapping[str, Document]) -> list[str]:
    """The charts of every kind: the sample company's and those of the example."""
    svgs = list(charts(documents["MTY.board.en"], documents["TIJ.site.es"], documents["group.board.en"], english(), spanish()))
    assert len(svgs) > 12
    return svgs


def parts(svg: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Give each drawn element's name and its fill and stroke, where it has one; patterns that hatch are passed over."""
    for tag, attributes in re.findall(r"<(path|text|rect|use|circle)\b([^>]*)>", re.sub(r"<(pattern|clipPath)\b.*?</\1>", "", svg, flags=re.DOTALL)):
        yield tag, dict(re.findall(r"\b(fill|stroke)\s*[:=]\s*\"?(#[0-9a-f]{6})", attributes))


def names(colour: str) -> str:
    """Give a colour's name in the theme."""
    return next(name for name, each in theme.COLOURS.items() if each.light == colour and name != "rule")


@pytest.mark.parametrize("brand", [Brand(), Brand("#ffd400", "#ffd400"), Brand("#ff00ff")])
def test_charts_can_be_read(brand: Brand, drawn: list[str]) -> None:
    """Every label has the contrast of text; every shape has that of graphics in its line or in its face."""
    colours = theme.palette(brand)
    kinds = set()
    for tag, paint in (each for svg in drawn for each in parts(svg)):
        kinds.add(tag)
        if tag == "text":
            assert least(colours, names(paint.get("fill", "#1b1f24")), ("paper",)) >= TEXT_CONTRAST
            continue
        speaking = [names(colour) for colour in paint.values() if colour not in SILENT]
        if speaking:
            assert max(least(colours, name, ("paper",)) for name in speaking) >= GRAPHIC_CONTRAST, (tag, paint)
    assert {"path", "text"} <= kinds
