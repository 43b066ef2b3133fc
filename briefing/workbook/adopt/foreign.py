"""Blocks of another layout pasted into our own workbook: noticed, never read as if they were ours."""

from __future__ import annotations

from briefing.evidence import CellRef
from briefing.findings import Finding
from briefing.workbook.adopt import codes
from briefing.workbook.adopt.codes import raised
from briefing.workbook.adopt.discover import discover
from briefing.workbook.adopt.found import Table, TableKind
from briefing.workbook.grid import Book, Sheet
from briefing.workbook.month_sheets import MONTH, MONTH_KPIS
from briefing.workbook.normalise import key
from briefing.workbook.tables import find_table, names_of

_LIKE_OURS = frozenset({TableKind.MONTHS_ACROSS, TableKind.MONTHS_DOWN, TableKind.LONG, TableKind.SCORECARD})


def foreign_blocks(book: Book) -> tuple[Finding, ...]:
    """Say which blocks of KPIs on the KPIs sheet of our own workbook are not laid out as ours: `briefing adopt` reads them."""
    names = {key(name) for name in (MONTH_KPIS.text.en, MONTH_KPIS.text.es, *MONTH_KPIS.aliases, MONTH_KPIS.key)}
    found: list[Finding] = []
    for sheet in book.sheets:
        if key(sheet.name) in names and not sheet.hidden:
            found += _on_sheet(book, sheet)
    return tuple(found)


def _on_sheet(book: Book, sheet: Sheet) -> list[Finding]:
    ours = find_table(MONTH_KPIS, sheet, book.file).header.number
    known = names_of(MONTH.sheet("kpis"))
    tables = discover(Book(book.file, (sheet,)))
    return [
        raised(CellRef(book.file, sheet.name, table.headings[0].address if table.headings else ""), codes.FOREIGN_BLOCK, range=table.range)
        for table in tables
        if table.kind in _LIKE_OURS and ours not in table.header_rows and not _is_ours(table, frozenset(known))
    ]


def _is_ours(table: Table, known: frozenset[str]) -> bool:
    """Tell whether a table has our own first columns: a code and a status."""
    return any(key(heading.last) in known and table.kind is TableKind.MONTHS_ACROSS and key(heading.last) in {"code", "clave"} for heading in table.headings)
