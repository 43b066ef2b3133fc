"""The agenda as an iCalendar file: whole days, stable ids, the briefing's date for a clock."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta

from icalendar import Calendar, Event, vText

from briefing.document.agenda import Agenda
from briefing.rendering.characters import legible

PRODUCT = "-//briefing//calendar//{language}"
DOMAIN = "briefing.invalid"
"""A name that belongs to nobody (RFC 2606), so that an id never names a machine."""


def render_calendar(agenda: Agenda) -> bytes:
    """Give the file in UTF-8 (RFC 5545); typed text is escaped by the library. The same agenda gives the same bytes."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT.format(language=agenda.language.upper()))
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", vText(_one_line(agenda.name)))  # of a name it does not know the library escapes nothing
    stamp = datetime.combine(agenda.as_of, time(), UTC)
    for entry in agenda.entries:
        event = Event()
        event.add("uid", f"{re.sub(r'[^A-Za-z0-9._-]', '-', entry.uid)}@{DOMAIN}")
        event.add("dtstamp", stamp)
        event.add("dtstart", entry.day)
        event.add("dtend", entry.day + timedelta(days=1))
        event.add("summary", _one_line(entry.summary))
        if entry.description:
            event.add("description", legible(entry.description))
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _one_line(text: str) -> str:
    return " ".join(legible(text).split())
