"""Every KPI of a site in its month: value, status, money, outlook."""

from __future__ import annotations

from dataclasses import dataclass, replace

from briefing.analysis.outlook import LONGEST_HISTORY, Outlook, forecast
from briefing.analysis.series import Series, assemble
from briefing.analysis.status import Judgement, judge
from briefing.analysis.translation import Exchange
from briefing.evidence import CellRef, Fact, derived, typed
from briefing.model.charter import Adjustment, Kpi, Target
from briefing.model.dossier import Dossier, Override
from briefing.model.submission import KpiReport, Status
from briefing.money import Basis
from briefing.numbers import SHARE_UNIT

HORIZON_MONTHS = 6
LIKELY_BREACH = 0.5


@dataclass(frozen=True, slots=True)
class Indicator:
    """One KPI with all that was computed of it. Facts are in the KPI's unit unless their unit is a currency.

    `money` is the present shortfall times the agreed value per unit, on the typed basis and measure;
    `money_carrier` is the KPI that carries the money of its value group (itself, or another's code); `unpriced` says
    why there is no money: `none` agreed, target `met`, value `outside` the range of the agreed money, `no_rate`.
    `breach` is the chance of any month out of tolerance within the horizon; `months_to_breach` the first
    month in which it is at least one half. Of a KPI out of tolerance, `broken_for` counts the months in a row, this one included,
    and `recovery` is the chance that the horizon's last month is back within the limits. `adjusted` is the value with the difference
    that the charter declares for this site, for comparison only: status, money and outlook go by the value as it is.
    """

    kpi: Kpi
    series: Series
    judgement: Judgement
    target_row: Target | None = None
    report: KpiReport | None = None
    override: Override | None = None
    previous: Status | None = None
    actual: Fact | None = None
    target: Fact | None = None
    low_limit: Fact | None = None
    high_limit: Fact | None = None
    shortfall: Fact | None = None
    money: Fact | None = None
    money_carrier: str = ""
    unpriced: str = "none"
    outlook: Outlook | None = None
    breach: Fact | None = None
    months_to_breach: Fact | None = None
    broken_for: Fact | None = None
    recovery: Fact | None = None
    adjustment: Adjustment | None = None
    adjusted: Fact | None = None

    @property
    def code(self) -> str:
        """The KPI's code."""
        return self.kpi.code

    @property
    def status(self) -> Status:
        """The status computed from the value and the target row."""
        return self.judgement.status

    @property
    def is_warning(self) -> bool:
        """Tell whether the limit is kept today and a breach within the horizon is at least as likely as not."""
        kept = self.status in {Status.ON_TARGET, Status.WITHIN_TOLERANCE}
        return kept and self.breach is not None and self.breach.number >= LIKELY_BREACH

    @property
    def is_breach(self) -> bool:
        """Tell whether the month is out of tolerance."""
        return self.status is Status.OUT_OF_TOLERANCE


def indicators_of(dossier: Dossier, exchange: Exchange) -> tuple[Indicator, ...]:
    """Give every KPI that the charter holds for this site or the workbook reports, in the charter's order."""
    known = {kpi.code: kpi for kpi in dossier.charter.kpis_in_force(dossier.period)}
    reported = [code for submission in dossier.submissions[-1:] for code in (report.code for report in submission.kpis)]
    before = {report.code for submission in dossier.earlier for report in submission.kpis}
    codes = [code for code in known if code in reported or code in before or dossier.charter.expects(code, dossier.site.code)]
    codes += [code for code in dict.fromkeys(reported) if code not in known]
    found = [_indicator(known.get(code) or _unagreed(code, dossier), dossier, exchange) for code in codes]
    return _one_carrier_a_group(tuple(found))


def _unagreed(code: str, dossier: Dossier) -> Kpi:
    """Give what the workbook itself says of a KPI that the charter does not name."""
    for submission in reversed(dossier.submissions):
        report = submission.kpi(code)
        if report is not None:
            return Kpi(code, report.name, report.name, report.unit)
    return Kpi(code)


