"""Judgement from numbers: what matters, what is asked, what changed, what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from briefing.analysis.assessment import Assessment
    from briefing.analysis.indicators import Indicator
    from briefing.framing.answers import Answers
    from briefing.framing.asks import AskState
    from briefing.framing.changes import Changes
    from briefing.framing.gaps import Gaps
    from briefing.framing.issues import Issue

__all__ = ["Frame", "frame"]

WARNINGS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Frame:
    """The judgement that every edition is made from."""

    assessment: Assessment
    issues: tuple[Issue, ...]
    asks: tuple[AskState, ...]
    changes: Changes
    gaps: Gaps
    answers: Answers
    warnings: tuple[Indicator, ...]
    """At most three KPIs that keep their limit today and are at least as likely as not to break it."""


def frame(assessment: Assessment) -> Frame:
    """Judge an assessment: rank the issues, state the asks, compare with last month, list what is missing."""
    from briefing.framing.answers import answers_of  # noqa: PLC0415 - these import the analysis, and with it numpy
    from briefing.framing.asks import ask_states  # noqa: PLC0415
    from briefing.framing.changes import changes_of  # noqa: PLC0415
    from briefing.framing.gaps import gaps_of  # noqa: PLC0415
    from briefing.framing.issues import issues_of  # noqa: PLC0415

    warned = sorted((each for each in assessment.indicators if each.is_warning), key=_soonest)
    states = ask_states(assessment)
    return Frame(
        assessment, issues_of(assessment), states, changes_of(assessment), gaps_of(assessment), answers_of(assessment, states),
        tuple(warned[:WARNINGS_SHOWN]),
    )


def _soonest(indicator: Indicator) -> tuple[float, float, str]:
    months = indicator.months_to_breach.number if indicator.months_to_breach else float("inf")
    return months, -(indicator.breach.number if indicator.breach else 0.0), indicator.code
