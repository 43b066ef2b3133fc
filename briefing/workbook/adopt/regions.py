"""Where tables stand on a sheet: below headers we know, then in what is left, block by block."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from briefing.workbook.adopt.headers import Run, header_levels, is_header, is_label_row, label, runs_of
from briefing.workbook.adopt.plane import Box, Plane
from briefing.workbook.grid import CellKind
from briefing.workbook.normalise import key

HEADED_ROWS: Final = 400_000
BLANKS: Final = 12
"""Blank rows after which a table is over, whatever follows."""


@dataclass(frozen=True, slots=True)
class Region:
    """A table's place: header rows (none where it has none), columns, and the rows below in order."""

    header_rows: tuple[int, ...]
    left: int
    right: int
    body: tuple[int, ...] = ()
    title: str = ""
    repeats: frozenset[int] = field(default_factory=frozenset)
    """Rows that repeat the header."""

    @property
    def top(self) -> int:
        """The first row."""
        return min((*self.header_rows, *self.body))

    @property
    def box(self) -> Box:
        """The rectangle with header and body."""
        return Box(self.top, self.left, max((*self.header_rows, *self.body)), self.right)


def regions_of(plane: Plane, anchors: frozenset[str] = frozenset()) -> list[Region]:
    """Give every region of a sheet from the top: headed tables first found by their words, then what is left."""
    headed = _headed(plane, anchors)
    headed = [_widened(plane, region, headed) for region in headed]
    claimed = {(row, column) for region in headed for row in (*region.header_rows, *region.body)
               for column in plane.rows.get(row, {}) if region.left <= column <= region.right}
    rest = [(row, column) for row, cells in plane.rows.items() for column in cells if (row, column) not in claimed]
    others = [_unheaded(plane, box) for box in blocks(rest)]
    return sorted(_titled(plane, headed, others), key=lambda region: (region.top, region.left))


def _headed(plane: Plane, anchors: frozenset[str]) -> list[Region]:
    """Find the headers from the top down and give each what stands below it."""
    open_: list[Region] = []
    done: list[Region] = []
    numbers = list(plane.rows)
    for row in numbers:
        if any(row in region.header_rows for region in open_) and not any(
                run for run in runs_of(plane, row, anchors) if not any(_over(region, run) for region in open_ if row in region.header_rows)):
            continue
        for run in runs_of(plane, row, anchors):
            if not is_header(run):
                continue
            above = next((region for region in open_ if _over(region, run)), None)
            if above is not None and row in above.header_rows:
                continue
            if above is not None and not _starts_anew(plane, above, run):
                if _repeats(plane, above, run):
                    open_[open_.index(above)] = replace(above, repeats=above.repeats | {row})
                continue
            floor = 0
            if above is not None:
                open_.remove(above)
                done.append(_closed(plane, above, row - 1))
                floor = max((*done[-1].header_rows, *done[-1].body[-1:]), default=0)
            levels = header_levels(plane, run, floor)
            left, right = _span(plane, run, levels)
            if above is not None and levels[0] <= floor:
                done[-1] = replace(done[-1], body=tuple(each for each in done[-1].body if each < levels[0]))
            open_.append(Region(levels, left, right))
    done += [_closed(plane, region, numbers[-1]) for region in open_]
    return sorted(done, key=lambda region: (region.top, region.left))


def _span(plane: Plane, run: Run, levels: tuple[int, ...]) -> tuple[int, int]:
    """Give the columns of a header: those of its run, and cells of lower levels that stick out by one."""
    left, right = run.left, run.right
    for row in levels:
        columns = sorted(plane.rows.get(row, {}))
        while right + 1 in columns and row != run.row:
            right += 1
    return left, right


def _over(region: Region, run: Run) -> bool:
    shared = min(region.right, run.right) - max(region.left, run.left) + 1
    return shared > 0 and shared * 2 >= min(run.right - run.left + 1, region.right - region.left + 1)


def _texts(plane: Plane, row: int, left: int, right: int) -> dict[int, str]:
    return {cell.column: key(label(cell)) for cell in plane.filled(row, left, right)}


def _repeats(plane: Plane, region: Region, run: Run) -> bool:
    """Tell whether a run says what the header above already says in the same columns."""
    for row in region.header_rows:
        texts = _texts(plane, row, region.left, region.right)
        same = sum(texts.get(cell.column) == key(label(cell)) for cell in run.cells)
        if same * 10 >= len(run.cells) * 6 and same >= 2:
            return True
    return False


