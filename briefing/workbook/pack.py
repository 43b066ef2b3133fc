"""Saving a workbook so that equal contents are equal bytes, and a half-written file is never seen."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

from openpyxl import Workbook

from briefing.workbook.atomic import write

_STAMP = (2020, 1, 1, 0, 0, 0)
_CORE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:creator>Briefing</dc:creator>'
    '<dcterms:created xsi:type="dcterms:W3CDTF">2020-01-01T00:00:00Z</dcterms:created>'
    '<dcterms:modified xsi:type="dcterms:W3CDTF">2020-01-01T00:00:00Z</dcterms:modified></cp:coreProperties>'
)
_FORMULA = re.compile(rb"<c ([^>]*?)(?: t=\"\w+\")?><f>([^<]*)</f><v ?(?:/>|></v>)</c>")


def packed(book: Workbook) -> bytes:
    """Give the bytes of a workbook: fixed dates, fixed properties, and an empty text as the value of each formula.

    The parts are stored, not deflated: two builds of zlib may deflate the same bytes differently. A formula without
    a value would read as a fault until a spreadsheet program has opened the file once; an empty text reads as blank.
    """
    raw = io.BytesIO()
    book.save(raw)
    with zipfile.ZipFile(raw) as source:
        return zipped({name: _part(name, source.read(name)) for name in source.namelist()})


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """Give an archive of parts, stored, with fixed dates and in a fixed order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as target:
        for name in sorted(parts, key=lambda each: (each != "[Content_Types].xml", each)):
            entry = zipfile.ZipInfo(name, _STAMP)
            entry.external_attr = 0o600 << 16
            entry.create_system = 3
            target.writestr(entry, parts[name])
    return out.getvalue()


def save(book: Workbook, path: Path) -> None:
    """Write the workbook beside its place and move it there in one step."""
    write(path, packed(book))


def _part(name: str, contents: bytes) -> bytes:
    if name == "docProps/core.xml":
        return _CORE.encode()
    if name.startswith("xl/worksheets/sheet"):
        return _FORMULA.sub(rb'<c \1 t="str"><f>\2</f><v></v></c>', contents)
    return contents
