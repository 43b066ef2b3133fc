"""The document as plain data: one form for JSON, for Typst and for tests."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any

from briefing.evidence import CellRef, Fact, closure
from briefing.periods import Period


def plain(value: Any) -> Any:  # noqa: ANN401 - any value of the tree goes in, JSON types come out
    """Turn values of the tree into dicts, lists, strings and numbers; a record gets its `type`."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Period):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        record = {"type": _snake(type(value).__name__)}
        return record | {each.name: plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, tuple | list):
        return [plain(each) for each in value]
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    return value


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")


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
