"""Whether a mail's answers can be recorded: each is merged, or shown with the reason why a person must look."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, Protocol

from briefing.distribution.ledger import Entry
from briefing.distribution.replies.choosing import Choosing, Chosen, choosing
from briefing.distribution.replies.own_words import OwnWords, own_words
from briefing.distribution.replies.reading import Mail
from briefing.document.replies import answers_of
from briefing.model.addresses import same_address
from briefing.model.charter import Answers, Charter, Reader
from briefing.model.replying import Token, tokens_in
from briefing.model.responses import Response
from briefing.periods import Period

COMMENT: Final = 4_000


class Outcome(StrEnum):
    """What became of an answer."""

    MERGED = "merged"
    KNOWN = "known"
    """Nothing to do: recorded before, or nobody's answer."""
    SHOWN = "shown"
    """A person must look."""


class Reason(StrEnum):
    """Why an answer was not merged; blank for one that was."""

    NONE = ""
    DUPLICATE = "duplicate"
    AUTOMATIC = "automatic"
    BOUNCE = "bounce"
    HEADER_BOMB = "header_bomb"
    NESTED = "nested"
    DAMAGED = "damaged"
    ENCRYPTED = "encrypted"
    SPOOFED = "spoofed"
    NO_TEXT = "no_text"
    FORWARDED = "forwarded"
    UNKNOWN_SENDER = "unknown_sender"
    SHARED_ADDRESS = "shared_address"
    ONLY_QUOTED = "only_quoted"
    NO_CHOICE = "no_choice"
    CONFLICT = "conflict"
    CONDITIONAL = "conditional"
    WHICH_ASK = "which_ask"
    NO_TERMS = "no_terms"
    NOT_ALLOWED = "not_allowed"
    VIA_SECRETARY = "via_secretary"
    SITE_READER = "site_reader"
    NOT_THEIR_SITE = "not_their_site"
    UNKNOWN_ASK = "unknown_ask"
    STALE = "stale"
    CLOSED = "closed"


QUIET = frozenset({Reason.DUPLICATE, Reason.AUTOMATIC})
"""Reasons that ask nothing of anybody. A bounce does: somebody has not got what the charter says."""


class Terms(StrEnum):
    """How the terms that an answer names stand to those in force."""

    CURRENT = "current"
    STALE = "stale"
    UNKNOWN = "unknown"
    """No such site, month or ask."""
    CLOSED = "closed"


class Archive(Protocol):
    """What the workspace knows."""

    @property
    def charter(self) -> Charter:
        """The charter."""

    def sent(self, message_ids: Sequence[str]) -> Entry | None:
        """Give the mail of ours that one of the ids names."""

    def terms(self, token: Token) -> Terms:
        """Tell how a token's terms stand."""

    def is_recorded(self, period: Period, origin: str, ask: str) -> bool:
        """Tell whether an answer of that mail to that ask is in the month's file."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one answer of one mail, or of a mail without any."""

    mail: Mail
    outcome: Outcome
    reason: Reason = Reason.NONE
    token: Token | None = None
    reader: Reader | None = None
    response: Response | None = None
    notes: tuple[str, ...] = field(default_factory=tuple)
    """Keys of what else a person should know: the comment was dropped or cut, the day is that of the import."""
    returned: Entry | None = None
    """The mail of ours that could not be delivered."""


def origin_of(mail: Mail) -> str:
    """Give what the file of answers says about where one came from."""
    return f"mail {mail.id}"


def judge(mail: Mail, archive: Archive, today: date) -> tuple[Verdict, ...]:
    """Give a verdict for each answer of a mail, one alone for a mail that has none."""
    if mail.fault:
        return (_unread(mail, archive),)
    readers = [reader for reader in archive.charter.readers if same_address(reader.email, mail.sender)]
    if len(readers) != 1:
        return (_no(mail, Reason.SHARED_ADDRESS if readers else Reason.UNKNOWN_SENDER),)
    reader, words = readers[0], own_words(mail.text)
    if words.forwards:
        return (_no(mail, Reason.FORWARDED, reader),)
    found = choosing(mail.subject, words.text, subject_counts=not mail.is_reply)
    if not found.chosen:
        return (_no(mail, _why_none(mail, words), reader),)
    return tuple(_verdicts(mail, reader, found, archive, today))


def _unread(mail: Mail, archive: Archive) -> Verdict:
    """Give the verdict on a mail that is no answer; of a notice that one of ours came back, with whose it was."""
    sent = archive.sent(mail.returned) if mail.returned else None
    reader = next((each for each in archive.charter.readers if sent and each.code == sent.reader), None)
    return replace(_no(mail, Reason(mail.fault), reader), returned=sent)


