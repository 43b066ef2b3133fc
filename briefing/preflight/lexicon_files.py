"""The lexicon as compiled patterns; `lexicon/README.md` says how its files are written."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from briefing.language import Language
from briefing.resources import PACKAGE

SPACE: Final = r"[\s\"]+"
_SOME_WORDS: Final = r"(?:[\s\"]+[^\s,;:.]+){0,3}?[\s\"]+"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A family of phrases: why a reader stops at it, what makes it plain, and the words that mean something else."""

    kind: str
    pattern: re.Pattern[str]
    lifted_by: frozenset[str]
    negative: bool
    """Whether the phrase itself denies something, such as `no major concerns`."""
    unless_then: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class Lexicon:
    """One language's phrases and the contexts that lift them, all over folded text."""

    shorthand: Mapping[str, str]
    phrases: tuple[Phrase, ...]
    negation: re.Pattern[str]
    negation_kept: re.Pattern[str]
    requirement: re.Pattern[str]
    honest: re.Pattern[str]
    owner: re.Pattern[str]
    event: re.Pattern[str]
    date: re.Pattern[str]
    since: re.Pattern[str]
    counted: re.Pattern[str]
    """What makes a number the name of things known already: "the 7 leaks"."""
    figure: re.Pattern[str]
    naming: re.Pattern[str]
    clause_end: re.Pattern[str]
    firm: re.Pattern[str]
    """Words that make a sentence tell of something in particular: months, counts, somebody else's words."""
    verb: re.Pattern[str]
    turn: re.Pattern[str]
    """Where a sentence turns to something else: what stands before says nothing of what comes after."""
    good_news: re.Pattern[str]
    ahead: re.Pattern[str]
    false_friends: Mapping[str, str]


@cache
def lexicon(language: Language) -> Lexicon:
    """Load and compile a language's file, once a process."""
    path = PACKAGE / "preflight" / "lexicon" / f"{language}.toml"
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    context = table["context"]
    plain = {name: _any(context[name]) for name in ("negation", "negation_kept", "requirement", "honest", "owner", "event", "firm", "turn", "verb", "good_news", "ahead")}
    return Lexicon(
        table["shorthand"], tuple(phrase for each in table["phrase"] for phrase in _phrases(each)), **plain,
        date=_any(context["date"]),
        since=re.compile(rf"\b(?:{_joined(context['since'])}){SPACE}(?:\w+{SPACE}){{0,2}}?$"),
        counted=re.compile(rf"\b(?:{_joined(context['counted'])}){SPACE}$"),
        figure=_figure(context), naming=re.compile(rf"\b(?:{'|'.join(context['reference'])})s?\s+\d[\d.,-]*\b|\b[a-z]{{1,4}}-?\d+[a-z]?\b(?!\s*%)|\b(?:19|20)\d\d\b"),
        clause_end=re.compile(rf"(?<!\d)[,;:()\u2014\u2013]|[,;:()\u2014\u2013](?!\d)|\b(?:{'|'.join(context['but'])})\b"),
        false_friends=table["false_friends"],
    )


_NEVER: Final = re.compile(r"(?!)")
_DENIES: Final = re.compile(r"(?<!\w)(?:no|not|nothing|nada|ningun\w*|sin|without|cero|zero|never|nunca|ni|hardly)(?!\w)")


def _phrases(table: Mapping[str, Any]) -> tuple[Phrase, Phrase]:
    """Give a family in two halves: phrases that affirm and phrases that deny."""
    lifted = frozenset(table["lifted_by"])
    then = _any(table["then"]) if "unless then" in lifted else None
    halves = {negative: [each for each in table["say"] if bool(_DENIES.search(each)) is negative] for negative in (False, True)}
    affirming, denying = (
        Phrase(table["kind"], _any(says) if says else _NEVER, lifted, negative, then) for negative, says in halves.items())
    return affirming, denying


def _any(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_joined(patterns)})(?!\w)")


def _joined(patterns: Iterable[str]) -> str:
    return "|".join(_expanded(each) for each in patterns)


def _expanded(pattern: str) -> str:
    """Turn the lexicon's signs into a regular expression: `*` any ending, ` ~ ` up to three words between."""
    pattern = pattern.replace(" ~ ", "\0").replace("[ -]", r"[\s-]")
    pattern = re.sub(r"(?<=[\w)\]])\*", lambda sign: sign[0] if _repeats(pattern, sign.start()) else r"\w*", pattern)
    pattern = re.sub(r"\((?!\?)", "(?:", pattern)
    return pattern.replace(" ", SPACE).replace("\0", _SOME_WORDS)


def _repeats(pattern: str, at: int) -> bool:
    r"""Tell whether a star belongs to `\w*`, or to a group of whole words that starts or ends with its space."""
    if pattern[at - 2:at] in {r"\w", r"\S", r"\d"}:
        return True
    if pattern[at - 1] != ")":
        return False
    depth = 0
    for place in range(at - 1, -1, -1):
        depth += {")": 1, "(": -1}.get(pattern[place], 0)
        if depth == 0:
            return pattern[place + 1] == " " or pattern[at - 2] == " " or " |" in pattern[place:at]
    return False


def _figure(context: Mapping[str, Any]) -> re.Pattern[str]:
    units, words = _joined(context["unit"]), _joined(context["number_word"])
    number = r"\d[\d.,]*(?:/\d+)?"
    between = rf"(?:{SPACE}[^\s,;:.]+)?"
    return re.compile(
        rf"[$\u20ac]\s?{number}|{number}\s?%|(?<![\w.-]){number}{between}[\s-]*(?:{units})(?!\w)|(?<!\w)(?:{words}){SPACE}(?:{units})(?!\w)"
        rf"|(?<![\w.-])\d+[.,]\d+|{number}\s?(?:a|to|-|\u2013|y|and|de|of|contra|against|vs|en|in)\s{number}"
        rf"|(?:de|from|a|to|contra|against|between|entre|cpk|limite|limit|meta|target|vs|por|menos de|mas de|under|over){SPACE}(?:is|es|of|de|at)?\s?{number}(?!\w)",
    )
