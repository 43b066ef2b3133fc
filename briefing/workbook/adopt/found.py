"""What is found on a sheet: tables, their headings, what each column is taken for, and what is left."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from briefing.workbook.adopt.plane import Box
from briefing.workbook.adopt.when import When
from briefing.workbook.grid import Row, letters
from briefing.workbook.normalise import key

SURE: Final = 80
"""From here on a guess is taken; below it a person is asked."""
GUESS: Final = 45
"""From here on a guess is worth showing."""


class TableKind(StrEnum):
    """What a table is."""

    REGISTER = "register"
    MONTHS_ACROSS = "months_across"
    """A row a KPI, a column a month."""
    MONTHS_DOWN = "months_down"
    """A row a month, a column a KPI."""
    LONG = "long"
    """A row a KPI and month, or several rows a month."""
    SCORECARD = "scorecard"
    """A row a KPI with target and result, no months."""
    KPI_LIST = "kpi_list"
    """KPIs with their definitions and no results."""
    LEGEND = "legend"
    """A scale, a matrix or a list of words: it explains, it does not report."""
    FORM = "form"
    """Labels with their values beside them."""
    ACTIONS = "actions"
    RECORDS = "records"
    """A table with headers that speaks of something the contract does not ask for."""
    NOTES = "notes"
    UNKNOWN = "unknown"


READ: Final = frozenset({TableKind.REGISTER, TableKind.MONTHS_ACROSS, TableKind.MONTHS_DOWN, TableKind.LONG, TableKind.SCORECARD})
"""Kinds that a month's submission is read from."""


@dataclass(frozen=True, slots=True)
class Heading:
    """The header of one column: its texts from the top down, and where the lowest stands."""

    number: int
    path: tuple[str, ...]
    address: str
    when: When | None = None
    """What the header says of time, the levels taken together."""

    @property
    def text(self) -> str:
        """The levels joined, such as `2026 / Enero / Real`; blank where there is no header."""
        return " / ".join(self.path)

    @property
    def last(self) -> str:
        """The lowest text."""
        return self.path[-1] if self.path else ""

    @property
    def key(self) -> str:
        """What a header is known again by."""
        return "/".join(key(part) or part for part in self.path)

    @property
    def letters(self) -> str:
        """The column's letters."""
        return letters(self.number)


@dataclass(frozen=True, slots=True)
class Guess:
    """What a column is taken for, how sure that is (0 to 100), and by what."""

    heading: Heading
    role: str = ""
    sure: int = 0
    why: str = ""
    """A key of the texts: `header`, `content`, `month`, `kpi`, ..."""
    hint: str = ""
    """The phrase or word it was taken by."""
    qualifier: str = ""
    unit: str = ""
    kpi: str = ""
    """Code of the charter's KPI, where the column is one."""

    @property
    def take_as(self) -> str:
        """The role with its qualifier, as the mapping writes it."""
        return f"{self.role}_{self.qualifier}" if self.qualifier else self.role

    @property
    def taken(self) -> bool:
        """Whether it is sure enough to be used without asking."""
        return bool(self.role) and self.sure >= SURE


@dataclass(frozen=True, slots=True)
class LeftRow:
    """A row of a table that is no record, and why: `total`, `hidden`, `empty`, `header`, `remark`, `section`."""

    number: int
    why: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it was found."""

    sheet: str
    box: Box
    kind: TableKind = TableKind.UNKNOWN
    title: str = ""
    headings: tuple[Heading, ...] = ()
    header_rows: tuple[int, ...] = ()
    rows: tuple[Row, ...] = ()
    left: tuple[LeftRow, ...] = ()
    columns: tuple[Guess, ...] = ()
    hidden: bool = False
    year: int | None = None
    year_from: str = ""
    """Where the year of bare month names comes from: `header`, `title`, `sheet`, `file`; blank if nowhere."""
    sign: str = ""
    """Decimal sign of numbers written as text: `.`, `,`, or blank where none tells."""
    sections: dict[int, str] = field(default_factory=dict)
    """By row: the heading of the section it stands in."""

    @property
    def range(self) -> str:
        """The cells it takes, such as `A5:P20`."""
        return str(self.box)

    @property
    def understood(self) -> bool:
        """Whether we know what the table is."""
        return self.kind not in {TableKind.UNKNOWN, TableKind.RECORDS}

    def guess(self, role: str) -> Guess | None:
        """Give the surest column of a role."""
        return max((each for each in self.columns if each.role == role), key=lambda each: each.sure, default=None)

    def guesses(self, role: str) -> tuple[Guess, ...]:
        """Give every column of a role, from left to right."""
        return tuple(each for each in self.columns if each.role == role)
