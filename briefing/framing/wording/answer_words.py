"""The sentences about answers: who stands where, on which terms, what waits for whom. Silence is printed as silence."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.evidence import Fact, Source, typed
from briefing.framing.answers import AskAnswers, Bound, Decided, Escalation, Expired, ReaderState, Standing, TermChange
from briefing.framing.threads import Thread, ThreadState
from briefing.framing.wording.pen import Part, Pen
from briefing.language import Language
from briefing.model.asks import Ask
from briefing.model.charter import Answers as Switch
from briefing.model.charter import Company
from briefing.model.dossier import Comment
from briefing.model.responses import Choice, Response
from briefing.numbers import role_name
from briefing.sentences import Sentence, Stance, Typed

NAMED = 3
"""At most so many silent readers are named in a line; more are counted, and the appendix names them."""
GIVEN = {Standing.DISAGREED: "said.disagreed", Standing.QUESTIONED: "said.questioned", Standing.REPLIED: "said.replied", Standing.CONFIRMED: "said.confirmed"}

REPLIED_TO = {Standing.DISAGREED: "said.disagreed.replied", Standing.REPLIED: "said.replied"}


def _say(pen: Pen, identifier: str, key: str, parts: dict[str, Part], plural: float | None = None, stance: Stance = Stance.FACT) -> Sentence:
    return pen.phrase(identifier, pen.join(key, plural, **parts), stance=stance, key=key, capital=True)


def who(pen: Pen, state: ReaderState) -> Part:
    """Give a reader's role; a name is never printed."""
    if not state.role:
        return Part(pen.word("reader.unlisted").runs, (state.role_at,))
    return Part((Typed(role_name(state.role, pen.language), pen.language),), (state.role_at,))


def standing_lines(pen: Pen, answers: AskAnswers, *, listed: bool) -> list[Sentence]:
    """Say who has answered today's terms and how, whose answer no longer stands, and how many have not answered.

    `listed` tells that the charter lists readers.
    """
    prefix = f"answers.{answers.ask.id}"
    said = [_recorded(pen, f"{prefix}.decided", answers.state.decided)] if answers.state.decided else []
    if answers.decided_before:
        said.append(pen.say(f"{prefix}.decided_before", "said.decided_before", stance=Stance.ANALYSIS, day=_day(pen, answers.decided_before)))
    for standing, key in GIVEN.items():
        said += [_given(pen, f"{prefix}.{each.name}", key, each, answers.threads) for each in answers.standing(standing)]
    said += [_stale(pen, f"{prefix}.{each.name}", each) for each in answers.standing(Standing.STALE)]
    if not answers.readers and not answers.state.decided:
        return [*said, pen.say(f"{prefix}.nobody", "said.nobody" if listed else "said.no_list")]
    if answers.state.day is None and not answers.state.decided:
        said.append(pen.say(f"{prefix}.unsent", "said.unsent"))
    elif not answers.state.decided:
        said += _silence(pen, f"{prefix}.silent", answers)
    if answers.escalation:
        said.append(escalation(pen, f"{prefix}.escalation", answers.escalation))
    return said


def _recorded(pen: Pen, identifier: str, response: Response) -> Sentence:
    day = pen.day(response.answered_on, response.source, "answered_on", short=True)
    if not response.comment:
        return pen.say(identifier, "said.decided", day=day)
    return pen.say(identifier, "said.decided.recorded", day=day, words=_words(pen, response, pen.language))


def _words(pen: Pen, response: Response, language: Language) -> Part:
    return pen.quoted(response.comment, response.source, "comment", language)


def _given(pen: Pen, identifier: str, key: str, state: ReaderState, threads: Sequence[Thread]) -> Sentence:
    response = state.response
    assert response is not None  # noqa: S101 - only who has answered stands here
    parts = {"who": who(pen, state), "day": _day(pen, response)}
    replies = next((each.replies for each in threads if each.question == response), ())
    if replies:
        parts["replied"] = _day(pen, replies[-1])
        key = REPLIED_TO[state.standing]
    return _say(pen, identifier, key, parts | {"who": Part(parts["who"].runs, (*parts["who"].cells, response.source.at("choice")))})


def _day(pen: Pen, response: Response) -> Part:
    return pen.day(response.answered_on, response.source, "answered_on", short=True)


def _stale(pen: Pen, identifier: str, state: ReaderState) -> Sentence:
    """Say what has changed since an answer was given."""
    assert state.response is not None  # noqa: S101 - as above
    assert state.bound is not None  # noqa: S101 - as above
    parts = {"who": who(pen, state), "day": _day(pen, state.response)}
    if state.bound.ask is None:
        return _say(pen, identifier, "said.stale.unknown", parts, stance=Stance.ANALYSIS)
    if not state.bound.changes:
        return _say(pen, identifier, "said.stale.wording", parts, stance=Stance.ANALYSIS)
    return _say(pen, identifier, "said.stale", parts | {"what": pen.listed(_changed(pen, each) for each in state.bound.changes)}, stance=Stance.ANALYSIS)


