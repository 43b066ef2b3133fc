"""A month filled in and saved by another spreadsheet program reads the same."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from openpyxl import load_workbook

from briefing.evidence import CellRef
from briefing.findings import Severity, error, warning
from briefing.model.submission import Submission
from briefing.workbook.annotate import annotate
from briefing.workbook.annotate_styles import TINTS
from briefing.workbook.cells import Book
from briefing.workbook.intake import read_file
from briefing.workbook.parse import parse_submission
from briefing.workbook.template import cells_left, month_template

SECONDS = 120
OFFICE = shutil.which("soffice")
pytestmark = [pytest.mark.full, pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")]


def _budget() -> ModuleType:
    """Give the module with the realistic month."""
    path = Path(__file__).parents[1] / "workbook" / "test_entry_budget.py"
    spec = importlib.util.spec_from_file_location("entry_budget", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def saved_by_office(path: Path, form: str = "xlsx") -> Path:
    """Open the workbook in LibreOffice, which calculates it, and save it in a folder beside it."""
    folder = path.parent / "saved"
    subprocess.run(
        [str(OFFICE), f"-env:UserInstallation={(path.parent / 'profile').as_uri()}", "--headless", "--convert-to", form,
         "--outdir", str(folder), str(path)],
        check=True, capture_output=True, timeout=SECONDS)
    return folder / f"{path.stem}.{form}"


def read(path: Path, charter: Any) -> Submission:
    found = read_file(path.name, path)
    assert isinstance(found, Book), found
    submission, findings = parse_submission(found, charter)[:2]
    assert [] == [finding for finding in findings if finding.severity is Severity.ERROR]
    return submission


@pytest.fixture(scope="module")
def case() -> ModuleType:
    return _budget()


@pytest.fixture(scope="module")
def saved(case: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give an ordinary month, typed into the template and saved by LibreOffice."""
    path = tmp_path_factory.mktemp("office") / "MTY.xlsx"
    month_template(path, charter=case.CHARTER, site="MTY", period=case.OCTOBER, previous=case.BEFORE, language="en",
                   received_on=date(2026, 10, 25))
    case.type_in(path, case.ordinary_month())
    return saved_by_office(path)


def test_typed_values_survive(case: ModuleType, saved: Path) -> None:
    """Shares, dates, words and forecasts are what was typed."""
    month = read(saved, case.CHARTER)
    report = month.kpi("OTD")
    assert report is not None
    assert (0.85, "Faltó resina", 0.95) == (report.points[case.OCTOBER].value, report.cause, report.forecasts[-1].likely)
    assert 14 == len([point for point in report.points.values() if point.value is not None])
    assert (18.42, date(2026, 10, 30), date(2026, 10, 25)) == (month.cover.rate, month.cover.rate_on, month.cover.received_on)
    assert [0.4, 0.3, 0.4, 0.3, 0.3, 0.4, 0.3, 0.3] == [row.chance for row in month.register]


def test_a_new_ask_gets_its_id_its_letters_and_option_a(case: ModuleType, saved: Path) -> None:
    """The formulas give what nobody typed; option C acts on the rows of option B."""
    month = read(saved, case.CHARTER)
    assert ["A-007", "A-008", "A-009"] == [ask.id for ask in month.asks]
    options = month.asks[-1].options
    assert [("A", "do nothing", ()), ("B", "hire", ("R-007",)), ("C", "hire", ("R-007",))] == [
        (option.letter, option.title_en, option.rows) for option in options]


def test_the_review_counts_nothing_left(saved: Path) -> None:
    """After an ordinary month each line of the Review sheet is done; before it, the bright cells are counted."""
    page = load_workbook(saved, data_only=True)["Review"]
    assert {} == {page[f"A{row}"].value: page[f"B{row}"].value for row in range(4, page.max_row + 1) if page[f"B{row}"].value}
    assert "done" == page["C5"].value


def test_the_review_of_an_untouched_month_counts_the_bright_cells(case: ModuleType, tmp_path: Path) -> None:
    """Nothing typed: the total is what `cells_left` says."""
    path = tmp_path / "MTY.xlsx"
    month_template(path, charter=case.CHARTER, site="MTY", period=case.OCTOBER, previous=case.BEFORE, language="en")
    page = load_workbook(saved_by_office(path), data_only=True)["Review"]
    assert 30 == cells_left(path) == page["B4"].value


