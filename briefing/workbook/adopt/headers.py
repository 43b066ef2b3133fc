"""Header rows: runs of header words in a row, the rows that belong together, and the path of texts above each column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from briefing.workbook.adopt.found import Heading
from briefing.workbook.adopt.match import matches
from briefing.workbook.adopt.plane import Plane
from briefing.workbook.adopt.scale_words import grade_of, is_total, measure_of
from briefing.workbook.adopt.when import When, when_of
from briefing.workbook.date_text import parse_date
from briefing.workbook.grid import Cell, CellKind, address
from briefing.workbook.normalise import key, one_line
from briefing.workbook.reading import shown

LONGEST: Final = 70
"""A header is a few words; longer texts are data or remarks."""
FEWEST: Final = 2
LEVELS: Final = 4
LOOKED_CLOSELY: Final = 80
"""Rows from the top in which typing errors are looked for when a header is sought."""
_LOOK_BELOW: Final = 8


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring cells of one row that may be a header; `hits` of them are words we know."""

    row: int
    left: int
    right: int
    cells: tuple[Cell, ...]
    hits: int = 0
    times: int = 0
    """Months, quarters and years among them."""

    @property
    def share(self) -> float:
        """Which part of the cells we know."""
        return self.hits / len(self.cells) if self.cells else 0.0


def label(cell: Cell) -> str:
    """Give a cell's text on one line."""
    return one_line(shown(cell))


@lru_cache(maxsize=8192)
def _known(text: str, *, mistyped: bool = True) -> bool:
    if grade_of(text) is not None:
        return False  # `Red`, `High`: words of data, though some sheets head a column with them
    found = matches(text, mistyped=mistyped)
    return bool(found and found[0].sure >= 75) or bool(measure_of(text)) or is_total(text)


def runs_of(plane: Plane, row: int, anchors: frozenset[str] = frozenset()) -> list[Run]:
    """Part a row into runs at blank columns that stay blank below, and count what each holds."""
    cells = plane.filled(row)
    if len(cells) < FEWEST:
        return []
    groups: list[list[Cell]] = [[cells[0]]]
    for cell in cells[1:]:
        box = plane.merges.get((row, groups[-1][-1].column))
        end = box.right if box else groups[-1][-1].column
        if cell.column > end + 1 and _blank_below(plane, row, end + 1, cell.column - 1):
            groups.append([cell])
        else:
            groups[-1].append(cell)
    return [_counted(plane, row, group, anchors) for group in groups if len(group) >= FEWEST and not _hopeless(group)]


def _hopeless(group: Sequence[Cell]) -> bool:
    """Tell at a glance that cells are no header: too many numbers that are no years."""
    numbers = sum(cell.kind is CellKind.NUMBER and not (isinstance(cell.value, float) and 1990 <= cell.value <= 2100) for cell in group)
    return numbers * 4 > len(group)


def _blank_below(plane: Plane, row: int, first: int, last: int) -> bool:
    """Tell whether some column of a gap is blank below the row; then the gap parts two tables."""
    below = [number for number in range(row + 1, row + 1 + _LOOK_BELOW) if number in plane.rows]
    return any(not any(plane.meant(number, column).kind is not CellKind.BLANK for number in below) for column in range(first, last + 1))


def _counted(plane: Plane, row: int, group: Sequence[Cell], anchors: frozenset[str]) -> Run:
    last = group[-1]
    box = plane.merges.get((row, last.column))
    times = [when for cell in group if (when := when_of(cell)) is not None]
    spans = _times(group)
    hits = sum(_is_hit(cell, anchors) for cell in group)
    return Run(row, group[0].column, box.right if box else last.column, tuple(group), hits + (len(spans) if len(spans) >= FEWEST else 0),
               len(spans) if spans else len([when for when in times if when.span]))


def _is_hit(cell: Cell, anchors: frozenset[str]) -> bool:
    if cell.kind is not CellKind.TEXT:
        return False
    text = label(cell)
    if anchors and key(text) in anchors:
        return True
    return len(text) <= LONGEST and when_of(cell) is None and _known(text, mistyped=cell.row <= LOOKED_CLOSELY)


def _times(group: Sequence[Cell]) -> list[Cell]:
    """Give the cells that name times as headers do: months, quarters or years, days only where they run evenly."""
    named, days = [], []
    for cell in group:
        when = when_of(cell)
        if when is None:
            continue
        if cell.kind is CellKind.DATE or (cell.kind is CellKind.TEXT and parse_date(str(cell.value)).day):
            days.append((cell, when))
        else:
            named.append(cell)
    steps = [later[1].period - earlier[1].period for earlier, later in pairwise(days)
             if earlier[1].period and later[1].period]
    evenly = len(days) >= 3 and bool(steps) and min(steps) >= 1 and max(steps) <= 3
    if evenly or (len(days) == 2 and len(group) <= 6 and not named and steps == [1]):
        return [*named, *(cell for cell, _ in days)]
    return named if len(named) > 1 else []


def is_header(run: Run) -> bool:
    """Tell whether a run is a header: two or more known words, most of the cells texts and short."""
    texts = [label(cell) for cell in run.cells if cell.kind is CellKind.TEXT]
    if any(len(text) > 160 for text in texts) or sum(len(text) > LONGEST for text in texts) * 3 > len(run.cells):
        return False
    if sum(text.endswith(":") for text in texts) * 2 >= max(len(texts), 1):
        return False  # labels with their values beside them
    numbers = sum(cell.kind in {CellKind.NUMBER, CellKind.ERROR, CellKind.UNCALCULATED, CellKind.BOOLEAN} and when_of(cell) is None for cell in run.cells)
    if numbers * 4 > len(run.cells):
        return False
    if len({key(text) or text for text in texts}) * 2 < len(texts) and not run.times and run.hits < 4:
        return False
    if run.times >= 3 or (run.times >= FEWEST and run.hits >= FEWEST):
        return True
    return run.hits >= FEWEST and run.share >= (0.4 if run.hits > 2 or len(run.cells) <= 3 else 0.5)


