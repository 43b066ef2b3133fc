"""The seam to the preflight: what a board would ask. Made anew for every page and never stored, logged or handed on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import Any

from briefing.analysis import assess
from briefing.errors import BriefingError
from briefing.findings import Finding
from briefing.framing import frame
from briefing.language import Language, finding_hint, finding_message
from briefing.pipeline import SEED
from briefing.portal import store
from briefing.portal.models import Version
from briefing.portal.scratch import scratch
from briefing.portal.services.review import toml_of
from briefing.workspace import load_workspace

HOME = "briefing.preflight"
QUESTIONS = 5
"""The likeliest questions; more would not be read."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark: its place, what a reader would stop at, and what to write instead or where it is answered."""

    place: str
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What the preflight says: facts for the site, advice and questions for the author alone."""

    facts: tuple[Remark, ...] = ()
    advice: tuple[Remark, ...] = ()
    questions: tuple[Remark, ...] = ()
    available: bool = True


def reviewed(version: Version, as_of: date, language: Language, *, private: bool) -> Reviewed:
    """Review a version, with advice and questions only where `private`; not `available` where there is no preflight here."""
    try:
        preflight: Any = import_module(HOME)
    except ModuleNotFoundError:
        return Reviewed(available=False)
    month = version.month
    content = store.draft_path(version.stored).read_bytes()
    toml = toml_of(version, as_of)
    with scratch(month.site, month.when, content=content, suffix=version.suffix, mapping=version.mapping, publication=toml) as folder:
        try:
            found = preflight.review(frame(assess(load_workspace(folder).dossier(month.site, month.when), seed=SEED)))
        except BriefingError:
            return Reviewed()
    facts = _remarks(found.facts, language)
    if not private:
        return Reviewed(facts)
    return Reviewed(facts, _remarks(found.advice, language), _questions(found.questions, language))


def _remarks(found: Iterable[Finding], language: Language) -> tuple[Remark, ...]:
    """Say each remark once, with all the cells it is about: the same words twenty times are not read."""
    cells: dict[tuple[str, str], dict[str, list[str]]] = {}
    for each in found:
        sheets = cells.setdefault((finding_message(each, language), finding_hint(each, language)), {})
        sheets.setdefault(each.where.sheet, []).append(each.where.cell)
    return tuple(Remark("; ".join(", ".join(filter(None, (sheet, *dict.fromkeys(places)))) for sheet, places in sheets.items()), message, hint)
                 for (message, hint), sheets in cells.items())


def _questions(found: Iterable[Any], language: Language) -> tuple[Remark, ...]:
    words: Any = import_module(f"{HOME}.words")
    return tuple(Remark("", words.question_text(each, language), words.answer_text(each, language)) for each in tuple(found)[:QUESTIONS])
