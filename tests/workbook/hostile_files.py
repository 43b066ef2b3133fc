"""Broken and hostile files, made when they are needed: none is shipped."""

from __future__ import annotations

import io
import random
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tests.workbook.workbook_makers import MONTH, Rows, changed, saved, workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
STRICT = {MAIN: "http://purl.oclc.org/ooxml/spreadsheetml/main", OFFICE: "http://purl.oclc.org/ooxml/officeDocument/relationships"}
Parts = dict[str, bytes]


def month() -> bytes:
    """Give the good month."""
    return saved(workbook(MONTH))


def parts_of(data: bytes) -> Parts:
    """Give the parts of an archive by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def zipped(parts: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Give an archive of the parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as opened:
        for name, part in parts.items():
            opened.writestr(name, part)
    return stream.getvalue()


def with_parts(**parts: bytes) -> bytes:
    return zipped({**parts_of(month()), **parts})


def edited(name: str, old: bytes | str, new: bytes | str, count: int = 1) -> bytes:
    """Give the good month with bytes of one part replaced; the part must have them."""
    old, new = (each.encode() if isinstance(each, str) else each for each in (old, new))
    parts = parts_of(month())
    assert old in parts[name], (name, old)
    return zipped({**parts, name: parts[name].replace(old, new, count)})


def sheet(old: bytes | str, new: bytes | str, count: int = 1, number: int = 1) -> bytes:
    return edited(f"xl/worksheets/sheet{number}.xml", old, new, count)


def month_with(**sheets: Rows | None) -> bytes:
    named: dict[str, Any] = {**MONTH, **{name.replace("_", "-"): rows for name, rows in sheets.items()}}
    return saved(workbook({name: rows for name, rows in named.items() if rows is not None}))


def raw_book(sheets: Sequence[tuple[str, str]], strings: str = "") -> bytes:
    """Give a workbook of the smallest parts: each sheet a name and what stands inside its rows."""
    count = len(sheets)
    relations = [f'<Relationship Id="r{n}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in range(1, count + 1)]
    if strings:
        relations.append(f'<Relationship Id="rs" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>')
    listed = "".join(f'<sheet name="{name}" sheetId="{n}" r:id="r{n}"/>' for n, (name, _) in enumerate(sheets, 1))
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" Type="{OFFICE}/officeDocument"'
                       ' Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{"".join(relations)}</Relationships>',
        **({"xl/sharedStrings.xml": strings} if strings else {}),
        **{f"xl/worksheets/sheet{n}.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
           for n, (_, rows) in enumerate(sheets, 1)},
    }
    return zipped({name: part.encode() for name, part in parts.items()})


def numbers(rows: int, columns: int, *, seed: int = 1) -> str:
    """Give rows of numbers that do not pack well."""
    chance = random.Random(seed)
    row = "".join(f"<c><v>{{:.{8}f}}</v></c>" for _ in range(columns))
    return "".join("<row>" + row.format(*(chance.random() * 1e6 for _ in range(columns))) + "</row>" for _ in range(rows))


def text_cell(text: str) -> str:
    return f'<c t="inlineStr"><is><t>{text}</t></is></c>'


def patched_directory(name: str, offset: int, packed: bytes, data: bytes | None = None) -> bytes:
    """Give the good month with bytes of one part's entry in the directory changed."""
    changing = bytearray(data or month())
    for match in re.finditer(b"PK\x01\x02", bytes(changing)):
        start = match.start()
        if changing[start + 46:start + 46 + len(name)] == name.encode():
            changing[start + offset:start + offset + len(packed)] = packed
            return bytes(changing)
    raise AssertionError(name)


