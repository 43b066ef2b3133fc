"""The HQ desk: what is late, what waits, and how predictable both sides have been. Only published facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from briefing.language import Language
from briefing.model.charter import CadenceItem, Charter, Site
from briefing.periods import Period
from briefing.portal.models import Publication
from briefing.portal.selectors.answers import Live, all_live
from briefing.portal.selectors.asked import days_without_answer, title_of
from briefing.portal.selectors.months import due_day, months_coming

MONTHS = 6


@dataclass(frozen=True, slots=True)
class Handed:
    """One site's month in the calendar."""

    period: Period
    state: str
    """`on_time`, `late`, `missing`, `not_due`, `before` (the site did not report yet) or `coming` (of an import under way)."""
    days: int = 0
    publication: Publication | None = None

    @property
    def key(self) -> str:
        """The key of its state in the catalogue."""
        return f"calendar.{self.state}"


@dataclass(frozen=True, slots=True)
class SiteMonths:
    """A site's row of the calendar."""

    site: Site
    months: list[Handed]


def calendar(charter: Charter, today: date) -> tuple[list[Period], list[SiteMonths]]:
    """Give the last months and, by site, whether each was handed in by its day."""
    last = Period.of(today) + -1
    periods = [last + -step for step in reversed(range(MONTHS))]
    first: dict[tuple[str, str], Publication] = {}
    for publication in Publication.objects.filter(period__in=[str(each) for each in periods]).order_by("-number"):
        first[publication.site, publication.period] = publication
    return periods, [SiteMonths(site, _row(site, periods, today, first)) for site in charter.sites]


def _row(site: Site, periods: list[Period], today: date, first: dict[tuple[str, str], Publication]) -> list[Handed]:
    coming = months_coming(site.code)
    return [_handed(site, period, today, first.get((site.code, str(period))), coming=str(period) in coming) for period in periods]


def _handed(site: Site, period: Period, today: date, publication: Publication | None, *, coming: bool) -> Handed:
    due = due_day(site, period)
    if coming:
        return Handed(period, "coming")
    if publication is not None:
        late = max(0, (publication.as_of - due).days) if due else 0
        return Handed(period, "late" if late else "on_time", late, publication)
    if site.first_period and period < site.first_period:
        return Handed(period, "before")
    if due is None or today <= due:
        return Handed(period, "not_due", (due - today).days if due else 0)
    return Handed(period, "missing", (today - due).days)


def latest_publications(charter: Charter) -> list[Publication]:
    """Give each site's latest publication of its latest month, in the charter's order."""
    latest: dict[str, Publication] = {}
    for publication in Publication.objects.filter(purged_at=None).order_by("period", "number"):
        latest[publication.site] = publication
    codes = [site.code for site in charter.sites] or sorted(latest)
    return [latest[code] for code in codes if code in latest]


@dataclass(frozen=True, slots=True)
class OpenAsk:
    """An ask that nobody has decided, as last published."""

    publication: Publication
    id: str
    title: str
    decider: str
    needed_by: date | None
    age: int | None
    overdue: bool
    answers: int
    silent: int | None = None
    """Days without any answer, as the briefing counts them; None once somebody has answered."""
    is_live: bool = False
    """Whether it is judged as of today; else as of its publication."""


def open_asks(published: list[Publication], charter: Charter, today: date, language: Language) -> list[OpenAsk]:
    """Give the open asks of all sites as they stand today, the oldest first; of a publication that kept no terms as it was published."""
    judged = {known.publication.pk: known for known in all_live(published, charter, today)}
    found: list[OpenAsk] = []
    for publication in published:
        found += _live_asks(judged[publication.pk], today, language) if publication.pk in judged else _published_asks(publication, today, language)
    return sorted(found, key=lambda each: (-(each.age or 0), each.publication.site, each.id))


def _live_asks(known: Live, today: date, language: Language) -> list[OpenAsk]:
    return [OpenAsk(known.publication, each.ask.id, title_of(each.ask, language), each.ask.decider, each.ask.needed_by,
                    int(each.state.day.number) if each.state.day else None, bool(each.ask.needed_by and each.ask.needed_by < today),
                    len(each.state.current), days_without_answer(each), is_live=True) for each in known.undecided]


def _published_asks(publication: Publication, today: date, language: Language) -> list[OpenAsk]:
    found = []
    for ask in publication.summary.get("asks", ()):
        sent, needed = _day(ask["sent_on"]), _day(ask["needed_by"])
        found.append(OpenAsk(publication, ask["id"], _said(ask["title"], language), ask["decider"], needed, (today - sent).days if sent else None,
                             bool(needed and needed < today), ask["answers"]))
    return found


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise that is open, as last published."""

    publication: Publication
    id: str
    side: str
    who: str
    text: str
    due: date | None
    overdue: bool

    @property
    def side_key(self) -> str:
        """The key of its side in the catalogue."""
        return f"side.{self.side}"


def promises(published: list[Publication], today: date, language: Language) -> list[Promise]:
    """Give the open promises of both sides by their day; a site in its safe start shows headquarters' alone."""
    found = []
    for publication in published:
        for each in publication.summary.get("promises", ()):
            due = _day(each["due"])
            if each["side"] == "hq" or not publication.summary.get("safe_start"):
                found.append(Promise(publication, each["id"], each["side"], each["who"], _said(each["text"], language), due, bool(due and due < today)))
    return sorted(found, key=lambda each: (each.due or date.max, each.publication.site, each.id))


@dataclass(frozen=True, slots=True)
class Kept:
    """One count of a record: so many of so many."""

    name: str
    hits: int
    total: int

    @property
    def key(self) -> str:
        """The key of its words in the catalogue."""
        return f"record.{self.name}"


@dataclass(frozen=True, slots=True)
class SiteRecord:
    """The record of a site and of headquarters towards it."""

    publication: Publication
    counts: list[Kept]
    safe_start: bool


HQ_COUNTS = ("answered", "kept_hq")


def records(published: list[Publication]) -> list[SiteRecord]:
    """Give each site's record in counts; in its safe start only what headquarters owes."""
    return [SiteRecord(each, _counts(each.summary), bool(each.summary.get("safe_start"))) for each in published]


def _counts(summary: dict[str, Any]) -> list[Kept]:
    shown = [Kept(name, *pair) for name, pair in summary.get("record", {}).items() if name in HQ_COUNTS or not summary.get("safe_start")]
    return [each for each in shown if each.total]


def cadence(charter: Charter) -> list[CadenceItem]:
    """Give the meetings and due days of the month by their day."""
    return sorted((item for item in charter.cadence if item.day), key=lambda item: item.day or 0)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _said(pair: list[str], language: Language) -> str:
    return pair[0 if language == "en" else 1] or pair[0] or pair[1]
