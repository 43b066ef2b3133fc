"""The cells of an OpenDocument spreadsheet, by one pass over its content; rows and cells that repeat are counted first."""

from __future__ import annotations

import math
from datetime import date
from typing import Final

from briefing.evidence import CellRef
from briefing.workbook.archive import Archive
from briefing.workbook.codes import raised
from briefing.workbook.grid import COLUMNS, ROWS, Book, Cell, CellKind, Row, Sheet, address
from briefing.workbook.guard import SHEETS, Refused
from briefing.workbook.room import Room
from briefing.workbook.xml_parts import clean_text, local_name, parse_part

CONTENT: Final = "content.xml"
_ASIDE: Final = frozenset({"annotation", "shapes", "frame", "custom-shape", "g", "line", "rect", "control", "tracked-changes"})
"""Elements whose text is no cell's: comments, shapes, earlier versions."""
_NUMBERS: Final = frozenset({"float", "percentage", "currency"})


def read_ods(file: str, archive: Archive) -> Book:
    """Read every cell; Refused if there is more than a workbook may hold, ValueError if it is damaged."""
    reader = _Reader(file)
    parse_part(archive.read(CONTENT), reader.start, reader.end, reader.text)
    return Book(file, tuple(reader.sheets))


class _Reader:
    """Gathers sheets as the parser meets them."""

    def __init__(self, file: str) -> None:
        self.file, self.room = file, Room(file)
        self.sheets: list[Sheet] = []
        self.hidden_styles: set[str] = set()
        self.style = self.name = ""
        self.hidden = self.collapsed = self.inside = False
        self.depth = self.aside = self.row = self.column = 0
        self.row_times = self.cell_times = 1
        self.cell: dict[str, str] = {}
        self.cells: list[tuple[int, Cell]] = []
        self.rows: list[Row] = []
        self.merges: list[str] = []
        self.pieces: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Meet the start of an element."""
        name = local_name(tag)
        if self.aside or name in _ASIDE:
            self.aside += 1
            return
        named = {local_name(label): value for label, value in attributes.items() if not label.startswith("calcext:")}
        if name == "table":
            self._start_table(named)
        elif name == "table-row":
            self.row_times, self.column, self.cells = _times(named.get("number-rows-repeated")), 0, []
            self.collapsed = named.get("visibility", "visible") != "visible"
        elif name in {"table-cell", "covered-table-cell"}:
            self.cell_times = _times(named.get("number-columns-repeated"))
            self.cell, self.pieces, self.inside = {**named, "error": "yes" if attributes.get("calcext:value-type") == "error" else ""}, [], True
        elif self.inside:
            self._mark(name, named)
        elif name == "style":
            self.style = named.get("name", "") if named.get("family") == "table" else ""
        elif name == "table-properties" and named.get("display") == "false":
            self.hidden_styles.add(self.style)

    def _mark(self, name: str, named: dict[str, str]) -> None:
        """Write the marks that stand for white space in a cell's text."""
        if name == "p" and self.pieces:
            self.pieces.append("\n")
        elif name in {"tab", "line-break"}:
            self.pieces.append("\t" if name == "tab" else "\n")
        elif name == "s":
            self.pieces.append(" " * min(_times(named.get("c")), COLUMNS))

    def _start_table(self, named: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > 1 or len(self.sheets) >= SHEETS:
            if self.depth > 1:
                raise ValueError(self.depth)
            raise Refused(raised(CellRef(self.file), "FIL-118", found=len(self.sheets) + 1, limit=SHEETS))
        self.name, self.hidden = named.get("name", ""), named.get("style-name", "") in self.hidden_styles
        self.room.enter(self.name)
        self.row, self.rows, self.merges = 0, [], []

    def text(self, data: str) -> None:
        """Meet text."""
        if self.inside and not self.aside:
            self.pieces.append(data)

    def end(self, tag: str) -> None:
        """Meet the end of an element."""
        if self.aside:
            self.aside -= 1
            return
        name = local_name(tag)
        if name in {"table-cell", "covered-table-cell"}:
            self._end_cell(covered=name.startswith("covered"))
        elif name == "table-row":
            self._end_row()
        elif name == "table":
            self.depth -= 1
            self.sheets.append(Sheet(self.name, self.hidden, tuple(self.rows), tuple(self.merges)))

    def _end_cell(self, *, covered: bool) -> None:
        self.inside = False
        value, kind = (None, CellKind.BLANK) if covered else self._value()
        if kind is not CellKind.BLANK:
            for column in range(self.column + 1, self.column + self.cell_times + 1):
                self.room.take(self.row + 1, column, value)
                self.cells.append((column, Cell("", 0, column, value, kind, self.cell.get("value-type") == "percentage")))
        wide, high = (_times(self.cell.get(f"number-{name}-spanned")) for name in ("columns", "rows"))
        if wide * high > 1:
            self.room.merge(self.row + 1, self.column + 1, wide * high)
            self.merges.append(f"{address(self.row + 1, self.column + 1)}:{address(self.row + high, self.column + wide)}")
        self.column += self.cell_times

    def _end_row(self) -> None:
        if self.cells:
            for again in range(1, self.row_times + 1):
                number = self.row + again
                if again > 1:
                    for column, cell in self.cells:
                        self.room.take(number, column, cell.value)
                cells = tuple(Cell(address(number, column), number, column, cell.value, cell.kind, cell.percent) for column, cell in self.cells)
                self.rows.append(Row(number, cells, self.collapsed))
        self.row += self.row_times
        self.cells = []

    def _value(self) -> tuple[str | float | bool | date | None, CellKind]:
        cell, kind = self.cell, self.cell.get("value-type", "")
        text = clean_text(cell.get("string-value") or "".join(self.pieces))
        if cell["error"]:
            return text or "#N/A", CellKind.ERROR
        if kind in _NUMBERS:
            number = float(cell.get("value", ""))
            return (float(f"{number:.15g}"), CellKind.NUMBER) if math.isfinite(number) else ("#NUM!", CellKind.ERROR)
        if kind == "date":
            return date.fromisoformat(cell.get("date-value", "")[:10]), CellKind.DATE
        if kind == "boolean":
            return cell.get("boolean-value") == "true", CellKind.BOOLEAN
        if text.strip():
            return text, CellKind.TEXT
        return None, CellKind.UNCALCULATED if cell.get("formula") and not kind else CellKind.BLANK


def _times(text: str | None) -> int:
    """Give how often something stands there, at least once and at most as often as a sheet has rows."""
    return min(max(int(text or 1), 1), ROWS)
