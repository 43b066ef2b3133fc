"""The sentences of an issue's page: situation, implication, options, trade-off, watch, who."""

from __future__ import annotations

from briefing import numbers
from briefing.analysis.indicators import Indicator
from briefing.analysis.losses import Loss
from briefing.analysis.options import NOTHING as DO_NOTHING
from briefing.analysis.options import Choice, Weighed
from briefing.evidence import Fact, derived
from briefing.framing.issues import Issue, Rank
from briefing.framing.wording.headlines import MEASURE_KEYS, impact_range, kpi_cost
from briefing.framing.wording.pen import MISSING_VALUE, Part, Pen
from briefing.language import Language
from briefing.model.dossier import Dossier
from briefing.periods import Period
from briefing.sentences import Sentence, Stance

TREND_MONTHS = 5


def meta(pen: Pen, issue: Issue, dossier: Dossier) -> Sentence:
    """Give the line under the headline: id, kind, tolerance, priority."""
    parts = [pen.plain(issue.id)]
    if issue.loss:
        row = issue.loss.row
        parts.append(pen.word(f"row_kind.{row.kind}"))
    if issue.rank is Rank.BEYOND_TOLERANCE:
        parts.append(pen.word("beyond_tolerance"))
    if issue.rank is Rank.ABSOLUTE:
        parts.append(pen.word("absolute_limit"))
    code = issue.loss.row.priority if issue.loss else issue.indicator.kpi.priority if issue.indicator else ""
    priority = dossier.charter.priority(code) if code else None
    if priority:
        name = pen.clause(priority.name_en, priority.name_es, priority.source, "name")
        year = pen.plain(str(priority.by_year or ""))
        parts.append(pen.join("priority_by" if priority.by_year else "priority", name=name, year=year))
    joined = parts[0]
    for part in parts[1:]:
        joined = pen.join("dotted", left=joined, right=part)
    return pen.phrase(f"issue.{issue.id}.meta", joined)


def situation(pen: Pen, issue: Issue, language: Language) -> list[Sentence]:
    """State where the KPI stands and has come from, and the cause as somebody typed it."""
    identifier = f"issue.{issue.id}.situation"
    found = _standing(pen, identifier, issue.indicator) if issue.indicator else []
    row = issue.loss.row if issue.loss else None
    report = issue.indicator.report if issue.indicator else None
    if row and row.cause:
        found.append(pen.say(f"{identifier}.cause", "cause", cause=pen.quoted(row.cause, row.source, "cause", language)))
    elif report and report.cause:
        found.append(pen.say(f"{identifier}.cause", "cause", cause=pen.quoted(report.cause, report.source, "cause", language)))
    else:
        found.append(pen.say(f"{identifier}.cause", "cause.none"))
    if row and row.note:
        found.append(pen.say(f"{identifier}.note", "row_note", note=pen.quoted(row.note, row.source, "note", language)))
    if report and report.action:
        found.append(pen.say(f"{identifier}.action", "action", action=pen.quoted(report.action, report.source, "action", language)))
    return found


def _standing(pen: Pen, identifier: str, indicator: Indicator) -> list[Sentence]:
    name, actual = pen.name(indicator), pen.value(indicator, indicator.actual)
    limit = indicator.low_limit if indicator.judgement.side == "below" else indicator.high_limit
    key = "standing.not_measured" if indicator.actual is None else "standing.limit" if limit else "standing.no_limit"
    found = [pen.say(identifier, key, kpi=name, actual=actual, limit=pen.value(indicator, limit),
                     target=pen.value(indicator, indicator.target), status=pen.word(f"status.{indicator.status}"))]
    before = _before(indicator)
    if before is not None and indicator.actual is not None and before[0].number != indicator.actual.number:
        found.append(pen.say(f"{identifier}.trend", "standing.trend", value=pen.value(indicator, before[0]),
                             month=pen.month(before[1], year=before[1].year != pen.as_of.year)))
    if indicator.breach is not None and not indicator.is_breach and indicator.outlook is not None:
        found.append(pen.say(f"{identifier}.outlook", "standing.outlook", stance=Stance.ANALYSIS, chance=pen.chance(indicator.breach),
                             months=pen.plain(str(len(indicator.outlook.median)))))
    return found


