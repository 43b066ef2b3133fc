"""The data-entry budget: what a person types for an ordinary month, a first month and a minimal charter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

from briefing.evidence import CellRef
from briefing.model.asks import Ask, Option
from briefing.model.charter import Charter, Company, Direction, Kpi, KpiKind, Site, Target
from briefing.model.register import RegisterRow, RowKind, RowResponse
from briefing.model.submission import Cover, FollowUp, FollowUpKind, KpiReport, OwnForecast, Point, Side, Submission
from briefing.periods import Period
from briefing.workbook.cells import Book
from briefing.workbook.contract import CHARTER as CHARTER_BOOK
from briefing.workbook.contract import FORECAST_MONTHS, MONTH
from briefing.workbook.draft import draft_charter
from briefing.workbook.encode import encoded
from briefing.workbook.intake import read_file
from briefing.workbook.parse import parse_charter
from briefing.workbook.template import cells_left, charter_template, month_template

SEPTEMBER, OCTOBER = Period(2026, 9), Period(2026, 10)
CODES = ("OTD", "FPY", "SCR", "OEE", "TRN", "ABS", "CPU", "INV", "EXP", "SAF", "CMP", "ENR", "RSN", "SUP", "TRG", "WTR")
KPIS = tuple(Kpi(code, f"{code} in words", f"{code} en palabras", "%", direction=Direction.HIGHER) for code in CODES)
CHARTER = Charter(
    Company("Norte Components"), (Site("MTY", "Monterrey", decider="COO"),), KPIS,
    tuple(Target(code, target=0.95, low_limit=0.9) for code in CODES),
)
ROWS = tuple(
    RegisterRow(f"R-{number:03d}", RowKind.SUPPLY, f"event {number} happens", f"ocurre el evento {number}", chance=0.3,
                by_date=date(2027, 3, 31), bad=18.0, likely=12.0, good=8.0, owner="Compras", response=RowResponse.REDUCE)
    for number in range(7, 15)
)
ASKS = tuple(
    Ask(identifier, "second source", "segundo proveedor", recommendation="B", needed_by=date(2026, 11, 30),
        options=(Option(identifier, "A", "do nothing", "no hacer nada"), Option(identifier, "B", "two suppliers", "dos proveedores")))
    for identifier in ("A-007", "A-008")
)
BEFORE = Submission(
    "MTY", SEPTEMBER, Cover("MTY", SEPTEMBER, "Director de planta", "MXN", 18.4, date(2026, 9, 30), "FIX de Banxico"),
    tuple(KpiReport(code, {SEPTEMBER + -back: Point(0.93, CellRef("")) for back in range(14)},
                    tuple(OwnForecast(SEPTEMBER + ahead, 0.95) for ahead in (1, 2, 3)) if code in CODES[:12] else ())
          for code in CODES),
    ROWS, ASKS, (FollowUp("C-003", FollowUpKind.COMMITMENT, Side.HQ, "COO", "answer", "respuesta", due=date(2026, 12, 1)),),
)
DAY = date(2026, 11, 30)
NEW_ROW = {"kind": RowKind.SUPPLY, "event_en": "a line stops", "event_es": "para una línea", "bad": 18.0, "likely": 12.0,
           "good": 8.0, "chance": 0.3, "by_date": DAY, "owner": "Compras"}
NEW_ASK = {"title_en": "a third shift", "title_es": "un tercer turno", "recommendation": "B", "needed_by": DAY}
NEW_OPTION = {"title_en": "hire", "title_es": "contratar", "cost_once": 240_000.0, "months_to_effect": 2.0, "chance_after": 0.1}
WORDS = {"cause": "Faltó resina", "meaning": "Dos clientes esperan", "action": "Compras cierra el 15 de noviembre"}

Typed = Iterator[tuple[str, int, str, Any]]
"""Sheet, row, field and value of each cell that a person types; one entry is one typed cell."""


def ordinary_month() -> Typed:
    """Sixteen KPIs of which two are out of tolerance, three of eight rows change, one ask of three is new.

    Counted is each cell a person types or changes. Not counted: what is carried forward, ids and option A of a new ask
    (formulas give them), and options that act on the same rows as the one before.
    """
    yield "cover", 0, "rate", 18.42
    yield "cover", 0, "rate_on", date(2026, 10, 30)
    for row in range(4, 4 + len(CODES)):
        yield "kpis", row, "2026-10", 0.85 if row < 6 else 0.96
    for row in range(4, 16):
        yield "kpis", row, "2027-01 likely", 0.95
    for row in (4, 5):
        yield from (("kpis", row, name, text) for name, text in WORDS.items())
    for row in (4, 6, 9):
        yield "register", row, "chance", 0.4
        yield "register", row, "note", "El proveedor confirmó el retraso"
    yield from (("asks", 6, name, value) for name, value in NEW_ASK.items())
    yield "options", 9, "rows", ("R-007",)
    for row in (9, 10):
        yield from (("options", row, name, value) for name, value in NEW_OPTION.items())


def first_month() -> Typed:
    """Sixteen KPIs with forecasts for three months, two out of tolerance, four register rows and one ask.

    The history is pasted from the plant's own file in one go and is not counted.
    """
    for name, value in (("prepared_by", "Director"), ("rate", 18.42), ("rate_on", date(2026, 10, 30)), ("rate_source", "FIX")):
        yield "cover", 0, name, value
    for row in range(4, 4 + len(CODES)):
        yield "kpis", row, "2026-10", 0.85 if row < 6 else 0.96
    for row in range(4, 16):
        yield from (("kpis", row, f"{OCTOBER + ahead} likely", 0.95) for ahead in range(1, FORECAST_MONTHS + 1))
    for row in (4, 5):
        yield from (("kpis", row, name, text) for name, text in WORDS.items())
    for row in range(4, 8):
        yield from (("register", row, name, value) for name, value in NEW_ROW.items())
    yield from (("asks", 4, name, value) for name, value in NEW_ASK.items())
    yield "options", 5, "rows", ("R-001",)
    for row in (5, 6):
        yield from (("options", row, name, value) for name, value in NEW_OPTION.items())


def minimal_charter() -> Typed:
    """The group's loss figure, one plant, and four KPIs with target and one limit, in one language."""
    yield from (("company", 0, name, value) for name, value in (("name", "Norte"), ("loss_amount", 3e6), ("loss_years", 20.0)))
    yield from (("sites", 4, name, value) for name, value in (
        ("code", "MTY"), ("name", "Monterrey"), ("decider", "COO"), ("escalation", "CEO"), ("due_day", 5)))
    for row, kpi in enumerate(KPIS[:4], 4):
        yield from (("kpis", row, name, getattr(kpi, name)) for name in ("code", "name_en", "name_es", "unit", "direction"))
        yield from (("targets", row, name, value) for name, value in (("kpi", kpi.code), ("target", 0.95), ("low_limit", 0.9)))


