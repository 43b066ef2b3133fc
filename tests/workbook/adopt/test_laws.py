"""Whatever a sheet holds: no crash, nothing lost, the same bytes, and a mapping that can be read."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.periods import Period
from briefing.workbook.adopt import discover, foreign_blocks, load_mapping, mapping_toml, propose, read_adopted, report_lines
from briefing.workbook.grid import Book, Cell, CellKind, Row, Sheet, address
from tests.workbook.adopt.untidy_makers import one
from tests.workbook.workbook_makers import MONTH, book_of, charter_of

WORDS = ["Risk", "Likelihood", "Impacto", "Meta", "Real", "KPI", "Enero", "Feb 2026", "Q1 2024", "2025", "Total", "High", "baja", "OTD", "Owner", "Fecha", "12,5", "95 %", "#", "R-1", "Notas: ver abajo", '"\\\n=1',
         "Actual", "Goal", "Status", "Open", "Probabilidad (1-5)", "On-time delivery", "Mes:", "Octubre 2026", "=A1", "x" * 200]
VALUES = st.one_of(st.sampled_from(WORDS), st.floats(-1e6, 1e6).map(lambda value: round(value, 3)), st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.text(max_size=12))
PLACES = st.dictionaries(st.tuples(st.integers(1, 14), st.integers(1, 10)), VALUES, max_size=70)
CHARTER = charter_of()[0]


def _book(places: dict[tuple[int, int], Any], merges: list[str]) -> Book:
    rows: dict[int, list[Cell]] = {}
    for (row, column), value in sorted(places.items()):
        kind = CellKind.DATE if isinstance(value, date) else CellKind.NUMBER if isinstance(value, float) else CellKind.TEXT
        rows.setdefault(row, []).append(Cell(address(row, column), row, column, value, kind))
    return Book("a.xlsx", (Sheet("Hoja1", rows=tuple(Row(number, tuple(cells)) for number, cells in rows.items()), merges=tuple(merges)),))


MERGES = st.lists(st.sampled_from(["A1:C1", "B2:D2", "A1:A2", "E1:H1", "A3:J3", "B4:B6", "Z", "A1:XFD1048576"]), max_size=4)


@settings(max_examples=150, deadline=None)
@given(PLACES, MERGES)
def test_every_cell_stands_in_a_table_or_a_title(places: dict[tuple[int, int], Any], merges: list[str]) -> None:
    """Nothing is dropped: each filled cell is in the box of a table or in the title of one."""
    book = _book(places, merges)
    tables = discover(book)
    titles = " ".join(table.title for table in tables)
    for (row, column), value in places.items():
        text = " ".join(str(value).split())
        if not text:
            continue
        inside = any(table.box.top <= row <= table.box.bottom and table.box.left <= column <= table.box.right for table in tables)
        assert inside or text[:10] in titles or value.__class__ is not str or len(titles) >= 150


@settings(max_examples=150, deadline=None)
@given(PLACES, MERGES)
def test_a_proposal_is_readable_and_stable_whatever_is_typed(places: dict[tuple[int, int], Any], merges: list[str]) -> None:
    """The mapping loads, with every # taken away where that makes a line; the file reads through it without a crash."""
    book = _book(places, merges)
    tables = discover(book)
    proposal = propose(book, tables, CHARTER)
    text = mapping_toml(proposal, "es")
    assert text == mapping_toml(propose(book, discover(book), CHARTER), "es")
    assert report_lines(tables, proposal, "en")

    confirmed = re.sub(r"(?m)^  # (\{ )", r"  \1", text)
    for mapping in (load_mapping(text), load_mapping(confirmed)):
        submission, findings = read_adopted(book, mapping, CHARTER, site="MTY", period=Period(2026, 10))
        assert submission is not None
        assert all(finding.where.file == "a.xlsx" for finding in findings)


def test_a_block_pasted_into_our_own_workbook_is_noticed() -> None:
    """Below our table, or in place of it; our own sheet alone is no foreign block."""
    rows = [list(row) for row in MONTH["KPIs"]]
    pasted = [*rows, [], [], ["Indicador", "Meta", "Real", "Desviación"], ["Ausentismo", 2, 2.4, 0.4], ["Merma", 3, 3.1, 0.1]]

    assert () == foreign_blocks(book_of(MONTH))
    assert ["ADP-117"] == [finding.code for finding in foreign_blocks(book_of({**MONTH, "KPIs": pasted}))]
    assert ["ADP-117"] == [finding.code for finding in foreign_blocks(book_of({**MONTH, "KPIs": pasted[len(rows) + 2:]}))]


def test_hidden_rows_totals_and_legends_are_left_with_their_reason() -> None:
    """Each row that is no record says why."""
    book = one({"A1": [["KPI", "Target", "Actual"], ["OTD", 95, 93], ["Hidden", 1, 1], ["Total", 96, 94]]}, hidden_rows=[3])
    (table,) = discover(book)

    assert [(3, "hidden"), (4, "total")] == [(left.number, left.why) for left in table.left]
    assert [2] == [row.number for row in table.rows]
