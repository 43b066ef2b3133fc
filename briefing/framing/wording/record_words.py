"""The sentences about commitments, waiting decisions, wins and the record."""

from __future__ import annotations

from dataclasses import dataclass

from briefing import numbers
from briefing.analysis.record import JUDGED_FROM, Accuracy, Events, Record, Tally, Warned
from briefing.evidence import derived, typed
from briefing.framing.wording.page_one import tally_part
from briefing.framing.wording.pen import NOTHING, Part, Pen
from briefing.language import Language
from briefing.model.dossier import Dossier
from briefing.model.submission import FollowUp, FollowUpState
from briefing.periods import Period
from briefing.sentences import Sentence, Stance

TOO_NARROW, TOO_WIDE = 0.65, 0.95
"""A range from P10 to P90 holds eight in ten: shares below and above which twelve cases or more tell that it does not."""
LEANING = 0.5
"""A mean miss of half a usual month's move."""


def what(pen: Pen, identifier: str, item: FollowUp) -> Sentence:
    """Give a line of the Follow-up sheet as typed."""
    return pen.phrase(identifier, pen.clause(item.text_en, item.text_es, item.source, "text"), capital=True)


def state(pen: Pen, identifier: str, item: FollowUp) -> Sentence:
    """Give its state; an open one whose day has passed is late."""
    key = item.state.value.replace(" ", "_")
    if item.state is FollowUpState.OPEN and item.due and item.due < pen.as_of:
        return pen.phrase(identifier, pen.join("follow_up.late", day=pen.day(item.due, item.source, "due", short=True)),
                          stance=Stance.ANALYSIS)
    return pen.phrase(identifier, Part(pen.word(f"follow_up.{key}").runs, (item.source.at("state"),)))


def waiting(pen: Pen, identifier: str, item: FollowUp) -> Sentence:
    """Say what waits on headquarters, and for how many days."""
    text = pen.clause(item.text_en, item.text_es, item.source, "text")
    if item.since is None or item.since > pen.as_of:
        return pen.say(identifier, "waiting.no_date", what=text)
    since = typed(f"{item.id}.since", item.since, "date", item.source, "since")
    days = derived(f"{item.id}.days", (pen.as_of - item.since).days, "days", "days_since", (since,))
    ask = pen.typed(item.ask, item.source, "ask")
    return pen.say(identifier, "waiting.ask" if ask else "waiting", days.number, what=text, ask=ask, days=pen.count(days))


def context(pen: Pen, identifier: str, item: FollowUp) -> Sentence:
    """State an obstacle or dependency as typed."""
    return pen.say(identifier, f"context.{item.kind}", what=pen.clause(item.text_en, item.text_es, item.source, "text"))


