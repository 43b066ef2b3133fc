"""The sentences of an issue's page: situation, implication, watch, who."""

from __future__ import annotations

from briefing import numbers
from briefing.analysis.indicators import HORIZON_MONTHS, Indicator
from briefing.analysis.losses import Loss
from briefing.evidence import Fact, derived
from briefing.framing.issues import Issue, Rank
from briefing.framing.wording.headlines import MEASURE_KEYS, impact_range, kpi_cost
from briefing.framing.wording.pen import Part, Pen
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
    return [*found, *_ahead(pen, identifier, indicator)]


def _ahead(pen: Pen, identifier: str, indicator: Indicator) -> list[Sentence]:
    """Say how long the limit has been broken and whether it will be kept again, or how many months are left until it breaks."""
    found, months, last = [], HORIZON_MONTHS, indicator.series.periods[-1] if indicator.series.periods else None
    broken, recovery, breach, left = indicator.broken_for, indicator.recovery, indicator.breach, indicator.months_to_breach
    if broken is not None and last is not None:
        since = last + (1 - int(broken.number))
        found.append(pen.say(f"{identifier}.broken", "standing.broken", broken.number, stance=Stance.ANALYSIS,
                             count=pen.count(broken), month=pen.month(since, year=since.year != pen.as_of.year)))
        if recovery is not None:
            found.append(pen.say(f"{identifier}.recovery", "standing.recovery", stance=Stance.ANALYSIS,
                                 month=pen.month(last + months), chance=pen.chance(recovery)))
    elif breach is not None and left is not None and last is not None:
        found.append(pen.say(f"{identifier}.outlook", "standing.breach", left.number, stance=Stance.ANALYSIS, chance=pen.chance(breach),
                             months=pen.plain(str(months)), count=pen.count(left), month=pen.month(last + int(left.number))))
    elif breach is not None:
        found.append(pen.say(f"{identifier}.outlook", "standing.outlook", stance=Stance.ANALYSIS, chance=pen.chance(breach),
                             months=pen.plain(str(months))))
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
    if loss.even_in is not None:
        found.append(pen.say(f"{identifier}.even", "even_in", loss.even_in.number, stance=Stance.ANALYSIS, count=pen.count(loss.even_in),
                             month=pen.month(dossier.period + int(loss.even_in.number))))
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
        site = pen.who_and_when(ask.consulted_site, ask.source, "consulted_site") or pen.word("nobody_yet")
        hq = pen.who_and_when(ask.consulted_hq, ask.source, "consulted_hq") or pen.word("nobody_yet")
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
