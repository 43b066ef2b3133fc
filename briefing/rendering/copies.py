"""A reader's own copy of a PDF: whose it is on every page, and locked with a password where that is wished."""

from __future__ import annotations

import json
from io import BytesIO

import pikepdf

from briefing.language import Language
from briefing.rendering import theme
from briefing.rendering.characters import printable
from briefing.rendering.pdf import LOCK, compiler

STAMP_LENGTH = 110
"""Characters that a line of the stamp holds."""
LEAST_PASSWORD, LONGEST_PASSWORD = 8, 127
"""Characters, and bytes in UTF-8: what PDF 2.0 keeps of a password."""


def stamped(pdf: bytes, text: str, language: Language) -> bytes:
    """Give the PDF with a line of text at the foot of every page, the same for the same input.

    The line is laid over the finished paper as an artifact, so that its tags stay as they are: setting the paper anew
    for each reader takes some fifteen times as long.
    """
    with pikepdf.open(BytesIO(pdf)) as paper:
        overlays: dict[tuple[float, float], pikepdf.Object] = {}
        for page in paper.pages:
            size = _size(page)
            if size not in overlays:
                overlays[size] = _overlay(paper, text, language, *size)
            name = page.add_resource(overlays[size], pikepdf.Name.XObject, pikepdf.Name.BriefingCopy)
            page.contents_add(b"q\n", prepend=True)
            page.contents_add(f"\nQ\n/Artifact <</Type /Pagination /Subtype /Footer>> BDC\nq {name} Do Q\nEMC\n".encode())
        return _saved(paper)


def locked(pdf: bytes, password: str) -> bytes:
    """Give the PDF encrypted with AES-256; programs that read aloud may still do so. Two calls differ, as a cipher must.

    Raises:
        ValueError: The password is too short, too long, or holds control characters.
    """
    check_password(password)
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as paper:
        paper.save(out, encryption=pikepdf.Encryption(user=password, owner=password, R=6), object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def check_password(password: str) -> None:
    """Raise ValueError for a password that could not be typed again or would protect nothing; its text is in no message."""
    if len(password) < LEAST_PASSWORD or len(password.encode(errors="replace")) > LONGEST_PASSWORD or not password.isprintable():
        message = f"a password has {LEAST_PASSWORD} characters or more, at most {LONGEST_PASSWORD} bytes, none of them a control character"
        raise ValueError(message)


def _size(page: pikepdf.Page) -> tuple[float, float]:
    left, bottom, right, top = (float(each) for each in page.mediabox)
    return right - left, top - bottom


def _overlay(paper: pikepdf.Pdf, text: str, language: Language, width: float, height: float) -> pikepdf.Object:
    """Set the line with the bundled face and bring it into the paper as one form that all pages share."""
    line = printable(" ".join(text.split()))
    shown = line if len(line) <= STAMP_LENGTH else line[: STAMP_LENGTH - 1].rstrip() + "…"
    data = {"width": width, "height": height, "side": theme.paper("letter").side, "font": theme.SANS, "language": language,
            "colour": theme.COLOURS["muted"].light, "text": shown}
    with LOCK:
        single = compiler("stamp.typ").compile(format="pdf", sys_inputs={"stamp": json.dumps(data)}, timestamp=0)
    with pikepdf.open(BytesIO(single)) as drawn:
        form = drawn.pages[0].as_form_xobject()
        for key in ("/StructParents", "/StructParent"):
            if key in form:
                del form[key]
        return paper.copy_foreign(form)


def _saved(paper: pikepdf.Pdf) -> bytes:
    out = BytesIO()
    paper.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True, fix_metadata_version=False)
    return out.getvalue()
