"""The one door of the API: who shows which token, for what, how often; cookies open nothing here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.csrf import csrf_exempt

from briefing.language import LANGUAGES, Language
from briefing.portal.access import within
from briefing.portal.api.problems import Trouble, problem
from briefing.portal.models import Scope, Token
from briefing.portal.services.tokens import hashed

MINUTE = 60
A_TOKEN, UPLOADS, STRANGERS = 120, 10, 30
"""Calls a minute: of one token, of its uploads, and of one address without a good token."""
_BEARER = re.compile(r"Bearer +([A-Za-z0-9._~+/=-]+)", re.IGNORECASE)
View = Callable[..., HttpResponse]


def spoken(request: HttpRequest, usual: Language = "en") -> Language:
    """Give the language that the call asks for, else the usual one."""
    for asked, _ in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        for language in LANGUAGES:
            if asked[:2] == language:
                return language
    return usual


def address(methods: Iterable[str], **views: View) -> View:
    """Make an address of the API of one view for each method; what they raise is answered with a problem.

    No sign-in and no token against forged forms: nothing here looks at a cookie.
    """
    allowed = ", ".join(methods)

    def answer(request: HttpRequest, **parts: Any) -> HttpResponse:  # noqa: ANN401 - parts of an address
        language = request.language = spoken(request)
        view = views.get("get" if request.method == "HEAD" else str(request.method).lower())
        try:
            if view is None:
                raise Trouble("not_allowed", {"Allow": allowed})
            made = view(request, **parts)
        except Trouble as trouble:
            return problem(trouble, request.language)
        except Http404:
            return problem(Trouble("not_found"), language)
        made.headers.setdefault("Content-Language", request.language)
        return made

    return csrf_exempt(login_not_required(answer))


def by_token(scope: Scope, view: View) -> View:
    """Let a view be called with a good token for that alone: as its holder, and for its site."""

    @wraps(view)
    def guarded(request: HttpRequest, **parts: Any) -> HttpResponse:  # noqa: ANN401 - parts of an address
        token = shown_token(request)
        request.user, request.token = token.holder, token
        request.language = spoken(request, token.holder.spoken)
        if token.scope != scope:
            raise Trouble("other_scope", {"WWW-Authenticate": 'Bearer realm="briefing", error="insufficient_scope"'}, scope=scope.value)
        _count(f"token:{token.digest}", A_TOKEN)
        if request.method == "POST":
            _count(f"upload:{token.digest}", UPLOADS)
        if "code" in parts:
            within(token, parts["code"])
        return view(request, **parts)

    return guarded


def shown_token(request: HttpRequest) -> Token:
    """Give the token that a call shows.

    Raises:
        Trouble: It shows none, one that is not good (any more), or bad ones too often.
    """
    given = request.headers.get("Authorization", "")
    stranger = f"stranger:{_whence(request)}"
    match = _BEARER.fullmatch(given.strip())
    found = Token.objects.select_related("holder").filter(digest=hashed(match[1])).first() if match else None
    if found is not None and found.revoked_at is None and found.expires_at > timezone.now() and found.holder.is_active:
        return found
    _count(stranger, STRANGERS)
    error = ', error="invalid_token"' if given else ""
    raise Trouble("bad_token" if given else "no_token", {"WWW-Authenticate": f'Bearer realm="briefing"{error}'})


def _whence(request: HttpRequest) -> str:
    """Give the caller's address, told as sign-in attempts are."""
    try:
        return str(get_adapter().get_client_ip(request))
    except PermissionDenied:
        return ""


def _count(whose: str, most: int) -> None:
    """Count a call in this minute, in the memory where sign-in attempts are counted.

    Raises:
        Trouble: There were too many.
    """
    now = int(timezone.now().timestamp())
    key = f"api:{whose}:{now // MINUTE}"
    cache.add(key, 0, MINUTE * 2)
    if cache.incr(key) > most:
        wait = MINUTE - now % MINUTE
        raise Trouble("too_many", {"Retry-After": str(wait)}, seconds=wait)
