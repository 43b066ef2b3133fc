"""Rows with counsel: in doubt marked, and no word of theirs in any finding, annotated copy or briefing."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from briefing.workbook.contract import MONTH as CONTRACT
from briefing.workbook.vocabulary import Kind
from tests.conftest import Run
from tests.workbook.workbook_makers import MONTH, month_of

CARROT = "zanahoria"
REGISTER = CONTRACT.sheet("register")


def with_counsel(flag: Any, **cells: Any) -> list[list[Any]]:
    """Give the good register with a second row whose flag and other cells are as given, by field."""
    header = [*MONTH["Register"][0], "With counsel"]
    names = {each: REGISTER.column(each).text.en for each in cells}
    header += [name for name in names.values() if name not in header]
    row: list[Any] = [None] * len(header)
    values = {"Id": "R-050", "Kind": "risk", "Event (English)": f"the {CARROT} case", "With counsel": flag} | {names[field]: value for field, value in cells.items()}
    for name, value in values.items():
        row[header.index(name)] = value
    return [header, list(MONTH["Register"][1]), row]


@pytest.mark.parametrize(("flag", "expected"), [("yes", True), ("sí", True), ("x", True), ("maybe", True), ("#N/A", True), ("ask counsel", True), ("no", False), (None, False)])
def test_a_flag_that_is_neither_yes_nor_no_counts_as_yes(flag: Any, expected: bool) -> None:
    """What cannot be read is with counsel until it can."""
    submission, _ = month_of(Register=with_counsel(flag))
    assert submission is not None
    assert [row.privileged for row in submission.register] == [False, expected]


FAULTY = {Kind.NUMBER: CARROT, Kind.SHARE: CARROT, Kind.DATE: CARROT, Kind.CHOICE: CARROT, Kind.CODE: f"{CARROT} 9", Kind.CODES: CARROT.upper(),
          Kind.CURRENCY: CARROT, Kind.CLAUSE: f"{CARROT} " * 40, Kind.NARRATIVE: f"{CARROT} " * 600, Kind.TEXT: f"{CARROT} " * 60}


@pytest.mark.parametrize("column", [each for each in REGISTER.columns if each.kind in FAULTY], ids=lambda each: each.field)
@pytest.mark.parametrize("flag", ["yes", "maybe"])
def test_no_finding_repeats_a_cell_of_a_row_with_counsel(column: Any, flag: str) -> None:
    """Whatever is wrong in it: place and code are said, the words are not; on another row they are."""
    _, findings = month_of(Register=with_counsel(flag, **{column.field: FAULTY[column.kind]}))
    assert [each for each in findings if CARROT in json.dumps(each.parameters, default=str, ensure_ascii=False).casefold()] == []
    if column.kind not in {Kind.CLAUSE, Kind.NARRATIVE, Kind.TEXT}:  # those are too long, which repeats nothing anyway
        _, open_row = month_of(Register=with_counsel("no", **{column.field: FAULTY[column.kind]}))
        assert [each for each in open_row if CARROT in str(each.parameters).casefold()]
        assert {(each.code, each.where.cell) for each in open_row} <= {(each.code, each.where.cell) for each in findings} | {
            (each.code, each.where.cell) for each in open_row if each.code in {"REG-206", "REG-209", "REG-208"}}


def test_nothing_of_a_row_with_counsel_is_in_any_output(company: Path, brief: Callable[..., Run], tmp_path: Path) -> None:
    """Two months of a faulty row, in every text field: not in HTML, JSON, calendar, escalations, check, annotated copy's notes or explain."""
    for month in ("2026-09", "2026-10"):
        path = company / "submissions" / month / "MTY.xlsx"
        book = load_workbook(path)
        sheet = book["Registro"]
        header = {cell.value: cell.column for row in sheet.iter_rows(min_row=1, max_row=6) for cell in row if cell.value}
        last = max(row for row in range(4, sheet.max_row + 1) if sheet.cell(row, 1).value) + 1
        for column in REGISTER.columns:
            value: Any = {"id": "R-050", "kind": "riesgo", "privileged": "sí", "state": "abierto", "bad": 9e6, "likely": 8e6, "good": 7e6, "currency": "USD",
                          "chance": 0.777, "occurs": CARROT, "by_date": CARROT, "kpis": "OTD"}.get(column.field)
            if column.kind in {Kind.TEXT, Kind.CLAUSE, Kind.NARRATIVE}:
                value = f"{CARROT} {column.field} jane@{CARROT}.com"
            if value is not None and column.text.es in header:
                sheet.cell(last, header[column.text.es]).value = value
        book.save(path)
    out = tmp_path / "out"
    built = brief("build", company, "--site", "MTY", "--format", "html,json,ics,escalations", "-o", out)
    checked = [brief("check", company / "submissions" / "2026-10" / "MTY.xlsx", "--format", form, "--lang", lang) for form in ("text", "json") for lang in ("en", "es")]
    brief("check", company / "submissions" / "2026-10" / "MTY.xlsx", "--annotate", tmp_path / "copy.xlsx", "--lang", "es")
    copy = load_workbook(tmp_path / "copy.xlsx")
    notes = [cell.comment.text for sheet in copy for row in sheet.iter_rows() for cell in row if cell.comment]
    summary = [str(cell.value) for sheet in copy.worksheets if sheet.title != "Registro" for row in sheet.iter_rows() for cell in row if cell.value]
    said = [built.out, built.err, *(each.out for each in checked), *notes, *summary]
    said += [path.read_text(encoding="utf-8") for path in out.rglob("*") if path.is_file()]
    assert len([path for path in out.rglob("*") if path.is_file()]) == 7
    assert notes
    assert [text for text in said if CARROT in text.casefold()] == []
    told = json.loads(next(out.rglob("briefing.json")).read_text(encoding="utf-8"))
    assert [name for name in told["facts"] if name.startswith("R-050")] == []
    assert "R-050" not in json.dumps(told["editions"])
    assert any("with counsel" in "".join(run["text"] for run in sentence["runs"]) for sentence in _sentences(told["editions"]["board.en"]))


def _sentences(tree: Any) -> list[dict[str, Any]]:
    if isinstance(tree, dict):
        return [tree] if tree.get("type") == "sentence" else [each for value in tree.values() for each in _sentences(value)]
    return [each for value in tree for each in _sentences(value)] if isinstance(tree, list) else []
