"""A real cluster of this machine: the bytes of a run one plant after the other, a worker killed half way, and S3.

`BRIEFING_CLUSTER_SITES=200` makes the group as large as that; the tests' own is small enough for every run.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
import s3fs

from tests.full.test_group import files

pytestmark = [pytest.mark.full, pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows ends processes in another way")]
PROJECT = Path(__file__).resolve().parents[2]
ENVIRONMENT = os.environ | {"OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": str(PROJECT)}
SITES = int(os.environ.get("BRIEFING_CLUSTER_SITES", "12"))
MONTHS, WORKERS = 3, 3


def free_port() -> int:
    """Give a port that nothing listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def answers(port: int) -> bool:
    """Tell whether something listens on a port."""
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0


def until(true: Callable[[], bool], seconds: float = 120.0) -> None:
    """Wait until something is true; fail where it does not become so."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


@contextmanager
def started(command: Sequence[str], log: Path, environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """Run a process for a while; it is ended by its own id."""
    with log.open("wb") as out:
        process = subprocess.Popen([sys.executable, *command], env=environment, stdout=out, stderr=out, cwd=log.parent)
        try:
            yield process
        finally:
            process.kill()
            process.wait()


@contextmanager
def cluster(folder: Path, environment: dict[str, str], workers: Sequence[str] = ("", "", "")) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """Start a scheduler and workers, each with another `PYTHONPATH` where one is given; gives the address and the workers."""
    port = free_port()
    address = f"tcp://127.0.0.1:{port}"
    with ExitStack() as stack:
        start = ["-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard", "--no-jupyter"]
        stack.enter_context(started(start, folder / "scheduler.log", environment))
        until(lambda: answers(port))
        crew = []
        for number, path in enumerate(workers):
            theirs = environment | ({"PYTHONPATH": path} if path else {})
            command = ["-m", "distributed.cli.dask_worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", str(folder)]
            crew.append(stack.enter_context(started(command, folder / f"worker{number}.log", theirs)))
        until(lambda: all("Registered to" in (folder / f"worker{number}.log").read_text() for number in range(len(crew))))
        yield address, crew


def command(name: str, workspace: object, out: object, *more: str) -> list[str]:
    """Give a call of the command line."""
    return [sys.executable, "-c", "from briefing.cli import main; main()", name, str(workspace), "--edition", "board", "-o", str(out), *more]


def run(name: str, workspace: object, out: object, *more: str, environment: dict[str, str] = ENVIRONMENT) -> subprocess.CompletedProcess[str]:
    """Call the command line."""
    return subprocess.run(command(name, workspace, out, *more), env=environment, check=False, capture_output=True, text=True)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a synthetic group on disk."""
    folder = tmp_path_factory.mktemp("cluster") / "company"
    make = [sys.executable, str(PROJECT / "benchmarks" / "synthetic_group.py"), "make", str(folder), "--sites", str(SITES), "--months", str(MONTHS)]
    subprocess.run(make, env=ENVIRONMENT, check=True, stdout=subprocess.DEVNULL)
    (folder / "submissions" / "2026-10" / "P001.xlsx").write_bytes(b"broken")  # one that fails, whoever builds it
    return folder


@pytest.fixture(scope="module")
def serial(workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, bytes], subprocess.CompletedProcess[str]]:
    """Give the files of a run one plant after the other, and what it said."""
    out = tmp_path_factory.mktemp("serial")
    start = time.perf_counter()
    told = run("group", workspace, out, "--jobs", "1")
    print(f"one after the other: {SITES} plants in {time.perf_counter() - start:.0f} s")
    assert told.returncode == 2
    return files(out), told


def built(out: Path) -> int:
    """Count the plants that are there whole."""
    return len([path for path in (out / "2026-10" / ".kept").glob("P*.json") if not path.name.endswith(".digest.json")])


