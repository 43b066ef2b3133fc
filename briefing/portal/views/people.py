"""People and rights: the administrator's pages."""

from __future__ import annotations

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from briefing.portal.access import member, people_for
from briefing.portal.forms import PersonForm, RightForm
from briefing.portal.models import Person, Right, RightKind
from briefing.portal.selectors.charter import charter_in_force
from briefing.portal.selectors.people import everybody, personal_data
from briefing.portal.services import people as service
from briefing.portal.templatetags.portal import say_in


def _refuse(request: HttpRequest, fault: service.NotAllowed) -> None:
    messages.error(request, say_in(request.language, str(fault)))


def people(request: HttpRequest) -> HttpResponse:
    """List people, and add one."""
    by = people_for(request)
    form = PersonForm(request.POST or None, spoken=by.spoken)
    if request.method == "POST" and form.is_valid():
        try:
            added = service.add_person(by, timezone.now(), **form.cleaned_data)
        except service.NotAllowed as fault:
            _refuse(request, fault)
        else:
            return redirect("person", added.pk)
    return render(request, "people.html", {"people": everybody(), "form": form})


def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a person with their rights, and change who they are."""
    found = member(request, pk)
    by = people_for(request)
    known = {"email": found.email, "name": found.name, "signs_as": found.signs_as, "language": found.language}
    form = PersonForm(request.POST or None, spoken=by.spoken, initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            service.change_person(by, found, timezone.now(), **form.cleaned_data)
        except service.NotAllowed as fault:
            _refuse(request, fault)
        else:
            return redirect("person", pk)
    return render(request, "person.html", {"person": found, "rights": found.rights.all(), "form": form, "right_form": _right_form(by)})


def _right_form(by: Person, data: object = None) -> RightForm:
    return RightForm(data, spoken=by.spoken, sites=[(site.code, site.name) for site in charter_in_force().sites])


@require_POST
def give_right(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a person a right."""
    found = member(request, pk)
    by = people_for(request)
    form = _right_form(by, request.POST)
    if form.is_valid():
        try:
            service.give_right(by, found, timezone.now(), **{**form.cleaned_data, "kind": RightKind(form.cleaned_data["kind"])})
        except service.NotAllowed as fault:
            _refuse(request, fault)
    return redirect("person", pk)


@require_POST
def take_right(request: HttpRequest, pk: int, right: int) -> HttpResponse:
    """Take a right away."""
    found = member(request, pk)
    try:
        service.take_right(people_for(request), get_object_or_404(Right, pk=right, person=found), timezone.now())
    except service.NotAllowed as fault:
        _refuse(request, fault)
    return redirect("person", pk)


def erase(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask before a person is erased, and erase them."""
    found = member(request, pk)
    if request.method != "POST":
        return render(request, "erase.html", {"person": found})
    try:
        service.erase_person(people_for(request), found, timezone.now(), held=charter_in_force().company.legal_hold)
    except service.NotAllowed as fault:
        _refuse(request, fault)
        return redirect("person", pk)
    return redirect("people")


@require_safe
def person_data(request: HttpRequest, pk: int) -> HttpResponse:
    """Give what is kept of a person who asked for it, without what they wrote in drafts."""
    kept = personal_data(member(request, pk))
    for name in ("overrides", "comments"):
        kept.pop(name)
    for upload in kept["uploads"]:
        upload.pop("file")
    return HttpResponse(json.dumps(kept, ensure_ascii=False, indent=1), content_type="application/json",
                        headers={"Content-Disposition": 'attachment; filename="data.json"'})
