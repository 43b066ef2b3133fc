"""Values kept as JSON and given back as they were: records by their annotations, facts once by id, cells once by place.

JSON and not pickle, so that a file left in the output folder can never make the program run anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache, lru_cache
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from briefing.document.serial import fact_data, record_type
from briefing.evidence import CellRef, Fact, Value, closure
from briefing.periods import Period

Data = dict[str, Any]
Reader = Callable[[Any, "_Found"], Any]
_Record = TypeVar("_Record")


def kept(record: object) -> Data:
    """Give a record as JSON types, with every fact in it once, and every cell."""
    cells = _Cells()
    facts = {fact.id: _fact_data(fact, cells) for fact in closure(_facts_in(record))}
    written = _written(record, cells)
    return {"cells": [[cell.file, cell.sheet, cell.cell] for cell in cells.numbers], "facts": facts, "record": written}


def restored(kind: type[_Record], data: Data) -> _Record:
    """Give back what `kept` wrote; ValueError, KeyError or TypeError where it is not what was written."""
    found = _Found({}, tuple(_cell(*raw) for raw in data["cells"]))
    try:
        for identifier in data["facts"]:
            _fact(identifier, data["facts"], found)
        hashable: Any = kind
        record = _of_kind(hashable)(data["record"], found)
    except IndexError as fault:
        message = "names a cell that is not listed"
        raise ValueError(message) from fault
    if not isinstance(record, kind):
        message = f"not a {kind.__name__}"
        raise TypeError(message)
    return record


@dataclass(frozen=True, slots=True)
class _Found:
    """What a kept record's parts refer to."""

    facts: dict[str, Fact]
    cells: tuple[CellRef, ...]


class _Cells:
    """Numbers cells in the order in which they come: a plant names each of its cells some forty times."""

    def __init__(self) -> None:
        self.numbers: dict[CellRef, int] = {}

    def number(self, cell: CellRef) -> int:
        return self.numbers.setdefault(cell, len(self.numbers))


def _fact_data(fact: Fact, cells: _Cells) -> Data:
    return fact_data(fact) | {"cells": [cells.number(cell) for cell in fact.cells]}


def _written(value: Any, cells: _Cells) -> Any:  # noqa: ANN401 - any value of a record
    match value:
        case Fact():
            return {"fact": value.id}
        case CellRef():
            return cells.number(value)
        case Enum():
            return value.value
        case Period():
            return str(value)
        case date():
            return value.isoformat()
        case tuple():
            return [_written(each, cells) for each in value]
        case _ if is_dataclass(value):
            return {"type": record_type(type(value))} | {each.name: _written(getattr(value, each.name), cells) for each in fields(value)}
        case _:
            return value


def _facts_in(value: Any) -> Iterator[Fact]:  # noqa: ANN401 - as above
    if isinstance(value, Fact):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from _facts_in(each)
    elif is_dataclass(value) and not isinstance(value, CellRef | Period):
        for field in fields(value):
            yield from _facts_in(getattr(value, field.name))


def _fact(identifier: str, data: Data, found: _Found) -> Fact:
    if identifier not in found.facts:
        raw = data[identifier]
        inputs = tuple([_fact(each, data, found) for each in raw["inputs"]])
        cells = tuple([found.cells[each] for each in raw["cells"]])
        found.facts[identifier] = Fact(identifier, _value(raw["value"], raw["unit"]), raw["unit"], raw["method"], inputs, cells)
    return found.facts[identifier]


def _value(raw: Value, unit: str) -> Value:
    return date.fromisoformat(raw) if unit == "date" and isinstance(raw, str) else raw


@lru_cache(100_000)
def _cell(file: str, sheet: str, cell: str) -> CellRef:
    """Give a cell's one reference: plants share those of the charter."""
    return CellRef(file, sheet, cell)


@cache
def _reader(hint: Any) -> Reader:  # noqa: ANN401 - an annotation has any type
    """Give what reads a value of an annotation back."""
    if hint is Fact:
        return lambda raw, found: found.facts[raw["fact"]]
    if hint is CellRef:
        return lambda raw, found: found.cells[raw]
    if hint is Period:
        return lambda raw, _: Period.parse(raw)
    if hint is date:
        return lambda raw, _: date.fromisoformat(raw)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return lambda raw, _: hint(raw)
    if isinstance(hint, type) and is_dataclass(hint):
        return _record_reader(hint)
    return _composed(hint)


def _composed(hint: Any) -> Reader:  # noqa: ANN401 - as above
    origin, parts = get_origin(hint), get_args(hint)
    if origin in {Union, UnionType}:
        return _union(tuple(part for part in parts if part is not type(None)))
    if origin is tuple and parts[-1] is Ellipsis:
        item = _reader(parts[0])
        return lambda raw, found: tuple([item(each, found) for each in raw])
    if origin is tuple:
        items = tuple(map(_reader, parts))
        return lambda raw, found: tuple(read(each, found) for read, each in zip(items, raw, strict=True))
    return lambda raw, _: raw


def _union(parts: tuple[Any, ...]) -> Reader:
    """Read one of several records by its `type`, or the one kind there is beside None."""
    if len(parts) > 1 and all(is_dataclass(part) for part in parts):
        readers = {record_type(part): _reader(part) for part in parts}
        return lambda raw, found: None if raw is None else readers[raw["type"]](raw, found)
    only = _reader(parts[0])
    return lambda raw, found: None if raw is None else only(raw, found)


@cache
def _of_kind(kind: Any) -> Reader:  # noqa: ANN401 - a class, which the type checker does not know to be hashable
    return _record_reader(kind)


def _record_reader(kind: type) -> Reader:
    hints = get_type_hints(kind)
    readers = tuple((each.name, _reader(hints[each.name])) for each in fields(kind))
    return lambda raw, found: kind(**{name: read(raw[name], found) for name, read in readers})
