"""How much of the paper blocks take: heights in points, and pages, so that what does not fit is counted and pointed to.

The renderer has the last word on where lines and pages break. Heights follow its templates' sizes and spaces, lines are
counted with the fonts' own widths rounded up, and every page gives up a little (`SLACK`); tests hold the estimate to the
pages that are printed. A compiled trial page would be exact, and would cost every build as much as its PDF.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from briefing.document.blocks import (
    Block,
    Bullets,
    Callout,
    Chart,
    Heading,
    Layout,
    Paragraph,
    Quote,
    Row,
    Section,
    SideBySide,
    Table,
)
from briefing.document.figures import BarsFigure, ExceedanceFigure, OptionsFigure, OutlookFigure
from briefing.document.measure import lines, lines_of
from briefing.document.measure import width as measured
from briefing.sentences import Reference, Sentence, Stance

SLACK = 0.02
"""The part of a page that the estimate leaves free."""
MARGINS = 116.0
"""Points above and below the text."""
SIZES = {"letter": (492.0, 792.0), "a4": (487.0, 842.0)}
"""Width of the text and height of the sheet, by paper."""
CAPITALS = 0.66
"""Height of a line without its leading, as a share of the size."""
NOTE = "00"
"""About as wide as a note's small number of three digits."""
ON_PAGE = " en la página 000"
"""What the paper adds to words that lead elsewhere."""
TABLE_SIZE = 9.0
CHART_SPACE = 17.0
ISSUE_FOOT = 14.0
ISSUE_SPACE = 12.5
SECTION_SPACE = 24.0
"""Points around a chart, under an issue, above issues and above sections."""
TABLE_ABOVE, TABLE_CAPTION, TABLE_BELOW = 12.5, 12.0, 4.0
LABEL_COLUMN = 90.0
WHOLE_ROWS = 12
"""A table of at most so many rows, and of half a page, is not broken."""
MOST_COLUMNS = 3
ROUNDED_UP = 0.97
"""The height of an issue is estimated too high by at least the rest: its lines are counted one by one with widths rounded up."""


@dataclass(frozen=True, slots=True)
class Setting:
    """How blocks are set: size of the text, space between lines and blocks, and whether labels hang in a column."""

    size: float = 10.0
    leading: float = 6.0
    spacing: float = 9.5
    hangs: bool = True
    heading: float = 35.5
    """A heading with the space around it."""

    def text(self, count: int, size: float = 0.0) -> float:
        """Give the height of so many lines."""
        return count * (size or self.size) * CAPITALS + max(count - 1, 0) * self.leading


INSIDE = Setting()
TIGHT = Setting(leading=4.8, spacing=6.0, hangs=False, heading=20.0)
"""Page one at its tightest."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What is not broken: its height, the space above it that goes at the top of a page, and whether it stays with what follows."""

    height: float
    sticky: bool = False
    above: float = 0.0


def page_height(paper: str) -> float:
    """Give the height of a page's text, less the slack."""
    return (SIZES.get(paper, SIZES["letter"])[1] - MARGINS) * (1 - SLACK)


def text_width(paper: str) -> float:
    """Give the width of a page's text."""
    return SIZES.get(paper, SIZES["letter"])[0]


@dataclass(frozen=True, slots=True)
class Measured:
    """A section before the appendix as what is not broken within it; page one is a page of its own."""

    runs: tuple[Piece, ...]
    is_page: bool = False


def measured_section(section: Section, paper: str) -> Measured:
    """Measure a section."""
    if section.layout is Layout.PAGE_ONE:
        return Measured((), is_page=True)
    return Measured(tuple(_runs(_section(section, text_width(paper)))))


