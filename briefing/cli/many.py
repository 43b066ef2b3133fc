"""Many sites at a time, here or on a cluster, from and to folders or addresses; what was made of each is printed in their order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from briefing.cli.choosing import asked_for, month_of, site_codes
from briefing.cli.saying import not_written, print_findings, say
from briefing.cli.terms import DATA_ERRORS, OK, UNREADABLE
from briefing.document.editions import Edition
from briefing.errors import BriefingError
from briefing.group.errand import Errand, errand
from briefing.group.jobs import Built
from briefing.group.places import below
from briefing.group.progress import Cluster, running
from briefing.group.refusals import Refusal
from briefing.group.rollup import Each, Run, build_group, build_sites
from briefing.group.sight import sample_of
from briefing.language import Language, catalogue
from briefing.periods import Period
from briefing.pipeline import SEED
from briefing.workspace import load_workspace


@dataclass(frozen=True, slots=True)
class Asked:
    """What a call asks for; workspace and output as they were typed."""

    workspace: Path | str
    period: Period | None
    out: Path | str
    lang: Language
    editions: Sequence[Edition]
    formats: tuple[str, ...]
    as_of: date | None
    seed: int | None
    paper: str
    jobs: int | None
    scheduler: str


def build_many(asked: Asked, sites: tuple[str, ...]) -> int:
    """Build the sites that have changed; gives the exit code."""

    def made(going: Errand) -> int:
        run = _run(asked, going)
        codes = asked_for(run.workspace, sites, asked.lang) if sites else site_codes(run.workspace, run.period, asked.lang)
        return _report(build_sites(run, codes, going.each(_each(asked, going))), asked)

    return _told(asked, made)


def group_many(asked: Asked) -> int:
    """Build the sites that have changed, and the page of all; gives the exit code."""

    def made(going: Errand) -> int:
        run = _run(asked, going)
        going.bring_page(run)
        made = build_group(run, going.digesting(_each(asked, going)))
        going.store_page(made.files, run)
        code = _report(made.built, asked)
        for name in made.files:
            click.echo(below(asked.out, name))
        return code

    return _told(asked, made)


def _told(asked: Asked, make: Callable[[Errand], int]) -> int:
    """Go on the errand; what stops all of it is said with its next step."""
    try:
        with errand(*(_whole(where) if asked.scheduler else where for where in (asked.workspace, asked.out))) as going:
            return make(going)
    except BriefingError as fault:
        print_findings(fault.findings, asked.lang, to_stderr=True)
    except Refusal as refused:
        click.secho(refused.text(asked.lang), fg="red", err=True)
    except OSError as fault:
        click.secho(_unreached(fault, asked), fg="red", err=True)
    return UNREADABLE


def _whole(where: Path | str) -> Path | str:
    """Give a folder's whole path: workers start elsewhere."""
    return where.absolute() if isinstance(where, Path) else where


def _unreached(fault: OSError, asked: Asked) -> str:
    if fault.filename is not None and fault.filename == asked.workspace:
        return catalogue("cluster", asked.lang).text("cluster.unread", place=fault.filename, reason=fault.strerror)
    return not_written(fault, Path(str(asked.out)), asked.lang)


def _run(asked: Asked, going: Errand) -> Run:
    """Open the workspace and give what a run over its sites is to make."""
    opened = load_workspace(going.workspace, paper=asked.paper)
    month = month_of(opened, asked.period, asked.lang)
    seed = SEED if asked.seed is None else asked.seed
    return Run(opened, month, going.out, asked.lang, tuple(asked.editions), asked.formats, asked.as_of, seed)


def _each(asked: Asked, going: Errand) -> Each:
    cluster = Cluster(asked.scheduler, going.source, going.target, sample_of(going.workspace)) if asked.scheduler else None
    return running(asked.jobs, asked.lang, going.build, cluster)


def _report(built: Sequence[Built], asked: Asked) -> int:
    """Print what was written and what was found of each site, in their order; gives the exit code.

    A fault of ours, not of the data, is raised when all else is printed.
    """
    worst = OK
    for each in built:
        worst = max(worst, _report_one(each, asked))
    kept = sum(each.is_unchanged for each in built)
    click.echo(catalogue("group", asked.lang).text("group.wrote", sum(each.is_built for each in built) - kept, kept=kept), err=True)
    fault = next((each.fault for each in built if each.fault), "")
    if fault:
        raise RuntimeError(fault)
    return worst


def _report_one(each: Built, asked: Asked) -> int:
    code = OK
    for name in () if each.is_unchanged else each.files:
        click.echo(below(asked.out, name))
    if not each.is_built:
        click.secho(say("site_failed", asked.lang, site=each.site), fg="red", err=True)
        code = UNREADABLE if each.is_unreadable or each.unwritten or each.unread else DATA_ERRORS
    elif each.findings:
        click.secho(say("built_with_errors", asked.lang, len(each.findings), site=each.site), fg="yellow", err=True)
        code = DATA_ERRORS
    if each.is_lost:
        click.secho(catalogue("group", asked.lang).text("group.lost", site=each.site), fg="red", err=True)
    if each.unwritten:
        path, _, reason = each.unwritten.partition("\n")
        click.secho(say("not_written", asked.lang, path=path, reason=reason), fg="red", err=True)
    if each.unread:
        place, _, reason = each.unread.partition("\n")
        click.secho(catalogue("cluster", asked.lang).text("cluster.unread", place=place, reason=reason), fg="red", err=True)
    print_findings(each.findings, asked.lang, to_stderr=True)
    return code
