"""Published briefings: what a person may open, and where a word stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from briefing.portal.access import DRAFTERS, OVERSEERS, holds, readable_editions, rights_of
from briefing.portal.models import Person, Publication, PublishedText, RightKind
from briefing.portal.services.publishing import folded

AROUND = 70
MOST = 60


def readable(person: Person) -> QuerySet[Publication]:
    """Give the publications of which a person may open at least one edition; purged ones are gone."""
    kept = Publication.objects.filter(purged_at=None)
    if holds(person, *OVERSEERS):
        return kept
    kinds = {*DRAFTERS, RightKind.READER}
    sites = {right.site for right in rights_of(person) if right.kind in kinds}
    return kept if "" in sites else kept.filter(site__in=sites)


@dataclass(frozen=True, slots=True)
class Line:
    """A publication as the archive lists it."""

    publication: Publication
    editions: list[str]
    superseded: bool


def lines(person: Person, found: Iterable[Publication]) -> list[Line]:
    """Give publications with the editions that the person may open, telling which are superseded."""
    kept = list(found)
    latest: dict[tuple[str, str], int] = {}
    for site, period, number in Publication.objects.filter(site__in={each.site for each in kept}).values_list("site", "period", "number"):
        latest[site, period] = max(number, latest.get((site, period), 0))
    shown = [Line(each, readable_editions(person, each), each.number < latest[each.site, each.period]) for each in kept]
    return [line for line in shown if line.editions]


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a searched word stands, with the words around it."""

    publication: Publication
    edition: str
    before: str
    word: str
    after: str


def search(person: Person, query: str) -> list[Hit]:
    """Find words in the published briefings that a person may open, the latest months first.

    One hit a publication, in the person's language where it can be, and at most sixty.
    """
    words = folded(query).split()
    if not words:
        return []
    wanted = Q(publication__in=readable(person))
    for word in words:
        wanted &= Q(text__contains=word)
    hits: dict[int, Hit] = {}
    found = PublishedText.objects.filter(wanted).select_related("publication")
    own = f".{person.spoken}"
    for text in found.order_by("-publication__period", "publication__site", "-publication__number", "edition"):
        known = hits.get(text.publication_id)
        better = known is None or (text.edition.endswith(own) and not known.edition.endswith(own))
        if better and text.edition in readable_editions(person, text.publication):
            hits[text.publication_id] = _hit(text, words[0])
        if len(hits) > MOST:
            break
    return list(hits.values())[:MOST]


def _hit(text: PublishedText, word: str) -> Hit:
    at = text.text.index(word)
    start, after = max(0, at - AROUND), at + len(word)
    words = text.words or text.text
    return Hit(text.publication, text.edition, words[start:at], words[at:after], words[after:after + AROUND])
