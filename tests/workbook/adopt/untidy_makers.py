"""Untidy files as plants keep them, made in code: registers, KPI sheets and scorecards in two languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from briefing.workbook.cells import read_book
from briefing.workbook.csv_book import read_csv_book
from briefing.workbook.grid import Book

Rows = Sequence[Sequence[Any]]


def put(sheet: Worksheet, place: str, rows: Rows) -> None:
    """Write rows from a place on; None leaves a cell blank."""
    first = sheet[place]
    for down, row in enumerate(rows):
        for across, value in enumerate(row):
            if value is not None:
                sheet.cell(first.row + down, first.column + across, value)


def sheet_of(book: Workbook, name: str, blocks: Mapping[str, Rows], merges: Iterable[str] = (), *, hidden: bool = False, hidden_rows: Iterable[int] = ()) -> Worksheet:
    """Add a sheet of blocks, each at its place."""
    sheet: Worksheet = book.create_sheet(name)
    for place, rows in blocks.items():
        put(sheet, place, rows)
    for area in merges:
        sheet.merge_cells(area)
    if hidden:
        sheet.sheet_state = "hidden"
    for row in hidden_rows:
        sheet.row_dimensions[row].hidden = True
    return sheet


def saved(book: Workbook) -> bytes:
    """Give the bytes of a workbook; the blank first sheet that comes with it is taken away."""
    if len(book.worksheets) > 1 and book.worksheets[0].title == "Sheet":
        book.remove(book.worksheets[0])
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def one(blocks: Mapping[str, Rows], merges: Iterable[str] = (), *, name: str = "Hoja1", file: str = "local.xlsx", **more: Any) -> Book:
    """Give a book of one sheet of blocks, read as any file is."""
    book = Workbook()
    sheet_of(book, name, blocks, merges, **more)
    return read_book(file, saved(book))


def csv_of(text: str, *, encoding: str = "utf-8", file: str = "local.csv") -> Book:
    """Give the book of a CSV file."""
    return read_csv_book(file, text.encode(encoding))


SPANISH_KPIS: Rows = (
    ["Indicador", "Unidad", "Meta", "2026", None, None, None, "Promedio", "Comentarios"],
    [None, None, None, "Julio", "Agosto", "Septiembre", "Octubre", None, None],
    ["Entregas a tiempo (%)", "%", "95,0", "94,2", "93,8", "92,5", "91,0", "92,9", "Resina tardía"],
    ["Reclamos de clientes", "piezas", "4", "3", "5", "4", "9", "5,3", None],
    ["Costo de flete (miles USD)", "kUSD", "120,5", "118,25", "121,75", "119,0", "131,4", "122,6", "Fletes urgentes"],
    ["Total", None, None, "215,45", "220,55", "215,5", "231,4", None, None],
)


def spanish_kpi_workbook() -> Workbook:
    """Give an untidy Spanish KPI file: title block, merged two-row header, months across, totals, comments, decimal commas."""
    book = Workbook()
    sheet_of(book, "Indicadores", {
        "A1": [["PLANTA MONTERREY"], ["Reporte mensual de indicadores - Octubre 2026"], [None, None, None, None, None, None, "Elaboró:", "Gerente de planta"]],
        "A5": SPANISH_KPIS,
        "A13": [["Nota: los datos de octubre son preliminares hasta el cierre contable del mes."]],
    }, ["A1:I1", "A2:F2", "A5:A6", "B5:B6", "C5:C6", "D5:G5", "H5:H6", "I5:I6"])
    return book
