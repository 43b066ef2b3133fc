"""A warm process of `benchmarks/peers.py`: reads lists of sites from standard input, answers each with the seconds it took.

Kinds: `ours` builds the board's editions (HTML, PDF, JSON), reading every file anew; `peer` executes the notebook, makes it HTML and
prints it, a site after the other; `pdf` draws our PDF of a document at hand, `weasyprint` that of its finished HTML.
"""

from __future__ import annotations

import gc
import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

PERIOD = "2026-10"
Work = Callable[[list[str]], None]


def ours(workspace: Path, folder: Path) -> Work:
    """Build as `briefing build` does, every site of the list in this process."""
    from briefing import load_workspace
    from briefing.document.editions import Edition
    from briefing.periods import Period
    from briefing.pipeline import SITES_A_LOOK, Press, Writing, build

    month, edition = Period.parse(PERIOD), Edition.parse("board.en")

    def work(sites: list[str]) -> None:
        opened = load_workspace(workspace)
        opened.prepare(month, sites)
        last: Writing | None = None
        with Press() as press:
            for done, site in enumerate(sites):
                following = press.start(build(opened.dossier(site, month), editions=(edition,)), folder)
                if last:
                    last.finish()
                last = following
                if done and done % SITES_A_LOOK == 0:
                    gc.collect(0)
            if last:
                last.finish()

    return work


def peer(workspace: Path, folder: Path) -> Work:
    """Call the peers' libraries in this process; a kernel and a browser are processes of their own anyhow."""
    import papermill
    from nbconvert import HTMLExporter
    from peers import NOTEBOOK, printed

    def work(sites: list[str]) -> None:
        for site in sites:
            done, page = folder / f"{site}.ipynb", folder / f"{site}.html"
            papermill.execute_notebook(NOTEBOOK, done, {"workspace": str(workspace), "site": site, "period": PERIOD}, progress_bar=False)
            page.write_text(HTMLExporter(exclude_input=True).from_filename(str(done))[0], encoding="utf-8")
            printed(page, folder / f"{site}.pdf")

    return work


def documents(workspace: Path) -> Callable[[str], object]:
    """Give what makes a site's document."""
    from briefing import load_workspace
    from briefing.document.editions import Edition
    from briefing.periods import Period
    from briefing.pipeline import build

    month, edition = Period.parse(PERIOD), Edition.parse("board.en")
    return lambda site: build(load_workspace(workspace).dossier(site, month), editions=(edition,)).documents[edition]


def main() -> None:
    """Answer until there is nothing more to read."""
    kind, workspace = sys.argv[1], Path(sys.argv[2])
    with tempfile.TemporaryDirectory() as name, _collecting_by_hand():
        if kind in {"ours", "peer"}:
            work = {"ours": ours, "peer": peer}[kind](workspace, Path(name))
            _answer(lambda sites: sites, work)
        else:
            _answer(*_papers(kind, workspace))


def _papers(kind: str, workspace: Path) -> tuple[Callable[[list[str]], object], Callable[..., object]]:
    """Give what is made before the clock starts, and what is timed."""
    from briefing.rendering import render

    made = documents(workspace)
    if kind == "pdf":
        return lambda sites: made(sites[0]), lambda document: render(document, "pdf")
    from weasyprint import HTML

    return lambda sites: render(made(sites[0]), "html").decode(), lambda page: HTML(string=page).write_pdf()


def _answer(prepared: Callable[[list[str]], object], work: Callable[..., object]) -> None:
    for line in sys.stdin:
        material = prepared(json.loads(line))
        start = perf_counter()
        work(material)
        print(perf_counter() - start, flush=True)


@contextmanager
def _collecting_by_hand() -> Iterator[None]:
    """As `briefing build` does: look for garbage between sites alone."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


if __name__ == "__main__":
    main()
