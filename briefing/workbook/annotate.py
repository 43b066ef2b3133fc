"""The annotated copy: a person's own workbook with comments and a tint in the wrong cells, and a summary that leads to them.

Only what must change is changed, byte by byte: styles, formulas with their stored values, validations, conditional
formats, charts, pictures, hidden sheets and widths stay as they are. What an earlier copy added is taken away first, so
that a copy of a copy has each comment once, and a corrected cell its own colour again. Threads of comments (Excel 365)
keep their own words; ours then stand in the summary alone.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Final
from xml.parsers.expat import ExpatError

from briefing.evidence import CellRef
from briefing.findings import Finding, Severity, in_order
from briefing.language import Language
from briefing.workbook.annotate_notes import DRAWING, NEW, commented, drawn
from briefing.workbook.annotate_sheet import drawing_of, formatted, style_of, with_drawing
from briefing.workbook.annotate_styles import NO_FILL, Styles, is_tint, safe_fill
from briefing.workbook.annotate_summary import NAME, said, summary_sheet
from briefing.workbook.archive import DAMAGED, Archive
from briefing.workbook.atomic import write
from briefing.workbook.cells import Parts, read_book
from briefing.workbook.codes import raised
from briefing.workbook.grid import Sheet
from briefing.workbook.guard import Refused, is_ods, load
from briefing.workbook.splice import as_text, elements, into, spliced, utf8

_TYPES: Final = "application/vnd.openxmlformats-officedocument."
_SHEET_TYPE: Final = f"{_TYPES}spreadsheetml.worksheet+xml"
_COMMENTS_TYPE: Final = f"{_TYPES}spreadsheetml.comments+xml"
_DRAWING_TYPE: Final = f"{_TYPES}vmlDrawing"
_RELATIONS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_STRICT: Final = b"http://purl.oclc.org/ooxml/spreadsheetml/main"

Places = Mapping[str, Sequence[Finding]]


def annotate(path_in: Path, findings: Sequence[Finding], path_out: Path, *, language: Language) -> None:
    """Write the annotated copy of a workbook that was read before; `guard.Refused` for one that must not be read."""
    write(path_out, annotated(load(str(path_in), path_in), findings, language=language))


def annotated(data: bytes, findings: Sequence[Finding], *, language: Language) -> bytes:
    """Give the annotated copy's bytes: the same for the same workbook, findings and language.

    Raises:
        Refused: A part beside the cells (types, comments, styles) is broken; the cells may be read all the same.
    """
    try:
        archive = Archive(data)
        if is_ods(archive):
            raise Refused(raised(CellRef(""), "FIL-112"))
        copy = _Copy(archive, language)
        copy.add(in_order(findings))
        return archive.rewritten(copy.changed)
    except (*DAMAGED, ExpatError, StopIteration, LookupError):
        raise Refused(raised(CellRef(""), "FIL-111")) from None


_FORMAT: Final = re.compile(rb"""<(?:[\w.-]+:)?c\s[^<>]*?\bs\s*=\s*["'](\d{1,9})["']""")
"""The number of a cell's format."""


class _Copy(Parts):
    """A workbook's parts as they will be."""

    def __init__(self, archive: Archive, language: Language) -> None:
        self.changed: dict[str, bytes | None] = {}
        super().__init__("", archive)
        self.language = language
        self.sheets = {name: self.names[path.lower()] for name, _, path in self.worksheets()[0]}
        strict = _STRICT in self.contents(self.home)
        base = "http://purl.oclc.org/ooxml" if strict else "http://schemas.openxmlformats.org"
        self.main = f"{base}/spreadsheetml/main" if strict else f"{base}/spreadsheetml/2006/main"
        self.office = f"{base}/officeDocument/relationships" if strict else f"{base}/officeDocument/2006/relationships"
        self.styles_path = next((path for kind, path in self.links.values() if kind == "styles"), "")
        styles = Styles(self.contents(self.styles_path)) if self.contents(self.styles_path) else None
        self.styles = styles if styles and styles.usable and self._formats_used() <= styles.formats else None
        self.old = next((sheet for sheet in read_book("", archive.data).sheets if sheet.is_summary), None)

    def _formats_used(self) -> int:
        """Give how many formats the cells speak of: one that is not there must not be given a meaning by those that are added."""
        numbers = (int(found[1]) for path in self.sheets.values() for found in _FORMAT.finditer(self.contents(path)))
        return 1 + max(numbers, default=-1)

    def part(self, path: str) -> bytes | None:
        """Give a part as it is by now, in UTF-8; None if there is none."""
        changed = self.changed.get(self.names.get(path.lower(), ""))
        found = super().part(path) if changed is None else changed
        return None if found is None else utf8(found)

    def contents(self, path: str) -> bytes:
        """Give a part as it is by now; blank if there is none."""
        return self.part(path) or b""

    def put(self, path: str, contents: bytes) -> None:
        """Set a part."""
        self.changed[self.names.setdefault(path.lower(), path)] = contents

    def add(self, findings: Sequence[Finding]) -> None:
        """Take away what an earlier copy added, then tint, comment and sum up."""
        summary = self.old.name if self.old else ""
        before = _kept_fills(self.old) if self.old else {}
        kept: dict[tuple[str, str], str] = {}
        for name, path in self.sheets.items():
            if name == summary:
                continue
            places: dict[str, list[Finding]] = {}
            for finding in findings:
                if finding.where.sheet == name and finding.where.cell and finding.severity is not Severity.NOTE:
                    places.setdefault(finding.where.cell, []).append(finding)
            restored = {place: fill for (sheet, place), fill in before.items() if sheet == name}
            if self.styles:
                kept |= {(name, place): fill for place, fill in self._tint(path, places, restored).items()}
            self._comment(path, {place: "\n".join(said(each, self.language) for each in found) for place, found in places.items()})
        linkable = [name for name in self.sheets if name != summary]
        page = summary_sheet(findings, kept, linkable, self.styles, self.main, self.language)
        self.put(self.sheets[summary] if summary else self._new_sheet(), page)
        if self.styles:
            self.put(self.styles_path, self.styles.part())

    def _tint(self, path: str, places: Places, before: Mapping[str, str]) -> dict[str, str]:
        """Tint the cells with findings and give others their fill back; gives the fills that the tinted ones had."""
        styles, part = self.styles, self.contents(path)
        if styles is None or not (places or before):
            return {}
        now = style_of(part, frozenset({*places, *before}))
        fills: dict[str, bytes] = {}
        changes = {}
        for place in (*before, *(each for each in places if each not in before)):
            fill = styles.fill_of(now.get(place, 0))
            ours = place in before and is_tint(fill)
            fills[place] = safe_fill(before[place]) if ours else fill
            if place in places:
                worst = "error" if any(each.severity is Severity.ERROR for each in places[place]) else "warning"
                changes[place] = partial(styles.tinted, severity=worst)
            elif ours:
                changes[place] = partial(styles.filled, fill=fills[place])
        self.put(path, formatted(part, changes))
        return {place: safe_fill(fills.get(place, NO_FILL).decode("utf-8", "replace")).decode() for place in places}

    def _comment(self, path: str, words: Mapping[str, str]) -> None:
        """Write the comments of a sheet, and the drawing without which they would not be shown."""
        linked = {kind: (identifier, target) for identifier, kind, target in self.links_of(path)}
        if not words and "comments" not in linked:
            return
        comments = linked["comments"][1] if "comments" in linked else self._free(path, "comments", "xml")
        part, gone = commented(self.contents(comments) or NEW.format(main=self.main).encode(), words)
        if not words and not gone and part == self.contents(comments):
            return
        self.put(comments, part)
        if "comments" not in linked:
            self._relate(path, "comments", comments)
            self._declare(f'<Override PartName="/{comments}" ContentType="{_COMMENTS_TYPE}"/>', f"/{comments}")
        self._draw(path, words, gone)

    def _draw(self, path: str, words: Mapping[str, str], gone: frozenset[str]) -> None:
        targets = {identifier: target for identifier, _, target in self.links_of(path)}
        drawing = targets.get(drawing_of(self.contents(path)), "")
        if not drawing:
            drawing = self._free(path, "briefingDrawing", "vml")
            identifier = self._relate(path, "vmlDrawing", drawing)
            self.put(path, with_drawing(self.contents(path), identifier, self.office))
            self._declare(f'<Default Extension="vml" ContentType="{_DRAWING_TYPE}"/>', "vml")
        self.put(drawing, drawn(self.contents(drawing) or DRAWING.encode(), words, gone))

    def _free(self, path: str, stem: str, ending: str) -> str:
        """Give the path of a part that is not there yet, beside the sheet's folder."""
        home = posixpath.dirname(posixpath.dirname(path)) or "xl"
        return next(name for number in range(1, 10_000) if (name := f"{home}/{stem}{number}.{ending}").lower() not in self.names)

    def _relate(self, path: str, kind: str, target: str) -> str:
        """Let a part refer to another; gives the identifier."""
        folder, _, name = path.rpartition("/")
        links = f"{folder}/_rels/{name}.rels".lstrip("/")
        part = self.contents(links) or f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="{_RELATIONS}"/>'.encode()
        found = elements(part, lambda name, *_: name in {"Relationships", "Relationship"})
        taken = {each.attributes.get("Id", "") for each in found}
        identifier = next(new for number in range(1, len(taken) + 2) if (new := f"rIdBriefing{number}") not in taken)
        line = f'<{found[0].prefix}Relationship Id="{identifier}" Type="{self.office}/{kind}" Target="/{as_text(target)}"/>'
        self.put(links, spliced(part, [into(part, found[0], line.encode())]))
        return identifier

    def _declare(self, line: str, mark: str) -> None:
        """Say of what type a part is, once."""
        part = self.contents("[Content_Types].xml")
        found = elements(part, lambda name, *_: name in {"Types", "Default", "Override"})
        if mark.lower() not in {each.attributes.get(name, "").lower() for each in found for name in ("Extension", "PartName")}:
            line = line.replace("<", f"<{found[0].prefix}", 1)
            self.put("[Content_Types].xml", spliced(part, [into(part, found[0], line.encode())]))

    def _new_sheet(self) -> str:
        """List a new sheet after all others; gives the path of its part."""
        book = self.contents(self.home)
        found = elements(book, lambda name, *_: name in {"workbook", "sheets", "sheet"})
        path = self._free(f"{posixpath.dirname(self.home)}/worksheets/x.xml", "worksheets/briefing", "xml")
        identifier = self._relate(self.home, "worksheet", path)
        listed = next(each for each in found if each.name == "sheets")
        names = {each.attributes.get("name", "").casefold() for each in found if each.name == "sheet"}
        numbers = [int(number) for each in found if (number := each.attributes.get("sheetId", "")).isdecimal()]
        line = (f'<{listed.prefix}sheet xmlns:rel="{self.office}" name="{_free_name(NAME.get(self.language), names)}"'
                f' sheetId="{max(numbers, default=0) + 1}" rel:id="{identifier}"/>')
        self.put(self.home, spliced(book, [into(book, listed, line.encode())]))
        self._declare(f'<Override PartName="/{path}" ContentType="{_SHEET_TYPE}"/>', f"/{path}")
        return path


def _free_name(name: str, taken: set[str]) -> str:
    return next(new for number in range(1, len(taken) + 2) if (new := name if number == 1 else f"{name} {number}").casefold() not in taken)


def _kept_fills(sheet: Sheet) -> dict[tuple[str, str], str]:
    """Give the fills that the tinted cells of an earlier copy had."""
    found = {}
    for row in sheet.rows[1:]:
        name, place, fill = (row.at(column).value for column in (7, 8, 9))
        if isinstance(name, str) and isinstance(place, str) and isinstance(fill, str):
            found[name, place] = fill
    return found
