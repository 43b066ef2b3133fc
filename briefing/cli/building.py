"""`build` and `group`: briefings of a month, and all sites on one page."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.cli.choosing import asked_for, editions_of, formats_of, month_of, site_codes
from briefing.cli.saying import not_written, print_findings, say
from briefing.cli.terms import DATA_ERRORS, DAY, JOBS, OK, PAPER, PERIOD, UNREADABLE
from briefing.errors import BriefingError, UnreadableFile
from briefing.language import LANGUAGES, Language, catalogue
from briefing.periods import Period

if TYPE_CHECKING:
    from briefing.document.editions import Edition
    from briefing.group.jobs import Built
    from briefing.group.rollup import Run
    from briefing.pipeline import Briefing, Writing
    from briefing.workspace import Workspace


SITES_A_LOOK = 4
"""After so many sites memory is looked through for what they left in circles: a look costs the same after one."""


@click.command(epilog="Example:  briefing build company --period 2026-10 --site MTY -o out")
@click.argument("workspace", type=click.Path(path_type=Path))
@click.option("--period", type=PERIOD, help="Month; the latest one of the workspace where left out.")
@click.option("--site", "sites", multiple=True, help="Code of a site, again for more; all where left out.")
@click.option("--edition", "names", multiple=True, help="board, hq or site (or board.es); board and site where left out.")
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language of the editions; board and hq English, site Spanish where left out.")
@click.option("--format", "formats", default="html,pdf,json", show_default=True,
              help="Which files, parted by commas; also docx (Word), xlsx (tables), ics (a calendar) and escalations (letters for a person to send).")
@click.option("--as-of", type=DAY, help="Day the briefing speaks from; the publication or review day where left out.")
@click.option("--seed", type=click.IntRange(min=0), default=None, help="Seed of the exposure's simulation; printed in the briefing.")
@PAPER
@JOBS
@click.option("-o", "--out", type=click.Path(path_type=Path), required=True, help="Folder to write to.")
def build(workspace: Path, period: Period | None, sites: tuple[str, ...], names: tuple[str, ...], lang: Language | None,
          formats: str, as_of: date | None, seed: int | None, paper: str | None, jobs: int | None, out: Path) -> None:
    """Build the briefings of a month: HTML, PDF and JSON of each edition; Word, tables, a calendar and escalation letters where asked for.

    A bad cell is shown as not measured and the briefing is built all the same; then this exits 1.
    """
    from briefing.workspace import load_workspace

    chosen, editions = formats_of(formats), editions_of(names, lang)
    messages: Language = lang or "en"
    if jobs is not None:
        sys.exit(_build_side_by_side(workspace, period, sites, editions, chosen, as_of, seed, paper, out, jobs, messages))
    with _collecting_by_hand():
        try:
            opened = load_workspace(workspace, paper=paper or "")
            month = month_of(opened, period, messages)
            opened.prepare(month, sites or None)
            import briefing.pipeline  # noqa: F401 - the child reads while these heavy modules load

            codes = asked_for(opened, sites, messages) if sites else site_codes(opened, month, messages)
        except BriefingError as fault:
            print_findings(fault.findings, messages, to_stderr=True)
            sys.exit(UNREADABLE)
        sys.exit(build_sites_in_turn(opened, month, codes, editions, chosen, as_of, seed, out, messages))


@contextmanager
def _collecting_by_hand() -> Iterator[None]:
    """Look for garbage between sites alone: left to itself, Python spends a twelfth of a cold build on looking."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def build_sites_in_turn(opened: Workspace, month: Period, codes: Sequence[str], editions: Sequence[Edition], formats: Sequence[str],
                 as_of: date | None, seed: int | None, out: Path, lang: Language) -> int:
    """Build site after site, the next while the press sets the last; one that fails is named and the others go on. Gives the exit code.

    A fault of ours, not of the data, is raised when every other site is built.
    """
    from briefing.pipeline import SEED, Press, build

    opened.prepare(month, codes)
    worst, ours = OK, None
    begun: tuple[Briefing, Writing] | None = None
    with Press() as press:
        for done, code in enumerate(codes):
            if done and done % SITES_A_LOOK == 0:
                gc.collect(0)  # what the last sites left; to look through all that stays would take longer with every site
            following = None
            try:
                briefing = build(opened.dossier(code, month, as_of=as_of), editions=editions, seed=SEED if seed is None else seed)
                following = briefing, press.start(briefing, out, formats)
            except BriefingError as fault:
                click.secho(say("site_failed", lang, site=code), fg="red", err=True)
                print_findings(fault.findings, lang, to_stderr=True)
                worst = max(worst, UNREADABLE if isinstance(fault, UnreadableFile) else DATA_ERRORS)
            except OSError as fault:
                click.secho(not_written(fault, out, lang), fg="red", err=True)
                worst = UNREADABLE
            except Exception as fault:  # noqa: BLE001 - raised below
                click.secho(say("site_failed", lang, site=code), fg="red", err=True)
                ours = ours or fault
            if begun:
                worst = max(worst, _finished(*begun, out, lang))
            begun = following
        if begun:
            worst = max(worst, _finished(*begun, out, lang))
    if ours:
        raise ours
    return worst


