"""Amounts of money and how one currency becomes another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Measure(StrEnum):
    """What an amount of money is an amount of; measures are never mixed in a sum."""

    EBITDA = "ebitda"
    CASH = "cash"
    REVENUE = "revenue"


class Basis(StrEnum):
    """The time one value per unit speaks of."""

    MONTH = "month"
    ONCE = "once"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in a currency, by its ISO 4217 code."""

    amount: float
    currency: str

    def __mul__(self, factor: float) -> Money:
        """Scale the amount."""
        return Money(self.amount * factor, self.currency)


@dataclass(frozen=True, slots=True)
class ExchangeRate:
    """How many units of `quote` one unit of `base` costs, from whom and on which day."""

    base: str
    quote: str
    rate: float
    on: date | None = None
    source: str = ""

    def convert(self, money: Money, currency: str) -> Money | None:
        """Give the amount in another currency; None if this rate does not join the two."""
        if money.currency == currency:
            return money
        if (money.currency, currency) == (self.quote, self.base):
            return Money(money.amount / self.rate, currency)
        if (money.currency, currency) == (self.base, self.quote):
            return Money(money.amount * self.rate, currency)
        return None
