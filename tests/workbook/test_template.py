"""What we write reads back as it was, and what we hand out holds everything already known."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
import unicodedata
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from briefing.evidence import CellRef
from briefing.language import LANGUAGES, Language, catalogue
from briefing.model.asks import Ask, AskState, Option
from briefing.model.charter import (
    AbsoluteLimit,
    Adjustment,
    Appetite,
    CadenceItem,
    Charter,
    Company,
    Direction,
    Driver,
    EscalationStep,
    Kpi,
    KpiKind,
    Priority,
    Reader,
    ScaleStep,
    Scenario,
    Sensitivity,
    Site,
    Target,
)
from briefing.model.register import Occurs, RegisterRow, RowKind, RowState
from briefing.model.submission import (
    Cover,
    FollowUp,
    FollowUpKind,
    FollowUpState,
    KpiReport,
    OwnForecast,
    Point,
    Side,
    Submission,
)
from briefing.periods import Period
from briefing.workbook.carry import carried_forward, next_ids
from briefing.workbook.cells import Book
from briefing.workbook.intake import read_file
from briefing.workbook.parse import parse_charter, parse_submission
from briefing.workbook.template import cells_left, charter_template, month_template
from briefing.workbook.writer import write_charter, write_submission

OCTOBER = Period(2026, 10)
NOVEMBER = OCTOBER + 1


def point(value: float) -> Point:
    return Point(value, CellRef(""))


CHARTER = Charter(
    Company("Norte & Co", loss_amount=3_000_000.0, loss_years=20.0, answer_days=15),
    (Site("MTY", "Monterrey", decider="COO", due_day=5, first_period=Period(2026, 1)),),
    (Kpi("OTD", "On-time delivery", "Entrega a tiempo", "%", direction=Direction.HIGHER, owner="Planner", lower_bound=0.0, upper_bound=1.0),
     Kpi("CMP", "Complaints", "Reclamos", "casos", direction=Direction.LOWER, kind=KpiKind.KRI, absolute=AbsoluteLimit.COMPLIANCE)),
    (Target("OTD", "", None, 0.95, 0.92), Target("CMP", "MTY", Period(2026, 1), 2.0, None, 4.0, agreed_hq_on=date(2026, 1, 5))),
    drivers=(Driver("D-03", "a lost day", "un día perdido", "días", 118_000.0),),
    readers=(Reader("COO", "Chief operating officer", "executive", "coo@example.com", "hq", "en", ("MTY",)),),
    appetite=(Appetite(3_000_000.0, 0.05), Appetite(500_000.0, 0.2, "MTY", "supply")),
    priorities=(Priority("P-1", "dual-source critical materials", "doble fuente de materiales", "COO", 2028),),
    escalation=(EscalationStep(1, "COO", 24.0, "no answer", "sin respuesta"),),
    cadence=(CadenceItem("monthly review", "revisión mensual", 12, "COO", review=True),),
    scenarios=(Scenario("S-1", "the resin stops", "para la resina", "D-03", 4.0, Period(2027, 1), 6, 2, "OTD", 0.9, "fly it in",
                        "flete aéreo", 95_000.0, 7),),
    sensitivities=(Sensitivity("D-03", "OTD", -0.004, 1, "MTY", Period(2026, 2), "CFO", "Controller", date(2026, 2, 12)),),
    adjustments=(Adjustment("OTD", "MTY", -0.01, "border waits", "esperas en la frontera", Period(2026, 1)),),
    scales=(ScaleStep("alta", "chance", 0.5, 0.7, 0.9),),
)
MONTH = Submission(
    "MTY", OCTOBER,
    Cover("MTY", OCTOBER, "Plant director", "MXN", 18.42, date(2026, 10, 30), "FIX", received_on=date(2026, 10, 25)),
    (KpiReport("OTD", {OCTOBER: point(0.9), OCTOBER + -1: point(0.93)},
               (OwnForecast(OCTOBER + 1, 0.93, 0.9, 0.95), OwnForecast(OCTOBER + 2, 0.94)), cause="un proveedor, tarde"),
     KpiReport("CMP", {OCTOBER: point(3.0)})),
    (RegisterRow("R-014", RowKind.SUPPLY, "line 3 stops for want of resin", "la línea 3 para por falta de resina",
                 kpis=("OTD", "CMP"), driver="D-03", chance=0.6, by_date=date(2027, 3, 31), bad=18.0, likely=12.0, good=8.0,
                 owner="Compras", note="sube"),
     RegisterRow("R-009", RowKind.RISK, "closed", "cerrado", occurs=Occurs.CAN_REPEAT, state=RowState.CLOSED)),
    (Ask("A-007", "second source for resin", "segundo proveedor de resina", recommendation="B", decider="COO",
         needed_by=date(2026, 11, 30), options=(Option("A-007", "A", "do nothing", "no hacer nada"),
                                                Option("A-007", "B", "two suppliers", "dos proveedores", cost_once=240_000.0,
                                                       months_to_effect=2.0, rows=("R-014",), chance_after=0.2, reversible=False))),
     Ask("A-002", "old", "vieja", state=AskState.WITHDRAWN)),
    (FollowUp("C-003", FollowUpKind.COMMITMENT, Side.HQ, "COO", "answer", "respuesta", due=date(2026, 10, 15)),
     FollowUp("C-004", FollowUpKind.WIN, text_en="a win", text_es="un logro"),
     FollowUp("C-002", FollowUpKind.COMMITMENT, text_en="kept", text_es="cumplido", state=FollowUpState.KEPT)),
)


def book(path: Path) -> Book:
    found = read_file(path.name, path)
    assert isinstance(found, Book), found
    return found


def bare(value: Any) -> Any:
    """Give a value without where and in which language it was read, and without months that hold nothing."""
    if dataclasses.is_dataclass(value):
        return {each.name: bare(getattr(value, each.name)) for each in dataclasses.fields(value)
                if each.name not in ("source", "where", "file", "language")}
    if isinstance(value, tuple):
        return [bare(each) for each in value]
    if isinstance(value, dict):
        return {str(name): bare(each) for name, each in value.items() if each.value is not None}
    return value


def read_back(path: Path, charter: Charter | None = CHARTER) -> Submission:
    return parse_submission(book(path), charter)[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_written_charter_reads_back_the_same(tmp_path: Path, language: Language) -> None:
    """Reading is the inverse of writing, for a charter, in either language."""
    write_charter(tmp_path / "c.xlsx", CHARTER, language=language)
    assert bare(CHARTER) == bare(parse_charter(book(tmp_path / "c.xlsx"))[0])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_written_month_reads_back_the_same(tmp_path: Path, language: Language) -> None:
    """Reading is the inverse of writing, for a month, in either language."""
    write_submission(tmp_path / "m.xlsx", MONTH, CHARTER, language=language)
    assert bare(MONTH) == bare(read_back(tmp_path / "m.xlsx"))


WORDS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S")), min_size=1, max_size=30).map(
    lambda text: unicodedata.normalize("NFC", f"x {text} x"))
FIGURES = st.floats(0, 1e9, allow_nan=False).map(lambda value: float(f"{value:.9g}"))


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cause=WORDS, starts=st.sampled_from(["", "=", "+", "-", "@", "=1+1 "]), value=FIGURES, share=st.floats(0, 1),
       day=st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_any_month_reads_back_the_same(tmp_path: Path, cause: str, starts: str, value: float, share: float, day: date) -> None:
    """Reading is the inverse of writing for any words, figures and days, such words as look like formulas too."""
    share = float(f"{share:.9g}")
    row = replace(MONTH.register[0], cause=starts + cause, bad=float(f"{value + 18:.9g}"), chance=share, by_date=day)
    report = KpiReport("CMP", {OCTOBER: point(value)}, cause=starts + cause)
    month = replace(MONTH, kpis=(report,), register=(row,))
    write_submission(tmp_path / "m.xlsx", month, CHARTER)
    assert bare(month) == bare(read_back(tmp_path / "m.xlsx"))


def test_text_that_starts_like_a_formula_is_text(tmp_path: Path) -> None:
    """A leader's `=HYPERLINK(...)` stays words, even after someone edits the cell."""
    month = replace(MONTH, kpis=(KpiReport("OTD", {OCTOBER: point(0.9)}, cause='=HYPERLINK("http://x")'),))
    write_submission(tmp_path / "m.xlsx", month, CHARTER, language="en")
    page = load_workbook(tmp_path / "m.xlsx")["KPIs"]
    cell = next(cell for row in page.iter_rows() for cell in row if str(cell.value).startswith("=HYPER"))
    assert ("s", True) == (cell.data_type, bool(cell.quotePrefix))


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\ufffe"])
def test_what_a_file_cannot_hold_is_dropped(tmp_path: Path, character: str) -> None:
    """A control character never stops a workbook from being written."""
    write_submission(tmp_path / "m.xlsx", replace(MONTH, cover=replace(MONTH.cover, prepared_by=f"a{character}b")))
    assert "ab" == read_back(tmp_path / "m.xlsx").cover.prepared_by


