"""The sentences about scenarios: what moves, what it costs, what announces it, what is prepared."""

from __future__ import annotations

from briefing import numbers
from briefing.analysis.portfolio import Portfolio
from briefing.analysis.scenarios import Effect, Line, Scenarios, Story, Sum, Swing, Trigger
from briefing.evidence import Fact
from briefing.framing.wording.headlines import MEASURE_KEYS
from briefing.framing.wording.pen import NOTHING, Part, Pen
from briefing.model.charter import Driver
from briefing.money import Measure
from briefing.sentences import Sentence, Stance


def name(pen: Pen, story: Story) -> Part:
    """Give a scenario by code and name."""
    row = story.row
    if not (row.name_en or row.name_es):
        return pen.typed(row.code, row.source, "code")
    return pen.join("dotted", left=pen.typed(row.code, row.source, "code"), right=pen.clause(row.name_en, row.name_es, row.source, "name"))


def driver_name(pen: Pen, driver: Driver) -> Part:
    """Give a driver by code and name."""
    code = pen.typed(driver.code, driver.source, "code")
    if not (driver.name_en or driver.name_es):
        return code
    return pen.join("scenario.driver", code=code, name=pen.clause(driver.name_en, driver.name_es, driver.source, "name"))


def moves(pen: Pen, story: Story) -> Sentence:
    """Say line by line what moves, by how much, when; with each line's cost where several carry money."""
    alone = sum(line.cost is not None for line in story.lines) < 2
    said, *others = [_line(pen, line, alone=alone) for line in story.lines]
    for other in others:
        said = pen.join("scenario.next_line", left=said, right=other)
    return pen.phrase(f"scenario.{story.code}.moves", said, stance=Stance.FACT)


def _line(pen: Pen, line: Line, *, alone: bool) -> Part:
    if line.untranslated or line.shock is None or line.driver is None:
        code = pen.typed(line.row.driver, line.row.source, "driver") or pen.word("not_named")
        return pen.join("scenario.line_untranslated", driver=code, reason=_reason(pen, line))
    first, last = line.months[0][0], line.months[-1][0]
    key = "scenario.moves.month" if first == last else "scenario.moves.ramp" if line.full_from else "scenario.moves"
    part = pen.join(key, shock=_shock(pen, line.shock), driver=driver_name(pen, line.driver), first=pen.month(first, short=True),
                    last=pen.month(last, short=True), full=pen.month(line.full_from, short=True) if line.full_from else NOTHING)
    return part if alone else pen.join("scenario.line_cost", line=part, cost=pen.money(line.cost))


def _shock(pen: Pen, shock: Fact) -> Part:
    if shock.unit == numbers.SHARE_UNIT:
        places = 0 if abs(shock.number - round(shock.number)) < 1e-9 else 1
        return pen.number(shock, numbers.share(shock.number / 100, pen.language, places))
    return pen.number(shock, numbers.value(shock.number, shock.unit, pen.language))


def _reason(pen: Pen, line: Line) -> Part:
    return pen.word({"no_driver": "scenario.no_driver", "no_shock": "scenario.no_shock", "no_rate": "untranslated.no_rate",
                     "elsewhere": "scenario.elsewhere", "over": "scenario.over"}[line.untranslated])


def costs(pen: Pen, story: Story, usual: Measure) -> list[Sentence]:
    """Give the joint cost in twelve months, an amount a measure."""
    if not story.sums:
        return [pen.phrase(f"scenario.{story.code}.cost", pen.word("not_translated"), stance=Stance.ANALYSIS)]
    return [_cost(pen, story, total, usual) for total in story.sums]


def _cost(pen: Pen, story: Story, total: Sum, usual: Measure) -> Sentence:
    amount = pen.money(total.cost)
    if total.measure is not usual:
        amount = pen.join("scenario.of_measure", amount=amount, measure=pen.word(MEASURE_KEYS[total.measure]))
    return pen.phrase(f"scenario.{story.code}.{total.measure}", amount, stance=Stance.ANALYSIS, strong=True)


def trigger(pen: Pen, story: Story) -> list[Sentence]:
    """Say which KPI announces it at what value, and how likely that is in time."""
    identifier, found = f"scenario.{story.code}.trigger", story.trigger
    if found is None:
        return [pen.phrase(identifier, pen.word("scenario.no_trigger"), stance=Stance.FACT)]
    kpi, limit = _announced(pen, story, found)
    key = {"below": "scenario.trigger.below", "above": "scenario.trigger.above", "": "scenario.trigger"}[found.side]
    first = pen.phrase(identifier, pen.join(key, kpi=kpi, limit=limit))
    return [first, pen.phrase(f"{identifier}.chance", _in_time(pen, found), stance=Stance.ANALYSIS)]


def _announced(pen: Pen, story: Story, found: Trigger) -> tuple[Part, Part]:
    """Give the KPI's name and the trigger's value, also where the plant does not report the KPI."""
    if found.indicator:
        return pen.name(found.indicator), pen.value(found.indicator, found.limit)
    kpi = found.definition
    places = kpi.decimals if kpi else None
    limit = pen.number(found.limit, numbers.value(found.limit.number, found.limit.unit, pen.language, places))
    if kpi is None or not (kpi.name_en or kpi.name_es):
        return pen.typed(found.kpi, story.row.source, "trigger_kpi"), limit
    return pen.clause(kpi.name_en, kpi.name_es, kpi.source, "name"), limit


def _in_time(pen: Pen, found: Trigger) -> Part:
    if found.chance is None or found.indicator is None:
        return pen.word({"not_reported": "scenario.not_reported", "too_few": "too_few", "reached": "scenario.reached",
                         "too_late": "scenario.too_late"}[found.untold])
    last = found.indicator.series.periods[-1] + found.months
    return pen.join("scenario.in_time", month=pen.month(last, short=True), chance=pen.chance(found.chance))


