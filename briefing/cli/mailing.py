"""`send` and `responses import`: briefings out by mail, answers in."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from briefing.cli.choosing import asked_for, month_of, site_codes
from briefing.cli.saying import print_findings
from briefing.cli.terms import DAY, LANG, PERIOD, UNREADABLE
from briefing.errors import BriefingError
from briefing.language import Language, catalogue
from briefing.periods import Period


def _words(key: str, lang: Language, count: float | None = None, **values: object) -> str:
    return catalogue("mail", lang).text(key, count, **values)


@click.command(epilog="Example:  briefing send company --period 2026-10 --dry-run --lang es")
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
@LANG
def send(workspace: Path, lang: Language, period: Period | None, sites: tuple[str, ...], **options: Any) -> None:
    """Send each reader of the charter their edition by mail, each version once.

    Shows who gets what first, and asks. Exits 0 when all was sent or had been, 1 when something was not, 2 when the call or the server is wrong.
    """
    from briefing.distribution.ledger import LedgerUnreadable
    from briefing.sending import Call, run_send
    from briefing.workspace import load_workspace

    try:
        opened = load_workspace(workspace)
        month = month_of(opened, period, lang)
        codes = asked_for(opened, sites, lang) if sites else site_codes(opened, month, lang)
        sys.exit(run_send(opened, month, codes, Call(lang=lang, **options)))
    except BriefingError as fault:
        print_findings(fault.findings, lang, to_stderr=True)
        sys.exit(UNREADABLE)
    except LedgerUnreadable as fault:
        click.secho(_words("send.ledger", lang, place=f"{fault.path}:{fault.line}"), fg="red", err=True)
        sys.exit(UNREADABLE)


@click.group(epilog="Example:  briefing responses import company answers/*.eml")
def responses() -> None:
    """Answers of readers: record those that came by mail."""


@responses.command(name="import", epilog="Example:  briefing responses import company answers/*.eml --lang es")
@click.argument("workspace", type=click.Path(path_type=Path))
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@LANG
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
        print_findings(fault.findings, lang, to_stderr=True)
        sys.exit(UNREADABLE)
