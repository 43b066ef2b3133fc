"""Which plants a month has come from, which are late, and which are missing; days by the charter's cadence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from briefing.evidence import CellRef, Fact, derived, typed
from briefing.findings import Finding
from briefing.group.digest import Digest
from briefing.model.charter import Charter, Site
from briefing.periods import Period


class Arrival(StrEnum):
    """How a plant's month stands."""

    HERE = "here"
    LATE = "late"
    """Published after the day the charter names."""
    MISSING = "missing"
    NOT_DUE = "not_due"
    """Not sent yet, and its day has not passed."""
    FAILED = "failed"
    """Sent, and no briefing could be built of it."""


@dataclass(frozen=True, slots=True)
class Attendance:
    """A plant and its month. `digest` is the month's; `last` that of the latest month it sent, where this one is not here.

    `due` is the day the month was due, with its cell; `days` how many days it is late.
    """

    site: Site
    arrival: Arrival
    digest: Digest | None = None
    last: Digest | None = None
    due: Fact | None = None
    days: Fact | None = None
    findings: tuple[Finding, ...] = ()


def due_day(charter: Charter, site: Site, period: Period, *, published: bool) -> Fact | None:
    """Give the day of the next month by which a month is due; None where the charter names none.

    A workbook is due on the plant's due day, a published briefing on the review day, where the charter names one that
    is not before it: nothing in a workspace says when a workbook came, but its publication does say when it was told.
    """
    review = next((item for item in charter.cadence if item.review and item.day), None)
    first = typed(f"{site.code}/due_day", _day(period, site.due_day), "date", site.source, "due_day") if site.due_day else None
    if review is None or not review.day:
        return first
    second = typed(f"{site.code}/review_day", _day(period, review.day), "date", review.source, "day")
    return second if first is None or (published and review.day >= (site.due_day or 0)) else first


def _day(period: Period, day: int) -> date:
    following = period + 1
    return following.first_day.replace(day=min(day, following.last_day.day))


def attended(charter: Charter, site: Site, digest: Digest) -> Attendance:
    """Tell whether a month that is here was late."""
    due = due_day(charter, site, digest.period, published=True)
    if due is None or digest.published is None or not isinstance(due.value, date) or digest.published <= due.value:
        return Attendance(site, Arrival.HERE, digest, due=due)
    said = Fact(f"{site.code}/published_on", digest.published, "date", cells=(CellRef(f"publication/{digest.period}/{site.code}.toml"),))
    days = derived(f"{site.code}/days_late", (digest.published - due.value).days, "days", "group.days_late", (due, said))
    return Attendance(site, Arrival.LATE, digest, due=due, days=days)


def absent(charter: Charter, site: Site, period: Period, as_of: date, last: Digest | None = None) -> Attendance:
    """Tell for how many days a month that is not here has been due."""
    due = due_day(charter, site, period, published=False)
    if due is None or not isinstance(due.value, date):
        return Attendance(site, Arrival.MISSING, last=last)
    if as_of <= due.value:
        return Attendance(site, Arrival.NOT_DUE, last=last, due=due)
    days = derived(f"{site.code}/days_late", (as_of - due.value).days, "days", "group.days_late", (due,))
    return Attendance(site, Arrival.MISSING, last=last, due=due, days=days)


def failed(site: Site, findings: tuple[Finding, ...], last: Digest | None = None) -> Attendance:
    """Tell that a month is here, and that no briefing could be built of it."""
    return Attendance(site, Arrival.FAILED, last=last, findings=findings)


def speaks_from(charter: Charter, period: Period) -> date:
    """Give the charter's review day of a month, its last day where there is none."""
    day = next((item.day for item in charter.cadence if item.review and item.day), None)
    return _day(period, day) if day else period.last_day
