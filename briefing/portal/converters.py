"""Parts of addresses: a site's code, a month, an edition."""

from __future__ import annotations

from typing import ClassVar


class _Text:
    """A part that is text already."""

    regex: ClassVar[str]

    def to_python(self, value: str) -> str:
        """Give it as it is."""
        return value

    def to_url(self, value: object) -> str:
        """Write it as it is."""
        return str(value)


class SiteCode(_Text):
    """A site's code, as charters write them: no slash, no dot at the start."""

    regex = r"[^/.\\\s][^/\\\s]{0,39}"


class MonthName(_Text):
    """A month such as `2026-10`."""

    regex = r"\d{4}-(?:0[1-9]|1[0-2])"


class EditionName(_Text):
    """An edition such as `board.en`."""

    regex = r"(?:board|hq|site)\.(?:en|es)"
