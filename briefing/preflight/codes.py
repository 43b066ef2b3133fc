"""The codes of the preflight, and how much each matters; texts are in `locale/*/preflight.po`.

CAN-1xx are facts, CAN-2xx advice on style for the author alone, CAN-3xx the writing rules, CAN-4xx gaps of the agreement.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from briefing.evidence import CellRef
from briefing.findings import Finding, Severity

_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE

CLAIMED_BETTER: Final = "CAN-101"
CLAIMED_UNMEASURED: Final = "CAN-102"
BREACH_WITHOUT_WORDS: Final = "CAN-103"
BREACH_WITHOUT_SOME: Final = "CAN-104"
WARNING_WITHOUT_WORDS: Final = "CAN-105"
GREEN_TO_RED: Final = "CAN-106"
TOLD_AFTER: Final = "CAN-107"
RESTATED_INTO_BREACH: Final = "CAN-108"
HAPPENED_UNTOLD: Final = "CAN-109"
EASED: Final = "CAN-110"
NO_CHANCE: Final = "CAN-111"
NO_IMPACT: Final = "CAN-112"
NO_OWNER: Final = "CAN-113"
NO_DATE: Final = "CAN-114"
NO_OPTION: Final = "CAN-115"
ONE_SIDED: Final = "CAN-116"
TWO_MEANINGS: Final = "CAN-117"

STYLE: Final[Mapping[str, str]] = {
    "hedge": "CAN-201", "reassurance": "CAN-202", "time": "CAN-203", "progress": "CAN-204",
    "minimiser": "CAN-205", "adjective": "CAN-206", "effort": "CAN-207",
}
"""Kind of softening to code."""
GOOD_NEWS_FIRST: Final = "CAN-208"
COPIED: Final = "CAN-209"
FALSE_FRIEND: Final = "CAN-210"

CLAUSE_MISSING: Final = "CAN-301"
CLAUSE_MISSING_INSIDE: Final = "CAN-302"
ASK_INCOMPLETE: Final = "CAN-303"
ONE_FIGURE: Final = "CAN-304"
NO_KPI_OWNER: Final = "CAN-305"

GAPS: Final[Mapping[str, str]] = {
    "tolerance": "CAN-401", "target": "CAN-402", "limit": "CAN-403", "one_side.agreed_hq_by": "CAN-404", "one_side.agreed_site_by": "CAN-405",
    "owner": "CAN-406", "value": "CAN-407", "untranslated": "CAN-408", "same_name": "CAN-409", "always": "CAN-410", "never": "CAN-411",
    "priority": "CAN-412", "definition": "CAN-413", "target_moved": "CAN-414", "old": "CAN-415",
}
"""Key of a gap to code."""

CODES: Final[Mapping[str, Severity]] = {
    CLAIMED_BETTER: _W, CLAIMED_UNMEASURED: _W, BREACH_WITHOUT_WORDS: _W, BREACH_WITHOUT_SOME: _W, WARNING_WITHOUT_WORDS: _W, GREEN_TO_RED: _W,
    TOLD_AFTER: _W, RESTATED_INTO_BREACH: _W, HAPPENED_UNTOLD: _W, EASED: _W, NO_CHANCE: _W, NO_IMPACT: _W, NO_OWNER: _W, NO_DATE: _W,
    NO_OPTION: _W, ONE_SIDED: _W, TWO_MEANINGS: _W, GOOD_NEWS_FIRST: _N, COPIED: _N, FALSE_FRIEND: _N, CLAUSE_MISSING: _E,
    CLAUSE_MISSING_INSIDE: _W, ASK_INCOMPLETE: _W, ONE_FIGURE: _W, NO_KPI_OWNER: _W,
    **dict.fromkeys(STYLE.values(), _N), **dict.fromkeys(GAPS.values(), _N),
}
"""Code to severity."""
LONGEST_ECHO: Final = 140


def raised(where: CellRef, code: str, /, **parameters: str | float) -> Finding:
    """Make the finding of a code; KeyError for a code that is not in the table. Typed texts are repeated on one line and not at length."""
    return Finding(where, code, CODES[code], tuple(sorted((name, _echo(value)) for name, value in parameters.items())))


def _echo(value: str | float) -> str | float:
    if not isinstance(value, str):
        return f"{value:.10g}" if isinstance(value, float) else value
    text = re.sub(r"\s+", " ", value)
    return text if len(text) <= LONGEST_ECHO else text[: LONGEST_ECHO - 1].rstrip() + "\N{HORIZONTAL ELLIPSIS}"
