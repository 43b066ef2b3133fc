"""The whole run of a group on one screen: every plant's month, then the page of all of them."""

from __future__ import annotations

import gc
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from briefing.document.blocks import Document
from briefing.document.editions import Audience, Edition
from briefing.document.serial import facts_data, plain, tree_data
from briefing.group.arrivals import Attendance, absent, attended, failed, speaks_from
from briefing.group.digest import Digest
from briefing.group.document import compose_group
from briefing.group.exposure import exposure_of
from briefing.group.jobs import KEPT, Build, Built, Job, Opened, digest_at, in_company, keyed, run, unchanged
from briefing.group.keys import Inputs, code_key, file_key, text_key
from briefing.group.setting import links_to
from briefing.group.view import GroupView
from briefing.language import LANGUAGES, Language
from briefing.model.charter import Charter, Site
from briefing.periods import Period
from briefing.pipeline import DRAWN
from briefing.rendering import render
from briefing.rendering.pdf import let_go
from briefing.workspace import CHARTER, Workspace, write_atomically

GROUP_VERSION = 2
"""Of `group.json`; it changes when a reader of an earlier one would misread it."""
Each = Callable[[Sequence[Job]], Iterable[Built]]
"""Runs jobs, in any order or several at once; gives an outcome for each, in the order of the jobs."""


@dataclass(frozen=True, slots=True)
class Run:
    """What a run is to make, and where; `language` is the page's where no edition is named."""

    workspace: Workspace
    period: Period
    out: Path
    language: Language = "en"
    editions: tuple[Edition, ...] = ()
    formats: tuple[str, ...] = ()
    as_of: date | None = None
    seed: int = 1

    @property
    def pages(self) -> tuple[Edition, ...]:
        """The editions of the group's page: those made of its plants; headquarters' where only the plants' own are, the board's where none is."""
        told = tuple(each for each in self.editions if each.audience is not Audience.SITE)
        return told or tuple(Edition(Audience.HQ, each.language) for each in self.editions) or (Edition(Audience.BOARD, self.language),)

    @property
    def kept_page(self) -> str:
        """The file, below the output folder, that says what the pages were made from."""
        return f"{self.period}/{KEPT}/group.{'_'.join(map(str, sorted(self.pages)))}.page"

    def page_name(self, edition: Edition, form: str) -> str:
        """Give the name of a page below the output folder."""
        return f"{self.period}/group.{edition}.{form}"

    def job(self, site: str, period: Period, inputs: Inputs) -> Job:
        """Give the job of one plant."""
        job = Job(self.workspace.folder, site, self.period, period, self.as_of, self.editions, self.formats, self.seed, self.out,
                  paper=self.workspace.paper)
        return keyed(job, inputs)

    def inputs(self) -> Inputs:
        """Give what the plants are made from.

        Raises:
            UnreadableFile: The charter could not be read.
        """
        charter, _ = self.workspace.charter()
        return Inputs(self.workspace.folder, self.period, charter.company.logo)


@dataclass(frozen=True, slots=True)
class Made:
    """What a run made: the outcome of each plant, and the files of the group's page."""

    built: tuple[Built, ...]
    files: tuple[str, ...] = ()


def in_turn(jobs: Sequence[Job], build: Build = run) -> Iterable[Built]:
    """Run jobs one after the other, in this process."""
    opened: Opened = {}
    return (build(job, opened) for job in in_company(jobs))


def build_sites(run_: Run, sites: Iterable[str], each: Each = in_turn) -> tuple[Built, ...]:
    """Build the month of each plant that is not built yet from what is there now; in the order of the plants.

    Raises:
        UnreadableFile: The charter could not be read.
    """
    inputs = run_.inputs()
    return _built([run_.job(site, run_.period, inputs) for site in sites], each)


def _built(jobs: Sequence[Job], each: Each) -> tuple[Built, ...]:
    known = {job.site: built for job in jobs if (built := unchanged(job))}
    known |= {built.site: built for built in each([job for job in jobs if job.site not in known])}
    return tuple(known[job.site] for job in jobs)


def build_group(run_: Run, each: Each = in_turn) -> Made:
    """Build every plant and the page of all of them; a plant that cannot be built is named on it and stops nobody.

    Raises:
        UnreadableFile: The charter could not be read.
    """
    charter, _ = run_.workspace.charter()
    inputs = run_.inputs()
    sent = {site: run_.workspace.sent(site, run_.period) for site in run_.workspace.sites(run_.period)}
    jobs = {site: run_.job(site, months[-1], inputs) for site, months in sent.items() if months}
    built = {each.site: each for each in _built(list(jobs.values()), each)}
    again = {
        site: run_.job(site, sent[site][-2], inputs) for site, job in jobs.items()
        if not built[site].is_built and not job.is_digest_only and len(sent[site]) > 1
    }
    told = built | {each.site: each for each in _built(list(again.values()), each)}
    mine = tuple(built[site] for site, job in jobs.items() if not job.is_digest_only or built[site].fault)
    state = text_key(code_key(), file_key(run_.workspace.folder / CHARTER), run_.period, run_.as_of, run_.language, run_.seed, run_.formats, run_.editions,
                     run_.workspace.paper,
                     *((site, (built[site].key or jobs[site].key) if site in jobs else "", built[site].is_built if site in built else "") for site in sent))
    files = _kept_page(run_, state)
    if files:
        return Made(mine, files)
    with _without_looking_for_garbage():
        known = {site: digest_at(job.digest_at) for site, job in (jobs | again).items() if told[site].is_built}
        return Made(mine, _write_page(run_, _view(run_, charter, sent, known, built), state))


