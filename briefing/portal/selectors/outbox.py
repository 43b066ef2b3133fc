"""Who gets what of a publication, and where each mail stands."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from briefing.distribution.ledger import Event, LedgerUnreadable, ledger_path, read_ledger
from briefing.portal import store
from briefing.portal.access import may_read
from briefing.portal.models import Dispatch, DispatchState, Job, JobKind, JobState, Person, Publication
from briefing.portal.models.outbox import TO_DECIDE

log = logging.getLogger("briefing.portal.outbox")
HELD_BACK = (DispatchState.NO_ADDRESS, DispatchState.BAD_ADDRESS, DispatchState.SAFE_START, DispatchState.NO_EDITION)
UNDER_WAY = (DispatchState.DUE, DispatchState.LEASED, DispatchState.CLOSING, DispatchState.DEFERRED)


@dataclass(frozen=True, slots=True)
class ReaderLine:
    """One reader of a publication as the page shows it."""

    dispatch: Dispatch
    state: str
    """The key of where it stands."""
    how: str
    """The key of how the edition reaches the reader."""
    step: str
    """The key of the next step; blank where there is none."""
    again: bool
    """Whether a person may send it again."""
    shut_out: bool
    """Whether the link leads to a door that is closed to the reader: nobody of that address may open the edition."""
    returned: str = ""
    """The day of the notice that it could not be delivered."""


def came_back(publication: Publication) -> dict[str, str]:
    """Give the mails of a publication's month that came back after they were taken, each with the day: `responses import` notes them."""
    try:
        ledger = read_ledger(ledger_path(store.workspace_folder(), publication.period))
    except LedgerUnreadable as fault:
        log.error("%s holds what is no note of ours: mails that came back are not known", fault)  # noqa: TRY400 - its place says all
        return {}
    last = {each.key: each for each in ledger.entries if each.event in {Event.ACCEPTED, Event.RETURNED}}
    return {key: each.at[:10] for key, each in last.items() if each.event is Event.RETURNED}


def has_come_back(row: Dispatch, returned: Mapping[str, str]) -> bool:
    """Tell whether a mail was taken and came back; what was just sent once more has not, though the ledger's old line stands."""
    return row.state == DispatchState.SENT and row.noted and str(row) in returned


def reader_lines(publication: Publication) -> list[ReaderLine]:
    """Give the readers of a publication, as the charter lists them."""
    rows, returned = list(publication.dispatches.all()), came_back(publication)
    known = _people({row.address.casefold() for row in rows if row.address})
    return [_line(row, publication, known, returned) for row in rows]


def _people(addresses: set[str]) -> dict[str, Person]:
    found = Person.objects.filter(is_active=True, erased_at=None).prefetch_related("rights")
    return {person.email.casefold(): person for person in found if person.email.casefold() in addresses}


def _line(row: Dispatch, publication: Publication, known: Mapping[str, Person], returned: Mapping[str, str]) -> ReaderLine:
    person, back = known.get(row.address.casefold()), has_come_back(row, returned)
    shut_out = bool(row.address) and (person is None or not may_read(person, publication, row.edition.partition(".")[0]))
    how = "how.locked" if row.locked else "how.attached" if row.attach else "how.link"
    step = "step.returned" if back else f"step.{row.state}" if row.state in {*HELD_BACK, *TO_DECIDE} else ""
    return ReaderLine(row, "state.returned" if back else row.state_key, how, step, back or row.state in TO_DECIDE, shut_out, returned[str(row)] if back else "")


def counted(lines: Iterable[ReaderLine]) -> list[tuple[str, int]]:
    """Count the mails by what a person has to know first: to decide on, held back, under way, sent; keys of sentences."""
    found = Counter("decide" if line.again else _group(line.dispatch.state) for line in lines)
    return [(f"count.{name}", found[name]) for name in ("decide", "held_back", "prepared", "under_way", "sent", "superseded") if found[name]]


def _group(state: str) -> str:
    for name, states in (("held_back", HELD_BACK), ("under_way", UNDER_WAY)):
        if state in states:
            return name
    return str(state)


def is_preparing(publication: Publication) -> bool:
    """Tell whether the worker is to write the mails."""
    return Job.objects.filter(kind=JobKind.PREPARE, arguments={"publication": publication.pk}).exclude(state=JobState.FAILED).exists()


def has_failed(publication: Publication) -> bool:
    """Tell whether writing the mails was tried and given up."""
    return Job.objects.filter(kind=JobKind.PREPARE, arguments={"publication": publication.pk}, state=JobState.FAILED).exists()
