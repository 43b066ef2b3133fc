"""The paper against the writing rules: a list of what is there and what is not, never a grade."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from briefing.document.page_one import ASKS_SHOWN
from briefing.document.plan import Plan
from briefing.findings import Finding, in_order
from briefing.framing import Frame
from briefing.language import LANGUAGES, Language, catalogue
from briefing.model.asks import Ask, Purpose
from briefing.model.register import RegisterRow, RowState
from briefing.preflight import codes
from briefing.preflight.codes import raised
from briefing.preflight.lexicon_files import lexicon
from briefing.preflight.softness import fold, sentences_of
from briefing.preflight.texts import named, said_in, titled

NARRATIVE = frozenset({"words_en", "words_es", "meaning", "action", "note"})
"""Fields that may look ahead; a cause looks back by its nature."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One writing rule: `kept` of `total` cases keep it, and where the others are."""

    key: str
    kept: int
    total: int
    findings: tuple[Finding, ...] = ()


def rules(frame: Frame, language: Language) -> tuple[Rule, ...]:
    """Hold the month against the writing rules; `language` is that of the edition whose clauses must exist."""
    return (_ahead(frame), _asks(frame), _ranges(frame), _owners(frame), _clauses(frame, language))


def _rule(key: str, total: int, findings: Iterable[Finding]) -> Rule:
    found = in_order(findings)
    return Rule(key, max(total - len({(each.where.sheet, each.where.cell) for each in found}), 0), total, found)


def _ahead(frame: Frame) -> Rule:
    submission = frame.assessment.dossier.submission
    sentences = [(said.language, sentence) for said in (said_in(submission) if submission else ()) if said.field in NARRATIVE
                 for sentence in sentences_of(said.text)]
    ahead = sum(lexicon(language).ahead.search(fold(sentence, language)) is not None for language, sentence in sentences)
    return Rule("ahead", ahead, len(sentences))


def _asks(frame: Frame) -> Rule:
    states = [state for state in frame.asks if state.ask.purpose is Purpose.DECISION]
    found = []
    for state in states:
        lacking = _lacking(state.ask, state.weighed.decider)
        if lacking:
            lists = {f"missing_{language}": ", ".join(catalogue("preflight", language).text(f"field.{name}") for name in lacking) for language in LANGUAGES}
            found.append(raised(state.ask.source.at(lacking[0] if lacking[0] != "options" else "id"), codes.ASK_INCOMPLETE, id=state.ask.id, **titled(state.ask), **lists))
    return _rule("asks", len(states), found)


def _lacking(ask: Ask, decider: str) -> tuple[str, ...]:
    there = {"options": bool(ask.options), "recommendation": bool(ask.recommendation), "decider": bool(decider), "needed_by": ask.needed_by is not None}
    return tuple(name for name, given in there.items() if not given)


def _ranges(frame: Frame) -> Rule:
    dossier = frame.assessment.dossier
    submission, found, total = dossier.submission, [], 0
    for report in submission.kpis if submission else ():
        for own in report.forecasts:
            if own.likely is None or own.period <= dossier.period:
                continue
            total += 1
            if own.low is None or own.high is None:
                found.append(raised(own.source.at("likely"), codes.ONE_FIGURE, id=report.code))
    for loss in frame.assessment.losses:
        row = loss.row
        if row.likely is not None or row.bad is not None or row.good is not None:
            total += 1
            if row.bad is None or row.good is None:
                found.append(raised(row.source.at("good" if row.bad is not None else "bad"), codes.ONE_FIGURE, id=row.id))
    return _rule("ranges", total, found)


def _owners(frame: Frame) -> Rule:
    indicators = frame.assessment.indicators
    found = [raised(each.kpi.source.at("owner"), codes.NO_KPI_OWNER, **named(each)) for each in indicators if not each.kpi.owner and each.kpi.source.row]
    rows = [loss.row for loss in frame.assessment.losses]
    found += [raised(row.source.at("owner"), codes.NO_OWNER, id=row.id, **titled(row)) for row in rows if not row.owner.strip()]
    return _rule("owners", sum(bool(each.kpi.source.row) for each in indicators) + len(rows), found)


def _clauses(frame: Frame, language: Language) -> Rule:
    """Look for the clauses that headlines are made of; one that page one prints must exist in the edition's language."""
    submission = frame.assessment.dossier.submission
    leading = {issue.id for issue in frame.issues[:Plan().issues]} | {state.ask.id for state in frame.asks[:ASKS_SHOWN]}
    rows = [row for row in (submission.register if submission else ()) if row.state is RowState.OPEN and not row.privileged]
    records: list[RegisterRow | Ask] = [*rows, *(state.ask for state in frame.asks)]
    found = []
    for record in records:
        field = f"{'event' if isinstance(record, RegisterRow) else 'title'}_{language}"
        if not getattr(record, field).strip():
            code = codes.CLAUSE_MISSING if record.id in leading else codes.CLAUSE_MISSING_INSIDE
            words = {f"language_{each}": catalogue("preflight", each).text(f"language.{language}") for each in LANGUAGES}
            found.append(raised(record.source.at(field), code, id=record.id, **titled(record), **words))
    return _rule("clauses", len(records), found)