def _no(mail: Mail, reason: Reason, reader: Reader | None = None, token: Token | None = None) -> Verdict:
    return Verdict(mail, Outcome.KNOWN if reason in QUIET else Outcome.SHOWN, reason, token, reader)


def _why_none(mail: Mail, words: OwnWords) -> Reason:
    """Tell a mail in which only the quoted part would say something from one that says nothing of ours."""
    quoted = (words.quotes and not words.text) or (any(tokens_in(mail.subject)) and mail.is_reply) or any(tokens_in(mail.text))
    return Reason.ONLY_QUOTED if quoted else Reason.NO_CHOICE


def _verdicts(mail: Mail, reader: Reader, found: Choosing, archive: Archive, today: date) -> Iterator[Verdict]:
    entry = archive.sent(mail.answers)
    if entry is not None and entry.reader != reader.code:
        entry = None  # another reader's mail, passed on: what it asked is not what this one was asked
    for chosen in found.chosen:
        token = chosen.token or _token(chosen, entry)
        reason = _reason(chosen, token, entry, found, mail, reader, archive)
        if reason is not Reason.NONE or token is None:
            yield _no(mail, reason, reader, token)
            continue
        yield _merged(mail, reader, chosen, token, archive.charter, today)


def _token(chosen: Chosen, entry: Entry | None) -> Token | None:
    """Give the terms that a plain reply answers: those that we sent with the mail it replies to."""
    if entry is None:
        return None
    asks = dict(entry.asks)
    ask = chosen.ask or (next(iter(asks)) if len(asks) == 1 else "")
    period = _period(entry)
    return Token(entry.site, period, ask, asks[ask], chosen.choice) if ask in asks and period else None


def _period(entry: Entry) -> Period | None:
    try:
        return Period.parse(entry.period)
    except ValueError:
        return None


def _reason(chosen: Chosen, token: Token | None, entry: Entry | None, found: Choosing, mail: Mail, reader: Reader, archive: Archive) -> Reason:
    """Give the first reason against an answer, blank for none."""
    if token is None:
        return _why_no_terms(chosen, entry)
    if archive.is_recorded(token.period, origin_of(mail), token.ask):
        return Reason.DUPLICATE
    if chosen.ask in found.conflict:
        return Reason.CONFLICT
    if chosen.ask in found.conditional:
        return Reason.CONDITIONAL
    return _not_allowed(archive.charter, reader, token) or _not_in_force(archive.terms(token))


def _why_no_terms(chosen: Chosen, entry: Entry | None) -> Reason:
    if entry is None:
        return Reason.NO_TERMS
    return Reason.UNKNOWN_ASK if chosen.ask else Reason.WHICH_ASK


def _not_allowed(charter: Charter, reader: Reader, token: Token) -> Reason:
    if reader.reader_class == "site":
        return Reason.SITE_READER
    switch = answers_of(charter.company, reader.reader_class)
    if switch is not Answers.DIRECT:
        return Reason.VIA_SECRETARY if switch is Answers.VIA_SECRETARY else Reason.NOT_ALLOWED
    return Reason.NOT_THEIR_SITE if reader.sites and token.site not in reader.sites else Reason.NONE


def _not_in_force(terms: Terms) -> Reason:
    return {Terms.CURRENT: Reason.NONE, Terms.STALE: Reason.STALE, Terms.UNKNOWN: Reason.UNKNOWN_ASK, Terms.CLOSED: Reason.CLOSED}[terms]


def _merged(mail: Mail, reader: Reader, chosen: Chosen, token: Token, charter: Charter, today: date) -> Verdict:
    """Make the line of the file of answers; a director's comment is left out unless the charter keeps it."""
    notes = []
    comment = chosen.comment
    if comment and reader.reader_class == "director" and not charter.company.comments_directors:
        comment, notes = "", ["note.comment_dropped"]
    if len(comment) > COMMENT:
        comment, notes = comment[:COMMENT - 1].rstrip() + "…", [*notes, "note.comment_cut"]
    day = mail.day if mail.day and mail.day <= today + timedelta(days=1) else None  # tomorrow has begun further east
    if day is None:
        notes.append("note.day")
    response = Response(day or today, token.site, token.ask, token.fingerprint, reader.code, reader.role, chosen.choice, comment, origin=origin_of(mail))
    return Verdict(mail, Outcome.MERGED, Reason.NONE, token, reader, response, tuple(notes))


