"""A register row as a loss: its chance within twelve months, its impact in money, and its window.

Chance: `once` is Bernoulli with the stated chance by its date; `can repeat` is Poisson with rate
-ln(1 - p) over its window, which goes on after it and does not begin before it, or the count of five years
divided by five. Impact: bad and good case are P90 and
P10, the likely case is the mode of a PERT. An impact is what the row adds to today's shortfall.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import ceil, exp, log

from briefing.analysis.exposure import MAX_RATE, Pert, RiskModel
from briefing.analysis.translation import Exchange, driver_value
from briefing.evidence import CellRef, Fact, derived, typed
from briefing.model.dossier import Dossier
from briefing.model.register import Occurs, RegisterRow, RowState
from briefing.periods import Period

YEAR_DAYS = 365.0
EVEN_CHANCE = 0.5
NEARLY_CERTAIN = 0.999
"""A repeating row's chance is capped here: -ln(1 - p) has no end."""


@dataclass(frozen=True, slots=True)
class Window:
    """The days a chance speaks of, from the later of `as of` and the earliest date to the row's date."""

    start: date
    end: date

    @property
    def days(self) -> int:
        """Length in days, at least one."""
        return max((self.end - self.start).days, 1)

    def elapsed(self, day: date) -> float:
        """Give the share of the window that has passed by the end of a day, 0 to 1."""
        return min(max((day - self.start).days / self.days, 0.0), 1.0)


@dataclass(frozen=True, slots=True)
class Loss:
    """One open register row with what was computed of it.

    `low`, `likely`, `high` and `mean` are money in the reporting currency; `yearly` is the chance (once) or the
    rate (can repeat) within twelve months; `expected` is the expected loss in them and `in_year`, for a row that can
    repeat, the chance that it happens at least once in them, 1 - exp(-rate). `even_in` counts the months from the briefing's
    to the first in which it is at least as likely as not to have happened; None where it never is. `untranslated`
    says why there is no money: a key of the catalogue, empty where there is.
    """

    row: RegisterRow
    chance: Fact | None = None
    low: Fact | None = None
    likely: Fact | None = None
    high: Fact | None = None
    mean: Fact | None = None
    yearly: Fact | None = None
    expected: Fact | None = None
    in_year: Fact | None = None
    model: RiskModel | None = None
    window: Window | None = None
    untranslated: str = ""
    first_told: Period | None = None
    first_told_at: CellRef | None = None
    even_in: Fact | None = None

    @property
    def in_sum(self) -> bool:
        """Tell whether the row takes part in the exposure."""
        return self.model is not None


def losses_of(dossier: Dossier, exchange: Exchange) -> tuple[Loss, ...]:
    """Give every open row of this month's register, privileged ones left out, in the workbook's order."""
    submission = dossier.submission
    if submission is None:
        return ()
    return tuple(
        _with_even_chance(_loss(row, dossier, exchange), dossier)
        for row in submission.register
        if row.state is RowState.OPEN and not row.privileged
    )


def _loss(row: RegisterRow, dossier: Dossier, exchange: Exchange) -> Loss:
    told, told_at = _first_told(row, dossier)
    chance = typed(f"{row.id}.chance", row.chance, "chance", row.source, "chance") if row.chance is not None else None
    window = window_of(row, dossier.as_of)
    points, reason = _impact(row, dossier, exchange)
    if row.limit:
        return Loss(row, chance, window=window, untranslated="absolute", first_told=told, first_told_at=told_at)
    if not points:
        return Loss(row, chance, window=window, untranslated=reason, first_told=told, first_told_at=told_at)
    low, likely, high = points
    severity = Pert.from_p10_p90(low.number, likely.number, high.number)
    mean = derived(f"{row.id}.mean", severity.mean, exchange.currency, "pert_mean", (low, likely, high))
    yearly, reason = _yearly(row, chance, window, dossier.as_of)
    if yearly is None:
        return Loss(row, chance, low, likely, high, mean, window=window, untranslated=reason,
                    first_told=told, first_told_at=told_at)
    once = row.occurs is Occurs.ONCE
    model: RiskModel | None = RiskModel(yearly.number, severity, once=once, key=row.id, factor=_factor(row))
    if row.measure is not dossier.charter.company.loss_measure:
        model, reason = None, "other_measure"
    expected = derived(f"{row.id}.expected", yearly.number * severity.mean, exchange.currency,
                       "expected_once" if once else "expected_repeat", (yearly, mean))
    in_year = None if once else derived(f"{row.id}.in_year", 1 - exp(-yearly.number), "chance", "chance_of_rate", (yearly,))
    return Loss(row, chance, low, likely, high, mean, yearly, expected, in_year, model, window, reason, told, told_at)