def response(pen: Pen, story: Story) -> Sentence:
    """Say what is prepared, what it costs and how long it takes."""
    identifier = f"scenario.{story.code}.response"
    row = next((line.row for line in story.lines if line.row.response_en or line.row.response_es), None)
    if row is None:
        return pen.phrase(identifier, pen.word("scenario.no_response"))
    said = pen.clause(row.response_en, row.response_es, row.source, "response")
    cost, lead = story.response_cost, story.lead_days
    key = "scenario.response" + (".cost" if cost else "") + (".days" if lead else "")
    return pen.phrase(identifier, pen.join(key, lead.number if lead else None, response=said, cost=pen.money(cost) if cost else NOTHING,
                                           count=pen.count(lead) if lead else NOTHING))


def intro(pen: Pen, scenarios: Scenarios) -> Sentence:
    """Say what a scenario is, or that none is declared or concerns the plant."""
    key = "scenarios.intro" if scenarios.stories else "scenarios.elsewhere" if scenarios.declared else "scenarios.none"
    return pen.say("scenarios.intro", key, stance=Stance.ANALYSIS)


def exposures(pen: Pen, scenarios: Scenarios, portfolio: Portfolio | None) -> list[Sentence]:
    """Say what each scenario would make of the exposure, and which ones touch none of its rows."""
    found = [_exposure(pen, story, portfolio) for story in scenarios.stories if story.rows and portfolio]
    bare = [pen.typed(story.code, story.row.source, "code") for story in scenarios.stories if story.translated and not story.rows]
    if bare and portfolio:
        found.append(pen.say("scenarios.no_row", "scenario.no_row", len(bare), stance=Stance.ANALYSIS, codes=pen.listed(bare)))
    return found


def _exposure(pen: Pen, story: Story, portfolio: Portfolio | None) -> Sentence:
    identifier = f"scenario.{story.code}.exposure"
    code, rows = pen.typed(story.code, story.row.source, "code"), pen.listed(pen.plain(row) for row in story.rows)
    if story.above is None or portfolio is None or portfolio.above is None:
        return pen.say(identifier, "scenario.same_rows", stance=Stance.ANALYSIS, code=code, rows=rows)
    return pen.say(
        identifier, "scenario.exposure", stance=Stance.ANALYSIS, code=code, rows=rows, amount=pen.money(portfolio.amount),
        bracket=pen.bracket(f"{story.code}.above", story.above.low, story.above.high),
        before=pen.bracket("exposure.above", portfolio.above.low, portfolio.above.high),
    )


def effects(pen: Pen, scenarios: Scenarios) -> list[Sentence]:
    """Say which KPIs each scenario moves, by how much at most, and what that makes of them beside their outlook."""
    return [_effect(pen, story, each) for story in scenarios.stories for each in story.effects]


def _effect(pen: Pen, story: Story, effect: Effect) -> Sentence:
    indicator = effect.indicator
    key = "scenario.lowers" if effect.move.number < 0 else "scenario.raises"
    said = pen.join(key, code=pen.typed(story.code, story.row.source, "code"), kpi=pen.name(indicator), move=_move(pen, effect),
                    month=pen.month(effect.peak))
    if effect.level is not None and effect.usual is not None:
        said = pen.join("scenario.instead", said=said, level=pen.value(indicator, effect.level), usual=pen.value(indicator, effect.usual))
    if effect.limit is not None:
        ending = "scenario.breaks" if effect.broken else "scenario.stays_broken"
        said = pen.join(ending, said=said, limit=pen.value(indicator, effect.limit))
    return pen.say(f"scenario.{story.code}.{indicator.code}.effect", "sentence", stance=Stance.ANALYSIS, said=said)


def _move(pen: Pen, effect: Effect) -> Part:
    """Give how far a KPI moves, without the sign; a share moves by percentage points."""
    kpi, amount = effect.indicator.kpi, abs(effect.move.number)
    if kpi.unit == numbers.SHARE_UNIT:
        points = round(amount * 100, 1)
        return pen.join("points", points, count=pen.number(effect.move, numbers.decimal(points, pen.language)))
    unit = kpi.unit_es if kpi.unit_es and pen.language == "es" else kpi.unit
    return pen.number(effect.move, numbers.value(amount, unit, pen.language, kpi.decimals))


def untranslated(pen: Pen, scenarios: Scenarios) -> list[Sentence]:
    """List the scenarios and lines that have no money, and the drivers that nothing moves."""
    found = []
    items = [
        pen.join("outside_item", event=pen.typed(story.code, story.row.source, "code"), reason=_reason(pen, line))
        for story in scenarios.stories for line in story.lines if line.untranslated in {"no_driver", "no_shock", "no_rate"}
    ]
    if items:
        found.append(pen.say("scenarios.untranslated", "scenarios.untranslated", stance=Stance.ANALYSIS, items=pen.listed(items)))
    if scenarios.unmoved:
        drivers = pen.listed(driver_name(pen, each) for each in scenarios.unmoved)
        found.append(pen.say("scenarios.unmoved", "scenarios.unmoved", len(scenarios.unmoved), stance=Stance.ANALYSIS, drivers=drivers))
    return found


def swing_label(pen: Pen, swing: Swing) -> str:
    """Give a bar's words: the driver, and the scenario that moves it or that its value is moved by a tenth."""
    driver = swing.driver
    own, other = (driver.name_es, driver.name_en) if pen.language == "es" else (driver.name_en, driver.name_es)
    named = own or other or driver.code
    return pen.text("chart.tornado.scenario").format(driver=named, code=swing.code) if swing.code else (
        pen.text("chart.tornado.tenth").format(driver=named))
