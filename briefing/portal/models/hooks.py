"""Hooks: addresses of other programs that are told when something happened, and what became of each call."""

from __future__ import annotations

import secrets
from enum import StrEnum

from django.db import models

from briefing.portal.models.choices import choices_of
from briefing.portal.models.people import Person


def hook_mark() -> str:
    """Give a new mark: from it and the portal's own secret the hook's secret is derived."""
    return secrets.token_hex(8)


class Happening(StrEnum):
    """What a hook is told of."""

    PUBLISHED = "published"
    ANSWERED = "answered"
    ESCALATION_DUE = "escalation_due"
    TEST = "test"
    """Nothing happened: an administrator looks whether calls arrive."""

    @property
    def label_key(self) -> str:
        """The key of its name in the catalogue."""
        return f"happening.{self.value}"


TOLD = (Happening.PUBLISHED, Happening.ANSWERED, Happening.ESCALATION_DUE)
"""What a hook can be told of without being asked."""


class Hook(models.Model):
    """An address that is called. Its secret is not kept: it is made anew from the mark."""

    mark = models.CharField(max_length=16, unique=True, default=hook_mark, editable=False)
    address = models.CharField(max_length=400)
    site = models.CharField(max_length=40, blank=True)
    """The one site it is told of; blank for all."""
    happenings = models.JSONField()
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="hooks")
    made_at = models.DateTimeField()

    class Meta:
        """In the order they were made."""

        ordering = ["id"]

    def __str__(self) -> str:
        """Give the mark."""
        return self.mark

    @property
    def happening_keys(self) -> list[str]:
        """The keys of what it is told of in the catalogue."""
        return [f"happening.{each}" for each in self.happenings]


class CallState(StrEnum):
    """Where a call stands."""

    DUE = "due"
    LEASED = "leased"
    """A worker is making it."""
    DEFERRED = "deferred"
    """Not taken yet; made again by itself."""
    TAKEN = "taken"
    GIVEN_UP = "given_up"


class Call(models.Model):
    """One happening told to one hook: made until it is taken, so that it may come twice, each time under the same name."""

    hook = models.ForeignKey(Hook, on_delete=models.CASCADE, related_name="calls")
    name = models.CharField(max_length=160)
    """The happening's own name, by which a receiver knows a call it has had."""
    happening = models.CharField(max_length=16, choices=choices_of(Happening))
    told = models.JSONField()
    """Site, month, number, ask and link: no words that somebody typed, and no amounts."""
    happened_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=choices_of(CallState), default=CallState.DUE.value)
    lease_owner = models.CharField(max_length=40, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=80, blank=True)
    """The answer's status, else in one word why there was none."""
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Each happening told to each hook once."""

        ordering = ["id"]
        indexes = [models.Index(fields=["state", "next_try_at"], name="calls_in_order")]
        constraints = [models.UniqueConstraint(fields=["hook", "name"], name="one_call_a_happening")]

    def __str__(self) -> str:
        """Give the happening's name."""
        return self.name

    @property
    def state_key(self) -> str:
        """The key of its state in the catalogue."""
        return f"call.{self.state}"
