"""A sheet of an annotated copy: cells tinted, made where there was none, and the link to the drawing of its comments."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping
from typing import Final

from briefing.workbook.grid import letters, position
from briefing.workbook.splice import Change, Element, elements, into, spliced, with_attribute

_AFTER_DRAWING: Final = frozenset({
    "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst",
})
"""What the format wants to stand after the link to the drawing of comments."""


def formatted(part: bytes, wanted: Mapping[str, Callable[[int], int]]) -> bytes:
    """Give the sheet with the formats of cells changed: each function gives the new format of the old one (0 of no cell)."""
    by_row: dict[int, dict[int, Callable[[int], int]]] = {}
    for place, change in wanted.items():
        row, column = position(place)
        by_row.setdefault(row, {})[column] = change
    data, rows = _rows(part, frozenset(by_row))
    if data is None:
        return part
    changes: list[Change] = []
    for number, cells in sorted(by_row.items()):
        if number in rows:
            changes += _in_row(part, *rows[number], number, cells)
        else:
            after = next((row for other, (row, _) in sorted(rows.items()) if other > number), None)
            new = _new_row(number, cells, data.prefix)
            changes.append((after.start, after.start, new) if after else into(part, data, new))
    return spliced(part, _together(part, data, changes))


def _together(part: bytes, data: Element, changes: list[Change]) -> list[Change]:
    """Join what would open one empty element more than once."""
    opening = [change for change in changes if data.empty and change[0] == data.start]
    if len(opening) < 2:
        return changes
    start, end, _ = opening[0]
    close = f"</{data.prefix}{data.name}>".encode()
    tag = part[data.start:data.opened].removesuffix(b"/>").rstrip() + b">"
    inner = b"".join(new.removeprefix(tag).removesuffix(close) for _, _, new in opening)
    return [(start, end, tag + inner + close)]


class _Rows:
    """Tells which elements of a sheet have to do with some rows: these, their cells, and the first row after each."""

    def __init__(self, numbers: frozenset[int]) -> None:
        self.numbers, self.asked = sorted(numbers), numbers
        self.last = 0
        self.kept: list[int] = []

    def wanted(self, name: str, parent: Element | None, attributes: Mapping[str, str]) -> bool:
        """Tell of one element; rows are met in the order of the sheet."""
        if name == "row" and parent is not None and parent.name == "sheetData":
            before, self.last = self.last, int(attributes.get("r", self.last + 1))
            place = bisect_right(self.numbers, before)
            if self.last not in self.asked and (place == len(self.numbers) or self.numbers[place] > self.last):
                return False
            self.kept.append(self.last)
            return True
        return name == "sheetData" or (name == "c" and parent is not None and parent.name == "row" and self.last in self.asked)


def _rows(part: bytes, numbers: frozenset[int]) -> tuple[Element | None, dict[int, tuple[Element, list[tuple[int, Element]]]]]:
    """Give the element of the cells, and by number the rows asked for with their cells, and the first row after each."""
    looked = _Rows(numbers)
    data: Element | None = None
    rows: dict[int, tuple[Element, list[tuple[int, Element]]]] = {}
    column, cells = 0, list[tuple[int, Element]]()
    kept = elements(part, looked.wanted)
    follows = iter(looked.kept)
    for each in kept:
        if each.name == "sheetData":
            data = data or each
        elif each.name == "row":
            column, cells = 0, rows.setdefault(next(follows), (each, []))[1]
        else:
            column = position(each.attributes["r"])[1] if "r" in each.attributes else column + 1
            cells.append((column, each))
    return data, rows


def _in_row(part: bytes, row: Element, there: list[tuple[int, Element]], number: int, cells: Mapping[int, Callable[[int], int]]) -> list[Change]:
    """Change the formats of cells that are there, and put those that are not in their places."""
    changes: list[Change] = []
    at = dict(there)
    new: dict[int, list[bytes]] = {}
    for column, change in sorted(cells.items()):
        cell = at.get(column)
        if cell is not None:
            old = cell.attributes.get("s", "0")
            tag = with_attribute(part[cell.start:cell.opened], "s", str(change(int(old) if old.isdecimal() else 0)))
            changes.append((cell.start, cell.opened, tag))
        else:
            after = min((each.start for other, each in there if other > column), default=-1)
            new.setdefault(after, []).append(_new_cell(number, column, change, row.prefix))
    for after, made in new.items():
        changes.append((after, after, b"".join(made)) if after >= 0 else into(part, row, b"".join(made)))
    if new and not row.empty and "spans" in row.attributes:  # only a hint, and no longer true
        changes.append((row.start, row.opened, with_attribute(part[row.start:row.opened], "spans", "")))
    return changes


def _new_cell(row: int, column: int, change: Callable[[int], int], prefix: str) -> bytes:
    return f'<{prefix}c r="{letters(column)}{row}" s="{change(0)}"/>'.encode()


def _new_row(row: int, cells: Mapping[int, Callable[[int], int]], prefix: str) -> bytes:
    made = b"".join(_new_cell(row, column, change, prefix) for column, change in sorted(cells.items()))
    return f'<{prefix}row r="{row}">'.encode() + made + f"</{prefix}row>".encode()


def style_of(part: bytes, places: frozenset[str]) -> dict[str, int]:
    """Give the format of each cell named that is there."""
    def wanted(name: str, _: Element | None, attributes: Mapping[str, str]) -> bool:
        return name == "c" and attributes.get("r", "") in places

    found: dict[str, int] = {}
    for each in elements(part, wanted):
        style = each.attributes.get("s", "0")
        if style.isdecimal():
            found[each.attributes["r"]] = int(style)
    return found


def with_drawing(part: bytes, identifier: str, office: str) -> bytes:
    """Give the sheet with the link to the drawing of its comments, at the place the format wants it."""
    root, *children = elements(part, lambda _, parent, __: parent is None or parent.depth == 0)
    after = next((child for child in children if child.parent is root and child.name in _AFTER_DRAWING), None)
    link = f'<{root.prefix}legacyDrawing xmlns:rel="{office}" rel:id="{identifier}"/>'.encode()
    return spliced(part, [(after.start, after.start, link) if after else into(part, root, link)])


def drawing_of(part: bytes) -> str:
    """Give the identifier of the drawing that a sheet's comments have; blank if they have none."""
    found = elements(part, lambda name, *_: name == "legacyDrawing")
    return next((value for each in found for name, value in each.attributes.items() if name.endswith(":id")), "")
