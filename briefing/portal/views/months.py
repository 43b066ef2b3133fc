"""A site's month: the workbook to fill in, the upload, its findings, the mapping of a site's own layout."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from briefing.portal import store
from briefing.portal.access import holds, month_for, site_for, version_for
from briefing.portal.doubts import doubts_in, settled
from briefing.portal.models import Person, RightKind
from briefing.portal.selectors import months as months_shown
from briefing.portal.selectors.charter import charter_in_force
from briefing.portal.services import review
from briefing.portal.services.reading import finding_of
from briefing.portal.services.uploads import Refused, receive, withdraw
from briefing.portal.templatetags.portal import say_in
from briefing.starting import month_workbook
from briefing.workbook.annotate import annotated
from briefing.workbook.guard import CELLS, MEGABYTE, SHEETS
from briefing.workbook.guard import Refused as NoWorkbook
from briefing.workspace import load_workspace

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
YEAR = 13


def download(data: bytes, name: str, kind: str = "application/octet-stream") -> HttpResponse:
    """Answer with a file to be kept, never shown: no browser is to take it for a page."""
    plain = "".join(letter if letter.isalnum() or letter in "-_. " else "_" for letter in name)
    return HttpResponse(data, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{plain.encode("ascii", "replace").decode()}"'})


@require_safe
def site(request: HttpRequest, code: str) -> HttpResponse:
    """Show a site's months."""
    _, _, found = site_for(request, code)
    return render(request, "site.html", {"site": found, "months": months_shown.month_lines(found, timezone.localdate(), YEAR)})


@require_safe
def month(request: HttpRequest, code: str, period: str) -> HttpResponse:
    """Show a month: upload, versions, what was published."""
    person, _, found, when = month_for(request, code, period)
    versions = months_shown.versions_of(code, when)
    return render(request, "month.html", {
        "site": found, "period": when, "versions": versions, "publications": months_shown.publications_of(code, when),
        "draft": next((each for each in versions if each.state in months_shown.DRAFT_STATES), None),
        "publishing": months_shown.is_publishing(code, when), "mark": months_shown.mark_of(code, when), "due": months_shown.due_day(found, when),
        "limits": {"megabytes": settings.UPLOAD_BYTES // MEGABYTE, "sheets": SHEETS, "cells": f"{CELLS:,}"},
        "author": _is_author(person, code),
    })


def _is_author(person: Person, code: str) -> bool:
    return holds(person, RightKind.AUTHOR, site=code)


@require_safe
def state(request: HttpRequest, code: str, period: str) -> HttpResponse:
    """Give the mark that changes when the worker has done something, for the page that waits."""
    _, _, _, when = month_for(request, code, period)
    return JsonResponse({"mark": months_shown.mark_of(code, when)})


@require_safe
def workbook(request: HttpRequest, code: str, period: str) -> HttpResponse:
    """Give the month's workbook with all that is known filled in."""
    person, _, _, when = month_for(request, code, period)
    with tempfile.TemporaryDirectory(dir=store.place(store.INCOMING)) as folder:
        path = Path(folder) / "month.xlsx"
        month_workbook(load_workspace(store.workspace_folder()), code, when, path, received_on=timezone.localdate(), language=person.spoken)
        return download(path.read_bytes(), f"{code}-{when}.xlsx", WORKBOOK)


@require_POST
def upload(request: HttpRequest, code: str, period: str) -> HttpResponse:
    """Take in a file as the month's next version."""
    person, _, _, when = month_for(request, code, period, RightKind.AUTHOR)
    sent = request.FILES.get("file")
    try:
        if sent is None:
            raise Refused("upload.no_file")
        if sent.size > settings.UPLOAD_BYTES:
            raise Refused("upload.too_large")
        version = receive(person, code, when, file_name=sent.name, data=sent.read(), when=timezone.now())
    except Refused as fault:
        messages.error(request, say_in(person.spoken, str(fault), megabytes=settings.UPLOAD_BYTES // MEGABYTE))
        there = redirect("month", code, period)
    else:
        there = redirect("version", code, period, version.number)
    # a script that shows the progress goes there by itself: following a redirect unseen, it would swallow the message
    return JsonResponse({"go": there.url}) if request.headers.get("Accept") == "application/json" else there


@require_safe
def version(request: HttpRequest, code: str, period: str, number: int) -> HttpResponse:
    """Show what was found in a version, cell by cell, and what it says beside the one before."""
    person, found = version_for(request, code, period, number)
    understood = found.understood.get(person.language, {})
    held = found.mapping or understood.get("mapping", "")
    return render(request, "version.html", {
        "version": found, "findings": months_shown.shown_findings(found.findings, person.spoken), "differences": months_shown.comparison(found, person.spoken),
        "understood": understood, "mapping": held, "doubts": doubts_in(held), "kpis": charter_in_force().kpis_in_force(found.month.when), "mark": months_shown.mark_of(code, found.month.when), "latest": months_shown.last_version_of(found),
        "author": _is_author(person, code), "code": code, "period": found.month.when,
    })


@require_safe
def original(request: HttpRequest, code: str, period: str, number: int) -> HttpResponse:
    """Give a version's file as it came."""
    _, found = version_for(request, code, period, number)
    return download(store.draft_path(found.stored).read_bytes(), f"{code}-{period}-{number}{found.suffix}")


@require_safe
def annotated_copy(request: HttpRequest, code: str, period: str, number: int) -> HttpResponse:
    """Give a copy of the workbook with every finding as a note on its cell."""
    person, found = version_for(request, code, period, number)
    data = store.draft_path(found.stored).read_bytes()
    try:
        copy = annotated(data, [finding_of(each) for each in found.findings], language=person.spoken)
    except NoWorkbook:
        messages.error(request, say_in(person.spoken, "version.no_copy"))
        return redirect("version", code, period, number)
    return download(copy, f"{code}-{period}-{number}-annotated.xlsx", WORKBOOK)


@require_POST
def mapping(request: HttpRequest, code: str, period: str, number: int) -> HttpResponse:
    """Confirm how a layout of the site's own is to be read, and read it so."""
    person, found = version_for(request, code, period, number, RightKind.AUTHOR)
    try:
        if months_shown.is_publishing(code, found.month.when):
            raise review.NotYet("publish.under_way")
        review.confirm_mapping(found, settled(request.POST.get("mapping", ""), request.POST))
    except review.NotYet as fault:
        messages.error(request, say_in(person.spoken, str(fault)))
    return redirect("version", code, period, number)


@require_POST
def withdraw_version(request: HttpRequest, code: str, period: str, number: int) -> HttpResponse:
    """Take a version back: its content is dropped."""
    _, found = version_for(request, code, period, number, RightKind.AUTHOR)
    if not months_shown.is_publishing(code, found.month.when):
        withdraw(found)
    return redirect("month", code, period)
