"""Sentences as values: runs of words and figures, and what they rest on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from briefing.evidence import CellRef
from briefing.language import Language


class Stance(StrEnum):
    """What a sentence claims to be; readers see the difference."""

    FACT = "fact"
    """Typed by the site or headquarters."""
    ANALYSIS = "analysis"
    """Computed from facts by a stated method."""
    RECOMMENDATION = "recommendation"
    """What the site advises."""
    NOTICE = "notice"
    """Fixed words about the document itself."""


@dataclass(frozen=True, slots=True)
class Words:
    """Fixed words in the document's language."""

    text: str


@dataclass(frozen=True, slots=True)
class Number:
    """A printed figure, as formatted, and the id of the fact it prints."""

    text: str
    fact: str


@dataclass(frozen=True, slots=True)
class Typed:
    """What a person typed, printed as it stands: a clause, a role, a narrative, in its own language."""

    text: str
    language: Language


@dataclass(frozen=True, slots=True)
class Reference:
    """Words that lead to another place of the document: the anchor of a section."""

    text: str
    target: str


Run = Words | Number | Typed | Reference


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence or phrase, with what it rests on.

    `id` is stable within an edition; `key` names the wording it was made with; `strong` is for a sentence
    that a reader should see first. `note` is its number in the evidence appendix, 0 for none.
    """

    id: str
    runs: tuple[Run, ...]
    stance: Stance = Stance.FACT
    key: str = ""
    cells: tuple[CellRef, ...] = ()
    strong: bool = False
    note: int = 0

    @property
    def text(self) -> str:
        """The sentence as plain text."""
        return "".join(run.text for run in self.runs)

    @property
    def facts(self) -> tuple[str, ...]:
        """Ids of the facts its figures print, in order."""
        return tuple(run.fact for run in self.runs if isinstance(run, Number))
