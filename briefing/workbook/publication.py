"""The facts of a publication: `publication/PERIOD/SITE.toml`, read and checked line by line.

Nothing in it changes or withholds a computed line: an override and a comment are printed beside what was computed.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from briefing.evidence import CellRef, Source
from briefing.findings import Finding, warning
from briefing.model.dossier import Comment, Override, Publication
from briefing.model.submission import Status, Submission
from briefing.periods import Period
from briefing.workbook.normalise import many_lines, one_line

DAYS: Final = ("as_of", "published_on", "received_on")
TEXTS: Final = ("published_by", "approver")
OVERRIDES, COMMENTS = "overrides", "comments"
PARTS: Final[Mapping[str, tuple[str, ...]]] = {OVERRIDES: ("kpi", "status", "name", "reason"), COMMENTS: ("name", "text", "about")}
FILE_BYTES: Final = 1024 * 1024


def read_publication(name: str, path: Path, period: Period) -> tuple[Publication | None, tuple[Finding, ...]]:
    """Read the facts of one month; a fault in them is a warning, and what can be used is used."""
    try:
        text = path.read_text(encoding="utf-8-sig") if path.stat().st_size <= FILE_BYTES else "\0"
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        place = re.search(r"line (\d+)", str(fault))
        return None, (warning(CellRef(name, "", f"L{place[1]}" if place else ""), "WSP-104"),)
    except (OSError, UnicodeDecodeError, RecursionError):
        return None, (warning(CellRef(name), "WSP-104"),)
    return _Reader(name, text, table).publication(period)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the tables of one file; knows the line of each key."""

    name: str
    text: str
    table: Mapping[str, Any]

    def publication(self, period: Period) -> tuple[Publication, tuple[Finding, ...]]:
        """Give what can be used, and what was found."""
        findings = [*self._unknown(), *self._texts_wrong()]
        days = {key: _day(self.table.get(key)) for key in DAYS}
        findings += [self._say("WSP-108", self._line(key), key=key, found=one_line(str(self.table[key]))) for key, day in days.items()
                     if key in self.table and day is None]
        overrides, comments = [], []
        for line, each in self._rows(OVERRIDES):
            override = _override(each)
            findings += [] if override else [self._say("WSP-107", line)]
            overrides += [override] if override else []
        for line, each in self._rows(COMMENTS):
            comment = _comment(each, Source(self.name, "", 0, dict.fromkeys(PARTS[COMMENTS], f"L{line}") if line else {}))
            findings += [] if comment else [self._say("WSP-122", line, line=line)]
            comments += [comment] if comment else []
        findings += self._impossible(days, period)
        places = {key: f"L{line}" for key in (*DAYS, *TEXTS, OVERRIDES, COMMENTS) if (line := self._line(key))}
        made = Publication(period, days["as_of"], self._role("published_by"), days["published_on"], self._role("approver"), tuple(overrides),
                           tuple(comments), days["received_on"], Source(self.name, "", 0, places))
        return made, tuple(findings)

    def _role(self, key: str) -> str:
        value = self.table.get(key, "")
        return one_line(value) if isinstance(value, str) else ""

    def _rows(self, key: str) -> Iterator[tuple[int, Any]]:
        """Yield the tables under a key with the line each begins in."""
        listed = self.table.get(key, [])
        rows = listed if isinstance(listed, list) else [listed]
        heads = self._lines(rf"\s*\[\[\s*{key}\s*\]\]")
        for index, each in enumerate(rows):
            yield heads[index] if len(heads) == len(rows) else self._line(key), each

    def _lines(self, pattern: str) -> list[int]:
        return [number for number, line in enumerate(self.text.splitlines(), 1) if re.match(pattern, line)]

    def _line(self, key: str) -> int:
        """Give the first line that sets a key or opens its table; 1 where it has none of its own, 0 where it is not there."""
        found = self._lines(rf"\s*(?:\[\[?\s*)?[\"']?{re.escape(key)}[\"']?\s*(?:=|\.|\])")
        return found[0] if found else 1 if key in self.table else 0

    def _say(self, code: str, at_line: int, **parameters: str | float) -> Finding:
        return warning(CellRef(self.name, "", f"L{at_line}" if at_line else ""), code, **parameters)

    def _unknown(self) -> Iterator[Finding]:
        """Yield a finding for each key that nothing reads, in the file and in its tables."""
        for key in self.table:
            if key not in {*DAYS, *TEXTS, OVERRIDES, COMMENTS}:
                yield self._say("WSP-121", self._line(key), key=one_line(key)[:60], line=self._line(key))
        for name, known in PARTS.items():
            for line, each in self._rows(name):
                extra = [key for key in each if key not in known] if isinstance(each, Mapping) else []
                yield from (self._say("WSP-121", line, key=f"{name}.{one_line(key)[:60]}", line=line) for key in extra)

    def _texts_wrong(self) -> Iterator[Finding]:
        for key in TEXTS:
            if key in self.table and not isinstance(self.table[key], str):
                yield self._say("WSP-124", self._line(key), key=key, line=self._line(key))

    def _impossible(self, days: Mapping[str, date | None], period: Period) -> Iterator[Finding]:
        """Yield days that contradict the month or each other: nobody publishes a month before its first day, nor speaks from after publication."""
        published = days["published_on"]
        for key, day in days.items():
            if day and day < period.first_day:
                yield self._say("WSP-123", self._line(key), key=key, found=day.isoformat(), line=self._line(key),
                                expected_en=f"the month began on {period.first_day.isoformat()}", expected_es=f"el mes empezó el {period.first_day.isoformat()}")
        for key in ("as_of", "received_on"):
            day = days[key]
            if day and published and day > published:
                yield self._say("WSP-123", self._line(key), key=key, found=day.isoformat(), line=self._line(key),
                                expected_en=f"it was published on {published.isoformat()}", expected_es=f"se publicó el {published.isoformat()}")


def publication_findings(publication: Publication | None, submission: Submission, codes: frozenset[str]) -> Iterator[Finding]:
    """Say which overrides and comments of a month are about nothing that it has; `codes` are the charter's KPIs."""
    if publication is None:
        return
    kpis = codes | {report.code for report in submission.kpis}
    known = kpis | {row.id for row in submission.register} | {ask.id for ask in submission.asks}
    for override in publication.overrides:
        if override.kpi not in kpis:
            yield warning(publication.source.at(OVERRIDES), "WSP-110", kpi=one_line(override.kpi))
    for comment in publication.comments:
        if comment.about and comment.about not in known:
            place = comment.source.at("about")
            yield warning(place, "WSP-125", found=comment.about, line=int(place.cell[1:] or 0))


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


def _comment(table: object, source: Source) -> Comment | None:
    """Read a comment; None unless somebody says something."""
    if not isinstance(table, Mapping):
        return None
    name, text, about = (table.get(key, "") for key in ("name", "text", "about"))
    if not (isinstance(name, str) and isinstance(text, str) and name.strip() and text.strip()):
        return None
    return Comment(one_line(name), many_lines(text), one_line(about) if isinstance(about, str) else "", source)
