"""What a board is spared: matters of which all is known and below the charter's board materiality. The one rule for every paper."""

from __future__ import annotations

from briefing.analysis.assessment import Assessment
from briefing.analysis.losses import Loss
from briefing.framing.asks import AskState
from briefing.framing.issues import Issue


def is_minor_loss(assessment: Assessment, loss: Loss, least: float) -> bool:
    """Tell whether a row's expected loss is known and below an amount; absolute limits and broken tolerances never are.

    Nothing is minor where `least` is 0.
    """
    if not least or loss.row.limit or not loss.in_sum or loss.expected is None:
        return False
    return loss.expected.number < least and not assessment.beyond_tolerance(loss)


def is_minor_issue(assessment: Assessment, issue: Issue, least: float) -> bool:
    """Tell it of an issue; a KPI that no row speaks for has no known amount."""
    return issue.loss is not None and is_minor_loss(assessment, issue.loss, least)


def is_minor_ask(assessment: Assessment, state: AskState, least: float) -> bool:
    """Tell whether an ask has rows that are all minor, and what it costs and what a month's delay costs are known and below the amount."""
    weighed, chosen = state.weighed, state.weighed.recommended
    if not least or not weighed.losses or chosen is None or chosen.cost is None:
        return False
    delay = weighed.delay.number if weighed.delay else 0.0
    return max(chosen.cost.number, delay) < least and all(is_minor_loss(assessment, loss, least) for loss in weighed.losses)
