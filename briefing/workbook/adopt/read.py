"""A site's own file read through its mapping: a submission with the site's own cells as evidence."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from briefing.evidence import CellRef, Source
from briefing.findings import Finding, in_order
from briefing.language import catalogue
from briefing.model.charter import Charter
from briefing.model.submission import Cover, Submission
from briefing.periods import Period
from briefing.workbook.adopt import codes
from briefing.workbook.adopt.bind import Bound, bind
from briefing.workbook.adopt.codes import raised
from briefing.workbook.adopt.found import TableKind
from briefing.workbook.adopt.mapping import CellRule, MappingFault, SiteMapping, load_mapping
from briefing.workbook.adopt.read_kpis import read_kpis
from briefing.workbook.adopt.read_register import read_register
from briefing.workbook.adopt.when import when_in, when_of
from briefing.workbook.checks import month_findings
from briefing.workbook.grid import Book, Cell, CellKind, Sheet, position
from briefing.workbook.month_sheets import COVER
from briefing.workbook.normalise import key, one_line
from briefing.workbook.reading import Settings, shown
from briefing.workbook.records import said
from briefing.workbook.sensitive import sensitive_findings
from briefing.workbook.tables import Table as SheetTable
from briefing.workbook.values import read_cell


def read_adopted(book: Book, mapping: SiteMapping, charter: Charter | None, *, site: str = "",
                 period: Period | None = None) -> tuple[Submission | None, tuple[Finding, ...]]:
    """Read a site's own file; None if its month is not known.

    `site` and `period` are what the file's place in the workspace says; the mapping may name a cell for the month
    instead. Every value keeps the cell of the site's own file it was read from. Nothing that the mapping does not
    name is read, and nothing it names is guessed at: a table, column or label that is gone or new is a finding.
    """
    findings: list[Finding] = []
    month, none = _month(book, mapping, period)
    findings += none
    if month is None:
        return None, in_order(findings)
    cover, lines = _cover(book, mapping, charter, site or mapping.site, month)
    findings += lines
    bound, faults = bind(book, mapping, month)
    findings += faults
    figures = [each for each in bound if each.rule.kind is not TableKind.REGISTER]
    risks = [each for each in bound if each.rule.kind is TableKind.REGISTER]
    reports, faults = read_kpis(figures, book.file, cover.site, month, charter, mapping.decimal_sign)
    findings += faults
    register, faults = read_register(risks, mapping, cover, mapping.decimal_sign)
    findings += faults
    findings += _rows_left(bound, book.file)
    findings += _month_missing(figures, reports, month, book.file)
    if not reports and not register:
        findings.append(raised(CellRef(book.file), codes.NOTHING_READ))
    submission = Submission(cover.site, month, cover, reports, register, language=mapping.language, file=book.file)
    findings += [*month_findings(submission, charter), *sensitive_findings(submission)]
    return submission, in_order(findings)


def _month(book: Book, mapping: SiteMapping, period: Period | None) -> tuple[Period | None, list[Finding]]:
    """Give the month reported, by the mapping's rule."""
    rule = mapping.period_cell
    if mapping.period_from == "cell" and rule is not None:
        cell = find_cell(book, rule)
        when = when_of(cell) if cell else None
        if cell is None or when is None or when.period is None:
            return None, [raised(CellRef(book.file, rule.sheet, rule.cell), codes.MONTH_CELL_GONE, label=rule.label or rule.cell, found=shown(cell) if cell else "-")]
        return when.period, []
    if mapping.period_from == "file name":
        when = when_in(book.file.rpartition("/")[2].rpartition(".")[0].replace("_", " "))
        found = when.period if when else None
        return found, [] if found else [raised(CellRef(book.file), codes.MONTH_CELL_GONE, label=book.file.rpartition("/")[2], found="-")]
    if period is None:
        try:
            return Period.parse(mapping.period_from), []
        except ValueError:
            return None, [raised(CellRef(book.file), codes.MONTH_CELL_GONE, label=mapping.period_from, found="-")]
    return period, []


