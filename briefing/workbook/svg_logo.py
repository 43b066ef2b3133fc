"""An SVG logo: only shapes, gradients and clips come through, and only attributes that say how they look.

What is not on the lists below does not exist: no script, event, address, embedded picture, text, effect or style sheet.
The result is written anew from the elements kept; no character of the file is copied but checked values.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Final
from xml.parsers import expat

from briefing.model.brand import Logo
from briefing.workbook.guard import declares_entities
from briefing.workbook.picture_faults import DAMAGED, HIDING, PictureFault, refuse_large
from briefing.workbook.svg_bounds import is_far, stretch, without_dust
from briefing.workbook.svg_style import LOOKS, Rules, looks, rules_of
from briefing.workbook.xml_parts import parse_part

ELEMENTS: Final = 4000
DEPTH: Final = 40
SHAPES: Final = frozenset({"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"})
KEPT: Final = SHAPES | {"svg", "g", "defs", "linearGradient", "radialGradient", "stop", "clipPath", "use"}
_GROUPS: Final = frozenset({"a", "switch"})
"""Kept as plain groups: their content is drawn, what they do is not."""
_SILENT: Final = frozenset({"title", "desc", "metadata", "style"})
"""Nothing is lost to the eye when these go."""
GEOMETRY: Final = frozenset({
    "d", "x", "y", "width", "height", "rx", "ry", "cx", "cy", "r", "x1", "y1", "x2", "y2", "fx", "fy", "points", "offset",
    "gradientUnits", "gradientTransform", "spreadMethod", "clipPathUnits", "transform",
})
_IDENTIFIER: Final = re.compile(r"[A-Za-z_][\w.-]{0,80}", re.ASCII)
_VALUE: Final = re.compile(r"[\w\s.,%()+-]*", re.ASCII)
_NAMESPACE: Final = "http://www.w3.org/2000/svg"
_DOCTYPE: Final = re.compile(rb"<!DOCTYPE\s[^\[\]<>]*>")
"""A document type without content of its own, as drawing programs write it: it only names a standard."""
_LENGTH: Final = re.compile(r"\s*([0-9.]+)\s*(?:px|pt|mm|cm|in|pc)?\s*", re.ASCII)
_SIZES: Final = (1.0, 100_000.0)
_SLENDER: Final = 40.0


@dataclass(slots=True)
class _Element:
    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[_Element] = field(default_factory=list)


@dataclass(slots=True)
class _Reading:
    """The elements as the parser meets them; what is not kept is passed over with all that is in it."""

    root: _Element = field(default_factory=lambda: _Element(""))
    open: list[_Element] = field(default_factory=list)
    classes: list[tuple[_Element, Mapping[str, str]]] = field(default_factory=list)
    sheets: list[str] = field(default_factory=list)
    left_out: dict[str, None] = field(default_factory=dict)
    passing: int = 0
    in_sheet: bool = False
    count: int = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Keep an element or begin to pass over it."""
        self.count += 1
        if self.count > ELEMENTS or len(self.open) > DEPTH:
            refuse_large(f"> {ELEMENTS} <…>", f"{ELEMENTS} <…>")
        prefix, _, name = tag.rpartition(":")
        name = "g" if name in _GROUPS else name
        if self.passing or prefix not in {"", "svg"} or name not in KEPT or (name == "svg" and self.open):
            self._pass_over(name, foreign=prefix not in {"", "svg"})
            return
        element = _Element(name, dict(_attributes(name, attributes)))
        (self.open[-1].children.append if self.open else self._set_root)(element)
        self.open.append(element)
        self.classes.append((element, attributes))

    def _set_root(self, element: _Element) -> None:
        if element.name != "svg":
            raise PictureFault(DAMAGED)
        self.root = element

    def _pass_over(self, name: str, *, foreign: bool) -> None:
        if not self.open:
            raise PictureFault(DAMAGED)
        if not self.passing and not foreign:
            self.in_sheet = name == "style"
            if name not in _SILENT:
                self.left_out[name[:30]] = None
        self.passing += 1

    def end(self, _: str) -> None:
        """Close what was opened last."""
        if self.passing:
            self.passing -= 1
            self.in_sheet = self.in_sheet and self.passing > 0
        else:
            self.open.pop()

    def text(self, data: str) -> None:
        """Keep a style sheet's text, no other."""
        if self.in_sheet:
            self.sheets.append(data)


