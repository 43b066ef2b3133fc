"""`serve`: the portal."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from briefing.cli.saying import say
from briefing.cli.terms import LANG, UNREADABLE
from briefing.language import Language


@click.command(epilog="Example:  briefing serve --demo")
@click.option("--data", type=click.Path(file_okay=False, path_type=Path), help="Data folder; BRIEFING_DATA or briefing-data where left out.")
@click.option("--bind", default="127.0.0.1:8000", show_default=True, help="Address and port to listen on, behind a reverse proxy.")
@click.option("--demo", "sample", is_flag=True, help="Load the sample company with its months and people.")
@click.option("--import", "source", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Workspace to bring in, into an empty data folder.")
@click.option("--backup", type=click.Path(dir_okay=False, path_type=Path), help="Write a backup to this file and end.")
@click.option("--restore", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Put a backup into an empty data folder and end.")
@LANG
def serve(data: Path | None, bind: str, sample: bool, source: Path | None, backup: Path | None, restore: Path | None,  # noqa: FBT001 - a flag of the command line
          lang: Language) -> None:
    """Run the portal: upload, review, publish and find the months in a browser."""
    try:
        from briefing.portal.commands import serve_portal
    except ModuleNotFoundError as fault:
        click.secho(say("portal_missing", lang, module=fault.name), fg="red", err=True)
        sys.exit(UNREADABLE)
    sys.exit(serve_portal(data, bind, sample=sample, source=source, backup=backup, restore=restore, language=lang, say=click.echo))
