"""The part on answers: each ask with who has answered, who was consulted and to whom it is escalated; open questions; the reader's own list in the appendix."""

from __future__ import annotations

from dataclasses import replace

from briefing.document.blocks import Block, Bullets, Cell, Column, Heading, Layout, Paragraph, Row, Section, Table
from briefing.document.scribe import Scribe
from briefing.framing.answers import AskAnswers, Decided
from briefing.framing.threads import Thread
from briefing.framing.wording import answer_words
from briefing.framing.wording.pen import MISSING_VALUE
from briefing.language import Language, as_language
from briefing.model.hearing import reader_named
from briefing.sentences import Sentence

DOMAIN = "answers"
ASKS_SHOWN = 4
THREADS_SHOWN = 3
EXPIRED_SHOWN = 3
COLUMNS = ("ask", "readers", "consulted")
WIDTHS = (0.27, 0.48, 0.25)
ASKS_ABREAST = 5
"""Asks beside each other in the appendix' table, a reader a row."""
READER_WIDTH = 0.22


def answers_section(scribe: Scribe, *, asks: int = ASKS_SHOWN, threads: int = THREADS_SHOWN, expired: int = EXPIRED_SHOWN) -> Section:
    """Compose the section with at most so many asks, open questions and expired acceptances; the appendix has all of them."""
    scribe = _speaking(scribe)
    answers, pen = scribe.frame.answers, scribe.pen
    blocks: list[Block] = []
    if answers.asks or answers.decided:
        blocks.append(_table(scribe, answers.asks[:asks], answers.decided))
    else:
        blocks.append(Paragraph((pen.say("answers.none", "answers.none"),)))
    blocks += _listed(scribe, "board_questions", [(answer_words.expired(pen, each),) for each in answers.expired[:expired]])
    blocks += _listed(scribe, "threads", [_thread(scribe, each) for each in answers.open_threads[:threads]])
    blocks += _comments(scribe)
    if _has_more(scribe, asks, threads, expired):
        link = pen.reference(scribe.label("all_answers"), "all-answers")
        blocks.append(Paragraph((pen.say("answers.more", "answers.more", link=link),), role="small"))
    return Section("answers", scribe.label("answers"), tuple(blocks))


def answers_appendix(scribe: Scribe, *, asks: int = ASKS_SHOWN, threads: int = THREADS_SHOWN, expired: int = EXPIRED_SHOWN) -> tuple[Section, ...]:
    """Compose the appendix' parts: every reader with what the section left out, and what counsel chose about records."""
    own = _speaking(scribe)
    found = (_everyone(own, asks, threads, expired), _records(own))
    return tuple(section for section in found if section)


def _speaking(scribe: Scribe) -> Scribe:
    return replace(scribe, pen=scribe.pen.speaking(DOMAIN))


def _has_more(scribe: Scribe, asks: int, threads: int, expired: int) -> bool:
    """Tell whether the appendix has a part of its own: there are readers, or a list is longer than its room."""
    answers = scribe.frame.answers
    return (any(each.readers for each in answers.asks) or len(answers.asks) > asks or len(answers.open_threads) > threads
            or len(answers.expired) > expired)


def _table(scribe: Scribe, asks: tuple[AskAnswers, ...], decisions: tuple[Decided, ...] = ()) -> Table:
    pen, listed = scribe.pen, bool(scribe.dossier.charter.readers)
    rows = [
        Row((_ask_cell(scribe, each), Cell(tuple(answer_words.standing_lines(pen, each, listed=listed))),
             Cell(tuple(answer_words.consulted(pen, each.ask, scribe.author_language)))), anchor=f"answers-{each.ask.id}")
        for each in asks
    ]
    for decided in decisions:
        ask = decided.ask
        said = answer_words.decided(pen, f"answers.{ask.id}.decided", decided)
        title = pen.join("dotted", left=pen.typed(ask.id, ask.source, "id"), right=pen.clause(ask.title_en, ask.title_es, ask.source, "title"))
        rows.append(Row((scribe.cell(f"answers.{ask.id}.title", title), Cell((said,)), Cell(tuple(answer_words.consulted(pen, ask, scribe.author_language))))))
    return Table(scribe.columns(*COLUMNS, widths=WIDTHS), tuple(rows), pen.text("answers_caption"), "plain")


