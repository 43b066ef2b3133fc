"""A build killed in the middle: no half-written file, and the next run completes."""

from __future__ import annotations

import json
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
COMMAND = [sys.executable, "-c", "from briefing.cli import main; main()", "build", str(PROJECT / "sample_data" / "company"), "--period", "2026-10",
           "--site", "MTY", "--site", "QRO", "-o"]
ENVIRONMENT = os.environ | {"OPENBLAS_NUM_THREADS": "1"}
EXPECTED = sorted(f"{site}/{name}" for site in ("MTY", "QRO")
                  for name in ("board.en.html", "board.en.pdf", "briefing.json", "site.es.html", "site.es.pdf"))


def files(out: Path) -> dict[str, bytes]:
    """Give the files below a folder, hidden ones apart."""
    folder = out / "2026-10"
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.startswith(".")}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, bytes], float]:
    """Give the files of a build that nobody killed, and how long it took."""
    out = tmp_path_factory.mktemp("whole")
    start = time.perf_counter()
    subprocess.run([*COMMAND, str(out)], env=ENVIRONMENT, check=True, stdout=subprocess.DEVNULL)
    return files(out), time.perf_counter() - start


def moments() -> list[float]:
    """Give five moments of a build, as shares of its time."""
    chance = random.Random(10)
    return sorted(chance.uniform(0.15, 0.97) for _ in range(5))


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows ends processes in another way")
@pytest.mark.parametrize("share", moments(), ids="{:.0%}".format)
def test_a_killed_build_leaves_whole_files_only(share: float, whole: tuple[dict[str, bytes], float], tmp_path: Path) -> None:
    """What is there is equal to the file of a whole build; the rest is written by running again, over what was left."""
    expected, seconds = whole
    assert sorted(expected) == EXPECTED
    process = subprocess.Popen([*COMMAND, str(tmp_path)], env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(seconds * share)
    process.send_signal(signal.SIGKILL)
    process.wait()
    left = files(tmp_path)
    assert [name for name, content in left.items() if expected.get(name) != content] == []
    again = subprocess.run([*COMMAND, str(tmp_path)], env=ENVIRONMENT, check=True, capture_output=True, text=True)
    assert len(again.stdout.splitlines()) == len(EXPECTED)
    assert files(tmp_path) == expected


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows ends processes in another way")
def test_a_build_killed_at_each_write_leaves_whole_files_only(whole: tuple[dict[str, bytes], float], tmp_path: Path) -> None:
    """Killed at the worst moment, with the temporary file written and not yet moved: it stays hidden and stops nobody."""
    program = ("import os, pathlib, signal; from briefing.cli import main\n"
               "pathlib.Path.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\nmain()")
    killed = subprocess.run([sys.executable, "-c", program, *COMMAND[3:], str(tmp_path), "--format", "json"], env=ENVIRONMENT,
                            check=False, capture_output=True)
    assert killed.returncode == -signal.SIGKILL
    (hidden,) = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert (hidden.name[0], hidden.suffix) == (".", ".part")
    assert files(tmp_path) == {}
    subprocess.run([*COMMAND, str(tmp_path), "--format", "json"], env=ENVIRONMENT, check=True, stdout=subprocess.DEVNULL)
    assert json.loads(files(tmp_path)["QRO/briefing.json"]) == json.loads(whole[0]["QRO/briefing.json"])
