"""Who may see what: one function an object, the first line of every view. A stranger gets a 404, as if nothing were there."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from briefing.model.charter import Charter, Site
from briefing.periods import Period
from briefing.portal.models import Dispatch, Hook, Month, Person, Publication, Right, RightKind, Token, Version
from briefing.portal.readers import way_of
from briefing.portal.selectors.charter import charter_in_force

DRAFTERS = (RightKind.AUTHOR, RightKind.APPROVER)
DESK = (RightKind.HQ_OWNER, RightKind.CHIEF_OF_STAFF)
SENDERS = DESK
"""Who sees who gets what, and lets mail go: headquarters. Whoever writes a month never sends it; the secretary, who keeps the record, reads of it on the trail."""
OVERSEERS = (RightKind.HQ_OWNER, RightKind.CHIEF_OF_STAFF, RightKind.SECRETARY)
"""Who sees every published edition of every site."""


def person_of(request: HttpRequest) -> Person:
    """Give who is signed in."""
    person: Person = request.user
    return person


def rights_of(person: Person) -> list[Right]:
    """Give a person's rights, read once a request."""
    known: list[Right] | None = getattr(person, "_known_rights", None)
    if known is None:
        known = list(person.rights.all()) if person.is_active else []
        person._known_rights = known  # noqa: SLF001 - kept for the length of the request
    return known


def holds(person: Person, *kinds: RightKind, site: str = "") -> bool:
    """Tell whether a person holds one of the kinds, at the site where one is named."""
    return any(right.kind in kinds and (not site or right.site in {"", site}) for right in rights_of(person))


def _hidden() -> Http404:
    return Http404("nothing there")


def desk_for(request: HttpRequest) -> Person:
    """Give the person if the HQ desk is theirs."""
    return _with(request, DESK)


def charter_owner(request: HttpRequest) -> Person:
    """Give the person if the charter is theirs to change."""
    return _with(request, (RightKind.HQ_OWNER,))


def records_for(request: HttpRequest) -> Person:
    """Give the person if the records are theirs: the corporate secretary."""
    return _with(request, (RightKind.SECRETARY,))


def archive_for(request: HttpRequest) -> Person:
    """Give the person if whole archives are theirs to take."""
    return _with(request, OVERSEERS)


def people_for(request: HttpRequest) -> Person:
    """Give the person if people and rights are theirs to change."""
    return _with(request, (RightKind.ADMINISTRATOR,))


def _with(request: HttpRequest, kinds: Iterable[RightKind]) -> Person:
    person = person_of(request)
    if not holds(person, *kinds):
        raise _hidden()
    return person


def member(request: HttpRequest, pk: int) -> Person:
    """Give a person that the administrator looks at."""
    people_for(request)
    return get_object_or_404(Person, pk=pk, erased_at=None)


def site_for(request: HttpRequest, code: str, *kinds: RightKind) -> tuple[Person, Charter, Site]:
    """Give a site to somebody who writes or approves there."""
    person = person_of(request)
    if not holds(person, *(kinds or DRAFTERS), site=code):
        raise _hidden()
    charter = charter_in_force()
    site = charter.site(code)
    if site is None:
        raise _hidden()
    return person, charter, site


def month_for(request: HttpRequest, code: str, period: str, *kinds: RightKind) -> tuple[Person, Charter, Site, Period]:
    """Give a month of a site to somebody who writes or approves there."""
    person, charter, site = site_for(request, code, *kinds)
    try:
        return person, charter, site, Period.parse(period)
    except ValueError:
        raise _hidden() from None


def version_for(request: HttpRequest, code: str, period: str, number: int, *kinds: RightKind) -> tuple[Person, Version]:
    """Give a version to the site's authors and approvers; headquarters and administrators never see one."""
    person, _, _, _ = month_for(request, code, period, *kinds)
    version = get_object_or_404(Version.objects.select_related("month", "author"), month__site=code, month__period=period, number=number)
    if version.state == "dropped":
        raise _hidden()
    return person, version


def draft_month(request: HttpRequest, code: str, period: str, *kinds: RightKind) -> tuple[Person, Month]:
    """Give the row of a month in which something was uploaded."""
    person, _, _, _ = month_for(request, code, period, *kinds)
    return person, get_object_or_404(Month, site=code, period=period)


def may_read(person: Person, publication: Publication, audience: str) -> bool:
    """Tell whether a person may open an edition of a publication.

    In a site's safe start its own edition, which alone shows its record, is for the site's people.
    """
    if holds(person, *DRAFTERS, site=publication.site):
        return True
    if audience == "site" and publication.summary.get("safe_start"):
        return False
    if holds(person, *OVERSEERS):
        return True
    return any(right.kind == RightKind.READER and right.site in {"", publication.site} and right.edition == audience for right in rights_of(person))


