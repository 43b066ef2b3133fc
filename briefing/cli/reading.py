"""`check`, `review` and `explain`: what a workbook holds, what a board would ask, where a figure comes from."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import click

from briefing.cli.choosing import asked_for, month_of
from briefing.cli.saying import count_by_severity, not_written, print_findings, say
from briefing.cli.terms import DAY, LANG, PERIOD, UNREADABLE
from briefing.errors import BriefingError
from briefing.language import LANGUAGES, Language, catalogue
from briefing.periods import Period


@click.command(epilog="Example:  briefing check submissions/2026-10/MTY.xlsx --lang es")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--charter", type=click.Path(path_type=Path), help="Charter to check months against; found by itself inside a workspace.")
@LANG
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="For people or for programs.")
@click.option("--annotate", "copy", type=click.Path(dir_okay=False, path_type=Path),
              help="Write a copy of the one FILE with comments and a tint in the wrong cells, and a summary sheet.")
def check(files: tuple[Path, ...], charter: Path | None, lang: Language, form: str, copy: Path | None) -> None:
    """Check charters and months cell by cell, all findings at once.

    Exits 0 with no errors, 1 with errors in the data, 2 when a file could not be read.
    """
    from briefing.checking import check_files, write_annotated

    if copy and (len(files) != 1 or copy.absolute() == files[0].absolute()):
        raise click.UsageError(say("annotate_one", lang))
    checked = check_files(files, charter)
    findings = [finding for each in checked for finding in each.findings]
    if form == "json":
        from briefing.checking import findings_json

        click.echo(findings_json(findings, lang))
    else:
        print_findings(findings, lang)
        for each in checked:
            click.echo(f"{each.name}: {say(f'kind.{each.kind}', lang)}; {count_by_severity(each.findings, lang)}.")
    if copy:
        _annotate(lambda: write_annotated(files[0], checked[0].findings, copy, lang), copy, lang, say("annotated", lang, path=str(copy)))
    sys.exit(max(each.exit_code for each in checked))


def _annotate(write: Callable[[], bool], copy: Path, lang: Language, said: str) -> None:
    """Write an annotated copy and say so, or say why there is none and end the call."""
    try:
        written = write()
    except OSError as fault:
        click.secho(not_written(fault, copy, lang), fg="red", err=True)
        sys.exit(UNREADABLE)
    click.echo(said if written else say("not_annotated", lang), err=True)
    if not written:
        sys.exit(UNREADABLE)


@click.command(epilog="Example:  briefing review company --period 2026-10 --site MTY --lang es")
@click.argument("workspace", type=click.Path(path_type=Path))
@click.option("--period", type=PERIOD, required=True, help="Month to be published.")
@click.option("--site", "code", required=True, help="Code of the site.")
@LANG
@click.option("--edition-lang", "edition", type=click.Choice(LANGUAGES), default="en", show_default=True, help="Language of the board's edition that must answer.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="For people or for programs.")
@click.option("--all", "everything", is_flag=True, help="Show every question, gap and rule, not the first few.")
@click.option("--as-of", type=DAY, help="Day the briefing will speak from; the publication or review day where left out.")
@click.option("--annotate", "copy", type=click.Path(dir_okay=False, path_type=Path), help="Write a copy of the workbook with the facts as comments; never the advice.")
def review(workspace: Path, period: Period, code: str, lang: Language, edition: Language, form: str, everything: bool,  # noqa: FBT001 - a flag of click's
           as_of: date | None, copy: Path | None) -> None:
    """Read a month as its board will, before it is published: for the author alone.

    Exits 0 with no errors, 1 with errors in the data or a headline missing on page one, 2 when a file could not be read.
    """
    from briefing.reviewing import annotate_facts, review_json, review_month, review_text
    from briefing.workspace import load_workspace

    try:
        opened = load_workspace(workspace)
        month = month_of(opened, period, lang)
        asked_for(opened, (code,), lang)
        reviewed = review_month(opened, code, month, edition=edition, as_of=as_of)
    except BriefingError as fault:
        print_findings(fault.findings, lang, to_stderr=True)
        sys.exit(UNREADABLE)
    click.echo(review_json(reviewed, lang) if form == "json" else review_text(reviewed, lang, everything=everything))
    if copy:
        said = catalogue("preflight", lang).text("annotated", path=str(copy))
        _annotate(lambda: annotate_facts(reviewed, opened.folder, copy, lang), copy, lang, said)
    sys.exit(reviewed.exit_code)


@click.command(epilog="Example:  briefing explain out/2026-10/MTY/briefing.json R-014.expected")
@click.argument("briefing_json", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("identifier")
@click.option("--edition", help="Edition to look for a sentence in; the first that has it where left out.")
@LANG
def explain(briefing_json: Path, identifier: str, edition: str | None, lang: Language) -> None:
    """Follow a sentence, a figure or an evidence number down to workbook, sheet and cell."""
    from briefing.explaining import NotABriefing, UnknownEdition, UnknownId, explanation

    try:
        click.echo(explanation(briefing_json, identifier, edition, lang))
    except NotABriefing:
        click.echo(say("not_a_briefing", lang, path=str(briefing_json)), err=True)
        sys.exit(UNREADABLE)
    except UnknownEdition as fault:
        click.echo(say("unknown_edition", lang, edition=edition, editions=", ".join(fault.known)), err=True)
        sys.exit(UNREADABLE)
    except UnknownId as fault:
        near = ", ".join(fault.near)
        click.echo(say("unknown_id", lang, id=identifier) + (" " + say("near_ids", lang, ids=near) if near else ""), err=True)
        sys.exit(UNREADABLE)
