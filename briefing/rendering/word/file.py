"""The file around the body: styles, settings, page, running header and footer, properties, and bytes that never vary."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from typing import Any

import docx
from docx.document import Document as File
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Pt

from briefing.language import Language
from briefing.rendering import theme
from briefing.rendering.view import Data
from briefing.rendering.word.xml import TAGS, Element, field, paragraph, right_tab, run, tab
from briefing.resources import folder
from briefing.workbook.pack import zipped

STAMP = datetime(2020, 1, 1, tzinfo=UTC)
_LONGEST = 255
"""A property's length, by the standard."""
_TOP, _BOTTOM, _HEADER, _FOOTER = 56.0, 52.0, 30.0, 28.0
_IDLE = ("customXml", "stylesWithEffects", "thumbnail")
"""Parts of the library's own template that say nothing."""


def opened(data: Data, language: Language, paper: theme.Paper, colours: theme.Palette) -> File:
    """Give an empty file with styles, page, running lines and properties set."""
    file = docx.Document()
    body = file.element.body
    for each in [child for child in body if child.tag != qn("w:sectPr")]:
        body.remove(each)
    for part in (file.part, file.part.package):
        for key in [key for key, link in part.rels.items() if link.reltype.rpartition("/")[2] in _IDLE]:
            del part.rels[key]
    _fill(file.styles.element, "styles.xml", language, colours)
    _fill(file.part.numbering_part.element, "numbering.xml", language, colours)
    _settings(file, language)
    _page(file.sections[0], paper)
    _running(file.sections[0], data, language, paper)
    _properties(file, data, language)
    return file


def _fill(target: Element, name: str, language: Language, colours: theme.Palette) -> None:
    """Put what a designer wrote in place of the library's own, each colour's name replaced by the colour."""
    source = parse_xml((folder("templates") / "report" / "word" / name).read_bytes())
    for each in source.iter():
        for key in (qn("w:val"), qn("w:color"), qn("w:fill")):
            named = colours.get(each.get(key) or "")
            if named and each.tag != qn("w:name"):
                each.set(key, named.light[1:].upper())
        if each.tag == qn("w:lang"):
            each.set(qn("w:val"), TAGS[language])
    for child in list(target):
        target.remove(child)
    for child in [each for each in source if isinstance(each.tag, str)]:
        target.append(child)


def _settings(file: File, language: Language) -> None:
    settings: Any = file.settings.element
    for each in settings.iter(qn("w:compatSetting")):
        if each.get(qn("w:name")) == "compatibilityMode":
            each.set(qn("w:val"), "15")
    for tag in ("w:rsids", "w:savePreviewPicture", "w:proofState"):
        for each in list(settings.findall(qn(tag))):
            settings.remove(each)
    for each in settings.iter(qn("w:themeFontLang")):
        each.set(qn("w:val"), TAGS[language])


def _page(section: Section, paper: theme.Paper) -> None:
    section.page_width, section.page_height = Pt(paper.width), Pt(paper.height)
    section.left_margin = section.right_margin = Pt(paper.side)
    section.top_margin, section.bottom_margin = Pt(_TOP), Pt(_BOTTOM)
    section.header_distance, section.footer_distance = Pt(_HEADER), Pt(_FOOTER)
    section.different_first_page_header_footer = True


def _running(section: Section, data: Data, language: Language, paper: theme.Paper) -> None:
    """Say site, month, edition and confidentiality above each page but the first, whose masthead says it; pages below all."""
    masthead, labels = data["masthead"], data["labels"]
    running = " · ".join(filter(None, (masthead["site"], masthead["period"], masthead["edition"])))
    edge = right_tab(paper.text_width)
    _write(section.header, "Header", [run(running, language), tab(), run(masthead["confidentiality"], language)], edge)
    _write(section.first_page_header, "Gap", [], right_tab(paper.text_width))
    for footer in (section.footer, section.first_page_footer):
        pages = [run(f"{labels['page']} ", language), *field("PAGE", language), run(f" {labels['of']} ", language), *field("NUMPAGES", language)]
        _write(footer, "Footer", [run(masthead["company"], language), tab(), *pages], right_tab(paper.text_width))


def _write(place: Any, style: str, runs: list[Element], edge: Element) -> None:  # noqa: ANN401 - header and footer share no public type
    place.is_linked_to_previous = False
    for each in list(place._element):  # noqa: SLF001 - the library opens it with an empty paragraph
        place._element.remove(each)  # noqa: SLF001
    place._element.append(paragraph(style, runs, more=[edge]))  # noqa: SLF001


def _properties(file: File, data: Data, language: Language) -> None:
    about = file.core_properties
    about.title, about.author, about.last_modified_by = data["title"][:_LONGEST], data["masthead"]["company"][:_LONGEST], ""
    about.comments = about.keywords = about.subject = about.category = ""
    about.language = TAGS[language]
    about.created = about.modified = STAMP
    about.revision = 1


def finished(file: File) -> bytes:
    """Give the file's bytes: parts in order, dates fixed."""
    raw = io.BytesIO()
    file.save(raw)
    with zipfile.ZipFile(raw) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    return zipped(parts)

