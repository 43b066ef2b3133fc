"""Values kept as JSON and given back as they were: records by their annotations, facts once by id.

JSON and not pickle, so that a file left in the output folder can never make the program run anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache, lru_cache
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from briefing.document.serial import cell_data, facts_data, record_type
from briefing.evidence import CellRef, Fact, Value
from briefing.periods import Period

Data = dict[str, Any]
Reader = Callable[[Any, Mapping[str, Fact]], Any]
_Record = TypeVar("_Record")


def kept(record: object) -> Data:
    """Give a record as JSON types, with every fact in it once."""
    return {"facts": facts_data(tuple(_facts_in(record))), "record": _written(record)}


def restored(kind: type[_Record], data: Data) -> _Record:
    """Give back what `kept` wrote; ValueError, KeyError or TypeError where it is not what was written."""
    facts: dict[str, Fact] = {}
    for identifier in data["facts"]:
        _fact(identifier, data["facts"], facts)
    record = _record_reader(kind)(data["record"], facts)
    if not isinstance(record, kind):
        message = f"not a {kind.__name__}"
        raise TypeError(message)
    return record


def _written(value: Any) -> Any:  # noqa: ANN401 - any value of a record
    match value:
        case Fact():
            return {"fact": value.id}
        case CellRef():
            return cell_data(value)
        case Enum():
            return value.value
        case Period():
            return str(value)
        case date():
            return value.isoformat()
        case tuple():
            return [_written(each) for each in value]
        case _ if is_dataclass(value):
            return {"type": record_type(type(value))} | {each.name: _written(getattr(value, each.name)) for each in fields(value)}
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


def _fact(identifier: str, data: Data, found: dict[str, Fact]) -> Fact:
    if identifier not in found:
        raw = data[identifier]
        inputs = tuple(_fact(each, data, found) for each in raw["inputs"])
        found[identifier] = Fact(identifier, _value(raw["value"], raw["unit"]), raw["unit"], raw["method"], inputs, tuple(map(_cell, raw["cells"])))
    return found[identifier]


def _value(raw: Value, unit: str) -> Value:
    return date.fromisoformat(raw) if unit == "date" and isinstance(raw, str) else raw


def _cell(raw: Data) -> CellRef:
    return _ref(raw["file"], raw["sheet"] or "", raw["cell"] or "")


@lru_cache(100_000)
def _ref(file: str, sheet: str, cell: str) -> CellRef:
    """Give a cell's one reference: a plant's digest names each of its cells some forty times."""
    return CellRef(file, sheet, cell)


@cache
def _reader(hint: Any) -> Reader:  # noqa: ANN401 - an annotation has any type
    """Give what reads a value of an annotation back."""
    if hint is Fact:
        return lambda raw, facts: facts[raw["fact"]]
    if hint is CellRef:
        return lambda raw, _: _cell(raw)
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
        return lambda raw, facts: tuple(item(each, facts) for each in raw)
    if origin is tuple:
        items = tuple(map(_reader, parts))
        return lambda raw, facts: tuple(read(each, facts) for read, each in zip(items, raw, strict=True))
    return lambda raw, _: raw


def _union(parts: tuple[Any, ...]) -> Reader:
    """Read one of several records by its `type`, or the one kind there is beside None."""
    if len(parts) > 1 and all(is_dataclass(part) for part in parts):
        readers = {record_type(part): _reader(part) for part in parts}
        return lambda raw, facts: None if raw is None else readers[raw["type"]](raw, facts)
    only = _reader(parts[0])
    return lambda raw, facts: None if raw is None else only(raw, facts)


def _record_reader(kind: type) -> Reader:
    hints = get_type_hints(kind)
    readers = tuple((each.name, _reader(hints[each.name])) for each in fields(kind))
    return lambda raw, facts: kind(**{name: read(raw[name], facts) for name, read in readers})
