"""KPI figures read through a mapping, each with the site's own cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from statistics import median
from typing import Final

from briefing.evidence import CellRef, Source
from briefing.findings import Finding
from briefing.model.charter import Charter, Kpi
from briefing.model.submission import KpiReport, OwnForecast, Point
from briefing.periods import Period
from briefing.workbook.adopt import codes
from briefing.workbook.adopt.bind import Bound, header_key
from briefing.workbook.adopt.codes import raised
from briefing.workbook.adopt.found import TableKind
from briefing.workbook.adopt.mapping import KpiRule, TableRule
from briefing.workbook.adopt.profile import number_in
from briefing.workbook.adopt.readings import Reading, readings_of
from briefing.workbook.grid import Cell, CellKind, Sheet
from briefing.workbook.month_sheets import MONTH_KPIS
from briefing.workbook.normalise import many_lines, one_line
from briefing.workbook.reading import Settings, shown
from briefing.workbook.scales import scale_of_kpi
from briefing.workbook.tables import Table as SheetTable
from briefing.workbook.values import read_cell
from briefing.workbook.vocabulary import Kind

_VALUE: Final = replace(MONTH_KPIS.columns[0], field="value", kind=Kind.VALUE, choices=(), links="")
_PARTS: Final = {"forecast": "likely", "forecast_low": "low", "forecast_high": "high"}


@dataclass(slots=True)
class _Kept:
    """What was read of one KPI so far."""

    points: dict[Period, Point]
    forecasts: dict[Period, dict[str, tuple[float, str]]]
    source: Source
    words: dict[str, str] = field(default_factory=dict)


def read_kpis(bound: Sequence[Bound], file: str, site: str, period: Period, charter: Charter | None,
              sign: str) -> tuple[tuple[KpiReport, ...], tuple[Finding, ...]]:
    """Read every KPI table; a cell that cannot be used is a point without a value, and a finding."""
    kept: dict[str, _Kept] = {}
    findings: list[Finding] = []
    for each in bound:
        reader = _TableReader(each, file, site, period, charter, Settings(sign=each.table.sign or sign))
        findings += reader.read(kept)
    reports = tuple(KpiReport(
        code, dict(sorted(found.points.items())), _forecasts(found, file), cause=found.words.get("cause", ""), meaning=found.words.get("meaning", ""),
        action=found.words.get("action", ""), source=found.source) for code, found in kept.items())
    return reports, tuple(findings)


def _forecasts(found: _Kept, file: str) -> tuple[OwnForecast, ...]:
    made = []
    for period, parts in sorted(found.forecasts.items()):
        source = Source(file, found.source.sheet, found.source.row, {name: place for name, (_, place) in parts.items()})
        values = {name: value for name, (value, _) in parts.items()}
        made.append(OwnForecast(period, source=source, **values))
    return tuple(made)


class _TableReader:
    """Reads one table of figures."""

    def __init__(self, bound: Bound, file: str, site: str, period: Period, charter: Charter | None, settings: Settings) -> None:
        self.rule, self.table, self.file = bound.rule, bound.table, file
        self.site, self.period, self.charter, self.settings = site, period, charter, settings
        self.findings: list[Finding] = []
        self.after: list[Reading] = []
        self.said = SheetTable(MONTH_KPIS, Sheet(self.table.sheet), file)

    def read(self, kept: dict[str, _Kept]) -> list[Finding]:
        """Add what the table says to what is kept; gives the findings."""
        rules = {header_key(rule.label): rule for rule in self.rule.kpis}
        grouped: dict[str, list[Reading]] = {}
        labels: dict[str, Reading] = {}
        for reading in readings_of(self.table):
            labels.setdefault(header_key(reading.label), reading)
            if header_key(reading.label) in rules and reading.measure in {"value", *_PARTS}:
                grouped.setdefault(header_key(reading.label), []).append(reading)
        self._labels(rules, labels, {header_key(label) for label in self.rule.labels_left})
        for mark, readings in grouped.items():
            self._read_kpi(rules[mark], readings, kept)
        if self.after:
            self.findings.append(raised(self._where(self.after[0].cell), codes.AFTER_MONTH, count=len(self.after), period=str(self.period)))
        return self.findings

    def _where(self, cell: Cell) -> CellRef:
        return CellRef(self.file, self.table.sheet, cell.address)

    def _labels(self, rules: Mapping[str, KpiRule], labels: Mapping[str, Reading], left: set[str]) -> None:
        for mark, reading in labels.items():
            if mark not in rules and mark not in left and reading.label:
                self.findings.append(raised(self._where(reading.cell), codes.LABEL_NEW, label=reading.label))
        place = CellRef(self.file, self.table.sheet, self.table.headings[0].address)
        self.findings += [raised(place, codes.LABEL_GONE, label=rule.label, kpi=rule.code) for mark, rule in rules.items() if mark not in labels]

    def _read_kpi(self, rule: KpiRule, readings: Sequence[Reading], kept: dict[str, _Kept]) -> None:
        kpi = next((each for each in reversed(self.charter.kpis) if each.code == rule.code), None) if self.charter else None
        words, places = self._words(readings[0].row)
        source = Source(self.file, self.table.sheet, readings[0].row, {"code": readings[0].cell.address} | places)
        found = kept.setdefault(rule.code, _Kept({}, {}, source, words))
        undated = [reading for reading in readings if reading.when is not None and reading.when.period is None and reading.cell.kind is not CellKind.BLANK]
        if undated and all(reading.when is not None and reading.when.quarter for reading in undated):
            self.findings.append(raised(self._where(undated[0].cell), codes.NO_MONTHS, label=rule.label, count=len(undated)))
        elif undated:
            self.findings.append(raised(self._where(undated[0].cell), codes.YEAR_UNKNOWN, stated=self.rule.year or "-"))
        middle = self._middle(readings, rule)
        by_period: dict[Period, list[tuple[Reading, float | None]]] = {}
        for reading in readings:
            period = self.period if reading.when is None else reading.when.period
            if period is None:
                continue
            if reading.measure in _PARTS:
                self._forecast(found, reading, period, rule, kpi, middle)
            elif period > self.period:
                self.after += [reading] if reading.cell.kind is not CellKind.BLANK and number_in(reading.cell, self.settings.sign) else []
            else:
                by_period.setdefault(period, []).append((reading, self._value(reading.cell, rule, kpi, middle)))
        for period, each in by_period.items():
            self._keep(found, rule, period, each)

    def _words(self, number: int) -> tuple[dict[str, str], dict[str, str]]:
        """Give what the row says of cause, meaning and action, where the mapping names such columns."""
        row = next((each for each in self.table.rows if each.number == number), None)
        if row is None or self.rule.kind not in {TableKind.MONTHS_ACROSS, TableKind.SCORECARD}:
            return {}, {}
        named = [(guess.role, row.at(guess.heading.number)) for guess in self.table.columns if guess.role in {"cause", "meaning", "action"}]
        said = {role: (many_lines(shown(cell)), cell.address) for role, cell in named if cell.kind is CellKind.TEXT}
        return {role: text for role, (text, _) in said.items() if text}, {role: place for role, (text, place) in said.items() if text}

    def _forecast(self, found: _Kept, reading: Reading, period: Period, rule: KpiRule, kpi: Kpi | None, middle: float) -> None:
        if period <= self.period:
            return
        value = self._value(reading.cell, rule, kpi, middle)
        if value is not None:
            found.forecasts.setdefault(period, {})[_PARTS[reading.measure]] = (value, reading.cell.address)

    def _keep(self, found: _Kept, rule: KpiRule, period: Period, cells: Sequence[tuple[Reading, float | None]]) -> None:
        """Keep the month's point: one cell's value, several cells combined as the mapping states, or none if they differ."""
        valued = [(reading, value) for reading, value in cells if value is not None]
        first = valued[0][0] if valued else cells[0][0]
        point = Point(valued[0][1] if valued else None, self._where(first.cell))
        if len(valued) > 1 and self.rule.combine:
            point = Point(_combined([value for _, value in valued], self.rule), point.where._replace(cell=_range(valued)))
        elif len({value for _, value in valued}) > 1:
            self._two(rule, period, valued[0][0].cell.address, valued[1][0].cell)
            point = replace(point, value=None)
        before = found.points.get(period)
        if before is not None and before.value is not None:
            if point.value is not None and abs(point.value - before.value) > 1e-9 * max(1.0, abs(before.value)):
                self._two(rule, period, f"{before.where.sheet}!{before.where.cell}", first.cell)
                found.points[period] = replace(before, value=None)
            return
        found.points[period] = point

    def _two(self, rule: KpiRule, period: Period, first: str, cell: Cell) -> None:
        self.findings.append(raised(self._where(cell), codes.TWO_VALUES, kpi=rule.code, period=str(period), first=first))

    def _middle(self, readings: Sequence[Reading], rule: KpiRule) -> float:
        """Give the middle size of a KPI's figures as they stand, where they are brought to another unit; 0 else."""
        sizes = [abs(value) for reading in readings if (value := number_in(reading.cell, self.settings.sign)) and not _percent(reading.cell)]
        return median(sizes) if sizes and rule.factor != 1 else 0.0

    def _value(self, cell: Cell, rule: KpiRule, kpi: Kpi | None, middle: float) -> float | None:
        scale = scale_of_kpi(kpi, self.charter, self.site) if kpi and self.charter else self.settings.scale
        raw = number_in(cell, self.settings.sign)
        if rule.factor != 1 and raw is not None and not _percent(cell):
            if rule.factor == 0.01 and middle > 20 and 0 < abs(raw) <= 1.05:
                self.findings.append(raised(self._where(cell), codes.NOT_WHOLE_PERCENT, kpi=rule.code, found=one_line(shown(cell))))
                return None
            cell = replace(cell, value=float(f"{raw * rule.factor:.15g}"), kind=CellKind.NUMBER, percent=bool(kpi and kpi.is_percent))
        if cell.kind is CellKind.TEXT and not one_line(shown(cell)):
            return None
        value, faults = read_cell(cell, _VALUE, replace(self.settings, scale=scale))
        self.findings += [self.said.raised(fault.number, cell.address, column=rule.label, **fault.parameters) for fault in faults]
        return value if isinstance(value, float | int) else None


def _percent(cell: Cell) -> bool:
    return cell.percent or (cell.kind is CellKind.TEXT and one_line(shown(cell)).endswith("%"))


def _combined(values: Sequence[float], rule: TableRule) -> float:
    total = {"sum": sum(values), "mean": sum(values) / len(values), "last": values[-1]}[rule.combine]
    return float(f"{total:.15g}")


def _range(valued: Sequence[tuple[Reading, float]]) -> str:
    cells = sorted((reading.cell for reading, _ in valued), key=lambda cell: (cell.row, cell.column))
    return f"{cells[0].address}:{cells[-1].address}" if cells[0].address != cells[-1].address else cells[0].address
