"""A mail's bytes as the few values that matter, in bounded time whatever the bytes are.

Only the beginning of a long mail is read: what people write stands before what they attach. Headers are decoded by
the plain old parser: the newer one runs out of stack over five hundred brackets.
"""

from __future__ import annotations

import hashlib
import re
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from email import message_from_bytes, policy
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from typing import Final

from briefing.distribution.replies.html_text import text_of_html
from briefing.model.addresses import mail_address

READ_BYTES: Final = 2 * 1024 * 1024
READ_LINES: Final = 100_000
HEADER_BYTES: Final = 256 * 1024
TYPE_BYTES: Final = 10_000
BOUNDARIES: Final = 30
"""Parts within parts: programs nest five or six deep."""
FIELD: Final = 4_000
TEXT: Final = 200_000
PARTS: Final = 200
_TYPE = re.compile(rb"(?im)^content-type:[^\n]*(?:\n[ \t][^\n]*)*")
_BLANK = re.compile(rb"\r?\n[ \t]*\r?\n")
_ID = re.compile(r"<[^<>\s]{3,250}>")
_OURS = re.compile(rb"<[0-9a-f]{32}\.briefing@[A-Za-z0-9.-]{1,250}>")
_ACTION = re.compile(rb"(?im)^action:[ \t]*([a-z]+)")
_AUTOMATIC = {"bulk", "junk", "list", "auto_reply"}
_BOUNCERS = ("mailer-daemon", "postmaster", "mail-daemon", "microsoftexchange")
_OUT_OF_OFFICE = re.compile(r"(?i)^\W*(automatic reply|auto(?:matic)?[- ]?(?:response|reply)|out of (?:the )?office|respuesta autom[aá]tica|fuera de (?:la )?oficina|ausente)\b")
_BOUNCED = re.compile(r"(?i)^\W*(undeliver|delivery (?:status|failure)|returned mail|mail delivery failed|no se puede entregar|no se pudo entregar|devuelto)")
_FORWARDED = re.compile(r"(?i)^\W*(fwd?|rv|reenv|tr|wg)\s*:")
_REPLIED = re.compile(r"(?i)^\W*(re|rif|resp|aw|sv|r)\s*(\[\d+\])?\s*:")


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail. `text` is what its author sees, quoted lines begin with `>`; `fault` is the key of why it cannot be an answer."""

    id: str
    sender: str
    subject: str
    day: date | None = None
    text: str = ""
    answers: tuple[str, ...] = ()
    """Message-IDs of the mails it replies to, the nearest first."""
    fault: str = ""
    returned: tuple[str, ...] = ()
    """Message-IDs like ours of which it says that they could not be delivered."""

    @property
    def is_reply(self) -> bool:
        """Tell whether its subject was taken over from another mail."""
        return bool(_REPLIED.match(self.subject))


def read_mail(data: bytes) -> Mail:
    """Read a mail; a mail that cannot be an answer says so in its `fault`. Raises nothing."""
    known = f"<sha256.{hashlib.sha256(data).hexdigest()[:40]}>"
    kept = _beginning(data)
    fault = _bomb(kept)
    if fault:
        return Mail(known, "", "", fault=fault)
    try:
        message = message_from_bytes(kept, policy=policy.compat32)
        found = _read(message, known)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError, AssertionError, IndexError, MessageError):
        return Mail(known, "", "", fault="damaged")
    return replace(found, returned=_returned(kept)) if found.fault == "bounce" else found


def _returned(data: bytes) -> tuple[str, ...]:
    """Give what a notice says could not be delivered: not what is only late, which mail servers go on bringing."""
    actions = {found[1].lower() for found in _ACTION.finditer(data)}
    if actions and b"failed" not in actions:
        return ()
    return tuple(dict.fromkeys(found[0].decode() for found in _OURS.finditer(data)))


def _beginning(data: bytes) -> bytes:
    """Give so much of a mail as is read: so many bytes and so many lines."""
    kept = data[:READ_BYTES]
    if kept.count(b"\n") <= READ_LINES:
        return kept
    return b"\n".join(kept.split(b"\n", READ_LINES)[:READ_LINES])


def _bomb(data: bytes) -> str:
    """Name what would take the parser long; blank for a mail that won't."""
    end = _BLANK.search(data)
    if (end.start() if end else len(data)) > HEADER_BYTES:
        return "header_bomb"
    if any(len(found[0]) > TYPE_BYTES for found in _TYPE.finditer(data)):
        return "header_bomb"
    return "nested" if len(re.findall(rb"(?i)boundary\s*\*?\d?\*?=", data)) > BOUNDARIES else ""


def _read(message: Message, known: str) -> Mail:
    subject = _field(message, "subject")
    found = _ID.search(_field(message, "message-id"))
    senders = {address for _, address in getaddresses([_field(message, "from")]) if address}
    sender = mail_address(senders.pop()) if len(senders) == 1 else ""
    text, fault = _text(message)
    replies = tuple(dict.fromkeys(reversed(_ID.findall(f"{_field(message, 'references')} {_field(message, 'in-reply-to')}"))))
    return Mail(found[0] if found else known, sender, subject, _day(message), text, replies, _kind(message, sender, subject) or fault)


