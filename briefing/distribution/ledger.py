"""What has been sent to whom: one file a month, `sent/2026-10.jsonl`, to which lines are only ever added.

A line is written before a mail is handed to the server, and another when the server has answered. What has the first
and not the second is unsure: the server may have taken the mail and the note of it been lost.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

SENT: Final = "sent"
"""The folder of the ledgers."""
LEDGER_BYTES: Final = 50 * 1024 * 1024


class Event(StrEnum):
    """What a line notes."""

    STARTED = "started"
    """The mail is about to be handed over."""
    ACCEPTED = "accepted"
    """The server has taken it."""
    REFUSED = "refused"
    """The server has not taken it, now or for good: it may be sent again."""
    RETURNED = "returned"
    """It was taken, and a notice came that it could not be delivered."""


_TAKEN = frozenset({Event.ACCEPTED, Event.RETURNED})


class State(StrEnum):
    """What the lines of one key come to."""

    NEW = "new"
    SENT = "sent"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line. `version` names the edition's content, `asks` the terms of each open ask as they were sent."""

    event: Event
    at: str
    reader: str
    site: str
    period: str
    edition: str
    version: str
    message_id: str
    asks: tuple[tuple[str, str], ...] = ()
    answer: str = ""

    @property
    def key(self) -> str:
        """Reader, site and version: what is sent once."""
        return f"{self.reader} {self.site} {self.version}"


class LedgerUnreadable(ValueError):  # noqa: N818 - it names what is wrong
    """A line of the ledger is no note of ours: nothing is sent before a person has looked."""

    def __init__(self, path: Path, line: int) -> None:
        """Keep the file and the line."""
        super().__init__(f"{path.name}, line {line}")
        self.path, self.line = path, line


class LedgerBusy(OSError):  # noqa: N818 - as above
    """Another process is sending from the same workspace."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """The notes of one month in the order they were made. `torn` tells that the last line was cut off as it was written."""

    entries: tuple[Entry, ...] = ()
    torn: bool = False

    def state(self, key: str) -> State:
        """Give what is known of a key."""
        last = next((each for each in reversed(self.entries) if each.key == key), None)
        if any(each.event in _TAKEN for each in self.entries if each.key == key):
            return State.UNSURE if last and last.event is Event.STARTED else State.SENT
        return State.UNSURE if last and last.event is Event.STARTED else State.NEW

    def last_sent(self, reader: str, site: str) -> Entry | None:
        """Give the last mail of a site's month that a reader was surely sent, whatever its version."""
        return next((each for each in reversed(self.entries) if each.event is Event.ACCEPTED and (each.reader, each.site) == (reader, site)), None)

    def came_back(self, key: str) -> Entry | None:
        """Give the notice that a mail could not be delivered; None where there is none since it was last sent."""
        last = next((each for each in reversed(self.entries) if each.key == key and each.event in _TAKEN), None)
        return last if last and last.event is Event.RETURNED else None

    def of_message(self, message_id: str) -> Entry | None:
        """Give the mail of that Message-ID."""
        return next((each for each in reversed(self.entries) if message_id and each.message_id == message_id), None)


def ledger_path(workspace: Path, period: object) -> Path:
    """Give the place of a month's ledger in a workspace."""
    return workspace / SENT / f"{period}.jsonl"


def ledgers_of(workspace: Path) -> tuple[Path, ...]:
    """Give every month's ledger, latest first."""
    folder = workspace / SENT
    return tuple(sorted(folder.glob("*.jsonl"), reverse=True)) if folder.is_dir() else ()


def read_ledger(path: Path) -> Ledger:
    """Read the notes; none where there is no file. A last line without its end is a crash's, and is left out.

    Raises:
        LedgerUnreadable: A line is no note of ours.
    """
    if not path.exists():
        return Ledger()
    if path.stat().st_size > LEDGER_BYTES:
        raise LedgerUnreadable(path, 1)
    data = path.read_bytes()
    *lines, rest = data.split(b"\n")
    return Ledger(tuple(_entry(path, number, line) for number, line in enumerate(lines, 1) if line.strip()), bool(rest.strip()))


def _entry(path: Path, number: int, line: bytes) -> Entry:
    try:
        found: Mapping[str, Any] = json.loads(line)
        asks = tuple((str(ask), str(terms)) for ask, terms in found["asks"])
        texts = {name: str(found[name]) for name in ("at", "reader", "site", "period", "edition", "version", "message_id", "answer")}
        return Entry(event=Event(found["event"]), asks=asks, **texts)
    except (ValueError, KeyError, TypeError) as fault:
        raise LedgerUnreadable(path, number) from fault


def note(path: Path, entries: Iterable[Entry]) -> None:
    """Add lines and wait until the disk has them; what a crash cut off before is closed first, and stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "".join(json.dumps(asdict(each), ensure_ascii=False, sort_keys=True) + "\n" for each in entries)
    handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o644)
    try:
        if not _ends_a_line(handle):
            _close_torn_line(handle)
        os.write(handle, text.encode())
        os.fsync(handle)
    finally:
        os.close(handle)


def _ends_a_line(handle: int) -> bool:
    size = os.lseek(handle, 0, os.SEEK_END)
    if not size:
        return True
    os.lseek(handle, size - 1, os.SEEK_SET)
    return os.read(handle, 1) == b"\n"


def _close_torn_line(handle: int) -> None:
    """Take the half line away: it says nothing, and with ours after it neither could be read."""
    size = os.lseek(handle, 0, os.SEEK_END)
    kept = size
    while kept:
        start = max(0, kept - 4096)
        os.lseek(handle, start, os.SEEK_SET)
        found = os.read(handle, kept - start).rfind(b"\n")
        if found >= 0:
            kept = start + found + 1
            break
        kept = start
    os.ftruncate(handle, kept)


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold the folder of ledgers for one process; the system lets go of it when that process ends, however it ends.

    Raises:
        LedgerBusy: Another process holds it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("a+b") as file:
        try:
            _lock(file.fileno())
        except OSError as fault:
            raise LedgerBusy(*fault.args) from fault
        yield


def _lock(handle: int) -> None:
    try:
        import fcntl  # noqa: PLC0415 - where the system has it
    except ImportError:
        import msvcrt  # noqa: PLC0415 - Windows

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        return
    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
