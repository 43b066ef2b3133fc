"""The preflight of one site's month: what `briefing review` does. Nothing of it is written but the copy asked for."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from briefing.analysis import assess
from briefing.checking import findings_json, write_annotated
from briefing.document.serial import cell_data
from briefing.findings import Finding, Severity, has_errors
from briefing.framing import frame
from briefing.language import Language, finding_hint, finding_message
from briefing.model.dossier import Dossier
from briefing.numbers import month
from briefing.periods import Period
from briefing.pipeline import SEED
from briefing.preflight import Review, review
from briefing.preflight.gaps import SHOWN as GAPS_SHOWN
from briefing.preflight.questions import SHOWN as QUESTIONS_SHOWN
from briefing.preflight.questions import Question
from briefing.preflight.rules import Rule
from briefing.preflight.words import answer_text, question_text, rule_text, words
from briefing.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A month with its review."""

    dossier: Dossier
    review: Review

    @property
    def exit_code(self) -> int:
        """0 with no errors, 1 with errors in the data or a headline clause missing on page one."""
        ruled = [finding for rule in self.review.rules for finding in rule.findings]
        return 1 if has_errors((*self.dossier.findings, *self.review.facts, *ruled)) else 0


def review_month(workspace: Workspace, site: str, period: Period, *, edition: Language = "en", as_of: date | None = None) -> Reviewed:
    """Review a site's month against the board's edition in a language; raises what `Workspace.dossier` does."""
    dossier = workspace.dossier(site, period, as_of=as_of)
    return Reviewed(dossier, review(frame(assess(dossier, seed=SEED)), language=edition))


def annotate_facts(reviewed: Reviewed, folder: Path, copy: Path, language: Language) -> bool:
    """Write a copy of the month's workbook with the facts as comments, and none of the advice; False where it can't be annotated."""
    submission = reviewed.dossier.submission
    if submission is None:
        return False
    own = [finding for finding in reviewed.review.facts if finding.where.file == submission.file]
    return write_annotated(folder / submission.file, own, copy, language)


def review_text(reviewed: Reviewed, language: Language, *, everything: bool = False) -> str:
    """Give the review for people, part by part; `everything` leaves no question or gap out."""
    return "\n".join(_lines(reviewed, language, everything=everything))


def _lines(reviewed: Reviewed, language: Language, *, everything: bool) -> Iterator[str]:
    say, found, dossier = words(language), reviewed.review, reviewed.dossier
    own = dossier.submission.file if dossier.submission else ""
    yield say.text("title", site=dossier.site.name or dossier.site.code, period=month(dossier.period, language))
    yield say.text("who")
    errors = sum(finding.severity is Severity.ERROR for finding in dossier.findings)
    if errors:
        yield say.text("errors", errors)
    for key, findings in (("facts", found.facts), ("advice", found.advice)):
        yield from _heading(say.text(f"heading.{key}"))
        yield from (_finding(each, own, language) for each in findings)
        if not findings:
            yield say.text(f"nothing.{key}")
    yield from _heading(say.text("heading.questions"))
    yield from _limited([_question(each, language) for each in found.questions], QUESTIONS_SHOWN, "questions", language, everything=everything)
    yield from _heading(say.text("heading.rules"))
    for rule in found.rules:
        yield f"- {rule_text(rule, language)}"
        yield from (f"  {_finding(each, own, language)}" for each in rule.findings if everything or each.severity is Severity.ERROR)
    yield from _heading(say.text("heading.gaps"))
    yield from _limited([_finding(each, own, language) for each in found.gaps], GAPS_SHOWN, "gaps", language, everything=everything)


def _heading(text: str) -> tuple[str, str]:
    return "", f"# {text}"


def _finding(finding: Finding, own: str, language: Language) -> str:
    """Say a finding with its place, and its file where that is not the month's workbook."""
    file = "" if finding.where.file == own else finding.where.file
    place = ", ".join(part for part in (file, finding.where.sheet, finding.where.cell) if part)
    return f"{place}: {finding_message(finding, language)} {finding_hint(finding, language)} [{finding.code}]"


def _question(question: Question, language: Language) -> str:
    return f"{question_text(question, language)} ({answer_text(question, language)})"


def _limited(lines: Sequence[str], shown: int, key: str, language: Language, *, everything: bool) -> Iterator[str]:
    kept = lines if everything else lines[:shown]
    yield from (f"{number}. {line}" for number, line in enumerate(kept, 1))
    if not lines:
        yield words(language).text(f"nothing.{key}")
    if len(lines) > len(kept):
        yield words(language).text("more", len(lines) - len(kept))


def review_json(reviewed: Reviewed, language: Language) -> str:
    """Give the whole review for programs: facts, advice (private), questions by rank, rules and gaps."""
    found, dossier = reviewed.review, reviewed.dossier
    told = {
        "site": dossier.site.code, "period": str(dossier.period), "as_of": dossier.as_of.isoformat(),
        "facts": _rows(found.facts, language),
        "advice": {"private": True, "notice": words(language).text("heading.advice"), "findings": _rows(found.advice, language)},
        "questions": [_question_data(number, each, language) for number, each in enumerate(found.questions, 1)],
        "rules": [_rule_data(each, language) for each in found.rules],
        "gaps": _rows(found.gaps, language, ordered=False),
    }
    return json.dumps(told, ensure_ascii=False, indent=1)


def _rows(findings: Iterable[Finding], language: Language, *, ordered: bool = True) -> list[dict[str, Any]]:
    if ordered:
        rows: list[dict[str, Any]] = json.loads(findings_json(tuple(findings), language))
        return rows
    return [row for each in findings for row in json.loads(findings_json((each,), language))]


def _question_data(rank: int, question: Question, language: Language) -> dict[str, Any]:
    return {
        "rank": rank, "key": question.key, "question": question_text(question, language), "about": cell_data(question.about),
        "answered": question.answered, "answer": answer_text(question, language),
        "places": [{"section": place.section or None, **cell_data(place.where)} for place in question.answers],
    }


def _rule_data(rule: Rule, language: Language) -> dict[str, Any]:
    return {"key": rule.key, "text": rule_text(rule, language), "kept": rule.kept, "total": rule.total, "findings": _rows(rule.findings, language)}
