"""The clarity audit: gaps by what closing them would change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

from briefing.analysis import assess
from briefing.analysis.clarity import Gap, gaps
from briefing.model.charter import AbsoluteLimit
from briefing.model.dossier import Dossier
from tests.preflight.faults import AGREED, GOOD, MAY, STEAM, charter, dossier, kpis, low, measures, report, risk, submission, target, targets


def found(known: Dossier) -> tuple[Gap, ...]:
    """Give the gaps of a dossier."""
    return gaps(assess(known, seed=1))


def keys(known: Dossier) -> list[str]:
    """Give the keys of a dossier's gaps in order."""
    return [each.key for each in found(known)]


def test_the_gap_with_most_money_comes_first_and_then_asks() -> None:
    """A limit that a row of money rests on before one that nothing rests on; a changed definition before all."""
    bare = charter(targets=tuple(replace(each, low_limit=None, high_limit=None) for each in AGREED.targets))
    linked = submission(register=(risk(kpis=("VAPOR",)),))
    limits = [each for each in found(dossier(linked, agreed=bare)) if each.key == "limit"]
    assert limits[0].subject == "VAPOR"
    assert limits[0].money > 0
    assert limits[0].asks == ("A-51",)
    assert all(first.money >= second.money for first, second in pairwise(limits))
    changed = replace(bare, kpis=(*AGREED.kpis, replace(STEAM, formula="kg / caja vendida", valid_from=MAY)))
    assert keys(dossier(linked, agreed=changed))[0] == "definition"


def test_a_broken_kpi_whose_row_carries_the_money_needs_no_price() -> None:
    """One dollar once."""
    assert "value" in keys(dossier(submission(kpis=low(**GOOD))))
    assert "value" not in keys(dossier(submission(kpis=low(**GOOD), register=(risk(kpis=("LLENADO",)),))))


def test_an_absolute_limit_may_never_break() -> None:
    """That is what it is for; any other limit that nothing came near is looked at."""
    long = submission(kpis=kpis(report(STEAM, 22, [2.5 + 0.01 * (index % 2) for index in range(14)])))
    assert "never" in keys(dossier(long))
    assert "never" not in keys(dossier(long, agreed=measures("VAPOR", absolute=AbsoluteLimit.ENVIRONMENT)))
    short = submission(kpis=kpis(report(STEAM, 22, [2.5] * 11)))
    assert "never" not in keys(dossier(short))


def test_one_old_agreement_is_proposed_at_a_time_the_oldest_first() -> None:
    """With how many there are; one renewed within the year is not old."""
    aged = charter(targets=tuple(replace(each, agreed_hq_on=date(2026, 1, row), agreed_site_on=None) for row, each in enumerate(AGREED.targets, 5)))
    (old,) = [each for each in found(dossier(agreed=aged)) if each.key == "old"]
    assert (old.subject, old.count, old.since) == ("LLENADO", 3, date(2026, 1, 5))
    assert "old" not in keys(dossier())


def test_a_priority_is_served_by_a_kpi_a_row_or_an_ask() -> None:
    """Any of the three."""
    assert "priority" in keys(dossier())
    assert "priority" not in keys(dossier(agreed=measures("VAPOR", priority="AIM-1")))
    assert "priority" not in keys(dossier(submission(register=(risk(priority="AIM-1"),))))


def test_the_same_name_with_the_same_formula_is_no_gap() -> None:
    """Two codes may measure one thing at two places."""
    same = charter(kpis=(*AGREED.kpis[:2], replace(STEAM, name_en="Syrup  Loss", formula="JARABE", unit="%")))
    assert "same_name" not in keys(dossier(agreed=same))
    assert "same_name" in keys(dossier(agreed=measures("VAPOR", name_en="Syrup  Loss")))
    own = report(replace(STEAM, code="VAP2"), 25, [2.9, 3.0], name="vapor por caja", unit="kg")
    (gap,) = [each for each in found(dossier(submission(kpis=kpis(own)))) if each.key == "same_name"]
    assert (gap.subject, gap.other, gap.where) == ("VAPOR", "VAP2", own.source.at("code"))


def test_a_target_of_later_months_changes_nothing_yet() -> None:
    """Only what is in force from this month on."""
    later = charter(targets=(*AGREED.targets, target("VAPOR", 8, target=2.8, high_limit=3.2, valid_from=MAY + 1)))
    assert "target_moved" not in keys(dossier(agreed=later))
    assert keys(dossier(agreed=targets("VAPOR", target=2.9))) == ["priority"]
