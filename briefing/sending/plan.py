"""Who gets what of a month, shown first; then each mail handed over once and noted."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from email.message import EmailMessage
from enum import StrEnum

from briefing.distribution.copies import own_copy, paper_name
from briefing.distribution.ledger import Entry, Event, Ledger, State, held, ledger_path, note, read_ledger
from briefing.distribution.letter import Enclosed, Letter, letter_of
from briefing.distribution.message import Attachment, Sender, message_id, message_of
from briefing.distribution.readers import Delivery, deliveries
from briefing.distribution.smtp import WAITS_SECONDS, Outcome, Parcel, Result, Server, hand_over
from briefing.document.blocks import Document
from briefing.document.compose import compose
from briefing.document.editions import Edition
from briefing.document.serial import plain
from briefing.errors import BriefingError
from briefing.findings import Finding
from briefing.framing import Frame
from briefing.model.addresses import mail_address
from briefing.model.charter import Company
from briefing.periods import Period
from briefing.pipeline import build
from briefing.rendering import render
from briefing.workspace import Workspace

_Place = tuple[str, Edition]
Extras = Callable[[Delivery, Frame], Sequence[Attachment]]


class Standing(StrEnum):
    """Where a delivery stands before anything is sent."""

    NEW = "new"
    CHANGED = "changed"
    """Another version was sent before; this one replaces it."""
    AGAIN = "again"
    """Sent or unsure, and a person asked for it once more."""
    SENT = "sent"
    UNSURE = "unsure"
    """Handed over once without an answer: not sent again unless a person says so."""
    NO_ADDRESS = "no_address"
    BAD_ADDRESS = "bad_address"


TO_SEND = frozenset({Standing.NEW, Standing.CHANGED, Standing.AGAIN})
_BY_STATE = {State.NEW: Standing.NEW, State.SENT: Standing.SENT, State.UNSURE: Standing.UNSURE}


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person wants sent: the PDF or not, its password, only some readers, and whom once more."""

    attach: bool = True
    password: str = field(default="", repr=False)
    readers: frozenset[str] = frozenset()
    again: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Item:
    """One delivery with its standing and its mail."""

    delivery: Delivery
    standing: Standing
    version: str
    letter: Letter
    document: Document
    frame: Frame
    last_sent: date | None = None

    @property
    def key(self) -> str:
        """Reader, site and version: what is sent once."""
        return f"{self.delivery.reader.code} {self.delivery.site} {self.version}"


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that a month's sending would do; `failed` are sites that could not be built, with what was found."""

    period: Period
    company: Company
    items: tuple[Item, ...]
    failed: tuple[tuple[str, tuple[Finding, ...]], ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def to_send(self) -> tuple[Item, ...]:
        """The deliveries that would go out now."""
        return tuple(item for item in self.items if item.standing in TO_SEND)


def plan_of(workspace: Workspace, period: Period, sites: Sequence[str], wish: Wish) -> Plan:
    """Say who would get what, from the workspace as it is and what was sent before.

    Raises:
        BriefingError: The charter could not be read.
        LedgerUnreadable: The ledger holds something else than our notes.
    """
    ledger = read_ledger(ledger_path(workspace.folder, period))
    workspace.prepare(period, sites)
    charter, _ = workspace.charter()
    items: list[Item] = []
    failed: list[tuple[str, tuple[Finding, ...]]] = []
    findings: list[Finding] = []
    wanted = [each for each in deliveries(charter, sites) if not wish.readers or each.reader.code in wish.readers]
    for site in sites:
        here = [each for each in wanted if each.site == site]
        if not here:
            continue
        try:
            briefing = build(workspace.dossier(site, period), editions=())
        except BriefingError as fault:
            failed.append((site, fault.findings))
            continue
        findings += [each for each in briefing.findings if each.severity == "error"]
        items += _items(here, briefing.frame, ledger, wish)
    return Plan(period, charter.company, tuple(items), tuple(failed), tuple(findings))


def _items(wanted: Iterable[Delivery], frame: Frame, ledger: Ledger, wish: Wish) -> list[Item]:
    """Compose each edition once for those who may answer and once for those who may not, as far as there are any."""
    documents: dict[tuple[object, bool], tuple[Document, str]] = {}
    items = []
    for delivery in wanted:
        kind = (delivery.edition, delivery.replies)
        if kind not in documents:
            document = compose(frame, delivery.edition, replies=delivery.replies)
            documents[kind] = document, version_of(document)
        document, version = documents[kind]
        standing, before = _standing(delivery, version, ledger, wish)
        replaces = before if standing is Standing.CHANGED else None
        letter = letter_of(delivery, frame, document, Enclosed(wish.attach, bool(wish.password), replaces=replaces))
        items.append(Item(delivery, standing, version, letter, document, frame, before))
    return items


def version_of(document: Document) -> str:
    """Give sixteen hex digits that change when anything that the edition says or rests on does."""
    content = json.dumps(plain(document), sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def _standing(delivery: Delivery, version: str, ledger: Ledger, wish: Wish) -> tuple[Standing, date | None]:
    if delivery.obstacle:
        return Standing(delivery.obstacle.value), None
    reader = delivery.reader.code
    last = ledger.last_sent(reader, delivery.site)
    before = datetime.fromisoformat(last.at).date() if last else None
    standing = _BY_STATE[ledger.state(f"{reader} {delivery.site} {version}")]
    if standing is not Standing.NEW:
        return (Standing.AGAIN if reader in wish.again else standing), before
    unsure = any(each.reader == reader and each.site == delivery.site and ledger.state(each.key) is State.UNSURE for each in ledger.entries)
    return (Standing.CHANGED if last or unsure else Standing.NEW), before


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of one delivery."""

    item: Item
    outcome: Outcome


def send(workspace: Workspace, plan: Plan, wish: Wish, server: Server, sender: Sender, *, sent_at: datetime, sleep: Callable[[float], None],
         waits: Sequence[float] = WAITS_SECONDS, extras: Extras | None = None, tell: Callable[[Sent], None] | None = None) -> tuple[Sent, ...]:
    """Hand over what the plan says is to be sent, each noted before and after; gives what became of each, the last word of it.

    `extras` gives what travels beside the PDF, such as an `.ics` with the dates of decisions. `tell` hears of each mail as it goes.

    Raises:
        LedgerBusy: Another process is sending from this workspace.
        ServerUnusable: The server cannot be used; what it took before is noted and was told.
    """
    path = ledger_path(workspace.folder, plan.period)
    with held(path.parent):
        known = read_ledger(path)
        items = {item.key: item for item in plan.to_send
                 if item.standing is Standing.AGAIN or known.state(item.key) is State.NEW}  # another process may have sent since the plan
        papers = _papers(items.values()) if wish.attach else {}
        parcels = [_parcel(item, wish, sender, papers, sent_at, extras) for item in items.values()]
        outcomes: dict[str, Sent] = {}

        def before(parcel: Parcel) -> None:
            note(path, [_entry(items[parcel.key], Event.STARTED, sender, sent_at)])

        def after(parcel: Parcel, outcome: Outcome) -> None:
            item = items[parcel.key]
            if outcome.result is not Result.UNSURE:
                event = Event.ACCEPTED if outcome.result is Result.ACCEPTED else Event.REFUSED
                note(path, [_entry(item, event, sender, sent_at, outcome.answer)])
            outcomes[parcel.key] = Sent(item, outcome)
            if tell:
                tell(outcomes[parcel.key])

        hand_over(parcels, server, before=before, after=after, sleep=sleep, waits=waits)
        return tuple(outcomes[key] for key in items if key in outcomes)


def _papers(items: Iterable[Item]) -> Mapping[_Place, bytes]:
    """Set every edition before the first mail goes out: if one cannot be set, nothing is sent. Paper has no links, so one serves all its readers."""
    return {place: render(document, "pdf") for place, document in {_place(item): item.document for item in items}.items()}


def _place(item: Item) -> _Place:
    return item.delivery.site, item.delivery.edition


def _parcel(item: Item, wish: Wish, sender: Sender, papers: Mapping[_Place, bytes], sent_at: datetime, extras: Extras | None) -> Parcel:
    delivery = item.delivery
    company = item.frame.assessment.dossier.charter.company
    writer = Sender(sender.address, sender.name or company.name, mail_address(company.reply_to) if delivery.replies else sender.reply_to)

    def message() -> EmailMessage:
        attachments = [_paper(item, papers[_place(item)], wish, sent_at.date())] if wish.attach else []
        attachments += extras(delivery, item.frame) if extras else ()
        return message_of(item.letter, writer, delivery.address, key=item.key, sent_at=sent_at, attachments=attachments)

    return Parcel(item.key, sender.address, delivery.address, message)


def _paper(item: Item, pdf: bytes, wish: Wish, on: date) -> Attachment:
    """Give the reader's own copy."""
    delivery = item.delivery
    return own_copy(pdf, delivery.reader.role, delivery.reader.code, delivery.edition, paper_name(delivery.site, item.frame.assessment.dossier.period, delivery.edition),
                    on=on, password=wish.password)


def _entry(item: Item, event: Event, sender: Sender, sent_at: datetime, answer: str = "") -> Entry:
    delivery = item.delivery
    return Entry(event, sent_at.isoformat(timespec="seconds"), delivery.reader.code, delivery.site,
                 str(item.frame.assessment.dossier.period), str(delivery.edition), item.version,
                 message_id(item.key, sender.address), item.letter.asks, answer)