def test_a_worker_killed_half_way_costs_no_byte(serial: tuple[dict[str, bytes], subprocess.CompletedProcess[str]], workspace: Path, tmp_path: Path) -> None:
    """Three workers, one ended without a word when half is done: complete, equal, the broken plant named; nothing is done twice after."""
    expected, alone = serial
    out = tmp_path / "out"
    (tmp_path / "logs").mkdir()
    with cluster(tmp_path / "logs", ENVIRONMENT) as (address, crew):
        start = time.perf_counter()
        call = subprocess.Popen(command("group", workspace, out, "--scheduler", address), env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        until(lambda: built(out) >= SITES // 2 or call.poll() is not None, 3600)
        assert call.poll() is None, "it ended before it could be disturbed"
        crew[0].send_signal(signal.SIGKILL)
        said, complained = call.communicate(timeout=3600)
        print(f"three workers, one killed: {SITES} plants in {time.perf_counter() - start:.0f} s")
        assert files(out) == expected
        assert call.returncode == alone.returncode
        assert (said.replace(str(out), ""), complained) == (re.sub(r"(?m)^.*?(?=/2026-10/)", "", alone.stdout), alone.stderr)
        again = run("group", workspace, out, "--scheduler", address)
    assert f"0 plants built, {SITES - 1} unchanged" in again.stderr
    assert files(out) == expected


def test_a_worker_with_other_code_is_refused(serial: tuple[dict[str, bytes], subprocess.CompletedProcess[str]], workspace: Path, tmp_path: Path) -> None:
    """One line of a comment is enough; the equal one does the work, and none is left where all differ."""
    other = tmp_path / "other"
    for name in ("briefing", "templates", "sample_data"):
        shutil.copytree(PROJECT / name, other / name, ignore=shutil.ignore_patterns("__pycache__"))
    with (other / "briefing" / "periods.py").open("a", encoding="utf-8") as module:
        module.write("# another day\n")
    sites = ("--site", "P000", "--site", "P002", "--format", "json")
    (tmp_path / "logs").mkdir()
    with cluster(tmp_path / "logs", ENVIRONMENT, ("", str(other))) as (address, crew):
        mixed = run("build", workspace, tmp_path / "mixed", "--scheduler", address, *sites)
        crew[0].kill()
        crew[0].wait()
        alone = run("build", workspace, tmp_path / "alone", "--scheduler", address, *sites)
    assert (mixed.returncode, len(re.findall("gets no work: the program's code is", mixed.stderr))) == (0, 1)
    assert files(tmp_path / "mixed")["2026-10/P002/briefing.json"] == serial[0]["2026-10/P002/briefing.json"]
    assert alone.returncode == 2
    assert "Give every worker the environment of this machine" in alone.stderr
    assert not list((tmp_path / "alone").iterdir())


@pytest.fixture
def bucket(tmp_path: Path) -> Iterator[tuple[s3fs.S3FileSystem, dict[str, str]]]:
    """Give moto's S3 as a server, and the environment that leads to it."""
    port = free_port()
    with started(["-m", "moto.server", "-p", str(port)], tmp_path / "moto.log", ENVIRONMENT):
        until(lambda: answers(port))
        access = {"AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}", "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": "us-east-1"}
        store = s3fs.S3FileSystem(endpoint_url=access["AWS_ENDPOINT_URL"], key="test", secret="test", skip_instance_cache=True, use_listings_cache=False)  # noqa: S106 - moto asks for some
        store.mkdir("company")
        yield store, ENVIRONMENT | access


def test_from_bucket_to_bucket_on_a_cluster(serial: tuple[dict[str, bytes], subprocess.CompletedProcess[str]], workspace: Path, tmp_path: Path,
                                            bucket: tuple[s3fs.S3FileSystem, dict[str, str]]) -> None:
    """Two workers read and write S3 themselves; equal bytes, what is kept among them, and unchanged plants are left."""
    store, environment = bucket
    store.put(f"{workspace}/", "company/workspace/", recursive=True)
    (tmp_path / "logs").mkdir()
    with cluster(tmp_path / "logs", environment, ("", "")) as (address, _):
        start = time.perf_counter()
        told = run("group", "s3://company/workspace", "s3://company/out", "--scheduler", address, environment=environment)
        print(f"S3 to S3, two workers: {SITES} plants in {time.perf_counter() - start:.0f} s")
        assert told.returncode == 2, told.stderr
        store.get("company/out/", f"{tmp_path / 'out'}/", recursive=True)
        assert files(tmp_path / "out") == serial[0]
        again = run("group", "s3://company/workspace", "s3://company/out", "--scheduler", address, environment=environment)
    assert f"0 plants built, {SITES - 1} unchanged" in again.stderr
    assert "P001: no briefing could be built." in again.stderr
