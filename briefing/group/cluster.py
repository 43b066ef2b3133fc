"""Plants built by the workers of a dask cluster: one plant a worker at a time, each worker looked at before it is given work.

Jobs are bound to the worker that is free and not left to the scheduler's own choice: so a plant whose worker dies is known
to be the cause, as in `pool`; a worker that differs from us is never given one; and what waits, waits here and not in memory
over there. Only jobs and outcomes pass through the scheduler; files go from the workers to where they are kept.
"""

from __future__ import annotations

import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from threading import Lock
from time import monotonic, sleep
from typing import Any
from uuid import uuid4

from briefing.group.jobs import Build, Built, Job, Opened, Told
from briefing.group.pool import warm_up
from briefing.group.refusals import Refusal
from briefing.group.sight import Seen, Sight, objections
from briefing.language import Language

ATTEMPTS = 3
"""How often a plant is tried whose worker died; one more than on one machine, for machines come and go."""
TICK_SECONDS = 1.0
"""How often it is looked for workers that came or went."""
PATIENCE_SECONDS = 60.0
"""How long a run waits while there is no worker to give work to."""
REACH_SECONDS = 15.0
"""How long the scheduler may take to answer the first call."""
Refused = Callable[[str, tuple[str, ...]], None]
"""Is told the address of each worker that gets no work, and why."""

_ONE = Lock()
_OPENED: dict[str, Opened] = {}
"""In a worker: what the run it works for has opened; that of an earlier run is let go."""


def work(job: Job, build: Build, run_id: str) -> Built:
    """Be a worker's task: build one plant. A process builds one at a time, however many threads its cluster gives it."""
    with _ONE:
        if run_id not in _OPENED:
            _OPENED.clear()
            warm_up()
        return build(job, _OPENED.setdefault(run_id, {}))


def look(sight: Sight) -> Seen:
    """Be asked, as a worker, for versions and sight."""
    return sight.seen()


def across(address: str, jobs: Sequence[Job], build: Build, sight: Sight, told: Told, refused: Refused, language: Language) -> tuple[Built, ...]:
    """Build plants on a cluster; gives an outcome for each, in the order of the jobs, whichever came first.

    A plant whose worker dies is tried again on another, three times in all; then the plant's outcome says so.

    Raises:
        Refusal: The cluster cannot be reached, is lost on the way, or has no worker that can be given work.
    """
    if not jobs:
        return ()
    with _connected(address) as client:
        crew = Crew(client, build, sight, told, refused, language, _until_one_is_done)
        done = crew.run(jobs)
    return tuple(done[job.site] for job in jobs)


@contextmanager
def _connected(address: str) -> Iterator[Any]:
    try:
        from distributed import Client  # noqa: PLC0415 - only a run with a scheduler pays for it
    except ImportError as fault:
        raise Refusal("cluster.missing", module=fault.name or "distributed") from fault
    try:
        client = Client(address, timeout=REACH_SECONDS, set_as_default=False)
    except (OSError, ValueError) as fault:
        raise Refusal("cluster.no_scheduler", address=address, reason=str(fault) or type(fault).__name__) from fault
    try:
        with client.as_current():
            yield client
    finally:
        with suppress(Exception):  # the scheduler may be gone
            client.close()


def _until_one_is_done(futures: list[Any]) -> None:
    """Wait for the first of some futures, or for a while."""
    from distributed import wait  # noqa: PLC0415 - as above

    with suppress(TimeoutError):
        wait(futures, timeout=TICK_SECONDS, return_when="FIRST_COMPLETED")


