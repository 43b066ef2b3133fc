"""`init`, `workbook`, `adopt` and `demo`: what is handed out, and a site's own layout."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from briefing.cli.building import build_sites_in_turn
from briefing.cli.choosing import editions_of, formats_of
from briefing.cli.saying import not_written, print_findings, say
from briefing.cli.terms import DATA_ERRORS, DAY, LANG, OK, PERIOD, UNREADABLE
from briefing.errors import BriefingError
from briefing.language import Language, catalogue
from briefing.periods import Period


@click.command(epilog="Example:  briefing init company --from plant_kpis.xlsx --site MTY")
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path))
@click.option("--from", "source", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A site's own KPI file to draft the charter from.")
@click.option("--site", "code", default="SITE1", show_default=True, help="Code of the first site.")
@click.option("--name", help="Name of the first site; its code where left out.")
@LANG
def init(directory: Path, source: Path | None, code: str, name: str | None, lang: Language) -> None:
    """Start a workspace: a charter to fill in, and the folders for the months."""
    from briefing.starting import start_workspace

    path = directory / "charter.xlsx"
    if path.exists():
        raise click.UsageError(say("charter_exists", lang, path=str(path)))
    try:
        findings = start_workspace(directory, code=code.upper(), name=name or code, source=source, language=lang)
    except BriefingError as fault:
        print_findings(fault.findings, lang, to_stderr=True)
        sys.exit(UNREADABLE)
    except OSError as fault:
        click.secho(not_written(fault, path, lang), fg="red", err=True)
        sys.exit(UNREADABLE)
    print_findings(findings, lang)
    click.echo(say("charter_made", lang, path=str(path)))


@click.command(epilog="Example:  briefing workbook company --site MTY --period 2026-11 --lang es -o MTY.xlsx")
@click.argument("workspace", type=click.Path(path_type=Path))
@click.option("--site", "code", required=True, help="Code of the site.")
@click.option("--period", type=PERIOD, required=True, help="Month to report.")
@click.option("--received-on", type=DAY, help="Day the workbook is handed out; left blank where left out.")
@click.option("-o", "--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="File to write.")
@LANG
def workbook(workspace: Path, code: str, period: Period, received_on: date | None, out: Path, lang: Language) -> None:
    """Make a site's workbook for a month, with all that is already known filled in."""
    from briefing.starting import month_workbook
    from briefing.workspace import load_workspace

    try:
        left = month_workbook(load_workspace(workspace), code, period, out, received_on=received_on, language=lang)
    except BriefingError as fault:
        print_findings(fault.findings, lang, to_stderr=True)
        sys.exit(UNREADABLE)
    except OSError as fault:
        click.secho(not_written(fault, out, lang), fg="red", err=True)
        sys.exit(UNREADABLE)
    click.echo(say("workbook_made", lang, left, path=str(out)))


@click.command(epilog="Example:  briefing adopt KPIs_2026.xlsx --charter company/charter.xlsx -o company/mappings/MTY.toml --lang es")
@click.argument("local", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--charter", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Charter whose KPIs, sites and scales the file is held against.")
@click.option("-o", "--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="Mapping to write, such as mappings/MTY.toml.")
@LANG
def adopt(local: Path, charter: Path | None, out: Path, lang: Language) -> None:
    """Understand a site's own spreadsheet: say what each column was taken for, and write the mapping it is read by.

    Exits 0 when tables were understood, 1 when none was, 2 when the file could not be read.
    """
    from briefing.workbook.adopt import adopt_file, mapping_toml, report_lines
    from briefing.workspace import write_atomically

    try:
        adopted = adopt_file(local, charter)
        write_atomically(out, mapping_toml(adopted.proposal, lang).encode())
    except BriefingError as fault:
        print_findings(fault.findings, lang, to_stderr=True)
        sys.exit(UNREADABLE)
    except OSError as fault:
        click.secho(not_written(fault, out, lang), fg="red", err=True)
        sys.exit(UNREADABLE)
    click.echo("\n".join(report_lines(adopted.tables, adopted.proposal, lang)))
    click.echo(catalogue("adopt", lang).text("report.written", path=str(out)))
    sys.exit(OK if adopted.proposal.tables else DATA_ERRORS)


@click.command(epilog="Example:  briefing demo my-demo")
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path), default="briefing-demo")
@LANG
def demo(directory: Path, lang: Language) -> None:
    """Build the briefings of the fictional sample company and say where they are."""
    from briefing.starting import copy_samples
    from briefing.workspace import load_workspace

    try:
        workspace = load_workspace(copy_samples(directory / "company"))
    except OSError as fault:
        click.secho(not_written(fault, directory, lang), fg="red", err=True)
        sys.exit(UNREADABLE)
    month = workspace.periods()[-1]
    workspace.prepare(month)
    code = build_sites_in_turn(workspace, month, workspace.sites(month), editions_of((), ()), formats_of("html,pdf,json"), None, None,
                        directory / "briefings", lang)
    click.echo(say("demo_made", lang, folder=str(directory / "briefings" / str(month))))
    sys.exit(UNREADABLE if code == UNREADABLE else OK)
