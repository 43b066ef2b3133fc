"""Letters about asks without an answer, for a person to read, change and send. Nothing is sent by itself."""

from __future__ import annotations

from collections.abc import Iterable

from briefing.analysis.translation import Exchange
from briefing.framing import Frame
from briefing.framing.answers import AskAnswers, ReaderState, Standing
from briefing.framing.wording.pen import Pen
from briefing.language import Catalogue, Language, catalogue
from briefing.model.charter import Answers, Charter
from briefing.model.dossier import Dossier
from briefing.model.hearing import SECRETARY_WORDS, folded, switch_of
from briefing.numbers import full_day, month, role_name

CHIEF_OF_STAFF = frozenset({"chief of staff", "jefe de la oficina del director general", "jefa de la oficina del director general", "jefe de oficina", "jefa de oficina"})
RULE = "-" * 60


def escalation_letters(frame: Frame, language: Language) -> str:
    """Give a letter for each ask that is due to be escalated: who sends it to whom, the subject, and the facts.

    Sites, months, ids, roles and days only; what is asked and what a delay costs where the charter allows events and money in mail.
    """
    dossier = frame.assessment.dossier
    words = catalogue("cadence", language)
    letters = ["\n".join(letter_lines(each, dossier, frame.assessment.exchange, language)) for each in frame.answers.escalations]
    if not letters:
        letters = [words.text("letter.none", site=dossier.site.name or dossier.site.code, day=full_day(dossier.as_of, language))]
    return f"\n\n{RULE}\n\n".join([words.text("letter.head"), *letters]) + "\n"


def letter_lines(each: AskAnswers, dossier: Dossier, exchange: Exchange, language: Language, *, link: str = "") -> list[str]:
    """Give the lines of the letter on one ask: its head, a blank, the facts.

    To whom it is due to be escalated where it is; before that a reminder to the readers who have not answered, those who answer
    through the secretary by way of the secretary. Without a link its place is marked.
    """
    words, charter = catalogue("cadence", language), dossier.charter
    to = (each.escalation.role,) if each.escalation else _reminded(each, charter)
    sender = _chief_of_staff(charter, to[0] if to else "")
    named = "; ".join(_address(role, charter, language) for role in to if role)
    head = [
        words.text("letter.from", who=_address(sender, charter, language)) if sender else words.text("letter.from.none"),
        words.text("letter.to", who=named) if named else words.text("letter.to.none"),
        words.text("letter.subject", site=dossier.site.name or dossier.site.code, month=month(dossier.period, language), id=each.ask.id),
    ]
    body = [*_facts(each, dossier, words, language), *_readers(each, words, language), *_cost(each, dossier, exchange, words, language),
            words.text("letter.link", link=link or words.text("letter.link.blank")), words.text("letter.silence")]
    return [*map(_one_line, head), "", *map(_one_line, body)]


def _reminded(each: AskAnswers, charter: Charter) -> tuple[str, ...]:
    """Give the codes of the readers whose answer is missing; the secretary's in place of those who answer through the secretary."""
    secretary = next((reader.code for reader in charter.readers if folded(reader.role).replace("corporate ", "").startswith(SECRETARY_WORDS)), "")
    silent = [*each.standing(Standing.SILENT), *each.standing(Standing.STALE)]
    codes = [secretary if switch_of(charter, state.reader) is Answers.VIA_SECRETARY and secretary else state.name for state in silent if state.reader]
    return tuple(dict.fromkeys(codes))


def _facts(each: AskAnswers, dossier: Dossier, words: Catalogue, language: Language) -> list[str]:
    ask, state = each.ask, each.state
    said = []
    if ask.sent_on is not None and state.day is not None:
        past, sent = int(state.day.number), full_day(ask.sent_on, language)
        if each.over is not None:
            said.append(words.text("letter.sent", id=ask.id, sent=sent, days=state.days, past=past, over=int(each.over.number)))
        else:
            said.append(words.text("letter.sent.running", past, id=ask.id, sent=sent, days=state.days, past=past))
    title = (ask.title_es or ask.title_en) if language == "es" else (ask.title_en or ask.title_es)
    if title and dossier.charter.company.money_in_mail:
        said.append(words.text("letter.title", title=title))
    if state.weighed.decider:
        said.append(words.text("letter.decider", who=role_name(state.weighed.decider, language)))
    if ask.needed_by is None:
        said.append(words.text("letter.needed.none"))
    else:
        said.append(words.text("letter.needed.past" if ask.needed_by < dossier.as_of else "letter.needed", day=full_day(ask.needed_by, language)))
    return said


def _readers(each: AskAnswers, words: Catalogue, language: Language) -> list[str]:
    answered = [state for state in each.readers if state.standing in {Standing.CONFIRMED, Standing.DISAGREED, Standing.QUESTIONED, Standing.REPLIED}]
    groups = (("letter.silent", each.standing(Standing.SILENT)), ("letter.stale", each.standing(Standing.STALE)), ("letter.answered", answered))
    return [words.text(key, who=_roles(found, language)) for key, found in groups if found]


def _roles(states: Iterable[ReaderState], language: Language) -> str:
    return "; ".join(dict.fromkeys(role_name(state.role, language) for state in states))


def _cost(each: AskAnswers, dossier: Dossier, exchange: Exchange, words: Catalogue, language: Language) -> list[str]:
    if not dossier.charter.company.money_in_mail:
        return []
    pen = Pen(language, dossier.as_of, exchange, exchange.currency)
    figures = (("letter.delay", each.state.weighed.delay), ("letter.delay.own", each.state.weighed.own_delay))
    said = [words.text(key, cost="".join(run.text for run in pen.money(fact).runs)) for key, fact in figures if fact is not None]
    return said or [words.text("letter.delay.none")]


def _chief_of_staff(charter: Charter, to: str) -> str:
    """Give who sends: the chief of staff of the charter's readers, else the first step of its escalation that is not the addressee."""
    named = next((each.role for each in charter.readers if folded(each.role) in CHIEF_OF_STAFF), "")
    steps = sorted(charter.escalation, key=lambda each: each.step)
    return named or next((each.role for each in steps if each.role and folded(each.role) != folded(to)), "")


def _address(role: str, charter: Charter, language: Language) -> str:
    reader = next((each for each in charter.readers if folded(role) in {folded(each.role), folded(each.code)}), None)
    name = role_name(reader.role or role if reader else role, language)
    return f"{name} <{reader.email}>" if reader and reader.email else name


def _one_line(text: str) -> str:
    """Keep typed words on their line, so that none becomes a line of the head."""
    return " ".join(text.split())
