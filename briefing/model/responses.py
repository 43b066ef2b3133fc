"""What readers answered."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from briefing.evidence import Source


class Choice(StrEnum):
    """An answer to an ask. There is no choice for silence: no answer is never consent."""

    CONFIRM = "confirm"
    QUESTION = "question"
    DISAGREE = "disagree"
    REPLY = "reply"
    """The site's reply to a question."""
    DECIDED = "decided"
    """A decision taken in a meeting, recorded by the secretary with the minute's reference."""


@dataclass(frozen=True, slots=True)
class Response:
    """One line of `responses/PERIOD.csv`, bound to the fingerprint of the ask it answers."""

    answered_on: date
    site: str
    ask_id: str
    fingerprint: str
    reader: str
    role: str
    choice: Choice
    comment: str = ""
    reply_to: str = ""
    origin: str = ""
    """The line's `source` column: how the answer came in."""
    source: Source = field(default_factory=Source)
