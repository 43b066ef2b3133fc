"""A group of many plausible plants on disk, and how fast it is built.

    python benchmarks/synthetic_group.py make FOLDER --sites 200 --months 12
    python benchmarks/synthetic_group.py measure FOLDER --jobs 1 2 4

Each plant tells the story of one of the sample's three, with its figures moved at random by a fixed seed: the same call gives the
same files. `measure` builds the group in a process of its own: once into an empty folder and once more with nothing changed.
"""

from __future__ import annotations

import argparse
import csv
import io
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from threading import Event, Thread
from time import perf_counter

import numpy as np

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT / "sample_data"))

import make_samples as sample  # noqa: E402 - it stands beside its tables, not in a package

from briefing.model.charter import Charter  # noqa: E402
from briefing.model.register import RegisterRow  # noqa: E402
from briefing.model.submission import KpiReport, OwnForecast, Point, Submission  # noqa: E402
from briefing.periods import Period  # noqa: E402
from briefing.workbook.writer import write_charter, write_submission  # noqa: E402

SEED = 20_261_031
GOAL_SITES_A_SECOND = 3.0
GOAL_BYTES = 1.5 * 1024**3
GOAL_FASTER = 50.0
Factors = Mapping[tuple[str, Period], float]


@dataclass(frozen=True)
class Plant:
    """One plant: its code, the sample's plant whose story it tells, and its place in the list."""

    code: str
    base: str
    index: int

    def generator(self, purpose: int) -> np.random.Generator:
        """Give the plant's own source of chance."""
        return np.random.default_rng([SEED, self.index, purpose])


def plants(count: int) -> tuple[Plant, ...]:
    """Give so many plants, the sample's three in turn."""
    return tuple(Plant(f"P{index:03d}", sample.SITES[index % 3], index) for index in range(count))


def charter(count: int) -> Charter:
    """Give the sample's charter with every plant's rows said for each that tells its story."""
    agreed = sample.charter()
    mine = {base: [plant for plant in plants(count) if plant.base == base] for base in sample.SITES}

    def spread(rows: tuple, name: str = "site") -> tuple:  # type: ignore[type-arg]
        found = []
        for row in rows:
            base = getattr(row, name)
            found += [replace(row, **{name: plant.code}) for plant in mine[base]] if base in mine else [row]
        return tuple(found)

    sites = tuple(
        replace(site, code=plant.code, name=f"{site.name} {plant.index + 1}")
        for plant in plants(count) for site in agreed.sites if site.code == plant.base
    )
    readers = tuple(reader for reader in agreed.readers if not reader.sites)
    return replace(agreed, sites=sites, readers=readers, targets=spread(agreed.targets), drivers=spread(agreed.drivers),
                   appetite=spread(agreed.appetite, "scope"), adjustments=spread(agreed.adjustments))


@cache
def factors(plant: Plant) -> Factors:
    """Give by how much each KPI of each month is moved: the plant's own level, and noise about it."""
    chance = plant.generator(0)
    codes = sorted({row["kpi"] for row in sample.table("values") if row["site"] == plant.base})
    return {(code, month): float(level * chance.lognormal(0.0, 0.02)) for code in codes
            for level in [chance.lognormal(0.0, 0.05)] for month in sample.MONTHS}


@cache
def bounds(code: str) -> tuple[float, float]:
    """Give the natural bounds that the charter gives a KPI."""
    kpi = next(kpi for kpi in sample.charter().kpis if kpi.code == code)
    return (-np.inf if kpi.lower_bound is None else kpi.lower_bound, np.inf if kpi.upper_bound is None else kpi.upper_bound)


def moved(value: float | None, factor: float, code: str) -> float | None:
    """Move a value within its natural bounds; a share stays a share, a count a count."""
    if value is None:
        return None
    found = float(np.clip(value * factor, *bounds(code)))
    if float(value).is_integer() and abs(value) < 1000:
        return float(round(found))
    return min(round(found, 4), 1.0) if 0 < value <= 1 else round(found, 2)


def submission(plant: Plant, period: Period) -> Submission:
    """Give a plant's month."""
    told = sample.submission(plant.base, period)
    return replace(
        told, site=plant.code, cover=replace(told.cover, site=plant.code),
        kpis=tuple(_report(report, factors(plant)) for report in told.kpis),
        register=tuple(_row(row, plant, number) for number, row in enumerate(told.register)),
    )


def _report(report: KpiReport, by: Factors) -> KpiReport:
    points = {month: Point(moved(point.value, by[report.code, month], report.code), point.where) for month, point in report.points.items()}
    last = by[report.code, max(report.points)]
    return replace(report, points=points, forecasts=tuple(_forecast(own, last, report.code) for own in report.forecasts))


def _forecast(own: OwnForecast, factor: float, code: str) -> OwnForecast:
    low, likely, high = sorted((moved(value, factor, code) for value in (own.low, own.likely, own.high)), key=lambda each: (each is None, each or 0.0))
    return own if None in {own.low, own.likely, own.high} else replace(own, low=low, likely=likely, high=high)


def _row(row: RegisterRow, plant: Plant, number: int) -> RegisterRow:
    """Move chance and impact, all three points alike, by figures that stay the plant's over the months."""
    chance, impact = plant.generator(1 + number).lognormal(0.0, 0.25, 2)
    odds = None if row.chance is None else round(min(max(row.chance * float(chance), 0.01), 0.95), 2)
    good, likely, bad = (None if value is None else round(value * float(impact), 2) for value in (row.good, row.likely, row.bad))
    return replace(row, chance=odds, good=good, likely=likely, bad=bad)


