"""Where a briefing answers a question: the section that prints the answering cell, or nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from briefing.document.blocks import Document, sentences_of
from briefing.evidence import CellRef
from briefing.preflight.softness import fold
from briefing.preflight.texts import Said

EVIDENCE = "evidence"
_BECAUSE = {
    "es": re.compile(r"\b(?:porque|debido a|ya que|a causa de|por causa de|derivado de|la causa|gracias a que|puesto que|motivo)\b"),
    "en": re.compile(r"\b(?:because|due to|owing to|caused by|the cause|since the|as a result of|reason)\b"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is said: a cell, and the anchor of the first section that prints it; blank where none does."""

    where: CellRef
    section: str = ""


class Printed:
    """What a document prints, by cell."""

    def __init__(self, document: Document) -> None:
        """Index the document's sentences by the cells they rest on; the evidence appendix repeats all and counts for none."""
        self._sections: dict[CellRef, str] = {}
        for section in document.sections:
            if section.anchor == EVIDENCE:
                continue
            for sentence in sentences_of(section):
                for cell in sentence.cells:
                    self._sections.setdefault(cell, section.anchor)

    def place(self, where: CellRef) -> Place:
        """Give the place of a cell."""
        return Place(where, self._sections.get(where, ""))


def mentions(texts: Iterable[Said], *words: str) -> tuple[Said, ...]:
    """Give the texts that hold all of the words, whatever their case and accents."""
    found = []
    for said in texts:
        text = fold(said.text, said.language)
        if all(re.search(rf"(?<!\w){re.escape(fold(word, said.language))}(?!\w)", text) for word in words if word):
            found.append(said)
    return tuple(found)


def explains(said: Said) -> bool:
    """Tell whether a text gives a cause."""
    return _BECAUSE[said.language].search(fold(said.text, said.language)) is not None
