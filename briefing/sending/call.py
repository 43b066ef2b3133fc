"""One call of `send` on the command line: what it shows, asks and reports, and how it ends."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import click

from briefing.distribution.ledger import LedgerBusy
from briefing.distribution.message import Sender, rendered
from briefing.distribution.smtp import Result, Security, Server, ServerUnusable
from briefing.language import Language, catalogue, finding_hint, finding_message
from briefing.model.addresses import mail_address
from briefing.numbers import full_day, role_name
from briefing.periods import Period
from briefing.rendering.characters import legible
from briefing.rendering.copies import check_password
from briefing.sending.plan import Item, Plan, Sent, Standing, Wish, plan_of, send
from briefing.workspace import Workspace

OK, NOT_ALL, UNUSABLE = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Call:
    """The options of a call, as the command line reads them."""

    lang: Language
    readers: tuple[str, ...] = ()
    dry_run: bool = False
    yes: bool = False
    again: tuple[str, ...] = ()
    pdf: bool = True
    pdf_password_file: Path | None = None
    smtp_host: str | None = None
    smtp_port: int = 587
    smtp_security: str = "starttls"
    smtp_user: str = ""
    sender: str = ""
    waits: tuple[float, ...] = ()

    def say(self, key: str, count: float | None = None, **values: object) -> str:
        """Give a text in the caller's language."""
        return catalogue("mail", self.lang).text(key, count, **values)


def run_send(workspace: Workspace, period: Period, sites: Sequence[str], call: Call) -> int:
    """Show the plan, ask, send, and report; gives the exit code.

    Raises:
        BriefingError: The workspace could not be read.
        LedgerUnreadable: The ledger holds something else than our notes.
    """
    password, fault = _password(call)
    fault = fault or _unknown_readers(workspace, call)
    if fault:
        return _stop(fault)
    wish = Wish(call.pdf, password, frozenset(call.readers), frozenset(call.again))
    plan = plan_of(workspace, period, sites, wish)
    _show(plan, call)
    if not plan.items and not plan.failed:
        return _stop(call.say("send.nobody"))
    if call.dry_run:
        _show_mails(plan.items, call)
        click.echo(call.say("send.dry"))
        return _code(plan, ())
    return _sent(workspace, plan, wish, call)


def _sent(workspace: Workspace, plan: Plan, wish: Wish, call: Call) -> int:
    if not plan.to_send:
        click.echo(call.say("send.nothing"))
        return _code(plan, ())
    address = mail_address(call.sender)
    if not call.smtp_host or not address:
        return _stop(call.say("send.no_from" if call.smtp_host else "send.no_host"))
    if not call.yes and not (sys.stdin.isatty() and click.confirm(call.say("send.confirm", len(plan.to_send), host=call.smtp_host))):
        return _stop(call.say("send.no_yes"))
    server = Server(call.smtp_host, call.smtp_port, Security(call.smtp_security), call.smtp_user, os.environ.get("BRIEFING_SMTP_PASSWORD", ""))
    now = datetime.now().astimezone()  # noqa: TID251 - the edge: a mail says when it was sent, in the sender's zone
    try:
        found = send(workspace, plan, wish, server, Sender(address), sent_at=now, sleep=time.sleep, waits=call.waits, tell=lambda each: _tell(each, call))
    except ServerUnusable as fault:
        return _stop(call.say("send.unusable", host=call.smtp_host, reason=legible(str(fault))))
    except LedgerBusy:
        return _stop(call.say("send.busy"))
    click.echo(call.say("send.done", sum(each.outcome.result is Result.ACCEPTED for each in found), all=len(found)))
    return _code(plan, found)


def _code(plan: Plan, found: Sequence[Sent]) -> int:
    """Give 1 where somebody did not get what the charter says, or a cell was wrong; else 0."""
    held_back = any(item.standing in {Standing.UNSURE, Standing.NO_ADDRESS, Standing.BAD_ADDRESS} for item in plan.items)
    missed = any(each.outcome.result is not Result.ACCEPTED for each in found)
    return NOT_ALL if held_back or missed or plan.failed or plan.findings else OK


def _stop(text: str) -> int:
    click.secho(text, fg="red", err=True)
    return UNUSABLE


def _password(call: Call) -> tuple[str, str]:
    """Give the PDFs' password from its file or the environment, blank for none; and what is wrong with it."""
    password = os.environ.get("BRIEFING_PDF_PASSWORD", "")
    if call.pdf_password_file:
        try:
            password = call.pdf_password_file.read_text(encoding="utf-8-sig").partition("\n")[0].rstrip("\r")
        except (OSError, UnicodeDecodeError) as fault:
            return "", call.say("send.password_file", path=call.pdf_password_file, reason=getattr(fault, "strerror", None) or "UTF-8")
        if not password:
            return "", call.say("send.password")
    try:
        check_password(password) if password else None
    except ValueError:
        return "", call.say("send.password")
    return password, ""


def _unknown_readers(workspace: Workspace, call: Call) -> str:
    charter, _ = workspace.charter()
    known = [reader.code for reader in charter.readers]
    unknown = [code for code in (*call.readers, *call.again) if code not in known]
    return call.say("send.unknown_reader", reader=", ".join(unknown), readers=", ".join(known)) if unknown else ""


def _show(plan: Plan, call: Call) -> None:
    """Print who gets what, one line a delivery, and what stands in the way."""
    for item in plan.items:
        reader, delivery = item.delivery.reader, item.delivery
        click.echo("  " + call.say("send.row", reader=reader.code, role=legible(role_name(reader.role, call.lang)), site=delivery.site,
                                   address=delivery.address or "–", edition=delivery.edition, standing=_standing(item, call)))
    for site, findings in plan.failed:
        click.secho(call.say("send.not_built", site=site), fg="red", err=True)
        for finding in findings:
            click.echo(f"  {finding.where}: {finding_message(finding, call.lang)} {finding_hint(finding, call.lang)} [{finding.code}]", err=True)
    if plan.findings:
        click.secho(call.say("send.errors", len(plan.findings)), fg="yellow", err=True)
    click.echo(call.say("send.total", len(plan.to_send)))


def _standing(item: Item, call: Call) -> str:
    day = full_day(item.last_sent, call.lang) if item.last_sent else ""
    key = "standing.changed.unsure" if item.standing is Standing.CHANGED and not day else f"standing.{item.standing}"
    return call.say(key, day=day, reader=item.delivery.reader.code)


def _show_mails(items: Sequence[Item], call: Call) -> None:
    """Print each different mail once, with the readers it goes to; the last line, which names the role, is the first reader's."""
    groups: dict[tuple[str, tuple[str, ...]], list[Item]] = {}
    for item in items:
        groups.setdefault((item.letter.subject, item.letter.paragraphs), []).append(item)
    for same in groups.values():
        click.echo("")
        click.secho(call.say("send.mail", readers=", ".join(item.delivery.reader.code for item in same)), bold=True)
        click.echo(rendered(same[0].letter)[0])


def _tell(sent: Sent, call: Call) -> None:
    outcome, delivery = sent.outcome, sent.item.delivery
    text = call.say(f"result.{outcome.result}", reader=delivery.reader.code, site=delivery.site, answer=legible(outcome.answer))
    good = outcome.result is Result.ACCEPTED
    click.secho(text, fg=None if good else "yellow", err=not good)
