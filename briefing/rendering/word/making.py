"""The state of making one Word file: names of places, numbers that may occur once, and pictures."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from docx.document import Document as File
from docx.oxml.ns import qn
from docx.shared import Pt

from briefing.language import Language
from briefing.rendering.pictures import Picture
from briefing.rendering.word.xml import Element, element

_LONGEST = 32
"""Word cuts a bookmark's name after forty characters."""


@dataclass(slots=True)
class Making:
    """One file being made; `width` is that of its text in points."""

    file: File
    language: Language
    labels: dict[str, str]
    width: float
    pictures: tuple[tuple[bytes, Picture], ...]
    names: dict[str, str] = field(default_factory=dict)
    bookmarks: int = 0
    drawings: int = 0
    lowered: int = 0
    """How many levels the headings of the present section stand above those of the page: its title is Word's first, not the second."""

    def name(self, anchor: str) -> str:
        """Give the bookmark's name of an anchor: letters, digits and underscores, unique within the file."""
        if anchor not in self.names:
            plain = "b_" + re.sub(r"\W", "_", anchor, flags=re.ASCII)[:_LONGEST]
            taken = set(self.names.values())
            self.names[anchor] = plain if plain not in taken else f"{plain}_{len(taken)}"
        return self.names[anchor]

    def place(self, anchor: str) -> list[Element]:
        """Give the bookmark of an anchor, nothing where there is none."""
        if not anchor:
            return []
        self.bookmarks += 1
        return [element("bookmarkStart", id=self.bookmarks, name=self.name(anchor)), element("bookmarkEnd", id=self.bookmarks)]

    def link(self, anchor: str, *runs: Element) -> Element:
        """Give runs that lead to an anchor."""
        return element("hyperlink", *runs, anchor=self.name(anchor), history=1)

    def picture(self, index: int, alternative: str, width: float) -> Element:
        """Give a run with a picture, as wide as drawn or as the room it has, and what it says to those who cannot see it."""
        png, drawn = self.pictures[index]
        scale = min(1.0, width / drawn.width)
        inline: Any = self.file.part.new_pic_inline(BytesIO(png), Pt(drawn.width * scale), Pt(drawn.height * scale))
        for side in ("distT", "distB", "distL", "distR"):  # left out, some programs keep an eighth of an inch
            inline.set(side, "0")
        self.drawings += 1
        about = inline.docPr
        about.set("id", str(self.drawings))
        about.set("name", f"Picture {self.drawings}")
        about.set("descr", alternative)
        shown = next(inline.iter(qn("pic:cNvPr")))
        shown.set("id", str(self.drawings))
        shown.set("name", f"picture-{self.drawings}.png")
        return element("r", element("drawing", inline))

    def new_list(self) -> int:
        """Give the number of a list that begins anew at one."""
        numbering = self.file.part.numbering_part.element
        found = [int(each.get(qn("w:numId"))) for each in numbering.findall(qn("w:num"))]
        number = max(found) + 1
        anew = element("lvlOverride", element("startOverride", val=1), ilvl=0)
        numbering.append(element("num", element("abstractNumId", val=2), anew, numId=number))
        return number
