"""Our build against what an analyst would run instead: a notebook by papermill, nbconvert and Chromium; and WeasyPrint for the PDF.

`make bench`, or `python benchmarks/peers.py [PAIRS] [SITES]`. Ours and the peer's runs alternate, so that whatever else the machine
does hits both; the gates are the medians of the ratios of each pair, and the exit code is 1 where one is missed. Seconds are printed,
not gated: they are the machine's. `docs/performance.md` says what is compared and why it is fair.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from time import perf_counter
from typing import Self

from group import BASES, COMPANY, PROJECT, synthetic

PERIOD = "2026-10"
NOTEBOOK = PROJECT / "benchmarks" / "analyst.ipynb"
PACKAGES = ("numpy", "scipy", "matplotlib", "typst", "jinja2", "openpyxl", "papermill", "nbconvert", "ipykernel", "pandas", "weasyprint")
GATES = {"cold": 2.0, "warm, a site": 8.0, "PDF": 5.0}
"""How many times faster than the peer, at least."""
BLOCK = 10
"""Sites that ours builds between two of the peer's."""

Pair = tuple[float, float]
"""Seconds of ours and of the peer's."""


def environment() -> dict[str, str]:
    """Give the environment of both: one thread a library, as on a busy machine."""
    return os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PYTHONPATH": str(PROJECT)}


def run(*command: object) -> None:
    """Run a program to its end; its words only where it fails."""
    done = subprocess.run([str(part) for part in command], env=environment(), capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{command[0]} failed:\n{done.stderr}")


def timed(work: Callable[[], object]) -> float:
    """Give the seconds that a piece of work takes."""
    start = perf_counter()
    work()
    return perf_counter() - start


def chromium() -> str:
    """Give the path of Debian's Chromium; ends the run where there is none."""
    return shutil.which("chromium") or sys.exit("chromium is missing: apt-get install chromium")


def ours_cold(folder: Path) -> None:
    """Build the board's edition of one site: HTML, PDF, JSON; a new process."""
    run(sys.executable, "-c", "from briefing.cli import main; main()", "build", COMPANY, "--period", PERIOD, "--site", BASES[0],
        "--edition", "board", "-o", folder / "ours")


def peer_cold(folder: Path) -> None:
    """Execute the notebook, make it HTML, print it: the three programs an analyst would call."""
    done, page = folder / "peer.ipynb", folder / "peer.html"
    run(sys.executable, "-m", "papermill", NOTEBOOK, done, "-p", "workspace", COMPANY, "-p", "site", BASES[0], "--no-progress-bar")
    run(sys.executable, "-m", "nbconvert", "--to", "html", "--no-input", done, "--output", page)
    printed(page, folder / "peer.pdf")


def printed(page: Path, paper: Path) -> None:
    """Print a page by Chromium."""
    run(chromium(), "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--print-to-pdf={paper}", page)


class Worker:
    """A warm process of `benchmarks/warm.py`: it is told what to do and answers with the seconds it took."""

    def __init__(self, kind: str, workspace: Path) -> None:
        """Start it; its imports are its own affair."""
        self.process = subprocess.Popen([sys.executable, str(PROJECT / "benchmarks" / "warm.py"), kind, str(workspace)], env=environment(),
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)

    def __enter__(self) -> Self:
        """Give itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the process by ending what it reads."""
        self.process.communicate()

    def seconds(self, *sites: str) -> float:
        """Give the seconds a site of what it is asked to do for these sites."""
        if self.process.stdin is None or self.process.stdout is None:
            sys.exit("a worker without pipes")
        self.process.stdin.write(json.dumps(sites) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        return float(answer) / len(sites) if answer else sys.exit("a worker failed; run benchmarks/warm.py by hand")


def cold(pairs: int, folder: Path) -> list[Pair]:
    """Give whole processes, ours and the peer's in turn, after one of each that is not counted."""
    both = [(timed(lambda: ours_cold(folder)), timed(lambda: peer_cold(folder))) for _ in range(pairs + 1)]
    return both[1:]


def warm(sites: tuple[str, ...], workspace: Path) -> list[Pair]:
    """Give seconds a site in one process each: blocks of sites by ours, one site by the peer between them."""
    first, *others = sites
    with Worker("ours", workspace) as ours, Worker("peer", workspace) as peer:
        ours.seconds(first)
        peer.seconds(first)
        blocks = [others[start:start + BLOCK] for start in range(0, len(others), BLOCK)]
        return [(ours.seconds(*block), peer.seconds(block[0])) for block in blocks]


def paper(sites: tuple[str, ...], pairs: int, workspace: Path) -> list[Pair]:
    """Give seconds for the PDF of one document, charts drawn anew by ours, WeasyPrint on our finished HTML."""
    with Worker("pdf", workspace) as ours, Worker("weasyprint", workspace) as peer:
        both = [(ours.seconds(site), peer.seconds(site)) for site in sites[:pairs + 1]]
        return both[1:]


def report(name: str, pairs: list[Pair]) -> bool:
    """Print medians, spread and the ratio; tell whether its gate holds."""
    for owner, seconds in zip(("ours", "peer"), zip(*pairs, strict=True), strict=True):
        print(f"  {name:<13} {owner}  median {statistics.median(seconds):6.2f} s   from {min(seconds):6.2f} to {max(seconds):6.2f}   of {len(seconds)}")
    ratios = [peer / ours for ours, peer in pairs]
    ratio = statistics.median(ratios)
    holds = ratio >= GATES[name]
    print(f"  {name:<13} {ratio:.1f} times faster (from {min(ratios):.1f} to {max(ratios):.1f}); at least {GATES[name]:.0f}: {'holds' if holds else 'MISSED'}\n")
    return holds


def machine() -> None:
    """Print what ran: machine and versions."""
    names = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines() if Path("/proc/cpuinfo").is_file() else []
    model = next((line.partition(":")[2].strip() for line in names if line.startswith("model name")), platform.processor())
    browser = subprocess.run([chromium(), "--version"], capture_output=True, text=True, check=True).stdout.strip()
    print(f"{model}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}, {browser}")
    if hasattr(os, "getloadavg"):
        print(f"load before: {os.getloadavg()[0]:.1f}")
    print(", ".join(f"{name} {version(name)}" for name in PACKAGES) + "\n")


def main() -> None:
    """Measure the three and end with 1 where a gate is missed."""
    pairs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 51
    machine()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sites = synthetic(count, folder / "group")
        held = [
            report("cold", cold(pairs, folder)),
            report("warm, a site", warm(sites, folder / "group")),
            report("PDF", paper(sites, pairs, folder / "group")),
        ]
    sys.exit(not all(held))


if __name__ == "__main__":
    main()
