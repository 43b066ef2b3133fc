"""Who has answered each ask and who has not, what an answer was bound to, open questions, and risks whose acceptance has run out.

Silence is never consent: a reader without an answer has the days that have passed, and when they are over somebody to
whom the ask is due to be escalated, by a person.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from briefing.evidence import CellRef, Fact, derived, typed
from briefing.framing.asks import Asked, AskState, materially_changed
from briefing.framing.threads import Thread, ThreadState, mark, threads_of
from briefing.model import asks as model
from briefing.model.asks import Ask, Purpose
from briefing.model.charter import Reader
from briefing.model.dossier import Dossier
from briefing.model.hearing import READER_CHOICES, heard, reader_named, readers_asked
from briefing.model.register import RegisterRow, RowResponse, RowState
from briefing.model.responses import Choice, Response
from briefing.model.submission import Submission
from briefing.periods import Period


class Standing(StrEnum):
    """Where one reader stands on one ask."""

    DISAGREED = "disagreed"
    QUESTIONED = "questioned"
    REPLIED = "replied"
    """Questioned, and the site has replied."""
    CONFIRMED = "confirmed"
    STALE = "stale"
    """Answered terms that have changed since."""
    SILENT = "silent"
    UNSENT = "unsent"
    """The terms were not sent yet, so nobody owes an answer."""


@dataclass(frozen=True, slots=True)
class TermChange:
    """One term that is another today: the name of the field, of an option its letter, and both values as facts where they are figures or days."""

    name: str
    letter: str = ""
    before: Fact | None = None
    now: Fact | None = None


@dataclass(frozen=True, slots=True)
class Bound:
    """The terms an answer was given to; `ask` is None where no month of the archive has its fingerprint."""

    fingerprint: str
    ask: Ask | None = None
    period: Period | None = None
    changes: tuple[TermChange, ...] = ()


@dataclass(frozen=True, slots=True)
class ReaderState:
    """One reader's standing on one ask; `reader` is None for one whom the charter's list does not name.

    `name` is the charter's code, else `X` and a number: what a line calls a reader may be a person's name or address.
    """

    name: str
    role: str
    """As the charter or the line has it; may be blank."""
    role_at: CellRef
    reader: Reader | None
    standing: Standing
    response: Response | None = None
    bound: Bound | None = None


@dataclass(frozen=True, slots=True)
class Escalation:
    """To whom an ask is due to be escalated; `role` is blank where the charter names nobody."""

    role: str
    role_at: CellRef | None


@dataclass(frozen=True, slots=True)
class AskAnswers:
    """All readers' standing on one ask."""

    state: AskState
    readers: tuple[ReaderState, ...]
    threads: tuple[Thread, ...]
    over: Fact | None
    """How many days the time to answer is over, None while it runs or where nothing was sent."""
    escalation: Escalation | None
    decided_before: Response | None = None
    """A decision of a meeting on terms that have changed since."""

    @property
    def ask(self) -> Ask:
        """The ask as typed."""
        return self.state.ask

    def standing(self, standing: Standing) -> tuple[ReaderState, ...]:
        """Give the readers who stand there."""
        return tuple(each for each in self.readers if each.standing is standing)


@dataclass(frozen=True, slots=True)
class Decided:
    """An ask that was decided since the last month, with the minute's reference as the workbook or the secretary's line gives it."""

    ask: Ask
    response: Response | None = None


@dataclass(frozen=True, slots=True)
class Expired:
    """A row accepted until a day that has passed, or with no day at all: a question for the board. `days` since then."""

    row: RegisterRow
    days: Fact | None = None


@dataclass(frozen=True, slots=True)
class Answers:
    """Everything known of answers on one day."""

    asks: tuple[AskAnswers, ...] = ()
    decided: tuple[Decided, ...] = ()
    carried: tuple[Thread, ...] = ()
    """Unclosed questions on asks that this month's workbook no longer names."""
    expired: tuple[Expired, ...] = ()
    asked: tuple[Reader, ...] = ()

    @property
    def open_threads(self) -> tuple[Thread, ...]:
        """Questions that are not closed, those without a reply first, the longest waiting first."""
        threads = [thread for each in self.asks for thread in each.threads if thread.state is not ThreadState.CLOSED]
        return tuple(sorted((*threads, *self.carried), key=lambda each: (each.state is ThreadState.REPLIED, -each.days.number, each.ask)))

    @property
    def escalations(self) -> tuple[AskAnswers, ...]:
        """Asks whose days have passed."""
        return tuple(each for each in self.asks if each.escalation is not None)


