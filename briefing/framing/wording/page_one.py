"""The sentences of page one around the asks: what could go wrong, exposure, changes, trust, gaps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from briefing.analysis.indicators import Indicator
from briefing.analysis.portfolio import Portfolio
from briefing.analysis.record import JUDGED_FROM, Record, Tally
from briefing.analysis.series import Restatement
from briefing.framing import Frame
from briefing.framing.asks import AskState
from briefing.framing.changes import AskChange, AskMovement, Changes, Movement
from briefing.framing.issues import Issue
from briefing.framing.wording.headlines import MEASURE_KEYS, impact_range, when
from briefing.framing.wording.lists import SHORT_LIST, WHOLE_LIST, more, shortened
from briefing.framing.wording.pen import Part, Pen
from briefing.model.dossier import Dossier
from briefing.sentences import Sentence, Stance


def masthead(pen: Pen, dossier: Dossier) -> Sentence:
    """Say in which money the edition speaks, at what rate, and by whom and when it was published."""
    quoted, rate = pen.exchange.quoted, pen.exchange.rate
    money = pen.plain(pen.currency)
    if quoted and rate:
        money = pen.join("masthead.rate" if quoted.on else "masthead.rate_no_date", currency=money,
                         rate=pen.plain_number(rate), quote=pen.plain(quoted.quote), base=pen.plain(quoted.base),
                         day=pen.day(quoted.on, pen.exchange.source, "rate_on"))
    published = dossier.publication
    if published and published.published_on and published.published_by:
        said = pen.join("masthead.published", role=pen.role(published.published_by, published.source, "published_by"),
                        day=pen.day(published.published_on))
    else:
        said = pen.join("masthead.as_of", day=pen.day(dossier.as_of))
    return pen.phrase("masthead", pen.join("masthead", money=money, published=said), capital=True)


def absolute(pen: Pen, identifier: str, issue: Issue) -> tuple[Sentence, ...]:
    """State a touched absolute limit, never priced, and the KPI that shows it broken."""
    name = issue.loss.row.limit if issue.loss else issue.indicator.kpi.absolute if issue.indicator else None
    first = pen.say(f"{identifier}.{issue.id}", "absolute_line", stance=Stance.ANALYSIS,
                    limit=pen.word(f"absolute.{name}"), headline=when(pen, issue))
    if issue.loss is None or issue.indicator is None or not issue.indicator.is_breach:
        return (first,)
    shown = replace(issue, loss=None)
    return first, pen.say(f"{identifier}.{issue.id}.kpi", "headline.plain", stance=Stance.ANALYSIS, headline=when(pen, shown))


def could_go_wrong(pen: Pen, issue: Issue, changes: Changes) -> tuple[Sentence, ...]:
    """State one thing that could go wrong: event, chance, date, money, and when it was first told."""
    identifier = f"one.wrong.{issue.id}"
    body = when(pen, issue)
    money = impact_range(pen, issue.loss) if issue.loss else Part()
    if money:
        body = pen.join("headline.with_cost", headline=body, range=money)
    elif issue.loss:
        body = pen.join("headline.untranslated", headline=body)
    first = pen.say(identifier, "headline.plain", stance=Stance.ANALYSIS, headline=body)
    told = _told(pen, f"{identifier}.told", issue, changes)
    return (first, told) if told else (first,)


def _told(pen: Pen, identifier: str, issue: Issue, changes: Changes) -> Sentence | None:
    if issue.loss is None or issue.loss.first_told is None or changes.since is None:
        return None
    if issue.loss.first_told > changes.since:
        return pen.say(identifier, "told.new", stance=Stance.ANALYSIS)
    month = pen.month(issue.loss.first_told, year=issue.loss.first_told.year != pen.as_of.year)
    cells = (issue.loss.first_told_at,) if issue.loss.first_told_at else ()
    return pen.say(identifier, "told.first", stance=Stance.ANALYSIS, month=Part(month.runs, cells))


def exposure(pen: Pen, identifier: str, portfolio: Portfolio | None) -> Sentence:
    """Hold the chance of a large loss, as a bracket, against the one that the charter accepts."""
    if portfolio is None:
        return pen.say(identifier, "exposure.none", stance=Stance.ANALYSIS)
    measure = pen.word(MEASURE_KEYS[portfolio.losses[0].row.measure])
    if portfolio.above is None or portfolio.amount is None or portfolio.accepted is None:
        return pen.say(identifier, "exposure.no_tolerance", stance=Stance.ANALYSIS, amount=pen.money(portfolio.p90),
                       measure=measure)
    bracket = pen.bracket("exposure.above", portfolio.above.low, portfolio.above.high)
    return pen.say(identifier, "exposure.bracket", stance=Stance.ANALYSIS, strong=True, amount=pen.money(portfolio.amount),
                   measure=measure, bracket=bracket, accepted=pen.hundredths(portfolio.accepted))


def exposure_after(pen: Pen, identifier: str, states: tuple[AskState, ...]) -> Sentence | None:
    """Say what deciding the leading ask as recommended makes of that chance."""
    for state in states:
        above = state.weighed.above
        if above is not None:
            bracket = pen.bracket(f"{state.ask.id}.above", above.low, above.high)
            return pen.say(identifier, "exposure.after", stance=Stance.ANALYSIS, ask=pen.plain(state.ask.id), bracket=bracket)
    return None


def since(pen: Pen, frame: Frame, most: int = SHORT_LIST, prefix: str = "one.since") -> list[Sentence]:
    """List what moved since the last submission, worst first, and whose terms changed; `most` names in each list.

    A short list names a KPI that broke its limit once, as out of tolerance and not as worse.
    """
    changes = frame.changes
    if changes.since is None:
        earlier = frame.assessment.dossier.earlier
        return [pen.say(f"{prefix}.none", "since.no_workbook" if earlier else "since.first", stance=Stance.ANALYSIS)]

    def listed(name: str, parts: Iterable[Part], key: str = "") -> list[Sentence]:
        items = shortened(pen, parts, most, "changes")
        return [pen.say(f"{prefix}.{name}", key or f"since.{name}", stance=Stance.ANALYSIS, items=items)] if items else []

    sentences = listed("broken", (pen.name(each) for each in frame.assessment.indicators if each.is_breach))
    for movement in (Movement.WORSE, Movement.NEW, Movement.HAPPENED, Movement.GONE, Movement.BETTER, Movement.CLOSED):
        events = [pen.clause(each.row.event_en, each.row.event_es, each.row.source, "event")
                  for each in changes.rows if each.movement is movement]
        # An event that is less likely than it was reads as one that came: these lists say that they are of risks.
        sentences += listed(f"{movement}.risk" if movement in {Movement.WORSE, Movement.BETTER} else movement, events)
        moved_kpis = (each.indicator for each in changes.kpis if each.movement is movement)
        sentences += listed(movement, (pen.name(each) for each in moved_kpis if most == WHOLE_LIST or not each.is_breach))
    for moved in (AskMovement.GONE, AskMovement.TERMS, AskMovement.NEW, AskMovement.DECIDED, AskMovement.WITHDRAWN):
        stale = {state.ask.id for state in frame.asks if state.stale and state.change} if moved is AskMovement.TERMS else set()
        asks = [_moved_ask(pen, each) for each in changes.asks if each.movement is moved and each.ask.id not in stale]
        sentences += listed(f"asks.{moved}", asks)
    sentences += _changed_terms(pen, frame.asks, most, prefix)
    sentences += listed("redefined", dict.fromkeys(pen.name(each.indicator) for each in changes.redefined))
    return sentences or [pen.say(f"{prefix}.none", "since.nothing", stance=Stance.ANALYSIS)]


def _moved_ask(pen: Pen, change: AskChange) -> Part:
    """Name an ask by its id; one that is gone by its title too, for nothing else of this month names it."""
    ask = change.ask
    name = pen.typed(ask.id, ask.source, "id")
    if change.movement is not AskMovement.GONE:
        return name
    return pen.join("ask_name", id=name, title=pen.clause(ask.title_en, ask.title_es, ask.source, "title"))


def _changed_terms(pen: Pen, states: tuple[AskState, ...], most: int, prefix: str) -> list[Sentence]:
    """Say of each ask whose answers no longer stand since which month; beyond `most` their number."""
    found = [state for state in states if state.stale and state.change]
    said = [
        pen.say(f"{prefix}.{state.ask.id}", "since.stale", stance=Stance.ANALYSIS, ask=pen.plain(state.ask.id),
                month=pen.month(state.change.period, year=False))
        for state in found[:max(most, 1)] if state.change
    ]
    rest = len(found) - len(said)
    return [*said, more(pen, f"{prefix}.stale.more", "stale", rest, "changes")] if rest else said


def trust(pen: Pen, record: Record, *, for_site: bool) -> list[Sentence]:
    """State both sides' record in counts; judging words only from twelve cases on."""
    sentences = []
    tallies = (("own_ranges", record.own_ranges, True), ("told", record.told, True), ("answered", record.answered, False))
    site_hidden = record.for_site_only and not for_site
    for name, tally, of_site in tallies:
        if tally.empty or (of_site and site_hidden):
            continue
        sentences.append(pen.say(f"one.trust.{name}", f"trust.{name}", tally.total.number, stance=Stance.ANALYSIS,
                                 count_of=tally_part(pen, name, tally)))
    if site_hidden:
        sentences.append(pen.say("one.trust.safe_start", "trust.safe_start", stance=Stance.ANALYSIS))
    if not sentences:
        return [pen.say("one.trust.none", "trust.none", stance=Stance.ANALYSIS)]
    if max(tally.total.number for _, tally, _ in tallies) < JUDGED_FROM:
        sentences.append(pen.say("one.trust.few", "trust.few", stance=Stance.ANALYSIS))
    return sentences