def is_label_row(plane: Plane, row: int, left: int, right: int) -> bool:
    """Tell whether a row could be a level of a header between two columns: only short texts and times."""
    cells = plane.filled(row, left, right)
    return bool(cells) and all(
        (cell.kind is CellKind.TEXT and len(label(cell)) <= LONGEST and not _number_like(cell)) or when_of(cell) is not None for cell in cells)


def _number_like(cell: Cell) -> bool:
    text = label(cell)
    return bool(text) and when_of(cell) is None and sum(sign.isdigit() for sign in text) * 2 > len(text)


def header_levels(plane: Plane, run: Run, floor: int) -> tuple[int, ...]:
    """Give the rows of a header from the top down: the run's own, groups above it, parts below it.

    `floor` is the last row above that belongs to something else.
    """
    rows = [run.row]
    below = run.row + 1
    while len(rows) < LEVELS and _is_part_below(plane, below, rows[-1], run):
        rows.append(below)
        below += 1
    above = run.row - 1
    while len(rows) < LEVELS and above > floor and _is_group_above(plane, above, run):
        rows.insert(0, above)
        above -= 1
    return tuple(rows)


def _is_part_below(plane: Plane, row: int, above: int, run: Run) -> bool:
    """Tell whether a row parts the header above it: its texts stand below merged or blank header cells."""
    if row not in plane.rows or not is_label_row(plane, row, run.left, run.right):
        return False
    cells = plane.filled(row, run.left, run.right)
    parted = 0
    for cell in cells:
        box = plane.merges.get((above, cell.column))
        wide = box is not None and box.right > box.left and box.bottom == above
        over = plane.meant(above, cell.column)
        parted += wide or over.kind is CellKind.BLANK or (when_of(over) is not None and bool(measure_of(label(cell))))
    if parted < FEWEST or parted * 2 < len(cells):
        return False
    known = sum(_known(label(cell)) or when_of(cell) is not None for cell in cells)
    tall = sum((box := plane.merges.get((above, column))) is not None and box.bottom >= row for column in range(run.left, run.right + 1))
    return known >= FEWEST or (bool(known or tall) and parted == len(cells))


def _is_group_above(plane: Plane, row: int, run: Run) -> bool:
    """Tell whether a row groups the header below it: merged over some of its columns, or times above months."""
    if row not in plane.rows or not is_label_row(plane, row, run.left, run.right):
        return False
    cells = plane.filled(row, run.left, run.right)
    whole = run.right - run.left + 1
    if any((box := plane.merges.get((row, cell.column))) is not None and box.left <= run.left and box.right >= run.right for cell in cells):
        return False
    grouping = 0
    for cell in cells:
        box = plane.merges.get((row, cell.column))
        width = box.right - box.left + 1 if box else 1
        tall = box is not None and box.bottom >= run.row
        when = when_of(cell)
        grouping += (1 < width < whole) or tall or (when is not None and cell.column > run.left)
    if len(cells) == 1 and cells[0].column == run.left and whole > 2 and plane.merges.get((row, run.left)) is None:
        return False
    if grouping:
        return True
    return len(cells) >= FEWEST and cells[0].column > run.left and run.hits >= FEWEST and len(cells) * 2 <= whole


def headings(plane: Plane, rows: tuple[int, ...], left: int, right: int) -> tuple[Heading, ...]:
    """Give the path of header texts above each column, merged and carried groups followed."""
    if not rows:
        return ()
    found = []
    for column in range(left, right + 1):
        path: list[str] = []
        times: list[When] = []
        place = address(rows[-1], column)
        for level, row in enumerate(rows):
            cell = plane.meant(row, column)
            if cell.kind is CellKind.BLANK and level < len(rows) - 1:
                cell = _carried(plane, rows, level, column, left)
            if cell.kind is CellKind.BLANK:
                continue
            text = label(cell)
            if text and (not path or key(path[-1]) != key(text)):
                path.append(text)
                place = cell.address
                when = when_of(cell)
                if when is not None:
                    times.append(when)
        found.append(Heading(column, tuple(path), place, _together(times)))
    return tuple(found)


def _carried(plane: Plane, rows: tuple[int, ...], level: int, column: int, left: int) -> Cell:
    """Give the group to the left that speaks for a blank place of a group row, if nothing is merged there."""
    row = rows[level]
    here = plane.at(row, column)
    below = plane.meant(rows[level + 1], column)
    if below.kind is CellKind.BLANK or below.row < rows[level + 1]:
        return here
    for number in range(column - 1, left - 1, -1):
        cell = plane.at(row, number)
        if cell.kind is CellKind.BLANK:
            continue
        box = plane.merges.get((row, number))
        if box is not None and box.right > box.left:
            return here
        part = label(below)
        fits = when_of(cell) is not None and (when_of(below) is not None or bool(measure_of(part)))
        graded = any(match.role in {"likelihood", "impact", "score"} for match in matches(part)[:1]) and bool(label(cell)) and number > left
        return cell if fits or graded else here
    return here


def _together(times: Sequence[When]) -> When | None:
    found: When | None = None
    for when in reversed(times):
        found = when if found is None else found.within(when)
    return found
