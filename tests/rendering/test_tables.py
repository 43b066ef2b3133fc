"""The tables as a workbook: values equal to the facts, sources for each, nothing that a spreadsheet program would run."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from briefing.analysis import assess
from briefing.document.editions import EDITIONS, Edition
from briefing.document.serial import facts_data
from briefing.document.tables import FIRST_ROW, DataBook, DataColumn, DataTable, Shape, Value, data_book
from briefing.evidence import CellRef, Fact
from briefing.framing import frame
from briefing.framing.wording.pen import Pen
from briefing.language import LANGUAGES
from briefing.model.dossier import Dossier
from briefing.pipeline import Briefing, build, tables
from briefing.rendering.tables import number_format, render_tables

SHEETS = {"en": ["KPIs", "Asks", "Options", "Sources"], "es": ["KPIs", "Solicitudes", "Opciones", "Fuentes"]}
SITE_ES = Edition.parse("site.es")
BOARD_EN = Edition.parse("board.en")


def opened(data: bytes) -> Any:
    """Open a workbook."""
    return openpyxl.load_workbook(io.BytesIO(data))


@pytest.fixture(scope="module")
def monterrey(briefings: Mapping[str, Briefing]) -> Briefing:
    """The sample's first site."""
    return briefings["MTY"]


@pytest.mark.parametrize("edition", [BOARD_EN, SITE_ES])
def test_every_sheet_is_named_and_headed_in_the_editions_language(monterrey: Briefing, edition: Edition) -> None:
    """With its header in sight, a filter, and columns wide enough to read."""
    book = opened(tables(monterrey, edition))

    assert SHEETS[edition.language] == book.sheetnames
    for page in book:
        assert str(FIRST_ROW) == page.freeze_panes[1:]
        assert page.auto_filter.ref.startswith(f"A{FIRST_ROW - 1}:")
        headers = [cell.value for cell in page[FIRST_ROW - 1]]
        assert all(headers)
        assert len(headers) == len(set(headers))
        assert all(page.column_dimensions[cell.column_letter].width >= 8 for cell in page[FIRST_ROW - 1])


@pytest.mark.parametrize("edition", EDITIONS, ids=str)
def test_values_equal_the_facts(monterrey: Briefing, edition: Edition) -> None:
    """Every figure of the sheets is the fact its source names: to the last digit, converted where the edition's money differs."""
    book = opened(tables(monterrey, edition))
    facts = facts_data(tuple(fact for document in monterrey.documents.values() for fact in document.facts))
    rate = facts["exchange_rate"]["value"]
    compared = converted = 0
    for place, cell, _, identifier, *_ in book.worksheets[-1].iter_rows(min_row=FIRST_ROW, values_only=True):
        value = book[place][cell].value
        assert value is not None
        if identifier in facts:
            compared += 1
            assert facts[identifier]["value"] == (value.date().isoformat() if isinstance(value, datetime) else value)
        elif identifier.endswith(".MXN") and (own := facts.get(identifier.removesuffix(".MXN"))):
            converted += 1
            assert own["value"] * rate == pytest.approx(value, rel=1e-8)
    assert compared > 40
    assert (converted > 5) is (edition.audience == "site")


def test_every_number_and_day_has_its_source(monterrey: Briefing) -> None:
    """But for counts of nothing and the month a forecast speaks of; sources name file, sheet and cell."""
    book = opened(tables(monterrey, BOARD_EN))
    sources = {(row[0], row[1]): row for row in book.worksheets[-1].iter_rows(min_row=FIRST_ROW, values_only=True)}

    for page in book.worksheets[:-1]:
        for row in page.iter_rows(min_row=FIRST_ROW):
            for cell in row:
                header = page.cell(FIRST_ROW - 1, cell.column).value
                if isinstance(cell.value, int | float | datetime) and cell.value != 0 and "month" not in header and header != "Days to answer":
                    assert (page.title, cell.coordinate) in sources, (page.title, cell.coordinate, header)
    assert ("KPIs", "D4") in sources
    assert [] == [row for row in sources.values() if not row[4] or ": " not in (row[5] or "") or ("›" not in row[5] and ".csv" not in row[5])]


def test_numbers_are_numbers_and_units_stand_in_headers(monterrey: Briefing) -> None:
    """Shares as percent, days as days, money under its currency."""
    book = opened(tables(monterrey, SITE_ES))
    kpis = {row[0].value: row for row in book["KPIs"].iter_rows(min_row=FIRST_ROW)}

    assert (0.95, "0.0%") == (kpis["OTD"][3].value, kpis["OTD"][3].number_format)
    asks = {cell.value: cell.column for cell in book["Solicitudes"][FIRST_ROW - 1]}
    needed = book["Solicitudes"].cell(FIRST_ROW, asks["Se necesita el"])
    assert (datetime(2026, 11, 30), "yyyy-mm-dd") == (needed.value, needed.number_format)  # noqa: DTZ001 - the library gives no zone
    money = book["Solicitudes"].cell(FIRST_ROW, asks["Costo de un mes de retraso (MXN)"])
    assert isinstance(money.value, float)
    assert money.number_format == "#,##0"


@pytest.mark.parametrize(("value", "expected"), [
    (Value(0.956, Shape.SHARE), "0.0%"), (Value(0.956, Shape.SHARE, 2), "0.00%"), (Value(0.956, Shape.SHARE, 0), "0%"),
    (Value(9.5, Shape.NUMBER), "General"), (Value(43800.0, Shape.NUMBER), "#,##0"), (Value(9.5, Shape.NUMBER, 1), "#,##0.0"),
    (Value(0.3, Shape.CHANCE), "0%"), (Value(date(2026, 10, 1), Shape.MONTH), "mmm yyyy"),
])
def test_formats_follow_unit_decimals_and_size(value: Value, expected: str) -> None:
    """As the charter agrees them, else as people read such numbers."""
    assert expected == number_format(value)


