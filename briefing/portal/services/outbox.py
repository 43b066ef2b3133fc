"""Bringing released mails to the server: claimed by a lease, so that several workers share them; each sent once, or shown as unsure.

A worker notes in the database, just before the point that ends a mail, that it may now be taken. A lease that runs out before
that note is another worker's to bring; one that runs out after it is unsure, and a person decides. The window in which a mail may
have been taken without our knowing is from that note to the one after the server's answer.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage
from functools import lru_cache
from itertools import groupby
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone

from briefing.distribution.copies import own_copy, paper_name
from briefing.distribution.ledger import Entry, Event, LedgerBusy, held, ledger_path, note
from briefing.distribution.message import Attachment, Sender, message_id, message_of
from briefing.distribution.smtp import Outcome, Parcel, Result, Server, ServerUnusable, hand_over
from briefing.document.editions import Edition
from briefing.portal import environment, store
from briefing.portal.letters import letter_from, masked
from briefing.portal.models import Dispatch, DispatchState, Publication
from briefing.portal.models.outbox import WAITING

log = logging.getLogger("briefing.portal.outbox")
BATCH = 10
"""Mails that a worker brings over one line."""
LEASE = timedelta(seconds=120)
"""How long a mail stays a worker's that says nothing; renewed with each mail of a batch."""
CLOSING = timedelta(seconds=180)
"""How long an answer to the end of a mail is waited for, longer than the line itself waits."""
WAITS: Sequence[timedelta] = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, *[240] * 8))
"""Before each further attempt, a day and a half in all; then it is given up, and shown."""


class LostLease(Exception):  # noqa: N818 - it names what is wrong
    """Another worker has the mail by now: the line is broken off before its end."""


def claim(owner: str, now: datetime) -> list[Dispatch]:
    """Give the next mails that are due, leased to one worker; what leases that ran out left behind is sorted first."""
    _sort_expired(now)
    due = _due(now)
    if not due.exists():
        return []
    lease = {"state": DispatchState.LEASED, "lease_owner": owner, "lease_until": now + LEASE}
    with transaction.atomic():
        if connection.features.has_select_for_update_skip_locked:
            mine = list(due.select_for_update(skip_locked=True, of=("self",)).values_list("pk", flat=True)[:BATCH])
            Dispatch.objects.filter(pk__in=mine).update(**lease)
        else:
            mine = [pk for pk in due.values_list("pk", flat=True)[:BATCH] if due.filter(pk=pk).order_by().update(**lease)]
    return list(Dispatch.objects.filter(pk__in=mine, lease_owner=owner, state=DispatchState.LEASED).select_related("publication__mailing"))


def _due(now: datetime) -> QuerySet[Dispatch]:
    """Give what may be brought now; never what a later publication has taken the place of."""
    later = Publication.objects.filter(site=OuterRef("site"), period=OuterRef("publication__period"), number__gt=OuterRef("publication__number"))
    return Dispatch.objects.filter(~Exists(later), state__in=WAITING, next_try_at__lte=now).order_by("next_try_at", "pk")


def _sort_expired(now: datetime) -> None:
    """Put back what a worker that is gone had not ended; what it may have ended is unsure, its lease kept for a late answer."""
    expired = Dispatch.objects.filter(lease_until__lt=now)
    begun_too_often = expired.filter(state=DispatchState.LEASED, attempts__gt=len(WAITS))
    if expired.filter(state__in=(DispatchState.LEASED, DispatchState.CLOSING)).exists():
        begun_too_often.update(state=DispatchState.GIVEN_UP, lease_owner="", address="", next_try_at=None)
        expired.filter(state=DispatchState.LEASED).update(state=DispatchState.DUE, lease_owner="", lease_until=None, next_try_at=now)
        expired.filter(state=DispatchState.CLOSING).update(state=DispatchState.UNSURE, address="", next_try_at=None)


