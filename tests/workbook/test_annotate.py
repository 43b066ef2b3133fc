"""The annotated copy: the person's own workbook, with comments, a tint and a summary, and nothing lost."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from briefing.evidence import CellRef
from briefing.findings import Finding, error, note, warning
from briefing.workbook.annotate import annotate, annotated
from briefing.workbook.annotate_styles import TINTS
from briefing.workbook.cells import read_book
from briefing.workbook.guard import Refused, inspect
from briefing.workbook.parse import kind_of, parse_submission
from tests.workbook.hostile_files import HARMLESS, month, parts_of, zipped
from tests.workbook.workbook_makers import saved

N_A = error(CellRef("m.xlsx", "KPIs", "C2"), "KPI-105", column="2026-10", found="=cmd|' /C calc'!A0")
FAR = warning(CellRef("m.xlsx", "Register", "I2"), "REG-131", column="Chance")
BLANK = error(CellRef("m.xlsx", "Asks", "Z40"), "ASK-101", column_en="Id", column_es="Id")
NOTED = note(CellRef("m.xlsx", "KPIs", "A1"), "KPI-115", column="@SUM(1)")
WHOLE = warning(CellRef("m.xlsx"), "REG-103", sheet_en="Register", sheet_es="Registro")
FINDINGS = (N_A, FAR, BLANK, NOTED, WHOLE)


def opened(data: bytes) -> Workbook:
    return load_workbook(io.BytesIO(data))


def rich() -> bytes:
    """Give a month with what people's workbooks hold: a chart, formats, rules, a list, a comment, a hidden sheet."""
    book = opened(month())
    page: Any = book["KPIs"]
    page["C2"].fill = PatternFill("solid", start_color="FF00FF00")
    page["C2"].font = Font(bold=True)
    page["C2"].comment = Comment("ask Ana & <Luis>", "Ana")
    page["B3"].comment = Comment("fine", "Ana")
    page["H2"] = "=SUM(B2:C2)"
    page.column_dimensions["A"].width = 33
    page.conditional_formatting.add("B2:C9", CellIsRule("lessThan", ["0.5"], fill=PatternFill(bgColor="FFFF0000")))
    choice = DataValidation("list", formula1='"a,b"')
    choice.add("G2:G9")
    page.add_data_validation(choice)
    chart = BarChart()
    chart.add_data(Reference(page, 2, 1, 3, 3))
    page.add_chart(chart, "J4")
    hidden = book.create_sheet("Datos ocultos")
    hidden["A1"], hidden.sheet_state = "x", "hidden"
    return saved(book)


def test_wrong_cells_are_tinted_and_say_why() -> None:
    """An error and a warning have each their tint and a comment with message, next step and code; a note has neither."""
    book = opened(annotated(month(), FINDINGS, language="en"))
    kpis, register, asks = book["KPIs"], book["Register"], book["Asks"]
    assert [TINTS["error"], TINTS["warning"], TINTS["error"]] == [
        cell.fill.fgColor.rgb for cell in (kpis["C2"], register["I2"], asks["Z40"])]
    text = kpis["C2"].comment.text
    assert all(part in text for part in ("Error", "=cmd|' /C calc'!A0", "Correct the formula", "[KPI-105]"))
    assert None is kpis["A1"].comment
    assert "none" == (kpis["A1"].fill.fill_type or "none")


def test_the_summary_links_to_the_cells_and_holds_the_rest() -> None:
    """Every finding has a row; those with a sheet are links inside the workbook; no text is a formula."""
    page = opened(annotated(month(), FINDINGS, language="es"))["Hallazgos"]
    rows = {row[4].value: row for row in page.iter_rows(min_row=5) if row[4].value}
    assert {finding.code for finding in FINDINGS} == set(rows)
    links = {code: row[1].hyperlink.location if row[1].hyperlink else None for code, row in rows.items()}
    assert {"KPI-105": "'KPIs'!C2", "REG-131": "'Register'!I2", "ASK-101": "'Asks'!Z40", "KPI-115": "'KPIs'!A1", "REG-103": None} == links
    assert {"s", "inlineStr", "n"} >= {cell.data_type for row in page.iter_rows() for cell in row}
    assert all(page.column_dimensions[letter].hidden for letter in "GHI"[:1])


def test_what_the_workbook_held_is_kept() -> None:
    """Parts are the same bytes but for the few that must change; formats, rules, lists, charts, widths and hidden sheets stay."""
    data = rich()
    copy = annotated(data, FINDINGS, language="en")
    before, after = parts_of(data), parts_of(copy)
    changed = {name for name in before if before[name] != after[name]}
    assert not [name for name in changed if "chart" in name or "drawing1" in name or "theme" in name or "sharedStrings" in name]
    page: Any = opened(copy)["KPIs"]
    assert ["=SUM(B2:C2)", 33, 1, 1, "fine", True] == [
        page["H2"].value, page.column_dimensions["A"].width, len(page.data_validations.dataValidation), len(page.conditional_formatting),
        page["B3"].comment.text, page["C2"].font.bold]
    assert page["C2"].comment.text.startswith("ask Ana & <Luis>\n")
    assert "hidden" == opened(copy)["Datos ocultos"].sheet_state
    assert 1 == len(page._charts)


