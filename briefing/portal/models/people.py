"""People and what each may do."""

from __future__ import annotations

import secrets
from enum import StrEnum
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from briefing.language import Language, as_language
from briefing.portal.models.choices import choices_of


def pseudonym() -> str:
    """Give a new pseudonym: what the trail knows a person by."""
    return secrets.token_hex(8)


class People(BaseUserManager):
    """Makes people; nobody has a password."""

    def create_user(self, email: str, **given: Any) -> Person:  # noqa: ANN401 - any field of a person
        """Give a new person, kept, who signs in by code or by the company's account."""
        person = Person(email=self.normalize_email(email).lower(), **given)
        person.set_unusable_password()
        person.save()
        return person


class Person(AbstractBaseUser):
    """Somebody who signs in. `signs_as` is the role that publications print; the name stays inside the portal."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120, blank=True)
    signs_as = models.CharField(max_length=80, blank=True)
    language = models.CharField(max_length=2, default="es")
    pseudonym = models.CharField(max_length=16, unique=True, default=pseudonym, editable=False)
    is_active = models.BooleanField(default=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)

    objects = People()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    def __str__(self) -> str:
        """Give the name, else the role, else the address."""
        return self.name or self.signs_as or self.email

    @property
    def spoken(self) -> Language:
        """The language of the person's screens."""
        return as_language(self.language)


class RightKind(StrEnum):
    """What a person may be."""

    AUTHOR = "author"
    APPROVER = "approver"
    HQ_OWNER = "hq_owner"
    CHIEF_OF_STAFF = "chief_of_staff"
    SECRETARY = "secretary"
    READER = "reader"
    ADMINISTRATOR = "administrator"

    @property
    def label_key(self) -> str:
        """The key of its name in the catalogue."""
        return f"right.{self.value}"


class Right(models.Model):
    """One right of one person: at a site, or at all of them where the site is blank; a reader's names the edition."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="rights")
    kind = models.CharField(max_length=16, choices=choices_of(RightKind))
    site = models.CharField(max_length=40, blank=True)
    edition = models.CharField(max_length=8, blank=True)
    """`board`, `hq` or `site`: the board a reader sits on; blank for the other kinds."""
    given_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """One row a right."""

        constraints = [models.UniqueConstraint(fields=["person", "kind", "site", "edition"], name="one_right_once")]

    def __str__(self) -> str:
        """Give the right as a line of the trail."""
        return ":".join(filter(None, (self.kind, self.site, self.edition)))

    @property
    def label_key(self) -> str:
        """The key of its kind's name in the catalogue."""
        return f"right.{self.kind}"

    @property
    def edition_key(self) -> str:
        """The key of its edition's name in the catalogue; blank where it has none."""
        return f"edition.{self.edition}" if self.edition else ""


class SetupLink(models.Model):
    """A one-time link for the first administrator; only its hash is kept."""

    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        """Say whether it was used."""
        return "used" if self.used_at else "open"
