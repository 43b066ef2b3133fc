"""A KPI's history, put together from every submission: what was said first, and what is said now."""

from __future__ import annotations

from dataclasses import dataclass

from briefing.evidence import CellRef
from briefing.model.charter import Kpi
from briefing.model.dossier import Dossier
from briefing.model.submission import Point, Submission
from briefing.periods import Period, months_between


@dataclass(frozen=True, slots=True)
class Restatement:
    """A past month whose value is another than last month's workbook said."""

    period: Period
    before: Point
    now: Point


@dataclass(frozen=True, slots=True)
class Series:
    """One KPI's months without holes, None where not measured, each with the cell of its latest statement.

    `broken_at` is the first month of the definition in force, where an earlier one meant something else:
    months before it are left out.
    """

    code: str
    periods: tuple[Period, ...] = ()
    values: tuple[float | None, ...] = ()
    cells: tuple[CellRef, ...] = ()
    restated: tuple[Restatement, ...] = ()
    broken_at: Period | None = None

    @property
    def last(self) -> float | None:
        """The value of the briefing's month."""
        return self.values[-1] if self.values else None

    @property
    def measured(self) -> int:
        """How many months have a value."""
        return sum(value is not None for value in self.values)

    def at(self, period: Period) -> float | None:
        """Give the value of one month, None where it is not measured or out of reach."""
        return dict(zip(self.periods, self.values, strict=True)).get(period)


def assemble(code: str, dossier: Dossier) -> Series:
    """Give a KPI's history up to the dossier's month; later submissions overrule earlier ones."""
    points: dict[Period, Point] = {}
    for submission in dossier.submissions:
        points.update(_stated(submission, code))
    broken = _broken_at(code, dossier)
    known = [period for period, point in points.items() if point.value is not None and period <= dossier.period]
    if broken:
        known = [period for period in known if period >= broken]
    if not known:
        point = points.get(dossier.period)
        cells = (point.where,) if point else ()
        return Series(code, (dossier.period,) if point else (), (None,) if point else (), cells, broken_at=broken)
    periods = months_between(min(known), dossier.period)
    nothing = Point(None, CellRef(""))
    found = [points.get(period, nothing) for period in periods]
    return Series(
        code, periods, tuple(point.value for point in found), tuple(point.where for point in found),
        _restated(code, dossier), broken,
    )


def first_statements(code: str, submissions: tuple[Submission, ...]) -> dict[Period, Point]:
    """Give, month by month, what was said of it first."""
    found: dict[Period, Point] = {}
    for submission in submissions:
        report = submission.kpi(code)
        for period, point in report.points.items() if report else ():
            if point.value is not None and period not in found:
                found[period] = point
    return found


def _stated(submission: Submission, code: str) -> dict[Period, Point]:
    report = submission.kpi(code)
    if report is None:
        return {}
    return {
        period: point for period, point in report.points.items()
        if point.value is not None or period == submission.period
    }


def _restated(code: str, dossier: Dossier) -> tuple[Restatement, ...]:
    now = dossier.submission and dossier.submission.kpi(code)
    before = dossier.previous and dossier.previous.kpi(code)
    if not now or not before:
        return ()
    return tuple(
        Restatement(period, before.points[period], point)
        for period, point in sorted(now.points.items(), key=lambda item: item[0])
        if period in before.points and _differ(before.points[period].value, point.value)
    )


def _differ(before: float | None, now: float | None) -> bool:
    if before is None or now is None:
        return False
    return abs(before - now) > 1e-9 * max(1.0, abs(before))


def _broken_at(code: str, dossier: Dossier) -> Period | None:
    versions = sorted(
        (kpi for kpi in dossier.charter.kpis if kpi.code == code and (kpi.valid_from or dossier.period) <= dossier.period),
        key=lambda kpi: kpi.valid_from or Period(1, 1),
    )
    for earlier, later in zip(versions[-2::-1], versions[:0:-1], strict=True):
        if _meaning(earlier) != _meaning(later):
            return later.valid_from
    return None


def _meaning(kpi: Kpi) -> tuple[str, ...]:
    return tuple(" ".join(text.casefold().split()) for text in (kpi.unit, kpi.formula, kpi.definition_en, kpi.definition_es))
