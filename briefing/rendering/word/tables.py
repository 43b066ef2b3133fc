"""Tables: real ones, with header rows that repeat, a described purpose, and rows that stay whole; and frames side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from briefing.rendering.view import Data
from briefing.rendering.word.making import Making
from briefing.rendering.word.sentences import MARKS, all_runs
from briefing.rendering.word.xml import TWIPS, Element, element, paragraph, run

_FIRST_COLUMN = 1.25
"""Where a table names no widths, its first column is so much wider than the others."""


@dataclass(frozen=True, slots=True)
class _Room:
    """A cell's width, how many columns it spans, and whether it stays with the row below."""

    width: int
    span: int = 1
    keep: bool = False


def table(making: Making, data: Data, width: float, tint: str) -> list[Element]:
    """Give a table under its caption, and the gap that keeps it apart from the next one."""
    widths = _widths(data["columns"], width)
    evidence = data["role"] == "evidence"
    rows = [_head(making, data, widths, tint), *(_row(making, data, index, widths, tint) for index in range(len(data["rows"])))]
    said = data["caption"] or ", ".join(column["header"] for column in data["columns"] if column["header"])
    look = element("tblLook", val="0420" if evidence else "04A0", firstRow=1, lastRow=0, firstColumn=0 if evidence else 1, lastColumn=0,
                   noHBand=1, noVBand=1)
    properties = element("tblPr", element("tblStyle", val="BriefingTable"), element("tblW", w=sum(widths), type="dxa"),
                         element("tblLayout", type="fixed"), look, element("tblCaption", val=said), element("tblDescription", val=said))
    caption = [paragraph("Caption", [run(data["caption"], making.language)])] if data["caption"] else []
    return [*caption, element("tbl", properties, _grid(widths), *rows), gap()]


def beside(stacks: Sequence[Iterable[Element]], widths: Sequence[float]) -> list[Element]:
    """Give stacks of blocks beside each other: one row without lines, read from the first to the last."""
    lengths = [round(each * TWIPS) for each in widths]
    properties = element("tblPr", element("tblStyle", val="TableNormal"), element("tblW", w=sum(lengths), type="dxa"),
                         element("tblLayout", type="fixed"), element("tblLook", val="0000", firstRow=0, firstColumn=0))
    cells = []
    for index, (stack, length) in enumerate(zip(stacks, lengths, strict=True)):
        margin = element("tcMar", element("right", w=0 if index == len(lengths) - 1 else 200, type="dxa"))
        blocks = list(stack)
        if not blocks or not blocks[-1].tag.endswith("}p"):
            blocks.append(gap())
        cells.append(element("tc", element("tcPr", element("tcW", w=length, type="dxa"), margin), *blocks))
    return [element("tbl", properties, _grid(lengths), element("tr", *cells)), gap()]


def gap() -> Element:
    """Give the small paragraph that ends a table or a cell."""
    return paragraph("Gap", [])


def _widths(columns: Sequence[Data], width: float) -> list[int]:
    shares = [column["width"] for column in columns]
    if not sum(shares):
        shares = [_FIRST_COLUMN, *([1.0] * (len(columns) - 1))]
    lengths = [int(width * TWIPS * share / sum(shares)) for share in shares]
    lengths[-1] += round(width * TWIPS) - sum(lengths)
    return lengths


def _grid(widths: Iterable[int]) -> Element:
    return element("tblGrid", *(element("gridCol", w=each) for each in widths))


def _head(making: Making, data: Data, widths: Sequence[int], tint: str) -> Element:
    cells = []
    for index, (column, width) in enumerate(zip(data["columns"], widths, strict=True)):
        words = [run(column["header"], making.language)] if column["header"] else []
        properties = _cell_properties(width, tint if index == data["strong_column"] else "")
        properties.append(element("vAlign", val="bottom"))
        cells.append(element("tc", properties, paragraph("TableHeader", words, align=column["align"])))
    return element("tr", element("trPr", element("cantSplit"), element("tblHeader")), *cells)


def _row(making: Making, data: Data, place: int, widths: Sequence[int], tint: str) -> Element:
    """Give a row; the first stays with the second, so that no head stands with one row at a page's foot."""
    row = data["rows"][place]
    cells = row["cells"]
    group = row["title"]
    if group:
        return element("tr", element("trPr", element("cantSplit")), _cell(making, data, row, 0, _Room(sum(widths), len(widths), keep=True), tint))
    keep = place == 0 and len(data["rows"]) > 1
    made = [_cell(making, data, row, index, _Room(width, keep=keep), tint) for index, width in enumerate(widths[:len(cells)])]
    return element("tr", element("trPr", element("cantSplit")), *made)


def _cell(making: Making, data: Data, row: Data, index: int, room: _Room, tint: str) -> Element:
    cell = row["cells"][index]
    evidence = data["role"] == "evidence"
    chosen = index == data["strong_column"] or row["strong"]
    runs = _shown(making, cell, "NoticeWords" if evidence else "", bold=chosen or (index == 0 and not evidence))
    if index == 0:
        if row["back"]:
            runs = [making.link(f"n{row['back']}", *runs)]
        runs = [*making.place(row["anchor"]), *runs]
    style = "EvidenceText" if evidence else "TableText"
    properties = _cell_properties(room.width, tint if chosen else "", room.span)
    align = "left" if room.span > 1 else data["columns"][index]["align"]
    return element("tc", properties, paragraph(style, runs, align=align, keep=room.keep))


def _cell_properties(width: int, fill: str, span: int = 1) -> Element:
    properties = element("tcPr", element("tcW", w=width, type="dxa"))
    if span > 1:
        properties.append(element("gridSpan", val=span))
    if fill:
        properties.append(element("shd", val="clear", color="auto", fill=fill))
    return properties


def _shown(making: Making, cell: Data, words: str, *, bold: bool) -> list[Element]:
    """Give what a cell shows: bare words in the style `words`; else its mark, the mark's name where no words are, its sentences."""
    if cell["words"]:
        return [run(cell["words"], making.language, words, bold=bold)]
    found: list[Element] = []
    if cell["mark"]:
        shape, style = MARKS[cell["mark"]]
        found.append(run(f"{shape}\N{NO-BREAK SPACE}", making.language, style))
        if not cell["sentences"]:
            found.append(run(cell["name"], making.language, bold=bold))
    return [*found, *all_runs(making, cell["sentences"], flat=True, bold=bold)]
