"""Lists that name the first few, count the rest and say where the rest stands."""

from __future__ import annotations

from collections.abc import Iterable

from briefing.framing.wording.pen import Part, Pen
from briefing.sentences import Sentence, Stance

SHORT_LIST = 2
"""How many names a list on page one holds before it says `and N more`."""
WHOLE_LIST = 1_000_000
"""As many names as there are: nothing is left out."""


def shortened(pen: Pen, parts: Iterable[Part], most: int = SHORT_LIST, target: str = "") -> Part:
    """List the first few parts, count the rest and lead to the part of the document, `target`, that holds them all, if one does."""
    found = [part for part in parts if part]
    if len(found) <= most:
        return pen.listed(found)
    rest = len(found) - most
    words = pen.text("and_more" if most else "all_of_them", rest).format(count=rest)
    return pen.listed([*found[:most], pen.reference(words, target) if target else pen.plain(words)])


def more(pen: Pen, identifier: str, kind: str, rest: int, target: str) -> Sentence:
    """Say how many more there are of a kind, and lead to where they stand."""
    words = pen.text(f"more.{kind}", rest).format(count=rest)
    return pen.say(identifier, "more", stance=Stance.NOTICE, link=pen.reference(words, target))
