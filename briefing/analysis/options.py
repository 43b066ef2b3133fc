"""Options compared: what each costs, what it leaves of the loss, and what a month's delay costs.

A row's chance is spread evenly over its window. An option that works from the share `e` of the window on
leaves  p e + max(c - p e, 0)  of the chance p, c being the stated chance left; the impact left applies to
what happens after it works. Chances of rows that can repeat are handled as rates, -ln(1 - chance). Money is
that of twelve months: an option spares what would have fallen between the day it works and their end.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import log

from briefing.analysis.losses import NEARLY_CERTAIN, YEAR_DAYS, Loss, Window
from briefing.analysis.portfolio import Bracket
from briefing.analysis.translation import Exchange
from briefing.evidence import Fact, derived, typed
from briefing.model.asks import Ask, AskState, Option, Purpose
from briefing.model.dossier import Dossier
from briefing.model.register import Occurs

MONTH_DAYS = 30.4375
NOTHING = "A"


@dataclass(frozen=True, slots=True)
class Choice:
    """One option with its figures, money in the reporting currency.

    `left` is the expected loss left on the rows it acts on, `avoided` what it takes off compared with doing
    nothing, `net` avoided less cost, each with today's register. `chance` is the chance left on the ask's
    first row. `net_good` and `net_bad` are `net` if that row's impact is its good or bad case.
    """

    option: Option
    cost: Fact | None = None
    left: Fact | None = None
    avoided: Fact | None = None
    net: Fact | None = None
    net_good: float = 0.0
    net_bad: float = 0.0
    chance: Fact | None = None
    delay: Fact | None = None
    works_from: date | None = None
    too_late: bool = False
    """The stated chance left is below what the time to effect allows."""
    kept: tuple[tuple[str, float], ...] = ()
    """The share of the expected loss left of each row it acts on."""
    avoided_low: Fact | None = None
    avoided_high: Fact | None = None
    """What it takes off the simulated year's loss: of ten years, one lies below the first and one above the second."""
    above: Bracket | None = None
    """The chance of losing more than the tolerated amount once it is taken; for do nothing that of today."""

    @property
    def letter(self) -> str:
        """The option's letter."""
        return self.option.letter


@dataclass(frozen=True, slots=True)
class Weighed:
    """An ask with its options weighed; do nothing first.

    `complete` tells whether it may be printed as for decision: options, recommendation, decider and date.
    `delay` is the computed cost of deciding a month later than asked, for the recommended option; `own_delay` the
    site's own figure. `tied` are the letters of options that the figures cannot tell from the best one.
    """

    ask: Ask
    choices: tuple[Choice, ...] = ()
    losses: tuple[Loss, ...] = ()
    decider: str = ""
    delay: Fact | None = None
    own_delay: Fact | None = None
    best: str = ""
    tied: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Tell whether nothing is missing for a decision."""
        ask = self.ask
        return bool(ask.options and ask.recommendation and self.decider and ask.needed_by)

    @property
    def purpose(self) -> Purpose:
        """What readers are to do; an incomplete decision is only for discussion."""
        if self.ask.purpose is Purpose.DECISION and not self.complete:
            return Purpose.DISCUSSION
        return self.ask.purpose

    @property
    def recommended(self) -> Choice | None:
        """The option the site recommends."""
        return self.choice(self.ask.recommendation)

    @property
    def above(self) -> Bracket | None:
        """The chance of losing more than the tolerated amount once the recommended option is taken."""
        choice = self.recommended
        return choice.above if choice and choice.avoided else None

    def choice(self, letter: str) -> Choice | None:
        """Give the option of that letter."""
        return next((choice for choice in self.choices if choice.letter == letter), None)


def weigh_asks(dossier: Dossier, losses: tuple[Loss, ...], exchange: Exchange) -> tuple[Weighed, ...]:
    """Weigh every open ask of the month, in the workbook's order."""
    asks = dossier.submission.asks if dossier.submission else ()
    return tuple(_weigh(ask, dossier, losses, exchange) for ask in asks if ask.state is AskState.OPEN)


def _weigh(ask: Ask, dossier: Dossier, losses: tuple[Loss, ...], exchange: Exchange) -> Weighed:
    named = dict.fromkeys(row for option in ask.options for row in option.rows)
    acted = tuple(loss for identifier in named for loss in losses if loss.row.id == identifier)
    priced = tuple(loss for loss in acted if loss.in_sum)
    decided = max(ask.needed_by or dossier.as_of, dossier.as_of)
    choices = tuple(_choice(option, ask, priced, decided, dossier, exchange) for option in _with_nothing(ask))
    decider = ask.decider or dossier.site.decider
    own = None
    if ask.delay_cost is not None:
        unit = ask.currency or _cover_currency(dossier) or exchange.site_currency
        own = exchange.reported(typed(f"{ask.id}.own_delay", ask.delay_cost, unit, ask.source, "delay_cost"))
    recommended = next((choice for choice in choices if choice.letter == ask.recommendation), None)
    best, tied = _best(choices)
    return Weighed(ask, choices, acted, decider, recommended.delay if recommended else None, own, best, tied)


