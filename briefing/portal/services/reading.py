"""Reading a version, in the worker: findings, what it says, and how a layout of the site's own was understood."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from briefing.document.serial import cell_data
from briefing.errors import BriefingError, UnreadableFile
from briefing.evidence import CellRef
from briefing.findings import Finding, Severity, in_order
from briefing.language import LANGUAGES
from briefing.model.dossier import Dossier
from briefing.model.submission import Submission
from briefing.portal import store
from briefing.portal.models import Version, VersionState
from briefing.portal.scratch import scratch
from briefing.workbook.adopt import adopt_file, mapping_toml, report_lines
from briefing.workbook.grid import Book
from briefing.workbook.site_files import is_ours, read_site_file
from briefing.workspace import CHARTER, MAPPINGS, SUBMISSIONS, load_workspace


def read(version: Version) -> None:
    """Read a version and keep what was found; its file stays as it came."""
    data = store.draft_path(version.stored).read_bytes()
    site, period = version.month.site, version.month.when
    with scratch(site, period, content=data, suffix=version.suffix, mapping=version.mapping) as folder:
        name = f"{SUBMISSIONS}/{period}/{site}{version.suffix}"
        book = read_site_file(name, folder / name)
        mapped = folder / MAPPINGS / f"{site}.toml"
        if not isinstance(book, Book):
            _keep(version, VersionState.UNREADABLE, book)
        elif is_ours(book):
            _check(version, folder, name)
        elif mapped.is_file():
            version.mapping = mapped.read_text(encoding="utf-8")
            _check(version, folder, name)
        else:
            _understand(version, folder / name, folder)


def _check(version: Version, folder: Path, name: str) -> None:
    """Check a month as a build reads it, beside everything published before."""
    try:
        dossier = load_workspace(folder).dossier(version.month.site, version.month.when)
    except BriefingError as fault:
        state = VersionState.UNREADABLE if isinstance(fault, UnreadableFile) else VersionState.READ
        version.values = []
        _keep(version, state, fault.findings)
        return
    ours = {name, f"{MAPPINGS}/{version.month.site}.toml"}
    version.values = said(dossier)
    _keep(version, VersionState.READ, [each for each in dossier.findings if each.where.file in ours])


def _understand(version: Version, path: Path, folder: Path) -> None:
    """Say how a layout of the site's own was understood, in both languages, with the mapping proposed."""
    charter = folder / CHARTER
    try:
        adopted = adopt_file(path, charter if charter.is_file() else None)
    except BriefingError as fault:
        _keep(version, VersionState.UNREADABLE, fault.findings)
        return
    version.understood = {
        language: {"lines": list(report_lines(adopted.tables, adopted.proposal, language)), "mapping": mapping_toml(adopted.proposal, language)}
        for language in LANGUAGES
    } | {"tables": len(adopted.proposal.tables)}
    _keep(version, VersionState.UNMAPPED, adopted.findings)


def _keep(version: Version, state: VersionState, findings: Sequence[Finding]) -> None:
    ordered = in_order(findings)
    version.state = state
    version.findings = [finding_data(each) for each in ordered]
    version.errors = sum(each.severity is Severity.ERROR for each in ordered)
    version.warnings = sum(each.severity is Severity.WARNING for each in ordered)
    fields = ["state", "findings", "errors", "warnings", "values", "understood", "mapping"]
    Version.objects.filter(pk=version.pk).exclude(state=VersionState.DROPPED).update(**{name: getattr(version, name) for name in fields})


def finding_data(finding: Finding) -> dict[str, Any]:
    """Give a finding as JSON types; its text is made when it is shown."""
    return {"where": cell_data(finding.where), "code": finding.code, "severity": finding.severity.value, "parameters": list(finding.parameters)}


def finding_of(data: dict[str, Any]) -> Finding:
    """Give a finding back from JSON types."""
    where = CellRef(data["where"]["file"], data["where"]["sheet"] or "", data["where"]["cell"] or "")
    return Finding(where, data["code"], Severity(data["severity"]), tuple((name, value) for name, value in data["parameters"]))


def said(dossier: Dossier) -> list[dict[str, Any]]:
    """Give what a month says, to be laid beside another version: each KPI's value with last month's, each row and ask."""
    now, before = dossier.submission, dossier.previous
    if now is None:
        return []
    kpis = [_kpi(dossier, now, before, report.code) for report in now.kpis]
    rows = [{"kind": "row", "key": row.id, "name": [row.event_en, row.event_es], "value": row.chance,
             "before": _chance(before, row.id)} for row in now.register]
    asks = [{"kind": "ask", "key": ask.id, "name": [ask.title_en, ask.title_es], "value": ask.fingerprint,
             "before": earlier.fingerprint if before and (earlier := before.ask(ask.id)) else None} for ask in now.asks]
    return [*kpis, *rows, *asks]


def _chance(submission: Submission | None, identifier: str) -> float | None:
    row = submission.row(identifier) if submission else None
    return row.chance if row else None


def _kpi(dossier: Dossier, now: Submission, before: Submission | None, code: str) -> dict[str, Any]:
    kpi = dossier.charter.kpi(code, dossier.period)
    report, earlier = now.kpi(code), before.kpi(code) if before else None
    point = report.points.get(dossier.period) if report else None
    last = earlier.points.get(dossier.period + -1) if earlier else None
    names = [kpi.name_en, kpi.name_es] if kpi else [report.name if report else ""] * 2
    return {"kind": "kpi", "key": code, "name": names, "unit": kpi.unit if kpi else "", "value": point.value if point else None,
            "before": last.value if last else None}
