"""A workspace: the folder of charter, submissions, responses and publication facts; and atomic writes."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from briefing.errors import UnreadableFile, UnusableCharter, WorkspaceError, WrongWorkbook
from briefing.evidence import CellRef
from briefing.findings import Finding, error, in_order, warning
from briefing.model.brand import Logo
from briefing.model.charter import Charter, Site
from briefing.model.dossier import Dossier, Publication
from briefing.model.hearing import heard
from briefing.model.responses import Response
from briefing.model.submission import Submission
from briefing.periods import Period
from briefing.workbook.branding import load_logo
from briefing.workbook.cells import Book
from briefing.workbook.checks import check_against_previous, check_belongs
from briefing.workbook.checks_history import history_findings, late_findings
from briefing.workbook.intake import Outcome, Reading, start_reading
from briefing.workbook.parse import kind_of, parse_charter, parse_submission
from briefing.workbook.privileged import withheld
from briefing.workbook.publication import publication_findings, read_publication
from briefing.workbook.responses import hearing_findings, read_responses
from briefing.workbook.site_files import CSV, SUFFIXES, is_ours, may_hold_foreign_block, read_site_file

CHARTER = "charter.xlsx"
SUBMISSIONS = "submissions"
RESPONSES = "responses"
PUBLICATION = "publication"
MAPPINGS = "mappings"
READ_APART = tuple(suffix for suffix in SUFFIXES if suffix not in CSV)
"""Kinds of file that the child process reads."""


def load_workspace(path: str | os.PathLike[str], *, paper: str = "") -> Workspace:
    """Open a workspace; nothing is read before a dossier is asked for. WorkspaceError if there is no such folder.

    `paper`, `letter` or `a4`, goes before the sheet that the charter names.
    """
    folder = Path(path)
    if not folder.is_dir():
        raise WorkspaceError(error(CellRef(str(folder)), "WSP-101", found=str(folder)))
    return Workspace(folder, paper)


@dataclass(slots=True)
class Workspace:
    """A folder whose files are read once, together, by the first dossier that needs them."""

    folder: Path
    paper: str = ""
    _readings: list[Reading] = field(default_factory=list)
    _asked: set[str] = field(default_factory=set)
    _books: dict[str, Outcome] = field(default_factory=dict)
    _charter: tuple[Charter, tuple[Finding, ...]] | None = None
    _logo: Logo | None = None
    _answers: dict[Path, tuple[tuple[Response, ...], tuple[Finding, ...]]] = field(default_factory=dict)

    @property
    def has_charter(self) -> bool:
        """Tell whether the workspace holds a charter at all."""
        return (self.folder / CHARTER).is_file()

    def periods(self) -> tuple[Period, ...]:
        """Give every month that has a folder of submissions, oldest first."""
        found = []
        for each in _listed(self.folder / SUBMISSIONS):
            with suppress(ValueError):
                found.append(Period.parse(each.name))
        return tuple(sorted(found))

    def sites(self, period: Period) -> tuple[str, ...]:
        """Give the codes of the sites that a month is expected from or was sent by: the charter's, in its order, then others."""
        charter, _ = self.charter()
        sent = sorted(path.stem for path in _listed(self.folder / SUBMISSIONS / str(period)) if path.suffix.lower() in SUFFIXES and path.name[0] not in "~.")
        named = [site.code for site in charter.sites]
        return tuple(dict.fromkeys([*named, *sent]))

    def sent(self, site: str, period: Period) -> tuple[Period, ...]:
        """Give the months up to one of which a file of the site is there, oldest first."""
        return tuple(month for month in self.periods() if month <= period and (self.folder / self._name(site, month)).is_file())

    def forget(self, site: str) -> None:
        """Let go of a site's files, so that a run over many sites holds few at a time; they are read again when asked for."""
        for name in [name for name in self._asked | self._books.keys() if Path(name).stem == site and name != CHARTER]:
            self._asked.discard(name)
            self._books.pop(name, None)
            for reading in self._readings:
                reading.forget(name)
        self._readings[:] = [each for each in self._readings if len(each)]

    def prepare(self, period: Period, sites: Iterable[str] | None = None) -> None:
        """Start to read what dossiers of a month need, in the background; returns at once."""
        months = [month for month in self.periods() if month <= period]
        codes = self._codes(months) if sites is None else sorted(set(sites))
        # A site's months together, so that its dossier need not wait for the other sites.
        files = [name for code in codes for name in (self._name(code, month) for month in months)
                 if Path(name).suffix in READ_APART and (self.folder / name).is_file()]
        names = [CHARTER] if self.has_charter else []
        new = [name for name in (*names, *files) if name not in self._asked]
        if new:
            self._asked.update(new)
            self._readings.append(start_reading({name: self.folder / name for name in new}))

    def _codes(self, months: Iterable[Period]) -> list[str]:
        """Give the code of every site that sent a file in any of some months."""
        return sorted({path.stem for month in months for path in _listed(self.folder / SUBMISSIONS / str(month)) if path.name[0] not in "~."})

    def _book(self, name: str) -> Outcome:
        if name not in self._books:
            reading = next((each for each in self._readings if name in each), None)
            self._books[name] = reading.of(name) if reading else read_site_file(name, self.folder / name)
        return self._books[name]

    def charter(self) -> tuple[Charter, tuple[Finding, ...]]:
        """Give the charter and what was found in it; an empty one where there is none.

        Raises:
            UnreadableFile: The file is there but could not be read.
        """
        if self._charter is None:
            if not self.has_charter:
                self._charter = Charter(), (warning(CellRef(CHARTER), "WSP-105"),)
            else:
                book = self._book(CHARTER)
                if not isinstance(book, Book):
                    raise UnreadableFile(*book)
                charter, findings = parse_charter(book)
                self._logo, faults = load_logo(self.folder, charter.company)
                self._charter = charter, (*findings, *faults)
            if self.paper:
                charter, findings = self._charter
                self._charter = replace(charter, company=replace(charter.company, paper=self.paper)), findings
        return self._charter

    def dossier(self, site: str, period: Period, *, as_of: date | None = None) -> Dossier:
        """Gather all that is known of one site at one date.

        Raises:
            UnreadableFile: The month's workbook or the charter could not be read.
            WrongWorkbook: The month's workbook speaks of another site or month.
            UnusableCharter: The charter names sites, but not this one.
            WorkspaceError: The month was never sent.
        """
        self.prepare(period, [site])
        charter, found = self.charter()
        findings = list(found)
        if charter.sites and charter.site(site) is None:
            raise UnusableCharter(error(CellRef(CHARTER), "WSP-103", site=site), *found)
        current, now_found = self._current(site, period, charter)
        findings += now_found
        earlier, earlier_found = self.earlier(site, period, charter)
        findings += earlier_found
        findings += check_against_previous(current, earlier[-1] if earlier else None)
        findings += history_findings(current, earlier, charter if self.has_charter else None)
        lines, response_findings = self._responses(site, period)
        responses = heard(charter, lines)
        response_findings += hearing_findings(lines, charter)
        publications, faults = self._publications(site, period)
        findings += late_findings(current, _last_told(period, publications))
        now = next((each for each in publications if each.period == period), None)
        findings += [*response_findings, *faults, *publication_findings(now, current, frozenset(kpi.code for kpi in charter.kpis))]
        place = charter.site(site) or Site(site, site, currency=current.cover.currency or charter.company.currency)
        when = as_of or _as_of(charter, period, publications)
        shown = in_order(withheld(findings, current))
        return Dossier(charter, place, period, when, current, earlier, responses, publications, shown, self.has_charter, self._logo)

    def _name(self, site: str, period: Period) -> str:
        """Give the name of a site's file of a month; that of a workbook where there is none."""
        names = [f"{SUBMISSIONS}/{period}/{site}{suffix}" for suffix in SUFFIXES]
        return next((name for name in names if (self.folder / name).is_file()), names[0])

    def _current(self, site: str, period: Period, charter: Charter) -> tuple[Submission, tuple[Finding, ...]]:
        name = self._name(site, period)
        if not (self.folder / name).is_file():
            raise WorkspaceError(error(CellRef(name), "WSP-102", site=site, period=str(period)))
        book = self._book(name)
        if not isinstance(book, Book):
            raise UnreadableFile(*book)
        submission, findings = read_month(book, charter if self.has_charter else None, self.folder, site, period)
        if submission is None:
            raise WrongWorkbook(*findings)
        wrong = check_belongs(submission, site, period)
        if any(finding.severity == "error" for finding in wrong):
            raise WrongWorkbook(*wrong, *findings)
        return submission, (*findings, *wrong)

    def earlier(self, site: str, period: Period, charter: Charter) -> tuple[tuple[Submission, ...], tuple[Finding, ...]]:
        """Give earlier months; one that cannot be used is left out with a warning, since this month can do without."""
        kept: list[Submission] = []
        findings: list[Finding] = []
        for month in self.periods():
            name = self._name(site, month)
            if month >= period or not (self.folder / name).is_file():
                continue
            book = self._book(name)
            submission = None
            if isinstance(book, Book) and (kind_of(book) == "month" or (self.folder / MAPPINGS / f"{site}.toml").is_file()):
                submission, _ = read_month(book, charter if self.has_charter else None, self.folder, site, month)
            if submission is None or (submission.site, submission.period) != (site, month):
                findings.append(warning(CellRef(name), "WSP-106", period=str(month)))
                continue
            kept.append(submission)
        return tuple(kept), tuple(findings)

    def _responses(self, site: str, period: Period) -> tuple[tuple[Response, ...], list[Finding]]:
        kept: list[Response] = []
        findings: list[Finding] = []
        for path in _listed(self.folder / RESPONSES):
            with suppress(ValueError):
                if path.suffix == ".csv" and Period.parse(path.stem) <= period:
                    if path not in self._answers:
                        self._answers[path] = read_responses(f"{RESPONSES}/{path.name}", path)
                    responses, found = self._answers[path]
                    kept += [response for response in responses if response.site == site]
                    findings += found
        return tuple(kept), findings

    def _publications(self, site: str, period: Period) -> tuple[tuple[Publication, ...], list[Finding]]:
        kept: list[Publication] = []
        findings: list[Finding] = []
        for folder in _listed(self.folder / PUBLICATION):
            path = folder / f"{site}.toml"
            with suppress(ValueError):
                month = Period.parse(folder.name)
                if month <= period and path.is_file():
                    publication, found = read_publication(f"{PUBLICATION}/{month}/{site}.toml", path, month)
                    kept += [publication] if publication else []
                    findings += found
        return tuple(kept), findings


