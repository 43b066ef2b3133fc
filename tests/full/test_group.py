"""A group killed in the middle completes with the bytes of a run that nobody killed; a large one keeps its page and its memory."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.full
PROJECT = Path(__file__).resolve().parents[2]
ENVIRONMENT = os.environ | {"OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": str(PROJECT)}
SITES, MONTHS = 8, 3


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a synthetic group on disk."""
    folder = tmp_path_factory.mktemp("group")
    make = [sys.executable, str(PROJECT / "benchmarks" / "synthetic_group.py"), "make", str(folder), "--sites", str(SITES), "--months", str(MONTHS)]
    subprocess.run(make, env=ENVIRONMENT, check=True, stdout=subprocess.DEVNULL)
    return folder


def command(workspace: Path, out: Path, jobs: int = 2) -> list[str]:
    """Give the call that builds the group."""
    return [sys.executable, "-c", "from briefing.cli import main; main()", "group", str(workspace), "--jobs", str(jobs), "-o", str(out)]


def files(out: Path) -> dict[str, bytes]:
    """Give every file below a folder, drafts of a killed run apart."""
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file() and path.suffix != ".part"}


@pytest.fixture(scope="module")
def whole(workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, bytes], float]:
    """Give the files of a run one after the other, and how long one side by side took."""
    serial, parallel = (tmp_path_factory.mktemp(name) for name in ("serial", "parallel"))
    subprocess.run(command(workspace, serial, 1), env=ENVIRONMENT, check=True, capture_output=True)
    start = time.perf_counter()
    subprocess.run(command(workspace, parallel), env=ENVIRONMENT, check=True, capture_output=True)
    seconds = time.perf_counter() - start
    assert files(parallel) == files(serial)
    return files(serial), seconds


def moments() -> list[float]:
    """Give three moments of a run, as shares of its time."""
    chance = random.Random(31)
    return sorted(chance.uniform(0.3, 0.95) for _ in range(3))


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows ends processes in another way")
@pytest.mark.parametrize("share", moments(), ids="{:.0%}".format)
def test_a_killed_group_is_completed_with_equal_bytes(share: float, whole: tuple[dict[str, bytes], float], workspace: Path, tmp_path: Path) -> None:
    """What was kept is whole, is not built again, and the rest is built."""
    expected, seconds = whole
    process = subprocess.Popen(command(workspace, tmp_path), env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(seconds * share)
    process.send_signal(signal.SIGKILL)
    process.wait()
    time.sleep(seconds / SITES + 1.0)  # workers end after the plant they have in hand
    left = files(tmp_path)
    assert [name for name, content in left.items() if expected.get(name) != content] == []
    done = sum(name.count(".kept/P") for name in left if not name.endswith(".digest.json"))
    again = subprocess.run(command(workspace, tmp_path), env=ENVIRONMENT, check=True, capture_output=True, text=True)
    assert files(tmp_path) == expected
    assert f"{done} unchanged" in again.stderr


def test_a_run_with_nothing_changed_is_far_faster(whole: tuple[dict[str, bytes], float], workspace: Path, tmp_path: Path) -> None:
    """It reads and compares, and builds nothing; the start of Python alone keeps a group this small from the fifty times of a large one."""
    subprocess.run(command(workspace, tmp_path), env=ENVIRONMENT, check=True, capture_output=True)
    start = time.perf_counter()
    run = subprocess.run(command(workspace, tmp_path), env=ENVIRONMENT, check=True, capture_output=True, text=True)
    assert time.perf_counter() - start < whole[1] / 4
    assert f"0 plants built, {SITES} unchanged" in run.stderr
