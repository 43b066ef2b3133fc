"""What is looked at before any parser touches a file: a file that fails here is not read.

The guard works on bytes, so that the file which was looked at is the file which is read. What only shows while the
cells are read (cells in far corners, giant merges, too many cells) is refused by `cells`.
"""

from __future__ import annotations

import re
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

from briefing.evidence import CellRef
from briefing.findings import Finding
from briefing.workbook.archive import DAMAGED, Archive
from briefing.workbook.codes import raised

MEGABYTE: Final = 1024 * 1024
FILE_BYTES: Final = 20 * MEGABYTE
UNZIPPED_BYTES: Final = 160 * MEGABYTE
XML_BYTES: Final = 60 * MEGABYTE
"""All that a reader would have to read, unpacked."""
RATIO: Final = 250
RATIO_FROM: Final = 20 * MEGABYTE
"""Small files may be packed as tightly as they like."""
ENTRIES: Final = 3000
SHEETS: Final = 250
CELLS: Final = 150_000
"""Filled cells of all sheets together."""
TAGS: Final = 2_500_000
"""Elements and their ends: what the time of reading follows."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_ZIP = b"PK\x03\x04"
_DECLARATIONS = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ENCODING = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["']([^"']*)["']""")
_ENCODINGS = frozenset({b"utf-8", b"utf8", b"us-ascii", b"ascii", b"iso-8859-1"})
_WEB = re.compile(rb"<(?:!doctype html|html|head|body|table|meta|\?xml)", re.IGNORECASE)


class Refused(Exception):  # noqa: N818 - it carries a finding, not an error of ours
    """The file is not to be read further; carries the finding that says why."""

    def __init__(self, finding: Finding) -> None:
        """Keep the finding."""
        super().__init__(finding.code)
        self.finding = finding


