"""Somebody's longer words: their beginning where the room is short, and the whole of them in the appendix.

Never rewritten: what is left out is left out at the end, between words, and says on which page the whole stands.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from operator import is_
from typing import Any, TypeVar

from briefing.document.blocks import (
    Block,
    Bullets,
    Callout,
    Cell,
    Chart,
    Column,
    Heading,
    Layout,
    Paragraph,
    Quote,
    Row,
    Section,
    SideBySide,
    Table,
    sentences_of,
)
from briefing.document.scribe import Scribe
from briefing.sentences import Reference, Run, Sentence, Typed, Words

Change = Callable[[Sentence, int], Sentence]
Part = TypeVar("Part")
Record = TypeVar("Record", bound=Section | Block | Cell)
NARROW = 450
"""Characters of a person's words in a column as wide as the table; a column holds its share of them."""
NARROW_SHARE = 0.15
VERY_NARROW = 300
"""The same for a column narrower than this share: its words break into many lines."""
SPARED = 20
"""So many characters more than the room stand whole: the note would be as long."""
ANCHOR = "full-"


def shortened_section(scribe: Scribe, section: Section, most: int, least: int = 0) -> Section:
    """Give a section in which nobody's words are longer than `most` characters, or than their column holds but `least`."""
    note = scribe.pen.text("in_full")

    def change(sentence: Sentence, room: int) -> Sentence:
        if not any(isinstance(run, Typed) and len(run.text) > room + SPARED for run in sentence.runs):
            return sentence
        runs: list[Run] = []
        for index, run in enumerate(sentence.runs):
            runs += _cut(run, room, note, anchor_of(sentence, index))
        return replace(sentence, runs=tuple(runs))

    return changed_section(section, change, most, least)


def changed_section(section: Section, change: Change, most: int = 0, least: int = 0) -> Section:
    """Give a section with every sentence changed; `change` takes the sentence and the characters of room for words.

    What nothing changes in is the same object again: most of a section's many cells.
    """
    headline = change(section.headline, most) if section.headline else None
    return _with(section, headline=headline, blocks=_each(section.blocks, lambda block: _changed(block, change, most, least)))


def _with(record: Record, **parts: Any) -> Record:  # noqa: ANN401 - a part has any type
    """Give a record with other parts, itself where each part is the one that it has."""
    return record if all(getattr(record, name) is part for name, part in parts.items()) else replace(record, **parts)


def _each(parts: tuple[Part, ...], change: Callable[[Part], Part]) -> tuple[Part, ...]:
    """Give parts changed one by one, the same tuple where none is."""
    changed = tuple(map(change, parts))
    return parts if all(map(is_, parts, changed)) else changed


