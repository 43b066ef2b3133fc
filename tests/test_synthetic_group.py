"""The synthetic group is one that a controller could have sent: no error in it, equal bytes from equal calls."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import PROJECT, Run


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Give two workspaces of equal calls."""
    folders = (tmp_path_factory.mktemp("one"), tmp_path_factory.mktemp("two"))
    for folder, jobs in zip(folders, ("1", "2"), strict=True):
        subprocess.run([sys.executable, str(PROJECT / "benchmarks" / "synthetic_group.py"), "make", str(folder), "--sites", "4", "--months", "2",
                        "--jobs", jobs], check=True, stdout=subprocess.DEVNULL, env={"PYTHONPATH": str(PROJECT)})
    return folders


def test_equal_calls_give_equal_files(made: tuple[Path, Path]) -> None:
    """Whoever measures, measures the same."""
    first, second = ({path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()} for folder in made)
    assert first == second
    assert sum(name.endswith(".xlsx") for name in first) == 1 + 4 * 2


def test_a_synthetic_plant_has_no_error(made: tuple[Path, Path], brief: Callable[..., Run]) -> None:
    """Its workbooks are checked as a plant's are."""
    run = brief("check", *sorted((made[0] / "submissions" / "2026-10").iterdir()), "--charter", made[0] / "charter.xlsx")
    assert run.code == 0, run.out
    assert len({(made[0] / "submissions" / "2026-10" / f"P{index:03d}.xlsx").read_bytes() for index in range(4)}) == 4
