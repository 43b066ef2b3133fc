"""A workbook as plain values: sheets, rows, cells and their addresses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Final

ROWS: Final = 1_048_576
COLUMNS: Final = 16_384
"""What a sheet can hold."""
SUMMARY_SIGN: Final = "briefing-annotated-1"
"""In the first row of the sheet that an annotated copy adds: hidden there, it is known again in whatever language."""


class CellKind(StrEnum):
    """What a cell holds."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    BOOLEAN = "boolean"
    ERROR = "error"
    """`#N/A` and its kin; the value is that word."""
    UNCALCULATED = "uncalculated"
    """A formula whose value was never stored."""
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Cell:
    """A filled cell; `percent` says that the sheet shows the number as percent."""

    address: str
    row: int
    column: int
    value: str | float | bool | date | None
    kind: CellKind
    percent: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """The filled cells of one row, from left to right."""

    number: int
    cells: tuple[Cell, ...]
    hidden: bool = False

    def at(self, column: int) -> Cell:
        """Give the cell of a column (A is 1), a blank one if it is not filled."""
        index = min(column, len(self.cells)) - 1  # its place if nothing before it is blank; never further right
        while index >= 0 and self.cells[index].column > column:
            index -= 1
        return self.cells[index] if index >= 0 and self.cells[index].column == column else blank(self.number, column)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet with its rows that hold anything, from the top."""

    name: str
    hidden: bool = False
    rows: tuple[Row, ...] = ()
    merges: tuple[str, ...] = ()
    """Merged ranges such as `A1:C1`; only the first cell of a range is filled."""

    @property
    def is_summary(self) -> bool:
        """Whether an annotated copy added this sheet; it says nothing of the month."""
        return any(cell.value == SUMMARY_SIGN for row in self.rows[:1] for cell in row.cells)


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook as it was read; `file` is its path inside the workspace."""

    file: str
    sheets: tuple[Sheet, ...] = ()
    outside: bool = False
    """Whether formulas take values from other files; those values are the ones stored when it was last saved."""


@lru_cache(maxsize=2048)
def letters(column: int) -> str:
    """Write a column's letters: 1 is A, 28 is AB."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def address(row: int, column: int) -> str:
    """Write an address such as `D14`."""
    return f"{letters(column)}{row}"


@lru_cache(maxsize=2048)
def _column(text: str) -> int:
    number = 0
    for letter in text.upper():
        if not "A" <= letter <= "Z":
            raise ValueError(text)
        number = number * 26 + ord(letter) - 64
    if not 0 < number <= COLUMNS:
        raise ValueError(text)
    return number


@lru_cache(maxsize=8192)
def blank(row: int, column: int) -> Cell:
    """Give the cell of a place where nothing is."""
    return Cell(address(row, column), row, column, None, CellKind.BLANK)


def position(text: str) -> tuple[int, int]:
    """Give row and column of an address such as `D14`; ValueError if there is no such cell."""
    name = text.rstrip("0123456789")
    row = int(text[len(name):])
    if not 0 < row <= ROWS:
        raise ValueError(text)
    return row, _column(name)