HOSTILE = ("=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1+1", '=HYPERLINK("http://x")', "a\x07b\ud83d", "_x0041_", "<b>&")


def hostile_book() -> DataBook:
    """Tables in which every text would be a formula somewhere."""
    cells = tuple(Value(text, fact=Fact(text, 1, text, cells=(CellRef(text, text, text),))) for text in HOSTILE)
    columns = tuple(DataColumn(text) for text in HOSTILE)
    return DataBook("en", HOSTILE[0], HOSTILE[1], HOSTILE, (DataTable("kpis", "[a]:*?/\\" + "b" * 40, HOSTILE[3], columns, (cells,)),))


def test_no_text_is_a_formula() -> None:
    """Neither in cells nor in headers, titles or guides: each is kept as text, as it was typed."""
    data = render_tables(hostile_book())
    (page,) = opened(data)

    assert not [cell.coordinate for row in page.iter_rows() for cell in row if cell.data_type == "f"]
    assert ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)"] == [cell.value for cell in page[FIRST_ROW]][:4]
    assert all(cell.quotePrefix for cell in page[FIRST_ROW][:4])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert not [name for name in archive.namelist() if b"<f>" in archive.read(name) or "externalLink" in name]
    assert len(page.title) <= 31


def test_leaders_formulas_stay_text_from_the_dossier_on(monterrey: Briefing) -> None:
    """An ask whose title is typed as a formula."""
    dossier: Dossier = monterrey.dossier
    assert dossier.submission is not None
    asks = tuple(replace(ask, title_en="=cmd|' /C calc'!A0") for ask in dossier.submission.asks)
    changed = replace(dossier, submission=replace(dossier.submission, asks=asks))
    page = opened(render_tables(data_book(frame(assess(changed, seed=1)), BOARD_EN)))["Asks"]

    assert {"=cmd|' /C calc'!A0"} == {row[1].value for row in page.iter_rows(min_row=FIRST_ROW)}
    assert {"s"} == {row[1].data_type for row in page.iter_rows(min_row=FIRST_ROW)}


def test_a_month_without_asks_has_empty_tables(monterrey: Briefing) -> None:
    """Headers without rows, and no fault."""
    dossier = monterrey.dossier
    assert dossier.submission is not None
    bare = replace(dossier, submission=replace(dossier.submission, asks=()))
    book = opened(render_tables(data_book(frame(assess(bare, seed=1)), SITE_ES)))

    assert [FIRST_ROW - 1] * 2 == [book[name].max_row for name in ("Solicitudes", "Opciones")]


@pytest.mark.parametrize("edition", [BOARD_EN, SITE_ES])
def test_equal_bytes_and_no_clock(monterrey: Briefing, edition: Edition) -> None:
    """The same briefing, twice."""
    first = tables(monterrey, edition)

    assert first == tables(monterrey, edition)
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {(2020, 1, 1, 0, 0, 0)} == {each.date_time for each in archive.infolist()}


def test_making_tables_prints_nothing_more_in_the_briefing(monterrey: Briefing) -> None:
    """The document of an edition and its facts stay as they were composed."""
    alone = build(monterrey.dossier, editions=(SITE_ES,))
    before = alone.data()
    tables(alone, SITE_ES)

    assert before == alone.data()


def test_the_command_line_writes_it_where_asked(company: Path, tmp_path: Path, brief: Callable[..., Any]) -> None:
    """And says so in its help; the usual formats stay html, pdf and json."""
    result = brief("build", company, "--period", "2026-10", "--site", "MTY", "--format", "xlsx", "-o", tmp_path / "out")

    names = sorted(each.name for each in (tmp_path / "out" / "2026-10" / "MTY").iterdir())
    assert ["board.en.xlsx", "site.es.xlsx"] == names
    assert all(name in result.out for name in names)
    text = " ".join(brief("build", "--help").out.split())
    assert all(word in text for word in ("docx", "xlsx", "[default: html,pdf,json]"))


def _columns(books: Iterable[DataBook]) -> list[list[int]]:
    return [[len(table.columns) for table in book.tables] for book in books]


def test_both_languages_have_the_same_tables(monterrey: Briefing) -> None:
    """Column by column, row by row; only words and money differ."""
    first, second = (data_book(monterrey.frame, Edition(BOARD_EN.audience, language)) for language in LANGUAGES)

    assert _columns([first]) == _columns([second])
    for one, other in zip(first.tables[:-1], second.tables[:-1], strict=True):
        assert [[cell.value for cell in row if cell.shape is not Shape.TEXT] for row in one.rows] == [
            [cell.value for cell in row if cell.shape is not Shape.TEXT] for row in other.rows]


def test_pen_gives_an_amount_in_its_own_money(monterrey: Briefing) -> None:
    """Unrounded, resting on the rate; an amount already in it is left alone."""
    exchange = monterrey.frame.assessment.exchange
    assert exchange.rate is not None
    fact = Fact("x", 100.0, "USD")
    pesos = Pen("es", monterrey.dossier.as_of, exchange, "MXN").amount(fact)

    assert (pytest.approx(100.0 * exchange.rate.number), "MXN") == (pesos.value, pesos.unit)
    assert exchange.rate in pesos.inputs
    assert fact is Pen("en", monterrey.dossier.as_of, exchange, "USD").amount(fact)