def load(file: str, path: Path) -> bytes:
    """Give the bytes of a file that passed the guard; Refused otherwise."""
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):  # a folder, or a pipe that would never end
            _refuse(file, "FIL-101")
        size = about.st_size
        if size > FILE_BYTES:
            _refuse(file, "FIL-103", found=size // MEGABYTE, limit=FILE_BYTES // MEGABYTE)
        with path.open("rb") as opened:
            data = opened.read(FILE_BYTES + 1)
    except (OSError, ValueError):  # ValueError: a name with a null character
        _refuse(file, "FIL-101")
    findings = inspect(file, data)
    if findings:
        raise Refused(findings[0])
    return data


def inspect(file: str, data: bytes) -> tuple[Finding, ...]:
    """Give the reason why the bytes must not be read as a workbook; empty if there is none."""
    try:
        _look(file, data)
    except Refused as refused:
        return (refused.finding,)
    return ()


def _refuse(file: str, code: str, **parameters: str | float) -> None:
    raise Refused(raised(CellRef(file), code, **parameters))


def _look(file: str, data: bytes) -> None:
    if not data:
        _refuse(file, "FIL-102")
    if len(data) > FILE_BYTES:
        _refuse(file, "FIL-103", found=len(data) // MEGABYTE, limit=FILE_BYTES // MEGABYTE)
    if not data.startswith(_ZIP):
        _refuse(file, _kind_of_other(data))
    entries = data.count(b"PK\x01\x02")
    if entries > ENTRIES:
        _refuse(file, "FIL-114", found=entries, limit=ENTRIES)
    try:
        archive = Archive(data)
        _look_at_entries(file, archive.entries)
        archive.look_at_places()
        if not is_ods(archive):
            _look_at_kind(file, {entry.filename.replace("\\", "/").lower() for entry in archive.entries})
        _look_at_parts(file, archive)
    except DAMAGED:
        _refuse(file, "FIL-111")


def _kind_of_other(data: bytes) -> str:
    """Tell what a file is that is not a zip archive."""
    if data.startswith(_OLE):
        if _wide("EncryptedPackage") in data or _wide("EncryptionInfo") in data:
            return "FIL-107"
        return "FIL-108" if _wide("Workbook") in data or _wide("Book") in data else "FIL-106"
    head = data[:4096]
    text = head.decode("utf-16", "ignore").encode() if head[:2] in {b"\xff\xfe", b"\xfe\xff"} else head
    text = text.removeprefix(b"\xef\xbb\xbf").lstrip()
    if _WEB.match(text):
        return "FIL-104"
    return "FIL-106" if b"\0" in text or text.startswith(b"%PDF") else "FIL-105"


def _wide(word: str) -> bytes:
    return word.encode("utf-16-le")


def _look_at_entries(file: str, entries: tuple[zipfile.ZipInfo, ...]) -> None:
    names = [entry.filename.replace("\\", "/") for entry in entries]
    lowered = [name.lower() for name in names]
    if len(entries) > ENTRIES:
        _refuse(file, "FIL-114", found=len(entries), limit=ENTRIES)
    if len(set(lowered)) < len(lowered) or any(_leads_astray(name) for name in names):
        _refuse(file, "FIL-116")
    if any(entry.flag_bits & 0x1 for entry in entries):
        _refuse(file, "FIL-107")
    size, packed = sum(entry.file_size for entry in entries), sum(entry.compress_size for entry in entries)
    if size > UNZIPPED_BYTES or (size > RATIO_FROM and size > RATIO * max(packed, 1)):
        _refuse(file, "FIL-115", found=size // MEGABYTE, limit=UNZIPPED_BYTES // MEGABYTE)


def is_ods(archive: Archive) -> bool:
    """Tell whether an archive is an OpenDocument spreadsheet: it says so in its first part, and has cells."""
    names = {entry.filename: entry for entry in archive.entries}
    said = names.get("mimetype")
    return "content.xml" in names and said is not None and said.file_size < len(_ODS) + 16 and archive.read("mimetype").startswith(_ODS)


def _leads_astray(name: str) -> bool:
    return name.startswith("/") or ".." in name.split("/") or ":" in name or "\0" in name


def _look_at_kind(file: str, names: set[str]) -> None:
    """Refuse other kinds of office file, macros, and workbooks of thousands of sheets."""
    if "mimetype" in names and "content.xml" in names:
        _refuse(file, "FIL-110")
    if "xl/workbook.bin" in names:
        _refuse(file, "FIL-109")
    if any(name.endswith("vbaproject.bin") for name in names):
        _refuse(file, "FIL-113")
    if "[content_types].xml" not in names or not any(name.startswith("xl/") for name in names):
        _refuse(file, "FIL-112")
    sheets = sum(name.startswith("xl/worksheets/") and name.endswith(".xml") for name in names)
    if sheets > SHEETS:
        _refuse(file, "FIL-118", found=sheets, limit=SHEETS)


def _look_at_parts(file: str, archive: Archive) -> None:
    """Read each part to its end, which checks its CRC; refuse document types, entities and floods of cells."""
    size = values = tags = 0
    for entry in archive.entries:
        name = entry.filename.lower()
        if not name.endswith((".xml", ".rels", ".vml")):
            for _ in archive.pieces(entry):
                pass
            continue
        size += entry.file_size
        if size > XML_BYTES:
            _refuse(file, "FIL-115", found=size // MEGABYTE, limit=XML_BYTES // MEGABYTE)
        part = archive.read(entry.filename)
        if declares_entities(part):
            _refuse(file, "FIL-117", part=entry.filename)
        if name == "[content_types].xml" and b"macroEnabled" in part:
            _refuse(file, "FIL-113")
        if name == "meta-inf/manifest.xml" and b"encryption-data" in part:
            _refuse(file, "FIL-107")
        if name.startswith("xl/worksheets/"):
            values += part.count(b"</v>") + part.count(b":v>") + part.count(b"</is>")
        tags += part.count(b"<")
        if values > CELLS:
            _refuse(file, "FIL-120", limit=CELLS)
        if tags > TAGS:
            _refuse(file, "FIL-127")


def declares_entities(part: bytes) -> bool:
    """Tell whether XML declares a document type or entities, or hides them in a rare encoding."""
    if part[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\0" in part[:8]:
        decoders: tuple[Callable[[], str], ...] = (lambda: part.decode("utf-16"), lambda: part.decode("utf-16-le"),
                                                   lambda: part.decode("utf-16-be"))
        return any(_found_in(decode) for decode in decoders)
    encoding = _ENCODING.match(part.removeprefix(b"\xef\xbb\xbf")[:200])
    if encoding and encoding[1].lower() not in _ENCODINGS:
        return True
    return _DECLARATIONS.search(part) is not None


def _found_in(decode: Callable[[], str]) -> bool:
    try:
        return _DECLARATIONS.search(decode().encode()) is not None
    except UnicodeDecodeError:
        return False
