"""What Typst sets, as one JSON string: the view with its charts drawn, in the fewest words.

Typst compares what a function is called with by its contents, so every byte that a call carries is paid for many times.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from briefing.document.blocks import Chart, Document, Layout, Section
from briefing.document.budget import issue_height, page_height
from briefing.document.replies import without_links
from briefing.rendering import theme
from briefing.rendering.characters import printable
from briefing.rendering.charts import draw
from briefing.rendering.view import Data, view

_LEFT_OUT = frozenset({"recommended", "silent", "short", "id", "wide", "words"})
"""What only HTML needs."""


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A document ready to be set."""

    text: str
    """The JSON that the templates read."""
    labels: Mapping[str, str]
    """Fixed words by key, for what links are called."""


def manuscript(document: Document) -> Manuscript:
    """Give what Typst sets; the same document gives the same text."""
    paper, colours = theme.paper(document.paper), theme.palette(document.brand)

    def drawn(chart: Chart, share: float, name: str) -> Data:
        drawing = draw(chart.figure, document.language, paper.text_width * share, name)
        return {"svg": theme.on_paper(drawing.svg, colours), "svg_width": drawing.width, "svg_height": drawing.height}

    shown = without_links(document)
    data = view(shown, drawn, printable)
    sections = [_short(each) | {"whole": _is_whole(section, document.paper)}
                for each, section in zip(data["sections"], shown.sections, strict=True)]
    text = json.dumps(_short(data | {"sections": []}) | {
        "sections": sections,
        "paper": {"name": paper.typst, "side": paper.side, "width": paper.width, "height": paper.height},
        "theme": {name: colour.light for name, colour in colours.items()},
        "fonts": {"sans": theme.SANS, "serif": theme.SERIF},
    }, ensure_ascii=False, sort_keys=True)
    return Manuscript(text.encode(errors="replace").decode(), data["labels"])  # half a surrogate pair in an id


def _is_whole(section: Section, paper: str) -> bool:
    """Tell whether an issue surely fits a page, so that it need not be set twice, once to be measured."""
    return section.layout is Layout.ISSUE and issue_height(section, paper) <= page_height(paper)


def _short(value: Any) -> Any:  # noqa: ANN401 - any part of the view
    """Give a part of the view without what only HTML needs, plain runs as strings, evidence as words."""
    if isinstance(value, list):
        return [_short(each) for each in value]
    if not isinstance(value, dict):
        return value
    if value.get("type") == "table" and value["role"] == "evidence":
        return {"type": "table", "role": "evidence", "caption": value["caption"], "rows": [_entry(row) for row in value["rows"]]}
    if "mark" in value and _is_plain(value):
        return _words(value)
    if "runs" in value:
        return {"runs": _runs(value["runs"])} | {key: value[key] for key in ("stance", "strong", "note")}
    return {key: _short(each) for key, each in value.items() if key not in _LEFT_OUT}


def _is_plain(cell: Data) -> bool:
    """Tell whether a table's cell is nothing but words: no mark, no note, no looks of their own."""
    return not cell["mark"] and all(
        not sentence["note"] and not sentence["strong"] and sentence["stance"] in {"fact", "analysis"} and not any(map(_has_looks, sentence["runs"]))
        for sentence in cell["sentences"])


def _entry(row: Data) -> Data:
    """Give an evidence entry: its number, the words, the place."""
    return {"back": row["back"], "parts": [cell["words"] for cell in row["cells"]]}


def _words(cell: Data) -> str:
    return cell["words"] or " ".join("".join(run["text"] for run in sentence["runs"]) for sentence in cell["sentences"])


def _runs(runs: list[Data]) -> list[Data | str]:
    """Give runs that need no looks of their own as strings, neighbours joined."""
    found: list[Data | str] = []
    for run in runs:
        looks = _has_looks(run)
        if not looks and found and isinstance(found[-1], str):
            found[-1] += run["text"]
        else:
            found.append(run if looks else run["text"])
    return found


def _has_looks(run: Data) -> bool:
    return bool(run["kind"] in {"reference", "file"} or run.get("tied") or run.get("lang"))
