"""Checking files one by one, outside a workspace or inside it: what `briefing check` does."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from briefing.document.serial import cell_data
from briefing.evidence import CellRef
from briefing.findings import Finding, error, has_errors, in_order
from briefing.language import Language, finding_hint, finding_message
from briefing.model.charter import Charter
from briefing.model.submission import Submission
from briefing.periods import Period
from briefing.workbook.annotate import annotate
from briefing.workbook.branding import load_logo
from briefing.workbook.cells import Book
from briefing.workbook.checks import check_against_previous, check_belongs
from briefing.workbook.checks_history import history_findings, late_findings
from briefing.workbook.guard import Refused
from briefing.workbook.intake import Outcome, start_reading
from briefing.workbook.parse import kind_of, neither, parse_charter
from briefing.workbook.privileged import withheld
from briefing.workbook.site_files import CSV, read_site_file
from briefing.workspace import CHARTER, MAPPINGS, SUBMISSIONS, read_month


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


_Months = dict[str, tuple[Submission | None, tuple[Finding, ...]]]
"""By name: each month that was read, and what was found in it."""


def check_files(files: Sequence[Path], charter: Path | None = None) -> tuple[Checked, ...]:
    """Check charters and months; a month is held against the charter given, the one among the files, or its workspace's."""
    beside = charter or next((path for path in map(_charter_of, files) if path), None)
    before = [path for file in files for path in _months_before(file)]
    paths = {str(path): path for path in (*files, *([beside] if beside else []), *before)}
    read = _read(paths)
    agreed = _charter({name: book for name, book in read.items() if Path(name) not in before}, beside)
    named = (*files, charter) if charter and not _is_charter(read[str(charter)]) else files
    months = {name: month for name, book in read.items() if isinstance(book, Book) and (month := _month(Path(name), book, agreed))}
    return tuple(_checked(path, read[str(path)], agreed, months, as_charter=path is charter) for path in dict.fromkeys(named))


def _read(paths: Mapping[str, Path]) -> dict[str, Outcome]:
    """Read every file: workbooks together in one child process, a site's own CSV files here."""
    plain = {name: read_site_file(name, path) for name, path in paths.items() if path.suffix.lower() in CSV}
    return plain | start_reading({name: path for name, path in paths.items() if name not in plain}).result()


def _month(path: Path, book: Book, charter: Charter | None) -> tuple[Submission | None, tuple[Finding, ...]] | None:
    """Read a month as a build would: a site's own file through the mapping of its workspace; None for another file."""
    month = path.absolute().parent
    try:
        period, folder = Period.parse(month.name), month.parents[1]
    except (ValueError, IndexError):
        period, folder = Period(1, 1), month
    mapped = month.parent.name == SUBMISSIONS and (folder / MAPPINGS / f"{path.stem}.toml").is_file()
    if not mapped and kind_of(book) != "month":
        return None
    return read_month(book, charter, folder, path.stem, period)


def _months_before(path: Path) -> list[Path]:
    """Find the workbooks of the site's earlier months where the file lies in a workspace."""
    home = path.absolute().parent
    if home.parent.name != SUBMISSIONS or not home.parent.is_dir():
        return []
    months = sorted(folder for folder in home.parent.iterdir() if folder.name < home.name)
    return [found for folder in months if (found := folder / path.name).is_file()]


def _charter_of(path: Path) -> Path | None:
    """Find the charter of the workspace that a submission lies in: SUBMISSIONS/PERIOD/SITE.xlsx."""
    parents = path.absolute().parents
    found = parents[2] / CHARTER if len(parents) > 2 else None
    return found if found and found.is_file() and found.absolute() != path.absolute() else None


def _is_charter(book: Outcome) -> bool:
    return isinstance(book, Book) and kind_of(book) == "charter"


def _charter(read: dict[str, Outcome], beside: Path | None) -> Charter | None:
    named = [read[str(beside)]] if beside else []
    for book in (*named, *read.values()):
        if isinstance(book, Book) and _is_charter(book):
            return parse_charter(book)[0]
    return None


def _checked(path: Path, book: Outcome, charter: Charter | None, months: _Months, *, as_charter: bool) -> Checked:
    name = str(path)
    if not isinstance(book, Book):
        return Checked(name, "unreadable", in_order(book))
    kind = kind_of(book)
    if as_charter and kind != "charter":
        return Checked(name, "unknown", (error(CellRef(name), "WSP-109"),))
    if kind == "charter":
        agreed, findings = parse_charter(book)
        return Checked(name, kind, in_order((*findings, *load_logo(path.parent, agreed.company)[1])))
    if name in months:
        submission, findings = months[name]
        more = (*_misplaced(path, submission), *_beside_others(submission, months, charter)) if submission else ()
        return Checked(name, "month", in_order(withheld((*findings, *more), submission)))
    return Checked(name, "unknown", (neither(book),))


def _beside_others(submission: Submission, months: _Months, charter: Charter | None) -> tuple[Finding, ...]:
    """Hold a month against the same site's months before it, of the call or of its workspace."""
    others = (each for each, _ in months.values() if each and each.site == submission.site and each.period < submission.period)
    earlier = tuple(sorted(others, key=lambda each: each.period))
    return (*check_against_previous(submission, earlier[-1] if earlier else None), *history_findings(submission, earlier, charter),
            *late_findings(submission, (submission.period + 1).last_day))


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


def write_annotated(path: Path, findings: Sequence[Finding], copy: Path, language: Language) -> bool:
    """Write the annotated copy of a workbook that was checked; False for a file that is no workbook to be annotated."""
    try:
        annotate(path, findings, copy, language=language)
    except Refused:
        return False
    return True


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
