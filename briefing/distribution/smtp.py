"""Handing mails to a server, one transaction each, so that it is known which were taken, refused, or left unsure."""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from enum import StrEnum
from ipaddress import ip_address

from briefing.distribution.message import MESSAGE_POLICY

TIMEOUT_SECONDS = 60.0
WAITS_SECONDS = (60.0, 300.0)
"""Before each further round over mails that the server asked to bring again: greylisting opens after one to five minutes."""


class Security(StrEnum):
    """How the connection is kept secret."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Server:
    """Where mail is handed in; the password is in no text that the program prints."""

    host: str
    port: int = 587
    security: Security = Security.STARTTLS
    user: str = ""
    password: str = field(default="", repr=False)


class Result(StrEnum):
    """What became of one mail."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    """For good: the server has said no."""
    DEFERRED = "deferred"
    """Not now: nothing was taken, and the same mail may be brought again."""
    UNSURE = "unsure"
    """The whole mail was given and no answer came: it may have been taken."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one mail, and the server's words."""

    result: Result
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Parcel:
    """One mail on its way: envelope and message. `key` is that of the ledger."""

    key: str
    sender: str
    recipient: str
    message: Callable[[], EmailMessage]
    """Makes the mail when its turn comes, so that hundreds of papers need not be held at once."""


class ServerUnusable(OSError):  # noqa: N818 - it names what is wrong
    """The server cannot be reached, is not who it says, or does not let us in. Nothing was sent by this attempt."""


Report = Callable[[Parcel, Outcome], None]


def _say_nothing(parcel: Parcel) -> None:
    """Note nothing before the end of a mail."""


def hand_over(parcels: Sequence[Parcel], server: Server, *, before: Callable[[Parcel], None], after: Report, sleep: Callable[[float], None],
              waits: Sequence[float] = WAITS_SECONDS, context: ssl.SSLContext | None = None,
              closing: Callable[[Parcel], None] = _say_nothing) -> None:
    """Bring every mail to the server, those it defers once more after each wait.

    `before` is called when a mail is about to be handed over, `after` once it is known what became of it; a mail that stays
    deferred after the last wait is reported as such. `closing` is called between the mail and the point that ends it: what it
    raises breaks the line off, and the server has taken nothing of that mail.

    Raises:
        ServerUnusable: No connection could be made; mails reported so far keep their outcome.
    """
    left = list(parcels)
    for number in range(len(waits) + 1):
        deferred: list[tuple[Parcel, Outcome]] = []
        for parcel, outcome in _round(left, server, before, closing, context):
            if outcome.result is Result.DEFERRED:
                deferred.append((parcel, outcome))
            after(parcel, outcome)
        left = [parcel for parcel, _ in deferred]
        if not left or number == len(waits):
            return
        sleep(waits[number])


def _round(parcels: Sequence[Parcel], server: Server, before: Callable[[Parcel], None], closing: Callable[[Parcel], None],
           context: ssl.SSLContext | None) -> Iterator[tuple[Parcel, Outcome]]:
    """Bring each mail once; a connection that drops is made anew for the next, and given up after it dropped twice running."""
    waiting, dropped = list(parcels), 0
    while waiting:
        try:
            with _connected(server, context) as line:
                while waiting:
                    before(waiting[0])
                    outcome, alive = _transaction(line, waiting[0], closing)
                    yield waiting.pop(0), outcome
                    if not alive:
                        dropped += 1
                        break
                    dropped = 0
        except ServerUnusable:
            if not dropped:
                raise
            dropped += 1
        if dropped > 1:
            for parcel in waiting:
                yield parcel, Outcome(Result.DEFERRED, "connection lost")
            return


@contextmanager
def _connected(server: Server, context: ssl.SSLContext | None) -> Iterator[smtplib.SMTP]:
    secure = context or ssl.create_default_context()
    if server.user and server.security is Security.NONE and not _is_own_machine(server.host):
        message = "a password is not sent over an open line"
        raise ServerUnusable(message)
    line = smtplib.SMTP_SSL(timeout=TIMEOUT_SECONDS, context=secure) if server.security is Security.TLS else smtplib.SMTP(timeout=TIMEOUT_SECONDS)
    try:
        _open(line, server, secure)
        yield line
        with suppress(OSError, smtplib.SMTPException):
            line.quit()
    finally:
        line.close()


def _open(line: smtplib.SMTP, server: Server, secure: ssl.SSLContext) -> None:
    """Reach the server, make the line secret, and sign in."""
    line._host = server.host  # type: ignore[attr-defined]  # noqa: SLF001 - smtplib checks the certificate against it
    try:
        code, answer = line.connect(server.host, server.port)
        if code != 220:
            raise smtplib.SMTPConnectError(code, answer)
        line.ehlo_or_helo_if_needed()
        if server.security is Security.STARTTLS:
            line.starttls(context=secure)
            line.ehlo()
        if server.user:
            line.login(server.user, server.password)
    except smtplib.SMTPAuthenticationError as fault:
        message = f"{fault.smtp_code} {_words(fault.smtp_error)}"
        raise ServerUnusable(message) from None  # the fault's own text may hold what was sent
    except (OSError, smtplib.SMTPException) as fault:
        raise ServerUnusable(str(fault)) from fault


def _is_own_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _transaction(line: smtplib.SMTP, parcel: Parcel, closing: Callable[[Parcel], None]) -> tuple[Outcome, bool]:
    """Hand one mail over; gives what became of it and whether the connection still stands.

    The end of the mail is sent by itself: before it the server cannot have taken anything, after it silence means unsure.
    """
    content = _dotted(parcel.message().as_bytes(policy=MESSAGE_POLICY))
    try:
        for code, answer in _opening(line, parcel, len(content)):
            if code >= 400:
                _reset(line)
                return _refusal(code, answer), code != 421
        line.send(content)
    except (OSError, smtplib.SMTPException) as fault:
        return Outcome(Result.DEFERRED, str(fault)), False
    closing(parcel)
    try:
        line.send(b".\r\n")
        code, answer = line.getreply()
    except (OSError, smtplib.SMTPException) as fault:
        return Outcome(Result.UNSURE, str(fault)), False
    if code == 250:
        return Outcome(Result.ACCEPTED, _words(answer)), True
    return _refusal(code, answer), code != 421


def _opening(line: smtplib.SMTP, parcel: Parcel, size: int) -> Iterator[tuple[int, bytes]]:
    """Yield the server's answers up to its leave to send the mail."""
    yield line.mail(parcel.sender, [f"size={size}"] if line.has_extn("size") else [])
    yield line.rcpt(parcel.recipient)
    code, answer = line.docmd("DATA")
    yield (code, answer) if code == 354 or code >= 400 else (500, answer)


def _reset(line: smtplib.SMTP) -> None:
    with suppress(OSError, smtplib.SMTPException):
        line.rset()


def _refusal(code: int, answer: bytes) -> Outcome:
    result = Result.REFUSED if code >= 500 else Result.DEFERRED
    return Outcome(result, f"{code} {_words(answer)}")


def _words(answer: bytes | str) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())[:300]


def _dotted(content: bytes) -> bytes:
    """Give the mail as it travels: lines end in CR LF, a point that begins one is doubled (RFC 5321, 4.5.2)."""
    lines = re.sub(rb"(?:\r\n|\n|\r(?!\n))", b"\r\n", content)
    return re.sub(rb"(?m)^\.", b"..", lines if lines.endswith(b"\r\n") else lines + b"\r\n")
