"""The sentences about commitments, waiting decisions, wins and the record."""

from __future__ import annotations

from briefing.analysis.record import Record
from briefing.evidence import derived, typed
from briefing.framing.wording.page_one import tally_part
from briefing.framing.wording.pen import Part, Pen
from briefing.model.submission import FollowUp, FollowUpState
from briefing.sentences import Sentence, Stance


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
    return pen.say(identifier, "waiting.ask" if ask else "waiting", what=text, ask=ask,
                   days=pen.count(days))


def context(pen: Pen, identifier: str, item: FollowUp) -> Sentence:
    """State an obstacle or dependency as typed."""
    return pen.say(identifier, f"context.{item.kind}", what=pen.clause(item.text_en, item.text_es, item.source, "text"))


def win(pen: Pen, identifier: str, item: FollowUp) -> Sentence:
    """State a win as typed, with whom the credit is shared and the KPI that shows it."""
    text = pen.clause(item.text_en, item.text_es, item.source, "text")
    shared = pen.role(item.shared_with, item.source, "shared_with")
    kpi = pen.typed(item.kpi, item.source, "kpi")
    key = "win" + (".kpi" if kpi else "") + (".shared" if shared else "")
    return pen.say(identifier, key, what=text, shared=shared, kpi=kpi)


def record_lines(pen: Pen, record: Record, *, for_site: bool) -> list[Sentence]:
    """Give the record in counts, both sides; a site in its safe start only sees its own itself."""
    lines = [("own_ranges", record.own_ranges, True), ("told", record.told, True), ("kept_site", record.kept_site, True),
             ("answered", record.answered, False), ("kept_hq", record.kept_hq, False)]
    return [
        pen.say(f"record.{name}", f"trust.{name}" if not tally.empty else f"trust.{name}.none", tally.total.number,
                stance=Stance.ANALYSIS, count_of=tally_part(pen, name, tally))
        for name, tally, of_site in lines
        if for_site or not (of_site and record.for_site_only)
    ]
