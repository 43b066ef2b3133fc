"""What a publication asks of the person who looks: each ask with its money and days, their own answer, and what was said back."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from briefing.evidence import Source, typed
from briefing.framing.answers import AskAnswers, ReaderState, Standing
from briefing.framing.threads import Thread, ThreadState
from briefing.framing.wording import answer_words, ask_words
from briefing.framing.wording.pen import Pen
from briefing.language import Language
from briefing.model.asks import Ask
from briefing.model.charter import Charter
from briefing.model.hearing import reader_named
from briefing.model.responses import Response
from briefing.portal.selectors.answers import Live, standing


@dataclass(frozen=True, slots=True)
class Talk:
    """A question or disagreement of one reader, and what the site replied; `days` since the last word."""

    reader: str
    said: Response
    replies: tuple[Response, ...]
    days: int
    is_closed: bool = False

    @property
    def key(self) -> str:
        """The key of what it is in the catalogue."""
        return f"talk.{self.said.choice}"

    @property
    def state_key(self) -> str:
        """The key of how long it has been waiting for whom."""
        return f"talk.{'replied' if self.replies else 'open'}"


def talks_of(each: AskAnswers, charter: Charter, on: date) -> tuple[Talk, ...]:
    """Give all questions and disagreements on an ask, replied to or not, oldest first."""
    opened = [thread.question for thread in each.threads]
    bare = [state.response for state in each.standing(Standing.DISAGREED) if state.response is not None and state.response not in opened]
    found = (*(_talk(thread.question, thread, charter, on) for thread in each.threads), *(_talk(response, None, charter, on) for response in bare))
    return tuple(sorted(found, key=lambda talk: talk.said.answered_on))


def _talk(response: Response, thread: Thread | None, charter: Charter, on: date) -> Talk:
    reader = reader_named(charter, response.reader)
    code = reader.code if reader else response.reader
    if thread is None:
        return Talk(code, response, (), (on - response.answered_on).days)
    return Talk(code, response, thread.replies, int(thread.days.number), is_closed=thread.state is ThreadState.CLOSED)


@dataclass(frozen=True, slots=True)
class AskedLine:
    """An ask as the person who looks sees it."""

    standing: AskAnswers
    title: str
    recommended: str
    once: str
    """What the recommended option costs once, and a month: each blank where it is not stated."""
    monthly: str
    delay: str
    said: tuple[str, ...]
    """The briefing's sentences on who has answered and who has not, as of today."""
    mine: ReaderState | None
    changes: str
    """What is another today than when the person answered; blank where nothing is, or the earlier terms are not known."""
    talks: tuple[Talk, ...]
    is_late: bool

    @property
    def ask(self) -> Ask:
        """The ask as typed."""
        return self.standing.ask

    @property
    def decider(self) -> str:
        """Who decides: the ask's own decider, else the site's."""
        return self.standing.state.weighed.decider

    @property
    def purpose_key(self) -> str:
        """The key of its purpose in the catalogue."""
        return f"purpose.{self.standing.state.weighed.purpose}"

    @property
    def is_open(self) -> bool:
        """Tell whether nobody has decided it."""
        return self.standing.state.decided is None

    @property
    def is_stale(self) -> bool:
        """Tell whether the person's answer was to other terms."""
        return self.mine is not None and self.mine.standing is Standing.STALE

    @property
    def waits(self) -> bool:
        """Tell whether the person's answer is missing."""
        return self.is_open and self.mine is not None and self.mine.standing in {Standing.SILENT, Standing.STALE}

    @property
    def days(self) -> int | None:
        """Days since today's terms were sent, while nobody has answered them; None once somebody has, or where they were not sent."""
        return days_without_answer(self.standing)

    @property
    def answered(self) -> Response | None:
        """The person's answer that stands."""
        return self.mine.response if self.mine and not self.is_stale else None

    @property
    def choice_key(self) -> str:
        """The key of the person's answer that stands."""
        return f"choice.{self.answered.choice}" if self.answered else ""


def days_without_answer(each: AskAnswers) -> int | None:
    """Give for how many days nobody has answered an ask, as the briefing counts them."""
    state = each.state
    return int(state.day.number) if state.is_silent and state.day is not None else None


def asked_lines(known: Live, language: Language, reader: str, seen: Collection[str] | None) -> tuple[AskedLine, ...]:
    """Give the asks in the briefing's order, as a reader sees them; `seen` are the readers whose words are shown, None for all."""
    return tuple(_line(known, each, language, reader, seen) for each in known.answers.asks)


def _line(known: Live, each: AskAnswers, language: Language, reader: str, seen: Collection[str] | None) -> AskedLine:
    pen, state, ask, dossier = known.pen(language), each.state, each.ask, known.judged.dossier
    mine = next((one for one in each.readers if reader and one.name == reader), None)
    talks = tuple(talk for talk in talks_of(each, dossier.charter, dossier.as_of) if seen is None or talk.reader in seen)
    stale = mine is not None and mine.standing is Standing.STALE
    return AskedLine(
        each, title_of(ask, language), ask_words.recommended(pen, "recommended", state).text, _amount(pen, ask, known, "cost_once"), _amount(pen, ask, known, "cost_month"), ask_words.delay(pen, "delay", state).text,
        standing(known, each, language), mine, answer_words.changes(pen.speaking("answers"), mine.bound.changes) if stale and mine and mine.bound else "", talks,
        bool(ask.needed_by and ask.needed_by < dossier.as_of))


def title_of(ask: Ask, language: Language) -> str:
    """Give an ask's title in a language, else in the other."""
    return (ask.title_en or ask.title_es) if language == "en" else (ask.title_es or ask.title_en)


def _amount(pen: Pen, ask: Ask, known: Live, name: str) -> str:
    """Write one cost of the recommended option; blank where it is not stated."""
    option = ask.option(ask.recommendation)
    value = getattr(option, name, None)
    if option is None or value is None:
        return ""
    fact = typed(f"{ask.id}.{name}", float(value), option.currency or ask.currency or known.judged.exchange.site_currency, Source())
    return "".join(run.text for run in pen.money(fact).runs)
