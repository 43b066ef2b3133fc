"""Names that are longer than their line: shortened where they stand as a label, whole at the head of the method."""

from __future__ import annotations

LONGEST_NAME = 60
"""Characters of a company's or a site's name as a label."""
LONGEST_LINE = 90
"""Characters of the confidentiality line."""


def shortened_name(name: str, most: int = LONGEST_NAME) -> str:
    """Give a name, its end left out between words where it is longer than its line holds."""
    if len(name) <= most:
        return name
    kept = name[:most]
    return (kept[:kept.rfind(" ")] if " " in kept[most // 2:] else kept).rstrip(" ,;:.") + "\N{HORIZONTAL ELLIPSIS}"
