"""Comments of an annotated copy: the comments part of a sheet, and the drawing that shows them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import unescape
from typing import Final

from briefing.workbook.grid import position
from briefing.workbook.splice import Change, as_text, elements, into, spliced

MARK: Final = "\u2014 Briefing \u2014"
"""The line that our words start with; from it on, a comment is ours."""
AUTHOR: Final = "Briefing"
NEW: Final = ('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<comments xmlns="{main}"><authors/><commentList/></comments>')
DRAWING: Final = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel">'
    '<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout>'
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype></xml>'
)
_SHAPE: Final = re.compile(rb"<v:shape\s.*?</v:shape>", re.DOTALL)
_TEXT: Final = re.compile(r"<(?P<p>(?:\w+:)?)t(?:\s[^>]*)?>(?P<text>[^<]*)</(?P=p)t>")


def commented(part: bytes, words: Mapping[str, str]) -> tuple[bytes, frozenset[str]]:
    """Give the comments part with our words in the cells named, ours of earlier copies taken away; and the cells that lost theirs."""
    found = elements(part, lambda name, parent, _: name in {"comments", "authors", "author", "commentList"} or (
        name == "comment" and parent is not None and parent.name == "commentList"))
    listed = next(each for each in found if each.name == "commentList")
    authors = next(each for each in found if each.name == "authors")
    names = [unescape(part[each.opened:each.inner].decode("utf-8", "replace")) for each in found if each.name == "author"]
    changes: list[Change] = []
    gone: set[str] = set()
    left = dict(words)
    for each in (element for element in found if element.name == "comment"):
        place = each.attributes.get("ref", "")
        kept = _without_ours(part[each.start:each.end].decode())
        said = left.pop(place, "") if kept else ""
        gone |= set() if kept else {place}
        changes.append((each.start, each.end, (_with_ours(kept, said, each.prefix) if said else kept).encode()))
    number = names.index(AUTHOR) if AUTHOR in names else len(names)
    new = "".join(_comment(place, said, number, listed.prefix) for place, said in left.items())
    if new and AUTHOR not in names:
        changes.append(into(part, authors, f"<{listed.prefix}author>{AUTHOR}</{listed.prefix}author>".encode()))
    changes.append(into(part, listed, new.encode()))
    return spliced(part, changes), frozenset(gone - left.keys())


def _run(said: str, prefix: str) -> str:
    return (f'<{prefix}r><{prefix}rPr><{prefix}sz val="9"/><{prefix}rFont val="Calibri"/><{prefix}family val="2"/></{prefix}rPr>'
            f'<{prefix}t xml:space="preserve">{as_text(said)}</{prefix}t></{prefix}r>')


def _comment(place: str, said: str, author: int, prefix: str) -> str:
    run = _run(f"{MARK}\n{said}", prefix)
    return f'<{prefix}comment ref="{place}" authorId="{author}"><{prefix}text>{run}</{prefix}text></{prefix}comment>'


def _with_ours(comment: str, said: str, prefix: str) -> str:
    """Append our words to a person's comment; plain text becomes a run first, since a run may not follow it."""
    run = _run(f"\n{MARK}\n{said}", prefix)
    plain = re.search(rf"<{prefix}text>\s*(<{prefix}t[\s>].*?</{prefix}t>)", comment, re.DOTALL)
    if plain:
        comment = comment[:plain.start(1)] + f"<{prefix}r>{plain[1]}</{prefix}r>" + comment[plain.end(1):]
    end = re.search(rf"<{prefix}(?:rPh|phoneticPr)[\s>]|</{prefix}text>", comment)
    return comment[:end.start()] + run + comment[end.start():] if end else comment


def _without_ours(comment: str) -> str:
    """Give a comment up to our mark; blank if nothing stands before it."""
    pieces = list(_TEXT.finditer(comment))
    texts = [unescape(each["text"]) for each in pieces]
    whole = "".join(texts)
    cut = whole.find(MARK)
    if cut < 0:
        return comment
    kept = whole[:cut].rstrip("\n")
    if not kept.strip():
        return ""
    out, at, room = [], 0, len(kept)
    for match, text in zip(pieces, texts, strict=True):
        out += [comment[at:match.start("text")], as_text(text[:room])]
        room, at = max(0, room - len(text)), match.end("text")
    told = "".join([*out, comment[at:]])
    return re.sub(r"<(?P<p>(?:\w+:)?)r>(?:(?!</?(?P=p)r>).)*<(?P=p)t(?:\s[^>]*)?></(?P=p)t></(?P=p)r>", "", told, flags=re.DOTALL)


def drawn(part: bytes, places: Iterable[str], gone: Iterable[str]) -> bytes:
    """Give the drawing with a box for each cell named that has none, and without those of cells that lost their comment."""
    leaving = {_at(place) for place in gone}
    part = _SHAPE.sub(lambda match: b"" if _place_of(match[0]) in leaving else match[0], part)
    there = {_place_of(match[0]) for match in _SHAPE.finditer(part)}
    new = b"".join(_shape(*_at(place)) for place in places if _at(place) not in there)
    at = part.rfind(b"</xml>")
    return part[:at] + new + part[at:] if at >= 0 else part


def _at(place: str) -> tuple[int, int]:
    """Give row and column as drawings count them, from 0; a place that is none is nowhere."""
    try:
        row, column = position(place)
    except ValueError:
        return -1, -1
    return row - 1, column - 1


def _place_of(shape: bytes) -> tuple[int, int] | None:
    row, column = (re.search(rb"<x:%b>\s*(\d{1,7})\s*</x:%b>" % (name, name), shape) for name in (b"Row", b"Column"))
    return (int(row[1]), int(column[1])) if row and column else None


def _shape(row: int, column: int) -> bytes:
    anchor = f"{column + 1}, 15, {row}, 2, {column + 5}, 30, {row + 7}, 4"
    return (
        f'<v:shape id="_x0000_s{100_000 + row}_{column}" type="#_x0000_t202" style="position:absolute;width:260pt;height:110pt;visibility:hidden"'
        ' fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
        '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/>'
        f"<x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
    ).encode()