def _with_nothing(ask: Ask) -> tuple[Option, ...]:
    """Give the options with do nothing first; a question for discussion has none."""
    if not ask.options or any(option.letter == NOTHING for option in ask.options):
        return tuple(sorted(ask.options, key=lambda option: option.letter != NOTHING))
    return (Option(ask.id, NOTHING, source=ask.source), *ask.options)


def _cover_currency(dossier: Dossier) -> str:
    return dossier.submission.cover.currency if dossier.submission else ""


def _choice(option: Option, ask: Ask, losses: tuple[Loss, ...], decided: date, dossier: Dossier,
            exchange: Exchange) -> Choice:
    currency = option.currency or ask.currency or _cover_currency(dossier) or exchange.site_currency
    cost = _cost(option, ask, losses, currency, decided, exchange)
    acting = tuple(loss for loss in losses if loss.row.id in option.rows)
    if not losses or not (acting or option.letter == NOTHING):
        return Choice(option, cost)
    effects = tuple(_effect(loss, option, ask, decided, dossier.as_of) for loss in acting)
    key, money = f"{ask.id}.{option.letter}", exchange.currency
    inputs = _inputs(option, ask, losses)
    before = sum(_expected(loss) for loss in losses)
    spared = sum(effect.spared() for effect in effects)
    chance = next((effect.chance() for effect in effects if effect.loss is losses[0]), _events(losses[0])[0])
    choice = Choice(
        option, cost, derived(f"{key}.left", before - spared, money, "option.left", inputs),
        chance=derived(f"{key}.chance", chance, "chance", "option.chance", inputs) if _events(losses[0])[1] else None,
    )
    if option.letter == NOTHING:
        return choice
    late = round(MONTH_DAYS)
    delay = spared - sum(effect.spared(late) for effect in effects)
    choice = replace(
        choice, works_from=effects[0].works, too_late=any(effect.too_late for effect in effects),
        avoided=derived(f"{key}.avoided", spared, money, "option.avoided", inputs),
        delay=derived(f"{key}.delay", max(delay, 0.0), money, "option.delay", inputs),
        kept=tuple((effect.loss.row.id, effect.kept()) for effect in effects),
    )
    return _with_net(choice, effects, key, money)


def _with_net(choice: Choice, effects: tuple[_Effect, ...], key: str, money: str) -> Choice:
    if choice.avoided is None or choice.cost is None:
        return choice
    net = derived(f"{key}.net", choice.avoided.number - choice.cost.number, money, "option.net", (choice.avoided, choice.cost))
    good, bad = (
        sum(effect.spared() * _ratio(effect.loss, name) for effect in effects) - choice.cost.number
        for name in ("low", "high")
    )
    return replace(choice, net=net, net_good=good, net_bad=bad)


def _ratio(loss: Loss, name: str) -> float:
    """Give the good or bad case as a multiple of the mean impact."""
    case, mean = getattr(loss, name), loss.mean
    return float(case.number / mean.number) if case and mean and mean.number else 1.0


@dataclass(frozen=True, slots=True)
class _Effect:
    """What one option does to one row.

    Until the day it works the row's events fall evenly at their full rate; afterwards only the share `residual`
    of them, each with the share `impact` of its loss. `residual` follows from the chance left that was
    stated for a decision on time. The chance speaks of the days of `window`, the expected loss of those of
    `year`, which end with the twelve months.
    """

    loss: Loss
    works: date
    residual: float
    impact: float
    too_late: bool
    window: Window
    year: Window

    def kept(self, late_days: int = 0) -> float:
        """Give the share of the expected loss left if the option works that many days later."""
        open_share = 1 - self.year.elapsed(self.works + timedelta(days=late_days))
        return 1 - open_share * (1 - self.residual * self.impact)

    def spared(self, late_days: int = 0) -> float:
        """Give the expected loss avoided in twelve months if the option works that many days later."""
        return _expected(self.loss) * (1 - self.kept(late_days))

    def chance(self) -> float:
        """Give the events left within the row's window: a chance for a row that happens once."""
        events, _ = _events(self.loss)
        elapsed = self.window.elapsed(self.works)
        return events * (elapsed + (1 - elapsed) * self.residual)


