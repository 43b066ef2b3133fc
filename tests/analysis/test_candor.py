"""Facts of candor: what the figures say and the words leave out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from briefing.analysis import assess, candor
from briefing.model.asks import AskState
from briefing.model.dossier import Override, Publication
from briefing.model.submission import FollowUp, FollowUpKind, FollowUpState, OwnForecast, Side, Status
from tests.preflight.faults import FILL, GOOD, MAY, at, dossier, kpis, low, petition, report, risk, submission


def test_an_override_with_its_reason_is_no_claim() -> None:
    """Its name and reason are printed; so is a typed reason. A worse or equal status is no claim either."""
    claimed = dossier(submission(kpis=low(claimed=Status.WITHIN_TOLERANCE)))
    assert [each.code for each in candor.claims(assess(claimed, seed=1))] == ["LLENADO"]
    override = Publication(MAY, overrides=(Override("LLENADO", Status.WITHIN_TOLERANCE, "gerente", "acordado con el cliente"),))
    assert candor.claims(assess(replace(claimed, publications=(override,)), seed=1)) == ()
    reasoned = dossier(submission(kpis=low(claimed=Status.ON_TARGET, reason="acordado por escrito")))
    assert candor.claims(assess(reasoned, seed=1)) == ()
    honest = dossier(submission(kpis=low(claimed=Status.OUT_OF_TOLERANCE)))
    assert candor.claims(assess(honest, seed=1)) == ()


def test_months_that_were_never_sent_are_looked_at_too() -> None:
    """A breach of a month whose workbook is missing comes to light in the next one."""
    march = submission(MAY + -2)
    late = submission(kpis=kpis(report(FILL, 20, [0.97, 0.975, 0.972, 0.91, 0.92], **GOOD)))
    found = candor.untold(assess(dossier(late, march), seed=1))
    assert [(each.period, each.leapt) for each in found] == [(MAY + -1, True)]


def test_an_own_forecast_of_a_breach_told_it() -> None:
    """What the leader foresaw in figures needs no words."""
    april = submission(MAY + -1)
    foreseen = replace(april.kpis[0], forecasts=(OwnForecast(MAY, 0.92),))
    known = dossier(submission(kpis=low(**GOOD)), replace(april, kpis=(foreseen, *april.kpis[1:])))
    assert candor.untold(assess(known, seed=1)) == ()
    assert candor.untold(assess(dossier(submission(kpis=low(**GOOD))), seed=1))


def test_a_restatement_for_the_better_is_no_disclosure() -> None:
    """Only a month that was kept and is broken now."""
    better = submission(kpis=kpis(report(FILL, 20, [0.97, 0.975, 0.972, 0.99, 0.974])))
    assert candor.untold(assess(dossier(better), seed=1)) == ()


def test_what_was_done_may_ease_a_row() -> None:
    """A promise kept on its KPI, or a decision on an ask that acts on it."""
    row = risk(chance=0.1, kpis=("VAPOR",))
    kept = FollowUp("C-1", FollowUpKind.COMMITMENT, Side.SITE, "utilities manager", state=FollowUpState.KEPT, kpi="VAPOR", source=at("Seguimiento", 4))
    assert [each.row.id for each in candor.eased(dossier(submission(register=(row,))))] == ["R-31"]
    assert candor.eased(dossier(submission(register=(row,), follow_ups=(kept,)))) == ()
    decided = petition(state=AskState.DECIDED, decision="B", decided_on=date(2027, 5, 20))
    assert candor.eased(dossier(submission(register=(row,), asks=(decided,)))) == ()
    old = submission(MAY + -1, follow_ups=(kept,))
    assert candor.eased(dossier(submission(register=(row,), follow_ups=(kept,)), old)) != ()


def test_a_chance_by_another_date_is_another_statement() -> None:
    """A lower chance by an earlier date is no easing; a lower impact is."""
    assert candor.eased(dossier(submission(register=(risk(chance=0.1, by_date=date(2027, 6, 30)),)))) == ()
    (found,) = candor.eased(dossier(submission(register=(risk(likely=300_000.0),))))
    assert (found.field, found.before, found.now) == ("likely", 400_000.0, 300_000.0)
