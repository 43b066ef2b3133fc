"""Where each ask stands: its age, its answers, and whether its terms have changed. Silence is never consent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from briefing.analysis.options import Weighed
from briefing.analysis.translation import Exchange
from briefing.evidence import Fact, derived, typed
from briefing.model.asks import Ask, Purpose
from briefing.model.charter import Company
from briefing.model.dossier import Dossier
from briefing.model.hearing import READER_CHOICES, heard
from briefing.model.responses import Choice, Response
from briefing.model.submission import Submission
from briefing.periods import Period


class Asked(Protocol):
    """What asks and answers are judged from: an assessment, or the part of one that is kept with a publication."""

    @property
    def dossier(self) -> Dossier:
        """All that is known of the site on the day judged."""

    @property
    def exchange(self) -> Exchange:
        """The rate in force."""

    @property
    def asks(self) -> tuple[Weighed, ...]:
        """The open asks."""


@dataclass(frozen=True, slots=True)
class TermsChange:
    """The last month whose terms differ materially from today's: a changed cost, or another term."""

    period: Period
    before: Ask
    cost_before: Fact | None = None
    cost_now: Fact | None = None


@dataclass(frozen=True, slots=True)
class AskState:
    """An open ask with its answers.

    `current` are the latest answers of each reader to today's terms, `stale` those to terms that have changed
    since; `day` of `days` counts calendar days from the day the terms were sent.
    """

    weighed: Weighed
    day: Fact | None
    days: int
    current: tuple[Response, ...] = ()
    stale: tuple[Response, ...] = ()
    replied: tuple[Response, ...] = ()
    decided: Response | None = None
    change: TermsChange | None = None

    @property
    def ask(self) -> Ask:
        """The ask as typed."""
        return self.weighed.ask

    def answered(self, choice: Choice) -> tuple[Response, ...]:
        """Give the current answers of one kind."""
        return tuple(response for response in self.current if response.choice is choice)

    @property
    def is_silent(self) -> bool:
        """Tell whether nobody has answered today's terms."""
        return not self.current and self.decided is None

    @property
    def is_overdue(self) -> bool:
        """Tell whether the days to answer have passed without an answer."""
        return self.is_silent and self.day is not None and self.day.number > self.days


def ask_states(assessment: Asked) -> tuple[AskState, ...]:
    """Give every open ask: decisions first, then discussion and information; each by absolute limits, cost of delay and date."""
    return tuple(sorted((_state(weighed, assessment) for weighed in assessment.asks), key=_order))


def _order(state: AskState) -> tuple[int, bool, float, date, str]:
    """Order by purpose; within one what an absolute limit hangs on, which has no price, before the cost of a month's delay."""
    purposes = (Purpose.DECISION, Purpose.DISCUSSION, Purpose.INFORMATION)
    priced = not any(loss.row.limit for loss in state.weighed.losses)
    cost = state.weighed.delay.number if state.weighed.delay else 0.0
    return (purposes.index(state.weighed.purpose), priced, -cost, state.ask.needed_by or date.max, state.ask.id)


def _state(weighed: Weighed, assessment: Asked) -> AskState:
    dossier, ask = assessment.dossier, weighed.ask
    sent = ask.sent_on
    day = None
    if sent and sent <= dossier.as_of:
        sent_fact = typed(f"{ask.id}.sent_on", sent, "date", ask.source, "sent_on")
        day = derived(f"{ask.id}.day", (dossier.as_of - sent).days, "days", "days_since", (sent_fact,))
    same, other = _by_terms(ask, assessment)
    decided = next((response for response in reversed(same) if response.choice is Choice.DECIDED), None)  # a later record corrects an earlier one
    return AskState(
        weighed, day, dossier.charter.company.answer_days, _latest(same), _latest(other),
        tuple(response for response in same if response.choice is Choice.REPLY), decided, _change(weighed, assessment),
    )


