"""Packs for a board portal: one PDF of the group's page and published board editions."""

from __future__ import annotations

from django.db import models

from briefing.periods import Period
from briefing.portal.models.people import Person


class Pack(models.Model):
    """A pack that somebody asked for; its bytes are frozen, so that what a board was given can be shown later."""

    period = models.CharField(max_length=7)
    language = models.CharField(max_length=2)
    sites = models.JSONField()
    """The codes of the sites whose board editions are in it, in order."""
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="packs")
    asked_at = models.DateTimeField()
    sha256 = models.CharField(max_length=64, blank=True)
    """Of its bytes; blank while the worker has still to make it."""

    class Meta:
        """Newest first."""

        ordering = ["-asked_at", "-id"]

    def __str__(self) -> str:
        """Give the month and the sites."""
        return f"{self.period} {' '.join(self.sites)}"

    @property
    def when(self) -> Period:
        """The calendar month."""
        return Period.parse(self.period)
