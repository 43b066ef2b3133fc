"""Cells of OpenDocument spreadsheets: the same values as those of a workbook, and the same limits."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest

from briefing.workbook.cells import read_book
from briefing.workbook.grid import Sheet
from briefing.workbook.guard import Refused, inspect

NAMES = ("office", "table", "text", "style")
SPACES = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in NAMES) + ' xmlns:calcext="urn:org:documentfoundation:calcext"'


def ods(tables: str, styles: str = "", **more: bytes) -> bytes:
    """Give a spreadsheet of the tables."""
    content = (f"<office:document-content {SPACES}><office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>"
               f"{tables}</office:spreadsheet></office:body></office:document-content>")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as opened:
        opened.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        opened.writestr("content.xml", content)
        for name, part in more.items():
            opened.writestr(name.replace("__", "/"), part)
    return stream.getvalue()


def table(rows: str, more: str = "") -> str:
    return f'<table:table table:name="KPIs"{more}>{rows}</table:table>'


def row(*cells: str, more: str = "") -> str:
    return f"<table:table-row{more}>{''.join(cells)}</table:table-row>"


def cell(kind: str, value: str = "", text: str = "", more: str = "") -> str:
    name = {"date": "date-value", "boolean": "boolean-value"}.get(kind, "value")
    stated = f' office:value-type="{kind}"' + (f' office:{name}="{value}"' if value else "") if kind else ""
    return f"<table:table-cell{stated}{more}>{text and f'<text:p>{text}</text:p>'}</table:table-cell>"


def read(data: bytes) -> Sheet:
    assert () == inspect("a.ods", data)
    return read_book("a.ods", data).sheets[0]


def only(*cells: str) -> list[tuple[str, object, str]]:
    return [(each.address, each.value, each.kind.value) for line in read(ods(table(row(*cells)))).rows for each in line.cells]


def test_every_kind_of_cell() -> None:
    """Texts, numbers, days, booleans, errors, and formulas without a value."""
    assert [("A1", "Año 2", "text"), ("B1", 12.5, "number"), ("C1", 0.95, "number"), ("D1", date(2026, 10, 30), "date"), ("E1", True, "boolean"),
            ("F1", "#N/A", "error"), ("G1", None, "uncalculated")] == only(
        cell("string", text="Año<text:s text:c='1'/>2"), cell("float", "12.5", "12,5"), cell("percentage", "0.95", "95 %"),
        cell("date", "2026-10-30T00:00:00"), cell("boolean", "true"), cell("string", text="#N/A", more=' calcext:value-type="error"'),
        cell("", more=' table:formula="of:=A1"'))
    assert read(ods(table(row(cell("percentage", "0.95"))))).rows[0].cells[0].percent


def test_comments_and_shapes_are_no_values() -> None:
    """Only what stands in the cell is its text."""
    note = "<office:annotation><text:p>ask Ana</text:p></office:annotation>"
    assert [("A1", "x\ny", "text")] == only(f'<table:table-cell office:value-type="string">{note}<text:p>x</text:p><text:p>y</text:p></table:table-cell>')


def test_what_repeats_stands_in_every_place() -> None:
    """Rows and cells that repeat are counted; the empty rest of a sheet costs nothing."""
    rows = row(cell("float", "7", more=' table:number-columns-repeated="2"'), more=' table:number-rows-repeated="2"') + row(
        cell("", more=' table:number-columns-repeated="16384"'), more=' table:number-rows-repeated="1048000"')
    assert ["A1", "B1", "A2", "B2"] == [each.address for line in read(ods(table(rows))).rows for each in line.cells]


def test_merges_and_hidden_things() -> None:
    """A merged range, a hidden row, a hidden sheet."""
    style = '<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style>'
    rows = row(cell("float", "1", more=' table:number-columns-spanned="2" table:number-rows-spanned="1"'), "<table:covered-table-cell/>",
               more=' table:visibility="collapse"')
    found = read(ods(table(rows, ' table:style-name="ta2"'), style))
    assert (("A1:B1",), True, True) == (found.merges, found.hidden, found.rows[0].hidden)


@pytest.mark.parametrize(("tables", "code"), [
    (table(row(cell("float", "1", more=' table:number-columns-repeated="16384"'), more=' table:number-rows-repeated="1048576"')), "FIL-120"),
    (table(row(cell("float", "1"), more=' table:number-rows-repeated="1048576"')), "FIL-120"),
    (table(row(more=' table:number-rows-repeated="900000"') + row(cell("", more=' table:number-columns-repeated="9"'), cell("float", "1"))), "FIL-121"),
    (table(row(cell("", more=' table:number-columns-repeated="16384"'), cell("float", "1"))), "FIL-111"),
    (table(row(cell("string", text="a" * 40_000))), "FIL-126"),
    (table(row(cell("float", "uno"))), "FIL-111"),
    (table(row(cell(""))), "FIL-119"),
    (table(table(row(cell("float", "1")))), "FIL-111"),
    ("".join(table("") for _ in range(300)), "FIL-118"),
    (table(row(cell("float", "1", more=' table:number-columns-spanned="9000" table:number-rows-spanned="9000"'))), "FIL-122"),
    ("<table:table>", "FIL-111"),
])
def test_hostile_spreadsheets_are_refused(tables: str, code: str) -> None:
    """With the words that a workbook gets."""
    with pytest.raises(Refused) as refused:
        read_book("a.ods", ods(tables))
    assert code == refused.value.finding.code


def test_a_password_is_told() -> None:
    """An encrypted spreadsheet says so in its manifest."""
    found = inspect("a.ods", ods(table(""), **{"META-INF__manifest.xml": b"<manifest><encryption-data/></manifest>"}))
    assert ["FIL-107"] == [each.code for each in found]