def pages(sections: Iterable[Measured], paper: str) -> int:
    """Count the pages that sections before the appendix take."""
    most = page_height(paper)
    count, taken = 0, most
    for section in sections:
        if section.is_page:
            count, taken = count + 1, most
            continue
        for piece in section.runs:
            if taken + piece.above + piece.height > most:
                whole = int((piece.height - 1e-6) // most)
                count, taken = count + 1 + whole, piece.height - whole * most
            else:
                taken += piece.above + piece.height
    return count


def _runs(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield what stays together as one: each piece with the sticky ones before it."""
    held: Piece | None = None
    for piece in pieces:
        held = Piece(held.height + piece.above + piece.height, above=held.above) if held else Piece(piece.height, above=piece.above)
        if not piece.sticky:
            yield held
            held = None
    if held:
        yield held


def _section(section: Section, width: float) -> Iterator[Piece]:
    body = tuple(piece for block in section.blocks for piece in pieces(block, width, INSIDE))
    title = section_title(section, width)
    if section.layout is Layout.ISSUE:
        yield Piece((title + sum(piece.height for piece in body) + ISSUE_FOOT) * ROUNDED_UP, above=ISSUE_SPACE)
        return
    yield Piece(title, sticky=True, above=SECTION_SPACE)
    yield from body


def issue_height(section: Section, paper: str) -> float:
    """Give the height of an issue with its headline."""
    return next(_section(section, text_width(paper))).height


def section_title(section: Section, width: float) -> float:
    """Give the height of a section's rule and title or headline."""
    size = 15.0 if section.layout is Layout.ISSUE else 16.0
    text = _text((section.headline,)) if section.headline else section.title
    count = lines(text, width, size, semibold=True)
    return 10.0 + count * size * CAPITALS + (count - 1) * size * 0.45


def height(blocks: Sequence[Block], width: float, setting: Setting = INSIDE) -> float:
    """Give the height of blocks under each other."""
    return sum(piece.height for block in blocks for piece in pieces(block, width, setting))


def _stack(blocks: Sequence[Block], width: float, setting: Setting) -> float:
    """Give the height of one side: no space stands above its first block."""
    return max(height(blocks, width, setting) - (0.0 if isinstance(blocks[0], Chart) else setting.spacing), 0.0) if blocks else 0.0


def pieces(block: Block, width: float, setting: Setting) -> Iterator[Piece]:
    """Yield the pieces of one block, each with the space above it."""
    match block:
        case Heading():
            yield Piece(setting.heading, sticky=True)
        case Paragraph():
            yield from _paragraph(block, width, setting)
        case Bullets():
            yield from (Piece(setting.leading + setting.text(_lines(item, width - 16, setting.size))) for item in block.items)
            yield Piece(setting.spacing - setting.leading)
        case Table():
            yield from _table(block, width, setting)
        case Chart():
            yield Piece(_chart(block, width) + (CHART_SPACE if setting.hangs else 0.0))
        case Quote():
            quoted = f"{_text((block.sentence,))} “” \N{EM DASH} {block.attribution}"
            yield Piece(setting.spacing + setting.text(lines(quoted, width - LABEL_COLUMN, setting.size)))
        case SideBySide():
            inner = replace(setting, hangs=False)
            left, right = width * 0.97 * block.share, width * 0.97 * (1 - block.share)
            yield Piece(max(_stack(block.left, left, inner), _stack(block.right, right, inner)) + setting.spacing)
        case Callout():
            yield Piece(setting.size * 2 + 4 + height(block.blocks, width - 12, replace(setting, hangs=False)))


def _paragraph(block: Paragraph, width: float, setting: Setting) -> Iterator[Piece]:
    size = TABLE_SIZE if block.role in {"small", "notice"} else setting.size
    if block.label and setting.hangs:
        count = max(_lines(block.sentences, width - LABEL_COLUMN, size), lines(block.label, LABEL_COLUMN - 14, size, "sans", semibold=True))
    else:
        count = _lines(block.sentences, width, size, block.label)
    if not count:
        return
    line = size * CAPITALS + setting.leading
    yield Piece(setting.spacing + min(count, 2) * line - setting.leading)
    yield from (Piece(line) for _ in range(count - 2))


def _table(table: Table, width: float, setting: Setting) -> Iterator[Piece]:
    del setting
    rooms = column_rooms(table, width)
    line = TABLE_SIZE * CAPITALS + 4.5
    head = max((lines(column.header, room, TABLE_SIZE * 0.94, "sans", semibold=True) for column, room in zip(table.columns, rooms, strict=True)),
               default=1)
    caption = TABLE_CAPTION if table.caption else 0.0
    top = TABLE_ABOVE + caption + head * line + 3.1
    rows = [row_lines(row, rooms) * line + 3.1 for row in table.rows]
    whole = top + sum(rows) + TABLE_BELOW
    if len(rows) <= WHOLE_ROWS and whole <= (SIZES["letter"][1] - MARGINS) / 2:
        yield Piece(whole)
        return
    yield Piece(top, sticky=True)
    yield from map(Piece, rows)
    yield Piece(TABLE_BELOW)


def column_rooms(table: Table, width: float) -> list[float]:
    """Give the points of width that each column's words have; columns without a width share what is left by their words."""
    inset = 8.0 if len(table.columns) > 5 else 12.0
    total = sum(column.width for column in table.columns)
    if total > 0:
        return [max(column.width / total * width - inset, 8.0) for column in table.columns]
    return fair_shares([_natural(table, index) for index in range(len(table.columns))], width - inset * len(table.columns) + inset / 2)


def _natural(table: Table, index: int) -> float:
    """Give the width that a column's words take on one line."""
    header = measured(table.columns[index].header, TABLE_SIZE * 0.94, "sans", semibold=True)
    cells = (measured(_text(row.cells[index].sentences), TABLE_SIZE, "sans", semibold=index == 0) for row in table.rows)
    return max([header, *cells])


def fair_shares(wanted: Sequence[float], room: float) -> list[float]:
    """Part a room as Typst parts it: what wants less than an equal share gets what it wants, the others part the rest equally."""
    shares = dict[int, float]()
    while len(shares) < len(wanted):
        equal = (room - sum(shares.values())) / (len(wanted) - len(shares))
        small = [index for index, want in enumerate(wanted) if index not in shares and want <= equal]
        for index in small or [index for index in range(len(wanted)) if index not in shares]:
            shares[index] = min(wanted[index], max(equal, 8.0))
    return [shares[index] for index in range(len(wanted))]


def row_lines(row: Row, rooms: Sequence[float]) -> int:
    """Give the lines of a table's row: those of its longest cell."""
    return max((lines(_text(cell.sentences) + ("  " if cell.mark else ""), room, TABLE_SIZE, "sans", semibold=row.strong or index == 0)
                for index, (cell, room) in enumerate(zip(row.cells, rooms, strict=True))), default=1) or 1


def _chart(chart: Chart, width: float) -> float:
    message = lines(_text((chart.message,)), width, 10.0, "sans", semibold=True) * 12.6 - 2.0 if chart.message else 0.0
    subtitle = lines(chart.subtitle, width, 8.5, "sans") * 11.6
    return message + subtitle + picture_height(chart, width)


def picture_height(chart: Chart, width: float) -> float:
    """Give the height that the renderer draws a figure with."""
    match chart.figure:
        case OutlookFigure():
            columns = max(1, min(len(chart.figure.panels), MOST_COLUMNS, int((width + 14) // 144)))
            rows = -(-len(chart.figure.panels) // columns)
            return rows * (104.0 if columns > 1 else min(max(104.0, width * 0.5), 130.0)) + (rows - 1) * 14.0
        case ExceedanceFigure():
            return min(max(width * (0.62 if width < 300 else 0.4), 118.0), 200.0)
        case OptionsFigure():
            return 28.0 + 34.0 * len(chart.figure.points)
        case BarsFigure():
            return 4.0 + 15.0 * len(chart.figure.items)


def labelled_columns(blocks: Iterable[Block]) -> Iterator[tuple[Block, ...]]:
    """Yield blocks in order, labelled paragraphs that follow each other together: page one sets them side by side."""
    for labelled, group in groupby(blocks, key=lambda each: isinstance(each, Paragraph) and bool(each.label) and each.role == "body"):
        if labelled:
            yield tuple(group)
        else:
            yield from ((block,) for block in group)


def _text(sentences: Iterable[Sentence]) -> str:
    return " ".join(
        "".join(run.text + (ON_PAGE if isinstance(run, Reference) else "") for run in sentence.runs) + (NOTE if sentence.cells else "")
        for sentence in sentences
    )


def _lines(sentences: Sequence[Sentence], width: float, size: float, label: str = "") -> int:
    """Give the lines of sentences, facts in serif and what is made of them in sans, after a run-in label."""
    chunks = [(_text((sentence,)), "serif" if sentence.stance is Stance.FACT else "sans") for sentence in sentences]
    return lines_of([(f"{label}\N{NO-BREAK SPACE}", "sans"), *chunks] if label else chunks, width, size)


def said(sentences: Iterable[Sentence]) -> str:
    """Give sentences as they are measured: with room for the numbers of their notes."""
    return _text(sentences)
