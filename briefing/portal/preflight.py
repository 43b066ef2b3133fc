"""The seam to the preflight: what a board would ask. Made anew for every page and never stored, logged or handed on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from briefing.errors import BriefingError
from briefing.language import Language
from briefing.portal import store
from briefing.portal.models import Version
from briefing.portal.scratch import scratch
from briefing.portal.services.review import toml_of
from briefing.workspace import load_workspace

HOME = "briefing.preflight"


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark: its place, what a reader would stop at, and what to write instead."""

    place: str
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What the preflight says: facts for the site, advice and questions for the author alone."""

    facts: tuple[Remark, ...] = ()
    advice: tuple[Remark, ...] = ()
    questions: tuple[Remark, ...] = ()
    available: bool = field(default=True)


NOTHING = Reviewed(available=False)


def reviewed(version: Version, as_of: Any, language: Language) -> Reviewed:  # noqa: ANN401 - a day
    """Review a version; `available` is false where the preflight is not part of this installation."""
    if find_spec(HOME) is None or not hasattr(import_module(HOME), "review"):
        return NOTHING
    content = store.draft_path(version.stored).read_bytes()
    month = version.month
    toml = toml_of(version, as_of)
    with scratch(month.site, month.when, content=content, suffix=version.suffix, mapping=version.mapping, publication=toml) as folder:
        try:
            dossier = load_workspace(folder).dossier(month.site, month.when)
        except BriefingError:
            return Reviewed()
        found = import_module(HOME).review(dossier)
    return Reviewed(_remarks(found.facts, language), _remarks(found.advice, language), _remarks(found.questions, language))


def _remarks(found: Iterable[Any], language: Language) -> tuple[Remark, ...]:
    return tuple(_remark(each, language) for each in found)


def _remark(each: Any, language: Language) -> Remark:  # noqa: ANN401 - the preflight's own value
    where = getattr(each, "where", None)
    place = ", ".join(filter(None, (where.sheet, where.cell))) if where is not None else ""
    return Remark(place, each.message(language), each.hint(language))
