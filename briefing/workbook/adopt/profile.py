"""What the cells below a header look like: kinds, range, words of scales; and the decimal sign they are written with."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from briefing.workbook.adopt.scale_words import grade_of, measure_of, response_of, state_of
from briefing.workbook.adopt.when import days_of, when_of
from briefing.workbook.grid import Cell, CellKind
from briefing.workbook.normalise import key, one_line
from briefing.workbook.number_text import parse_number
from briefing.workbook.reading import shown

SAMPLE: Final = 400
_COMMA: Final = re.compile(r"^[^\d]*\d+,\d{1,2}(?!\d)|^[^\d]*0,\d+|\d\.\d{3},\d")
_POINT: Final = re.compile(r"^[^\d]*\d+\.\d{1,2}(?![\d.])|^[^\d]*0\.\d+|\d,\d{3}\.\d|\.\d{4,}\s*%?$")
_ORDER: Final = re.compile(r"^(?:[<>\u2264\u2265=~]|menos de|más de|mayor (?:o igual )?(?:a|que)|menor (?:o igual )?(?:a|que)|at least|at most|up to|min\.?|max\.?|mín\.?|máx\.?)+\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Profile:
    """Counts over the filled cells of a column (its first 400)."""

    filled: int = 0
    numbers: int = 0
    """Numbers, and texts that are numbers."""
    dates: int = 0
    months: int = 0
    texts: int = 0
    errors: int = 0
    grades: int = 0
    states: int = 0
    responses: int = 0
    measures: int = 0
    percents: int = 0
    distinct: int = 0
    length: float = 0.0
    """Mean length of the texts."""
    low: float = 0.0
    high: float = 0.0
    whole: int = 0

    def share(self, count: int) -> float:
        """Give which part of the filled cells a count is."""
        return count / self.filled if self.filled else 0.0


def profile_of(cells: Iterable[Cell], sign: str = "") -> Profile:
    """Look at the cells of a column; blank ones are left out of account."""
    kept = [cell for cell in cells if cell.kind is not CellKind.BLANK][:SAMPLE]
    if not kept:
        return Profile()
    counts: Counter[str] = Counter()
    values: list[float] = []
    lengths: list[int] = []
    seen: set[str] = set()
    for cell in kept:
        text = one_line(shown(cell))
        seen.add(key(text) or text)
        value = number_in(cell, sign)
        if value is not None:
            values.append(value)
        for name in _sorts(cell, text, is_number=value is not None):
            counts[name] += 1
        if cell.kind is CellKind.TEXT and value is None:
            lengths.append(len(text))
    return Profile(
        len(kept), len(values), counts["dates"], counts["months"], len(lengths), counts["errors"], counts["grades"], counts["states"],
        counts["responses"], counts["measures"], counts["percents"], len(seen), sum(lengths) / len(lengths) if lengths else 0.0,
        min(values, default=0.0), max(values, default=0.0), sum(value == int(value) for value in values))


def _sorts(cell: Cell, text: str, *, is_number: bool) -> list[str]:
    found = []
    if cell.kind in {CellKind.ERROR, CellKind.UNCALCULATED}:
        return ["errors"]
    if cell.percent or text.endswith("%"):
        found.append("percents")
    if is_number:
        return found
    if days_of(cell):
        return ["dates", "months"]
    when = when_of(cell)
    if when is not None and when.span and not when.rest:
        found.append("months")
    if grade_of(text):
        found.append("grades")
    if state_of(text):
        found.append("states")
    if response_of(text):
        found.append("responses")
    if measure_of(text):
        found.append("measures")
    return found


def number_in(cell: Cell, sign: str = "") -> float | None:
    """Give a cell's number, from text too: `1.234,5`, `≥ 95 %`, `$1,200`; None if it is none."""
    if cell.kind is CellKind.NUMBER and isinstance(cell.value, float):
        return cell.value
    if cell.kind is not CellKind.TEXT:
        return None
    text = _ORDER.sub("", one_line(str(cell.value)))
    if not text or not any(mark.isdigit() for mark in text) or len(text) > 40:
        return None
    for tried in (sign,) if sign else (".", ","):
        found = parse_number(text, tried, _unit_after(text))
        if found.value is not None:
            return found.value
    return None


def _unit_after(text: str) -> str:
    found = re.fullmatch(r"[\d.,\s'()+-]*\d\)?\s*([^\W\d][^\d]{0,14})", text)
    return found[1].strip() if found else ""


def sign_of(cells: Iterable[Cell]) -> tuple[str, int, int]:
    """Give the decimal sign that texts with numbers are written with, and how many say comma and point; blank if none tells."""
    comma = point = 0
    for cell in cells:
        if cell.kind is CellKind.TEXT and len(str(cell.value)) <= 40:
            text = _ORDER.sub("", one_line(str(cell.value)))
            if re.fullmatch(r"[^\w]*[\d.,\s]+[^\w]*(?:[a-z%]{0,6})?", text, re.IGNORECASE):
                comma += bool(_COMMA.search(text))
                point += bool(_POINT.search(text))
    if comma == point:
        return "", comma, point
    return ("," if comma > point else "."), comma, point


def distinct_texts(cells: Sequence[Cell]) -> list[str]:
    """Give the different texts of cells in the order they first occur, one for each key."""
    found: dict[str, str] = {}
    for cell in cells:
        text = one_line(shown(cell))
        if text:
            found.setdefault(key(text) or text, text)
    return list(found.values())
