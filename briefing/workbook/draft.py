"""A first charter from a site's own sheet: rows are KPIs, columns are months. What the sheet doesn't say stays blank."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from briefing.errors import UnreadableFile
from briefing.evidence import CellRef, Source
from briefing.findings import Finding, error, in_order, note, warning
from briefing.model.charter import Charter, Kpi, Site, Target
from briefing.workbook import draft_words as words
from briefing.workbook.cells import Book, Cell, CellKind, Row, Sheet, address
from briefing.workbook.date_text import MONTH_NAMES
from briefing.workbook.intake import start_reading
from briefing.workbook.normalise import key, one_line, plain
from briefing.workbook.percent import Scale, as_share
from briefing.workbook.values import month_of, shown

HEADER_ROWS = 30
FEWEST_MONTHS = 2
LONGEST_NAME = 90
LONGEST_CODE = 12


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a site's own sheet keeps what a charter needs; a column of 0 is not there."""

    sheet: Sheet
    header: Row
    months: tuple[int, ...]
    name: int = 0
    code: int = 0
    unit: int = 0
    target: int = 0
    owner: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One KPI as the sheet states it."""

    name: str
    unit: str
    code: str
    owner: str
    target: float | None
    row: int


def draft_charter(path: Path, *, site_code: str, site_name: str) -> tuple[Charter, tuple[Finding, ...]]:
    """Draft a level-1 charter from a site's own workbook, with a finding for each thing the sheet leaves open.

    Taken: names, units (from a column, brackets at the name's end, or percent cells), owners, targets if there is a
    column of them. Which way is good is filled in only where the name leaves no doubt. No limit is ever made up.
    Raises UnreadableFile if the file can't be read.
    """
    outcome = start_reading({path.name: path}).result()[path.name]
    if not isinstance(outcome, Book):
        raise UnreadableFile(*outcome)
    charter, findings = drafted(outcome, site_code, site_name)
    return charter, in_order(findings)


def drafted(book: Book, site_code: str, site_name: str) -> tuple[Charter, tuple[Finding, ...]]:
    """Draft from a book already read."""
    sites = (Site(site_code, site_name),)
    layout = find_layout(book)
    if layout is None:
        return Charter(sites=sites), (error(CellRef(book.file), "INI-201"),)
    lines = tuple(_lines(layout))
    spanish = words.is_spanish(tuple(line.name for line in lines))
    kpis: list[Kpi] = []
    for line in lines:
        code = line.code if line.code and line.code not in {kpi.code for kpi in kpis} else ""
        kpis.append(Kpi(
            code or words.code_of(line.name, frozenset(kpi.code for kpi in kpis)),
            name_en="" if spanish else line.name, name_es=line.name if spanish else "", unit=line.unit,
            direction=words.guessed_direction(line.name), owner=line.owner,
            source=Source(book.file, layout.sheet.name, line.row)))
    targets = tuple(Target(kpi.code, target=line.target, source=kpi.source)
                    for kpi, line in zip(kpis, lines, strict=True) if line.target is not None)
    charter = Charter(sites=sites, kpis=tuple(kpis), targets=targets)
    return charter, tuple(_open_points(charter, layout, book.file, spanish=spanish))


def find_layout(book: Book) -> Layout | None:
    """Give the sheet and header row with the most months; visible sheets before hidden ones; None if there is none."""
    best: Layout | None = None
    for sheet in sorted(book.sheets, key=lambda each: each.hidden):
        for row in sheet.rows:
            if row.number > HEADER_ROWS:
                break
            months = tuple(cell.column for cell in row.cells if _is_month(cell))
            if len(months) >= FEWEST_MONTHS and (best is None or len(months) > len(best.months)):
                found = _named(Layout(sheet, row, months))
                best = found if found.name else best
    return best


def _is_month(cell: Cell) -> bool:
    """Tell whether a header names a month; without a year will do, for nothing here depends on which year it is."""
    if cell.kind is CellKind.NUMBER:
        return False
    return month_of(cell) is not None or (cell.kind is CellKind.TEXT and plain(str(cell.value)).rstrip(".") in MONTH_NAMES)


def _named(layout: Layout) -> Layout:
    def column(known: frozenset[str]) -> int:
        return next((cell.column for cell in layout.header.cells
                     if cell.column not in layout.months and key(shown(cell)) in known), 0)

    found = {"code": column(words.CODES), "unit": column(words.UNITS), "target": column(words.TARGETS),
             "owner": column(words.OWNERS)}
    name = column(words.NAMES) or _wordiest(layout, {*found.values()})
    return Layout(layout.sheet, layout.header, layout.months, name, **found)


def _wordiest(layout: Layout, taken: set[int]) -> int:
    """Give the column left of the months with the most texts below the header; 0 if there is none."""
    counts: dict[int, int] = {}
    for row in layout.sheet.rows:
        for cell in row.cells:
            if row.number > layout.header.number and cell.column < layout.months[0] and cell.kind is CellKind.TEXT:
                counts[cell.column] = counts.get(cell.column, 0) + 1
    return max((column for column in counts if column not in taken), key=lambda each: (counts[each], -each), default=0)


def _lines(layout: Layout) -> Iterator[Line]:
    """Yield the rows that name a KPI and hold a value; headings, totals and blank rows are passed over."""
    seen: set[str] = set()
    for row in layout.sheet.rows:
        label = one_line(shown(row.at(layout.name)))
        values = [cell for cell in row.cells if cell.column in layout.months and cell.kind is CellKind.NUMBER]
        if row.number <= layout.header.number or not label or not values or key(label) in words.TOTALS | seen:
            continue
        seen.add(key(label))
        name, unit = words.split_unit(label)
        unit = words.as_unit(one_line(shown(row.at(layout.unit)))) if layout.unit and row.at(layout.unit).value else unit
        percent = sum(cell.percent for cell in values) * 2 > len(values)
        unit = unit or ("%" if percent else "")
        code = one_line(shown(row.at(layout.code)))[:LONGEST_CODE] if layout.code else ""
        owner = one_line(shown(row.at(layout.owner))) if layout.owner else ""
        yield Line(name[:LONGEST_NAME], unit, code if code.isascii() and " " not in code else "", owner,
                   _target(row.at(layout.target), unit) if layout.target else None, row.number)


def _target(cell: Cell, unit: str) -> float | None:
    if cell.kind is not CellKind.NUMBER or not isinstance(cell.value, int | float):
        return None
    value = float(cell.value)
    return as_share(value, shown=cell.percent, scale=Scale(unit, percent=True))[0] if unit == "%" else value


def _open_points(charter: Charter, layout: Layout, file: str, *, spanish: bool) -> Iterator[Finding]:
    for kpi in charter.kpis:
        where = CellRef(file, layout.sheet.name, address(kpi.source.row, layout.name))
        if kpi.direction is None:
            yield warning(where, "INI-202", kpi=kpi.code, name=kpi.name_es or kpi.name_en)
        if not kpi.unit:
            yield warning(where, "INI-203", kpi=kpi.code, name=kpi.name_es or kpi.name_en)
    place = CellRef(file, layout.sheet.name)
    yield note(place, "INI-204", count=len(charter.kpis), months=len(layout.months))
    if not charter.targets:
        yield note(place, "INI-205", count=len(charter.kpis))
    yield note(place, "INI-206" if spanish else "INI-207", count=len(charter.kpis))
