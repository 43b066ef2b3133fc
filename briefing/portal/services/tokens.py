"""Tokens: made by an administrator, taken by their holder, revoked by either. What a token is stands nowhere."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction

from briefing.portal.models import Act, Person, RightKind, Scope, Token
from briefing.portal.services.trail import record

BEGINNING = "brf_"
"""How each token begins, so that scanners for secrets know one."""
GOOD_FOR = timedelta(days=365)


class NotGiven(Exception):  # noqa: N818 - it names what is wrong
    """A token that is not made; the argument is the key of its words."""


def make_token(by: Person, holder: Person, when: datetime, *, purpose: str, scope: Scope, site: str) -> Token:
    """Make a token for a person, who has still to take it: the administrator never sees it.

    Raises:
        NotGiven: It says no purpose, or would upload without a site or without its holder writing there.
    """
    words = " ".join(purpose.split())[:80]
    if not words:
        raise NotGiven("tokens.no_purpose")
    if scope is Scope.UPLOAD:
        if not site:
            raise NotGiven("tokens.no_site")
        if not any(right.kind == RightKind.AUTHOR and right.site in {"", site} for right in holder.rights.all()):
            raise NotGiven("tokens.no_author")
    with transaction.atomic():
        token = Token.objects.create(holder=holder, purpose=words, scope=scope.value, site=site, made_by=by, made_at=when)
        record(Act.TOKEN_MADE, by, when, person=holder.pseudonym, token=token.mark, scope=scope.value, site=site)
    return token


def take_token(holder: Person, token: Token, when: datetime) -> str | None:
    """Give a token's own text to its holder, once; None where it was taken or revoked in the meantime."""
    text = BEGINNING + secrets.token_urlsafe(32)
    with transaction.atomic():
        free = Token.objects.filter(pk=token.pk, holder=holder, digest=None, revoked_at=None)
        if not free.update(digest=hashed(text), taken_at=when, expires_at=when + GOOD_FOR):
            return None
        record(Act.TOKEN_TAKEN, holder, when, token=token.mark)
    return text


def revoke_token(by: Person, token: Token, when: datetime) -> None:
    """End a token at once; one that has ended already stays as it is."""
    with transaction.atomic():
        if Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=when):
            record(Act.TOKEN_REVOKED, by, when, token=token.mark)


def revoke_all(by: Person, holder: Person, when: datetime) -> None:
    """End all tokens of a person."""
    for token in Token.objects.filter(holder=holder, revoked_at=None):
        revoke_token(by, token, when)


def hashed(text: str) -> str:
    """Give what is kept of a token. Its 256 random bits need no salt and no slow hash."""
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()
