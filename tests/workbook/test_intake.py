"""Reading in a child process: no file takes the others down, and nothing hangs."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from briefing.findings import Finding
from briefing.workbook.cells import Book
from briefing.workbook.intake import Outcome, Reading, decode, encode, read_file, start_reading
from tests.workbook.workbook_makers import CHARTER, MONTH, saved, workbook

FAKE = """
import os, sys, time
from briefing.workbook import child
real = child.read_file
def read_file(file, path):
    if "abort" in file:
        os._exit(134)
    if "hang" in file:
        time.sleep(60)
    if "noise" in file:
        sys.stdout.write("not json\\n"); sys.stdout.flush()
    if "spin" in file:
        child.CPU_SECONDS = 0; child._allow_time()
        while True: pass
    return real(file, path)
child.read_file = read_file
child.main()
"""


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    """Give three good files and one that is none, by name."""
    paths = {}
    for name, sheets in (("a.xlsx", MONTH), ("b.xlsx", CHARTER), ("c.xlsx", MONTH)):
        path = tmp_path / name
        path.write_bytes(saved(workbook(sheets)))
        paths[name] = path
    return paths


def codes_of(outcome: Outcome) -> list[str]:
    return [finding.code for finding in outcome] if not isinstance(outcome, Book) else []


def test_the_child_reads_what_the_parent_would(files: dict[str, Path], tmp_path: Path) -> None:
    """Books and findings come back as they are, in the order asked for, under the names given."""
    asked = {"submissions/2026-10/MTY.xlsx": files["a.xlsx"], "gone.xlsx": tmp_path / "gone.xlsx", "charter.xlsx": files["b.xlsx"]}
    found = start_reading(asked).result()
    assert list(asked) == list(found)
    assert {name: read_file(name, path) for name, path in asked.items()} == found


def test_outcomes_survive_the_way_between_processes(files: dict[str, Path], tmp_path: Path) -> None:
    """decode(encode(x)) == x for a book with every kind of cell, and for findings."""
    for outcome in (read_file("a.xlsx", files["a.xlsx"]), read_file("x", tmp_path / "x")):
        assert outcome == decode(json.loads(json.dumps(encode(outcome))))


def test_nothing_asked_is_nothing_read() -> None:
    """No files need no child."""
    assert {} == start_reading({}).result()


@pytest.mark.parametrize(("fault", "code"), [("abort", "FIL-123"), ("noise", "FIL-123"), ("hang", "FIL-124"), ("spin", "FIL-124")])
def test_a_reader_that_gives_way_costs_one_file(fault: str, code: str, files: dict[str, Path], tmp_path: Path,
                                                monkeypatch: pytest.MonkeyPatch) -> None:
    """The file at hand gets a finding; files before and after it are read."""
    (tmp_path / "fake_child.py").write_text(FAKE)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    asked = {"a.xlsx": files["a.xlsx"], f"{fault}.xlsx": files["b.xlsx"], "c.xlsx": files["c.xlsx"]}
    started = time.perf_counter()
    found = Reading(asked, seconds=2, module="fake_child").result()
    assert time.perf_counter() - started < 15
    assert [code] == codes_of(found[f"{fault}.xlsx"])
    assert isinstance(found["a.xlsx"], Book)
    assert isinstance(found["c.xlsx"], Book)


def test_a_file_is_given_as_soon_as_it_is_read(files: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who needs one file does not wait for those after it."""
    (tmp_path / "fake_child.py").write_text(FAKE)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    reading = Reading({"a.xlsx": files["a.xlsx"], "hang.xlsx": files["b.xlsx"]}, seconds=3, module="fake_child")
    assert isinstance(reading.of("a.xlsx"), Book)
    assert "hang.xlsx" not in reading._found
    assert ["FIL-124"] == codes_of(reading.of("hang.xlsx"))


def test_without_child_processes_files_are_read_all_the_same(files: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """A system that starts no processes, or a child that does not come up, leaves the guard and this process."""
    expected = {"a.xlsx": read_file("a.xlsx", files["a.xlsx"])}
    assert expected == Reading({"a.xlsx": files["a.xlsx"]}, module="no.such.module").result()

    def refuse(*_: object, **__: object) -> None:
        raise OSError

    monkeypatch.setattr("briefing.workbook.intake.subprocess.Popen", refuse)
    assert expected == start_reading({"a.xlsx": files["a.xlsx"]}).result()


@pytest.mark.usefixtures("files")
def test_the_working_folder_is_no_place_to_import_from(tmp_path: Path,
                                                       monkeypatch: pytest.MonkeyPatch) -> None:
    """A workspace that holds a `json.py` cannot run it."""
    (tmp_path / "json.py").write_text("raise SystemExit(1)")
    monkeypatch.chdir(tmp_path)
    assert isinstance(start_reading({"a.xlsx": Path("a.xlsx")}).result()["a.xlsx"], Book)


@pytest.mark.usefixtures("files")
def test_relative_paths_are_those_of_the_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A change of the working folder after the start changes nothing."""
    monkeypatch.chdir(tmp_path)
    reading = start_reading({"a.xlsx": Path("a.xlsx")})
    monkeypatch.chdir("/")
    assert isinstance(reading.result()["a.xlsx"], Book)


def test_findings_keep_their_type() -> None:
    """What comes back is made of the same classes."""
    (finding,) = start_reading({"x": Path("/no/such")}).result()["x"]  # type: ignore[misc]
    assert isinstance(finding, Finding)
