"""What is due from whom and when: months, decisions, answers, commitments and meetings, of every site and of headquarters.

Pure: dates of the charter and the workbooks held against one day. A workbook does not know when it arrived; the day comes
from the publication facts, and where it is not recorded a month that is there is never called late.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

from briefing.evidence import CellRef
from briefing.model.asks import Ask, AskState, Purpose
from briefing.model.charter import Charter, Site
from briefing.model.dossier import Dossier, latest_follow_ups
from briefing.model.hearing import READER_CHOICES, heard
from briefing.model.responses import Choice, Response
from briefing.model.submission import FollowUp, FollowUpKind, FollowUpState, Side
from briefing.periods import Period, months_between


class DueKind(StrEnum):
    """What is due."""

    MONTH = "month"
    """A site's workbook of a month."""
    DECISION = "decision"
    ANSWER = "answer"
    """The first answer to terms that were sent."""
    COMMITMENT = "commitment"
    MEETING = "meeting"
    """A line of the charter's Cadence sheet; nobody is late for it."""


class DueState(StrEnum):
    """Where it stands on the day."""

    MISSING = "missing"
    """A month that is not there though its day has passed, or though the charter gives it no day."""
    LATE = "late"
    """Open, and its day has passed."""
    DONE_LATE = "done late"
    DUE = "due"
    """Open, its day is today or to come."""
    UNDATED = "undated"
    """Open, and nobody has said by when."""
    RECEIVED = "received"
    """A month that is there, and when it came is not recorded."""
    DONE = "done"


OPEN = frozenset({DueState.MISSING, DueState.LATE, DueState.DUE, DueState.UNDATED})
OVERDUE = frozenset({DueState.MISSING, DueState.LATE})


@dataclass(frozen=True, slots=True)
class Arrival:
    """A month that was sent, and the day it came where that is known."""

    site: str
    period: Period
    received_on: date | None = None
    cells: tuple[CellRef, ...] = ()


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that is due; `id` is the ask's, the commitment's or the month's, `days_late` 0 unless it is or was late.

    `what_en` and `what_es` are typed words, blank where the id says enough.
    """

    kind: DueKind
    id: str
    site: str
    side: Side
    day: date | None
    state: DueState
    days_late: int = 0
    done_on: date | None = None
    who: str = ""
    what_en: str = ""
    what_es: str = ""
    cells: Mapping[str, CellRef] = field(default_factory=dict)
    """The cell of each typed part: `day`, `who`, `what`, `done_on`, `id`."""

    @property
    def is_open(self) -> bool:
        """Tell whether somebody still owes it."""
        return self.state in OPEN and self.kind is not DueKind.MEETING

    @property
    def is_overdue(self) -> bool:
        """Tell whether its day has passed and it is still owed."""
        return self.state in OVERDUE


def due_day(site: Site, period: Period) -> date | None:
    """Give the day by which a site sends a month: the charter's day of the following month, its last day where that is shorter."""
    return _day_after(period, site.due_day) if site.due_day else None


def _day_after(period: Period, day: int) -> date:
    following = period + 1
    return following.first_day.replace(day=min(day, following.last_day.day))


def months_due(charter: Charter, arrivals: Iterable[Arrival], period: Period, as_of: date) -> tuple[Due, ...]:
    """Give every site's month of the period, and its earlier months that are missing or came late.

    A site is expected from the charter's first month on, else from the first that it ever sent, else in this month.
    """
    by_site: dict[str, dict[Period, Arrival]] = {}
    for each in arrivals:
        if each.period <= period:
            by_site.setdefault(each.site, {})[each.period] = each
    sites = {site.code: site for site in charter.sites}
    found: list[Due] = []
    for code in dict.fromkeys([*sites, *sorted(by_site)]):
        site, sent = sites.get(code) or Site(code, code), by_site.get(code, {})
        first = site.first_period or min(sent, default=period)
        for month in months_between(min(first, period), period) if first <= period or sent else ():
            due = _month_due(site, month, sent.get(month), as_of)
            if month == period or due.state in {DueState.MISSING, DueState.DONE_LATE}:
                found.append(due)
    return tuple(found)


