"""A column's choices, from an enumeration."""

from __future__ import annotations

from enum import StrEnum


def choices_of(kinds: type[StrEnum]) -> list[tuple[str, str]]:
    """Give an enumeration's values as Django's choices; their names for people stand in the catalogue."""
    return [(each.value, each.value) for each in kinds]
