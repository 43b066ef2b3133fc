"""Mails as programs of the day write them, in Spanish and English; made here, so that nobody's mail is in the project."""

from __future__ import annotations

from base64 import b64encode
from datetime import datetime
from email.header import Header
from email.utils import format_datetime
from quopri import encodestring

CEO, CFO, COO = "ceo@alderquill.example.com", "cfo@alderquill.example.com", "coo@alderquill.example.com"
DIRECTOR, PLANT = "chair@alderquill.example.com", "direccion.mty@alderquill.example.com"
ANSWERS = "answers@alderquill.example.com"
AT = datetime.fromisoformat("2026-11-09T10:12:00-06:00")


def mail(sender: str = COO, subject: str = "A-007", body: str | bytes = "", *, kind: str = "text/plain", charset: str = "utf-8",
         encoding: str = "8bit", number: int = 1, day: datetime | None = AT, headers: tuple[str, ...] = (), parameters: str = "") -> bytes:
    """Give a mail of one part; a text body is encoded as it says."""
    content = body if isinstance(body, bytes) else body.encode(charset, "replace")
    if encoding == "base64":
        content = b64encode(content)
    if encoding == "quoted-printable":
        content = encodestring(content)
    head = _head(sender, subject, number, day, headers)
    head += [f"Content-Type: {kind}; charset={charset}{parameters}", f"Content-Transfer-Encoding: {encoding}", "", ""]
    return "\r\n".join(head).encode("utf-8", "surrogateescape") + content.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def both(plain: str, html: str, sender: str = COO, subject: str = "A-007", *, number: int = 1, headers: tuple[str, ...] = (), more: str = "",
         kind: str = "alternative") -> bytes:
    """Give a mail with text and HTML, or with other parts beside them."""
    parts = [f"Content-Type: text/{name}; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{text}" for name, text in (("plain", plain), ("html", html)) if text]
    parts += [more] if more else []
    body = "".join(f"--b1\r\n{part}\r\n" for part in parts) + "--b1--\r\n"
    head = [*_head(sender, subject, number, AT, headers), f'Content-Type: multipart/{kind}; boundary="b1"', "", ""]
    return ("\r\n".join(head) + body.replace("\r\n", "\n").replace("\n", "\r\n")).encode()


def _head(sender: str, subject: str, number: int, day: datetime | None, headers: tuple[str, ...]) -> list[str]:
    shown = subject if subject.isascii() else Header(subject, "utf-8").encode()
    return ["Received: from mail.example.com by mx.example.com; Mon, 9 Nov 2026 10:12:05 -0600", f"From: {sender if '<' in sender else f'Somebody <{sender}>'}",
            f"To: Answers <{ANSWERS}>", f"Subject: {shown}", *([f"Date: {format_datetime(day)}"] if day else []),
            f"Message-ID: <m{number}@example.com>", "MIME-Version: 1.0", *headers]


def token(choice: str, ask: str = "A-007", terms: str = "", site: str = "MTY", period: str = "2026-10") -> str:
    """Give a token; tests put in the terms."""
    return f"[{site} {period} {ask} {terms} {choice}]"
