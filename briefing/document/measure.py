"""How wide words are set, and on how many lines: advance widths of the two type families, in thousandths of the size.

Typst breaks the lines in the end. This table is rounded up, so that what fits here fits there; a test holds it to the fonts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from math import ceil

WIDEST = 1000
"""The width of a character that neither table names."""
SEMIBOLD = 1.035
"""How much wider the semibold faces run than the regular ones, at most."""
_SANS = {
    130: "\N{NARROW NO-BREAK SPACE}", 200: " ", 210: "\N{NO-BREAK SPACE}", 250: "',.:;ij|í·", 260: "l", 270: "IÍ", 290: "!¡", 300: "f",
    310: "()[]{}", 320: "-", 340: "t", 350: "/\\r", 420: "*s", 430: '"?z¿“”«»', 450: "x", 460: "c", 470: "vy", 480: "JY\N{EN DASH}",
    490: "L", 500: "#$+0123456789<=>F^_ek~é€±\N{MINUS SIGN}", 510: "agá", 520: "VX", 530: "EÉ", 540: "STZ", 550: "A`hnouóúüñÁ",
    560: "bdpq", 570: "PR", 580: "CK", 590: "B", 610: "&", 620: "DG", 650: "NUÚÑÜ", 660: "H", 670: "OQÓ", 720: "w", 730: "M", 790: "W",
    800: "—", 830: "%m", 850: "@", 950: "…",
}
_SERIF = {
    190: "'", 240: " \N{NO-BREAK SPACE}", 260: "|", 280: "j", 290: "!¡", 300: ",.:;ilí·", 320: "-[]", 330: "/\\t", 340: "()", 350: "{}",
    360: '"f', 380: "IJÍ", 400: "`", 420: "?¿“”", 430: "r", 440: "*s", 460: "z", 490: "c«»", 500: "$0123456789€", 510: "aeváé",
    520: "S_gy\N{EN DASH}", 530: "#x", 540: "+<=>^~±\N{MINUS SIGN}", 550: "koó", 560: "Zq", 570: "d", 580: "Fb", 590: "Ppuúü", 600: "L",
    610: "EThnñÉ", 630: "B", 640: "CY", 650: "X", 660: "R", 670: "AKÁ", 680: "V", 690: "G", 710: "DOQÓ", 720: "&", 730: "UÚÜ",
    740: "NÑ", 770: "w", 790: "H", 820: "—", 840: "@", 870: "%", 900: "…", 910: "Mm", 970: "W",
}


def _table(widths: Mapping[int, str]) -> dict[str, int]:
    return {character: width for width, characters in widths.items() for character in characters}


FACES: Mapping[str, Mapping[str, int]] = {"sans": _table(_SANS), "serif": _table(_SERIF)}


def width(text: str, size: float, face: str = "serif", *, semibold: bool = False) -> float:
    """Give the width of a text in points, set on one line."""
    return _thousandths(text, face) * size / 1000 * (SEMIBOLD if semibold else 1.0)


@lru_cache(maxsize=100_000)
def _thousandths(text: str, face: str) -> int:
    table = FACES[face]
    return sum(table.get(character, WIDEST) for character in text)


@lru_cache(maxsize=20_000)
def lines(text: str, room: float, size: float, face: str = "serif", *, semibold: bool = False) -> int:
    """Give the lines that a text takes in so many points of width, broken between words; none for no text."""
    return lines_of(((text, face),), room, size, semibold=semibold)


def lines_of(chunks: Iterable[tuple[str, str]], room: float, size: float, *, semibold: bool = False) -> int:
    """Give the lines that chunks of text take one after the other, each in its face."""
    most = max(room, size) / size * 1000 / (SEMIBOLD if semibold else 1.0)
    taken, found = 0.0, 0
    for text, face in chunks:
        space = FACES[face][" "]
        for word in text.split():
            length = _thousandths(word, face)
            if found and taken + space + length <= most:
                taken += space + length
                continue
            broken = ceil(length / most) if length > most else 1
            found += broken
            taken = length - (broken - 1) * most
    return found
