"""Cold build of one site's board edition: the whole process, several times, and the share of each stage.

`make bench`, or `python benchmarks/cold_build.py RUNS`. A cold build is what a controller waits for: a new process, nothing loaded.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

PROJECT = Path(__file__).resolve().parents[1]
COMPANY = PROJECT / "sample_data" / "company"
COMMAND = ("build", str(COMPANY), "--period", "2026-10", "--site", "MTY", "--edition", "board", "-o")
TARGET_SECONDS = 2.0
STAGES = """
import json, sys
from time import perf_counter
marks = [("", perf_counter())]
mark = lambda name: marks.append((name, perf_counter()))
from briefing.periods import Period
from briefing import load_workspace
month = Period(2026, 10)
workspace = load_workspace(sys.argv[1])
mark("imports of the reader")
workspace.prepare(month, ["MTY"])
import briefing.pipeline, briefing.analysis.assessment, briefing.framing.asks, briefing.framing.changes, briefing.framing.issues
import briefing.rendering.html, briefing.rendering.manuscript, briefing.rendering.pdf, briefing.rendering.charts.canvas
mark("imports of the rest, while the child reads")
workspace.charter()
mark("waiting for the child")
dossier = workspace.dossier("MTY", month)
mark("cells to values")
from briefing.analysis import assess
from briefing.framing import frame
assessment = assess(dossier, seed=1)
mark("analysis")
judged = frame(assessment)
from briefing.document.compose import compose
from briefing.document.editions import Audience, Edition
edition = Edition(Audience.BOARD, "en")
document = compose(judged, edition)
mark("framing and document")
from briefing.rendering import html, manuscript, pdf
drawn = [0.0]
def timed(draw):
    def run(*arguments, **named):
        start = perf_counter()
        try:
            return draw(*arguments, **named)
        finally:
            drawn[0] += perf_counter() - start
    return run
for module in (html, manuscript):
    for name in ("draw", "draw_panels"):
        if hasattr(module, name):
            setattr(module, name, timed(getattr(module, name)))
html.render_html(document)
in_html, drawn[0] = drawn[0], 0.0
mark("HTML")
pdf.render_pdf(document)
in_pdf = drawn[0]
mark("PDF")
json.dumps(briefing.pipeline.Briefing(dossier, judged, {edition: document}, 1).data(), ensure_ascii=False, separators=(",", ":"), sort_keys=True)
mark("JSON")
spent = {name: end - start for (_, start), (name, end) in zip(marks, marks[1:])}
spent["HTML"] -= in_html
spent["PDF"] -= in_pdf
spent["charts, for HTML and PDF"] = in_html + in_pdf
print(json.dumps(spent))
"""


def environment() -> dict[str, str]:
    """Give the environment of a run: one thread a library, as on a busy machine."""
    return os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


def whole_process() -> float:
    """Give the seconds from start to end of `briefing build`, HTML, PDF and JSON."""
    with tempfile.TemporaryDirectory() as out:
        start = perf_counter()
        subprocess.run([sys.executable, "-c", "from briefing.cli import main; main()", *COMMAND, out], check=True,
                       env=environment(), stdout=subprocess.DEVNULL)
        return perf_counter() - start


def stages() -> dict[str, float]:
    """Give the seconds of each stage, in a process of its own."""
    run = subprocess.run([sys.executable, "-c", STAGES, str(COMPANY)], check=True, env=environment(), capture_output=True, text=True)
    return dict(json.loads(run.stdout))


def main() -> None:
    """Print the table."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    whole = sorted(whole_process() for _ in range(runs))
    parts = [stages() for _ in range(max(3, runs // 2))]
    medians = {name: statistics.median(part[name] for part in parts) for name in parts[0]}
    total = sum(medians.values())
    print(f"cold build, one site, one edition, HTML + PDF + JSON; {runs} runs on {os.cpu_count()} cores")
    print(f"  median {statistics.median(whole):.2f} s   fastest {whole[0]:.2f} s   slowest {whole[-1]:.2f} s   target {TARGET_SECONDS:.0f} s")
    print("  one stage after the other; in a build Typst sets the PDF while HTML and JSON are made")
    for name, seconds in medians.items():
        print(f"  {seconds:6.2f} s  {seconds / total:5.0%}  {name}")


if __name__ == "__main__":
    main()
