"""Taking in a month: an upload becomes a version that the worker will read."""

from __future__ import annotations

from datetime import datetime
from pathlib import PurePosixPath, PureWindowsPath

from django.db import transaction
from django.db.models import Max

from briefing.periods import Period
from briefing.portal import store
from briefing.portal.models import Act, JobKind, Month, Person, Version, VersionState
from briefing.portal.services import jobs
from briefing.portal.services.trail import record
from briefing.workbook.guard import FILE_BYTES
from briefing.workbook.site_files import SUFFIXES

NAME_LENGTH = 120


class Refused(Exception):  # noqa: N818 - it names what is wrong
    """A file that is not taken in; the argument is the key of its words."""


def base_name(given: str) -> str:
    """Give a file's own name, whatever folders a browser sent with it, without what does not print."""
    name = PureWindowsPath(PurePosixPath(given).name).name
    return "".join(letter for letter in name if letter.isprintable())[:NAME_LENGTH]


def receive(person: Person, site: str, period: Period, *, file_name: str, data: bytes, when: datetime, token: str = "") -> Version:
    """Keep an upload as the month's next version and ask the worker to read it.

    `token` is the mark of the one it came by. A program repeats a call whose answer it did not get: by a token, the very bytes of the person's version
    in hand are that version.

    Raises:
        Refused: It is empty, too large, or of a kind that is not read.
    """
    name = base_name(file_name)
    suffix = PurePosixPath(name).suffix.lower()
    if not data:
        raise Refused("upload.empty")
    if len(data) > FILE_BYTES:
        raise Refused("upload.too_large")
    if suffix not in SUFFIXES:
        raise Refused("upload.wrong_kind")
    stored = store.keep_draft(data)
    try:
        with transaction.atomic():
            month, _ = Month.objects.select_for_update().get_or_create(site=site, period=str(period))
            sha256 = store.digest(data)
            known = _in_hand(month, person, sha256) if token else None
            if known is not None:
                store.drop_drafts([stored])
                return known
            last = month.versions.aggregate(last=Max("number"))["last"] or 0
            version = Version.objects.create(month=month, number=last + 1, author=person, received_at=when, file_name=name, suffix=suffix,
                                             size=len(data), sha256=sha256, stored=stored)
            jobs.ask(JobKind.READ, version=version.pk)
            by_token = {"token": token} if token else {}
            record(Act.UPLOADED, person, when, site=site, period=str(period), version=version.number, sha256=sha256, **by_token)
    except BaseException:
        store.drop_drafts([stored])
        raise
    return version


def _in_hand(month: Month, person: Person, sha256: str) -> Version | None:
    """Give the month's latest version if it is of the same person and bytes, and was not dropped."""
    last: Version | None = month.versions.order_by("-number").first()
    return last if last and last.author_id == person.pk and last.sha256 == sha256 and last.state != VersionState.DROPPED else None


def withdraw(version: Version) -> None:
    """Drop a version that its author takes back: who and when stay, the content is gone."""
    with transaction.atomic():
        names = drop_content(version)
    store.drop_drafts(names)


def drop_content(version: Version) -> list[str]:
    """Forget what a version says; gives the names of the files to delete once that is kept."""
    names = [version.stored, *(each for name, each in version.previews.items() if name != "for")]
    version.comments.all().delete()
    version.state, version.stored, version.file_name, version.mapping = VersionState.DROPPED, "", "", ""
    version.findings, version.values, version.understood, version.previews = [], [], {}, {}
    version.errors = version.warnings = 0
    version.save()
    return names
