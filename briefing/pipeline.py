"""The whole run of one site on one screen: dossier, assessment, frame, documents, files."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from briefing.analysis import assess
from briefing.document.blocks import Document
from briefing.document.compose import compose
from briefing.document.editions import DEFAULT_EDITIONS, DEFAULT_FORMATS, Edition
from briefing.document.schema import JSON_VERSION
from briefing.document.serial import cell_data, facts_data, plain, tree_data
from briefing.findings import Finding
from briefing.framing import Frame, frame
from briefing.language import LANGUAGES
from briefing.model.dossier import Dossier
from briefing.rendering import Format, render, start_pdf
from briefing.workspace import write_atomically

DRAWN: tuple[Format, ...] = ("html", "pdf", "docx")
"""Formats that are drawn, a file an edition; JSON holds them all."""
SITES_A_LOOK = 16
"""After so many sites memory is looked through for what they left in circles, a megabyte or two each: a look costs as much as a chart."""
SEED = 1
"""Seed of the exposure's simulation, printed in every briefing."""


@dataclass(frozen=True, slots=True)
class Briefing:
    """One site's month: the judgement, and a document for each edition."""

    dossier: Dossier
    frame: Frame
    documents: Mapping[Edition, Document]
    seed: int

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was found in the files it was made from."""
        return self.dossier.findings

    def data(self) -> dict[str, Any]:
        """Give all facts once and each edition's tree, as JSON types; `docs/briefing.schema.json` describes it."""
        dossier = self.dossier
        facts = tuple(fact for document in self.documents.values() for fact in document.facts)
        return {
            "version": JSON_VERSION,
            "site": dossier.site.code,
            "period": str(dossier.period),
            "as_of": dossier.as_of.isoformat(),
            "seed": self.seed,
            "facts": facts_data(facts),
            "findings": [
                {"where": cell_data(each.where), "code": each.code, "severity": each.severity.value,
                 "parameters": {name: plain(value) for name, value in each.parameters}}
                for each in dossier.findings
            ],
            "editions": {str(edition): tree_data(document) for edition, document in sorted(self.documents.items())},
        }


def build(dossier: Dossier, *, editions: Iterable[Edition] = DEFAULT_EDITIONS, seed: int = SEED) -> Briefing:
    """Make the briefing of one site at one date, from the same facts in every edition."""
    judged = frame(assess(dossier, seed=seed))
    documents = {edition: compose(judged, edition) for edition in editions}
    return Briefing(dossier, judged, documents, seed)


def tables(briefing: Briefing, edition: Edition) -> bytes:
    """Give an edition's KPIs and asks as a workbook."""
    from briefing.document.tables import data_book  # noqa: PLC0415 - openpyxl only where it is asked for
    from briefing.rendering.tables import render_tables  # noqa: PLC0415 - as above

    return render_tables(data_book(briefing.frame, edition))


class Press:
    """Sets PDFs one after the other in a thread of its own: Typst needs no interpreter, so the rest is made meanwhile."""

    def __init__(self) -> None:
        """Start with nothing to set."""
        self._thread = ThreadPoolExecutor(max_workers=1)

    def __enter__(self) -> Self:
        """Give the press."""
        return self

    def __exit__(self, *_: object) -> None:
        """Wait for the paper that is being set; what nobody waits for is not begun."""
        self._thread.shutdown(cancel_futures=True)

    def start(self, briefing: Briefing, out: Path, formats: Iterable[str] = DEFAULT_FORMATS) -> Writing:
        """Begin to write the briefing below `OUT/PERIOD/SITE`; all but the PDFs is there when this returns."""
        return Writing(briefing, out / str(briefing.dossier.period) / briefing.dossier.site.code, frozenset(formats), self._thread)


class Writing:
    """A briefing that is being written, each file whole or not at all."""

    def __init__(self, briefing: Briefing, folder: Path, formats: frozenset[str], press: Executor) -> None:
        """Hand the papers to the press and write everything else."""
        self.folder, self.formats = folder, formats
        self.editions = sorted(briefing.documents)
        self._papers: dict[Edition, Future[bytes]] = {}
        for edition, document in sorted(briefing.documents.items()):
            if "pdf" in formats:
                self._papers[edition] = start_pdf(document, press)
            for name in (each for each in DRAWN if each in formats and each != "pdf"):
                write_atomically(folder / f"{edition}.{name}", render(document, name))
            if "xlsx" in formats:
                write_atomically(folder / f"{edition}.xlsx", tables(briefing, edition))
        if "json" in formats:
            text = json.dumps(briefing.data(), ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False)
            write_atomically(folder / "briefing.json", (text + "\n").encode())
        self._asked = dict(_on_request(briefing, formats))
        for file, data in self._asked.items():
            write_atomically(folder / file, data)

    def finish(self) -> tuple[Path, ...]:
        """Write the papers as they come off the press; gives the paths of all files."""
        if self._papers:
            import briefing.rendering.notes  # noqa: F401, PLC0415 - loads what a paper needs once it is set, while it is being set
        for edition, paper in self._papers.items():
            write_atomically(self.folder / f"{edition}.pdf", paper.result())
        drawn = (f"{edition}.{name}" for edition in self.editions for name in (*DRAWN, "xlsx") if name in self.formats)
        whole = ("briefing.json",) if "json" in self.formats else ()
        return tuple(self.folder / file for file in (*drawn, *whole, *self._asked))


def write(briefing: Briefing, out: Path, formats: Iterable[str] = DEFAULT_FORMATS) -> tuple[Path, ...]:
    """Write the briefing below `OUT/PERIOD/SITE`, each file whole or not at all; gives the paths."""
    with Press() as press:
        return press.start(briefing, out, formats).finish()


def _on_request(briefing: Briefing, chosen: frozenset[str]) -> Iterator[tuple[str, bytes]]:
    """Yield the files that are written only where asked, by name: calendars and escalation letters in both languages."""
    for language in LANGUAGES:
        if "ics" in chosen:
            from briefing.document.agenda import agenda_of  # noqa: PLC0415 - few calls ask for it
            from briefing.rendering.calendar import render_calendar  # noqa: PLC0415 - as above, and it loads a library

            yield f"calendar.{language}.ics", render_calendar(agenda_of(briefing.dossier, language))
        if "escalations" in chosen:
            from briefing.document.escalations import escalation_letters  # noqa: PLC0415 - as above

            yield f"escalations.{language}.txt", escalation_letters(briefing.frame, language).encode()