def _indicator(kpi: Kpi, dossier: Dossier, exchange: Exchange) -> Indicator:
    series = assemble(kpi.code, dossier)
    row = dossier.charter.target(kpi.code, dossier.site.code, dossier.period)
    current = series.last if series.periods and series.periods[-1] == dossier.period else None
    judgement = judge(current, kpi.direction, row)
    indicator = Indicator(
        kpi, series, judgement, row, dossier.submission.kpi(kpi.code) if dossier.submission else None,
        _override(kpi.code, dossier), _previous_status(kpi, series, dossier),
    )
    indicator = _with_adjustment(_with_facts(indicator, current), dossier)
    indicator = _with_money(indicator, dossier, exchange)
    return _with_outlook(_with_duration(indicator, dossier))


def _with_duration(indicator: Indicator, dossier: Dossier) -> Indicator:
    """Count the months in a row out of tolerance, each by the target row of its month."""
    if not indicator.is_breach:
        return indicator
    kpi, series = indicator.kpi, indicator.series
    broken: list[CellRef] = []
    for period, value, cell in zip(reversed(series.periods), reversed(series.values), reversed(series.cells), strict=True):
        row = dossier.charter.target(kpi.code, dossier.site.code, period)
        if value is None or judge(value, kpi.direction, row).status is not Status.OUT_OF_TOLERANCE:
            break
        broken.append(cell)
    count = Fact(f"{kpi.code}.broken_for", len(broken), "months", "broken_for", cells=tuple(sorted(broken)))
    return replace(indicator, broken_for=count)


def _override(code: str, dossier: Dossier) -> Override | None:
    publication = dossier.publication
    return next((each for each in publication.overrides if each.kpi == code), None) if publication else None


def _previous_status(kpi: Kpi, series: Series, dossier: Dossier) -> Status | None:
    before = dossier.period + -1
    if dossier.previous is None or dossier.previous.kpi(kpi.code) is None:
        return None
    row = dossier.charter.target(kpi.code, dossier.site.code, before)
    return judge(series.at(before), kpi.direction, row).status


def _with_facts(indicator: Indicator, current: float | None) -> Indicator:
    code, unit, row = indicator.code, indicator.kpi.unit, indicator.target_row
    actual = None
    if current is not None:
        actual = Fact(f"{code}.actual", current, unit, cells=(indicator.series.cells[-1],))

    def of_row(name: str, value: float | None) -> Fact | None:
        return typed(f"{code}.{name}", value, unit, row.source, name) if row and value is not None else None

    target = of_row("target", row.target if row else None)
    low, high = of_row("low_limit", row.low_limit if row else None), of_row("high_limit", row.high_limit if row else None)
    short = None
    if indicator.judgement.shortfall is not None:
        short = derived(f"{code}.shortfall", indicator.judgement.shortfall, unit, "shortfall",
                        (actual, target) if target else (actual, low, high))
    return replace(indicator, actual=actual, target=target, low_limit=low, high_limit=high, shortfall=short)


def _with_adjustment(indicator: Indicator, dossier: Dossier) -> Indicator:
    declared = dossier.charter.adjustment(indicator.code, dossier.site.code, dossier.period)
    if declared is None or indicator.actual is None:
        return indicator
    code, unit = indicator.code, indicator.kpi.unit
    amount = typed(f"{code}.adjustment", declared.amount, unit, declared.source, "amount")
    adjusted = derived(f"{code}.adjusted", indicator.actual.number + declared.amount, unit, "adjusted", (indicator.actual, amount))
    return replace(indicator, adjustment=declared, adjusted=adjusted)


