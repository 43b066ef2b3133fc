"""What each column of a table is taken for: its header's words weighed against what stands below them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from briefing.workbook.adopt.found import GUESS, Guess, Heading
from briefing.workbook.adopt.match import Match, matches, qualifier_in, unit_in
from briefing.workbook.adopt.profile import Profile
from briefing.workbook.adopt.scale_words import is_total, measure_of
from briefing.workbook.adopt.weighing import GRADED, weighed
from briefing.workbook.adopt.words import KPI_ROLES, REGISTER_ROLES
from briefing.workbook.normalise import plain

MANY: Final = frozenset({"treatment", "note", "score", "review", "likelihood", "impact", "detection", "impact_on", "area", "category", "total", "variance", "attainment", "cause",
                         "consequence", "definition", "previous", "low_limit", "high_limit", "description", "initiative", "objective", "linked_kpis"})
"""Roles that several columns may have; of others the surest is taken."""
_ALSO: Final = frozenset({"review", "detection", "impact_on", "linked_kpis"})
_ALLOWED: Final[Mapping[str, frozenset[str]]] = {
    "register": frozenset((*REGISTER_ROLES, *_ALSO, "objective")), "kpi": frozenset((*KPI_ROLES, "id", "area", "due", "review", "identified", "closed", "description", "response", "linked_kpis", "warning_sign")),
}
_OTHER_NAME: Final[Mapping[str, Mapping[str, str]]] = {
    "register": {"kpi": "event", "code": "id", "objective": "objective"},
    "kpi": {"event": "kpi", "id": "code"},
}
"""What a phrase that belongs to the other family means here; always less sure."""


def family_of(found: Sequence[tuple[Match, ...]], *, months: bool) -> str:
    """Tell whether headers speak of risks, of KPIs, of actions to do, or of neither (blank)."""
    roles: dict[str, Match] = {}
    for each in found:
        for match in each[:3]:
            if match.sure >= 75 and (match.role not in roles or roles[match.role].sure < match.sure):
                roles[match.role] = match
    risk = sum(weight for role, weight in _RISK.items() if role in roles)
    kpi = sum(weight for role, weight in _KPI.items() if role in roles) + (4 if months else 0)
    risky = "event" in roles and any(word in plain(roles["event"].phrase) for word in ("risk", "riesgo", "hazard", "threat", "peligro", "amenaza", "failure", "falla", "event"))
    risk += 2 if risky else 0
    graded = bool({"likelihood", "score"} & roles.keys()) or risky or ({"impact", "treatment"} <= roles.keys())
    if "kpi" in roles and plain(roles["kpi"].phrase) in {"name", "nombre", "title", "parameter", "concepto"}:
        kpi -= 2
    if risk >= 3.5 and graded and risk > kpi and not (months and risk < 6):
        return "register"
    if kpi >= 2.5 and kpi >= risk - 1:
        return "kpi"
    if {"owner", "status"} <= roles.keys() and {"description", "event"} & roles.keys() and "likelihood" not in roles and not risky:
        return "actions"
    if {"treatment", "due"} <= roles.keys() or {"owner", "status", "due"} <= roles.keys() or {"treatment", "owner"} <= roles.keys():
        return "actions"
    return "register" if risk >= 3.5 and graded else "kpi" if kpi >= 2 else ""


_RISK: Final = {"likelihood": 3.0, "impact": 2.0, "score": 1.0, "treatment": 1.5, "response": 0.5, "event": 1.0, "cause": 1.0, "consequence": 1.0, "detection": 0.5, "warning_sign": 1.0, "identified": 0.5,
                "impact_money": 0.5}
_KPI: Final = {"kpi": 3.0, "target": 2.0, "value": 2.0, "unit": 1.0, "forecast": 1.5, "variance": 1.5, "attainment": 1.0, "frequency": 1.0, "definition": 1.0, "weight": 1.0, "objective": 0.5,
               "measure": 1.5, "period": 1.5, "total": 0.5, "previous": 0.5, "low_limit": 0.5, "high_limit": 0.5}


def heading_matches(heading: Heading) -> tuple[Match, ...]:
    """Give what a heading may mean by its lowest text, else by its levels together; groups above give the qualifier."""
    if not heading.path:
        return ()
    above = " ".join(heading.path[:-1])
    found = matches(heading.last)
    if above:
        qualifier = qualifier_in(above)
        grouped = next((each for each in matches(heading.path[-2])[:1] if each.role in {"treatment", "consequence"} and each.sure >= 90), None)
        if grouped is not None and (not found or found[0].role in {"cause", "area", "category", "note", "impact_on", "id", "site", "kpi", "low_limit", "high_limit"}):
            return (replace(grouped, sure=84), *found)
        if found and found[0].sure >= GUESS:
            return tuple(replace(each, qualifier=each.qualifier or qualifier) for each in found)
        joined = matches(f"{above} {heading.last}") or tuple(replace(each, sure=each.sure - 13) for each in matches(heading.path[0]) if len(heading.path) == 2)
        return tuple(replace(each, sure=each.sure - 5, qualifier=each.qualifier or qualifier) for each in joined)
    return found


def guess_columns(family: str, headings: Sequence[Heading], profiles: Sequence[Profile]) -> tuple[Guess, ...]:
    """Give what each column is taken for; a column nothing speaks for has no role."""
    guesses = [_best(family, heading, profile) for heading, profile in zip(headings, profiles, strict=True)]
    return _one_of_each(guesses)


def _best(family: str, heading: Heading, profile: Profile) -> Guess:
    unit = unit_in(heading.text)
    when = heading.when
    if when is not None and (when.span or when.year):
        measure = measure_beside(heading)
        if measure == "total" or any(is_total(part) for part in heading.path):
            return Guess(heading, "total", 90, "header", heading.last, unit=unit)
        if when.span:
            return Guess(heading, measure or "value", 95 if when.period or when.quarter else 90, "month", str(when), unit=unit)
        if not when.rest:
            return Guess(heading, "year_value", 70, "month", str(when), unit=unit)
    candidates = []
    for match in heading_matches(heading):
        role, sure = match.role, match.sure
        if role not in _ALLOWED.get(family, frozenset()) and family in _OTHER_NAME:
            role, sure = _OTHER_NAME[family].get(role, ""), sure - 22
        elif family == "actions" and role in {"event", "kpi", "value", "target"}:
            sure -= 25
        if role:
            role, sure, why = weighed(role, sure, profile, family)
        if role:
            candidates.append(Guess(heading, role, max(0, min(100, sure)), why, match.phrase, _kept_qualifier(role, match.qualifier), unit))
    best = max(candidates, key=lambda each: each.sure, default=None)
    if best is not None and best.sure >= GUESS:
        return best
    return _by_content(family, heading, profile, unit)


def _kept_qualifier(role: str, qualifier: str) -> str:
    return qualifier if role in GRADED else ""


def measure_beside(heading: Heading) -> str:
    """Give what the words beside a month stand for, blank if nothing: those in its own cell, else another level's."""
    if heading.when is not None and heading.when.rest:
        found = measure_of(heading.when.rest)
        if found:
            return found
    for part in reversed(heading.path):
        found = measure_of(part)
        if found:
            return found
    return ""


