"""Review, approval and publication of a version."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from briefing.portal import store
from briefing.portal.access import holds, version_for
from briefing.portal.models import Override, Person, Publication, RightKind, Version
from briefing.portal.preflight import reviewed
from briefing.portal.selectors import months as months_shown
from briefing.portal.selectors.charter import charter_in_force
from briefing.portal.services import review as service
from briefing.portal.templatetags.portal import say_in
from briefing.portal.views.documents import as_document


@require_safe
def review(request: HttpRequest, code: str, period: str, number: int) -> HttpResponse:
    """Show the briefing as readers will see it, beside what was found; what takes seconds to read comes by `advice`."""
    person, version = version_for(request, code, period, number)
    if not version.is_read:
        return redirect("version", code, period, number)
    charter, today = charter_in_force(), timezone.localdate()
    mine = version.author_id == person.pk
    drawn = version.previews.get("for") == service.preview_key(version, today)
    editions = service.preview_editions(version)
    chosen = next((each for each in editions if str(each) == request.GET.get("edition")), editions[0] if editions else None)
    return render(request, "review.html", {
        "version": version, "code": code, "period": version.month.when, "editions": editions, "chosen": chosen,
        "findings": months_shown.shown_findings(version.findings, person.spoken),
        "step": months_shown.step_of(version, charter, drawn=drawn), "mark": months_shown.mark_of(code, version.month.when),
        "overrides": version.month.overrides.select_related("person"), "comments": version.comments.select_related("person"),
        "kpis": [row for row in version.values if row["kind"] == "kpi"], "statuses": months_shown.statuses(),
        "failed": months_shown.publishing_failed(version), "supersedes": Publication.objects.filter(site=code, period=period).first(), "today": today,
        "author": holds(person, RightKind.AUTHOR, site=code), "approvers": months_shown.approvers(version), "may_approve": holds(person, RightKind.APPROVER, site=code) and not mine,
    })


@require_safe
def advice(request: HttpRequest, code: str, period: str, number: int) -> HttpResponse:
    """Show where a reader would stop; advice and likely questions to the version's author alone. The review's page takes it in."""
    person, version = version_for(request, code, period, number)
    if not version.is_read:
        return redirect("version", code, period, number)
    mine = version.author_id == person.pk
    found = reviewed(version, timezone.localdate(), person.spoken, private=mine)
    return render(request, "advice.html", {
        "version": version, "code": code, "period": version.month.when, "mine": mine, "findings": months_shown.shown_findings(version.findings, person.spoken),
        "facts": found.facts, "preflight": found.available, "advice": found.advice, "questions": found.questions,
    })


@require_safe
@xframe_options_sameorigin
def preview(request: HttpRequest, code: str, period: str, number: int, name: str) -> HttpResponse:
    """Give one edition of the preview, as a document of its own without any script."""
    _, version = version_for(request, code, period, number)
    stored = version.previews.get(name)
    if stored is None or name == "for":
        raise Http404
    return as_document(store.draft_path(stored).read_bytes())


def _step(change: Callable[[HttpRequest, Person, Version], str | None], *kinds: RightKind, part: str = "") -> Callable[..., HttpResponse]:
    """Make a view of a change that may be refused with words; it goes back to the review, to the part that it changed, or where the change says."""
    @require_POST
    def view(request: HttpRequest, code: str, period: str, number: int) -> HttpResponse:
        person, version = version_for(request, code, period, number, *kinds)
        try:
            if months_shown.is_publishing(code, version.month.when):
                raise service.NotYet("publish.under_way")
            there = change(request, person, version)
        except service.NotYet as fault:
            messages.error(request, say_in(person.spoken, str(fault)))
            return redirect("review", code, period, number)
        return redirect(there, code, period) if there else redirect(reverse("review", args=(code, period, number)) + part)

    return view


def _override(request: HttpRequest, person: Person, version: Version) -> str | None:
    given = request.POST
    service.set_override(person, version, kpi=given.get("kpi", ""), status=given.get("status", ""), reason=given.get("reason", ""), when=timezone.now())
    service.want_preview(version, timezone.localdate())
    return None


def _remove_override(request: HttpRequest, person: Person, version: Version) -> str | None:
    del person
    for override in Override.objects.filter(month=version.month, kpi=request.POST.get("kpi", "")):
        service.remove_override(override)
    service.want_preview(version, timezone.localdate())
    return None


def _redraw(request: HttpRequest, person: Person, version: Version) -> str | None:
    del request, person
    service.want_preview(version, timezone.localdate())
    return None


def _send(request: HttpRequest, person: Person, version: Version) -> str | None:
    del request, person
    service.send_for_approval(version, timezone.now())
    return None


def _comment(request: HttpRequest, person: Person, version: Version) -> str | None:
    printed = bool(request.POST.get("printed"))
    service.comment(person, version, request.POST.get("text", ""), timezone.now(), printed=printed)
    if printed:
        service.want_preview(version, timezone.localdate())
    return None


def _approve(request: HttpRequest, person: Person, version: Version) -> str | None:
    del request
    service.approve(person, version, timezone.now())
    return None


def _publish(request: HttpRequest, person: Person, version: Version) -> str | None:
    service.order_publication(person, version, charter_in_force(), reason=request.POST.get("reason", ""), as_of=timezone.localdate())
    return "month"


override = _step(_override, RightKind.AUTHOR, part="#overrides")
remove_override = _step(_remove_override, RightKind.AUTHOR, part="#overrides")
redraw = _step(_redraw)
send = _step(_send, RightKind.AUTHOR)
comment = _step(_comment, part="#comments")
approve = _step(_approve, RightKind.APPROVER)
publish = _step(_publish, RightKind.AUTHOR)

