"""The quiet links beside an open ask by which a reader answers by mail, where the charter lets readers answer themselves."""

from __future__ import annotations

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


def reply_sentence(dossier: Dossier, state: AskState, identifier: str, language: Language) -> Sentence | None:
    """Give the line of links to answer an ask, fixed words that rest on no cell; None for one that is decided already."""
    if state.decided is not None:
        return None
    words, company, site = catalogue("mail", language), dossier.charter.company, dossier.site
    runs: list[Run] = [Words(words.text("reply.answer") + " ")]
    for index, choice in enumerate(CHOICES):
        link = reply_link(company, site.code, site.name or site.code, dossier.period, state.ask, language, choice)
        runs += [Words(" · ")] if index else []
        runs.append(Reference(words.text(f"reply.{choice}"), link))
    return Sentence(f"{identifier}.reply", tuple(runs), Stance.NOTICE, "reply")
