"""One plant's month as a job: built, written, and kept so that an unchanged one need not be built again."""

from __future__ import annotations

import gc
import json
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

from briefing.document.editions import Edition
from briefing.errors import BriefingError, UnreadableFile
from briefing.evidence import CellRef
from briefing.findings import Finding, Severity
from briefing.group.digest import Digest
from briefing.group.digesting import digest_of
from briefing.group.keeping import kept, restored
from briefing.group.keys import Inputs, code_key, file_key, text_key
from briefing.periods import Period
from briefing.pipeline import SITES_A_LOOK, build, write
from briefing.rendering.pdf import let_go
from briefing.workspace import Workspace, load_workspace, write_atomically

TOGETHER = 6
"""Plants whose files one child process reads: enough that its start costs little, few enough to be held in memory."""
_RUN = count(1)
"""Plants that this process has built."""
KEPT = ".kept"
"""The folder, beside the plants' own, of what lets an unchanged plant be left as it is."""


@dataclass(frozen=True, slots=True)
class Job:
    """One plant's month to build; `key` is the fingerprint of all that its files are made from.

    `month` is the run's, under which things are kept; `period` the plant's, an earlier one where the month was not sent:
    then only its digest is made. `names` are the plant's own files, where they must be fetched before they can be read;
    `ahead` the plants that come after it in the same process, whose files are read meanwhile.
    """

    workspace: Path
    site: str
    month: Period
    period: Period
    as_of: date | None
    editions: tuple[Edition, ...]
    formats: tuple[str, ...]
    seed: int
    out: Path
    key: str = ""
    paper: str = ""
    names: tuple[str, ...] = ()
    ahead: tuple[str, ...] = ()

    @property
    def options(self) -> tuple[object, ...]:
        """What was asked for, as far as bytes depend on it."""
        return (self.month, self.period, self.as_of, *self.editions, "|", *self.formats, self.seed, self.paper)

    @property
    def is_digest_only(self) -> bool:
        """Tell whether no briefing is to be written."""
        return self.period != self.month

    @property
    def kept_at(self) -> Path:
        """The file that says what was built from what."""
        return self.out / str(self.month) / KEPT / f"{self.site}.json"

    @property
    def digest_at(self) -> Path:
        """The file of the plant's digest."""
        return self.kept_at.with_name(f"{self.site}.digest.json")


@dataclass(frozen=True, slots=True)
class Built:
    """What became of a job: the files it wrote, below the output folder, and what was found.

    `is_lost` tells that its worker died over it, twice; `fault` is the trace of a fault of the program, `unwritten` why a
    file could not be written, `unread` why one could not be fetched; all empty where all went well. `key` is the job's, where it was found out by the worker.
    """

    site: str
    files: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    is_built: bool = True
    is_unchanged: bool = False
    is_unreadable: bool = False
    is_lost: bool = False
    unwritten: str = ""
    unread: str = ""
    fault: str = ""
    key: str = ""


Opened = dict[tuple[Path, str], Workspace]
"""The workspaces that a run has opened, so that plants one after the other share what is read of the charter and the answers."""
Build = Callable[[Job, Opened], Built]
"""Builds one plant; a fault of any kind is the outcome, never raised."""
Told = Callable[[Built], None]
"""Is told each outcome as it comes."""


def keyed(job: Job, inputs: Inputs) -> Job:
    """Give the job with the fingerprint of all that its files are made from."""
    return replace(job, key=text_key(code_key(), inputs.key(job.site), *job.options))


def in_company(jobs: Sequence[Job]) -> Iterator[Job]:
    """Give jobs that one process does one after the other, the first of every few told which follow: one reading for all of them."""
    for start in range(0, len(jobs), TOGETHER):
        first, *others = jobs[start:start + TOGETHER]
        yield replace(first, ahead=tuple(each.site for each in others if each.period == first.period))
        yield from others


def run(job: Job, opened: Opened) -> Built:
    """Build a plant's month and keep what it was made from; a fault of any kind is its outcome, never raised."""
    looking = gc.isenabled()
    gc.disable()  # left to itself, Python looks through memory many times a plant; once after it is enough
    try:
        return _run(job, opened)
    except BriefingError as fault:
        return Built(job.site, findings=fault.findings, is_built=False, is_unreadable=isinstance(fault, UnreadableFile))
    except OSError as fault:
        where = str(fault.filename2 or fault.filename or job.out)
        return Built(job.site, is_built=False, unwritten=f"{where}\n{fault.strerror or fault}")
    except Exception:  # noqa: BLE001 - one plant's fault must not stop the others; whoever asked raises it at the end
        return Built(job.site, is_built=False, fault=traceback.format_exc())
    finally:
        let_go()
        if not next(_RUN) % SITES_A_LOOK:
            gc.collect(0)
        if looking:
            gc.enable()


def _run(job: Job, opened: Opened) -> Built:
    place = job.workspace, job.paper
    if place not in opened:
        opened[place] = load_workspace(job.workspace, paper=job.paper)
    workspace = opened[place]
    workspace.prepare(job.period, (job.site, *job.ahead))
    try:
        dossier = workspace.dossier(job.site, job.period, as_of=None if job.is_digest_only else job.as_of)
    finally:
        workspace.forget(job.site)
    briefing = build(dossier, editions=() if job.is_digest_only else job.editions, seed=job.seed)
    files = () if job.is_digest_only else write(briefing, job.out, job.formats)
    names = tuple(path.relative_to(job.out).as_posix() for path in files)
    write_atomically(job.digest_at, _json(kept(digest_of(briefing.frame))))
    errors = tuple(each for each in briefing.findings if each.severity is Severity.ERROR)
    made = {name: file_key(job.out / name) for name in (*names, job.digest_at.relative_to(job.out).as_posix())}
    write_atomically(job.kept_at, _json({"key": job.key, "files": made, "errors": [_finding_data(each) for each in errors]}))
    return Built(job.site, names, errors)


def unchanged(job: Job) -> Built | None:
    """Give what an earlier run built from the same inputs, if every file of it is there as it was written."""
    try:
        data = json.loads(job.kept_at.read_bytes())
        if data["key"] != job.key or any(file_key(job.out / name) != key for name, key in data["files"].items()):
            return None
        digest = job.digest_at.relative_to(job.out).as_posix()
        names = tuple(name for name in data["files"] if name != digest)
        return Built(job.site, names, tuple(map(_finding, data["errors"])), is_unchanged=True)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def digest_at(path: Path) -> Digest:
    """Read a digest that a job kept."""
    return restored(Digest, json.loads(path.read_bytes()))


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n").encode(errors="surrogatepass")


def _finding_data(finding: Finding) -> dict[str, object]:
    where = finding.where
    return {"where": [where.file, where.sheet, where.cell], "code": finding.code, "parameters": finding.parameters}


def _finding(data: dict[str, Any]) -> Finding:
    parameters = tuple((str(name), value) for name, value in data["parameters"])
    return Finding(CellRef(*data["where"]), str(data["code"]), Severity.ERROR, parameters)
