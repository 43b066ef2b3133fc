"""Starting work: a new workspace, a month's workbook, a copy of the sample company."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

from briefing.errors import UnusableCharter
from briefing.evidence import CellRef
from briefing.findings import Finding, error
from briefing.language import Language
from briefing.model.charter import Site
from briefing.periods import Period
from briefing.resources import folder
from briefing.workspace import CHARTER, PUBLICATION, RESPONSES, SUBMISSIONS, Workspace


def start_workspace(directory: Path, *, code: str, name: str, source: Path | None, language: Language) -> tuple[Finding, ...]:
    """Make the folders and a charter, drafted from a site's own KPI file where one is given.

    Raises:
        UnreadableFile: The file to draft from could not be read.
    """
    from briefing.workbook.draft import draft_charter  # noqa: PLC0415 - openpyxl only where it is needed
    from briefing.workbook.template import charter_template  # noqa: PLC0415

    draft, findings = draft_charter(source, site_code=code, site_name=name) if source else (None, ())
    for part in (SUBMISSIONS, RESPONSES, PUBLICATION):
        (directory / part).mkdir(parents=True, exist_ok=True)
    charter_template(directory / CHARTER, language=language, sites=(Site(code, name),), draft=draft)
    return findings


def month_workbook(workspace: Workspace, site: str, period: Period, out: Path, *, received_on: date | None,
                   language: Language) -> int:
    """Write a site's workbook for a month and give the number of cells left to type.

    Raises:
        UnusableCharter: The charter does not name the site.
    """
    from briefing.workbook.template import cells_left, month_template  # noqa: PLC0415

    charter, findings = workspace.charter()
    if charter.site(site) is None:
        raise UnusableCharter(error(CellRef(CHARTER), "WSP-103", site=site), *findings)
    workspace.prepare(period, [site])
    earlier, _ = workspace.earlier(site, period, charter)
    previous = earlier[-1] if earlier else None
    month_template(out, charter=charter, site=site, period=period, previous=previous, earlier=earlier, received_on=received_on,
                   language=language)
    return cells_left(out)


def copy_samples(directory: Path) -> Path:
    """Copy the fictional sample company's workspace to a folder, over what an earlier demo left; gives the folder."""
    shutil.copytree(folder("sample_data") / "company", directory, dirs_exist_ok=True)
    return directory
