"""Calendar months."""

from __future__ import annotations

import calendar
import re
from datetime import date
from typing import NamedTuple


class Period(NamedTuple):
    """A calendar month, written `2026-10`; a tuple, since months are looked up and compared everywhere."""

    year: int
    month: int

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read `2026-10`; ValueError for anything else."""
        match = re.fullmatch(r"(\d{4})-(\d{2})", text.strip())
        if not match or not 1 <= int(match[2]) <= 12 or int(match[1]) < 1900:
            message = f"not a month: {text!r}, expected such as 2026-10"
            raise ValueError(message)
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def of(cls, day: date) -> Period:
        """Give the month that a day falls in."""
        return cls(day.year, day.month)

    def __str__(self) -> str:
        """Write `2026-10`."""
        return f"{self.year:04d}-{self.month:02d}"

    def __add__(self, months: int) -> Period:  # type: ignore[override]
        """Give the month that many months later."""
        index = self.year * 12 + self.month - 1 + months
        return Period(index // 12, index % 12 + 1)

    def __sub__(self, other: Period) -> int:
        """Count the months from another month to this one."""
        return (self.year - other.year) * 12 + self.month - other.month

    @property
    def first_day(self) -> date:
        """The month's first day."""
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        """The month's last day."""
        return date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])


def months_between(first: Period, last: Period) -> tuple[Period, ...]:
    """Give every month from first to last, both included; empty if last is before first."""
    return tuple(first + step for step in range(last - first + 1))
