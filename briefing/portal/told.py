"""What a publication keeps of its asks, so that days, answers and changed terms are judged later by the code that judged them in the briefing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from briefing.analysis.options import Weighed
from briefing.analysis.translation import Exchange, exchange_of
from briefing.evidence import Fact, Source
from briefing.framing import Frame
from briefing.group.keeping import kept, restored
from briefing.model.asks import Ask
from briefing.model.charter import Charter, Site
from briefing.model.dossier import Dossier
from briefing.model.responses import Response
from briefing.model.submission import Cover, Submission
from briefing.periods import Period


@dataclass(frozen=True, slots=True)
class KeptAsk:
    """An open ask as published: who decides, and what a month's delay costs."""

    ask: Ask
    decider: str
    delay: Fact | None = None
    own_delay: Fact | None = None


@dataclass(frozen=True, slots=True)
class KeptMonth:
    """The terms of those asks as a month of the archive had them."""

    period: Period
    cover: Cover
    asks: tuple[Ask, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """All that is kept: the open asks in the order published, and their terms by month, oldest first."""

    site: str
    period: Period
    asks: tuple[KeptAsk, ...] = ()
    months: tuple[KeptMonth, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """The part of an assessment that asks and answers are judged from."""

    dossier: Dossier
    exchange: Exchange
    asks: tuple[Weighed, ...]


def told_of(frame: Frame) -> dict[str, Any]:
    """Give what is kept of a judgement's open asks, as JSON types. Places of cells and the leader's own words are left out: the briefing has them."""
    dossier = frame.assessment.dossier
    asks = tuple(KeptAsk(_placeless(each.ask), each.weighed.decider, _bare(each.weighed.delay), _bare(each.weighed.own_delay)) for each in frame.asks)
    names = {each.ask.id for each in asks}
    months = tuple(KeptMonth(each.period, replace(each.cover, words_en="", words_es="", prepared_by="", source=Source()),
                             tuple(_placeless(ask) for ask in each.asks if ask.id in names)) for each in dossier.submissions)
    return kept(Told(dossier.site.code, dossier.period, asks, months))


def _placeless(ask: Ask) -> Ask:
    return replace(ask, source=Source(), context="", options=tuple(replace(each, source=Source()) for each in ask.options))


def _bare(fact: Fact | None) -> Fact | None:
    return replace(fact, inputs=(), cells=()) if fact else None


def told_in(data: dict[str, Any]) -> Told:
    """Give back what `told_of` kept."""
    return restored(Told, data)


def judged(told: Told, charter: Charter, responses: Iterable[Response], on: date) -> Judged:
    """Lay the terms and the answers known on a day together, as a build of that day would."""
    months = tuple(Submission(told.site, each.period, each.cover, asks=each.asks) for each in told.months)
    site = charter.site(told.site) or Site(told.site, told.site)
    dossier = Dossier(charter, site, told.period, on, months[-1] if months else None, months[:-1], tuple(responses))
    asks = tuple(Weighed(each.ask, decider=each.decider, delay=each.delay, own_delay=each.own_delay) for each in told.asks)
    return Judged(dossier, exchange_of(dossier), asks)
