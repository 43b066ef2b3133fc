"""What a board would ask, told to the author in private before publishing.

Facts and style are kept apart: `facts` may be shown and annotated; `advice` is for the author alone and is never stored.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.findings import Finding
from briefing.language import Language

if TYPE_CHECKING:
    from briefing.document.blocks import Document
    from briefing.framing import Frame
    from briefing.preflight.questions import Question
    from briefing.preflight.rules import Rule

__all__ = ["Review", "review"]


@dataclass(frozen=True, slots=True)
class Review:
    """One month as its author sees it before publishing; texts are made at the edge, in either language.

    `facts` by sheet and cell; `advice` on style, private; `questions` by rank; `rules` as a list; `gaps` of the agreement,
    the next-best first.
    """

    facts: tuple[Finding, ...]
    advice: tuple[Finding, ...]
    questions: tuple[Question, ...]
    rules: tuple[Rule, ...]
    gaps: tuple[Finding, ...]


def review(frame: Frame, document: Document | None = None, *, language: Language = "en") -> Review:
    """Review a framed month against an edition of it.

    `document` is the edition whose answers are looked for, the board's in `language` where left out (composing it takes most of
    the time); headline clauses must exist in that edition's language.
    """
    from briefing.analysis import clarity  # noqa: PLC0415 - these import the analysis, and with it numpy
    from briefing.document.compose import compose  # noqa: PLC0415
    from briefing.document.editions import Audience, Edition  # noqa: PLC0415
    from briefing.preflight.advice import advice  # noqa: PLC0415
    from briefing.preflight.answers import Printed  # noqa: PLC0415
    from briefing.preflight.facts import facts  # noqa: PLC0415
    from briefing.preflight.gaps import gap_findings  # noqa: PLC0415
    from briefing.preflight.questions import questions  # noqa: PLC0415
    from briefing.preflight.rules import rules  # noqa: PLC0415

    edition = document or compose(frame, Edition(Audience.BOARD, language))
    found = clarity.gaps(frame.assessment)
    return Review(
        facts(frame), advice(frame), questions(frame, Printed(edition), found), rules(frame, edition.language),
        gap_findings(found, frame.assessment),
    )
