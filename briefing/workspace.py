"""A workspace: the folder of charter, submissions, responses and publication facts; and atomic writes."""

from __future__ import annotations

import os
import tempfile
import tomllib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from briefing.errors import UnreadableFile, UnusableCharter, WorkspaceError, WrongWorkbook
from briefing.evidence import CellRef, Source
from briefing.findings import Finding, error, in_order, warning
from briefing.model.charter import Charter, Site
from briefing.model.dossier import Dossier, Override, Publication
from briefing.model.responses import Response
from briefing.model.submission import Status, Submission
from briefing.periods import Period
from briefing.workbook.cells import Book
from briefing.workbook.checks import check_against_previous, check_belongs
from briefing.workbook.intake import Outcome, Reading, start_reading
from briefing.workbook.parse import kind_of, parse_charter, parse_submission
from briefing.workbook.responses import read_responses

CHARTER = "charter.xlsx"
SUBMISSIONS = "submissions"
RESPONSES = "responses"
PUBLICATION = "publication"


def load_workspace(path: str | os.PathLike[str]) -> Workspace:
    """Open a workspace; nothing is read before a dossier is asked for. WorkspaceError if there is no such folder."""
    folder = Path(path)
    if not folder.is_dir():
        raise WorkspaceError(error(CellRef(str(folder)), "WSP-101", found=str(folder)))
    return Workspace(folder)


@dataclass(slots=True)
class Workspace:
    """A folder whose files are read once, together, by the first dossier that needs them."""

    folder: Path
    _readings: list[Reading] = field(default_factory=list)
    _asked: set[str] = field(default_factory=set)
    _books: dict[str, Outcome] = field(default_factory=dict)
    _charter: tuple[Charter, tuple[Finding, ...]] | None = None

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
        sent = sorted(path.stem for path in _listed(self.folder / SUBMISSIONS / str(period)) if path.suffix == ".xlsx" and path.name[0] not in "~.")
        named = [site.code for site in charter.sites]
        return tuple(dict.fromkeys([*named, *sent]))

    def prepare(self, period: Period, sites: Iterable[str] | None = None) -> None:
        """Start to read what dossiers of a month need, in the background; returns at once."""
        wanted = None if sites is None else set(sites)
        names = [CHARTER] if self.has_charter else []
        for month in self.periods():
            if month <= period:
                names += [
                    f"{SUBMISSIONS}/{month}/{path.name}" for path in _listed(self.folder / SUBMISSIONS / str(month))
                    if path.suffix.lower() == ".xlsx" and path.name[0] not in "~." and (wanted is None or path.stem in wanted)
                ]
        new = [name for name in names if name not in self._asked]
        if new:
            self._asked.update(new)
            self._readings.append(start_reading({name: self.folder / name for name in new}))

    def _book(self, name: str) -> Outcome:
        while self._readings:
            self._books.update(self._readings.pop().result())
        if name not in self._books:
            self._books.update(start_reading({name: self.folder / name}).result())
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
                self._charter = parse_charter(book)
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
        responses, response_findings = self._responses(site, period)
        publications, publication_findings = self._publications(site, period)
        findings += [*response_findings, *publication_findings]
        place = charter.site(site) or Site(site, site, currency=current.cover.currency or charter.company.currency)
        when = as_of or _as_of(charter, period, publications)
        return Dossier(charter, place, period, when, current, earlier, responses, publications, in_order(findings), self.has_charter)

    def _current(self, site: str, period: Period, charter: Charter) -> tuple[Submission, tuple[Finding, ...]]:
        name = f"{SUBMISSIONS}/{period}/{site}.xlsx"
        if not (self.folder / name).is_file():
            raise WorkspaceError(error(CellRef(name), "WSP-102", site=site, period=str(period)))
        book = self._book(name)
        if not isinstance(book, Book):
            raise UnreadableFile(*book)
        submission, findings = parse_submission(book, charter if self.has_charter else None)
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
            name = f"{SUBMISSIONS}/{month}/{site}.xlsx"
            if month >= period or not (self.folder / name).is_file():
                continue
            book = self._book(name)
            submission = None
            if isinstance(book, Book) and kind_of(book) == "month":
                submission, _ = parse_submission(book, charter if self.has_charter else None)
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
                    responses, found = read_responses(f"{RESPONSES}/{path.name}", path)
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


def read_publication(name: str, path: Path, period: Period) -> tuple[Publication | None, tuple[Finding, ...]]:
    """Read `publication/PERIOD/SITE.toml`; a fault in it is a warning, and what can be used is used."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return None, (warning(CellRef(name), "WSP-104"),)
    findings: list[Finding] = []
    overrides = []
    for each in table.get("overrides", []) if isinstance(table.get("overrides", []), list) else []:
        override = _override(each)
        if override is None:
            findings.append(warning(CellRef(name), "WSP-107"))
        else:
            overrides.append(override)
    dates = {key: _day(table.get(key)) for key in ("as_of", "published_on")}
    findings += [warning(CellRef(name), "WSP-108", key=key, found=str(table[key])) for key, day in dates.items() if key in table and day is None]
    publication = Publication(period, dates["as_of"], str(table.get("published_by", "")), dates["published_on"],
                              str(table.get("approver", "")), tuple(overrides), Source(name))
    return publication, tuple(findings)


def _day(value: object) -> date | None:
    """Give a TOML value as a day: a date, a time's date, or a date in quotation marks; None for anything else."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, str):
        with suppress(ValueError):
            return date.fromisoformat(value.strip())
    return value if isinstance(value, date) else None


def _override(table: Mapping[str, Any]) -> Override | None:
    """Read an override; None unless it names KPI, status, name and reason."""
    try:
        override = Override(str(table["kpi"]), Status(table["status"]), str(table["name"]).strip(), str(table["reason"]).strip())
    except (KeyError, ValueError, TypeError):
        return None
    return override if override.name and override.reason else None


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all: beside its place first, then moved onto it."""
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
