"""Whether each month's workbook came by its due day."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from briefing.analysis.record.values import Case, Tally, tally
from briefing.model.dossier import Dossier
from briefing.periods import Period, months_between


def due_on(period: Period, day: int) -> date:
    """Give the due day of a month's workbook: that day of the following month, or its last day where it is shorter."""
    following = period + 1
    return date(following.year, following.month, min(day, monthrange(following.year, following.month)[1]))


def on_time(dossier: Dossier) -> Tally:
    """Count the months whose day has come, and those whose workbook was received by then; a month never sent is late."""
    return tally("record.on_time", _cases(dossier))


def _cases(dossier: Dossier) -> Iterator[Case]:
    day = dossier.site.due_day
    if not day or not dossier.submissions:
        return
    known = {submission.period: submission for submission in dossier.submissions}
    for period in months_between(min(known), dossier.period):
        due, submission = due_on(period, day), known.get(period)
        received = submission.cover.received_on if submission else None
        if due > dossier.as_of and received is None:
            continue
        if submission is not None and received is None:
            continue  # nobody noted the day
        cell = (submission.cover.source.at("received_on"),) if submission else ()
        yield received is not None and received <= due, (dossier.site.source.at("due_day"), *cell)
