"""The first page, setting up, one's own data."""

from __future__ import annotations

import json

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe
from django.views.defaults import server_error

from briefing.language import LANGUAGES
from briefing.portal.access import DESK, DRAFTERS, holds, person_of, rights_of
from briefing.portal.api.gate import spoken
from briefing.portal.api.problems import Trouble, problem
from briefing.portal.forms import PersonForm
from briefing.portal.models import RightKind
from briefing.portal.selectors.archive import lines, readable
from briefing.portal.selectors.charter import charter_in_force
from briefing.portal.selectors.months import month_lines, next_line
from briefing.portal.selectors.people import personal_data
from briefing.portal.selectors.waiting import waiting_for
from briefing.portal.services.people import open_link, set_up

LATEST = 12


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what is next: the sites one writes for, else the desk, else what one may read."""
    person = person_of(request)
    sites = [site for site in charter_in_force().sites if holds(person, *DRAFTERS, site=site.code)]
    if not sites and holds(person, *DESK):
        return redirect("desk")
    if not sites and holds(person, RightKind.ADMINISTRATOR) and len(rights_of(person)) == 1:
        return redirect("people")
    today = timezone.localdate()
    found = [(site, lines_of, next_line(lines_of)) for site in sites for lines_of in [month_lines(site, today)]]
    charter = charter_in_force()
    return render(request, "home.html", {"waiting": waiting_for(person, charter, today), "names": {site.code: site.name for site in charter.sites}, "sites": found, "latest": lines(person, readable(person)[:LATEST])})


@login_not_required
def setup(request: HttpRequest, token: str) -> HttpResponse:
    """Let the first administrator in by the one-time link; opening it changes nothing."""
    if open_link(token) is None:
        return render(request, "setup_void.html", status=404)
    form = PersonForm(request.POST or None, spoken=request.language, initial={"language": request.language})
    if request.method == "POST" and form.is_valid():
        person = set_up(token, timezone.now(), **form.cleaned_data)
        if person is None:
            return render(request, "setup_void.html", status=404)
        return perform_login(request, Login(user=person, redirect_url=reverse("people")))
    return render(request, "setup.html", {"form": form})


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Change the language: of the person, else of this browser."""
    chosen = request.POST.get("language", "")
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    answer = HttpResponseRedirect(back if safe else reverse("home"))
    if chosen in LANGUAGES:
        person = person_of(request)
        if person.is_authenticated:
            person.language = chosen
            person.save(update_fields=["language"])
        answer.set_cookie("django_language", chosen, max_age=365 * 24 * 3600, secure=request.is_secure(), httponly=True, samesite="Lax")
    return answer


@require_safe
def me(request: HttpRequest) -> HttpResponse:
    """Show what is kept of oneself."""
    person = person_of(request)
    return render(request, "me.html", {"person": person, "rights": rights_of(person)})


@require_safe
def my_data(request: HttpRequest) -> HttpResponse:
    """Give all that is kept of oneself, as JSON."""
    text = json.dumps(personal_data(person_of(request)), ensure_ascii=False, indent=1)
    return HttpResponse(text, content_type="application/json", headers={"Content-Disposition": 'attachment; filename="my-data.json"'})


@login_not_required
@require_safe
def healthy(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view's signature
    """Answer a watchman: the database answers too."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"ok": True})


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that there is nothing: in the person's language, to a program as a problem."""
    del exception
    if request.path.startswith("/api/"):
        return problem(Trouble("not_found"), spoken(request))
    return render(request, "404.html", status=404)


def refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form was not sent from a page of ours, or from one left open too long."""
    del reason
    return render(request, "refused.html", status=403)


def failed(request: HttpRequest) -> HttpResponse:
    """Say that something failed on our side: to a program as a problem, to people on a page that needs nothing."""
    return problem(Trouble("failed"), spoken(request)) if request.path.startswith("/api/") else server_error(request)
