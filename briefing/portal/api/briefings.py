"""Published briefings by token: the list, one of them, its data, and the bytes that people open."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict

from briefing.portal import store
from briefing.portal.access import data_for, edition_for, publication_for, readable_editions
from briefing.portal.api.links import link, publication_link, told
from briefing.portal.api.problems import Trouble
from briefing.portal.converters import MonthName
from briefing.portal.models import Publication
from briefing.portal.selectors.archive import Line, lines, readable
from briefing.portal.views.documents import as_document
from briefing.portal.views.months import download

A_PAGE = 50
LARGEST = 1_000_000
LONGEST = 40


def briefings(request: HttpRequest) -> HttpResponse:
    """List what may be read, the latest months first."""
    given = asked(request, "site", "period", "page")
    found = readable(request.user)
    if request.token.site:
        found = found.filter(site=request.token.site)
    if "site" in given:
        found = found.filter(site=given["site"])
    if "period" in given:
        found = found.filter(period=_month(given["period"]))
    pages = Paginator(found, A_PAGE)
    number = _page(given.get("page", "1"))
    page = pages.get_page(number) if number <= pages.num_pages else ()
    kept = QueryDict(mutable=True)
    kept.update({name: value for name, value in given.items() if name != "page"} | {"page": str(number + 1)})
    return told({"briefings": [_shown(each) for each in lines(request.user, page)], "next": f"{link('api_briefings')}?{kept.urlencode()}" if number < pages.num_pages else None})


def asked(request: HttpRequest, *names: str) -> dict[str, str]:
    """Give the parameters of an address, each of which is known and given once.

    Raises:
        Trouble: One is not, or holds what no parameter holds.
    """
    for name, values in request.GET.lists():
        if name not in names or len(values) > 1 or len(values[0]) > LONGEST or "\0" in values[0]:
            raise Trouble("not_understood")
    return request.GET.dict()


def _month(text: str) -> str:
    if not re.fullmatch(MonthName.regex, text, re.ASCII):
        raise Trouble("not_understood")
    return text


def _page(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:8]) <= LARGEST):
        raise Trouble("not_understood")
    return int(text[:8])


def _shown(line: Line) -> dict[str, Any]:
    found = line.publication
    return {
        "site": found.site, "period": found.period, "number": found.number, "as_of": found.as_of.isoformat(), "published_at": found.published_at.isoformat(),
        "signed_as": found.signed_as, "approver": found.approver or None, "superseded": line.superseded, "method": found.method, "digest": found.digest,
        "editions": [_edition(found, name) for name in line.editions], "self": publication_link("api_briefing", found), "page": publication_link("publication", found),
        "data": publication_link("api_data", found) if "briefing.json" in found.outputs else None,
    }


def _edition(found: Publication, name: str) -> dict[str, Any]:
    audience, _, language = name.partition(".")
    paper = f"{name}.pdf" in found.outputs
    return {"name": name, "audience": audience, "language": language, "html": publication_link("api_page", found, name), "pdf": publication_link("api_pdf", found, name) if paper else None}


def briefing(request: HttpRequest, code: str, period: str, number: int) -> HttpResponse:
    """Give one publication with the editions that may be read."""
    person, found = publication_for(request, code, period, number)
    return told(_shown(lines(person, [found])[0]))


def data(request: HttpRequest, code: str, period: str, number: int) -> HttpResponse:
    """Give the published `briefing.json`: as published to whoever may read every edition, else what the editions that may be read rest on."""
    editions, found = data_for(request, code, period, number)
    whole = store.frozen_bytes(found.outputs["briefing.json"])
    return HttpResponse(whole if editions == found.editions else cut(whole, editions), content_type="application/json")


def cut(whole: bytes, editions: Iterable[str]) -> bytes:
    """Leave of a `briefing.json` some editions, the facts that they name, and the facts that those were made from; what was found in the files goes."""
    known = json.loads(whole)
    known["editions"] = {name: known["editions"][name] for name in editions if name in known["editions"]}
    facts, wanted = known["facts"], set(_texts(known["editions"])) & set(known["facts"])
    waiting = list(wanted)
    while waiting:
        more = set(facts[waiting.pop()]["inputs"]) & set(facts) - wanted
        wanted |= more
        waiting += more
    known["facts"], known["findings"] = {name: facts[name] for name in facts if name in wanted}, []
    return json.dumps(known, ensure_ascii=False, sort_keys=True).encode()


def _texts(part: Any) -> Iterator[str]:  # noqa: ANN401 - JSON types
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict | list):
        for each in part.values() if isinstance(part, dict) else part:
            yield from _texts(each)


def page(request: HttpRequest, code: str, period: str, number: int, name: str) -> HttpResponse:
    """Give the published bytes of one edition."""
    _, found = edition_for(request, code, period, number, name)
    return as_document(store.frozen_bytes(found.outputs[f"{name}.html"]))


def paper(request: HttpRequest, code: str, period: str, number: int, name: str) -> HttpResponse:
    """Give the published PDF of one edition."""
    _, found = edition_for(request, code, period, number, name)
    if f"{name}.pdf" not in found.outputs:
        raise Http404
    return download(store.frozen_bytes(found.outputs[f"{name}.pdf"]), f"{code}-{period}-{name}.pdf", "application/pdf")


def readable_latest(request: HttpRequest, publication: Publication) -> bool:
    """Tell whether a publication is within the token, and its holder may open an edition of it."""
    return request.token.site in {"", publication.site} and bool(readable_editions(request.user, publication))
