"""The command line: thin over workspace, pipeline and workbook; every message a controller can act on."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from briefing import __version__
from briefing.errors import BriefingError, UnreadableFile
from briefing.language import LANGUAGES, Language, catalogue
from briefing.periods import Period

if TYPE_CHECKING:
    from briefing.document.editions import Edition
    from briefing.findings import Finding
    from briefing.group.jobs import Built
    from briefing.group.rollup import Run
    from briefing.workspace import Workspace

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # small matrices: threads cost more than they bring, and vary the time
OK, DATA_ERRORS, UNREADABLE = 0, 1, 2


class _Period(click.ParamType[Period]):
    """A month such as 2026-10."""

    name = "month"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Period:
        """Read the month, or end the call saying what was expected."""
        try:
            return value if isinstance(value, Period) else Period.parse(value)
        except ValueError:
            self.fail(f"{value!r} is not a month; write it as 2026-10.", param, ctx)


class _Day(click.ParamType[date]):
    """A day such as 2026-11-06."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read the day, or end the call saying what was expected."""
        try:
            return value if isinstance(value, date) else date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a day; write it as 2026-11-06.", param, ctx)


PERIOD, DAY = _Period(), _Day()
_LANG = click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True, help="Language of the messages.")


_PAPER = click.option("--paper", type=click.Choice(["letter", "a4"], case_sensitive=False), help="Sheet of the briefings; the charter's where left out.")
_JOBS = click.option("--jobs", type=click.IntRange(1, 64), help="How many sites to build at a time; unchanged ones are left as they are.")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="briefing")
def main() -> None:
    r"""A site's monthly spreadsheet in, a briefing out that a board can decide on.

    \b
    Start with:  briefing demo
    """


def _say(key: str, lang: Language, count: float | None = None, **values: object) -> str:
    return catalogue("interface", lang).text(key, count, **values)


def _print_findings(findings: Iterable[Finding], lang: Language, *, to_stderr: bool = False) -> None:
    from briefing.findings import in_order
    from briefing.language import finding_hint, finding_message

    file = None
    for finding in in_order(findings):
        if finding.where.file != file:
            file = finding.where.file
            click.secho(file, bold=True, err=to_stderr)
        place = ", ".join(filter(None, (finding.where.sheet, finding.where.cell)))
        start = f"{place}: " if place else ""
        colour = {"error": "red", "warning": "yellow"}.get(finding.severity.value)
        severity = click.style(_say(f"severity.{finding.severity}", lang), fg=colour)
        click.echo(f"  {severity} {start}{finding_message(finding, lang)} {finding_hint(finding, lang)} [{finding.code}]", err=to_stderr)


def _count_by_severity(findings: Sequence[Finding], lang: Language) -> str:
    counts = {name: sum(finding.severity.value == name for finding in findings) for name in ("error", "warning", "note")}
    return ", ".join(_say(f"count.{name}", lang, count) for name, count in counts.items())


@main.command(epilog="Example:  briefing check submissions/2026-10/MTY.xlsx --lang es")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--charter", type=click.Path(path_type=Path), help="Charter to check months against; found by itself inside a workspace.")
@_LANG
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="For people or for programs.")
@click.option("--annotate", "copy", type=click.Path(dir_okay=False, path_type=Path),
              help="Write a copy of the one FILE with comments and a tint in the wrong cells, and a summary sheet.")
def check(files: tuple[Path, ...], charter: Path | None, lang: Language, form: str, copy: Path | None) -> None:
    """Check charters and months cell by cell, all findings at once.

    Exits 0 with no errors, 1 with errors in the data, 2 when a file could not be read.
    """
    from briefing.checking import check_files, write_annotated

    if copy and (len(files) != 1 or copy.absolute() == files[0].absolute()):
        raise click.UsageError(_say("annotate_one", lang))
    checked = check_files(files, charter)
    findings = [finding for each in checked for finding in each.findings]
    if form == "json":
        from briefing.checking import findings_json

        click.echo(findings_json(findings, lang))
    else:
        _print_findings(findings, lang)
        for each in checked:
            click.echo(f"{each.name}: {_say(f'kind.{each.kind}', lang)}; {_count_by_severity(each.findings, lang)}.")
    if copy:
        _annotate(lambda: write_annotated(files[0], checked[0].findings, copy, lang), copy, lang, _say("annotated", lang, path=str(copy)))
    sys.exit(max(each.exit_code for each in checked))


