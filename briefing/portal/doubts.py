"""Names of a site's own file that were not surely understood: offered in a mapping as remarks, settled by a choice on the page."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass

from briefing.workbook.adopt.toml_text import quoted

_OFFERED = re.compile(r'^(\s*)# \{ label = ("(?:[^"\\]|\\.)*"), code = ("(?:[^"\\]|\\.)*")(, factor = [0-9.e+-]+)? \},.*$')


@dataclass(frozen=True, slots=True)
class Doubt:
    """A row of the file that may be a KPI: its label, and the code that was guessed, blank for none."""

    number: int
    label: str
    guess: str

    @property
    def field(self) -> str:
        """The name of its field in the form."""
        return f"kpi-{self.number}"


def doubts_in(mapping: str) -> list[Doubt]:
    """Give the rows that a mapping offers and does not read, in its order."""
    found = [match for line in mapping.splitlines() if (match := _OFFERED.match(line))]
    return [Doubt(number, _text(match[2]), _text(match[3]).strip("?")) for number, match in enumerate(found)]


def settled(mapping: str, chosen: Mapping[str, str]) -> str:
    """Give the mapping with the rows read for which a code was chosen; a guessed factor holds for the guessed code alone."""
    lines, number = [], 0
    for line in mapping.splitlines():
        match = _OFFERED.match(line)
        code = chosen.get(f"kpi-{number}", "").strip() if match else ""
        number += match is not None
        if match and code:
            factor = (match[4] or "") if code == _text(match[3]) else ""
            lines.append(f"{match[1]}{{ label = {match[2]}, code = {quoted(code)}{factor} }},")
        else:
            lines.append(line)
    return "\n".join(lines) + "\n"


def _text(literal: str) -> str:
    return str(tomllib.loads(f"text = {literal}")["text"])
