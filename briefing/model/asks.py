"""Asks: what a site wants from headquarters or the board, with its options."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from briefing.evidence import Source


class Purpose(StrEnum):
    """What readers are to do with an ask."""

    DECISION = "decision"
    DISCUSSION = "discussion"
    INFORMATION = "information"


class AskState(StrEnum):
    """What the site says has become of an ask."""

    OPEN = "open"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Option:
    """One way to answer an ask; letter A is always to do nothing."""

    ask: str
    letter: str
    title_en: str = ""
    title_es: str = ""
    cost_once: float | None = None
    cost_month: float | None = None
    months: float | None = None
    """How many months `cost_month` is paid."""
    months_to_effect: float | None = None
    """Months from the decision until the option works; a week is 0.25."""
    rows: tuple[str, ...] = ()
    chance_after: float | None = None
    """The chance left, by each row's own date, once the option works in time."""
    impact_after: float | None = None
    """The share of the impact left, 1 where blank."""
    capital: float | None = None
    reversible: bool | None = None
    currency: str = ""
    source: Source = field(default_factory=Source)


@dataclass(frozen=True, slots=True)
class Ask:
    """A request with its terms; `id` is permanent."""

    id: str
    title_en: str = ""
    """A clause of at most 90 characters, such as `approve a second source for resin`."""
    title_es: str = ""
    purpose: Purpose = Purpose.DECISION
    recommendation: str = ""
    decider: str = ""
    needed_by: date | None = None
    first_raised: date | None = None
    sent_on: date | None = None
    """When the present terms were sent."""
    consulted_site: str = ""
    consulted_hq: str = ""
    priority: str = ""
    context: str = ""
    delay_cost: float | None = None
    """The site's own figure for a month's delay, printed beside the computed one."""
    currency: str = ""
    state: AskState = AskState.OPEN
    decision: str = ""
    decided_on: date | None = None
    minute: str = ""
    options: tuple[Option, ...] = ()
    source: Source = field(default_factory=Source)

    def option(self, letter: str) -> Option | None:
        """Give the option of that letter."""
        return next((option for option in self.options if option.letter == letter), None)

    @property
    def fingerprint(self) -> str:
        """Twelve hex digits that change when the terms change, and only then.

        SHA-256 over canonical JSON (sorted keys, no white space, ASCII) of the typed fields: ask id, option
        letters and their costs in the typed currency, recommendation, decider, needed-by. Wording, exchange
        rates and derived figures are left out.
        """
        terms = {
            "ask": self.id,
            "decider": " ".join(self.decider.casefold().split()),
            "needed_by": self.needed_by.isoformat() if self.needed_by else None,
            "options": [_terms(option, self.currency) for option in sorted(self.options, key=lambda each: each.letter)],
            "recommendation": self.recommendation,
        }
        canonical = json.dumps(terms, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
        return hashlib.sha256(canonical.encode()).hexdigest()[:12]


def _terms(option: Option, currency: str) -> dict[str, object]:
    def plain(value: float | None) -> float | None:
        return None if value is None else float(value)

    return {
        "letter": option.letter,
        "currency": option.currency or currency,
        "once": plain(option.cost_once),
        "month": plain(option.cost_month),
        "months": plain(option.months),
        "capital": plain(option.capital),
    }
