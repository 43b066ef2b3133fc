"""The body: masthead, page one, sections, each block as the paragraphs and tables of a Word file."""

from __future__ import annotations

from collections.abc import Iterable

from briefing.rendering.view import Data
from briefing.rendering.word.making import Making
from briefing.rendering.word.sentences import all_runs, sentence_runs
from briefing.rendering.word.tables import beside, gap, table
from briefing.rendering.word.xml import Element, element, paragraph, right_tab, run, tab

TINT = "F1F4F6"
"""Behind what stands out in a table: the theme's `faint`."""
_QUOTES = {"en": ("“", "”"), "es": ("«", "»")}
_GUTTER = 10.0
_APART = "appendix"


def write_body(making: Making, data: Data) -> None:
    """Write everything into the file, before its last section's properties."""
    body = making.file.element.body
    for each in _blocks_of(making, data):
        body.insert(len(body) - 1, each)


def _blocks_of(making: Making, data: Data) -> list[Element]:
    found = _masthead(making, data)
    notices = [paragraph("Notice", [run(" ".join(data["notices"]), making.language)])] if data["notices"] else []
    if not data["sections"] or data["sections"][0]["layout"] != "page_one":
        found += notices
    before = ""
    for section in data["sections"]:
        found += _section(making, section, before)
        if section["layout"] == "page_one":
            found += notices
        before = section["layout"]
    return found


def _masthead(making: Making, data: Data) -> list[Element]:
    masthead, language = data["masthead"], making.language
    logo = masthead["logo"]
    left = making.picture(len(making.pictures) - 1, logo["alternative"], making.width / 2) if logo else run(masthead["company"], language)
    title = " · ".join(filter(None, (masthead["site"], masthead["period"])))
    return [
        paragraph("Imprint", [left, tab(), run(masthead["confidentiality"], language)], more=[right_tab(making.width)]),
        paragraph("Title", [run(title, language), tab(), run(masthead["edition"], language, "EditionName")], more=[right_tab(making.width)]),
        paragraph("Subtitle", sentence_runs(making, masthead["line"], flat=True)),
    ]


def _section(making: Making, section: Data, before: str) -> list[Element]:
    """Give a section; what follows page one and the first of the appendix begin a page."""
    found: list[Element] = []
    making.lowered = 0 if section["layout"] == "page_one" else 1
    if section["layout"] == "page_one":
        found = [paragraph("Gap", making.place(section["anchor"]))] if section["anchor"] else []
        if section["headline"]:
            found.append(paragraph("LeadMessage", sentence_runs(making, section["headline"], flat=True)))
    elif section["title"]:
        title = sentence_runs(making, section["headline"], flat=True) if section["headline"] else [run(section["title"], making.language)]
        fresh = before == "page_one" or (section["layout"] == _APART and before not in {"", _APART})
        more = [element("pageBreakBefore")] if fresh else []
        found = [paragraph("Heading1", [*making.place(section["anchor"]), *title], more=more)]
    return found + _blocks(making, section["blocks"], making.width, hang=section["layout"] != "page_one")


def _blocks(making: Making, blocks: Iterable[Data], width: float, *, hang: bool, style: str = "Normal") -> list[Element]:
    found: list[Element] = []
    for each in blocks:
        found += _block(making, each, width, hang=hang, style=style)
    return found


def _block(making: Making, block: Data, width: float, *, hang: bool, style: str) -> list[Element]:
    match block["type"]:
        case "heading":
            runs = [*making.place(block["anchor"]), *sentence_runs(making, block["sentence"], flat=True)]
            return [paragraph(f"Heading{min(max(block['level'] - making.lowered, 2), 3)}", runs)]
        case "paragraph":
            return _paragraph(making, block, hang=hang, style=style)
        case "columns":
            return _blocks(making, block["items"], width, hang=False, style=style)
        case "bullets":
            return _bullets(making, block)
        case "table":
            return table(making, block, width, TINT)
        case "chart":
            return _chart(making, block, width)
        case "quote":
            return [_quote(making, block, hang=hang)]
        case "side_by_side":
            sides = [(width - _GUTTER) * share for share in (block["share"], 1 - block["share"])]
            stacks = [_blocks(making, block[name], side, hang=False) for name, side in zip(("left", "right"), sides, strict=True)]
            return beside(stacks, [sides[0] + _GUTTER, sides[1]])
        case _:
            kind = "Alarm" if block["role"] == "absolute" else "Callout"
            return [*_blocks(making, block["blocks"], width * 0.95, hang=False, style=kind), gap()]


def _paragraph(making: Making, block: Data, *, hang: bool, style: str) -> list[Element]:
    if block["role"] == "lead":
        strong = [each for each in block["sentences"] if each["strong"]]
        rest = [each for each in block["sentences"] if not each["strong"]]
        found = [paragraph("LeadMessage", sentence_runs(making, each, flat=True)) for each in strong]
        return found + ([paragraph("Lead", all_runs(making, rest, flat=True))] if rest else [])
    said = all_runs(making, block["sentences"])
    usual = {"small": "Small", "notice": "Notice"}.get(block["role"], style)
    if not block["label"]:
        return [paragraph(usual, said)]
    label = run(block["label"], making.language, "Label")
    if hang:
        return [paragraph("Labelled", [label, tab(), *said])]
    return [paragraph(usual, [label, run("  ", making.language), *said])]


def _bullets(making: Making, block: Data) -> list[Element]:
    style, more = "ListBullet", []
    if block["ordered"]:
        style = "ListNumber"
        number = making.new_list()
        more = [number]
    return [
        paragraph(style, all_runs(making, item),
                  more=[element("numPr", element("ilvl", val=0), element("numId", val=each)) for each in more])
        for item in block["items"]
    ]


def _chart(making: Making, block: Data, width: float) -> list[Element]:
    found = []
    if block["message"]:
        found.append(paragraph("ChartMessage", sentence_runs(making, block["message"], flat=True)))
    if block["subtitle"]:
        found.append(paragraph("Caption", [run(block["subtitle"], making.language)]))
    return [*found, paragraph("Picture", [making.picture(block["picture"], block["alternative"], width)])]


def _quote(making: Making, block: Data, *, hang: bool) -> Element:
    """Give somebody's own words in quotation marks of their language, and who said them."""
    runs = block["sentence"]["runs"]
    language = next((each["lang"] for each in runs if each["kind"] == "typed" and each["lang"]), making.language)
    start, end = _QUOTES[language]
    said = run(start + "".join(each["text"] for each in runs) + end, language)
    note = sentence_runs(making, block["sentence"] | {"runs": [], "recommended": False})
    by = [run(f" — {block['attribution']}", making.language, "Attribution")] if block["attribution"] else []
    return paragraph("Quote", [said, *note, *by], more=[] if hang else [element("ind", left=0)])
