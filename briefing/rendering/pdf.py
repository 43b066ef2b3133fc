"""PDF by Typst: the document goes in as one JSON string, so no text can become markup."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Any

from briefing.document.blocks import Document
from briefing.rendering import theme
from briefing.rendering.manuscript import Manuscript, manuscript
from briefing.resources import folder

EMPTY_COMPILATIONS = 8
LOCK = Lock()
"""A Typst compiler is not shared by two threads at once."""


def render_pdf(document: Document) -> bytes:
    """Give the document as a tagged PDF (PDF/UA-1); the same document gives the same bytes."""
    return typeset(manuscript(document))


def typeset(made: Manuscript) -> bytes:
    """Set a manuscript as PDF; Typst leaves other threads of Python free to run meanwhile."""
    with LOCK:
        result = compiler().compile(
            format="pdf", sys_inputs={"document": made.text}, pdf_standards=["ua-1"], timestamp=0,
        )
    if not isinstance(result, bytes):  # pragma: no cover - one PDF is always one bytes object
        message = "Typst gave no single PDF"
        raise TypeError(message)
    return finished(result, made.labels)


def finished(pdf: bytes, labels: Mapping[str, str]) -> bytes:
    """Give the PDF with its notes linked, its many small objects packed into streams: a third of the size, so that it travels by mail."""
    import pikepdf  # noqa: PLC0415 - only PDF needs it

    from briefing.rendering.notes import connect  # noqa: PLC0415 - as above

    # By way of a file: only then does the writer leave other threads of Python free to run.
    with TemporaryDirectory(prefix="briefing-", ignore_cleanup_errors=True) as folder, pikepdf.open(BytesIO(pdf)) as paper:
        out = Path(folder) / "paper.pdf"
        connect(paper, labels)
        # `false` is what absence means too (ISO 32000-1, table 321), and poppler takes the written one for a fault.
        marks = paper.Root.get("/MarkInfo", pikepdf.Dictionary())
        if "/Suspects" in marks and not bool(marks["/Suspects"]):
            del marks["/Suspects"]
        # Typst writes PDF 1.7, which has room for such streams; nothing in the metadata needs to follow.
        paper.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True, fix_metadata_version=False)
        return out.read_bytes()


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
