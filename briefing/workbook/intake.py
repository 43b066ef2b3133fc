"""Reading files in one child process, so that no file can take the whole run down."""

from __future__ import annotations

import gc
import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from threading import Condition, Event, Thread, Timer
from typing import Final, Self

from briefing.evidence import CellRef
from briefing.findings import Finding
from briefing.resources import PACKAGE
from briefing.workbook.cells import Book
from briefing.workbook.child import READY, decode, encode, read_file
from briefing.workbook.codes import raised

SECONDS: Final = 20.0
"""Wall clock a file may take, in the child's hands; what counts is its processor time, which ends it far sooner."""
CHILD: Final = "briefing.workbook.child"

Outcome = Book | tuple[Finding, ...]

__all__ = ["Outcome", "Reading", "decode", "encode", "read_file", "start_reading"]


class Reading:
    """Files being read, in the order asked for; `of` waits for one of them, `result` for all."""

    def __init__(self, paths: Mapping[str, Path], *, seconds: float = SECONDS, module: str = CHILD) -> None:
        """Start at once; `seconds` is the time one file may take."""
        self._paths = {name: Path(path).absolute() for name, path in paths.items()}
        self._seconds, self._module = seconds, module
        self._found: dict[str, Outcome] = {}
        self._fault: BaseException | None = None
        self._news = Condition()
        self._thread = Thread(target=self._supervise, name="intake", daemon=True)
        self._thread.start()

    def __contains__(self, name: object) -> bool:
        """Tell whether the file was asked for."""
        return name in self._paths

    def __len__(self) -> int:
        """Count the files."""
        return len(self._paths)

    def of(self, name: str) -> Outcome:
        """Give one file's book, or the findings that say why there is none, as soon as it is read."""
        with self._news:
            self._news.wait_for(lambda: name in self._found or self._fault is not None)
        if name not in self._found and self._fault is not None:
            raise self._fault
        return self._found[name]

    def forget(self, name: str) -> None:
        """Let go of a file that was read; it is as if it had never been asked for."""
        with self._news:
            if self._found.pop(name, None) is not None:
                del self._paths[name]

    def result(self) -> dict[str, Outcome]:
        """Give what `of` gives of every file, in the order asked for."""
        return {name: self.of(name) for name in self._paths}

    def _supervise(self) -> None:
        try:
            while left := [name for name in tuple(self._paths) if name not in self._found]:
                self._read_some(left)
        except BaseException as fault:  # noqa: BLE001 - handed to whoever waits for the result
            with self._news:
                self._fault = fault
                self._news.notify_all()

    def _read_some(self, names: list[str]) -> None:
        """Keep what one child reads; always at least one outcome, so that the work ends."""
        try:
            child = _Child(self._module, self._seconds)
        except OSError:  # no processes here: the guard still stands between us and the file
            for name in names:
                self._keep(name, read_file(name, self._paths[name]))
            return
        with child:
            ready = child.ask([(name, str(self._paths[name])) for name in names])
            if not ready:
                self._keep(names[0], read_file(names[0], self._paths[names[0]]))
                return
            for name in names:
                outcome = child.next()
                self._keep(name, (child.why_none(name),) if outcome is None else outcome)
                if outcome is None:
                    break

    def _keep(self, name: str, outcome: Outcome) -> None:
        with self._news:
            self._found[name] = outcome
            self._news.notify_all()


class _Child:
    """One child process and the clock that ends it."""

    def __init__(self, module: str, seconds: float) -> None:
        environment = dict(os.environ)
        home = str(PACKAGE.parent)
        others = environment.get("PYTHONPATH")
        environment["PYTHONPATH"] = home + os.pathsep + others if others else home
        # -P: the working folder is not a place to import from; -S: nothing but the standard library is needed
        self.process = subprocess.Popen(  # noqa: S603 - our own interpreter, our own module
            [sys.executable, "-S", "-P", "-X", "utf8", "-m", module], env=environment, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self.seconds, self.late = seconds, Event()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        for pipe in (self.process.stdin, self.process.stdout):
            with suppress(OSError):
                if pipe:
                    pipe.close()
        self.process.wait()

    def ask(self, requests: list[tuple[str, str]]) -> bool:
        """Send the names; False if the child did not come up."""
        if self.process.stdin is None:
            return False
        with suppress(OSError):
            self.process.stdin.write(json.dumps(requests).encode())
            self.process.stdin.close()
        return self._line() == json.dumps(READY).encode()

    def next(self) -> Outcome | None:
        """Give the next file's outcome; None if the child ended or was ended."""
        line = self._line()
        looking = gc.isenabled()
        gc.disable()  # many small values, none of them circular
        try:
            return decode(json.loads(line.decode("utf-8", "surrogatepass"))) if line else None
        except (ValueError, KeyError, TypeError):
            return None
        finally:
            if looking:
                gc.enable()

    def _line(self) -> bytes:
        """Wait for a line, no longer than the clock allows; empty if none came."""
        if self.process.stdout is None:
            return b""
        clock = Timer(self.seconds, self._end)
        clock.daemon = True
        clock.start()
        try:
            return self.process.stdout.readline().rstrip()
        finally:
            clock.cancel()

    def _end(self) -> None:
        self.late.set()
        self.process.kill()

    def why_none(self, name: str) -> Finding:
        """Say why no answer came for a file: its time was up, or the reader gave way."""
        self.process.kill()
        timed_out = self.late.is_set() or -self.process.wait() == getattr(signal, "SIGXCPU", None)
        return raised(CellRef(name), "FIL-124" if timed_out else "FIL-123")


def start_reading(paths: Mapping[str, Path], *, seconds: float = SECONDS) -> Reading:
    """Start to read the files, by name, in one child process; returns at once.

    A name is the path inside the workspace, with `/`; it becomes the `file` of every cell's place.
    """
    return Reading(paths, seconds=seconds)
