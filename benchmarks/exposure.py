"""Time of one exposure of 20 rows at 100,000 years, and what the bracket of three adds. Run: python benchmarks/exposure.py."""

from __future__ import annotations

from statistics import median
from time import perf_counter

from briefing.analysis.exposure import DEFAULT_COMMON_FACTOR, Pert, RiskModel, bracket, simulate

ROWS = 20
YEARS = 100_000
RUNS = 15
LIMIT_S = 0.2


def register() -> list[RiskModel]:
    """Give twenty rows as registers hold them: half happen once, half repeat, from 50 thousand to 2 million."""
    rows = []
    for index in range(ROWS):
        size = 1e5 * (1 + index)
        severity = Pert.from_p10_p90(0.5 * size, size, 2.0 * size)
        once = index % 2 == 0
        frequency = 0.05 + 0.03 * index if once else 0.1 + 0.1 * index
        rows.append(RiskModel(frequency, severity, once=once, key=f"R-{index:03d}"))
    return rows


def main() -> None:
    """Print the first and the median time of each."""
    rows = register()
    for name, run in (
        ("independent", lambda: simulate(rows, years=YEARS, seed=1)),
        ("common factor", lambda: simulate(rows, years=YEARS, seed=1, common_factor=DEFAULT_COMMON_FACTOR)),
        ("bracket of three", lambda: bracket(rows, years=YEARS, seed=1)),
    ):
        times = []
        for _ in range(RUNS):
            started = perf_counter()
            run()
            times.append(perf_counter() - started)
        print(f"{name:<17} first {times[0]:.3f} s, median {median(times):.3f} s of {RUNS} runs (aim for one: {LIMIT_S} s)")


if __name__ == "__main__":
    main()
