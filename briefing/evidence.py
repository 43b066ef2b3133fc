"""Where a value comes from: cells, and facts derived from cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from math import floor, isfinite, log10
from typing import NamedTuple

from briefing.periods import Period

SIGNIFICANT_DIGITS = 9
"""Facts are rounded to this many digits, so that two machines print the same bytes."""

Value = float | int | str | bool | date | Period | None


class CellRef(NamedTuple):
    """A place in a file: the path inside the workspace, then sheet and cell where there are any.

    A tuple, since a briefing sorts and compares tens of thousands of them.
    """

    file: str
    sheet: str = ""
    cell: str = ""

    def __str__(self) -> str:
        """Give `file > sheet!cell`, leaving out what is unknown."""
        place = "!".join(part for part in (self.sheet, self.cell) if part)
        return f"{self.file} > {place}" if place else self.file


@dataclass(frozen=True, slots=True)
class Source:
    """The row of a sheet that a record was read from, and the cell of each of its fields."""

    file: str = ""
    sheet: str = ""
    row: int = 0
    cells: Mapping[str, str] = field(default_factory=dict)

    def at(self, name: str) -> CellRef:
        """Give the cell of one field; the row's first cell if the field was not typed."""
        return CellRef(self.file, self.sheet, self.cells.get(name) or (f"A{self.row}" if self.row else ""))


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure or statement that the briefing may print.

    A typed fact lists the cell it was read from; a derived one names its method (a key of the
    catalogue `methods`) and the facts it was made from. `unit` is a currency code, the KPI's unit,
    or one of `chance`, `days`, `months`, `count`, `date`, `text`.
    """

    id: str
    value: Value
    unit: str
    method: str = "typed"
    inputs: tuple[Fact, ...] = ()
    cells: tuple[CellRef, ...] = ()

    def evidence(self) -> tuple[CellRef, ...]:
        """Give every cell this fact rests on, each once, in order of file, sheet and cell."""
        found: set[CellRef] = set()
        left, seen = [self], {id(self)}
        while left:  # each fact once: a group's totals share many
            fact = left.pop()
            found.update(fact.cells)
            fresh = [each for each in fact.inputs if id(each) not in seen]
            seen.update(map(id, fresh))
            left += fresh
        return tuple(sorted(found))

    @property
    def number(self) -> float:
        """Give the value as a number; TypeError if it is none (a programmer's fault)."""
        if isinstance(self.value, bool) or not isinstance(self.value, int | float):
            message = f"{self.id} is not a number: {self.value!r}"
            raise TypeError(message)
        return float(self.value)


def rounded(value: float, digits: int = SIGNIFICANT_DIGITS) -> float:
    """Round to significant digits; zero and non-finite values stay as they are."""
    if value == 0 or not isfinite(value):
        return value
    return round(value, digits - 1 - floor(log10(abs(value))))


def typed(identifier: str, value: Value, unit: str, source: Source, *names: str) -> Fact:
    """Make a fact of what a person typed into the cells of the named fields."""
    cells = tuple(source.at(name) for name in names)
    return Fact(identifier, rounded(value) if isinstance(value, float) else value, unit, cells=cells)


def derived(identifier: str, value: Value, unit: str, method: str, inputs: Iterable[Fact | None] = (),
            cells: Iterable[CellRef] = ()) -> Fact:
    """Make a fact that a method computed from other facts; absent inputs are left out."""
    kept = tuple(fact for fact in inputs if fact is not None)
    plain = rounded(float(value)) if isinstance(value, float) else value
    return Fact(identifier, plain, unit, method, kept, tuple(cells))


def closure(facts: Iterable[Fact]) -> Iterator[Fact]:
    """Yield the facts and all facts they rest on, each id once, inputs before what needs them."""
    seen: set[str] = set()

    def visit(fact: Fact) -> Iterator[Fact]:
        if fact.id in seen:
            return
        seen.add(fact.id)
        for part in fact.inputs:
            yield from visit(part)
        yield fact

    for fact in facts:
        yield from visit(fact)