@dataclass(slots=True)
class _Round:
    """One batch on its way by one worker."""

    owner: str
    now: Callable[[], datetime]
    rows: Mapping[str, Dispatch]
    begun: Dispatch | None = None
    sent: int = field(default=0)

    def mine(self, row: Dispatch, *states: DispatchState) -> QuerySet[Dispatch]:
        """Give the row as far as it is still ours in one of the states."""
        return Dispatch.objects.filter(pk=row.pk, lease_owner=self.owner, state__in=states)

    def before(self, parcel: Parcel) -> None:
        """Begin a mail, and keep the leases of those that wait behind it."""
        self.begun, until = self.rows[parcel.key], self.now() + LEASE
        if not self.mine(self.begun, DispatchState.LEASED).update(attempts=F("attempts") + 1, lease_until=until):
            raise LostLease
        self.begun.attempts += 1
        Dispatch.objects.filter(lease_owner=self.owner, state=DispatchState.LEASED).update(lease_until=until)

    def closing(self, parcel: Parcel) -> None:
        """Note that the server may take the mail from here on."""
        if not self.mine(self.rows[parcel.key], DispatchState.LEASED).update(state=DispatchState.CLOSING, lease_until=self.now() + CLOSING):
            raise LostLease

    def after(self, parcel: Parcel, outcome: Outcome) -> None:
        """Note what became of a mail; an answer that comes after the lease ran out still counts."""
        row = self.rows[parcel.key]
        code = "250" if outcome.result is Result.ACCEPTED else outcome.answer[:3] if outcome.answer[:3].isdigit() else ""
        kept = {"code": code, "answer": _without_address(outcome.answer, row), "message_id": message_id(str(row), parcel.sender)} | self._became(row, outcome.result)
        if not self.mine(row, DispatchState.LEASED, DispatchState.CLOSING, DispatchState.UNSURE).update(**kept):
            log.warning("mail %s was %s after a person or another worker had taken it over", row.pk, outcome.result)
        self.sent += outcome.result is Result.ACCEPTED

    def _became(self, row: Dispatch, result: Result) -> dict[str, Any]:
        gone: dict[str, Any] = {"address": "", "next_try_at": None, "lease_until": None}
        match result:
            case Result.ACCEPTED:
                return gone | {"state": DispatchState.SENT, "sent_at": self.now(), "lease_owner": ""}
            case Result.REFUSED:
                return gone | {"state": DispatchState.REFUSED, "lease_owner": ""}
            case Result.UNSURE:
                return gone | {"state": DispatchState.UNSURE, "lease_owner": ""}
        return self.later(row)

    def later(self, row: Dispatch) -> dict[str, Any]:
        """Give when a mail is brought again: later each time, and not without end."""
        freed: dict[str, Any] = {"lease_owner": "", "lease_until": None}
        if row.attempts > len(WAITS):
            return freed | {"state": DispatchState.GIVEN_UP, "address": "", "next_try_at": None}
        return freed | {"state": DispatchState.DEFERRED, "next_try_at": self.now() + WAITS[max(0, row.attempts - 1)]}

    def defer(self, row: Dispatch, answer: str) -> None:
        """Note why a mail could not be brought. One whose end was given is left alone: it may have been taken."""
        self.mine(row, DispatchState.LEASED).update(code="", answer=_without_address(answer, row), attempts=row.attempts, **self.later(row))

    def let_go(self) -> None:
        """Give back what was not begun."""
        Dispatch.objects.filter(lease_owner=self.owner, state=DispatchState.LEASED).update(
            state=DispatchState.DUE, lease_owner="", lease_until=None, next_try_at=self.now())


def deliver(owner: str, server: Server, now: Callable[[], datetime] = timezone.now) -> int:
    """Bring the next mails that are due to the server; gives how many were claimed."""
    rows = {str(row): row for row in claim(owner, now())}
    if not rows:
        return 0
    batch = _Round(owner, now, rows)
    try:
        hand_over([_parcel(row, now) for row in rows.values()], server, before=batch.before, closing=batch.closing, after=batch.after,
                  sleep=lambda _: None, waits=())
    except ServerUnusable as fault:
        for row in rows.values():
            row.attempts += row is not batch.begun
            batch.defer(row, str(fault))
    except LostLease:
        log.warning("a lease ran out while its mail was under way; another worker has it")
    except Exception as fault:  # noqa: BLE001 - one mail that cannot be made must not hold up the others
        log.error("mail %s failed: %s", batch.begun.pk if batch.begun else "", type(fault).__name__)  # noqa: TRY400 - never the text: it may quote the mail
        if batch.begun:
            batch.defer(batch.begun, "")
    finally:
        batch.let_go()
    return len(rows)


def _without_address(answer: str, row: Dispatch) -> str:
    """Give a server's words with the address masked, which many servers repeat."""
    return re.sub(re.escape(row.address), masked(row.address), answer, flags=re.IGNORECASE)[:400]


def _parcel(row: Dispatch, now: Callable[[], datetime]) -> Parcel:
    mailing, address = row.publication.mailing, settings.DEFAULT_FROM_EMAIL
    writer = Sender(address, mailing.sender, mailing.reply_to if row.replies else "")

    def message() -> EmailMessage:
        when = timezone.localtime(now())
        return message_of(letter_from(row.letter), writer, row.address, key=str(row), sent_at=when, attachments=_enclosed(row, when))

    return Parcel(str(row), address, row.address, message)


def _enclosed(row: Dispatch, when: datetime) -> list[Attachment]:
    """Give the reader's own copy where the charter wants it, and the dates of decisions as a calendar."""
    edition, period = Edition.parse(row.edition), row.publication.when
    found = []
    if row.attach:
        password = environment.pdf_password() if row.locked else ""
        if row.locked and not password:
            message = "the mail says that its paper is locked, and there is no password any more"
            raise ValueError(message)
        paper = _paper(row.publication.outputs[f"{edition}.pdf"])
        found.append(own_copy(paper, row.role, row.reader, edition, paper_name(row.site, period, edition), on=when.date(), password=password))
    dates = row.publication.mailing.calendars.get(edition.language)
    if dates:
        found.append(Attachment(f"{row.site}_{period}.{edition.language}.ics", "text/calendar", dates.encode()))
    return found


@lru_cache(maxsize=4)
def _paper(sha256: str) -> bytes:
    return store.frozen_bytes(sha256)


def note_sent() -> None:
    """Add what was sent to the workspace's ledgers, from which `responses import` knows our mails.

    The database decides what is sent; a ledger that another process holds gets its lines the next time.
    """
    rows = Dispatch.objects.filter(state=DispatchState.SENT, noted=False).select_related("publication").order_by("publication__period", "pk")
    found = list(rows[:500])
    for period, same in groupby(found, key=lambda row: row.publication.period):
        path, lines = ledger_path(store.workspace_folder(), period), list(same)
        try:
            with held(path.parent):
                note(path, [_entry(row) for row in lines])
                Dispatch.objects.filter(pk__in=[row.pk for row in lines], state=DispatchState.SENT).update(noted=True)
        except LedgerBusy:
            return


def _entry(row: Dispatch) -> Entry:
    return Entry(Event.ACCEPTED, timezone.localtime(row.sent_at).isoformat(timespec="seconds"), row.reader, row.site, row.publication.period, row.edition, row.version,
                 row.message_id, letter_from(row.letter).asks, row.answer)
