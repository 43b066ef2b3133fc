"""A mapping laid over the file of another month: each rule finds its table and columns again, or says what changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz, process

from briefing.evidence import CellRef
from briefing.findings import Finding
from briefing.periods import Period
from briefing.workbook.adopt import codes
from briefing.workbook.adopt.codes import raised
from briefing.workbook.adopt.discover import discover
from briefing.workbook.adopt.found import Guess, Heading, Table, TableKind
from briefing.workbook.adopt.mapping import ColumnRule, SiteMapping, TableRule
from briefing.workbook.adopt.propose import beside
from briefing.workbook.adopt.readings import FIGURES
from briefing.workbook.grid import Book
from briefing.workbook.normalise import key

ENOUGH = 0.5
"""The part of a rule's headers that a table must have to be the one."""


@dataclass(frozen=True, slots=True)
class Bound:
    """A rule and the table it was found to be this month, its columns named by the rule."""

    rule: TableRule
    table: Table


def header_key(text: str) -> str:
    """Give what a written header is known again by: its levels' keys."""
    parts = [key(part) or part.strip() for part in text.split(" / ")]
    return "/".join(parts)


def bind(book: Book, mapping: SiteMapping, period: Period | None) -> tuple[tuple[Bound, ...], tuple[Finding, ...]]:
    """Find each table of the mapping in the book; what is gone, renamed or new is a finding."""
    tables = discover(book, _anchors(mapping))
    findings: list[Finding] = []
    bound: list[Bound] = []
    used: set[int] = set()
    for rule in mapping.tables:
        table, faults = _table_for(rule, tables, used, book)
        findings += faults
        if table is None:
            continue
        used.add(id(table))
        named, faults = _named(rule, table, book.file, period)
        findings += faults
        if named is not None:
            bound.append(Bound(rule, named))
    findings += _new_tables(tables, used, mapping, book)
    return tuple(bound), tuple(findings)


def _anchors(mapping: SiteMapping) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for rule in mapping.tables:
        words = found.setdefault(rule.sheet, set())
        for text in (*(column.header for column in rule.columns), *rule.left):
            words.update(key(part) for part in text.split(" / ") if key(part))
    return {sheet: frozenset(words) for sheet, words in found.items()}


def _known(rule: TableRule) -> list[str]:
    return [header_key(text) for text in (*(column.header for column in rule.columns), *rule.left) if text]


def _fit(rule: TableRule, table: Table) -> float:
    """Tell which part of a rule's headers a table has; a table of months counts its months as one more."""
    present = {heading.key for heading in table.headings if heading.path}
    known = set(_known(rule))
    months = bool(rule.months)
    if not known and not months:
        return 0.0
    has_months = sum(guess.why == "month" for guess in table.columns) >= 2
    return (sum(each in present for each in known) + (has_months if months else 0)) / (len(known) + months)


def _table_for(rule: TableRule, tables: Sequence[Table], used: set[int], book: Book) -> tuple[Table | None, list[Finding]]:
    here = [table for table in tables if key(table.sheet) == key(rule.sheet) and table.header_rows and id(table) not in used]
    sheet_there = any(key(sheet.name) == key(rule.sheet) for sheet in book.sheets)
    best = _best(rule, here, ENOUGH)
    if best is not None:
        return best, []
    if not sheet_there:
        best = _best(rule, [table for table in tables if table.header_rows and id(table) not in used], 0.8)
        if best is not None:
            return best, [raised(CellRef(book.file, best.sheet), codes.SHEET_RENAMED, sheet=rule.sheet, found=best.sheet)]
    where = CellRef(book.file, rule.sheet) if sheet_there else CellRef(book.file)
    named = ", ".join(column.header for column in rule.columns[:4])
    return None, [raised(where, codes.TABLE_GONE, table=rule.title or rule.range or rule.sheet, sheet=rule.sheet, columns=named)]


def _best(rule: TableRule, tables: Sequence[Table], least: float) -> Table | None:
    scored = [(round(_fit(rule, table), 6), table) for table in tables]
    top = max((score for score, _ in scored), default=0.0)
    if top < least or top <= 0:
        return None
    same = [table for score, table in scored if score == top]
    titled = [table for table in same if rule.title and key(table.title[:80]) == key(rule.title)]
    return titled[0] if len(titled) == 1 else same[0]


