"""A mapping: what a person has confirmed about a site's own file, as it is kept in `mappings/SITE.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from briefing.workbook.adopt.found import TableKind

VERSION: Final = 1


class MappingFault(ValueError):  # noqa: N818 - it names what is wrong
    """The TOML cannot be used; `place` says which key, `found` what stands there."""

    def __init__(self, place: str, found: object) -> None:
        """Keep what is wrong."""
        super().__init__(f"{place}: {found!r}")
        self.place, self.found = place, str(found)


def _fault(found: object, place: str) -> MappingFault:
    return MappingFault(place, found)


@dataclass(frozen=True, slots=True)
class ColumnRule:
    """One column: known again by its header, taken for a role. `sure` is 100 for what a person typed."""

    header: str
    take_as: str
    column: str = ""
    """Letters of the column when the mapping was made: tells two equal headers apart."""
    sure: int = 100
    kpi: str = ""
    unit: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class MonthRule:
    """What a column headed by a month holds, by the words beside the month (blank: none)."""

    beside: str
    take_as: str
    sure: int = 100


@dataclass(frozen=True, slots=True)
class KpiRule:
    """Which KPI of the charter a label is; `factor` brings the file's unit to the charter's."""

    label: str
    code: str
    sure: int = 100
    factor: float = 1.0
    why: str = ""


@dataclass(frozen=True, slots=True)
class TableRule:
    """One table of the site's file."""

    sheet: str
    kind: TableKind
    title: str = ""
    range: str = ""
    occurrence: int = 1
    """Which of several tables with the same headers on the sheet."""
    columns: tuple[ColumnRule, ...] = ()
    months: tuple[MonthRule, ...] = ()
    kpis: tuple[KpiRule, ...] = ()
    left: tuple[str, ...] = ()
    """Headers that are known and left."""
    labels_left: tuple[str, ...] = ()
    """Labels of rows that are known and left."""
    year: str = ""
    """Where the year of bare months comes from: `header`, `title`, `above`, `sheet`, `file`, `period`, or a year."""
    combine: str = ""
    """How several rows of one month become one value: `sum`, `mean`, `last`; blank: they must not occur."""
    sign: str = ""
    currency: str = ""
    window_months: int | None = None
    """How many months ahead the chances of a register speak of, where no date is given."""
    sure: int = 100


@dataclass(frozen=True, slots=True)
class CellRule:
    """A single cell: right of a label, or at an address."""

    sheet: str
    label: str = ""
    cell: str = ""


@dataclass(frozen=True, slots=True)
class SiteMapping:
    """Everything a site's own file is read by."""

    site: str = ""
    language: str = ""
    decimal_sign: str = "."
    currency: str = ""
    period_from: str = "folder"
    """`folder`, `cell`, `file name`, or a month such as `2026-10`."""
    period_cell: CellRule | None = None
    cover: Mapping[str, CellRule] = field(default_factory=dict)
    """By field of the Cover: the cell that states it."""
    scales: Mapping[str, Mapping[str, float | None]] = field(default_factory=dict)
    """By `likelihood` or `impact`: by word, the figure it stands for; None where nobody has said."""
    states: Mapping[str, str] = field(default_factory=dict)
    """By word of the file: open, happened, closed."""
    tables: tuple[TableRule, ...] = ()
    tables_left: tuple[str, ...] = ()
    """Tables that are known and left, as `Sheet!A1:C9`."""
    made_from: str = ""
    sure: Mapping[str, int] = field(default_factory=dict)
    """How sure a proposal is of `site`, of a state's word, and so on; what is not named is sure."""


def load_mapping(text: str) -> SiteMapping:
    """Read a mapping from TOML. Raises MappingFault for what cannot be used, so that nothing is misread in silence."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise _fault(fault, "TOML") from None
    if data.get("version") != VERSION:
        raise _fault(data.get("version"), "version")
    period = _table(data, "period")
    rule = CellRule(_text(period, "sheet"), _text(period, "label"), _text(period, "cell")) if period.get("sheet") else None
    return SiteMapping(
        _text(data, "site"), _text(data, "language"), _text(data, "decimal_sign", "."), _text(data, "currency"), _text(period, "from", "folder"), rule,
        {name: CellRule(_text(each, "sheet"), _text(each, "label"), _text(each, "cell")) for name, each in _table(data, "cover").items() if isinstance(each, dict)},
        {name: {word: _figure(f"scales.{name}.{word}", value) for word, value in _steps(each, name).items()} for name, each in _table(data, "scales").items()},
        {str(word): str(state) for word, state in _table(data, "states").items()},
        tuple(_rule(each, number) for number, each in enumerate(_list(data, "tables"), 1)),
        tuple(str(each) for each in _list(data, "tables_left")), _text(data, "made_from"))


def _steps(value: object, name: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise _fault(value, f"scales.{name}")
    return value


def _figure(place: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _fault(value, place)
    return float(value)


def _table(data: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = data.get(name, {})
    if not isinstance(value, dict):
        raise _fault(value, name)
    return value


def _list(data: Mapping[str, Any], name: str) -> list[Any]:
    value = data.get(name, [])
    if not isinstance(value, list):
        raise _fault(value, name)
    return value


def _text(data: Mapping[str, Any], name: str, usual: str = "") -> str:
    value = data.get(name, usual)
    if not isinstance(value, str | int) or isinstance(value, bool):
        raise _fault(value, name)
    return str(value)


def _rule(data: Any, number: int) -> TableRule:  # noqa: ANN401 - whatever the file holds
    place = f"tables[{number}]"
    if not isinstance(data, dict):
        raise _fault(data, place)
    try:
        kind = TableKind(_text(data, "kind"))
    except ValueError:
        raise _fault(data.get("kind"), f"{place}.kind") from None
    window = data.get("window_months")
    if window is not None and (isinstance(window, bool) or not isinstance(window, int) or not 0 < window <= 120):
        raise _fault(window, f"{place}.window_months")
    combine = _text(data, "combine")
    if combine not in {"", "sum", "mean", "last"}:
        raise _fault(combine, f"{place}.combine")
    columns = tuple(
        ColumnRule(_text(each, "header"), _text(each, "take_as"), _text(each, "column"), int(_text(each, "sure", "100") or 100), _text(each, "kpi").upper(), _text(each, "unit"))
        for each in _entries(data, "columns", place))
    months = tuple(MonthRule(_text(each, "beside"), _text(each, "take_as")) for each in _entries(data, "months", place))
    kpis = tuple(KpiRule(_text(each, "label"), _text(each, "code").upper(), factor=_figure(f"{place}.kpis.factor", each.get("factor", 1))) for each in _entries(data, "kpis", place)
        if _text(each, "code") not in {"", "?"})
    return TableRule(
        _text(data, "sheet"), kind, _text(data, "title"), _text(data, "range"), int(_text(data, "occurrence", "1") or 1), columns, months, kpis,
        tuple(str(each) for each in _list(data, "left")), tuple(str(each) for each in _list(data, "labels_left")), _text(data, "year"), combine,
        _text(data, "decimal_sign"), _text(data, "currency"), window)


def _entries(data: Mapping[str, Any], name: str, place: str) -> list[Mapping[str, Any]]:
    entries = _list(data, name)
    for entry in entries:
        if not isinstance(entry, dict):
            raise _fault(entry, f"{place}.{name}")
    return entries