def _with_money(indicator: Indicator, dossier: Dossier, exchange: Exchange) -> Indicator:
    row, short = indicator.target_row, indicator.shortfall
    if row is None or short is None or not row.value_per_unit or indicator.kpi.absolute:
        return indicator
    if not short.number:
        return replace(indicator, unpriced="met")
    if not _within(indicator.actual, row):
        return replace(indicator, unpriced="outside")
    currency = row.currency or dossier.charter.company.currency
    value = typed(f"{indicator.code}.value_per_unit", row.value_per_unit, currency, row.source, "value_per_unit")
    units = short.number * (100 if indicator.kpi.unit == SHARE_UNIT else 1)
    basis = row.basis or Basis.MONTH
    cost = derived(f"{indicator.code}.cost", units * row.value_per_unit, currency, f"translation.{basis}", (short, value))
    money = exchange.reported(cost)
    return replace(indicator, money=money, money_carrier=indicator.code, unpriced="" if money else "no_rate")


def _within(actual: Fact | None, row: Target) -> bool:
    """Tell whether the value lies where the value per unit holds; beyond a cliff the cliff's own row counts."""
    if actual is None:
        return False
    above = row.valid_low is None or actual.number >= row.valid_low
    return above and (row.valid_high is None or actual.number <= row.valid_high)


def _one_carrier_a_group(indicators: tuple[Indicator, ...]) -> tuple[Indicator, ...]:
    """Leave the money of a value group with the KPI that shows the most of it: one dollar once."""
    carriers: dict[str, Indicator] = {}
    for each in indicators:
        group = each.kpi.value_group
        if group and each.money and (group not in carriers or _yearly_money(each) > _yearly_money(carriers[group])):
            carriers[group] = each
    return tuple(
        replace(each, money_carrier=carriers[each.kpi.value_group].code)
        if each.money and each.kpi.value_group in carriers else each
        for each in indicators
    )


def _yearly_money(indicator: Indicator) -> float:
    months = 12 if indicator.target_row and (indicator.target_row.basis or Basis.MONTH) is Basis.MONTH else 1
    return indicator.money.number * months if indicator.money else 0.0


def _with_outlook(indicator: Indicator) -> Indicator:
    series, kpi = indicator.series, indicator.kpi
    if all(value is None for value in series.values[-LONGEST_HISTORY:]):
        return indicator
    lower, upper = kpi.lower_bound, kpi.upper_bound
    if lower is not None and upper is not None and lower >= upper:
        lower = upper = None  # bounds that leave no room are no bounds
    outlook = forecast(series.values, horizon=HORIZON_MONTHS, seasonal=kpi.seasonal, lower=lower, upper=upper)
    row = indicator.target_row
    low, high = (row.low_limit, row.high_limit) if row else (None, None)
    if low is None and high is None:
        return replace(indicator, outlook=outlook)
    history = history_fact(indicator)
    limits = (history, indicator.low_limit, indicator.high_limit)
    if outlook.too_few:
        return replace(indicator, outlook=outlook)
    breach = derived(f"{indicator.code}.breach", float(outlook.probability_any_beyond(low, high)), "chance",
                     "outlook.any_breach", limits)
    first = outlook.months_to_breach(low, high)
    months = derived(f"{indicator.code}.months_to_breach", first, "months", "outlook.months_to_breach", limits)
    recovery = None
    if indicator.is_breach:
        below = outlook.probability_beyond(low, "below")[-1] if low is not None else 0.0
        above = outlook.probability_beyond(high, "above")[-1] if high is not None else 0.0
        recovery = derived(f"{indicator.code}.recovery", max(1 - float(below + above), 0.0), "chance", "outlook.recovery", limits)
    return replace(indicator, outlook=outlook, breach=breach, months_to_breach=months if first else None, recovery=recovery)


def history_fact(indicator: Indicator) -> Fact:
    """Give the history that the outlook was made from, with the cell of every month."""
    cells = tuple(cell for cell, value in zip(indicator.series.cells, indicator.series.values, strict=True) if value is not None)
    return Fact(f"{indicator.code}.history", indicator.series.measured, "months", "history", cells=cells)
