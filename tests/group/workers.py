"""What workers do in tests of the pool; they are started afresh, so it must stand in a module."""

from __future__ import annotations

import os
import time

from briefing.group.jobs import Built, Job, Opened


def dies_once_over_b(job: Job, opened: Opened) -> Built:
    """End the worker without a word the first time it has plant B in hand."""
    del opened
    mark = job.out / "tried"
    if job.site == "B" and not mark.exists():
        mark.write_text("", encoding="utf-8")
        os._exit(9)
    return Built(job.site, (str(os.getpid()),))


def always_dies_over_b(job: Job, opened: Opened) -> Built:
    """End the worker each time."""
    del opened
    if job.site == "B":
        os._exit(9)
    return Built(job.site)


def slowest_first(job: Job, opened: Opened) -> Built:
    """Take longest over the first plant."""
    del opened
    time.sleep({"A": 1.0}.get(job.site, 0.0))
    return Built(job.site)
