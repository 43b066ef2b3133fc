"""How long the group's page alone takes, by stage, for a group of thousands, and the memory it needs.

    python benchmarks/rollup.py --sites 2000 --real 60 --months 12

A few plants are built; their digests, under other codes, stand in for those of all. Every figure of the page is computed and drawn as
for real ones, but plants that share a digest share its words, figures and register; draws belong to a plant's code, so no two plants'
bad years are the same. Exits 1 where a goal is missed: 60 s of processor time and 2 GiB at 2,000 plants.
"""

from __future__ import annotations

import argparse
import gc
import io
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from time import perf_counter, process_time

sys.path.insert(0, str(Path(__file__).resolve().parent))

import synthetic_group as synthetic

from briefing.document.editions import DEFAULT_EDITIONS, EDITIONS, Audience, Edition
from briefing.group.arrivals import attended
from briefing.group.document import compose_group
from briefing.group.exposure import exposure_of
from briefing.group.jobs import digest_at
from briefing.group.rollup import Run, group_data
from briefing.group.setting import links_to
from briefing.group.view import GroupView
from briefing.periods import Period
from briefing.rendering import render
from briefing.rendering.pdf import let_go
from briefing.workspace import load_workspace

AUDIENCES = (Audience.BOARD, Audience.HQ)
GOAL_SECONDS = 60.0
GOAL_BYTES = 2 * 1024**3
MONTH, DAY = Period(2026, 10), date(2026, 11, 6)


@contextmanager
def stage(name: str) -> Iterator[None]:
    """Print the clock's and the processor's seconds of a stage, and the memory held after it."""
    clock, processor = perf_counter(), process_time()
    yield
    print(f"  {name:<28} {process_time() - processor:6.1f} s of processor   {perf_counter() - clock:6.1f} s by the clock   "
          f"{synthetic.held(os.getpid()) / 1024**2:6.0f} MiB", flush=True)


def kept(folder: Path, real: int, months: int) -> Path:
    """Build a few plants and give the folder of their digests."""
    workspace, out = folder / "company", folder / "out"
    synthetic.make(workspace, real, months)
    call = [*synthetic.command(workspace, out, 2), "--format", "json"]
    subprocess.run(call, check=True, stdout=subprocess.DEVNULL, env=os.environ | {"OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": str(synthetic.PROJECT)})
    return out / str(MONTH) / ".kept"


def multiplied(source: Path, target: Path, count: int) -> list[Path]:
    """Write so many digests, those at hand again and again under other codes."""
    texts = [(path.name.partition(".")[0], path.read_text(encoding="utf-8")) for path in sorted(source.glob("*.digest.json"))]
    paths = []
    for plant in synthetic.plants(count):
        code, text = texts[plant.index % len(texts)]
        paths.append(target / f"{plant.code}.digest.json")
        paths[-1].write_text(text.replace(code, plant.code), encoding="utf-8")
    return paths


def pages(pdf: bytes) -> int:
    """Count a PDF's pages."""
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as book:
        return len(book.pages)


def measure(source: Path, count: int, folder: Path) -> bool:
    """Print each stage of the page of so many plants, as `briefing group` goes through them; tells whether the goals are met."""
    paths = multiplied(source, folder, count)
    agreed = synthetic.charter(count)
    run = Run(load_workspace(folder), MONTH, folder, editions=DEFAULT_EDITIONS, formats=("html", "pdf", "json"))
    gc.disable()  # as `build_group` does
    print(f"{count} plants")
    begun, started = perf_counter(), process_time()
    with stage("reading digests"):
        digests = [digest_at(path) for path in paths]
    with stage("joint exposure"):
        exposure = exposure_of(agreed, digests, run.seed)
    by_code = {site.code: site for site in agreed.sites}
    view = GroupView(agreed, MONTH, DAY, tuple(attended(agreed, by_code[each.site], each) for each in digests), exposure)
    documents = {}
    for audience in AUDIENCES:
        with stage(f"{audience} in two languages"):
            documents |= {str(each): compose_group(view, each, links_to(str(each), "html")) for each in EDITIONS if each.audience is audience}
        english = Edition(audience, "en")
        with stage(f"{audience}: HTML"):
            html = render(documents[str(english)], "html")
        with stage(f"{audience}: PDF, composed for itself"):
            pdf = render(compose_group(view, english, links_to(str(english), "pdf")), "pdf")
            let_go()
        print(f"  {audience}: {pages(pdf)} pages, HTML {len(html) / 1e6:.1f} MB, PDF {len(pdf) / 1e6:.1f} MB")
    with stage("JSON"):
        import json

        data = json.dumps(group_data(run, view, documents), ensure_ascii=False).encode()
    used, peak = process_time() - started, synthetic.most_held()
    print(f"  all {used:.1f} s of processor, {perf_counter() - begun:.1f} s by the clock, at most {peak / 1024**2:.0f} MiB; "
          f"JSON {len(data) / 1e6:.1f} MB")
    return used <= GOAL_SECONDS and peak <= GOAL_BYTES


def main() -> None:
    """Measure groups of growing size from one set of digests."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sites", type=int, nargs="+", default=[200, 2000])
    parser.add_argument("--real", type=int, default=60)
    parser.add_argument("--months", type=int, default=12)
    parser.add_argument("--kept", type=Path, help="Folder of digests of an earlier run of as many plants; built where left out.")
    given = parser.parse_args()
    met = []
    with tempfile.TemporaryDirectory() as scratch:
        source = given.kept or kept(Path(scratch), given.real, given.months)
        for count in given.sites:
            target = Path(scratch) / str(count)
            target.mkdir()
            met.append(measure(source, count, target))
    sys.exit(0 if all(met) else 1)


if __name__ == "__main__":
    main()