def _month_due(site: Site, month: Period, arrival: Arrival | None, as_of: date) -> Due:
    day = due_day(site, month)
    cells = {"day": site.source.at("due_day")} if site.due_day else {}
    if arrival is not None:
        received = arrival.received_on
        late = max((received - day).days, 0) if received and day else 0
        state = DueState.RECEIVED if received is None else DueState.DONE_LATE if late else DueState.DONE
        where = {"done_on": arrival.cells[0]} if arrival.cells else {}
        return Due(DueKind.MONTH, str(month), site.code, Side.SITE, day, state, late, received, cells={**cells, **where})
    if day is None:
        return Due(DueKind.MONTH, str(month), site.code, Side.SITE, None, DueState.MISSING if as_of > (month + 1).last_day else DueState.UNDATED)
    late = max((as_of - day).days, 0)
    return Due(DueKind.MONTH, str(month), site.code, Side.SITE, day, DueState.MISSING if late else DueState.DUE, late, cells=cells)


def arrivals_of(dossier: Dossier) -> tuple[Arrival, ...]:
    """Give the months that a dossier holds, with the day they came by its publication facts.

    That is `received_on`; a month published by its due day was there by then, so that day is as good.
    """
    published = {each.period: each for each in dossier.publications}
    found = []
    for submission in dossier.submissions:
        facts, due = published.get(submission.period), due_day(dossier.site, submission.period)
        received, name = (facts.received_on, "received_on") if facts else (None, "")
        if facts and received is None and facts.published_on and due and facts.published_on <= due:
            received, name = facts.published_on, "published_on"
        cells = (facts.source.at(name),) if facts and received else ()
        found.append(Arrival(dossier.site.code, submission.period, received, cells))
    return tuple(found)


def due_of(dossier: Dossier) -> tuple[Due, ...]:
    """Give what is due of one site and of headquarters toward it: decisions, answers and commitments, overdue first."""
    asks = dossier.submission.asks if dossier.submission else ()
    found = [*(each for ask in asks for each in _ask_due(ask, dossier)), *_commitments(dossier)]
    return in_order(found)


def cadence_of(dossier: Dossier) -> tuple[Due, ...]:
    """Give all that one site's briefing says about dates: its months, decisions, answers, commitments, the charter's meetings."""
    months = months_due(replace(dossier.charter, sites=(dossier.site,)), arrivals_of(dossier), dossier.period, dossier.as_of)
    return in_order([*months, *due_of(dossier), *meetings(dossier.charter, dossier.period, dossier.as_of)])


def cadence_of_group(charter: Charter, dossiers: Iterable[Dossier], period: Period, as_of: date) -> tuple[Due, ...]:
    """Give the dates of all sites on one day: every site of the charter, also those without a dossier, whose month is missing."""
    known = tuple(dossiers)
    arrivals = [arrival for dossier in known for arrival in arrivals_of(dossier)]
    return in_order([
        *months_due(charter, arrivals, period, as_of), *(due for dossier in known for due in due_of(dossier)), *meetings(charter, period, as_of),
    ])


def meetings(charter: Charter, period: Period, as_of: date) -> tuple[Due, ...]:
    """Give the charter's rhythm in the month after the period."""
    found: list[Due] = []
    names: set[str] = set()
    for item in charter.cadence:
        if item.day:
            name = "-".join(item.name_en.casefold().split())
            name = name if name not in names else f"{name}-{item.source.row}"
            names.add(name)
            day = _day_after(period, item.day)
            cells = {"day": item.source.at("day"), "who": item.source.at("role"), "what_en": item.source.at("name_en"), "what_es": item.source.at("name_es")}
            found.append(Due(DueKind.MEETING, name, "", Side.HQ, day, DueState.DONE if day < as_of else DueState.DUE,
                             who=item.role, what_en=item.name_en, what_es=item.name_es, cells=cells))
    return tuple(found)