def _finished(briefing: Briefing, writing: Writing, out: Path, lang: Language) -> int:
    """Say what was written of a site, and the errors in its data; gives its exit code."""
    from briefing.findings import has_errors

    try:
        for path in writing.finish():
            click.echo(str(path))
    except OSError as fault:
        click.secho(not_written(fault, out, lang), fg="red", err=True)
        return UNREADABLE
    if not has_errors(briefing.findings):
        return OK
    errors = [finding for finding in briefing.findings if finding.severity.value == "error"]
    click.secho(say("built_with_errors", lang, len(errors), site=briefing.dossier.site.code), fg="yellow", err=True)
    print_findings(errors, lang, to_stderr=True)
    return DATA_ERRORS


@click.command(epilog="Example:  briefing group company --period 2026-10 --lang es -o out")
@click.argument("workspace", type=click.Path(path_type=Path))
@click.option("--period", type=PERIOD, help="Month; the latest one of the workspace where left out.")
@click.option("--edition", "names", multiple=True, help="Editions of each site to build and lead to; board where left out.")
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True, help="Language of the page and of its messages.")
@click.option("--format", "formats", default="html,pdf,json", show_default=True, help="Which files, parted by commas.")
@click.option("--as-of", type=DAY, help="Day the page speaks from; the latest of its sites' days where left out.")
@click.option("--seed", type=click.IntRange(min=0), default=None, help="Seed of the exposure's simulation; printed in the briefings.")
@PAPER
@JOBS
@click.option("-o", "--out", type=click.Path(path_type=Path), required=True, help="Folder to write to.")
def group(workspace: Path, period: Period | None, names: tuple[str, ...], lang: Language, formats: str, as_of: date | None,
          seed: int | None, paper: str | None, jobs: int | None, out: Path) -> None:
    """Build every site's briefing of a month, and one page of all of them.

    A site whose inputs have not changed since the last run is left as it is; one that cannot be built is named, and this exits 1 or 2.
    """
    from briefing.group import build_group
    from briefing.group.progress import running

    chosen, editions = formats_of(formats), editions_of(names or ("board",), lang)
    try:
        run = _group_run(workspace, period, out, lang, editions, chosen, as_of, seed, paper)
        made = build_group(run, running(jobs, lang))
    except BriefingError as fault:
        print_findings(fault.findings, lang, to_stderr=True)
        sys.exit(UNREADABLE)
    except OSError as fault:
        click.secho(not_written(fault, out, lang), fg="red", err=True)
        sys.exit(UNREADABLE)
    code = _report_built(made.built, out, lang)
    for name in made.files:
        click.echo(str(out / name))
    sys.exit(code)


def _build_side_by_side(workspace: Path, period: Period | None, sites: tuple[str, ...], editions: Sequence[Edition], formats: tuple[str, ...],
                        as_of: date | None, seed: int | None, paper: str | None, out: Path, jobs: int, lang: Language) -> int:
    """Build the sites that have changed, several at a time; gives the exit code."""
    from briefing.group import build_sites
    from briefing.group.progress import running

    try:
        run = _group_run(workspace, period, out, lang, editions, formats, as_of, seed, paper)
        codes = asked_for(run.workspace, sites, lang) if sites else site_codes(run.workspace, run.period, lang)
        return _report_built(build_sites(run, codes, running(jobs, lang)), out, lang)
    except BriefingError as fault:
        print_findings(fault.findings, lang, to_stderr=True)
        return UNREADABLE


def _group_run(workspace: Path, period: Period | None, out: Path, lang: Language, editions: Sequence[Edition], formats: tuple[str, ...],
               as_of: date | None, seed: int | None, paper: str | None) -> Run:
    """Open the workspace and give what a run over its sites is to make."""
    from briefing.group import Run
    from briefing.pipeline import SEED
    from briefing.workspace import load_workspace

    opened = load_workspace(workspace, paper=paper or "")
    month = month_of(opened, period, lang)
    return Run(opened, month, out, lang, tuple(editions), formats, as_of, SEED if seed is None else seed)


def _report_built(built: Sequence[Built], out: Path, lang: Language) -> int:
    """Print what was written and what was found of each site, in their order; gives the exit code.

    A fault of ours, not of the data, is raised when all else is printed.
    """
    worst = OK
    for each in built:
        for name in () if each.is_unchanged else each.files:
            click.echo(str(out / name))
        if not each.is_built:
            click.secho(say("site_failed", lang, site=each.site), fg="red", err=True)
            worst = max(worst, UNREADABLE if each.is_unreadable or each.unwritten else DATA_ERRORS)
        elif each.findings:
            click.secho(say("built_with_errors", lang, len(each.findings), site=each.site), fg="yellow", err=True)
            worst = max(worst, DATA_ERRORS)
        if each.is_lost:
            click.secho(catalogue("group", lang).text("group.lost", site=each.site), fg="red", err=True)
        if each.unwritten:
            path, _, reason = each.unwritten.partition("\n")
            click.secho(say("not_written", lang, path=path, reason=reason), fg="red", err=True)
        print_findings(each.findings, lang, to_stderr=True)
    kept = sum(each.is_unchanged for each in built)
    click.echo(catalogue("group", lang).text("group.wrote", sum(each.is_built for each in built) - kept, kept=kept), err=True)
    fault = next((each.fault for each in built if each.fault), "")
    if fault:
        raise RuntimeError(fault)
    return worst
