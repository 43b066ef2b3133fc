"""Cells named for a reader: workbook, sheet, and the fewest ranges that cover the cells and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby

from briefing.evidence import CellRef
from briefing.workbook.grid import address, position

_MONTHLY = re.compile(r"submissions/(?P<year>\d{4})-(?P<month>\d\d)/(?P<site>[^/]+)\.xlsx")
Rows = tuple[int, int]
"""First and last row of a run."""


def places(cells: Iterable[CellRef], *, in_full: bool = False) -> str:
    """Name cells, such as `charter › Drivers: E6; MTY 2025-11–2026-10 › KPIs: G5:T5, T8`.

    A monthly workbook goes by its plant and its month, or `in_full` by its path. Workbooks named for the same cells stand together.
    """
    found: dict[str, list[str]] = {}
    for (file, sheet), group in groupby(sorted(cells), key=lambda cell: (cell.file, cell.sheet)):
        within = ranges(tuple(cell.cell for cell in group if cell.cell))
        told = f" › {sheet}" * bool(sheet) + f": {within}" * bool(within)
        found.setdefault(told, []).append(file)
    books: dict[tuple[str, ...], list[str]] = {}
    for told, files in found.items():
        books.setdefault(tuple(files), []).append(told)
    return "; ".join((", ".join(files) if in_full else _books(files)) + ";".join(told).replace("; › ", "; ") for files, told in books.items())


@lru_cache(maxsize=1024)
def _books(files: tuple[str, ...]) -> str:
    """Name workbooks in short: a plant's months together, months that follow one another as one span."""
    months: dict[str, list[int]] = {}
    named = []
    for file in files:
        monthly = _MONTHLY.fullmatch(file)
        if monthly:
            months.setdefault(monthly["site"], []).append(int(monthly["year"]) * 12 + int(monthly["month"]) - 1)
        else:
            named.append(file.removesuffix(".xlsx"))
    for site, numbers in months.items():
        spans = (_month(first) if first == last else f"{_month(first)}–{_month(last)}" for first, last in _runs(sorted(numbers)))
        named.append(f"{site}\N{NO-BREAK SPACE}{', '.join(spans)}")
    return ", ".join(named)


def _month(number: int) -> str:
    return f"{number // 12}-{number % 12 + 1:02d}"


@lru_cache(maxsize=4096)
def ranges(names: tuple[str, ...]) -> str:
    """Give addresses as ranges, such as `E4:F16, H4`; what is no address stands at the end as it is."""
    columns: dict[int, list[int]] = {}
    other = []
    for name in names:
        try:
            row, column = position(name)
        except ValueError:
            other.append(name)
        else:
            columns.setdefault(column, []).append(row)
    # Runs down each column, then columns side by side that have the same run.
    sides: dict[Rows, list[int]] = {}
    for column in sorted(columns):
        for run in _runs(sorted(set(columns[column]))):
            sides.setdefault(run, []).append(column)
    boxes = sorted((rows, between) for rows, across in sides.items() for between in _runs(across))
    return ", ".join([*(_box(rows, between) for rows, between in boxes), *other])


def _runs(numbers: list[int]) -> Iterator[Rows]:
    """Give first and last of each run of whole numbers that follow one another."""
    start = last = numbers[0]
    for number in numbers[1:]:
        if number != last + 1:
            yield start, last
            start = number
        last = number
    yield start, last


def _box(rows: Rows, columns: Rows) -> str:
    first, last = address(rows[0], columns[0]), address(rows[1], columns[1])
    return first if first == last else f"{first}:{last}"
