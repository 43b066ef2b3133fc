"""Keeping records as long as the charter says, and no longer."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from briefing.model.charter import Company
from briefing.portal import store
from briefing.portal.models import Act, Answer, CharterVersion, Frozen, Mailing, Message, Pack, Person, Publication, PublishedAsks, Reading
from briefing.portal.services.trail import record
from briefing.workspace import CHARTER

DAYS_A_YEAR = 365.25


class OnHold(Exception):  # noqa: N818 - it names what is wrong
    """Nothing may be deleted now; the argument is the key of its words."""


def past_retention(company: Company, now: datetime) -> QuerySet[Publication]:
    """Give the publications that are older than the charter's retention; none where it names no period."""
    if company.retention_years is None:
        return Publication.objects.none()
    return Publication.objects.filter(purged_at=None, published_at__lt=now - timedelta(days=company.retention_years * DAYS_A_YEAR))


def purge(person: Person, company: Company, now: datetime) -> int:
    """Delete what is past retention: bytes, inputs and words go, the line with its hash stays; gives how many.

    Raises:
        OnHold: The charter's legal hold is on, or it names no period.
    """
    if company.legal_hold:
        raise OnHold("records.hold_is_on")
    if company.retention_years is None:
        raise OnHold("records.no_period")
    with transaction.atomic():
        old = list(past_retention(company, now))
        for publication in old:
            record(Act.PURGED, person, now, site=publication.site, period=publication.period, number=publication.number, digest=publication.digest)
            publication.dispatches.update(letter={}, address="", shown="", answer="", next_try_at=None)
            Mailing.objects.filter(publication=publication).update(calendars={}, reply_to="")
            _forget_answers(publication)
            publication.purged_at, publication.summary, publication.reason = now, {}, ""
            publication.save()
        names = _unused(old, _forget_packs(old))
    for name in names:
        (store.place(store.FROZEN) / name).unlink(missing_ok=True)
    for publication in old:
        _out_of_workspace(publication)
    return len(old)


def _forget_answers(publication: Publication) -> None:
    """Delete a publication's words, its asks with their terms, and who opened and answered what."""
    publication.texts.all().delete()
    PublishedAsks.objects.filter(publication=publication).delete()
    Reading.objects.filter(publication=publication).delete()
    Message.objects.filter(publication=publication).delete()
    Answer.objects.filter(publication=publication).delete()


def _forget_packs(old: list[Publication]) -> set[str]:
    """Delete the packs that hold one of the publications; gives the hashes of their bytes."""
    gone = {(each.period, each.site) for each in old}
    packs = [pack for pack in Pack.objects.filter(period__in={period for period, _ in gone}) if any((pack.period, site) in gone for site in pack.sites)]
    Pack.objects.filter(pk__in=[pack.pk for pack in packs]).delete()
    return {pack.sha256 for pack in packs if pack.sha256}


def _unused(old: list[Publication], packed: set[str]) -> list[str]:
    """Take the rows of bytes that no kept publication, pack or charter needs; gives their names."""
    needed = {sha256 for each in Publication.objects.filter(purged_at=None) for sha256 in (*each.inputs.values(), *each.outputs.values())}
    needed.update(CharterVersion.objects.values_list("sha256", flat=True))
    needed.update(Pack.objects.values_list("sha256", flat=True))
    gone = (packed | {sha256 for each in old for sha256 in (*each.inputs.values(), *each.outputs.values())}) - needed
    rows = Frozen.objects.filter(sha256__in=gone)
    names = list(rows.values_list("stored", flat=True))
    rows.delete()
    return names


def _out_of_workspace(publication: Publication) -> None:
    """Take a month's own files out of the workspace, unless a later publication of the month is kept."""
    if Publication.objects.filter(site=publication.site, period=publication.period, purged_at=None).exists():
        return
    root = store.workspace_folder()
    for name in publication.inputs:
        parts = name.split("/")
        if name != CHARTER and len(parts) == 3 and parts[1] == publication.period:
            (root / name).unlink(missing_ok=True)
