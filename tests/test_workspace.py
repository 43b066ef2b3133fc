"""A workspace: which months and sites it holds, what it takes from publication facts, and writes that are whole or not there."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from briefing import load_workspace
from briefing.errors import WorkspaceError
from briefing.periods import Period
from briefing.resources import folder
from briefing.workbook.writer import write_charter
from briefing.workspace import read_publication, write_atomically

OCTOBER = Period(2026, 10)


def test_months_are_the_folders_that_are_months(tmp_path: Path) -> None:
    """Other folders and files beside them are passed over."""
    for name in ("2026-10", "2026-2", "2025-12", "drafts", "2026-13"):
        (tmp_path / "submissions" / name).mkdir(parents=True)
    assert load_workspace(tmp_path).periods() == (Period(2025, 12), OCTOBER)


def test_sites_are_the_charters_then_what_was_sent(company: Path) -> None:
    """In the charter's order; lock files of Excel and hidden files are no sites."""
    folder = company / "submissions" / "2026-10"
    for name in ("~$MTY.xlsx", ".MTY-x.xlsx", "notes.txt", "AAA.xlsx"):
        (folder / name).write_bytes(b"")
    assert load_workspace(company).sites(OCTOBER) == ("MTY", "QRO", "TIJ", "AAA")


def test_no_folder_is_a_workspace_error(tmp_path: Path) -> None:
    """With the finding that says so."""
    with pytest.raises(WorkspaceError) as caught:
        load_workspace(tmp_path / "none")
    assert [finding.code for finding in caught.value.findings] == ["WSP-101"]


@pytest.mark.parametrize(("text", "as_of", "codes"), [
    ("as_of = 2026-11-06", date(2026, 11, 6), []),
    ("as_of = 2026-11-06T18:30:00", date(2026, 11, 6), []),
    ("as_of = 2026-11-06T18:30:00-06:00", date(2026, 11, 6), []),
    ('as_of = "2026-11-06"', date(2026, 11, 6), []),
    ('as_of = "6 de noviembre"', None, ["WSP-108"]),
    ("as_of = 20261106", None, ["WSP-108"]),
    ("as_of = ", None, ["WSP-104"]),
    ('[[overrides]]\nkpi = "OTD"', None, ["WSP-107"]),
    ("overrides = 3", None, ["WSP-107"]),
    ('[[overrides]]\nkpi = "OTD"\nstatus = "on_target"\nname = "COO"\nreason = " "', None, ["WSP-107"]),
])
def test_publication_facts(text: str, as_of: date | None, codes: list[str], tmp_path: Path) -> None:
    """A day is taken however TOML can say it; what cannot be used is a warning, never lost in silence."""
    path = tmp_path / "MTY.toml"
    path.write_text(text, encoding="utf-8")
    publication, findings = read_publication("publication/2026-10/MTY.toml", path, OCTOBER)
    assert [finding.code for finding in findings] == codes
    assert (publication.as_of if publication else None) == as_of


def test_a_time_in_the_publication_builds(company: Path) -> None:
    """The briefing speaks from a day, though the file gives a time of day."""
    (company / "publication" / "2026-10" / "QRO.toml").write_text("as_of = 2026-11-09T08:00:00", encoding="utf-8")
    assert load_workspace(company).dossier("QRO", OCTOBER).as_of == date(2026, 11, 9)


def test_an_override_of_no_kpi_is_said(company: Path) -> None:
    """A wrong code would otherwise leave the override unprinted, and nobody would know."""
    path = company / "publication" / "2026-10" / "QRO.toml"
    path.write_text('[[overrides]]\nkpi = "NOPE"\nstatus = "on_target"\nname = "COO"\nreason = "seen on the floor"', encoding="utf-8")
    findings = load_workspace(company).dossier("QRO", OCTOBER).findings
    assert [finding.code for finding in findings] == ["WSP-110"]


