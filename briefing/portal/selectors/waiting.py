"""What waits for somebody: asks to answer, words to reply to; and what they have answered so far."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from briefing.language import Language
from briefing.model.charter import Charter
from briefing.model.hearing import READER_CHOICES, reader_named
from briefing.model.responses import Response
from briefing.portal.access import DRAFTERS, holds, readable_editions
from briefing.portal.lines import channel_of, known_lines
from briefing.portal.models import Channel, Person, Publication, Version
from briefing.portal.readers import Way, reader_of, way_of
from briefing.portal.selectors.answers import Live, live
from briefing.portal.selectors.asked import AskedLine, Talk, asked_lines
from briefing.portal.selectors.desk import latest_publications
from briefing.portal.selectors.months import to_approve


@dataclass(frozen=True, slots=True)
class Asked:
    """A publication whose asks wait for the person's answer; `way` says whether they answer it here."""

    publication: Publication
    way: Way
    lines: tuple[AskedLine, ...]


@dataclass(frozen=True, slots=True)
class ToReply:
    """What a reader asked or disagreed with, and the person's site has not replied to."""

    publication: Publication
    line: AskedLine
    talk: Talk


@dataclass(frozen=True, slots=True)
class Own:
    """An answer that the person gave, by whatever way."""

    said: Response
    channel: Channel

    @property
    def key(self) -> str:
        """The key of the choice in the catalogue."""
        return f"choice.{self.said.choice}"

    @property
    def channel_key(self) -> str:
        """The key of the way in the catalogue."""
        return f"channel.{self.channel}"


@dataclass(frozen=True, slots=True)
class Waiting:
    """All that waits for one person, and what they answered, the latest first."""

    asked: tuple[Asked, ...] = ()
    to_reply: tuple[ToReply, ...] = ()
    answered: tuple[Own, ...] = ()
    to_approve: tuple[Version, ...] = ()

    @property
    def count(self) -> int:
        """How many things the person can do now."""
        return len(self.to_approve) + len(self.to_reply) + sum(len(each.lines) for each in self.asked if each.way.is_direct)


def waiting_for(person: Person, charter: Charter, on: date) -> Waiting:
    """Give what waits for a person in the latest publication of every site that they may open."""
    lines = known_lines(charter)
    asked: list[Asked] = []
    replies: list[ToReply] = []
    for publication in latest_publications(charter):
        if not readable_editions(person, publication):
            continue
        known = live(publication, charter, lines, on)
        if known is None:
            continue
        if holds(person, *DRAFTERS, site=publication.site):
            replies += _to_reply(known, person.spoken)
        else:
            asked += _asked(known, way_of(charter, person, publication.site), person.spoken)
    return Waiting(tuple(asked), tuple(replies), _answered(person, charter, lines), to_approve(person, charter))


def _to_reply(known: Live, language: Language) -> list[ToReply]:
    return [ToReply(known.publication, line, talk) for line in asked_lines(known, language, "", None) if line.is_open
            for talk in line.talks if not talk.replies and not talk.is_closed]


def _asked(known: Live, way: Way, language: Language) -> list[Asked]:
    if way.reader is None:
        return []
    missing = tuple(line for line in asked_lines(known, language, way.reader.code, ()) if line.waits)
    return [Asked(known.publication, way, missing)] if missing else []


def _answered(person: Person, charter: Charter, lines: tuple[Response, ...]) -> tuple[Own, ...]:
    reader = reader_of(charter, person)
    if reader is None:
        return ()
    own = [each for each in lines if each.choice in READER_CHOICES and reader_named(charter, each.reader) == reader]
    return tuple(Own(each, channel_of(each)) for each in sorted(own, key=lambda each: each.answered_on, reverse=True))
