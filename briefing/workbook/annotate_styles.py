"""The styles part of an annotated copy: formats with another fill, each added once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final
from xml.parsers import expat

from briefing.workbook.splice import Change, Element, elements, into, spliced, with_attribute

TINTS: Final = {"error": "FFF8CBAD", "warning": "FFFFE699"}
"""Colour of a cell with an error or a warning; each also has words, so that nobody needs the colour."""
_FILL_PARTS: Final = frozenset({"fill", "patternFill", "fgColor", "bgColor", "gradientFill", "stop", "color"})
_LONGEST: Final = 2000
NO_FILL: Final = b'<fill><patternFill patternType="none"/></fill>'


class Styles:
    """The fonts, fills and cell formats of a workbook; what is added is kept until `part` gives it all."""

    def __init__(self, part: bytes) -> None:
        """Read the lists; nothing is changed yet."""
        self._part = part
        self._lists: dict[str, Element] = {}
        self._items: dict[str, list[bytes]] = {"fonts": [], "fills": [], "cellXfs": []}
        for element in elements(part, _wanted):
            if element.name in self._items:
                self._lists.setdefault(element.name, element)
            elif element.parent is not None and element.parent is self._lists.get(element.parent.name):
                self._items[element.parent.name].append(part[element.start:element.end])
        self._before = {name: len(items) for name, items in self._items.items()}
        self.usable = all(name in self._lists and items for name, items in self._items.items()) and not self._lists["fills"].prefix

    @property
    def formats(self) -> int:
        """How many formats there are."""
        return len(self._items["cellXfs"])

    def add(self, name: str, item: bytes) -> int:
        """Give the number of an item of a list, added if it is not there."""
        items = self._items[name]
        if item not in items:
            items.append(item)
        return items.index(item)

    def filled(self, style: int, fill: bytes) -> int:
        """Give the number of a format that is the same but for its fill."""
        formats = self._items["cellXfs"]
        number = self.add("fills", fill)
        found = formats[style] if 0 <= style < len(formats) else formats[0]
        end = found.index(b">") + 1
        tag = with_attribute(with_attribute(found[:end], "fillId", str(number)), "applyFill", "1")
        return self.add("cellXfs", tag + found[end:])

    def tinted(self, style: int, severity: str) -> int:
        """Give the number of a format that is the same, tinted."""
        return self.filled(style, tint(severity))

    def fill_of(self, style: int) -> bytes:
        """Give the fill of a format; none if the format is not there."""
        formats, fills = self._items["cellXfs"], self._items["fills"]
        match = re.search(rb'\sfillId\s*=\s*"(\d{1,6})"', formats[style]) if 0 <= style < len(formats) else None
        number = int(match[1]) if match else 0
        return fills[number] if number < len(fills) else NO_FILL

    def part(self) -> bytes:
        """Give the part with what was added."""
        changes: list[Change] = []
        for name, element in self._lists.items():
            new = self._items[name][self._before[name]:]
            if new:
                tag = with_attribute(self._part[element.start:element.opened], "count", str(len(self._items[name])))
                changes += [(element.start, element.opened, tag), into(self._part, element, b"".join(new))]
        return spliced(self._part, changes)


def _wanted(name: str, parent: Element | None, _: Mapping[str, str]) -> bool:
    if name in {"styleSheet", "fonts", "fills", "cellXfs"}:
        return parent is None or parent.name == "styleSheet"
    return parent is not None and (parent.name, name) in {("fonts", "font"), ("fills", "fill"), ("cellXfs", "xf")}


def tint(severity: str) -> bytes:
    """Give the fill of a severity."""
    return f'<fill><patternFill patternType="solid"><fgColor rgb="{TINTS[severity]}"/><bgColor indexed="64"/></patternFill></fill>'.encode()


def is_tint(fill: bytes) -> bool:
    """Tell whether a fill is one of ours, also after a spreadsheet program has written it anew."""
    return b"solid" in fill and any(colour.encode() in fill for colour in TINTS.values())


def safe_fill(text: str) -> bytes:
    """Give a fill that an earlier copy kept for later; no fill if the text is anything else."""
    names: list[str] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda tag, _: names.append(tag)
    parser.CharacterDataHandler = lambda _: names.append("?")
    try:
        parser.Parse(text.encode(), True)  # noqa: FBT003 - expat's own signature
    except (expat.ExpatError, UnicodeEncodeError):
        return NO_FILL
    good = len(text) < _LONGEST and names[0] == "fill" and _FILL_PARTS.issuperset(names) and "<!" not in text and "<?" not in text
    return text.encode() if good else NO_FILL
