"""The dossier: all that is known of one site at one date."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from briefing.evidence import Source
from briefing.findings import Finding
from briefing.model.brand import Logo
from briefing.model.charter import Charter, Site
from briefing.model.responses import Response
from briefing.model.submission import FollowUp, FollowUpKind, Status, Submission
from briefing.periods import Period


@dataclass(frozen=True, slots=True)
class Override:
    """A status that a named role set against the computed one, with the reason; both are printed."""

    kpi: str
    status: Status
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Comment:
    """What a named role adds to a publication; it stands beside the computed lines and changes none."""

    name: str
    text: str
    about: str = ""
    """The ask, register row or KPI it speaks of; blank: the whole briefing."""
    source: Source = field(default_factory=Source)


@dataclass(frozen=True, slots=True)
class Publication:
    """Facts about the publication of one month: `publication/PERIOD/SITE.toml`."""

    period: Period
    as_of: date | None = None
    published_by: str = ""
    published_on: date | None = None
    approver: str = ""
    overrides: tuple[Override, ...] = ()
    comments: tuple[Comment, ...] = ()
    received_on: date | None = None
    """The day the month's workbook came in, where somebody has recorded it."""
    source: Source = field(default_factory=Source)


@dataclass(frozen=True, slots=True)
class Dossier:
    """Charter, this submission, earlier ones, responses and publication facts of one site.

    `submission` is None when the month is missing; `earlier` runs from the oldest to the latest before it.
    """

    charter: Charter
    site: Site
    period: Period
    as_of: date
    submission: Submission | None = None
    earlier: tuple[Submission, ...] = ()
    responses: tuple[Response, ...] = ()
    publications: tuple[Publication, ...] = ()
    findings: tuple[Finding, ...] = field(default_factory=tuple)
    has_charter: bool = True
    logo: Logo | None = None
    """The company's, read and cleaned."""

    @property
    def previous(self) -> Submission | None:
        """The submission of the month before, if there is one."""
        return next((each for each in reversed(self.earlier) if each.period == self.period + -1), None)

    @property
    def submissions(self) -> tuple[Submission, ...]:
        """All submissions up to and with this month, oldest first."""
        return (*self.earlier, self.submission) if self.submission else self.earlier

    @property
    def publication(self) -> Publication | None:
        """The publication facts of this month."""
        return next((each for each in self.publications if each.period == self.period), None)


def latest_follow_ups(dossier: Dossier, *kinds: FollowUpKind) -> tuple[FollowUp, ...]:
    """Give the latest statement of each line of the Follow-up sheets, in order of id."""
    latest: dict[str, FollowUp] = {}
    for submission in dossier.submissions:
        latest.update({each.id: each for each in submission.follow_ups if each.kind in kinds})
    return tuple(latest[key] for key in sorted(latest))
