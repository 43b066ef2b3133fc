"""The findings of a file read through a mapping; texts are in `locale/*/findings.po` under these codes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from briefing.evidence import CellRef
from briefing.findings import Finding, Severity
from briefing.workbook.codes import LONGEST_ECHO

_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE

MAPPING_UNUSABLE: Final = "ADP-101"
TABLE_GONE: Final = "ADP-102"
COLUMN_GONE: Final = "ADP-103"
COLUMN_NEW: Final = "ADP-104"
MONTHS_OTHER: Final = "ADP-105"
LABEL_NEW: Final = "ADP-106"
LABEL_GONE: Final = "ADP-107"
YEAR_UNKNOWN: Final = "ADP-108"
AFTER_MONTH: Final = "ADP-109"
TWO_VALUES: Final = "ADP-110"
NOT_WHOLE_PERCENT: Final = "ADP-111"
WORD_WITHOUT_FIGURE: Final = "ADP-112"
STATE_UNKNOWN: Final = "ADP-113"
ROWS_LEFT: Final = "ADP-114"
SHEET_RENAMED: Final = "ADP-115"
MONTH_CELL_GONE: Final = "ADP-116"
FOREIGN_BLOCK: Final = "ADP-117"
TABLE_NEW: Final = "ADP-118"
MONTH_MISSING: Final = "ADP-119"
NO_IDS: Final = "ADP-120"
NO_MONTHS: Final = "ADP-121"
NOTHING_READ: Final = "ADP-122"
LINE_GONE: Final = "ADP-123"

CODES: Final[Mapping[str, Severity]] = {
    MAPPING_UNUSABLE: _E, TABLE_GONE: _E, COLUMN_GONE: _E, COLUMN_NEW: _W, MONTHS_OTHER: _W, LABEL_NEW: _W, LABEL_GONE: _W, YEAR_UNKNOWN: _E, AFTER_MONTH: _W, TWO_VALUES: _E,
    NOT_WHOLE_PERCENT: _E, WORD_WITHOUT_FIGURE: _W, STATE_UNKNOWN: _W, ROWS_LEFT: _N, SHEET_RENAMED: _W, MONTH_CELL_GONE: _E, FOREIGN_BLOCK: _W, TABLE_NEW: _W, MONTH_MISSING: _E, NO_IDS: _W,
    NO_MONTHS: _N, NOTHING_READ: _E, LINE_GONE: _W,
}
"""Code to severity."""


def raised(where: CellRef, code: str, **parameters: str | float) -> Finding:
    """Make the finding of a code; texts of the file are repeated on one line and not at length."""
    kept = tuple(sorted((name, _echo(value)) for name, value in parameters.items()))
    return Finding(where, code, CODES[code], kept)


def _echo(value: str | float) -> str | float:
    if isinstance(value, float):
        return f"{value:.10g}"
    if not isinstance(value, str):
        return value
    text = " ".join(value.split())
    return text if len(text) <= LONGEST_ECHO else text[: LONGEST_ECHO - 1].rstrip() + "…"
