"""How our workbooks look: quiet, hairlines, one accent, tinted cells to type in."""

from __future__ import annotations

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

ACCENT = "1F4E5F"
INK = "222222"
GREY = "6B6B6B"
LINE = "C9D1D4"

FACE = "Calibri"
TITLE = Font(name=FACE, size=15, bold=True, color=ACCENT)
GUIDE = Font(name=FACE, size=10, italic=True, color=GREY)
HEADER = Font(name=FACE, size=10, bold=True, color="FFFFFF")
HEADER_QUIET = Font(name=FACE, size=10, bold=True, color=ACCENT)
BODY = Font(name=FACE, size=10, color=INK)
FIXED = Font(name=FACE, size=10, color=GREY)
STRONG = Font(name=FACE, size=10, bold=True, color=INK)
LINK = Font(name=FACE, size=10, color=ACCENT, underline="single")


def _fill(colour: str) -> PatternFill:
    return PatternFill("solid", start_color=colour, end_color=colour)


HEADER_FILL = _fill(ACCENT)
HEADER_QUIET_FILL = _fill("DCE6E9")
"""Header of what is optional."""
INPUT_FILL = _fill("FFFBEB")
"""A cell people may type in."""
NOW_FILL = _fill("FFEFB8")
"""A cell to type in this month."""
FIXED_FILL = _fill("F3F4F4")
"""A cell filled by us."""

_HAIR = Side(style="hair", color=LINE)
_THIN = Side(style="thin", color=ACCENT)
GRID = Border(left=_HAIR, right=_HAIR, top=_HAIR, bottom=_HAIR)
UNDER = Border(bottom=_THIN)
WRAP = Alignment(wrap_text=True, vertical="center", horizontal="left", indent=1)
FIGURE = Alignment(horizontal="right", vertical="center", indent=1)
LABEL = Alignment(vertical="center", wrap_text=True)
CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
PLAIN = Alignment(vertical="center", indent=1)

PERCENT = "0.0%"
DAY = "yyyy-mm-dd"
AS_TEXT = "@"
GENERAL = "General"
MONEY = "#,##0.##"
WHOLE_MONEY = "#,##0"
