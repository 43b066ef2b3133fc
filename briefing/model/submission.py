"""A submission: one site's workbook for one month."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from briefing.evidence import CellRef, Source
from briefing.model.asks import Ask
from briefing.model.register import RegisterRow
from briefing.money import ExchangeRate
from briefing.periods import Period


class Status(StrEnum):
    """How a KPI stands against its target row; computed, never typed."""

    ON_TARGET = "on_target"
    WITHIN_TOLERANCE = "within_tolerance"
    OUT_OF_TOLERANCE = "out_of_tolerance"
    NOT_MEASURED = "not_measured"
    NOT_AGREED = "not_agreed"


class FollowUpKind(StrEnum):
    """What a line of the Follow-up sheet is."""

    COMMITMENT = "commitment"
    WIN = "win"
    OBSTACLE = "obstacle"
    DEPENDENCY = "dependency"
    WAITING = "waiting on hq"


class Side(StrEnum):
    """Which side of the border something rests with."""

    SITE = "site"
    HQ = "hq"


class FollowUpState(StrEnum):
    """What became of a line of the Follow-up sheet."""

    OPEN = "open"
    KEPT = "kept"
    KEPT_LATE = "kept late"
    BROKEN = "broken"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Cover:
    """Who reports on what, in which money."""

    site: str = ""
    period: Period | None = None
    prepared_by: str = ""
    currency: str = ""
    rate: float | None = None
    """Units of the site's currency for one USD, as the workbook's Cover states."""
    rate_on: date | None = None
    rate_source: str = ""
    decimal_sign: str = "."
    received_on: date | None = None
    words_en: str = ""
    words_es: str = ""
    """The leader's own words on the month, up to 2,000 characters."""
    source: Source = field(default_factory=Source)

    def exchange(self) -> ExchangeRate | None:
        """Give the exchange rate to USD, if the Cover states one."""
        if not self.rate or not self.currency:
            return None
        return ExchangeRate("USD", self.currency, self.rate, self.rate_on, self.rate_source)


@dataclass(frozen=True, slots=True)
class Point:
    """A value of one month and the cell it was typed in; None is not measured."""

    value: float | None
    where: CellRef


@dataclass(frozen=True, slots=True)
class OwnForecast:
    """The leader's own forecast for a month: likely, and a range if one was given."""

    period: Period
    likely: float | None = None
    low: float | None = None
    high: float | None = None
    source: Source = field(default_factory=Source)


@dataclass(frozen=True, slots=True)
class KpiReport:
    """A row of the KPIs sheet: the months, the own forecast and the words."""

    code: str
    points: Mapping[Period, Point] = field(default_factory=dict)
    forecasts: tuple[OwnForecast, ...] = ()
    name: str = ""
    """As the sheet shows it, for a KPI that no charter names; likewise `unit`."""
    unit: str = ""
    claimed: Status | None = None
    reason: str = ""
    cause: str = ""
    meaning: str = ""
    action: str = ""
    source: Source = field(default_factory=Source)


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A commitment of either side, a win, or a piece of context."""

    id: str
    kind: FollowUpKind
    side: Side = Side.SITE
    who: str = ""
    text_en: str = ""
    text_es: str = ""
    since: date | None = None
    due: date | None = None
    state: FollowUpState = FollowUpState.OPEN
    done_on: date | None = None
    kpi: str = ""
    ask: str = ""
    shared_with: str = ""
    source: Source = field(default_factory=Source)


@dataclass(frozen=True, slots=True)
class Submission:
    """Everything one workbook said."""

    site: str
    period: Period
    cover: Cover = field(default_factory=Cover)
    kpis: tuple[KpiReport, ...] = ()
    register: tuple[RegisterRow, ...] = ()
    asks: tuple[Ask, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    language: str = ""
    """The language its sheets are named in, `en` or `es`: that of the author's words unless a row says otherwise."""
    file: str = ""

    def kpi(self, code: str) -> KpiReport | None:
        """Give the report on one KPI."""
        for report in self.kpis:  # asked for each KPI of each month, so without a generator
            if report.code == code:
                return report
        return None

    def row(self, identifier: str) -> RegisterRow | None:
        """Give one register row."""
        return next((row for row in self.register if row.id == identifier), None)

    def ask(self, identifier: str) -> Ask | None:
        """Give one ask."""
        return next((ask for ask in self.asks if ask.id == identifier), None)
