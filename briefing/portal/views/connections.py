"""Other programs: the administrator's tokens and hooks, and a person's own tokens."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from briefing.portal.access import connections_for, hook_for, own_token, person_of, token_for
from briefing.portal.models import Scope
from briefing.portal.models.hooks import TOLD
from briefing.portal.selectors.charter import charter_in_force
from briefing.portal.selectors.connections import holders, hook_lines, tokens, tokens_of
from briefing.portal.services import hooks as hook_service
from briefing.portal.services import tokens as service
from briefing.portal.templatetags.portal import connect_in


@require_safe
def connections(request: HttpRequest) -> HttpResponse:
    """Show all tokens and hooks, and where each stands."""
    connections_for(request)
    return render(request, "connections.html", {"tokens": tokens(), "hooks": hook_lines(), "holders": holders(), "scopes": list(Scope), "told": TOLD,
                                                "sites": charter_in_force().sites, "now": timezone.now()})


def _site(request: HttpRequest) -> str:
    """Give the site of a form if the charter has it; blank for all."""
    code = request.POST.get("site", "")
    return code if charter_in_force().site(code) else ""


@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """Make a token for a person, who takes it."""
    by, given = connections_for(request), request.POST
    holder = next((each for each in holders() if str(each.pk) == given.get("holder")), None)
    scope = next((each for each in Scope if each.value == given.get("scope")), None)
    try:
        if holder is None or scope is None:
            raise service.NotGiven("tokens.nobody")
        service.make_token(by, holder, timezone.now(), purpose=given.get("purpose", ""), scope=scope, site=_site(request))
        messages.success(request, connect_in(by.spoken, "tokens.made", who=str(holder)))
    except service.NotGiven as fault:
        messages.error(request, connect_in(by.spoken, str(fault)))
    return redirect("connections")


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """End anybody's token."""
    by, token = token_for(request, pk)
    service.revoke_token(by, token, timezone.now())
    return redirect("connections")


@require_safe
def own_tokens(request: HttpRequest) -> HttpResponse:
    """Show one's own tokens."""
    return render(request, "own_tokens.html", {"tokens": tokens_of(person_of(request)), "now": timezone.now()})


@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one's token, this once: from here on only its hash is kept."""
    person, token = own_token(request, pk)
    text = service.take_token(person, token, timezone.now())
    if text is None:
        messages.error(request, connect_in(person.spoken, "tokens.gone"))
        return redirect("own_tokens")
    token.refresh_from_db()
    return render(request, "secret.html", {"secret": text, "token": token})


@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End one's own token."""
    person, token = own_token(request, pk)
    service.revoke_token(person, token, timezone.now())
    return redirect("own_tokens")


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Add a hook, and show its secret this once."""
    by, given = connections_for(request), request.POST
    try:
        hook = hook_service.add_hook(by, timezone.now(), address=given.get("address", ""), site=_site(request), happenings=given.getlist("happening"))
    except hook_service.NotAdded as fault:
        messages.error(request, connect_in(by.spoken, str(fault)))
        return redirect("connections")
    return render(request, "secret.html", {"secret": hook_service.secret_of(hook), "hook": hook})


@require_POST
def test(request: HttpRequest, pk: int) -> HttpResponse:
    """Have a hook called, to see whether it answers."""
    by, hook = hook_for(request, pk)
    hook_service.test_hook(hook, timezone.now())
    messages.success(request, connect_in(by.spoken, "hooks.tested"))
    return redirect("connections")


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Call an address no more."""
    by, hook = hook_for(request, pk)
    hook_service.remove_hook(by, hook, timezone.now())
    return redirect("connections")
