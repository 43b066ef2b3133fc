"""What reading a cell gives and depends on: faults, settings, and the cell as text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from briefing.workbook.grid import Cell
from briefing.workbook.percent import Scale


@dataclass(frozen=True, slots=True)
class Fault:
    """Something to say about a cell: a number of the table of codes, with particulars."""

    number: int
    parameters: Mapping[str, str | float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Settings:
    """What reading a cell depends on besides its column."""

    sign: str = "."
    scale: Scale = field(default_factory=Scale)
    chance_words: Mapping[str, float] = field(default_factory=dict)
    """By key without gender: what the charter's scales say a word means."""


Read = tuple[Any, tuple[Fault, ...]]
"""A value, None if there is none to use, and the faults."""


def shown(cell: Cell) -> str:
    """Give what a cell holds, as text."""
    value = cell.value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        text = f"{value:.15g}"
        return f"{value * 100:.10g} %" if cell.percent else text
    return value.isoformat() if isinstance(value, date) else str(value if value is not None else "")
