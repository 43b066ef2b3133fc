"""The trail: what was done, by pseudonym, each entry chained to the one before. The database refuses to change it."""

from __future__ import annotations

from enum import StrEnum

from django.db import models

from briefing.portal.models.choices import choices_of


class Act(StrEnum):
    """What the trail records."""

    SETUP = "setup"
    PERSON_ADDED = "person_added"
    PERSON_CHANGED = "person_changed"
    PERSON_ERASED = "person_erased"
    RIGHT_GIVEN = "right_given"
    RIGHT_TAKEN = "right_taken"
    UPLOADED = "uploaded"
    APPROVED = "approved"
    PUBLISHED = "published"
    IMPORTED = "imported"
    CHARTER_CHANGED = "charter_changed"
    DEFINITION_AGREED = "definition_agreed"
    ARCHIVE_TAKEN = "archive_taken"
    RELEASED = "released"
    SENT_AGAIN = "sent_again"
    READ = "read"
    ANSWERED = "answered"
    RECORDED = "recorded"
    REPLIED = "replied"
    PACK_TAKEN = "pack_taken"
    TOKEN_MADE = "token_made"  # noqa: S105 - the name of an act
    TOKEN_TAKEN = "token_taken"  # noqa: S105 - the name of an act
    TOKEN_REVOKED = "token_revoked"  # noqa: S105 - the name of an act
    HOOK_ADDED = "hook_added"
    HOOK_REMOVED = "hook_removed"
    PURGED = "purged"
    RESTORED = "restored"


class TrailEntry(models.Model):
    """One act. No field holds a name, an address or a text that somebody typed."""

    number = models.PositiveBigIntegerField(primary_key=True)
    done_at = models.CharField(max_length=32)
    """UTC in ISO form: text, so that the hash reads the same on every database."""
    actor = models.CharField(max_length=16, blank=True)
    """A person's pseudonym; blank for the portal itself."""
    act = models.CharField(max_length=20, choices=choices_of(Act))
    detail = models.JSONField(default=dict)
    before = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        """From the first on."""

        ordering = ["number"]

    def __str__(self) -> str:
        """Give number and act."""
        return f"{self.number} {self.act}"

    @property
    def act_key(self) -> str:
        """The key of the act's name in the catalogue."""
        return f"act.{self.act}"


class TrailHead(models.Model):
    """The one row that says where the chain ends; locked while an entry is added."""

    number = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="0" * 64)

    def __str__(self) -> str:
        """Give the last number."""
        return str(self.number)
