"""What the briefing does not know, so that nobody takes a missing figure for a good one."""

from __future__ import annotations

from dataclasses import dataclass

from briefing.analysis.assessment import Assessment
from briefing.analysis.indicators import Indicator
from briefing.analysis.losses import Loss
from briefing.model.register import RowState
from briefing.model.submission import Status
from briefing.periods import Period, months_between


@dataclass(frozen=True, slots=True)
class Gaps:
    """What is missing.

    `unmeasured` KPIs have no value this month; `not_agreed` no target or no limit that both sides know;
    `untranslated` rows have no money; `missing_months` of the archive were never sent; `privileged` counts
    matters with counsel that are not closed, none where the charter hides them.
    """

    unmeasured: tuple[Indicator, ...] = ()
    not_agreed: tuple[Indicator, ...] = ()
    untranslated: tuple[Loss, ...] = ()
    missing_months: tuple[Period, ...] = ()
    privileged: int = 0
    no_charter: bool = False
    no_tolerance: bool = False
    too_few: tuple[Indicator, ...] = ()


def gaps_of(assessment: Assessment) -> Gaps:
    """Collect what is missing, each in the order of its sheet."""
    dossier = assessment.dossier
    sent = {submission.period for submission in dossier.submissions}
    register = dossier.submission.register if dossier.submission else ()
    return Gaps(
        tuple(each for each in assessment.indicators if each.status is Status.NOT_MEASURED),
        tuple(each for each in assessment.indicators if each.status is Status.NOT_AGREED),
        tuple(loss for loss in assessment.losses if not loss.in_sum and loss.untranslated != "absolute"),
        tuple(month for month in months_between(min(sent), dossier.period) if month not in sent) if sent else (),
        sum(row.privileged and row.state is not RowState.CLOSED for row in register) if dossier.charter.company.privileged_counted else 0,
        not dossier.has_charter,
        assessment.portfolio is not None and assessment.portfolio.above is None,
        tuple(each for each in assessment.indicators if each.outlook is not None and each.outlook.too_few),
    )
