"""The one declaration of both workbooks: sheets, columns, names in both languages, kinds and levels.

The reader, the template writer and `docs/contract.md` are made from it. A column's `field` is the name of the
attribute of the model's record; headers are matched without regard to case, accents, spaces or order.
"""

from __future__ import annotations

from briefing.language import Text
from briefing.workbook.charter_sheets import CHARTER
from briefing.workbook.declaration import Column, Layout, Sheet, Workbook
from briefing.workbook.month_sheets import MONTH, MONTH_KPIS

__all__ = [
    "CHARTER", "FORECAST_MONTHS", "FORECAST_PARTS", "HISTORY_MONTHS", "MONTH", "MONTH_KPIS", "REVIEW", "WORKBOOKS", "Column", "Layout",
    "Sheet", "Workbook",
]

WORKBOOKS = (CHARTER, MONTH)

FORECAST_PARTS = {"likely": Text("likely", "probable"), "low": Text("low", "mínimo"), "high": Text("high", "máximo")}
"""Headers of the own forecast: a month and one of these words, such as `2026-11 likely`."""
HISTORY_MONTHS = 14
FORECAST_MONTHS = 3
REVIEW = Text("Review", "Revisión")
"""The sheet of plain formulas that shows what is missing; the reader passes it over."""