def _before(indicator: Indicator) -> tuple[Fact, Period] | None:
    series = indicator.series
    index = len(series.values) - 1 - TREND_MONTHS
    if index < 0 or series.values[index] is None:
        return None
    fact = Fact(f"{indicator.code}.{series.periods[index]}", series.values[index], indicator.kpi.unit, cells=(series.cells[index],))
    return fact, series.periods[index]


def implication(pen: Pen, issue: Issue, dossier: Dossier, language: Language) -> list[Sentence]:
    """Say what it means in units, money and words."""
    identifier = f"issue.{issue.id}.implication"
    found: list[Sentence] = []
    if issue.loss:
        found += _loss_words(pen, identifier, issue.loss, dossier)
        row = issue.loss.row
        if row.consequence:
            found.append(pen.say(f"{identifier}.consequence", "consequence",
                                 words=pen.quoted(row.consequence, row.source, "consequence", language)))
    elif issue.rank is not Rank.ABSOLUTE:
        found.append(kpi_cost(pen, identifier, issue))
    report = issue.indicator.report if issue.indicator else None
    if report and report.meaning:
        found.append(pen.say(f"{identifier}.meaning", "meaning", words=pen.quoted(report.meaning, report.source, "meaning", language)))
    return found


def _loss_words(pen: Pen, identifier: str, loss: Loss, dossier: Dossier) -> list[Sentence]:
    money = impact_range(pen, loss)
    row = loss.row
    if row.limit:
        return [pen.say(identifier, "cost.absolute", stance=Stance.ANALYSIS, limit=pen.word(f"absolute.{row.limit}"))]
    if not money or loss.low is None or loss.high is None:
        return [pen.say(identifier, "cost.none", stance=Stance.ANALYSIS, reason=pen.word(f"untranslated.{loss.untranslated}"))]
    found = []
    driver = dossier.charter.driver(row.driver, dossier.site.code, dossier.period) if row.driver else None
    if driver and driver.value is not None:
        low, high, value = _driver_inputs(loss)
        units = derived(f"{row.id}.units", f"{low.number:g} .. {high.number:g}", driver.unit, "range", (low, high))
        text = pen.join("range", low=pen.plain(numbers.decimal(low.number, pen.language)), high=pen.plain(
            f"{numbers.decimal(high.number, pen.language)}\N{NO-BREAK SPACE}{numbers.unit_name(driver.unit, pen.language)}"))
        key = "driver_agreed" if driver.agreed_on else "driver"
        found.append(pen.say(identifier, key, stance=Stance.ANALYSIS, units=pen.number(units, "".join(run.text for run in text.runs)),
                             value=pen.money(value), driver=pen.plain(driver.code), range=money,
                             name=pen.clause(driver.name_en, driver.name_es, driver.source, "name"),
                             measure=pen.word(MEASURE_KEYS[row.measure]),
                             day=pen.day(driver.agreed_on, driver.source, "agreed_on")))
    else:
        found.append(pen.say(identifier, "cost.range", stance=Stance.ANALYSIS, range=money, measure=pen.word(MEASURE_KEYS[row.measure])))
    if loss.expected is not None and loss.in_sum:
        found.append(pen.say(f"{identifier}.expected", "expected", stance=Stance.ANALYSIS, expected=pen.money(loss.expected)))
    return found


