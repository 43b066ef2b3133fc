"""Links between a sentence and its evidence in a PDF, both ways.

Typst knows where a link leads only when everything has been laid out, and then lays out anew every paragraph that holds one: a
quarter of its time. So the templates write addresses, `note:12` in the text and `text:12` in the evidence, and each turns into
the place of the other here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pikepdf

_ADDRESS = re.compile(r"(note|text):(\d+)")
_OTHER = {"note": "text", "text": "note"}


@dataclass(frozen=True, slots=True)
class _Link:
    """A link as it was written: to what, and where it stands."""

    kind: str
    number: str
    annotation: pikepdf.Object
    page: pikepdf.Page
    page_number: int

    @property
    def destination(self) -> pikepdf.Array:
        """The place of the link itself, for the one that leads back to it."""
        left, _, _, top = self.annotation.Rect
        return pikepdf.Array([self.page.obj, pikepdf.Name.XYZ, left, top, 0])


def connect(paper: pikepdf.Pdf, labels: Mapping[str, str]) -> None:
    """Turn every address of a note into the place of its evidence, and the evidence's into the first place that names the note.

    An address whose other end prints nothing leads to itself.
    """
    links = tuple(_links(paper))
    places: dict[tuple[str, str], _Link] = {}
    for link in links:
        places.setdefault((link.kind, link.number), link)
    for link in links:
        goal = places.get((_OTHER[link.kind], link.number), link)
        name = f"{labels['evidence']} {link.number}" if link.kind == "note" else labels["back"]
        del link.annotation["/A"]
        link.annotation.Dest = goal.destination
        link.annotation.Contents = pikepdf.String(f"{name}, {labels['page']} {goal.page_number}")


def _links(paper: pikepdf.Pdf) -> Iterator[_Link]:
    for number, page in enumerate(paper.pages, start=1):
        for annotation in page.obj.get("/Annots", ()):
            found = _ADDRESS.fullmatch(str(annotation.A.get("/URI", ""))) if "/A" in annotation else None
            if found:
                yield _Link(found[1], found[2], annotation, page, number)
