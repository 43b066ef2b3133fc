"""Tokens: what a program shows in place of a person who signs in. Only their hashes are kept."""

from __future__ import annotations

import secrets
from enum import StrEnum

from django.db import models

from briefing.portal.models.choices import choices_of
from briefing.portal.models.people import Person


def token_mark() -> str:
    """Give a new mark: what the trail knows a token by."""
    return secrets.token_hex(4)


class Scope(StrEnum):
    """What a token is for; it never may more than its holder."""

    UPLOAD = "upload"
    """Hand in a site's months, and see what was found in them."""
    READ = "read"
    """Read what is published."""
    ANSWERS = "answers"
    """Read where asks stand; no token answers one."""

    @property
    def label_key(self) -> str:
        """The key of its name in the catalogue."""
        return f"scope.{self.value}"


class Token(models.Model):
    """A token that an administrator made for a person, who takes it: from then on its hash is here, and itself nowhere."""

    mark = models.CharField(max_length=8, unique=True, default=token_mark, editable=False)
    holder = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="tokens")
    purpose = models.CharField(max_length=80)
    """What the program is, in the administrator's words."""
    scope = models.CharField(max_length=8, choices=choices_of(Scope))
    site = models.CharField(max_length=40, blank=True)
    """The one site it is for; blank for every site of the holder, which a token that uploads never is."""
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="tokens_made")
    made_at = models.DateTimeField()
    digest = models.CharField(max_length=64, unique=True, null=True, editable=False)  # noqa: DJ001 - many have none yet
    """Its SHA-256; None until its holder has taken it."""
    taken_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Newest first."""

        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        """Give the mark."""
        return self.mark

    @property
    def scope_key(self) -> str:
        """The key of its scope's name in the catalogue."""
        return f"scope.{self.scope}"

    @property
    def state_key(self) -> str:
        """The key of where it stands in the catalogue; an expired one is told by its day."""
        return f"token.{'revoked' if self.revoked_at else 'taken' if self.taken_at else 'waits'}"
