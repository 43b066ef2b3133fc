"""The outbox: who is to get which edition of a publication by mail, and what became of it."""

from __future__ import annotations

from enum import StrEnum

from django.db import models

from briefing.portal.models.choices import choices_of
from briefing.portal.models.people import Person
from briefing.portal.models.publications import Publication


class DispatchState(StrEnum):
    """Where one reader's mail stands."""

    PREPARED = "prepared"
    """Written and shown; nobody has said that it may go."""
    NO_ADDRESS = "no_address"
    BAD_ADDRESS = "bad_address"
    SAFE_START = "safe_start"
    """The site's own edition, which in its safe start nobody but the site's people gets."""
    NO_EDITION = "no_edition"
    """The charter has come to name an edition that this publication does not have."""
    DUE = "due"
    """Released by a person."""
    LEASED = "leased"
    """A worker is bringing it, and has not come to its end: the server cannot have taken it."""
    CLOSING = "closing"
    """The end of the mail is being given: from here on the server may have taken it."""
    DEFERRED = "deferred"
    """Not taken yet; brought again by itself."""
    SENT = "sent"
    REFUSED = "refused"
    """The server has said no for good."""
    GIVEN_UP = "given_up"
    """Brought as often as is sensible, and never taken."""
    UNSURE = "unsure"
    """Its end was given and no answer noted: it may have been taken. Only a person sends it again."""
    SUPERSEDED = "superseded"
    """Not gone when a later publication of the month took its place."""


UNRELEASED = (DispatchState.PREPARED, DispatchState.NO_ADDRESS, DispatchState.BAD_ADDRESS, DispatchState.SAFE_START, DispatchState.NO_EDITION)
WAITING = (DispatchState.DUE, DispatchState.DEFERRED)
"""Brought by the next worker once their time has come."""
TO_DECIDE = (DispatchState.UNSURE, DispatchState.REFUSED, DispatchState.GIVEN_UP)
"""Sent again by a person alone."""


class Mailing(models.Model):
    """What was prepared for all readers of one publication."""

    publication = models.OneToOneField(Publication, on_delete=models.PROTECT, related_name="mailing")
    prepared_at = models.DateTimeField()
    mark = models.CharField(max_length=64)
    """The hash of what it rests on beside the publication: the charter in force, the portal's address, whether papers are locked."""
    sender = models.CharField(max_length=200, blank=True)
    """The company's name, shown beside the address that sends."""
    reply_to = models.CharField(max_length=254, blank=True)
    """Where answers by mail go; blank where there are none."""
    calendars = models.JSONField(default=dict)
    """By language: the dates of decisions as an iCalendar file; a language without dates is left out."""

    def __str__(self) -> str:
        """Give the publication."""
        return str(self.publication)


class Dispatch(models.Model):
    """One reader's mail of one version of a site's month. It is sent once."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="dispatches")
    reader = models.CharField(max_length=200)
    """The charter's code of the reader."""
    role = models.CharField(max_length=400, blank=True)
    site = models.CharField(max_length=40)
    edition = models.CharField(max_length=12)
    version = models.CharField(max_length=16)
    """Changes when anything that the edition says or rests on does; the same as in the ledger of the command line."""
    address = models.CharField(max_length=320, blank=True)
    """Blank again once it is known what became of the mail: the charter has it."""
    shown = models.CharField(max_length=320, blank=True)
    """The address as pages show it, masked."""
    attach = models.BooleanField(default=False)
    locked = models.BooleanField(default=False)
    replies = models.BooleanField(default=False)
    """Whether the reader may answer by mail."""
    letter = models.JSONField(default=dict)
    """The mail's words as they were shown before anything was sent."""
    state = models.CharField(max_length=12, choices=choices_of(DispatchState), default=DispatchState.PREPARED.value)
    lease_owner = models.CharField(max_length=40, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)
    code = models.CharField(max_length=3, blank=True)
    """The server's code of its last answer; blank where it gave none."""
    answer = models.CharField(max_length=400, blank=True)
    """The server's words, or what kept us from reaching it."""
    message_id = models.CharField(max_length=320, blank=True)
    released_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="releases")
    released_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    noted = models.BooleanField(default=False)
    """Whether the workspace's ledger has a line of it."""

    class Meta:
        """In the charter's order."""

        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["reader", "site", "version"], name="one_mail_a_version")]
        indexes = [models.Index(fields=["state", "next_try_at"], name="mails_in_order")]

    def __str__(self) -> str:
        """Give reader, site and version: what is sent once, and what the Message-ID is made of."""
        return f"{self.reader} {self.site} {self.version}"

    @property
    def state_key(self) -> str:
        """The key of its state's name in the catalogue."""
        return f"state.{self.state}"