def _annotate(write: Callable[[], bool], copy: Path, lang: Language, said: str) -> None:
    """Write an annotated copy and say so, or say why there is none and end the call."""
    try:
        written = write()
    except OSError as fault:
        click.secho(_not_written(fault, copy, lang), fg="red", err=True)
        sys.exit(UNREADABLE)
    click.echo(said if written else _say("not_annotated", lang), err=True)
    if not written:
        sys.exit(UNREADABLE)


@main.command(epilog="Example:  briefing build company --period 2026-10 --site MTY -o out")
@click.argument("workspace", type=click.Path(path_type=Path))
@click.option("--period", type=PERIOD, help="Month; the latest one of the workspace where left out.")
@click.option("--site", "sites", multiple=True, help="Code of a site, again for more; all where left out.")
@click.option("--edition", "names", multiple=True, help="board, hq or site (or board.es); board and site where left out.")
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language of the editions; board and hq English, site Spanish where left out.")
@click.option("--format", "formats", default="html,pdf,json", show_default=True,
              help="Which files, parted by commas; also docx (Word), xlsx (tables), ics (a calendar) and escalations (letters for a person to send).")
@click.option("--as-of", type=DAY, help="Day the briefing speaks from; the publication or review day where left out.")
@click.option("--seed", type=click.IntRange(min=0), default=None, help="Seed of the exposure's simulation; printed in the briefing.")
@_PAPER
@_JOBS
@click.option("-o", "--out", type=click.Path(path_type=Path), required=True, help="Folder to write to.")
def build(workspace: Path, period: Period | None, sites: tuple[str, ...], names: tuple[str, ...], lang: Language | None,
          formats: str, as_of: date | None, seed: int | None, paper: str | None, jobs: int | None, out: Path) -> None:
    """Build the briefings of a month: HTML, PDF and JSON of each edition; Word, tables, a calendar and escalation letters where asked for.

    A bad cell is shown as not measured and the briefing is built all the same; then this exits 1.
    """
    from briefing.workspace import load_workspace

    chosen, editions = _formats(formats), _editions(names, lang)
    messages: Language = lang or "en"
    if jobs is not None:
        sys.exit(_build_side_by_side(workspace, period, sites, editions, chosen, as_of, seed, paper, out, jobs, messages))
    with _collecting_by_hand():
        try:
            opened = load_workspace(workspace, paper=paper or "")
            month = _month(opened, period, messages)
            opened.prepare(month, sites or None)
            import briefing.pipeline  # noqa: F401 - the child reads while these heavy modules load

            codes = _asked_for(opened, sites, messages) if sites else _site_codes(opened, month, messages)
        except BriefingError as fault:
            _print_findings(fault.findings, messages, to_stderr=True)
            sys.exit(UNREADABLE)
        sys.exit(_build_sites(opened, month, codes, editions, chosen, as_of, seed, out, messages))


