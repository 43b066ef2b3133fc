"""What the values of a KPI are counted in, by the charter."""

from __future__ import annotations

from typing import Final

from briefing.model.charter import Charter, Kpi
from briefing.workbook.normalise import key
from briefing.workbook.percent import Scale

_PERCENT_WORDS: Final = frozenset({"percent", "porcentaje", "porciento", "pct", "percentage", "porcent"})


def as_unit(text: str) -> str:
    """Give a unit as it is kept: every way to write percent is `%`."""
    return "%" if text.strip() == "%" or key(text) in _PERCENT_WORDS else text.strip()


def scale_of_unit(unit: str) -> Scale:
    """Give the scale of a unit alone; nothing is known if it is blank."""
    kept = as_unit(unit)
    return Scale(kept, kept == "%" if kept else None)


def scale_of_kpi(kpi: Kpi, charter: Charter, site: str) -> Scale:
    """Give the scale of a KPI: its unit, its natural bounds, and the largest value its target rows speak of."""
    rows = charter.targets_of(kpi.code, site)
    spoken = [abs(value) for row in rows for value in (row.target, row.low_limit, row.high_limit) if value is not None]
    return Scale(kpi.unit, kpi.is_percent if kpi.unit else None, kpi.lower_bound, kpi.upper_bound,
                 max(spoken, default=None))
