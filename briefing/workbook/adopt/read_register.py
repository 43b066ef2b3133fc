"""Register rows read through a mapping: words become figures by the mapping's scales alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from briefing.evidence import CellRef, Source
from briefing.findings import Finding
from briefing.model.register import RegisterRow
from briefing.model.submission import Cover
from briefing.workbook import codes as sheet_codes
from briefing.workbook.adopt import codes
from briefing.workbook.adopt.bind import Bound
from briefing.workbook.adopt.codes import raised
from briefing.workbook.adopt.found import Guess
from briefing.workbook.adopt.grading import used, word_key
from briefing.workbook.adopt.mapping import SiteMapping
from briefing.workbook.adopt.profile import number_in
from briefing.workbook.checks import mend_register
from briefing.workbook.grid import Cell, CellKind, Row, Sheet
from briefing.workbook.month_sheets import REGISTER
from briefing.workbook.normalise import key, many_lines, one_line, without_gender
from briefing.workbook.reading import Settings, shown
from briefing.workbook.records import said
from briefing.workbook.tables import Table as SheetTable
from briefing.workbook.values import find_choice, read_cell

_PLAIN: Final[Mapping[str, str]] = {
    "id": "id", "cause": "cause", "consequence": "consequence", "owner": "owner", "warning_sign": "warning_sign", "by_date": "by_date", "earliest": "earliest",
    "bad": "bad", "likely": "likely", "good": "good", "currency": "currency", "driver": "driver", "occurs": "occurs", "happened_on": "happened_on", "impact_money": "likely",
    "response": "response",
}
"""Roles that are one field of the contract, read as the contract reads it."""


def read_register(bound: Sequence[Bound], mapping: SiteMapping, cover: Cover, sign: str) -> tuple[tuple[RegisterRow, ...], tuple[Finding, ...]]:
    """Read every register table; a word without a figure leaves its field blank, with a finding."""
    rows: list[RegisterRow] = []
    findings: list[Finding] = []
    taken: set[str] = set()
    for each in bound:
        reader = _Reader(each, mapping, cover, Settings(sign=each.table.sign or sign))
        for row in each.table.rows:
            record = reader.row(row, taken)
            rows += [record] if record else []
        findings += reader.found()
    mended, faults = mend_register(rows, cover)
    return mended, (*findings, *faults)


class _Reader:
    """Reads the rows of one register."""

    def __init__(self, bound: Bound, mapping: SiteMapping, cover: Cover, settings: Settings) -> None:
        self.rule, self.table, self.mapping, self.cover, self.settings = bound.rule, bound.table, mapping, cover, settings
        self.file = cover.source.file
        self.findings: list[Finding] = []
        self.unknown: dict[tuple[str, str], Cell] = {}
        self.without_id: list[Row] = []
        self.chance, self.impact = used(self.table, "likelihood"), used(self.table, "impact")
        chances = [number_in(row.at(self.chance.heading.number), self.settings.sign) for row in self.table.rows] if self.chance else []
        self.shares = any(chance is not None and 0 < chance < 1 for chance in chances)
        self.said = SheetTable(REGISTER, Sheet(self.table.sheet), self.file)

    def found(self) -> list[Finding]:
        """Give the findings, each word without a figure once."""
        for (role, word), cell in self.unknown.items():
            code = codes.STATE_UNKNOWN if role == "status" else codes.WORD_WITHOUT_FIGURE
            self.findings.append(raised(self._where(cell), code, word=word, role=role))
        if self.without_id:
            self.findings.append(raised(CellRef(self.file, self.table.sheet, f"A{self.without_id[0].number}"), codes.NO_IDS, count=len(self.without_id)))
        return self.findings

    def _where(self, cell: Cell) -> CellRef:
        return CellRef(self.file, self.table.sheet, cell.address)

    def row(self, row: Row, taken: set[str]) -> RegisterRow | None:
        """Make the record of a row; None if it says nothing."""
        values: dict[str, Any] = {}
        places: dict[str, str] = {}
        notes: list[str] = []
        for guess in self.table.columns:
            cell = row.at(guess.heading.number)
            if cell.kind is CellKind.BLANK or guess.role == "left":
                continue
            self._take(guess, cell, values, places, notes)
        if not values:
            return None
        if notes:
            values["note"] = "\n".join(notes)
        self._identify(row, values, places, taken)
        if self.rule.window_months and "by_date" not in values and self.cover.period:
            values["by_date"] = (self.cover.period + self.rule.window_months).last_day
        if "likely" in values and "currency" not in values and self.rule.currency:
            values["currency"] = self.rule.currency
        return RegisterRow(**values, source=Source(self.file, self.table.sheet, row.number, places))

    def _identify(self, row: Row, values: dict[str, Any], places: dict[str, str], taken: set[str]) -> None:
        identifier = values.get("id")
        if identifier in taken:
            self.findings.append(self.said.raised(sheet_codes.DUPLICATE, places["id"], found=str(identifier), first=str(identifier)))
        if identifier is None or identifier in taken:
            values["id"] = f"ROW{row.number}" if f"ROW{row.number}" not in taken else f"{self.table.sheet[:8]}-ROW{row.number}"
            self.without_id.append(row)
        taken.add(values["id"])

    def _take(self, guess: Guess, cell: Cell, values: dict[str, Any], places: dict[str, str], notes: list[str]) -> None:
        role = guess.role
        if role in {"event", "description"}:
            self._event(role, cell, values, places, notes)
        elif guess in {self.chance, self.impact}:
            self._graded(role, guess, cell, values, places)
        elif role == "status":
            self._state(cell, values, places)
        elif role == "category":
            choice = find_choice(one_line(shown(cell)), REGISTER.column("kind").choices)
            if choice is not None and "kind" not in values:
                values["kind"], places["kind"] = choice.value, cell.address
        elif role in {"treatment", "note", "due"}:
            notes.append(f"{guess.heading.last}: {many_lines(shown(cell))}")
            places.setdefault("note", cell.address)
        elif role in _PLAIN:
            self._plain(_PLAIN[role], guess, cell, values, places)

    def _plain(self, field: str, guess: Guess, cell: Cell, values: dict[str, Any], places: dict[str, str]) -> None:
        if field in values:
            return
        column = REGISTER.column(field)
        settings = replace(self.settings, scale=replace(self.settings.scale, unit=guess.unit or "USD")) if field in {"bad", "likely", "good"} else self.settings
        value, faults = read_cell(cell, column, settings)
        self.findings += said(replace(self.said, columns={guess.heading.number: column}), column, cell, faults)
        places[field] = cell.address
        if value is not None:
            values[field] = value

    def _event(self, role: str, cell: Cell, values: dict[str, Any], places: dict[str, str], notes: list[str]) -> None:
        field = "event_es" if self.mapping.language == "es" else "event_en"
        text = one_line(shown(cell))
        if any(guess.role == "event" for guess in self.table.columns) and role == "description":
            notes.append(text)
            return
        if text:
            values[field], places[field] = text, cell.address

    def _graded(self, role: str, guess: Guess, cell: Cell, values: dict[str, Any], places: dict[str, str]) -> None:
        """Read a grade: by the mapping's scale if it names the word, as a figure if it is one beyond doubt."""
        field = "chance" if role == "likelihood" else "likely"
        if field in values and role == "impact":
            return
        word = one_line(shown(cell))
        steps = {word_key(each): figure for each, figure in self.mapping.scales.get(role, {}).items()}
        figure = steps.get(word_key(word))
        places[field] = cell.address
        if figure is not None:
            if role == "impact" or 0 <= figure <= 1:
                values[field] = figure
                return
            self.unknown.setdefault((role, word), cell)
            return
        value = number_in(cell, self.settings.sign)
        percent = cell.percent or guess.unit == "%" or word.endswith("%")
        if value is None or (role == "impact") or steps:
            if not (role == "impact" and any(each.role == "impact_money" for each in self.table.columns)):
                self.unknown.setdefault((role, word), cell)
            else:
                places.pop(field, None)
        elif percent and 0 <= value <= 100:
            values[field] = value / 100 if value > 1 and not cell.percent and not word.endswith("%") else value
        elif 0 < value < 1 or (0 <= value <= 1 and self.shares):
            values[field] = value
        else:
            self.unknown.setdefault((role, word), cell)

    def _state(self, cell: Cell, values: dict[str, Any], places: dict[str, str]) -> None:
        word = one_line(shown(cell))
        states = {without_gender(key(each)): state for each, state in self.mapping.states.items()}
        choice = find_choice(states.get(without_gender(key(word)), ""), REGISTER.column("state").choices)
        places["state"] = cell.address
        if choice is None:
            self.unknown.setdefault(("status", word), cell)
        else:
            values["state"] = choice.value