def _ask_cell(scribe: Scribe, each: AskAnswers) -> Cell:
    pen, ask = scribe.pen, each.ask
    title = pen.join("dotted", left=pen.typed(ask.id, ask.source, "id"), right=pen.clause(ask.title_en, ask.title_es, ask.source, "title"))
    return scribe.cell(f"answers.{ask.id}.title", title)


def _thread(scribe: Scribe, thread: Thread) -> tuple[Sentence, ...]:
    return answer_words.thread(scribe.pen, thread, scribe.author_language, _language_of(scribe, thread))


def _language_of(scribe: Scribe, thread: Thread) -> Language:
    """Give the language a reader writes in, by the charter's list."""
    reader = reader_named(scribe.dossier.charter, thread.question.reader)
    try:
        return as_language(reader.language) if reader else scribe.pen.language
    except ValueError:
        return scribe.pen.language


def _listed(scribe: Scribe, label: str, items: list[tuple[Sentence, ...]]) -> list[Block]:
    if not items:
        return []
    pen = scribe.pen
    return [Heading(3, pen.phrase(f"heading.{label}", pen.word(f"label.{label}"))), Bullets(tuple(items))]


def _comments(scribe: Scribe) -> list[Block]:
    publication = scribe.dossier.publication
    found = publication.comments if publication else ()
    return _listed(scribe, "comments", [(answer_words.comment(scribe.pen, index, each, scribe.author_language),) for index, each in enumerate(found, 1)])


def _everyone(scribe: Scribe, asks: int, threads: int, expired: int) -> Section | None:
    """Compose the appendix' list of every reader, and all that found no room inside."""
    if not _has_more(scribe, asks, threads, expired):
        return None
    answers, pen = scribe.frame.answers, scribe.pen
    blocks: list[Block] = [Paragraph(tuple(answer_words.switches(pen, scribe.dossier.charter.company)))]
    blocks += [_matrix(scribe, answers.asks[start:start + ASKS_ABREAST]) for start in range(0, len(answers.asks), ASKS_ABREAST)]
    if len(answers.asks) > asks:
        blocks.append(_table(scribe, answers.asks[asks:]))
    blocks += _listed(scribe, "board_questions", [(answer_words.expired(pen, each),) for each in answers.expired[expired:]])
    blocks += _listed(scribe, "threads", [_thread(scribe, each) for each in answers.open_threads[threads:]])
    return Section("all-answers", scribe.label("all_answers"), tuple(blocks), Layout.APPENDIX)


def _matrix(scribe: Scribe, asks: tuple[AskAnswers, ...]) -> Table:
    """Give a row a reader and a column an ask: the answer, and the terms that it was given to."""
    names = dict.fromkeys(state.name for each in asks for state in each.readers)
    share = (1 - READER_WIDTH) / len(asks)
    columns = (*scribe.columns("reader", widths=(READER_WIDTH,)), *(Column(each.ask.id, width=share) for each in asks))
    rows = tuple(Row((_reader_cell(scribe, name, asks), *(_standing_cell(scribe, name, each) for each in asks))) for name in names)
    return Table(columns, rows, scribe.pen.text("all_answers_caption"), "plain")


def _reader_cell(scribe: Scribe, name: str, asks: tuple[AskAnswers, ...]) -> Cell:
    pen = scribe.pen
    state = next(state for each in asks for state in each.readers if state.name == name)
    role = answer_words.who(pen, state)
    part = pen.join("dotted", left=pen.plain(name, state.role_at), right=role) if state.reader and name != state.role else role
    return scribe.cell(f"all_answers.{asks[0].ask.id}.{name}", part)


def _standing_cell(scribe: Scribe, name: str, each: AskAnswers) -> Cell:
    pen, identifier = scribe.pen, f"all_answers.{each.ask.id}.{name}"
    state = next((state for state in each.readers if state.name == name), None)
    if state is None:
        return scribe.cell(f"{identifier}.standing", pen.plain(MISSING_VALUE))
    said = pen.phrase(f"{identifier}.standing", answer_words.standing(pen, each, state))
    if state.bound is None:
        return Cell((said,))
    return Cell((said, pen.phrase(f"{identifier}.terms", answer_words.terms(pen, state.bound))))


def _records(scribe: Scribe) -> Section | None:
    """Compose what counsel chose about records; None without a charter."""
    if not scribe.dossier.has_charter:
        return None
    said = answer_words.records(scribe.pen, scribe.dossier.charter.company)
    return Section("records", scribe.pen.text("records.title"), (Paragraph(tuple(said)),), Layout.APPENDIX)
