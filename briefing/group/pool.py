"""Several plants at a time: warm worker processes, each with one plant in hand; a worker that dies costs that plant alone.

Processes are started afresh (`spawn`), the one way that holds on Windows, macOS and Linux alike. The standard library's pool
gives up all its work when a worker dies, and cannot say which plant killed it; here each worker has a pipe of its own.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from importlib import import_module
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from briefing.group.jobs import TOGETHER, Build, Built, Job, Opened, Told, in_company, run
from briefing.rendering.pdf import warm

Attempt = tuple[Job, int]
"""A plant and how often it has been tried with this time."""
ATTEMPTS = 2
"""How often a plant is tried whose worker died."""
HEAVY = ("briefing.analysis.assessment", "briefing.framing.issues", "briefing.rendering.html", "briefing.rendering.charts.canvas")
"""Modules that a plant's first build would load."""
END_SECONDS = 5.0
"""How long a worker may take to end of its own accord."""


def work(pipe: Connection, build: Build) -> None:
    """Be a worker: load what is heavy, then build each plant that comes through the pipe until it closes."""
    warm_up()
    opened: Opened = {}
    with suppress(EOFError, OSError, KeyboardInterrupt):
        while (job := pipe.recv()) is not None:
            pipe.send(build(job, opened))


def warm_up() -> None:
    """Import the analysis and the drawing, and start the Typst compiler with its fonts, once a process."""
    for name in HEAVY:
        import_module(name)
    warm()


class _Worker:
    """A worker process, its pipe, the plant it has in hand and those that come after it."""

    def __init__(self, build: Build) -> None:
        context = get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process: BaseProcess = context.Process(target=work, args=(theirs, build), daemon=True)
        self.process.start()
        theirs.close()  # or the end of the worker would never be seen on the pipe
        self.job: Job | None = None
        self.ahead: deque[Attempt] = deque()

    def take(self, job: Job) -> None:
        """Hand over a plant; a worker that has died meanwhile is noticed when its answer is read."""
        self.job = job
        with suppress(OSError):
            self.pipe.send(job)

    def answer(self) -> Built | None:
        """Give the outcome; None if the worker died over it."""
        try:
            built = self.pipe.recv()
        except (EOFError, OSError):
            return None
        return built if isinstance(built, Built) else None

    def end(self) -> None:
        """Let the worker end, and end it where it does not."""
        with suppress(OSError, ValueError):
            self.pipe.send(None)
        with suppress(OSError):
            self.pipe.close()
        self.process.join(END_SECONDS)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()


def side_by_side(jobs: Sequence[Job], count: int, told: Told = lambda _: None, build: Build = run) -> Iterable[Built]:
    """Build plants, `count` at a time; gives an outcome for each, in the order of the jobs, whichever came first.

    A plant whose worker dies is tried once more in a new one; if that dies too, the plant's outcome says so.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # inherited: workers share the processors already
    left = deque((job, 1) for job in jobs)
    done: dict[str, Built] = {}
    workers = [_Worker(build) for _ in range(min(count, len(jobs)))]
    tried: dict[str, int] = {}
    try:
        for worker in workers:
            _next(worker, left, tried, count)
        while busy := [worker for worker in workers if worker.job]:
            for ready in wait([worker.pipe for worker in busy]):
                index = next(number for number, worker in enumerate(workers) if worker.pipe is ready)
                built = _outcome(workers, index, left, tried, build)
                if built is not None:
                    done[built.site] = built
                    told(built)
    finally:
        for worker in workers:
            worker.end()
    return tuple(done[job.site] for job in jobs)


def _next(worker: _Worker, left: deque[Attempt], tried: dict[str, int], count: int) -> None:
    """Hand a worker its next plant; where it has none ahead, a share of those left, small near the end so that nobody waits."""
    if not worker.ahead:
        share = min(TOGETHER, -(-len(left) // (2 * count)))
        taken = [left.popleft() for _ in range(share)]
        jobs = in_company([job for job, _ in taken])
        worker.ahead.extend(zip(jobs, (attempt for _, attempt in taken), strict=True))
    if not worker.ahead:
        worker.job = None
        return
    job, attempt = worker.ahead.popleft()
    tried[job.site] = attempt
    worker.take(job)


def _outcome(workers: list[_Worker], index: int, left: deque[Attempt], tried: dict[str, int],
             build: Build) -> Built | None:
    """Read a worker's answer and hand it the next plant; a dead worker is replaced, its plant tried again, those ahead given back."""
    worker = workers[index]
    job = worker.job
    built = worker.answer()
    if built is None and job is not None:
        worker.end()
        left.extendleft(reversed(worker.ahead))
        if tried[job.site] < ATTEMPTS:
            left.append((replace(job, ahead=()), tried[job.site] + 1))
        else:
            built = Built(job.site, is_built=False, is_lost=True)
        workers[index] = worker = _Worker(build) if left else worker
        worker.ahead.clear()
        if not left:
            worker.job = None
            return built
    _next(worker, left, tried, len(workers))
    return built
