"""What a call says to a person: messages of the catalogue, findings by file and cell, counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.language import Language, catalogue

if TYPE_CHECKING:
    from briefing.findings import Finding


def say(key: str, lang: Language, count: float | None = None, **values: object) -> str:
    """Give a message of the catalogue, filled."""
    return catalogue("interface", lang).text(key, count, **values)


def print_findings(findings: Iterable[Finding], lang: Language, *, to_stderr: bool = False) -> None:
    """Print findings by file and cell, each with its next action."""
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
        severity = click.style(say(f"severity.{finding.severity}", lang), fg=colour)
        click.echo(f"  {severity} {start}{finding_message(finding, lang)} {finding_hint(finding, lang)} [{finding.code}]", err=to_stderr)


def count_by_severity(findings: Sequence[Finding], lang: Language) -> str:
    """Say how many errors, warnings and notes there are."""
    counts = {name: sum(finding.severity.value == name for finding in findings) for name in ("error", "warning", "note")}
    return ", ".join(say(f"count.{name}", lang, count) for name, count in counts.items())


def not_written(fault: OSError, out: Path, lang: Language) -> str:
    """Say what could not be written, and why."""
    return say("not_written", lang, path=str(fault.filename2 or fault.filename or out), reason=fault.strerror or str(fault))
