"""Every table of a workbook, understood or not: pure, for the command line and for a preview."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from briefing.workbook.adopt.found import Guess, Table, TableKind
from briefing.workbook.adopt.plane import Plane, plane_of
from briefing.workbook.adopt.readings import row_when
from briefing.workbook.adopt.regions import regions_of
from briefing.workbook.adopt.tables import table_of
from briefing.workbook.adopt.when import when_in, when_of
from briefing.workbook.grid import Book, CellKind


def discover(book: Book, anchors: Mapping[str, frozenset[str]] | None = None) -> tuple[Table, ...]:
    """Give every table of the book in the order of its sheets, each with what its columns are taken for.

    Hidden sheets are looked at too; their tables say so. `anchors` are keys of header texts by sheet name that are
    known to be headers, from an earlier month. Nothing is dropped: a block nobody understands is a table of kind
    `unknown`, a remark one of kind `notes`.
    """
    found: list[Table] = []
    for sheet in book.sheets:
        plane = plane_of(sheet)
        known = (anchors or {}).get(sheet.name, frozenset())
        tables = [table_of(plane, region) for region in regions_of(plane, known)]
        found += [_with_year(table, plane, book.file) for table in tables]
    return tuple(_settled(found))


def _with_year(table: Table, plane: Plane, file: str) -> Table:
    """Find the year of bare month names: in the header, the title, cells above, the sheet's name, the file's name."""
    times = [guess.heading.when for guess in table.columns if guess.why == "month" and guess.heading.when is not None]
    bare = any(when.year is None for when in times) or (not times and _bare_down(table))
    if not bare:
        return table
    stated = {when.year for when in times if when.year}
    sources = (
        ("header", stated), ("title", _years(table.title)), ("above", _years_above(table, plane)),
        ("sheet", _years(table.sheet)), ("file", _years(file.rpartition("/")[2])),
    )
    for source, years in sources:
        if len(years) == 1:
            return replace(table, year=next(iter(years)), year_from=source)
    return table


def _bare_down(table: Table) -> bool:
    """Tell whether months stand down a column without their year."""
    period = table.guess("period")
    if period is None or table.guess("year") is not None:
        return False
    return any(when is not None and when.month is not None and when.year is None for row in table.rows[:50] for when in [row_when(table, row, period, None)])


def _years(text: str) -> set[int | None]:
    return {int(year) for year in re.findall(r"(?<![0-9])(20[0-4][0-9])(?![0-9])", text)}


def _years_above(table: Table, plane: Plane) -> set[int | None]:
    found: set[int | None] = set()
    for row in plane.numbers():
        if row >= table.box.top:
            break
        for cell in plane.filled(row):
            when = when_of(cell) if cell.kind is not CellKind.TEXT else when_in(str(cell.value))
            if when is not None and when.year:
                found.add(when.year)
            elif cell.kind is CellKind.TEXT:
                found |= _years(str(cell.value))
    return found


def _settled(tables: Iterable[Table]) -> list[Table]:
    """Let a column that only repeats a role be told as left; charts' data sheets and blanks stay as they are."""
    return [replace(table, columns=tuple(_bounded(guess) for guess in table.columns)) if table.kind is not TableKind.UNKNOWN else table for table in tables]


def _bounded(guess: Guess) -> Guess:
    return replace(guess, sure=max(0, min(100, guess.sure)))
