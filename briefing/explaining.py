"""Following a sentence or a figure of a `briefing.json` down to its cells."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from briefing.language import Language, catalogue

Tree = Mapping[str, Any]


class UnknownId(Exception):  # noqa: N818 - it names what is wrong
    """No sentence, figure or evidence number of that id; `near` are ids that look like it."""

    def __init__(self, near: tuple[str, ...]) -> None:
        """Keep the ids that look like the one asked for."""
        super().__init__(", ".join(near))
        self.near = near


def explanation(path: Path, identifier: str, edition: str | None, language: Language) -> str:
    """Tell what a figure, a sentence or an evidence number (`e12`) rests on, indented by step.

    Raises:
        UnknownId: The briefing has nothing of that id.
    """
    briefing: Tree = json.loads(path.read_text(encoding="utf-8"))
    facts: Tree = briefing["facts"]
    if identifier in facts:
        return "\n".join(_fact_lines(identifier, facts, language, 0, set()))
    sentences = list(_sentences(briefing, edition))
    for name, sentence in sentences:
        if identifier in {sentence["id"], f"e{sentence['note']}"} and (sentence["note"] or identifier == sentence["id"]):
            return "\n".join(_sentence_lines(name, sentence, facts, language))
    known = [*facts, *(sentence["id"] for _, sentence in sentences)]
    raise UnknownId(tuple(get_close_matches(identifier, known, 5)))


def _sentences(briefing: Tree, edition: str | None) -> Iterator[tuple[str, Tree]]:
    for name, document in briefing["editions"].items():
        if edition in (None, name):
            yield from ((name, each) for each in _walk(document))


def _walk(tree: Any) -> Iterator[Tree]:  # noqa: ANN401 - any JSON value
    if isinstance(tree, dict):
        if tree.get("type") == "sentence":
            yield tree
            return
        tree = list(tree.values())
    if isinstance(tree, list):
        for each in tree:
            yield from _walk(each)


def _sentence_lines(edition: str, sentence: Tree, facts: Tree, language: Language) -> list[str]:
    words = catalogue("interface", language)
    text = "".join(run["text"] for run in sentence["runs"])
    lines = [f"{edition}  {sentence['id']}", f"“{text}”", words.text(f"stance.{sentence['stance']}")]
    named = [run["fact"] for run in sentence["runs"] if run["type"] == "number"]
    shown: set[str] = set()
    for identifier in dict.fromkeys(named):
        if identifier in facts:
            lines += _fact_lines(identifier, facts, language, 1, shown)
    lines.append(words.text("rests_on"))
    lines += [f"  {_place(cell)}" for cell in sentence["cells"]]
    return lines


def _fact_lines(identifier: str, facts: Tree, language: Language, depth: int, shown: set[str]) -> list[str]:
    fact, pad, words = facts[identifier], "  " * depth, catalogue("interface", language)
    head = f"{pad}{identifier} = {fact['value']} {fact['unit']}"
    if identifier in shown:
        return [f"{head}  ({words.text('see_above')})"]
    shown.add(identifier)
    lines = [head]
    if fact["method"] != "typed":
        lines.append(f"{pad}  {catalogue('methods', language).text(fact['method'])}")
    lines += [f"{pad}  {_place(cell)}" for cell in fact["cells"]]
    for part in fact["inputs"]:
        lines += _fact_lines(part, facts, language, depth + 1, shown)
    return lines


def _place(cell: Tree) -> str:
    return " › ".join(part for part in (cell["file"], cell["sheet"], cell["cell"]) if part)