def drafted_charter() -> Typed:
    """The same for sixteen KPIs taken from the plant's own sheet: the loss figure, who decides, target and one limit."""
    yield from (("company", 0, name, value) for name, value in (("name", "Norte"), ("loss_amount", 3e6), ("loss_years", 20.0)))
    yield from (("sites", 4, name, value) for name, value in (("decider", "COO"), ("escalation", "CEO"), ("due_day", 5)))
    for row in range(4, 4 + len(CODES)):
        yield "targets", row, "target", 0.95
        yield "targets", row, "low_limit", 0.9


def type_in(path: Path, typed: Typed, declared: Any = MONTH) -> int:
    """Type the cells into the workbook as a person would, in English; give how many differ from what stood there."""
    book, count = load_workbook(path), 0
    for key, row, field, value in typed:
        sheet = declared.sheet(key)
        page = book[sheet.text.en]
        names = {column.field: column for column in sheet.columns}
        header = names[field].text.en if field in names else field
        place = _place(page, header, row)
        cell = page[place]
        assert not cell.protection.locked, (key, place)
        shown = encoded(names[field], value, "en")[0] if field in names else value
        count += cell.value != shown
        cell.value = shown
    Workbook.save(book, path)
    return count


def _place(page: Any, header: str, row: int) -> str:
    if not row:
        return next(f"B{cell.row}" for cell in page["A"] if cell.value == header)
    return next(f"{cell.column_letter}{row}" for cell in page[3] if cell.value == header)


