"""The document as dicts and lists for templates: anchors checked, heading levels closed, charts drawn.

Both templates get this one form; what each needs of its own (charts for its widths, characters its fonts
have) comes in as functions.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from math import ceil
from typing import Any

from briefing.document.blocks import (
    Block,
    Bullets,
    Callout,
    Cell,
    Chart,
    Document,
    Heading,
    Layout,
    Number,
    Paragraph,
    Quote,
    Reference,
    Row,
    Section,
    Sentence,
    SideBySide,
    Stance,
    Table,
    Typed,
    Words,
)
from briefing.rendering.logos import logo_data
from briefing.rendering.words import labels

Data = dict[str, Any]
Draw = Callable[[Chart, float, str], Data]
"""Draws a chart for a share (0..1) of the text's width, under a name unique within the page."""

_SHARES = {"full": 1.0, "half": 0.48, "third": 0.31}
_KEPT_TOGETHER = 16
"""A figure of so many characters is never broken over two lines."""
_SHORT = 8
"""A cell of so many characters, such as a code or a day, isn't either."""
_UNBREAKABLE = re.compile(r"\$?[0-9][0-9.,]*[%kMB]?")
"""Figures that no line breaks in by itself."""
_ROWS_TOGETHER = 12
_HALF_A_PAGE = 335.0
_THIRD_OF_A_PAGE = 223.0
_TABLE_LINE, _LINE_HEIGHT, _ROW_SPACE = 110, 11.0, 8.0
"""Characters of a line of table text over the whole width; points of such a line, and what a row adds to its lines."""


@dataclass(slots=True)
class _Maker:
    document: Document
    draw: Draw
    words: dict[str, str]
    text: Callable[[str], str]
    anchors: set[str]
    given: set[str] = field(default_factory=set)
    noted: set[int] = field(default_factory=set)
    level: int = 1
    charts: int = 0
    most: float = _HALF_A_PAGE
    """The height in points up to which a table is never broken; less in the appendix, which is to leave no pages half empty."""

    def anchor(self, name: str) -> str:
        """Give an anchor to the first that asks for it, nothing to the others."""
        if not name or name in self.given:
            return ""
        self.given.add(name)
        return name


def view(document: Document, draw: Draw, clean: Callable[[str], str] = str) -> Data:
    """Give the whole document; `clean` is applied to every text."""
    maker = _Maker(document, draw, labels(document), clean, set(_anchors(document)))
    masthead = document.masthead
    return {
        "language": document.language,
        "title": maker.text(document.title),
        "edition": document.edition,
        "masthead": {
            "site": maker.text(masthead.site), "period": maker.text(masthead.period),
            "edition": maker.text(masthead.edition), "company": maker.text(masthead.company),
            "confidentiality": maker.text(masthead.confidentiality), "line": _sentence(masthead.line, maker),
            "logo": logo_data(masthead.logo, maker.text(masthead.company or masthead.site)) if masthead.logo else None,
        },
        "notices": [maker.text(notice) for notice in document.notices],
        "labels": {key: maker.text(word) for key, word in maker.words.items()},
        "sections": [_section(section, maker) for section in document.sections],
    }


def _anchors(document: Document) -> Iterable[str]:
    """Yield every place that can be led to."""
    for section in document.sections:
        if section.anchor:
            yield section.anchor
        yield from _block_anchors(section.blocks)


def _block_anchors(blocks: Iterable[Block]) -> Iterable[str]:
    for block in blocks:
        match block:
            case Heading():
                yield from filter(None, (block.anchor,))
            case Table():
                yield from filter(None, (row.anchor for row in block.rows))
            case SideBySide():
                yield from _block_anchors((*block.left, *block.right))
            case Callout():
                yield from _block_anchors(block.blocks)


def _section(section: Section, maker: _Maker) -> Data:
    first = section.layout is Layout.PAGE_ONE
    # Page one hangs under the document's own title; its section title is not drawn.
    maker.level = 1 if first else 2
    maker.most = _THIRD_OF_A_PAGE if section.layout is Layout.APPENDIX else _HALF_A_PAGE
    data: Data = {
        "layout": section.layout.value,
        "anchor": maker.anchor(section.anchor),
        "title": maker.text(section.title or (section.headline.text if section.headline else "")),
        "headline": _sentence(section.headline, maker) if section.headline else None,
        "blocks": _blocks(section.blocks, maker, 1.0),
    }
    if first:
        data["blocks"] = _columns(data["blocks"])
    return data


def _columns(blocks: list[Data]) -> list[Data]:
    """Set labelled paragraphs that follow each other side by side: the foot of page one."""
    found: list[Data] = []
    for block in blocks:
        labelled = block["type"] == "paragraph" and block["label"] and block["role"] in {"body", "small"}
        if labelled and found and found[-1]["type"] == "columns":
            found[-1]["items"].append(block)
        elif labelled:
            found.append({"type": "columns", "items": [block]})
        else:
            found.append(block)
    return [block["items"][0] if block["type"] == "columns" and len(block["items"]) == 1 else block
            for block in found]


def _blocks(blocks: Iterable[Block], maker: _Maker, share: float) -> list[Data]:
    return [_block(block, maker, share) for block in blocks if not (isinstance(block, Table) and not block.columns)]


