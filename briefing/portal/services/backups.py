"""Backup and restore: everything but drafts, which nobody but their author may see."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.core import serializers
from django.core.management import call_command
from django.db import connection, transaction

from briefing import __version__
from briefing.portal import store
from briefing.portal.models import (
    Act,
    Agreement,
    Answer,
    CharterVersion,
    Dispatch,
    DispatchState,
    Frozen,
    Mailing,
    Message,
    Month,
    Pack,
    Person,
    Publication,
    PublishedAsks,
    PublishedText,
    Reading,
    Right,
    TrailEntry,
    TrailHead,
    Version,
)
from briefing.portal.services.archives import SUMS, write_zip
from briefing.portal.services.trail import first_broken, record
from briefing.workspace import write_atomically

KEPT = (
    Person, Right, CharterVersion, Agreement, Frozen, Publication, PublishedText, PublishedAsks, Mailing, Dispatch, Reading, Answer, Message, Pack, TrailEntry, TrailHead,
    Month, Version,
)
"""Tables of a backup, in the order in which they need each other. Jobs, overrides, comments, approvals and sessions stay out."""
ROWS = "database.jsonl"
ABOUT = "about.json"


class NotRestored(Exception):  # noqa: N818 - it names what is wrong
    """A backup that is not put back; the argument says why."""


def backup(path: Path) -> None:
    """Write a backup: one file, whole or not at all. Drafts are left out, with what was found in them."""
    part = path.with_name(f".{path.name}.part")
    try:
        with transaction.atomic(), part.open("wb") as stream:
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            write_zip(stream, _files())
        part.chmod(0o600)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _files() -> Iterator[tuple[str, bytes]]:
    yield ABOUT, json.dumps({"version": __version__}).encode()
    yield ROWS, "".join(_rows()).encode()
    root = store.workspace_folder()
    for each in sorted(root.rglob("*")):
        if each.is_file() and not each.name.startswith("."):
            yield f"workspace/{each.relative_to(root).as_posix()}", each.read_bytes()
    for frozen in Frozen.objects.order_by("sha256"):
        yield f"frozen/{frozen.stored}", store.frozen_bytes(frozen.sha256)


def _rows() -> Iterator[str]:
    for model in KEPT:
        for row in model.objects.order_by("pk").iterator():
            if isinstance(row, Version):
                _without_content(row)
            yield serializers.serialize("jsonl", [row])


def _without_content(version: Version) -> None:
    """Leave who and when of a draft, and nothing of what it says."""
    version.state, version.stored, version.file_name, version.mapping = "dropped", "", "", ""
    version.findings, version.values, version.understood, version.previews = [], [], {}, {}
    version.errors = version.warnings = 0
    version.sent_for_approval_at = None


def restore(path: Path, when: datetime) -> int:
    """Put a backup into an empty data folder whose database is up to date; gives the number of publications.

    Raises:
        NotRestored: The folder is not empty, or the backup is not whole.
    """
    if Person.objects.exists() or TrailEntry.objects.exists():
        raise NotRestored("the data folder is not empty; name a new one with --data")
    with zipfile.ZipFile(path) as archive:
        _check(archive)
        for name in archive.namelist():
            if name.startswith(("workspace/", "frozen/")) and ".." not in Path(name).parts:
                write_atomically(store.place(name), archive.read(name))
        with transaction.atomic():
            for row in serializers.deserialize("jsonl", archive.read(ROWS).decode()):
                row.save(force_insert=True)
            _doubt_mail_under_way()
            _follow_on()
            if first_broken() is not None:
                raise NotRestored("the trail in the backup is not whole")
    for frozen in Frozen.objects.all():
        store.frozen_bytes(frozen.sha256)
    record(Act.RESTORED, None, when)
    return Publication.objects.count()


def _doubt_mail_under_way() -> None:
    """Let nothing be sent that was on its way at the time of the backup: it may have arrived since, so a person decides."""
    under_way = (DispatchState.DUE, DispatchState.DEFERRED, DispatchState.LEASED, DispatchState.CLOSING)
    Dispatch.objects.filter(state__in=under_way).update(state=DispatchState.UNSURE, address="", lease_owner="", lease_until=None, next_try_at=None)


def _check(archive: zipfile.ZipFile) -> None:
    for line in archive.read(SUMS).decode().splitlines():
        sha256, _, name = line.partition("  ")
        if store.digest(archive.read(name)) != sha256:
            message = f"a file of the backup is not what was backed up: {name}"
            raise NotRestored(message)


def _follow_on() -> None:
    """Let new rows be numbered after the restored ones; SQLite does so by itself."""
    stream = io.StringIO()
    call_command("sqlsequencereset", "portal", stdout=stream, stderr=io.StringIO(), no_color=True)
    statements = stream.getvalue().strip()
    if statements:
        with connection.cursor() as cursor:
            cursor.execute(statements)
