"""Elements of a Word file: made of names and values, so that no text can become markup."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from briefing.language import Language

Element = Any
"""An lxml element; lxml has no types of its own."""
TAGS = {"en": "en-US", "es": "es-MX"}
TWIPS = 20
"""Word's lengths are twentieths of a point."""


def element(tag: str, /, *children: Element, **attributes: str | int) -> Element:
    """Make an element of the main namespace; attributes are of the same."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name.rstrip('_')}"), str(value))
    for child in children:
        made.append(child)
    return made


def paragraph(style: str, runs: Iterable[Element], *, align: str = "", keep: bool = False, more: Iterable[Element] = ()) -> Element:
    """Make a paragraph of a style; `more` are other properties, in the order of the standard."""
    properties = element("pPr", element("pStyle", val=style), *([element("keepNext")] if keep else []), *more)
    if align in {"right", "center"}:
        properties.append(element("jc", val=align))
    return element("p", properties, *runs)


def run(text: str, language: Language, style: str = "", *, bold: bool = False, italic: bool = False) -> Element:
    """Make a run of text in a language."""
    properties = element("rPr")
    if style:
        properties.append(element("rStyle", val=style))
    for name, wanted in (("b", bold), ("i", italic)):
        if wanted:
            properties.append(element(name))
    properties.append(element("lang", val=TAGS[language]))
    made = element("r", properties)
    for index, part in enumerate(text.split("\t")):
        if index:
            made.append(element("tab"))
        words = element("t")
        words.text = part
        words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        made.append(words)
    return made


def tab() -> Element:
    """Make a run that moves to the next tab stop."""
    return element("r", element("tab"))


def field(name: str, language: Language) -> list[Element]:
    """Make a field that Word works out, such as PAGE."""
    instruction = element("instrText")
    instruction.text = name
    parts = (element("fldChar", fldCharType="begin"), instruction, element("fldChar", fldCharType="separate"))
    return [*(element("r", part) for part in parts), run("1", language), element("r", element("fldChar", fldCharType="end"))]


def right_tab(width: float) -> Element:
    """Make tab stops with one at the right edge of a width in points."""
    return element("tabs", element("tab", val="right", pos=round(width * TWIPS)))
