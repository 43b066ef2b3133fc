"""Questions that readers ask of a plant, and disagreements that it replied to, carried from month to month until they are closed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from briefing.evidence import Fact, derived, typed
from briefing.model.dossier import Dossier
from briefing.model.hearing import READER_CHOICES, reader_named
from briefing.model.responses import Choice, Response

OPENING = (Choice.QUESTION, Choice.DISAGREE)
CLOSING = {Choice.QUESTION: (Choice.CONFIRM, Choice.DISAGREE), Choice.DISAGREE: READER_CHOICES}
"""By what opened a thread: the later answers of the same reader that close it. A second question leaves the first one open."""


class ThreadState(StrEnum):
    """What has become of a question."""

    OPEN = "open"
    """Nobody has replied."""
    REPLIED = "replied"
    """The site has replied, and the reader has not come back."""
    CLOSED = "closed"
    """The reader answered afterwards, or the ask was decided or withdrawn."""


@dataclass(frozen=True, slots=True)
class Thread:
    """A question, or a disagreement that was replied to, and its replies; `days` it has been waiting."""

    ask: str
    question: Response
    replies: tuple[Response, ...]
    state: ThreadState
    days: Fact


def threads_of(ask: str, lines: Iterable[Response], dossier: Dossier, *, closed: bool) -> tuple[Thread, ...]:
    """Give each question on an ask, and each disagreement that was replied to, with the replies to it, oldest first.

    A reply that names a reader belongs to the reader's last question or disagreement before it, one that names nobody to the
    last of all. A later answer of the same reader closes it; `closed` says that the ask itself is.
    """
    ordered = sorted(lines, key=lambda each: each.answered_on)
    found: list[Thread] = []
    for question in (each for each in ordered if each.choice in OPENING):
        place = next(number for number, each in enumerate(ordered) if each is question)
        replies = tuple(each for number, each in enumerate(ordered) if number > place and each.choice is Choice.REPLY
                        and _question_of(each, number, ordered, dossier) is question)
        if question.choice is Choice.DISAGREE and not replies:
            continue  # it is said as an answer; nobody owes a reply to it
        later = any(each.choice in CLOSING[question.choice] and mark(each.reader, dossier) == mark(question.reader, dossier) for each in ordered[place + 1:])
        state = ThreadState.CLOSED if closed or later else ThreadState.REPLIED if replies else ThreadState.OPEN
        last = replies[-1] if replies else question
        asked_on = typed(f"{ask}.question.{len(found) + 1}.on", last.answered_on, "date", last.source, "answered_on")
        days = derived(f"{ask}.question.{len(found) + 1}.days", (dossier.as_of - last.answered_on).days, "days", "days_since", (asked_on,))
        found.append(Thread(ask, question, replies, state, days))
    return tuple(found)


def _question_of(reply: Response, place: int, ordered: list[Response], dossier: Dossier) -> Response | None:
    wanted = mark(reply.reply_to, dossier) if reply.reply_to else ""
    before = [each for each in ordered[:place] if each.choice in OPENING and (not wanted or mark(each.reader, dossier) == wanted)]
    return before[-1] if before else None


def mark(name: str, dossier: Dossier) -> str:
    """Give one name for a reader, whether by code or address: the charter's code, else the name as it stands."""
    reader = reader_named(dossier.charter, name)
    return reader.code if reader else name
