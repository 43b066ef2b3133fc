"""What the worker has to do."""

from __future__ import annotations

from enum import StrEnum

from django.db import models

from briefing.portal.models.choices import choices_of


class JobKind(StrEnum):
    """The kinds of work."""

    READ = "read"
    PREVIEW = "preview"
    PUBLISH = "publish"
    IMPORT = "import"
    """Freeze a published month of a workspace that was brought in."""
    PREPARE = "prepare"
    """Write the mails of a publication; a person releases them."""
    PACK = "pack"
    """Bind the group's page and board editions into one paper."""


class JobState(StrEnum):
    """Where a job stands; done ones are deleted."""

    WAITING = "waiting"
    RUNNING = "running"
    FAILED = "failed"


class Job(models.Model):
    """One piece of work; lower priority numbers come first."""

    kind = models.CharField(max_length=8, choices=choices_of(JobKind))
    state = models.CharField(max_length=8, choices=choices_of(JobState), default=JobState.WAITING.value)
    priority = models.PositiveSmallIntegerField(default=5)
    arguments = models.JSONField(default=dict)
    attempts = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """In the order of work."""

        ordering = ["priority", "id"]
        indexes = [models.Index(fields=["state", "priority", "id"], name="jobs_in_order")]

    def __str__(self) -> str:
        """Give the kind and number."""
        return f"{self.kind} {self.pk}"
