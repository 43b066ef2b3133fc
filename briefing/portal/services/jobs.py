"""The worker's list of jobs."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from briefing.portal.models import Job, JobKind, JobState

ATTEMPTS = 3
SOON, USUAL, LATER = 1, 5, 9
"""Priorities: what somebody waits for, what may take a moment, and imports of old months."""


def ask(kind: JobKind, *, priority: int = SOON, **arguments: Any) -> Job:  # noqa: ANN401 - JSON types
    """Put a job on the list, unless the very same one waits there already."""
    waiting = Job.objects.filter(kind=kind, state=JobState.WAITING, arguments=arguments).first()
    return waiting or Job.objects.create(kind=kind, priority=priority, arguments=arguments)


def take() -> Job | None:
    """Give the next job, marked as running, so that no other worker takes it; None when there is nothing to do."""
    with transaction.atomic():
        for job in Job.objects.filter(state=JobState.WAITING)[:5]:
            mine = Job.objects.filter(pk=job.pk, state=JobState.WAITING).update(state=JobState.RUNNING, attempts=job.attempts + 1)
            if mine:
                job.refresh_from_db()
                return job
    return None


def done(job: Job) -> None:
    """Take a finished job off the list."""
    Job.objects.filter(pk=job.pk).delete()


def failed(job: Job) -> bool:
    """Put a job back to be tried again; True when it was tried often enough and is given up."""
    last = job.attempts >= ATTEMPTS
    Job.objects.filter(pk=job.pk).update(state=JobState.FAILED if last else JobState.WAITING, priority=LATER)
    return last


def forget_failed(kind: JobKind, *, version: int) -> None:
    """Take a version's given-up jobs off the list: they are asked for anew."""
    Job.objects.filter(kind=kind, state=JobState.FAILED, arguments__version=version).delete()


def put_back_running() -> int:
    """Put jobs back that a worker which is gone left half done; gives how many."""
    return Job.objects.filter(state=JobState.RUNNING).update(state=JobState.WAITING)
