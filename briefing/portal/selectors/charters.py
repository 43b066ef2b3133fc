"""What changed between two charters, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from briefing.language import Language
from briefing.portal.templatetags.portal import say_in
from briefing.workbook.contract import CHARTER


@dataclass(frozen=True, slots=True)
class Change:
    """One line of what changed: the sheet and row, the column, before and after; `added` or `removed` rows name no column."""

    sheet: str
    row: str
    column: str
    before: str
    after: str
    kind: str

    @property
    def key(self) -> str:
        """The key of its kind in the catalogue."""
        return f"change.{self.kind}"


def change_lines(changes: Sequence[dict[str, Any]], language: Language) -> list[Change]:
    """Give the changes in the words of the workbook itself."""
    return [_line(each, language) for each in changes]


def _line(each: dict[str, Any], language: Language) -> Change:
    sheet = CHARTER.sheet(each["sheet"])
    name = sheet.text.get(language)
    if not each["field"]:
        return Change(name, each["key"], "", "", "", "added" if each["after"] else "removed")
    try:
        column = sheet.column(each["field"]).text.get(language)
    except KeyError:
        column = each["field"]
    return Change(name, each["key"], column, _shown(each["before"], language), _shown(each["after"], language), "changed")


def _shown(value: Any, language: Language) -> str:  # noqa: ANN401 - any JSON value
    match value:
        case bool():
            return say_in(language, "change.yes" if value else "change.no")
        case None:
            return ""
        case list():
            return ", ".join(map(str, value))
        case float():
            return f"{value:g}"
        case _:
            return str(value)
