"""The letter as a mail: text and HTML, attachments, headers in which nothing typed can become another header."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from briefing.distribution.letter import Letter
from briefing.model.addresses import mail_address
from briefing.rendering.characters import legible
from briefing.resources import folder

MESSAGE_POLICY = policy.SMTP


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that travels with the mail, such as the PDF, or an `.ics` with the dates of decisions."""

    name: str
    type: str
    """As `application/pdf` or `text/calendar`."""
    data: bytes


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends: an address, the name shown with it, and where a plain reply goes."""

    address: str
    name: str = ""
    reply_to: str = ""


def message_of(letter: Letter, sender: Sender, recipient: str, *, key: str, sent_at: datetime,
               attachments: Sequence[Attachment] = ()) -> EmailMessage:
    """Give the mail. The same letter, key, time and attachments give the same bytes.

    `key` names reader and version; the Message-ID is made from it, so that a mail sent twice is known as one.
    """
    message = EmailMessage(policy=MESSAGE_POLICY)
    message["From"] = Address(_line(sender.name), addr_spec=sender.address)
    message["To"] = Address(addr_spec=recipient)
    if sender.reply_to:
        message["Reply-To"] = Address(addr_spec=sender.reply_to)
    message["Subject"] = _line(letter.subject)
    message["Date"] = sent_at
    message["Message-ID"] = message_id(key, sender.address)
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "OOF, AutoReply"
    message["Content-Language"] = letter.language
    text, html = rendered(letter)
    message.set_content(text, charset="utf-8", cte="quoted-printable")
    message.add_alternative(html, subtype="html", charset="utf-8", cte="quoted-printable")
    for each in attachments:
        kind, _, subtype = each.type.partition("/")
        message.add_attachment(each.data, maintype=kind, subtype=subtype, filename=each.name)
    _bounded(message, key)
    return message


def message_id(key: str, address: str) -> str:
    """Give the Message-ID of a key, under the sender's domain."""
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}.briefing@{mail_address(address).rpartition('@')[2]}>"


def _line(text: str) -> str:
    """Give a typed text as one line of a header."""
    return " ".join(legible(text).split())


def _bounded(message: EmailMessage, key: str) -> None:
    """Set the boundaries, which would be drawn by chance, from the key; no line of ours can look like one."""
    for index, part in enumerate(each for each in message.walk() if each.is_multipart()):
        part.set_boundary(f"=_{hashlib.sha256(f'{key} {index}'.encode()).hexdigest()[:40]}_=")


def rendered(letter: Letter) -> tuple[str, str]:
    """Give the letter as plain text and as HTML."""
    text = _environment(escape=False).get_template("letter.txt").render(letter=letter)
    return text.strip() + "\n", _environment(escape=True).get_template("letter.html").render(letter=letter).strip() + "\n"


@cache
def _environment(*, escape: bool) -> Environment:
    return Environment(loader=FileSystemLoader(folder("templates") / "email"), autoescape=escape, undefined=StrictUndefined,  # noqa: S701 - the text part is text
                       trim_blocks=True, lstrip_blocks=True, auto_reload=False)
