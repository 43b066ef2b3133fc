"""Editions: one set of facts, told to a board, to headquarters or to the site."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from briefing.language import LANGUAGES, Language


class Audience(StrEnum):
    """For whom an edition is written."""

    BOARD = "board"
    """Conclusion first, reporting currency, only what reaches the charter's board materiality."""
    HQ = "hq"
    """Everything, with monthly decisions, reporting currency."""
    SITE = "site"
    """Context first, the site's currency."""


@dataclass(frozen=True, slots=True, order=True)
class Edition:
    """An audience and a language, written `board.en`."""

    audience: Audience
    language: Language

    def __str__(self) -> str:
        """Write `board.en`."""
        return f"{self.audience}.{self.language}"

    @classmethod
    def parse(cls, text: str) -> Edition:
        """Read `board.en`; ValueError for an audience or language we don't know."""
        audience, _, language = text.partition(".")
        if language not in LANGUAGES:
            message = f"not an edition: {text!r}, expected such as board.en"
            raise ValueError(message)
        return cls(Audience(audience), "es" if language == "es" else "en")


DEFAULT_EDITIONS = (Edition(Audience.BOARD, "en"), Edition(Audience.SITE, "es"))
EDITIONS = tuple(Edition(audience, language) for audience in Audience for language in LANGUAGES)
DEFAULT_FORMATS = ("html", "pdf", "json")
"""What a briefing is written as where nobody says otherwise."""
FORMATS = (*DEFAULT_FORMATS, "docx", "xlsx", "ics", "escalations")
"""What it can be written as: also a Word file to go on writing in, its tables as a
workbook, and in both languages a calendar of dates and letters for a person to send."""
