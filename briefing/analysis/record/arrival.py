"""Whether each month's workbook came by its due day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from briefing.analysis.cadence import arrivals_of, due_day
from briefing.analysis.record.values import Case, Tally, tally
from briefing.model.dossier import Dossier
from briefing.periods import months_between


def on_time(dossier: Dossier) -> Tally:
    """Count the months whose due day has come, and those whose workbook was there by then.

    A month that never came is late; one whose day of arrival nobody recorded is no case.
    """
    return tally("record.on_time", _cases(dossier))


def _cases(dossier: Dossier) -> Iterator[Case]:
    arrivals = {each.period: each for each in arrivals_of(dossier)}
    if not arrivals:
        return
    for period in months_between(min(arrivals), dossier.period):
        due, arrival = due_day(dossier.site, period), arrivals.get(period)
        if due is None or due > dossier.as_of:
            continue
        received: date | None = arrival.received_on if arrival else None
        if arrival is None or received is not None:
            yield received is not None and received <= due, (dossier.site.source.at("due_day"), *(arrival.cells if arrival else ()))
