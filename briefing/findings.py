"""What was found wrong or remarkable in a user's data: a value, never an exception."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from briefing.evidence import CellRef


class Severity(StrEnum):
    """How much a finding matters: an error is not used, a warning is used and doubted, a note informs."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """Where, what and with which particulars; the text is made at the edge from the catalogues.

    `code` is stable, such as `KPI-104`; `parameters` are the named values its text mentions.
    """

    where: CellRef
    code: str
    severity: Severity
    parameters: tuple[tuple[str, str | int | float], ...] = ()


def error(where: CellRef, code: str, **parameters: str | float) -> Finding:
    """Make a finding about a value that cannot be used."""
    return Finding(where, code, Severity.ERROR, tuple(sorted(parameters.items())))


def warning(where: CellRef, code: str, **parameters: str | float) -> Finding:
    """Make a finding about a value that is used and should be looked at."""
    return Finding(where, code, Severity.WARNING, tuple(sorted(parameters.items())))


def note(where: CellRef, code: str, **parameters: str | float) -> Finding:
    """Make a finding that only informs."""
    return Finding(where, code, Severity.NOTE, tuple(sorted(parameters.items())))


def has_errors(findings: Iterable[Finding]) -> bool:
    """Tell whether any of the findings is an error."""
    return any(finding.severity is Severity.ERROR for finding in findings)


def _place(finding: Finding) -> tuple[str, str, int, int, str, str]:
    letters, digits = re.fullmatch(r"([A-Z]*)(\d*).*", finding.where.cell or "").groups()  # type: ignore[union-attr]
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return (finding.where.file, finding.where.sheet, int(digits or 0), column, finding.code, str(finding.parameters))


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Sort by file, sheet, row and column, and drop exact repeats."""
    return tuple(sorted(set(findings), key=_place))