def test_a_share_is_stored_as_a_share_and_shown_as_percent(tmp_path: Path) -> None:
    """95 % is 0.95 with a percent format."""
    write_submission(tmp_path / "m.xlsx", MONTH, CHARTER, language="en")
    page = load_workbook(tmp_path / "m.xlsx")["KPIs"]
    cell = next(cell for cell in page[4] if cell.value == 0.9)
    assert "0.0%" == cell.number_format


def test_equal_months_are_equal_bytes_on_two_hash_seeds(tmp_path: Path) -> None:
    """Same input, same bytes."""
    code = (
        "import sys; sys.path[:0] = ['tests/workbook']; import test_template as t; from pathlib import Path;"
        "t.month_template(Path(sys.argv[1]), charter=t.CHARTER, site='MTY', period=t.NOVEMBER, previous=t.MONTH)"
    )
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        root = Path(__file__).parents[2]
        subprocess.run([sys.executable, "-c", code, str(tmp_path / f"{seed}.xlsx")], check=True, env=environment, cwd=root)
    assert (tmp_path / "1.xlsx").read_bytes() == (tmp_path / "2.xlsx").read_bytes()


def test_nothing_of_the_clock_is_in_the_file(tmp_path: Path) -> None:
    """Each part carries one fixed date."""
    write_charter(tmp_path / "c.xlsx", CHARTER)
    with zipfile.ZipFile(tmp_path / "c.xlsx") as archive:
        assert {(2020, 1, 1, 0, 0, 0)} == {entry.date_time for entry in archive.infolist()}
        assert b"2020-01-01T00:00:00Z" in archive.read("docProps/core.xml")


