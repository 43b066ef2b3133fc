"""The cells of a workbook as plain values: one pass over the XML of each sheet.

A reader of values alone (calamine, 5 ms) would need this pass beside it, since it hides error cells, formulas without
a stored value and number formats; so the pass gives everything. Memory follows the cells that are filled, never the
size a sheet declares.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from posixpath import join, normpath
from xml.parsers import expat

from briefing.evidence import CellRef
from briefing.workbook.archive import DAMAGED, Archive
from briefing.workbook.codes import raised
from briefing.workbook.date_text import from_serial
from briefing.workbook.grid import ROWS, Book, Cell, CellKind, Row, Sheet, address, letters, position
from briefing.workbook.guard import SHEETS, Refused, is_ods
from briefing.workbook.ods_cells import read_ods
from briefing.workbook.room import Room
from briefing.workbook.xml_parts import (
    DATE,
    PERCENT,
    PLAIN,
    cell_formats,
    clean_text,
    listed_sheets,
    local_name,
    parse_part,
    shared_strings,
)

__all__ = ["Book", "Cell", "CellKind", "Row", "Sheet", "address", "letters", "position", "read_book"]

_Read = tuple[str | float | bool | date | None, CellKind, bool]


def read_book(file: str, data: bytes) -> Book:
    """Read every cell of a workbook that passed the guard; Refused if it is damaged, empty or beyond bounds."""
    try:
        archive = Archive(data)
        book = read_ods(file, archive) if is_ods(archive) else Parts(file, archive).book()
    except (*DAMAGED, expat.ExpatError):
        raise Refused(raised(CellRef(file), "FIL-111")) from None
    if not any(sheet.rows for sheet in book.sheets):
        raise Refused(raised(CellRef(file), "FIL-119"))
    return book


class Parts:
    """The parts of one workbook: which sheets there are, their strings and formats."""

    def __init__(self, file: str, archive: Archive) -> None:
        """Read which parts the workbook names; no cell is read yet."""
        self.file = file
        self.archive = archive
        self.names = {name.replace("\\", "/").lower(): name for name in (entry.filename for entry in archive.entries)}
        self.home = self._workbook_path()
        self.links = {identifier: (kind, target) for identifier, kind, target in self.links_of(self.home)}

    def part(self, path: str) -> bytes | None:
        """Give a part by its path, whatever its case; None if there is none."""
        name = self.names.get(path.lstrip("/").lower())
        return None if name is None else self.archive.read(name)

    def book(self) -> Book:
        """Read every sheet."""
        sheets, since_1904 = self.worksheets()
        paths = {kind: path for kind, path in self.links.values() if kind != "worksheet"}
        texts = _Texts(
            shared_strings(self.part(paths.get("sharedStrings", "xl/sharedStrings.xml"))),
            cell_formats(self.part(paths.get("styles", "xl/styles.xml"))), since_1904,
        )
        read, room = [], Room(self.file)
        for name, hidden, path in sheets:
            room.enter(name)
            rows, merges = _SheetReader(texts, room).read(self.archive.read(self.names[path.lower()]))
            read.append(Sheet(name, hidden, rows, merges))
        return Book(self.file, tuple(read), outside=any(kind == "externalLink" for kind, _ in self.links.values()))

    def worksheets(self) -> tuple[list[tuple[str, bool, str]], bool]:
        """Give name, whether hidden, and part of each sheet of cells, and whether days count from 1904."""
        sheets, since_1904 = listed_sheets(self.part(self.home) or b"")
        if len(sheets) > SHEETS:
            raise Refused(raised(CellRef(self.file), "FIL-118", found=len(sheets), limit=SHEETS))
        found = [(name, hidden, *self.links.get(identifier, ("", ""))) for name, hidden, identifier in sheets]
        kept = [(name, hidden, path) for name, hidden, kind, path in found if kind == "worksheet"]
        for names in ([path.lower() for _, _, path in kept], [name.lower() for name, _, _ in kept]):
            if len(set(names)) < len(names):
                raise ValueError(names)
        return kept, since_1904

    def _workbook_path(self) -> str:
        for _, kind, target in self.links_of(""):
            if kind == "officeDocument":
                return target
        return "xl/workbook.xml"

    def links_of(self, path: str) -> list[tuple[str, str, str]]:
        """Give identifier, kind and path of each part that a part refers to."""
        folder, _, name = path.rpartition("/")
        part = self.part(join(folder, "_rels", f"{name}.rels"))
        found: list[tuple[str, str, str]] = []

        def start(tag: str, attributes: dict[str, str]) -> None:
            if local_name(tag) == "Relationship":
                kind = attributes.get("Type", "").rpartition("/")[2]
                found.append((attributes.get("Id", ""), kind, self._resolve(path, attributes.get("Target", ""))))

        if part:
            parse_part(part, start)
        return found

    @staticmethod
    def _resolve(home: str, target: str) -> str:
        target = target.replace("\\", "/")
        if target.startswith("/"):
            return normpath(target.lstrip("/"))
        return normpath(join(home.rpartition("/")[0], target))


@dataclass(frozen=True, slots=True)
class _Texts:
    """What cells refer to: strings and formats by number, and the day that days are counted from."""

    strings: list[str]
    formats: list[int]
    since_1904: bool


class _Names(dict[str, str]):
    """The local name of each tag, found once: a sheet has few tags and many elements."""

    def __missing__(self, tag: str) -> str:
        name = self[tag] = local_name(tag)
        return name


class _SheetReader:
    """Reads the cells of one sheet as the parser meets them."""

    def __init__(self, texts: _Texts, room: Room) -> None:
        self.texts, self.room = texts, room
        self.rows: dict[int, dict[int, Cell]] = {}
        self.hidden: set[int] = set()
        self.merges: list[str] = []
        self.row = self.column = 0
        self.collecting = self.guide = self.formula = self.inside = False
        self.type, self.style, self.place = "n", "0", ""
        self.pieces: list[str] = []
        self.names = _Names()

    def read(self, part: bytes) -> tuple[tuple[Row, ...], tuple[str, ...]]:
        """Give the filled rows from the top, and the merged ranges."""
        parse_part(part, self._start, self._end, self._text)
        return tuple(self._sorted()), tuple(self.merges)

    def _sorted(self) -> Iterator[Row]:
        for number in sorted(self.rows):
            cells = self.rows[number]
            yield Row(number, tuple(cells[column] for column in sorted(cells)), number in self.hidden)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = self.names[tag]
        if name == "c":
            self._start_cell(attributes)
        elif name in {"v", "t"}:
            self.collecting = self.inside and not self.guide
        elif name == "f":
            self.formula = self.inside
        elif name == "row":
            self._start_row(attributes)
        elif name == "rPh":
            self.guide = True
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def _start_row(self, attributes: dict[str, str]) -> None:
        self.row = int(attributes["r"]) if "r" in attributes else self.row + 1
        if not 0 < self.row <= ROWS:
            raise ValueError(self.row)
        self.column, self.place = 0, ""
        if attributes.get("hidden") in {"1", "true"}:
            self.hidden.add(self.row)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        place = attributes.get("r", "")
        if not place:
            self._settle()
            self.column += 1
        self.place = place
        self.type, self.style = attributes.get("t", "n"), attributes.get("s", "0")
        self.formula, self.inside = False, True
        self.pieces.clear()

    def _settle(self) -> None:
        """Turn the place a cell named into numbers; put off until needed, since most cells of a form are empty."""
        if self.place:
            self.row, self.column = position(self.place)
            self.place = ""

    def _text(self, data: str) -> None:
        if self.collecting:
            self.pieces.append(data)

    def _end(self, tag: str) -> None:
        name = self.names[tag]
        if name == "c":
            self.inside = False
            if self.pieces or self.formula:
                self._finish("".join(self.pieces))
        elif name in {"v", "t"}:
            self.collecting = False
        elif name == "rPh":
            self.guide = False

    def _finish(self, raw: str) -> None:
        value, kind, percent = self._value(raw)
        if kind is CellKind.BLANK:
            return
        self._settle()
        row, column = self.row, self.column
        self.room.take(row, column, value)
        cells = self.rows.setdefault(row, {})
        if column in cells:  # spreadsheet programs call such a file damaged too
            raise ValueError(row, column)
        cells[column] = Cell(address(row, column), row, column, value, kind, percent)

    def _value(self, raw: str) -> _Read:
        text = raw if self.type in {"str", "inlineStr"} else raw.strip()
        if not text:
            uncalculated = self.formula and self.type != "str"
            return None, CellKind.UNCALCULATED if uncalculated else CellKind.BLANK, False
        if self.type == "n":
            return self._number(text)
        if self.type == "s":
            index, strings = int(text), self.texts.strings
            return _as_text(strings[index if index >= 0 else len(strings)])
        return _of_other_type(self.type, text)

    def _number(self, text: str) -> _Read:
        number = float(text)
        if not math.isfinite(number):
            return "#NUM!", CellKind.ERROR, False
        formats = self.texts.formats
        style = int(self.style)
        shown = formats[style] if 0 <= style < len(formats) else PLAIN
        if shown == DATE:
            day = from_serial(number, since_1904=self.texts.since_1904)
            if day is not None:
                return day, CellKind.DATE, False
        return float(f"{number:.15g}"), CellKind.NUMBER, shown == PERCENT

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        top, left = position(first)
        bottom, right = position(last or first)
        self.room.merge(top, left, (bottom - top + 1) * (right - left + 1))
        self.merges.append(reference)


def _of_other_type(kind: str, text: str) -> _Read:
    """Read booleans, errors, days of the strict format, and texts kept in the cell."""
    if kind == "b":
        return text in {"1", "true"}, CellKind.BOOLEAN, False
    if kind == "e":
        return text, CellKind.ERROR, False
    if kind == "d":
        try:
            return date.fromisoformat(text[:10]), CellKind.DATE, False
        except ValueError:  # a time of day without a day
            return _as_text(text)
    return _as_text(clean_text(text))


def _as_text(text: str) -> _Read:
    """Text of nothing but white space is blank."""
    return (text, CellKind.TEXT, False) if text.strip() else (None, CellKind.BLANK, False)
