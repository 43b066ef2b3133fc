"""What the pages of a site's month show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from briefing.document.blocks import Mark
from briefing.language import Language, finding_hint, finding_message
from briefing.model.charter import Charter, Site
from briefing.model.submission import Status
from briefing.periods import Period
from briefing.portal import store
from briefing.portal.access import holds
from briefing.portal.models import (
    Approval,
    Job,
    JobKind,
    JobState,
    Month,
    Person,
    Publication,
    Right,
    RightKind,
    Version,
    VersionState,
)
from briefing.portal.services.reading import finding_of
from briefing.portal.templatetags.portal import say_in

MONTHS_SHOWN = 6
DRAFT_STATES = (VersionState.WAITING, VersionState.READ, VersionState.UNMAPPED, VersionState.UNREADABLE, VersionState.FAILED)


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding as it is shown: its place, its text and the next action."""

    place: str
    severity: str
    code: str
    message: str
    hint: str

    @property
    def severity_key(self) -> str:
        """The key of its severity in the catalogue."""
        return f"severity.{self.severity}"


def shown_findings(findings: Sequence[dict[str, Any]], language: Language) -> list[Shown]:
    """Give findings in a language, errors first, then in the order of sheet and cell."""
    order = ("error", "warning", "note")
    shown = []
    for data in findings:
        finding = finding_of(data)
        place = ", ".join(filter(None, (finding.where.sheet, finding.where.cell)))
        shown.append(Shown(place, finding.severity.value, finding.code, finding_message(finding, language), finding_hint(finding, language)))
    return sorted(shown, key=lambda each: order.index(each.severity))


@dataclass(frozen=True, slots=True)
class MonthLine:
    """A month as its site's page lists it."""

    period: Period
    state: str
    due: date | None
    draft: Version | None = None
    publication: Publication | None = None

    @property
    def state_key(self) -> str:
        """The key of its state in the catalogue."""
        return f"month.{self.state}"


def due_day(site: Site, period: Period) -> date | None:
    """Give the day a month is due: the charter's day of the month after."""
    if not site.due_day:
        return None
    following = period + 1
    return following.first_day.replace(day=min(site.due_day, following.last_day.day))


def month_lines(site: Site, today: date, count: int = MONTHS_SHOWN) -> list[MonthLine]:
    """Give a site's latest months, the latest first: the running one too as soon as it is in hand or the one before it is published."""
    last = Period.of(today) + -1
    periods = [last + -step for step in range(-1, count)]
    names = [str(period) for period in periods]
    drafts = {version.month.period: version for version in
              Version.objects.filter(month__site=site.code, month__period__in=names, state__in=DRAFT_STATES).select_related("month").order_by("number")}
    published: dict[str, Publication] = {}
    for publication in Publication.objects.filter(site=site.code, period__in=names).order_by("number"):
        published[publication.period] = publication
    coming = months_coming(site.code)
    running, *ended = [_line(site, period, today, drafts.get(str(period)), published.get(str(period)), coming=str(period) in coming) for period in periods]
    return [running, *ended] if running.draft or running.publication or ended[0].publication else ended


def next_line(lines: Sequence[MonthLine]) -> MonthLine:
    """Give the month that somebody is to go on with: one in hand, else a late one, else one to hand in, else the latest."""
    order = ("approved", "approval", "draft", "published_draft", "late", "open")
    return min(lines, key=lambda line: order.index(line.state) if line.state in order else len(order))


def months_coming(site: str) -> set[str]:
    """Give the months of an imported workspace that the worker has still to freeze."""
    waiting = Job.objects.filter(kind=JobKind.IMPORT, arguments__site=site).exclude(state=JobState.FAILED)
    return {job.arguments["period"] for job in waiting}


def _line(site: Site, period: Period, today: date, draft: Version | None, publication: Publication | None, *, coming: bool) -> MonthLine:
    due = due_day(site, period)
    if coming and not draft:
        state = "coming"
    elif publication:
        state = "published_draft" if draft else "published"
    elif draft:
        approved = Approval.objects.filter(version=draft).exists()
        state = "approved" if approved else "approval" if draft.sent_for_approval_at else "draft"
    else:
        state = "late" if due and due < today else "open"
    return MonthLine(period, state, due, draft, publication)


def to_approve(person: Person, charter: Charter) -> tuple[Version, ...]:
    """Give the versions that wait for a person's approval: sent by somebody else, and the latest of their month."""
    if not charter.company.second_person:
        return ()
    sent = Version.objects.filter(state=VersionState.READ, sent_for_approval_at__isnull=False, approval=None).exclude(author=person)
    return tuple(each for each in sent.select_related("month", "author").order_by("sent_for_approval_at")
                 if holds(person, RightKind.APPROVER, site=each.month.site) and last_version_of(each))


def approvers(version: Version) -> list[Person]:
    """Give who may approve a version."""
    rights = Right.objects.filter(kind=RightKind.APPROVER, site__in=("", version.month.site), person__is_active=True)
    return sorted({right.person for right in rights.exclude(person=version.author_id).select_related("person")}, key=str)


