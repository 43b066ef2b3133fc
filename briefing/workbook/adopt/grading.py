"""Scales and states a mapping states: which figure a word of the register stands for, which state a word is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from briefing.model.charter import Charter
from briefing.workbook.adopt.found import SURE, Guess, Table, TableKind
from briefing.workbook.adopt.profile import distinct_texts, number_in
from briefing.workbook.adopt.scale_words import DOUBTFUL_STATES, MITIGATED, grade_of, state_of
from briefing.workbook.grid import Cell, CellKind
from briefing.workbook.normalise import key, one_line, without_gender
from briefing.workbook.reading import shown

MOST: Final = 25
"""More different words than this are no scale."""
_RANGE: Final = re.compile(r"(\d{1,3}(?:[.,]\d+)?)\s*%?\s*(?:-|\u2013|a|to|y|and|hasta)\s*(\d{1,3}(?:[.,]\d+)?)\s*%")
_ONE: Final = re.compile(r"([<>\u2264\u2265]?)\s*(\d{1,3}(?:[.,]\d+)?)\s*%")
_ORDER: Final = ("", "residual", "inherent", "target")
"""Chance with today's controls first: that is what the contract asks for."""


def used(table: Table, role: str) -> Guess | None:
    """Give the column of a graded role that a month is read from: with today's controls, else the plain one, else before controls."""
    found = [guess for guess in table.guesses(role) if guess.sure >= SURE]
    order = ("residual", "", "inherent") if any(guess.qualifier == "residual" for guess in found) else ("", "inherent")
    return next((guess for qualifier in order for guess in found if guess.qualifier == qualifier), None)


def word_key(text: str) -> str:
    """Give what a word of a scale is known by: without case, accents and gender."""
    bare = key(text)
    return without_gender(bare) or text.strip()


def needs_scale(cell: Cell, *, role: str, unit: str) -> bool:
    """Tell whether a cell's grade says nothing without a scale: a word, or a whole number from 1 to 10."""
    if cell.kind is CellKind.BLANK or cell.kind in {CellKind.ERROR, CellKind.UNCALCULATED}:
        return False
    value = number_in(cell)
    if value is None:
        return cell.kind is CellKind.TEXT
    if cell.percent or unit == "%" or shown(cell).strip().endswith("%"):
        return False
    return value == int(value) and (1 <= value <= 10 if role == "likelihood" else 0 <= value <= 100)


def whole_grades(table: Table, guess: Guess) -> bool:
    """Tell whether a column of numbers grades by whole numbers: some above 1, none a share between."""
    values = [value for row in table.rows if (value := number_in(row.at(guess.heading.number), table.sign)) is not None]
    return bool(values) and max(values) > 1 and max(values) <= 10 and all(value == int(value) for value in values) and guess.unit != "%"


def proposed_scales(read: Sequence[Table], tables: Sequence[Table], charter: Charter | None) -> tuple[dict[str, dict[str, float | None]], dict[str, int]]:
    """Give the words of likelihood and impact with their figures: the charter's, the file's own legend's (to confirm), or none."""
    scales: dict[str, dict[str, float | None]] = {}
    sure: dict[str, int] = {}
    legend = legend_shares(tables)
    for role, meaning in (("likelihood", "chance"), ("impact", "impact")):
        agreed = {word_key(step.word): step.value for step in (charter.scales if charter else ()) if step.meaning == meaning and step.value is not None}
        steps: dict[str, float | None] = {}
        for table in read:
            guess = used(table, role) if table.kind is TableKind.REGISTER else None
            if guess is None:
                continue
            whole = whole_grades(table, guess)
            cells = [row.at(guess.heading.number) for row in table.rows]
            words = distinct_texts([cell for cell in cells if needs_scale(cell, role=role, unit=guess.unit) and (number_in(cell) is None or whole)])
            for word in words[:MOST]:
                mark = word_key(word)
                figure = agreed.get(mark)
                if word in steps or any(word_key(known) == mark for known in steps):
                    continue
                steps[word] = figure
                if figure is None and role == "likelihood" and mark in legend:
                    steps[word], sure[f"scales.{role}.{word}"] = legend[mark], 50
        if steps:
            scales[role] = dict(sorted(steps.items(), key=lambda each: (grade_of(each[0]) or 0, each[0])))
    return scales, sure


def legend_shares(tables: Sequence[Table]) -> Mapping[str, float]:
    """Give, by word, the share that a legend of the file states for it: the middle of a range such as `5 - 20 %`."""
    found: dict[str, float] = {}
    for table in tables:
        if table.kind is not TableKind.LEGEND:
            continue
        for row in table.rows:
            shares = [share for cell in row.cells if (share := _share(cell)) is not None]
            if len(shares) != 1:
                continue
            for cell in row.cells:
                text = one_line(shown(cell))
                if grade_of(text) or (cell.kind is CellKind.NUMBER and cell.value in {1.0, 2.0, 3.0, 4.0, 5.0} and not cell.percent):
                    found.setdefault(word_key(text), shares[0])
    return found


def _share(cell: Cell) -> float | None:
    if cell.kind is CellKind.NUMBER and cell.percent and isinstance(cell.value, float):
        return cell.value
    text = one_line(shown(cell)) if cell.kind is CellKind.TEXT else ""
    pair = _RANGE.search(text)
    if pair:
        return round((float(pair[1].replace(",", ".")) + float(pair[2].replace(",", "."))) / 200, 4)
    one = _ONE.search(text)
    if one is None:
        return None
    value = float(one[2].replace(",", ".")) / 100
    return round({"<": value / 2, "\u2264": value / 2, ">": (1 + value) / 2, "\u2265": (1 + value) / 2}.get(one[1], value), 4)


def proposed_states(read: Sequence[Table]) -> tuple[dict[str, str], dict[str, int]]:
    """Give the words of status columns with the contract's state; a word that may mean something else is in doubt."""
    states: dict[str, str] = {}
    sure: dict[str, int] = {}
    for table in read:
        guess = table.guess("status") if table.kind is TableKind.REGISTER else None
        if guess is None or not guess.taken:
            continue
        words = distinct_texts([row.at(guess.heading.number) for row in table.rows])
        for word in words[:MOST]:
            if word in states:
                continue
            state, mark = state_of(word), without_gender(key(word))
            states[word] = state or ("closed" if mark in MITIGATED else "open")
            sure[f"states.{word}"] = 95 if state and mark not in DOUBTFUL_STATES else 55
    return states, sure
