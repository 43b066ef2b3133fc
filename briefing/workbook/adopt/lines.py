"""Labels with their values beside them, above or between the tables: month, currency, exchange rate, author."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from briefing.workbook.adopt.found import Table, TableKind
from briefing.workbook.adopt.mapping import CellRule
from briefing.workbook.adopt.when import when_in, when_of
from briefing.workbook.grid import Cell, CellKind
from briefing.workbook.month_sheets import COVER
from briefing.workbook.normalise import key, one_line
from briefing.workbook.reading import shown
from briefing.workbook.tables import names_of

_MORE: Final = {key(word): field for field, words in {
    "period": "mes de reporte|mes reportado|periodo de reporte|reporting period|report month|mes del reporte|month reported|reporting month|fecha de corte|corte",
    "prepared_by": "elaboró|elaborado por|preparó|author|autor|prepared by|responsable del reporte|realizado por|creado por",
    "rate": "tc|t c|tipo de cambio fix|tipo de cambio usd|fx rate|usd mxn|tipo de cambio mxn usd", "currency": "moneda|currency|divisa",
}.items() for word in words.split("|")}


def form_lines(tables: Sequence[Table]) -> dict[str, CellRule]:
    """Give the cell of each line of a form that the Cover asks for; visible sheets only, the first of each."""
    names = {mark: column.field for mark, column in names_of(COVER).items()} | _MORE
    found: dict[str, CellRule] = {}
    for table in tables:
        if table.kind not in {TableKind.FORM, TableKind.UNKNOWN, TableKind.RECORDS} or table.hidden:
            continue
        for row in table.rows:
            for cell, beside in zip(row.cells, row.cells[1:], strict=False):
                if cell.kind is not CellKind.TEXT:
                    continue
                label = one_line(shown(cell))
                name = names.get(key(label))
                if name and _fits(name, beside):
                    found.setdefault(name, CellRule(table.sheet, label, cell=beside.address))
    return found


def _fits(name: str, cell: Cell) -> bool:
    if name == "period":
        when = when_of(cell)
        return when is not None and when.period is not None
    if name == "rate":
        return cell.kind is CellKind.NUMBER or any(sign.isdigit() for sign in shown(cell))
    return cell.kind is not CellKind.BLANK


def period_in_titles(tables: Sequence[Table]) -> CellRule | None:
    """Give the first cell above the tables that names one month, such as `Reporte de octubre 2026`."""
    for table in tables:
        if table.hidden or table.kind not in {TableKind.NOTES, TableKind.FORM}:
            continue
        for row in table.rows[:6]:
            for cell in row.cells:
                when = when_of(cell) if cell.kind is CellKind.DATE else when_in(one_line(shown(cell)))
                if when is not None and when.period is not None and cell.kind is not CellKind.NUMBER:
                    return CellRule(table.sheet, cell=cell.address)
    return None