def responses(count: int, period: Period) -> str:
    """Give the month's answers, the sample's said for each plant; terms are the sample's, so fingerprints are too."""
    lines = list(csv.reader(io.StringIO(sample.responses(period))))
    head, site = lines[0], lines[0].index("site")
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(head)
    for plant in plants(count):
        writer.writerows([*line[:site], plant.code, *line[site + 1:]] for line in lines[1:] if line[site] == plant.base)
    return out.getvalue()


def make(folder: Path, count: int, months: int, jobs: int = 2, kpis: int | None = None) -> int:
    """Write the workspace of so many plants and months, the last the sample's last, and of each plant's first KPIs; gives the number of files."""
    periods = sample.MONTHS[-months:]
    agreed = charter(count)
    folder.mkdir(parents=True, exist_ok=True)
    write_charter(folder / "charter.xlsx", agreed, language="en")
    for period in periods:
        path = folder / "responses" / f"{period}.csv"
        path.parent.mkdir(exist_ok=True)
        path.write_text(responses(count, period), encoding="utf-8", newline="\n")
    if jobs == 1:
        written = [_write(folder, plant, periods, agreed, kpis) for plant in plants(count)]
    else:
        with ProcessPoolExecutor(jobs) as pool:
            written = list(pool.map(_write, *zip(*((folder, plant, periods, agreed, kpis) for plant in plants(count)), strict=True)))
    return sum(written) + len(periods) + 1


def _write(folder: Path, plant: Plant, periods: tuple[Period, ...], agreed: Charter, kpis: int | None) -> int:
    written = 0
    for period in periods:
        if (plant.base, period) in sample.ABSENT:
            continue
        path = folder / "submissions" / str(period) / f"{plant.code}.xlsx"
        path.parent.mkdir(parents=True, exist_ok=True)
        told = submission(plant, period)
        write_submission(path, replace(told, kpis=told.kpis[:kpis]), agreed, language=sample.LANGUAGES[plant.base])
        published = folder / "publication" / str(period) / f"{plant.code}.toml"
        published.parent.mkdir(parents=True, exist_ok=True)
        published.write_text(sample.publication(plant.base, period), encoding="utf-8", newline="\n")
        written += 2
    return written


def command(workspace: Path, out: Path, jobs: int) -> list[str]:
    """Give the call that builds the group."""
    return [sys.executable, "-c", "from briefing.cli import main; main()", "group", str(workspace), "--jobs", str(jobs), "-o", str(out)]


def timed(workspace: Path, out: Path, jobs: int) -> tuple[float, int]:
    """Build the group in a process of its own; gives seconds, and the most memory its processes held together (0 where unknown)."""
    start = perf_counter()
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PYTHONPATH": str(PROJECT)}
    process = subprocess.Popen(command(workspace, out, jobs), env=environment, stdout=subprocess.DEVNULL)
    peak, over = [0], Event()

    def watch() -> None:
        while not over.wait(0.1):
            peak[0] = max(peak[0], sum(map(held, tree(process.pid))))

    watcher = Thread(target=watch)
    watcher.start()
    code = process.wait()
    seconds = perf_counter() - start
    over.set()
    watcher.join()
    if code > 1:
        raise subprocess.CalledProcessError(code, "briefing group")
    return seconds, peak[0]


def tree(pid: int) -> Iterator[int]:
    """Yield a process and all that it started, where the system tells."""
    yield pid
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from tree(int(child))


def held(pid: int) -> int:
    """Give a process's share of memory in bytes: what it shares with others is counted once among them."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


def most_held() -> int:
    """Give the most memory this process has held, in bytes; 0 where the system does not tell."""
    with suppress(OSError):
        for line in Path("/proc/self/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    return 0


def measure(workspace: Path, jobs: list[int]) -> None:
    """Print seconds, plants a minute and memory for each number of jobs, and the run with nothing changed."""
    count = len({path.name for path in (workspace / "submissions").rglob("*.xlsx")})
    print(f"{count} plants, {os.cpu_count()} cores; goals {GOAL_SITES_A_SECOND:g} plants a second, {GOAL_BYTES / 1024**3:g} GiB, "
          f"{GOAL_FASTER:g} times faster unchanged")
    for number in jobs:
        with tempfile.TemporaryDirectory() as out:
            seconds, memory = timed(workspace, Path(out), number)
            again = min(timed(workspace, Path(out), number)[0] for _ in range(2))
        print(f"  --jobs {number}: {seconds:7.1f} s   {60 * count / seconds:6.1f} plants a minute   {memory / 1024**3:5.2f} GiB   "
              f"unchanged {again:5.2f} s, {seconds / again:5.1f} times faster")


def main() -> None:
    """Make or measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["make", "measure"])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sites", type=int, default=200)
    parser.add_argument("--months", type=int, default=12)
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    given = parser.parse_args()
    if given.what == "make":
        print(f"{make(given.folder, given.sites, given.months, max(given.jobs))} files in {given.folder}")
    else:
        measure(given.folder, given.jobs)


if __name__ == "__main__":
    main()