def test_the_review_finds_what_is_missing(case: ModuleType, tmp_path: Path) -> None:
    """Rows, asks and KPIs that lack something are each counted once."""
    path = tmp_path / "MTY.xlsx"
    month_template(path, charter=case.CHARTER, site="MTY", period=case.OCTOBER, previous=case.BEFORE, language="en")
    case.type_in(path, iter([
        ("kpis", 4, "2026-10", 0.5), ("register", 12, "event_en", "only in English"), ("asks", 6, "title_en", "only a title"),
        ("register", 4, "bad", None), ("register", 5, "owner", None), ("follow_up", 4, "due", date(2026, 10, 1)),
    ]))
    page = load_workbook(saved_by_office(path), data_only=True)["Review"]
    left = {page[f"A{row}"].value: page[f"B{row}"].value for row in range(5, page.max_row + 1)}
    assert (15, 1, 1, 1) == tuple(left[name] for name in (
        "KPIs without this month's value", "KPIs out of tolerance without a cause",
        "KPIs out of tolerance without what it means", "KPIs out of tolerance without an action"))
    assert (1, 1, 2, 2) == tuple(left[f"Register rows without {name}"] for name in (
        "the event in both languages", "a chance", "a bad case", "an owner"))
    assert (1, 1, 1, 1) == tuple(left[name] for name in (
        "Asks without words in both languages", "Decisions asked without a recommended option",
        "Decisions asked without a date", "Decisions asked with fewer than two options"))
    assert 1 == left["Promises past their date and still open"]


def test_the_same_month_saved_as_ods(case: ModuleType, tmp_path: Path) -> None:
    """An OpenDocument copy reads as the workbook does, but for its places."""
    path = tmp_path / "MTY.xlsx"
    month_template(path, charter=case.CHARTER, site="MTY", period=case.OCTOBER, previous=case.BEFORE, language="en", received_on=date(2026, 10, 25))
    case.type_in(path, case.ordinary_month())
    xlsx, ods = read(saved_by_office(path), case.CHARTER), read(saved_by_office(path, "ods"), case.CHARTER)
    assert [{period: point.value for period, point in report.points.items()} for report in xlsx.kpis] == [
        {period: point.value for period, point in report.points.items()} for report in ods.kpis]
    assert [(row.id, row.event_en, row.chance, row.bad, row.by_date) for row in xlsx.register] == [
        (row.id, row.event_en, row.chance, row.bad, row.by_date) for row in ods.register]
    assert [ask.fingerprint for ask in xlsx.asks] == [ask.fingerprint for ask in ods.asks]
    assert (xlsx.cover.rate, xlsx.cover.rate_on) == (ods.cover.rate, ods.cover.rate_on)


def test_the_annotated_copy_opens_without_repair(case: ModuleType, tmp_path: Path) -> None:
    """LibreOffice keeps its comments, tints and links, and the copy of what it saved is known again."""
    path = tmp_path / "MTY.xlsx"
    month_template(path, charter=case.CHARTER, site="MTY", period=case.OCTOBER, previous=case.BEFORE, language="en")
    place = CellRef("MTY.xlsx", "KPIs", "D4")
    findings = (error(place, "KPI-105", column="2026-10", found="#N/A"), warning(CellRef("MTY.xlsx", "Register", "E200"), "REG-131", column="Chance"))
    copy = tmp_path / "copy.xlsx"
    annotate(path, findings, copy, language="es")
    book = load_workbook(saved_by_office(copy))
    assert "[KPI-105]" in book["KPIs"]["D4"].comment.text
    assert "[REG-131]" in book["Register"]["E200"].comment.text
    assert TINTS["error"] == book["KPIs"]["D4"].fill.fgColor.rgb
    assert load_workbook(path).sheetnames == book.sheetnames[:-1]
    page = book[book.sheetnames[-1]]
    assert ["KPIs!D4", "Register!E200"] == [page[f"B{row}"].hyperlink.location.replace("'", "").lstrip("#") for row in (5, 6)]
    annotate(saved_by_office(copy), (), tmp_path / "clean.xlsx", language="es")
    clean = load_workbook(tmp_path / "clean.xlsx")
    assert (None, None) == (clean["KPIs"]["D4"].comment, clean["Register"]["E200"].comment)
    assert TINTS["error"] != clean["KPIs"]["D4"].fill.fgColor.rgb
