"""Word: an edition as a file people can go on writing in, from the same tree as HTML and PDF."""

from __future__ import annotations

from briefing.document.blocks import Chart, Document
from briefing.document.replies import without_links
from briefing.rendering import theme
from briefing.rendering.characters import legible
from briefing.rendering.charts import draw
from briefing.rendering.logos import as_svg, size
from briefing.rendering.pictures import Picture, as_png
from briefing.rendering.view import Data, view
from briefing.rendering.word.body import write_body
from briefing.rendering.word.file import finished, opened
from briefing.rendering.word.making import Making

__all__ = ["render_word"]


def render_word(document: Document) -> bytes:
    """Give the document as .docx; the same document gives the same bytes."""
    paper, colours = theme.paper(document.paper), theme.palette(document.brand)
    pictures: list[Picture] = []

    def drawn(chart: Chart, share: float, name: str) -> Data:
        drawing = draw(chart.figure, document.language, paper.text_width * share, name)
        pictures.append(Picture(theme.on_paper(drawing.svg, colours), drawing.width, drawing.height))
        return {"picture": len(pictures) - 1}

    data = view(without_links(document), drawn, legible)
    logo = document.masthead.logo
    if logo:
        pictures.append(Picture(as_svg(logo), *size(logo)))
    file = opened(data, document.language, paper, colours)
    making = Making(file, data["language"], data["labels"], paper.text_width,
                    tuple(zip(as_png(pictures), pictures, strict=True)))
    write_body(making, data)
    return finished(file)
