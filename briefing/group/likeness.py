"""What makes one plant comparable with another: its KPIs with declared adjustments, and what its issues may share with others."""

from __future__ import annotations

from functools import partial

from briefing.analysis.indicators import Indicator, history_fact
from briefing.evidence import Fact
from briefing.framing import Frame
from briefing.framing.issues import Issue
from briefing.framing.wording.pen import NOTHING, Part, Pen
from briefing.group.digest import KpiLine, Tie
from briefing.group.pen import Writer
from briefing.model.charter import Direction
from briefing.model.register import RegisterRow


def kpi_line(writer: Writer, each: Indicator) -> KpiLine:
    """Give a measured KPI with its declared adjustment beside the raw value."""
    declared, adjusted = each.adjustment, each.adjusted
    return KpiLine(
        each.code, writer.said(lambda pen: pen.name(each)), each.status, _gap(each, adjusted or each.actual),
        writer.said(lambda pen: pen.value(each, each.actual)), writer.said(lambda pen: pen.value(each, adjusted) if adjusted else NOTHING),
        writer.said(lambda pen: pen.clause(declared.reason_en, declared.reason_es, declared.source, "reason") if declared else NOTHING),
        writer.fact(history_fact(each)),
    )


def _gap(each: Indicator, value: Fact | None) -> float:
    """Give how far a value lies on the bad side of the target, as a share of it; 0 where that cannot be said."""
    if value is None or each.target is None or not each.target.number or each.kpi.direction is Direction.BAND:
        return each.shortfall.number if each.shortfall else 0.0
    short = each.target.number - value.number
    return (-short if each.kpi.direction is Direction.LOWER else short) / abs(each.target.number)


def ties_of(writer: Writer, frame: Frame, issue: Issue) -> tuple[Tie, ...]:
    """Give what an issue may share with other plants': its common factor, its driver, rows that are not in this register.

    A driver ties only rows of one kind: a lost day is lost for many reasons.
    """
    if issue.loss is None:
        return ()
    row, submission = issue.loss.row, frame.assessment.dossier.submission
    found = []
    if issue.loss.row.common_factor:
        key = " ".join(row.common_factor.casefold().split())
        found.append(Tie("factor", key, writer.said(lambda pen: pen.typed(row.common_factor, row.source, "common_factor"))))
    if row.driver:
        found.append(Tie("driver", f"{row.kind}/{row.driver}", writer.said(lambda pen: pen.typed(row.driver, row.source, "driver"))))
    others = [other for other in row.rows if submission is None or submission.row(other) is None]
    return (*found, *(Tie("row", other, writer.said(partial(_named, row=row, other=other))) for other in others))


def _named(pen: Pen, row: RegisterRow, other: str) -> Part:
    return pen.plain(other, row.source.at("rows"))
