"""How much a workbook may hold: counted cell by cell while it is read, over all its sheets."""

from __future__ import annotations

from typing import Final

from briefing.evidence import CellRef
from briefing.workbook.codes import raised
from briefing.workbook.grid import COLUMNS, ROWS, address
from briefing.workbook.guard import CELLS, Refused

EXTENT: Final = 5_000_000
"""Rows times columns up to the farthest filled cell: what other readers would allocate."""
MERGED: Final = 300_000
"""Cells of a sheet under merged ranges: what other readers would make one by one."""
TEXT: Final = 6_000_000
"""Characters of all cells together; a shared text counts as often as it is shown."""
LONGEST: Final = 32_767
"""Characters that a spreadsheet program can hold in one cell."""


class Room:
    """What is left of a workbook's share; raises Refused where it is used up."""

    def __init__(self, file: str) -> None:
        """Begin with nothing read."""
        self._where = CellRef(file)
        self._filled = self._written = self._merged = self._last_row = self._last_column = 0

    def enter(self, sheet: str) -> None:
        """Begin another sheet."""
        self._where = CellRef(self._where.file, sheet)
        self._merged = self._last_row = self._last_column = 0

    def take(self, row: int, column: int, value: object) -> None:
        """Count a filled cell; ValueError for one that lies outside of any sheet."""
        if not (0 < row <= ROWS and 0 < column <= COLUMNS):
            raise ValueError(row, column)
        self._filled += 1
        if self._filled > CELLS:
            raise Refused(raised(self._where, "FIL-120", limit=CELLS))
        if isinstance(value, str):
            self._written += len(value)
            if len(value) > LONGEST:
                raise Refused(raised(self._at(row, column), "FIL-126", limit=LONGEST))
            if self._written > TEXT:
                raise Refused(raised(self._where, "FIL-127"))
        if row > self._last_row or column > self._last_column:
            self._last_row, self._last_column = max(self._last_row, row), max(self._last_column, column)
            if self._last_row * self._last_column > EXTENT:
                raise Refused(raised(self._at(row, column), "FIL-121"))

    def merge(self, row: int, column: int, cells: int) -> None:
        """Count a merged range by its first cell."""
        self._merged += cells
        if self._merged > MERGED:
            raise Refused(raised(self._at(row, column), "FIL-122"))

    def _at(self, row: int, column: int) -> CellRef:
        return CellRef(self._where.file, self._where.sheet, address(row, column))