def _named(rule: TableRule, table: Table, file: str, period: Period | None) -> tuple[Table | None, list[Finding]]:
    """Name the table's columns by the rule, and only by it."""
    findings: list[Finding] = []
    taken: dict[int, Guess] = {}
    for column in rule.columns:
        heading = _heading_for(column, table, taken)
        if heading is None:
            findings.append(_gone(column, table, file))
            continue
        role, qualifier = _role(column.take_as)
        taken[heading.number] = Guess(heading, role, 100, "mapping", qualifier=qualifier, unit=column.unit, kpi=column.kpi)
    known = set(_known(rule))
    months = {each.beside: each for each in rule.months}
    columns: list[Guess] = []
    for guess in table.columns:
        if guess.heading.number in taken:
            columns.append(taken[guess.heading.number])
            continue
        month = guess.why == "month" and guess.role != "year_value" and rule.months != ()
        if month and beside(guess) in months:
            columns.append(replace(guess, role=months[beside(guess)].take_as, sure=100))
            continue
        columns.append(Guess(guess.heading, "left", 0))
        place = CellRef(file, table.sheet, guess.heading.address)
        if month and guess.heading.key not in known:
            findings.append(raised(place, codes.MONTHS_OTHER, column=guess.heading.text))
        elif guess.heading.path and guess.heading.key not in known and guess.role != "total":
            findings.append(raised(place, codes.COLUMN_NEW, column=guess.heading.text))
    year, faults = _year(rule, table, file, period)
    findings += faults
    carried = tuple(_with_labels(guess, rule) for guess in columns)
    return replace(table, columns=carried, kind=rule.kind, year=year, sign=rule.sign or table.sign), findings


def _with_labels(guess: Guess, rule: TableRule) -> Guess:
    """Let a column of figures be read where its header is the label of a KPI: periods down, KPIs across."""
    if rule.kind not in {TableKind.MONTHS_DOWN, TableKind.LONG} or guess.role != "left":
        return guess
    labels = {header_key(each.label) for each in rule.kpis}
    path = guess.heading.path
    if guess.heading.key in labels or (path and key(path[0]) in labels):
        return replace(guess, role="")
    return guess


def _role(take_as: str) -> tuple[str, str]:
    for qualifier in ("inherent", "residual", "target"):
        if take_as.endswith(f"_{qualifier}"):
            return take_as.removesuffix(f"_{qualifier}"), qualifier
    return take_as, ""


def _heading_for(column: ColumnRule, table: Table, taken: dict[int, Guess]) -> Heading | None:
    """Give the heading a rule means: by its header; of several equal ones the one whose turn it is; by place if it has none."""
    if not column.header:
        return next((heading for heading in table.headings if not heading.path and heading.letters == column.column), None)
    wanted = header_key(column.header)
    same = [heading for heading in table.headings if heading.key == wanted and heading.number not in taken]
    if not same:
        return None
    if len(same) == 1:
        return same[0]
    place = next((heading for heading in same if heading.letters == column.column), None)
    return place or same[0]


def _gone(column: ColumnRule, table: Table, file: str) -> Finding:
    texts = [heading.text for heading in table.headings if heading.path]
    near = process.extractOne(column.header, texts, scorer=fuzz.token_sort_ratio, score_cutoff=55) if column.header else None
    place = next((heading.address for heading in table.headings if near and heading.text == near[0]), table.headings[0].address)
    return raised(CellRef(file, table.sheet, place), codes.COLUMN_GONE, column=column.header or column.column, near=near[0] if near else "-", take_as=column.take_as)


def _year(rule: TableRule, table: Table, file: str, period: Period | None) -> tuple[int | None, list[Finding]]:
    """Give the year of bare months by the rule; a year that no longer stands where it stood is not guessed."""
    if rule.year.isdecimal():
        return int(rule.year), []
    if rule.year == "period" and period is not None:
        return period.year, []
    times = [guess.heading.when for guess in table.columns if guess.why == "month" and guess.heading.when]
    bare = any(when.year is None for when in times)
    if rule.year == table.year_from or not bare:
        return table.year, []
    return None, [raised(CellRef(file, table.sheet, table.headings[0].address), codes.YEAR_UNKNOWN, stated=rule.year or "-")]


def _new_tables(tables: Sequence[Table], used: set[int], mapping: SiteMapping, book: Book) -> list[Finding]:
    """Say which tables that could be read are not in the mapping; those known as left are told by sheet and columns."""
    known = {each.partition("!")[0] for each in mapping.tables_left}
    count = len(mapping.tables) + len(mapping.tables_left)
    return [
        raised(CellRef(book.file, table.sheet, table.headings[0].address if table.headings else ""), codes.TABLE_NEW, range=table.range)
        for table in tables
        if id(table) not in used and not table.hidden and table.kind in {TableKind.REGISTER, TableKind.MONTHS_ACROSS, TableKind.MONTHS_DOWN}
        and f"{table.sheet}!{table.range}" not in mapping.tables_left and (table.sheet not in known or count == 0)
    ]


__all__ = ["FIGURES", "Bound", "bind", "header_key"]
