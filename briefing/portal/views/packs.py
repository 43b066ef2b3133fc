"""Packs for a board portal: asked for, listed, taken."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from briefing.language import as_language
from briefing.periods import Period
from briefing.portal import store
from briefing.portal.access import pack_for
from briefing.portal.models import Act, Pack, Publication
from briefing.portal.selectors.charter import charter_in_force
from briefing.portal.services import packs as service
from briefing.portal.services.trail import record
from briefing.portal.templatetags.portal import tell_in
from briefing.portal.views.months import download

SHOWN = 20


@require_safe
def packs(request: HttpRequest) -> HttpResponse:
    """Show the packs that were asked for, and the form for another."""
    pack_for(request)
    periods = sorted(set(Publication.objects.filter(purged_at=None).values_list("period", flat=True)), reverse=True)
    published = set(Publication.objects.filter(purged_at=None).values_list("site", flat=True))
    sites = [site for site in charter_in_force().sites if site.code in published]
    return render(request, "packs.html", {"packs": [(each, service.has_failed(each)) for each in Pack.objects.select_related("person")[:SHOWN]],
                                          "periods": periods, "sites": sites})


@require_POST
def make_pack(request: HttpRequest) -> HttpResponse:
    """Ask for a pack."""
    person = pack_for(request)
    given = request.POST
    try:
        period, language = Period.parse(given.get("period", "")), as_language(given.get("language", ""))
    except ValueError:
        raise Http404 from None
    try:
        service.order(person, period, given.getlist("site"), language, timezone.now())
    except service.NotPacked as fault:
        messages.error(request, tell_in(person.spoken, str(fault)))
    return redirect("packs")


@require_POST
def pack_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a pack; taking it is put on the trail."""
    person = pack_for(request)
    found = get_object_or_404(Pack.objects.exclude(sha256=""), pk=pk)
    record(Act.PACK_TAKEN, person, timezone.now(), period=found.period, sha256=found.sha256)
    return download(store.frozen_bytes(found.sha256), f"board-{found.period}-{found.language}.pdf", "application/pdf")
