"""How predictable both sides have been, from the archive: counts, never a rank of people."""

from __future__ import annotations

from briefing.analysis.indicators import Indicator
from briefing.analysis.record.arrival import on_time
from briefing.analysis.record.disclosure import days_of_warning, surprises, told, told_before
from briefing.analysis.record.events import events
from briefing.analysis.record.forecasts import accuracies, own_ranges
from briefing.analysis.record.promises import decisions, is_due, promises
from briefing.analysis.record.values import (
    CALIBRATED_FROM,
    JUDGED_FROM,
    SAFE_START_MONTHS,
    Accuracy,
    Decisions,
    Events,
    Promises,
    Record,
    Tally,
    Warned,
)
from briefing.model.dossier import Dossier, latest_follow_ups
from briefing.model.submission import Side

__all__ = [
    "CALIBRATED_FROM", "JUDGED_FROM", "SAFE_START_MONTHS", "Accuracy", "Decisions", "Events", "Promises", "Record", "Tally", "Warned",
    "is_due", "latest_follow_ups", "record_of", "told_before",
]


def record_of(dossier: Dossier, indicators: tuple[Indicator, ...]) -> Record:
    """Count the record from the archive up to the dossier's date."""
    first = dossier.site.first_period or min((each.period for each in dossier.submissions), default=dossier.period)
    warned = days_of_warning(dossier, indicators)
    events_first, events_last = events(dossier)
    said_first, said_last = accuracies(dossier, indicators)
    return Record(
        own_ranges(dossier), told(dossier, indicators), surprises(dossier, warned), events_first, events_last, warned,
        promises(dossier, Side.SITE), promises(dossier, Side.HQ), decisions(dossier), on_time(dossier),
        len(dossier.submissions), dossier.period - first < SAFE_START_MONTHS, said_first, said_last,
    )