@contextmanager
def _collecting_by_hand() -> Iterator[None]:
    """Look for garbage after each site alone: left to itself, Python spends a twelfth of a cold build on looking."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _build_sites(opened: Workspace, month: Period, codes: Sequence[str], editions: Sequence[Edition], formats: Sequence[str],
                 as_of: date | None, seed: int | None, out: Path, lang: Language) -> int:
    """Build site after site; one that fails is named and the others go on. Gives the exit code.

    A fault of ours, not of the data, is raised when every other site is built.
    """
    from briefing.findings import has_errors
    from briefing.pipeline import SEED, build, write

    opened.prepare(month, codes)
    worst, ours = OK, None
    for done, code in enumerate(codes):
        if done:
            gc.collect(0)  # what the last site left; to look through all that stays would take longer with every site
        try:
            briefing = build(opened.dossier(code, month, as_of=as_of), editions=editions, seed=SEED if seed is None else seed)
        except BriefingError as fault:
            click.secho(_say("site_failed", lang, site=code), fg="red", err=True)
            _print_findings(fault.findings, lang, to_stderr=True)
            worst = max(worst, UNREADABLE if isinstance(fault, UnreadableFile) else DATA_ERRORS)
            continue
        except Exception as fault:  # noqa: BLE001 - raised below
            click.secho(_say("site_failed", lang, site=code), fg="red", err=True)
            ours = ours or fault
            continue
        try:
            for path in write(briefing, out, formats):
                click.echo(str(path))
        except OSError as fault:
            click.secho(_not_written(fault, out, lang), fg="red", err=True)
            worst = UNREADABLE
            continue
        if has_errors(briefing.findings):
            errors = [finding for finding in briefing.findings if finding.severity.value == "error"]
            click.secho(_say("built_with_errors", lang, len(errors), site=code), fg="yellow", err=True)
            _print_findings(errors, lang, to_stderr=True)
            worst = max(worst, DATA_ERRORS)
    if ours:
        raise ours
    return worst


def _not_written(fault: OSError, out: Path, lang: Language) -> str:
    return _say("not_written", lang, path=str(fault.filename2 or fault.filename or out), reason=fault.strerror or str(fault))


def _formats(text: str) -> tuple[str, ...]:
    from briefing.document.editions import FORMATS

    chosen = tuple(dict.fromkeys(part.strip().lower() for part in text.split(",") if part.strip()))
    unknown = [name for name in chosen if name not in FORMATS]
    if unknown or not chosen:
        message = f"{', '.join(unknown) or text!r} is none of {', '.join(FORMATS)}."
        raise click.BadParameter(message, param_hint="--format")
    return chosen


def _editions(names: tuple[str, ...], lang: Language | None) -> tuple[Edition, ...]:
    from briefing.document.editions import Audience, Edition

    found = []
    for name in names or (Audience.BOARD, Audience.SITE):
        try:
            if "." in name:
                found.append(Edition.parse(name))
                continue
            audience = Audience(name)
        except ValueError:
            message = f"{name!r} is none of board, hq, site, nor such as board.es."
            raise click.BadParameter(message, param_hint="--edition") from None
        usual: Language = "es" if audience is Audience.SITE else "en"
        found.append(Edition(audience, lang or usual))
    return tuple(dict.fromkeys(found))


def _month(workspace: Workspace, period: Period | None, lang: Language) -> Period:
    """Give the month asked for, the latest one where none was; ends the call where nothing was sent in it."""
    periods = workspace.periods()
    if not periods:
        raise click.UsageError(_say("no_months", lang, folder=str(workspace.folder)))
    if period is not None and period not in periods:
        raise click.UsageError(_say("no_such_month", lang, period=str(period), first=str(periods[0]), last=str(periods[-1])))
    return period or periods[-1]


def _asked_for(workspace: Workspace, sites: tuple[str, ...], lang: Language) -> tuple[str, ...]:
    """Give the sites asked for, each once; ends the call where the charter names others but not one of these."""
    charter, _ = workspace.charter()
    unknown = [code for code in sites if charter.sites and charter.site(code) is None]
    if unknown:
        known = ", ".join(site.code for site in charter.sites)
        raise click.UsageError(_say("no_such_site", lang, site=", ".join(unknown), sites=known))
    return tuple(dict.fromkeys(sites))


def _site_codes(workspace: Workspace, month: Period, lang: Language) -> tuple[str, ...]:
    codes = workspace.sites(month)
    if not codes:
        raise click.UsageError(_say("no_sites", lang, period=str(month)))
    return codes


@main.command(epilog="Example:  briefing group company --period 2026-10 --lang es -o out")
@click.argument("workspace", type=click.Path(path_type=Path))
@click.option("--period", type=PERIOD, help="Month; the latest one of the workspace where left out.")
@click.option("--edition", "names", multiple=True, help="Editions of each site to build and lead to; board where left out.")
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True, help="Language of the page and of its messages.")
@click.option("--format", "formats", default="html,pdf,json", show_default=True, help="Which files, parted by commas.")
@click.option("--as-of", type=DAY, help="Day the page speaks from; the latest of its sites' days where left out.")
@click.option("--seed", type=click.IntRange(min=0), default=None, help="Seed of the exposure's simulation; printed in the briefings.")
@_PAPER
@_JOBS
@click.option("-o", "--out", type=click.Path(path_type=Path), required=True, help="Folder to write to.")
def group(workspace: Path, period: Period | None, names: tuple[str, ...], lang: Language, formats: str, as_of: date | None,
          seed: int | None, paper: str | None, jobs: int | None, out: Path) -> None:
    """Build every site's briefing of a month, and one page of all of them.

    A site whose inputs have not changed since the last run is left as it is; one that cannot be built is named, and this exits 1 or 2.
    """
    from briefing.group import build_group
    from briefing.group.progress import running

    chosen, editions = _formats(formats), _editions(names or ("board",), lang)
    try:
        run = _group_run(workspace, period, out, lang, editions, chosen, as_of, seed, paper)
        made = build_group(run, running(jobs, lang))
    except BriefingError as fault:
        _print_findings(fault.findings, lang, to_stderr=True)
        sys.exit(UNREADABLE)
    except OSError as fault:
        click.secho(_not_written(fault, out, lang), fg="red", err=True)
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
        codes = _asked_for(run.workspace, sites, lang) if sites else _site_codes(run.workspace, run.period, lang)
        return _report_built(build_sites(run, codes, running(jobs, lang)), out, lang)
    except BriefingError as fault:
        _print_findings(fault.findings, lang, to_stderr=True)
        return UNREADABLE


def _group_run(workspace: Path, period: Period | None, out: Path, lang: Language, editions: Sequence[Edition], formats: tuple[str, ...],
               as_of: date | None, seed: int | None, paper: str | None) -> Run:
    """Open the workspace and give what a run over its sites is to make."""
    from briefing.group import Run
    from briefing.pipeline import SEED
    from briefing.workspace import load_workspace

    opened = load_workspace(workspace, paper=paper or "")
    month = _month(opened, period, lang)
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
            click.secho(_say("site_failed", lang, site=each.site), fg="red", err=True)
            worst = max(worst, UNREADABLE if each.is_unreadable or each.unwritten else DATA_ERRORS)
        elif each.findings:
            click.secho(_say("built_with_errors", lang, len(each.findings), site=each.site), fg="yellow", err=True)
            worst = max(worst, DATA_ERRORS)
        if each.is_lost:
            click.secho(catalogue("group", lang).text("group.lost", site=each.site), fg="red", err=True)
        if each.unwritten:
            path, _, reason = each.unwritten.partition("\n")
            click.secho(_say("not_written", lang, path=path, reason=reason), fg="red", err=True)
        _print_findings(each.findings, lang, to_stderr=True)
    kept = sum(each.is_unchanged for each in built)
    click.echo(catalogue("group", lang).text("group.wrote", sum(each.is_built for each in built) - kept, kept=kept), err=True)
    fault = next((each.fault for each in built if each.fault), "")
    if fault:
        raise RuntimeError(fault)
    return worst
@main.command(epilog="Example:  briefing review company --period 2026-10 --site MTY --lang es")
@click.argument("workspace", type=click.Path(path_type=Path))
@click.option("--period", type=PERIOD, required=True, help="Month to be published.")
@click.option("--site", "code", required=True, help="Code of the site.")
@_LANG
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
        month = _month(opened, period, lang)
        _asked_for(opened, (code,), lang)
        reviewed = review_month(opened, code, month, edition=edition, as_of=as_of)
    except BriefingError as fault:
        _print_findings(fault.findings, lang, to_stderr=True)
        sys.exit(UNREADABLE)
    click.echo(review_json(reviewed, lang) if form == "json" else review_text(reviewed, lang, everything=everything))
    if copy:
        said = catalogue("preflight", lang).text("annotated", path=str(copy))
        _annotate(lambda: annotate_facts(reviewed, opened.folder, copy, lang), copy, lang, said)
    sys.exit(reviewed.exit_code)


@main.command(epilog="Example:  briefing explain out/2026-10/MTY/briefing.json R-014.expected")
@click.argument("briefing_json", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("identifier")
@click.option("--edition", help="Edition to look for a sentence in; the first that has it where left out.")
@_LANG
def explain(briefing_json: Path, identifier: str, edition: str | None, lang: Language) -> None:
    """Follow a sentence, a figure or an evidence number down to workbook, sheet and cell."""
    from briefing.explaining import NotABriefing, UnknownEdition, UnknownId, explanation

    try:
        click.echo(explanation(briefing_json, identifier, edition, lang))
    except NotABriefing:
        click.echo(_say("not_a_briefing", lang, path=str(briefing_json)), err=True)
        sys.exit(UNREADABLE)
    except UnknownEdition as fault:
        click.echo(_say("unknown_edition", lang, edition=edition, editions=", ".join(fault.known)), err=True)
        sys.exit(UNREADABLE)
    except UnknownId as fault:
        near = ", ".join(fault.near)
        click.echo(_say("unknown_id", lang, id=identifier) + (" " + _say("near_ids", lang, ids=near) if near else ""), err=True)
        sys.exit(UNREADABLE)


@main.command(epilog="Example:  briefing init company --from plant_kpis.xlsx --site MTY")
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path))
@click.option("--from", "source", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A site's own KPI file to draft the charter from.")
@click.option("--site", "code", default="SITE1", show_default=True, help="Code of the first site.")
@click.option("--name", help="Name of the first site; its code where left out.")
@_LANG
def init(directory: Path, source: Path | None, code: str, name: str | None, lang: Language) -> None:
    """Start a workspace: a charter to fill in, and the folders for the months."""
    from briefing.starting import start_workspace

    path = directory / "charter.xlsx"
    if path.exists():
        raise click.UsageError(_say("charter_exists", lang, path=str(path)))
    try:
        findings = start_workspace(directory, code=code.upper(), name=name or code, source=source, language=lang)
    except BriefingError as fault:
        _print_findings(fault.findings, lang, to_stderr=True)
        sys.exit(UNREADABLE)
    except OSError as fault:
        click.secho(_not_written(fault, path, lang), fg="red", err=True)
        sys.exit(UNREADABLE)
    _print_findings(findings, lang)
    click.echo(_say("charter_made", lang, path=str(path)))


@main.command(epilog="Example:  briefing workbook company --site MTY --period 2026-11 --lang es -o MTY.xlsx")
@click.argument("workspace", type=click.Path(path_type=Path))
@click.option("--site", "code", required=True, help="Code of the site.")
@click.option("--period", type=PERIOD, required=True, help="Month to report.")
@click.option("--received-on", type=DAY, help="Day the workbook is handed out; left blank where left out.")
@click.option("-o", "--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="File to write.")
@_LANG
def workbook(workspace: Path, code: str, period: Period, received_on: date | None, out: Path, lang: Language) -> None:
    """Make a site's workbook for a month, with all that is already known filled in."""
    from briefing.starting import month_workbook
    from briefing.workspace import load_workspace

    try:
        left = month_workbook(load_workspace(workspace), code, period, out, received_on=received_on, language=lang)
    except BriefingError as fault:
        _print_findings(fault.findings, lang, to_stderr=True)
        sys.exit(UNREADABLE)
    except OSError as fault:
        click.secho(_not_written(fault, out, lang), fg="red", err=True)
        sys.exit(UNREADABLE)
    click.echo(_say("workbook_made", lang, left, path=str(out)))


