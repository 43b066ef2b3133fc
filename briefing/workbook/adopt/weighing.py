"""A header's word weighed against the cells below it: agreed with, doubted, or turned into what the cells say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from briefing.workbook.adopt.profile import Profile

Weighed = tuple[str, int, str]
"""Role, how sure, and what decided."""
_Rule = Callable[[str, int, Profile, str], Weighed]

GRADED: Final = frozenset({"likelihood", "impact", "score", "detection"})
DATED: Final = frozenset({"due", "identified", "closed", "review"})


def weighed(role: str, sure: int, profile: Profile, family: str) -> Weighed:
    """Weigh a header's role against the cells below it; a column without cells is a little less sure."""
    if not profile.filled:
        return role, min(sure, 92), "header"
    measures = profile.share(profile.measures) >= 0.8 and 1 < profile.distinct <= 8
    if family == "kpi" and role in {"category", "measure", "note", "kpi", "unit", "definition"} and measures:
        return "measure", 88, "content"
    rule = _RULES.get(role)
    return rule(role, sure, profile, family) if rule else (role, sure, "both")


def _figures(profile: Profile) -> float:
    return profile.share(profile.numbers)


def _texts(profile: Profile) -> float:
    return profile.share(profile.texts)


def _graded(profile: Profile) -> float:
    return profile.share(profile.grades)


def _dated(profile: Profile) -> float:
    return profile.share(profile.dates + profile.months)


def _long(profile: Profile) -> bool:
    return profile.length > 38 and _texts(profile) > 0.6 and _graded(profile) < 0.4


def _year(role: str, sure: int, profile: Profile, _: str) -> Weighed:
    other = _figures(profile) > 0.6 and not (profile.low >= 1990 and profile.high <= 2100)
    return ("total", 60, "content") if other else (role, sure, "both")


def _likelihood(role: str, sure: int, profile: Profile, _: str) -> Weighed:
    if _graded(profile) + _figures(profile) >= 0.5:
        return role, sure, "both"
    return role, min(sure, 60 if _long(profile) else 78), "doubt"


def _impact(role: str, sure: int, profile: Profile, family: str) -> Weighed:
    if _graded(profile) + _figures(profile) >= 0.5:
        money = _figures(profile) > 0.6 and profile.high > 1000 and family == "register"
        return ("impact_money", sure - 4, "both") if money else (role, sure, "both")
    return ("consequence", min(sure, 85), "content") if _long(profile) else (role, min(sure, 82), "header")


def _impact_money(role: str, sure: int, profile: Profile, _: str) -> Weighed:
    if _figures(profile) >= 0.4 or _texts(profile) <= 0.5:
        return role, sure, "both"
    return ("impact", min(sure, 82), "content") if _graded(profile) > 0.4 else ("consequence", 60, "doubt")


def _score(role: str, sure: int, profile: Profile, _: str) -> Weighed:
    return ("note", 50, "doubt") if _long(profile) else (role, sure, "both")


def _consequence(role: str, sure: int, profile: Profile, _: str) -> Weighed:
    graded = _graded(profile) > 0.6 or (_figures(profile) > 0.7 and profile.high <= 25)
    return ("impact", min(sure, 85), "content") if graded else (role, sure, "both")


def _words(role: str, sure: int, profile: Profile, family: str) -> Weighed:
    if _figures(profile) > 0.7:
        return ("id", min(sure, 55), "doubt") if role == "event" and profile.distinct == profile.filled else (role, 40, "doubt")
    if role == "event" and _graded(profile) > 0.7:
        return "score", min(sure, 82), "content"
    if role == "description" and family == "kpi":
        return "definition", min(sure, 75), "content"
    return role, sure, "both"


def _treatment(role: str, sure: int, profile: Profile, _: str) -> Weighed:
    if profile.share(profile.responses) > 0.6:
        return "response", min(sure, 92), "content"
    return (role, 45, "doubt") if _figures(profile) > 0.6 or _graded(profile) > 0.7 else (role, sure, "both")


def _response(role: str, sure: int, profile: Profile, _: str) -> Weighed:
    plan = profile.share(profile.responses) < 0.4 and profile.length > 12
    return ("treatment", min(sure, 85), "content") if plan else (role, sure, "both")


def _owner(role: str, sure: int, profile: Profile, _: str) -> Weighed:
    return (role, 40, "doubt") if _figures(profile) > 0.5 or _dated(profile) > 0.5 else (role, sure, "both")


def _status(role: str, sure: int, profile: Profile, _: str) -> Weighed:
    if profile.length > 40 and _texts(profile) > 0.6:
        return "note", 60, "content"
    return (role, min(sure, 70), "doubt") if _figures(profile) > 0.6 else (role, sure, "both")


def _day(role: str, sure: int, profile: Profile, _: str) -> Weighed:
    if _dated(profile) >= 0.5:
        return role, sure, "both"
    if role == "period" and _figures(profile) > 0.6:
        months = profile.whole == profile.numbers and profile.low >= 1 and (profile.high <= 12 or 190_000 < profile.low <= profile.high < 210_013)
        return (role, min(sure, 85), "content") if months else ("", 0, "doubt")
    return role, min(sure, 80 if _figures(profile) < 0.5 else 55), "header"


def _figure(role: str, sure: int, profile: Profile, _: str) -> Weighed:
    if _figures(profile) >= 0.5:
        return role, sure, "both"
    if role == "target" and _texts(profile) > 0.6 and profile.length > 18:
        return "objective", min(sure, 85), "content"
    if _dated(profile) > 0.5:
        return ("due" if role == "target" else "review"), 60, "content"
    return role, min(sure, 72), "doubt"


def _name(role: str, sure: int, profile: Profile, _: str) -> Weighed:
    return (role, 40, "doubt") if _figures(profile) > 0.6 or _dated(profile) > 0.6 else (role, sure, "both")


def _objective(role: str, sure: int, profile: Profile, _: str) -> Weighed:
    return ("target", min(sure, 85), "content") if _figures(profile) > 0.6 else (role, sure, "both")


def _measure(role: str, sure: int, profile: Profile, _: str) -> Weighed:
    return ("category", 55, "doubt") if profile.share(profile.measures) < 0.5 else (role, sure, "both")


def _unit(role: str, sure: int, profile: Profile, _: str) -> Weighed:
    return (role, 40, "doubt") if _figures(profile) > 0.5 else (role, sure, "both")


_RULES: Final[Mapping[str, _Rule]] = {
    "year": _year, "likelihood": _likelihood, "impact": _impact, "impact_money": _impact_money, "score": _score, "consequence": _consequence,
    "event": _words, "description": _words, "cause": _words, "treatment": _treatment, "response": _response, "owner": _owner, "status": _status,
    **dict.fromkeys((*sorted(DATED), "period"), _day),
    **dict.fromkeys(("target", "value", "forecast", "previous", "low_limit", "high_limit"), _figure),
    "kpi": _name, "objective": _objective, "measure": _measure, "unit": _unit,
}
