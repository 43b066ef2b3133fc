"""The KPIs sheet of a month: a row a KPI, a column a month, own forecasts beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from briefing.evidence import Source
from briefing.findings import Finding
from briefing.model.charter import Charter, Kpi
from briefing.model.submission import Cover, KpiReport, OwnForecast, Point
from briefing.periods import Period
from briefing.workbook import codes
from briefing.workbook.contract import FORECAST_PARTS, MONTH_KPIS
from briefing.workbook.figures import sure_share
from briefing.workbook.grid import Cell, CellKind, Row, Sheet, address
from briefing.workbook.normalise import key, one_line
from briefing.workbook.percent import Scale
from briefing.workbook.records import Record, build, no_scale, read_row, unique
from briefing.workbook.scales import scale_of_kpi, scale_of_unit
from briefing.workbook.tables import Table, find_table, missing_columns, rows_of, unknown_columns
from briefing.workbook.values import Settings, month_of, read_cell, shown
from briefing.workbook.vocabulary import Kind

HELPERS: Final = frozenset(key(name) for name in (
    "KPI name", "Name", "Nombre", "Nombre del KPI", "Name (English)", "Name (Spanish)", "Nombre (inglés)",
    "Nombre (español)", "Indicador", "Indicator", "Unit", "Unidad", "Target", "Meta", "Limits", "Limit", "Límites",
    "Límite", "Low limit", "High limit", "Límite inferior", "Límite superior", "Good is", "Lo bueno es", "Owner",
    "Responsable", "Definition", "Definición", "Tolerance", "Tolerancia",
))
"""Columns that our own template shows for orientation; they are not read."""
_UNITS: Final = frozenset({"unit", "unidad"})
_NAMES: Final = frozenset(key(name) for name in ("KPI name", "Name", "Nombre", "Nombre del KPI", "Indicador", "Indicator"))
_PARTS: Mapping[str, str] = {
    **{key(word): part for part, text in FORECAST_PARTS.items() for word in (text.en, text.es)},
    "forecast": "likely", "pronostico": "likely", "esperado": "likely", "expected": "likely", "estimado": "likely",
    "minimum": "low", "min": "low", "bajo": "low", "maximum": "high", "max": "high", "alto": "high",
    "forecastlow": "low", "forecasthigh": "high", "lowforecast": "low", "highforecast": "high",
}


@dataclass(frozen=True, slots=True)
class MonthColumn:
    """A column of values: its month, and which part of an own forecast it holds (blank: what happened)."""

    number: int
    period: Period
    part: str = ""


def month_column(cell: Cell) -> MonthColumn | None:
    """Read a header as a month, or as a month and a word such as `likely`; None if it is neither."""
    if cell.kind is CellKind.DATE:
        period = month_of(cell)
        return MonthColumn(cell.column, period) if period else None
    for part, rest in _parted(one_line(shown(cell))):
        period = month_of(replace(cell, value=rest, kind=CellKind.TEXT))
        if period:
            return MonthColumn(cell.column, period, part)
    period = month_of(cell)
    return MonthColumn(cell.column, period) if period else None


@lru_cache(maxsize=4096)
def _parted(text: str) -> tuple[tuple[str, str], ...]:
    """Give each part of a forecast that a header names, with the rest of the header."""
    parts = ((word, _PARTS.get(key(word))) for word in re.findall(r"[^\W\d_]+", text))
    found = ((part, re.sub(rf"\b{re.escape(word)}\b", " ", text).strip(" ()[]:·,-\u2013")) for word, part in parts if part)
    return tuple((part, rest) for part, rest in found if rest)


@dataclass(frozen=True, slots=True)
class _Columns:
    """The month columns in use, and the column that states each row's unit."""

    months: tuple[MonthColumn, ...]
    """In calendar order."""
    unit: int = 0
    name: int = 0


def read_kpis(sheet: Sheet, file: str, cover: Cover, charter: Charter | None,
              settings: Settings) -> tuple[tuple[KpiReport, ...], tuple[Finding, ...]]:
    """Read the sheet: points by month with their cells, own forecasts, and words."""
    table = find_table(MONTH_KPIS, sheet, file, lambda cell: month_column(cell) is not None)
    columns, findings = _columns_of(table, cover)
    rows, passed = rows_of(table)
    known = frozenset({*HELPERS, *(key(one_line(shown(cell))) for cell in table.others if month_column(cell))})
    findings = [*table.findings, *missing_columns(table), *unknown_columns(replace(
        table, others=tuple(cell for cell in table.others if month_column(cell) is None)), known), *findings, *passed]
    records = []
    for row in rows:
        record, faults = read_row(table, row, settings, no_scale)
        records.append(record)
        findings.extend(faults)
    kept, repeated = unique(table, records)
    findings.extend(repeated)
    reports = []
    for record in kept:
        report, faults = _report(table, record, columns, cover, charter, settings)
        findings.extend(faults)
        if report is not None:
            reports.append(report)
    return tuple(reports), tuple(findings)


def _columns_of(table: Table, cover: Cover) -> tuple[_Columns, list[Finding]]:
    """Tell month columns from others; columns that cannot be are left out with a finding if they hold anything."""
    found: dict[tuple[Period, str], MonthColumn] = {}
    findings: list[Finding] = []
    unit = next((cell.column for cell in table.others if key(shown(cell)) in _UNITS), 0)
    name = next((cell.column for cell in table.others if key(shown(cell)) in _NAMES), 0)
    used = {cell.column for row in table.sheet.rows if row.number > table.header.number for cell in row.cells}
    for cell in table.others:
        column = month_column(cell)
        if column is None:
            continue
        number = _misplaced(column, cover) if column.number in used else 0
        mark = (column.period, column.part)
        if mark in found:
            findings.append(table.raised(codes.COLUMN_TWICE, cell.address, column=one_line(shown(cell))))
        elif number:
            findings.append(table.raised(number, cell.address, found=str(column.period), period=str(cover.period)))
        else:
            found[mark] = column
    if cover.period and table.header.number and (cover.period, "") not in found:
        place = table.header.cells[0].address
        findings.append(table.raised(206, place, period=str(cover.period)))
    return _Columns(tuple(sorted(found.values(), key=lambda each: each.period)), unit, name), findings


