"""Who gets what of a publication, and where each mail stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from briefing.portal.access import may_read
from briefing.portal.models import Dispatch, DispatchState, Job, JobKind, JobState, Person, Publication
from briefing.portal.models.outbox import TO_DECIDE

HELD_BACK = (DispatchState.NO_ADDRESS, DispatchState.BAD_ADDRESS, DispatchState.SAFE_START, DispatchState.NO_EDITION)
UNDER_WAY = (DispatchState.DUE, DispatchState.LEASED, DispatchState.CLOSING, DispatchState.DEFERRED)


@dataclass(frozen=True, slots=True)
class ReaderLine:
    """One reader of a publication as the page shows it."""

    dispatch: Dispatch
    how: str
    """The key of how the edition reaches the reader."""
    step: str
    """The key of the next step; blank where there is none."""
    again: bool
    """Whether a person may send it again."""
    shut_out: bool
    """Whether the link leads to a door that is closed to the reader: nobody of that address may open the edition."""


def reader_lines(publication: Publication) -> list[ReaderLine]:
    """Give the readers of a publication, as the charter lists them."""
    rows = list(publication.dispatches.all())
    known = _people({row.address.casefold() for row in rows if row.address})
    return [_line(row, publication, known) for row in rows]


def _people(addresses: set[str]) -> dict[str, Person]:
    found = Person.objects.filter(is_active=True, erased_at=None).prefetch_related("rights")
    return {person.email.casefold(): person for person in found if person.email.casefold() in addresses}


def _line(row: Dispatch, publication: Publication, known: dict[str, Person]) -> ReaderLine:
    person = known.get(row.address.casefold())
    shut_out = bool(row.address) and (person is None or not may_read(person, publication, row.edition.partition(".")[0]))
    how = "how.locked" if row.locked else "how.attached" if row.attach else "how.link"
    needs_step = row.state in {*HELD_BACK, *TO_DECIDE}
    return ReaderLine(row, how, f"step.{row.state}" if needs_step else "", row.state in TO_DECIDE, shut_out)


def counted(lines: Iterable[ReaderLine]) -> list[tuple[str, int]]:
    """Count the mails by what a person has to know first: to decide on, held back, under way, sent; keys of sentences."""
    found = Counter(_group(line.dispatch.state) for line in lines)
    return [(f"count.{name}", found[name]) for name in ("decide", "held_back", "prepared", "under_way", "sent", "superseded") if found[name]]


def _group(state: str) -> str:
    for name, states in (("decide", TO_DECIDE), ("held_back", HELD_BACK), ("under_way", UNDER_WAY)):
        if state in states:
            return name
    return str(state)


def is_preparing(publication: Publication) -> bool:
    """Tell whether the worker is to write the mails."""
    return Job.objects.filter(kind=JobKind.PREPARE, arguments={"publication": publication.pk}).exclude(state=JobState.FAILED).exists()


def has_failed(publication: Publication) -> bool:
    """Tell whether writing the mails was tried and given up."""
    return Job.objects.filter(kind=JobKind.PREPARE, arguments={"publication": publication.pk}, state=JobState.FAILED).exists()
