"""Answers and replies as lines of `responses/PERIOD.csv`, and all lines that are known: those of the files and those that wait to be written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from django.utils import timezone

from briefing.model.charter import Charter
from briefing.model.hearing import heard, keeps_comment
from briefing.model.responses import Choice, Response
from briefing.portal.models import Answer, Channel, Message
from briefing.portal.store import workspace_folder
from briefing.workbook.responses import read_responses
from briefing.workspace import RESPONSES

MARK = "portal"
"""The word in a line's `source` column after which its mark follows."""
MINUTE = "minute"


def response_of(line: Answer | Message, charter: Charter) -> Response:
    """Give a line as the file holds it; a comment that the charter does not keep is left out. Where an answer given to the secretary stands follows its mark."""
    made = _reply(line) if isinstance(line, Message) else _answer(line)
    return made if keeps_comment(charter, made) else replace(made, comment="")


def _answer(line: Answer) -> Response:
    decided = line.choice == Choice.DECIDED
    way = MINUTE if decided else line.channel if line.channel == Channel.SECRETARY else ""
    minute = f"{line.reference}: " if line.reference and decided else ""
    return Response(line.answered_on, line.publication.site, line.ask, line.terms, line.reader, line.role, Choice(line.choice), f"{minute}{line.comment}".removesuffix(": "),
                    origin=" ".join(filter(None, (way, MARK, line.mark, "" if decided else line.reference))))


def _reply(line: Message) -> Response:
    return Response(timezone.localdate(line.said_at), line.publication.site, line.ask, line.terms, line.reader, line.role, Choice.REPLY, line.text, line.reply_to,
                    f"{MARK} {line.mark}")


def waiting_lines() -> list[Answer | Message]:
    """Give the answers and replies that no file holds yet, in the order they came in."""
    found = chain(Answer.objects.filter(written_at=None).select_related("publication"), Message.objects.filter(written_at=None).select_related("publication"))
    return sorted(found, key=lambda each: (each.said_at, each.mark))


def known_lines(charter: Charter) -> tuple[Response, ...]:
    """Give every line that counts by the charter's switches: of all months' files, by their months, then of those that wait."""
    return heard(charter, chain(_filed(), (response_of(each, charter) for each in waiting_lines())))


def _filed() -> Iterator[Response]:
    folder = workspace_folder() / RESPONSES
    for path in sorted(folder.glob("*.csv")) if folder.is_dir() else ():
        responses, _ = read_responses(f"{RESPONSES}/{path.name}", path)
        yield from responses


def channel_of(response: Response) -> Channel:
    """Give by what way a line came in, by its `source` column."""
    words = response.origin.casefold().split()
    if words[:1] == [MARK]:
        return Channel.DIRECT
    return Channel.SECRETARY if any(word.startswith(("secretar", MINUTE)) for word in words) else Channel.MAIL
