"""What the portal knows of people."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from briefing.portal.models import Agreement, Answer, Comment, Message, Override, Pack, Person, Publication, Reading, TrailEntry, Version


def everybody() -> QuerySet[Person]:
    """Give all people who have not been erased, with their rights."""
    return Person.objects.filter(erased_at=None).prefetch_related("rights").order_by("email")


def personal_data(person: Person) -> dict[str, Any]:
    """Give all that is kept of a person, as JSON types: what they are entitled to have."""
    return {
        "email": person.email, "name": person.name, "signs_as": person.signs_as, "language": person.language,
        "made_at": person.made_at.isoformat(), "pseudonym": person.pseudonym,
        "last_signed_in": person.last_login.isoformat() if person.last_login else None,
        "rights": [str(right) for right in person.rights.all()],
        "uploads": [{"version": str(each), "file": each.file_name, "received_at": each.received_at.isoformat(), "sha256": each.sha256}
                    for each in Version.objects.filter(author=person).select_related("month")],
        "publications": [str(each) for each in Publication.objects.filter(published_by=person)],
        "releases": [f"{each.publication} {each.reader}" for each in person.releases.select_related("publication")],
        "overrides": [{"month": str(each.month), "kpi": each.kpi, "reason": each.reason} for each in Override.objects.filter(person=person)],
        "comments": [{"version": str(each.version), "text": each.text} for each in Comment.objects.filter(person=person)],
        "agreements": [str(each) for each in Agreement.objects.filter(person=person)],
        "readings": [{"edition": str(each), "first_opened": each.first_opened.isoformat(), "last_opened": each.last_opened.isoformat()}
                     for each in Reading.objects.filter(person=person).select_related("publication")],
        "answers": [{"ask": str(each), "terms": each.terms, "role": each.role, "way": each.channel, "reference": each.reference, "comment": each.comment,
                     "on": each.answered_on.isoformat(), "taken_in": each.said_at.isoformat()}
                    for each in Answer.objects.filter(person=person).select_related("publication")],
        "replies": [{"ask": str(each), "role": each.role, "text": each.text, "said_at": each.said_at.isoformat()}
                    for each in Message.objects.filter(person=person).select_related("publication")],
        "packs": [{"pack": str(each), "asked_at": each.asked_at.isoformat()} for each in Pack.objects.filter(person=person)],
        "tokens": [{"token": str(each), "purpose": each.purpose, "scope": each.scope, "site": each.site, "made_at": each.made_at.isoformat()} for each in person.tokens.all()],
        "trail": [{"number": each.number, "done_at": each.done_at, "act": each.act, "detail": each.detail}
                  for each in TrailEntry.objects.filter(actor=person.pseudonym)],
    }