def _block(block: Block, maker: _Maker, share: float) -> Data:
    match block:
        case Heading():
            # Levels never skip one, as PDF/UA and screen readers want it.
            maker.level = min(block.level if maker.level == 1 else block.level + 1, maker.level + 1)
            return {"type": "heading", "level": maker.level, "anchor": maker.anchor(block.anchor),
                    "sentence": _sentence(block.sentence, maker)}
        case Paragraph():
            return {"type": "paragraph", "label": maker.text(block.label), "role": block.role,
                    "sentences": _sentences(block.sentences, maker)}
        case Bullets():
            return {"type": "bullets", "ordered": block.ordered,
                    "items": [_sentences(item, maker) for item in block.items]}
        case Table():
            return _table(block, maker)
        case Chart():
            return _chart(block, maker, share)
        case Quote():
            return {"type": "quote", "sentence": _sentence(block.sentence, maker),
                    "attribution": maker.text(block.attribution)}
        case SideBySide():
            left = min(max(block.share, 0.2), 0.8)
            return {"type": "side_by_side", "share": left,
                    "left": _blocks(block.left, maker, share * left * 0.97),
                    "right": _blocks(block.right, maker, share * (1 - left) * 0.97)}
        case Callout():
            return {"type": "callout", "role": block.role, "blocks": _blocks(block.blocks, maker, share * 0.95)}


def _chart(chart: Chart, maker: _Maker, share: float) -> Data:
    maker.charts += 1
    wanted = min(share, _SHARES.get(chart.width, 1.0))
    drawn = maker.draw(chart, wanted, f"{chart.id}-{maker.charts}")
    return {"type": "chart", "id": f"{chart.id}-{maker.charts}", "width": chart.width, "share": wanted / share,
            "message": _sentence(chart.message, maker) if chart.message else None,
            "subtitle": maker.text(chart.subtitle),
            "alternative": maker.text(chart.alternative) or maker.text(chart.subtitle) or chart.id} | drawn


def _table(table: Table, maker: _Maker) -> Data:
    widths = [column.width for column in table.columns]
    return {
        "type": "table", "role": table.role, "caption": maker.text(table.caption),
        "strong_column": table.strong_column,
        "columns": [{"header": maker.text(column.header), "align": column.align, "width": column.width}
                    for column in table.columns],
        "wide": sum(widths) > 0, "together": _together(table, maker.most),
        "rows": [_row(row, maker, quiet=table.role == "evidence") for row in table.rows],
    }


def _together(table: Table, most: float) -> bool:
    """Tell whether a table is never broken over two pages: it has few rows and is at most so high, in points.

    By the letters of its cells, for to set a table twice, once to measure it, took a fifth of all the time of a PDF.
    """
    if len(table.rows) > _ROWS_TOGETHER:
        return False
    shares = [column.width or 1 / len(table.columns) for column in table.columns]
    lines = [max((ceil(len(_said(cell)) / (_TABLE_LINE * share)) for cell, share in zip(row.cells, shares, strict=False)), default=1)
             for row in table.rows]
    return sum(count * _LINE_HEIGHT + _ROW_SPACE for count in lines) <= most


def _said(cell: Cell) -> str:
    return " ".join(sentence.text for sentence in cell.sentences)


def _row(row: Row, maker: _Maker, *, quiet: bool) -> Data:
    anchor = maker.anchor(row.anchor)
    note = anchor[1:] if anchor[:1] == "e" and anchor[1:].isdigit() else ""
    return {"anchor": anchor, "strong": row.strong, "title": row.strong and not any(cell.sentences or cell.mark for cell in row.cells[1:]),
            "back": int(note) if note and int(note) in maker.noted else 0, "cells": [_cell(cell, maker, quiet=quiet) for cell in row.cells]}


def _cell(cell: Cell, maker: _Maker, *, quiet: bool) -> Data:
    """Give a cell; `words` stands for sentences that are words and nothing else, as most of the evidence is."""
    said = _said(cell)
    bare = not cell.mark and all(
        not each.note and not each.strong and (quiet or each.stance in {Stance.FACT, Stance.ANALYSIS}) and all(isinstance(run, Words) for run in each.runs)
        for each in cell.sentences)
    name = maker.words.get(cell.mark.value, cell.mark.value) if cell.mark else ""
    return {"mark": cell.mark.value if cell.mark else "", "name": maker.text(name),
            # The shape speaks only where the cell's own words don't.
            "silent": name.casefold() in said.casefold(), "short": 0 < len(said) <= _SHORT,
            "words": maker.text(said) if bare else "", "sentences": [] if bare else _sentences(cell.sentences, maker)}


def _sentences(sentences: Iterable[Sentence], maker: _Maker) -> list[Data]:
    return [_sentence(sentence, maker) for sentence in sentences]


def _sentence(sentence: Sentence, maker: _Maker) -> Data:
    note = sentence.note if f"e{sentence.note}" in maker.anchors else 0
    first = note > 0 and note not in maker.noted
    if first:
        maker.noted.add(note)
    return {"runs": _runs(sentence, maker), "stance": sentence.stance.value, "strong": sentence.strong,
            "recommended": sentence.stance is Stance.RECOMMENDATION,
            "note": note, "first": first, "cells": "; ".join(str(cell) for cell in sentence.cells[:4])}


def _runs(sentence: Sentence, maker: _Maker) -> list[Data]:
    """Give the runs with plain neighbours joined."""
    found: list[Data] = []
    for run in sentence.runs:
        data: Data = {"kind": "plain", "text": maker.text(run.text)}
        match run:
            case Number() if 1 < len(run.text) <= _KEPT_TOGETHER:
                data |= {"kind": "number", "tied": not _UNBREAKABLE.fullmatch(run.text)}
            case Typed():
                data |= {"kind": "typed", "lang": run.language if run.language != maker.document.language else ""}
            case Reference() if run.target in maker.anchors:
                data |= {"kind": "reference", "target": run.target}
            case Reference() if "/" in run.target or run.target.startswith("mailto:"):  # a file beside this one; a new mail
                data |= {"kind": "file", "target": run.target}
        if data["kind"] == "plain" and found and found[-1]["kind"] == "plain":
            found[-1]["text"] += data["text"]
        else:
            found.append(data)
    return found