@main.command(epilog="Example:  briefing adopt KPIs_2026.xlsx --charter company/charter.xlsx -o company/mappings/MTY.toml --lang es")
@click.argument("local", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--charter", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Charter whose KPIs, sites and scales the file is held against.")
@click.option("-o", "--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="Mapping to write, such as mappings/MTY.toml.")
@_LANG
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
        _print_findings(fault.findings, lang, to_stderr=True)
        sys.exit(UNREADABLE)
    except OSError as fault:
        click.secho(_not_written(fault, out, lang), fg="red", err=True)
        sys.exit(UNREADABLE)
    click.echo("\n".join(report_lines(adopted.tables, adopted.proposal, lang)))
    click.echo(catalogue("adopt", lang).text("report.written", path=str(out)))
    sys.exit(OK if adopted.proposal.tables else DATA_ERRORS)


@main.command(epilog="Example:  briefing demo my-demo")
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path), default="briefing-demo")
@_LANG
def demo(directory: Path, lang: Language) -> None:
    """Build the briefings of the fictional sample company and say where they are."""
    from briefing.starting import copy_samples
    from briefing.workspace import load_workspace

    try:
        workspace = load_workspace(copy_samples(directory / "company"))
    except OSError as fault:
        click.secho(_not_written(fault, directory, lang), fg="red", err=True)
        sys.exit(UNREADABLE)
    month = workspace.periods()[-1]
    workspace.prepare(month)
    code = _build_sites(workspace, month, workspace.sites(month), _editions((), None), _formats("html,pdf,json"), None, None,
                        directory / "briefings", lang)
    click.echo(_say("demo_made", lang, folder=str(directory / "briefings" / str(month))))
    sys.exit(UNREADABLE if code == UNREADABLE else OK)



