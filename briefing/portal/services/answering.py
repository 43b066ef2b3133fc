"""What readers do: open an edition, answer an ask; what the site replies; what the secretary records of a meeting."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from briefing.model.charter import Reader
from briefing.model.responses import Choice
from briefing.portal.models import Act, Answer, Channel, Happening, Message, Person, Publication, Reading
from briefing.portal.services.answer_file import write_waiting
from briefing.portal.services.hooks import announce
from briefing.portal.services.trail import record

LONGEST = 2_000


class NotTaken(Exception):  # noqa: N818 - it names what is wrong
    """An answer that is not taken; the argument is the key of its words."""


def opened(person: Person, publication: Publication, edition: str, when: datetime) -> None:
    """Keep that a person opened an edition; the first time is put on the trail."""
    with transaction.atomic():
        reading, first = Reading.objects.get_or_create(person=person, publication=publication, edition=edition,
                                                       defaults={"first_opened": when, "last_opened": when})
        if first:
            record(Act.READ, person, when, site=publication.site, period=publication.period, number=publication.number, edition=edition)
        else:
            Reading.objects.filter(pk=reading.pk).update(last_opened=when)


def answer(person: Person, publication: Publication, reader: Reader, *, ask: str, terms: str, choice: Choice, comment: str, when: datetime) -> Answer:
    """Keep a reader's own answer to an ask under the terms that were shown.

    Raises:
        NotTaken: It is a question without words although words are kept, or its words are too long.
    """
    given = Answer(publication=publication, ask=ask, terms=terms, person=person, reader=reader.code, role=reader.role, said_at=when, choice=choice.value,
                   comment=_words(comment), channel=Channel.DIRECT.value, answered_on=timezone.localdate(when))
    return _kept(given, Act.ANSWERED)


def record_answer(person: Person, publication: Publication, reader: Reader, *, ask: str, terms: str, choice: Choice, comment: str, reference: str, on: date,
                  when: datetime) -> Answer:
    """Keep an answer that a reader gave to the secretary.

    Raises:
        NotTaken: The day lies ahead, or the words are too long.
    """
    given = Answer(publication=publication, ask=ask, terms=terms, person=person, reader=reader.code, role=reader.role, said_at=when, choice=choice.value,
                   comment=_words(comment), channel=Channel.SECRETARY.value, reference=_line(reference), answered_on=_past(on, when))
    return _kept(given, Act.RECORDED)


def record_decision(person: Person, publication: Publication, *, ask: str, terms: str, role: str, words: str, reference: str, on: date, recorder: str,
                    when: datetime) -> Answer:
    """Keep a meeting's decision, with the minute's reference and the role it was decided by.

    Raises:
        NotTaken: Reference or role is missing, the day lies ahead, or the words are too long.
    """
    if not _line(reference):
        raise NotTaken("record.no_reference")
    if not _line(role):
        raise NotTaken("record.no_role")
    given = Answer(publication=publication, ask=ask, terms=terms, person=person, reader=recorder, role=_line(role)[:80], said_at=when, choice=Choice.DECIDED.value,
                   comment=_words(words), channel=Channel.SECRETARY.value, reference=_line(reference), answered_on=_past(on, when))
    return _kept(given, Act.RECORDED)


def reply(person: Person, publication: Publication, *, ask: str, terms: str, reader: str, reply_to: str, text: str, when: datetime) -> Message:
    """Keep what a site replies to a reader.

    Raises:
        NotTaken: It has no words, or too many.
    """
    words = _words(text)
    if not words:
        raise NotTaken("reply.no_words")
    with transaction.atomic():
        made = Message.objects.create(publication=publication, ask=ask, terms=terms, person=person, reader=reader, role=person.signs_as, said_at=when,
                                      reply_to=reply_to, text=words)
        record(Act.REPLIED, person, when, site=publication.site, period=publication.period, ask=ask)
    write_waiting(when)
    return made


def _kept(given: Answer, act: Act) -> Answer:
    """Keep an answer as the one that holds; the very same a second time, as by a double press, is not kept twice."""
    publication = given.publication
    with transaction.atomic():
        Publication.objects.select_for_update().get(pk=publication.pk)
        same = Answer.objects.filter(publication__site=publication.site, ask=given.ask, reader=given.reader)
        same = same.filter(choice=Choice.DECIDED) if given.choice == Choice.DECIDED else same.exclude(choice=Choice.DECIDED)
        last = same.filter(superseded_by=None).order_by("-said_at", "-pk").first()
        if last is not None and _said(last) == _said(given):
            return last
        given.supersedes = last
        given.save(force_insert=True)
        record(act, given.person, given.said_at, site=publication.site, period=publication.period, ask=given.ask, terms=given.terms)
        announce(Happening.ANSWERED, publication, given.said_at, ask=given.ask, key=given.mark)
    write_waiting(given.said_at)
    return given


def _said(line: Answer) -> tuple[object, ...]:
    return line.publication_id, line.terms, line.choice, line.comment, line.channel, line.reference, line.answered_on, line.role


def _words(text: str) -> str:
    words = text.replace("\r\n", "\n").replace("\0", "").strip()
    if len(words) > LONGEST:
        raise NotTaken("answer.too_long")
    return words


def _line(text: str) -> str:
    return " ".join(text.split())[:120]


def _past(on: date, when: datetime) -> date:
    if on > timezone.localdate(when):
        raise NotTaken("record.day_ahead")
    return on