def test_values_read_the_same_and_stored_values_stay() -> None:
    """The reader finds the same cells in the copy; a formula keeps its stored value."""
    parts = parts_of(month())
    sheet = "xl/worksheets/sheet2.xml"
    parts[sheet] = parts[sheet].replace(b"<v>0.91</v>", b"<f>0.9+0.01</f><v>0.91</v>")
    data = zipped(parts)
    copy = annotated(data, FINDINGS, language="en")
    assert read_book("", data).sheets == read_book("", copy).sheets[:-1]
    assert b"<f>0.9+0.01</f><v>0.91</v>" in parts_of(copy)[sheet]


def test_a_format_that_is_not_there_is_given_no_meaning() -> None:
    """A cell whose format a broken file lost holds a number; formats added for tints come after those of the file, and would make it a day."""
    parts = parts_of(month())
    styles, sheet = "xl/styles.xml", "xl/worksheets/sheet2.xml"
    count = parts[styles].partition(b"<cellXfs")[2].partition(b"</cellXfs>")[0].count(b"<xf ")
    parts[sheet] = re.sub(rb'<c r="B2"[^>]*>', b'<c r="B2" s="%d" t="n">' % count, parts[sheet])
    data = zipped(parts)

    copy = annotated(data, FINDINGS, language="en")

    assert read_book("", data).sheets == read_book("", copy).sheets[:-1]
    assert parts_of(copy)[styles] == parts[styles]


def test_a_copy_of_a_copy_does_not_stack() -> None:
    """Annotating a copy again gives the same bytes; annotating it without findings gives each cell its own look back."""
    data = rich()
    once = annotated(data, FINDINGS, language="en")
    assert once == annotated(once, FINDINGS, language="en")
    clean = opened(annotated(once, (), language="en"))
    page = clean["KPIs"]
    assert ("FF00FF00", "ask Ana & <Luis>") == (page["C2"].fill.fgColor.rgb, page["C2"].comment.text)
    assert ("00000000", None) == (clean["Register"]["I2"].fill.fgColor.rgb, clean["Register"]["I2"].comment)
    assert ["Findings"] == [name for name in clean.sheetnames if "Findings" in name]


def test_a_copy_that_another_program_saved_does_not_stack() -> None:
    """Saved by another program, with everything numbered anew, a copy is known again."""
    again = saved(opened(annotated(rich(), FINDINGS, language="en")))
    book = opened(annotated(again, FINDINGS, language="es"))
    assert 1 == book["KPIs"]["C2"].comment.text.count("[KPI-105]")
    clean = opened(annotated(again, (), language="es"))["KPIs"]
    assert ("FF00FF00", "ask Ana & <Luis>") == (clean["C2"].fill.fgColor.rgb, clean["C2"].comment.text.strip())


def test_the_copy_is_a_month_like_the_original() -> None:
    """`check` reads the copy as it read the original; the summary is passed over."""
    copy = read_book("m.xlsx", annotated(month(), FINDINGS, language="es"))
    assert "month" == kind_of(copy)
    assert parse_submission(read_book("m.xlsx", month()), None)[1] == parse_submission(copy, None)[1]


@pytest.mark.parametrize("name", ["strict", "prefixes", "stored", "a comment after the archive", "elements in elements", "many attributes"])
def test_strange_workbooks_are_annotated_too(name: str) -> None:
    """Other namespaces and prefixes are spoken; the guard passes the copy."""
    data = HARMLESS[name]()
    copy = annotated(data, FINDINGS, language="en")
    assert () == inspect("m.xlsx", copy)
    assert read_book("", data).sheets == read_book("", copy).sheets[:-1]
    assert "Findings" == read_book("", copy).sheets[-1].name


def test_a_sheet_of_the_summarys_name_is_the_persons() -> None:
    """Another sheet called Findings is left alone."""
    book = opened(month())
    book.create_sheet("Findings")["A1"] = "mine"
    assert ["Findings", "Findings 2"] == opened(annotated(saved(book), (N_A,), language="en")).sheetnames[-2:]


def test_text_is_data() -> None:
    """Markup, control characters and escapes in what was typed stay text."""
    nasty: list[Finding] = [error(CellRef("m", "KPIs", f"C{n}"), "KPI-105", column="a", found=text)
                            for n, text in enumerate(["</t></is></c>", "]]>&amp;", "\x00\x0b", "_x0041_", "\ud800", "=1+1"], start=2)]
    page = opened(annotated(month(), nasty, language="en"))["Findings"]
    texts = [page[f"C{row}"].value for row in range(5, 11)]
    assert "</t></is></c>" in texts[0]
    assert "]]>&amp;" in texts[1]
    assert "=1+1" in texts[5]


def test_it_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    """A file that must not be read is refused, and nothing is left behind."""
    (tmp_path / "in.xlsx").write_bytes(month())
    annotate(tmp_path / "in.xlsx", FINDINGS, tmp_path / "out.xlsx", language="en")
    assert (tmp_path / "out.xlsx").read_bytes() == annotated(month_bytes := (tmp_path / "in.xlsx").read_bytes(), FINDINGS, language="en")
    assert zipfile.is_zipfile(io.BytesIO(month_bytes))
    (tmp_path / "bad.xlsx").write_bytes(b"<html>")
    with pytest.raises(Refused):
        annotate(tmp_path / "bad.xlsx", FINDINGS, tmp_path / "bad_out.xlsx", language="en")
    assert {"in.xlsx", "out.xlsx", "bad.xlsx"} == {path.name for path in tmp_path.iterdir()}
