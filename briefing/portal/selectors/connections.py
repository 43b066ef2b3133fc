"""What other programs may and are told."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from briefing.portal.models import Call, CallState, Hook, Person, Token
from briefing.portal.selectors.people import everybody

SHOWN = 100


def tokens() -> list[Token]:
    """Give the latest tokens, ended ones too."""
    return list(Token.objects.select_related("holder")[:SHOWN])


def tokens_of(person: Person) -> QuerySet[Token]:
    """Give a person's tokens."""
    return Token.objects.filter(holder=person)


def holders() -> list[Person]:
    """Give who may hold a token: everybody with a right."""
    return [each for each in everybody() if each.rights.all()]


@dataclass(frozen=True, slots=True)
class HookLine:
    """A hook, the last call that was made to it, and how many wait."""

    hook: Hook
    last: Call | None
    waiting: int


def hook_lines() -> list[HookLine]:
    """Give all hooks with what became of their calls."""
    return [_line(each) for each in Hook.objects.all()]


def _line(hook: Hook) -> HookLine:
    last = hook.calls.filter(attempts__gt=0).order_by("-happened_at", "-pk").first()
    return HookLine(hook, last, hook.calls.filter(state__in=(CallState.DUE, CallState.LEASED, CallState.DEFERRED)).count())
