"""Sentences as runs: how each is meant, in its language, with the number that leads to its evidence."""

from __future__ import annotations

from collections.abc import Iterable

from briefing.rendering.view import Data
from briefing.rendering.word.making import Making
from briefing.rendering.word.xml import Element, run

POINTER = "\N{BLACK RIGHT-POINTING SMALL TRIANGLE}\N{NO-BREAK SPACE}"
"""Before a recommendation, so that it is one on a grey printer too."""
_STANCES = {"analysis": "Analysis", "recommendation": "Recommendation", "notice": "NoticeWords"}
MARKS = {
    "on_target": ("\N{BLACK CIRCLE}", "PlanMark"), "within_tolerance": ("\N{WHITE CIRCLE}", "PlanMark"),
    "out_of_tolerance": ("\N{BLACK UP-POINTING TRIANGLE}", "AlarmMark"), "not_measured": ("\N{EN DASH}", "QuietMark"),
    "not_agreed": ("\N{WHITE SQUARE}", "QuietMark"),
}
"""A shape for each status, beside its words."""


def sentence_runs(making: Making, sentence: Data, *, flat: bool = False, bold: bool = False) -> list[Element]:
    """Give one sentence; `flat` keeps the face around it, but for recommendations and notices."""
    stance = sentence["stance"]
    style = "" if flat and stance == "analysis" else _STANCES.get(stance, "")
    strong = bold or sentence["strong"]
    found: list[Element] = []
    if sentence["recommended"]:
        found.append(run(POINTER, making.language, style))
    for each in sentence["runs"]:
        if each["kind"] == "reference":
            found.append(making.link(each["target"], run(each["text"], making.language, "Hyperlink", bold=strong)))
        else:
            foreign = each["kind"] == "typed" and each["lang"]
            found.append(run(each["text"], each["lang"] if foreign else making.language, style, bold=strong, italic=bool(foreign)))
    return [*found, *_note(making, sentence)]


def _note(making: Making, sentence: Data) -> list[Element]:
    if not sentence["note"]:
        return []
    number = making.link(f"e{sentence['note']}", run(f"\N{NARROW NO-BREAK SPACE}{sentence['note']}", making.language, "NoteNumber"))
    return [*making.place(f"n{sentence['note']}" if sentence["first"] else ""), number]


def all_runs(making: Making, sentences: Iterable[Data], *, flat: bool = False, bold: bool = False) -> list[Element]:
    """Give sentences, a space between them."""
    found: list[Element] = []
    for index, each in enumerate(sentences):
        if index:
            found.append(run(" ", making.language))
        found += sentence_runs(making, each, flat=flat, bold=bold)
    return found
