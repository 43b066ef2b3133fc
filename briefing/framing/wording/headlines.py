"""Headlines: event, how likely, by when, at what cost, unless what; a pattern for each part that is missing."""

from __future__ import annotations

from dataclasses import replace

from briefing import numbers
from briefing.analysis.indicators import Indicator
from briefing.analysis.losses import Loss
from briefing.analysis.options import Weighed
from briefing.evidence import Fact
from briefing.framing.asks import AskState
from briefing.framing.issues import Issue, Rank
from briefing.framing.wording.pen import NOTHING, Part, Pen
from briefing.model.asks import Purpose
from briefing.model.submission import Status
from briefing.sentences import Sentence, Stance

MEASURE_KEYS = {"ebitda": "measure.ebitda", "cash": "measure.cash", "revenue": "measure.revenue"}


def event(pen: Pen, loss: Loss) -> Part:
    """Give the event clause as typed."""
    return pen.clause(loss.row.event_en, loss.row.event_es, loss.row.source, "event")


def when(pen: Pen, issue: Issue) -> Part:
    """Give what, how likely and by when; for a KPI, its state or its chance of breaking the limit."""
    if issue.loss is None:
        return _kpi_clause(pen, issue)
    loss = issue.loss
    what = event(pen, loss)
    passed = loss.row.by_date is not None and loss.row.by_date < pen.as_of
    if loss.in_year is not None and (loss.chance is None or passed):
        return pen.join("headline.repeat", event=what, chance=pen.chance(loss.in_year))
    if loss.chance is not None and passed:
        return pen.join("headline.passed", event=what, chance=pen.chance(loss.chance),
                        day=pen.day(loss.row.by_date, loss.row.source, "by_date"))
    key = {(True, True): "headline.full", (True, False): "headline.no_date",
           (False, True): "headline.no_chance", (False, False): "headline.bare"}[
        (loss.chance is not None, loss.row.by_date is not None)]
    return pen.join(key, event=what, chance=pen.chance(loss.chance),
                    day=pen.day(loss.row.by_date, loss.row.source, "by_date"))


def _kpi_clause(pen: Pen, issue: Issue) -> Part:
    indicator = issue.indicator
    if indicator is None:
        return NOTHING
    limit = broken_limit(issue)
    parts = {"kpi": pen.name(indicator), "limit": pen.value(indicator, limit), "actual": pen.value(indicator, indicator.actual)}
    if indicator.status is Status.OUT_OF_TOLERANCE:
        return pen.join("headline.breach", **parts)
    horizon = pen.plain(str(indicator.outlook.horizon) if indicator.outlook else "")
    return pen.join("headline.warning", chance=pen.chance(indicator.breach), months=horizon, **parts)


def broken_limit(issue: Issue) -> Fact | None:
    """Give the limit of tolerance that the issue's KPI is nearest to or beyond."""
    indicator = issue.indicator
    if indicator is None:
        return None
    return indicator.low_limit if indicator.judgement.side == "below" else indicator.high_limit


def ask_name(pen: Pen, weighed: Weighed) -> Part:
    """Give an ask by id and title."""
    ask = weighed.ask
    title = pen.clause(ask.title_en, ask.title_es, ask.source, "title")
    return pen.join("ask_name", id=pen.plain(ask.id), title=title)


def leading_ask(issue: Issue, asks: tuple[AskState, ...]) -> AskState | None:
    """Give the first open ask, in the asks' order, that acts on the issue."""
    mine = {weighed.ask.id for weighed in issue.asks}
    return next((state for state in asks if state.ask.id in mine), None)


def headline(pen: Pen, identifier: str, issue: Issue, *, ask: AskState | None = None, cost: bool = False,
             strong: bool = True) -> Sentence:
    """Write the issue's headline: with the cost where asked for, and the ask whose decision changes it."""
    body = when(pen, issue)
    money = impact_range(pen, issue.loss) if cost and issue.loss else NOTHING
    if money:
        body = pen.join("headline.with_cost", headline=body, range=money)
    if ask is not None and ask.ask.needed_by and ask.weighed.purpose is Purpose.DECISION and ask.decided is None:
        needed = pen.day(ask.ask.needed_by, ask.ask.source, "needed_by")
        key = "headline.overdue" if ask.ask.needed_by < pen.as_of else "headline.unless"
        return pen.say(identifier, key, stance=Stance.ANALYSIS, strong=strong,
                       headline=body, ask=ask_name(pen, ask.weighed), day=needed)
    return pen.say(identifier, "headline.plain", stance=Stance.ANALYSIS, strong=strong, headline=body)


def impact_range(pen: Pen, loss: Loss) -> Part:
    """Give good to bad case as one figure; nothing where the row has no money."""
    if loss.low is None or loss.high is None:
        return NOTHING
    return pen.money_range(f"{loss.row.id}.range", loss.low, loss.high)


