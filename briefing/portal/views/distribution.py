"""Who gets what of a publication: the readers' mails, seen first, released by a person, and where each stands."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from briefing.distribution.message import rendered
from briefing.portal.access import dispatch_for, distribution_for
from briefing.portal.letters import letter_from
from briefing.portal.models import Job, JobKind, JobState, Mailing, Publication
from briefing.portal.selectors import outbox as shown
from briefing.portal.selectors.charter import charter_in_force
from briefing.portal.services import distribution, jobs
from briefing.portal.templatetags.portal import post_in


@require_safe
def readers(request: HttpRequest, code: str, period: str, number: int) -> HttpResponse:
    """Show each reader with edition, way, and where the mail stands."""
    _, found = distribution_for(request, code, period, number)
    mailing = Mailing.objects.filter(publication=found).first()
    lines = shown.reader_lines(found)
    return render(request, "readers.html", {
        "publication": found, "site": charter_in_force().site(code), "mailing": mailing, "lines": lines, "counts": shown.counted(lines),
        "to_send": sum(line.dispatch.state == "prepared" for line in lines), "hindrances": distribution.hindrances(),
        "changed": mailing is not None and mailing.mark != distribution.mark_now(), "preparing": shown.is_preparing(found), "failed": shown.has_failed(found),
        "later": Publication.objects.filter(site=code, period=period, number__gt=number).order_by("-number").first(),
    })


@require_POST
def prepare(request: HttpRequest, code: str, period: str, number: int) -> HttpResponse:
    """Have the mails written, or written anew by the charter as it is now; nothing is sent."""
    _, found = distribution_for(request, code, period, number)
    if not distribution.is_superseded(found):
        Job.objects.filter(kind=JobKind.PREPARE, state=JobState.FAILED, arguments={"publication": found.pk}).delete()
        jobs.ask(JobKind.PREPARE, publication=found.pk)
    return redirect("readers", code, period, number)


@require_POST
def release(request: HttpRequest, code: str, period: str, number: int) -> HttpResponse:
    """Let the mails go that were shown."""
    person, found = distribution_for(request, code, period, number)
    try:
        count = distribution.release(person, found, request.POST.get("mark", ""), timezone.now())
        messages.success(request, post_in(person.spoken, "release.done", count))
    except distribution.NotReleased as fault:
        messages.error(request, post_in(person.spoken, str(fault)))
    return redirect("readers", code, period, number)


@require_safe
def mail(request: HttpRequest, code: str, period: str, number: int, pk: int) -> HttpResponse:
    """Show one reader's mail as it is sent."""
    _, found = dispatch_for(request, code, period, number, pk)
    letter = letter_from(found.letter) if found.letter else None
    return render(request, "mail.html", {
        "publication": found.publication, "dispatch": found, "letter": letter, "text": rendered(letter)[0].partition("\n")[2].strip() if letter else "",
        "enclosed": Mailing.objects.filter(publication=found.publication, calendars__has_key=found.edition.partition(".")[2]).exists(),
    })


@require_POST
def again(request: HttpRequest, code: str, period: str, number: int, pk: int) -> HttpResponse:
    """Send one mail once more, because a person says so."""
    person, found = dispatch_for(request, code, period, number, pk)
    try:
        distribution.send_again(person, found, timezone.now())
        messages.success(request, post_in(person.spoken, "again.done", reader=found.reader))
    except distribution.NotReleased as fault:
        messages.error(request, post_in(person.spoken, str(fault)))
    return redirect("readers", code, period, number)