@contextmanager
def _without_looking_for_garbage() -> Iterator[None]:
    """Spare a run the search through every plant's digest, again and again, for what nobody holds: all of it is held to the end."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _kept_page(run_: Run, state: str) -> tuple[str, ...]:
    """Give the files of a page that was made from the same, if they are as they were written."""
    try:
        data = json.loads((run_.out / run_.kept_page).read_bytes())
        same = data["state"] == state and all(file_key(run_.out / name) == key for name, key in data["files"].items())
        return tuple(data["files"]) if same else ()
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return ()


def _view(run_: Run, charter: Charter, sent: Mapping[str, Sequence[Period]], digests: Mapping[str, Digest],
          built: Mapping[str, Built]) -> GroupView:
    """Gather every plant's digest, and say of each that is not here since when it has been due."""
    here = {site for site, months in sent.items() if months and months[-1] == run_.period and built[site].is_built}
    as_of = run_.as_of or max((digests[site].as_of for site in here), default=speaks_from(charter, run_.period))
    plants = []
    for code, months in sent.items():
        site = charter.site(code) or Site(code, code)
        if code in here:
            plants.append(attended(charter, site, digests[code]))
        elif months and months[-1] == run_.period:
            plants.append(failed(site, built[code].findings, digests.get(code)))
        else:
            plants.append(absent(charter, site, run_.period, as_of, digests.get(code)))
    exposure = exposure_of(charter, (plant.digest for plant in plants if plant.digest), run_.seed)
    return GroupView(charter, run_.period, as_of, tuple(plants), exposure)


def _write_page(run_: Run, view: GroupView, state: str) -> tuple[str, ...]:
    """Write each edition of the group's page in each format, each file whole or not at all; gives the names below the output folder."""
    drawn = [form for form in DRAWN if form in run_.formats]
    first = next(iter(drawn), "")
    composed: dict[Edition, Document] = {}

    def document(edition: Edition) -> Document:
        if edition not in composed:
            composed[edition] = _composed(run_, view, edition, first)
        return composed[edition]

    files = {}
    for edition, form in ((edition, form) for edition in run_.pages for form in drawn):
        files[run_.page_name(edition, form)] = render(document(edition) if form == first else _composed(run_, view, edition, form), form)
        if form == "pdf":
            let_go()
    if "json" in run_.formats:
        told = [Edition(audience, language) for audience in dict.fromkeys(page.audience for page in run_.pages) for language in LANGUAGES]
        files[f"{run_.period}/group.json"] = _json(group_data(run_, view, {str(edition): document(edition) for edition in told}))
    for name, content in files.items():
        write_atomically(run_.out / name, content)
    write_atomically(run_.out / run_.kept_page, _json({"state": state, "files": {name: file_key(run_.out / name) for name in files}}))
    return tuple(files)


def _composed(run_: Run, view: GroupView, edition: Edition, form: str) -> Document:
    return compose_group(view, edition, links_to(_linked(run_, edition), form))


def _linked(run_: Run, page: Edition) -> str:
    """Give the edition that a page leads to: its own, else the board's in its language, else the first in it, else the first."""
    ranked = sorted(run_.editions, key=lambda each: (each != page, each.language != page.language, each))
    return str(ranked[0]) if ranked else ""


def group_data(run_: Run, view: GroupView, documents: Mapping[str, Document]) -> dict[str, object]:
    """Give all facts once and each document's tree, as JSON types, and how each plant's month stands."""
    facts = tuple(fact for document in documents.values() for fact in document.facts)
    return {
        "version": GROUP_VERSION, "period": str(view.period), "as_of": view.as_of.isoformat(), "seed": run_.seed,
        "plants": [_plant_data(each) for each in view.plants],
        "facts": facts_data(facts),
        "editions": {name: tree_data(document) for name, document in documents.items()},
    }


def _plant_data(plant: Attendance) -> dict[str, object]:
    known = plant.digest or plant.last
    return {
        "site": plant.site.code, "arrival": plant.arrival.value, "due": plain(plant.due.value) if plant.due else None,
        "days_late": plant.days.value if plant.days else None, "period": str(known.period) if known else None,
        "published_on": plain(plant.digest.published) if plant.digest else None,
    }


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False) + "\n").encode(errors="replace")
