"""What every part of the group's composition shares."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar
from urllib.parse import quote

from briefing.document.blocks import Cell, Column, Heading
from briefing.framing.wording.pen import Part
from briefing.group.pen import GroupPen, Said, group_pen
from briefing.group.view import GroupView
from briefing.language import Language
from briefing.sentences import Stance

_Made = TypeVar("_Made")


@dataclass(frozen=True, slots=True)
class Setting:
    """What the composition shares: the view, the pen, and the plants' briefings that can be led to.

    `links` gives a briefing's path beside the page, or an empty text where there is none.
    """

    view: GroupView
    pen: GroupPen
    links: Callable[[str], str]
    once: dict[str, Any] = field(default_factory=dict, repr=False)

    def in_language(self, language: Language) -> Setting:
        """Give the same setting with another language's pen that has printed nothing yet: to measure, not to print."""
        return replace(self, pen=group_pen(language, self.pen.as_of, self.pen.currency, self.view.cells), once={})

    def composed(self, name: str, make: Callable[[], _Made]) -> _Made:
        """Give what was made under a name, made once: page one is fitted in many steps, and most of it stays as it is."""
        if name not in self.once:
            self.once[name] = make()
        return self.once[name]  # type: ignore[no-any-return]

    def get(self, said: Said) -> Part:
        """Give a plant's words in the page's language."""
        return said.get(self.pen.language)

    def cell(self, identifier: str, part: Part, *, stance: Stance = Stance.FACT, strong: bool = False) -> Cell:
        """Give a cell of one phrase."""
        return Cell((self.pen.phrase(identifier, part, stance=stance, strong=strong),)) if part else Cell()

    def heading(self, key: str) -> Heading:
        """Give a heading by its key."""
        return Heading(2, self.pen.phrase(f"heading.{key}", self.pen.word(f"group.label.{key}")))


def links_to(edition: str, form: str) -> Callable[[str], str]:
    """Give what names a plant's briefing beside the group's page, such as `MTY/board.en.pdf`; nothing where no edition is made."""
    return lambda site: f"{quote(site, safe='')}/{edition}.{form}" if edition and form else ""


def columns(headers: list[str], widths: tuple[float, ...], right: set[int]) -> tuple[Column, ...]:
    """Give columns by their headers; those at the positions of `right` hold figures."""
    return tuple(Column(header, "right" if index in right else "left", width)
                 for index, (header, width) in enumerate(zip(headers, widths, strict=True)))
