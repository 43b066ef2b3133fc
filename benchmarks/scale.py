"""How a group's run grows with jobs, months and KPIs, what memory it needs, and the share of each stage of a site.

    python benchmarks/scale.py --sites 24

Seconds of the clock depend on what else the machine does; beside them stand those of the processor, of all processes of a run.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parent))

import synthetic_group as synthetic

from briefing.periods import Period

MONTH = Period(2026, 10)


def processor(of: str) -> float:
    """Give the seconds of processor used by this process (`SELF`) or by those that it started and that ended (`CHILDREN`); 0 where unknown."""
    try:
        import resource
    except ImportError:  # Windows
        return 0.0
    used = resource.getrusage(getattr(resource, f"RUSAGE_{of}"))
    return used.ru_utime + used.ru_stime


def runs(scratch: Path, sites: int, months: list[int], kpis: list[int], jobs: list[int]) -> None:
    """Print a line for each number of months, KPIs and jobs: all of the last two at the most months and KPIs, the others one job."""
    print(f"{'sites':>6} {'months':>7} {'KPIs':>5} {'jobs':>5} {'clock s':>8} {'sites a minute':>15} {'processor s a site':>19} {'memory MiB':>11}")
    for count, length, number in ([(sites, length, max(kpis)) for length in months] + [(sites, max(months), number) for number in kpis[:-1]]
                                  + [(max(sites // 4, 3), max(months), max(kpis))]):
        workspace = scratch / f"{count}-{length}-{number}"
        synthetic.make(workspace, count, length, 1, number)
        all_jobs = jobs if (count, length, number) == (sites, max(months), max(kpis)) else jobs[:1]
        for many in all_jobs:
            with tempfile.TemporaryDirectory() as out:
                before = processor("CHILDREN")
                seconds, memory = synthetic.timed(workspace, Path(out), many)
                used = processor("CHILDREN") - before
            print(f"{count:>6} {length:>7} {number:>5} {many:>5} {seconds:>8.1f} {60 * count / seconds:>15.1f} {used / count:>19.2f} "
                  f"{memory / 1024**2:>11.0f}", flush=True)


def stages(workspace: Path, sites: int) -> None:
    """Print what each stage takes of a warm site, the mean of all but the first."""
    from briefing.analysis import assess
    from briefing.document.compose import compose
    from briefing.document.editions import Edition
    from briefing.framing import frame
    from briefing.group.digesting import digest_of
    from briefing.group.keeping import kept
    from briefing.pipeline import Briefing
    from briefing.rendering import render
    from briefing.workspace import load_workspace

    board, spent = Edition.parse("board.en"), {}
    opened = load_workspace(workspace)

    @contextmanager
    def stage(name: str, *, counts: bool) -> Iterator[None]:
        clock, before = perf_counter(), processor("SELF") + processor("CHILDREN")
        yield
        if counts:
            used, took = spent.get(name, (0.0, 0.0))
            spent[name] = (used + processor("SELF") + processor("CHILDREN") - before, took + perf_counter() - clock)

    for index, plant in enumerate(synthetic.plants(sites)):
        counts = index > 0
        with stage("reading and parsing", counts=counts):
            dossier = opened.dossier(plant.code, MONTH)
            opened.forget(plant.code)
        with stage("analysis", counts=counts):
            assessed = assess(dossier, seed=1)
        with stage("framing", counts=counts):
            judged = frame(assessed)
        with stage("document", counts=counts):
            document = compose(judged, board)
        with stage("HTML", counts=counts):
            render(document, "html")
        with stage("PDF", counts=counts):
            render(document, "pdf")
        with stage("JSON", counts=counts):
            Briefing(dossier, judged, {board: document}, 1).data()
        with stage("digest", counts=counts):
            kept(digest_of(judged))
    whole = sum(used for used, _ in spent.values())
    print(f"\n{'stage':<20} {'processor ms':>13} {'clock ms':>9} {'share':>6}")
    for name, (used, took) in spent.items():
        print(f"{name:<20} {1000 * used / (sites - 1):>13.0f} {1000 * took / (sites - 1):>9.0f} {used / whole:>6.0%}")


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sites", type=int, default=24)
    parser.add_argument("--months", type=int, nargs="+", default=[3, 12])
    parser.add_argument("--kpis", type=int, nargs="+", default=[3, 9], help="First so many of each plant's KPIs, the most last.")
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        runs(Path(scratch), given.sites, given.months, given.kpis, given.jobs)
        stages(Path(scratch) / f"{given.sites}-{max(given.months)}-{max(given.kpis)}", min(given.sites, 9))


if __name__ == "__main__":
    main()
