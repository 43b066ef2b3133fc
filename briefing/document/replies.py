"""The quiet links beside an open ask by which a reader answers by mail, where the charter lets readers answer themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from briefing.document.blocks import Block, Document, Row, Section, Table
from briefing.document.editions import Audience, Edition
from briefing.framing.asks import AskState
from briefing.language import Language, as_language, catalogue
from briefing.model.addresses import mail_address
from briefing.model.asks import Ask
from briefing.model.charter import Answers, Charter, Company
from briefing.model.dossier import Dossier
from briefing.model.replying import CHOICES, Token, mailto
from briefing.numbers import month
from briefing.periods import Period
from briefing.sentences import Reference, Run, Sentence, Stance, Words

REPLY = "reply"
"""The key of a line of links."""
_CLASSES = {Audience.BOARD: "director", Audience.HQ: "executive"}


def answers_of(company: Company, reader_class: str) -> Answers:
    """Give how answers of a class of readers are collected; the site asks, so its own people do not answer."""
    switches = {"director": company.answers_directors, "executive": company.answers_executives}
    return switches.get(reader_class, Answers.OFF)


def may_answer(company: Company, reader_class: str) -> bool:
    """Tell whether readers of a class answer by mail themselves: the charter says so and names the address."""
    return answers_of(company, reader_class) is Answers.DIRECT and bool(mail_address(company.reply_to))


def carries_links(charter: Charter, edition: Edition, site: str) -> bool:
    """Tell whether an edition carries the links where no single reader is known: only if every reader of it may answer.

    Where the charter names no reader of the edition, the class that it is written for decides.
    """
    readers = [each for each in charter.readers if (each.edition, as_language(each.language)) == (edition.audience, edition.language)
               and (not each.sites or site in each.sites)]
    classes = {each.reader_class for each in readers} or {_CLASSES.get(edition.audience, "site")}
    return all(may_answer(charter.company, each) for each in classes)


def reply_link(company: Company, site: str, name: str, period: Period, ask: Ask, language: Language, choice: str) -> str:
    """Give the link that opens a mail with one choice on one ask under its present terms."""
    words = catalogue("mail", language)
    chosen = next(each for each in CHOICES if each == choice)
    token = Token(site, period, ask.id, ask.fingerprint, chosen)
    subject = words.text(f"reply.subject.{chosen}", site=name, month=month(period, language), ask=ask.id, token=token)
    body = f"{words.text(f'reply.body.{chosen}', ask=ask.id)}\n{token}\n\n{words.text(f'reply.prompt.{chosen}')}\n"
    return mailto(mail_address(company.reply_to), subject, body)


def with_links(sections: Iterable[Section], dossier: Dossier, asks: Iterable[AskState], language: Language) -> tuple[Section, ...]:
    """Give the sections with the links to answer in each open ask's row, wherever a table of asks stands.

    After all is fitted to its pages, since paper does without them: the mail that brings it carries the links.
    """
    waiting = {state.ask.id: state for state in asks if state.decided is None}

    def linked(row: Row) -> Row:
        state = waiting.get(row.cells[0].sentences[0].text) if row.cells and row.cells[0].sentences else None
        if state is None:
            return row
        last = row.cells[-1]
        sentence = reply_sentence(dossier, state, last.sentences[-1].id if last.sentences else row.anchor, language)
        return replace(row, cells=(*row.cells[:-1], replace(last, sentences=(*last.sentences, sentence))))

    return _asks_changed(sections, linked)


def without_links(document: Document) -> Document:
    """Give the document as paper has it, where nothing can be pressed."""
    def plain(row: Row) -> Row:
        last = row.cells[-1] if row.cells else None
        if last is None or not any(sentence.key == REPLY for sentence in last.sentences):
            return row
        return replace(row, cells=(*row.cells[:-1], replace(last, sentences=tuple(each for each in last.sentences if each.key != REPLY))))

    return replace(document, sections=_asks_changed(document.sections, plain))


def _asks_changed(sections: Iterable[Section], change: Callable[[Row], Row]) -> tuple[Section, ...]:
    """Change the rows of every table of asks; all else is the very same."""
    def block(each: Block) -> Block:
        return replace(each, rows=tuple(map(change, each.rows))) if isinstance(each, Table) and each.role == "asks" else each

    return tuple(replace(section, blocks=tuple(map(block, section.blocks))) for section in sections)


def reply_sentence(dossier: Dossier, state: AskState, identifier: str, language: Language) -> Sentence:
    """Give the line of links to answer an ask: fixed words that rest on no cell."""
    words, company, site = catalogue("mail", language), dossier.charter.company, dossier.site
    runs: list[Run] = [Words(words.text("reply.answer") + " ")]
    for index, choice in enumerate(CHOICES):
        link = reply_link(company, site.code, site.name or site.code, dossier.period, state.ask, language, choice)
        runs += [Words(" · ")] if index else []
        runs.append(Reference(words.text(f"reply.{choice}"), link))
    return Sentence(f"{identifier}.reply", tuple(runs), Stance.NOTICE, REPLY)
