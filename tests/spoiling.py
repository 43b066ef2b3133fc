"""Ways to spoil a workbook of the sample as people do, by the header of a column and the code of a row."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

HEADERS = 3
"""The row of the headers in every table of the sample."""


def edit(path: Path, change: Callable[[Any], None]) -> None:
    """Open a workbook, change it, save it."""
    book = load_workbook(path)
    change(book)
    book.save(path)


def column(sheet: Worksheet, header: str) -> int:
    """Give the number of the column under a header."""
    return next(cell.column for cell in sheet[HEADERS] if cell.value == header)


def rows(sheet: Worksheet, code: str) -> list[int]:
    """Give the numbers of the rows whose first cell holds a code."""
    return [cell.row for cell in sheet["A"] if cell.value == code]


def put(path: Path, sheet: str, code: str, header: str, value: object) -> str:
    """Write into the cell where a row and a column cross; gives its address."""
    place = []

    def change(book: Any) -> None:
        page = book[sheet]
        cell = page.cell(rows(page, code)[0], column(page, header))
        cell.value = value
        place.append(cell.coordinate)

    edit(path, change)
    return place[0]


def delete_rows(path: Path, sheet: str, code: str) -> None:
    """Take away every row of a code."""
    edit(path, lambda book: [book[sheet].delete_rows(row) for row in reversed(rows(book[sheet], code))])


def empty(path: Path, sheet: str) -> None:
    """Clear everything below a table's headers."""
    def change(book: Any) -> None:
        for row in book[sheet].iter_rows(min_row=HEADERS + 1):
            for cell in row:
                cell.value = None

    edit(path, change)


def swap(path: Path, sheet: str, first: str, second: str) -> None:
    """Exchange two columns, headers and all."""
    def change(book: Any) -> None:
        page = book[sheet]
        left, right = column(page, first), column(page, second)
        for row in range(HEADERS, page.max_row + 1):
            one, other = page.cell(row, left), page.cell(row, right)
            one.value, other.value = other.value, one.value
            one.number_format, other.number_format = other.number_format, one.number_format

    edit(path, change)


def without_accents(path: Path) -> None:
    """Take the accents off the sheets' names and the headers, and put the names in capitals."""
    def bare(text: str) -> str:
        return "".join(letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))

    def change(book: Any) -> None:
        for sheet in book.worksheets:
            name, sheet.title = bare(sheet.title).upper(), "between"  # openpyxl takes another case for another sheet
            sheet.title = name
            for cell in sheet[HEADERS] if sheet.max_column > 3 else sheet["A"]:
                if isinstance(cell.value, str):
                    cell.value = bare(cell.value)

    edit(path, change)