def read_month(book: Book, charter: Charter | None, folder: Path, site: str, period: Period) -> tuple[Submission | None, tuple[Finding, ...]]:
    """Read a month of a workspace: our own workbook as it is laid out, a site's own file through `mappings/SITE.toml`."""
    name = f"{MAPPINGS}/{site}.toml"
    if is_ours(book) or not (folder / name).is_file():
        submission, findings = parse_submission(book, charter)
        if not may_hold_foreign_block(findings):
            return submission, findings
        from briefing.workbook.adopt import foreign_blocks  # noqa: PLC0415 - only few files need it

        return submission, (*findings, *foreign_blocks(book))
    from briefing.workbook.adopt import read_adopted, read_mapping  # noqa: PLC0415 - only few sites need it

    mapping, faults = read_mapping(name, folder / name)
    if mapping is None:
        return None, faults
    submission, findings = read_adopted(book, mapping, charter, site=site, period=period)
    return submission, (*faults, *findings)


def _listed(folder: Path) -> list[Path]:
    return sorted(folder.iterdir(), key=lambda path: path.name) if folder.is_dir() else []


def _as_of(charter: Charter, period: Period, publications: tuple[Publication, ...]) -> date:
    """Give the publication's date, else the cadence's review day, else the month's last day."""
    published = next((each for each in publications if each.period == period), None)
    if published and (published.as_of or published.published_on):
        return published.as_of or published.published_on or period.last_day
    day = next((item.day for item in charter.cadence if item.review and item.day), None)
    if day is None:
        return period.last_day
    following = period + 1
    return following.first_day.replace(day=min(day, following.last_day.day))


def _last_told(period: Period, publications: tuple[Publication, ...]) -> date:
    """Give the last day a month can speak of: its publication's date, else the end of the month it is handed in."""
    published = next((each.as_of or each.published_on for each in publications if each.period == period), None)
    return max(published, period.last_day) if published else (period + 1).last_day


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all: beside its place first, then moved onto it.

    A device or a pipe, such as `/dev/null`, is written to and stays what it is.
    """
    if path.exists() and not path.is_file() and not path.is_dir():
        path.write_bytes(data)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise
