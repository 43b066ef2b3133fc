"""The child process that reads files: requests on standard input, one line of JSON a file on standard output.

It imports the standard library only, so that it starts in a few dozen milliseconds. JSON and not pickle, so that a
reader led astray by a hostile file cannot make the parent run anything.
"""

from __future__ import annotations

import gc
import json
import sys
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, Final

from briefing.evidence import CellRef
from briefing.findings import Finding, Severity
from briefing.workbook.cells import Book, Cell, CellKind, Row, Sheet, address, read_book
from briefing.workbook.codes import raised
from briefing.workbook.guard import Refused, load

MEMORY_BYTES: Final = 280 * 1024**2
"""Together with the process that asks, a file takes at most 400 MB."""
CPU_SECONDS: Final = 4
"""A file at every limit of the guard takes about two on a slow machine."""
READY: Final = "ready"
_KINDS = tuple(CellKind)
_NUMBERS = {kind: number for number, kind in enumerate(_KINDS)}


def read_file(file: str, path: Path) -> Book | tuple[Finding, ...]:
    """Give a file's cells, or the findings that say why it could not be read."""
    try:
        return read_book(file, load(file, path))
    except Refused as refused:
        return (refused.finding,)
    except MemoryError:
        return (raised(CellRef(file), "FIL-125"),)


def main() -> None:
    """Read every file that standard input names, answering each as soon as it is read."""
    requests = json.loads(sys.stdin.buffer.read())
    gc.disable()  # nothing here is circular but what a broken file leaves, and looking for it costs a third of the time
    gc.freeze()  # the modules are not looked through after each file
    _limit_memory()
    _answer(_line(READY))
    for file, path in requests:
        _allow_time()
        _answer(_read_line(file, Path(path)))
        gc.collect()


def _read_line(file: str, path: Path) -> bytes:
    """Read a file and put the outcome in a line; too little memory for the line is an outcome too."""
    try:
        return _line(encode(read_file(file, path)))
    except MemoryError:
        return _line(encode((raised(CellRef(file), "FIL-125"),)))


def _line(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n"


def _answer(line: bytes) -> None:
    sys.stdout.buffer.write(line)
    sys.stdout.buffer.flush()


def _limit_memory() -> None:
    """Limit the address space where the system can: Linux does, macOS refuses, Windows has no such call."""
    with suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 - does not exist on Windows

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        limit = MEMORY_BYTES if hard == resource.RLIM_INFINITY else min(hard, MEMORY_BYTES)
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))


def _allow_time() -> None:
    """Give the next file its own share of processor time; beyond it the system ends this process."""
    with suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 - does not exist on Windows

        used = resource.getrusage(resource.RUSAGE_SELF)
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        limit = int(used.ru_utime + used.ru_stime) + CPU_SECONDS
        resource.setrlimit(resource.RLIMIT_CPU, (limit, hard))


def encode(outcome: Book | tuple[Finding, ...]) -> dict[str, Any]:
    """Make a book or findings into plain lists, to be sent as JSON."""
    if isinstance(outcome, Book):
        return {"file": outcome.file, "outside": outcome.outside, "sheets": [
            [sheet.name, sheet.hidden, list(sheet.merges), [
                [row.number, row.hidden, [_encoded(cell) for cell in row.cells]] for row in sheet.rows
            ]] for sheet in outcome.sheets
        ]}
    return {"findings": [
        [each.where.file, each.where.sheet, each.where.cell, each.code, each.severity.value, each.parameters]
        for each in outcome
    ]}


def _encoded(cell: Cell) -> list[Any]:
    value = cell.value.isoformat() if isinstance(cell.value, date) else cell.value
    return [cell.column, _NUMBERS[cell.kind], value, cell.percent]


def decode(answer: dict[str, Any]) -> Book | tuple[Finding, ...]:
    """Undo `encode`."""
    if "findings" in answer:
        return tuple(
            Finding(CellRef(file, sheet, cell), code, Severity(severity), tuple((name, value) for name, value in given))
            for file, sheet, cell, code, severity, given in answer["findings"]
        )
    return Book(answer["file"], tuple(
        Sheet(name, hidden, tuple(_decoded_row(*row) for row in rows), tuple(merges))
        for name, hidden, merges, rows in answer["sheets"]
    ), answer["outside"])


def _decoded_row(number: int, hidden: bool, cells: list[list[Any]]) -> Row:  # noqa: FBT001
    return Row(number, tuple(_decoded(number, *cell) for cell in cells), hidden)


def _decoded(row: int, column: int, kind_number: int, value: Any, percent: bool) -> Cell:  # noqa: ANN401, FBT001
    kind = _KINDS[kind_number]
    if kind is CellKind.DATE:
        value = date.fromisoformat(value)
    return Cell(address(row, column), row, column, value, kind, percent)


if __name__ == "__main__":
    main()
