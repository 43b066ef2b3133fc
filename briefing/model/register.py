"""The register: one list of risks and constraints."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from briefing.evidence import Source
from briefing.model.charter import AbsoluteLimit
from briefing.money import Measure


class RowKind(StrEnum):
    """What a register row speaks of."""

    RISK = "risk"
    TALENT = "talent"
    SUPPLY = "supply"
    CUSTOMER = "customer"
    REGULATION = "regulation"
    ALIGNMENT = "alignment"
    SAFETY = "safety"
    SECURITY = "security"


class Occurs(StrEnum):
    """Whether an event happens at most once or can repeat within a year."""

    ONCE = "once"
    CAN_REPEAT = "can repeat"


class RowResponse(StrEnum):
    """What the site does about a row."""

    AVOID = "avoid"
    REDUCE = "reduce"
    TRANSFER = "transfer"
    ACCEPT_UNTIL = "accept until"


class RowState(StrEnum):
    """Where a row stands."""

    OPEN = "open"
    HAPPENED = "happened"
    CLOSED = "closed"


ABSOLUTE_KINDS = {RowKind.SAFETY: AbsoluteLimit.SAFETY, RowKind.SECURITY: AbsoluteLimit.SECURITY}
"""Kinds of row that touch an absolute limit without anyone having to say so."""


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """A risk or constraint, with its chance by a date and its impact as a range."""

    id: str
    kind: RowKind = RowKind.RISK
    event_en: str = ""
    """A clause of at most 90 characters, such as `line 3 stops for want of resin`."""
    event_es: str = ""
    cause: str = ""
    consequence: str = ""
    kpis: tuple[str, ...] = ()
    driver: str = ""
    rows: tuple[str, ...] = ()
    occurs: Occurs = Occurs.ONCE
    chance: float | None = None
    """With today's controls, that it happens (at least once) by `by_date`."""
    earliest: date | None = None
    by_date: date | None = None
    times_in_five_years: float | None = None
    bad: float | None = None
    likely: float | None = None
    good: float | None = None
    """Impact in units of the driver, or in `currency` where no driver is named: P90, mode, P10."""
    currency: str = ""
    measure: Measure = Measure.EBITDA
    absolute: AbsoluteLimit | None = None
    common_factor: str = ""
    owner: str = ""
    response: RowResponse | None = None
    accept_until: date | None = None
    warning_sign: str = ""
    priority: str = ""
    state: RowState = RowState.OPEN
    happened_on: date | None = None
    note: str = ""
    quote: str = ""
    quote_language: str = ""
    quote_role: str = ""
    privileged: bool = False
    kind_known: bool = True
    """Whether the workbook says the kind in words that can be read."""
    source: Source = field(default_factory=Source)

    @property
    def limit(self) -> AbsoluteLimit | None:
        """The absolute limit this row touches, typed or by its kind."""
        return self.absolute or ABSOLUTE_KINDS.get(self.kind)
