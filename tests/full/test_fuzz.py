"""Fuzzing: mutated archives, parts and cells never crash or hang the reader, and what is found can be put in words."""

from __future__ import annotations

import os
import random
import re
import signal
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from briefing.findings import Finding
from briefing.language import LANGUAGES, finding_hint, finding_message
from briefing.model.charter import Charter
from briefing.model.submission import Submission
from briefing.workbook.annotate import annotated
from briefing.workbook.cells import Book, read_book
from briefing.workbook.checks_history import history_findings
from briefing.workbook.guard import Refused, inspect
from briefing.workbook.parse import kind_of, neither, parse_charter, parse_submission
from tests.conftest import SAMPLE
from tests.workbook.hostile_files import month, parts_of, zipped
from tests.workbook.test_ods_cells import cell, ods, row, table
from tests.workbook.workbook_makers import CHARTER, charter_of, month_of, saved, workbook

SECONDS = float(os.environ.get("BRIEFING_FUZZ_SECONDS", "600"))
SEED = int(os.environ.get("BRIEFING_FUZZ_SEED", "1"))
LONGEST = 10
"""Seconds after which one file counts as a hang."""
NASTY = [
    "", " ", "\u00a0", "-", "0", "-0", "1", "95", "0.95", "95 %", "1e308", "-1e308", "1e-320", "9" * 400, "1/2", "3/4/5", "12,5", "1.234.567,8",
    "=1+1", "+1", "@SUM(1)", "#N/A", "NaN", "inf", "true", "VERDADERO", "alta", "6 in 10", "7 de 0", "0 in 0", "9999-99-99", "2026-02-30",
    "0000-00-00", "31/12/9999", "12:00", "oct-26", "Q4 2026", "١٢٣", "½", "²", "一", "İ", "ß", "\u202e", "\u200b", "é" * 300, "a" * 32_000, "{0}", "{found}", "%s",
    "<b>", "&amp;", "]]>", "R-014", "A-007", "OTD", "MTY", "2026-10", "2026-10 likely", "Id", "Total", "Code", "_x0000_", "_x000D_", "_xD800_",
    "\U0001F600" * 50, "x" * 90, "R-1, R-2; R-3", "'", '"', "\n\n", "\t", "once", "can repeat", "open", "decided", "\\", "../..", "Z" * 60,
]
NUMBERS = ["0", "-1", "1e999", "-1e999", "nan", "1e308", "46325", "2958466", "2958465", "-46325", "0.0000001", "99999999999999999999", "1E+400", "61", "60", "0.5"]
ATTRIBUTES = ["", "0", "-1", "1", "65536", "99999999999999999999", "A1", "XFD1048576", "ZZZ9", "a", "n", "s", "e", "b", "d", "str", "inlineStr", "true", "hidden", "é"]
Mutation = Callable[[random.Random, bytes], bytes]


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\u202e", "")


def archive_bytes(chance: random.Random, data: bytes) -> bytes:
    """Flip, cut, double and move bytes of the archive."""
    changing = bytearray(data)
    for _ in range(chance.randint(1, 12)):
        if not changing:
            break
        at, length = chance.randrange(len(changing)), chance.choice([1, 1, 2, 4, 30, 400])
        kind = chance.randrange(5)
        if kind == 0:
            changing[at] ^= 1 << chance.randrange(8)
        elif kind == 1:
            changing[at:at + length] = chance.randbytes(len(changing[at:at + length]))
        elif kind == 2:
            del changing[at:at + length]
        elif kind == 3:
            changing[at:at] = changing[max(0, at - length):at]
        else:
            changing[at:at + 4] = chance.choice([b"\0\0\0\0", b"\xff\xff\xff\xff", b"PK\1\2", b"PK\5\6"])
    return bytes(changing)


def part_bytes(chance: random.Random, data: bytes) -> bytes:
    """Change tags, attributes and bytes of a part, and pack it with a right checksum."""
    parts = parts_of(data)
    for _ in range(chance.randint(1, 3)):
        name = chance.choice([each for each in parts if each.endswith((".xml", ".rels"))])
        part = parts[name]
        for _ in range(chance.randint(1, 6)):
            part = chance.choice([_attribute, _tag, _bytes, _moved])(chance, part)
        parts[name] = part
    if chance.random() < 0.05:
        del parts[chance.choice(list(parts))]
    return zipped(parts, zipfile.ZIP_STORED)


def _attribute(chance: random.Random, part: bytes) -> bytes:
    found = list(re.finditer(rb'="([^"]*)"', part))
    if not found:
        return part
    match = chance.choice(found)
    other = chance.choice(found)[1] if chance.random() < 0.4 else escaped(chance.choice(ATTRIBUTES + NASTY)).replace('"', "").encode(errors="ignore")
    return part[:match.start(1)] + other + part[match.end(1):]


def _tag(chance: random.Random, part: bytes) -> bytes:
    found = list(re.finditer(rb"<[^>]*>", part))
    if not found:
        return part
    match = chance.choice(found)
    other = chance.choice([b"", match[0] * 2, chance.choice(found)[0], match[0] * 300])
    return part[:match.start()] + other + part[match.end():]


def _bytes(chance: random.Random, part: bytes) -> bytes:
    at = chance.randrange(len(part) + 1)
    return part[:at] + chance.choice([b"\0", b"<", b"&", b"\xff", b"]]>", b"<!--", b"<![CDATA[", b"&#0;", b"&#55296;", b"<?x?>"]) + part[at:]