def _by_content(family: str, heading: Heading, profile: Profile, unit: str) -> Guess:
    """Guess by the cells alone where the header says nothing."""
    if family == "kpi" and profile.filled >= 2 and profile.share(profile.measures) >= 0.6 and profile.distinct >= 2:
        return Guess(heading, "measure", 88, "content", unit=unit)
    if family == "register" and not heading.path and profile.filled > 2 and profile.distinct == profile.filled and profile.length < 12 and profile.high < 2000:
        return Guess(heading, "id", 60, "content", unit=unit)
    return Guess(heading, unit=unit)


def _one_of_each(guesses: Sequence[Guess]) -> tuple[Guess, ...]:
    """Leave a role that may stand once to its surest column; the others keep it as a doubt."""
    best: dict[str, Guess] = {}
    for guess in guesses:
        if guess.role and guess.why != "month" and guess.role not in MANY:
            kept = best.get(guess.role)
            if kept is None or guess.sure > kept.sure:
                best[guess.role] = guess
    settled = []
    for guess in guesses:
        first = best.get(guess.role)
        if first is None or guess is first or guess.why == "month" or guess.role in MANY:
            settled.append(guess)
        else:
            settled.append(replace(guess, sure=min(guess.sure, 60), why="second", hint=first.heading.text))
    return tuple(settled)