def _starts_anew(plane: Plane, region: Region, run: Run) -> bool:
    """Tell whether a run below a header starts another table, or is a row of the one above."""
    before = run.row - 1
    above = plane.filled(before, region.left, region.right)
    apart = not above or len(above) == 1
    if _repeats(plane, region, run):
        return apart
    if len(above) == 1 and above[0].kind is CellKind.TEXT and not plane.filled(before - 1, region.left, region.right):
        return True  # a title of its own between a blank row and the header
    strong = run.times >= 3 or (run.hits >= 3 and run.share >= 0.6) or (run.hits >= 2 and run.share >= 0.6 and apart)
    if not strong:
        return False
    return apart or not _same_kinds(plane, region, run)


def _same_kinds(plane: Plane, region: Region, run: Run) -> bool:
    """Tell whether the row looks like the rows above it, cell kind by cell kind."""
    rows = [row for row in plane.rows if region.header_rows[-1] < row < run.row][:20]
    if not rows:
        return False
    agree = 0
    for cell in run.cells:
        kinds = [plane.at(row, cell.column).kind for row in rows if plane.at(row, cell.column).kind is not CellKind.BLANK]
        agree += not kinds or kinds.count(cell.kind) * 2 >= len(kinds)
    return agree == len(run.cells)


def _closed(plane: Plane, region: Region, last: int) -> Region:
    """Give a region its rows, down to the last that still belongs to it."""
    rows = [row for row in plane.rows if region.header_rows[-1] < row <= last and any(
        region.left <= column <= region.right for column in plane.rows[row])]
    body: list[int] = []
    for segment in _segments(rows):
        gap = segment[0] - (body[-1] if body else region.header_rows[-1]) - 1
        if body and (gap > BLANKS or not _continues(plane, region, body, segment)):
            break
        body += segment
    while body and body[-1] not in region.repeats and _is_trailing(plane, region, body):
        body.pop()
    return replace(region, body=tuple(body), repeats=frozenset(row for row in region.repeats if row in set(body)))


def _segments(rows: Sequence[int]) -> list[list[int]]:
    found: list[list[int]] = []
    for row in rows:
        if found and row == found[-1][-1] + 1:
            found[-1].append(row)
        else:
            found.append([row])
    return found


def _continues(plane: Plane, region: Region, body: Sequence[int], segment: Sequence[int]) -> bool:
    """Tell whether rows after a blank row still belong to the table above it."""
    first = plane.filled(segment[0], region.left, region.right)
    outside = [column for column in plane.rows[segment[0]] if not region.left <= column <= region.right]
    if len(segment) == 1 and len(first) == 1:
        return True  # a total, a remark or a section's name: told apart row by row
    head = first if len(first) > 1 else (plane.filled(segment[1], region.left, region.right) if len(segment) > 1 else first)
    if len(head) < 2:
        return True
    sample = body[:40]
    figures = [cell for cell in head if _mostly_figures(plane, cell.column, sample)]
    if figures and all(cell.kind is CellKind.TEXT and not any(sign.isdigit() for sign in label(cell)) for cell in figures):
        return len(figures) < 2 and not outside
    started = {column for row in sample for column in plane.rows[row] if region.left <= column <= region.right}
    return sum(cell.column in started for cell in head) * 2 >= len(head)


def _mostly_figures(plane: Plane, column: int, rows: Sequence[int]) -> bool:
    kinds = [plane.at(row, column).kind for row in rows if plane.at(row, column).kind is not CellKind.BLANK]
    return len(kinds) > 1 and sum(kind in {CellKind.NUMBER, CellKind.DATE} for kind in kinds) * 2 > len(kinds)


def _is_trailing(plane: Plane, region: Region, body: Sequence[int]) -> bool:
    """Tell whether the last row is a remark below the table: one text, after a blank row or long."""
    cells = plane.filled(body[-1], region.left, region.right)
    if len(cells) != 1 or cells[0].kind is not CellKind.TEXT or region.right == region.left:
        return False
    apart = len(body) < 2 or body[-2] < body[-1] - 1
    return (apart or len(label(cells[0])) > 60) and len(body) > 1


def _widened(plane: Plane, region: Region, others: Iterable[Region]) -> Region:
    """Take in a column of labels without a header to the left, and values without one to the right."""
    taken = [other for other in others if other is not region]
    sample = [row for row in region.body if row not in region.repeats][:60]

    def free(column: int) -> bool:
        return column > 0 and not any(other.left <= column <= other.right and other.box.overlaps(region.box) for other in taken)

    def used(column: int, *, texts: bool) -> bool:
        cells = [plane.meant(row, column) for row in sample]
        good = sum(cell.kind is CellKind.TEXT if texts else cell.kind is not CellKind.BLANK for cell in cells)
        return len(sample) > 1 and good * 2 >= len(sample)

    left, right = region.left, region.right
    while left > 1 and free(left - 1) and used(left - 1, texts=True) and region.left - left < 3:
        left -= 1
    while free(right + 1) and used(right + 1, texts=False) and right - region.right < 3:
        right += 1
    return replace(region, left=left, right=right)


