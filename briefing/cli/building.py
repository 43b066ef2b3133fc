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
from briefing.cli.terms import DATA_ERRORS, DAY, JOBS, LANGUAGES_ASKED, OK, PAPER, PERIOD, PLACE, SCHEDULER, UNREADABLE
from briefing.errors import BriefingError, UnreadableFile
from briefing.language import Language
from briefing.periods import Period

if TYPE_CHECKING:
    from briefing.document.editions import Edition
    from briefing.pipeline import Briefing, Writing
    from briefing.workspace import Workspace


@click.command(epilog="Example:  briefing build company --period 2026-10 --site MTY -o out")
@click.argument("workspace", type=PLACE)
@click.option("--period", type=PERIOD, help="Month; the latest one of the workspace where left out.")
@click.option("--site", "sites", multiple=True, help="Code of a site, again for more; all where left out.")
@click.option("--edition", "names", multiple=True, help="board, hq or site (or board.es), again or parted by commas for more; board and site where left out.")
@click.option("--lang", "languages", type=LANGUAGES_ASKED,
              help="Languages of the editions, parted by commas; board and hq English, site Spanish where left out. Messages are in the first.")
@click.option("--format", "formats", default="html,pdf,json", show_default=True,
              help="Which files, parted by commas; also docx (Word), xlsx (tables), ics (a calendar) and escalations (letters for a person to send).")
@click.option("--as-of", type=DAY, help="Day the briefing speaks from; the publication or review day where left out.")
@click.option("--seed", type=click.IntRange(min=0), default=None, help="Seed of the exposure's simulation; printed in the briefing.")
@PAPER
@JOBS
@SCHEDULER
@click.option("-o", "--out", type=PLACE, required=True, help="Folder to write to, or an address such as s3://bucket/briefings.")
def build(workspace: Path | str, period: Period | None, sites: tuple[str, ...], names: tuple[str, ...], languages: tuple[Language, ...] | None,
          formats: str, as_of: date | None, seed: int | None, paper: str | None, jobs: int | None, scheduler: str | None, out: Path | str) -> None:
    """Build the briefings of a month: HTML, PDF and JSON of each edition; Word, tables, a calendar and escalation letters where asked for.

    A bad cell is shown as not measured and the briefing is built all the same; then this exits 1. WORKSPACE is a folder, or an
    address such as s3://bucket/company.
    """
    from briefing.workspace import load_workspace

    chosen, editions = formats_of(formats), editions_of(names, languages or ())
    messages: Language = languages[0] if languages else "en"
    if jobs is not None or scheduler is not None or not (isinstance(workspace, Path) and isinstance(out, Path)):
        from briefing.cli.many import Asked, build_many

        asked = Asked(workspace, period, out, messages, editions, chosen, as_of, seed, paper or "", jobs, scheduler or "")
        sys.exit(build_many(asked, sites))
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
    from briefing.pipeline import SEED, SITES_A_LOOK, Press, build

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


@click.command(epilog="Example:  briefing group company --period 2026-10 --edition board,hq --lang en,es -o out")
@click.argument("workspace", type=PLACE)
@click.option("--period", type=PERIOD, help="Month; the latest one of the workspace where left out.")
@click.option("--edition", "names", multiple=True,
              help="board or hq (or hq.es), again or parted by commas for more: of the page, and of each site to build and lead to; board where left "
                   "out. site builds that edition of each site; where only it is asked for, the page is hq's.")
@click.option("--lang", "languages", type=LANGUAGES_ASKED, default="en", show_default=True,
              help="Languages of the editions, parted by commas. Messages are in the first.")
@click.option("--format", "formats", default="html,pdf,json", show_default=True, help="Which files, parted by commas.")
@click.option("--as-of", type=DAY, help="Day the page speaks from; the latest of its sites' days where left out.")
@click.option("--seed", type=click.IntRange(min=0), default=None, help="Seed of the exposure's simulation; printed in the briefings.")
@PAPER
@JOBS
@SCHEDULER
@click.option("-o", "--out", type=PLACE, required=True, help="Folder to write to, or an address such as s3://bucket/briefings.")
def group(workspace: Path | str, period: Period | None, names: tuple[str, ...], languages: tuple[Language, ...], formats: str, as_of: date | None,
          seed: int | None, paper: str | None, jobs: int | None, scheduler: str | None, out: Path | str) -> None:
    """Build every site's briefing of a month, and one page of all of them in each edition, such as group.board.en.html.

    A site whose inputs have not changed since the last run is left as it is; one that cannot be built is named, and this exits 1 or 2.
    WORKSPACE is a folder, or an address such as s3://bucket/company.
    """
    from briefing.cli.many import Asked, group_many

    chosen, editions = formats_of(formats), editions_of(names or ("board",), languages)
    sys.exit(group_many(Asked(workspace, period, out, languages[0], editions, chosen, as_of, seed, paper or "", jobs, scheduler or "")))