def test_without_a_publication_the_review_day_speaks(company: Path) -> None:
    """The charter's cadence: the review on the 6th of the following month."""
    (company / "publication" / "2026-10" / "QRO.toml").unlink()
    assert load_workspace(company).dossier("QRO", OCTOBER).as_of == date(2026, 11, 6)


def test_a_write_replaces_the_whole_file(tmp_path: Path) -> None:
    """And makes the folder."""
    path = tmp_path / "deep" / "file.json"
    write_atomically(path, b"first, and longer")
    write_atomically(path, b"second")
    assert path.read_bytes() == b"second"
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("broken", ["os.fsync", "pathlib.Path.replace", "pathlib.Path.chmod"])
@pytest.mark.parametrize("fault", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_failed_write_leaves_the_old_file_and_nothing_else(broken: str, fault: BaseException, tmp_path: Path,
                                                             monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever step fails, and when a person stops it."""
    path = tmp_path / "file.json"
    path.write_bytes(b"old")

    def fail(*_arguments: Any, **_named: Any) -> None:
        raise fault

    monkeypatch.setattr(broken, fail)
    with pytest.raises(type(fault)):
        write_atomically(path, b"new")
    monkeypatch.undo()
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere, and Windows has other rights")
def test_a_folder_without_rights_is_an_oserror(tmp_path: Path) -> None:
    """The caller says so in the user's language."""
    tmp_path.chmod(0o500)
    with pytest.raises(OSError):  # noqa: PT011 - any of the system's refusals
        write_atomically(tmp_path / "file", b"")


def test_one_child_reads_all_that_a_build_needs(company: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Charter and months of all sites asked for are read together, before the first dossier waits for them."""
    import briefing.workspace as module  # noqa: PLC0415

    started: list[set[str]] = []
    start: Callable[..., Any] = module.start_reading

    def counted(paths: dict[str, Path]) -> Any:
        started.append(set(paths))
        return start(paths)

    monkeypatch.setattr(module, "start_reading", counted)
    workspace = load_workspace(company)
    workspace.prepare(OCTOBER, ["MTY", "QRO"])
    for site in ("MTY", "QRO"):
        workspace.dossier(site, OCTOBER)
    assert len(started) == 1
    assert len(started[0]) == 1 + 3 + 3  # charter, three months of two sites


def test_a_workspace_brings_its_cleaned_logo_and_says_what_is_wrong_with_one(company: Path, brief: Callable[..., Any]) -> None:
    """The dossier holds the picture itself; `check` and a dossier find the same."""
    charter = load_workspace(company).charter()[0]
    write_charter(company / "charter.xlsx", replace(charter, company=replace(charter.company, logo="branding/logo.svg")))
    path = company / "branding" / "logo.svg"
    path.parent.mkdir()
    path.write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 1"><script/><rect width="4" height="1"/></svg>', encoding="utf-8")
    dossier = load_workspace(company).dossier("MTY", OCTOBER)
    assert dossier.logo is not None
    assert "script" not in dossier.logo.data
    assert "CHA-222" in {finding.code for finding in dossier.findings}
    path.unlink()
    found = brief("check", company / "charter.xlsx")
    assert (1, True) == (found.code, "CHA-218" in found.out)
    without = load_workspace(company).dossier("MTY", OCTOBER)
    assert without.logo is None


def test_what_is_forgotten_is_held_nowhere_and_read_again_when_asked_for() -> None:
    """A run over thousands of sites holds few at a time; the charter stays."""
    workspace, month = load_workspace(folder("sample_data") / "company"), Period(2026, 10)
    before = workspace.dossier("MTY", month)
    workspace.forget("MTY")

    held = [name for reading in workspace._readings for name in reading.result()]
    assert held == ["charter.xlsx"]
    assert workspace.dossier("MTY", month) == before


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path: Path) -> None:
    """Nor is `/dev/null` replaced by a file when an operator sends output there."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_atomically(pipe, b"said")
        assert os.read(reader, 10) == b"said"
    finally:
        os.close(reader)
    assert pipe.is_fifo()