def _words(key: str, lang: Language, count: float | None = None, **values: object) -> str:
    return catalogue("mail", lang).text(key, count, **values)


@main.command(epilog="Example:  briefing send company --period 2026-10 --dry-run --lang es")
@click.argument("workspace", type=click.Path(path_type=Path))
@click.option("--period", type=PERIOD, help="Month; the latest one of the workspace where left out.")
@click.option("--site", "sites", multiple=True, help="Code of a site, again for more; all where left out.")
@click.option("--reader", "readers", multiple=True, help="Code of a reader, again for more; all of the charter where left out.")
@click.option("--dry-run", is_flag=True, help="Show who would get what, and the mails; send nothing.")
@click.option("--yes", is_flag=True, help="Send without asking.")
@click.option("--again", multiple=True, help="Code of a reader to send to once more, although it was sent or is unsure.")
@click.option("--pdf/--no-pdf", default=True, show_default=True, help="Attach the PDF, each reader's with role and date on every page.")
@click.option("--pdf-password-file", type=click.Path(dir_okay=False, path_type=Path),
              help="File whose first line locks the PDFs (AES-256); or set BRIEFING_PDF_PASSWORD.")
@click.option("--smtp-host", envvar="BRIEFING_SMTP_HOST", help="Mail server; or set BRIEFING_SMTP_HOST. Its password only as BRIEFING_SMTP_PASSWORD.")
@click.option("--smtp-port", envvar="BRIEFING_SMTP_PORT", type=click.IntRange(1, 65535), default=587, show_default=True, help="Its port.")
@click.option("--smtp-security", envvar="BRIEFING_SMTP_SECURITY", type=click.Choice(["starttls", "tls", "none"]), default="starttls",
              show_default=True, help="How the line is kept secret.")
