"""What the guard and the pass over the cells refuse, and what they let through."""

from __future__ import annotations

import re
import struct
import time
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook

from briefing.language import LANGUAGES, finding_hint, finding_message
from briefing.workbook import guard
from briefing.workbook.cells import Book, read_book
from briefing.workbook.child import read_file
from briefing.workbook.codes import CODES
from briefing.workbook.guard import Refused, inspect
from tests.workbook.workbook_makers import MONTH, book_of, saved, workbook


def month() -> bytes:
    return saved(workbook(MONTH))


def edited(edit: Callable[[str, bytes], bytes | None], *more: tuple[str, bytes], data: bytes | None = None) -> bytes:
    """Give the good month with each part passed through `edit`, and more parts added."""
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(data or month())) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            part = edit(entry.filename, old.read(entry))
            if part is not None:
                new.writestr(entry.filename, part)
        for name, part in more:
            new.writestr(name, part)
    return stream.getvalue()


def same(_: str, part: bytes) -> bytes:
    return part


def in_sheet(old: bytes, new: bytes) -> bytes:
    return edited(lambda name, part: part.replace(old, new, 1) if name.endswith("sheet1.xml") else part)


def bad_crc() -> bytes:
    data = bytearray(month())
    start = data.index(b"PK\x01\x02")
    for match in re.finditer(b"PK\x01\x02", bytes(data)):
        if b"sheet1.xml" in data[match.start():match.start() + 80]:
            start = match.start()
    data[start + 16:start + 20] = struct.pack("<I", 12345)
    return bytes(data)


def bomb() -> bytes:
    return edited(same, ("xl/media/a.bin", b"\0" * (210 * 1024 * 1024)))