def win(pen: Pen, identifier: str, item: FollowUp, language: Language) -> Sentence:
    """State a win as typed, with whom the credit is shared, in its author's language, and the KPI that shows it."""
    text = pen.clause(item.text_en, item.text_es, item.source, "text")
    shared = pen.role(item.shared_with, item.source, "shared_with", language)
    kpi = pen.typed(item.kpi, item.source, "kpi")
    key = "win" + (".kpi" if kpi else "") + (".shared" if shared else "")
    return pen.say(identifier, key, what=text, shared=shared, kpi=kpi)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the record: what is counted, and the count by first and by last statements."""

    name: str
    label: Part
    last: Sentence
    first: Sentence | None = None


def record_lines(pen: Pen, record: Record, *, for_site: bool) -> list[Line]:
    """Give the record in counts, both sides; a site in its safe start only sees its own itself."""
    site = [] if record.for_site_only and not for_site else [*_forecast_lines(pen, record), *_event_lines(pen, record), *_promise_lines(pen, record, "site")]
    return [*site, *_promise_lines(pen, record, "hq")]


def _line(pen: Pen, name: str, last: Part, first: Part = NOTHING) -> Line:
    before = pen.phrase(f"record.{name}.first", first, stance=Stance.ANALYSIS) if first else None
    return Line(name, pen.word(f"record.{name}"), pen.phrase(f"record.{name}.last", last, stance=Stance.ANALYSIS), before)


def _counted(pen: Pen, name: str, tally: Tally) -> Part:
    return pen.word("record.no_case") if tally.empty else tally_part(pen, name, tally)


def _forecast_lines(pen: Pen, record: Record) -> list[Line]:
    found = [_line(pen, "own_ranges", _counted(pen, "own_ranges", record.own_ranges))]
    if record.said_last is not None:
        found.append(_line(pen, "bias", _bias(pen, record.said_last), _bias(pen, record.said_first) if record.said_first else NOTHING))
        found.append(_line(pen, "error", _error(pen, record.said_last), _error(pen, record.said_first) if record.said_first else NOTHING))
    return found


def _bias(pen: Pen, accuracy: Accuracy) -> Part:
    amount = round(accuracy.bias.number, 1)
    key = "record.bias.even" if not amount else "record.bias.better" if amount > 0 else "record.bias.worse"
    return pen.join(key, moves=pen.number(accuracy.bias, numbers.decimal(abs(amount), pen.language)), count=pen.count(accuracy.total))


def _error(pen: Pen, accuracy: Accuracy) -> Part:
    amount = round(accuracy.error.number, 1)
    return pen.join("record.error.of", amount, moves=pen.number(accuracy.error, numbers.decimal(amount, pen.language)),
                    count=pen.count(accuracy.total))


def _event_lines(pen: Pen, record: Record) -> list[Line]:
    first, last = record.events_first, record.events_last
    found = [_line(pen, "told", _counted(pen, "told", record.told)), _line(pen, "surprises", _counted(pen, "surprises", record.surprises))]
    if not last.happened.empty:
        found.append(_line(pen, "events", _expected(pen, "events_last", last), _expected(pen, "events_first", first)))
        alarms = [_counted(pen, f"{name}.alarms", events.alarms) for name, events in (("events_last", last), ("events_first", first))]
        found.append(_line(pen, "alarms", *alarms))
    if last.score is not None and first.score is not None:
        found.append(_line(pen, "score", _score(pen, last), _score(pen, first)))
    return found


def _expected(pen: Pen, name: str, events: Events) -> Part:
    return pen.join("record.events.of", expected=pen.number(events.expected, numbers.decimal(round(events.expected.number, 1), pen.language)),
                    happened=tally_part(pen, f"{name}.happened", events.happened))


def _score(pen: Pen, events: Events) -> Part:
    score, climate = (pen.number(fact, numbers.decimal(round(fact.number, 2), pen.language)) if fact else NOTHING for fact in (events.score, events.climate))
    return pen.join("record.score.of", score=score, climate=climate)


def _promise_lines(pen: Pen, record: Record, side: str) -> list[Line]:
    promises = record.site if side == "site" else record.hq
    kept = pen.word("record.no_case") if promises.kept.empty else pen.join(
        "record.promises", kept=tally_part(pen, f"kept_{side}", promises.kept), late=pen.count(promises.late), broken=pen.count(promises.broken),
        overdue=pen.count(promises.overdue))
    if side == "site":
        return [_line(pen, "kept_site", kept), _line(pen, "on_time", _counted(pen, "on_time", record.on_time))]
    decisions = record.decisions
    first = pen.word("record.no_case") if decisions.first.empty else tally_part(pen, "answered_first", decisions.first)
    found = [_line(pen, "answered", _counted(pen, "answered", decisions.last), first)]
    if decisions.days is not None:
        found.append(_line(pen, "decision_days", pen.join("record.days", decisions.days.number, count=pen.count(decisions.days))))
    return [*found, _line(pen, "kept_hq", kept)]


def judged(pen: Pen, record: Record) -> list[Sentence]:
    """Judge the plant's forecasts in words, only from twelve cases on."""
    found = []
    ranges, said = record.own_ranges, record.said_last
    if ranges.total.number >= JUDGED_FROM:
        share = ranges.hits.number / ranges.total.number
        key = "narrow" if share < TOO_NARROW else "wide" if share > TOO_WIDE else "right"
        found.append(pen.say("record.judged.ranges", f"judged.ranges.{key}", stance=Stance.ANALYSIS))
    if said is not None and said.total.number >= JUDGED_FROM and abs(said.bias.number) >= LEANING:
        key = "better" if said.bias.number > 0 else "worse"
        found.append(pen.say("record.judged.bias", f"judged.bias.{key}", stance=Stance.ANALYSIS))
    if not found and max(ranges.total.number, said.total.number if said else 0) < JUDGED_FROM:
        found.append(pen.say("record.judged.few", "trust.few", stance=Stance.ANALYSIS))
    return found


def happened(pen: Pen, warned: Warned, dossier: Dossier) -> Part:
    """Name what happened: the event of a row, or the KPI that broke its limit."""
    if warned.kpi:
        kpi = dossier.charter.kpi(warned.kpi, dossier.period)
        named = pen.clause(kpi.name_en, kpi.name_es, kpi.source, "name") if kpi else pen.plain(warned.kpi)
        return pen.join("warning.kpi", kpi=named)
    row = next(each for submission in reversed(dossier.submissions) if (each := submission.row(warned.row)) is not None)
    return pen.join("dotted", left=pen.typed(row.id, row.source, "id"), right=pen.clause(row.event_en, row.event_es, row.source, "event"))


def on(pen: Pen, warned: Warned) -> Part:
    """Give the day of an event, the month of a broken limit."""
    cells = (warned.event,) if warned.event and warned.event.file else ()
    part = pen.month(Period.of(warned.on), short=True) if warned.kpi else pen.day(warned.on, short=True)
    return Part(part.runs, cells)


def first_said(pen: Pen, warned: Warned) -> Part:
    """Give the month whose workbook said it first; that nothing did is a surprise."""
    if warned.said is None:
        return pen.word("warning.surprise")
    return Part(pen.month(warned.said, short=True).runs, (warned.where,) if warned.where and warned.where.file else ())