def blocks(places: Sequence[tuple[int, int]]) -> list[Box]:
    """Part places at blank rows and blank columns until no part has either."""
    found: list[Box] = []
    waiting = [(list(places), 0)]
    while waiting:
        part, failed = waiting.pop()
        if not part:
            continue
        axis = 0 if failed == 0 else 1
        values = sorted({place[axis] for place in part})
        cuts = [value for before, value in pairwise(values) if value > before + 1]
        if cuts:
            pieces: list[list[tuple[int, int]]] = [[] for _ in range(len(cuts) + 1)]
            for place in part:
                pieces[_piece(cuts, place[axis])].append(place)
            waiting += [(piece, 0 if axis == 1 else 1) for piece in pieces]
        elif failed == 0:
            waiting.append((part, 1))
        else:
            rows, columns = [row for row, _ in part], [column for _, column in part]
            found.append(Box(min(rows), min(columns), max(rows), max(columns)))
    return found


def _piece(cuts: Sequence[int], value: int) -> int:
    low, high = 0, len(cuts)
    while low < high:
        middle = (low + high) // 2
        if value >= cuts[middle]:
            low = middle + 1
        else:
            high = middle
    return low


def _unheaded(plane: Plane, box: Box) -> Region:
    """Make a region of a block without a header we know; a first row of short texts over other things is its header."""
    rows = [row for row in plane.rows if box.top <= row <= box.bottom and plane.filled(row, box.left, box.right)]
    header: tuple[int, ...] = ()
    start = next((place for place, row in enumerate(rows[:4]) if len(plane.filled(row, box.left, box.right)) > 1), 0)
    if len(rows) > start + 1 and box.right > box.left:
        first = plane.filled(rows[start], box.left, box.right)
        if len(first) >= 2 and not _is_form(plane, rows[start:], box) and is_label_row(plane, rows[start], box.left, box.right) and len(first) * 2 > box.right - box.left:
            header = (rows[start],)
    title = " ".join(label(cell) for row in rows[:start] for cell in plane.filled(row, box.left, box.right))
    body = tuple(row for row in rows if row not in header and row not in rows[:start])
    return Region(header, box.left, box.right, body or tuple(rows), title if body else "")


def _is_form(plane: Plane, rows: Sequence[int], box: Box) -> bool:
    """Tell whether two columns are labels with values: labels end in a colon, or the values are of several kinds."""
    if box.right - box.left > 1:
        return False
    labels = [label(cells[0]) for row in rows if (cells := plane.filled(row, box.left, box.right))]
    values = [cells[1].kind for row in rows if len(cells := plane.filled(row, box.left, box.right)) > 1]
    return sum(text.endswith(":") for text in labels) * 2 >= len(labels) or len(rows) < 4 or len(set(values[1:])) > 1


def _titled(plane: Plane, headed: Sequence[Region], others: Sequence[Region]) -> list[Region]:
    """Give headed regions the title right above them; a block that is only such a title is not a region of its own."""
    left = list(others)
    found = []
    for region in headed:
        near = [other for other in left if _is_title(plane, other) and other.left <= region.right and other.right >= region.left - 2
                and 0 < region.header_rows[0] - other.box.bottom <= 4]
        texts = [label(cell) for other in sorted(near, key=lambda each: each.top) for row in other.body for cell in plane.filled(row, other.left, other.right)]
        found.append(replace(region, title=" · ".join(texts)[:160]))
    used = [other for other in left if _is_title(plane, other) and any(
        other.left <= region.right and other.right >= region.left - 2 and 0 < region.header_rows[0] - other.box.bottom <= 4 for region in headed)]
    return [*found, *(other for other in left if other not in used)]


def _is_title(plane: Plane, region: Region) -> bool:
    cells = [cell for row in region.body for cell in plane.filled(row, region.left, region.right)]
    alone = all(len(plane.filled(row, region.left, region.right)) == 1 for row in region.body)
    return not region.header_rows and alone and 0 < len(cells) <= 3 and all(cell.kind in {CellKind.TEXT, CellKind.DATE} for cell in cells)
