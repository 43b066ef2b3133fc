"""The JSON Schema of `briefing.json`, made from the records themselves: `python -m briefing.document.schema`."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from briefing.document.blocks import Document
from briefing.document.editions import EDITIONS
from briefing.document.serial import record_type
from briefing.evidence import CellRef, Fact
from briefing.findings import Finding
from briefing.periods import Period

JSON_VERSION = 1
"""The `version` of a briefing.json; it changes when a reader of the last one could no longer read it."""
DAY = {"type": "string", "format": "date"}
MONTH = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}$"}
PLAIN: Mapping[Any, dict[str, Any]] = {
    str: {"type": "string"}, bool: {"type": "boolean"}, int: {"type": "integer"}, float: {"type": "number"},
    type(None): {"type": "null"}, date: DAY, Period: MONTH,
}
Schema = dict[str, Any]


def schema() -> Schema:
    """Give the schema, draft 2020-12; every record is closed and complete."""
    definitions: dict[str, Schema] = {}
    document = _record(Document, definitions)
    del document["properties"]["facts"]  # printed once for all editions
    document["required"].remove("facts")
    fact = _closed(_hints(Fact, definitions) | {
        "inputs": {"type": "array", "items": PLAIN[str]},
        "cells": {"type": "array", "items": _place(definitions)},
    })
    finding = _closed(_hints(Finding, definitions) | {
        "parameters": {"type": "object", "additionalProperties": {"type": ["string", "number"]}},
    })
    definitions |= {"document": document, "fact": fact, "finding": finding}
    top = _closed({
        "version": {"const": JSON_VERSION}, "site": PLAIN[str], "period": MONTH, "as_of": DAY, "seed": {"type": "integer", "minimum": 0},
        "facts": {"type": "object", "additionalProperties": {"$ref": "#/$defs/fact"}},
        "findings": {"type": "array", "items": {"$ref": "#/$defs/finding"}},
        "editions": {"type": "object", "propertyNames": {"enum": [str(edition) for edition in EDITIONS]},
                     "additionalProperties": {"$ref": "#/$defs/document"}},
    })
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "briefing.json: all facts of one site's month once, and each edition's tree",
        **top, "$defs": dict(sorted(definitions.items())),
    }


def _closed(properties: Mapping[str, Schema]) -> Schema:
    return {"type": "object", "properties": dict(properties), "required": list(properties), "additionalProperties": False}


def _hints(record: type, definitions: dict[str, Schema]) -> dict[str, Schema]:
    hints = get_type_hints(record)
    return {each.name: _schema_of(hints[each.name], definitions) for each in fields(record)}


def _record(record: type, definitions: dict[str, Schema]) -> Schema:
    """Give a record's schema with its `type` and its docstring's first line."""
    made = _closed({"type": {"const": record_type(record)}} | _hints(record, definitions))
    return {"description": (record.__doc__ or "").partition("\n")[0]} | made


def _place(definitions: dict[str, Schema]) -> Schema:
    """Give the schema of a place: as `serial.cell_data` writes it, without `type`, null where there is no sheet or cell."""
    null_or_text = {"type": ["string", "null"]}
    definitions["place"] = _closed({"file": PLAIN[str], "sheet": null_or_text, "cell": null_or_text})
    return {"$ref": "#/$defs/place"}


def _schema_of(hint: Any, definitions: dict[str, Schema]) -> Schema:  # noqa: ANN401 - an annotation has any type
    """Give the schema of an annotation; TypeError for one that `serial.plain` would not write."""
    if hint is CellRef:
        return _place(definitions)
    if hint in PLAIN:
        return PLAIN[hint]
    if isinstance(hint, type) and issubclass(hint, Enum):
        return {"enum": [member.value for member in hint]}
    if is_dataclass(hint) and isinstance(hint, type):
        return _reference(hint, definitions)
    return _composed(hint, definitions)


def _reference(record: type, definitions: dict[str, Schema]) -> Schema:
    name = record_type(record)
    if name not in definitions:
        definitions[name] = {}  # a record may hold itself: a callout in a callout
        definitions[name] = _record(record, definitions)
    return {"$ref": f"#/$defs/{name}"}


def _composed(hint: Any, definitions: dict[str, Schema]) -> Schema:  # noqa: ANN401 - as above
    origin, parts = get_origin(hint), get_args(hint)
    if origin is Literal:
        return {"enum": list(parts)}
    if origin in {Union, UnionType}:
        return {"anyOf": [_schema_of(part, definitions) for part in parts]}
    if origin is tuple and parts[-1] is Ellipsis:
        return {"type": "array", "items": _schema_of(parts[0], definitions)}
    if origin is tuple:
        return {"type": "array", "prefixItems": [_schema_of(part, definitions) for part in parts],
                "minItems": len(parts), "maxItems": len(parts)}
    if origin is dict:
        return {"type": "object", "additionalProperties": _schema_of(parts[1], definitions)}
    message = f"no JSON type is declared for {hint!r}"
    raise TypeError(message)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(schema(), indent=1, ensure_ascii=False) + "\n")
