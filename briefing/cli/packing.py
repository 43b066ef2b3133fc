"""`pack`: one PDF of a month for a board portal."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from briefing.cli.choosing import asked_for, month_of, site_codes
from briefing.cli.saying import not_written, print_findings
from briefing.cli.terms import OK, PERIOD, UNREADABLE
from briefing.errors import BriefingError
from briefing.language import LANGUAGES, Language, catalogue
from briefing.periods import Period


@click.command(epilog="Example:  briefing pack company --period 2026-10 --site MTY -o board.pdf")
@click.argument("workspace", type=click.Path(path_type=Path))
@click.option("--period", type=PERIOD, help="Month; the latest one of the workspace where left out.")
@click.option("--site", "sites", multiple=True, help="Code of a site whose board edition goes in, again for more; all where left out.")
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True, help="Language of the papers.")
@click.option("-o", "--out", type=click.Path(path_type=Path), required=True, help="The PDF to write.")
def pack(workspace: Path, period: Period | None, sites: tuple[str, ...], lang: Language, out: Path) -> None:
    """Bind the group's page and the board editions of a month into one PDF with bookmarks, for a board portal.

    Where a site that was asked for cannot be built nothing is written, and this exits 2.
    """
    from briefing.group.packing import pack_of
    from briefing.workspace import load_workspace, write_atomically

    try:
        opened = load_workspace(workspace)
        month = month_of(opened, period, lang)
        made = pack_of(opened, month, asked_for(opened, sites, lang) if sites else site_codes(opened, month, lang), lang)
    except BriefingError as fault:
        print_findings(fault.findings, lang, to_stderr=True)
        sys.exit(UNREADABLE)
    for each in made.built:
        print_findings(each.findings, lang, to_stderr=True)
    if not made.data:
        click.secho(catalogue("pack", lang).text("pack.missing"), fg="red", err=True)
        sys.exit(UNREADABLE)
    try:
        write_atomically(out, made.data)
    except OSError as fault:
        click.secho(not_written(fault, out, lang), fg="red", err=True)
        sys.exit(UNREADABLE)
    click.echo(str(out))
    sys.exit(OK)
