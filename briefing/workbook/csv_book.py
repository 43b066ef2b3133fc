"""A CSV file as a book of one sheet: its encoding and delimiter are told from the bytes, every cell stays text."""

from __future__ import annotations

import csv
from collections import Counter
from io import StringIO
from typing import Final

from briefing.evidence import CellRef
from briefing.workbook.codes import raised
from briefing.workbook.grid import COLUMNS, ROWS, Book, Cell, CellKind, Row, Sheet, address
from briefing.workbook.guard import Refused

SHEET: Final = "CSV"
"""Name of the one sheet; the same every month, whatever the file is called."""
DELIMITERS: Final = (",", ";", "\t", "|")
CELLS: Final = 1_000_000
_LOOKED_AT: Final = 60
_MARKS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def read_csv_book(file: str, data: bytes) -> Book:
    """Read a CSV file; Refused if it is no text, empty, damaged or beyond bounds.

    UTF-8 with and without mark, UTF-16 with mark, else Windows-1252. A blank cell is left out, as in other books.
    """
    text = csv_text(file, data)
    delimiter, text = _stated_delimiter(text)
    delimiter = delimiter or guessed_delimiter(text)
    rows: list[Row] = []
    filled = 0
    try:
        for number, fields in enumerate(csv.reader(StringIO(text), delimiter=delimiter), 1):
            cells = tuple(
                Cell(address(number, column), number, column, field, CellKind.TEXT)
                for column, field in enumerate(fields, 1) if field.strip()
            )
            filled += len(cells)
            if filled > CELLS or number > ROWS or len(fields) > COLUMNS:
                raise Refused(raised(CellRef(file), "FIL-120", limit=CELLS))
            if cells:
                rows.append(Row(number, cells))
    except csv.Error:
        raise Refused(raised(CellRef(file), "FIL-111")) from None
    if not rows:
        raise Refused(raised(CellRef(file), "FIL-119"))
    return Book(file, (Sheet(SHEET, rows=tuple(rows)),))


def csv_text(file: str, data: bytes) -> str:
    """Decode the bytes of a CSV file; Refused if they are no text."""
    if not data.strip():
        raise Refused(raised(CellRef(file), "FIL-102"))
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                raise Refused(raised(CellRef(file), "FIL-111")) from None
    if b"\0" in data:
        raise Refused(raised(CellRef(file), "FIL-106"))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _stated_delimiter(text: str) -> tuple[str, str]:
    """Give the delimiter that a first line `sep=;` states, and the text with that line made blank."""
    first, line_break, rest = text.partition("\n")
    stated = first.strip().removeprefix("sep=") if first.lower().startswith("sep=") else ""
    return (stated, line_break + rest) if stated in DELIMITERS else ("", text)


def guessed_delimiter(text: str) -> str:
    """Give the delimiter by which the first lines have the most alike numbers of fields; a comma where none parts them."""
    best, most = ",", 0.0
    for delimiter in DELIMITERS:
        lengths: list[int] = []
        torn = 0
        try:
            for fields in csv.reader(StringIO(text[:200_000]), delimiter=delimiter):
                if any(field.strip() for field in fields):
                    lengths.append(len(fields))
                    torn += any(field.count('"') % 2 for field in fields)
                if len(lengths) >= _LOOKED_AT:
                    break
        except csv.Error:
            continue
        usual = Counter(length for length in lengths if length > 1).most_common(1)
        score = usual[0][1] * (1 + min(usual[0][0], 12) / 40) / (1 + torn) if usual else 0.0
        if score > most:
            best, most = delimiter, score
    return best