def versions_of(site: str, period: Period) -> list[Version]:
    """Give a month's versions, the latest first."""
    return list(Version.objects.filter(month__site=site, month__period=str(period)).select_related("author", "month").order_by("-number"))


def publications_of(site: str, period: Period) -> list[Publication]:
    """Give a month's publications, the latest first."""
    return list(Publication.objects.filter(site=site, period=str(period)).order_by("-number"))


def is_publishing(site: str, period: Period) -> bool:
    """Tell whether the worker has an order to publish the month."""
    pks = list(Version.objects.filter(month__site=site, month__period=str(period)).values_list("pk", flat=True))
    return Job.objects.filter(kind=JobKind.PUBLISH, arguments__version__in=pks).exclude(state=JobState.FAILED).exists()


def publishing_failed(version: Version) -> bool:
    """Tell whether the worker gave up publishing the version: our fault, not the author's."""
    return Job.objects.filter(kind=JobKind.PUBLISH, arguments__version=version.pk, state=JobState.FAILED).exists()


def is_drawing(version: Version) -> bool:
    """Tell whether the worker has still to draw a preview of the version."""
    return Job.objects.filter(kind=JobKind.PREVIEW, arguments__version=version.pk).exclude(state=JobState.FAILED).exists()


def mark_of(site: str, period: Period) -> str:
    """Give a mark that changes when anything a page of the month shows has changed."""
    month = Month.objects.filter(site=site, period=str(period)).first()
    versions = list(month.versions.values_list("number", "state", "previews")) if month else []
    pks = list(month.versions.values_list("pk", flat=True)) if month else []
    waiting = Job.objects.filter(arguments__version__in=pks).exclude(state=JobState.FAILED).count()
    return store.digest(repr((versions, waiting, Publication.objects.filter(site=site, period=str(period)).count())).encode())[:16]


@dataclass(frozen=True, slots=True)
class Difference:
    """One line of a comparison: a KPI's figure, a risk's chance or an ask's terms, now, in the version before and last month."""

    kind: str
    key: str
    name: str
    value: Any
    earlier: Any
    before: Any
    is_percent: bool
    changed: bool

    @property
    def kind_key(self) -> str:
        """The key of its kind in the catalogue."""
        return f"compare.{self.kind}"


def comparison(version: Version, language: Language) -> list[Difference]:
    """Lay a version beside the one before it and last month's: every KPI, and the rows and asks that differ."""
    previous = version.month.versions.filter(number__lt=version.number).exclude(values=[]).order_by("-number").first()
    old = {(row["kind"], row["key"]): row for row in (previous.values if previous else ())}
    lines = []
    for row in version.values:
        earlier = old.get((row["kind"], row["key"]))
        changed = previous is not None and (earlier is None or earlier["value"] != row["value"])
        percent = row.get("unit") == "%" or row["kind"] == "row"
        name = row["name"][0 if language == "en" else 1] or row["name"][0] or row["name"][1]
        shown = (row["value"], earlier["value"] if earlier else None, row["before"])
        line = Difference(row["kind"], row["key"], name, *(_terms(shown, language) if row["kind"] == "ask" else shown), percent, changed)
        if row["kind"] == "kpi" or changed or row["value"] != row["before"]:
            lines.append(line)
    return lines


def _terms(prints: tuple[Any, Any, Any], language: Language) -> tuple[Any, Any, Any]:
    """Say of an ask's fingerprints whether the terms are the same: the digits mean nothing to people."""
    words = [say_in(language, "compare.terms")]
    words += ["" if each is None else say_in(language, "compare.same" if each == prints[0] else "compare.other") for each in prints[1:]]
    return words[0], words[1], words[2]


def last_version_of(version: Version) -> bool:
    """Tell whether no later version of the month is in hand."""
    return not version.month.versions.filter(number__gt=version.number).exclude(state=VersionState.DROPPED).exists()


@dataclass(frozen=True, slots=True)
class Step:
    """Where a version stands on its way: what is to be done next, and whose turn it is."""

    state: str
    approval: Approval | None = None

    @property
    def key(self) -> str:
        """The key of its words in the catalogue."""
        return f"step.{self.state}"


def step_of(version: Version, charter: Charter, *, drawn: bool) -> Step:
    """Say what comes next for a version that was read: draw it, have it approved, or publish it."""
    approval = Approval.objects.filter(version=version).select_related("person").first()
    if not last_version_of(version):
        return Step("superseded", approval)
    if not drawn:
        return Step("drawing" if is_drawing(version) else "stale", approval)
    if not version.previews.keys() - {"for"}:
        return Step("not_built", approval)
    if charter.company.second_person and approval is None:
        return Step("waits" if version.sent_for_approval_at else "send", approval)
    return Step("publish", approval)


def statuses() -> list[tuple[str, str]]:
    """Give the statuses that can be claimed, with the keys of their names."""
    return [(each.value, f"status.{each.value}") for each in Status if each.value in {mark.value for mark in Mark}]
