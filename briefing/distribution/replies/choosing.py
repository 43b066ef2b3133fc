"""What an author chose, from our token or from a word that can mean nothing else; never from what it might mean."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from briefing.language import LANGUAGES, catalogue
from briefing.model.replying import CHOICES, Token, tokens_in, without_tokens
from briefing.model.responses import Choice

_WORDS: Final = {
    Choice.CONFIRM: r"(?:(?:i|we)\s+)?(?:confirm|agree)|confirmed|agreed|confirmo|confirmamos|confirmad[oa]|confirmar|(?:estoy\s+|estamos\s+)?de\s+acuerdo",
    Choice.QUESTION: r"(?:i\s+have\s+a\s+|a\s+)?question|(?:tengo\s+una\s+|una\s+)?pregunta|preguntar",
    Choice.DISAGREE: (r"(?:(?:i|we)\s+)?(?:disagree|(?:do\s+not|don.?t)\s+agree)|(?:estoy\s+|estamos\s+)?en\s+desacuerdo|desacuerdo|"
                      r"no\s+(?:estoy|estamos)\s+de\s+acuerdo"),
}
_ASK = r"(?:(?:la|el|on|with|sobre|con)\s+){{0,2}}(?P<{name}>[A-Za-z]{{1,8}}[-\u2010-\u2015]?\d{{1,6}})"
_LINE = re.compile(
    rf"\W*(?:{_ASK.format(name='before')}\s*[:,.;\u2013\u2014-]?\s+)?(?P<word>"
    + "|".join(f"(?P<{choice.value}>{words})" for choice, words in _WORDS.items())
    + rf")(?:\s+{_ASK.format(name='after')})?\s*(?P<end>[:.,;!\u2013\u2014-]|$)\s*(?P<rest>.*)", re.IGNORECASE)
_AGAINST = re.compile(r"(?i)\b(?:disagree|desacuerdo)\b|\b(?:no|not|nunca|never|cannot|can.?t|don.?t|won.?t|tampoco)\b[^.\n]{0,25}\b(?:confirm|agree|acuerdo|aprueb|approv)")
_CONDITION = re.compile(r"(?i)\b(?:but|however|except|unless|provided|only\s+if|as\s+long\s+as|subject\s+to|condition\w*|pero|excepto|salvo|a\s+menos\s+que|siempre\s+que|"
                        r"siempre\s+y\s+cuando|s[oó]lo\s+si|sujet[oa]\s+a|condici\w+)\b")


@dataclass(frozen=True, slots=True)
class Chosen:
    """One answer: to which ask, blank where none was named, under which token if there is one, with which words beside it."""

    ask: str
    choice: Choice
    token: Token | None = None
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Choosing:
    """What a mail chooses; `conflict` names asks with two choices, `conditional` those confirmed with a reserve."""

    chosen: tuple[Chosen, ...] = ()
    conflict: frozenset[str] = frozenset()
    conditional: frozenset[str] = frozenset()


def choosing(subject: str, words: str, *, subject_counts: bool) -> Choosing:
    """Find the answers in a subject, where it is the author's own, and in the author's own words."""
    found = _line_by_line(_without_prompts(words))
    text = without_tokens(_without_prompts(words)).strip()
    named = list(tokens_in(subject)) if subject_counts else []
    beside = text if len(named) == 1 and not found else ""
    found += [Chosen(token.ask, token.choice, token, beside) for token in named]
    merged, conflict = _merged(found)
    one = len({each.ask for each in merged}) == 1
    doubted = {each.ask for each in merged if each.choice is Choice.CONFIRM and _AGAINST.search(text if one else each.comment)}
    conditional = {each.ask for each in merged if each.choice is Choice.CONFIRM and _CONDITION.search(text if one else each.comment)}
    return Choosing(tuple(merged), frozenset(conflict | doubted), frozenset(conditional))


def _line_by_line(text: str) -> list[Chosen]:
    """Give every answer with the words that follow it, up to the next; words before the first belong to each."""
    marked = _apart(text)
    found: list[tuple[Chosen, list[str]]] = []
    before: list[str] = []
    for line in marked:
        tokens = list(tokens_in(line))
        answer = None if tokens else _answer(line)
        if tokens:
            found += [(Chosen(token.ask, token.choice, token), []) for token in tokens]
            rest = without_tokens(line).strip()
        elif answer:
            found.append((answer, []))
            rest = answer.comment
        else:
            rest = line
        if rest:
            (found[-1][1] if found else before).append(rest)
        elif not tokens and not answer:
            (found[-1][1] if found else before).append("")
    return [Chosen(each.ask, each.choice, each.token, "\n".join([*before, *after]).strip()) for each, after in found]


def _apart(text: str) -> list[str]:
    """Give the lines with each token on a line of its own, also one that was broken over two."""
    pieces: list[str] = []
    at = 0
    for token in tokens_in(text):
        pattern = re.compile(r"\s+".join(re.escape(part) for part in str(token).strip("[]").split()), re.IGNORECASE)
        found = pattern.search(text, at)
        if found is None:
            continue
        start, end = text.rfind("[", at, found.start()), text.find("]", found.end())
        pieces += [*text[at:start].split("\n"), str(token)]
        at = end + 1
    return [*pieces, *text[at:].split("\n")]


def _answer(line: str) -> Chosen | None:
    """Read a line that is an answer by itself: a word of ours, the ask beside it or not, and after a sign what there is to say."""
    found = _LINE.fullmatch(line.strip())
    if not found or len(line) > 5_000:
        return None
    choice = next(each for each in CHOICES if found[each.value])
    named = found["before"] or found["after"] or ""
    return Chosen(re.sub("[\u2010-\u2015]", "-", named).upper(), choice, None, found["rest"].strip())


def _merged(found: Sequence[Chosen]) -> tuple[list[Chosen], set[str]]:
    """Make one of the same answer given twice, as subject and body do; name the asks that got two different ones."""
    merged: dict[str, Chosen] = {}
    conflict: set[str] = set()
    tokens = {each.ask for each in found if each.token}
    for each in found:
        ask = each.ask or (next(iter(tokens)) if len(tokens) == 1 else "")
        known = merged.get(ask)
        if known is None:
            merged[ask] = Chosen(ask, each.choice, each.token, each.comment)
        elif known.choice is not each.choice or (known.token and each.token and known.token != each.token):
            conflict.add(ask)
        else:
            longest = max(known.comment, each.comment, key=len)
            merged[ask] = Chosen(ask, each.choice, known.token or each.token, longest)
    return list(merged.values()), conflict


def _without_prompts(text: str) -> str:
    """Leave out the lines that our own links wrote into the mail."""
    return "\n".join("" if _prompts().fullmatch(line.strip()) else line for line in text.split("\n"))


@cache
def _prompts() -> re.Pattern[str]:
    patterns = []
    for language in LANGUAGES:
        words = catalogue("mail", language)
        for choice in CHOICES:
            patterns += [re.escape(words.pattern(f"reply.{part}.{choice}")).replace(re.escape("{ask}"), r"[\w.-]{1,40}") for part in ("body", "prompt")]
    return re.compile("|".join(patterns))