def _windows(loss: Loss, as_of: date) -> tuple[Window, Window]:
    """Give the days the row's chance speaks of, and those of the next twelve months in which it can happen."""
    year = Window(as_of, as_of + timedelta(days=int(YEAR_DAYS)))
    window = loss.window
    counted = loss.row.occurs is Occurs.CAN_REPEAT and loss.row.times_in_five_years is not None
    if window is None or loss.row.chance is None:
        return year, year
    if counted:
        return window, year
    end = year.end if loss.row.occurs is Occurs.CAN_REPEAT else min(window.end, year.end)
    return window, Window(min(window.start, end), end)


def _effect(loss: Loss, option: Option, ask: Ask, decided: date, as_of: date) -> _Effect:
    needed = timedelta(days=round((option.months_to_effect or 0.0) * MONTH_DAYS))
    events, once = _events(loss)
    window, year = _windows(loss, as_of)
    planned = window.elapsed((ask.needed_by or decided) + needed)
    left = events if option.chance_after is None else option.chance_after if once else _rate(option.chance_after)
    open_events = events * (1 - planned)
    residual = (left - events * planned) / open_events if open_events > 0 else 1.0
    impact = 1.0 if option.impact_after is None else option.impact_after
    too_late = option.chance_after is not None and left < 0.9 * events * planned
    return _Effect(loss, decided + needed, min(max(residual, 0.0), 1.0), impact, too_late, window, year)


def _events(loss: Loss) -> tuple[float, bool]:
    """Give the chance (once, True) or the expected number of events (False) within the row's window."""
    stated = loss.row.chance
    if loss.row.occurs is Occurs.ONCE:
        return stated or 0.0, True
    if stated is not None:
        return _rate(stated), False
    return (loss.yearly.number if loss.yearly else 0.0), False


def _rate(chance: float) -> float:
    return -log(1 - min(chance, NEARLY_CERTAIN))


def _expected(loss: Loss) -> float:
    return loss.expected.number if loss.expected else 0.0


def _inputs(option: Option, ask: Ask, losses: tuple[Loss, ...]) -> tuple[Fact | None, ...]:
    key = f"{ask.id}.{option.letter}"
    own = [
        typed(f"{key}.{name}", getattr(option, name), unit, option.source, name)
        for name, unit in (("chance_after", "chance"), ("impact_after", "share"), ("months_to_effect", "months"))
        if getattr(option, name) is not None
    ]
    needed = typed(f"{ask.id}.needed_by", ask.needed_by, "date", ask.source, "needed_by") if ask.needed_by else None
    return (*own, needed, *(fact for loss in losses for fact in (loss.yearly, loss.mean)))


def _cost(option: Option, ask: Ask, losses: tuple[Loss, ...], currency: str, decided: date, exchange: Exchange) -> Fact | None:
    if option.cost_once is None and option.cost_month is None:
        return None
    key = f"{ask.id}.{option.letter}"
    parts: list[Fact] = []
    total = option.cost_once or 0.0
    if option.cost_once is not None:
        parts.append(typed(f"{key}.cost_once", option.cost_once, currency, option.source, "cost_once"))
    if option.cost_month is not None:
        months = option.months
        if months is None:
            ends = [loss.window.end for loss in losses if loss.window and loss.row.id in option.rows]
            months = max((max(ends) - decided).days / MONTH_DAYS if ends else 12.0, 0.0)
        parts.append(typed(f"{key}.cost_month", option.cost_month, currency, option.source, "cost_month"))
        parts.append(typed(f"{key}.months", round(months, 4), "months", option.source, "months"))
        total += option.cost_month * months
    return exchange.reported(derived(f"{key}.cost", float(total), currency, "option.cost", parts))


def _best(choices: tuple[Choice, ...]) -> tuple[str, tuple[str, ...]]:
    """Give the option with the most avoided less cost, and those the figures cannot tell from it.

    Two options tie when the better of them changes within the range from good to bad case, or when their
    difference is under a tenth of what the better one avoids.
    """
    compared = [choice for choice in choices if choice.net or (choice.letter == NOTHING and choice.left)]
    if len(compared) < 2:
        return "", ()
    best = max(compared, key=_net)
    tied = tuple(other.letter for other in compared if other is not best and _ties(best, other))
    return best.letter, tied


def _net(choice: Choice) -> float:
    return choice.net.number if choice.net else 0.0


def _ties(best: Choice, other: Choice) -> bool:
    good, bad = best.net_good - other.net_good, best.net_bad - other.net_bad
    avoided = best.avoided.number if best.avoided else 0.0
    return good * bad < 0 or abs(_net(best) - _net(other)) < 0.1 * avoided
