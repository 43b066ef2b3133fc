"""What was published: frozen bytes under random names, and the list of what each publication was made of."""

from __future__ import annotations

from typing import Any

from django.db import models

from briefing.periods import Period
from briefing.portal.models.people import Person


class Frozen(models.Model):
    """Bytes that are kept for good, each once, by their hash."""

    sha256 = models.CharField(max_length=64, unique=True)
    stored = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()

    def __str__(self) -> str:
        """Give the hash."""
        return self.sha256


class Publication(models.Model):
    """One publication of a site's month; never edited, only superseded by a later one with a reason."""

    site = models.CharField(max_length=40)
    period = models.CharField(max_length=7)
    number = models.PositiveIntegerField()
    published_at = models.DateTimeField()
    as_of = models.DateField()
    published_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="publications")
    """None for months that came with an imported workspace."""
    signed_as = models.CharField(max_length=80)
    approver = models.CharField(max_length=80, blank=True)
    reason = models.TextField(blank=True)
    """Why it supersedes the one before; blank for a first publication."""
    method = models.CharField(max_length=40)
    seed = models.PositiveIntegerField()
    inputs = models.JSONField()
    """By path inside the workspace: the hash of each file it was made from."""
    outputs = models.JSONField()
    """By name such as `board.en.html`: the hash of each file that readers open."""
    digest = models.CharField(max_length=64)
    """The hash over method, seed, inputs and outputs."""
    summary = models.JSONField(default=dict)
    """Published facts for the HQ desk: open asks, promises, record."""
    purged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Numbered from 1 within the month."""

        ordering = ["-period", "site", "-number"]
        constraints = [models.UniqueConstraint(fields=["site", "period", "number"], name="one_publication_once")]

    def __str__(self) -> str:
        """Give site, month and number."""
        return f"{self.site} {self.period} #{self.number}"

    @property
    def when(self) -> Period:
        """The calendar month."""
        return Period.parse(self.period)

    @property
    def editions(self) -> list[str]:
        """The editions it has, such as `board.en`, in order."""
        return sorted({name.rpartition(".")[0] for name in self.outputs if name.endswith(".html")})

    def manifest(self) -> dict[str, Any]:
        """Give what the digest is taken of."""
        return {"site": self.site, "period": self.period, "number": self.number, "as_of": self.as_of.isoformat(), "method": self.method, "seed": self.seed,
                "inputs": self.inputs, "outputs": self.outputs}


class PublishedAsks(models.Model):
    """A publication's open asks with their terms, from which days and answers are judged later; a table of its own, for lists do without it."""

    publication = models.OneToOneField(Publication, on_delete=models.CASCADE, related_name="asks")
    told = models.JSONField()

    def __str__(self) -> str:
        """Give the publication."""
        return str(self.publication)


class PublishedText(models.Model):
    """An edition's words as they stand, and folded for searching: letter by letter, so that a place in one is the same place in the other."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="texts")
    edition = models.CharField(max_length=12)
    text = models.TextField()
    words = models.TextField(blank=True)
    """Blank for what was published before words were kept."""

    class Meta:
        """One row an edition."""

        constraints = [models.UniqueConstraint(fields=["publication", "edition"], name="one_text_an_edition")]

    def __str__(self) -> str:
        """Give the edition."""
        return self.edition