def _with_even_chance(loss: Loss, dossier: Dossier) -> Loss:
    """Add the months until it is as likely as not: the chance of `once` grows evenly over its window, the rate of `can repeat` is even."""
    row, window = loss.row, loss.window
    if window is None or row.chance is None or row.chance < EVEN_CHANCE:
        return loss
    share = EVEN_CHANCE / row.chance if row.occurs is Occurs.ONCE else log(1 - EVEN_CHANCE) / log(1 - min(row.chance, NEARLY_CERTAIN))
    day = window.start + timedelta(days=ceil(share * (window.end - window.start).days - 1e-9))
    by = typed(f"{row.id}.by_date", row.by_date, "date", row.source, "by_date")
    earliest = typed(f"{row.id}.earliest", row.earliest, "date", row.source, "earliest") if row.earliest else None
    months = Period(day.year, day.month) - dossier.period
    return replace(loss, even_in=derived(f"{row.id}.even_in", months, "months", "months_to_even", (loss.chance, by, earliest)))


def _factor(row: RegisterRow) -> str | None:
    """Give the common factor the row names, None for the one shared by all rows that name none."""
    return " ".join(row.common_factor.casefold().split()) or None


def window_of(row: RegisterRow, as_of: date) -> Window | None:
    """Give the window of a row's chance; None where its date is missing or has passed."""
    if row.by_date is None or row.by_date < as_of:
        return None
    start = max(as_of, row.earliest) if row.earliest else as_of
    return Window(min(start, row.by_date), row.by_date)


def _impact(row: RegisterRow, dossier: Dossier, exchange: Exchange) -> tuple[tuple[Fact, Fact, Fact] | None, str]:
    """Give good, likely and bad case in the reporting currency, or why there are none."""
    if row.bad is None or row.likely is None or row.good is None:
        return None, "no_impact" if row.bad is None and row.likely is None and row.good is None else "half_impact"
    if not row.good <= row.likely <= row.bad:
        return None, "impact_order"
    unit = row.currency or (dossier.submission.cover.currency if dossier.submission else "") or exchange.site_currency
    value = None
    if row.driver:
        value = driver_value(dossier.charter, row.driver, dossier)
        if value is None:
            return None, "no_driver"
        unit = value.unit
    found = []
    for name, amount in (("good", row.good), ("likely", row.likely), ("bad", row.bad)):
        fact = typed(f"{row.id}.{name}", amount, row.driver or unit, row.source, name)
        if value is not None:
            fact = derived(f"{row.id}.{name}.{unit}", amount * value.number, unit, "times_driver", (fact, value))
        reported = exchange.reported(fact)
        if reported is None:
            return None, "no_rate"
        found.append(reported)
    return (found[0], found[1], found[2]), ""


def _yearly(row: RegisterRow, chance: Fact | None, window: Window | None, as_of: date) -> tuple[Fact | None, str]:
    """Give the chance (once) or the rate (can repeat) within twelve months of the briefing's date."""
    if row.occurs is Occurs.CAN_REPEAT and row.times_in_five_years is not None:
        count = typed(f"{row.id}.times", row.times_in_five_years, "count", row.source, "times_in_five_years")
        return derived(f"{row.id}.yearly", min(row.times_in_five_years / 5, MAX_RATE), "rate", "rate_of_count", (count,)), ""
    if chance is None:
        return None, "no_chance"
    if window is None:
        return None, "no_date" if row.by_date is None else "date_passed"
    by = typed(f"{row.id}.by_date", row.by_date, "date", row.source, "by_date")
    earliest = typed(f"{row.id}.earliest", row.earliest, "date", row.source, "earliest") if row.earliest else None
    inputs = (chance, by, earliest)
    if row.occurs is Occurs.ONCE:
        share = window.elapsed(as_of + timedelta(days=int(YEAR_DAYS)))
        return derived(f"{row.id}.yearly", chance.number * share, "chance", "chance_in_year", inputs), ""
    open_days = max(YEAR_DAYS - (window.start - as_of).days, 0.0)
    rate = -log(1 - min(chance.number, NEARLY_CERTAIN)) * open_days / window.days
    return derived(f"{row.id}.yearly", min(rate, MAX_RATE), "rate", "rate_of_chance", inputs), ""


def _first_told(row: RegisterRow, dossier: Dossier) -> tuple[Period | None, CellRef | None]:
    for submission in dossier.submissions:
        found = submission.row(row.id)
        if found is not None:
            return submission.period, found.source.at("id")
    return None, None