def test_a_failed_write_leaves_the_old_file_and_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A write is whole or it is not."""
    path = tmp_path / "c.xlsx"
    path.write_bytes(b"old")

    def fail(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(PermissionError):
        write_charter(path, CHARTER)
    assert (b"old", [path]) == (path.read_bytes(), list(tmp_path.iterdir()))


def november(tmp_path: Path, language: Language = "es", **more: Any) -> Path:
    path = tmp_path / "month.xlsx"
    month_template(path, charter=CHARTER, site="MTY", period=NOVEMBER, language=language, **{"previous": MONTH, **more})
    return path


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_month_template_reads_as_what_is_carried_forward(tmp_path: Path, language: Language) -> None:
    """The rows that wait for something new read as nothing."""
    expected = carried_forward(CHARTER, "MTY", NOVEMBER, previous=MONTH)
    assert bare(expected) == bare(read_back(november(tmp_path, language)))


def test_open_matters_are_carried_forward_and_closed_ones_are_not() -> None:
    """The new month starts with open rows, asks and promises, without last month's words and exchange rate."""
    month = carried_forward(CHARTER, "MTY", NOVEMBER, previous=MONTH)
    assert [["R-014"], ["A-007"], ["C-003"]] == [[each.id for each in part] for part in (month.register, month.asks, month.follow_ups)]
    assert ("", "", None, "FIX") == (month.register[0].note, month.kpis[0].cause, month.cover.rate, month.cover.rate_source)
    assert [NOVEMBER + 1] == [forecast.period for forecast in month.kpis[0].forecasts]


def test_history_keeps_the_value_as_last_stated() -> None:
    """A restated August is carried forward as restated."""
    august = OCTOBER + -2
    old = Submission("MTY", august, kpis=(KpiReport("CMP", {august: point(4.0)}),))
    restated = replace(MONTH, kpis=(KpiReport("CMP", {august: point(9.0)}),))
    month = carried_forward(CHARTER, "MTY", NOVEMBER, previous=restated, earlier=(old,))
    assert 9.0 == next(report.points[august].value for report in month.kpis if report.code == "CMP")