def find_cell(book: Book, rule: CellRule) -> Cell | None:
    """Give the cell a rule names: right of its label wherever that stands now, else at its address; None if it is gone."""
    for sheet in book.sheets:
        if key(sheet.name) != key(rule.sheet):
            continue
        if rule.label:
            for row in sheet.rows:
                for cell, beside in zip(row.cells, row.cells[1:], strict=False):
                    if cell.kind is CellKind.TEXT and key(one_line(shown(cell))) == key(rule.label):
                        return beside
            return None
        try:
            number, column = position(rule.cell)
        except ValueError:
            return None
        found = next((row.at(column) for row in sheet.rows if row.number == number), None)
        return found if found is not None and found.kind is not CellKind.BLANK else None
    return None


def _cover(book: Book, mapping: SiteMapping, charter: Charter | None, site: str, period: Period) -> tuple[Cover, list[Finding]]:
    values: dict[str, Any] = {}
    places: dict[str, str] = {}
    findings: list[Finding] = []
    sheet = next((rule.sheet for rule in mapping.cover.values()), mapping.tables[0].sheet if mapping.tables else "")
    said_by = SheetTable(COVER, _sheet(book, sheet), book.file)
    names = {column.field for column in COVER.columns} - {"site", "period"}
    for name, rule in mapping.cover.items():
        if name not in names:
            continue
        cell = find_cell(book, rule)
        if cell is None:
            findings.append(raised(CellRef(book.file, rule.sheet, rule.cell), codes.LINE_GONE, label=rule.label or rule.cell, field=name))
            continue
        column = COVER.column(name)
        value, faults = read_cell(cell, column, Settings(sign=mapping.decimal_sign))
        findings += said(said_by, column, cell, faults)
        places[name] = cell.address
        if value is not None:
            values[name] = value
    place = charter.site(site) if charter else None
    values.setdefault("currency", mapping.currency or (place.currency if place else ""))
    values["decimal_sign"] = mapping.decimal_sign
    return Cover(site, period, source=Source(book.file, sheet, 0, places), **values), findings


def _sheet(book: Book, name: str) -> Sheet:
    """Give a sheet by name, a blank one where it is gone."""
    return next((sheet for sheet in book.sheets if sheet.name == name), Sheet(name))


def _rows_left(bound: tuple[Bound, ...], file: str) -> list[Finding]:
    """Note the rows passed over: totals, hidden rows and the like, a note a table and reason."""
    findings = []
    for each in bound:
        counts: Mapping[str, list[int]] = {}
        for left in each.table.left:
            if left.why in {"total", "hidden"}:
                counts = {**counts, left.why: [*counts.get(left.why, []), left.number]}
        findings += [raised(CellRef(file, each.table.sheet, f"{each.table.headings[0].letters}{rows[0]}"), codes.ROWS_LEFT, count=len(rows), why_en=catalogue("adopt", "en").text(f"left.{why}"),
                            why_es=catalogue("adopt", "es").text(f"left.{why}"))
                     for why, rows in sorted(counts.items())]
    return findings


def _month_missing(figures: list[Bound], reports: tuple[Any, ...], period: Period, file: str) -> list[Finding]:
    """Say when tables of months hold nothing for the month reported."""
    if not figures or any(period in report.points for report in reports):
        return []
    first = figures[0].table
    return [raised(CellRef(file, first.sheet, first.headings[0].address), codes.MONTH_MISSING, period=str(period))]


def read_mapping(name: str, path: Path) -> tuple[SiteMapping | None, tuple[Finding, ...]]:
    """Read a mapping; None and the finding that says why if it cannot be used."""
    try:
        return load_mapping(path.read_text(encoding="utf-8")), ()
    except (OSError, UnicodeDecodeError):
        return None, (raised(CellRef(name), codes.MAPPING_UNUSABLE, place="-", found="-"),)
    except MappingFault as fault:
        return None, (raised(CellRef(name), codes.MAPPING_UNUSABLE, place=fault.place, found=fault.found),)