def lying_size() -> bytes:
    """A part that unpacks to a hundred times what it declares, with the checksum of what it declares."""
    shown = b"<a/>" + b" " * 996
    real = shown + b" " * 300_000_000
    stream = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = stream.compress(real) + stream.flush()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as opened:
        for name, part in parts_of(month()).items():
            opened.writestr(name, part)
        opened.writestr("xl/theme/theme9.xml", packed)
    data = bytearray(out.getvalue())
    check = struct.pack("<L", zlib.crc32(shown))
    local = data.index(b"xl/theme/theme9.xml") - 30
    data[local + 8:local + 10] = struct.pack("<H", 8)
    data[local + 14:local + 26] = check + struct.pack("<2L", len(packed), len(shown))
    for offset, value in ((10, struct.pack("<H", 8)), (16, check), (24, struct.pack("<L", len(shown)))):
        data = bytearray(patched_directory("xl/theme/theme9.xml", offset, value, bytes(data)))
    return bytes(data)


def overlapping() -> bytes:
    """Two entries of the directory that share their contents."""
    first = parts_of(month())
    data = zipped({**first, "xl/media/a.xml": first["xl/styles.xml"]})
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        where = opened.getinfo("xl/styles.xml").header_offset
    return patched_directory("xl/media/a.xml", 42, struct.pack("<L", where), data)


def other_name() -> bytes:
    """A part that is named otherwise where its contents stand than in the directory."""
    data = month()
    at = data.index(b"xl/worksheets/sheet1.xml")
    return data[:at] + b"xl/worksheets/sheetX.xml" + data[at + 24:]


def encrypted_flag() -> bytes:
    data = bytearray(month())
    for match in re.finditer(b"PK\x01\x02", bytes(data)):
        data[match.start() + 8] |= 1
    return bytes(data)


def strange_method() -> bytes:
    return patched_directory("xl/worksheets/sheet1.xml", 10, struct.pack("<H", 97))


