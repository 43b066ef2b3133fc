"""The corporate secretary's page: the trail, its check, retention."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from briefing.portal.access import records_for
from briefing.portal.models import Person, TrailEntry
from briefing.portal.selectors.charter import charter_in_force
from briefing.portal.selectors.trail import trail_words
from briefing.portal.services.records import OnHold, past_retention, purge
from briefing.portal.services.trail import first_broken
from briefing.portal.templatetags.portal import say_in
from briefing.portal.views.months import download

A_PAGE = 50


@require_safe
def records(request: HttpRequest) -> HttpResponse:
    """Show the trail, whether it is whole, and what is past its time."""
    person = records_for(request)
    company = charter_in_force().company
    page = Paginator(TrailEntry.objects.order_by("-number"), A_PAGE).get_page(request.GET.get("page"))
    roles = dict(Person.objects.filter(erased_at=None).values_list("pseudonym", "signs_as"))
    entries = [(entry, datetime.fromisoformat(entry.done_at), roles.get(entry.actor, entry.actor), trail_words(entry.detail, roles, person.spoken)) for entry in page]
    return render(request, "records.html", {"page": page, "entries": entries, "broken": first_broken(), "company": company,
                                            "old": past_retention(company, timezone.now()).count()})


@require_safe
def trail_file(request: HttpRequest) -> HttpResponse:
    """Give the whole trail as a table; no cell of it can be a formula."""
    records_for(request)
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(["number", "done_at", "actor", "act", "detail", "before", "digest"])
    for entry in TrailEntry.objects.order_by("number").iterator():
        row = [entry.number, entry.done_at, entry.actor, entry.act, json.dumps(entry.detail, sort_keys=True), entry.before, entry.digest]
        writer.writerow([harmless(each) for each in row])
    return download(stream.getvalue().encode(), "trail.csv", "text/csv; charset=utf-8")


def harmless(value: object) -> str:
    """Give a text that no spreadsheet takes for a formula."""
    text = str(value)
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text


@require_POST
def purge_old(request: HttpRequest) -> HttpResponse:
    """Delete what is past the charter's retention."""
    person = records_for(request)
    try:
        purge(person, charter_in_force().company, timezone.now())
    except OnHold as fault:
        messages.error(request, say_in(person.spoken, str(fault)))
    return redirect("records")
