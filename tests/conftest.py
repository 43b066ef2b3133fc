"""What many tests share: the sample company, its October briefings, and the command line in this process."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from briefing import build, load_workspace
from briefing.analysis import portfolio
from briefing.cli import main
from briefing.document.editions import EDITIONS
from briefing.periods import Period
from briefing.pipeline import Briefing

YEARS = portfolio.YEARS
PROJECT = Path(__file__).resolve().parents[1]
SAMPLE = PROJECT / "sample_data" / "company"
OCTOBER = Period(2026, 10)
SITES = ("MTY", "QRO", "TIJ")


@dataclass(frozen=True)
class Run:
    """What a call of the command line gave."""

    code: int
    out: str
    err: str


@pytest.fixture(scope="session")
def project() -> Path:
    """Give the project's folder."""
    return PROJECT


@pytest.fixture(scope="session")
def sample() -> Path:
    """Give the sample company's workspace, not to be written to."""
    return SAMPLE


@pytest.fixture(scope="session")
def briefings() -> Mapping[str, Briefing]:
    """Give each sample site's October in all six editions."""
    with pytest.MonkeyPatch.context() as patch:  # whatever a module of tests has set meanwhile: these are shared by all
        patch.setattr(portfolio, "YEARS", YEARS)
        workspace = load_workspace(SAMPLE)
        workspace.prepare(OCTOBER)
        return {site: build(workspace.dossier(site, OCTOBER), editions=EDITIONS) for site in SITES}


@pytest.fixture(scope="session")
def data(briefings: Mapping[str, Briefing]) -> Mapping[str, dict[str, Any]]:
    """Give each sample site's briefing.json."""
    return {site: briefing.data() for site, briefing in briefings.items()}


@pytest.fixture
def brief() -> Callable[..., Run]:
    """Give the command line; a fault that it did not foresee is raised, not an exit code."""
    def call(*arguments: object) -> Run:
        result = CliRunner().invoke(main, [str(each) for each in arguments], catch_exceptions=False)
        return Run(result.exit_code, result.stdout, result.stderr)

    return call


@pytest.fixture
def company(tmp_path: Path) -> Path:
    """Give a copy of the sample company with its last three months, to be spoiled."""
    folder = tmp_path / "company"
    months = [f"2026-{month:02d}" for month in (8, 9, 10)]
    for month in months:
        shutil.copytree(SAMPLE / "submissions" / month, folder / "submissions" / month)
    shutil.copytree(SAMPLE / "publication" / "2026-10", folder / "publication" / "2026-10")
    (folder / "responses").mkdir()
    shutil.copy(SAMPLE / "responses" / "2026-10.csv", folder / "responses")
    shutil.copy(SAMPLE / "charter.xlsx", folder)
    return folder