def _driver_inputs(loss: Loss) -> tuple[Fact, Fact, Fact]:
    """Find the typed units and the driver's value behind the good and bad case."""
    def leaf(fact: Fact) -> tuple[Fact, Fact]:
        while fact.method != "times_driver":
            fact = fact.inputs[0]
        return fact.inputs[0], fact.inputs[1]

    assert loss.low is not None  # noqa: S101 - the caller has looked
    assert loss.high is not None  # noqa: S101
    low, value = leaf(loss.low)
    high, _ = leaf(loss.high)
    return low, high, value


OPTION_LINES = ("cost", "effect", "chance", "left", "net", "capital")


def option_title(pen: Pen, weighed: Weighed, choice: Choice) -> str:
    """Give the header of an option's column."""
    option = choice.option
    title = pen.text("do_nothing") if choice.letter == DO_NOTHING and not (option.title_en or option.title_es) else "".join(
        run.text for run in pen.clause(option.title_en, option.title_es, option.source, "title").runs)
    key = "option_header.recommended" if choice.letter == weighed.ask.recommendation else "option_header"
    return pen.text(key).format(letter=choice.letter, title=title)


def option_value(pen: Pen, weighed: Weighed, choice: Choice, line: str) -> Sentence | None:
    """Give one line of the comparison for one option; None where it says nothing."""
    identifier = f"ask.{weighed.ask.id}.{choice.letter}.{line}"
    part = _option_part(pen, choice, line)
    return pen.phrase(identifier, part, stance=Stance.FACT if line in {"cost", "effect", "capital"} else Stance.ANALYSIS)


def _option_part(pen: Pen, choice: Choice, line: str) -> Part:
    dash, option = pen.plain(MISSING_VALUE), choice.option
    if line == "cost":
        return _option_cost(pen, choice)
    if line == "effect":
        if choice.letter == DO_NOTHING or option.months_to_effect is None:
            return dash
        fact = Fact(f"{option.ask}.{option.letter}.months_to_effect", option.months_to_effect, "months",
                    cells=(option.source.at("months_to_effect"),))
        weeks = option.months_to_effect * 52 / 12
        if option.months_to_effect == 0:
            return pen.join("effect.at_once", fact=pen.number(fact, pen.text("at_once")))
        whole = option.months_to_effect >= 3 or abs(option.months_to_effect - round(option.months_to_effect)) < 1e-9
        count = round(option.months_to_effect, 1) if whole else max(round(weeks), 1)
        return pen.join("effect.months" if whole else "effect.weeks", count,
                        count=pen.number(fact, numbers.decimal(count, pen.language)))
    if line == "capital":
        if option.capital is None:
            return dash
        cost = choice.cost
        unit = cost.inputs[0].unit if cost and cost.inputs else pen.currency
        return pen.money(Fact(f"{option.ask}.{option.letter}.capital", option.capital, unit, cells=(option.source.at("capital"),)))
    fact_of = {"chance": choice.chance, "left": choice.left, "net": choice.net}[line]
    if line == "chance":
        return pen.chance_figure(fact_of)
    return pen.money(fact_of) if fact_of is not None else dash


def _option_cost(pen: Pen, choice: Choice) -> Part:
    option = choice.option
    if choice.letter == DO_NOTHING and not option.cost_once and not option.cost_month:
        return pen.plain("0")
    if choice.cost is None:
        return pen.word("not_costed")
    monthly = next((fact for fact in _leaves(choice.cost) if fact.id.endswith("cost_month")), None)
    if monthly is None:
        return pen.join("cost.once", cost=pen.money(choice.cost))
    return pen.join("cost.monthly", month=pen.money(monthly), total=pen.money(choice.cost))


def _leaves(fact: Fact) -> list[Fact]:
    if not fact.inputs:
        return [fact]
    return [leaf for part in fact.inputs for leaf in _leaves(part)]


