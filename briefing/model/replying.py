"""The form in which an answer travels by mail: a token that people can read and a program can find again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from briefing.model.responses import Choice
from briefing.periods import Period

CHOICES: Final = (Choice.CONFIRM, Choice.QUESTION, Choice.DISAGREE)
"""What a reader may choose; the site's reply and a recorded decision do not come by mail."""
_CODE = r"[\w.\-]{1,40}"
_TOKEN = re.compile(
    rf"\[\s*(?P<site>{_CODE})\s+(?P<period>\d{{4}}-\d{{2}})\s+(?P<ask>{_CODE})\s+(?P<terms>[0-9a-f]{{12}})\s+"
    rf"(?P<choice>{'|'.join(CHOICES)})\s*\]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Token:
    """One answer to one ask under its terms, written `[MTY 2026-10 A-007 95e4d8e655f4 confirm]` in either language."""

    site: str
    period: Period
    ask: str
    fingerprint: str
    choice: Choice

    def __str__(self) -> str:
        """Write the token."""
        return f"[{self.site} {self.period} {self.ask} {self.fingerprint} {self.choice}]"


def tokens_in(text: str) -> Iterator[Token]:
    """Yield the tokens of a text in order, also one that a mail program has broken over two lines."""
    for found in _TOKEN.finditer(text):
        try:
            period = Period.parse(found["period"])
        except ValueError:
            continue
        yield Token(found["site"].upper(), period, found["ask"].upper(), found["terms"].lower(), Choice(found["choice"].lower()))


def without_tokens(text: str) -> str:
    """Give the text with its tokens taken out."""
    return _TOKEN.sub("", text)


def mailto(address: str, subject: str, body: str) -> str:
    """Give the link that opens a new mail (RFC 6068); whatever the texts hold, they stay inside their field."""
    return f"mailto:{quote(address, safe='@')}?subject={quote(subject, safe='')}&body={quote(body.replace(chr(10), chr(13) + chr(10)), safe='')}"
