"""The charter: what headquarters and its sites have agreed, in every version."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import TypeVar

from briefing.evidence import Source
from briefing.money import Basis, Measure
from briefing.periods import Period


class Direction(StrEnum):
    """Which way of a KPI is good."""

    HIGHER = "higher"
    LOWER = "lower"
    BAND = "band"


class KpiKind(StrEnum):
    """An outcome (KPI) or a leading indicator of risk (KRI)."""

    KPI = "kpi"
    KRI = "kri"


class AbsoluteLimit(StrEnum):
    """The kinds of harm that are never priced nor ranked by money."""

    SAFETY = "safety"
    ENVIRONMENT = "environment"
    INTEGRITY = "integrity"
    COMPLIANCE = "compliance"
    SECURITY = "security"
    CYBER = "cyber"


class Answers(StrEnum):
    """How answers to asks are collected from a class of readers."""

    OFF = "off"
    VIA_SECRETARY = "via secretary"
    DIRECT = "direct"


@dataclass(frozen=True, slots=True)
class Company:
    """The group: its money, its one loss figure, and the switches that counsel chose."""

    name: str = ""
    currency: str = "USD"
    loss_amount: float | None = None
    """More than this amount, in `currency`, ..."""
    loss_years: float | None = None
    """... at most once in this many years."""
    loss_measure: Measure = Measure.EBITDA
    answers_directors: Answers = Answers.VIA_SECRETARY
    answers_executives: Answers = Answers.DIRECT
    comments_directors: bool = False
    answer_days: int = 20
    """Calendar days a reader has to answer an ask."""
    materiality_percent: float = 0.10
    materiality_amount: float = 25_000.0
    board_materiality: float = 0.0
    second_person: bool = False
    """Whether a second person approves a month before it is published."""
    retention_years: float | None = None
    legal_hold: bool = False
    money_in_mail: bool = False
    pdf_to_directors: bool = False
    """Whether mail from the portal brings directors the PDF; else it carries a link alone."""
    privileged_counted: bool = True
    """Whether a briefing says how many matters are with counsel; they are never described."""
    reply_to: str = ""
    """The address that answers by mail go to; blank: asks carry no links to answer."""
    common_factor: float = 0.3
    confidentiality_en: str = ""
    confidentiality_es: str = ""
    paper: str = "letter"
    logo: str = ""
    """A PNG or SVG file, its path from the folder of the charter."""
    main_colour: str = ""
    """As `#rrggbb`, dark enough for text; blank: the briefing's own."""
    second_colour: str = ""
    """As `#rrggbb`, dark enough for lines; blank: the briefing's own."""
    source: Source = field(default_factory=Source)


@dataclass(frozen=True, slots=True)
class Site:
    """A plant: its code, name, money, and who decides and is told."""

    code: str
    name: str
    currency: str = "MXN"
    due_day: int | None = None
    decider: str = ""
    escalation: str = ""
    first_period: Period | None = None
    """The first month reported here; safe start is counted from it."""
    source: Source = field(default_factory=Source)


@dataclass(frozen=True, slots=True)
class Kpi:
    """One indicator, with its definition in both languages."""

    code: str
    name_en: str = ""
    name_es: str = ""
    unit: str = ""
    unit_es: str = ""
    """The unit in Spanish, where `unit` is in English and not a common one."""
    direction: Direction | None = None
    owner: str = ""
    kind: KpiKind = KpiKind.KPI
    category: str = ""
    definition_en: str = ""
    definition_es: str = ""
    formula: str = ""
    formula_es: str = ""
    lower_bound: float | None = None
    upper_bound: float | None = None
    seasonal: bool | None = None
    value_group: str = ""
    decider: str = ""
    escalation: str = ""
    priority: str = ""
    absolute: AbsoluteLimit | None = None
    decimals: int | None = None
    valid_from: Period | None = None
    source: Source = field(default_factory=Source)

    @property
    def is_percent(self) -> bool:
        """Tell whether values are shares of one that people read as percent."""
        return self.unit == "%"


