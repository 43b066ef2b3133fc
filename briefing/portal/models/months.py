"""A site's month while it is being made: versions, overrides, comments, approval. All of it is dropped at publication."""

from __future__ import annotations

from enum import StrEnum

from django.db import models

from briefing.periods import Period
from briefing.portal.models.choices import choices_of
from briefing.portal.models.people import Person


class Month(models.Model):
    """One month of one site."""

    site = models.CharField(max_length=40)
    period = models.CharField(max_length=7)

    class Meta:
        """One row a month."""

        constraints = [models.UniqueConstraint(fields=["site", "period"], name="one_month_once")]

    def __str__(self) -> str:
        """Give site and month."""
        return f"{self.site} {self.period}"

    @property
    def when(self) -> Period:
        """The calendar month."""
        return Period.parse(self.period)


class VersionState(StrEnum):
    """Where an uploaded version stands."""

    WAITING = "waiting"
    READ = "read"
    UNMAPPED = "unmapped"
    """Readable, but in a layout of the site's own that nobody has confirmed yet."""
    UNREADABLE = "unreadable"
    FAILED = "failed"
    """Our fault: reading it failed three times."""
    DROPPED = "dropped"
    """The month was published or the draft withdrawn: who and when stay, the content is gone."""


class Version(models.Model):
    """One upload of a month."""

    month = models.ForeignKey(Month, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="versions")
    received_at = models.DateTimeField()
    file_name = models.CharField(max_length=200, blank=True)
    suffix = models.CharField(max_length=8, default=".xlsx")
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    stored = models.CharField(max_length=64, blank=True)
    """The random name its bytes lie under."""
    state = models.CharField(max_length=12, choices=choices_of(VersionState), default=VersionState.WAITING.value)
    errors = models.PositiveIntegerField(default=0)
    warnings = models.PositiveIntegerField(default=0)
    findings = models.JSONField(default=list)
    values = models.JSONField(default=list)
    """What it says, for comparison with other versions: rows of key, name, value and last month's value."""
    mapping = models.TextField(blank=True)
    """The mapping a person confirmed for a layout of the site's own, as TOML."""
    understood = models.JSONField(default=dict)
    """By language: the lines that say how a layout of the site's own was understood, and the mapping proposed."""
    previews = models.JSONField(default=dict)
    """By edition: the random name its preview lies under, and `for`, the state it was made of."""
    sent_for_approval_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Numbered from 1 within the month."""

        ordering = ["month", "number"]
        constraints = [models.UniqueConstraint(fields=["month", "number"], name="one_version_once")]

    def __str__(self) -> str:
        """Give site, month and number."""
        return f"{self.month} #{self.number}"

    @property
    def is_pending(self) -> bool:
        """Tell whether the worker has still to read it."""
        return self.state == VersionState.WAITING

    @property
    def is_read(self) -> bool:
        """Tell whether there is something to review."""
        return self.state == VersionState.READ

    @property
    def state_key(self) -> str:
        """The key of its state's name in the catalogue."""
        return f"state.{self.state}"


class Override(models.Model):
    """A status set against the computed one, with its reason; printed with the role of who set it."""

    month = models.ForeignKey(Month, on_delete=models.CASCADE, related_name="overrides")
    kpi = models.CharField(max_length=40)
    status = models.CharField(max_length=20)
    reason = models.TextField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT)
    set_at = models.DateTimeField()

    class Meta:
        """One row a KPI."""

        ordering = ["kpi"]
        constraints = [models.UniqueConstraint(fields=["month", "kpi"], name="one_override_a_kpi")]

    def __str__(self) -> str:
        """Give the KPI and the status claimed."""
        return f"{self.kpi}: {self.status}"

    @property
    def status_key(self) -> str:
        """The key of the status in the catalogue."""
        return f"status.{self.status}"


class Comment(models.Model):
    """What an approver or the author says about a version before it is published."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="comments")
    person = models.ForeignKey(Person, on_delete=models.PROTECT)
    text = models.TextField()
    said_at = models.DateTimeField()
    printed = models.BooleanField(default=False)
    """Whether it stands in the briefing, beside the computed lines, under the person's role."""

    class Meta:
        """In the order they were said."""

        ordering = ["said_at", "id"]

    def __str__(self) -> str:
        """Give who said it."""
        return f"{self.person}"


class Approval(models.Model):
    """A second person's yes to one version as it stood: a later override or upload needs another."""

    version = models.OneToOneField(Version, on_delete=models.CASCADE, related_name="approval")
    person = models.ForeignKey(Person, on_delete=models.PROTECT)
    approved_at = models.DateTimeField()

    def __str__(self) -> str:
        """Give who approved."""
        return f"{self.person}"
