"""The parts of a workbook's archive beside the cells: list of sheets, shared strings, number formats."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from xml.parsers import expat


def local_name(tag: str) -> str:
    """Give the name of an element without its prefix."""
    return tag.rpartition(":")[2]


def parse_part(part: bytes, start: Callable[[str, dict[str, str]], None], end: Callable[[str], None] | None = None,
           text: Callable[[str], None] | None = None) -> None:
    """Run expat over a part; a document type is refused here a second time."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    if end:
        parser.EndElementHandler = end
    if text:
        parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _no_document_type
    parser.Parse(part, True)  # noqa: FBT003 - expat's own signature


def _no_document_type(*_: object) -> None:
    message = "a document type"
    raise ValueError(message)


def listed_sheets(part: bytes) -> tuple[list[tuple[str, bool, str]], bool]:
    """Give name, whether hidden, and relationship of each sheet, and whether days count from 1904."""
    sheets: list[tuple[str, bool, str]] = []
    since_1904 = False

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal since_1904
        name = local_name(tag)
        if name == "sheet":
            link = next((value for label, value in attributes.items() if label.endswith(":id")), "")
            sheets.append((attributes.get("name", ""), attributes.get("state", "visible") != "visible", link))
        elif name == "workbookPr":
            since_1904 = attributes.get("date1904", "0") in {"1", "true", "on"}

    parse_part(part, start)
    return sheets, since_1904


_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


def clean_text(text: str) -> str:
    """Undo the escapes of the format, compose accents, and drop control characters other than tab and line break."""
    if "_x" in text:
        text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    if text.isascii() and text.isprintable():
        return text
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    if text.isprintable():  # no control, half or turning character is printable
        return text
    return "".join(sign for sign in text if sign in "\n\t" or not _unwanted(sign))


def _unwanted(sign: str) -> bool:
    """Control characters, half characters, and the marks that turn the direction of writing around."""
    return unicodedata.category(sign) in {"Cc", "Cs"} or "\u202a" <= sign <= "\u202e" or "\u2066" <= sign <= "\u2069"


class _Strings:
    """Collects the shared strings; runs of rich text are joined, phonetic guides left out."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.pieces: list[str] = []
        self.collecting = self.guide = False

    def start(self, tag: str, _: dict[str, str]) -> None:
        name = local_name(tag)
        if name == "si":
            self.pieces.clear()
        elif name == "rPh":
            self.guide = True
        elif name == "t":
            self.collecting = not self.guide

    def end(self, tag: str) -> None:
        name = local_name(tag)
        if name == "si":
            self.found.append(clean_text("".join(self.pieces)))
        elif name == "rPh":
            self.guide = False
        elif name == "t":
            self.collecting = False

    def text(self, data: str) -> None:
        if self.collecting:
            self.pieces.append(data)


def shared_strings(part: bytes | None) -> list[str]:
    """Give the texts that cells point to by number."""
    strings = _Strings()
    if part:
        parse_part(part, strings.start, strings.end, strings.text)
    return strings.found


PLAIN, DATE, PERCENT = 0, 1, 2
_BUILT_IN = {9: PERCENT, 10: PERCENT, **dict.fromkeys([*range(14, 18), 22, *range(27, 37), *range(50, 59)], DATE)}
_NOT_SIGNS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE)


@lru_cache(maxsize=512)
def format_kind(code: str) -> int:
    """Tell whether a number format shows a date, a percentage or something else."""
    signs = _NOT_SIGNS.sub("", code.split(";", 1)[0]).lower()
    if "%" in signs:
        return PERCENT
    if "general" in signs:
        return PLAIN
    if re.search(r"[yd]", signs) or ("m" in signs and not re.search(r"[hs]", signs)):
        return DATE
    return PLAIN


def cell_formats(part: bytes | None) -> list[int]:
    """Give for each cell style whether it shows a date, a percentage or something else."""
    codes: dict[int, int] = dict(_BUILT_IN)
    styles: list[int] = []
    inside = False

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        name = local_name(tag)
        if name == "numFmt":
            codes[int(attributes["numFmtId"])] = format_kind(attributes.get("formatCode", ""))
        elif name == "cellXfs":
            inside = True
        elif name == "xf" and inside:
            styles.append(codes.get(int(attributes.get("numFmtId", "0")), PLAIN))

    def end(tag: str) -> None:
        nonlocal inside
        if local_name(tag) == "cellXfs":
            inside = False

    if part:
        parse_part(part, start, end)
    return styles
