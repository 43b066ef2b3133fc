"""The tree of errors that stop work; faults in a user's data are values (see findings).

BriefingError
├── UnreadableFile        the file could not be read at all
├── UnusableCharter       the charter gives no site to report on
├── WrongWorkbook         a readable file that belongs to another site, period or purpose
└── WorkspaceError        a folder or file of the workspace is missing or not as expected
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from briefing.findings import Finding


class BriefingError(Exception):
    """A reason to stop, with the findings that say why and what to do next."""

    def __init__(self, *findings: Finding) -> None:
        """Keep the findings; the text for people is made from them at the edge."""
        super().__init__(", ".join(finding.code for finding in findings))
        self.findings = findings


class UnreadableFile(BriefingError):  # noqa: N818 - it names what is wrong with the file
    """The file could not be read: not a workbook, damaged, encrypted, too large or hostile."""


class UnusableCharter(BriefingError):  # noqa: N818 - as above
    """The charter names no site, or not the site that was asked for."""


class WrongWorkbook(BriefingError):  # noqa: N818 - as above
    """The workbook speaks of another site or period, or is neither a charter nor a month."""


class WorkspaceError(BriefingError):
    """The workspace lacks a folder or file that the call needs."""