@dataclass(frozen=True, slots=True)
class Target:
    """A target row: one KPI, one site (or all, when blank), from one month on."""

    kpi: str
    site: str = ""
    valid_from: Period | None = None
    target: float | None = None
    low_limit: float | None = None
    high_limit: float | None = None
    value_per_unit: float | None = None
    currency: str = ""
    basis: Basis | None = None
    measure: Measure | None = None
    valid_low: float | None = None
    valid_high: float | None = None
    agreed_hq_by: str = ""
    agreed_hq_on: date | None = None
    agreed_site_by: str = ""
    agreed_site_on: date | None = None
    source: Source = field(default_factory=Source)

    @property
    def agreed(self) -> bool:
        """Tell whether both sides have put a name (role) to the row."""
        return bool(self.agreed_hq_by and self.agreed_site_by)


@dataclass(frozen=True, slots=True)
class Driver:
    """What one unit of something costs."""

    code: str
    name_en: str = ""
    name_es: str = ""
    unit: str = ""
    value: float | None = None
    currency: str = ""
    measure: Measure = Measure.EBITDA
    site: str = ""
    valid_from: Period | None = None
    agreed_hq_by: str = ""
    agreed_site_by: str = ""
    agreed_on: date | None = None
    source: Source = field(default_factory=Source)


_Versioned = TypeVar("_Versioned", Kpi, Target, Driver, "Sensitivity", "Adjustment")


@dataclass(frozen=True, slots=True)
class Appetite:
    """A point of a tolerance curve: an amount and the yearly chance accepted of losing more."""

    amount: float
    yearly_chance: float
    scope: str = ""
    """A site's code, or blank for the group."""
    category: str = ""
    """A kind of risk, or blank for the total."""
    source: Source = field(default_factory=Source)


@dataclass(frozen=True, slots=True)
class Priority:
    """A priority of the board, by the year it is to be reached."""

    code: str
    name_en: str = ""
    name_es: str = ""
    owner: str = ""
    by_year: int | None = None
    source: Source = field(default_factory=Source)


@dataclass(frozen=True, slots=True)
class Reader:
    """Who receives which edition."""

    code: str
    role: str
    reader_class: str = "executive"
    email: str = ""
    edition: str = "board"
    language: str = "en"
    sites: tuple[str, ...] = ()
    source: Source = field(default_factory=Source)


@dataclass(frozen=True, slots=True)
class EscalationStep:
    """What happens when nobody answers or a limit is passed."""

    step: int
    role: str
    within_hours: float | None = None
    when_en: str = ""
    when_es: str = ""
    source: Source = field(default_factory=Source)


@dataclass(frozen=True, slots=True)
class CadenceItem:
    """A meeting or a due day of the month."""

    name_en: str
    name_es: str = ""
    day: int | None = None
    role: str = ""
    review: bool = False
    """Whether briefings speak from this day when no publication date is known."""
    source: Source = field(default_factory=Source)


