"""The JSON Schema of briefing.json: true of what is written, closed to anything else, and up to date in docs."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from briefing.document.schema import schema


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    """Give the schema's validator, after checking the schema itself."""
    Draft202012Validator.check_schema(schema())
    return Draft202012Validator(schema())


@pytest.mark.parametrize("site", ["MTY", "QRO", "TIJ"])
def test_the_sample_briefings_are_valid(site: str, data: Mapping[str, Any], validator: Draft202012Validator) -> None:
    """Each site's default editions, after a way through JSON text."""
    text = json.dumps(data[site] | {"editions": {name: data[site]["editions"][name] for name in ("board.en", "site.es")}}, allow_nan=False)
    assert [error.json_path + ": " + error.message for error in validator.iter_errors(json.loads(text))] == []


def test_anything_else_is_refused(data: Mapping[str, Any], validator: Draft202012Validator) -> None:
    """A field too many, one too few, an unknown stance, an edition nobody knows."""
    whole = data["QRO"]
    small = whole | {"editions": {"board.en": whole["editions"]["board.en"] | {"sections": []}}, "facts": dict([*whole["facts"].items()][:5])}

    def broken(change: Any) -> bool:
        tree = copy.deepcopy(small)
        change(tree, tree["editions"]["board.en"])
        return not validator.is_valid(tree)

    assert not broken(lambda _tree, _board: None)
    assert broken(lambda tree, _board: tree.update(extra=1))
    assert broken(lambda tree, _board: tree.pop("seed"))
    assert broken(lambda tree, _board: next(iter(tree["facts"].values())).update(note=""))
    assert broken(lambda _tree, board: board["masthead"]["line"].update(stance="opinion"))
    assert broken(lambda _tree, board: board["masthead"]["line"]["runs"].append({"type": "markup", "text": "<b>"}))
    assert broken(lambda tree, board: tree["editions"].update({"press.en": board}))


def test_the_published_schema_is_up_to_date(project: Path) -> None:
    """`make docs` has been run since the records last changed."""
    published = (project / "docs" / "briefing.schema.json").read_text(encoding="utf-8")
    assert json.loads(published) == schema()
