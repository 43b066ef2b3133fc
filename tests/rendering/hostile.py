"""Text that would be markup somewhere, in every place of a document that takes text."""

from __future__ import annotations

from briefing.document.blocks import (
    Block,
    Bullets,
    Callout,
    Cell,
    Chart,
    Column,
    Document,
    Heading,
    Layout,
    Mark,
    Masthead,
    Number,
    Paragraph,
    Quote,
    Reference,
    Row,
    Section,
    Sentence,
    Stance,
    Table,
    Typed,
    Words,
)
from briefing.document.figures import BarItem, BarsFigure, OptionPoint, OptionsFigure, OutlookFigure, Panel, Scale
from briefing.periods import Period

HOSTILE = ("<script>alert(1)</script>", "{{ 7*7 }}", "{% raw %}", "#set text(red)", "$x$", "*a*", "_b_", "@ref", "= h",
           "</style>", "</svg>")
"""Each must come out as it went in."""
TEXT = " ".join(HOSTILE) + ' "q" \\ \u202eabc\u202c \x07 \U0001f600 \ud83d'


def sentence(text: str = TEXT) -> Sentence:
    """Make a sentence with the text in every kind of run."""
    runs = (Typed(text, "es"), Words(text), Number(text, text), Reference(text, text), Reference(text, "nowhere"))
    return Sentence(text, runs, Stance.RECOMMENDATION, note=1)


def hostile_document() -> Document:
    """Make a document in which every text is hostile."""
    panel = Panel(TEXT, TEXT, Scale.NUMBER, (Period(2026, 9), Period(2026, 10)), (1.0, 2.0))
    figures = (
        OutlookFigure((panel, panel), (("actual", TEXT),)),
        OptionsFigure((OptionPoint(TEXT, TEXT, 1, 2, 1, 3),), TEXT, (("cost", TEXT), ("avoided", TEXT))),
        BarsFigure((BarItem(TEXT, -1, 2, TEXT),), Scale.MONEY, TEXT),
    )
    table = Table((Column(TEXT), Column(TEXT)), (
        Row((Cell((sentence(),), Mark.NOT_AGREED), Cell((sentence(),))), TEXT), Row((Cell(), Cell()), "e1")), TEXT, TEXT)
    charts = tuple(Chart(TEXT, figure, sentence(), TEXT, TEXT, TEXT) for figure in figures)
    blocks: tuple[Block, ...] = (Heading(3, sentence(), TEXT), Paragraph((sentence(),), TEXT, TEXT), Bullets(((sentence(),),)), table,
              *charts, Quote(sentence(), TEXT), Callout((Paragraph((sentence(),)),), TEXT))
    return Document(TEXT, "en", TEXT, Masthead(TEXT, TEXT, TEXT, sentence(), TEXT, TEXT),
                    (Section(TEXT, TEXT, blocks, Layout.FLOW, sentence()),), (TEXT,), labels={"page": TEXT, "of": TEXT})