def in_order(found: Iterable[Due]) -> tuple[Due, ...]:
    """Sort by what matters to a reader: overdue first, the longest first, then by day."""
    return tuple(sorted(found, key=lambda each: (not each.is_overdue, -each.days_late if each.is_overdue else 0, each.day or date.max, each.site, each.kind, each.id)))


def _ask_due(ask: Ask, dossier: Dossier) -> Iterator[Due]:
    if ask.state is AskState.WITHDRAWN or ask.purpose is Purpose.INFORMATION:
        return
    who = ask.decider or dossier.site.decider
    source = ask.source if ask.decider else dossier.site.source
    cells = {"id": ask.source.at("id"), "who": source.at("decider"), "what_en": ask.source.at("title_en"), "what_es": ask.source.at("title_es")}
    decided, place = _decided(ask, dossier)
    settled = ask.state is AskState.DECIDED or decided is not None
    if ask.purpose is Purpose.DECISION:
        yield _dated(DueKind.DECISION, ask.id, ask.needed_by, dossier, who, (ask.title_en, ask.title_es), cells | {"day": ask.source.at("needed_by")},
                     done=settled, done_on=decided, done_at=place)
    if ask.sent_on and ask.sent_on <= dossier.as_of and not settled and not _is_answered(ask, dossier):
        day = ask.sent_on + timedelta(days=dossier.charter.company.answer_days)
        yield _dated(DueKind.ANSWER, ask.id, day, dossier, who, (ask.title_en, ask.title_es), cells | {"day": ask.source.at("sent_on")})


def _decided(ask: Ask, dossier: Dossier) -> tuple[date | None, CellRef | None]:
    lines = [each for each in dossier.responses if each.choice is Choice.DECIDED and _speaks_of(each, ask, dossier)]
    line = min(lines, key=lambda each: each.answered_on, default=None)
    if ask.decided_on:
        return ask.decided_on, ask.source.at("decided_on")
    return (line.answered_on, line.source.at("answered_on")) if line else (None, None)


def _is_answered(ask: Ask, dossier: Dossier) -> bool:
    """Tell whether anybody who is heard has answered today's terms, or anything since they were sent."""
    return any(each.choice in READER_CHOICES and _speaks_of(each, ask, dossier) for each in heard(dossier.charter, dossier.responses))


def _speaks_of(line: Response, ask: Ask, dossier: Dossier) -> bool:
    """Tell whether a line is about the ask as it stands: it names today's terms, or came after they were sent."""
    about = line.ask_id == ask.id and line.site == dossier.site.code and line.answered_on <= dossier.as_of
    return about and (line.fingerprint == ask.fingerprint or (ask.sent_on is not None and line.answered_on >= ask.sent_on))


def _commitments(dossier: Dossier) -> Iterator[Due]:
    for each in latest_follow_ups(dossier, FollowUpKind.COMMITMENT):
        if each.state is FollowUpState.OPEN:
            yield _commitment(each, dossier)


def _commitment(each: FollowUp, dossier: Dossier) -> Due:
    cells = {name: each.source.at(field_name) for name, field_name in (("id", "id"), ("day", "due"), ("who", "who"), ("what_en", "text_en"), ("what_es", "text_es"))}
    made = _dated(DueKind.COMMITMENT, each.id, each.due, dossier, each.who, (each.text_en, each.text_es), cells)
    return replace(made, side=each.side)


def _dated(kind: DueKind, identifier: str, day: date | None, dossier: Dossier, who: str, what: tuple[str, str], cells: Mapping[str, CellRef], *,
           done: bool = False, done_on: date | None = None, done_at: CellRef | None = None) -> Due:
    """Give an item of a day: open it is late the day after, done it was late if done after; headquarters' unless changed."""
    end = done_on if done else dossier.as_of
    late = max((end - day).days, 0) if day and end else 0
    settled = DueState.DONE_LATE if late else DueState.DONE
    owed = DueState.UNDATED if day is None else DueState.LATE if late else DueState.DUE
    where = {**cells, "done_on": done_at} if done_at else dict(cells)
    return Due(kind, identifier, dossier.site.code, Side.HQ, day, settled if done else owed, late, done_on, who, what[0], what[1], where)