def cost(pen: Pen, identifier: str, loss: Loss) -> Sentence:
    """Say what the event would cost, in which measure, or why nobody knows."""
    money = impact_range(pen, loss)
    if loss.row.limit:
        return pen.say(identifier, "cost.absolute", stance=Stance.ANALYSIS, limit=pen.word(f"absolute.{loss.row.limit}"))
    if not money:
        return pen.say(identifier, "cost.none", stance=Stance.ANALYSIS, reason=pen.word(f"untranslated.{loss.untranslated}"))
    return pen.say(identifier, "cost.range", stance=Stance.ANALYSIS, range=money,
                   measure=pen.word(MEASURE_KEYS[loss.row.measure]))


def recommendation(pen: Pen, identifier: str, weighed: Weighed) -> Sentence | None:
    """Say what the recommended option costs and avoids; None where either is not known."""
    choice = weighed.recommended
    if choice is None or choice.cost is None:
        return None
    option = choice.option
    name = pen.join("option_name", letter=pen.plain(option.letter),
                    title=pen.clause(option.title_en, option.title_es, option.source, "title"))
    if choice.avoided is None:
        return pen.say(identifier, "recommend.cost", stance=Stance.RECOMMENDATION, option=name, cost=pen.money(choice.cost))
    return pen.say(identifier, "recommend.cost_avoids", stance=Stance.RECOMMENDATION, option=name,
                   cost=pen.money(choice.cost), avoided=pen.money(choice.avoided))


def bottom_line(pen: Pen, issues: tuple[Issue, ...], asks: tuple[AskState, ...], on_target: tuple[Fact, Fact]) -> list[Sentence]:
    """Write the bottom line in at most three sentences: what, at what cost, and what would change it.

    An absolute limit leads, and the first other issue follows it; issues that carry money or an ask come before
    those that neither cost nor ask anything.
    """
    if not issues:
        hits, total = on_target
        return [pen.say("one.bottom.1", "bottom.none", stance=Stance.ANALYSIS, strong=True,
                        count_of=pen.of("kpis.on_target", hits, total))]
    lead = _lead(issues)
    ask = leading_ask(lead, asks)
    first = headline(pen, "one.bottom.1", lead, ask=ask)
    if lead.rank is Rank.ABSOLUTE:
        others = tuple(issue for issue in issues if issue.rank is not Rank.ABSOLUTE)
        untouchable = absolute_words(pen, "one.bottom.2", lead)
        return [first, untouchable, headline(pen, "one.bottom.3", _lead(others), cost=True, strong=False)] if others else [first, untouchable]
    second = cost(pen, "one.bottom.2", lead.loss) if lead.loss else kpi_cost(pen, "one.bottom.2", lead)
    worth = recommendation(pen, "one.bottom.3", ask.weighed) if ask else None
    return [first, second, worth] if worth else [first, second]


def _lead(issues: tuple[Issue, ...]) -> Issue:
    """Give the first issue that carries money or an ask, or touches an absolute limit; else the first."""
    weighty = (issue for issue in issues if issue.rank is Rank.ABSOLUTE or issue.expected or issue.asks)
    return next(weighty, issues[0])


def absolute_words(pen: Pen, identifier: str, issue: Issue) -> Sentence:
    """Say which absolute limit is touched, that it is never priced, and the KPI that shows it broken."""
    limit = issue.loss.row.limit if issue.loss else issue.indicator.kpi.absolute if issue.indicator else None
    name = pen.word(f"absolute.{limit}")
    if issue.loss is None or issue.indicator is None or not issue.indicator.is_breach:
        return pen.say(identifier, "cost.absolute", stance=Stance.ANALYSIS, limit=name)
    return pen.say(identifier, "cost.absolute.shown", stance=Stance.ANALYSIS, limit=name,
                   shown=_kpi_clause(pen, replace(issue, loss=None)))


def _short(pen: Pen, indicator: Indicator) -> Part:
    """Give the distance to the target; that of a percentage in points, for 14 % short of 95 % could be read as 82 %."""
    short = indicator.shortfall
    if short is None or indicator.kpi.unit != numbers.SHARE_UNIT:
        return pen.value(indicator, short)
    return pen.number(short, numbers.value(short.number * 100, "percentage points", pen.language))


def kpi_cost(pen: Pen, identifier: str, issue: Issue) -> Sentence:
    """Say what the KPI's shortfall costs on its agreed basis, which other KPI carries that money, or why nobody knows."""
    indicator = issue.indicator
    if indicator is None or indicator.money is None or indicator.target_row is None:
        return pen.say(identifier, f"kpi_cost.{indicator.unpriced if indicator else 'none'}", stance=Stance.ANALYSIS)
    if indicator.money_carrier != indicator.code:
        return pen.say(identifier, "kpi_cost.carried", stance=Stance.ANALYSIS, kpi=pen.plain(indicator.money_carrier))
    basis = indicator.target_row.basis or "month"
    return pen.say(identifier, f"kpi_cost.{basis}", stance=Stance.ANALYSIS, money=pen.money(indicator.money),
                   short=_short(pen, indicator),
                   measure=pen.word(MEASURE_KEYS[indicator.target_row.measure or "ebitda"]))