def answers_of(assessment: Asked, states: tuple[AskState, ...]) -> Answers:
    """Give the standing of every reader on every open ask, what was decided, open questions, and acceptances that have run out."""
    dossier = assessment.dossier
    asked = readers_asked(dossier.charter, dossier.site.code)
    lines = [each for each in heard(dossier.charter, dossier.responses) if each.site == dossier.site.code and each.answered_on <= dossier.as_of]
    unlisted = tuple(dict.fromkeys(each.reader for each in lines if each.choice in READER_CHOICES and reader_named(dossier.charter, each.reader) is None))
    asks = tuple(_answers(state, asked, unlisted, lines, assessment) for state in states)
    return Answers(asks, _decided(dossier, lines), _carried(dossier, lines, {each.ask.id for each in asks}), _expired(dossier), asked)


def _answers(state: AskState, asked: tuple[Reader, ...], unlisted: tuple[str, ...], lines: list[Response], assessment: Asked) -> AskAnswers:
    dossier = assessment.dossier
    own = sorted((each for each in lines if each.ask_id == state.ask.id), key=lambda each: each.answered_on)
    threads = threads_of(state.ask.id, own, dossier, closed=state.decided is not None)
    latest = {mark(each.reader, dossier): each for each in own if each.choice in READER_CHOICES}
    kept = {mark(each.reader, dossier): each for each in state.current}
    readers = [_listed(reader, state, kept.get(reader.code), latest.get(reader.code), threads, assessment) for reader in asked]
    readers += [_unlisted(f"X{number}", state, kept.get(name), latest[name], threads, assessment)
                for number, name in enumerate(unlisted, 1) if name in latest]
    over = _over(state, dossier)
    before = next((each for each in reversed(own) if each.choice is Choice.DECIDED and state.decided is None), None)
    return AskAnswers(state, tuple(readers), threads, over, _escalation(state, tuple(readers), over, dossier), before)


def _listed(reader: Reader, state: AskState, current: Response | None, latest: Response | None, threads: Iterable[Thread],
            assessment: Asked) -> ReaderState:
    response = current or latest
    return ReaderState(reader.code, reader.role, reader.source.at("role"), reader, _standing(state, current, latest, threads), response,
                       _bound(state.ask, response, assessment) if response else None)


def _unlisted(name: str, state: AskState, current: Response | None, latest: Response, threads: Iterable[Thread], assessment: Asked) -> ReaderState:
    response = current or latest
    return ReaderState(name, response.role, response.source.at("role" if response.role else "reader"), None,
                       _standing(state, current, latest, threads), response, _bound(state.ask, response, assessment))


def _standing(state: AskState, current: Response | None, latest: Response | None, threads: Iterable[Thread]) -> Standing:
    if current is not None:
        if current.choice is Choice.QUESTION:
            own = next((each for each in threads if each.question is current or each.question == current), None)
            return Standing.REPLIED if own and own.replies else Standing.QUESTIONED
        return Standing.CONFIRMED if current.choice is Choice.CONFIRM else Standing.DISAGREED
    if latest is not None:
        return Standing.STALE
    return Standing.UNSENT if state.day is None else Standing.SILENT


def _bound(ask: Ask, response: Response, assessment: Asked) -> Bound:
    """Find the terms of the archive that an answer names, and what has changed materially since."""
    for submission in reversed(assessment.dossier.submissions):
        then = submission.ask(response.ask_id)
        if then is not None and then.fingerprint == response.fingerprint:
            changed = materially_changed(then, ask, assessment.dossier.charter.company, assessment.exchange)
            return Bound(response.fingerprint, then, submission.period, tuple(_changes(then, ask, submission, assessment)) if changed else ())
    return Bound(response.fingerprint)


def _changes(then: Ask, now: Ask, submission: Submission, assessment: Asked) -> Iterable[TermChange]:
    """Yield what is another than then: options that came or went, their money, the recommendation, who decides, the day."""
    for letter in sorted({each.letter for each in (*then.options, *now.options)}):
        old, new = then.option(letter), now.option(letter)
        if old is None or new is None:
            yield TermChange("option_new" if old is None else "option_gone", letter)
        else:
            yield from _costs(then, old, now, new, submission, assessment)
    if then.recommendation != now.recommendation:
        yield TermChange("recommendation", now.recommendation, *_both("recommendation", then, now, submission, "text"))
    if " ".join(then.decider.casefold().split()) != " ".join(now.decider.casefold().split()):
        yield TermChange("decider", "", *_both("decider", then, now, submission, "text"))
    if then.needed_by != now.needed_by:
        yield TermChange("needed_by", "", *_both("needed_by", then, now, submission, "date"))


def _both(name: str, then: Ask, now: Ask, submission: Submission, unit: str) -> tuple[Fact | None, Fact | None]:
    old, new = getattr(then, name), getattr(now, name)
    return (typed(f"{now.id}.{name}.{submission.period}", old, unit, then.source, name) if old else None,
            typed(f"{now.id}.{name}", new, unit, now.source, name) if new else None)