@dataclass(slots=True)
class Crew:
    """The workers of one run: which may be given work, and the plant each has in hand."""

    client: Any
    build: Build
    sight: Sight
    told: Told
    refused: Refused
    language: Language
    wait: Callable[[list[Any]], None]
    patience: float = PATIENCE_SECONDS
    run_id: str = field(default_factory=lambda: uuid4().hex)
    _here: Seen | None = None
    _fit: set[str] = field(default_factory=set)
    _unfit: set[str] = field(default_factory=set)
    _busy: dict[str, tuple[Any, Job]] = field(default_factory=dict)
    _left: deque[Job] = field(default_factory=deque)
    _tried: dict[str, int] = field(default_factory=dict)
    _done: dict[str, Built] = field(default_factory=dict)

    def run(self, jobs: Iterable[Job]) -> dict[str, Built]:
        """Build every plant; gives the outcomes by plant."""
        self._left.extend(jobs)
        self._here = self.sight.seen()
        idle_since = monotonic()
        while self._left or self._busy:
            self._meet()
            self._hand_out()
            if self._busy:
                idle_since = monotonic()
                self._gather()
            elif self._left:
                self._wait_for_workers(monotonic() - idle_since)
        return self._done

    def _meet(self) -> None:
        """Look at workers that have come, and take back the plants of those that have gone."""
        present = set(self._asked(self.client.nthreads))
        for address in [each for each in self._busy if each not in present]:
            self._take_back(address)
        self._fit &= present
        self._unfit &= present
        new = present - self._fit - self._unfit
        if new:
            found = self._asked(lambda: self.client.run(look, self.sight, workers=sorted(new), on_error="return"))
            for address in sorted(found):
                self._judge(address, found[address])

    def _judge(self, address: str, seen: Seen | BaseException) -> None:
        if isinstance(seen, OSError):  # it went while it was asked
            return
        assert self._here is not None  # noqa: S101 - `run` has looked
        reasons = objections(self._here, seen, self.sight, self.language)
        (self._unfit if reasons else self._fit).add(address)
        if reasons:
            self.refused(address, reasons)

    def _hand_out(self) -> None:
        for address in sorted(self._fit - self._busy.keys()):
            if not self._left:
                return
            job = self._left.popleft()
            self._tried[job.site] = self._tried.get(job.site, 0) + 1
            self._busy[address] = self._asked(partial(self._submitted, address, job)), job

    def _submitted(self, address: str, job: Job) -> Any:  # noqa: ANN401 - dask's own
        name = f"briefing-{self.run_id}-{job.site}-{job.period}-{self._tried[job.site]}"
        return self.client.submit(work, job, self.build, self.run_id, key=name, workers=[address], allow_other_workers=False, pure=False, retries=0)

    def _gather(self) -> None:
        """Wait until a plant is done or a while has passed; keep what is done."""
        self.wait([future for future, _ in self._busy.values()])
        for address, (future, job) in list(self._busy.items()):
            if future.done():
                self._end(address, future, job)

    def _end(self, address: str, future: Any, job: Job) -> None:  # noqa: ANN401 - dask's own
        if future.status == "cancelled":  # with its scheduler or its worker
            self._take_back(address)
            return
        del self._busy[address]
        fault = future.exception() if future.status == "error" else None
        if fault is None:
            self._keep(future.result())
        elif type(fault).__name__ == "KilledWorker":
            self._lost(job)
        else:
            self._keep(Built(job.site, is_built=False, fault="".join(traceback.format_exception(fault))))
        future.release()

    def _take_back(self, address: str) -> None:
        """Try a plant again whose worker has gone, or call it lost."""
        future, job = self._busy.pop(address)
        with suppress(Exception):  # nothing there to cancel
            future.cancel()
        self._lost(job)

    def _lost(self, job: Job) -> None:
        if self._tried[job.site] < ATTEMPTS:
            self._left.append(job)
        else:
            self._keep(Built(job.site, is_built=False, is_lost=True))

    def _keep(self, built: Built) -> None:
        self._done[built.site] = built
        self.told(built)

    def _wait_for_workers(self, waited: float) -> None:
        if self._unfit and not self._fit and not self._done:
            raise Refusal("cluster.all_refused", count=len(self._unfit))
        if waited > self.patience:
            raise Refusal("cluster.no_workers", left=len(self._left), done=len(self._done))
        sleep(TICK_SECONDS)

    def _asked(self, ask: Callable[[], Any]) -> Any:  # noqa: ANN401 - whatever is asked
        """Ask the scheduler; a lost one ends the run with words."""
        try:
            return ask()
        except (OSError, RuntimeError) as fault:
            raise Refusal("cluster.lost", left=len(self._left) + len(self._busy), done=len(self._done), reason=str(fault) or type(fault).__name__) from fault

