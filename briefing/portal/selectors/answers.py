"""Where a publication's asks stand today: days, answers and silence, judged by the code of the briefing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from briefing.document.escalations import letter_lines
from briefing.framing.answers import Answers, AskAnswers, answers_of
from briefing.framing.asks import ask_states
from briefing.framing.wording import answer_words
from briefing.framing.wording.pen import Pen
from briefing.language import Language
from briefing.model.charter import Charter
from briefing.model.responses import Response
from briefing.portal.lines import known_lines
from briefing.portal.models import Publication, PublishedAsks
from briefing.portal.told import Judged, judged, told_in


@dataclass(frozen=True, slots=True)
class Live:
    """A publication's open asks as they stand on a day."""

    publication: Publication
    judged: Judged
    answers: Answers

    def ask(self, identifier: str) -> AskAnswers | None:
        """Give one ask's standing."""
        return next((each for each in self.answers.asks if each.ask.id == identifier), None)

    @property
    def undecided(self) -> tuple[AskAnswers, ...]:
        """The asks that nobody has decided."""
        return tuple(each for each in self.answers.asks if each.state.decided is None)

    def pen(self, language: Language) -> Pen:
        """Give the briefing's pen in the company's money."""
        exchange = self.judged.exchange
        return Pen(language, self.judged.dossier.as_of, exchange, exchange.currency)


def live(publication: Publication, charter: Charter, lines: Iterable[Response], on: date) -> Live | None:
    """Judge a publication's asks as of a day; None for one that was published before answers were taken here."""
    found = PublishedAsks.objects.filter(publication=publication).first()
    if found is None:
        return None
    told = told_in(found.told)
    mine = tuple(each for each in lines if each.site == told.site)
    known = judged(told, charter, mine, on)
    order = [each.ask.id for each in told.asks]
    states = tuple(sorted(ask_states(known), key=lambda each: order.index(each.ask.id)))
    return Live(publication, known, answers_of(known, states))


def standing(known: Live, each: AskAnswers, language: Language) -> tuple[str, ...]:
    """Say who has answered and for how many days nobody has: the sentences of the briefing, as of the day judged."""
    pen = known.pen(language).speaking("answers")
    return tuple(said.text for said in answer_words.standing_lines(pen, each, listed=bool(known.judged.dossier.charter.readers)))


def reminder(known: Live, each: AskAnswers, language: Language, link: str) -> list[str]:
    """Give the lines of the letter that a person may send about an ask: to whom it is escalated, else to who has not answered."""
    return letter_lines(each, known.judged.dossier, known.judged.exchange, language, link=link)


def latest(site: str) -> Publication | None:
    """Give a site's latest publication of its latest month: the one whose asks are answered."""
    return Publication.objects.filter(site=site, purged_at=None).order_by("-period", "-number").first()


def all_live(published: Iterable[Publication], charter: Charter, on: date) -> tuple[Live, ...]:
    """Judge several publications' asks, reading the answers once."""
    lines = known_lines(charter)
    return tuple(found for each in published if (found := live(each, charter, lines, on)) is not None)
