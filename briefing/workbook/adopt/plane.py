"""A sheet as a plane of cells: what stands at a place, merged ranges followed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import Final

from briefing.workbook.grid import Cell, CellKind, Sheet, blank, letters, position
from briefing.workbook.normalise import one_line
from briefing.workbook.reading import shown

MERGES: Final = 20_000
"""Merged ranges that are followed; more are looks, not meaning."""
WIDEST: Final = 400
TALLEST: Final = 200


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of a sheet, its edges included."""

    top: int
    left: int
    bottom: int
    right: int

    def __str__(self) -> str:
        """Write `A5:P20`."""
        return f"{letters(self.left)}{self.top}:{letters(self.right)}{self.bottom}"

    def overlaps(self, other: Box) -> bool:
        """Tell whether the rectangles share a cell."""
        return (self.left <= other.right and other.left <= self.right
                and self.top <= other.bottom and other.top <= self.bottom)


@dataclass(slots=True)
class Plane:
    """The filled cells of a sheet by row and column."""

    sheet: Sheet
    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    merges: dict[tuple[int, int], Box] = field(default_factory=dict)
    """By each place of a merged range: the range."""
    hidden: frozenset[int] = frozenset()

    def at(self, row: int, column: int) -> Cell:
        """Give the cell of a place, blank where nothing is."""
        return self.rows.get(row, {}).get(column) or blank(row, column)

    def meant(self, row: int, column: int) -> Cell:
        """Give the cell that speaks for a place: the first of the merged range it lies in, else its own."""
        cell = self.rows.get(row, {}).get(column)
        if cell is not None:
            return cell
        box = self.merges.get((row, column))
        return self.at(box.top, box.left) if box else blank(row, column)

    def text(self, row: int, column: int) -> str:
        """Give what stands at a place, on one line."""
        return one_line(shown(self.at(row, column)))

    def filled(self, row: int, left: int = 1, right: int = 1 << 20) -> list[Cell]:
        """Give the filled cells of a row between two columns, from left to right."""
        return [cell for column, cell in self.rows.get(row, {}).items() if left <= column <= right]

    def numbers(self) -> Iterator[int]:
        """Yield the numbers of rows that hold anything, from the top."""
        return iter(self.rows)


def plane_of(sheet: Sheet) -> Plane:
    """Lay out a sheet; cells of white space alone count as blank."""
    rows: dict[int, dict[int, Cell]] = {}
    for row in sheet.rows:
        cells = {cell.column: cell for cell in row.cells
                 if cell.kind is not CellKind.BLANK and (cell.kind is not CellKind.TEXT or str(cell.value).strip())}
        if cells:
            rows[row.number] = cells
    plane = Plane(sheet, rows, hidden=frozenset(row.number for row in sheet.rows if row.hidden))
    for reference in sheet.merges[:MERGES]:
        box = _box(reference)
        if box and box.right - box.left < WIDEST and box.bottom - box.top < TALLEST and box.left in rows.get(box.top, {}):
            plane.merges.update(dict.fromkeys(product(range(box.top, box.bottom + 1), range(box.left, box.right + 1)), box))
    return plane


def _box(reference: str) -> Box | None:
    first, _, last = reference.replace("$", "").partition(":")
    try:
        (top, left), (bottom, right) = position(first), position(last or first)
    except ValueError:
        return None
    return Box(top, left, bottom, right)