def changes(pen: Pen, found: Sequence[TermChange]) -> str:
    """Say what has changed between two terms, as one list; blank where nothing has."""
    return "".join(run.text for run in pen.listed(_changed(pen, each) for each in found).runs) if found else ""


def _changed(pen: Pen, change: TermChange) -> Part:
    key = f"changed.{change.name}"
    places = pen.words.pattern(key)
    parts = {"letter": pen.plain(change.letter), "before": _term(pen, change, change.before), "now": _term(pen, change, change.now)}
    return pen.join(key, **{name: part for name, part in parts.items() if f"{{{name}}}" in places})


def _term(pen: Pen, change: TermChange, fact: Fact | None) -> Part:
    if fact is None:
        return pen.word("changed.nothing")
    if change.name == "needed_by":
        place = fact.cells[0]
        return pen.day(fact.value, Source(place.file, place.sheet, 0, {"needed_by": place.cell}), "needed_by", short=True)  # type: ignore[arg-type]
    if change.name in {"recommendation", "decider"}:
        return Part((Typed(role_name(str(fact.value), pen.language), pen.language),), fact.cells)
    return pen.plain_number(fact) if change.name == "months" else pen.money(fact)


def _silence(pen: Pen, identifier: str, answers: AskAnswers) -> list[Sentence]:
    silent = [*answers.standing(Standing.SILENT), *answers.standing(Standing.STALE)]
    state = answers.state
    if not silent or state.day is None:
        return []
    over = answers.over
    parts = {"sent": pen.day(state.ask.sent_on, state.ask.source, "sent_on", short=True), "days": pen.plain(str(state.days))}
    parts |= {"over": pen.count(over)} if over else {"day": pen.count(state.day)}
    key = "said.overdue" if over else "said.silent"
    plural = over.number if over else None
    if len(silent) <= NAMED:
        return [_say(pen, identifier, f"{key}.named", parts | {"who": pen.listed(who(pen, each) for each in silent)}, plural, Stance.ANALYSIS)]
    return [_say(pen, identifier, key, parts | {"count_of": _count_of(pen, answers, silent)}, plural, Stance.ANALYSIS)]


def _count_of(pen: Pen, answers: AskAnswers, silent: Sequence[ReaderState]) -> Part:
    name, method = f"{answers.ask.id}.silent", "answers.silent"
    places = tuple(each.role_at for each in answers.readers)
    return pen.of(name, Fact(f"{name}.hits", len(silent), "count", method, cells=places),
                  Fact(f"{name}.total", len(answers.readers), "count", method, cells=places))


def escalation(pen: Pen, identifier: str, due: Escalation) -> Sentence:
    """Say to whom the ask is due to be escalated."""
    if not due.role or due.role_at is None:
        return pen.say(identifier, "escalation.nobody", stance=Stance.ANALYSIS)
    role = Part((Typed(role_name(due.role, pen.language), pen.language),), (due.role_at,))
    return pen.say(identifier, "escalation", stance=Stance.ANALYSIS, who=role)


def decided(pen: Pen, identifier: str, each: Decided) -> Sentence:
    """Say what was decided since last month, with the reference of the minute that the workbook or the secretary gives."""
    ask = each.ask
    if each.response is not None and not ask.minute:
        return _recorded(pen, identifier, each.response)
    if not (ask.decision and ask.decided_on):
        return pen.say(identifier, "said.decided.bare")
    parts = {"day": pen.day(ask.decided_on, ask.source, "decided_on", short=True), "letter": pen.typed(ask.decision, ask.source, "decision")}
    if not ask.minute:
        return _say(pen, identifier, "said.decided.no_minute", parts)
    return _say(pen, identifier, "said.decided.minute", parts | {"minute": pen.typed(ask.minute, ask.source, "minute")})


def consulted(pen: Pen, ask: Ask, language: Language) -> list[Sentence]:
    """Say who was consulted on each side, and when, as typed; `not yet` where nobody was."""
    found = []
    for side in ("site", "hq"):
        name = f"consulted_{side}"
        text = pen.who_and_when(getattr(ask, name), ask.source, name, language) or pen.word("nobody_yet")
        found.append(pen.say(f"answers.{ask.id}.{name}", f"consulted.{side}", who=text))
    return found


