"""Laying out sheets as the contract declares them: forms and tables, in one language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from briefing.language import Language
from briefing.workbook import styles
from briefing.workbook.contract import WORKBOOKS, Column, Sheet
from briefing.workbook.encode import CellValue, put, row_values
from briefing.workbook.vocabulary import Kind

HEADER_ROW = 3
FIRST_ROW = HEADER_ROW + 1
Entry = tuple[CellValue, str]


@dataclass(frozen=True, slots=True)
class Slot:
    """One column of a laid-out table: a field's name, or a month's header; `column` says what it holds."""

    key: str
    header: str
    column: Column
    now: bool = False
    """Whether this month's typing happens here."""
    optional: bool = False
    """Whether an ordinary month leaves it blank."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table as laid out: where each slot and row stands."""

    sheet: Sheet
    page: Worksheet
    slots: tuple[Slot, ...]
    rows: int
    """Rows filled with records; the first stands in FIRST_ROW."""

    def letter(self, key: str) -> str:
        """Give the column letter of a slot; KeyError if there is none."""
        for index, slot in enumerate(self.slots, 1):
            if slot.key == key:
                return str(get_column_letter(index))
        raise KeyError(key)

    @property
    def last_row(self) -> int:
        """The last row with a record; the header's row if there is none."""
        return HEADER_ROW + self.rows


@dataclass(frozen=True, slots=True)
class Form:
    """A form as laid out: the cell of each field."""

    sheet: Sheet
    page: Worksheet
    cells: Mapping[str, str]


def cell_at(page: Worksheet, row: int, column: int) -> Cell:
    """Give a cell by numbers, both from 1; our sheets have no merged cells."""
    cell = page.cell(row, column)
    assert isinstance(cell, Cell)  # noqa: S101 - we merge none
    return cell


def new_book() -> Workbook:
    """Give a workbook without sheets."""
    book = Workbook()
    book.remove(book.worksheets[0])
    return book


def slots_of(sheet: Sheet, language: Language) -> tuple[Slot, ...]:
    """Give the declared columns, what is optional last."""
    found = [Slot(column.field, column.text.get(language), column, optional=column.level > 1) for column in sheet.columns]
    return tuple(sorted(found, key=lambda slot: slot.optional))


def lay_form(book: Workbook, sheet: Sheet, record: object, language: Language) -> Form:
    """Lay out a label, a value and a help text a line."""
    page = _page(book, sheet, language)
    values = row_values(sheet, record, language, {})
    places = {}
    for row, column in enumerate(sorted(sheet.columns, key=lambda each: each.level > 1), HEADER_ROW):
        label, value, help_text = (cell_at(page, row, number) for number in (1, 2, 3))
        put(label, column.text.get(language))
        label.font, label.alignment = styles.STRONG if column.required else styles.BODY, styles.LABEL
        put(help_text, column.help.get(language))
        help_text.font, help_text.alignment = styles.GUIDE, styles.PLAIN
        put(value, *values[column.field])
        _dress(value, column)
        value.alignment = styles.WRAP
        page.row_dimensions[row].height = 18
        places[column.field] = f"B{row}"
    for letter, width in (("A", 36), ("B", max(column.width for column in sheet.columns)), ("C", 60)):
        page.column_dimensions[letter].width = width
    return Form(sheet, page, places)


def lay_table(book: Workbook, sheet: Sheet, slots: Sequence[Slot], rows: Iterable[Mapping[str, Entry]],
              language: Language) -> Table:
    """Lay out a title, a line of help, a header row and a record in each row below."""
    page = _page(book, sheet, language)
    for index, slot in enumerate(slots, 1):
        header = cell_at(page, HEADER_ROW, index)
        put(header, slot.header)
        header.font = styles.HEADER_QUIET if slot.optional else styles.HEADER
        header.fill = styles.HEADER_QUIET_FILL if slot.optional else styles.HEADER_FILL
        header.alignment, header.border = styles.CENTRE, styles.GRID
        longest = max((len(choice.text.get(language)) for choice in slot.column.choices), default=0)
        page.column_dimensions[get_column_letter(index)].width = max(slot.column.width, longest + 4)
    page.row_dimensions[HEADER_ROW].height = 32
    count = 0
    for count, entries in enumerate(rows, 1):
        for index, slot in enumerate(slots, 1):
            cell = cell_at(page, HEADER_ROW + count, index)
            put(cell, *entries.get(slot.key, (None, styles.GENERAL)))
            _dress(cell, slot.column)
    return Table(sheet, page, tuple(slots), count)


def is_figure(kind: Kind) -> bool:
    """Tell whether a kind of cell stands to the right."""
    return kind in (Kind.NUMBER, Kind.SHARE, Kind.MONEY, Kind.VALUE, Kind.WHOLE, Kind.DATE, Kind.PERIOD)


def title_of(sheet: Sheet, language: Language) -> str:
    """Give the title above a sheet: its workbook's name too, since a bare `Company` would read as that line's label."""
    workbook = next(each for each in WORKBOOKS if sheet in each.sheets)
    return f"{workbook.text.get(language)} · {sheet.text.get(language)}"


def _page(book: Workbook, sheet: Sheet, language: Language) -> Worksheet:
    page: Worksheet = book.create_sheet(sheet.text.get(language))
    put(page["A1"], title_of(sheet, language))
    put(page["A2"], sheet.help.get(language))
    page["A1"].font, page["A2"].font = styles.TITLE, styles.GUIDE
    page.row_dimensions[1].height = 24
    page.sheet_view.showGridLines = False
    return page


def _dress(cell: Cell, column: Column) -> None:
    cell.font = styles.BODY
    cell.border = styles.GRID
    cell.alignment = styles.FIGURE if is_figure(column.kind) else styles.WRAP