def ole(*words: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + b"".join(word.encode("utf-16-le") + b"\0" * 64 for word in words)


def billion_laughs() -> bytes:
    lines = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return sheet("<worksheet", f'<!DOCTYPE x [<!ENTITY l0 "ha">{lines}]><worksheet')


def shared_flood(times: int, length: int) -> bytes:
    cell = '<c t="s"><v>0</v></c>' * 20
    return raw_book([("Cover", f"<row>{cell}</row>" * (times // 20))], f'<sst xmlns="{MAIN}"><si><t>{"á" * length}</t></si></sst>')


def many_strings() -> bytes:
    return raw_book([("Cover", '<row><c t="s"><v>9</v></c></row>')], f'<sst xmlns="{MAIN}">{"<si><t/></si>" * 1_200_000}</sst>')


def deep() -> bytes:
    return sheet("</sheetData>", "<row>" * 400_000 + "</row>" * 400_000 + "</sheetData>")


def attributes() -> bytes:
    return sheet("<sheetData>", "<sheetData " + " ".join(f'a{n}="1"' for n in range(300_000)) + ">")


def all_to_one_sheet() -> bytes:
    return edited("xl/_rels/workbook.xml.rels", "sheet2.xml", "sheet1.xml")


def wide_header(columns: int) -> bytes:
    header = "".join(text_cell(f"Caused by number {n}") for n in range(columns))
    month_rows = "<row>" + text_cell("Site") + text_cell("MTY") + "</row><row>" + text_cell("Month") + text_cell("2026-10") + "</row>"
    row = "<row>" + text_cell("R-001") * 1 + "<c><v>1</v></c>" * (columns + 3) + "</row>"
    return raw_book([("Cover", month_rows), ("Register", "<row>" + text_cell("Id") + text_cell("Kind") + header + "</row>" + row * 5)])


def every_cell_wrong(rows: int) -> bytes:
    columns = ["Id", "Kind", "Bad case", "Likely case", "Good case", "Times driver", "Occurs", "Chance by that date", "By date", "KPIs"]
    cover = "<row>" + text_cell("Site") + text_cell("MTY") + "</row><row>" + text_cell("Month") + text_cell("2026-10") + "</row>"
    header = "<row>" + "".join(map(text_cell, columns)) + "</row>"
    body = "".join("<row>" + text_cell(f"R-{n}") + text_cell("zzz") * 9 + "</row>" for n in range(rows))
    return raw_book([("Cover", cover), ("Register", header + body)])


def long_headers() -> bytes:
    cover = "<row>" + text_cell("Site") + text_cell("MTY") + "</row><row>" + text_cell("Month") + text_cell("2026-10") + "</row>"
    header = text_cell("Id") + text_cell("Kind") + "".join(text_cell("cause " * 5000 + str(n)) for n in range(150))
    return raw_book([("Cover", cover), ("Register", f"<row>{header}</row><row>" + text_cell("R-1") * 2 + "</row>")])


def macro_sheet() -> bytes:
    return with_parts(**{"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"})


HTML = b"<html><head><title>KPIs</title></head><body><table><tr><td>1</td></tr></table></body></html>"
MERGE = '</sheetData><mergeCells><mergeCell ref="{}"/></mergeCells>'
FAR = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'

HOSTILE: dict[str, Callable[[], bytes]] = {
    # first bytes
    "empty": lambda: b"",
    "one byte": lambda: b"P",
    "zeros": lambda: b"\0" * 5000,
    "noise": lambda: random.Random(7).randbytes(50_000),
    "html": lambda: HTML,
    "html after a mark": lambda: b"\xef\xbb\xbf\r\n  " + HTML,
    "html in utf-16": lambda: HTML.decode().encode("utf-16"),
    "xml of 2003": lambda: b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>',
    "markdown": lambda: b"# Octubre\n\n| KPI | valor |\n|---|---|\n| OTD | 91 % |\n",
    "csv": lambda: b"site,month\nMTY,2026-10\n",
    "csv in windows-1252": lambda: "planta;mes;situación\nMTY;2026-10;año\n".encode("cp1252"),
    "json": lambda: b'{"site": "MTY"}',
    "pdf": lambda: b"%PDF-1.7\n1 0 obj\n",
    "png": lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 100,
    "rtf": lambda: b"{\\rtf1 hola}",
    "gzip": lambda: b"\x1f\x8b\x08\0" + b"\0" * 60,
    "old xls": lambda: ole("Workbook"),
    "encrypted": lambda: ole("EncryptedPackage", "EncryptionInfo"),
    "old doc": lambda: ole("WordDocument"),
    "too large": lambda: b"PK\x03\x04" + b"\0" * (21 * 1024 * 1024),
    # the archive
    "head of a zip alone": lambda: b"PK\x03\x04",
    "cut in half": lambda: month()[:len(month()) // 2],
    "end cut off": lambda: month()[:-10],
    "directory of an empty zip": lambda: b"PK\x05\x06" + b"\0" * 18,
    "bad checksum of a sheet": lambda: patched_directory("xl/worksheets/sheet1.xml", 16, b"\1\2\3\4"),
    "bad checksum of a picture": lambda: patched_directory("xl/media/a.png", 16, b"\1\2\3\4", with_parts(**{"xl/media/a.png": b"png"})),
    "declares less than it holds": lying_size,
    "declares more than it holds": lambda: patched_directory("xl/worksheets/sheet1.xml", 24, struct.pack("<L", 5_000_000)),
    "declares four gigabytes": lambda: patched_directory("xl/worksheets/sheet1.xml", 24, b"\xff\xff\xff\xfe"),
    "bomb of zeros": lambda: with_parts(**{"xl/media/a.bin": b"\0" * (210 * 1024 * 1024)}),
    "bomb of xml": lambda: with_parts(**{"xl/worksheets/sheet1.xml": b"<a>" + b" " * (90 * 1024 * 1024) + b"</a>"}),
    "bomb in bomb": lambda: with_parts(**{"xl/embeddings/b.zip": zipped({"x": b"\0" * (50 * 1024 * 1024)}), "xl/media/a": b"\0" * (170 * 1024 * 1024)}),
    "entries that overlap": overlapping,
    "another name at its place": other_name,
    "encrypted entries": encrypted_flag,
    "unknown compression": strange_method,
    "three thousand parts": lambda: with_parts(**{f"xl/media/{n}.png": b"" for n in range(3001)}),
    "absolute name": lambda: with_parts(**{"/etc/passwd": b"x"}),
    "name that leads upwards": lambda: with_parts(**{"xl/../../x.xml": b"<x/>"}),
    "name with a drive": lambda: with_parts(**{"C:\\x.xml": b"<x/>"}),
    "name twice but for case": lambda: with_parts(**{"XL/Workbook.xml": b"<x/>"}),
    # the kind
    "docx": lambda: zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<x/>"}),
    "zip of texts": lambda: zipped({"notes.txt": b"hola"}),
    "xlsb": lambda: zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.bin": b"x"}),
    "ods without cells": lambda: zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"}),
    "text document": lambda: zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"}),
    "macros": macro_sheet,
    "macros by type": lambda: edited("[Content_Types].xml", "spreadsheetml.sheet.main", "macroEnabled.main"),
    # xml
    "entities": billion_laughs,
    "outer entity": lambda: sheet("<worksheet", '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet'),
    "entity in utf-16": lambda: with_parts(**{"xl/styles.xml": ('<?xml version="1.0" encoding="utf-16"?>'
                                                                 '<!DOCTYPE a [<!ENTITY b "c">]><a/>').encode("utf-16")}),
    "rare encoding": lambda: sheet("<worksheet", '<?xml version="1.0" encoding="cp037"?><worksheet'),
    "not xml": lambda: sheet("<sheetData>", "<sheetData><row"),
    "null in xml": lambda: sheet("<sheetData>", b"<sheetData>\0"),
    "wrong bytes in xml": lambda: sheet("Site", b"S\xff\xfete"),
    "workbook without sheets": lambda: with_parts(**{"xl/workbook.xml": f'<workbook xmlns="{MAIN}"/>'.encode()}),
    "workbook part gone": lambda: zipped({name: part for name, part in parts_of(month()).items() if name != "xl/workbook.xml"}),
    "sheet part gone": lambda: zipped({name: part for name, part in parts_of(month()).items() if not name.endswith("sheet2.xml")}),
    "links gone": lambda: zipped({name: part for name, part in parts_of(month()).items() if not name.endswith("workbook.xml.rels")}),
    "two sheets of one part": all_to_one_sheet,
    # cells
    "text that is not there": lambda: sheet('<c r="A1" t="inlineStr"><is><t>Site</t></is></c>', '<c r="A1" t="s"><v>7</v></c>'),
    "text of negative number": lambda: sheet('<c r="A1" t="inlineStr"><is><t>Site</t></is></c>', '<c r="A1" t="s"><v>-1</v></c>'),
    "address that is none": lambda: sheet('r="A1"', 'r="ZZZZ1"'),
    "row below zero": lambda: sheet('<row r="1"', '<row r="-4"'),
    "row of many digits": lambda: sheet('<row r="1"', f'<row r="{"9" * 6000}"'),
    "number that is none": lambda: sheet("</sheetData>", '<row r="90"><c r="A90"><v>uno</v></c></row></sheetData>'),
    "a cell twice": lambda: sheet("</sheetData>", '<row r="90"><c r="A90"><v>1</v></c><c r="A90"><v>2</v></c></row></sheetData>'),
    "far corner": lambda: sheet("</sheetData>", FAR),
    "far corner alone": lambda: raw_book([("Cover", '<row r="1"><c r="A1"><v>1</v></c></row>' + FAR.removesuffix("</sheetData>"))]),
    "giant merge": lambda: sheet("</sheetData>", MERGE.format("A1:XFD1048576")),
    "merge that is none": lambda: sheet("</sheetData>", MERGE.format("A0:?")),
    "many merges": lambda: sheet("</sheetData>", "</sheetData><mergeCells>" + '<mergeCell ref="A1:T1000"/>' * 500 + "</mergeCells>"),
    "flood of one shared text": lambda: shared_flood(100_000, 3000),
    "flood of shared texts": many_strings,
    "text no cell can hold": lambda: raw_book([("Cover", f"<row>{text_cell('a' * 2_000_000)}</row>")]),
    "millions of empty cells": lambda: raw_book([("Cover", ("<row>" + '<c s="1"/>' * 50 + "</row>") * 60_000)]),
    "hundreds of thousands of cells": lambda: raw_book([("Cover", numbers(12_500, 20))]),
    "thousands of sheets": lambda: raw_book([(f"S{n}", "") for n in range(2000)]),
    "five megabytes in 200 sheets": lambda: raw_book([(f"S{n}", numbers(100, 30, seed=n)) for n in range(200)]),
    "as many cells as allowed": lambda: raw_book([("Data", numbers(7_400, 20))]),
    "no cells": lambda: raw_book([("Cover", ""), ("KPIs", "<row><c/></row>")]),
    "cells of blanks": lambda: raw_book([("Cover", f"<row>{text_cell('   ')}</row>" * 10)]),
    # what a parser would choke on, after the cells
    "sixteen thousand headers": lambda: wide_header(16_000),
    "headers as long as letters": long_headers,
    "every cell wrong": lambda: every_cell_wrong(3000),
    "another workbook": lambda: raw_book([("Hoja1", numbers(30, 5))]),
    # in the data
    "error cell for a value": lambda: month_with(KPIs=changed(MONTH["KPIs"], "C2", "#N/A")),
    "formula without value": lambda: month_with(KPIs=changed(MONTH["KPIs"], "C2", "=1+1")),
    "error in the month": lambda: month_with(Cover=changed(MONTH["Cover"], "B2", "#REF!")),
    "infinite number": lambda: sheet("<v>18.42</v>", "<v>1e999</v>"),
    "chance in words": lambda: month_with(Register=changed(MONTH["Register"], "I2", "alta")),
    "code that is a formula": lambda: month_with(Register=changed(MONTH["Register"], "H2", "+cmd|' /C calc'!A0")),
}
"""Name to maker: `briefing check` exits 1 or 2 on each, with a finding in words."""


def strict() -> bytes:
    """Give the good month in the strict form of the format: other namespaces, days written out."""
    parts = parts_of(month())
    for name, part in parts.items():
        for ours, theirs in STRICT.items():
            part = part.replace(ours.encode(), theirs.encode())  # noqa: PLW2901
        parts[name] = part
    number = b"46325"
    page = "xl/worksheets/sheet1.xml"
    assert number in parts[page]
    parts[page] = re.sub(rb'<c r="B5"([^>]*?) t="n"([^>]*)><v>46325</v>', rb'<c r="B5"\1 t="d"\2><v>2026-10-30T00:00:00Z</v>', parts[page])
    return zipped(parts)


def prefixed() -> bytes:
    """Give the good month with a prefix before every element, as some programs write it."""
    parts = parts_of(month())
    for name, part in parts.items():
        if name.startswith("xl/worksheets/sheet"):
            part = re.sub(rb"<(/?)(?=[a-zA-Z])", rb"<\1x:", part).replace(b"xmlns=", b"xmlns:x=")  # noqa: PLW2901
        parts[name] = part
    return zipped(parts)


def external() -> bytes:
    """Give the good month with a link to another workbook."""
    link = f'<Relationship Id="rx" Type="{OFFICE}/externalLink" Target="externalLinks/externalLink1.xml"/></Relationships>'
    parts = parts_of(edited("xl/_rels/workbook.xml.rels", "</Relationships>", link))
    return zipped({**parts, "xl/externalLinks/externalLink1.xml": b"<externalLink/>"})


HARMLESS: dict[str, Callable[[], bytes]] = {
    "elements in elements": deep,
    "many attributes": attributes,
    "strict": strict,
    "prefixes": prefixed,
    "links to another workbook": external,
    "stored": lambda: zipped(parts_of(month()), zipfile.ZIP_STORED),
    "declares the whole grid": lambda: _declaring("A1:XFD1048576"),
    "declares one cell": lambda: _declaring("A1"),
    "parts in another order": lambda: zipped(dict(reversed(parts_of(month()).items()))),
    "a comment after the archive": lambda: month()[:-2] + b"\4\0hola",
}
"""Name to maker: strange, and the same month all the same."""


def _declaring(extent: str) -> bytes:
    return zipped({name: re.sub(rb'<dimension ref="[^"]*"', f'<dimension ref="{extent}"'.encode(), part)
                   for name, part in parts_of(month()).items()})