def _by_terms(ask: Ask, assessment: Asked) -> tuple[list[Response], list[Response]]:
    """Part the answers into those to today's terms and those to terms that differ materially."""
    dossier = assessment.dossier
    terms = {each.fingerprint: each for submission in dossier.submissions if (each := submission.ask(ask.id)) is not None}
    same: list[Response] = []
    other: list[Response] = []
    for response in heard(dossier.charter, dossier.responses):
        if response.ask_id != ask.id or response.site != dossier.site.code or response.answered_on > dossier.as_of:
            continue
        known = terms.get(response.fingerprint)
        kept = known is not None and not materially_changed(known, ask, dossier.charter.company, assessment.exchange)
        (same if kept else other).append(response)
    return same, other


def _latest(responses: list[Response]) -> tuple[Response, ...]:
    """Give each reader's last answer."""
    latest: dict[str, Response] = {}
    for response in sorted(responses, key=lambda each: each.answered_on):
        if response.choice in READER_CHOICES:
            latest[response.reader] = response
    return tuple(latest.values())


def materially_changed(before: Ask, now: Ask, company: Company, exchange: Exchange) -> bool:
    """Tell whether terms changed by more than wording and the charter's materiality.

    A changed cost reopens an answer unless it differs by less than the materiality's share and amount, the amount
    in the company's currency; a changed letter, recommendation, decider or date always does.
    """
    if before.fingerprint == now.fingerprint:
        return False
    fixed_before, fixed_now = (_fixed_terms(each) for each in (before, now))
    if fixed_before != fixed_now:
        return True
    return any(_costs_differ(before, now, option.letter, company, exchange) for option in now.options)


def _fixed_terms(ask: Ask) -> tuple[object, ...]:
    letters = tuple(sorted((option.letter, option.currency or ask.currency) for option in ask.options))
    return (letters, ask.recommendation, " ".join(ask.decider.casefold().split()), ask.needed_by)


def _costs_differ(before: Ask, now: Ask, letter: str, company: Company, exchange: Exchange) -> bool:
    option = now.option(letter)
    unit = (option.currency if option else "") or now.currency or exchange.site_currency
    converts = unit == exchange.site_currency and exchange.rate is not None
    most = company.materiality_amount * (exchange.rate.number if converts and exchange.rate else 1.0)
    for name in ("cost_once", "cost_month", "months", "capital"):
        old = getattr(before.option(letter), name, None) or 0.0
        gap = abs((getattr(option, name, None) or 0.0) - old)
        if gap and (gap >= most or gap >= company.materiality_percent * max(abs(old), 1e-9)):
            return True
    return False


def _change(weighed: Weighed, assessment: Asked) -> TermsChange | None:
    dossier, ask = assessment.dossier, weighed.ask
    for submission in reversed(dossier.earlier):
        before = submission.ask(ask.id)
        if before is not None and materially_changed(before, ask, dossier.charter.company, assessment.exchange):
            return TermsChange(submission.period, before, *_changed_cost(weighed, before, submission, assessment))
    return None


def _changed_cost(weighed: Weighed, before: Ask, submission: Submission,
                  assessment: Asked) -> tuple[Fact | None, Fact | None]:
    """Give the recommended option's typed cost then and now, where it changed and is one figure."""
    letter = weighed.ask.recommendation
    old, new = before.option(letter), weighed.ask.option(letter)
    if old is None or new is None:
        return None, None
    for name in ("cost_once", "cost_month"):
        was, now = getattr(old, name), getattr(new, name)
        if was is None or now is None or was == now:
            continue
        fallback = assessment.exchange.site_currency
        unit_old = old.currency or before.currency or submission.cover.currency or fallback
        unit_new = new.currency or weighed.ask.currency or (
            assessment.dossier.submission.cover.currency if assessment.dossier.submission else "") or fallback
        key = f"{weighed.ask.id}.{letter}.{name}"
        return typed(f"{key}.{submission.period}", was, unit_old, old.source, name), typed(key, now, unit_new, new.source, name)
    return None, None
