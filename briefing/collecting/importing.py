"""Files of mail into `responses/PERIOD.csv`: lines are only ever added, each month's file whole or not at all."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Final

from briefing.collecting.archive import WorkspaceArchive
from briefing.distribution.ledger import Event, held, ledger_path, note, read_ledger
from briefing.distribution.replies import Outcome, Reason, Verdict, judge, mails_of, read_mail
from briefing.distribution.replies.files import FILE_BYTES, NotMail, Unusable
from briefing.findings import Finding
from briefing.model.responses import Response
from briefing.periods import Period
from briefing.workbook.normalise import key
from briefing.workbook.responses import COLUMNS, REQUIRED
from briefing.workspace import RESPONSES, Workspace, write_atomically

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of the files: a verdict for each answer, by file; files that held no mail; and what else went wrong."""

    verdicts: tuple[tuple[str, Verdict], ...] = ()
    unread: tuple[tuple[str, str], ...] = ()
    """File, and the key of the reason."""
    unwritten: tuple[str, ...] = ()
    """Files of answers that lines could not be added to."""
    findings: tuple[Finding, ...] = ()
    ledgers: tuple[str, ...] = ()


class NotAppendable(ValueError):  # noqa: N818 - it names what is wrong with the file
    """The file of answers is not one that lines can be added to without changing it."""


def import_files(workspace: Workspace, files: Iterable[Path], *, today: date, dry_run: bool = False) -> Imported:
    """Read files of mail, judge each answer, and add those that can be recorded.

    Raises:
        BriefingError: The charter could not be read.
        LedgerBusy: Another process is importing into this workspace.
    """
    charter, _ = workspace.charter()
    archive = WorkspaceArchive(workspace, charter)
    if dry_run:
        verdicts, unread = _judged(files, archive, today)
        return Imported(verdicts, unread, (), tuple(archive.faults), tuple(archive.unreadable))
    with held(workspace.folder / RESPONSES):
        verdicts, unread = _judged(files, archive, today)
        unwritten = _added(workspace, verdicts)
        _note_returned(workspace, verdicts, today)
    return Imported(verdicts, unread, unwritten, tuple(archive.faults), tuple(archive.unreadable))


def _judged(files: Iterable[Path], archive: WorkspaceArchive, today: date) -> tuple[tuple[tuple[str, Verdict], ...], tuple[tuple[str, str], ...]]:
    """Judge every mail in the order given; the same answer a second time in one call is known by then."""
    verdicts: list[tuple[str, Verdict]] = []
    unread: list[tuple[str, str]] = []
    seen: set[tuple[str, str]] = set()
    for path in files:
        try:
            mails = tuple(mails_of(_content(path)))
        except NotMail as fault:
            unread.append((str(path), str(fault)))
            continue
        for verdict in (verdict for data in mails for verdict in judge(read_mail(data), archive, today)):
            response = verdict.response
            again = response is not None and (response.origin, response.ask_id) in seen
            verdicts.append((str(path), replace(verdict, outcome=Outcome.KNOWN, reason=Reason.DUPLICATE, response=None, notes=()) if again else verdict))
            if response:
                seen.add((response.origin, response.ask_id))
    return tuple(verdicts), tuple(unread)


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > FILE_BYTES:
            raise NotMail(Unusable.TOO_LARGE)
        return path.read_bytes()
    except OSError as fault:
        raise NotMail(Unusable.UNREADABLE) from fault


def _added(workspace: Workspace, verdicts: Sequence[tuple[str, Verdict]]) -> tuple[str, ...]:
    """Add each month's answers to its file; gives the files that could not be added to."""
    periods: dict[Period, list[Response]] = {}
    for _, verdict in verdicts:
        if verdict.response and verdict.token:
            periods.setdefault(verdict.token.period, []).append(verdict.response)
    unwritten = []
    for period, lines in sorted(periods.items()):
        name = f"{RESPONSES}/{period}.csv"
        path = workspace.folder / name
        try:
            write_atomically(path, appended(path.read_bytes() if path.exists() else b"", lines))
        except (NotAppendable, OSError):
            unwritten.append(name)
    return tuple(unwritten)


def appended(before: bytes, responses: Iterable[Response]) -> bytes:
    """Give the file with lines added in its own columns, sign and line ends; all that stood before stands as it did.

    Raises:
        NotAppendable: It is not in UTF-8, or lacks a column that an answer needs.
    """
    try:
        text = before.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise NotAppendable from fault
    head = text.split("\n", 1)[0]
    sign = ";" if head.count(";") > head.count(",") else ","
    end = "\r\n" if head.endswith("\r") else "\n"
    known = {key(name): name for name in COLUMNS}
    columns = [known.get(key(cell), "") for cell in next(csv.reader([head.rstrip("\r")], delimiter=sign), [])] if head.strip() else list(COLUMNS)
    if any(name not in columns for name in (*REQUIRED, "fingerprint", "source")):
        raise NotAppendable
    out = StringIO(newline="")
    writer = csv.writer(out, delimiter=sign, lineterminator=end)
    if not head.strip():
        writer.writerow(COLUMNS)
    for each in responses:
        cells = _cells(each)
        writer.writerow([_safe(cells.get(name, "")) for name in columns])
    joint = end.encode() if before.strip() and not before.endswith(b"\n") else b""
    return (before if head.strip() else b"") + joint + out.getvalue().encode("utf-8", "replace")


def _note_returned(workspace: Workspace, verdicts: Sequence[tuple[str, Verdict]], today: date) -> None:
    """Note in the ledger which of our mails came back, each once for each time that it was sent."""
    for _, verdict in verdicts:
        sent = verdict.returned
        if sent is None:
            continue
        path = ledger_path(workspace.folder, sent.period)
        with held(path.parent):
            if read_ledger(path).came_back(sent.key) is None:
                note(path, [replace(sent, event=Event.RETURNED, at=(verdict.mail.day or today).isoformat(), answer="")])


def _cells(each: Response) -> dict[str, str]:
    return {
        "answered_on": each.answered_on.isoformat(), "site": each.site, "ask_id": each.ask_id, "fingerprint": each.fingerprint, "reader": each.reader,
        "role": each.role, "choice": each.choice.value, "comment": each.comment, "reply_to": each.reply_to, "source": each.origin,
    }


def _safe(text: str) -> str:
    """Keep a text from being a formula where the file is opened in a spreadsheet program."""
    return f"'{text}" if text.startswith(_FORMULA) else text.replace("\0", "")
