"""One call of `responses import` on the command line: the report for people or programs, and how it ends."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from briefing.collecting.importing import Imported, import_files
from briefing.distribution.ledger import LedgerBusy
from briefing.distribution.replies import Outcome, Reason, Verdict
from briefing.language import Language, catalogue, finding_hint, finding_message
from briefing.rendering.characters import legible
from briefing.workspace import Workspace

OK, SHOWN, UNREADABLE = 0, 1, 2
_ECHO = 120


def run_import(workspace: Workspace, files: Sequence[Path], *, today: date, lang: Language, form: str = "text", dry_run: bool = False) -> int:
    """Import and report; gives the exit code: 0 with nothing to look at, 1 with answers to look at, 2 where a file could not be read or written.

    Raises:
        BriefingError: The charter could not be read.
    """
    words = catalogue("mail", lang)
    try:
        done = import_files(workspace, files, today=today, dry_run=dry_run)
    except LedgerBusy:
        click.secho(words.text("import.busy"), fg="red", err=True)
        return UNREADABLE
    except OSError as fault:
        click.secho(words.text("import.unwritten", file=fault.filename or workspace.folder), fg="red", err=True)
        return UNREADABLE
    if form == "json":
        click.echo(json.dumps([_data(file, verdict, lang) for file, verdict in done.verdicts], ensure_ascii=False, indent=1))
    else:
        _print(done, lang, dry_run=dry_run)
    for name in done.unwritten:
        click.secho(words.text("import.unwritten", file=name), fg="red", err=True)
    for file, reason in done.unread:
        click.secho(f"{file}: {words.text(reason)}", fg="red", err=True)
    for finding in done.findings:
        click.secho(f"{finding.where}: {finding_message(finding, lang)} {finding_hint(finding, lang)} [{finding.code}]", fg="yellow", err=True)
    for place in done.ledgers:
        click.secho(words.text("import.ledger", place=place), fg="yellow", err=True)
    return _code(done)


def _code(done: Imported) -> int:
    if done.unread or done.unwritten:
        return UNREADABLE
    return SHOWN if done.findings or done.ledgers or any(each.outcome is Outcome.SHOWN for _, each in done.verdicts) else OK


def _print(done: Imported, lang: Language, *, dry_run: bool) -> None:
    words = catalogue("mail", lang)
    for file, verdict in done.verdicts:
        colour = {Outcome.SHOWN: "yellow", Outcome.MERGED: "green"}.get(verdict.outcome)
        outcome = click.style(words.text(f"outcome.{verdict.outcome}"), fg=colour)
        hint = f" {words.text(f'reason.{verdict.reason}.hint')}" if verdict.outcome is Outcome.SHOWN else ""
        click.echo(f"{file}: {outcome} · {_who(verdict)} · {_said(verdict, lang)}{hint}")
    counts = {outcome: sum(each.outcome is outcome for _, each in done.verdicts) for outcome in Outcome}
    click.echo(words.text("import.done", merged=counts[Outcome.MERGED], shown=counts[Outcome.SHOWN], known=counts[Outcome.KNOWN]))
    if dry_run:
        click.echo(words.text("import.dry"))


def _who(verdict: Verdict) -> str:
    return verdict.reader.code if verdict.reader else _short(verdict.mail.sender or "?")


def _short(text: str) -> str:
    line = " ".join(legible(text).split())
    return line if len(line) <= _ECHO else line[: _ECHO - 1] + "…"


def _said(verdict: Verdict, lang: Language) -> str:
    """Say what was recorded, or why nothing was."""
    words = catalogue("mail", lang)
    token, response = verdict.token, verdict.response
    if response is not None and token is not None:
        said = words.text("import.merged", ask=token.ask, site=token.site, period=token.period, choice=words.text(f"choice.{response.choice}"))
    else:
        place = f"{token.ask} ({token.site}, {token.period}): " if token else ""
        said = f"{place}{words.text(f'reason.{verdict.reason}')}."
    return " ".join((said, *(words.text(note) for note in verdict.notes)))


def _data(file: str, verdict: Verdict, lang: Language) -> dict[str, Any]:
    """Give a verdict for programs; null where there is nothing."""
    mail, token, response = verdict.mail, verdict.token, verdict.response
    shown = verdict.outcome is Outcome.SHOWN
    return {
        "file": file, "message_id": mail.id, "from": mail.sender or None, "subject": mail.subject or None, "date": mail.day.isoformat() if mail.day else None,
        "outcome": verdict.outcome.value, "reason": verdict.reason.value or None, "reader": verdict.reader.code if verdict.reader else None,
        "site": token.site if token else None, "period": str(token.period) if token else None, "ask_id": token.ask if token else None,
        "fingerprint": token.fingerprint if token else None, "choice": response.choice.value if response else None,
        "comment": response.comment if response else None, "notes": list(verdict.notes), "message": _said(verdict, lang),
        "hint": catalogue("mail", lang).text(f"reason.{verdict.reason}.hint") if shown and verdict.reason is not Reason.NONE else None,
    }