def _misplaced(column: MonthColumn, cover: Cover) -> int:
    """Give the code's number of a value after the Cover's month, or a forecast of a month that is over."""
    if cover.period is None:
        return 0
    if not column.part:
        return 203 if column.period > cover.period else 0
    return 204 if column.period <= cover.period else 0


def _report(table: Table, record: Record, columns: _Columns, cover: Cover, charter: Charter | None,
            settings: Settings) -> tuple[KpiReport | None, tuple[Finding, ...]]:
    report, findings = build(table, record)
    if report is None:
        return None, findings
    kpi = charter.kpi(report.code, cover.period) if charter and cover.period else None
    said_unit = one_line(shown(record.row.at(columns.unit))) if columns.unit else ""
    scale = _scale(kpi, said_unit, cover, charter)
    scaled = replace(settings, scale=scale)
    beside = _sure_shares(record.row, columns.months, scaled)
    points, faults = _points(table, record.row, columns.months, scaled, beside)
    forecasts, more = _forecasts(table, record.row, columns.months, scaled, beside)
    extra = _about_month(table, record, kpi, cover, points) if kpi else ()
    if kpi is None:  # what no charter names, the sheet's own columns name
        said_name = one_line(shown(record.row.at(columns.name))) if columns.name else ""
        percent = scale.percent or (scale.percent is None and any(record.row.at(each.number).percent for each in columns.months))
        report = replace(report, name=said_name, unit="%" if percent else said_unit)
    return replace(report, points=points, forecasts=forecasts), (*findings, *faults, *more, *extra)


def _scale(kpi: Kpi | None, unit: str, cover: Cover, charter: Charter | None) -> Scale:
    if kpi is None or charter is None:
        return scale_of_unit(unit)
    return scale_of_kpi(kpi, charter, cover.site)


def _about_month(table: Table, record: Record, kpi: Kpi, cover: Cover, points: Mapping[Period, Point]) -> Iterator[Finding]:
    """Yield a warning if the month itself was left blank: not measured is never green."""
    point = points.get(cover.period) if cover.period else None
    if point and point.value is None and record.row.at(_number_in(point.where.cell)).kind is CellKind.BLANK:
        yield table.raised(207, point.where.cell, kpi=kpi.code, period=str(cover.period))


def _number_in(place: str) -> int:
    number = 0
    for letter in place.rstrip("0123456789"):
        number = number * 26 + ord(letter) - 64
    return number


_VALUE: Final = replace(MONTH_KPIS.columns[0], field="value", kind=Kind.VALUE, choices=(), links="")
"""What a month column holds, for the reading of its cells."""


def _points(table: Table, row: Row, months: tuple[MonthColumn, ...], settings: Settings,
            beside: tuple[float, ...]) -> tuple[dict[Period, Point], list[Finding]]:
    """Read the values of a row; a cell that cannot be used is a point without a value."""
    points: dict[Period, Point] = {}
    findings: list[Finding] = []
    for column in months:
        if column.part:
            continue
        cell = row.at(column.number)
        value, faults = _read(table, cell, column, settings, beside)
        findings.extend(faults)
        points[column.period] = Point(value, table.where(cell.address))
    return points, findings


def _sure_shares(row: Row, months: tuple[MonthColumn, ...], settings: Settings) -> tuple[float, ...]:
    if not settings.scale.percent:
        return ()
    found = (sure_share(row.at(column.number), settings) for column in months)
    return tuple(share for share in found if share is not None)


def _forecasts(table: Table, row: Row, months: tuple[MonthColumn, ...], settings: Settings,
               beside: tuple[float, ...]) -> tuple[tuple[OwnForecast, ...], list[Finding]]:
    """Read the own forecast of each month that has one."""
    findings: list[Finding] = []
    values: dict[Period, dict[str, float]] = {}
    places: dict[Period, dict[str, str]] = {}
    for column in months:
        if not column.part:
            continue
        cell = row.at(column.number)
        value, faults = _read(table, cell, column, settings, beside)
        findings.extend(faults)
        places.setdefault(column.period, {})[column.part] = address(row.number, column.number)
        if value is not None:
            values.setdefault(column.period, {})[column.part] = value
    forecasts = []
    for period, parts in sorted(values.items()):
        where = places[period]
        rising = [parts[part] for part in ("low", "likely", "high") if part in parts]
        if rising != sorted(rising):
            findings.append(table.raised(205, next(iter(where.values())), period=str(period)))
            values[period] = {name: value for name, value in parts.items() if name == "likely"}
        source = Source(table.file, table.sheet.name, row.number, where)
        forecasts.append(OwnForecast(period, source=source, **values[period]))
    return tuple(forecasts), findings


def _read(table: Table, cell: Cell, column: MonthColumn, settings: Settings,
          beside: tuple[float, ...]) -> tuple[float | None, list[Finding]]:
    value, faults = read_cell(cell, _VALUE, settings, beside)
    header = one_line(shown(table.header.at(column.number))) if faults else ""
    return value, [table.raised(fault.number, cell.address, column=header, **fault.parameters) for fault in faults]