def _cut(run: Run, room: int, note: str, anchor: str) -> tuple[Run, ...]:
    if not isinstance(run, Typed) or len(run.text) <= room + SPARED:
        return (run,)
    kept = run.text[:room]
    kept = kept[:kept.rfind(" ")] if " " in kept[room // 2:] else kept
    beginning = Typed(kept.rstrip(" ,;:") + "\N{HORIZONTAL ELLIPSIS}", run.language)
    return (beginning, Words(" ("), Reference(note, anchor), Words(")"))


def anchor_of(sentence: Sentence, index: int) -> str:
    """Give the anchor of one run's words in full: the same in both languages."""
    return ANCHOR + sha256(f"{sentence.id} {index}".encode()).hexdigest()[:12]


def _changed(block: Block, change: Change, most: int, least: int) -> Block:
    def sentence(each: Sentence) -> Sentence:
        return change(each, most)

    def inner(each: Block) -> Block:
        return _changed(each, change, most, least)

    match block:
        case Heading() | Quote():
            return _with(block, sentence=sentence(block.sentence))
        case Paragraph():
            return _with(block, sentences=_each(block.sentences, sentence))
        case Bullets():
            return _with(block, items=_each(block.items, lambda item: _each(item, sentence)))
        case Table():
            return _with(block, rows=_changed_rows(block, change, most, least))
        case Chart():
            return _with(block, message=sentence(block.message)) if block.message else block
        case SideBySide():
            return _with(block, left=_each(block.left, inner), right=_each(block.right, inner))
        case Callout():
            return _with(block, blocks=_each(block.blocks, inner))


def _changed_rows(table: Table, change: Change, most: int, least: int) -> tuple[Row, ...]:
    rooms = [min(most, max(round(column.width * (NARROW if column.width >= NARROW_SHARE else VERY_NARROW)), least)) if column.width else most
             for column in table.columns]

    def cell(each: Cell, room: int) -> Cell:
        return _with(each, sentences=_each(each.sentences, lambda sentence: change(sentence, room)))

    def row(each: Row) -> Row:
        cells = tuple(map(cell, each.cells, rooms))
        return each if all(map(is_, each.cells, cells)) else replace(each, cells=cells)

    return _each(table.rows, row)


@dataclass(frozen=True, slots=True)
class FullWords:
    """What was too long for its place: by anchor the section, the sentence and the words, and the same words in the other language."""

    section: Section
    sentence: Sentence
    run: Typed
    twin: str


def cut_anchors(sections: Iterable[Section]) -> set[str]:
    """Give the anchors of the words that the sections point to."""
    return {run.target for section in sections for sentence in sentences_of(section) for run in sentence.runs
            if isinstance(run, Reference) and run.target.startswith(ANCHOR)}


def typed_words(sections: Iterable[Section]) -> Iterator[tuple[str, Section, Sentence, Typed]]:
    """Yield everybody's words in reading order, with their anchor."""
    for section in sections:
        for sentence in sentences_of(section):
            yield from ((anchor_of(sentence, index), section, sentence, run)
                        for index, run in enumerate(sentence.runs) if isinstance(run, Typed))


def full_words(whole: Iterable[Section], other: Iterable[Section], wanted: Collection[str]) -> dict[str, FullWords]:
    """Find the wanted words in sections as they were whole, `other` being the same sections in the other language."""
    twins = {anchor: run.text for anchor, _, _, run in typed_words(other) if anchor in wanted}
    found: dict[str, FullWords] = {}
    for anchor, section, sentence, run in typed_words(whole):
        if anchor in wanted:
            found.setdefault(anchor, FullWords(section, sentence, run, twins.get(anchor, run.text)))
    return found


def first_anchors(words: Mapping[str, FullWords]) -> dict[str, str]:
    """Give for each anchor the first one of equal words: what was cut in several places stands once."""
    first: dict[tuple[str, ...], str] = {}
    return {anchor: first.setdefault(tuple(sorted((each.run.text, each.twin))), anchor) for anchor, each in words.items()}


def relinked(section: Section, anchors: Mapping[str, str]) -> Section:
    """Give a section whose references lead to the first of equal words."""
    def change(sentence: Sentence, _room: int) -> Sentence:
        if not any(isinstance(run, Reference) and run.target in anchors for run in sentence.runs):
            return sentence
        runs = (replace(run, target=anchors.get(run.target, run.target)) if isinstance(run, Reference) else run for run in sentence.runs)
        return replace(sentence, runs=tuple(runs))

    return changed_section(section, change)


def full_words_section(scribe: Scribe, words: Mapping[str, FullWords], anchors: Mapping[str, str]) -> Section | None:
    """Compose the words in full; None where everybody's words stand whole in their places."""
    rows = tuple(_row(each, anchor) for anchor, each in words.items() if anchors[anchor] == anchor)
    if not rows:
        return None
    pen = scribe.pen
    columns = tuple(Column(pen.text(f"column.{key}"), width=share) for key, share in (("stands_in", 0.22), ("in_full", 0.78)))
    table = Table(columns, rows, pen.text("in_full_caption"), "plain")
    return Section("in-full", scribe.label("in_full"), (table,), Layout.APPENDIX)


def _row(words: FullWords, anchor: str) -> Row:
    place = Sentence(f"{anchor}.place", (Words(words.section.title),))
    return Row((Cell((place,)), Cell((replace(words.sentence, id=anchor, runs=(words.run,), note=0, strong=False),))), anchor=anchor)
