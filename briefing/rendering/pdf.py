"""PDF by Typst: the document goes in as one JSON string, so no text can become markup."""

from __future__ import annotations

import json
from functools import cache
from io import BytesIO
from threading import Lock
from typing import Any

from briefing.document.blocks import Chart, Document
from briefing.document.replies import without_links
from briefing.rendering import theme
from briefing.rendering.characters import printable
from briefing.rendering.charts import draw
from briefing.rendering.view import Data, view
from briefing.resources import folder

EMPTY_COMPILATIONS = 8
LOCK = Lock()
"""A Typst compiler is not shared by two threads at once."""


def render_pdf(document: Document) -> bytes:
    """Give the document as a tagged PDF (PDF/UA-1); the same document gives the same bytes."""
    return typeset(manuscript(document))


def manuscript(document: Document) -> str:
    """Give what Typst sets: the whole document as one JSON string, its charts drawn."""
    paper, colours = theme.paper(document.paper), theme.palette(document.brand)

    def drawn(chart: Chart, share: float, name: str) -> Data:
        drawing = draw(chart.figure, document.language, paper.text_width * share, name)
        return {"svg": theme.on_paper(drawing.svg, colours), "svg_width": drawing.width, "svg_height": drawing.height}

    data = view(without_links(document), drawn, printable) | {
        "paper": {"name": paper.typst, "side": paper.side, "width": paper.width, "height": paper.height},
        "theme": {name: colour.light for name, colour in colours.items()},
        "fonts": {"sans": theme.SANS, "serif": theme.SERIF},
    }
    text = json.dumps(data, ensure_ascii=False, sort_keys=True)
    return text.encode(errors="replace").decode()  # half a surrogate pair in an id


def typeset(manuscript: str) -> bytes:
    """Set a manuscript as PDF; Typst leaves other threads of Python free to run meanwhile."""
    with LOCK:
        result = compiler().compile(
            format="pdf", sys_inputs={"document": manuscript}, pdf_standards=["ua-1"], timestamp=0,
        )
    if not isinstance(result, bytes):  # pragma: no cover - one PDF is always one bytes object
        message = "Typst gave no single PDF"
        raise TypeError(message)
    return packed(result)


def packed(pdf: bytes) -> bytes:
    """Give the same PDF with its many small objects packed into streams: a third of the size, so that it travels by mail."""
    import pikepdf  # noqa: PLC0415 - only PDF needs it

    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as paper:
        # `false` is what absence means too (ISO 32000-1, table 321), and poppler takes the written one for a fault.
        marks = paper.Root.get("/MarkInfo", pikepdf.Dictionary())
        if "/Suspects" in marks and not bool(marks["/Suspects"]):
            del marks["/Suspects"]
        paper.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return out.getvalue()


def warm() -> None:
    """Start the compiler with its fonts, once a process, before the first document needs it."""
    compiler()


def let_go() -> None:
    """Let go of what the compiler remembers of the documents before the last; for runs over many documents.

    Typst keeps what it has laid out until ten compilations have not asked for it, close to 100 MB a briefing; empty ones count too.
    """
    if compiler.cache_info().currsize:
        with LOCK:
            for _ in range(EMPTY_COMPILATIONS):
                _idle_compiler().compile(format="pdf", timestamp=0)


@cache
def _idle_compiler() -> Any:  # noqa: ANN401 - as below
    import typst  # noqa: PLC0415 - only PDF needs it

    root = folder("templates") / "report" / "typst"
    return typst.Compiler(str(root / "empty.typ"), root=str(root), font_paths=typst.Fonts(include_system_fonts=False, include_embedded_fonts=False), ignore_system_fonts=True)


@cache
def compiler(template: str = "main.typ") -> Any:  # noqa: ANN401 - the wheel's class, imported late
    """Give the compiler of one template, with the bundled faces alone."""
    import typst  # noqa: PLC0415 - only PDF needs it

    root = folder("templates") / "report" / "typst"
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False,
                        font_paths=[str(path) for path in theme.font_folders()])
    return typst.Compiler(str(root / template), root=str(root), font_paths=fonts, ignore_system_fonts=True)
