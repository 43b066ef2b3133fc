"""Distribution: the mails of a publication are written and shown; a person releases them, and decides on what went wrong."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from briefing.distribution.letter import Enclosed, letter_of
from briefing.distribution.readers import Delivery, deliveries
from briefing.document.agenda import agenda_of
from briefing.document.blocks import Document
from briefing.document.compose import compose
from briefing.document.editions import Audience, Edition
from briefing.framing import Frame
from briefing.language import LANGUAGES
from briefing.model.addresses import mail_address
from briefing.model.charter import Charter, Company
from briefing.pipeline import build
from briefing.portal import environment, store
from briefing.portal.letters import letter_data, masked
from briefing.portal.models import Act, Dispatch, DispatchState, Mailing, Person, Publication
from briefing.portal.models.outbox import TO_DECIDE, UNRELEASED, WAITING
from briefing.portal.selectors.charter import charter_in_force
from briefing.portal.selectors.outbox import came_back, has_come_back
from briefing.portal.services.trail import record
from briefing.rendering.calendar import render_calendar
from briefing.rendering.copies import check_password
from briefing.sending.plan import version_of
from briefing.workspace import CHARTER, load_workspace, write_atomically


class NotReleased(Exception):  # noqa: N818 - it names what is wrong
    """Nothing is sent; the argument is the key of its words."""


def hindrances() -> list[str]:
    """Give what the operator has still to set before mail can go: keys of the catalogue."""
    password, found = environment.pdf_password(), []
    if environment.mail_server() is None:
        found.append("hindrance.no_server")
    if not mail_address(settings.DEFAULT_FROM_EMAIL):
        found.append("hindrance.no_sender")
    if not settings.ADDRESS.startswith("https://"):
        found.append("hindrance.no_https")
    try:
        check_password(password) if password else None
    except ValueError:
        found.append("hindrance.password")
    return found


def mark_now() -> str:
    """Give the hash of what a mailing rests on beside its publication, as it is now."""
    path = store.workspace_folder() / CHARTER
    charter = store.digest(path.read_bytes()) if path.is_file() else ""
    return hashlib.sha256(json.dumps([charter, settings.ADDRESS, bool(environment.pdf_password())]).encode()).hexdigest()


def is_superseded(publication: Publication) -> bool:
    """Tell whether a later publication of the month took its place."""
    return Publication.objects.filter(site=publication.site, period=publication.period, number__gt=publication.number).exists()


@dataclass(frozen=True, slots=True)
class _Written:
    """What a reader's mail is made of."""

    delivery: Delivery
    version: str
    values: dict[str, Any]


def prepare(publication: Publication, when: datetime) -> Mailing:
    """Write every reader's mail: readers, addresses and switches by the charter in force, facts as they were published.

    What was released before stays as it is. Mails of an earlier publication of the month that have not gone will not go.

    Raises:
        BriefingError: What the publication was made from can no longer be read.
    """
    mark, charter = mark_now(), charter_in_force()
    frame = _judged(publication)
    written = list(_written(publication, frame, charter))
    kept = {"prepared_at": when, "mark": mark, "sender": charter.company.name[:200], "reply_to": mail_address(charter.company.reply_to)[:254],
            "calendars": dict(_calendars(_under(frame, charter.company)))}
    with transaction.atomic():
        mailing, _ = Mailing.objects.update_or_create(publication=publication, defaults=kept)
        Mailing.objects.select_for_update().get(pk=mailing.pk)
        for each in written:
            _keep(publication, each)
        names = {(each.delivery.reader.code, each.version) for each in written}
        for old in Dispatch.objects.filter(publication=publication, state__in=UNRELEASED):
            if (old.reader, old.version) not in names:
                old.delete()
        earlier = Dispatch.objects.filter(site=publication.site, publication__period=publication.period, publication__number__lt=publication.number)
        earlier.filter(state__in=(*UNRELEASED, *WAITING)).update(state=DispatchState.SUPERSEDED, address="", next_try_at=None)
    return mailing


def _judged(publication: Publication) -> Frame:
    """Judge the month anew from its frozen inputs; the same in, the same out."""
    with tempfile.TemporaryDirectory(dir=store.place(store.INCOMING)) as folder:
        for name, sha256 in publication.inputs.items():
            write_atomically(Path(folder) / name, store.frozen_bytes(sha256))
        dossier = load_workspace(folder).dossier(publication.site, publication.when)
        return build(dossier, editions=(), seed=publication.seed).frame


def _under(frame: Frame, company: Company) -> Frame:
    """Give the frame under today's switches: what counsel has forbidden in mail since the publication is not in it."""
    dossier = frame.assessment.dossier
    switched = replace(dossier.charter.company, money_in_mail=company.money_in_mail, reply_to=company.reply_to,
                       answers_directors=company.answers_directors, answers_executives=company.answers_executives)
    return replace(frame, assessment=replace(frame.assessment, dossier=replace(dossier, charter=replace(dossier.charter, company=switched))))


