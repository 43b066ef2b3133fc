"""The dates of a briefing as entries of a calendar: what is due, and what was decided.

A calendar ends up in mail systems, so it says site, month, ids and days; typed words only where the charter allows events in mail.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from briefing.analysis.cadence import Due, DueKind, cadence_of
from briefing.language import Catalogue, Language, catalogue
from briefing.model.asks import Ask, AskState
from briefing.model.dossier import Dossier
from briefing.numbers import full_day, month, role_name
from briefing.periods import Period


@dataclass(frozen=True, slots=True)
class Entry:
    """A whole day; `uid` stays the same from month to month, so that a calendar moves an entry and never doubles it."""

    uid: str
    day: date
    summary: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Agenda:
    """A calendar in one language as of a day."""

    name: str
    language: Language
    as_of: date
    entries: tuple[Entry, ...]


def agenda_of(dossier: Dossier, language: Language) -> Agenda:
    """Give the open dates of both sides and the decisions of the month, by day."""
    words = catalogue("cadence", language)
    site = dossier.site.name or dossier.site.code
    entries = [_due(due, dossier, words, language) for due in cadence_of(dossier) if due.day and (due.is_open or due.kind is DueKind.MEETING)]
    asks = dossier.submission.asks if dossier.submission else ()
    entries += [_decided(ask, dossier, words, ask.decided_on) for ask in asks if ask.state is AskState.DECIDED and ask.decided_on]
    return Agenda(words.text("calendar.name", site=site), language, dossier.as_of, tuple(sorted(entries, key=lambda each: (each.day, each.uid))))


def _due(due: Due, dossier: Dossier, words: Catalogue, language: Language) -> Entry:
    site = dossier.site.name or dossier.site.code
    side = catalogue("wording", language).pattern(f"side.{due.side}")
    text = (due.what_es or due.what_en) if language == "es" else (due.what_en or due.what_es)
    name = month(Period.parse(due.id), language) if due.kind is DueKind.MONTH else ""
    summary = words.text(f"calendar.{due.kind}", site=site, id=due.id, side=side, month=name, text=text)
    lines = [words.text("calendar.who", who=role_name(due.who, language))] if due.who else []
    if dossier.charter.company.money_in_mail and text and due.kind is not DueKind.MEETING:
        lines.append(words.text("calendar.what", text=text))
    if due.is_overdue:
        lines.append(words.text("calendar.late", due.days_late, late=due.days_late, day=full_day(dossier.as_of, language)))
    if due.kind in {DueKind.DECISION, DueKind.ANSWER}:
        lines.append(words.text("calendar.silence"))
    assert due.day is not None  # noqa: S101 - the caller has looked
    return Entry(_uid(due, dossier), due.day, summary, "\n".join([*lines, *_notice(dossier, words)]))


def _notice(dossier: Dossier, words: Catalogue) -> list[str]:
    return [] if dossier.charter.company.money_in_mail else [words.text("calendar.dates_only")]


def _uid(due: Due, dossier: Dossier) -> str:
    """Name an entry by what it is: a meeting recurs each month, the others are themselves whenever they are printed."""
    if due.kind is DueKind.MEETING:
        return f"meeting-{due.id}-{dossier.period}"
    return f"{due.kind}-{due.id}-{dossier.site.code}"


def _decided(ask: Ask, dossier: Dossier, words: Catalogue, day: date) -> Entry:
    site = dossier.site.name or dossier.site.code
    key = "calendar.decided" if ask.decision else "calendar.decided.bare"
    lines = [words.text("calendar.minute", minute=ask.minute)] if ask.minute else []
    return Entry(f"decided-{ask.id}-{dossier.site.code}", day, words.text(key, site=site, id=ask.id, letter=ask.decision), "\n".join(lines))
