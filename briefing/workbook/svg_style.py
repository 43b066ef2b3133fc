"""How the shapes of a logo look: presentation attributes, `style` attributes and rules for classes, as attributes alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

LOOKS: Final = frozenset({
    "fill", "fill-opacity", "fill-rule", "stroke", "stroke-width", "stroke-opacity", "stroke-linecap", "stroke-linejoin",
    "stroke-miterlimit", "stroke-dasharray", "stroke-dashoffset", "opacity", "clip-path", "clip-rule", "color", "stop-color",
    "stop-opacity", "display", "visibility",
})
_SAFE: Final = re.compile(r"(?:#[0-9a-fA-F]{3,8}|url\(\s*['\"]?#[A-Za-z_][\w.-]{0,80}['\"]?\s*\)|[\w\s.,%+-]+|rgba?\([\d\s.,%/]+\))", re.ASCII)
_RULE: Final = re.compile(r"([^{}]+)\{([^{}]*)\}")
_CLASS: Final = re.compile(r"\.([A-Za-z_][\w-]*)", re.ASCII)
_NOTES: Final = re.compile(r"/\*.*?\*/", re.DOTALL)

Rules = dict[str, dict[str, str]]
"""What a class says, by its name."""


def rules_of(sheet: str) -> Rules:
    """Give what a style sheet says of single classes, as drawing programs write it; all other rules are passed over."""
    found: Rules = {}
    for names, body in _RULE.findall(_NOTES.sub("", sheet)):
        said = dict(_said(body))
        for name in names.split(","):
            if single := _CLASS.fullmatch(name.strip()):
                found.setdefault(single[1], {}).update(said)
    return found


def looks(attributes: Mapping[str, str], rules: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Give how an element looks: its attributes, over them its classes, over these its own style."""
    found = {name: value for name, value in ((name, _safe(value)) for name, value in attributes.items() if name in LOOKS) if value}
    for name in attributes.get("class", "").split():
        found |= rules.get(name, {})
    return found | dict(_said(attributes.get("style", "")))


def _said(text: str) -> Iterator[tuple[str, str]]:
    for part in text.split(";"):
        name, _, value = part.partition(":")
        name, value = name.strip().lower(), _safe(value.replace("!important", ""))
        if name in LOOKS and value:
            yield name, value


def _safe(value: str) -> str:
    """Give a value that names a colour, a number, a word or a part of the picture itself; blank for any other."""
    value = " ".join(value.split())
    if not _SAFE.fullmatch(value):
        return ""
    return re.sub(r"url\(\s*['\"]?(#[^'\")\s]+)['\"]?\s*\)", r"url(\1)", value)
