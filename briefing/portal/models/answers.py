"""What readers of a publication did: opened an edition, answered an ask, and what was said back."""

from __future__ import annotations

import secrets
from enum import StrEnum

from django.db import models

from briefing.model.responses import Choice
from briefing.portal.models.choices import choices_of
from briefing.portal.models.people import Person
from briefing.portal.models.publications import Publication

GIVEN = (Choice.CONFIRM, Choice.QUESTION, Choice.DISAGREE, Choice.DECIDED)
"""What an answer can be; a reply is a message."""


def mark() -> str:
    """Give a new mark: by it a line of the workspace's file is known to be there already."""
    return secrets.token_hex(6)


class Channel(StrEnum):
    """By what way an answer came in."""

    DIRECT = "direct"
    SECRETARY = "secretary"
    MAIL = "mail"


class Reading(models.Model):
    """A person pressed the button that opens an edition; looking at an address makes no such row."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="readings")
    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="readings")
    edition = models.CharField(max_length=12)
    first_opened = models.DateTimeField()
    last_opened = models.DateTimeField()

    class Meta:
        """One row an edition."""

        ordering = ["first_opened", "id"]
        constraints = [models.UniqueConstraint(fields=["person", "publication", "edition"], name="one_reading_an_edition")]

    def __str__(self) -> str:
        """Give the publication and the edition."""
        return f"{self.publication} {self.edition}"


class Line(models.Model):
    """What becomes a line of `responses/PERIOD.csv`, the file that every build reads."""

    mark = models.CharField(max_length=12, unique=True, default=mark, editable=False)
    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="%(class)ss")
    ask = models.CharField(max_length=40)
    terms = models.CharField(max_length=12)
    """The fingerprint of the terms as they were shown."""
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="%(class)ss")
    """Who typed it."""
    reader = models.CharField(max_length=80)
    """The charter's code of the reader it speaks for, of a reply of the person replying; a role where the charter lists none."""
    role = models.CharField(max_length=80, blank=True)
    """In which role it was said or decided."""
    said_at = models.DateTimeField()
    """When it was taken in."""
    written_at = models.DateTimeField(null=True, blank=True)
    """When its line was put into the workspace's file; None while it waits."""

    class Meta:
        """In the order they came in."""

        abstract = True
        ordering = ["said_at", "id"]


class Answer(Line):
    """One reader's answer to one ask under its terms, or a meeting's decision. Never edited: a later one supersedes it."""

    choice = models.CharField(max_length=8, choices=choices_of(Choice))
    comment = models.TextField(blank=True)
    channel = models.CharField(max_length=10, choices=choices_of(Channel), default=Channel.DIRECT.value)
    reference = models.CharField(max_length=120, blank=True)
    """Of the minute or paper that the secretary records from."""
    answered_on = models.DateField()
    """The day of the answer, or of the meeting."""
    supersedes = models.OneToOneField("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="superseded_by")

    def __str__(self) -> str:
        """Give the ask and the choice."""
        return f"{self.publication.site} {self.publication.period} {self.ask}: {self.choice}"

    @property
    def choice_key(self) -> str:
        """The key of its choice in the catalogue."""
        return f"choice.{self.choice}"


class Message(Line):
    """What the site says back to a reader who asked or disagreed; both see it."""

    reply_to = models.CharField(max_length=80)
    """The charter's code of the reader it answers."""
    text = models.TextField()

    def __str__(self) -> str:
        """Give the ask and to whom."""
        return f"{self.publication.site} {self.publication.period} {self.ask} › {self.reply_to}"
