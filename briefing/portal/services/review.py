"""From a read version to its publication: previews, overrides, comments, approval, and the order to publish."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from briefing.document.editions import Edition
from briefing.errors import BriefingError
from briefing.model.charter import Charter
from briefing.model.submission import Status
from briefing.pipeline import build
from briefing.portal import store
from briefing.portal.models import Act, Approval, Comment, JobKind, Month, Override, Person, Publication, Version
from briefing.portal.scratch import publication_toml, scratch
from briefing.portal.services import jobs
from briefing.portal.services.publishing import editions_of
from briefing.portal.services.trail import record
from briefing.rendering import render
from briefing.workbook.adopt import MappingFault, load_mapping
from briefing.workspace import load_workspace

LONGEST = 2_000


class NotYet(Exception):  # noqa: N818 - it names what is wrong
    """A step that is not open yet; the argument is the key of its words."""


def toml_of(version: Version, as_of: date) -> str:
    """Give the facts of publication as they stand now."""
    approval = Approval.objects.filter(version=version).select_related("person").first()
    overrides = [{"kpi": each.kpi, "status": each.status, "name": each.person.signs_as, "reason": each.reason}
                 for each in version.month.overrides.select_related("person")]
    comments = [{"name": each.person.signs_as, "text": each.text} for each in version.comments.select_related("person").filter(printed=True)]
    received = version.month.versions.order_by("number").values_list("received_at", flat=True)[0]
    return publication_toml(as_of=as_of, received_on=timezone.localtime(received).date(), published_by=version.author.signs_as,
                            approver=approval.person.signs_as if approval else "", overrides=overrides, comments=comments)


def preview_key(version: Version, as_of: date) -> str:
    """Give the mark of what a preview shows: the version, its overrides and the day it speaks from."""
    toml = "\n".join(line for line in toml_of(version, as_of).splitlines() if not line.startswith("approver"))
    return store.digest(f"{version.sha256}\n{version.mapping}\n{toml}".encode())


def want_preview(version: Version, as_of: date) -> None:
    """Ask the worker for a preview of the version as it stands now."""
    jobs.ask(JobKind.PREVIEW, priority=jobs.USUAL, version=version.pk, as_of=as_of.isoformat())


def draw_preview(version: Version, as_of: date) -> None:
    """Draw every edition as readers would see it; in the worker. What stops the build is kept as a fault of the preview."""
    key, toml = preview_key(version, as_of), toml_of(version, as_of)
    content = store.draft_path(version.stored).read_bytes()
    kept: dict[str, str] = {}
    month = version.month
    with scratch(month.site, month.when, content=content, suffix=version.suffix, mapping=version.mapping, publication=toml) as folder:
        try:
            dossier = load_workspace(folder).dossier(month.site, month.when)
            briefing = build(dossier, editions=editions_of(dossier.charter))
            kept = {str(edition): store.keep_draft(render(document, "html")) for edition, document in briefing.documents.items()}
        except BriefingError:
            kept = {}
    old = [name for edition, name in version.previews.items() if edition != "for"]
    kept_at_all = Version.objects.filter(pk=version.pk).exclude(state="dropped").update(previews={**kept, "for": key})
    store.drop_drafts(old if kept_at_all else list(kept.values()))


def preview_editions(version: Version) -> list[Edition]:
    """Give the editions that were drawn."""
    return sorted(Edition.parse(name) for name in version.previews if name != "for")


def confirm_mapping(version: Version, text: str) -> None:
    """Read the version anew through a mapping that a person confirmed.

    Raises:
        NotYet: The mapping cannot be read, or the version is being read right now.
    """
    try:
        load_mapping(text)
    except MappingFault:
        raise NotYet("mapping.not_readable") from None
    with transaction.atomic():
        changed = Version.objects.filter(pk=version.pk, state__in=("unmapped", "read")).update(mapping=text, state="waiting")
        if not changed:
            raise NotYet("mapping.being_read")
        _reopen(version.month)
        jobs.ask(JobKind.READ, version=version.pk)


def set_override(person: Person, version: Version, *, kpi: str, status: str, reason: str, when: datetime) -> Override:
    """Claim a status against the computed one; both and the reason are printed.

    Raises:
        NotYet: The KPI or the status is not known, or the reason is missing.
    """
    known = {row["key"] for row in version.values if row["kind"] == "kpi"}
    if kpi not in known or status not in {each.value for each in Status}:
        raise NotYet("override.unknown")
    if not reason.strip():
        raise NotYet("override.no_reason")
    with transaction.atomic():
        override, _ = Override.objects.update_or_create(
            month=version.month, kpi=kpi, defaults={"status": status, "reason": reason.strip()[:LONGEST], "person": person, "set_at": when})
        _reopen(version.month)
    return override


def remove_override(override: Override) -> None:
    """Let the computed status stand alone again."""
    with transaction.atomic():
        month = override.month
        override.delete()
        _reopen(month)


def _reopen(month: Month) -> None:
    """Take back approvals: what was approved has changed."""
    Approval.objects.filter(version__month=month).delete()


def send_for_approval(version: Version, when: datetime) -> None:
    """Let the approver know on their page that the version waits."""
    Version.objects.filter(pk=version.pk).update(sent_for_approval_at=when)


def comment(person: Person, version: Version, text: str, when: datetime, *, printed: bool = False) -> Comment:
    """Say something about a version: between author and approver, or printed beside the computed lines, which it never changes.

    Raises:
        NotYet: There is nothing said.
    """
    if not text.strip():
        raise NotYet("comment.empty")
    with transaction.atomic():
        if printed:
            _reopen(version.month)
        return Comment.objects.create(version=version, person=person, text=text.strip()[:LONGEST], said_at=when, printed=printed)


def approve(person: Person, version: Version, when: datetime) -> Approval:
    """Say yes to a version as it stands, as a second person.

    Raises:
        NotYet: The person is its author, a later version is there, or it was not read.
    """
    if person.pk == version.author_id:
        raise NotYet("approve.not_yourself")
    _latest_and_read(version)
    with transaction.atomic():
        approval, made = Approval.objects.get_or_create(version=version, defaults={"person": person, "approved_at": when})
        if made:
            record(Act.APPROVED, person, when, site=version.month.site, period=version.month.period, version=version.number, sha256=version.sha256)
    return approval


def _latest_and_read(version: Version) -> None:
    if not version.is_read:
        raise NotYet("publish.not_read")
    if version.month.versions.filter(number__gt=version.number).exclude(state="dropped").exists():
        raise NotYet("publish.not_latest")


def order_publication(person: Person, version: Version, charter: Charter, *, reason: str, as_of: date) -> None:
    """Ask the worker to publish exactly what the preview showed.

    Raises:
        NotYet: It was not read, has no preview as it stands, lacks the second person's approval, or supersedes without a reason.
    """
    _latest_and_read(version)
    if version.previews.get("for") != preview_key(version, as_of) or not preview_editions(version):
        raise NotYet("publish.no_preview")
    approval = Approval.objects.filter(version=version).select_related("person").first()
    if charter.company.second_person and approval is None:
        raise NotYet("publish.not_approved")
    supersedes = Publication.objects.filter(site=version.month.site, period=version.month.period).exists()
    if supersedes and not reason.strip():
        raise NotYet("publish.no_reason")
    jobs.forget_failed(JobKind.PUBLISH, version=version.pk)
    jobs.ask(JobKind.PUBLISH, version=version.pk, person=person.pk, toml=toml_of(version, as_of), reason=reason.strip()[:LONGEST],
             approver=approval.person.signs_as if approval else "")
