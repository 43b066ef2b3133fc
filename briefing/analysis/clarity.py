"""The clarity audit: what the agreement leaves open, by what closing it would change. Pure.

A gap counts the money at stake (expected loss of the rows it touches, in the reporting currency, plus a broken KPI's
yearly money) and the asks it touches; the next-best gap is the one with most of both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from briefing.analysis.assessment import Assessment
from briefing.analysis.indicators import Indicator
from briefing.analysis.losses import Loss
from briefing.analysis.status import judge
from briefing.evidence import CellRef
from briefing.model.charter import Charter, Kpi, Target
from briefing.model.dossier import Dossier
from briefing.model.register import RowState
from briefing.model.submission import Status
from briefing.money import Basis

LIMIT_HISTORY: Final = 12
"""Months with a value before "never" and "always" mean anything."""
AGREEMENT_DAYS: Final = 365
_NAMES: Final = ("name_en", "name_es")


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing left open: its key, its place, what it is about, and what closing it would change.

    `money` is in the reporting currency; `subject` is a KPI's, row's, priority's or driver's code and `other` a second one.
    """

    key: str
    where: CellRef
    subject: str = ""
    other: str = ""
    money: float = 0.0
    asks: tuple[str, ...] = ()
    count: int = 0
    since: date | None = None


def gaps(assessment: Assessment) -> tuple[Gap, ...]:
    """Give all gaps, the next-best first: a definition that changed this month, then by money, by asks, and in the order they were looked for."""
    dossier = assessment.dossier
    found = [*_changed(assessment), *_tolerance(assessment), *_same_name(dossier, assessment), *_kpis(assessment), *_untranslated(assessment),
             *_priorities(assessment), *_old(assessment), *_limits(assessment)]
    return tuple(sorted(found, key=lambda gap: (gap.key != "definition", -gap.money, -len(gap.asks))))


def _tolerance(assessment: Assessment) -> Iterator[Gap]:
    portfolio, company = assessment.portfolio, assessment.dossier.charter.company
    if company.loss_amount is None or company.loss_years is None:
        money = portfolio.mean.number if portfolio else 0.0
        yield Gap("tolerance", company.source.at("loss_amount"), money=money, asks=tuple(ask.ask.id for ask in assessment.asks))


def _kpis(assessment: Assessment) -> Iterator[Gap]:
    for each in assessment.indicators:
        money, asks = _at_stake(each.code, assessment)
        row = each.target_row
        if row is None:
            yield Gap("target", _at(each.kpi, "code"), each.code, money=money, asks=asks)
            continue
        if row.low_limit is None and row.high_limit is None:
            yield Gap("limit", row.source.at("low_limit"), each.code, money=money, asks=asks)
        if bool(row.agreed_hq_by) != bool(row.agreed_site_by):
            missing = "agreed_site_by" if row.agreed_hq_by else "agreed_hq_by"
            yield Gap(f"one_side.{missing}", row.source.at(missing), each.code, money=money, asks=asks)
        if not each.kpi.owner:
            yield Gap("owner", _at(each.kpi, "owner"), each.code, money=money, asks=asks)
        if each.is_breach and each.money is None and each.unpriced == "none" and not each.kpi.absolute and not _carried(each, assessment):
            yield Gap("value", row.source.at("value_per_unit"), each.code, money=money, asks=asks)


def _carried(indicator: Indicator, assessment: Assessment) -> bool:
    """Tell whether a register row already carries the money of a KPI's deviation: one dollar once."""
    return any(loss.in_sum and indicator.code in loss.row.kpis for loss in assessment.losses)


def _at(kpi: Kpi, name: str) -> CellRef:
    return kpi.source.at(name)


def _at_stake(code: str, assessment: Assessment) -> tuple[float, tuple[str, ...]]:
    """Give the money and the asks that rest on a KPI."""
    losses = [loss for loss in assessment.losses if code in loss.row.kpis]
    indicator = assessment.indicator(code)
    money = sum(loss.expected.number for loss in losses if loss.expected and loss.in_sum)
    return money + (_yearly(indicator) if indicator else 0.0), _asks_on(losses, assessment)


def _yearly(indicator: Indicator) -> float:
    if indicator.money is None or indicator.money_carrier != indicator.code:
        return 0.0
    monthly = indicator.target_row is not None and (indicator.target_row.basis or Basis.MONTH) is Basis.MONTH
    return indicator.money.number * (12 if monthly else 1)


def _asks_on(losses: Iterable[Loss], assessment: Assessment) -> tuple[str, ...]:
    rows = {loss.row.id for loss in losses}
    return tuple(ask.ask.id for ask in assessment.asks if any(rows & set(option.rows) for option in ask.ask.options))


def _untranslated(assessment: Assessment) -> Iterator[Gap]:
    for loss in assessment.losses:
        if not loss.in_sum and loss.untranslated != "absolute":
            name = "likely" if loss.row.driver else "driver"
            yield Gap("untranslated", loss.row.source.at(name), loss.row.id, asks=_asks_on((loss,), assessment))