@click.option("--smtp-user", envvar="BRIEFING_SMTP_USER", default="", help="Who signs in; nobody where left out.")
@click.option("--from", "sender", envvar="BRIEFING_MAIL_FROM", default="", help="Address that the mail comes from; or set BRIEFING_MAIL_FROM.")
@click.option("--wait", "waits", type=click.FloatRange(0, 3600), multiple=True, default=(60.0, 300.0), show_default=True,
              help="Seconds before mails that the server defers are brought again; once for each further round.")
@_LANG
def send(workspace: Path, lang: Language, period: Period | None, sites: tuple[str, ...], **options: Any) -> None:
    """Send each reader of the charter their edition by mail, each version once.

    Shows who gets what first, and asks. Exits 0 when all was sent or had been, 1 when something was not, 2 when the call or the server is wrong.
    """
    from briefing.distribution.ledger import LedgerUnreadable
    from briefing.sending import Call, run_send
    from briefing.workspace import load_workspace

    try:
        opened = load_workspace(workspace)
        month = _month(opened, period, lang)
        codes = _asked_for(opened, sites, lang) if sites else _site_codes(opened, month, lang)
        sys.exit(run_send(opened, month, codes, Call(lang=lang, **options)))
    except BriefingError as fault:
        _print_findings(fault.findings, lang, to_stderr=True)
        sys.exit(UNREADABLE)
    except LedgerUnreadable as fault:
        click.secho(_words("send.ledger", lang, place=f"{fault.path}:{fault.line}"), fg="red", err=True)
        sys.exit(UNREADABLE)