def _moved(chance: random.Random, part: bytes) -> bytes:
    found = list(re.finditer(rb"<row.*?</row>|<c .*?</c>|<sheet [^>]*>|<xf.*?>", part, re.DOTALL))
    if len(found) < 2:
        return part
    one, other = sorted(chance.sample(found, 2), key=lambda match: match.start())
    return part if one.end() > other.start() else part[:one.start()] + other[0] + part[one.end():other.start()] + one[0] + part[other.end():]


def cell_contents(chance: random.Random, data: bytes) -> bytes:
    """Put strange texts, numbers and kinds into cells."""
    parts = parts_of(data)
    pages = [name for name in parts if name.startswith("xl/worksheets/sheet")]
    if not pages:
        return part_bytes(chance, data)
    for _ in range(chance.randint(1, 8)):
        name = chance.choice(pages)
        found = list(re.finditer(rb'<c (r="[A-Z]+\d+")([^>]*?)(/>|>.*?</c>)', parts[name], re.DOTALL))
        if found:
            match = chance.choice(found)
            style = re.search(rb' s="\d+"', match[2])
            parts[name] = parts[name][:match.start()] + _cell(chance, match[1], style[0] if style else b"") + parts[name][match.end():]
    return zipped(parts, zipfile.ZIP_STORED)


def _cell(chance: random.Random, place: bytes, style: bytes) -> bytes:
    kind = chance.choice(["inlineStr", "inlineStr", "n", "n", "e", "b", "d", "str", "f"])
    if kind == "f":
        return b"<c %b%b><f>1+1</f></c>" % (place, style)
    if kind == "inlineStr":
        text = escaped(chance.choice(NASTY)).encode("utf-8", "ignore")
        return b'<c %b%b t="inlineStr"><is><t xml:space="preserve">%b</t></is></c>' % (place, style, text)
    text = escaped(chance.choice(NUMBERS if kind == "n" else NASTY)).encode("utf-8", "ignore")
    return b'<c %b%b t="%b"><v>%b</v></c>' % (place, style, kind.encode(), text)


def opendocument() -> bytes:
    """Give a month as OpenDocument: a Cover and some KPIs."""
    cover = "".join(row(cell("string", text=label), cell("string", text=value)) for label, value in (("Site", "MTY"), ("Month", "2026-10"), ("Currency", "MXN")))
    kpis = row(*(cell("string", text=text) for text in ("Code", "2026-09", "2026-10", "Cause"))) + "".join(
        row(cell("string", text=code), cell("percentage", "0.93"), cell("float", "4", more=' table:number-columns-repeated="2"')) for code in ("OTD", "CLM"))
    return ods(table(cover).replace("KPIs", "Cover") + table(kpis))


MUTATIONS: list[Mutation] = [archive_bytes, part_bytes, part_bytes, cell_contents, cell_contents, cell_contents]


@contextmanager
def at_most(seconds: int) -> Iterator[None]:
    """Raise TimeoutError when the work takes longer."""
    def late(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def whole_way(data: bytes, charter: Charter, previous: Submission) -> str:
    """Do with a file what `check` does, words, annotated copy and all; gives what became of it."""
    found = inspect("a.xlsx", data)
    if found:
        _put_in_words(found)
        return found[0].code
    try:
        book = read_book("a.xlsx", data)
    except Refused as refused:
        _put_in_words((refused.finding,))
        return refused.finding.code
    findings = _findings(book, charter, previous)
    _put_in_words(findings)
    try:
        copy = annotated(data, findings, language="es")
    except Refused as refused:  # a part that only a spreadsheet program reads is broken, or OpenDocument
        return f"read, {refused.finding.code}"
    assert () == inspect("a.xlsx", copy)
    again = read_book("a.xlsx", copy)
    assert [sheet.rows for sheet in book.sheets] == [sheet.rows for sheet in again.sheets][:len(book.sheets)]
    return "read"


def _findings(book: Book, charter: Charter, previous: Submission) -> tuple[Finding, ...]:
    kind = kind_of(book)
    if kind is None:
        return (neither(book),)
    if kind == "charter":
        return parse_charter(book)[1]
    submission, findings = parse_submission(book, charter)
    return (*findings, *(history_findings(submission, (previous,), charter) if submission else ()))


def _put_in_words(findings: tuple[Finding, ...]) -> None:
    for finding in findings:
        for language in LANGUAGES:
            assert finding_message(finding, language)
            assert finding_hint(finding, language)


@pytest.mark.full
def test_no_mutation_crashes_or_hangs_the_reader(tmp_path: Path) -> None:
    """For as long as asked: each file is read or refused in words; the seed of a failing one is in the message."""
    charter, previous = charter_of()[0], month_of()[0]
    assert previous is not None
    seeds = [month(), saved(workbook(CHARTER)), (SAMPLE / "submissions/2026-10/MTY.xlsx").read_bytes(), (SAMPLE / "charter.xlsx").read_bytes(), opendocument()]
    outcomes: dict[str, int] = {}
    ends, number = time.monotonic() + SECONDS, SEED * 10_000_000
    while time.monotonic() < ends:
        number += 1
        chance = random.Random(number)
        data = chance.choice(MUTATIONS)(chance, seeds[chance.choice([0, 0, 0, 1, 1, 2, 3, 4])])
        try:
            with at_most(LONGEST):
                outcome = whole_way(data, charter, previous)
        except BaseException:
            (tmp_path / f"{number}.xlsx").write_bytes(data)
            print(f"failed at BRIEFING_FUZZ seed number {number}: {tmp_path / f'{number}.xlsx'}")
            raise
        outcomes[outcome] = outcomes.get(outcome, 0) + 1
    print(number - SEED * 10_000_000, "files:", dict(sorted(outcomes.items())))
    assert outcomes["read"] > sum(outcomes.values()) / 5
    assert outcomes.get("read, FIL-111", 0) < outcomes["read"] / 5
