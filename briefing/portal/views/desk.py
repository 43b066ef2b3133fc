"""The HQ desk, the charter, and definitions agreed one at a time."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from briefing.periods import Period
from briefing.portal import store
from briefing.portal.access import charter_owner, desk_for, site_for
from briefing.portal.lines import waiting_lines
from briefing.portal.models import CharterVersion, Person, RightKind
from briefing.portal.selectors import desk as shown
from briefing.portal.selectors.charter import charter_in_force
from briefing.portal.selectors.charters import change_lines
from briefing.portal.selectors.months import shown_findings
from briefing.portal.services import charters
from briefing.portal.services.uploads import Refused
from briefing.portal.templatetags.portal import say_in
from briefing.portal.views.months import WORKBOOK, download
from briefing.workbook.guard import FILE_BYTES, MEGABYTE

FIRST = 3
"""Missing months that the desk names at once; the calendar shows them all."""


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Show what is late, what waits, and the record of both sides."""
    person = desk_for(request)
    charter, today = charter_in_force(), timezone.localdate()
    published = shown.latest_publications(charter)
    periods, rows = shown.calendar(charter, today)
    missing = [(row.site, month) for row in rows for month in reversed(row.months) if month.state == "missing"]
    missing.sort(key=lambda each: each[1].days)
    return render(request, "desk.html", {
        "periods": periods, "rows": rows, "asks": shown.open_asks(published, charter, today, person.spoken), "promises": shown.promises(published, today, person.spoken),
        "records": shown.records(published), "cadence": shown.cadence(charter), "names": {site.code: site.name for site in charter.sites},
        "unsigned": len([each for each in charters.definitions(charter, Period.of(today)) if each.lacks("hq")]),
        "unwritten": len(waiting_lines()), "missing": missing, "more": max(0, len(missing) - FIRST),
    })


def charter(request: HttpRequest) -> HttpResponse:
    """Show the charter's versions, and take in a new one to be confirmed."""
    person = charter_owner(request)
    findings: list[dict[str, object]] = []
    if request.method == "POST":
        sent = request.FILES.get("file")
        try:
            if sent is None:
                raise Refused("upload.no_file")
            proposed, findings = charters.propose(person, sent.read(FILE_BYTES + 1), timezone.now())
        except Refused as fault:
            proposed = None
            messages.error(request, say_in(person.spoken, str(fault), megabytes=FILE_BYTES // MEGABYTE))
        if proposed is not None:
            request.session["charter_findings"] = findings
            return redirect("charter_version", proposed.pk)
    return render(request, "charter.html", {"versions": CharterVersion.objects.filter(in_force=True).select_related("person"),
                                            "findings": shown_findings(findings, person.spoken), "megabytes": FILE_BYTES // MEGABYTE})


def charter_version(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a charter changes, and put a proposed one in force."""
    person = charter_owner(request)
    found = get_object_or_404(CharterVersion, pk=pk)
    if request.method == "POST" and not found.in_force:
        charters.put_in_force(person, found, timezone.now())
        return redirect("charter")
    kept = [] if found.in_force else request.session.get("charter_findings", [])
    return render(request, "charter_version.html", {"version": found, "changes": change_lines(found.changes, person.spoken),
                                                    "findings": shown_findings(kept, person.spoken)})


@require_safe
def charter_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a charter's file as it came."""
    charter_owner(request)
    found = get_object_or_404(CharterVersion, pk=pk)
    return download(store.frozen_bytes(found.sha256), f"charter-{found.received_at:%Y-%m-%d}.xlsx", WORKBOOK)


def hq_definition(request: HttpRequest) -> HttpResponse:
    """Show the next definition that headquarters has to agree to, one at a time, and take its yes."""
    return _definition(request, charter_owner(request), RightKind.HQ_OWNER)


def site_definition(request: HttpRequest, code: str) -> HttpResponse:
    """Show the next definition that a site has to agree to, one at a time, and take its yes."""
    person, _, _ = site_for(request, code, RightKind.APPROVER)
    return _definition(request, person, RightKind.APPROVER, code)


def _definition(request: HttpRequest, person: Person, side: RightKind, code: str = "") -> HttpResponse:
    today = timezone.localdate()
    name = "hq" if side is RightKind.HQ_OWNER else "site"
    waiting = [each for each in charters.definitions(charter_in_force(), Period.of(today)) if each.lacks(name) and (name == "hq" or each.site == code)]
    if request.method == "POST":
        found = next((each for each in waiting if each.terms == request.POST.get("terms")), None)
        if found is not None:
            charters.agree(person, found, side, today, timezone.now())
        return redirect(request.path)
    skip = request.GET.get("after", "")
    at = next((number + 1 for number, each in enumerate(waiting) if each.terms == skip), 0)
    current = waiting[at % len(waiting)] if waiting else None
    return render(request, "definition.html", {"definition": current, "left": len(waiting), "side": name, "code": code})
