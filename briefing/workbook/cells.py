"""The cells of a workbook as plain values: one pass over the XML of each sheet.

A reader of values alone (calamine, 5 ms) would need this pass beside it, since it hides error cells, formulas without
a stored value and number formats; so the pass gives everything. Memory follows the cells that are filled, never the
size a sheet declares.
"""

from __future__ import annotations

import math
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from posixpath import join, normpath
from typing import Final
from xml.parsers import expat

from briefing.evidence import CellRef
from briefing.workbook.codes import raised
from briefing.workbook.date_text import from_serial
from briefing.workbook.grid import Book, Cell, CellKind, Row, Sheet, address, letters, position
from briefing.workbook.guard import DAMAGED, SHEETS, Refused
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

CELLS: Final = 1_000_000
EXTENT: Final = 5_000_000
"""Rows times columns up to the farthest filled cell: what other readers would allocate."""
MERGED: Final = 2_000_000
"""Cells under merged ranges: what other readers would make one by one."""


_Read = tuple[str | float | bool | date | None, CellKind, bool]


def read_book(file: str, data: bytes) -> Book:
    """Read every cell of a workbook that passed the guard; Refused if it is damaged, empty or beyond bounds."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            book = _Parts(file, archive).book()
    except (*DAMAGED, expat.ExpatError):
        raise Refused(raised(CellRef(file), "FIL-111")) from None
    if not any(sheet.rows for sheet in book.sheets):
        raise Refused(raised(CellRef(file), "FIL-119"))
    return book


class _Parts:
    """The parts of one workbook: which sheets there are, their strings and formats."""

    def __init__(self, file: str, archive: zipfile.ZipFile) -> None:
        self.file = file
        self.archive = archive
        self.names = {name.replace("\\", "/").lower(): name for name in archive.namelist()}
        self.filled = 0

    def part(self, path: str) -> bytes | None:
        name = self.names.get(path.lstrip("/").lower())
        return None if name is None else self.archive.read(name)

    def book(self) -> Book:
        home = self._workbook_path()
        sheets, since_1904 = listed_sheets(self.part(home) or b"")
        if len(sheets) > SHEETS:
            raise Refused(raised(CellRef(self.file), "FIL-118", found=len(sheets), limit=SHEETS))
        links = {identifier: (kind, self._resolve(home, target)) for identifier, kind, target in self._links(home)}
        paths = dict(links.values())
        texts = _Texts(
            shared_strings(self.part(paths.get("sharedStrings", "xl/sharedStrings.xml"))),
            cell_formats(self.part(paths.get("styles", "xl/styles.xml"))), since_1904,
        )
        read = []
        for name, hidden, identifier in sheets:
            kind, path = links.get(identifier, ("", ""))
            if kind != "worksheet":
                continue
            reader = _SheetReader(CellRef(self.file, name), texts, CELLS - self.filled)
            rows, merges = reader.read(self.archive.read(self.names[path.lower()]))
            self.filled += reader.filled
            read.append(Sheet(name, hidden, rows, merges))
        return Book(self.file, tuple(read))

    def _workbook_path(self) -> str:
        for _, kind, target in self._links(""):
            if kind == "officeDocument":
                return self._resolve("", target)
        return "xl/workbook.xml"

    def _links(self, path: str) -> list[tuple[str, str, str]]:
        folder, _, name = path.rpartition("/")
        part = self.part(join(folder, "_rels", f"{name}.rels"))
        found: list[tuple[str, str, str]] = []

        def start(tag: str, attributes: dict[str, str]) -> None:
            if local_name(tag) == "Relationship":
                kind = attributes.get("Type", "").rpartition("/")[2]
                found.append((attributes.get("Id", ""), kind, attributes.get("Target", "")))

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


class _SheetReader:
    """Reads the cells of one sheet as the parser meets them."""

    def __init__(self, where: CellRef, texts: _Texts, room: int) -> None:
        self.where, self.texts, self.room = where, texts, room
        self.rows: dict[int, dict[int, Cell]] = {}
        self.hidden: set[int] = set()
        self.merges: list[str] = []
        self.filled = self.row = self.column = self.merged = self.last_column = self.last_row = 0
        self.collecting = self.guide = self.formula = self.has_value = self.inside = False
        self.type, self.style = "n", 0
        self.pieces: list[str] = []

    def read(self, part: bytes) -> tuple[tuple[Row, ...], tuple[str, ...]]:
        """Give the filled rows from the top, and the merged ranges."""
        parse_part(part, self._start, self._end, self._text)
        return tuple(self._sorted()), tuple(self.merges)

    def _sorted(self) -> Iterator[Row]:
        for number in sorted(self.rows):
            cells = self.rows[number]
            yield Row(number, tuple(cells[column] for column in sorted(cells)), number in self.hidden)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = local_name(tag)
        if name == "c":
            self._start_cell(attributes)
        elif name in {"v", "t"} and self.inside:
            self.collecting = not self.guide
        elif name == "f" and self.inside:
            self.formula = True
        elif name == "row":
            self.row = int(attributes["r"]) if "r" in attributes else self.row + 1
            self.column = 0
            if attributes.get("hidden") in {"1", "true"}:
                self.hidden.add(self.row)
        elif name == "rPh":
            self.guide = True
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def _start_cell(self, attributes: dict[str, str]) -> None:
        place = attributes.get("r")
        if place:
            self.row, self.column = position(place)
        else:
            self.column += 1
        self.type = attributes.get("t", "n")
        self.style = int(attributes.get("s", "0"))
        self.formula, self.inside = False, True
        self.pieces.clear()

    def _text(self, data: str) -> None:
        if self.collecting:
            self.pieces.append(data)

    def _end(self, tag: str) -> None:
        name = local_name(tag)
        if name in {"v", "t"}:
            self.collecting = False
        elif name == "c":
            self.inside = False
            if self.pieces or self.formula:
                self._finish("".join(self.pieces))
        elif name == "rPh":
            self.guide = False

    def _finish(self, raw: str) -> None:
        value, kind, percent = self._value(raw)
        if kind is CellKind.BLANK:
            return
        self.filled += 1
        self.last_row, self.last_column = max(self.last_row, self.row), max(self.last_column, self.column)
        place = address(self.row, self.column)
        if self.filled > self.room:
            raise Refused(raised(self.where, "FIL-120", limit=CELLS))
        if self.last_row * self.last_column > EXTENT:
            raise Refused(raised(CellRef(self.where.file, self.where.sheet, place), "FIL-121"))
        cell = Cell(place, self.row, self.column, value, kind, percent)
        self.rows.setdefault(self.row, {})[self.column] = cell

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
        shown = formats[self.style] if 0 <= self.style < len(formats) else PLAIN
        if shown == DATE:
            day = from_serial(number, since_1904=self.texts.since_1904)
            if day is not None:
                return day, CellKind.DATE, False
        return float(f"{number:.15g}"), CellKind.NUMBER, shown == PERCENT

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        top, left = position(first)
        bottom, right = position(last or first)
        self.merged += (bottom - top + 1) * (right - left + 1)
        if self.merged > MERGED:
            raise Refused(raised(CellRef(self.where.file, self.where.sheet, first), "FIL-122"))
        self.merges.append(reference)


def _of_other_type(kind: str, text: str) -> _Read:
    """Read booleans, errors, days of the strict format, and texts kept in the cell."""
    if kind == "b":
        return text in {"1", "true"}, CellKind.BOOLEAN, False
    if kind == "e":
        return text, CellKind.ERROR, False
    if kind == "d":
        return date.fromisoformat(text[:10]), CellKind.DATE, False
    return _as_text(clean_text(text))


def _as_text(text: str) -> _Read:
    """Text of nothing but white space is blank."""
    return (text, CellKind.TEXT, False) if text.strip() else (None, CellKind.BLANK, False)
