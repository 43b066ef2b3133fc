"""Rows and forms become values by field, and values become the model's records."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, dataclass, field, fields, replace
from functools import lru_cache
from typing import Any, Final

from briefing.evidence import Source
from briefing.findings import Finding
from briefing.workbook import codes
from briefing.workbook.contract import Column
from briefing.workbook.contract import Sheet as Declared
from briefing.workbook.grid import Cell, CellKind, Row, Sheet, blank
from briefing.workbook.percent import Scale
from briefing.workbook.reading import Fault, Settings, shown
from briefing.workbook.tables import (
    Table,
    both_names,
    find_lines,
    find_table,
    missing_columns,
    rows_of,
    unknown_columns,
)
from briefing.workbook.values import read_cell
from briefing.workbook.vocabulary import Kind

UNBOUNDED: Final = frozenset({"lower_bound", "upper_bound", "effect", "amount"})
"""Fields in a KPI's unit that its natural bounds say nothing about: the bounds themselves, and differences."""
ScaleOf = Callable[[Mapping[str, Any]], Scale]
"""Gives what a row's values are counted in, from the other fields of the row."""


@dataclass(frozen=True, slots=True)
class Record:
    """The usable values of one row, by field; a value that was not typed or cannot be used is absent."""

    values: Mapping[str, Any]
    source: Source
    row: Row = field(default_factory=lambda: Row(0, ()))
    faulty: frozenset[str] = frozenset()
    """Fields where something was typed that cannot be used."""

    def get(self, name: str) -> Any:  # noqa: ANN401 - any of the kinds of the contract
        """Give a field's value, None if there is none."""
        return self.values.get(name)

    def without(self, *names: str) -> Record:
        """Drop values that turned out not to be usable."""
        kept = {name: value for name, value in self.values.items() if name not in names}
        return replace(self, values=kept, faulty=self.faulty | set(names))


@dataclass(frozen=True, slots=True)
class Records:
    """The records of a sheet in the order of its rows, and everything found on the way."""

    table: Table
    records: tuple[Record, ...] = ()
    findings: tuple[Finding, ...] = ()


def no_scale(_: Mapping[str, Any]) -> Scale:
    """Give the scale of a row about whose unit nothing is known."""
    return Scale()


def read_form(declared: Declared, sheet: Sheet, file: str, settings: Settings) -> tuple[Record, tuple[Finding, ...]]:
    """Read a form: a label in one cell, its value in the next."""
    table, lines = find_lines(declared, sheet, file)
    findings = list(table.findings)
    settings = replace(settings, sign=_sign_of(declared, lines, settings))
    values: dict[str, Any] = {}
    faulty: set[str] = set()
    for column in declared.columns:
        cell = lines.get(column.field)
        if cell is None:
            if column.required:
                findings.append(_missing(table, column, ""))
            continue
        value, faults = read_cell(cell, column, settings)
        findings.extend(said(table, column, cell, faults))
        if value is not None:
            values[column.field] = value
        elif faults:
            faulty.add(column.field)
        elif column.required:
            findings.append(_missing(table, column, cell.address))
    source = Source(file, sheet.name, 0, {name: cell.address for name, cell in lines.items()})
    return Record(values, source, faulty=frozenset(faulty)), tuple(findings)


def _sign_of(declared: Declared, lines: Mapping[str, Cell], settings: Settings) -> str:
    """Give the decimal sign a form states for itself, so that its own numbers are read by it."""
    cell = lines.get("decimal_sign")
    if cell is None or cell.kind is not CellKind.TEXT:
        return settings.sign
    return read_cell(cell, declared.column("decimal_sign"), settings)[0] or settings.sign


def read_table(declared: Declared, sheet: Sheet, file: str, settings: Settings, scale_of: ScaleOf = no_scale) -> Records:
    """Read a table: every row that is a record, with the faults of its cells."""
    table = find_table(declared, sheet, file)
    rows, passed = rows_of(table)
    findings = [*table.findings, *missing_columns(table), *unknown_columns(table), *passed]
    records = []
    for row in rows:
        record, faults = read_row(table, row, settings, scale_of)
        records.append(record)
        findings.extend(faults)
    kept, repeated = unique(table, records)
    return Records(table, kept, (*findings, *repeated))


