"""People and their rights."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from django.db import transaction

from briefing.portal.models import Act, Person, Right, RightKind, SetupLink
from briefing.portal.services.tokens import revoke_all
from briefing.portal.services.trail import record

DRAFTING = frozenset({RightKind.AUTHOR, RightKind.APPROVER})
OVERSEEING = frozenset({RightKind.HQ_OWNER, RightKind.CHIEF_OF_STAFF, RightKind.SECRETARY, RightKind.ADMINISTRATOR})


class NotAllowed(Exception):  # noqa: N818 - it names what is wrong
    """A change that the rules forbid; the argument is the key of its words."""


def make_setup_link(when: datetime) -> str | None:
    """Make the one-time link's token for the first administrator; None once there is one. An unused link before is void."""
    if Right.objects.filter(kind=RightKind.ADMINISTRATOR).exists():
        return None
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        SetupLink.objects.filter(used_at=None).delete()
        SetupLink.objects.create(digest=_hashed(token), made_at=when)
    return token


def open_link(token: str) -> SetupLink | None:
    """Give the unused link of that token."""
    return SetupLink.objects.filter(digest=_hashed(token), used_at=None).first()


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def set_up(token: str, when: datetime, **who: str) -> Person | None:
    """Make the first administrator and void the link; None where it was used in the meantime."""
    with transaction.atomic():
        if not SetupLink.objects.filter(digest=_hashed(token), used_at=None).update(used_at=when):
            return None
        person = Person.objects.create_user(**who)
        Right.objects.create(person=person, kind=RightKind.ADMINISTRATOR)
        record(Act.SETUP, person, when)
    return person


def add_person(by: Person | None, when: datetime, **who: str) -> Person:
    """Add somebody, with no right yet.

    Raises:
        NotAllowed: The address is taken.
    """
    if Person.objects.filter(email__iexact=who["email"]).exists():
        raise NotAllowed("people.email_taken")
    with transaction.atomic():
        person = Person.objects.create_user(**who)
        record(Act.PERSON_ADDED, by, when, person=person.pseudonym)
    return person


def change_person(by: Person, person: Person, when: datetime, **who: str) -> None:
    """Change who somebody is.

    Raises:
        NotAllowed: The address is taken.
    """
    email = who.pop("email").lower()
    if Person.objects.filter(email__iexact=email).exclude(pk=person.pk).exists():
        raise NotAllowed("people.email_taken")
    with transaction.atomic():
        for name, value in who.items():
            setattr(person, name, value)
        person.email = email
        person.save()
        record(Act.PERSON_CHANGED, by, when, person=person.pseudonym)


def give_right(by: Person | None, person: Person, when: datetime, *, kind: RightKind, site: str = "", edition: str = "") -> Right:
    """Give a right.

    Raises:
        NotAllowed: Somebody would change their own rights, or hold drafts and oversight at once, or read no edition.
    """
    if by is not None and by.pk == person.pk:
        raise NotAllowed("people.not_yourself")
    held = {RightKind(right.kind) for right in person.rights.all()}
    if (kind in DRAFTING and held & OVERSEEING) or (kind in OVERSEEING and held & DRAFTING):
        raise NotAllowed("people.not_both")
    if kind is RightKind.READER and not edition:
        raise NotAllowed("people.which_edition")
    sites = site if kind in DRAFTING or kind is RightKind.READER else ""
    with transaction.atomic():
        right, made = Right.objects.get_or_create(person=person, kind=kind, site=sites, edition=edition if kind is RightKind.READER else "")
        if made:
            record(Act.RIGHT_GIVEN, by, when, person=person.pseudonym, right=str(right))
    return right


def take_right(by: Person, right: Right, when: datetime) -> None:
    """Take a right away; the person's open sessions lose it at once.

    Raises:
        NotAllowed: It is one's own, or the last administrator's.
    """
    if by.pk == right.person_id:
        raise NotAllowed("people.not_yourself")
    with transaction.atomic():
        record(Act.RIGHT_TAKEN, by, when, person=right.person.pseudonym, right=str(right))
        right.delete()


def erase_person(by: Person, person: Person, when: datetime, *, held: bool) -> None:
    """Forget who somebody was: name, address, sessions and what they opened go, the pseudonym stays in the trail, which stays whole.

    What they answered or replied stays with the role it was said in: it is a record of the company, and briefings have printed it.

    Raises:
        NotAllowed: It is oneself, or the charter's legal hold is on.
    """
    if by.pk == person.pk:
        raise NotAllowed("people.not_yourself")
    if held:
        raise NotAllowed("people.on_hold")
    with transaction.atomic():
        record(Act.PERSON_ERASED, by, when, person=person.pseudonym)
        revoke_all(by, person, when)
        person.rights.all().delete()
        person.readings.all().delete()
        person.socialaccount_set.all().delete()
        person.emailaddress_set.all().delete()
        person.email, person.name, person.signs_as = f"{person.pseudonym}@erased.invalid", "", ""
        person.is_active, person.erased_at = False, when
        person.save()