def _costs(then: Ask, old: model.Option, now: Ask, new: model.Option, submission: Submission, assessment: Asked) -> Iterable[TermChange]:
    current = assessment.dossier.submission
    fallback = assessment.exchange.site_currency
    for name in ("cost_once", "cost_month", "months", "capital"):
        was, is_now = getattr(old, name), getattr(new, name)
        if (was or 0.0) == (is_now or 0.0):
            continue
        unit_old = "months" if name == "months" else old.currency or then.currency or submission.cover.currency or fallback
        unit_new = "months" if name == "months" else new.currency or now.currency or (current.cover.currency if current else "") or fallback
        key = f"{now.id}.{new.letter}.{name}"
        yield TermChange(name, new.letter, typed(f"{key}.{submission.period}", was, unit_old, old.source, name) if was is not None else None,
                         typed(key, is_now, unit_new, new.source, name) if is_now is not None else None)


def _over(state: AskState, dossier: Dossier) -> Fact | None:
    if state.day is None or state.day.number <= state.days or state.decided is not None:
        return None
    allowed = dossier.charter.company.source.at("answer_days")
    return derived(f"{state.ask.id}.over", int(state.day.number) - state.days, "days", "days_over", (state.day,), (allowed,) if allowed.cell else ())


def _escalation(state: AskState, readers: tuple[ReaderState, ...], over: Fact | None, dossier: Dossier) -> Escalation | None:
    """Give the escalation of an ask whose days have passed with no decision and no answer of the one who decides.

    Where the decider is not among the readers asked, any reader's answer to today's terms counts.
    """
    if over is None or state.weighed.purpose is Purpose.INFORMATION:
        return None
    wanted = " ".join(state.weighed.decider.casefold().split())
    deciding = [each for each in readers if wanted in {each.name.casefold(), " ".join(each.role.casefold().split())}]
    silent = {Standing.SILENT, Standing.STALE}
    if any(each.standing not in silent for each in deciding or readers):
        return None
    return Escalation(*escalation_to(dossier, int(over.number)))


def escalation_to(dossier: Dossier, days_over: int) -> tuple[str, CellRef | None]:
    """Give to whom a matter of the site is escalated: the site's own role, else the charter's step that so many days have reached."""
    if dossier.site.escalation:
        return dossier.site.escalation, dossier.site.source.at("escalation")
    steps = sorted((each for each in dossier.charter.escalation if each.role), key=lambda each: each.step)
    reached = [each for each in steps if (each.within_hours or 0.0) <= 24.0 * days_over]
    step = (reached or steps)[-1 if reached else 0] if steps else None
    return (step.role, step.source.at("role")) if step else ("", None)


def _decided(dossier: Dossier, lines: list[Response]) -> tuple[Decided, ...]:
    """Give asks decided in this month's workbook that were not in the one before."""
    if dossier.submission is None:
        return ()
    found = []
    for ask in dossier.submission.asks:
        before = dossier.earlier[-1].ask(ask.id) if dossier.earlier else None
        if ask.state is model.AskState.DECIDED and (before is None or before.state is not model.AskState.DECIDED):
            response = next((each for each in reversed(lines) if each.ask_id == ask.id and each.choice is Choice.DECIDED), None)
            found.append(Decided(ask, response))
    return tuple(found)


def _carried(dossier: Dossier, lines: list[Response], known: set[str]) -> tuple[Thread, ...]:
    """Give unclosed questions on asks that were open when they were last named and that this month no longer names."""
    latest = {ask.id: ask for submission in dossier.submissions for ask in submission.asks}
    now = {ask.id for ask in dossier.submission.asks} if dossier.submission else set()
    found: list[Thread] = []
    for identifier in dict.fromkeys(each.ask_id for each in lines):
        ask = latest.get(identifier)
        if identifier in known | now or (ask is not None and ask.state is not model.AskState.OPEN):
            continue
        own = [each for each in lines if each.ask_id == identifier]
        closed = any(each.choice is Choice.DECIDED for each in own)
        found += [each for each in threads_of(identifier, own, dossier, closed=closed) if each.state is not ThreadState.CLOSED]
    return tuple(found)


def _expired(dossier: Dossier) -> tuple[Expired, ...]:
    rows = dossier.submission.register if dossier.submission else ()
    accepted = [row for row in rows if row.state is RowState.OPEN and row.response is RowResponse.ACCEPT_UNTIL and not row.privileged]
    found = []
    for row in accepted:
        if row.accept_until is None:
            found.append(Expired(row))
        elif row.accept_until < dossier.as_of:
            until = typed(f"{row.id}.accept_until", row.accept_until, "date", row.source, "accept_until")
            found.append(Expired(row, derived(f"{row.id}.accepted_over", (dossier.as_of - row.accept_until).days, "days", "days_since", (until,))))
    return tuple(found)