def _written(publication: Publication, frame: Frame, charter: Charter) -> Iterable[_Written]:
    documents: dict[tuple[Edition, bool], tuple[Document, str]] = {}
    told, locked = _under(frame, charter.company), bool(environment.pdf_password())
    for delivery in deliveries(charter, [publication.site]):
        kind = delivery.edition, delivery.replies
        if kind not in documents:
            document = compose(frame, delivery.edition, replies=delivery.replies)
            documents[kind] = document, version_of(document)
        document, version = documents[kind]
        attach = charter.company.pdf_to_directors and delivery.reader.reader_class == "director"
        enclosed = Enclosed(attach, locked, _link(publication), _replaced(publication, delivery))
        yield _Written(delivery, version, {
            "role": delivery.reader.role[:400], "edition": str(delivery.edition), "address": delivery.address[:320], "shown": masked(delivery.address) if delivery.address else "",
            "attach": attach, "locked": attach and locked, "replies": delivery.replies, "letter": letter_data(letter_of(delivery, told, document, enclosed)),
            "state": _state(publication, delivery),
        })


def _link(publication: Publication) -> str:
    """Give the address of the page on which it is read by a button and answered; blank where it would not be read in secret."""
    if not settings.ADDRESS.startswith("https://"):
        return ""
    return settings.ADDRESS + reverse("asked", kwargs={"code": publication.site, "period": publication.period, "number": publication.number})


def _replaced(publication: Publication, delivery: Delivery) -> date | None:
    """Give the day on which the reader was sent an earlier publication of the month."""
    before = Dispatch.objects.filter(reader=delivery.reader.code, site=publication.site, publication__period=publication.period, state=DispatchState.SENT)
    last = before.exclude(publication=publication).order_by("-sent_at").first()
    return timezone.localtime(last.sent_at).date() if last else None


def _state(publication: Publication, delivery: Delivery) -> DispatchState:
    if delivery.obstacle:
        return DispatchState(delivery.obstacle.value)
    if f"{delivery.edition}.pdf" not in publication.outputs:
        return DispatchState.NO_EDITION
    shielded = delivery.edition.audience is Audience.SITE and publication.summary.get("safe_start") and delivery.reader.reader_class != "site"
    return DispatchState.SAFE_START if shielded else DispatchState.PREPARED


def _keep(publication: Publication, each: _Written) -> None:
    """Keep a reader's mail, unless it was released before: then it stays as it was."""
    names = {"reader": each.delivery.reader.code[:200], "site": publication.site, "version": each.version}
    row, made = Dispatch.objects.get_or_create(**names, defaults=each.values | {"publication": publication})
    if not made:
        Dispatch.objects.filter(pk=row.pk, state__in=(*UNRELEASED, DispatchState.SUPERSEDED)).update(publication=publication, **each.values)


def _calendars(frame: Frame) -> Iterable[tuple[str, str]]:
    for language in LANGUAGES:
        agenda = agenda_of(frame.assessment.dossier, language)
        if agenda.entries:
            yield language, render_calendar(agenda).decode()


def release(person: Person, publication: Publication, mark: str, when: datetime) -> int:
    """Let the mails go that a person has seen; gives how many. The workers bring them.

    Raises:
        NotReleased: Something is not set, what was seen has changed, or there is nobody to send to.
    """
    _may_go(publication)
    with transaction.atomic():
        mailing = Mailing.objects.select_for_update().filter(publication=publication).first()
        if mailing is None or mailing.mark != mark or mark != mark_now():
            raise NotReleased("release.changed")
        count: int = Dispatch.objects.filter(publication=publication, state=DispatchState.PREPARED).update(
            state=DispatchState.DUE, released_by=person, released_at=when, next_try_at=when)
        if not count:
            raise NotReleased("release.nobody")
        record(Act.RELEASED, person, when, site=publication.site, period=publication.period, number=publication.number, mails=count)
    return count


def _may_go(publication: Publication) -> None:
    if hindrances():
        raise NotReleased("release.hindered")
    if is_superseded(publication):
        raise NotReleased("release.superseded")


def send_again(person: Person, dispatch: Dispatch, when: datetime) -> None:
    """Let one mail go once more, to the address that the charter has now.

    Raises:
        NotReleased: It is none of those that a person decides on, or the reader has no usable address any more.
    """
    _may_go(dispatch.publication)
    charter = charter_in_force()
    delivery = next((each for each in deliveries(charter, [dispatch.site]) if each.reader.code == dispatch.reader), None)
    if delivery is None or delivery.obstacle:
        raise NotReleased("again.no_address")
    decidable = (DispatchState.SENT,) if has_come_back(dispatch, came_back(dispatch.publication)) else TO_DECIDE
    with transaction.atomic():
        changed = Dispatch.objects.filter(pk=dispatch.pk, state__in=decidable).update(
            state=DispatchState.DUE, address=delivery.address[:320], shown=masked(delivery.address), lease_owner="", lease_until=None, attempts=0, next_try_at=when,
            released_by=person, released_at=when, code="", answer="", noted=False)
        if not changed:
            raise NotReleased("again.not_now")
        record(Act.SENT_AGAIN, person, when, site=dispatch.site, period=dispatch.publication.period, number=dispatch.publication.number, reader=dispatch.reader)
