"""Cells as values: against two other readers, and where those readers are silent."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from briefing.workbook.cells import Book, Cell, CellKind, address, position, read_book
from briefing.workbook.xml_parts import format_kind
from tests.workbook.test_guard import edited
from tests.workbook.workbook_makers import CHARTER, MONTH, book_of, saved, workbook


def one(value: Any, number_format: str | None = None) -> Cell:
    """Give the cell that a value becomes on its way through a workbook."""
    book = Workbook()
    cell = book.worksheets[0]["B3"]
    cell.value = value
    if number_format:
        cell.number_format = number_format
    return read_book("a.xlsx", saved(book)).sheets[0].rows[0].cells[0]


def values(book: Book) -> dict[tuple[str, str], Any]:
    return {(sheet.name, cell.address): cell.value for sheet in book.sheets for row in sheet.rows for cell in row.cells}


@pytest.mark.parametrize("sheets", [CHARTER, MONTH], ids=["charter", "month"])
def test_values_are_those_of_other_readers(sheets: Any) -> None:
    """Openpyxl and calamine find the same value at the same address."""
    data = saved(workbook(sheets))
    found = values(read_book("a.xlsx", data))

    def plain(value: Any) -> Any:
        if isinstance(value, datetime):
            return value.date()
        return float(value) if isinstance(value, int) and not isinstance(value, bool) else value

    opened = load_workbook(BytesIO(data), data_only=True)
    theirs = {(sheet.title, cell.coordinate): plain(cell.value) for sheet in opened for row in sheet.iter_rows()
              for cell in row if cell.value is not None and str(cell.value).strip()}
    assert theirs == found
    calamine = pytest.importorskip("python_calamine").CalamineWorkbook.from_filelike(BytesIO(data))
    others = {(name, address(row + 1, column + 1)): plain(value) for name in calamine.sheet_names
              for row, line in enumerate(calamine.get_sheet_by_name(name).to_python(skip_empty_area=False))
              for column, value in enumerate(line) if value not in {"", None}}
    assert others == found


@pytest.mark.parametrize(("value", "number_format", "expected"), [
    ("text", None, ("text", CellKind.TEXT, False)),
    (0.95, "0%", (0.95, CellKind.NUMBER, True)),
    (0.95, "0.00", (0.95, CellKind.NUMBER, False)),
    (0.1 + 0.2, None, (0.3, CellKind.NUMBER, False)),
    (True, None, (True, CellKind.BOOLEAN, False)),
    ("#N/A", None, ("#N/A", CellKind.ERROR, False)),
    ("=1+1", None, (None, CellKind.UNCALCULATED, False)),
    (date(2026, 10, 30), None, (date(2026, 10, 30), CellKind.DATE, False)),
    (datetime(2026, 10, 30, 13, 5), None, (date(2026, 10, 30), CellKind.DATE, False)),  # noqa: DTZ001 - sheets know no zones
    (46325, 'd" de "mmmm" de "yyyy', (date(2026, 10, 30), CellKind.DATE, False)),
    (timedelta(hours=30), "[h]:mm", (1.25, CellKind.NUMBER, False)),
    (-5, "yyyy-mm-dd", (-5.0, CellKind.NUMBER, False)),
])
def test_a_cell_has_value_kind_and_percent(value: Any, number_format: str | None, expected: Any) -> None:
    """What a value and its number format become."""
    cell = one(value, number_format)
    assert expected == (cell.value, cell.kind, cell.percent)
    assert ("B3", 3, 2) == (cell.address, cell.row, cell.column)


@pytest.mark.parametrize(("code", "expected"), [
    ("0%", 2), ('0.0" %"', 0), ("[Red]0.0%", 2), ("General", 0), ("mmm-yy", 1), ("[$-80A]d mmm yyyy", 1), ("h:mm", 0),
    ("mm:ss", 0), ('#,##0 "days"', 0), ("0.00E+00", 0), ("\\d0", 0), ("_-* #,##0.00_-", 0), ("yyyy\\-mm", 1), ("#,##0;[Red]-#,##0%", 0),
])
def test_number_formats_tell_dates_and_percentages(code: str, expected: int) -> None:
    """Quoted words, colours and locales are not signs of a date."""
    assert expected == format_kind(code)


def test_days_since_1904_are_read() -> None:
    """Old Mac workbooks count from 1904."""
    book = Workbook()
    book.epoch = datetime(1904, 1, 1)  # noqa: DTZ001 - sheets know no zones
    book.worksheets[0]["A1"] = date(2026, 10, 30)
    assert date(2026, 10, 30) == read_book("a.xlsx", saved(book)).sheets[0].rows[0].cells[0].value


def test_shared_strings_are_read_like_inline_ones() -> None:
    """Excel keeps texts in a table of their own; runs are joined and phonetic guides left out."""
    strings: list[bytes] = []

    def shared(match: re.Match[bytes]) -> bytes:
        strings.append(match[2])
        return b"<c" + match[1] + b' t="s"><v>' + str(len(strings) - 1).encode() + b"</v></c>"

    def parts(name: str, part: bytes) -> bytes:
        return re.sub(rb'<c([^>]*) t="inlineStr"><is>(.*?)</is></c>', shared, part) if "/sheet" in name else part

    edited(parts)
    count = len(strings)
    table = b"".join(b"<si>" + each + b"<rPh sb='0' eb='1'><t>no</t></rPh></si>" for each in strings)
    strings.clear()
    data = edited(parts, ("xl/sharedStrings.xml", b"<sst>" + table + b"</sst>"))
    assert count > 20
    assert book_of(MONTH) == read_book("month.xlsx", data)


def test_rich_text_and_inline_strings_are_text() -> None:
    """Runs are joined, spaces kept, escapes undone, phonetic guides and control characters left out."""
    book = Workbook()
    book.worksheets[0]["A1"] = CellRichText("late ", TextBlock(InlineFont(b=True), "resin"))
    assert "late resin" == read_book("a.xlsx", saved(book)).sheets[0].rows[0].cells[0].value
    inline = b'<c r="A1" t="inlineStr"><is><r><t>a_x0009_b</t></r><rPh><t>no</t></rPh><r><t xml:space="preserve"> \xc3\xb1_x0007_</t></r></is></c>'
    data = edited(lambda name, part: re.sub(rb'<c r="A1".*?</c>', inline, part, count=1) if name.endswith("sheet1.xml") else part)
    assert "a\tb ñ" == read_book("a.xlsx", data).sheets[0].rows[0].cells[0].value


def test_rows_and_cells_without_address_count_on() -> None:
    """The format lets writers leave addresses out."""
    rows = b"<sheetData><row><c><v>1</v></c><c/><c><v>3</v></c></row><row r='4'><c r='B4'><v>4</v></c><c><v>5</v></c></row></sheetData>"
    data = edited(lambda name, part: re.sub(rb"<sheetData>.*</sheetData>", rows, part, flags=re.DOTALL)
                  if name.endswith("sheet1.xml") else part)
    sheet = read_book("a.xlsx", data).sheets[0]
    assert {"A1": 1.0, "C1": 3.0, "B4": 4.0, "C4": 5.0} == {cell.address: cell.value for row in sheet.rows for cell in row.cells}


def test_prefixed_and_strict_xml_is_read() -> None:
    """Other writers put a prefix before each name."""
    def prefixed(name: str, part: bytes) -> bytes:
        if not name.endswith("sheet1.xml"):
            return part
        part = re.sub(rb"<(/?)([a-zA-Z])", rb"<\1x:\2", part)
        return part.replace(b"xmlns=", b"xmlns:x=")

    assert book_of(MONTH) == read_book("month.xlsx", edited(prefixed))


def test_an_empty_text_made_by_a_formula_is_blank() -> None:
    """A formula that gives an empty text has a stored value: nothing."""
    cell = b'<c r="A1" t="str"><f>""</f><v></v></c>'
    data = edited(lambda name, part: re.sub(rb'<c r="A1".*?</c>', cell, part, count=1) if name.endswith("sheet1.xml") else part)
    assert "B1" == read_book("a.xlsx", data).sheets[0].rows[0].cells[0].address


def test_hidden_rows_hidden_sheets_and_merges_are_told() -> None:
    """What people don't see is marked."""
    book = workbook(MONTH)
    book["KPIs"].row_dimensions[2].hidden = True
    book["Asks"].sheet_state = "veryHidden"
    book["Cover"].merge_cells("D1:F1")
    sheets = {sheet.name: sheet for sheet in read_book("a.xlsx", saved(book)).sheets}
    assert [False, True, False] == [row.hidden for row in sheets["KPIs"].rows]
    assert (False, True) == (sheets["Cover"].hidden, sheets["Asks"].hidden)
    assert ("D1:F1",) == sheets["Cover"].merges


def test_addresses_are_read_and_written() -> None:
    """position(address(x)) == x up to the last column."""
    for place in ((1, 1), (14, 4), (99, 26), (99, 27), (1_048_576, 16_384)):
        assert place == position(address(*place))
    for wrong in ("A0", "XFE1", "1", "a-1", ""):
        with pytest.raises(ValueError, match=r".*"):
            position(wrong)
