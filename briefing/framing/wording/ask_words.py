"""The sentences about asks: titles, answers, and their age. Silence is printed as silence."""

from __future__ import annotations

from briefing.evidence import derived, typed
from briefing.framing.asks import AskState
from briefing.framing.wording.headlines import ask_name
from briefing.framing.wording.option_words import option_cost
from briefing.framing.wording.pen import Part, Pen
from briefing.model.asks import Purpose
from briefing.model.charter import Site
from briefing.model.responses import Choice
from briefing.sentences import Sentence, Stance


def title(pen: Pen, identifier: str, state: AskState) -> Sentence:
    """Give the title as typed, with its purpose where it is not a decision."""
    ask = state.ask
    part = pen.clause(ask.title_en, ask.title_es, ask.source, "title")
    if state.weighed.purpose is not Purpose.DECISION:
        part = pen.join(f"purpose.{state.weighed.purpose}", title=part)
    return pen.phrase(identifier, part, strong=True)


def recommended(pen: Pen, identifier: str, state: AskState, *, costed: bool = False) -> Sentence:
    """Give letter and title of the option the plant recommends, with what it costs where that is wanted and known."""
    option = state.ask.option(state.ask.recommendation)
    if option is None:
        return pen.phrase(identifier, pen.plain("\N{EN DASH}"))
    name = pen.join("option_name", letter=pen.typed(option.letter, state.ask.source, "recommendation"),
                    title=pen.clause(option.title_en, option.title_es, option.source, "title"))
    choice = state.weighed.recommended
    if costed and choice is not None and choice.cost is not None:
        name = pen.join("recommended.costed", name=name, cost=option_cost(pen, choice))
    return pen.phrase(identifier, name, stance=Stance.RECOMMENDATION)


def due(pen: Pen, identifier: str, state: AskState, site: Site) -> Sentence:
    """Say by when an ask is to be decided, how many days that is from now or ago, and by whom; it has a date."""
    ask, weighed = state.ask, state.weighed
    needed = typed(f"{ask.id}.needed_by", ask.needed_by, "date", ask.source, "needed_by")
    left = (ask.needed_by - pen.as_of).days if ask.needed_by else 0
    days = derived(f"{ask.id}.days_left", abs(left), "days", "days_until", (needed,))
    return pen.say(identifier, "decision.overdue" if left < 0 else "decision.due", days.number, stance=Stance.ANALYSIS,
                   ask=ask_name(pen, weighed), day=pen.day(ask.needed_by, ask.source, "needed_by"), days=pen.count(days),
                   decider=decider(pen, state, site))


def decider(pen: Pen, state: AskState, site: Site) -> Part:
    """Name who decides: the ask's own decider, else the site's."""
    source = state.ask.source if state.ask.decider else site.source
    return pen.role(state.weighed.decider, source, "decider") or pen.word("not_named")


def delay(pen: Pen, identifier: str, state: AskState) -> Sentence:
    """Give the computed cost of a month's delay, the site's own figure beside it where there is one."""
    weighed = state.weighed
    if weighed.delay is None and weighed.own_delay is None:
        return pen.phrase(identifier, pen.word("not_translated"), stance=Stance.ANALYSIS)
    if weighed.own_delay is None:
        return pen.phrase(identifier, pen.money(weighed.delay), stance=Stance.ANALYSIS)
    if weighed.delay is None:
        return pen.phrase(identifier, pen.join("delay.own_only", own=pen.money(weighed.own_delay)), stance=Stance.ANALYSIS)
    return pen.phrase(identifier, pen.join("delay.both", computed=pen.money(weighed.delay), own=pen.money(weighed.own_delay)),
                      stance=Stance.ANALYSIS)


def answers(pen: Pen, identifier: str, state: AskState) -> Sentence:
    """State the answers of readers; none is printed as none, with its days, never as consent."""
    return pen.phrase(identifier, _answers(pen, state), stance=Stance.FACT)


def _answers(pen: Pen, state: AskState) -> Part:
    if state.decided is not None:
        return pen.join("answers.decided", day=pen.day(state.decided.answered_on, state.decided.source, "answered_on", short=True))
    if state.current:
        return _given(pen, state)
    if state.weighed.purpose is not Purpose.DECISION and state.day is None:
        return pen.plain("\N{EN DASH}")
    if state.day is None:
        return pen.word("answers.unsent")
    return _silence(pen, state)


def _given(pen: Pen, state: AskState) -> Part:
    parts = []
    for choice in (Choice.DISAGREE, Choice.QUESTION, Choice.CONFIRM):
        found = state.answered(choice)
        if not found:
            continue
        replied = choice is Choice.QUESTION and bool(state.replied)
        key = f"answers.{choice}{'.answered' if replied else ''}"
        count = Part(pen.plain(str(len(found))).runs, tuple(each.source.at("choice") for each in found))
        parts.append(pen.join(key, len(found), count=count))
    return pen.listed(parts)


def _silence(pen: Pen, state: AskState) -> Part:
    ask = state.ask
    assert state.day is not None  # noqa: S101 - the caller has looked
    parts = {
        "day": pen.count(state.day), "days": pen.plain(str(state.days)),
        "sent": pen.day(ask.sent_on, ask.source, "sent_on", short=True),
        "first": pen.day(ask.first_raised, ask.source, "first_raised", short=True),
    }
    again = ask.first_raised is not None and ask.sent_on is not None and ask.first_raised < ask.sent_on
    late = "overdue" if state.is_overdue else "none"
    return pen.join(f"answers.{late}{'.again' if again else ''}", **parts)
