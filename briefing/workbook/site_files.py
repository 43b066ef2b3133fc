"""The files sites keep: workbooks are read by the child process, CSV files here, other kinds refused with words."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from briefing.evidence import CellRef
from briefing.findings import Finding
from briefing.workbook.codes import raised
from briefing.workbook.csv_book import read_csv_book
from briefing.workbook.grid import Book
from briefing.workbook.guard import FILE_BYTES, MEGABYTE, Refused
from briefing.workbook.intake import Outcome, start_reading
from briefing.workbook.month_sheets import COVER
from briefing.workbook.normalise import key
from briefing.workbook.parse import kind_of

CSV: Final = frozenset({".csv", ".tsv", ".txt"})
SUFFIXES: Final = (".xlsx", ".csv", ".tsv", ".ods", ".xls")
"""Kinds of file a site may keep, in the order in which they are looked for."""


def read_site_file(name: str, path: Path) -> Outcome:
    """Give a file's cells, or the findings that say why it could not be read."""
    if path.suffix.lower() not in CSV:
        return start_reading({name: path}).result()[name]
    try:
        if path.stat().st_size > FILE_BYTES:
            return (raised(CellRef(name), "FIL-103", found=path.stat().st_size // MEGABYTE, limit=FILE_BYTES // MEGABYTE),)
        data = path.read_bytes()
        if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
            return start_reading({name: path}).result()[name]
        return read_csv_book(name, data)
    except OSError:
        return (raised(CellRef(name), "FIL-101"),)
    except Refused as refused:
        return (refused.finding,)


def is_ours(book: Book) -> bool:
    """Tell whether a book is our own workbook of a month: it has a Cover, and no charter."""
    names = {key(name) for name in (COVER.text.en, COVER.text.es, *COVER.aliases)}
    return kind_of(book) == "month" and any(key(sheet.name) in names for sheet in book.sheets)


_UNUSUAL: Final = frozenset({"KPI-101", "KPI-102", "KPI-113", "KPI-115", "KPI-119", "KPI-121", "KPI-133", "KPI-201"})


def may_hold_foreign_block(findings: Iterable[Finding]) -> bool:
    """Tell whether what was found on the KPIs sheet lets one expect a block of another layout there."""
    return any(finding.code in _UNUSUAL for finding in findings)
