"""How much of page one its blocks take, so that what does not fit is counted and pointed to, never cut or shrunk.

The renderer has the last word on where lines break. Heights are points as this estimate counts them, a tenth more than
the renderer's tightest setting takes; `PAGE_HEIGHT` is the most that was seen to fit a Letter page, less a margin.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil

from briefing.document.blocks import Block, Bullets, Callout, Chart, Heading, Paragraph, Quote, Row, SideBySide, Table
from briefing.sentences import Sentence

PAGE_HEIGHT = 744.0
FRAME = 70.0
"""Masthead, notices and the space between parts."""
FULL_LINE = 100
"""Characters of a full line of body text; a share of the width holds that share of them."""
LEAD_LINE = 60
LINE = 11.9
LEAD_HEIGHT = 17.0
CELL_LINE = 10.6
CHART = 255.0
MOST_COLUMNS = 3


def fits(blocks: Iterable[Block]) -> bool:
    """Tell whether the blocks fit page one."""
    return height(tuple(blocks)) + FRAME <= PAGE_HEIGHT


def height(blocks: tuple[Block, ...], share: float = 1.0) -> float:
    """Estimate the height of blocks that take a share of the text's width; labelled paragraphs in a row stand as columns."""
    total, columns = 0.0, []
    for block in (*blocks, None):
        if isinstance(block, Paragraph) and block.label and share == 1.0:
            columns.append(block)
            continue
        if columns:
            part = 1 / min(len(columns), MOST_COLUMNS)
            total += 26 + max(_lines(each.sentences, part * 0.94) * LINE for each in columns)
            columns = []
        if block is not None:
            total += _height(block, share)
    return total


def _height(block: Block, share: float) -> float:
    match block:
        case Heading():
            return 20.0
        case Paragraph(role="lead"):
            strong = [each for each in block.sentences if each.strong]
            rest = [each for each in block.sentences if not each.strong]
            return ceil(_length(strong) / LEAD_LINE) * LEAD_HEIGHT + _lines(rest, share) * 13.0 + 6
        case Paragraph():
            return _lines(block.sentences, share, extra=len(block.label)) * LINE + 5
        case Bullets():
            return sum(_lines(item, share * 0.97) * LINE + 2 for item in block.items) + 6
        case Table():
            return 34.0 + sum(_row(row, block) for row in block.rows)
        case Chart():
            return 34.0 + CHART * share if share < 1 else CHART
        case Quote():
            return _lines((block.sentence,), share * 0.8) * LINE + 14
        case SideBySide():
            return max(height(block.left, block.share * 0.97), height(block.right, (1 - block.share) * 0.97)) + 8
        case Callout():
            return height(block.blocks, share * 0.96) + 16


def _length(sentences: Iterable[Sentence]) -> int:
    return sum(len(each.text) + 3 for each in sentences)


def _lines(sentences: Iterable[Sentence], share: float, extra: int = 0) -> int:
    return ceil((_length(sentences) + extra) / (FULL_LINE * share))


def _row(row: Row, table: Table) -> float:
    lines = [
        ceil((_length(cell.sentences) + 1) / max(FULL_LINE * 1.08 * column.width, 6))
        for cell, column in zip(row.cells, table.columns, strict=True)
    ]
    return max(lines, default=1) * CELL_LINE + 6
