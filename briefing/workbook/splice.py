"""Changing an XML part in places, all other bytes as they were.

A library that reads and writes whole workbooks loses what it doesn't know: charts, pictures, stored values of
formulas. Here a parser only tells where things stand, and the bytes between stay.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from briefing.workbook.xml_parts import local_name

_OPEN: Final = re.compile(rb"""<[^\s/>]+(?:\s+[^\s=]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*/?>""")
_DECLARED: Final = re.compile(r"<\?xml[^>]*\?>\s*")
_NOT_XML: Final = re.compile("[^\t\n\r\\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPE: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


@dataclass(slots=True)
class Element:
    """Where an element stands: its tags, by byte; `inner` is where its contents end."""

    name: str
    prefix: str
    attributes: dict[str, str]
    start: int
    opened: int
    inner: int = 0
    end: int = 0
    empty: bool = False
    depth: int = 0
    parent: Element | None = field(default=None, repr=False)


def utf8(part: bytes) -> bytes:
    """Give a part in UTF-8, without mark and declaration of another encoding."""
    if part.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = part.decode("utf-16")
    else:
        declared = re.match(rb"""<\?xml[^>]*encoding\s*=\s*["']([^"']*)""", part[:200])
        if declared is None or declared[1].lower() in {b"utf-8", b"utf8", b"us-ascii", b"ascii"}:
            return part.removeprefix(b"\xef\xbb\xbf")
        text = part.decode(declared[1].decode())
    return b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' + _DECLARED.sub("", text, count=1).encode()


Wanted = Callable[[str, Element | None, Mapping[str, str]], bool]
"""Tells of an element's name, nearest wanted parent and attributes whether its place is needed."""


def elements(part: bytes, wanted: Wanted) -> list[Element]:
    """Give the elements that are wanted, in the order they start; asked once for each element of the part."""
    parser = expat.ParserCreate()
    found: list[Element] = []
    stack: list[Element | None] = []
    open_ones: list[Element] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        parent = open_ones[-1] if open_ones else None
        name = local_name(tag)
        if not wanted(name, parent, attributes):
            stack.append(None)
            return
        at = parser.CurrentByteIndex
        match = _OPEN.match(part, at)
        if match is None:
            raise ValueError(tag)
        element = Element(name, tag[:-len(name)], attributes, at, match.end(), empty=match[0].endswith(b"/>"), depth=len(stack), parent=parent)
        found.append(element)
        stack.append(element)
        open_ones.append(element)

    def end(_: str) -> None:
        element = stack.pop()
        if element is not None:
            open_ones.pop()
        if element is not None and element.empty:
            element.inner = element.end = element.opened
        elif element is not None:
            element.inner = parser.CurrentByteIndex
            element.end = part.index(b">", element.inner) + 1

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.Parse(part, True)  # noqa: FBT003 - expat's own signature
    return found


Change = tuple[int, int, bytes]
"""Bytes from, bytes to, what stands there instead."""


def spliced(part: bytes, changes: Iterable[Change]) -> bytes:
    """Give the part with the changes made; those at one place in the order given."""
    pieces, at = [], 0
    for start, end, new in sorted(changes, key=lambda change: change[:2]):
        pieces += [part[at:start], new]
        at = max(at, end)
    return b"".join([*pieces, part[at:]])


def into(part: bytes, element: Element, new: bytes) -> Change:
    """Give the change that appends to an element's contents, opening one that is empty."""
    if not element.empty:
        return element.inner, element.inner, new
    tag = part[element.start:element.opened].removesuffix(b"/>").rstrip()
    return element.start, element.opened, tag + b">" + new + f"</{element.prefix}{element.name}>".encode()


def with_attribute(tag: bytes, name: str, value: str) -> bytes:
    """Give an opening tag with an attribute set, in its place or at the end; a blank value takes it away."""
    match = re.search(rb"""\s%b\s*=\s*("[^"]*"|'[^']*')""" % name.encode(), tag)
    new = f' {name}="{value}"'.encode() if value else b""
    if match:
        return tag[:match.start()] + new + tag[match.end():]
    close = len(tag) - (2 if tag.endswith(b"/>") else 1)
    return tag[:close].rstrip() + new + tag[close:]


def as_text(text: str) -> str:
    """Escape a text to stand in XML as a cell's or comment's contents, never as anything else."""
    clean = _ESCAPE.sub("_x005F_", _NOT_XML.sub("", text))
    return clean.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