def tally_part(pen: Pen, name: str, tally: Tally) -> Part:
    """Give `7 of 9`."""
    return pen.of(f"record.{name}", tally.hits, tally.total)


def unknown(pen: Pen, frame: Frame, most: int = SHORT_LIST, prefix: str = "one.unknown") -> list[Sentence]:
    """List what is not known, the most consequential first; `most` names in each list."""
    gaps, changes = frame.gaps, frame.changes
    found: list[Sentence] = []

    def add(key: str, names: list[Part]) -> None:
        if names:
            found.append(pen.say(f"{prefix}.{key}", f"unknown.{key}", len(names), stance=Stance.ANALYSIS,
                                 items=shortened(pen, names, most, "unknown")))

    if gaps.no_charter:
        found.append(pen.say(f"{prefix}.no_charter", "unknown.no_charter", stance=Stance.ANALYSIS))
    add("unmeasured", [_cited_name(pen, each) for each in gaps.unmeasured])
    add("vanished", [_vanished(pen, each) for each in changes.vanished])
    add("restated", [_restated(pen, indicator, change) for indicator, change in changes.restated])
    add("untranslated", [pen.clause(each.row.event_en, each.row.event_es, each.row.source, "event") for each in gaps.untranslated])
    if not gaps.no_charter:
        add("not_agreed", [pen.name(each) for each in gaps.not_agreed])
        if gaps.no_tolerance:
            found.append(pen.say(f"{prefix}.no_tolerance", "unknown.no_tolerance", stance=Stance.ANALYSIS))
    add("missing_months", [pen.month(month, year=False) for month in gaps.missing_months])
    if gaps.privileged:
        found.append(pen.say(f"{prefix}.privileged", "unknown.privileged", gaps.privileged, stance=Stance.ANALYSIS,
                             count=pen.plain(str(gaps.privileged))))
    return found or [pen.say(f"{prefix}.none", "unknown.none", stance=Stance.ANALYSIS)]


def _vanished(pen: Pen, change: AskChange) -> Part:
    month = pen.month(change.seen) if change.seen else Part()
    return pen.join("vanished_item", ask=_moved_ask(pen, change), month=month)


def _restated(pen: Pen, indicator: Indicator, change: Restatement) -> Part:
    month = Part(pen.month(change.period, year=change.period.year != pen.as_of.year).runs, (change.before.where, change.now.where))
    return pen.join("restated_item", kpi=pen.name(indicator), month=month)


def _cited_name(pen: Pen, indicator: Indicator) -> Part:
    part = pen.name(indicator)
    return Part(part.runs, (*part.cells, *indicator.series.cells[-1:]))
