"""Following a sentence or a figure of a `briefing.json` down to its cells."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from briefing.language import Language, catalogue

Tree = Mapping[str, Any]
NEAR = 5
"""How many ids are offered for one that is not there."""


class NotABriefing(Exception):  # noqa: N818 - it names what is wrong
    """The file is not a briefing.json."""


class UnknownEdition(Exception):  # noqa: N818 - it names what is wrong
    """The briefing has no such edition; `known` are those it has."""

    def __init__(self, known: tuple[str, ...]) -> None:
        """Keep the editions it has."""
        super().__init__(", ".join(known))
        self.known = known


class UnknownId(Exception):  # noqa: N818 - it names what is wrong
    """No sentence, figure or evidence number of that id; `near` are ids that look like it."""

    def __init__(self, near: tuple[str, ...]) -> None:
        """Keep the ids that look like the one asked for."""
        super().__init__(", ".join(near))
        self.near = near


def explanation(path: Path, identifier: str, edition: str | None, language: Language) -> str:
    """Tell what a figure, a sentence or an evidence number (`e12`) rests on, indented by step.

    Raises:
        NotABriefing: The file is not a briefing.json.
        UnknownEdition: The briefing has no such edition.
        UnknownId: The briefing has nothing of that id.
    """
    briefing = _read(path)
    facts, editions = briefing["facts"], briefing["editions"]
    if edition is not None and edition not in editions:
        raise UnknownEdition(tuple(editions))
    if identifier in facts:
        return "\n".join(_fact_lines(identifier, facts, language, 0, set()))
    chosen = {name: tree for name, tree in editions.items() if edition in (None, name)}
    for name, tree in chosen.items():
        said = list(_under(identifier, tree))
        if said:
            return "\n\n".join("\n".join(_sentence_lines(name, each, facts, language)) for each in said)
    known = [*facts, *(sentence["id"] for tree in chosen.values() for sentence in _walk(tree, "sentence"))]
    raise UnknownId(_near(identifier, known))


def _read(path: Path) -> Tree:
    try:
        briefing = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as fault:
        raise NotABriefing from fault
    if not isinstance(briefing, dict) or not all(isinstance(briefing.get(key), dict) for key in ("facts", "editions")):
        raise NotABriefing
    return briefing


def _near(identifier: str, known: Iterable[str]) -> tuple[str, ...]:
    """Give ids that look like the one asked for, whatever their case; those that begin with it come first."""
    by_fold = {each.casefold(): each for each in known}
    wanted = identifier.casefold()
    begun = [each for each in by_fold if each.startswith(f"{wanted}.")]
    return tuple(by_fold[each] for each in dict.fromkeys([*begun, *get_close_matches(wanted, by_fold, NEAR)]))[:NEAR]


def _under(identifier: str, document: Tree) -> Iterator[Tree]:
    """Yield the sentence of an id, or all that an evidence number stands for, in reading order: of a table the whole row."""
    for each in _walk(document, "row", "sentence"):
        said = list(_walk(each, "sentence"))
        if any(_number(sentence) == identifier for sentence in said):
            yield from (sentence for sentence in said if sentence["cells"])
        else:
            yield from (sentence for sentence in said if sentence["id"] == identifier)


def _number(sentence: Tree) -> str:
    return f"e{sentence['note']}" if sentence["note"] else ""


def _walk(tree: Any, *kinds: str) -> Iterator[Tree]:  # noqa: ANN401 - any JSON value
    """Yield the records of some types in reading order, none inside another of them."""
    if isinstance(tree, dict):
        if tree.get("type") in kinds:
            yield tree
            return
        tree = list(tree.values())
    if isinstance(tree, list):
        for each in tree:
            yield from _walk(each, *kinds)


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
