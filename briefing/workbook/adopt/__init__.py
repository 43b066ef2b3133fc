"""A plant's own spreadsheet: found, understood as far as it goes, and read through a mapping that a person confirmed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from briefing.errors import UnreadableFile
from briefing.findings import Finding
from briefing.model.charter import Charter
from briefing.workbook.adopt.discover import discover
from briefing.workbook.adopt.foreign import foreign_blocks
from briefing.workbook.adopt.found import SURE, Guess, Heading, Table, TableKind
from briefing.workbook.adopt.mapping import MappingFault, SiteMapping, load_mapping
from briefing.workbook.adopt.propose import propose
from briefing.workbook.adopt.read import read_adopted, read_mapping
from briefing.workbook.adopt.readings import Reading, readings_of
from briefing.workbook.adopt.report import report_lines
from briefing.workbook.adopt.toml_text import mapping_toml
from briefing.workbook.grid import Book
from briefing.workbook.parse import parse_charter
from briefing.workbook.site_files import read_site_file

__all__ = [
    "SURE", "Adopted", "Guess", "Heading", "MappingFault", "Reading", "SiteMapping", "Table", "TableKind", "adopt_file", "discover", "foreign_blocks", "load_mapping", "mapping_toml",
    "propose", "read_adopted", "read_mapping", "readings_of", "report_lines",
]


@dataclass(frozen=True, slots=True)
class Adopted:
    """What was made of a site's own file: its tables, and the mapping proposed for it."""

    tables: tuple[Table, ...]
    proposal: SiteMapping
    findings: tuple[Finding, ...] = ()


def adopt_file(path: Path, charter: Path | None) -> Adopted:
    """Look at a site's own file in the light of a charter.

    Raises:
        UnreadableFile: The file or the charter could not be read.
    """
    book = read_site_file(path.name, path)
    if not isinstance(book, Book):
        raise UnreadableFile(*book)
    agreed, findings = _charter(charter)
    tables = discover(book)
    return Adopted(tables, propose(book, tables, agreed), findings)


def _charter(path: Path | None) -> tuple[Charter | None, tuple[Finding, ...]]:
    if path is None:
        return None, ()
    book = read_site_file(path.name, path)
    if not isinstance(book, Book):
        raise UnreadableFile(*book)
    return parse_charter(book)
