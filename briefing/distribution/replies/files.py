"""Files of mail as they are saved: one mail as `.eml`, many in an mbox; anything else is refused with the reason."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Final

FILE_BYTES: Final = 200 * 1024 * 1024
MAILS: Final = 10_000
_OUTLOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER = re.compile(rb"[!-9;-~]{1,100}:")
_START = re.compile(rb"^From [^\r\n]{1,300}\d{4}[^\r\n]{0,20}\r?\n", re.MULTILINE)


class Unusable(StrEnum):
    """Why a file is not read, as the key of a text."""

    EMPTY = "file.empty"
    OUTLOOK = "file.outlook"
    NO_MAIL = "file.no_mail"
    TOO_MANY = "file.too_many"
    TOO_LARGE = "file.too_large"
    UNREADABLE = "file.unreadable"


class NotMail(ValueError):  # noqa: N818 - it names what is wrong with the file
    """The file holds no mail that can be read; the argument says why."""


def mails_of(data: bytes) -> Iterator[bytes]:
    """Yield each mail of a file.

    Raises:
        NotMail: The file is empty, too large, of Outlook's own format, or no mail at all.
    """
    if not data.strip():
        raise NotMail(Unusable.EMPTY)
    if data.startswith(_OUTLOOK):
        raise NotMail(Unusable.OUTLOOK)
    if data.startswith(b"From ") and _START.match(data):
        yield from _mbox(data)
        return
    if not _HEADER.match(data.lstrip(b"\xef\xbb\xbf\r\n")):
        raise NotMail(Unusable.NO_MAIL)
    yield data.lstrip(b"\xef\xbb\xbf\r\n")


def _mbox(data: bytes) -> Iterator[bytes]:
    """Part an mbox at its `From ` lines; a line that was masked as `>From ` is given back as it was."""
    starts = [found for found in _START.finditer(data) if not found.start() or data[max(0, found.start() - 4):found.start()].endswith((b"\n\n", b"\n\r\n"))]
    if len(starts) > MAILS:
        raise NotMail(Unusable.TOO_MANY)
    ends = [*(found.start() for found in starts[1:]), len(data)]
    for found, end in zip(starts, ends, strict=True):
        yield re.sub(rb"(?m)^>(>*From )", rb"\1", data[found.end():end])
