"""Histories as a pandas table, for people who go on working with them; imported only where it is asked for."""

from __future__ import annotations

import pandas as pd

from briefing.analysis.series import assemble
from briefing.analysis.status import judge
from briefing.model.dossier import Dossier

COLUMNS = ("site", "kpi", "period", "value", "status", "file", "sheet", "cell")


def history_table(dossier: Dossier) -> pd.DataFrame:
    """Give every KPI's months in long form, one row a KPI and month, in the charter's order and then by month.

    `period` is a monthly pandas Period, `value` in the KPI's unit (shares of one for %) and NaN where it was not
    measured, `status` computed with the target row in force in that month, and file, sheet and cell its latest statement.
    """
    codes = dict.fromkeys(report.code for submission in dossier.submissions for report in submission.kpis)
    rows = []
    for code in codes:
        series = assemble(code, dossier)
        for period, value, where in zip(series.periods, series.values, series.cells, strict=True):
            kpi = dossier.charter.kpi(code, period)
            row = dossier.charter.target(code, dossier.site.code, period)
            status = judge(value, kpi.direction if kpi else None, row).status
            rows.append((dossier.site.code, code, str(period), value, status.value, where.file, where.sheet, where.cell))
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    table["period"] = pd.PeriodIndex(table["period"], freq="M")
    return table.astype({"value": "float64"})