def readable_editions(person: Person, publication: Publication) -> list[str]:
    """Give the editions of a publication that a person may open."""
    return [name for name in publication.editions if may_read(person, publication, name.partition(".")[0])]


def publication_for(request: HttpRequest, code: str, period: str, number: int) -> tuple[Person, Publication]:
    """Give a publication to somebody who may open one of its editions."""
    person = person_of(request)
    publication = get_object_or_404(Publication, site=code, period=period, number=number, purged_at=None)
    if not readable_editions(person, publication):
        raise _hidden()
    return person, publication


def edition_for(request: HttpRequest, code: str, period: str, number: int, name: str) -> tuple[Person, Publication]:
    """Give the publication to somebody who may open that one edition of it."""
    person, publication = publication_for(request, code, period, number)
    if name not in readable_editions(person, publication):
        raise _hidden()
    return person, publication


def distribution_for(request: HttpRequest, code: str, period: str, number: int) -> tuple[Person, Publication]:
    """Give a publication to somebody who may send it to its readers."""
    person = _with(request, SENDERS)
    return person, get_object_or_404(Publication, site=code, period=period, number=number, purged_at=None)


def dispatch_for(request: HttpRequest, code: str, period: str, number: int, pk: int) -> tuple[Person, Dispatch]:
    """Give one reader's mail of a publication to somebody who may send it."""
    person, publication = distribution_for(request, code, period, number)
    return person, get_object_or_404(Dispatch.objects.select_related("publication"), pk=pk, publication=publication)


def answering_for(request: HttpRequest, code: str, period: str, number: int) -> tuple[Person, Publication]:
    """Give a publication to a reader whom the charter lets answer its asks directly; a site's own people don't answer what they ask."""
    person, publication = publication_for(request, code, period, number)
    way = way_of(charter_in_force(), person, code)
    if way.reader is None or not way.is_direct or holds(person, *DRAFTERS, site=code):
        raise _hidden()
    return person, publication


def recording_for(request: HttpRequest, code: str, period: str, number: int) -> tuple[Person, Publication]:
    """Give a publication to the secretary, who records what was decided or answered elsewhere."""
    records_for(request)
    return publication_for(request, code, period, number)


def replying_for(request: HttpRequest, code: str, period: str, number: int) -> tuple[Person, Publication]:
    """Give a publication to the site's authors and approvers, who reply to its readers."""
    person, publication = publication_for(request, code, period, number)
    if not holds(person, *DRAFTERS, site=code):
        raise _hidden()
    return person, publication


def heard_readers(person: Person, site: str) -> tuple[str, ...] | None:
    """Give the codes of the readers whose words to a site a person may see: their own; None for all, to the site's people and the secretary."""
    if holds(person, *DRAFTERS, site=site) or holds(person, RightKind.SECRETARY):
        return None
    reader = way_of(charter_in_force(), person, site).reader
    return (reader.code,) if reader else ()


def pack_for(request: HttpRequest) -> Person:
    """Give the person if packs for a board portal are theirs to take."""
    return _with(request, (RightKind.CHIEF_OF_STAFF, RightKind.SECRETARY))


def connections_for(request: HttpRequest) -> Person:
    """Give the person if the tokens and hooks of other programs are theirs to make and end."""
    return people_for(request)


def token_for(request: HttpRequest, pk: int) -> tuple[Person, Token]:
    """Give a token to an administrator, who may end it and never sees it."""
    return connections_for(request), get_object_or_404(Token.objects.select_related("holder"), pk=pk)


def own_token(request: HttpRequest, pk: int) -> tuple[Person, Token]:
    """Give a token to its holder."""
    person = person_of(request)
    return person, get_object_or_404(Token, pk=pk, holder=person)


def hook_for(request: HttpRequest, pk: int) -> tuple[Person, Hook]:
    """Give a hook to an administrator."""
    return connections_for(request), get_object_or_404(Hook, pk=pk)


def within(token: Token, code: str) -> None:
    """Hide every site but the one that a token is for; what is left is as its holder may see it."""
    if token.site not in {"", code}:
        raise _hidden()


def data_for(request: HttpRequest, code: str, period: str, number: int) -> tuple[list[str], Publication]:
    """Give a publication's data with the editions whose figures the person may have; none where it was published without data."""
    person, publication = publication_for(request, code, period, number)
    if "briefing.json" not in publication.outputs:
        raise _hidden()
    return readable_editions(person, publication), publication
