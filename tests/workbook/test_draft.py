"""A first charter from a site's own sheet takes what is there and makes up nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from briefing.errors import UnreadableFile
from briefing.language import catalogue
from briefing.model.charter import Direction
from briefing.workbook.draft import draft_charter
from briefing.workbook.draft_words import code_of, guessed_direction, split_unit

OWN = (
    ("Planta Monterrey, indicadores 2026",),
    (),
    ("Indicador", "Unidad", "Meta", "Ene", "Feb", "Mar"),
    ("Entrega a tiempo (%)", None, 95, 93.1, 92, 91),
    ("CALIDAD",),
    ("Reclamos", "casos", None, 4, 2, 3),
    ("Consumo de resina", None, None, 1, 2, 3),
    ("Total", None, None, 98, 96, 97),
)


def own_sheet(path: Path, rows: tuple[tuple[object, ...], ...] = OWN) -> Path:
    book = Workbook()
    book.active.title = "Resumen"
    page = book.create_sheet("Indicadores")
    for row in rows:
        page.append(row)
    book.active["A1"] = "hola"
    book.save(path)
    return path


def test_kpis_are_taken_from_the_rows_below_the_months(tmp_path: Path) -> None:
    """Titles, headings and totals are passed over."""
    charter, _ = draft_charter(own_sheet(tmp_path / "own.xlsx"), site_code="MTY", site_name="Monterrey")
    assert ["MTY"] == [site.code for site in charter.sites]
    assert [("ET", "Entrega a tiempo", "%"), ("RECL", "Reclamos", "casos"), ("CR", "Consumo de resina", "")] == [
        (kpi.code, kpi.name_es, kpi.unit) for kpi in charter.kpis]


def test_a_target_column_is_taken_and_no_limit_is_made_up(tmp_path: Path) -> None:
    """95 in a % row is the share 0.95; who gives no target gets none."""
    charter, _ = draft_charter(own_sheet(tmp_path / "own.xlsx"), site_code="MTY", site_name="Monterrey")
    assert [("ET", 0.95, None, None)] == [(each.kpi, each.target, each.low_limit, each.high_limit) for each in charter.targets]


def test_what_the_sheet_leaves_open_is_found(tmp_path: Path) -> None:
    """A name that says no direction stays blank, with a finding; so does a missing unit."""
    charter, findings = draft_charter(own_sheet(tmp_path / "own.xlsx"), site_code="MTY", site_name="Monterrey")
    assert [Direction.HIGHER, Direction.LOWER, None] == [kpi.direction for kpi in charter.kpis]
    assert ["INI-204", "INI-206", "INI-202", "INI-203"] == [finding.code for finding in findings]
    assert "A7" == findings[-1].where.cell


def test_a_book_without_months_gives_sites_only(tmp_path: Path) -> None:
    """There is nothing to draft from, and a finding says what is needed."""
    charter, findings = draft_charter(own_sheet(tmp_path / "own.xlsx", (("a", "b"),)), site_code="MTY", site_name="Monterrey")
    assert ((), ["INI-201"]) == (charter.kpis, [finding.code for finding in findings])


def test_a_file_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    """The findings of the reader are passed on."""
    (tmp_path / "own.xlsx").write_bytes(b"%PDF-1.7")
    with pytest.raises(UnreadableFile):
        draft_charter(tmp_path / "own.xlsx", site_code="MTY", site_name="Monterrey")


@pytest.mark.parametrize(("name", "code"), [
    ("On-time delivery", "OTD"), ("ON-TIME-DELIVERY", "OTD"), ("OTD", "OTD"), ("Rotación mensual", "RM"), ("Merma", "MERM"),
    ("OEE línea 3", "OEE-L3"), ("Días de inventario", "DI"), ("¿?", "K"),
])
def test_a_code_comes_from_the_name(name: str, code: str) -> None:
    """Initials or acronym, ASCII."""
    assert code == code_of(name, frozenset())


def test_codes_are_unlike() -> None:
    """The second KPI with the same initials gets a number."""
    assert "OTD-3" == code_of("On-time delivery", frozenset({"OTD", "OTD-2"}))


@pytest.mark.parametrize(("name", "expected"), [
    ("OTD (%)", ("OTD", "%")), ("Paro [hrs]", ("Paro", "h")), ("OEE (Line 3)", ("OEE (Line 3)", "")), ("Merma", ("Merma", "")),
])
def test_a_unit_in_brackets_is_told_from_other_words(name: str, expected: tuple[str, str]) -> None:
    """Only known units are taken out of a name."""
    assert expected == split_unit(name)


@pytest.mark.parametrize(("name", "direction"), [
    ("Scrap rate", Direction.LOWER), ("Rotación de personal", Direction.LOWER), ("On time delivery", Direction.HIGHER),
    ("Inventory turnover", None), ("Días de inventario", None), ("On-time delivery complaints", None),
])
def test_a_direction_is_filled_in_only_where_there_is_no_doubt(name: str, direction: Direction | None) -> None:
    """Doubtful names stay blank."""
    assert direction is guessed_direction(name)


@pytest.mark.parametrize("number", range(201, 208))
def test_each_finding_has_its_words(number: int) -> None:
    """Message and hint exist in both languages."""
    assert all(f"INI-{number}{end}" in catalogue("findings", language) for end in ("", ".hint") for language in ("en", "es"))
