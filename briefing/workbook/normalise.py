"""Text as people type it, made comparable: without case, accents, spaces and signs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches
from functools import lru_cache

_NOT_WORD = re.compile(r"[\W_]+")
_FILLERS = frozenset({"-", "--", "---", "\u2013", "\u2014", "·", "."})


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Give the text in lower case, without accents, white space made single."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(part for part in parts if not unicodedata.combining(part)).split())


@lru_cache(maxsize=4096)
def key(text: str) -> str:
    """Give only the letters and digits of the plain text: what headers, sheets and choices are matched by."""
    return _NOT_WORD.sub("", plain(text))


def without_gender(word: str) -> str:
    """Give a key with its Spanish ending o, a, os, as made one, so that `alta` meets `alto`."""
    return re.sub(r"[oa](s?)$", r"o\1", word)


def one_line(text: str) -> str:
    """Give the text on one line, trimmed; a lone dash is blank."""
    joined = " ".join(text.split())
    return "" if joined in _FILLERS else joined


def many_lines(text: str) -> str:
    """Give the text with its line breaks, each line trimmed; a lone dash is blank."""
    lines = [line.strip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    joined = "\n".join(lines).strip()
    return "" if joined in _FILLERS else joined


def nearest(word: str, known: Iterable[str]) -> str:
    """Give the known word that is most like the word, blank if none comes near."""
    found = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return found[0] if found else ""


def alike(one: str, other: str) -> float:
    """Tell how alike two texts are, from 0 to 1; 0 at once where one is more than twice as long."""
    first, second = key(one), key(other)
    if max(len(first), len(second)) > 2 * min(len(first), len(second)):
        return 0.0
    return SequenceMatcher(None, first, second).ratio()
