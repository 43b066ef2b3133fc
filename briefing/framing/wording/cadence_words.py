"""The sentences about dates: what is late on either side, what came when, what is next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from briefing.analysis.cadence import Due, DueKind, DueState
from briefing.evidence import CellRef, Fact, Source, derived
from briefing.framing.wording.pen import MISSING_VALUE, Part, Pen
from briefing.numbers import day as written_day
from briefing.numbers import role_name
from briefing.periods import Period
from briefing.sentences import Sentence, Stance, Typed

NAMED = 4
"""At most so many missing months are named one by one."""
TYPED_DAYS = (DueKind.DECISION, DueKind.COMMITMENT)
"""Kinds whose day somebody typed; the others' follow from the charter."""


def what(pen: Pen, due: Due) -> Part:
    """Give what is due, such as `decision on A-007`."""
    identifier = Part((Typed(due.id, pen.language),), _cells(due, "id"))
    if due.kind is DueKind.MONTH:
        return pen.join("what.month", month=pen.month(Period.parse(due.id)))
    if due.kind in {DueKind.DECISION, DueKind.ANSWER}:
        return pen.join(f"what.{due.kind}", id=identifier)
    text = pen.clause(due.what_en, due.what_es, _source(due, "what"), "what")
    return pen.join("what.meeting", text=text) if due.kind is DueKind.MEETING else pen.join("what.commitment", text=text, id=identifier)


def owes(pen: Pen, due: Due) -> Part:
    """Give the side and the role that owe it."""
    side = pen.word(f"side.{due.side}")
    return pen.join("owes", side=side, who=who(pen, due)) if due.who else side


def who(pen: Pen, due: Due) -> Part:
    """Give the role that owes it; a month's workbook is the plant's."""
    if due.kind is DueKind.MONTH:
        return pen.plain(MISSING_VALUE)
    return Part((Typed(role_name(due.who, pen.language), pen.language),), _cells(due, "who")) if due.who else pen.word("not_named")


def day(pen: Pen, due: Due) -> Part:
    """Give the day it is due."""
    fact = _day_fact(due)
    return pen.number(fact, written_day(due.day, pen.language, as_of=pen.as_of, short=True)) if fact and due.day else pen.plain(MISSING_VALUE)


def done(pen: Pen, due: Due) -> Part:
    """Give the day it was done or came."""
    if due.done_on is None:
        return pen.plain(MISSING_VALUE)
    return _dated(pen, due, due.done_on, "done_on")


def state(pen: Pen, due: Due) -> Part:
    """Give where it stands, for a table."""
    key = f"state.{due.state.value.replace(' ', '_')}"
    return pen.join(key, due.days_late, late=_late(pen, due)) if due.state in {DueState.LATE, DueState.DONE_LATE} else pen.word(key)


def late(pen: Pen, due: Due) -> Sentence:
    """Say what is late, by whom and by how many days."""
    if due.kind is DueKind.MONTH:
        return month(pen, due)
    return pen.say(f"{_name(due)}.late", "cadence.late", due.days_late, stance=Stance.ANALYSIS, owes=owes(pen, due), what=what(pen, due), day=day(pen, due),
                   late=_late(pen, due))


def month(pen: Pen, due: Due) -> Sentence:
    """Say what is known of a month's workbook: missing, due, come on a day, or there since a day nobody recorded."""
    name, period = f"{_name(due)}.month", pen.month(Period.parse(due.id))
    if due.day is None:
        key = "cadence.missing.undated" if due.state is DueState.MISSING else "cadence.no_day"
        return pen.say(name, key, month=period) if due.state is DueState.MISSING else pen.say(name, key)
    if due.state is DueState.MISSING:
        return pen.say(name, "cadence.missing", due.days_late, stance=Stance.ANALYSIS, month=period, day=day(pen, due), late=_late(pen, due))
    if due.state is DueState.DONE_LATE:
        return pen.say(name, "cadence.came.late", due.days_late, stance=Stance.ANALYSIS, month=period, day=day(pen, due), done=done(pen, due), late=_late(pen, due))
    if due.state is DueState.DONE:
        return pen.say(name, "cadence.came", month=period, day=day(pen, due), done=done(pen, due))
    return pen.say(name, "cadence.received" if due.state is DueState.RECEIVED else "cadence.month_due", month=period, day=day(pen, due))


def missing(pen: Pen, dues: Sequence[Due]) -> Sentence:
    """Name earlier months that are missing, in one sentence; the last few where they are many."""
    named = [pen.month(Period.parse(each.id)) for each in sorted(dues, key=lambda each: each.id)]
    if len(named) <= NAMED:
        return pen.say("cadence.missing_months", "cadence.missing_months", len(named), months=pen.listed(named))
    return pen.say("cadence.missing_months", "cadence.missing_months.from", count=pen.plain(str(len(named))), first=named[0], last=named[-1])


def upcoming(pen: Pen, dues: Sequence[Due]) -> Sentence:
    """Name what is next, each with its day."""
    items = [pen.join("cadence.item", what=what(pen, each), day=day(pen, each)) for each in dues]
    return pen.say("cadence.next", "cadence.next", items=pen.listed(items))


def undated(pen: Pen, dues: Sequence[Due]) -> Sentence:
    """Name what is owed with no day."""
    return pen.say("cadence.undated", "cadence.undated", stance=Stance.ANALYSIS, items=pen.listed(what(pen, each) for each in dues))


def _name(due: Due) -> str:
    return f"cadence.{due.kind}.{due.id}"


def _cells(due: Due, name: str) -> tuple[CellRef, ...]:
    return (due.cells[name],) if name in due.cells else ()


def _source(due: Due, name: str) -> Source:
    """Give a source whose fields are the two languages of a typed text."""
    places = {f"{name}_{language}": due.cells[f"{name}_{language}"] for language in ("en", "es") if f"{name}_{language}" in due.cells}
    first = next(iter(places.values()), CellRef(""))
    return Source(first.file, first.sheet, 0, {field: place.cell for field, place in places.items()})


def _day_fact(due: Due) -> Fact | None:
    if due.day is None:
        return None
    cells, name = _cells(due, "day"), f"{_name(due)}.due"
    return Fact(name, due.day, "date", cells=cells) if due.kind in TYPED_DAYS else derived(name, due.day, "date", "due_day", (), cells)


def _dated(pen: Pen, due: Due, value: date, name: str) -> Part:
    return pen.number(Fact(f"{_name(due)}.{name}", value, "date", "publication", cells=_cells(due, name)), written_day(value, pen.language, as_of=pen.as_of, short=True))


def _late(pen: Pen, due: Due) -> Part:
    return pen.count(derived(f"{_name(due)}.days_late", due.days_late, "days", "days_late", (_day_fact(due),)))
