"""Model values into workbooks laid out by the contract: the reader's inverse."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from openpyxl import Workbook

from briefing.language import Language, Text
from briefing.model.charter import Charter, Kpi, Target
from briefing.model.submission import KpiReport, OwnForecast, Submission
from briefing.periods import Period
from briefing.workbook import contract, styles
from briefing.workbook.contract import Column, Layout, Sheet
from briefing.workbook.encode import row_values
from briefing.workbook.lay import Entry, Form, Slot, Table, lay_form, lay_table, new_book, slots_of
from briefing.workbook.pack import save
from briefing.workbook.vocabulary import Kind

Laid = dict[str, Form | Table]
"""Sheets as laid out, by key."""
FROM_CHARTER = {
    "name": Text("KPI name", "Nombre del KPI"),
    "unit": Text("Unit", "Unidad"),
    "target": Text("Target", "Meta"),
    "low_limit": Text("Low limit", "Límite inferior"),
    "high_limit": Text("High limit", "Límite superior"),
}
"""Columns of a month's KPIs sheet that only show what the charter says; the reader passes them over."""
THOUSANDS = 1000
_NOTHING = Text("", "")
_WIDTHS = {"name": 30, "unit": 9}


def write_charter(path: Path, charter: Charter, *, language: Language = "en") -> None:
    """Write a charter; sheets without rows are there, but hidden unless the contract keeps them in sight."""
    book, _ = charter_book(charter, language)
    save(book, path)


def write_submission(path: Path, submission: Submission, charter: Charter | None = None, *,
                     language: Language = "es") -> None:
    """Write a month; with a charter, each KPI's name, unit, target and limits stand beside its code.

    Without one, a KPI's unit is unknown and its values are written as plain numbers.
    """
    book, _ = month_book(submission, charter, language, months_of(submission))
    save(book, path)


def charter_book(charter: Charter, language: Language) -> tuple[Workbook, Laid]:
    """Lay out a charter."""
    book = new_book()
    percent = {kpi.code: kpi.is_percent for kpi in charter.kpis}
    laid: Laid = {}
    for sheet in contract.CHARTER.sheets:
        records = getattr(charter, sheet.key)
        laid[sheet.key] = _lay(book, sheet, records, language, percent)
    show_used(laid)
    return book, laid


def month_book(submission: Submission, charter: Charter | None, language: Language, months: tuple[Period, ...],
               forecasts: tuple[Period, ...] = ()) -> tuple[Workbook, Laid]:
    """Lay out a month with the given history columns, and forecast columns for at least the given months."""
    book = new_book()
    cover = replace(submission.cover, site=submission.cover.site or submission.site,
                    period=submission.cover.period or submission.period)
    options = tuple(option for ask in submission.asks for option in ask.options)
    records: Mapping[str, object] = {
        "cover": cover, "register": submission.register, "asks": submission.asks, "options": options,
        "follow_up": submission.follow_ups,
    }
    laid: Laid = {}
    for sheet in contract.MONTH.sheets:
        if sheet.months:
            laid[sheet.key] = _lay_months(book, sheet, submission, charter, language, months, forecasts)
        else:
            laid[sheet.key] = _lay(book, sheet, records[sheet.key], language, {})
    show_used(laid)
    return book, laid


def show_used(laid: Laid) -> None:
    """Hide the sheets that hold nothing and need not be in sight."""
    for each in laid.values():
        used = isinstance(each, Form) or each.rows > 0
        each.page.sheet_state = "visible" if used or each.sheet.in_sight else "hidden"


def months_of(submission: Submission) -> tuple[Period, ...]:
    """Give the months of the KPIs sheet: those with a point, and as many before the period as plants keep."""
    seen = {period for report in submission.kpis for period in report.points}
    usual = {submission.period + -back for back in range(contract.HISTORY_MONTHS)}
    return tuple(sorted(seen | usual))


def _lay(book: Workbook, sheet: Sheet, records: object, language: Language, percent: Mapping[str, bool]) -> Form | Table:
    if sheet.layout is Layout.FORM:
        return lay_form(book, sheet, records, language)
    assert isinstance(records, tuple)  # noqa: S101 - the contract's tables are tuples of the model
    rows = [row_values(sheet, record, language, percent) for record in records]
    return lay_table(book, sheet, slots_of(sheet, language), rows, language)