def _kind(message: Message, sender: str, subject: str) -> str:
    """Name what a mail is that nobody wrote as an answer; blank for one that somebody did."""
    kind = message.get_content_type()
    if kind == "multipart/report" or message["x-failed-recipients"] or _BOUNCED.match(subject) or sender.lower().startswith(_BOUNCERS):
        return "bounce"
    automatic = _field(message, "auto-submitted").lower() or "no"
    precedence = _field(message, "precedence").lower()
    if (not automatic.startswith("no") or precedence in _AUTOMATIC or message["x-autoreply"] or message["x-autorespond"]
            or _field(message, "return-path") == "<>" or _OUT_OF_OFFICE.match(subject)):
        return "automatic"
    if re.search(r"(?i)\bdmarc=fail\b", " ".join(str(each)[:FIELD] for each in message.get_all("authentication-results", [])[:5])):
        return "spoofed"
    if kind in {"multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"}:
        return "encrypted"
    return "forwarded" if _FORWARDED.match(subject) else ""


def _field(message: Message, name: str) -> str:
    """Give a header decoded, on one line, cut to a sane length; blank where there is none."""
    raw = str(message.get(name, ""))[:FIELD]
    with suppress(ValueError, LookupError, TypeError, MessageError):
        raw = "".join(_decoded(part, charset) if isinstance(part, bytes) else part for part, charset in decode_header(raw))
    return " ".join("".join(letter if letter.isprintable() else " " for letter in raw).split())


def _day(message: Message) -> date | None:
    """Give the day the mail says it was written, in its author's own zone."""
    with suppress(ValueError, TypeError, IndexError, OverflowError):
        found = parsedate_to_datetime(_field(message, "date")).date()
        return found if 2000 <= found.year <= 2100 else None
    return None


def _text(message: Message) -> tuple[str, str]:
    """Give what was written, and the fault where nothing was or another mail is enclosed; plain text goes before HTML."""
    plain: list[str] = []
    html: list[str] = []
    enclosed, waiting, seen = False, [message], 0
    while waiting and seen < PARTS:
        part, seen = waiting.pop(0), seen + 1
        kind = part.get_content_type()
        payload = part.get_payload()
        if kind.startswith("message/"):
            enclosed = True
        elif isinstance(payload, list):
            waiting[:0] = [each for each in payload if isinstance(each, Message)]
        elif not _is_file(part) and kind in {"text/plain", "text/html"}:
            text = _content(part)
            (html if kind == "text/html" else plain).append(text_of_html(text) if kind == "text/html" else _unflowed(text, part))
    text = next((each for each in ("\n".join(plain), "\n".join(html)) if each.strip()), "")
    return text[:TEXT], "forwarded" if enclosed else "" if text.strip() else "no_text"


def _is_file(part: Message) -> bool:
    return str(part.get("content-disposition", ""))[:FIELD].strip().lower().startswith("attachment")


def _content(part: Message) -> str:
    payload = part.get_payload(decode=True)
    charset = part.get_content_charset() or ""
    return _decoded(payload, charset) if isinstance(payload, bytes) else ""


def _decoded(content: bytes, charset: str | None) -> str:
    """Decode as declared; what is undeclared or wrong as UTF-8, then as Windows writes western languages.

    What says it is Latin-1 mostly is Windows-1252, which differs in its quotation marks alone.
    """
    declared = (charset or "").strip().lower()
    names = ["cp1252"] if declared in {"iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii"} and not _is_utf8(content) else [declared] if declared else []
    for name in (*names, "utf-8"):
        with suppress(LookupError, ValueError):
            return content.decode(name)
    return content.decode("cp1252", "replace")


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("ascii")
    except UnicodeDecodeError:
        try:
            content.decode("utf-8")
        except UnicodeDecodeError:
            return False
        return True
    return False


def _unflowed(text: str, part: Message) -> str:
    """Join the lines that a program has flowed (RFC 3676); other text as it is."""
    if str(part.get_param("format") or "").lower() != "flowed":
        return text
    deleted = str(part.get_param("delsp") or "").lower() == "yes"
    found: list[str] = []
    open_ = False
    for line in text.replace("\r\n", "\n").split("\n"):
        quoted = len(line) - len(line.lstrip(">"))
        content = line[quoted:].removeprefix(" ")
        if open_ and found and len(found[-1]) - len(found[-1].lstrip(">")) == quoted:
            found[-1] += content
        else:
            found.append(">" * quoted + (" " if quoted else "") + content)
        open_ = content.endswith(" ") and content != "-- "
        if open_ and deleted:
            found[-1] = found[-1][:-1]
    return "\n".join(found)
