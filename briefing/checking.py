"""Checking files one by one, outside a workspace or inside it: what `briefing check` does."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from briefing.document.serial import cell_data
from briefing.findings import Finding, has_errors, in_order
from briefing.language import Language, finding_hint, finding_message
from briefing.model.charter import Charter
from briefing.model.submission import Submission
from briefing.periods import Period
from briefing.workbook.cells import Book
from briefing.workbook.checks import check_belongs
from briefing.workbook.intake import Outcome, start_reading
from briefing.workbook.parse import kind_of, neither, parse_charter, parse_submission
from briefing.workspace import CHARTER, SUBMISSIONS


@dataclass(frozen=True, slots=True)
class Checked:
    """One file: its name as given, what it is (`charter`, `month`, `unknown`, `unreadable`), and its findings."""

    name: str
    kind: str
    findings: tuple[Finding, ...]

    @property
    def exit_code(self) -> int:
        """0 with no errors, 1 with errors in the data, 2 when the file could not be read."""
        if self.kind in {"unreadable", "unknown"}:
            return 2
        return 1 if has_errors(self.findings) else 0


def check_files(files: Sequence[Path], charter: Path | None = None) -> tuple[Checked, ...]:
    """Check charters and months; a month is held against the charter given, the one among the files, or its workspace's."""
    beside = charter or next((path for path in map(_charter_of, files) if path), None)
    paths = {str(path): path for path in (*files, *([beside] if beside else []))}
    read = start_reading(paths).result()
    agreed = _charter(read, beside)
    named = (*files, charter) if charter and not _is_charter(read[str(charter)]) else files
    return tuple(_checked(path, read[str(path)], agreed) for path in dict.fromkeys(named))


def _charter_of(path: Path) -> Path | None:
    """Find the charter of the workspace that a submission lies in: SUBMISSIONS/PERIOD/SITE.xlsx."""
    parents = path.absolute().parents
    found = parents[2] / CHARTER if len(parents) > 2 else None  # noqa: PLR2004 - site, month, submissions
    return found if found and found.is_file() and found.absolute() != path.absolute() else None


def _is_charter(book: Outcome) -> bool:
    return isinstance(book, Book) and kind_of(book) == "charter"


def _charter(read: dict[str, Outcome], beside: Path | None) -> Charter | None:
    named = [read[str(beside)]] if beside else []
    for book in (*named, *read.values()):
        if isinstance(book, Book) and _is_charter(book):
            return parse_charter(book)[0]
    return None


def _checked(path: Path, book: Outcome, charter: Charter | None) -> Checked:
    name = str(path)
    if not isinstance(book, Book):
        return Checked(name, "unreadable", in_order(book))
    kind = kind_of(book)
    if kind == "charter":
        return Checked(name, kind, parse_charter(book)[1])
    if kind == "month":
        submission, findings = parse_submission(book, charter)
        return Checked(name, kind, in_order((*findings, *(_misplaced(path, submission) if submission else ()))))
    return Checked(name, "unknown", (neither(book),))


def _misplaced(path: Path, submission: Submission) -> tuple[Finding, ...]:
    """Say when a workbook lies in a workspace at the place of another site or month."""
    month, folder = path.absolute().parent, path.absolute().parent.parent
    if folder.name != SUBMISSIONS:
        return ()
    try:
        period = Period.parse(month.name)
    except ValueError:
        return ()
    return check_belongs(submission, path.stem, period)


def findings_json(findings: Sequence[Finding], language: Language) -> str:
    """Give findings for programs; sheet and cell are null where there is none."""
    rows = [
        cell_data(each.where) | {
            "severity": each.severity.value, "code": each.code,
            "message": finding_message(each, language), "hint": finding_hint(each, language),
        }
        for each in in_order(findings)
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1)
