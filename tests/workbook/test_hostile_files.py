"""`briefing check` on files that are broken or mean harm: words, an exit code, little memory, little time."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from briefing.workbook.cells import Book, read_book
from briefing.workbook.child import read_file
from briefing.workbook.guard import inspect
from briefing.workbook.parse import parse_submission
from tests.workbook.hostile_files import HARMLESS, HOSTILE, month

MEGABYTES, SECONDS = 400, 5.0
CROWDED = 4
"""Times that a busy machine may take longer by the clock than by its processors."""
SLOW = {"five megabytes in 200 sheets": 3.0, "as many cells as allowed": 3.0}


@dataclass(frozen=True)
class Ran:
    """What a call of the command line gave and took."""

    code: int
    out: str
    err: str
    seconds: float
    """Processor time of the process and its children: a busy machine doesn't change it."""
    clock: float
    megabytes: int


def _children(process: int) -> list[int]:
    found = [process]
    for each in found:
        try:
            tasks = list(Path(f"/proc/{each}/task").iterdir())
            found += [int(child) for task in tasks for child in (task / "children").read_text().split()]
        except OSError:  # it ended in the meantime
            continue
    return found


def _resident(process: int) -> int:
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS")), 0)


def check(path: Path, *more: str) -> Ran:
    """Run `briefing check` and watch what it and its children take together."""
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "PYTHONUTF8": "1"}
    started, peak, before = time.perf_counter(), 0, resource.getrusage(resource.RUSAGE_CHILDREN)
    process = subprocess.Popen([sys.executable, "-c", "from briefing.cli import main; main()", "check", str(path), *more],
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, text=True)
    done = threading.Event()

    def watch() -> None:
        nonlocal peak
        while not done.wait(0.005):
            peak = max(peak, sum(map(_resident, _children(process.pid))))

    watcher = threading.Thread(target=watch)
    watcher.start()
    out, err = process.communicate(timeout=60)
    done.set()
    watcher.join()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Ran(process.returncode, out, err, used, time.perf_counter() - started, peak // 1024)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_ends_in_words(name: str, tmp_path: Path) -> None:
    """Exit 1 or 2, an error with a code and a next step, no traceback, at most 400 MB and 5 s."""
    path = tmp_path / "octubre.xlsx"
    path.write_bytes(HOSTILE[name]())
    ran = check(path)
    assert ran.code in {1, 2}, ran
    assert "Traceback" not in ran.out + ran.err
    assert "error" in ran.out
    assert "-1" in ran.out or "-2" in ran.out
    assert "" == ran.err
    assert ran.megabytes <= MEGABYTES
    assert ran.seconds <= SLOW.get(name, SECONDS)
    assert ran.clock <= CROWDED * SECONDS


@pytest.mark.parametrize("name", HARMLESS)
def test_a_strange_file_reads_the_same(name: str) -> None:
    """The cells are those of the plain month."""
    assert read_book("a.xlsx", month()).sheets == _passed(HARMLESS[name]()).sheets


def _passed(data: bytes) -> Book:
    assert () == inspect("a.xlsx", data)
    return read_book("a.xlsx", data)


def test_links_to_other_files_are_told_and_not_followed() -> None:
    """A note says that stored values were used."""
    book = _passed(HARMLESS["links to another workbook"]())
    assert "FIL-203" in [finding.code for finding in parse_submission(book, None)[1]]


def test_a_pipe_is_no_file(tmp_path: Path) -> None:
    """A pipe would never end; it is refused without being opened."""
    os.mkfifo(tmp_path / "a.xlsx")
    outcome = read_file("a.xlsx", tmp_path / "a.xlsx")
    assert not isinstance(outcome, Book)
    assert ["FIL-101"] == [finding.code for finding in outcome]


def test_there_are_enough_of_them() -> None:
    """At least sixty, as promised."""
    assert len(HOSTILE) >= 60