def test_an_ordinary_month_takes_at_most_sixty_cells(tmp_path: Path) -> None:
    """The rest was carried forward."""
    path = tmp_path / "m.xlsx"
    month_template(path, charter=CHARTER, site="MTY", period=OCTOBER, previous=BEFORE, language="en")
    # 16 values, 12 forecasts, rate and its date
    assert 30 == cells_left(path)
    # 30, 2 x 3 words, 3 x 2 register cells, 4 of the ask, 1 + 2 x 5 of its options
    assert 57 == type_in(path, ordinary_month()) <= 60
    assert 0 == cells_left(path)


def test_a_first_month_takes_at_most_a_hundred_and_twenty_cells(tmp_path: Path) -> None:
    """Nothing could be carried forward."""
    path = tmp_path / "m.xlsx"
    month_template(path, charter=CHARTER, site="MTY", period=OCTOBER, language="en")
    # 16 values, 12 x 3 forecasts, role, rate, its date and source
    assert 56 == cells_left(path)
    # 56, 2 x 3 words, 4 rows x 9, 4 of the ask, 1 + 2 x 5 of its options
    assert 113 == type_in(path, first_month()) <= 120
    assert 0 == cells_left(path)


def test_a_minimal_charter_takes_at_most_forty_five_cells(tmp_path: Path) -> None:
    """Four KPIs from nothing."""
    path = tmp_path / "c.xlsx"
    charter_template(path, language="en")
    # 3 of the company, 5 of the plant, 4 x (5 + 3)
    assert 40 == type_in(path, minimal_charter(), CHARTER_BOOK) <= 45
    book = read_file("c.xlsx", path)
    assert isinstance(book, Book)
    charter = parse_charter(book)[0]
    assert (4, 4, "COO") == (len(charter.kpis), len([each for each in charter.targets if each.target]), charter.sites[0].decider)


def test_a_charter_drafted_from_the_plants_sheet_takes_at_most_forty_five_cells(tmp_path: Path) -> None:
    """Sixteen KPIs, whose names, units and directions the plant's own sheet gave."""
    own = Workbook()
    own.active.append(("KPI", "Unit", "2026-08", "2026-09"))
    for number in range(16):
        own.active.append((f"Yield of line {number + 1}", "%", 0.95, 0.96))
    own.save(tmp_path / "own.xlsx")
    draft, _ = draft_charter(tmp_path / "own.xlsx", site_code="MTY", site_name="Monterrey")
    assert 16 == len([kpi for kpi in draft.kpis if kpi.direction])
    charter_template(tmp_path / "c.xlsx", language="en", draft=draft)
    # 3 of the company, 3 of the plant, 16 x 2
    assert 38 == type_in(tmp_path / "c.xlsx", drafted_charter(), CHARTER_BOOK) <= 45


def test_a_level_one_charter_asks_for_twelve_forecasts_at_most(tmp_path: Path) -> None:
    """With thirty KPIs a month stays near its budget; forecasts of the others are optional."""
    many = tuple(replace(KPIS[0], code=f"K-{number}") for number in range(30))
    month_template(tmp_path / "m.xlsx", charter=replace(CHARTER, kpis=many, targets=()), site="MTY", period=OCTOBER, previous=replace(
        BEFORE, kpis=()), language="en")
    # 30 values, 12 x 3 forecasts, rate and its date
    assert 68 == cells_left(tmp_path / "m.xlsx")


def test_leading_indicators_are_not_asked_for_a_forecast(tmp_path: Path) -> None:
    """Own forecasts are asked for outcomes."""
    leading = tuple(replace(kpi, kind=KpiKind.KRI) for kpi in KPIS)
    month_template(tmp_path / "m.xlsx", charter=replace(CHARTER, kpis=leading), site="MTY", period=OCTOBER, previous=replace(
        BEFORE, kpis=()), language="en")
    assert 16 + 2 == cells_left(tmp_path / "m.xlsx")
