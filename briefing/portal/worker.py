"""The worker: reads uploads, draws previews, publishes. One process beside the web server; a job that fails is tried again."""

from __future__ import annotations

import logging
import os
import signal
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from threading import Event
from typing import Any

from django.db import close_old_connections
from django.utils import timezone

from briefing.periods import Period
from briefing.portal import store
from briefing.portal.models import Job, JobKind, Pack, Person, Publication, Version, VersionState
from briefing.portal.services import distribution, jobs, packs, publishing, reading, review
from briefing.portal.services.answer_file import write_waiting

log = logging.getLogger("briefing.portal.worker")
IDLE_SECONDS = 0.3


def _version(arguments: Mapping[str, Any]) -> Version | None:
    """Give the version of a job; None when it was dropped in the meantime."""
    return Version.objects.select_related("month", "author").exclude(state=VersionState.DROPPED).filter(pk=arguments["version"]).first()


def _read(arguments: Mapping[str, Any]) -> None:
    version = _version(arguments)
    if version is not None:
        reading.read(version)
        if version.is_read:
            review.want_preview(version, timezone.localdate())


def _preview(arguments: Mapping[str, Any]) -> None:
    write_waiting(timezone.now())
    version = _version(arguments)
    if version is not None and version.is_read:
        review.draw_preview(version, date.fromisoformat(arguments["as_of"]))


def _publish(arguments: Mapping[str, Any]) -> None:
    write_waiting(timezone.now())
    version = _version(arguments)
    if version is not None:
        made = publishing.publish(version, Person.objects.get(pk=arguments["person"]), toml=arguments["toml"], approver=arguments["approver"],
                                  reason=arguments["reason"], when=timezone.now())
        jobs.ask(JobKind.PREPARE, priority=jobs.USUAL, publication=made.pk)


def _prepare(arguments: Mapping[str, Any]) -> None:
    publication = Publication.objects.filter(pk=arguments["publication"], purged_at=None).first()
    if publication is not None:
        distribution.prepare(publication, timezone.now())


def _import(arguments: Mapping[str, Any]) -> None:
    site, period = arguments["site"], arguments["period"]
    if not Publication.objects.filter(site=site, period=period).exists():
        publishing.bring_in(site, Period.parse(period), timezone.now())


def _pack(arguments: Mapping[str, Any]) -> None:
    pack = Pack.objects.filter(pk=arguments["pack"], sha256="").first()
    if pack is not None:
        packs.make(pack)


_WORK: Mapping[str, Callable[[Mapping[str, Any]], None]] = {
    JobKind.READ: _read, JobKind.PREVIEW: _preview, JobKind.PUBLISH: _publish, JobKind.IMPORT: _import, JobKind.PREPARE: _prepare,
    JobKind.PACK: _pack,
}


def work_once() -> bool:
    """Do the next job; False when there is none."""
    job = jobs.take()
    if job is None:
        return False
    try:
        _WORK[job.kind](job.arguments)
    except Exception as fault:  # noqa: BLE001 - one bad file must not end the worker
        # never the fault's text: it may quote a draft
        log.error("job %s (%s) failed: %s at %s", job.pk, job.kind, type(fault).__name__, _where(fault))  # noqa: TRY400
        if jobs.failed(job):
            _give_up(job)
        return True
    jobs.done(job)
    return True


def _where(fault: BaseException) -> str:
    """Give the module and line of a fault."""
    trace = fault.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "nowhere"


def _give_up(job: Job) -> None:
    """Say on the version's page that reading it failed."""
    if job.kind == JobKind.READ:
        Version.objects.filter(pk=job.arguments["version"], state=VersionState.WAITING).update(state=VersionState.FAILED)


def work_off(most: int = 1000) -> int:
    """Do all jobs there are; gives how many were done."""
    for done in range(most):
        if not work_once():
            return done
    return most


def sweep() -> None:
    """Clear what a worker that was killed left: files of drafts that nobody names, scratch folders; and mail of yesterday. Answers that wait are written."""
    write_waiting(timezone.now())
    named = set()
    for stored, previews in Version.objects.exclude(state=VersionState.DROPPED).values_list("stored", "previews"):
        named.update([stored, *(name for key, name in previews.items() if key != "for")])
    now = timezone.now().timestamp()
    for part, hours in ((store.DRAFTS, 1), (store.INCOMING, 1), (store.MAIL, 24)):
        for path in store.place(part).iterdir():
            with suppress(OSError):
                if path.name not in named and path.stat().st_mtime < now - hours * 3600:
                    store.drop_drafts([str(path)])


def run(stop: Event) -> None:
    """Work until told to stop."""
    put_back = jobs.put_back_running()
    if put_back:
        log.warning("%d jobs are done anew: a worker before this one ended in the midst of them", put_back)
    sweep()
    while not stop.is_set():
        if not work_once():
            close_old_connections()
            stop.wait(IDLE_SECONDS)


def main() -> None:
    """Run as a process of its own."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "briefing.portal.settings")
    stop = Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    run(stop)
