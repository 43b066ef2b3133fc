"""A plant's month built where its inputs, or the place of its briefings, are no folder of this machine.

The worker fetches what the plant needs, builds it as any other, and stores the files itself, the list of them last: nothing of
a plant but its outcome passes through whoever asked. What is unchanged is found out by the worker too, who has the inputs.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from briefing.group.jobs import Built, Job, Opened, keyed, run, unchanged
from briefing.group.keys import Inputs, text_key
from briefing.group.places import Place, fetched

_MIRRORS: dict[str, TemporaryDirectory[str]] = {}
"""The shared files of the workspace that this process last built from, by their state."""
SCRATCH = "briefing-"
"""How folders begin that this program makes for a while."""


class _Unread(Exception):  # noqa: N818 - never seen outside
    """What a plant is made from could not be fetched."""


@dataclass(frozen=True, slots=True)
class Afar:
    """Builds a plant from and to addresses; either may be empty, and is then the job's own folder.

    `shared` are the files that every plant is made from, with what tells one state of them from another; `logo` is one of them.
    """

    workspace: str = ""
    out: str = ""
    shared: tuple[tuple[str, str], ...] = ()
    logo: str = ""

    def __call__(self, job: Job, opened: Opened) -> Built:
        """Build a plant; a fault of any kind is its outcome, never raised."""
        try:
            with self._inputs(job) as told, self._output(told) as local:
                return replace(self._built(local, opened), key=local.key)
        except _Unread as fault:
            return Built(job.site, is_built=False, unread=f"{self.workspace}\n{fault}")
        except OSError as fault:
            return Built(job.site, is_built=False, unwritten=f"{fault.filename or self.out}\n{fault.strerror or fault}")

    @contextmanager
    def _inputs(self, job: Job) -> Iterator[Job]:
        """Give the job over a folder that holds the plant's files while it is built."""
        if not self.workspace:
            yield job
            return
        try:
            folder = self._mirror()
            fetched(Place(self.workspace), job.names, folder)
        except OSError as fault:
            raise _Unread(fault.strerror or str(fault)) from fault
        try:
            here = replace(job, workspace=folder, names=())
            yield keyed(here, Inputs(folder, job.month, self.logo))
        finally:
            for name in job.names:
                (folder / name).unlink(missing_ok=True)

    def _mirror(self) -> Path:
        """Give the folder of the shared files, fetched once a process for as long as they stay as they are."""
        state = text_key(self.workspace, *self.shared)
        if state not in _MIRRORS:
            while _MIRRORS:
                _MIRRORS.popitem()[1].cleanup()
            made: TemporaryDirectory[str] = TemporaryDirectory(prefix=SCRATCH, ignore_cleanup_errors=True)
            fetched(Place(self.workspace), (name for name, _ in self.shared), Path(made.name))
            _MIRRORS[state] = made
        return Path(_MIRRORS[state].name)

    @contextmanager
    def _output(self, job: Job) -> Iterator[Job]:
        """Give the job with a folder to write to that is emptied afterwards."""
        if not self.out:
            yield job
            return
        with TemporaryDirectory(prefix=SCRATCH, ignore_cleanup_errors=True) as scratch:
            yield replace(job, out=Path(scratch))

    def _built(self, job: Job, opened: Opened) -> Built:
        if self.out:
            self._bring_kept(job)
        known = unchanged(job)
        if known:
            return known
        built = run(job, opened)
        if self.out and built.is_built:
            self._store(job, built)
        return built

    def _bring_kept(self, job: Job) -> None:
        """Fetch what an earlier run stored, if it was made from the same; what is damaged or gone is made again."""
        place, record = Place(self.out), job.kept_at.relative_to(job.out).as_posix()
        content = place.get(record)
        with suppress(ValueError, KeyError, TypeError, AttributeError, FileNotFoundError):
            data = json.loads(content or b"{}")
            if data["key"] == job.key:
                fetched(place, data["files"], job.out)
                fetched(place, [record], job.out)

    def _store(self, job: Job, built: Built) -> None:
        """Store the files, and when all are there the list of them: a run that ends in between stores them again."""
        place = Place(self.out)
        names = (*built.files, job.digest_at.relative_to(job.out).as_posix())
        place.write({name: (job.out / name).read_bytes() for name in names})
        place.write({(name := job.kept_at.relative_to(job.out).as_posix()): (job.out / name).read_bytes()})
