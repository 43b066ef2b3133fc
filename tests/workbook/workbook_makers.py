"""Small workbooks for the tests of the reader: a good one of each kind, and ways to spoil it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string
from openpyxl.worksheet.worksheet import Worksheet

from briefing.findings import Finding
from briefing.model.charter import Charter
from briefing.model.submission import Submission
from briefing.workbook.cells import Book, read_book
from briefing.workbook.parse import parse_charter, parse_submission

Rows = Sequence[Sequence[Any]]

CHARTER: Mapping[str, Rows] = {
    "Company": [["Company", "Acme"], ["Reporting currency", "USD"], ["We accept losing more than", 3_000_000],
                ["at most once in (years)", 20]],
    "Sites": [["Code", "Name", "Currency", "Decides"], ["MTY", "Monterrey", "MXN", ""]],
    "KPIs": [["Code", "Name (English)", "Name (Spanish)", "Unit", "Good is", "Natural minimum", "Natural maximum"],
             ["OTD", "On-time delivery", "Entregas a tiempo", "%", "higher", 0, 1],
             ["CLM", "Complaints", "Reclamos", "pieces", "lower", 0, None]],
    "Targets": [["KPI", "Site", "Target", "Low limit", "High limit"], ["OTD", None, 0.95, 0.9, None],
                ["CLM", "MTY", 4, None, 6]],
    "Drivers": [["Code", "Name (English)", "Unit", "Value per unit"], ["D-03", "lost day", "days", 118000]],
    "Scales": [["Word", "Means a", "Use"], ["media", "chance", 0.3]],
}
MONTH: Mapping[str, Rows] = {
    "Cover": [["Site", "MTY"], ["Month", "2026-10"], ["Currency", "MXN"], ["Currency units per USD", 18.42],
              ["Rate of (date)", date(2026, 10, 30)], ["Source of the rate", "FIX"]],
    "KPIs": [["Code", "2026-09", "2026-10", "2026-11 likely", "2026-11 low", "2026-11 high", "Cause"],
             ["OTD", 0.93, 0.91, 0.9, 0.85, 0.95, "late resin"], ["CLM", 4, 9, None, None, None, None]],
    "Register": [["Id", "Kind", "Event (English)", "Bad case", "Likely case", "Good case", "Times driver", "Occurs",
                  "Chance by that date", "By date", "KPIs"],
                 ["R-014", "supply", "line 3 stops for want of resin", 18, 12, 8, "D-03", "once", 0.6,
                  date(2027, 3, 31), "OTD"]],
    "Asks": [["Id", "What is asked (English)", "Purpose", "Recommended option", "Decides", "Needed by"],
             ["A-007", "second source for resin", "decision", "B", "COO", date(2026, 11, 30)]],
    "Options": [["Ask", "Letter", "Option (English)", "Cost once", "Acts on rows", "Chance left"],
                ["A-007", "B", "qualify two suppliers", 240000, "R-014", 0.2]],
    "Follow-up": [["Id", "Kind", "Side", "What (English)", "Due", "State"],
                  ["C-003", "commitment", "HQ", "answer on resin", date(2026, 11, 30), "open"]],
}


def workbook(sheets: Mapping[str, Rows]) -> Workbook:
    """Give a workbook of the sheets, each a list of rows from A1 on."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet: Worksheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    return book


def saved(book: Workbook) -> bytes:
    """Give the bytes of a workbook."""
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def book_of(sheets: Mapping[str, Rows], file: str = "month.xlsx") -> Book:
    """Give the cells of a workbook of the sheets."""
    return read_book(file, saved(workbook(sheets)))


def charter_of(**changed: Rows | None) -> tuple[Charter, tuple[Finding, ...]]:
    """Read the good charter with some of its sheets changed or, where None, taken away."""
    return parse_charter(book_of(_with(CHARTER, changed), "charter.xlsx"))


def month_of(*, charter: Charter | None = None, **changed: Rows | None) -> tuple[Submission | None, tuple[Finding, ...]]:
    """Read the good month with some of its sheets changed or, where None, taken away."""
    return parse_submission(book_of(_with(MONTH, changed)), charter if charter is not None else charter_of()[0])


def _with(sheets: Mapping[str, Rows], changed: Mapping[str, Rows | None]) -> dict[str, Rows]:
    named = {name.replace("_", "-"): rows for name, rows in changed.items()}
    return {name: rows for name, rows in {**sheets, **named}.items() if rows is not None}


def changed(rows: Rows, place: str, value: Any) -> list[list[Any]]:
    """Give the rows with the cell at a place such as `D2` changed; the rows grow as far as they must."""
    letters, row = coordinate_from_string(place)
    column = column_index_from_string(letters)
    copied = [list(each) for each in rows]
    while len(copied) < row:
        copied.append([])
    copied[row - 1].extend([None] * (column - len(copied[row - 1])))
    copied[row - 1][column - 1] = value
    return copied


def codes(findings: Sequence[Finding]) -> list[str]:
    """Give the codes of findings, in order, each once."""
    return list(dict.fromkeys(finding.code for finding in findings))
