"""Histories as tables."""

from __future__ import annotations

import math

import pandas as pd

from briefing.analysis.history import COLUMNS, history_table
from briefing.evidence import CellRef
from briefing.model.charter import Charter, Direction, Kpi, Site, Target
from briefing.model.dossier import Dossier
from briefing.model.submission import KpiReport, Point, Submission
from briefing.periods import Period

OCTOBER = Period(2026, 10)


def test_each_month_of_each_kpi_is_one_row_with_its_cell() -> None:
    """A month without a value stays as a row, not measured."""
    site = Site("MTY", "Monterrey")
    charter = Charter(sites=(site,), kpis=(Kpi("OTD", direction=Direction.HIGHER),), targets=(Target("OTD", target=0.95, low_limit=0.9),))
    points = {Period(2026, 8): Point(0.96, CellRef("f.xlsx", "KPIs", "B2")), OCTOBER: Point(0.85, CellRef("f.xlsx", "KPIs", "D2"))}
    submission = Submission("MTY", OCTOBER, kpis=(KpiReport("OTD", points),))

    table = history_table(Dossier(charter, site, OCTOBER, OCTOBER.last_day, submission))

    assert list(COLUMNS) == list(table.columns)
    assert ["on_target", "not_measured", "out_of_tolerance"] == table["status"].tolist()
    assert math.isnan(table["value"][1])
    assert pd.Period("2026-10", "M") == table["period"].iloc[-1]
    assert "D2" == table["cell"].iloc[-1]
