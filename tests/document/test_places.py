"""Cells named by workbook, sheet and range."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from briefing.document.places import places, ranges
from briefing.evidence import CellRef
from briefing.workbook.grid import address, position

MONTH = "submissions/2026-10/MTY.xlsx"


def test_cells_side_by_side_are_a_range() -> None:
    """Down and across; what stands alone stays alone, what is no address stands last."""
    assert ranges(("E4", "E5", "F4", "F5", "H4", "T13", "row 3")) == "H4, E4:F5, T13, row 3"


@given(st.sets(st.tuples(st.integers(1, 12), st.integers(20, 32)), max_size=40))
def test_ranges_cover_the_cells_and_nothing_else(cells: set[tuple[int, int]]) -> None:
    """Each cell once."""
    found = []
    for box in filter(None, ranges(tuple(address(*cell) for cell in sorted(cells))).split(", ")):
        first, _, last = box.partition(":")
        (top, left), (bottom, right) = position(first), position(last or first)
        found += [(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)]
    assert sorted(found) == sorted(cells)


def test_a_plants_months_stand_together() -> None:
    """Months that follow one another over a new year are one span; other files keep their names, a CSV has no sheet."""
    months = [CellRef(f"submissions/{month}/MTY.xlsx", "KPIs", "G5") for month in ("2025-11", "2025-12", "2026-01", "2026-03")]
    others = [CellRef("charter.xlsx", "Drivers", "E6"), CellRef("responses/2026-10.csv", "", "G2"), CellRef(MONTH, "Registro", "A1"), CellRef(MONTH, "KPIs", "B2"),
              CellRef("notes.pdf")]
    assert places([*months, *others]) == (
        "charter › Drivers: E6; notes.pdf; responses/2026-10.csv: G2; MTY\u00a02025-11–2026-01, 2026-03 › KPIs: G5; MTY\u00a02026-10 › KPIs: B2; Registro: A1")


def test_in_full_a_file_goes_by_its_path() -> None:
    """For whoever looks the file up by hand."""
    assert places([CellRef(MONTH, "KPIs", "G5"), CellRef(MONTH, "KPIs", "H5")], in_full=True) == f"{MONTH} › KPIs: G5:H5"