def read_row(table: Table, row: Row, settings: Settings, scale_of: ScaleOf) -> tuple[Record, tuple[Finding, ...]]:
    """Read the cells of one row; values in a KPI's unit come last, when the row says which KPI."""
    cells = {cell.column: cell for cell in row.cells}
    values: dict[str, Any] = {}
    faulty: set[str] = set()
    findings: list[Finding] = []
    for number, column in sorted(table.columns.items(), key=lambda item: item[1].kind is Kind.VALUE):
        if number not in cells and not column.required:
            continue
        cell = cells.get(number) or blank(row.number, number)
        if column.kind is Kind.VALUE:
            scale = scale_of(values)
            if column.field in UNBOUNDED:
                scale = replace(scale, lower=None, upper=None)
            settings = replace(settings, scale=scale)
        value, faults = read_cell(cell, column, settings)
        findings.extend(said(table, column, cell, faults))
        if value is not None:
            values[column.field] = value
        elif faults:
            faulty.add(column.field)
        elif column.required:
            findings.append(_missing(table, column, cell.address))
    return Record(values, table.source(row), row, frozenset(faulty)), tuple(findings)


def _missing(table: Table, column: Column, place: str) -> Finding:
    return table.raised(codes.REQUIRED_MISSING, place, column_en=column.text.en, column_es=column.text.es)


def said(table: Table, column: Column, cell: Cell, faults: Iterable[Fault]) -> list[Finding]:
    """Make findings of a cell's faults."""
    faults = tuple(faults)
    if not faults:
        return []
    header = table.header_text(column) if table.header.number else both_names(column)
    return [table.raised(fault.number, cell.address, column=header, **fault.parameters) for fault in faults]


def unique(table: Table, records: Iterable[Record]) -> tuple[tuple[Record, ...], tuple[Finding, ...]]:
    """Keep the first of rows that say the same in the fields which may occur only once."""
    names = table.declared.unique
    kept: dict[tuple[Any, ...], Record] = {}
    loose: list[Record] = []
    findings: list[Finding] = []
    for record in records:
        mark = tuple(record.get(name) for name in names)
        if not names or record.get(names[0]) is None:
            loose.append(record)
        elif mark in kept:
            found = " · ".join(str(part) for part in mark if part is not None)
            findings.append(table.raised(codes.DUPLICATE, record.source.cells[names[0]], found=found,
                                         first=kept[mark].source.cells[names[0]]))
        else:
            kept[mark] = record
    together = sorted((*kept.values(), *loose), key=lambda record: record.row.number)
    return tuple(together), tuple(findings)


@lru_cache(maxsize=64)
def _accepted(record_type: type) -> tuple[frozenset[str], frozenset[str]]:
    """Give the names of a record's fields, and of those without a default."""
    names = frozenset(each.name for each in fields(record_type))
    bare = frozenset(each.name for each in fields(record_type)
                     if each.default is MISSING and each.default_factory is MISSING)
    return names, bare


def build(table: Table, record: Record) -> tuple[Any, tuple[Finding, ...]]:
    """Make the model's record; None and a finding if a field it cannot do without has no usable value."""
    declared = table.declared
    names, bare = _accepted(declared.record)
    lacking = [column for column in declared.columns if column.field in bare and record.get(column.field) is None]
    if lacking:
        first = record.source.at(lacking[0].field).cell
        return None, (table.raised(codes.ROW_NOT_USED, first, row=record.row.number, column=table.header_text(lacking[0])),)
    values = {name: value for name, value in record.values.items() if name in names}
    return declared.record(**values, source=record.source), ()


def with_provisional_id(record: Record) -> Record:
    """Keep a row that lacks its id under the number of its row, so that what it says is not lost."""
    if record.get("id") is not None or not record.row.number:
        return record
    return replace(record, values={**record.values, "id": f"ROW{record.row.number}"})


def filled(record: Record, name: str) -> str:
    """Give what was typed in a field's cell, as text."""
    place = record.source.cells.get(name, "")
    return next((shown(cell) for cell in record.row.cells if cell.address == place), "")
