"""A workspace and an output folder at addresses: the bytes of a run between folders, unchanged plants left, faults named."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fsspec.implementations.memory import MemoryFileSystem

from briefing.analysis import portfolio
from briefing.group.errand import Listing
from briefing.periods import Period
from briefing.workbook.writer import write_charter
from briefing.workspace import load_workspace
from tests.conftest import PROJECT, Run
from tests.group.stores import held, spoil, stored
from tests.group.test_rollup import files

LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 10"><rect width="40" height="10" fill="#123456"/></svg>'


@pytest.fixture(autouse=True)
def _few_years(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portfolio, "YEARS", 2_000)


def called(brief: Callable[..., Run], command: str, workspace: object, out: object, *more: object) -> Run:
    """Call the command for October, JSON alone, one plant after the other."""
    return brief(command, workspace, "--period", "2026-10", "--format", "json", "--jobs", 1, "-o", out, *more)


def test_a_group_between_addresses_has_the_bytes_of_one_between_folders(company: Path, tmp_path: Path, brief: Callable[..., Run]) -> None:
    """What is kept among them; the second run builds nothing, and a changed or damaged plant is built alone."""
    here = called(brief, "group", company, tmp_path / "out")
    address, out = stored(company), f"{stored(tmp_path / 'none')}/out"
    there = called(brief, "group", address, out)

    assert (there.code, held(out)) == (here.code, files(tmp_path / "out"))
    assert there.out.split() == [line.replace(str(tmp_path / "out"), out) for line in here.out.split()]
    assert "0 plants built, 3 unchanged" in called(brief, "group", address, out).err

    spoil(out, "2026-10/MTY/briefing.json", b"{}")
    assert "1 plant built, 2 unchanged" in called(brief, "group", address, out).err
    assert held(out) == files(tmp_path / "out")
    spoil(address, "publication/2026-10/QRO.toml", b"as_of = 2026-11-07\n")
    assert "1 plant built, 2 unchanged" in called(brief, "group", address, out).err
    assert held(out)["2026-10/group.json"] != files(tmp_path / "out")["2026-10/group.json"]


@pytest.mark.parametrize("afar", ["source", "target"])
def test_either_may_be_a_folder(afar: str, company: Path, tmp_path: Path, brief: Callable[..., Run]) -> None:
    """Equal bytes all the same, without `--jobs` too; the plants' own files don't stay behind."""
    called(brief, "build", company, tmp_path / "out", "--site", "QRO")
    address, out = stored(company), f"{stored(tmp_path / 'none')}/out"
    source, target = (address, tmp_path / "other") if afar == "source" else (company, out)
    run = brief("build", source, "--period", "2026-10", "--site", "QRO", "--format", "json", "-o", target)

    assert run.code == 0
    assert (files(tmp_path / "other") if afar == "source" else held(out)) == files(tmp_path / "out")


def test_a_broken_plant_is_named_and_stops_nobody(company: Path, tmp_path: Path, brief: Callable[..., Run]) -> None:
    """With its file, as it would be here."""
    (company / "submissions" / "2026-10" / "TIJ.xlsx").write_bytes(b"nothing")
    here = called(brief, "build", company, tmp_path / "out")
    out = f"{stored(tmp_path / 'none')}/out"
    there = called(brief, "build", stored(company), out)

    assert (there.code, there.err) == (here.code, here.err)
    assert here.code == 2
    assert held(out) == files(tmp_path / "out")


def test_a_logo_is_fetched_and_another_one_makes_plants_new(company: Path, tmp_path: Path, brief: Callable[..., Run]) -> None:
    """From a folder or an address."""
    charter, _ = load_workspace(company).charter()
    write_charter(company / "charter.xlsx", replace(charter, company=replace(charter.company, logo="./art/logo.svg")), language="en")
    (company / "art").mkdir()
    (company / "art" / "logo.svg").write_text(LOGO, encoding="utf-8")
    address, out = stored(company), f"{stored(tmp_path / 'none')}/out"
    more = ("--site", "QRO", "--edition", "board", "--format", "html")
    for source, target in ((company, tmp_path / "out"), (address, out)):
        called(brief, "build", source, target, *more)
    assert held(out) == files(tmp_path / "out")
    assert b"<svg" in held(out)["2026-10/QRO/board.en.html"]

    (company / "art" / "logo.svg").write_text(LOGO.replace("40", "44"), encoding="utf-8")
    spoil(address, "art/logo.svg", (company / "art" / "logo.svg").read_bytes())
    for source, target in ((company, tmp_path / "out"), (address, out)):
        assert "1 plant built, 0 unchanged" in called(brief, "build", source, target, *more).err
    assert held(out) == files(tmp_path / "out")


def test_what_cannot_be_stored_or_fetched_is_named(company: Path, tmp_path: Path, brief: Callable[..., Run], monkeypatch: pytest.MonkeyPatch) -> None:
    """A store that fails for one plant's files fails that plant alone."""
    address, out = stored(company), f"{stored(tmp_path / 'none')}/out"
    real = MemoryFileSystem.pipe_file

    def fails(self: MemoryFileSystem, path: str, value: bytes, *more: Any, **named: Any) -> None:
        if "/QRO/" in path:
            raise PermissionError(13, "Permission denied", path)
        real(self, path, value, *more, **named)

    with monkeypatch.context() as patch:
        patch.setattr(MemoryFileSystem, "pipe_file", fails)
        run = called(brief, "build", address, out)
    assert run.code == 2
    assert f"{out} could not be written: Permission denied" in run.err
    assert ("2026-10/QRO/briefing.json" in held(out), "2026-10/.kept/QRO.json" in held(out), "2026-10/TIJ/briefing.json" in held(out)) == (False, False, True)

    reading = MemoryFileSystem.cat_file

    def unread(self: MemoryFileSystem, path: str, *more: Any, **named: Any) -> bytes:
        if path.endswith("2026-09/QRO.xlsx"):
            raise PermissionError(13, "Permission denied", path)
        return bytes(reading(self, path, *more, **named))

    with monkeypatch.context() as patch:
        patch.setattr(MemoryFileSystem, "cat_file", unread)
        run = called(brief, "build", address, out)
    assert (run.code, f"{address} could not be read: Permission denied" in run.err) == (2, True)
    assert "QRO: no briefing could be built." in run.err
    assert "0 plants built, 2 unchanged" in run.err


