"""A value of the model as what a cell holds: the twin of the reader's `cells.py`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields
from datetime import date
from functools import cache
from typing import Any

from openpyxl.cell.cell import Cell

from briefing.language import Language
from briefing.periods import Period
from briefing.workbook import styles
from briefing.workbook.contract import Column, Sheet
from briefing.workbook.vocabulary import Kind

CellValue = str | float | int | date | None
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_FIGURES = (Kind.NUMBER, Kind.SHARE, Kind.MONEY, Kind.VALUE, Kind.WHOLE)


def encoded(column: Column, value: object, language: Language, *, percent: bool = False) -> tuple[CellValue, str]:
    """Give what the cell holds and its number format; `percent` says that the KPI's unit is %."""
    style = number_format(column.kind, value, percent=percent)
    if value is None or value in ("", ()):
        return None, style
    if column.kind in (Kind.CHOICE, Kind.YES_NO):
        return _choice(column, value, language), style
    if isinstance(value, tuple) and not isinstance(value, Period):
        return ", ".join(str(part) for part in value), style
    if column.kind in _FIGURES and isinstance(value, int | float):
        return value, style
    return (value, style) if isinstance(value, date) else (str(value), style)


def number_format(kind: Kind, value: object = None, *, percent: bool = False) -> str:
    """Give the number format of a kind of cell."""
    if kind is Kind.SHARE or (kind is Kind.VALUE and percent):
        return styles.PERCENT
    if kind is Kind.DATE:
        return styles.DAY
    if kind is Kind.MONEY:
        whole = not isinstance(value, float) or value.is_integer()
        return styles.WHOLE_MONEY if whole else styles.MONEY
    return styles.GENERAL if kind in _FIGURES else styles.AS_TEXT


def put(cell: Cell, value: CellValue, style: str = styles.GENERAL) -> None:
    """Write a value as data: text that starts like a formula stays text, what a file can't hold is dropped."""
    cell.number_format = style
    if not isinstance(value, str):
        cell.value = value
        return
    text = _ESCAPE.sub("_x005F_", _CONTROL.sub("", value))
    cell.value = text
    if text[:1] in tuple("=+-@"):
        cell.data_type = "s"
        cell.quotePrefix = True


def row_values(sheet: Sheet, record: object, language: Language, percent: Mapping[str, bool]) -> dict[str, tuple[CellValue, str]]:
    """Give each field's cell of one record; an optional field at its default is left blank, as people leave it.

    `percent` tells, by KPI code, whether its values are shares.
    """
    code = str(getattr(record, "code" if sheet.key == "kpis" else "kpi", ""))
    found = {}
    for column in sheet.columns:
        value = getattr(record, column.field)
        if column.level > 1 and not column.required and value == default(sheet.record, column.field):
            value = None
        found[column.field] = encoded(column, value, language, percent=percent.get(code, False))
    return found


@cache
def default(record: type, name: str) -> Any:  # noqa: ANN401 - a default has the field's type
    """Give the default of a record's field; None where it has none."""
    field: Field[Any] = next(each for each in fields(record) if each.name == name)
    return None if field.default is MISSING else field.default


def _choice(column: Column, value: object, language: Language) -> str:
    for choice in column.choices:
        if choice.value == value and type(choice.value) is type(value):
            return choice.text.get(language)
    return str(value)
