"""The summary sheet of an annotated copy: every finding in a row, linked to its cell; all texts are texts.

Columns G, H and I are hidden: the sign, and of each tinted cell its sheet, its place and the fill it had.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from briefing.findings import Finding
from briefing.language import Language, Text, finding_hint, finding_message
from briefing.workbook.annotate_styles import Styles, tint
from briefing.workbook.grid import SUMMARY_SIGN
from briefing.workbook.splice import as_text

_FIRST: Final = 5
"""Row of the first finding."""
_QUOTE, _CORNER, _HEIGHT = "'", "A1", ' ht="48" customHeight="1"'
NAME: Final = Text("Findings", "Hallazgos")
_TITLE: Final = Text("What was found in this workbook", "Qué se encontró en este libro")
_GUIDE: Final = Text(
    "A copy of your workbook: red cells have an error, yellow ones a remark, and a comment says what and what to do. "
    "Nothing else was changed. Correct the cells and check this file again: tints and comments are made anew.",
    "Una copia de tu libro: las celdas rojas tienen un error, las amarillas una observación, y un comentario dice qué y qué hacer. "
    "Nada más se cambió. Corrige las celdas y revisa otra vez este archivo: colores y comentarios se hacen de nuevo.",
)
_HEADERS: Final = (Text("Kind", "Tipo"), Text("Place", "Lugar"), Text("What was found", "Qué se encontró"), Text("Next step", "Qué hacer"), Text("Code", "Código"))
KINDS: Final = {"error": Text("Error", "Error"), "warning": Text("Remark", "Observación"), "note": Text("Note", "Nota")}
_NOTHING: Final = Text("Nothing was found.", "No se encontró nada.")
_WIDTHS: Final = (12, 22, 70, 60, 11)


def said(finding: Finding, language: Language) -> str:
    """Say a finding in a comment: kind, what was found, next step, code."""
    kind = KINDS[finding.severity.value].get(language)
    return f"{kind}: {finding_message(finding, language)} {finding_hint(finding, language)} [{finding.code}]"


def summary_sheet(findings: Sequence[Finding], kept: Mapping[tuple[str, str], str], sheets: Sequence[str], styles: Styles | None,
                  main: str, language: Language) -> bytes:
    """Give the part of the summary sheet; `kept` are the fills that cells had, `sheets` the names that links may lead to."""
    looks = _looks(styles)
    rows = {1: [("A", _TITLE.get(language), looks["title"]), ("G", SUMMARY_SIGN, 0)], 2: [("A", _GUIDE.get(language), looks["text"])],
            4: [(letter, header.get(language), looks["header"]) for letter, header in zip("ABCDE", _HEADERS, strict=True)]}
    links = []
    for number, finding in enumerate(findings, start=_FIRST):
        linked = finding.where.sheet in sheets
        rows[number] = _finding_row(finding, looks, language, linked=linked)
        if linked:
            links.append(_link(number, finding.where.sheet, finding.where.cell))
    if not findings:
        rows[_FIRST] = [("A", _NOTHING.get(language), looks["text"])]
    for number, ((sheet, cell), fill) in enumerate(kept.items(), start=_FIRST):
        rows.setdefault(number, []).extend([("G", sheet, 0), ("H", cell, 0), ("I", fill, 0)])
    return _page(rows, links, main)


def _finding_row(finding: Finding, looks: Mapping[str, int], language: Language, *, linked: bool) -> list[tuple[str, str, int]]:
    place = "!".join(part for part in (finding.where.sheet, finding.where.cell) if part)
    texts = (KINDS[finding.severity.value].get(language), place, finding_message(finding, language), finding_hint(finding, language), finding.code)
    styled = (looks[finding.severity.value], looks["link" if linked else "text"], *(looks["text"],) * 3)
    return list(zip("ABCDE", texts, styled, strict=True))


def _link(number: int, sheet: str, cell: str) -> str:
    quoted = sheet.replace("'", "''")
    return f'<hyperlink ref="B{number}" location="{as_text(f"{_QUOTE}{quoted}{_QUOTE}!{cell or _CORNER}")}"/>'


def _page(rows: Mapping[int, Sequence[tuple[str, str, int]]], links: Sequence[str], main: str) -> bytes:
    widths = "".join(f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>' for n, width in enumerate(_WIDTHS, start=1))
    body = "".join(f'<row r="{number}"{_HEIGHT if number == 2 else ""}>{"".join(_cell(number, *cell) for cell in cells)}</row>'
                   for number, cells in sorted(rows.items()))
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{main}"><sheetPr><tabColor rgb="FFC0504D"/></sheetPr>'
        '<sheetViews><sheetView showGridLines="0" workbookViewId="0"><pane ySplit="4" topLeftCell="A5" activePane="bottomLeft" state="frozen"/>'
        f'</sheetView></sheetViews><cols>{widths}<col min="7" max="9" width="9" hidden="1" customWidth="1"/></cols>'
        f'<sheetData>{body}</sheetData><mergeCells count="1"><mergeCell ref="A2:E2"/></mergeCells>'
        f'{"<hyperlinks>" + "".join(links) + "</hyperlinks>" if links else ""}</worksheet>'
    ).encode()


def _cell(row: int, column: str, text: str, style: int) -> str:
    """Write a cell whose text is kept in the cell as text: no sign at its start makes it a formula."""
    return f'<c r="{column}{row}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{as_text(text)}</t></is></c>'


def _looks(styles: Styles | None) -> dict[str, int]:
    """Give the formats of the sheet, added to the workbook's; the standard one where it has no styles."""
    if styles is None:
        return dict.fromkeys(("title", "header", "text", "link", "error", "warning", "note"), 0)
    strong = styles.add("fonts", b'<font><b/><sz val="11"/><name val="Calibri"/></font>')
    large = styles.add("fonts", b'<font><b/><sz val="14"/><name val="Calibri"/></font>')
    plain = styles.add("fonts", b'<font><sz val="10"/><name val="Calibri"/></font>')
    blue = styles.add("fonts", b'<font><u/><sz val="10"/><color rgb="FF1F4E5F"/><name val="Calibri"/></font>')
    fills = {name: styles.add("fills", tint(name)) for name in ("error", "warning")}
    return {
        "title": _format(styles, large, 0), "header": _format(styles, strong, 0), "text": _format(styles, plain, 0), "link": _format(styles, blue, 0),
        "error": _format(styles, plain, fills["error"]), "warning": _format(styles, plain, fills["warning"]), "note": _format(styles, plain, 0),
    }


def _format(styles: Styles, font: int, fill: int) -> int:
    return styles.add("cellXfs", (
        f'<xf numFmtId="0" fontId="{font}" fillId="{fill}" borderId="0" xfId="0" quotePrefix="1" applyFont="1" applyFill="1" applyAlignment="1">'
        '<alignment vertical="top" wrapText="1"/></xf>').encode())