def test_a_skipped_month_does_not_lose_what_was_open() -> None:
    """Without the month before, the latest one known is carried forward."""
    assert ["R-014"] == [row.id for row in carried_forward(CHARTER, "MTY", OCTOBER + 3, earlier=(MONTH,)).register]


def test_ids_are_never_given_twice(tmp_path: Path) -> None:
    """The id that waits in the next row follows the highest of every month, closed rows too."""
    older = replace(MONTH, period=OCTOBER + -5, register=(RegisterRow("R-031", state=RowState.CLOSED),))
    page = load_workbook(november(tmp_path, earlier=(older,)))["Registro"]
    assert '"R-032"' in page["A5"].value
    assert ("R-015", "R-016") == next_ids(["R-014", "x"], "R-001", 2)
    assert ("A-001",) == next_ids([], "A-001", 1)


def test_sheets_without_rows_are_hidden(tmp_path: Path) -> None:
    """A first month shows Cover, KPIs, Register and Review."""
    path = november(tmp_path, "en", previous=None)
    seen = [page.title for page in load_workbook(path).worksheets if page.sheet_state == "visible"]
    assert ["Cover", "KPIs", "Register", "Review"] == seen


def test_what_comes_from_the_charter_is_locked_and_this_month_is_not(tmp_path: Path) -> None:
    """Only cells we filled are locked, and there is no password."""
    page = load_workbook(november(tmp_path, "en"))["KPIs"]
    headers = {str(cell.value): cell.column_letter for cell in page[3]}
    locked = {name: page[f"{letter}4"].protection.locked for name, letter in headers.items()}
    assert {"Code", "KPI name", "Unit", "Target", "Low limit", "High limit"} == {name for name, state in locked.items() if state}
    assert (True, None) == (page.protection.sheet, page.protection.password)


def test_help_fits_into_an_input_message(tmp_path: Path) -> None:
    """Excel refuses a file with a longer message or title."""
    rules = [rule for page in load_workbook(november(tmp_path)).worksheets for rule in page.data_validations.dataValidation]
    assert rules
    assert all(len(rule.prompt or "") <= 255 and len(rule.promptTitle or "") <= 32 and len(rule.error or "") <= 225 for rule in rules)


def test_choices_are_offered_in_the_language(tmp_path: Path) -> None:
    """A drop-down shows the words of the sheet's language."""
    lists = load_workbook(november(tmp_path))["_lists"]
    assert "suministro" in {cell.value for row in lists.iter_rows() for cell in row}
    assert "hidden" == lists.sheet_state


def test_a_charter_template_reads_back_as_the_draft(tmp_path: Path) -> None:
    """A draft's KPIs stand in the charter, each with a row on Targets."""
    draft = Charter(sites=(Site("MTY", "Monterrey"),), kpis=CHARTER.kpis)
    charter_template(tmp_path / "c.xlsx", language="es", draft=draft)
    found = parse_charter(book(tmp_path / "c.xlsx"))[0]
    assert bare(CHARTER.kpis) == bare(found.kpis)
    assert ["OTD", "CMP"] == [target.kpi for target in found.targets]


def test_a_charter_template_shows_what_matters_first(tmp_path: Path) -> None:
    """An empty charter shows four sheets; what can wait is grouped."""
    charter_template(tmp_path / "c.xlsx", language="en", sites=(Site("MTY", "Monterrey"),))
    found = load_workbook(tmp_path / "c.xlsx")
    assert ["Company", "Sites", "KPIs", "Targets"] == [page.title for page in found.worksheets if page.sheet_state == "visible"]
    assert found["KPIs"].column_dimensions["I"].outlineLevel == 1


def test_cells_left_counts_values_forecasts_and_the_rate(tmp_path: Path) -> None:
    """Two values, the forecast month that comes into view, the rate and its date."""
    # OTD and CMP of November: 2; January's forecast of OTD and the unasked December of none: OTD has December: 2 blank
    # of three; CMP is a leading indicator: none; rate and date: 2
    assert 2 + 2 + 2 == cells_left(november(tmp_path))


def test_both_catalogues_have_the_same_keys() -> None:
    """Spanish and English are complete."""
    assert set(catalogue("workbook", "en").entries) == set(catalogue("workbook", "es").entries)
