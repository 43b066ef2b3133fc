"""Published briefings: the list, the search, one publication, its files and its archive."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from briefing.portal import store
from briefing.portal.access import OVERSEERS, SENDERS, archive_for, edition_for, holds, person_of, publication_for, readable_editions
from briefing.portal.models import Act, Publication
from briefing.portal.selectors.archive import lines, readable, search
from briefing.portal.selectors.charter import charter_in_force
from briefing.portal.services.archives import how_to, publication_files, whole_files, zipped
from briefing.portal.services.trail import record
from briefing.portal.views.documents import as_document
from briefing.portal.views.months import download

A_PAGE = 40
LONGEST = 100


@require_safe
def briefings(request: HttpRequest) -> HttpResponse:
    """List the published briefings one may open, and search in them."""
    person = person_of(request)
    query = request.GET.get("q", "").strip()[:LONGEST]
    page = Paginator(readable(person), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "briefings.html", {
        "query": query, "hits": search(person, query) if query else (), "page": page, "lines": lines(person, page), "overseer": holds(person, *OVERSEERS),
        "names": {site.code: site.name for site in charter_in_force().sites},
    })


@require_safe
def publication(request: HttpRequest, code: str, period: str, number: int) -> HttpResponse:
    """Show one publication: its editions, its hash, what came before and after it."""
    person, found = publication_for(request, code, period, number)
    return render(request, "publication.html", {
        "publication": found, "editions": readable_editions(person, found), "overseer": holds(person, *OVERSEERS), "sender": holds(person, *SENDERS),
        "others": Publication.objects.filter(site=code, period=period).exclude(pk=found.pk).order_by("number"),
        "later": Publication.objects.filter(site=code, period=period, number__gt=number).order_by("-number").first(),
        "site": charter_in_force().site(code),
    })


@require_safe
@xframe_options_sameorigin
def page(request: HttpRequest, code: str, period: str, number: int, name: str) -> HttpResponse:
    """Give the published bytes of one edition, as a document of its own."""
    _, found = edition_for(request, code, period, number, name)
    return as_document(store.frozen_bytes(found.outputs[f"{name}.html"]))


@require_safe
def pdf(request: HttpRequest, code: str, period: str, number: int, name: str) -> HttpResponse:
    """Give the published PDF of one edition."""
    _, found = edition_for(request, code, period, number, name)
    if f"{name}.pdf" not in found.outputs:
        raise Http404
    return download(store.frozen_bytes(found.outputs[f"{name}.pdf"]), f"{code}-{period}-{name}.pdf", "application/pdf")


@require_POST
def publication_archive(request: HttpRequest, code: str, period: str, number: int) -> HttpResponse:
    """Give what a publication was made from and what was published, with hashes; taking it is put on the trail."""
    person = archive_for(request)
    _, found = publication_for(request, code, period, number)
    data = zipped(publication_files(found), how_to(found))
    record(Act.ARCHIVE_TAKEN, person, timezone.now(), site=code, period=period, number=number)
    return download(data, f"{code}-{period}-{number}.zip", "application/zip")


@require_POST
def whole_archive(request: HttpRequest) -> HttpResponse:
    """Give the whole workspace and every publication; taking it is put on the trail."""
    person = archive_for(request)
    data = zipped(whole_files())
    record(Act.ARCHIVE_TAKEN, person, timezone.now())
    return download(data, "archive.zip", "application/zip")