@main.group(epilog="Example:  briefing responses import company answers/*.eml")
def responses() -> None:
    """Answers of readers: record those that came by mail."""


@responses.command(name="import", epilog="Example:  briefing responses import company answers/*.eml --lang es")
@click.argument("workspace", type=click.Path(path_type=Path))
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@_LANG
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="For people or for programs.")
@click.option("--dry-run", is_flag=True, help="Say what would be recorded; record nothing.")
@click.option("--on", "today", type=DAY, help="Day of the import, for mails without a usable date; today where left out.")
def import_responses(workspace: Path, files: tuple[Path, ...], lang: Language, form: str, today: date | None, *, dry_run: bool) -> None:
    """Record answers that came by mail (.eml or mbox files), each once; show those that a person must look at, and why.

    Exits 0 with nothing to look at, 1 with answers to look at, 2 when a file could not be read or written.
    """
    from briefing.collecting import run_import
    from briefing.workspace import load_workspace

    day = today or date.today()  # noqa: DTZ011, TID251 - the edge
    try:
        sys.exit(run_import(load_workspace(workspace), files, today=day, lang=lang, form=form, dry_run=dry_run))
    except BriefingError as fault:
        _print_findings(fault.findings, lang, to_stderr=True)
        sys.exit(UNREADABLE)


@main.command(epilog="Example:  briefing serve --demo")
@click.option("--data", type=click.Path(file_okay=False, path_type=Path), help="Data folder; BRIEFING_DATA or briefing-data where left out.")
@click.option("--bind", default="127.0.0.1:8000", show_default=True, help="Address and port to listen on, behind a reverse proxy.")
@click.option("--demo", "sample", is_flag=True, help="Load the sample company with its months and people.")
@click.option("--import", "source", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Workspace to bring in, into an empty data folder.")
@click.option("--backup", type=click.Path(dir_okay=False, path_type=Path), help="Write a backup to this file and end.")
@click.option("--restore", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Put a backup into an empty data folder and end.")
@_LANG
def serve(data: Path | None, bind: str, sample: bool, source: Path | None, backup: Path | None, restore: Path | None,  # noqa: FBT001 - a flag of the command line
          lang: Language) -> None:
    """Run the portal: upload, review, publish and find the months in a browser."""
    try:
        from briefing.portal.commands import serve_portal
    except ModuleNotFoundError as fault:
        click.secho(_say("portal_missing", lang, module=fault.name), fg="red", err=True)
        sys.exit(UNREADABLE)
    sys.exit(serve_portal(data, bind, sample=sample, source=source, backup=backup, restore=restore, language=lang, say=click.echo))