def _lay_months(book: Workbook, sheet: Sheet, submission: Submission, charter: Charter | None, language: Language,
                months: tuple[Period, ...], forecasts: tuple[Period, ...]) -> Table:
    seen = {forecast.period for report in submission.kpis for forecast in report.forecasts}
    usual = {submission.period + ahead for ahead in range(1, contract.FORECAST_MONTHS + 1)}
    slots = month_slots(sheet, language, months, tuple(sorted(seen | usual | set(forecasts))), submission.period,
                        with_charter=charter is not None)
    rows = [_report_row(sheet, report, slots, submission, charter, language) for report in submission.kpis]
    return lay_table(book, sheet, slots, rows, language)


def month_slots(sheet: Sheet, language: Language, months: tuple[Period, ...], ahead: tuple[Period, ...], now: Period, *,
                with_charter: bool) -> tuple[Slot, ...]:
    """Give the columns of the KPIs sheet: what the charter says, months, forecasts, words, then what is optional."""
    declared = {slot.key: slot for slot in slots_of(sheet, language)}
    code = declared.pop("code")
    fixed = [_slot(name, text.get(language), Kind.VALUE if name.endswith(("target", "limit")) else Kind.TEXT,
                   width=_WIDTHS.get(name, 10), locked=True)
             for name, text in FROM_CHARTER.items()] if with_charter else []
    history = [replace(_slot(str(month), str(month), Kind.VALUE), now=month == now) for month in months]
    likely, *ranges = [[_forecast_slot(month, part, language) for month in ahead] for part in contract.FORECAST_PARTS]
    words = [declared.pop(name) for name in ("cause", "meaning", "action")]
    spread = sorted((slot for part in ranges for slot in part), key=lambda slot: slot.key[:7])
    rest = [replace(slot, optional=True) for slot in (*declared.values(), *spread)]
    return (code, *fixed, *history, *likely, *words, *rest)


def forecast_key(month: Period, part: str) -> str:
    """Give the key of a forecast column, such as `2026-11 likely`."""
    return f"{month} {part}"


def _forecast_slot(month: Period, part: str, language: Language) -> Slot:
    header = f"{month} {contract.FORECAST_PARTS[part].get(language)}"
    return _slot(forecast_key(month, part), header, Kind.VALUE)


def _slot(key: str, header: str, kind: Kind, *, width: int = 10, locked: bool = False) -> Slot:
    return Slot(key, header, Column(key, Text(header, header), kind, _NOTHING, width=width, locked=locked))


def _report_row(sheet: Sheet, report: KpiReport, slots: tuple[Slot, ...], submission: Submission,
                charter: Charter | None, language: Language) -> dict[str, Entry]:
    kpi = charter.kpi(report.code, submission.period) if charter else None
    target = charter.target(report.code, submission.site, submission.period) if charter else None
    style = figure_style(kpi, target)
    row: dict[str, Entry] = {slot.key: (None, style) for slot in slots if slot.column.kind is Kind.VALUE}
    row.update(row_values(sheet, report, language, {}))
    if charter and kpi:
        row.update(_agreed(kpi, target, language, style))
    for month, point in report.points.items():
        row[str(month)] = (point.value, style)
    for forecast in report.forecasts:
        row.update(_forecast_cells(forecast, style))
    return row


def figure_style(kpi: Kpi | None, target: Target | None) -> str:
    """Give the number format of a KPI's values: percent, its decimals, or separators where it runs to thousands."""
    if kpi is None:
        return styles.GENERAL
    if kpi.decimals is not None:
        point = "." + "0" * kpi.decimals if kpi.decimals else ""
        return f"0{point}%" if kpi.is_percent else f"{styles.WHOLE_MONEY}{point}"
    if kpi.is_percent:
        return styles.PERCENT
    sizes = [abs(value) for value in (target.target, target.low_limit, target.high_limit) if value] if target else []
    return styles.WHOLE_MONEY if max(sizes, default=0) >= THOUSANDS else styles.GENERAL


def _agreed(kpi: Kpi, target: Target | None, language: Language, style: str) -> dict[str, Entry]:
    name = (kpi.name_es or kpi.name_en) if language == "es" else (kpi.name_en or kpi.name_es)
    unit = kpi.unit_es if kpi.unit_es and language == "es" else kpi.unit
    row: dict[str, Entry] = {"name": (name, styles.AS_TEXT), "unit": (unit, styles.AS_TEXT)}
    for part in ("target", "low_limit", "high_limit"):
        row[part] = (getattr(target, part), style) if target else (None, style)
    return row


def _forecast_cells(forecast: OwnForecast, style: str) -> dict[str, Entry]:
    return {forecast_key(forecast.period, part): (getattr(forecast, part), style) for part in contract.FORECAST_PARTS}