def ole(word: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + word.encode("utf-16-le") + b"\0" * 600


def archive(*names: str) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as opened:
        for name in names:
            opened.writestr(name, b"x")
    return stream.getvalue()


def other_encoding(name: str, part: bytes) -> bytes:
    return b'<?xml version="1.0" encoding="cp037"?>' + part if name.endswith("sheet1.xml") else part


def utf16_doctype(name: str, part: bytes) -> bytes:
    if not name.endswith("styles.xml"):
        return part
    return ('<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a [<!ENTITY b "c">]>' + part.decode()).encode("utf-16")


BAD: dict[str, Callable[[], bytes]] = {
    "FIL-102 empty": lambda: b"",
    "FIL-103 large": lambda: b"PK\x03\x04" + b"\0" * (21 * 1024 * 1024),
    "FIL-104 html": lambda: b"\xef\xbb\xbf<html><table><tr><td>1</td></tr></table></html>",
    "FIL-104 old xml": lambda: b'<?xml version="1.0"?><Workbook/>',
    "FIL-105 csv": lambda: b"site,month\nMTY,2026-10\n",
    "FIL-105 markdown": lambda: b"# Octubre\n\n| a | b |\n",
    "FIL-106 pdf": lambda: b"%PDF-1.7 ...",
    "FIL-106 other": lambda: b"\x89PNG\r\n\x1a\n\0\0\0",
    "FIL-107 encrypted": lambda: ole("EncryptedPackage"),
    "FIL-108 xls": lambda: ole("Workbook"),
    "FIL-109 xlsb": lambda: archive("[Content_Types].xml", "xl/workbook.bin"),
    "FIL-110 ods": lambda: archive("mimetype", "content.xml"),
    "FIL-111 cut": lambda: month()[:3000],
    "FIL-111 crc": bad_crc,
    "FIL-111 not xml": lambda: in_sheet(b"<sheetData>", b"<sheetData><row"),
    "FIL-111 strings": lambda: in_sheet(b'<c r="A1" t="inlineStr"><is><t>Site</t></is></c>', b'<c r="A1" t="s"><v>7</v></c>'),
    "FIL-111 sheet gone": lambda: edited(lambda name, part: None if name.endswith("sheet2.xml") else part),
    "FIL-111 address": lambda: in_sheet(b'r="A1"', b'r="ZZZZ1"'),
    "FIL-112 docx": lambda: archive("[Content_Types].xml", "word/document.xml"),
    "FIL-113 macros": lambda: edited(same, ("xl/vbaProject.bin", b"x")),
    "FIL-113 type": lambda: edited(lambda name, part: part.replace(b"spreadsheetml.sheet.main", b"macroEnabled.main")
                                   if name == "[Content_Types].xml" else part),
    "FIL-114 entries": lambda: edited(same, *((f"xl/media/{n}.png", b"") for n in range(3001))),
    "FIL-115 bomb": bomb,
    "FIL-116 absolute": lambda: edited(same, ("/etc/passwd", b"x")),
    "FIL-116 upwards": lambda: edited(same, ("xl/../../x", b"x")),
    "FIL-116 twice": lambda: edited(same, ("XL/workbook.xml", b"x")),
    "FIL-117 doctype": lambda: in_sheet(b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet'),
    "FIL-117 utf-16": lambda: edited(utf16_doctype),
    "FIL-117 encoding": lambda: edited(other_encoding),
    "FIL-118 sheets": lambda: edited(same, *((f"xl/worksheets/sheet{n}.xml", b"<a/>") for n in range(10, 300))),
    "FIL-119 nothing": lambda: saved(Workbook()),
    "FIL-121 corner": lambda: in_sheet(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'),
    "FIL-122 merge": lambda: in_sheet(b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
}


@pytest.mark.parametrize("case", BAD)
def test_a_file_that_is_no_safe_workbook_is_refused_in_words(case: str, tmp_path: Path) -> None:
    """The one finding says what the file is and what to do; it comes quickly and without much memory."""
    path = tmp_path / "month.xlsx"
    path.write_bytes(BAD[case]())
    started = time.perf_counter()
    outcome = read_file("month.xlsx", path)
    assert time.perf_counter() - started < 5
    assert not isinstance(outcome, Book)
    assert [case[:7]] == [finding.code for finding in outcome]
    assert CODES[case[:7]] is outcome[0].severity
    assert all(finding_message(outcome[0], each) and finding_hint(outcome[0], each) for each in LANGUAGES)


def test_a_missing_file_and_a_folder_are_findings(tmp_path: Path) -> None:
    """What cannot be opened gives FIL-101."""
    for path in (tmp_path / "gone.xlsx", tmp_path):
        outcome = read_file("x.xlsx", path)
        assert not isinstance(outcome, Book)
        assert ["FIL-101"] == [finding.code for finding in outcome]


def test_too_many_cells_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit counts filled cells over all sheets."""
    monkeypatch.setattr("briefing.workbook.room.CELLS", 20)
    with pytest.raises(Refused) as refused:
        book_of(MONTH)
    assert refused.value.finding.code == "FIL-120"


def test_too_little_memory_is_a_finding(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A reader that runs out of memory says so."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(month())

    def greedy(*_: object) -> Book:
        raise MemoryError

    monkeypatch.setattr("briefing.workbook.child.read_book", greedy)
    outcome = read_file("a.xlsx", path)
    assert not isinstance(outcome, Book)
    assert ["FIL-125"] == [finding.code for finding in outcome]


def test_a_good_file_passes_and_costs_little() -> None:
    """The guard adds less than 60 ms to the reading of a good file."""
    data = month()
    times = []
    for _ in range(5):
        started = time.perf_counter()
        assert () == inspect("month.xlsx", data)
        times.append(time.perf_counter() - started)
    assert min(times) < 0.06


def test_a_sheet_that_declares_the_whole_grid_loses_no_row_and_is_read() -> None:
    """The declared size is not believed, too large or too small."""
    for declared in (b"A1:XFD1048576", b"A1"):
        data = edited(lambda _, part, ref=declared: re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="' + ref + b'"', part))  # type: ignore[misc]
        assert book_of(MONTH) == read_book("month.xlsx", data)


def test_a_long_but_narrow_sheet_is_read() -> None:
    """Many rows are no reason to refuse a file."""
    rows = [[f"r{number}", number] for number in range(30_000)]
    assert 30_000 == len(book_of({"Data": rows}).sheets[0].rows)


def test_limits_fit_each_other() -> None:
    """A file at its size limit unpacks to more than it holds, and to no more than the limit."""
    assert guard.FILE_BYTES < guard.UNZIPPED_BYTES