def _same_name(dossier: Dossier, assessment: Assessment) -> Iterator[Gap]:
    """Find two KPIs, in force or only reported, that share a name and not a formula."""
    in_force = dossier.charter.kpis_in_force(dossier.period)
    known = (*in_force, *(each.kpi for each in assessment.indicators if each.kpi not in in_force))
    for index, first in enumerate(known):
        for second in known[index + 1:]:
            if _named_alike(first, second) and _meaning(first) != _meaning(second):
                money = _at_stake(first.code, assessment)[0] + _at_stake(second.code, assessment)[0]
                reported = assessment.indicator(second.code)
                typed = reported.report if reported and not second.source.row else None
                where = typed.source.at("code") if typed else _at(second, "name_en")
                yield Gap("same_name", where, first.code, second.code, money)


def _named_alike(first: Kpi, second: Kpi) -> bool:
    return any(_plain(getattr(first, name)) and _plain(getattr(first, name)) == _plain(getattr(second, name)) for name in _NAMES)


def _meaning(kpi: Kpi) -> tuple[str, ...]:
    return _plain(kpi.unit), _plain(kpi.formula) or _plain(kpi.definition_en) or _plain(kpi.definition_es)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _limits(assessment: Assessment) -> Iterator[Gap]:
    """Find limits that every month of the history broke, or none: they tell nothing apart. Absolute limits are meant never to break."""
    dossier = assessment.dossier
    for each in assessment.indicators:
        statuses = [
            judge(value, each.kpi.direction, dossier.charter.target(each.code, dossier.site.code, period)).status
            for period, value in zip(each.series.periods, each.series.values, strict=True) if value is not None
        ]
        judged = [status for status in statuses if status in {Status.ON_TARGET, Status.WITHIN_TOLERANCE, Status.OUT_OF_TOLERANCE}]
        row = each.target_row
        if len(judged) < LIMIT_HISTORY or row is None or (row.low_limit is None and row.high_limit is None):
            continue
        broken = sum(status is Status.OUT_OF_TOLERANCE for status in judged)
        name = "low_limit" if row.low_limit is not None else "high_limit"
        money, asks = _at_stake(each.code, assessment)
        if broken == len(judged):
            yield Gap("always", row.source.at(name), each.code, money=money, asks=asks, count=len(judged))
        elif not broken and not each.kpi.absolute and not each.is_warning and _never_near(each, row):
            yield Gap("never", row.source.at(name), each.code, count=len(judged))


def _never_near(indicator: Indicator, row: Target) -> bool:
    """Tell whether the nearest the history came to a limit is farther than its own whole spread: only then it is idle."""
    values = [value for value in indicator.series.values if value is not None]
    spread = max(values) - min(values)
    rooms = [*([min(values) - row.low_limit] if row.low_limit is not None else []), *([row.high_limit - max(values)] if row.high_limit is not None else [])]
    return min(rooms) > spread


def _priorities(assessment: Assessment) -> Iterator[Gap]:
    """Find priorities that no KPI, open row or open ask of this site serves."""
    dossier = assessment.dossier
    submission = dossier.submission
    served = {kpi.priority for kpi in dossier.charter.kpis_in_force(dossier.period)}
    if submission:
        served |= {row.priority for row in submission.register if row.state is RowState.OPEN} | {ask.priority for ask in submission.asks}
    for each in dossier.charter.priorities:
        if each.code not in served:
            yield Gap("priority", each.source.at("code"), each.code)


def _changed(assessment: Assessment) -> Iterator[Gap]:
    """Find definitions and target rows in force since this month: the series breaks, or the yardstick moved."""
    dossier = assessment.dossier
    for each in assessment.indicators:
        money, asks = _at_stake(each.code, assessment)
        if each.series.broken_at == dossier.period:
            yield Gap("definition", _at(each.kpi, "definition_en"), each.code, money=money, asks=asks)
        before = dossier.charter.target(each.code, dossier.site.code, dossier.period + -1)
        if each.target_row is not None and before is not None and _yardstick(before) != _yardstick(each.target_row):
            yield Gap("target_moved", each.target_row.source.at("target"), each.code, money=money, asks=asks)


def _yardstick(row: Target) -> tuple[float | None, ...]:
    return row.target, row.low_limit, row.high_limit


def _old(assessment: Assessment) -> Iterator[Gap]:
    """Propose the oldest agreement of more than a year, one a month, with how many there are."""
    dossier = assessment.dossier
    aged = sorted(_aged(dossier.charter, assessment), key=lambda each: (each[0], each[1]))
    stale = [each for each in aged if (dossier.as_of - each[0]).days > AGREEMENT_DAYS]
    if stale:
        since, code, where = stale[0]
        yield Gap("old", where, code, count=len(stale), since=since)


def _aged(charter: Charter, assessment: Assessment) -> Iterator[tuple[date, str, CellRef]]:
    for each in assessment.indicators:
        row = each.target_row
        days = [day for day in (row.agreed_hq_on, row.agreed_site_on) if day] if row else []
        if row is not None and days:
            yield max(days), each.code, row.source.at("agreed_hq_on" if row.agreed_hq_on == max(days) else "agreed_site_on")
    period, site = assessment.dossier.period, assessment.dossier.site.code
    for code in dict.fromkeys(driver.code for driver in charter.drivers):
        driver = charter.driver(code, site, period)
        if driver is not None and driver.agreed_on:
            yield driver.agreed_on, driver.code, driver.source.at("agreed_on")