@dataclass(frozen=True, slots=True)
class Scenario:
    """A shock to one driver, in units of it, with trigger and prepared response."""

    code: str
    name_en: str = ""
    name_es: str = ""
    driver: str = ""
    shock: float | None = None
    start: Period | None = None
    months: int | None = None
    ramp_months: int | None = None
    trigger_kpi: str = ""
    trigger_limit: float | None = None
    response_en: str = ""
    response_es: str = ""
    response_cost: float | None = None
    lead_days: int | None = None
    source: Source = field(default_factory=Source)


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """How far a KPI moves, in its unit, for one unit of a driver a month; `lag_months` later."""

    driver: str
    kpi: str
    effect: float
    lag_months: int | None = None
    site: str = ""
    valid_from: Period | None = None
    agreed_hq_by: str = ""
    agreed_site_by: str = ""
    agreed_on: date | None = None
    source: Source = field(default_factory=Source)


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A declared difference that makes sites comparable, printed beside the raw figure."""

    kpi: str
    site: str
    amount: float
    reason_en: str = ""
    reason_es: str = ""
    valid_from: Period | None = None
    source: Source = field(default_factory=Source)


@dataclass(frozen=True, slots=True)
class ScaleStep:
    """What a word such as `high` means as a chance or an amount, agreed in writing."""

    word: str
    meaning: str
    """`chance` or `impact`."""
    low: float | None = None
    value: float | None = None
    high: float | None = None
    source: Source = field(default_factory=Source)


@dataclass(frozen=True)
class Charter:
    """The whole agreement; rows carry `valid_from`, so one charter holds every version."""

    company: Company = field(default_factory=Company)
    sites: tuple[Site, ...] = ()
    kpis: tuple[Kpi, ...] = ()
    targets: tuple[Target, ...] = ()
    readers: tuple[Reader, ...] = ()
    drivers: tuple[Driver, ...] = ()
    appetite: tuple[Appetite, ...] = ()
    priorities: tuple[Priority, ...] = ()
    escalation: tuple[EscalationStep, ...] = ()
    cadence: tuple[CadenceItem, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    sensitivities: tuple[Sensitivity, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    scales: tuple[ScaleStep, ...] = ()
    file: str = ""

    def site(self, code: str) -> Site | None:
        """Give the site of that code, if the charter names it."""
        return next((site for site in self.sites if site.code == code), None)

    def kpi(self, code: str, period: Period) -> Kpi | None:
        """Give the KPI's definition in force in a month."""
        return _in_force((kpi for kpi in self.kpis if kpi.code == code), period)

    def kpis_in_force(self, period: Period) -> tuple[Kpi, ...]:
        """Give each KPI's definition in force in a month, in the charter's order."""
        codes = dict.fromkeys(kpi.code for kpi in self.kpis)
        return tuple(kpi for code in codes if (kpi := self.kpi(code, period)) is not None)

    @cached_property
    def _targets(self) -> dict[str, dict[str, list[Target]]]:
        """Hold each KPI's target rows by site: a group has a row for each plant and KPI, and each plant asks for its own."""
        found: dict[str, dict[str, list[Target]]] = {}
        for row in self.targets:
            found.setdefault(row.kpi, {}).setdefault(row.site, []).append(row)
        return found

    def targets_of(self, kpi: str, site: str) -> tuple[Target, ...]:
        """Give every version of a site's target rows for a KPI, its own before those for all sites."""
        rows = self._targets.get(kpi, {})
        return (*rows.get(site, ()), *(rows.get("", ()) if site else ()))

    def expects(self, kpi: str, site: str) -> bool:
        """Tell whether a site is to report a KPI: it has no target row, or one for this site or for all."""
        rows = self._targets.get(kpi, {})
        return not rows or site in rows or "" in rows

    def target(self, kpi: str, site: str, period: Period) -> Target | None:
        """Give the target row in force: the site's own before the one for all sites."""
        rows = self._targets.get(kpi, {})
        return _in_force(rows.get(site, ()), period) or _in_force(rows.get("", ()), period)

    def driver(self, code: str, site: str, period: Period) -> Driver | None:
        """Give the driver in force: the site's own before the one for all sites."""
        rows = [driver for driver in self.drivers if driver.code == code]
        own = _in_force((driver for driver in rows if driver.site == site), period)
        return own or _in_force((driver for driver in rows if not driver.site), period)

    def sensitivities_of(self, driver: str, site: str, period: Period) -> tuple[Sensitivity, ...]:
        """Give a driver's sensitivities in force, one a KPI: the site's own before the one for all sites."""
        rows = [row for row in self.sensitivities if row.driver == driver]
        found = (
            _in_force((row for row in rows if row.kpi == kpi and row.site == site), period)
            or _in_force((row for row in rows if row.kpi == kpi and not row.site), period)
            for kpi in dict.fromkeys(row.kpi for row in rows)
        )
        return tuple(row for row in found if row is not None)

    def adjustment(self, kpi: str, site: str, period: Period) -> Adjustment | None:
        """Give the declared difference of a site's KPI in force in a month."""
        return _in_force((row for row in self.adjustments if (row.kpi, row.site) == (kpi, site)), period)

    def priority(self, code: str) -> Priority | None:
        """Give the priority of that code."""
        return next((priority for priority in self.priorities if priority.code == code), None)


def _in_force(rows: Iterable[_Versioned], period: Period) -> _Versioned | None:
    """Give the latest row that is valid by the month; rows without a month have always been valid."""
    valid = [row for row in rows if row.valid_from is None or row.valid_from <= period]
    return max(valid, key=lambda row: row.valid_from or Period(1, 1), default=None)
