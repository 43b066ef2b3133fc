"""Which characters of a text may be drawn: what people typed is data, and some characters are not."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from briefing.rendering import theme

_CONTROLS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff\ufe0e\ufe0f]")
_TWINS = str.maketrans({"\u2010": "-", "\u2011": "-", "\u2009": "\u00a0", "\u2007": "\u00a0", "\u2032": "'"})


def legible(text: str) -> str:
    """Give the text without control characters and direction overrides, which could disguise what follows them."""
    return text if text.isascii() and text.isprintable() else _CONTROLS.sub("", text)


def printable(text: str) -> str:
    """Give the text as the bundled fonts can draw it: what they lack stands as its code point, such as `[U+1F600]`.

    PDF/UA forbids a missing glyph, and a leader's emoji must not cost the board its paper. Characters
    that show nothing are left out; blanks of any kind become one space.
    """
    if text.isascii() and text.isprintable():
        return text
    text = unicodedata.normalize("NFC", text).translate(_TWINS)
    text = re.sub(r"[ \t\r\n\f\v\u2028\u2029]+", " ", text)
    text = _INVISIBLE.sub("", _CONTROLS.sub("", text))
    covered = _covered()
    if covered.issuperset(text):
        return text
    return "".join(letter if letter in covered else f"[U+{ord(letter):04X}]" for letter in text)


@cache
def _covered() -> frozenset[str]:
    """Give the characters that the sans face has; it is the fallback of the serif."""
    from matplotlib.ft2font import FT2Font  # noqa: PLC0415 - once a process, and the charts need it anyhow

    return frozenset(map(chr, FT2Font(str(theme.font_file(theme.SANS, "Regular"))).get_charmap()))
