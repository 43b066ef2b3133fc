"""The height of page one at its tightest: masthead, bottom line, parts, foot."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.document.blocks import Block, Masthead, Paragraph
from briefing.document.budget import CAPITALS, MOST_COLUMNS, TIGHT, height, labelled_columns, page_height, said, text_width
from briefing.document.measure import lines

LEAD = 13.0
GAP = 6.5
TOGETHER = 0.96
"""Every part is rounded up for itself; together they came to 5 to 20 per cent more than was printed, on 32 first pages."""


def fits(blocks: Sequence[Block], masthead: Masthead, notices: Sequence[str], paper: str) -> bool:
    """Tell whether the blocks fit page one."""
    return page_one_height(blocks, masthead, notices, paper) <= page_height(paper)


def page_one_height(blocks: Sequence[Block], masthead: Masthead, notices: Sequence[str], paper: str) -> float:
    """Give the height of page one in points."""
    width = text_width(paper)
    total = _masthead(masthead, width) + _foot(notices, width)
    for group in labelled_columns(blocks):
        first = group[0]
        if isinstance(first, Paragraph) and first.role == "lead":
            total += _lead(first, width)
        elif len(group) > 1:
            total += _columns(group, width)
        else:
            total += height(group, width, TIGHT)
    return total * TOGETHER


def _masthead(masthead: Masthead, width: float) -> float:
    top = max(lines(masthead.company, width / 2 - 6, 8.5, "sans"), lines(masthead.confidentiality, width / 2 - 6, 8.5, "sans"), 1)
    title = lines(f"{masthead.site} · {masthead.period}", width * 0.6 - 8, 19.0, semibold=True)
    line = lines(said((masthead.line,)), width, 8.5, "sans")
    return top * 10.6 + 8.0 + title * (19.0 * CAPITALS + 5.0) + 2.0 + line * 10.6 + GAP


def _lead(block: Paragraph, width: float) -> float:
    strong = tuple(each for each in block.sentences if each.strong)
    rest = tuple(each for each in block.sentences if not each.strong)
    large = lines(said(strong), width, LEAD, semibold=True)
    small = lines(said(rest), width, LEAD * 0.78)
    return large * LEAD * CAPITALS + max(large - 1, 0) * 6.5 + 10.0 + small * (LEAD * 0.78 * CAPITALS + 5.1) + GAP


def _columns(group: Sequence[Block], width: float) -> float:
    count = len(group)
    across = MOST_COLUMNS if count % MOST_COLUMNS == 0 or count > 4 else 2
    room = (width - 20.0 * (across - 1)) / across
    found = [lines(said(block.sentences), room, TIGHT.size) for block in group if isinstance(block, Paragraph)]
    rows = [max(found[start:start + across]) for start in range(0, len(found), across)]
    return 2 * GAP + sum(14.0 + TIGHT.text(each) for each in rows) + 12.0 * (len(rows) - 1)


def _foot(notices: Sequence[str], width: float) -> float:
    return 11.0 + lines(" ".join(notices), width, 8.0, "sans") * 10.1
