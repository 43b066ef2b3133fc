"""The format-neutral tree of a briefing: sentences made of runs, blocks made of sentences, sections, the document.

Renderers draw it and decide nothing; a sentence carries its cells, a figure the fact it prints.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from briefing.document.figures import Figure
from briefing.evidence import Fact
from briefing.language import Language
from briefing.model.brand import Brand, Logo
from briefing.sentences import Number, Reference, Run, Sentence, Stance, Typed, Words

__all__ = ["Number", "Reference", "Run", "Sentence", "Stance", "Typed", "Words"]


class Mark(StrEnum):
    """A status by shape, always beside its words."""

    ON_TARGET = "on_target"
    WITHIN_TOLERANCE = "within_tolerance"
    OUT_OF_TOLERANCE = "out_of_tolerance"
    NOT_MEASURED = "not_measured"
    NOT_AGREED = "not_agreed"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a section; level 2 or 3 (a section's own title is level 1 or 2)."""

    level: int
    sentence: Sentence
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences that belong together; `label` is a run-in heading such as `Situation`.

    `role`: `lead` (the bottom line), `body`, `small` (under a heading or table) or `notice`.
    """

    sentences: tuple[Sentence, ...]
    label: str = ""
    role: str = "body"


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list; each item is one or more sentences."""

    items: tuple[tuple[Sentence, ...], ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A table's column: its header and how it lies. `width` is its share of the table's width, 0 for natural."""

    header: str
    align: str = "left"
    width: float = 0.0


@dataclass(frozen=True, slots=True)
class Cell:
    """A table's cell: sentences, with a status mark or a sparkline figure before them if there is one."""

    sentences: tuple[Sentence, ...] = ()
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A table's row; the first cell is the row's header. `strong` rows stand out (the recommended option)."""

    cells: tuple[Cell, ...]
    anchor: str = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with header cells; `caption` says what it shows. `strong_column` is an index or -1."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    caption: str = ""
    role: str = "plain"
    """`asks`, `options`, `kpis`, `register`, `evidence` or `plain`: only looks depend on it."""
    strong_column: int = -1


@dataclass(frozen=True, slots=True)
class Chart:
    """A figure under its message, with who, what, unit and period, and the alternative text."""

    id: str
    figure: Figure
    message: Sentence | None
    subtitle: str
    alternative: str
    width: str = "full"
    """`full`, `half` or `third` of the text's width."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's own words, never rewritten, labelled with language and role."""

    sentence: Sentence
    attribution: str


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Two stacks of blocks beside each other, `share` the left one's part of the width; stacked on a phone."""

    left: tuple[Block, ...]
    right: tuple[Block, ...]
    share: float = 0.6


@dataclass(frozen=True, slots=True)
class Callout:
    """Blocks set apart: `absolute` for a touched absolute limit, `quiet` for what we don't know."""

    blocks: tuple[Block, ...]
    role: str = "quiet"


Block = Heading | Paragraph | Bullets | Table | Chart | Quote | SideBySide | Callout


class Layout(StrEnum):
    """How a section takes its place."""

    PAGE_ONE = "page_one"
    """A page of its own, the first."""
    ISSUE = "issue"
    """A page of its own, or less."""
    FLOW = "flow"
    """Follows on."""
    APPENDIX = "appendix"
    """After the counted pages."""


@dataclass(frozen=True, slots=True)
class Section:
    """A titled part of the document."""

    anchor: str
    title: str
    blocks: tuple[Block, ...]
    layout: Layout = Layout.FLOW
    headline: Sentence | None = None
    """A full sentence printed as the title instead of `title`, which then names the bookmark."""


@dataclass(frozen=True, slots=True)
class Masthead:
    """The line that says what this is: site, month, edition, money, publication; and the running header."""

    site: str
    period: str
    edition: str
    line: Sentence
    confidentiality: str = ""
    company: str = ""
    logo: Logo | None = None
    """Stands for the company's name, which is its alternative text."""


@dataclass(frozen=True, slots=True)
class Document:
    """One edition in one language, ready to draw. `facts` are all that its figures print, with their inputs."""

    edition: str
    language: Language
    title: str
    masthead: Masthead
    sections: tuple[Section, ...]
    notices: tuple[str, ...] = ()
    paper: str = "letter"
    labels: dict[str, str] = field(default_factory=dict)
    """Fixed words the renderers need, such as `page`, `of`, `contents`, `evidence`, and the names of marks."""
    facts: tuple[Fact, ...] = ()
    brand: Brand = field(default_factory=Brand)


def sentences_of(block: Block | Section) -> Iterator[Sentence]:
    """Yield every sentence under a block or section, in reading order."""
    match block:
        case Section():
            if block.headline:
                yield block.headline
            for part in block.blocks:
                yield from sentences_of(part)
        case Heading() | Quote():
            yield block.sentence
        case Paragraph():
            yield from block.sentences
        case Bullets():
            for item in block.items:
                yield from item
        case Table():
            for row in block.rows:
                for cell in row.cells:
                    yield from cell.sentences
        case Chart():
            if block.message:
                yield block.message
        case SideBySide():
            for part in (*block.left, *block.right):
                yield from sentences_of(part)
        case Callout():
            for part in block.blocks:
                yield from sentences_of(part)


def all_sentences(document: Document) -> Iterator[Sentence]:
    """Yield every sentence of the document in reading order, the masthead's first."""
    yield document.masthead.line
    for section in document.sections:
        yield from sentences_of(section)
