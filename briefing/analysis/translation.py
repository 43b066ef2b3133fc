"""From a KPI's units and from one money to another, by what the charter declares."""

from __future__ import annotations

from dataclasses import dataclass, field

from briefing.evidence import Fact, Source, derived, typed
from briefing.model.charter import Charter
from briefing.model.dossier import Dossier
from briefing.model.submission import Cover
from briefing.money import ExchangeRate


@dataclass(frozen=True, slots=True)
class Exchange:
    """Turns amounts into the reporting currency by the rate the site's Cover states.

    `rate` is units of `site_currency` for one `currency`; None where no workbook stated one. `source` is the
    Cover that stated it.
    """

    currency: str
    site_currency: str
    rate: Fact | None = None
    quoted: ExchangeRate | None = None
    source: Source = field(default_factory=Source)

    def reported(self, fact: Fact) -> Fact | None:
        """Give the amount in the reporting currency; None if no rate joins the two moneys."""
        if fact.unit == self.currency:
            return fact
        if self.rate is None or fact.unit != self.site_currency or not self.rate.number:
            return None
        return derived(f"{fact.id}.{self.currency}", fact.number / self.rate.number, self.currency, "exchange",
                       (fact, self.rate))


QUOTED_PER = "USD"
"""A Cover states units of the site's currency for one of this; it joins no other reporting currency."""


def exchange_of(dossier: Dossier) -> Exchange:
    """Give the rate in force: this month's Cover, else the latest earlier one that states a rate."""
    currency = dossier.charter.company.currency
    site_currency = dossier.site.currency or currency
    if site_currency == currency or currency != QUOTED_PER:
        return Exchange(currency, site_currency)
    for submission in reversed(dossier.submissions):
        cover = submission.cover
        if cover.rate and (cover.currency or site_currency) in {site_currency, currency}:
            return Exchange(currency, site_currency, _rate_fact(cover), _quoted(cover, currency, site_currency),
                            cover.source)
    return Exchange(currency, site_currency)


def _rate_fact(cover: Cover) -> Fact:
    return typed("exchange_rate", cover.rate, "rate", cover.source, "rate")


def _quoted(cover: Cover, currency: str, site_currency: str) -> ExchangeRate:
    return ExchangeRate(currency, site_currency, cover.rate or 0.0, cover.rate_on, cover.rate_source)


def driver_value(charter: Charter, code: str, dossier: Dossier) -> Fact | None:
    """Give what one unit of a driver costs, as the charter states it; None if it states nothing."""
    driver = charter.driver(code, dossier.site.code, dossier.period)
    if driver is None or driver.value is None:
        return None
    return typed(f"{code}.value", driver.value, driver.currency or charter.company.currency, driver.source, "value")
