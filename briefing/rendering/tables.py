"""The tables of an edition as a workbook: clean, with real numbers and days, and nothing that could become a formula."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import ceil

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from briefing.document.tables import FIRST_ROW, DataBook, DataColumn, DataTable, Shape, Value
from briefing.language import catalogue
from briefing.rendering.characters import legible
from briefing.workbook import styles
from briefing.workbook.dress import print_setup
from briefing.workbook.encode import put
from briefing.workbook.lay import cell_at
from briefing.workbook.pack import packed

_FORMATS = {Shape.CHANCE: "0%", Shape.MONEY: styles.WHOLE_MONEY, Shape.DAY: styles.DAY, Shape.MONTH: "mmm yyyy", Shape.TEXT: styles.AS_TEXT}
_THOUSANDS = 1000
_LINE = Side(style="thin", color=styles.LINE)
_UNDER = Border(bottom=_LINE)
_HEAD = Border(bottom=Side(style="medium", color=styles.INK))
_WORDS = Alignment(wrap_text=True, vertical="center", horizontal="left", indent=1)
_FIGURES = Alignment(vertical="center", horizontal="right")
_WIDER = 1.15
"""Words are broken before the column is full."""
_LINE_HEIGHT, _HIGHEST = 13.0, 400.0
"""Points; a spreadsheet program allows 409."""
_LONGEST = 32_000
"""A cell holds 32,767 characters."""


def render_tables(book: DataBook) -> bytes:
    """Give the workbook; the same tables give the same bytes."""
    made = Workbook()
    made.remove(made.worksheets[0])
    for table in book.tables:
        _sheet(made.create_sheet(_name(table.name)), table, book)
    made.active = 0
    return packed(made)


def _name(name: str) -> str:
    """Give a sheet's name without the characters that the format forbids."""
    return re.sub(r"[\[\]:*?/\\]", " ", name)[:31]


def _sheet(page: Worksheet, table: DataTable, book: DataBook) -> None:
    _write(page["A1"], book.title, styles.TITLE)
    _write(page["A2"], " ".join((f"{book.line}.", table.guide, *book.notices)), styles.GUIDE)
    for index, column in enumerate(table.columns, 1):
        _header(cell_at(page, FIRST_ROW - 1, index), column)
        page.column_dimensions[get_column_letter(index)].width = column.width
    widths = [column.width for column in table.columns]
    page.row_dimensions[FIRST_ROW - 1].height = _height([column.header for column in table.columns], widths)
    for row, values in enumerate(table.rows, FIRST_ROW):
        page.row_dimensions[row].height = _height([each.value if isinstance(each.value, str) else "" for each in values], widths)
        for index, value in enumerate(values, 1):
            _value(cell_at(page, row, index), value)
    last = FIRST_ROW - 1 + len(table.rows)
    page.freeze_panes = f"{'B' if table.key != 'options' else 'D'}{FIRST_ROW}"
    page.auto_filter.ref = f"A{FIRST_ROW - 1}:{get_column_letter(len(table.columns))}{last}"
    page.sheet_view.showGridLines = False
    print_setup(page, catalogue("workbook", book.language), legible(book.title), len(table.columns), last)


def _height(texts: Sequence[str], widths: Sequence[int]) -> float:
    """Give the height in points of a row whose texts are broken to their columns' widths."""
    lines = [ceil(len(text) * _WIDER / width) for text, width in zip(texts, widths, strict=True)]
    return min(_LINE_HEIGHT * max(1, *lines) + 4, _HIGHEST)


def _write(cell: Cell, text: str, font: Font) -> None:
    put(cell, legible(text)[:_LONGEST], styles.AS_TEXT)
    cell.font = font


def _header(cell: Cell, column: DataColumn) -> None:
    _write(cell, column.header, styles.HEADER_QUIET)
    cell.alignment = Alignment(wrap_text=True, vertical="bottom", horizontal="right" if column.numeric else "left", indent=0 if column.numeric else 1)
    cell.border = _HEAD


def _value(cell: Cell, value: Value) -> None:
    if isinstance(value.value, str):
        _write(cell, value.value, styles.BODY)
        cell.alignment = _WORDS
    else:
        put(cell, value.value, number_format(value))
        cell.font, cell.alignment = styles.BODY, _FIGURES
    cell.border = _UNDER


def number_format(value: Value) -> str:
    """Give the number format of a value: its decimals where they are agreed, separators where it runs to thousands."""
    if value.shape in _FORMATS:
        return _FORMATS[value.shape]
    if value.decimals is None:
        if value.shape is Shape.SHARE:
            return styles.PERCENT
        large = isinstance(value.value, int | float) and abs(value.value) >= _THOUSANDS
        return styles.WHOLE_MONEY if large else styles.GENERAL
    point = "." + "0" * value.decimals if value.decimals else ""
    return f"0{point}%" if value.shape is Shape.SHARE else f"{styles.WHOLE_MONEY}{point}"