def test_an_empty_address_ends_the_call(brief: Callable[..., Run]) -> None:
    """With what a workspace holds."""
    run = called(brief, "build", "memory://nothing/here", "memory://nothing/out", "--lang", "es")
    assert (run.code, run.err.startswith("No hay nada en memory://nothing/here.")) == (2, True)


def test_a_kept_list_that_names_a_way_out_fetches_nothing(company: Path, tmp_path: Path, brief: Callable[..., Run]) -> None:
    """What lies in an output folder is not trusted."""
    address, out = stored(company), f"{stored(tmp_path / 'none')}/out"
    called(brief, "build", address, out, "--site", "QRO")
    before = held(out)
    data = json.loads(before["2026-10/.kept/QRO.json"])
    spoil(out, "2026-10/.kept/QRO.json", json.dumps(data | {"files": {"../../../escaped": "x"}}).encode())
    assert "1 plant built, 0 unchanged" in called(brief, "build", address, out, "--site", "QRO").err
    assert held(out) == before


def test_a_listing_gives_each_plant_its_own_files() -> None:
    """Up to the month, mappings always; what belongs to no part of a workspace to nobody."""
    names = ("charter.xlsx", "logo.png", "notes.txt", "mappings/MTY.toml", "responses/2026-09.csv", "responses/old/2026-08.csv",
             "submissions/2026-09/MTY.xlsx", "submissions/2026-10/MTY.xlsx", "submissions/2026-10/QRO.csv", "submissions/2026-11/MTY.xlsx",
             "publication/2026-10/MTY.toml", "submissions/MTY.xlsx")
    listing = Listing(dict.fromkeys(names, "1"))
    assert listing.of("MTY", Period(2026, 10)) == (
        "mappings/MTY.toml", "submissions/2026-09/MTY.xlsx", "submissions/2026-10/MTY.xlsx", "publication/2026-10/MTY.toml")
    assert listing.of("XXX", Period(2026, 10)) == ()
    assert [name for name, _ in listing.shared("logo.png")] == ["charter.xlsx", "logo.png", "responses/2026-09.csv"]


def test_a_build_between_folders_imports_no_cluster_and_no_store(company: Path, tmp_path: Path) -> None:
    """Nor with `--jobs`: who needs neither need not install them."""
    program = ("import sys; from briefing.cli import main\n"
               "try: main()\nfinally: print(sorted({name.split('.')[0] for name in sys.modules} & {'dask', 'distributed', 'fsspec', 's3fs', 'tornado'}))")
    for more in ([], ["--jobs", "1"]):
        call = [sys.executable, "-c", program, "build", str(company), "--site", "QRO", "--format", "json", "-o", str(tmp_path / "out"), *more]
        run = subprocess.run(call, check=True, capture_output=True, text=True, cwd=PROJECT)
        assert run.stdout.splitlines()[-1] == "[]"
