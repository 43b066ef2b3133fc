"""The answers of readers: `responses/PERIOD.csv`, append-only."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from io import StringIO
from pathlib import Path
from typing import Final

from briefing.evidence import CellRef, Source
from briefing.findings import Finding, in_order
from briefing.model.charter import Charter
from briefing.model.hearing import READER_CHOICES, is_heard, reader_named, switch_of
from briefing.model.responses import Choice, Response
from briefing.workbook.codes import raised
from briefing.workbook.date_text import parse_date
from briefing.workbook.grid import address
from briefing.workbook.normalise import key, many_lines, one_line
from briefing.workbook.values import as_code
from briefing.workbook.vocabulary import ANSWERS

COLUMNS: Final = ("answered_on", "site", "ask_id", "fingerprint", "reader", "role", "choice", "comment", "reply_to", "source")
REQUIRED: Final = ("answered_on", "site", "ask_id", "reader", "choice")
FILE_BYTES: Final = 20 * 1024 * 1024
FIELD_CHARACTERS: Final = 20_000
_CHOICES: Final = {
    "confirm": Choice.CONFIRM, "confirmo": Choice.CONFIRM, "confirmar": Choice.CONFIRM, "confirmed": Choice.CONFIRM,
    "question": Choice.QUESTION, "pregunta": Choice.QUESTION, "disagree": Choice.DISAGREE,
    "desacuerdo": Choice.DISAGREE, "endesacuerdo": Choice.DISAGREE, "reply": Choice.REPLY, "respuesta": Choice.REPLY,
    "decided": Choice.DECIDED, "decidido": Choice.DECIDED, "decidida": Choice.DECIDED,
}

Read = tuple[tuple[Response, ...], tuple[Finding, ...]]


def read_responses(file: str, path: Path) -> Read:
    """Read the answers; a file that is not there holds none. Places are cells such as `C4`, without a sheet."""
    if not path.exists():
        return (), ()
    try:
        data = path.read_bytes() if path.stat().st_size <= FILE_BYTES else None
    except OSError:
        data = None
    return parse_responses(file, data) if data is not None else ((), (raised(CellRef(file), "RSP-203"),))


def parse_responses(file: str, data: bytes) -> Read:
    """Read the answers of a CSV in UTF-8, with or without a byte order mark; Excel's own encoding is read with a warning."""
    findings: list[Finding] = []
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
        findings.append(raised(CellRef(file), "RSP-202"))
    if "\0" in text:
        return (), (raised(CellRef(file), "RSP-203"),)
    head = text.partition("\n")[0]
    reader = csv.reader(StringIO(text, newline=""), delimiter=";" if head.count(";") > head.count(",") else ",")
    try:
        lines = list(reader)
    except csv.Error:
        return (), (*findings, raised(CellRef(file), "RSP-203"))
    if not any(any(cell.strip() for cell in line) for line in lines):
        return (), tuple(findings)
    columns, faults = _columns(file, lines[0])
    findings.extend(faults)
    responses: list[Response] = []
    for number, line in enumerate(lines[1:], 2):
        if any(cell.strip() for cell in line) and not any(fault.code == "RSP-102" for fault in faults):
            response, more = _response(file, number, line, columns)
            findings.extend(more)
            responses.extend([response] if response else [])
    return tuple(responses), in_order(findings)


def _columns(file: str, header: list[str]) -> tuple[Mapping[str, int], tuple[Finding, ...]]:
    """Give the place of each column, and what is missing or unknown."""
    known = {key(name): name for name in COLUMNS}
    columns: dict[str, int] = {}
    findings = []
    for index, cell in enumerate(header):
        name = known.get(key(cell))
        if name and name not in columns:
            columns[name] = index
        elif cell.strip():
            findings.append(raised(CellRef(file, "", address(1, index + 1)), "RSP-204", column=cell))
    missing = [name for name in REQUIRED if name not in columns]
    findings.extend(raised(CellRef(file, "", "A1"), "RSP-102", column_en=name, column_es=name) for name in missing)
    return columns, tuple(findings)


def _response(file: str, number: int, line: list[str],
              columns: Mapping[str, int]) -> tuple[Response | None, tuple[Finding, ...]]:
    cells = {name: address(number, index + 1) for name, index in columns.items()}
    source = Source(file, "", number, cells)
    typed = {name: line[index][:FIELD_CHARACTERS] if index < len(line) else "" for name, index in columns.items()}
    findings = list(_faults(source, typed))
    day = parse_date(typed["answered_on"]).day
    choice = _CHOICES.get(key(typed["choice"]))
    if any(finding.code != "RSP-201" for finding in findings) or day is None or choice is None:
        return None, tuple(findings)
    return Response(
        answered_on=day, site=as_code(typed["site"]), ask_id=as_code(typed["ask_id"]), choice=choice,
        fingerprint=_fingerprint(typed), reader=one_line(typed["reader"]), role=one_line(typed.get("role", "")),
        comment=many_lines(typed.get("comment", "")), reply_to=one_line(typed.get("reply_to", "")),
        origin=one_line(typed.get("source", "")), source=source,
    ), tuple(findings)


def _fingerprint(typed: Mapping[str, str]) -> str:
    return one_line(typed.get("fingerprint", "")).lower()


def _faults(source: Source, typed: Mapping[str, str]) -> Iterator[Finding]:
    """Yield what cannot be used in a line."""
    for name in REQUIRED:
        if not one_line(typed[name]):
            yield raised(source.at(name), "RSP-101", column_en=name, column_es=name)
    day = parse_date(typed["answered_on"])
    if day.candidates:
        readings = " / ".join(each.isoformat() for each in day.candidates)
        yield raised(source.at("answered_on"), "RSP-108", column="answered_on", found=typed["answered_on"], readings=readings)
    elif day.day is None and one_line(typed["answered_on"]):
        yield raised(source.at("answered_on"), "RSP-107", column="answered_on", found=typed["answered_on"])
    if one_line(typed["choice"]) and key(typed["choice"]) not in _CHOICES:
        allowed = " · ".join(Choice)
        yield raised(source.at("choice"), "RSP-109", column="choice", found=typed["choice"], allowed_en=allowed,
                     allowed_es=allowed)
    if not re.fullmatch(r"[0-9a-f]{12}", _fingerprint(typed)):
        yield raised(source.at("fingerprint"), "RSP-201", found=typed.get("fingerprint", ""))


def hearing_findings(responses: Iterable[Response], charter: Charter) -> Iterator[Finding]:
    """Say which answers do not count by the charter's switches, and which readers its list does not name; no comment is repeated."""
    for response in responses:
        if response.choice not in READER_CHOICES:
            continue
        reader = reader_named(charter, response.reader)
        if not is_heard(charter, response):
            switch = next(each.text for each in ANSWERS if each.value is switch_of(charter, reader))
            yield raised(response.source.at("source"), "RSP-205", reader=response.reader, switch_en=switch.en, switch_es=switch.es)
        elif reader is None and charter.readers:
            yield raised(response.source.at("reader"), "RSP-206", reader=response.reader)
