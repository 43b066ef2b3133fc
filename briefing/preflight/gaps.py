"""The clarity audit in words: each gap of the agreement as a finding at its cell."""

from __future__ import annotations

from collections.abc import Iterable

from briefing import numbers
from briefing.analysis.assessment import Assessment
from briefing.analysis.clarity import Gap
from briefing.findings import Finding
from briefing.language import LANGUAGES, catalogue
from briefing.preflight import codes
from briefing.preflight.codes import raised
from briefing.preflight.texts import named, titled

SHOWN = 5
"""How many gaps are shown at first: the next-best ones; the rest is counted."""


def gap_findings(found: Iterable[Gap], assessment: Assessment) -> tuple[Finding, ...]:
    """Give gaps as findings, in the order given: the next-best first."""
    return tuple(raised(gap.where, codes.GAPS[gap.key], **_about(gap, assessment), **_stake(gap, assessment)) for gap in found)


def _about(gap: Gap, assessment: Assessment) -> dict[str, str | int]:
    charter = assessment.dossier.charter
    about: dict[str, str | int] = {"code": gap.subject, "other": gap.other, "count": gap.count}
    if gap.since:
        about |= {f"since_{language}": numbers.full_day(gap.since, language) for language in LANGUAGES}
    indicator, loss, priority = assessment.indicator(gap.subject), assessment.loss(gap.subject), charter.priority(gap.subject)
    if indicator:
        names, said = named(indicator), f" ({indicator.code})"  # a name such as `Scrap (SCRAP)` says its code itself
        return about | {f"title_{language}": names[f"kpi_{language}"].removesuffix(said) for language in LANGUAGES}
    if loss:
        return about | titled(loss.row)
    if priority:
        return about | titled(priority)
    return about | {"title_en": gap.subject, "title_es": gap.subject}


def _stake(gap: Gap, assessment: Assessment) -> dict[str, str]:
    """Say what closing a gap would change: the money that rests on it, the asks that do."""
    stakes = {}
    for language in LANGUAGES:
        words = catalogue("preflight", language)
        parts = [words.text("stake.money", money=numbers.money(gap.money, assessment.exchange.currency, language))] if gap.money else []
        parts += [words.text("stake.asks", asks=", ".join(gap.asks))] if gap.asks else []
        stakes[f"stake_{language}"] = words.text("stake", what=words.text("stake.and").join(parts)) if parts else ""
    return stakes