def thread(pen: Pen, each: Thread, language: Language, reader_language: Language) -> tuple[Sentence, ...]:
    """Give a question, the last reply to it, and how long it has been waiting for whom."""
    identifier = f"thread.{each.days.id.removesuffix('.days')}"
    question = each.question
    opened = "thread.disagreed" if question.choice is Choice.DISAGREE else "thread.question"
    said = [_spoken(pen, f"{identifier}.question", opened, question, reader_language, ask=pen.plain(each.ask, question.source.at("ask_id")))]
    if each.replies:
        said.append(_spoken(pen, f"{identifier}.reply", "thread.reply", each.replies[-1], language))
    key = "thread.replied" if each.state is ThreadState.REPLIED else "thread.open"
    said.append(pen.say(f"{identifier}.state", key, each.days.number, stance=Stance.ANALYSIS, days=pen.count(each.days)))
    return tuple(said)


def _spoken(pen: Pen, identifier: str, key: str, response: Response, language: Language, **parts: Part) -> Sentence:
    unnamed = Part(pen.word("reader.unlisted").runs, (response.source.at("reader"),))
    role = pen.role(response.role, response.source, "role") or unnamed
    parts |= {"who": role, "day": _day(pen, response)}
    if not response.comment:
        return _say(pen, identifier, f"{key}.no_words", parts)
    return _say(pen, identifier, key, parts | {"words": _words(pen, response, language)})


def expired(pen: Pen, each: Expired) -> Sentence:
    """Put an acceptance that has run out as a question to the board."""
    row = each.row
    parts = {"event": pen.clause(row.event_en, row.event_es, row.source, "event"), "id": pen.typed(row.id, row.source, "id")}
    if each.days is None:
        return _say(pen, f"expired.{row.id}", "expired.no_date", parts, stance=Stance.ANALYSIS)
    until = pen.day(row.accept_until, row.source, "accept_until")
    return _say(pen, f"expired.{row.id}", "expired", parts | {"until": until, "days": pen.count(each.days)}, each.days.number, Stance.ANALYSIS)


def comment(pen: Pen, index: int, each: Comment, language: Language) -> Sentence:
    """Give what a named role adds at publication, in its own words."""
    parts = {"who": pen.role(each.name, each.source, "name"), "words": pen.quoted(each.text, each.source, "text", language)}
    if not each.about:
        return _say(pen, f"publication_comment.{index}", "publication_comment", parts)
    return _say(pen, f"publication_comment.{index}", "publication_comment.about", parts | {"about": pen.typed(each.about, each.source, "about")})


def standing(pen: Pen, answers: AskAnswers, state: ReaderState) -> Part:
    """Give one reader's standing, for a table."""
    if state.standing is Standing.SILENT and answers.over is not None:
        return pen.join("standing.overdue", answers.over.number, over=pen.count(answers.over), days=pen.plain(str(answers.state.days)))
    if state.standing is Standing.SILENT and answers.state.day is not None:
        return pen.join("standing.silent", day=pen.count(answers.state.day), days=pen.plain(str(answers.state.days)))
    word = pen.word(f"standing.{state.standing}")
    if state.response is None:
        return word
    return pen.join("standing.on", standing=Part(word.runs, (state.response.source.at("choice"),)), day=_day(pen, state.response))


def terms(pen: Pen, bound: Bound) -> Part:
    """Give the terms that an answer was given to, by the day they were sent and their fingerprint."""
    if not bound.fingerprint:
        return pen.word("terms.none")
    mark = pen.plain(bound.fingerprint)
    if bound.ask is None or bound.period is None:
        return pen.join("terms.unknown", fingerprint=mark)
    if bound.ask.sent_on:
        return pen.join("terms.of", fingerprint=mark, sent=pen.day(bound.ask.sent_on, bound.ask.source, "sent_on", short=True))
    return pen.join("terms.month", fingerprint=mark, month=pen.month(bound.period))


def switches(pen: Pen, company: Company) -> list[Sentence]:
    """Say how answers are taken by the charter, and whether directors' comments are kept."""
    ways = {Switch.OFF: "off", Switch.VIA_SECRETARY: "secretary", Switch.DIRECT: "direct"}
    kept = "switch.comments.yes" if company.comments_directors else "switch.comments.no"
    keys = (f"switch.directors.{ways[company.answers_directors]}", f"switch.executives.{ways[company.answers_executives]}", kept)
    return [pen.say(f"answers.switch.{index}", key, stance=Stance.NOTICE) for index, key in enumerate(keys, 1)]


def records(pen: Pen, company: Company) -> list[Sentence]:
    """Say how long records are kept and whether a legal hold is in force, as counsel chose."""
    found = []
    if company.retention_years is None:
        found.append(pen.say("records.none", "records.none", stance=Stance.NOTICE))
    else:
        years = typed("company.retention_years", company.retention_years, "count", company.source, "retention_years")
        found.append(pen.say("records.kept", "records.kept", stance=Stance.NOTICE, years=pen.plain_number(years)))
    if company.legal_hold:
        hold = pen.say("records.hold", "records.hold", stance=Stance.NOTICE, strong=True)
        found.append(hold)
    return found
