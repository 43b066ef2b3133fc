"""What the mail says: site, month, decisions and dates; events and money only where the charter allows them in mail."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from briefing.distribution.readers import Delivery
from briefing.document.blocks import Document, Paragraph, Section
from briefing.document.compose import scribe_of
from briefing.document.replies import answers_of, may_answer, reply_link
from briefing.framing import Frame
from briefing.framing.asks import AskState
from briefing.language import Catalogue, Language, catalogue
from briefing.model.asks import Purpose
from briefing.model.charter import Answers
from briefing.model.replying import CHOICES
from briefing.numbers import day, full_day, month_name, role_name
from briefing.rendering.characters import legible

OPEN_NAMED = 3
"""So many open asks are named with their days; the rest are counted."""
SUBJECT_LENGTH = 120


@dataclass(frozen=True, slots=True)
class Answering:
    """One open ask in a mail, with the links that answer it: words and address of each."""

    ask: str
    links: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail's words, ready for its two templates. `asks` binds each open ask to the terms that were sent."""

    language: Language
    subject: str
    paragraphs: tuple[str, ...]
    answering: tuple[Answering, ...] = ()
    closing: tuple[str, ...] = ()
    reading: str = ""
    """What stands before the link."""
    link: str = ""
    asks: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Enclosed:
    """How the briefing itself reaches the reader: attached or not, under a password or not, by a link; what it replaces."""

    attached: bool = True
    protected: bool = False
    link: str = ""
    replaces: date | None = None


def letter_of(delivery: Delivery, frame: Frame, document: Document, enclosed: Enclosed) -> Letter:
    """Write the mail of one delivery, in the reader's language.

    Raises:
        ValueError: The link is no address of the web that is read in secret.
    """
    if enclosed.link and not enclosed.link.startswith("https://"):
        message = f"a link in mail begins with https://: {enclosed.link!r}"
        raise ValueError(message)
    words, language = catalogue("mail", delivery.edition.language), delivery.edition.language
    dossier = frame.assessment.dossier
    company = dossier.charter.company
    open_asks = tuple(state for state in scribe_of(frame, delivery.edition).asks if state.decided is None)
    decisions = [state for state in open_asks if state.weighed.purpose is Purpose.DECISION]
    site, month = legible(dossier.site.name or dossier.site.code), month_name(dossier.period, language)
    said = [words.text("letter.ready", month=month), _asked(words, decisions, dossier.as_of), *_waiting(words, decisions, dossier.as_of)]
    event = _bottom_line(document) if company.money_in_mail else ""
    return Letter(
        language, _subject(words, site, month, decisions, dossier.as_of),
        tuple(filter(None, (*_replaced(words, enclosed), " ".join(said), event, _enclosure(words, enclosed), _how_to_answer(words, delivery, frame, open_asks)))),
        _links(words, delivery, frame, open_asks),
        (words.text("letter.why", role=legible(role_name(delivery.reader.role, language)), company=legible(company.name or site)),),
        words.text("letter.link") if enclosed.link else "", enclosed.link, tuple((state.ask.id, state.ask.fingerprint) for state in open_asks),
    )


def _subject(words: Catalogue, site: str, month: str, decisions: list[AskState], as_of: date) -> str:
    """Say site, month and the first decisions due; a name too long for a subject line is cut."""
    due = _by_day(decisions, as_of)
    asked = _group(words, *due[0], as_of, first=True) if due else words.text("letter.subject.none")
    room = SUBJECT_LENGTH - len(month) - len(asked) - 4
    name = site if len(site) <= room else site[: room - 1].rstrip() + "…"
    return " ".join(words.text("letter.subject", site=name, month=month, asked=asked).split())


def _by_day(decisions: Iterable[AskState], as_of: date) -> list[tuple[date, int]]:
    """Count decisions by the day they are needed, what is ahead before what is overdue; without a date nothing is for decision."""
    counted = Counter(state.ask.needed_by for state in decisions if state.ask.needed_by)
    return sorted(counted.items(), key=lambda each: (each[0] < as_of, each[0]))


def _group(words: Catalogue, needed: date, count: int, as_of: date, *, first: bool) -> str:
    """Write so many decisions and their day, the word decision only where the first is named."""
    kind = "overdue" if needed < as_of else "due"
    named = "decision" if first else "more"
    number = words.text(f"number.{count}") if f"number.{count}" in words else str(count)
    return words.pattern(f"letter.{named}.{kind}", count).format(count=number, day=day(needed, words.language, as_of=as_of))


def _asked(words: Catalogue, decisions: list[AskState], as_of: date) -> str:
    if not decisions:
        return words.text("letter.no_decision")
    groups = [_group(words, needed, count, as_of, first=not index) for index, (needed, count) in enumerate(_by_day(decisions, as_of))]
    return words.text("letter.asks", items=_listed(words, groups))


def _listed(words: Catalogue, items: list[str]) -> str:
    return items[0] if len(items) == 1 else words.text("letter.and", items=", ".join(items[:-1]), last=items[-1])


def _waiting(words: Catalogue, decisions: list[AskState], as_of: date) -> list[str]:
    """Name the asks that nobody has answered yet, with their days up to the briefing's; the rest are counted. A mail may leave later."""
    found = [state for state in decisions if state.is_silent and state.day is not None]
    said = [words.text("letter.overdue" if state.is_overdue else "letter.open", ask=state.ask.id, day=int(state.day.number), days=state.days)
            for state in found[:OPEN_NAMED] if state.day is not None]
    rest = len(found) - len(said)
    said += [words.text("letter.open_more", rest)] if rest > 0 else []
    return [words.text("letter.as_of", day=day(as_of, words.language, as_of=as_of), said=" ".join(said))] if said else []


def _bottom_line(document: Document) -> str:
    """Give the briefing's own first words, as they stand on page one."""
    first: Section | None = document.sections[0] if document.sections else None
    lead = next((block for block in first.blocks if isinstance(block, Paragraph) and block.role == "lead"), None) if first else None
    return " ".join(legible(sentence.text) for sentence in lead.sentences) if lead else ""


def _replaced(words: Catalogue, enclosed: Enclosed) -> list[str]:
    return [words.text("letter.replaces", day=full_day(enclosed.replaces, words.language))] if enclosed.replaces else []


def _enclosure(words: Catalogue, enclosed: Enclosed) -> str:
    parts = [words.text("letter.attached")] if enclosed.attached else []
    parts += [words.text("letter.protected")] if enclosed.attached and enclosed.protected else []
    return " ".join(parts)


def _how_to_answer(words: Catalogue, delivery: Delivery, frame: Frame, asks: tuple[AskState, ...]) -> str:
    """Say how an answer is given, by whom it is recorded, and that silence is none."""
    company = frame.assessment.dossier.charter.company
    parts = [words.text("letter.silence")]
    if asks and may_answer(company, delivery.reader.reader_class):
        parts.append(words.text("letter.how", ask=asks[0].ask.id))
    elif answers_of(company, delivery.reader.reader_class) is Answers.VIA_SECRETARY:
        parts.append(words.text("letter.secretary"))
    return " ".join(parts)


def _links(words: Catalogue, delivery: Delivery, frame: Frame, asks: tuple[AskState, ...]) -> tuple[Answering, ...]:
    if not delivery.replies:
        return ()
    dossier = frame.assessment.dossier
    site = dossier.site
    return tuple(
        Answering(state.ask.id, tuple(
            (words.text(f"reply.{choice}"),
             reply_link(dossier.charter.company, site.code, site.name or site.code, dossier.period, state.ask, words.language, choice))
            for choice in CHOICES))
        for state in asks
    )
