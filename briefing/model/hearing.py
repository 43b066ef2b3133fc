"""Whose answers are taken, and how: the switches that counsel chose in the charter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from briefing.model.charter import Answers, Charter, Reader
from briefing.model.responses import Choice, Response

DIRECTOR, EXECUTIVE = "director", "executive"
READER_CHOICES = (Choice.CONFIRM, Choice.QUESTION, Choice.DISAGREE)
SECRETARY_WORDS = ("secretar",)
"""How a line's origin begins, in either language, when the secretary brought it: secretary, secretario, secretaria."""


def reader_named(charter: Charter, name: str) -> Reader | None:
    """Give the charter's reader of a code or an e-mail address, whatever its case."""
    wanted = folded(name)
    return next((each for each in charter.readers if wanted and wanted in {folded(each.code), folded(each.email)}), None)


def switch_of(charter: Charter, reader: Reader | None) -> Answers:
    """Give how a reader's answers are collected: off for the site's own readers; one whom no list names is held to the executives' switch."""
    if reader is None or reader.reader_class == EXECUTIVE:
        return charter.company.answers_executives
    return charter.company.answers_directors if reader.reader_class == DIRECTOR else Answers.OFF


def readers_asked(charter: Charter, site: str) -> tuple[Reader, ...]:
    """Give who is to answer a site's asks, in the charter's order: directors and executives whose switch is not off."""
    return tuple(
        each for each in charter.readers
        if (not each.sites or site in each.sites) and switch_of(charter, each) is not Answers.OFF
    )


def is_heard(charter: Charter, response: Response) -> bool:
    """Tell whether a line counts: replies and minutes always, an answer only by the way that the charter takes it."""
    if response.choice not in READER_CHOICES:
        return True
    switch = switch_of(charter, reader_named(charter, response.reader))
    if switch is Answers.VIA_SECRETARY:
        return through_secretary(response)
    return switch is Answers.DIRECT


def through_secretary(response: Response) -> bool:
    """Tell whether the secretary brought the line, by its `source` column."""
    words = response.origin.casefold().replace("_", " ").split()
    return any(word.startswith(SECRETARY_WORDS) for word in words)


def keeps_comment(charter: Charter, response: Response) -> bool:
    """Tell whether a line's comment may be kept: a director's only where the charter says so, nor that of one whom its list does not name."""
    if charter.company.comments_directors or response.choice is Choice.DECIDED:
        return True
    reader = reader_named(charter, response.reader)
    if reader is None:
        return response.choice is Choice.REPLY or not charter.readers
    return reader.reader_class != DIRECTOR


def heard(charter: Charter, responses: Iterable[Response]) -> tuple[Response, ...]:
    """Give the lines that count, without the comments that are not to be kept."""
    return tuple(
        response if keeps_comment(charter, response) else replace(response, comment="")
        for response in responses if is_heard(charter, response)
    )


def folded(text: str) -> str:
    """Give a role, code or address as it is compared: in small letters, with single spaces."""
    return " ".join(text.casefold().split())