def clean_svg(data: bytes) -> tuple[Logo, tuple[str, ...]]:
    """Give the picture of what may come through, and the names of visible elements that were left out.

    Raises:
        PictureFault: It is not SVG, is damaged, too large, without a size, or declares entities.
    """
    data = _DOCTYPE.sub(b"", data, count=1)
    if declares_entities(data):
        raise PictureFault(HIDING)
    reading = _Reading()
    try:
        parse_part(data, reading.start, reading.end, reading.text)
    except (expat.ExpatError, ValueError, LookupError):
        raise PictureFault(DAMAGED) from None
    rules = rules_of("".join(reading.sheets))
    for element, attributes in reading.classes:
        element.attributes |= looks(attributes, rules if attributes.get("class") else Rules())
    box = _box(reading.classes[0][1])
    _drop_loose(reading.root, reading.left_out)
    _drop_far(reading.root, 1.0, max(abs(part) for part in box), reading.left_out)
    reading.root.attributes = {
        "xmlns": _NAMESPACE, "viewBox": " ".join(f"{part:g}" for part in box), "width": f"{box[2]:g}", "height": f"{box[3]:g}",
        **{name: value for name, value in reading.root.attributes.items() if name in LOOKS},
    }
    return Logo("svg", "".join(_written(reading.root)), box[2], box[3]), tuple(reading.left_out)


def _attributes(name: str, attributes: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the attributes that place an element, and the links that stay within the picture."""
    for key, value in attributes.items():
        if key in GEOMETRY and _VALUE.fullmatch(value):
            yield key, " ".join(value.split())
        elif key == "id" and _IDENTIFIER.fullmatch(value):
            yield "id", value
        elif key.rpartition(":")[2] == "href" and name in {"use", "linearGradient", "radialGradient"} and _is_link(value):
            yield "href", value


def _is_link(value: str) -> bool:
    return value[:1] == "#" and _IDENTIFIER.fullmatch(value[1:]) is not None


def _drop_loose(root: _Element, left_out: dict[str, None]) -> None:
    """Drop what `use` repeats unless it is one shape: a group repeated within groups could grow without end."""
    found = list(_all(root))
    shapes = {f"#{each.attributes['id']}" for each in found if each.name in SHAPES and "id" in each.attributes}
    for each in found:
        kept = [child for child in each.children if child.name != "use" or child.attributes.get("href") in shapes]
        if len(kept) < len(each.children):
            left_out["use"] = None
        each.children = kept


def _drop_far(element: _Element, factor: float, side: float, left_out: dict[str, None]) -> None:
    """Drop what reaches far beyond the picture, under all the transforms around it."""
    kept = []
    for child in element.children:
        own = factor * stretch(child.attributes)
        if is_far(child.attributes, own, side):
            left_out[child.name] = None
            continue
        child.attributes = without_dust(child.attributes, side)
        _drop_far(child, own, side, left_out)
        kept.append(child)
    element.children = kept


def _all(element: _Element) -> Iterator[_Element]:
    yield element
    for child in element.children:
        yield from _all(child)


def _box(attributes: Mapping[str, str]) -> tuple[float, float, float, float]:
    """Give left, top, width and height in the picture's own units; PictureFault if it has no sensible size."""
    parts = [float(part) for part in re.findall(r"-?[0-9.]+(?:[eE][+-]?\d+)?", attributes.get("viewBox", "")) if part.count(".") < 2]
    if len(parts) != 4:
        lengths = [_LENGTH.fullmatch(attributes.get(name, "")) for name in ("width", "height")]
        parts = [0.0, 0.0, *(float(each[1]) for each in lengths if each and each[1].count(".") < 2 and each[1] != ".")]
    least, most = _SIZES
    if len(parts) != 4 or not all(map(math.isfinite, parts)) or any(not least <= side <= most for side in parts[2:]):
        raise PictureFault(DAMAGED)
    left, top, width, height = parts
    if max(width / height, height / width) > _SLENDER or max(abs(left), abs(top)) > most:
        raise PictureFault(DAMAGED)
    return left, top, width, height


def _written(element: _Element) -> Iterator[str]:
    yield f"<{element.name}" + "".join(f' {name}="{escape(value)}"' for name, value in element.attributes.items())
    if not element.children:
        yield "/>"
        return
    yield ">"
    for child in element.children:
        yield from _written(child)
    yield f"</{element.name}>"