def trade_off(pen: Pen, weighed: Weighed) -> list[Sentence]:
    """Say what the figures favour, call ties ties, and leave the recommendation the site's."""
    identifier = f"ask.{weighed.ask.id}.trade_off"
    chosen, best = weighed.ask.recommendation, weighed.choice(weighed.best)
    found = []
    if best is None:
        untouchable = any(loss.row.limit for loss in weighed.losses)
        found.append(pen.say(identifier, "trade_off.absolute" if untouchable else "trade_off.none", stance=Stance.ANALYSIS))
    elif weighed.tied:
        found.append(_tie(pen, identifier, weighed, best))
    elif best.letter == chosen:
        found.append(pen.say(identifier, "trade_off.same", stance=Stance.ANALYSIS, letter=pen.plain(best.letter)))
    else:
        found.append(pen.say(identifier, "trade_off.other", stance=Stance.ANALYSIS, letter=pen.plain(best.letter), chosen=pen.plain(chosen)))
    late = [choice for choice in weighed.choices if choice.too_late]
    if late:
        found.append(pen.say(f"{identifier}.late", "trade_off.late", len(late), stance=Stance.ANALYSIS,
                             letters=pen.listed(pen.plain(choice.letter) for choice in late)))
    return found


def _tie(pen: Pen, identifier: str, weighed: Weighed, best: Choice) -> Sentence:
    other = weighed.choice(weighed.tied[0])
    nets = [choice.net.number if choice and choice.net else 0.0 for choice in (best, other)]
    facts = tuple(choice.net for choice in (best, other) if choice and choice.net)
    gap = derived(f"{weighed.ask.id}.gap", abs(nets[0] - nets[1]), pen.exchange.currency, "option.gap", facts)
    letters = pen.listed(pen.plain(letter) for letter in sorted((best.letter, *weighed.tied)))
    key = "trade_off.tie" if len(weighed.tied) == 1 else "trade_off.ties"
    if weighed.ask.recommendation in (best.letter, *weighed.tied):
        key += ".chosen"
    return pen.say(identifier, key, stance=Stance.ANALYSIS, letters=letters, gap=pen.money(gap), chosen=pen.plain(weighed.ask.recommendation))


def watch(pen: Pen, issue: Issue, language: Language) -> Sentence:
    """Give the warning sign as typed."""
    identifier = f"issue.{issue.id}.watch"
    if issue.loss and issue.loss.row.warning_sign:
        row = issue.loss.row
        return pen.say(identifier, "watch", sign=pen.quoted(row.warning_sign, row.source, "warning_sign", language))
    return pen.say(identifier, "watch.none")


def who(pen: Pen, issue: Issue, dossier: Dossier) -> list[Sentence]:
    """Name the roles: owner, decider, consulted, escalation; what is not named is said."""
    identifier = f"issue.{issue.id}.who"
    weighed = issue.asks[0] if issue.asks else None
    found = [pen.say(identifier, "who.owner", role=_owner(pen, issue))]
    if weighed:
        ask = weighed.ask
        source, name = (ask.source, "decider") if ask.decider else (dossier.site.source, "decider")
        decider = pen.role(weighed.decider, source, name) or pen.word("not_named")
        found.append(pen.say(f"{identifier}.decider", "who.decider", role=decider))
        site = pen.typed(ask.consulted_site, ask.source, "consulted_site") or pen.word("nobody_yet")
        hq = pen.typed(ask.consulted_hq, ask.source, "consulted_hq") or pen.word("nobody_yet")
        found.append(pen.say(f"{identifier}.consulted", "who.consulted", site=site, hq=hq))
    if dossier.site.escalation:
        found.append(pen.say(f"{identifier}.escalation", "who.escalation",
                             role=pen.role(dossier.site.escalation, dossier.site.source, "escalation")))
    return found


def _owner(pen: Pen, issue: Issue) -> Part:
    if issue.loss and issue.loss.row.owner:
        return pen.role(issue.loss.row.owner, issue.loss.row.source, "owner")
    if issue.indicator and issue.indicator.kpi.owner:
        return pen.role(issue.indicator.kpi.owner, issue.indicator.kpi.source, "owner")
    return pen.word("not_named")
