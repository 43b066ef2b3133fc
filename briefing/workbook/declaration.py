"""What a workbook is declared with: columns, sheets, workbooks."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from briefing.language import Text
from briefing.workbook.vocabulary import Choice, Kind


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table, or one line of a form."""

    field: str
    text: Text
    kind: Kind
    help: Text
    required: bool = False
    level: int = 1
    choices: tuple[Choice, ...] = ()
    aliases: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    width: int = 14
    locked: bool = False
    """Filled by us from the charter or an earlier month; people don't type here."""
    links: str = ""
    """Key of the sheet whose codes this column names."""


class Layout(StrEnum):
    """How a sheet is laid out."""

    FORM = "form"
    """A label in column A, its value in column B."""
    TABLE = "table"
    """One header row, a record in each row below."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its names, its columns and the record each row becomes."""

    key: str
    text: Text
    layout: Layout
    record: type
    columns: tuple[Column, ...]
    help: Text
    level: int = 1
    aliases: tuple[str, ...] = ()
    unique: tuple[str, ...] = ()
    """Fields that together may occur only once."""
    prefix: str = ""
    """Start of the codes of this sheet's findings."""
    months: bool = False
    """Whether month columns and forecast columns stand beside the declared ones."""
    in_sight: bool = False
    """Whether the sheet is visible in a workbook with nothing typed."""

    def column(self, name: str) -> Column:
        """Give the column of that field; KeyError if there is none."""
        for column in self.columns:
            if column.field == name:
                return column
        raise KeyError(name)


@dataclass(frozen=True, slots=True)
class Workbook:
    """A workbook: its kind and its sheets in order."""

    kind: str
    text: Text
    sheets: tuple[Sheet, ...] = ()

    def sheet(self, key: str) -> Sheet:
        """Give the sheet of that key; KeyError if there is none."""
        for sheet in self.sheets:
            if sheet.key == key:
                return sheet
        raise KeyError(key)


def declared(name: str, en: str, es: str, kind: Kind, help_en: str, help_es: str, **more: Any) -> Column:  # noqa: ANN401 - any of the other fields
    """Declare a column: field, names and helps in both languages."""
    return Column(name, Text(en, es), kind, Text(help_en, help_es), **more)
