"""The document as plain data: one form for JSON, for Typst and for tests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from datetime import date
from enum import Enum
from functools import cache
from typing import Any

from briefing.document.blocks import Document
from briefing.evidence import CellRef, Fact, closure
from briefing.periods import Period

_AS_THEY_ARE = frozenset({str, int, float, bool, type(None)})


def plain(value: Any) -> Any:  # noqa: ANN401 - any value of the tree goes in, JSON types come out
    """Turn values of the tree into dicts, lists, strings and numbers; a record gets its `type`."""
    kind: Any = type(value)
    if kind in _AS_THEY_ARE:  # most of a tree's many thousand values
        return value
    return _way(kind)(value)


@cache
def _way(kind: type) -> Callable[[Any], Any]:
    """Give how a kind of value is turned, looked up once for the many of its kind."""
    ways: tuple[tuple[type | tuple[type, ...], Callable[[Any], Any]], ...] = (
        (Enum, lambda value: value.value), (Period, str), (date, lambda value: value.isoformat()), (CellRef, cell_data),
        ((tuple, list), lambda value: [plain(each) for each in value]),
        (dict, lambda value: {str(key): plain(each) for key, each in value.items()}),
    )
    found = next((way for kinds, way in ways if issubclass(kind, kinds)), None)
    return found or (_record(kind) if is_dataclass(kind) else lambda value: value)


def _record(kind: type) -> Callable[[Any], dict[str, Any]]:
    name, parts = _form(kind)

    def data(value: Any) -> dict[str, Any]:  # noqa: ANN401 - a record of that kind
        found: dict[str, Any] = {"type": name}
        for part in parts:
            each = getattr(value, part)
            found[part] = each if type(each) in _AS_THEY_ARE else plain(each)
        return found

    return data


@cache
def _form(record: type) -> tuple[str, tuple[str, ...]]:
    """Give a kind of record's `type` and the names of its fields."""
    return record_type(record), tuple(each.name for each in fields(record))


def record_type(record: type) -> str:
    """Give the `type` that a record of the tree is written with, such as `side_by_side`."""
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in record.__name__).lstrip("_")


def tree_data(document: Document) -> dict[str, Any]:
    """Give a document's tree without its facts, which stand once beside all editions."""
    tree: dict[str, Any] = plain(replace(document, facts=()))
    del tree["facts"]
    return tree


def fact_data(fact: Fact) -> dict[str, Any]:
    """Give one fact, its inputs by id."""
    return {
        "id": fact.id,
        "value": plain(fact.value),
        "unit": fact.unit,
        "method": fact.method,
        "inputs": [part.id for part in fact.inputs],
        "cells": [cell_data(cell) for cell in fact.cells],
    }


def cell_data(cell: CellRef) -> dict[str, str | None]:
    """Give a place as JSON; null where there is no sheet or cell."""
    return {"file": cell.file, "sheet": cell.sheet or None, "cell": cell.cell or None}


def facts_data(facts: tuple[Fact, ...]) -> dict[str, dict[str, Any]]:
    """Give all facts and those they rest on, by id in alphabetical order."""
    return {fact.id: fact_data(fact) for fact in sorted(closure(facts), key=lambda each: each.id)}
